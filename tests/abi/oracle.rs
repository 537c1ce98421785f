//! What Cedar's own authorizer says to a call.
//!
//! In: policies and the context of a call. Out: a [`Verdict`]. Stricter than Cedar, as documented: a forbid that fails denies, and so does a `u64` that is read
//! and is no Long. What the policies name and the lockfile does not list as an input is not read: it decides nothing. Must be on a large stack.

use super::condition::Policy;
use super::projection::{Attribute, Value};
use cedar_policy::{Authorizer, Context, Decision, Effect, Entities, EntityUid, PolicySet, Request, RestrictedExpression};

/// What must happen to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    Denied,
    /// Cedar allows it, and a policy names a `u64` that is no Long; but what it asks may be decided without its value.
    Either,
}

/// The policies of one function.
pub struct Oracle {
    policies: PolicySet,
    reads: Vec<(Vec<String>, bool)>,
    /// What the guard reads, as the lockfile says.
    pub inputs: Vec<String>,
    action: EntityUid,
    principal: EntityUid,
    resource: EntityUid,
}

impl Oracle {
    pub fn new(policies: &[Policy], action: &str) -> Self {
        let text: String = policies.iter().map(|policy| policy.text.as_str()).collect();
        let entity = |text: String| text.parse().expect("it is an entity");
        Self {
            policies: text.parse().unwrap_or_else(|error| panic!("the generator: {error}\n{text}")),
            reads: policies.iter().flat_map(|policy| policy.reads.clone()).collect(),
            inputs: vec![],
            action: entity(format!("Action::\"{action}\"")),
            principal: entity("Agent::\"a\"".into()),
            resource: entity("Wit::Interface::\"abi:t/api\"".into()),
        }
    }

    pub fn verdict(&self, context: &[Attribute]) -> Verdict {
        let is_large = |path: &[String]| {
            let first = context.iter().find(|attribute| attribute.name == path[0]).and_then(|attribute| attribute.value.as_ref());
            path[1..].iter().fold(first, |value, name| value.and_then(|value| value.part(name))).is_some_and(Value::is_large)
        };
        let is_input = |path: &[String]| self.inputs.contains(&shown(path));
        if self.reads.iter().any(|(path, is_value)| *is_value && is_large(path) && is_input(path)) {
            return Verdict::Denied;
        }
        let parts = context.iter().filter_map(|attribute| Some((attribute.name.clone(), expression(attribute.value.as_ref()?))));
        let context = Context::from_pairs(parts).expect("the attributes have different names");
        let request =
            Request::new(self.principal.clone(), self.action.clone(), self.resource.clone(), context, None).expect("no schema is given");
        let response = Authorizer::new().is_authorized(&request, &self.policies, &Entities::empty());
        let failed = response.diagnostics().errors().any(|error| match error {
            cedar_policy::AuthorizationError::PolicyEvaluationError(error) => {
                self.policies.policy(error.policy_id()).is_some_and(|policy| policy.effect() == Effect::Forbid)
            }
        });
        match response.decision() {
            Decision::Allow if failed => Verdict::Denied,
            Decision::Allow if self.reads.iter().any(|(path, _)| is_large(path)) => Verdict::Either,
            Decision::Allow => Verdict::Allowed,
            Decision::Deny => Verdict::Denied,
        }
    }
}

/// As the lockfile names it.
fn shown(path: &[String]) -> String {
    let part = |name: &String| {
        let is_plain = name.starts_with(|char: char| char.is_ascii_alphabetic()) && name.chars().all(|char| char.is_ascii_alphanumeric());
        if is_plain { format!(".{name}") } else { format!("[{name:?}]") }
    };
    format!("context{}", path.iter().map(part).collect::<String>())
}

fn expression(value: &Value) -> RestrictedExpression {
    match value {
        Value::Bool(bool) => RestrictedExpression::new_bool(*bool),
        Value::Long(number) => RestrictedExpression::new_long(*number),
        // No policy reads it.
        Value::Large(_) => RestrictedExpression::new_long(0),
        Value::String(text) => RestrictedExpression::new_string(text.clone()),
        Value::Set(values) => RestrictedExpression::new_set(values.iter().map(expression)),
        Value::Record(parts) => {
            let parts = parts.iter().map(|(name, value)| (name.clone(), expression(value)));
            RestrictedExpression::new_record(parts).expect("the attributes have different names")
        }
    }
}
