//! Recorders: for each function with authority, what a recorder writes of its calls.
//!
//! In: the grants and the units, in which guarded functions have their guards. Out: the same units, in which each guard has a description, and each function that is allowed
//! without condition has a guard without table. Must hold: a description shows what rules could name of a call, by the same places. Refused: async functions
//! that are allowed without condition, whose calls would have to wait for each other; names and types that no line could hold.

use super::guards::{capability, places, spelt};
use super::sinks::Unit;
use crate::{
    adapter::{Answer, Guard},
    agent::Agent,
    grants::{Granted, Grants},
    guard::{Subject, describe},
};
use caplink_model::{action::Action, diagnostic::Diagnostic, lockfile::Outcome, text::escape};
use std::sync::Arc;
use wit_parser::SizeAlign;

/// Whether the calls of a function are recorded.
pub fn is_recorded(granted: &Granted) -> bool {
    matches!(granted.outcome, Outcome::Allow | Outcome::Guard)
}

/// Puts a recorder before each function with authority.
///
/// # Errors
/// Each function that no recorder can stand before.
pub fn record(agent: &Agent, grants: &Grants, units: &mut [Unit]) -> Result<(), Vec<Diagnostic>> {
    let mut sizes = SizeAlign::default();
    sizes.fill(&agent.resolve);
    let mut errors = vec![];
    for unit in units {
        let limits = unit.answers.values().find_map(|answer| match answer {
            Answer::Guarded(guard, _) => Some(guard.limits.clone()),
            _ => None,
        });
        let limits = limits.unwrap_or_default();
        for granted in grants.symbols.iter().filter(|granted| is_recorded(granted) && unit.members.contains(&granted.import)) {
            let is_free = granted.outcome == Outcome::Allow;
            if is_free && granted.function(agent).kind.is_async() {
                errors.push(concurrent(granted));
                continue;
            }
            let Some(record) = description(agent, &sizes, granted) else {
                errors.push(unwritable(granted));
                continue;
            };
            let key = (granted.import, granted.symbol.function.clone());
            let answer = match unit.answers.remove(&key) {
                Some(Answer::Guarded(guard, refusal)) => {
                    Answer::Guarded(Arc::new(Guard { record: Some(record), ..(*guard).clone() }), refusal)
                }
                // No call of it is refused.
                _ => {
                    let capability = capability(agent, granted);
                    let guard = Guard { table: vec![], reads: vec![], needs: 0, limits: limits.clone(), capability, record: Some(record) };
                    Answer::Guarded(Arc::new(guard), Box::new(Answer::Trap))
                }
            };
            unit.answers.insert(key, answer);
        }
    }
    errors.sort();
    errors.dedup();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn description(agent: &Agent, sizes: &SizeAlign, granted: &Granted) -> Option<Vec<u8>> {
    let is_custom = !granted.actions.iter().any(|action| Action::find(action).is_some());
    let spelt = spelt(agent, granted);
    let shows = is_custom || spelt.is_some() || capability(agent, granted).is_some();
    let places = shows.then(|| places(agent, sizes, granted));
    let interface = agent.imports[granted.import].policy_name();
    let subject = Subject {
        symbol: &granted.symbol,
        actions: &granted.actions,
        is_free: granted.outcome == Outcome::Allow,
        resource: (is_custom || spelt.is_some_and(|places| places.resource.is_none())).then_some(("Wit::Interface", interface.as_str())),
        places: places.as_ref(),
    };
    describe(&subject).ok()
}

fn concurrent(granted: &Granted) -> Diagnostic {
    let symbol = escape(&granted.symbol.to_string());
    let message = format!("`{symbol}` is async and allowed without a condition: a recorder would let its calls wait for each other");
    Diagnostic::error("E-OBSERVE", message).help("link without --observe, or leave its action unpermitted for the test run")
}

fn unwritable(granted: &Granted) -> Diagnostic {
    let symbol = escape(&granted.symbol.to_string());
    let message = format!("names or types of `{symbol}` are larger than a line of a recorder can hold");
    Diagnostic::error("E-OBSERVE", message).help("link without --observe")
}
