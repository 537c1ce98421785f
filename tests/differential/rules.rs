//! What rules mean, from their documentation: a second reading of it, on values and not on memory.
//!
//! In: [`Rules`] and the values of a call. Out: the permits that hold, or that the call is denied. It tells, when a guard differs from Cedar,
//! which half is wrong: the policies' way to rules, or the rules' way to a table.

use crate::values::{Ip, Value};
use caplink_linker::guard::rules::{EntityName, Expr, Hierarchy, Part, Path, Root, Rules};
use std::collections::BTreeSet;

/// What a call's values are; they have Cedar values.
pub struct Values<'v> {
    /// Types and ids.
    pub principal: (&'v str, &'v str),
    pub resource: (&'v str, &'v str),
    pub context: &'v [(String, Option<Value>)],
}

/// An expression failed.
struct Failed;

type Result<T> = std::result::Result<T, Failed>;

/// The permits that hold, in order, if no forbid holds or fails.
pub fn holding(rules: &Rules, values: &Values<'_>) -> Option<Vec<usize>> {
    let is_true = |condition: &Expr| values.bool(condition);
    if rules.forbids.iter().any(|rule| is_true(&rule.condition).unwrap_or(true)) {
        return None;
    }
    let permits = rules.permits.iter().enumerate();
    Some(permits.filter(|(_, rule)| is_true(&rule.condition).unwrap_or(false)).map(|(number, _)| number).collect())
}

impl<'v> Values<'v> {
    fn bool(&self, expr: &Expr) -> Result<bool> {
        match self.value(expr)? {
            Value::Bool(value) => Ok(value),
            other => unreachable!("{other:?} is no Bool"),
        }
    }

    fn number(&self, expr: &Expr) -> Result<i64> {
        match self.value(expr)? {
            Value::Long(value) => Ok(i64::try_from(value).unwrap_or_else(|_| unreachable!("it has a Cedar value"))),
            Value::Decimal(value) | Value::Datetime(value) | Value::Duration(value) => Ok(value),
            other => unreachable!("{other:?} is no number"),
        }
    }

    fn ip(&self, expr: &Expr) -> Result<Ip> {
        match self.value(expr)? {
            Value::Ip(ip) => Ok(ip),
            other => unreachable!("{other:?} is no address"),
        }
    }

    fn set(&self, expr: &Expr) -> Result<Vec<Value>> {
        match self.value(expr)? {
            Value::Set(elements) => Ok(elements),
            other => unreachable!("{other:?} is no set"),
        }
    }

    /// A String, or an entity's id.
    fn text(&self, expr: &Expr) -> Result<String> {
        match self.value(expr)? {
            Value::String(text) | Value::Entity(_, text) => Ok(text),
            other => unreachable!("{other:?} is no text"),
        }
    }

    /// What the call has at a path.
    pub fn input(&self, path: &Path) -> Option<Value> {
        let entity = |(kind, id): (&str, &str)| Some(Value::Entity(kind.into(), id.into()));
        match path.root {
            Root::Principal => entity(self.principal),
            Root::Resource => entity(self.resource),
            Root::Context => {
                let Some((first, rest)) = path.attributes.split_first() else { return Some(Value::Record(self.context.to_vec())) };
                let of = |fields: &'v [(String, Option<Value>)], name| fields.iter().find(|(field, _)| field == name)?.1.as_ref();
                let found = rest.iter().try_fold(of(self.context, first)?, |found, name| match found {
                    Value::Record(fields) => of(fields, name),
                    other => unreachable!("{other:?} has no attributes"),
                });
                found.cloned()
            }
        }
    }

