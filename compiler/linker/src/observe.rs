//! Observed links: an artifact that does the same, and writes down each call of a function with authority.
//!
//! In: an agent with its grants and the plan that holds without a recorder, and a sink. Out: the plan with recorders. Must hold: policy permits to write to the sink without
//! a condition; whatever the agent calls does what it did: only who provides a function may differ, and only by a recorder. Refused: everything else.

use crate::{
    agent::Agent,
    capability,
    grants::Grants,
    plan::{self, Plan},
    policy::{Decision, Policies, Resource},
};
use caplink_model::{
    action::{Action, ResourceType},
    diagnostic::Diagnostic,
    lockfile::{Observe, PolicyRef, Provider},
    text::escape,
    virtuals::Virtual,
};

/// The permits by which whatever is observed may be written to a sink.
///
/// # Errors
/// If there is none, or only with a condition or limit.
pub fn permits(policies: &Policies, sink: Observe) -> Result<Vec<PolicyRef>, Vec<Diagnostic>> {
    let action = Action::find(sink.action()).expect("I9: sinks have actions of the vocabulary");
    let (interface, _) = sink.writes_by();
    let resource = match action.resource {
        ResourceType::WitInterface => Resource::Interface(interface.to_string()),
        other => Resource::Any(other),
    };
    let reason = match policies.decide(action.id, &resource)? {
        Decision::Allow(by) => return Ok(by),
        Decision::Deny(by) => match by.first() {
            Some(forbid) => format!("{} forbids", crate::grants::named(forbid)),
            None => "no policy permits".to_string(),
        },
        Decision::Residual(rules) => match rules.permits.first() {
            Some(rule) => format!("{} permits only by a condition or limit", crate::grants::named(&rule.policy)),
            None => "no policy permits".to_string(),
        },
    };
    let message = format!("`--observe {}` needs `{}`, which {reason}", sink.name(), action.id);
    let permit = format!("permit (principal == {}, action == Action::\"{}\", resource);", escape(&policies.principal()), action.id);
    Err(vec![Diagnostic::error("E-OBSERVE", message).help(format!("for a test run add `{permit}`"))])
}

/// The plan with recorders, and the agent with what they call.
///
/// # Errors
/// If a function cannot be recorded, if there is none, or if the artifact would do something else.
pub fn observed(
    mut agent: Agent,
    grants: &Grants,
    without: &Plan,
    virtuals: &Virtual,
    sink: Observe,
) -> Result<(Plan, Agent), Vec<Diagnostic>> {
    capability::lend(&mut agent, grants, true)?;
    let recorder = capability::recorder(&mut agent, sink).map_err(|error| vec![error])?;
    let with = plan::plan(&agent, grants, virtuals, Some(&recorder))?;
    if with.adapters.iter().all(|adapter| adapter.recorder.is_none()) {
        let message = "no function with authority is granted, so there is no call to record";
        return Err(vec![Diagnostic::error("E-OBSERVE", message).help("link without --observe, or permit what the agent needs")]);
    }
    let both = grants.symbols.iter().zip(without.functions.iter().zip(&with.functions));
    let changed =
        both.filter(|(_, (without, with))| with != without && !(with.0 == Provider::Record && without.0 == Provider::PassThrough));
    let errors: Vec<_> = changed.map(|(granted, _)| other(&granted.symbol.to_string(), sink)).collect();
    if errors.is_empty() { Ok((with, agent)) } else { Err(errors) }
}

fn other(symbol: &str, sink: Observe) -> Diagnostic {
    let message = format!(
        "the agent's denied `{}` would answer in another way once the host's streams are there for `--observe {}`",
        escape(symbol),
        sink.name()
    );
    Diagnostic::error("E-OBSERVE", message).help("permit its action too, or observe by the other of `stderr` and `logging`")
}

/// What whoever links is told.
pub fn warning(sink: Observe) -> Diagnostic {
    let to = match sink {
        Observe::Stderr => "stderr",
        Observe::Logging => "the host's log",
    };
    let message = format!("the artifact writes to {to} what its calls carry, secrets included");
    Diagnostic::warning("W-OBSERVE", message)
        .help("use it for test runs, not in production; whatever the agent writes there can look like such a line")
}
