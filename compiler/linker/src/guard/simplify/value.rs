//! What expressions mean, said as plainly as can be: constants are folded by it, and tests compare everything else with it.

use super::super::rules::{EntityName, Expr, Hierarchy, Ip, Part, Path, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A Bool.
    Bool(bool),
    /// A Long.
    Long(i64),
    /// A String.
    String(String),
    /// An entity.
    Entity(EntityName),
    /// Ten-thousandths.
    Decimal(i64),
    /// Milliseconds since 1970.
    Datetime(i64),
    /// Milliseconds.
    Duration(i64),
    /// An address range.
    Ip(Ip),
    /// A set.
    Set(BTreeSet<Value>),
    /// A record.
    Record(BTreeMap<String, Value>),
}

/// The values of a call: `None` for what is not there.
pub type Call<'a> = &'a dyn Fn(&Path) -> Option<Value>;

const DAY: i64 = 86_400_000;

/// The value of an expression, or `None` if it fails.
pub fn evaluate(expr: &Expr, call: Call<'_>) -> Option<Value> {
    let value = |expr: &Expr| evaluate(expr, call);
    let bool = |expr: &Expr| match value(expr)? {
        Value::Bool(value) => Some(value),
        _ => None,
    };
    let set = |expr: &Expr| match value(expr)? {
        Value::Set(elements) => Some(elements),
        _ => None,
    };
    let ip = |expr: &Expr| match value(expr)? {
        Value::Ip(ip) => Some(ip),
        _ => None,
    };
    let number = |expr: &Expr| match value(expr)? {
        Value::Long(number) | Value::Decimal(number) | Value::Datetime(number) | Value::Duration(number) => Some(number),
        _ => None,
    };
    Some(match expr {
        Expr::Bool(value) => Value::Bool(*value),
        Expr::Long(value) => Value::Long(*value),
        Expr::String(value) => Value::String(value.clone()),
        Expr::Entity(value) => Value::Entity(value.clone()),
        Expr::Decimal(value) => Value::Decimal(*value),
        Expr::Datetime(value) => Value::Datetime(*value),
        Expr::Duration(value) => Value::Duration(*value),
        Expr::Ip(value) => Value::Ip(*value),
        Expr::Set(elements) => Value::Set(elements.iter().map(value).collect::<Option<_>>()?),
        Expr::Record(values) => Value::Record(values.iter().map(|(name, expr)| Some((name.clone(), value(expr)?))).collect::<Option<_>>()?),
        Expr::Input(path) => call(path)?,
        Expr::Has(path) => Value::Bool(call(path).is_some()),
        Expr::Not(a) => Value::Bool(!bool(a)?),
        Expr::And(operands) => {
            for operand in operands {
                if !bool(operand)? {
                    return Some(Value::Bool(false));
                }
            }
            Value::Bool(true)
        }
        Expr::Or(operands) => {
            for operand in operands {
                if bool(operand)? {
                    return Some(Value::Bool(true));
                }
            }
            Value::Bool(false)
        }
        Expr::If(branches, other) => {
            for (condition, then) in branches {
                if bool(condition)? {
                    return value(then);
                }
            }
            value(other)?
        }
        Expr::Equal(a, b) => Value::Bool(value(a)? == value(b)?),
        Expr::Less(a, b) => Value::Bool(number(a)? < number(b)?),
        Expr::LessOrEqual(a, b) => Value::Bool(number(a)? <= number(b)?),
        Expr::Add(terms) => {
            let mut sum = value(terms.first()?)?;
            for term in &terms[1..] {
                sum = match (sum, value(term)?) {
                    (Value::Long(a), Value::Long(b)) => Value::Long(a.checked_add(b)?),
                    (Value::Datetime(a), Value::Duration(b)) => Value::Datetime(a.checked_add(b)?),
                    _ => return None,
                };
            }
            sum
        }
        Expr::Subtract(a, b) => match (value(a)?, value(b)?) {
            (Value::Long(a), Value::Long(b)) => Value::Long(a.checked_sub(b)?),
            (Value::Datetime(a), Value::Datetime(b)) => Value::Duration(a.checked_sub(b)?),
            _ => return None,
        },
        Expr::Multiply(factors) => {
            let mut product = number(factors.first()?)?;
            for factor in &factors[1..] {
                product = product.checked_mul(number(factor)?)?;
            }
            Value::Long(product)
        }
        Expr::Negate(a) => Value::Long(number(a)?.checked_neg()?),
        Expr::ToDate(a) => {
            let at = number(a)?;
            Value::Datetime(at.checked_sub(at.rem_euclid(DAY))?)
        }
        Expr::ToTime(a) => Value::Duration(number(a)?.rem_euclid(DAY)),
        Expr::Divide(a, by) => Value::Long(number(a)? / by),
        Expr::Contains(a, b) => {
            let elements = set(a)?;
            Value::Bool(elements.contains(&value(b)?))
        }
        Expr::ContainsAll(a, b) => {
            let elements = set(a)?;
            Value::Bool(set(b)?.is_subset(&elements))
        }
        Expr::ContainsAny(a, b) => {
            let elements = set(a)?;
            Value::Bool(!set(b)?.is_disjoint(&elements))
        }
        Expr::IsEmpty(a) => Value::Bool(set(a)?.is_empty()),
        Expr::Like(a, pattern) => Value::Bool(like(&id(value(a)?)?, pattern)),
        Expr::OneOf(a, ids) => Value::Bool(ids.contains(&id(value(a)?)?)),
        Expr::Under(a, hierarchy, outer) => Value::Bool(is_under(*hierarchy, &id(value(a)?)?, outer)),
        Expr::Select(on, values, other) => {
            let on = id(value(on)?)?;
            value(values.get(&on).unwrap_or(other))?
        }
        Expr::IsIpv4(a) => Value::Bool(!ip(a)?.v6),
        Expr::IsIpv6(a) => Value::Bool(ip(a)?.v6),
        Expr::IsLoopback(a) => Value::Bool(is_loopback(ip(a)?)),
        Expr::IsMulticast(a) => Value::Bool(is_multicast(ip(a)?)),
        Expr::IsInRange(a, b) => {
            let a = ip(a)?;
            Value::Bool(is_in_range(a, ip(b)?))
        }
        Expr::Fail => return None,
    })
}

