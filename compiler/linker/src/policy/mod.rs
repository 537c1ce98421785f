//! Policies: many Cedar files, a schema and entities in; a decision for each action and resource out. The only module, with `schema`, that
//! names Cedar's types.
//!
//! Must hold: everything passes strict validation before anything is decided; a residual is never taken for an answer; what Cedar may skip
//! (templates without links, duplicate ids, text nested too deep for its evaluator) is refused, and so is every construct that no guard can decide.
//! The caller provides a large stack: on a small one Cedar skips deep policies (limits::POLICY_STACK).

mod access;
pub mod clauses;
mod conditions;
mod constant;
mod decide;
mod entities;
mod explain;
mod format;
pub(crate) mod inputs;
mod links;
mod literal;
mod load;
mod membership;
mod nearest;
mod operator;
pub mod outline;
mod prescan;
pub mod question;
pub mod replay;
pub mod request;
mod residual;
pub mod survey;
mod validate;
mod world;

#[cfg(test)]
mod tests;

pub use decide::Decision;
pub use explain::{closest, distance};
pub use format::format;
pub(crate) use load::limit;
pub use load::load;
pub use nearest::Nearest;

use caplink_model::{diagnostic::Diagnostic, diagnostic::Location, lockfile::PolicyRef};
use cedar_policy::{Effect, EntityUid, Policy, Schema};
use cedar_policy_core::tpe::entities::PartialEntities;
use std::collections::BTreeMap;
use world::World;

/// Validated policies for one principal.
pub struct Policies {
    base: Base,
    principal: EntityUid,
}

/// Validated policies over a schema and entities.
struct Base {
    /// In the order of their references.
    policies: Vec<Item>,
    /// For each action the policies whose scope admits it, by number.
    by_action: BTreeMap<EntityUid, Vec<usize>>,
    schema: Schema,
    /// The entities: a closed world.
    world: World,
    /// The same, as partial evaluation takes it.
    entities: PartialEntities,
}

/// One policy.
struct Item {
    policy: Policy,
    reference: PolicyRef,
    effect: Effect,
    /// `@limit`.
    limit: Option<u32>,
    location: Location,
    /// The line that it starts on.
    excerpt: String,
}

/// What an action acts on, as far as it is known when linking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// `Wit::Interface`, by its unversioned name.
    Interface(String),
    /// Any resource of the action's type; which one, only the call tells.
    Any(caplink_model::action::ResourceType),
}

impl Policies {
    /// How many policies there are.
    pub fn len(&self) -> usize {
        self.base.policies.len()
    }

    /// Whether there is no policy at all: everything is denied.
    pub fn is_empty(&self) -> bool {
        self.base.policies.is_empty()
    }

    /// The principal as Cedar writes it.
    pub fn principal(&self) -> String {
        self.principal.to_string()
    }
}

impl Item {
    /// A diagnostic at the policy's place.
    fn place(&self, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at(self.location.clone()).excerpt(&self.excerpt)
    }
}
