//! Deciding: typed partial evaluation for one principal, one action and one resource (Cedar RFC 95, `tpe`), and rules of what is left.

use super::conditions::Condition;
use super::entities::uid;
use super::world::name;
use super::{Base, Item, Policies, Resource};
use crate::guard::rules::{Expr, Rule, Rules};
use crate::guard::simplify::{self, Position};
use caplink_model::{diagnostic::Diagnostic, lockfile::PolicyRef, text::escape};
use cedar_policy::{ActionConstraint, Effect, EntityTypeName, EntityUid, PrincipalConstraint, Schema};
use cedar_policy_core::tpe::request::PartialEntityUID;
use std::collections::{BTreeMap, BTreeSet};

/// What policy says of one action on one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Allowed whatever the call's values are, by these permits.
    Allow(Vec<PolicyRef>),
    /// Forbidden by these policies, those that cannot be evaluated included, or permitted by none when the list is empty.
    Deny(Vec<PolicyRef>),
    /// It depends on the call: on its values, or on how many there were.
    Residual(Rules),
}

/// A principal or resource, as far as it is known.
#[derive(Clone, Debug)]
pub(super) enum Party {
    Known(EntityUid),
    Unknown(EntityTypeName),
}

/// How deep the expressions of a condition may nest: chains of one operator count once.
pub(super) const DEPTH: usize = 200;

impl Policies {
    /// Decides one action on one resource.
    ///
    /// # Errors
    /// If Cedar cannot evaluate, or if a policy holds what no guard can decide: never taken for an answer.
    pub fn decide(&self, action: &str, resource: &Resource) -> Result<Decision, Vec<Diagnostic>> {
        let resource = match resource {
            Resource::Interface(name) => Party::Known(uid("Wit::Interface", name)),
            Resource::Any(kind) => Party::Unknown(kind.cedar_name().parse().expect("I9: our type names are Cedar names")),
        };
        self.base.decide(&Party::Known(self.principal.clone()), &uid("Action", action), &resource)
    }
}

impl Base {
    /// Decides one action for one principal on one resource.
    pub(super) fn decide(&self, principal: &Party, action: &EntityUid, resource: &Party) -> Result<Decision, Vec<Diagnostic>> {
        let (mut rules, mut errors) = (Rules::default(), vec![]);
        for Condition { number, condition } in self.conditions(principal, action, resource)? {
            let item = &self.policies[number];
            let position = match item.effect {
                Effect::Permit => Position::Permit,
                Effect::Forbid => Position::Forbid,
            };
            let condition = match condition {
                Ok(condition) => condition,
                Err(construct) => {
                    errors.push(item.unsupported(&construct));
                    continue;
                }
            };
            let condition = simplify::condition(condition, position);
            if simplify::depth(&condition) > DEPTH {
                let message = format!("`{}` nests expressions deeper than {DEPTH}", escape(&item.reference.id));
                errors.push(item.place(Diagnostic::error("E-POLICY-DEPTH", message)).help("split the policy into several policies"));
                continue;
            }
            let rule = Rule { policy: item.reference.clone(), limit: item.limit, condition };
            match item.effect {
                Effect::Permit => rules.permits.push(rule),
                Effect::Forbid => rules.forbids.push(rule),
            }
        }
        if errors.is_empty() { Ok(decided(rules)) } else { Err(errors) }
    }

    /// Whether a policy's scope admits the principal, as far as it is known.
    pub(super) fn admits(&self, item: &Item, principal: &Party) -> bool {
        let kind = match principal {
            Party::Known(principal) => principal.type_name(),
            Party::Unknown(kind) => kind,
        };
        let is_in = |group: &EntityUid| match principal {
            Party::Known(principal) => self.is_in(principal, group),
            Party::Unknown(_) => true,
        };
        match item.policy.principal_constraint() {
            PrincipalConstraint::Any => true,
            PrincipalConstraint::Eq(only) => match principal {
                Party::Known(principal) => only == *principal,
                Party::Unknown(kind) => only.type_name() == kind,
            },
            PrincipalConstraint::In(group) => is_in(&group),
            PrincipalConstraint::Is(only) => only == *kind,
            PrincipalConstraint::IsIn(only, group) => only == *kind && is_in(&group),
        }
    }