    fn value(&self, expr: &Expr) -> Result<Value> {
        let bool = |value: bool| Ok(Value::Bool(value));
        // Arithmetic gives what its operands are: a Long, or a datetime.
        let as_left = |left: &Value, number: Option<i64>| match (left, number.ok_or(Failed)?) {
            (Value::Datetime(_), number) => Ok(Value::Datetime(number)),
            (Value::Duration(_), number) => Ok(Value::Duration(number)),
            (_, number) => Ok(Value::Long(number.into())),
        };
        match expr {
            Expr::Bool(value) => bool(*value),
            Expr::Long(value) => Ok(Value::Long((*value).into())),
            Expr::String(text) => Ok(Value::String(text.clone())),
            Expr::Entity(EntityName { kind, id }) => Ok(Value::Entity(kind.clone(), id.clone())),
            Expr::Decimal(value) => Ok(Value::Decimal(*value)),
            Expr::Datetime(value) => Ok(Value::Datetime(*value)),
            Expr::Duration(value) => Ok(Value::Duration(*value)),
            Expr::Ip(ip) => Ok(Value::Ip(Ip { v6: ip.v6, address: ip.address, prefix: ip.prefix })),
            Expr::Set(elements) => Ok(Value::Set(elements.iter().map(|element| self.value(element)).collect::<Result<_>>()?)),
            Expr::Record(fields) => {
                let fields = fields.iter().map(|(name, value)| Ok((name.clone(), Some(self.value(value)?))));
                Ok(Value::Record(fields.collect::<Result<_>>()?))
            }
            Expr::Input(path) => self.input(path).ok_or(Failed),
            Expr::Has(path) => bool(self.input(path).is_some()),
            Expr::Not(inner) => bool(!self.bool(inner)?),
            Expr::And(all) => {
                for one in all {
                    if !self.bool(one)? {
                        return bool(false);
                    }
                }
                bool(true)
            }
            Expr::Or(all) => {
                for one in all {
                    if self.bool(one)? {
                        return bool(true);
                    }
                }
                bool(false)
            }
            Expr::If(cases, otherwise) => {
                for (condition, value) in cases {
                    if self.bool(condition)? {
                        return self.value(value);
                    }
                }
                self.value(otherwise)
            }
            Expr::Equal(left, right) => bool(equal(&self.value(left)?, &self.value(right)?)),
            Expr::Less(left, right) => bool(self.number(left)? < self.number(right)?),
            Expr::LessOrEqual(left, right) => bool(self.number(left)? <= self.number(right)?),
            Expr::Add(terms) => {
                let (first, rest) = terms.split_first().expect("at least two");
                let left = self.value(first)?;
                let mut sum = Some(self.number(first)?);
                for term in rest {
                    let term = self.number(term)?;
                    sum = Some(sum.and_then(|sum| sum.checked_add(term)).ok_or(Failed)?);
                }
                as_left(&left, sum)
            }
            Expr::Subtract(left, right) => {
                let (first, second) = (self.value(left)?, self.number(right)?);
                let number = self.number(left)?.checked_sub(second);
                // Of two datetimes, a duration.
                if matches!(first, Value::Datetime(_)) { number.map(Value::Duration).ok_or(Failed) } else { as_left(&first, number) }
            }
            Expr::Multiply(factors) => {
                let (first, rest) = factors.split_first().expect("at least two");
                let mut product = self.number(first)?;
                for factor in rest {
                    product = product.checked_mul(self.number(factor)?).ok_or(Failed)?;
                }
                Ok(Value::Long(product.into()))
            }
            Expr::Negate(inner) => Ok(Value::Long(self.number(inner)?.checked_neg().ok_or(Failed)?.into())),
            Expr::ToDate(inner) => {
                let time = self.number(inner)?;
                time.checked_sub(time.rem_euclid(86_400_000)).map(Value::Datetime).ok_or(Failed)
            }
            Expr::ToTime(inner) => Ok(Value::Duration(self.number(inner)?.rem_euclid(86_400_000))),
            Expr::Divide(inner, by) => Ok(Value::Long((self.number(inner)? / by).into())),
            Expr::Contains(set, element) => {
                let (set, element) = (self.set(set)?, self.value(element)?);
                bool(set.iter().any(|one| equal(one, &element)))
            }
            Expr::ContainsAll(left, right) => {
                let (left, right) = (self.set(left)?, self.set(right)?);
                bool(contains_all(&left, &right))
            }
            Expr::ContainsAny(left, right) => {
                let (left, right) = (self.set(left)?, self.set(right)?);
                bool(right.iter().any(|one| left.iter().any(|other| equal(one, other))))
            }
            Expr::IsEmpty(set) => bool(self.set(set)?.is_empty()),
            Expr::Like(text, pattern) => bool(like(&self.text(text)?, pattern)),
            Expr::OneOf(text, names) => bool(names.contains(&self.text(text)?)),
            Expr::Under(entity, hierarchy, above) => bool(under(&self.text(entity)?, *hierarchy, above)),
            Expr::Select(text, cases, otherwise) => self.value(cases.get(&self.text(text)?).unwrap_or(otherwise)),
            Expr::IsIpv4(ip) => bool(!self.ip(ip)?.v6),
            Expr::IsIpv6(ip) => bool(self.ip(ip)?.v6),
            Expr::IsLoopback(ip) => bool(match self.ip(ip)? {
                Ip { v6: true, address, prefix } => address == 1 && prefix == 128,
                Ip { address, prefix, .. } => address >> 24 == 127 && prefix >= 8,
            }),
            Expr::IsMulticast(ip) => bool(match self.ip(ip)? {
                Ip { v6: true, address, prefix } => address >> 120 == 0xff && prefix >= 8,
                Ip { address, prefix, .. } => address >> 28 == 0xe && prefix >= 4,
            }),
            Expr::IsInRange(inner, outer) => {
                let (inner, outer) = (self.ip(inner)?, self.ip(outer)?);
                let ((first, last), (least, greatest)) = (range(inner), range(outer));
                bool(inner.v6 == outer.v6 && least <= first && last <= greatest)
            }
            Expr::Fail => Err(Failed),
        }
    }
}

