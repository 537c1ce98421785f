//! What the root must import: the granted functions, and for each the types that its signature mentions.
//!
//! A type is needed where an interface names it. Records, variants and the like are written out where they are used if they mention nothing that has a name elsewhere;
//! resources, and types made of other named types, need the interface that defines them, with no function.

use crate::{
    adapter::types::{foreign, is_self_contained, parts},
    agent::{Agent, AgentExport, ExportItem, ImportItem, definition},
};
use caplink_model::Track;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wit_parser::{InterfaceId, Type, TypeDefKind, TypeId, TypeOwner};

/// What is needed of each of the agent's imports.
pub struct Needs<'a> {
    agent: &'a Agent,
    import_of: HashMap<InterfaceId, usize>,
    /// The imports of types that the world itself names.
    world_types: HashMap<TypeId, usize>,
    groups: Vec<Vec<usize>>,
    functions: Vec<BTreeSet<String>>,
    /// What adapters call for themselves.
    lent: Vec<BTreeSet<String>>,
    /// The imports of which a function is guarded.
    guarded: BTreeSet<usize>,
    types: Vec<BTreeSet<TypeId>>,
    /// The resources that a membrane owns, though the root lists the host's under the same name.
    wrapped: BTreeSet<TypeId>,
    /// Types that were looked at, and whether they had to be named.
    seen: BTreeSet<(TypeId, bool)>,
}

