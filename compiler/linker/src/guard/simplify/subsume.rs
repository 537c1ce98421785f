//! Rules beside rules: those that decide nothing because another rule does.
//!
//! A permit is needless if another, unlimited one holds whenever it does; two limited ones both stay, because their calls add up. A forbid is needless if another
//! holds or fails whenever it holds or fails.

use super::may_fail;
use crate::guard::rules::{Expr, Rule, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// As many rules of one shape are compared with each other; of more, only those that are equal are dropped.
const COMPARED: usize = 256;

pub(super) fn subsume(rules: Rules) -> Rules {
    let Rules { mut permits, forbids } = rules;
    // Nothing holds more often than always.
    if permits.iter().any(|rule| rule.limit.is_none() && rule.condition == Expr::Bool(true)) {
        permits.retain(|rule| rule.limit.is_none() && rule.condition == Expr::Bool(true));
    }
    Rules { permits: distinct(permits, false), forbids: distinct(forbids, true) }
}

fn distinct(rules: Vec<Rule>, forbids: bool) -> Vec<Rule> {
    let mut shapes: BTreeMap<Vec<Expr>, Vec<usize>> = BTreeMap::new();
    let mut needless = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (number, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.limit.is_none()) {
        if !seen.insert(&rule.condition) {
            needless.insert(number);
        }
    }
    for (number, rule) in rules.iter().enumerate().filter(|(number, _)| !needless.contains(number)) {
        let mut shape: Vec<Expr> = conjuncts(&rule.condition).iter().map(shape).collect();
        shape.sort();
        shape.dedup();
        shapes.entry(shape).or_default().push(number);
    }
    for alike in shapes.values().filter(|alike| alike.len() > 1 && alike.len() <= COMPARED) {
        for &number in alike {
            let covers = |&&other: &&usize| {
                let rest = &rules[other];
                other != number && rest.limit.is_none() && !needless.contains(&other) && covers(&rules[number], rest, forbids)
            };
            if alike.iter().any(|other| covers(&other)) {
                needless.insert(number);
            }
        }
    }
    rules.into_iter().enumerate().filter(|(number, _)| !needless.contains(number)).map(|(_, rule)| rule).collect()
}

/// Whether `other` decides wherever `rule` does.
fn covers(rule: &Rule, other: &Rule, forbids: bool) -> bool {
    // A forbid that fails denies too; only one that cannot fail is covered by what is true.
    let total = !forbids || !may_fail(&rule.condition);
    let given = conjuncts(&rule.condition);
    rule.condition == other.condition
        || total && conjuncts(&other.condition).iter().all(|wanted| given.iter().any(|one| implies(one, wanted)))
}

fn conjuncts(condition: &Expr) -> &[Expr] {
    match condition {
        Expr::And(operands) => operands,
        one => std::slice::from_ref(one),
    }
}

/// A conjunct without what one that it implies may have otherwise.
fn shape(conjunct: &Expr) -> Expr {
    match conjunct {
        Expr::OneOf(on, _) => Expr::OneOf(on.clone(), BTreeSet::new()),
        Expr::LessOrEqual(a, b) | Expr::Less(a, b) => match (&**a, &**b) {
            (on, Expr::Long(_)) => Expr::LessOrEqual(Box::new(on.clone()), Box::new(Expr::Long(0))),
            (Expr::Long(_), on) => Expr::LessOrEqual(Box::new(Expr::Long(0)), Box::new(on.clone())),
            _ => conjunct.clone(),
        },
        other => other.clone(),
    }
}

/// Whether `b` is true whenever `a` is.
fn implies(a: &Expr, b: &Expr) -> bool {
    let bounds = |expr: &Expr| match expr {
        Expr::LessOrEqual(a, b) => Some(((**a).clone(), (**b).clone(), 0)),
        Expr::Less(a, b) => Some(((**a).clone(), (**b).clone(), 1)),
        _ => None,
    };
    if a == b {
        return true;
    }
    if let (Expr::OneOf(on, ids), Expr::OneOf(other, wider)) = (a, b) {
        return on == other && ids.is_subset(wider);
    }
    match (bounds(a), bounds(b)) {
        (Some((left, Expr::Long(x), strict)), Some((other, Expr::Long(y), wide))) => {
            left == other && i128::from(x) - strict <= i128::from(y) - wide
        }
        (Some((Expr::Long(x), right, strict)), Some((Expr::Long(y), other, wide))) => {
            right == other && i128::from(x) + strict >= i128::from(y) + wide
        }
        _ => false,
    }
}
