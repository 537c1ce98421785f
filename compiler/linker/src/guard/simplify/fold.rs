//! One expression whose operands are simple already.

use super::value::{Value, evaluate};
use super::{chain, may_fail, not};
use crate::guard::rules::{Expr, Part};
use std::collections::BTreeSet;

/// An expression of simple made simpler.
pub(super) fn fold(expr: Expr) -> Expr {
    if is_strict(&expr) && expr.operands().contains(&&Expr::Fail) {
        return Expr::Fail;
    }
    match expr {
        Expr::And(operands) => chain::fold(operands, true),
        Expr::Or(operands) => chain::fold(operands, false),
        Expr::If(branches, other) => fold_if(branches, *other),
        Expr::Select(on, values, other) => fold_select(*on, values, *other),
        expr if is_constant(&expr) => expr,
        Expr::Set(elements) => {
            let mut distinct = vec![];
            elements.into_iter().for_each(|element| {
                if !distinct.contains(&element) {
                    distinct.push(element)
                }
            });
            // Constants in one order, so that equal sets are equal expressions.
            if distinct.iter().all(is_constant) {
                distinct.sort();
            }
            Expr::Set(distinct)
        }
        expr if is_strict(&expr) && !expr.operands().is_empty() && expr.operands().into_iter().all(is_constant) => {
            evaluate(&expr, &|_| None).map_or(Expr::Fail, constant)
        }
        expr => fold_open(distribute(expr)),
    }
}

/// Whether all operands are evaluated before anything else.
fn is_strict(expr: &Expr) -> bool {
    !matches!(expr, Expr::And(_) | Expr::Or(_) | Expr::If(..) | Expr::Select(..))
}

/// Whether an expression is a value, in the one form that it has.
pub(super) fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Bool(_)
        | Expr::Long(_)
        | Expr::String(_)
        | Expr::Entity(_)
        | Expr::Decimal(_)
        | Expr::Datetime(_)
        | Expr::Duration(_)
        | Expr::Ip(_) => true,
        Expr::Set(elements) => elements.iter().all(is_constant) && elements.windows(2).all(|pair| pair[0] < pair[1]),
        Expr::Record(values) => values.values().all(is_constant),
        _ => false,
    }
}

/// A value as an expression.
fn constant(value: Value) -> Expr {
    match value {
        Value::Bool(value) => Expr::Bool(value),
        Value::Long(value) => Expr::Long(value),
        Value::String(value) => Expr::String(value),
        Value::Entity(value) => Expr::Entity(value),
        Value::Decimal(value) => Expr::Decimal(value),
        Value::Datetime(value) => Expr::Datetime(value),
        Value::Duration(value) => Expr::Duration(value),
        Value::Ip(value) => Expr::Ip(value),
        Value::Set(elements) => {
            let mut elements: Vec<Expr> = elements.into_iter().map(constant).collect();
            elements.sort();
            Expr::Set(elements)
        }
        Value::Record(values) => Expr::Record(values.into_iter().map(|(name, value)| (name, constant(value))).collect()),
    }
}

/// An operation on constants and one choice among constants becomes a choice among results.
fn distribute(expr: Expr) -> Expr {
    if !is_strict(&expr) || matches!(expr, Expr::Set(_) | Expr::Record(_)) {
        return expr;
    }
    let open: Vec<usize> = expr.operands().into_iter().enumerate().filter(|(_, operand)| !is_constant(operand)).map(|(at, _)| at).collect();
    let [at] = open[..] else { return expr };
    let with = |value: &Expr| {
        let mut copy = expr.clone();
        let mut number = 0;
        super::children(&mut copy, &mut |child| {
            if number == at {
                *child = value.clone();
            }
            number += 1;
        });
        fold(copy)
    };
    let simple = |value: &Expr| is_constant(value) || *value == Expr::Fail;
    match expr.operands()[at] {
        Expr::If(branches, other) if branches.iter().map(|(_, value)| value).chain([&**other]).all(simple) => {
            let branches = branches.iter().map(|(condition, value)| (condition.clone(), with(value))).collect();
            fold_if(branches, with(other))
        }
        Expr::Select(on, values, other) if values.values().chain([&**other]).all(simple) => {
            let values = values.iter().map(|(id, value)| (id.clone(), with(value))).collect();
            fold_select((**on).clone(), values, with(other))
        }
        _ => expr,
    }
}

