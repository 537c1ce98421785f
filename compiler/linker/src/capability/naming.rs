//! Which hosts rules name, for readers that let delicate hosts pass only if a table names them.
//!
//! In: the rules of a guard whose reader reads hosts. Out: the same rules, in which a delicate host (`authority::is_named` in caplink-guard) is a constant only if a permit names
//! it in order to permit it. Must hold: on every call that reaches the engine the rules decide as before; a rule that only excludes a host, a forbid or a negated part of a
//! permit, does not open it. What such a rule says of a host that nothing else names is never asked, because the reader denies it first: it becomes `false`.
//!
//! A table may hold the same text for another reason: a path or query that reads like a host, a domain of one label (`com`) in which ordinary hosts lie. Then the
//! host passes the reader all the same, and what rules say of it must stand: [`names_only`] tells, and the caller keeps the rules as they were.

use crate::guard::rules::{Expr, Hierarchy, Path, Root, Rule, Rules};
use crate::guard::simplify::{Position, children, condition};
use caplink_guard::format::{text, word};
use caplink_guard::{authority, host};
use std::collections::BTreeSet;

/// Which names rules have kept, and which they have lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    kept: BTreeSet<String>,
    lost: BTreeSet<String>,
}

/// Keeps the names of delicate hosts only where a permit permits them. Permits with a limit stay, for their numbers.
pub fn only_what_permits_name(rules: &Rules) -> (Rules, Named) {
    let mut named = BTreeSet::new();
    rules.permits.iter().for_each(|rule| collect(&rule.condition, true, &mut named));
    let mut lost = BTreeSet::new();
    let mut all = |rules: &[Rule], position| {
        let rules = rules.iter().map(|rule| {
            let without = without(rule.condition.clone(), &named, &mut lost);
            Rule { condition: condition(without, position), ..rule.clone() }
        });
        rules.filter(|rule| rule.limit.is_some() || rule.condition != Expr::Bool(false)).collect()
    };
    let rules = Rules { permits: all(&rules.permits, Position::Permit), forbids: all(&rules.forbids, Position::Forbid) };
    (rules, Named { kept: named, lost })
}

/// Whether a table opens no host that its rules have lost: no text of it but those kept is such a name, lies in one, or is a domain of one.
pub fn names_only(table: &[u8], named: &Named) -> bool {
    let meets = |one: &str, other: &str| {
        let (one, other) = (one.as_bytes(), other.as_bytes());
        host::is_under(one, other) || host::is_under(other, one)
    };

    let texts = word(table, 4).zip(word(table, 8)).map(|(start, count)| (0..count).map(move |number| text(table, start + 4 * number)));
    texts.into_iter().flatten().all(|text| {
        // What is no text of a host covers none.
        let host = text.and_then(|text| std::str::from_utf8(text).ok());
        host.is_none_or(|host| named.kept.contains(host) || !named.lost.iter().any(|lost| meets(host, lost)))
    })
}

/// Whether a host needs to be named.
fn is_delicate(id: &str) -> bool {
    !authority::is_named(id.as_bytes(), |_| false)
}

/// Whether a host passes if these are named.
fn is_covered(id: &str, named: &BTreeSet<String>) -> bool {
    authority::is_named(id.as_bytes(), |text| std::str::from_utf8(text).is_ok_and(|text| named.contains(text)))
}

fn is_resource(expr: &Expr) -> bool {
    matches!(expr, Expr::Input(Path { root: Root::Resource, attributes }) if attributes.is_empty())
}

/// The delicate hosts that a condition names where it permits; `positive` is whether it is asked to be true.
fn collect(expr: &Expr, positive: bool, named: &mut BTreeSet<String>) {
    let mut add = |id: &String| {
        if positive && is_delicate(id) {
            named.insert(id.clone());
        }
    };
    match expr {
        Expr::Not(of) => return collect(of, !positive, named),
        Expr::OneOf(of, ids) if is_resource(of) => ids.iter().for_each(add),
        Expr::Select(of, cases, _) if is_resource(of) => cases.keys().for_each(add),
        Expr::Under(of, Hierarchy::Host, id) if is_resource(of) => add(id),
        Expr::Equal(a, b) => match (&**a, &**b) {
            (Expr::Entity(entity), other) | (other, Expr::Entity(entity)) if is_resource(other) => add(&entity.id),
            _ => {}
        },
        _ => {}
    }
    expr.operands().into_iter().for_each(|operand| collect(operand, positive, named));
}

/// A condition without delicate hosts that are not named.
fn without(mut expr: Expr, named: &BTreeSet<String>, lost: &mut BTreeSet<String>) -> Expr {
    let mut open = |id: &String| {
        let is_open = !is_delicate(id) || is_covered(id, named);
        if !is_open {
            lost.insert(id.clone());
        }
        is_open
    };
    match &mut expr {
        Expr::OneOf(of, ids) if is_resource(of) => {
            ids.retain(|id| open(id));
            if ids.is_empty() {
                return Expr::Bool(false);
            }
        }
        Expr::Select(of, cases, other) if is_resource(of) => {
            cases.retain(|id, _| open(id));
            if cases.is_empty() {
                return without((**other).clone(), named, lost);
            }
        }
        Expr::Under(of, Hierarchy::Host, id) if is_resource(of) && !open(id) && (id.contains('.') || is_special(id)) => {
            // Every host in it is delicate: those pass that lie in what is named in it.
            let inner = named.iter().filter(|name| host::is_under(name.as_bytes(), id.as_bytes()));
            let mut inner: Vec<Expr> = inner.map(|name| Expr::Under(of.clone(), Hierarchy::Host, name.clone())).collect();
            return match inner.len() {
                0 => Expr::Bool(false),
                1 => inner.swap_remove(0),
                _ => Expr::Or(inner),
            };
        }
        Expr::Equal(a, b) => match (&**a, &**b) {
            (Expr::Entity(entity), other) | (other, Expr::Entity(entity)) if is_resource(other) && !open(&entity.id) => {
                return Expr::Bool(false);
            }
            _ => {}
        },
        _ => {}
    }
    children(&mut expr, &mut |child| *child = without(std::mem::replace(child, Expr::Fail), named, lost));
    expr
}

