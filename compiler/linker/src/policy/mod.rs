//! Policies: many Cedar files, a schema and entities in; a decision for each action and resource out. The only module, with `schema`, that
//! names Cedar's types.
//!
//! Must hold: everything passes strict validation before anything is decided; a residual is never taken for an answer; what Cedar may skip
//! (templates without links, duplicate ids, text nested too deep for its evaluator) is refused. The caller provides a large stack: on a small one Cedar
//! skips deep policies (limits::POLICY_STACK).

mod decide;
mod load;
mod prescan;

pub use decide::{Decision, Nearest, Residual};
pub use load::load;

use caplink_model::lockfile::PolicyRef;
use cedar_policy::{Effect, Entities, EntityUid, PartialEntities, PolicyId, PolicySet, Schema};
use std::collections::BTreeMap;

/// Validated policies for one principal.
pub struct Policies {
    set: PolicySet,
    schema: Schema,
    /// The user's entities, the principal and the interfaces: a closed world.
    store: Entities,
    /// The same, as partial evaluation takes it.
    entities: PartialEntities,
    /// Actions in their groups.
    actions: Entities,
    principal: EntityUid,
    facts: BTreeMap<PolicyId, Facts>,
}

/// What is known of one policy apart from its meaning.
struct Facts {
    reference: PolicyRef,
    effect: Effect,
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
        self.facts.len()
    }

    /// Whether there is no policy at all: everything is denied.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The principal as Cedar writes it.
    pub fn principal(&self) -> String {
        self.principal.to_string()
    }

    fn references<'a>(&self, ids: impl Iterator<Item = &'a PolicyId>) -> Vec<PolicyRef> {
        let mut references: Vec<_> = ids.map(|id| self.facts[id].reference.clone()).collect();
        references.sort_by(|a, b| (&a.file, a.line, &a.id).cmp(&(&b.file, b.line, &b.id)));
        references
    }
}
