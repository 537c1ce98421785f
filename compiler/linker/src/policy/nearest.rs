//! What the report says of policies that did not decide: the permit that comes nearest, and those that nothing needed.

use super::{Item, Policies, decide::Party, entities::uid};
use caplink_model::{lockfile::PolicyRef, text::escape};
use cedar_policy::{ActionConstraint, Effect, EntityUid, PrincipalConstraint};
use std::collections::BTreeSet;

/// The permit that comes nearest to allowing an action that none allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The permit.
    pub policy: PolicyRef,
    /// What in it does not match: `its action is …`, `its principal is …`.
    pub differs: String,
}

impl Policies {
    /// The permit that comes nearest to allowing `action`: one for the same action and another principal, or for this principal and another action of the
    /// same group.
    pub fn nearest_permit(&self, action: &str) -> Option<Nearest> {
        let wanted = uid("Action", action);
        let is_in = |action: &EntityUid, group: &EntityUid| self.base.is_in(action, group);
        let mut best: Option<(u8, Nearest)> = None;
        let mut permits: Vec<&Item> = self.base.policies.iter().filter(|item| item.effect == Effect::Permit).collect();
        permits.sort_by(|a, b| a.reference.id.cmp(&b.reference.id));
        for Item { policy, reference, .. } in permits {
            let (same_action, shown_action) = match policy.action_constraint() {
                ActionConstraint::Any => (true, String::new()),
                ActionConstraint::Eq(found) => (found == wanted || is_in(&wanted, &found), found.to_string()),
                ActionConstraint::In(found) => {
                    let shown = found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                    (found.iter().any(|group| *group == wanted || is_in(&wanted, group)), shown)
                }
            };
            let other_principal = match policy.principal_constraint() {
                PrincipalConstraint::Eq(found) if found != self.principal => Some(found.to_string()),
                PrincipalConstraint::In(found) | PrincipalConstraint::IsIn(_, found) if !self.base.is_in(&self.principal, &found) => {
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
                best = Some((distance, Nearest { policy: reference.clone(), differs }));
            }
        }
        best.map(|(_, nearest)| nearest)
    }

    /// The permits whose scope admits the principal and which decided nothing in `used`: permitted, and not needed.
    pub fn unused_permits(&self, used: &[PolicyRef]) -> Vec<PolicyRef> {
        let used: BTreeSet<&PolicyRef> = used.iter().collect();
        let idle = self.base.policies.iter().filter(|item| {
            item.effect == Effect::Permit
                && self.base.admits(item, &Party::Known(self.principal.clone()))
                && !used.contains(&item.reference)
        });
        idle.map(|item| item.reference.clone()).collect()
    }
}