/// Operations of which some operands are not constant.
fn fold_open(expr: Expr) -> Expr {
    match expr {
        Expr::Not(a) => match *a {
            Expr::Not(a) => *a,
            Expr::Less(a, b) => Expr::LessOrEqual(b, a),
            Expr::LessOrEqual(a, b) => Expr::Less(b, a),
            a => Expr::Not(Box::new(a)),
        },
        Expr::Equal(a, b) if is_constant(&a) => equal(*b, *a),
        Expr::Equal(a, b) => equal(*a, *b),
        Expr::Less(a, b) if a == b && !may_fail(&a) => Expr::Bool(false),
        Expr::LessOrEqual(a, b) if a == b && !may_fail(&a) => Expr::Bool(true),
        Expr::Add(terms) => add(terms),
        Expr::Multiply(factors) => multiply(factors),
        Expr::Subtract(a, b) if *b == Expr::Long(0) => *a,
        Expr::Contains(set, element) => contains(*set, *element),
        Expr::ContainsAll(set, other) => match (*set, *other) {
            (set, Expr::Set(elements)) if elements.is_empty() && !may_fail(&set) => Expr::Bool(true),
            (set, Expr::Set(mut elements)) if elements.len() == 1 => contains(set, elements.remove(0)),
            (set, other) if set == other && !may_fail(&set) => Expr::Bool(true),
            (set, other) => Expr::ContainsAll(Box::new(set), Box::new(other)),
        },
        Expr::ContainsAny(set, other) => match (*set, *other) {
            (Expr::Set(elements), set) | (set, Expr::Set(elements)) if elements.is_empty() && !may_fail(&set) => Expr::Bool(false),
            (set, Expr::Set(mut elements)) if elements.len() == 1 => contains(set, elements.remove(0)),
            (Expr::Set(mut elements), set) if elements.len() == 1 => contains(set, elements.remove(0)),
            (set, other) => Expr::ContainsAny(Box::new(set), Box::new(other)),
        },
        Expr::IsEmpty(set) => match *set {
            Expr::Set(elements) if !elements.is_empty() && !elements.iter().any(may_fail) => Expr::Bool(false),
            set => Expr::IsEmpty(Box::new(set)),
        },
        Expr::Like(text, pattern) => match &pattern[..] {
            [Part::Star] if !may_fail(&text) => Expr::Bool(true),
            [] => Expr::OneOf(text, BTreeSet::from([String::new()])),
            [Part::Literal(only)] => Expr::OneOf(text, BTreeSet::from([only.clone()])),
            _ => Expr::Like(text, pattern),
        },
        Expr::OneOf(a, ids) if ids.is_empty() && !may_fail(&a) => Expr::Bool(false),
        expr => expr,
    }
}

/// `a == b`, where `a` is a constant only if `b` is one.
fn equal(a: Expr, b: Expr) -> Expr {
    match b {
        Expr::Bool(true) => a,
        Expr::Bool(false) => not(a),
        Expr::String(text) => Expr::OneOf(Box::new(a), BTreeSet::from([text])),
        Expr::Entity(entity) => Expr::OneOf(Box::new(a), BTreeSet::from([entity.id])),
        b if a == b && !may_fail(&a) => Expr::Bool(true),
        b => Expr::Equal(Box::new(a), Box::new(b)),
    }
}

/// `set.contains(element)`
fn contains(set: Expr, element: Expr) -> Expr {
    let Expr::Set(mut elements) = set else { return Expr::Contains(Box::new(set), Box::new(element)) };
    let name = |element: &Expr| match element {
        Expr::String(text) => Some(text.clone()),
        Expr::Entity(entity) => Some(entity.id.clone()),
        _ => None,
    };
    if elements.is_empty() && !may_fail(&element) {
        return Expr::Bool(false);
    }
    if let Some(names) = elements.iter().map(name).collect::<Option<BTreeSet<_>>>().filter(|names| !names.is_empty()) {
        return fold(Expr::OneOf(Box::new(element), names));
    }
    if elements.len() == 1 {
        return fold(Expr::Equal(Box::new(element), Box::new(elements.remove(0))));
    }
    if elements.iter().chain([&element]).all(|one| !may_fail(one)) && elements.contains(&element) {
        return Expr::Bool(true);
    }
    Expr::Contains(Box::new(Expr::Set(elements)), Box::new(element))
}

/// A sum: what comes first nests no deeper, and constants are added where no sum on the way can overflow alone.
fn add(terms: Vec<Expr>) -> Expr {
    let mut flat = vec![];
    for (at, term) in terms.into_iter().enumerate() {
        match term {
            Expr::Add(inner) if at == 0 => flat.extend(inner),
            term => flat.push(term),
        }
    }
    let mut sum: Vec<Expr> = vec![];
    for term in flat {
        let joined = match (sum.last(), &term) {
            (Some(first), _) if sum.len() == 1 && is_constant(first) && is_constant(&term) => {
                match evaluate(&Expr::Add(vec![first.clone(), term.clone()]), &|_| None) {
                    Some(value) => Some(constant(value)),
                    None => return Expr::Fail,
                }
            }
            (Some(Expr::Long(a)), Expr::Long(b)) if same_sign(*a, *b) => a.checked_add(*b).map(Expr::Long),
            (Some(Expr::Duration(a)), Expr::Duration(b)) if same_sign(*a, *b) => a.checked_add(*b).map(Expr::Duration),
            (Some(last), Expr::Long(0) | Expr::Duration(0)) => Some(last.clone()),
            _ => None,
        };
        match joined {
            Some(joined) => *sum.last_mut().expect("it was joined to the last") = joined,
            None => sum.push(term),
        }
    }
    // `0 + x` is `x`, and never fails; a sum of a datetime begins with the datetime.
    if sum.len() > 1 && sum[0] == Expr::Long(0) {
        sum.remove(0);
    }
    if sum.len() == 1 { sum.remove(0) } else { Expr::Add(sum) }
}