/// Whether a domain of one label holds no ordinary host.
fn is_special(label: &str) -> bool {
    is_delicate(&format!("a.{label}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::rules::EntityName;
    use crate::guard::simplify::value::{Value, allows};
    use caplink_model::lockfile::PolicyRef;

    fn resource() -> Box<Expr> {
        Box::new(Expr::Input(Path { root: Root::Resource, attributes: vec![] }))
    }

    fn is(id: &str) -> Expr {
        Expr::OneOf(resource(), [id.to_string()].into())
    }

    fn under(id: &str) -> Expr {
        Expr::Under(resource(), Hierarchy::Host, id.into())
    }

    fn not(expr: Expr) -> Expr {
        Expr::Not(Box::new(expr))
    }

    fn rules(permits: &[Expr], forbids: &[Expr]) -> Rules {
        let rule = |condition: &Expr| Rule {
            policy: PolicyRef { id: "p".into(), file: "p".into(), line: 1 },
            limit: None,
            condition: condition.clone(),
        };
        Rules { permits: permits.iter().map(rule).collect(), forbids: forbids.iter().map(rule).collect() }
    }

    fn names(rules: &Rules) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut open: Vec<&Expr> = rules.permits.iter().chain(&rules.forbids).map(|rule| &rule.condition).collect();
        while let Some(expr) = open.pop() {
            match expr {
                Expr::OneOf(_, ids) => names.extend(ids.iter().cloned()),
                Expr::Under(_, _, id) => drop(names.insert(id.clone())),
                Expr::Entity(entity) => drop(names.insert(entity.id.clone())),
                _ => {}
            }
            open.extend(expr.operands());
        }
        names
    }

    #[test]
    fn rules_decide_as_before_on_every_host_that_passes() {
        let labels = ["a", "com", "localhost", "internal", "xn--a", "db"];
        let mut hosts: Vec<String> = ["10.0.0.1", "::1"].into_iter().chain(labels).map(str::to_string).collect();
        for length in 1..=2 {
            let shorter: Vec<String> = hosts
                .iter()
                .filter(|host| host.matches('.').count() + 1 == length && !host::is_literal(host.as_bytes()))
                .cloned()
                .collect();
            hosts.extend(shorter.iter().flat_map(|host| labels.iter().map(move |label| format!("{label}.{host}"))));
        }
        let atoms = [
            is("localhost"),
            is("db.internal"),
            is("10.0.0.1"),
            under("internal"),
            under("com"),
            under("xn--a.com"),
            under("localhost"),
            is("a.com"),
        ];
        let mut sets = vec![];
        for first in &atoms {
            for second in &atoms {
                sets.push(rules(&[Expr::Bool(true)], &[first.clone(), second.clone()]));
                sets.push(rules(std::slice::from_ref(first), std::slice::from_ref(second)));
                sets.push(rules(&[not(first.clone()), second.clone()], &[]));
                sets.push(rules(&[Expr::And(vec![not(first.clone()), under("com")])], std::slice::from_ref(second)));
            }
        }
        for set in sets {
            let (kept, _) = only_what_permits_name(&set);
            let (before, now) = (names(&set), names(&kept));
            assert!(now.is_subset(&before), "{set:?}");
            for id in &hosts {
                let passes = authority::is_named(id.as_bytes(), |text| now.contains(std::str::from_utf8(text).expect("a host")));
                let entity = EntityName { kind: "Net::Host".into(), id: id.clone() };
                let call = |_: &Path| Some(Value::Entity(entity.clone()));
                if passes {
                    assert_eq!(allows(&kept, &call), allows(&set, &call), "{id}: {set:?}");
                }
            }
        }
    }

    #[test]
    fn permits_with_a_limit_keep_their_numbers() {
        let mut set = rules(&[is("localhost")], &[is("db.internal")]);
        set.permits.push(Rule { limit: Some(3), condition: Expr::Bool(false), ..set.permits[0].clone() });
        let (kept, named) = only_what_permits_name(&set);
        assert_eq!((kept.permits.len(), kept.forbids.len()), (2, 0));
        assert_eq!(named, Named { kept: ["localhost".to_string()].into(), lost: ["db.internal".to_string()].into() });
    }

    #[test]
    fn only_permits_open_what_is_delicate() {
        let opened = |permits: &[Expr], forbids: &[Expr], id: &str| {
            let (kept, _) = only_what_permits_name(&rules(permits, forbids));
            is_covered(id, &names(&kept))
        };
        assert!(opened(&[is("localhost")], &[], "localhost"));
        assert!(opened(&[under("internal")], &[], "db.internal"));
        assert!(opened(&[Expr::Bool(true), is("10.0.0.1")], &[], "10.0.0.1"));
        assert!(!opened(&[Expr::Bool(true)], &[is("localhost")], "localhost"));
        assert!(!opened(&[not(is("localhost"))], &[], "localhost"));
        assert!(!opened(&[Expr::Bool(true)], &[under("internal")], "db.internal"));
        assert!(!opened(&[Expr::Bool(true), is("db.internal")], &[under("internal")], "web.internal"));
        assert!(opened(&[Expr::Bool(true), is("db.internal")], &[under("internal")], "db.internal"));
    }
}
