//! `&&` and `||`: chains of conditions, evaluated up to the first that decides.
//!
//! The two are each other's mirror: `decides` is the value that ends a chain, false for `&&` and true for `||`. What an operand is, is known when a
//! later one is evaluated: not the deciding value. Operands are joined only where nothing between them may fail.

use super::{may_fail, not};
use crate::guard::rules::Expr;
use std::collections::BTreeSet;

/// A chain of simple operands: `&&` if `all`, else `||`.
pub(super) fn fold(operands: Vec<Expr>, all: bool) -> Expr {
    let decides = !all;
    let mut kept: Vec<Expr> = vec![];
    let mut ended = false;
    for operand in flat(operands, all) {
        match operand {
            Expr::Bool(value) if value == decides => {
                // What cannot fail just before it makes no difference any more.
                while kept.last().is_some_and(|last| !may_fail(last)) {
                    kept.pop();
                }
                kept.push(Expr::Bool(decides));
                ended = true;
            }
            Expr::Bool(_) => {}
            Expr::Fail => {
                kept.push(Expr::Fail);
                ended = true;
            }
            operand => ended = join(&mut kept, operand, all),
        }
        if ended {
            break;
        }
    }
    match kept.len() {
        0 => Expr::Bool(all),
        1 => kept.remove(0),
        _ if all => Expr::And(kept),
        _ => Expr::Or(kept),
    }
}

/// The operands, those of chains of the same kind among them.
fn flat(operands: Vec<Expr>, all: bool) -> Vec<Expr> {
    let mut out = vec![];
    for operand in operands {
        match operand {
            Expr::And(inner) if all => out.extend(inner),
            Expr::Or(inner) if !all => out.extend(inner),
            operand => out.push(operand),
        }
    }
    out
}

/// Adds an operand, in the light of those before it; says whether the chain ends with it.
fn join(kept: &mut Vec<Expr>, operand: Expr, all: bool) -> bool {
    let mut operand = operand;
    let last_failing = kept.iter().rposition(may_fail);
    for at in 0..kept.len() {
        let together = last_failing.is_none_or(|last| last <= at);
        match relate(&kept[at], &operand, all) {
            Relation::None => {}
            Relation::Needless => return false,
            Relation::Decides => {
                while kept.last().is_some_and(|last| !may_fail(last)) {
                    kept.pop();
                }
                kept.push(Expr::Bool(!all));
                return true;
            }
            Relation::Joined(whole, _) if together => {
                kept[at] = whole;
                return false;
            }
            Relation::Joined(_, Some(rest)) => operand = rest,
            Relation::Joined(_, None) => {}
        }
    }
    kept.push(operand);
    false
}

/// What an operand adds to an earlier one of the same chain.
enum Relation {
    /// Something.
    None,
    /// Nothing: it has the value that does not decide.
    Needless,
    /// It has the value that decides.
    Decides,
    /// Both together, and the operand alone in the light of the earlier one, if that is simpler.
    Joined(Expr, Option<Expr>),
}

fn relate(before: &Expr, operand: &Expr, all: bool) -> Relation {
    if before == operand {
        return Relation::Needless;
    }
    if is_negation(before, operand) {
        return Relation::Decides;
    }
    match (names(before), names(operand)) {
        (Some(a), Some(b)) if a.on == b.on => return by_name(&a, &b, all),
        _ => {}
    }
    match (bound(before), bound(operand)) {
        (Some(a), Some(b)) if a.on == b.on && a.kind == b.kind => by_bound(&a, &b, operand, all),
        _ => Relation::None,
    }
}

fn is_negation(a: &Expr, b: &Expr) -> bool {
    match (a, b) {
        (Expr::Not(inner), other) | (other, Expr::Not(inner)) if **inner == *other => true,
        (Expr::Less(a, b), Expr::LessOrEqual(c, d)) | (Expr::LessOrEqual(c, d), Expr::Less(a, b)) => a == d && b == c,
        _ => false,
    }
}

/// A name is, or is not, one of some.
struct Names<'e> {
    on: &'e Expr,
    ids: &'e BTreeSet<String>,
    is: bool,
}

fn names(expr: &Expr) -> Option<Names<'_>> {
    match expr {
        Expr::OneOf(on, ids) => Some(Names { on, ids, is: true }),
        Expr::Not(inner) => match &**inner {
            Expr::OneOf(on, ids) => Some(Names { on, ids, is: false }),
            _ => None,
        },
        _ => None,
    }
}

/// Set algebra: each is a set of names, or all but a set.
fn by_name(a: &Names<'_>, b: &Names<'_>, all: bool) -> Relation {
    let intersection = || a.ids & b.ids;
    let union = || a.ids | b.ids;
    let (is, ids) = match (all, a.is, b.is) {
        (true, true, true) => (true, intersection()),
        (true, true, false) => (true, a.ids - b.ids),
        (true, false, true) => (true, b.ids - a.ids),
        (true, false, false) => (false, union()),
        (false, true, true) => (true, union()),
        (false, true, false) => (false, b.ids - a.ids),
        (false, false, true) => (false, a.ids - b.ids),
        (false, false, false) => (false, intersection()),
    };
    if is == a.is && ids == *a.ids {
        return Relation::Needless;
    }
    // Nothing is left: with `&&` no name is in both, with `||` every name is in one.
    if ids.is_empty() && is == all {
        return Relation::Decides;
    }
    let whole = Expr::OneOf(Box::new(a.on.clone()), ids);
    Relation::Joined(if is { whole } else { not(whole) }, None)
}

/// A number is at most, or at least, a constant.
struct Bound<'e> {
    on: &'e Expr,
    kind: u8,
    upper: bool,
    /// The last number within it.
    limit: i128,
}

fn bound(expr: &Expr) -> Option<Bound<'_>> {
    let (a, b, strict) = match expr {
        Expr::Less(a, b) => (a, b, 1),
        Expr::LessOrEqual(a, b) => (a, b, 0),
        _ => return None,
    };
    match (number(a), number(b)) {
        (None, Some((kind, limit))) => Some(Bound { on: a, kind, upper: true, limit: i128::from(limit) - strict }),
        (Some((kind, limit)), None) => Some(Bound { on: b, kind, upper: false, limit: i128::from(limit) + strict }),
        _ => None,
    }
}

fn number(expr: &Expr) -> Option<(u8, i64)> {
    match expr {
        Expr::Long(value) => Some((0, *value)),
        Expr::Decimal(value) => Some((1, *value)),
        Expr::Datetime(value) => Some((2, *value)),
        Expr::Duration(value) => Some((3, *value)),
        _ => None,
    }
}

fn by_bound(a: &Bound<'_>, b: &Bound<'_>, operand: &Expr, all: bool) -> Relation {
    if a.upper == b.upper {
        let a_within_b = if a.upper { a.limit <= b.limit } else { a.limit >= b.limit };
        // With `&&` the narrower one says both, with `||` the wider one.
        return if a_within_b == all || a.limit == b.limit { Relation::Needless } else { Relation::Joined(operand.clone(), None) };
    }
    let (low, high) = if a.upper { (b.limit, a.limit) } else { (a.limit, b.limit) };
    if all && low > high {
        return Relation::Decides;
    }
    if !all && low <= high + 1 {
        return Relation::Decides;
    }
    Relation::None
}
