//! The closed world: what is known of each entity, and what follows from the names of hosts, paths and interfaces (design section 3).
//!
//! In: the given entities, with all their ancestors. Out: the same entities for partial evaluation, in all that they are in by their names too; and answers
//! for an entity that is not given, which has neither attributes nor tags and is in nothing but itself and what its name says.

use super::constant::constant;
use crate::guard::rules::{EntityName, Expr, Hierarchy};
use crate::guard::simplify::value::{domains, folders};
use caplink_model::InterfaceName;
use cedar_policy::Schema;
use cedar_policy_core::ast::{Eid, Entity, EntityUID, PartialValue};
use cedar_policy_core::entities::{Entities, NoEntitiesSchema, TCComputation};
use cedar_policy_core::extensions::Extensions;
use std::collections::{BTreeMap, BTreeSet};

/// All entities.
pub(super) struct World {
    /// By type and id.
    kinds: BTreeMap<String, BTreeMap<String, Known>>,
    /// How names of a type lie in each other, for those types of which the schema allows it.
    nested: BTreeMap<String, Hierarchy>,
    /// Whether interfaces are in their packages.
    packages: bool,
}

/// What is known of an entity that is given.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub attributes: BTreeMap<String, Expr>,
    pub tags: BTreeMap<String, Expr>,
    ancestors: BTreeSet<EntityName>,
}

const HOST: &str = "Net::Host";
const PATH: &str = "Fs::Path";
const INTERFACE: &str = "Wit::Interface";
const PACKAGE: &str = "Wit::Package";

impl World {
    /// The world of these entities; and the entities, in all that they are in by their names.
    ///
    /// # Errors
    /// Why they are not entities of a closed world.
    pub fn new(given: &Entities, schema: &Schema) -> Result<(Self, Entities), String> {
        let within = |kind: &str, outer: &str| {
            let kind = kind.parse().expect("I9: our type names are Cedar names");
            schema.ancestors(&kind).is_some_and(|mut all| all.any(|name| name.to_string() == outer))
        };
        let nested = [(HOST, Hierarchy::Host), (PATH, Hierarchy::Path)].into_iter().filter(|(kind, _)| within(kind, kind));
        let mut world = Self {
            kinds: BTreeMap::new(),
            nested: nested.map(|(kind, hierarchy)| (kind.to_string(), hierarchy)).collect(),
            packages: within(INTERFACE, PACKAGE),
        };
        let entities = given.iter().map(|entity| {
            let mut entity = entity.clone();
            let named: Vec<_> = entity.ancestors().chain([entity.uid()]).flat_map(|uid| world.by_name(&name(uid))).collect();
            for outer in named {
                let outer =
                    EntityUID::from_components(outer.kind.parse().expect("I9: our type names are Cedar names"), Eid::new(outer.id), None);
                entity.add_parent(outer);
            }
            entity
        });
        let actions = schema.action_entities().map_err(|error| error.to_string())?;
        let actions = actions
            .iter()
            .map(|action| AsRef::<Entity>::as_ref(action).clone())
            .filter(|action| !given.iter().any(|other| other.uid() == action.uid()));
        let entities = Entities::from_entities(
            entities.chain(actions),
            None::<&NoEntitiesSchema>,
            TCComputation::ComputeNow,
            Extensions::all_available(),
        )
        .map_err(|error| error.to_string())?;
        for entity in entities.iter() {
            let known = known(entity)?;
            let EntityName { kind, id } = name(entity.uid());
            world.kinds.entry(kind).or_default().insert(id, known);
        }
        Ok((world, entities))
    }

    /// The given entities of a type, by id.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = (&String, &Known)> {
        self.kinds.get(kind).into_iter().flatten()
    }

    /// What is known of an entity.
    pub fn known(&self, entity: &EntityName) -> Option<&Known> {
        self.kinds.get(&entity.kind)?.get(&entity.id)
    }

    /// How names of a type lie in each other.
    pub fn hierarchy(&self, kind: &str) -> Option<Hierarchy> {
        self.nested.get(kind).copied()
    }

    /// Everything that an entity is in, itself included.
    pub fn within(&self, entity: &EntityName) -> BTreeSet<EntityName> {
        let mut all = BTreeSet::from([entity.clone()]);
        match self.known(entity) {
            Some(known) => all.extend(known.ancestors.iter().cloned()),
            None => {
                for outer in self.by_name(entity) {
                    all.extend(self.known(&outer).into_iter().flat_map(|known| known.ancestors.iter().cloned()));
                    all.insert(outer);
                }
            }
        }
        all
    }

    /// The given entities of a type that are in `outer` or are `outer`, and `outer` itself if it is of that type.
    pub fn inside<'a>(&'a self, kind: &'a str, outer: &'a EntityName) -> impl Iterator<Item = &'a String> {
        let itself = (kind == outer.kind && self.known(outer).is_none()).then_some(&outer.id);
        let is_inside = move |id: &str, known: &Known| (kind == outer.kind && id == outer.id) || known.ancestors.contains(outer);
        self.of_kind(kind).filter(move |(id, known)| is_inside(id, known)).map(|(id, _)| id).chain(itself)
    }

    /// What an entity is in by its name.
    fn by_name(&self, entity: &EntityName) -> Vec<EntityName> {
        let same = |ids: Vec<&str>| ids.into_iter().map(|id| EntityName { kind: entity.kind.clone(), id: id.to_string() }).collect();
        match self.hierarchy(&entity.kind) {
            Some(Hierarchy::Host) => same(domains(&entity.id)),
            Some(Hierarchy::Path) => same(folders(&entity.id)),
            None if self.packages && entity.kind == INTERFACE => {
                let package = InterfaceName::parse(&entity.id).ok().map(|name| name.package_name());
                package.into_iter().map(|id| EntityName { kind: PACKAGE.to_string(), id }).collect()
            }
            None => vec![],
        }
    }
}

/// An entity's name, as rules have it.
pub(super) fn name(uid: &EntityUID) -> EntityName {
    EntityName { kind: uid.entity_type().to_string(), id: AsRef::<str>::as_ref(uid.eid()).to_string() }
}

fn known(entity: &Entity) -> Result<Known, String> {
    let values = |(name, value): (&_, &PartialValue)| match value {
        PartialValue::Value(value) => Ok((ToString::to_string(name), constant(value)?)),
        PartialValue::Residual(_) => Err("an attribute is not known".to_string()),
    };
    Ok(Known {
        attributes: entity.attrs().map(values).collect::<Result<_, String>>()?,
        tags: entity.tags().map(values).collect::<Result<_, String>>()?,
        ancestors: entity.ancestors().map(name).collect(),
    })
}