/// Whether rules allow a call, if every limited permit has calls left.
pub fn allows(rules: &Rules, call: Call<'_>) -> bool {
    let holds = |condition: &Expr| evaluate(condition, call) == Some(Value::Bool(true));
    let denies = |condition: &Expr| evaluate(condition, call) != Some(Value::Bool(false));
    rules.permits.iter().any(|rule| holds(&rule.condition)) && !rules.forbids.iter().any(|rule| denies(&rule.condition))
}

fn id(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Entity(entity) => Some(entity.id),
        _ => None,
    }
}

/// Whether a text is like a pattern.
pub(crate) fn like(text: &str, pattern: &[Part]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [Part::Literal(literal), rest @ ..] => text.strip_prefix(literal.as_str()).is_some_and(|text| like(text, rest)),
        [Part::Star] => true,
        // The first place where the literal after a star stands leaves most of the text for the rest.
        [Part::Star, Part::Literal(literal)] => text.ends_with(literal.as_str()),
        [Part::Star, Part::Literal(literal), rest @ ..] => {
            text.find(literal.as_str()).is_some_and(|at| like(&text[at + literal.len()..], rest))
        }
        [Part::Star, rest @ ..] => like(text, rest),
    }
}

/// Whether an entity of a type with this hierarchy is `outer` or in it: what [`Expr::Under`] says.
pub(crate) fn is_under(hierarchy: Hierarchy, id: &str, outer: &str) -> bool {
    let outers = match hierarchy {
        Hierarchy::Host => domains(id),
        Hierarchy::Path => folders(id),
    };
    id == outer || outers.contains(&outer)
}

/// The domains that a host is in: whole labels. An address is in none.
pub(crate) fn domains(host: &str) -> Vec<&str> {
    if caplink_guard::host::is_literal(host.as_bytes()) {
        return vec![];
    }
    host.match_indices('.').map(|(at, _)| &host[at + 1..]).filter(|domain| !domain.is_empty()).collect()
}

/// The folders that an absolute path is in: whole components.
pub(crate) fn folders(path: &str) -> Vec<&str> {
    if !path.starts_with('/') || path == "/" {
        return vec![];
    }
    path.match_indices('/').map(|(at, _)| if at == 0 { "/" } else { &path[..at] }).collect()
}

fn is_loopback(ip: Ip) -> bool {
    if ip.v6 { ip.address == 1 && ip.prefix == 128 } else { ip.address >> 24 == 127 && ip.prefix >= 8 }
}

fn is_multicast(ip: Ip) -> bool {
    if ip.v6 { ip.address >> 120 == 0xff && ip.prefix >= 8 } else { ip.address >> 28 == 0xe && ip.prefix >= 4 }
}

fn is_in_range(a: Ip, b: Ip) -> bool {
    let bounds = |ip: Ip| {
        let bits = if ip.v6 { 128 } else { 32 };
        let all = if ip.v6 { u128::MAX } else { u32::MAX.into() };
        let host = all.checked_shr(ip.prefix.into()).filter(|_| u32::from(ip.prefix) < bits).unwrap_or(0);
        (ip.address & !host, ip.address | host)
    };
    let ((first, last), (from, to)) = (bounds(a), bounds(b));
    a.v6 == b.v6 && from <= first && last <= to
}
