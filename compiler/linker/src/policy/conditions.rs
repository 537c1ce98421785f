//! What is left of each policy for one principal, one action and one resource: its condition over the values of the call.
//!
//! In: who, what and on what, as far as that is known. Out: for each policy whose scope admits it, the condition as an expression that is
//! simplified but still fails where the policy does. Must hold: a policy that Cedar did not evaluate is no answer (I4); one that no guard
//! can decide says why.

use super::decide::Party;
use super::residual::Compiler;
use super::{Base, Item};
use crate::guard::rules::Expr;
use crate::guard::simplify;
use caplink_model::{diagnostic::Diagnostic, text::escape};
use cedar_policy::EntityUid;
use cedar_policy_core::ast::{Policy, PolicySet};
use cedar_policy_core::tpe::request::PartialRequest;

/// How large a condition may be, in expressions, once entities are written out.
const SIZE: usize = 1 << 20;

/// One policy on one action.
pub(super) struct Condition {
    /// Its number among all policies.
    pub number: usize,
    /// A Bool; or a construct that no guard can decide, as it reads in "a guard cannot decide …".
    pub condition: Result<Expr, String>,
}

impl Base {
    /// The conditions of the policies that the scope admits, in their order.
    ///
    /// # Errors
    /// If Cedar cannot evaluate.
    pub(super) fn conditions(&self, principal: &Party, action: &EntityUid, resource: &Party) -> Result<Vec<Condition>, Vec<Diagnostic>> {
        let broken = |reason: String| {
            let name = escape(action.id().unescaped());
            vec![Diagnostic::error("E-POLICY-EVALUATION", format!("the action `{name}` cannot be decided: {}", escape(&reason)))]
        };
        let schema = self.schema.as_ref();
        let request = PartialRequest::new(principal.partial(), action.as_ref().clone(), resource.partial(), None, schema)
            .map_err(|error| broken(error.to_string()))?;
        let admitted = self.by_action.get(action).into_iter().flatten().map(|number| (*number, &self.policies[*number]));
        let items: Vec<(usize, &Item)> = admitted.filter(|(_, item)| self.admits(item, principal)).collect();
        let policies = items.iter().map(|(_, item)| AsRef::<Policy>::as_ref(&item.policy).clone());
        let set = PolicySet::try_from_iter(policies).map_err(|error| broken(error.to_string()))?;
        let response =
            cedar_policy_core::tpe::is_authorized(&set, &request, &self.entities, schema).map_err(|error| broken(error.to_string()))?;
        let compiler = Compiler { world: &self.world, schema, action: None };
        let mut conditions = vec![];
        for (number, item) in items {
            let core: &Policy = item.policy.as_ref();
            // INVARIANT (I4): a policy that is not evaluated is no answer.
            let Some(residual) = response.get_residual_policy(core.id()) else {
                return Err(broken(format!("the policy `{}` was not evaluated", item.reference.id)));
            };
            let condition = match compiler.compile(residual.as_residual()) {
                Ok(condition) if simplify::size(&condition) > SIZE => {
                    Err("so many values: with its entities written out, the condition is too large".to_string())
                }
                Ok(condition) => Ok(simplify::expression(condition)),
                Err(construct) => Err(construct.0),
            };
            conditions.push(Condition { number, condition });
        }
        Ok(conditions)
    }
}
