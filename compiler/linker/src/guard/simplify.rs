//! Rules in their simplest form: the same decision on every call, with less to look at.
//!
//! In: conditions, and where they stand. Out: conditions that are as simple as these rewrites make them. Must hold: an expression has the same value as
//! before, and fails where it did, but for a whole condition, where a permit that fails is one that is false and a forbid that fails is one that is
//! true; nothing is looked at that was not looked at before, because a value of the call may be absent. Simplifying twice changes nothing more.

mod chain;
mod fold;
mod subsume;
pub mod value;

#[cfg(test)]
mod tests;

use super::rules::{Expr, Rules};

/// What a condition is the whole of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// A permit: to fail is to be false.
    Permit,
    /// A forbid: to fail is to be true.
    Forbid,
}

/// Drops what another rule makes needless.
pub fn rules(rules: Rules) -> Rules {
    subsume::subsume(rules)
}

/// A whole condition in its simplest form.
pub fn condition(condition: Expr, position: Position) -> Expr {
    let mut now = expression(condition);
    loop {
        let mut next = now.clone();
        root(&mut next, position);
        next = expression(next);
        if next == now {
            return now;
        }
        now = next;
    }
}

/// An expression in its simplest form.
pub fn expression(mut expr: Expr) -> Expr {
    // Every rewrite makes the expression smaller or moves it towards one form, so this ends; the bound is for what nobody thought of.
    for _ in 0..16 {
        let before = expr.clone();
        expr = once(expr);
        if expr == before {
            break;
        }
    }
    expr
}

fn once(mut expr: Expr) -> Expr {
    children(&mut expr, &mut |child| *child = once(std::mem::replace(child, Expr::Fail)));
    fold::fold(expr)
}

/// Whether an expression may fail. A value of the call is there wherever it is evaluated.
pub fn may_fail(expr: &Expr) -> bool {
    match expr {
        Expr::Fail | Expr::Add(_) | Expr::Subtract(..) | Expr::Multiply(_) | Expr::Negate(_) | Expr::ToDate(_) => true,
        Expr::Bool(_)
        | Expr::Long(_)
        | Expr::String(_)
        | Expr::Entity(_)
        | Expr::Decimal(_)
        | Expr::Datetime(_)
        | Expr::Duration(_)
        | Expr::Ip(_)
        | Expr::Input(_)
        | Expr::Has(_) => false,
        Expr::Set(_)
        | Expr::Record(_)
        | Expr::Not(_)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::If(..)
        | Expr::Equal(..)
        | Expr::Less(..)
        | Expr::LessOrEqual(..)
        | Expr::ToTime(_)
        | Expr::Divide(..)
        | Expr::Contains(..)
        | Expr::ContainsAll(..)
        | Expr::ContainsAny(..)
        | Expr::IsEmpty(_)
        | Expr::Like(..)
        | Expr::OneOf(..)
        | Expr::Under(..)
        | Expr::Select(..)
        | Expr::IsIpv4(_)
        | Expr::IsIpv6(_)
        | Expr::IsLoopback(_)
        | Expr::IsMulticast(_)
        | Expr::IsInRange(..) => expr.operands().into_iter().any(may_fail),
    }
}

/// How many expressions there are in one.
pub fn size(expr: &Expr) -> usize {
    1 + expr.operands().into_iter().map(size).sum::<usize>()
}

/// How deep expressions nest.
pub fn depth(expr: &Expr) -> usize {
    1 + expr.operands().into_iter().map(depth).max().unwrap_or(0)
}

/// Changes each expression right inside of one, in the order of their evaluation.
pub(crate) fn children(expr: &mut Expr, change: &mut dyn FnMut(&mut Expr)) {
    match expr {
        Expr::Bool(_)
        | Expr::Long(_)
        | Expr::String(_)
        | Expr::Entity(_)
        | Expr::Decimal(_)
        | Expr::Datetime(_)
        | Expr::Duration(_)
        | Expr::Ip(_)
        | Expr::Input(_)
        | Expr::Has(_)
        | Expr::Fail => {}
        Expr::Set(all) | Expr::And(all) | Expr::Or(all) | Expr::Add(all) | Expr::Multiply(all) => all.iter_mut().for_each(change),
        Expr::Record(values) => values.values_mut().for_each(change),
        Expr::Not(a)
        | Expr::Negate(a)
        | Expr::ToDate(a)
        | Expr::ToTime(a)
        | Expr::Divide(a, _)
        | Expr::IsEmpty(a)
        | Expr::Like(a, _)
        | Expr::OneOf(a, _)
        | Expr::Under(a, _, _)
        | Expr::IsIpv4(a)
        | Expr::IsIpv6(a)
        | Expr::IsLoopback(a)
        | Expr::IsMulticast(a) => change(a),
        Expr::Equal(a, b)
        | Expr::Less(a, b)
        | Expr::LessOrEqual(a, b)
        | Expr::Subtract(a, b)
        | Expr::Contains(a, b)
        | Expr::ContainsAll(a, b)
        | Expr::ContainsAny(a, b)
        | Expr::IsInRange(a, b) => {
            change(a);
            change(b);
        }
        Expr::If(branches, other) => {
            for (condition, value) in branches {
                change(condition);
                change(value);
            }
            change(other);
        }
        Expr::Select(on, values, other) => {
            change(on);
            values.values_mut().for_each(&mut *change);
            change(other);
        }
    }
}

/// Rewrites what only a whole condition allows.
fn root(expr: &mut Expr, position: Position) {
    let permits = position == Position::Permit;
    match expr {
        Expr::Fail => *expr = Expr::Bool(!permits),
        Expr::And(operands) if permits => {
            operands.iter_mut().for_each(|operand| root(operand, position));
            if operands.contains(&Expr::Bool(false)) {
                *expr = Expr::Bool(false);
            }
        }
        Expr::Or(operands) if !permits => {
            operands.iter_mut().for_each(|operand| root(operand, position));
            if operands.contains(&Expr::Bool(true)) {
                *expr = Expr::Bool(true);
            }
        }
        // An operand before the last decides whether the next is evaluated, so to fail is not to be false there, or true.
        Expr::And(operands) | Expr::Or(operands) => operands.iter_mut().last().into_iter().for_each(|last| root(last, position)),
        Expr::If(branches, other) => {
            branches.iter_mut().for_each(|(_, value)| root(value, position));
            root(other, position);
        }
        Expr::Select(_, values, other) => {
            values.values_mut().for_each(|value| root(value, position));
            root(other, position);
        }
        _ => {}
    }
}

/// Negates a Bool.
fn not(expr: Expr) -> Expr {
    fold::fold(Expr::Not(Box::new(expr)))
}
