//! Which grants membranes provide: a wrap unit whole, or none of it.
//!
//! In: decisions on all functions, and the imports that a membrane may stand for. Out: the same, in which [`Granted::held`](super::Granted::held) is there for what a membrane provides, and the imports of the
//! units that are needed. Must hold: a unit is needed only if policy decides something in it by what is behind a handle, or some of it is virtual.

use super::{FOREIGN, Granted, Verdict, named};
use crate::{
    adapter::types::mentioned,
    agent::Agent,
    capability::{Part, membrane::import_of},
};
use caplink_model::{
    diagnostic::Diagnostic,
    lockfile::{Outcome, PolicyRef},
    text::escape,
    virtuals::Virtual,
};
use std::collections::{BTreeMap, BTreeSet};
use wit_parser::TypeId;

/// Lets membranes provide what they are needed for, and only that: where each function of a wrap unit is allowed or denied whatever it is about, the host's own do.
///
/// # Errors
/// Limits: a membrane may decide several times on one call.
pub fn hold(agent: &Agent, virtuals: &Virtual, parts: &mut BTreeMap<usize, Part>, symbols: &mut [Granted]) -> Result<(), Vec<Diagnostic>> {
    let unit = |granted: &Granted| parts.get(&granted.import).map(Part::unit);
    let decides = |granted: &Granted| granted.held.iter().flatten().any(|(_, verdict)| !matches!(verdict, Verdict::Allow(_)));
    let is_provided = |granted: &Granted| virtuals.provides(&agent.imports[granted.import].policy_name(), &granted.symbol.function);
    let needs = |granted: &&Granted| granted.is_virtual() || !granted.outcome.is_refused() && (decides(granted) || is_provided(granted));
    let needed: BTreeSet<_> = symbols.iter().filter(needs).filter_map(unit).collect();
    let is_world = needed.contains(&Part::WORLD.unit());
    parts.retain(|_, part| needed.contains(&part.unit()));
    let mut errors = BTreeSet::new();
    for granted in &mut *symbols {
        // Handles of what is virtual are used by functions that follow nothing of the host's; a stream that is denied goes nowhere.
        let in_world = granted.outcome == Outcome::Deny && parts.get(&granted.import).is_some_and(Part::is_world);
        if in_world && granted.held.is_none() && granted.reason.as_deref() != Some(FOREIGN) {
            granted.held = Some(vec![]);
        }
        let is_held = (granted.is_virtual() || !granted.outcome.is_refused()) && parts.contains_key(&granted.import);
        let held = granted.held.take();
        if is_held {
            let rules =
                held.iter().flatten().filter_map(|(_, verdict)| if let Verdict::Residual(rules) = verdict { Some(rules) } else { None });
            let rules = rules.chain(granted.guard.as_ref().map(|(_, rules)| rules));
            let limited = rules.flat_map(|rules| &rules.permits).filter(|rule| rule.limit.is_some());
            errors.extend(limited.map(|rule| uncounted(&granted.symbol.to_string(), &rule.policy)));
            granted.held = Some(held.unwrap_or_default());
        }
    }
    if is_world {
        convert(agent, parts, symbols);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into_iter().collect()) }
}

/// Takes the other interfaces whose granted functions take or return handles of what is virtual into its unit, where they are exchanged.
fn convert(agent: &Agent, parts: &mut BTreeMap<usize, Part>, symbols: &[Granted]) {
    let is_owned = |id: &TypeId| {
        import_of(agent, *id).and_then(|import| parts.get(&import)).is_some_and(|part| part.is_world() && part.module.owns(agent, *id))
    };
    let mentions = |granted: &&Granted| {
        let function = granted.function(agent);
        mentioned(&agent.resolve, function.params.iter().map(|param| param.ty).chain(function.result).collect()).iter().any(is_owned)
    };
    let granted = symbols.iter().filter(|granted| !granted.outcome.is_refused() && !parts.contains_key(&granted.import));
    let found: BTreeSet<usize> = granted.filter(mentions).map(|granted| granted.import).collect();
    parts.extend(found.into_iter().map(|import| (import, Part::WORLD)));
}

/// A limit on what is decided handle by handle.
fn uncounted(symbol: &str, policy: &PolicyRef) -> Diagnostic {
    let message = format!(
        "{} has a `@limit`, and `{}` is decided by names behind handles, several times in one call, which no limit counts",
        named(policy),
        escape(symbol)
    );
    Diagnostic::error("E-LIMIT", message).help("drop the limit, or permit the interface's actions without conditions")
}