    /// Whether an entity is another or is in it.
    pub(super) fn is_in(&self, entity: &EntityUid, group: &EntityUid) -> bool {
        self.world.within(&name(entity.as_ref())).contains(&name(group.as_ref()))
    }
}

impl Party {
    pub(super) fn partial(&self) -> PartialEntityUID {
        match self {
            Self::Known(uid) => PartialEntityUID::from(AsRef::<cedar_policy_core::ast::EntityUID>::as_ref(uid).clone()),
            Self::Unknown(kind) => PartialEntityUID { ty: AsRef::<cedar_policy_core::ast::EntityType>::as_ref(kind).clone(), eid: None },
        }
    }
}

impl Item {
    fn unsupported(&self, construct: &str) -> Diagnostic {
        let message = format!("`{}` asks for what a guard cannot decide: {}", escape(&self.reference.id), escape(construct));
        self.place(Diagnostic::error("E-POLICY-UNSUPPORTED", message)).help(
            "write the condition without it: compare attributes of the call with constants, or with attributes of entities that are given",
        )
    }
}

/// What simplified rules say, in the order of their policies.
fn decided(rules: Rules) -> Decision {
    let references = |rules: Vec<Rule>| rules.into_iter().map(|rule| rule.policy).collect::<Vec<_>>();
    let Rules { mut permits, mut forbids } = rules;
    // A forbid that cannot be evaluated forbids: Cedar would skip it, and what it was to forbid would be allowed (threat P1).
    forbids.retain(|rule| rule.condition != Expr::Bool(false));
    if forbids.iter().any(|rule| matches!(rule.condition, Expr::Bool(true) | Expr::Fail)) {
        forbids.retain(|rule| matches!(rule.condition, Expr::Bool(true) | Expr::Fail));
        return Decision::Deny(references(forbids));
    }
    permits.retain(|rule| !matches!(rule.condition, Expr::Bool(false) | Expr::Fail));
    if permits.is_empty() {
        return Decision::Deny(vec![]);
    }
    let always = |rule: &Rule| rule.condition == Expr::Bool(true) && rule.limit.is_none();
    if forbids.is_empty() && permits.iter().any(always) {
        permits.retain(always);
        return Decision::Allow(references(permits));
    }
    Decision::Residual(simplify::rules(Rules { permits, forbids }))
}

/// For each action of the schema the numbers of the policies whose scope admits it.
///
/// # Errors
/// If the schema's actions are in each other.
pub(super) fn by_action<'i>(
    policies: impl IntoIterator<Item = &'i Item>,
    schema: &Schema,
) -> Result<BTreeMap<EntityUid, Vec<usize>>, String> {
    let entities = schema.action_entities().map_err(|error| error.to_string())?;
    let actions: Vec<EntityUid> = schema.actions().cloned().collect();
    let mut inside: BTreeMap<EntityUid, Vec<EntityUid>> = BTreeMap::new();
    for action in &actions {
        inside.entry(action.clone()).or_default().push(action.clone());
        for group in entities.ancestors(action).into_iter().flatten() {
            inside.entry(group.clone()).or_default().push(action.clone());
        }
    }
    let mut by_action: BTreeMap<EntityUid, Vec<usize>> = BTreeMap::new();
    for (number, item) in policies.into_iter().enumerate() {
        let admitted: BTreeSet<EntityUid> = match item.policy.action_constraint() {
            ActionConstraint::Any => actions.iter().cloned().collect(),
            ActionConstraint::Eq(action) => BTreeSet::from([action]),
            ActionConstraint::In(groups) => groups.iter().filter_map(|group| inside.get(group)).flatten().cloned().collect(),
        };
        for action in admitted {
            by_action.entry(action).or_default().push(number);
        }
    }
    Ok(by_action)
}
