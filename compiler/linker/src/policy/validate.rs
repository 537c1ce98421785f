//! Strict validation, and what Cedar only warns of.
//!
//! Everything that Cedar refuses is refused, with its place and what there is instead. Warnings that mean "this forbid does nothing" or "this text is not
//! what it looks like" are errors (P4, P7).

use super::explain;
use super::load::{Concern, Place};
use crate::schema::interface::Interface;
use caplink_model::{diagnostic::Diagnostic, text::escape};
use cedar_policy::{Effect, Policy, PolicyId, PolicySet, Schema, ValidationError, ValidationMode, ValidationWarning, Validator};
use std::collections::{BTreeMap, HashSet};

/// What Cedar says of a policy that can never match, and of one whose scope fits no action.
const IMPOSSIBLE: &str = "policy is impossible";
const NOWHERE: &str = "unable to find an applicable action";

/// Strict validation. Warnings that mean "this forbid does nothing" or "this text is not what it looks like" are errors (P4, P7).
pub(super) fn validate(
    set: &PolicySet,
    schema: &Schema,
    places: &BTreeMap<PolicyId, Place<'_>>,
    custom: &[Interface],
    concern: Concern,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let (found, warned) = find(set, schema);
    let name = |id: &PolicyId, mut diagnostic: Diagnostic| {
        // Cedar repeats its generated id in the message; ours says the file.
        diagnostic.message = diagnostic.message.replace(&format!("for policy `{}`, ", escape(id.as_ref())), "");
        let Place { source, offset, .. } = &places[id];
        if diagnostic.location.is_none() { source.place(diagnostic, *offset) } else { diagnostic }
    };
    let mut errors: Vec<_> = found
        .iter()
        .map(|error| {
            let diagnostic = name(error.policy_id(), places[error.policy_id()].source.diagnose("E-POLICY-INVALID", error));
            explain::invalid(error, diagnostic, &places[error.policy_id()].source, (schema, custom))
        })
        .collect();
    let mut warnings = vec![];
    let wrong: HashSet<_> = found.iter().map(ValidationError::policy_id).collect();
    // What is wrong with a policy says more than that it therefore does nothing.
    let warned = warned.iter().filter(|_| concern == Concern::Effect);
    for warning in warned.filter(|warning| !wrong.contains(warning.policy_id())) {
        let id = warning.policy_id();
        let forbids = places[id].effect == Effect::Forbid;
        let code = match warning {
            ValidationWarning::ImpossiblePolicy(_) | ValidationWarning::InvalidActionApplication(_) if forbids => "E-FORBID-DEAD",
            ValidationWarning::ImpossiblePolicy(_) | ValidationWarning::InvalidActionApplication(_) => "W-PERMIT-DEAD",
            _ => "E-CONFUSABLE",
        };
        let mut diagnostic = name(id, places[id].source.diagnose(code, warning));
        match code {
            "W-PERMIT-DEAD" => diagnostic.severity = caplink_model::diagnostic::Severity::Warning,
            "E-FORBID-DEAD" => {
                diagnostic.help.get_or_insert("it forbids nothing: correct its action, resource or condition, or remove it".into());
            }
            _ => {
                diagnostic.help.get_or_insert(
                    "it is not what it looks like: write it in the letters of one script, and say `\\u{...}` for the rest".into(),
                );
            }
        }
        if code == "W-PERMIT-DEAD" { &mut warnings } else { &mut errors }.push(diagnostic);
    }
    // Cedar says of one dead policy both that it is impossible and why.
    for found in [&mut errors, &mut warnings] {
        let explained: Vec<_> = found.iter().filter(|one| one.message.starts_with(NOWHERE)).map(|one| one.location.clone()).collect();
        found.retain(|one| !one.message.starts_with(IMPOSSIBLE) || !explained.contains(&one.location));
    }
    errors.sort_by(|a, b| (&a.location, &a.message).cmp(&(&b.location, &b.message)));
    warnings.sort_by(|a, b| (&a.location, &a.message).cmp(&(&b.location, &b.message)));
    if errors.is_empty() { Ok(warnings) } else { Err(errors) }
}

/// Policies from which on two threads validate them.
const MANY: usize = 1_000;

pub(super) type Found = (Vec<ValidationError>, Vec<ValidationWarning>);

/// What Cedar finds; for many policies from two threads, each with half of them. Each policy is validated by itself, so it is the same.
pub(super) fn find(set: &PolicySet, schema: &Schema) -> Found {
    let validate = |set: &PolicySet| -> Found {
        let result = Validator::new(schema.clone()).validate(set, ValidationMode::Strict);
        (result.validation_errors().cloned().collect(), result.validation_warnings().cloned().collect())
    };
    // A link is no policy of its own: it stays with its template.
    let fixed: Vec<&Policy> = set.policies().filter(|policy| policy.template_id().is_none()).collect();
    if fixed.len() < MANY {
        return validate(set);
    }
    let half: Vec<Policy> = fixed.into_iter().step_by(2).cloned().collect();
    let mut rest = set.clone();
    let moved = half.iter().all(|policy| rest.remove_static(policy.id().clone()).is_ok());
    let Some(half) = PolicySet::from_policies(half).ok().filter(|_| moved) else { return validate(set) };
    let second = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(caplink_model::limits::POLICY_STACK).spawn_scoped(scope, || validate(&half));
        let (mut errors, mut warnings) = validate(&rest);
        let second = thread.ok()?.join().ok()?;
        errors.extend(second.0);
        warnings.extend(second.1);
        Some((errors, warnings))
    });
    // Without a second thread this one does it all.
    second.unwrap_or_else(|| validate(set))
}