impl<'a> Needs<'a> {
    /// Nothing is needed yet.
    pub fn new(agent: &'a Agent) -> Self {
        let (mut import_of, mut world_types) = (HashMap::new(), HashMap::new());
        for (index, import) in agent.imports.iter().enumerate() {
            match import.item {
                ImportItem::Interface(id) => import_of.insert(id, index),
                ImportItem::Type(id) => world_types.insert(id, index),
                ImportItem::Function(_) => None,
            };
        }
        let count = agent.imports.len();
        let groups = groups(agent);
        Self {
            agent,
            import_of,
            world_types,
            groups,
            functions: vec![BTreeSet::new(); count],
            lent: vec![BTreeSet::new(); count],
            guarded: BTreeSet::new(),
            types: vec![BTreeSet::new(); count],
            wrapped: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    /// A function is granted.
    pub fn grant(&mut self, import: usize, name: &str) {
        self.functions[import].insert(name.to_string());
        self.mention(import, name);
    }

    /// An adapter calls a function for itself.
    pub fn lend(&mut self, import: usize, name: &str) {
        self.lent[import].insert(name.to_string());
        self.mention(import, name);
    }

    fn mention(&mut self, import: usize, name: &str) {
        let function = self.agent.imports[import].function(&self.agent.resolve, name).expect("I3: grants are of the agent's functions");
        // A static function is named for its resource, even where its signature does not mention it.
        let resource = function.kind.resource().map(Type::Id);
        let types = function.params.iter().map(|param| param.ty).chain(function.result).chain(resource).collect();
        let stands_alone = matches!(self.agent.imports[import].item, ImportItem::Function(_));
        self.add_all(types, stands_alone);
    }

    /// A function is granted behind a guard: the root import cannot be handed to the agent.
    pub fn guard(&mut self, import: usize, name: &str) {
        self.grant(import, name);
        self.guarded.insert(import);
    }

    /// A membrane provides an import: the root's cannot be handed to the agent, nor these resources of it.
    pub fn wrap(&mut self, import: usize, resources: impl IntoIterator<Item = TypeId>) {
        self.guarded.insert(import);
        self.wrapped.extend(resources);
    }

    /// Whether a membrane owns a resource.
    pub fn is_wrapped(&self, id: TypeId) -> bool {
        self.wrapped.contains(&definition(&self.agent.resolve, id))
    }

    /// An export is granted: the host must know the types that it mentions.
    pub fn export(&mut self, export: &AgentExport) {
        let mut types: Vec<Type> = export
            .functions(&self.agent.resolve)
            .into_iter()
            .flat_map(|function| function.params.iter().map(|param| param.ty).chain(function.result).collect::<Vec<_>>())
            .collect();
        if let ExportItem::Interface(id) = export.item {
            types.extend(self.agent.resolve.interfaces[id].types.values().map(|id| Type::Id(*id)));
        }
        self.add_all(types, true);
    }

    /// Decides which imports pass through whole; that may need more types, which may let more pass.
    pub fn settle(&mut self) {
        for import in &self.agent.imports {
            if let ImportItem::Type(id) = import.item
                && foreign(&self.agent.resolve, id).is_none()
            {
                self.add_all(parts(&self.agent.resolve, id), true);
            }
        }
        loop {
            let before = self.seen.len();
            for import in 0..self.agent.imports.len() {
                if self.passes(import) {
                    let types: Vec<_> = self
                        .interface(import)
                        .into_iter()
                        .flat_map(|id| self.agent.resolve.interfaces[id].types.values().copied())
                        .collect();
                    self.add_all(types.into_iter().map(Type::Id).collect(), false);
                }
            }
            if self.seen.len() == before {
                return;
            }
        }
    }

    /// Whether the root import can be handed to the agent as it is: everything in it is granted, or it has only resource types and all of them are the host's.
    pub fn passes(&self, import: usize) -> bool {
        let functions = self.agent.imports[import].functions(&self.agent.resolve);
        if self.guarded.contains(&import) {
            return false;
        }
        match &self.agent.imports[import].item {
            ImportItem::Interface(id) if functions.is_empty() => {
                let mut resources = self.agent.resolve.interfaces[*id]
                    .types
                    .values()
                    .filter(|id| matches!(self.agent.resolve.types[**id].kind, TypeDefKind::Resource))
                    .peekable();
                resources.peek().is_some() && resources.all(|id| self.is_from_host(*id))
            }
            ImportItem::Interface(_) | ImportItem::Function(_) => functions.len() == self.functions[import].len(),
            ImportItem::Type(_) => true,
        }
    }

    /// Whether the root imports anything for this import.
    pub fn is_retained(&self, import: usize) -> bool {
        !self.functions[import].is_empty() || !self.lent[import].is_empty() || !self.types[import].is_empty()
    }

    /// The interface of an import.
    pub fn interface(&self, import: usize) -> Option<InterfaceId> {
        match self.agent.imports[import].item {
            ImportItem::Interface(id) => Some(id),
            ImportItem::Function(_) | ImportItem::Type(_) => None,
        }
    }

    /// The functions granted of an import.
    pub fn functions(&self, import: usize) -> &BTreeSet<String> {
        &self.functions[import]
    }

    /// The functions that the root asks the host for: those, and what adapters call for themselves.
    pub fn asked(&self, import: usize) -> impl Iterator<Item = &String> {
        self.functions[import].union(&self.lent[import])
    }

    /// The types needed of an import.
    pub fn types(&self, import: usize) -> &BTreeSet<TypeId> {
        &self.types[import]
    }

    /// The import that names a type.
    pub fn import_of(&self, id: TypeId) -> Option<usize> {
        match self.agent.resolve.types[id].owner {
            TypeOwner::Interface(interface) => self.import_of.get(&interface).copied(),
            TypeOwner::World(_) => self.world_types.get(&id).copied(),
            TypeOwner::None => None,
        }
    }

    /// Whether the root lists a type; for a resource, whether it is the host's and not an adapter's.
    pub fn is_from_host(&self, id: TypeId) -> bool {
        let id = definition(&self.agent.resolve, id);
        !self.wrapped.contains(&id) && self.import_of(id).is_none_or(|import| self.types[import].contains(&id))
    }

    /// The imports of each semver track, highest version first; a track stands after those whose types it uses.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let place: BTreeMap<usize, usize> =
            self.groups.iter().enumerate().flat_map(|(number, group)| group.iter().map(move |import| (*import, number))).collect();
        let mut done = BTreeSet::new();
        let mut order = vec![];
        let mut stack: Vec<(usize, bool)> = (0..self.groups.len()).rev().map(|group| (group, false)).collect();
        while let Some((group, expanded)) = stack.pop() {
            if done.contains(&group) {
                continue;
            }
            if expanded {
                done.insert(group);
                order.push(self.groups[group].clone());
                continue;
            }
            stack.push((group, true));
            for import in &self.groups[group] {
                for used in super::used_types(&self.agent.resolve, &self.agent.imports[*import].item) {
                    if let Some(from) =
                        self.import_of(used).map(|import| place[&import]).filter(|from| *from != group && !done.contains(from))
                    {
                        stack.push((from, false));
                    }
                }
            }
        }
        order
    }

    /// Adds types and what they mention. What stands in the root outside every interface may mention only `named` types: none is written out there.
    fn add_all(&mut self, types: Vec<Type>, named: bool) {
        let resolve = &self.agent.resolve;
        let mut open = types;
        while let Some(ty) = open.pop() {
            let Type::Id(id) = ty else { continue };
            if !self.seen.insert((id, named)) {
                continue;
            }
            let import = self.import_of(id);
            if let Some(import) = import {
                self.types[import].insert(id);
            }
            match foreign(resolve, id) {
                // It is written out where it is used; the interface that defines it is not needed.
                Some(target) if !named && is_self_contained(resolve, target) => {}
                Some(target) => open.push(Type::Id(target)),
                None => open.extend(parts(resolve, id)),
            }
        }
    }
}

/// Imports by semver track. An import without a parsed name, a function or a type is a group by itself.
pub(super) fn groups(agent: &Agent) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = vec![];
    let mut tracks: HashMap<(String, Track), usize> = HashMap::new();
    for (index, import) in agent.imports.iter().enumerate() {
        let key = match (&import.item, &import.interface) {
            (ImportItem::Interface(_), Some(name)) => Some((name.unversioned(), name.track())),
            _ => None,
        };
        match key.as_ref().and_then(|key| tracks.get(key)) {
            Some(group) => groups[*group].push(index),
            None => {
                if let Some(key) = key {
                    tracks.insert(key, groups.len());
                }
                groups.push(vec![index]);
            }
        }
    }
    for group in &mut groups {
        group.sort_by(|a, b| {
            let version = |import: &usize| agent.imports[*import].interface.as_ref().and_then(|name| name.version.clone());
            version(b).cmp(&version(a))
        });
    }
    groups
}
