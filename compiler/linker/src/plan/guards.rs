//! Guards: for each function that policy decides by a call's values, a decision table over the places of its parameters.
//!
//! In: the grants and the units. Out: the answers of guarded functions, and what the lockfile says of them. Must hold: each table is one that the
//! engine accepts; a permit with a limit counts in one adapter. Refused: a condition on what the function's parameters do not show.

use super::sinks::Unit;
use crate::{
    adapter::{
        Answer, Guard,
        types::{mentioned, owner},
    },
    agent::{Agent, ImportItem},
    capability::{self, Capability},
    grants::{Granted, Grants, named},
    guard::{
        self, Unplaced,
        place::{self, Kind, Place, Places},
        rules::{Expr, Rule, Rules},
    },
};
use caplink_model::{
    Digest,
    action::Action,
    diagnostic::Diagnostic,
    lockfile::{self, Limit, Outcome, PolicyRef},
    text::escape,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use wit_parser::SizeAlign;

/// Puts a guard before the answer of each guarded function.
///
/// # Errors
/// Every condition on what no place shows, and every limit that would count in several adapters.
pub fn guard(agent: &Agent, grants: &Grants, units: &mut [Unit]) -> Result<BTreeMap<(usize, String), lockfile::Guard>, Vec<Diagnostic>> {
    let mut sizes = SizeAlign::default();
    sizes.fill(&agent.resolve);
    let guarded: Vec<_> = grants.symbols.iter().filter(|granted| granted.outcome == Outcome::Guard && granted.held.is_none()).collect();
    let mut errors = spread(agent, &guarded, units);
    let mut guards = BTreeMap::new();
    for unit in units {
        let members: Vec<_> = guarded.iter().filter(|granted| unit.members.contains(&granted.import)).collect();
        let limits: BTreeMap<&PolicyRef, u32> = members.iter().flat_map(|granted| limited(granted)).collect();
        let counters: Vec<u32> = limits.values().copied().collect();
        for granted in members {
            let (action, rules) = granted.guard.as_ref().expect("I3: a guarded function has rules");
            let capability = capability(agent, granted);
            let places = places(agent, &sizes, granted);
            let rules = counted(rules, &limits);
            let narrowed = capability.filter(Capability::reads_hosts).map(|_| capability::only_what_permits_name(&rules));
            let narrowed = narrowed.and_then(|(rules, named)| {
                let table = guard::encode(&rules, &places).ok()?;
                // Where a host passes the reader for another reason, what rules say of it must stand.
                capability::names_only(&table.bytes, &named).then_some(table)
            });
            let table = match narrowed.map_or_else(|| guard::encode(&rules, &places), Ok) {
                Ok(table) => table,
                Err(unplaced) => {
                    errors.push(unseen(granted, action, &unplaced));
                    continue;
                }
            };
            let key = (granted.import, granted.symbol.function.clone());
            let limits = table.limited.iter().zip(&table.limits).zip(&table.used).filter(|(_, used)| **used);
            let limits = limits.map(|((policy, calls), _)| Limit { policy: policy.id.clone(), calls: *calls }).collect();
            guards.insert(
                key.clone(),
                lockfile::Guard {
                    condition: guard::condition(&table),
                    inputs: table.inputs,
                    permits: table.permits.into_iter().map(|policy| policy.id).collect(),
                    forbids: table.forbids.into_iter().map(|policy| policy.id).collect(),
                    limits,
                    table: Digest::of(&table.bytes),
                },
            );
            let guard =
                Guard { table: table.bytes, reads: table.reads, needs: table.needs, limits: counters.clone(), capability, record: None };
            let refusal = unit.answers.remove(&key).expect("I3: a guarded function has an answer for refused calls");
            unit.answers.insert(key, Answer::Guarded(Arc::new(guard), Box::new(refusal)));
        }
    }
    errors.sort();
    errors.dedup();
    if errors.is_empty() { Ok(guards) } else { Err(errors) }
}

/// Where the values of a call lie that rules may name.
pub fn places(agent: &Agent, sizes: &SizeAlign, granted: &Granted) -> Places {
    match capability(agent, granted) {
        Some(capability) => capability.places(),
        None if granted.actions.iter().any(|action| Action::find(action).is_some()) => spelt(agent, granted).unwrap_or_else(nothing),
        None => place::of_function(&agent.resolve, sizes, granted.function(agent)),
    }
}

/// How calls of a guarded function are read, if not by their parameters alone.
pub fn capability(agent: &Agent, granted: &Granted) -> Option<Capability> {
    capability::find(agent.imports[granted.import].interface.as_ref()?, &granted.symbol.function)
}

/// Where the values of a call lie that its parameters spell out, if they are what rules name.
pub fn spelt(agent: &Agent, granted: &Granted) -> Option<Places> {
    capability::spelt(agent.imports[granted.import].interface.as_ref()?, &granted.symbol.function)
}

/// What the reader of a guarded function calls: the agent's imports that have these functions.
pub fn calls(agent: &Agent, granted: &Granted) -> Vec<(usize, &'static str)> {
    let Some(capability) = capability(agent, granted) else { return vec![] };
    let handles = mentioned(&agent.resolve, granted.function(agent).params.iter().map(|param| param.ty).take(1).collect());
    let home = |interface: &str| {
        agent.imports.iter().position(|import| {
            let ImportItem::Interface(id) = import.item else { return false };
            import.interface.as_ref().is_some_and(|name| name.unversioned() == interface)
                && handles.iter().any(|resource| owner(&agent.resolve, *resource) == Some(id))
        })
    };
    let calls = capability.reader.calls.iter();
    calls.map(|(interface, name)| (home(interface).expect("I3: readers were lent what they call"), *name)).collect()
}

/// The permits with a limit among a function's rules.
fn limited<'a>(granted: &'a Granted) -> impl Iterator<Item = (&'a PolicyRef, u32)> + use<'a> {
    let permits: &[Rule] = granted.guard.as_ref().map_or(&[], |(_, rules)| &rules.permits);
    permits.iter().filter_map(|rule| Some((&rule.policy, rule.limit?)))
}

/// Rules whose limits have the numbers that they have in the whole adapter: a permit with a limit that is about other functions only never holds here.
fn counted(rules: &Rules, limits: &BTreeMap<&PolicyRef, u32>) -> Rules {
    let (own, mut permits): (Vec<_>, Vec<_>) = rules.permits.iter().cloned().partition(|rule| rule.limit.is_some());
    permits.extend(limits.iter().map(|(policy, calls)| {
        let other = || Rule { policy: (*policy).clone(), limit: Some(*calls), condition: Expr::Bool(false) };
        own.iter().find(|rule| rule.policy == **policy).cloned().unwrap_or_else(other)
    }));
    Rules { permits, forbids: rules.forbids.clone() }
}

/// Limits that would be counted in several adapters, or in one by functions that do and do not wait, each by itself.
fn spread(agent: &Agent, guarded: &[&Granted], units: &[Unit]) -> Vec<Diagnostic> {
    let mut homes: BTreeMap<&PolicyRef, BTreeMap<(usize, bool), &Granted>> = BTreeMap::new();
    for granted in guarded {
        let unit = units.iter().position(|unit| unit.members.contains(&granted.import)).expect("I3: a guarded function is in a unit");
        let is_async = granted.function(agent).kind.is_async();
        for (policy, _) in limited(granted) {
            homes.entry(policy).or_default().entry((unit, is_async)).or_insert(granted);
        }
    }
    let several = homes.into_iter().filter(|(_, homes)| homes.len() > 1);
    several
        .map(|(policy, homes)| {
            let imports: Vec<_> = homes.values().map(|granted| format!("`{}`", escape(&granted.symbol.to_string()))).collect();
            Diagnostic::error("E-LIMIT", format!("{} has one `@limit` for functions of several interfaces, or for async functions and others, which cannot count together: {}", named(policy), imports.join(", ")))
                .help("write a permit with a limit of its own for each interface, and for its async functions")
        })
        .collect()
}

/// The other functions of the catalogue show none of their values: what an action of the vocabulary acts on is known to capability adapters only.
fn nothing() -> Places {
    Places { principal: None, resource: None, context: Place { offset: 0, when: vec![], kind: Kind::Record(vec![]) } }
}

/// A condition that no table of this function's can decide.
fn unseen(granted: &Granted, action: &str, reason: &Unplaced) -> Diagnostic {
    let (_, rules) = granted.guard.as_ref().expect("I3: a guarded function has rules");
    unplaced(rules, &granted.symbol.to_string(), action, reason)
}

/// A condition that no table can decide for a function, or for the interfaces of a membrane.
pub fn unplaced(rules: &Rules, symbol: &str, action: &str, reason: &Unplaced) -> Diagnostic {
    let (action, symbol) = (escape(action), escape(symbol));
    match reason {
        Unplaced::Path(path) => {
            let by = rules.permits.iter().chain(&rules.forbids).find(|rule| rule.condition.reads(path)).map(|rule| &rule.policy);
            let by = by.map_or("a policy".to_string(), named);
            let message = format!("{by} decides `{action}` by `{}`, which no adapter shows for `{symbol}`", escape(&path.to_string()));
            Diagnostic::error("E-POLICY-CONDITION", message).help("decide it without the condition, or leave the action unpermitted")
        }
        Unplaced::Deep => {
            let message = format!("the conditions on `{action}` nest deeper than a guard can follow, for `{symbol}`");
            Diagnostic::error("E-POLICY-DEPTH", message).help("split the policy into several policies")
        }
        Unplaced::Large => {
            let message = format!("the conditions on `{action}` are larger than a guard can hold, for `{symbol}`");
            Diagnostic::error("E-POLICY-DEPTH", message).help("split the policies over several agents")
        }
    }
}