fn same_sign(a: i64, b: i64) -> bool {
    (a >= 0) == (b >= 0)
}

fn multiply(factors: Vec<Expr>) -> Expr {
    let mut flat = vec![];
    for (at, factor) in factors.into_iter().enumerate() {
        match factor {
            Expr::Multiply(inner) if at == 0 => flat.extend(inner),
            factor => flat.push(factor),
        }
    }
    let mut product: Vec<Expr> = vec![];
    for factor in flat {
        match (&product[..], &factor) {
            ([Expr::Long(a)], Expr::Long(b)) => match a.checked_mul(*b) {
                Some(value) => product = vec![Expr::Long(value)],
                None => return Expr::Fail,
            },
            ([_, ..], Expr::Long(1)) => {}
            _ => product.push(factor),
        }
    }
    if product.len() > 1 && product[0] == Expr::Long(1) {
        product.remove(0);
    }
    if product.len() == 1 { product.remove(0) } else { Expr::Multiply(product) }
}

/// A chain of conditions.
fn fold_if(branches: Vec<(Expr, Expr)>, other: Expr) -> Expr {
    let mut kept: Vec<(Expr, Expr)> = vec![];
    let mut last = other;
    for (condition, value) in branches {
        match condition {
            Expr::Bool(false) => {}
            Expr::Bool(true) => {
                last = value;
                break;
            }
            Expr::Fail => {
                last = Expr::Fail;
                break;
            }
            condition => kept.push((condition, value)),
        }
    }
    if let Expr::If(inner, other) = last {
        kept.extend(inner);
        last = *other;
    }
    while let Some((condition, value)) = kept.last() {
        if *value != last || may_fail(condition) {
            break;
        }
        kept.pop();
    }
    // Two conditions for one value: either.
    let mut joined: Vec<(Expr, Expr)> = vec![];
    for (condition, value) in kept {
        match joined.last_mut() {
            Some((before, same)) if *same == value => {
                let first = std::mem::replace(before, Expr::Fail);
                *before = chain::fold(vec![first, condition], false);
            }
            _ => joined.push((condition, value)),
        }
    }
    if joined.is_empty() {
        return last;
    }
    if joined.len() == 1 {
        let (condition, value) = joined.remove(0);
        return match (value, last) {
            (Expr::Bool(true), Expr::Bool(false)) => condition,
            (Expr::Bool(false), Expr::Bool(true)) => not(condition),
            (Expr::Bool(false), last) => chain::fold(vec![not(condition), last], true),
            (Expr::Bool(true), last) => chain::fold(vec![condition, last], false),
            (value, Expr::Bool(false)) => chain::fold(vec![condition, value], true),
            (value, Expr::Bool(true)) => chain::fold(vec![not(condition), value], false),
            (value, last) => Expr::If(vec![(condition, value)], Box::new(last)),
        };
    }
    Expr::If(joined, Box::new(last))
}

/// A choice by name.
fn fold_select(on: Expr, mut values: std::collections::BTreeMap<String, Expr>, other: Expr) -> Expr {
    match &on {
        Expr::Fail => return Expr::Fail,
        Expr::String(id) | Expr::Entity(crate::guard::rules::EntityName { id, .. }) => return values.remove(id).unwrap_or(other),
        _ => {}
    }
    values.retain(|_, value| *value != other);
    if values.is_empty() {
        if !may_fail(&on) {
            return other;
        }
        let evaluated = Expr::Not(Box::new(Expr::IsEmpty(Box::new(Expr::Set(vec![on])))));
        return fold_if(vec![(evaluated, other)], Expr::Fail);
    }
    let all = |value: bool| values.values().all(|found| *found == Expr::Bool(value));
    let names = || values.keys().cloned().collect::<BTreeSet<_>>();
    match other {
        Expr::Bool(false) if all(true) => Expr::OneOf(Box::new(on), names()),
        Expr::Bool(true) if all(false) => Expr::Not(Box::new(Expr::OneOf(Box::new(on), names()))),
        other => Expr::Select(Box::new(on), values, Box::new(other)),
    }
}
