//! Deciding: typed partial evaluation for the principal, one action and one resource (Cedar RFC 95, `tpe`).

use super::{Policies, Resource};
use caplink_model::{diagnostic::Diagnostic, lockfile::PolicyRef, text::escape};
use cedar_policy::{ActionConstraint, Effect, EntityUid, PartialEntityUid, PartialRequest, Policy, PrincipalConstraint};

/// What policy says of one action on one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Allowed whatever the call's values are, by these permits.
    Allow(Vec<PolicyRef>),
    /// Forbidden by these policies, those that cannot be evaluated included, or permitted by none when the list is empty.
    Deny(Vec<PolicyRef>),
    /// It depends on the call's values.
    Residual(std::sync::Arc<crate::guard::rules::Rules>),
}

/// A policy whose condition is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residual {
    /// The policy.
    pub policy: PolicyRef,
    /// What is left of it, as Cedar text.
    pub condition: String,
}

/// The permit that comes nearest to allowing an action that none allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The permit.
    pub policy: PolicyRef,
    /// What in it does not match: `its action is …`, `its principal is …`.
    pub differs: String,
}

impl Policies {
    /// Decides one action on one resource.
    ///
    /// # Errors
    /// If Cedar cannot evaluate: never taken for an answer.
    pub fn decide(&self, action: &str, resource: &Resource) -> Result<Decision, Diagnostic> {
        let broken = |reason: String| {
            Diagnostic::error("E-POLICY-EVALUATION", format!("the action `{}` cannot be decided: {}", escape(action), escape(&reason)))
        };
        let resource = match resource {
            Resource::Interface(name) => PartialEntityUid::from_concrete(super::load::uid("Wit::Interface", name)),
            Resource::Any(kind) => PartialEntityUid::new(kind.cedar_name().parse().expect("I9: our type names are Cedar names"), None),
        };
        let request =
            PartialRequest::new(PartialEntityUid::from_concrete(self.principal.clone()), action_uid(action), resource, None, &self.schema)
                .map_err(|error| broken(error.to_string()))?;
        let response = self.set.tpe(&request, &self.entities, &self.schema).map_err(|error| broken(error.to_string()))?;
        // Cedar skips a forbid that cannot be evaluated, and what it was to forbid would be allowed: here it forbids (threat P1).
        if response.error_forbids().next().is_some() {
            return Ok(Decision::Deny(self.references(response.true_forbids().chain(response.error_forbids()))));
        }
        match response.decision() {
            Some(cedar_policy::Decision::Allow) => Ok(Decision::Allow(self.references(response.true_permits()))),
            Some(cedar_policy::Decision::Deny) => Ok(Decision::Deny(self.references(response.true_forbids()))),
            None => {
                let mut residuals: Vec<_> = response
                    .residual_policies()
                    .map(|policy| Residual { policy: self.facts[policy.id()].reference.clone(), condition: condition(&policy) })
                    .collect();
                residuals.sort_by(|a, b| (&a.policy.file, a.policy.line).cmp(&(&b.policy.file, b.policy.line)));
                Ok(Decision::Residual(std::sync::Arc::new(crate::guard::rules::Rules { permits: residuals.into_iter().map(|r| crate::guard::rules::Rule { policy: r.policy, limit: None, condition: crate::guard::rules::Expr::Bool(false) }).collect(), forbids: vec![] })))
            }
        }
    }

    /// The permit that comes nearest to allowing `action`: one for the same action and another principal, or for this principal and another action of the
    /// same group.
    pub fn nearest_permit(&self, action: &str) -> Option<Nearest> {
        let wanted = action_uid(action);
        let mut best: Option<(u8, Nearest)> = None;
        for (id, facts) in self.facts.iter().filter(|(_, facts)| facts.effect == Effect::Permit) {
            let policy = self.set.policy(id).expect("I4: every policy with facts is in the set");
            let (same_action, shown_action) = match policy.action_constraint() {
                ActionConstraint::Any => (true, String::new()),
                ActionConstraint::Eq(found) => (found == wanted || self.is_in(&wanted, &found), found.to_string()),
                ActionConstraint::In(found) => {
                    let shown = found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                    (found.iter().any(|group| *group == wanted || self.is_in(&wanted, group)), shown)
                }
            };
            let other_principal = match policy.principal_constraint() {
                PrincipalConstraint::Eq(found) if found != self.principal => Some(found.to_string()),
                PrincipalConstraint::In(found) | PrincipalConstraint::IsIn(_, found)
                    if found != self.principal && !self.principal_is_in(&found) =>
                {
                    Some(format!("in {found}"))
                }
                _ => None,
            };
            let group = |id: &str| id.split_once([':', '#']).map(|(group, _)| group.to_string());
            let (distance, differs) = match (same_action, other_principal) {
                (true, None) => (0, "its resource or condition excludes it".to_string()),
                (true, Some(principal)) => (1, format!("its principal is {}", escape(&principal))),
                (false, None) if matches!(policy.action_constraint(), ActionConstraint::Eq(found) if group(found.id().unescaped()) == group(action)) => {
                    (2, format!("its action is {}", escape(&shown_action)))
                }
                _ => continue,
            };
            if best.as_ref().is_none_or(|(least, _)| distance < *least) {
                best = Some((distance, Nearest { policy: facts.reference.clone(), differs }));
            }
        }
        best.map(|(_, nearest)| nearest)
    }

    /// The permits whose scope admits the principal and which decided nothing in `used`: permitted, and not needed.
    pub fn unused_permits(&self, used: &[PolicyRef]) -> Vec<PolicyRef> {
        let idle = self.facts.iter().filter(|(id, facts)| {
            let policy = self.set.policy(id).expect("I4: every policy with facts is in the set");
            let admits = match policy.principal_constraint() {
                PrincipalConstraint::Any => true,
                PrincipalConstraint::Eq(found) => found == self.principal,
                PrincipalConstraint::In(found) => found == self.principal || self.principal_is_in(&found),
                PrincipalConstraint::Is(kind) => kind == *self.principal.type_name(),
                PrincipalConstraint::IsIn(kind, found) => {
                    kind == *self.principal.type_name() && (found == self.principal || self.principal_is_in(&found))
                }
            };
            facts.effect == Effect::Permit && admits && !used.contains(&facts.reference)
        });
        self.references(idle.map(|(id, _)| id))
    }

    fn is_in(&self, action: &EntityUid, group: &EntityUid) -> bool {
        self.actions.is_ancestor_of(group, action)
    }

    fn principal_is_in(&self, group: &EntityUid) -> bool {
        self.store.is_ancestor_of(group, &self.principal)
    }
}

fn action_uid(id: &str) -> EntityUid {
    super::load::uid("Action", id)
}

/// The body of a residual, without its scope.
fn condition(policy: &Policy) -> String {
    let text = policy.to_string();
    match text.find(" when ") {
        Some(at) => text[at + 1..].trim_end_matches(';').trim().to_string(),
        None => text,
    }
}