/// Of two values of one type: sets as sets, records by what is there.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Set(left), Value::Set(right)) => contains_all(left, right) && contains_all(right, left),
        (Value::Record(left), Value::Record(right)) => {
            let get = |fields: &[(String, Option<Value>)], name: &String| {
                fields.iter().find(|field| field.0 == *name).and_then(|field| field.1.clone())
            };
            let names: BTreeSet<_> = left.iter().chain(right).map(|field| &field.0).collect();
            names.into_iter().all(|name| match (get(left, name), get(right, name)) {
                (Some(left), Some(right)) => equal(&left, &right),
                (left, right) => left.is_none() && right.is_none(),
            })
        }
        (left, right) => left == right,
    }
}

fn contains_all(left: &[Value], right: &[Value]) -> bool {
    right.iter().all(|one| left.iter().any(|other| equal(one, other)))
}

fn like(text: &str, pattern: &[Part]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((Part::Literal(literal), rest)) => text.strip_prefix(literal.as_str()).is_some_and(|text| like(text, rest)),
        Some((Part::Star, [])) => true,
        Some((Part::Star, rest)) => text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| like(&text[at..], rest)),
    }
}

fn under(id: &str, hierarchy: Hierarchy, above: &str) -> bool {
    let kind = match hierarchy {
        Hierarchy::Host => crate::world::HOST,
        Hierarchy::Path => crate::world::PATH,
    };
    std::iter::successors(Some((kind, id.to_string())), |(kind, id)| crate::world::above(kind, id)).any(|(_, id)| id == above)
}

fn range(Ip { v6, address, prefix }: Ip) -> (u128, u128) {
    let bits = if v6 { 128 } else { 32 };
    let host = u128::MAX.checked_shr(128 - (bits - u32::from(prefix))).unwrap_or(0);
    (address & !host, address | host)
}
