//! The plan: exactly one provider for everything that the agent imports, and exactly the imports that the root needs for that.
//!
//! In: an agent and its grants. Out: root imports, adapter components and wiring, as plain data. Must hold: (I3) the plan is total: every import and every
//! function has one provider. (I6) A resource type has one origin, the host or one adapter, for every interface that mentions it. (I7) The root
//! imports only functions that are granted, and at most one instance for each semver track.

mod exports;
mod guards;
mod membranes;
mod needs;
mod providers;
mod records;
mod sinks;
mod twins;

use crate::{
    adapter::{
        Answer,
        types::{foreign, is_self_contained, parts},
    },
    agent::{Agent, ImportItem, definition},
    capability::Recorder,
    grants::Grants,
};
use caplink_model::{
    diagnostic::Diagnostic,
    lockfile::{self, Outcome, Provider},
    virtuals::Virtual,
};
use membranes::Locked;
pub use membranes::{Held, State};
use needs::Needs;
use std::collections::{BTreeMap, BTreeSet};
use wit_parser::{InterfaceId, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

/// Everything that composition needs to know.
pub struct Plan {
    /// Root imports, in an order in which each stands after those whose types it uses.
    pub roots: Vec<Root>,
    /// Adapter components, in an order in which each stands after those whose types it uses.
    pub adapters: Vec<Adapter>,
    /// Who provides each of the agent's imports, in the agent's order.
    pub providers: Vec<Provided>,
    /// Which of the agent's exports the root exports.
    pub exports: Vec<usize>,
    /// Who provides each function, and what a refused call returns; in the order of the grants.
    pub functions: Vec<(Provider, Option<String>)>,
    /// What decides on the calls of guarded functions, by the agent's import and the function's name.
    pub guards: BTreeMap<(usize, String), lockfile::Guard>,
    /// What decides on the calls of functions that need several actions, which a membrane decides one by one.
    pub decisions: BTreeMap<(usize, String), Vec<lockfile::ActionGrant>>,
}

/// One import of the root.
pub enum Root {
    /// An instance: the members of one semver track, the highest version's name.
    Instance {
        /// The exact name.
        name: String,
        /// The agent's interfaces that it serves.
        interfaces: Vec<InterfaceId>,
        /// The types that it lists.
        types: BTreeSet<TypeId>,
        /// The functions that it lists.
        functions: BTreeSet<String>,
    },
    /// A function, by the agent's import.
    Function(usize),
    /// A type that is no resource, by the agent's import.
    Type(usize),
}

/// One adapter component.
pub struct Adapter {
    /// The agent's imports that it provides, in the agent's order.
    pub members: Vec<usize>,
    /// The named types that it takes from elsewhere, in an order in which each stands after those it mentions.
    pub foreign: Vec<ForeignType>,
    /// The root imports that it passes on, guards or uses, by index in [`Plan::roots`], with what of each.
    pub hosts: Vec<HostPart>,
    /// The functions that it calls for itself: index in [`Plan::roots`], and name.
    pub uses: Vec<(usize, String)>,
    /// What each function that it does not pass on answers: by import and name.
    pub answers: BTreeMap<(usize, String), Answer>,
    /// The agent's import from which it takes `subscribe-duration`, if an answer needs it.
    pub clock: Option<usize>,
    /// What writes down the calls of the functions that it guards or passes on, if they are observed.
    pub recorder: Option<Recorder>,
    /// What provides the functions that are granted, if a membrane does.
    pub membrane: Option<Held>,
}

/// A type that an adapter imports.
pub struct ForeignType {
    /// The type, as the interface that names it declares it.
    pub id: TypeId,
    /// Its name there.
    pub name: String,
    /// Where it comes from.
    pub from: TypeOrigin,
}

/// Where a type comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeOrigin {
    /// A root instance, by index in [`Plan::roots`].
    Root(usize),
    /// An adapter, by index in [`Plan::adapters`].
    Adapter(usize),
}

/// A part of a root instance, or a function of the root, that an adapter passes on, guards or uses.
pub struct HostPart {
    /// The agent's import for which.
    pub import: usize,
    /// The root import.
    pub root: usize,
    /// The types taken from it.
    pub types: BTreeSet<TypeId>,
    /// The functions taken from it.
    pub functions: BTreeSet<String>,
}

/// Who provides an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provided {
    /// The root import itself.
    Root(usize),
    /// An adapter's instance.
    Adapter(usize),
    /// A function that an adapter exports under the import's name.
    AdapterFunction(usize),
    /// A type that the provider of another import exports under this name.
    TypeOf(usize, String),
}

/// Makes the plan.
///
/// # Errors
/// Semver twins whose types or functions of one name differ, granted exports that need a denied one, conditions on what no guard can see, and functions that no
/// recorder can stand before.
pub fn plan(agent: &Agent, grants: &Grants, virtuals: &Virtual, recorder: Option<&Recorder>) -> Result<Plan, Vec<Diagnostic>> {
    twins::check(agent)?;
    exports::check(agent, grants)?;
    if recorder.is_some() && !grants.parts.is_empty() {
        let message = "calls that are decided by the names of files, buckets, keys or variables, or that something virtual answers, are not recorded yet";
        return Err(vec![
            Diagnostic::error("E-OBSERVE", message)
                .help("link without --observe, or permit these interfaces without conditions and with nothing virtual for the test run"),
        ]);
    }
    let wrapped = membranes::wrapped(agent, grants);
    membranes::check(agent, grants, &wrapped)?;
    let mut needs = Needs::new(agent);
    for import in grants.parts.keys() {
        needs.wrap(*import, wrapped.iter().copied());
    }
    for granted in &grants.symbols {
        if granted.held.is_some() {
            for (import, name) in membranes::calls(agent, grants, granted) {
                if (import, &name) == (granted.import, &granted.symbol.function) {
                    needs.guard(import, &name);
                } else {
                    needs.lend(import, &name);
                }
            }
            continue;
        }
        match granted.outcome {
            Outcome::Allow if recorder.is_none() => needs.grant(granted.import, &granted.symbol.function),
            Outcome::Inert => needs.grant(granted.import, &granted.symbol.function),
            Outcome::Allow | Outcome::Guard => {
                needs.guard(granted.import, &granted.symbol.function);
                for (import, name) in guards::calls(agent, granted) {
                    needs.lend(import, name);
                }
            }
            Outcome::Deny | Outcome::Unreached => {}
        }
    }
    for (export, _) in agent.exports.iter().zip(&grants.exports).filter(|(_, grant)| grant.allowed) {
        needs.export(export);
    }
    for tool in recorder.iter().flat_map(|recorder| &recorder.calls) {
        needs.lend(tool.import, tool.function);
    }
    needs.settle();
    Planner {
        agent,
        grants,
        virtuals,
        needs,
        locked: Locked::default(),
        recorder,
        roots: vec![],
        root_of: BTreeMap::new(),
        adapters: vec![],
        adapter_of: BTreeMap::new(),
    }
    .plan()
}

struct Planner<'a> {
    agent: &'a Agent,
    grants: &'a Grants,
    virtuals: &'a Virtual,
    needs: Needs<'a>,
    locked: Locked,
    recorder: Option<&'a Recorder>,
    roots: Vec<Root>,
    root_of: BTreeMap<usize, usize>,
    adapters: Vec<Adapter>,
    adapter_of: BTreeMap<usize, usize>,
}

impl Planner<'_> {
    fn plan(mut self) -> Result<Plan, Vec<Diagnostic>> {
        self.place_roots();
        let mut units = sinks::units(self.agent, self.grants, &self.needs);
        let mut guards = guards::guard(self.agent, self.grants, &mut units)?;
        if self.recorder.is_some() {
            records::record(self.agent, self.grants, &mut units)?;
        }
        for unit in self.ordered(units) {
            let number = self.adapters.len();
            for member in &unit.members {
                self.adapter_of.insert(*member, number);
            }
            let membrane = unit
                .membrane
                .map(|module| membranes::hold(self.agent, module, &unit.members, self.grants, self.virtuals, &mut self.locked))
                .transpose()?;
            let adapter = self.adapter(unit, membrane);
            self.adapters.push(adapter);
        }
        let providers = (0..self.agent.imports.len()).map(|import| self.provider(import)).collect();
        let exports = (0..self.agent.exports.len()).filter(|export| self.grants.exports[*export].allowed).collect();
        let functions = self.grants.symbols.iter().map(|granted| self.function(granted)).collect();
        let Locked { guards: held, decisions } = self.locked;
        guards.extend(held);
        Ok(Plan { roots: self.roots, adapters: self.adapters, providers, exports, functions, guards, decisions })
    }

    fn place_roots(&mut self) {
        for group in self.needs.groups() {
            let first = group[0];
            let root = match &self.agent.imports[first].item {
                ImportItem::Interface(_) if !group.iter().any(|import| self.needs.is_retained(*import)) => continue,
                ImportItem::Interface(_) => Root::Instance {
                    name: self.agent.imports[first].name.clone(),
                    interfaces: group.iter().filter_map(|import| self.needs.interface(*import)).collect(),
                    types: group.iter().flat_map(|import| self.needs.types(*import).iter().copied()).collect(),
                    functions: group.iter().flat_map(|import| self.needs.asked(*import).cloned()).collect(),
                },
                ImportItem::Function(_) if self.needs.functions(first).is_empty() => continue,
                ImportItem::Function(_) => Root::Function(first),
                ImportItem::Type(id) => {
                    if foreign(&self.agent.resolve, *id).is_some_and(|target| !self.needs.is_from_host(target)) {
                        continue;
                    }
                    Root::Type(first)
                }
            };
            for import in &group {
                self.root_of.insert(*import, self.roots.len());
            }
            self.roots.push(root);
        }
    }

    /// Units in an order in which each stands after those whose types it uses.
    fn ordered(&self, units: Vec<sinks::Unit>) -> Vec<sinks::Unit> {
        let resolve = &self.agent.resolve;
        let unit_of: BTreeMap<usize, usize> =
            units.iter().enumerate().flat_map(|(number, unit)| unit.members.iter().map(move |member| (*member, number))).collect();
        let mut done = BTreeSet::new();
        let mut order = vec![];
        let mut stack: Vec<(usize, bool)> = (0..units.len()).rev().map(|unit| (unit, false)).collect();
        while let Some((number, expanded)) = stack.pop() {
            if expanded {
                if done.insert(number) {
                    order.push(number);
                }
                continue;
            }
            if done.contains(&number) {
                continue;
            }
            stack.push((number, true));
            for member in &units[number].members {
                for used in used_types(resolve, &self.agent.imports[*member].item) {
                    let from = self.needs.import_of(used).and_then(|import| unit_of.get(&import));
                    if let Some(from) = from.filter(|from| **from != number && !done.contains(*from)) {
                        stack.push((*from, false));
                    }
                }
            }
        }
        let mut units: Vec<_> = units.into_iter().map(Some).collect();
        order.into_iter().filter_map(|number| units[number].take()).collect()
    }

    fn adapter(&self, unit: sinks::Unit, membrane: Option<Held>) -> Adapter {
        let resolve = &self.agent.resolve;
        let mut hosts = vec![];
        for member in &unit.members {
            let Some(root) = self.root_of.get(member).copied().filter(|_| self.needs.is_retained(*member)) else { continue };
            if matches!(self.roots[root], Root::Type(_)) {
                continue;
            }
            hosts.push(HostPart {
                import: *member,
                root,
                types: self.needs.types(*member).clone(),
                functions: self.needs.functions(*member).clone(),
            });
        }
        let clock = unit.clock.filter(|import| self.root_of.contains_key(import));
        let recorder = self.recorder.filter(|_| unit.answers.values().any(|answer| matches!(answer, Answer::Guarded(..))));
        let mut tools: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (import, function) in self.tools(&unit, clock) {
            tools.entry(import).or_default().insert(function);
        }
        for tool in recorder.iter().flat_map(|recorder| &recorder.calls) {
            tools.entry(tool.import).or_default().insert(tool.function.to_string());
        }
        let mut uses = vec![];
        for (import, functions) in tools {
            let root = self.root_of[&import];
            uses.extend(functions.iter().map(|function| (root, function.clone())));
            let Some(part) = hosts.iter_mut().find(|part: &&mut HostPart| part.import == import) else {
                let types = functions.iter().flat_map(|function| self.named_by(import, function)).collect();
                hosts.push(HostPart { import, root, types, functions });
                continue;
            };
            part.functions.extend(functions);
        }
        let mut foreign_types = vec![];
        let mut seen = BTreeSet::new();
        let parts: Vec<_> = unit.members.iter().copied().chain(clock).collect();
        for member in parts {
            let item = &self.agent.imports[member].item;
            for used in used_types(resolve, item) {
                // A function outside every interface has no place of its own to name its types.
                if matches!(item, ImportItem::Function(_)) {
                    self.foreign_named(definition(resolve, used), &unit.members, &mut seen, &mut foreign_types);
                } else {
                    self.foreign_type(used, &unit.members, &mut seen, &mut foreign_types);
                }
            }
        }
        for (.., resource) in recorder.iter().flat_map(|recorder| &recorder.drops) {
            self.foreign_named(*resource, &unit.members, &mut seen, &mut foreign_types);
        }
        let recorder = recorder.cloned();
        Adapter { members: unit.members, foreign: foreign_types, hosts, uses, answers: unit.answers, clock, recorder, membrane }
    }

    /// What an adapter calls for itself.
    fn tools(&self, unit: &sinks::Unit, clock: Option<usize>) -> Vec<(usize, String)> {
        if unit.membrane.is_some() {
            let held = self.grants.symbols.iter().filter(|granted| granted.held.is_some() && unit.members.contains(&granted.import));
            let calls: BTreeSet<_> = held.flat_map(|granted| membranes::calls(self.agent, self.grants, granted)).collect();
            return calls.into_iter().filter(|(import, name)| !self.needs.functions(*import).contains(name)).collect();
        }
        let is_read = |outcome| outcome == Outcome::Guard || self.recorder.is_some() && outcome == Outcome::Allow;
        let guarded = |granted: &&crate::grants::Granted| is_read(granted.outcome) && unit.members.contains(&granted.import);
        let read = self.grants.symbols.iter().filter(guarded).flat_map(|granted| guards::calls(self.agent, granted));
        let ready = clock.map(|import| (import, "subscribe-duration"));
        read.chain(ready).map(|(import, name)| (import, name.to_string())).collect()
    }

    /// The types that an import names and one of its functions mentions.
    fn named_by(&self, import: usize, function: &str) -> BTreeSet<TypeId> {
        let resolve = &self.agent.resolve;
        let function = self.agent.imports[import].function(resolve, function).expect("I3: it was planned");
        let mut open: Vec<Type> = function.params.iter().map(|param| param.ty).chain(function.result).collect();
        let (mut seen, mut named) = (BTreeSet::new(), BTreeSet::new());
        while let Some(ty) = open.pop() {
            let Type::Id(id) = ty else { continue };
            if seen.insert(id) {
                named.extend((self.needs.import_of(id) == Some(import)).then_some(id));
                open.extend(parts(resolve, id));
            }
        }
        named
    }

    /// Adds a type that another import names, and before it the named types that it mentions.
    fn foreign_type(&self, id: TypeId, members: &[usize], seen: &mut BTreeSet<TypeId>, out: &mut Vec<ForeignType>) {
        let resolve = &self.agent.resolve;
        // What it stands for: an alias is followed to where the type is made, so that each is imported once.
        let id = definition(resolve, id);
        if !is_self_contained(resolve, id) {
            self.foreign_named(id, members, seen, out);
        }
    }

    fn foreign_parts(&self, ty: Type, members: &[usize], seen: &mut BTreeSet<TypeId>, out: &mut Vec<ForeignType>) {
        let Type::Id(id) = ty else { return };
        let resolve = &self.agent.resolve;
        let id = definition(resolve, id);
        if matches!(resolve.types[id].owner, TypeOwner::None) || matches!(resolve.types[id].kind, TypeDefKind::Handle(_)) {
            for part in parts(resolve, id) {
                self.foreign_parts(part, members, seen, out);
            }
        } else {
            self.foreign_named(id, members, seen, out);
        }
    }

    /// A named type inside a foreign type must itself be named, even if it could be written out.
    fn foreign_named(&self, id: TypeId, members: &[usize], seen: &mut BTreeSet<TypeId>, out: &mut Vec<ForeignType>) {
        let resolve = &self.agent.resolve;
        let Some(import) = self.needs.import_of(id) else { return };
        if members.contains(&import) || seen.contains(&id) {
            return;
        }
        for part in parts(resolve, id) {
            self.foreign_parts(part, members, seen, out);
        }
        seen.insert(id);
        let name = resolve.types[id].name.clone().expect("I5: an interface's type has a name");
        let by_world = matches!(self.agent.imports[import].item, ImportItem::Type(_));
        let is_host = by_world || self.needs.types(import).contains(&id) && !self.needs.is_wrapped(id);
        let listed = self.root_of.get(&import).copied().filter(|_| is_host);
        let from = match listed {
            Some(root) => TypeOrigin::Root(root),
            None => TypeOrigin::Adapter(*self.adapter_of.get(&import).expect("I3: what is not at the root is in an earlier adapter")),
        };
        out.push(ForeignType { id, name, from });
    }
}

/// The types of other interfaces that an import names.
fn used_types(resolve: &Resolve, item: &ImportItem) -> Vec<TypeId> {
    match item {
        ImportItem::Interface(interface) => resolve.interfaces[*interface].types.values().filter_map(|id| foreign(resolve, *id)).collect(),
        ImportItem::Function(function) => {
            let mut found = vec![];
            let mut open: Vec<Type> = function.params.iter().map(|param| param.ty).chain(function.result).collect();
            let mut seen = BTreeSet::new();
            while let Some(ty) = open.pop() {
                let Type::Id(id) = ty else { continue };
                if !seen.insert(id) {
                    continue;
                }
                match resolve.types[id].owner {
                    TypeOwner::Interface(_) | TypeOwner::World(_) => found.push(id),
                    TypeOwner::None => open.extend(parts(resolve, id)),
                }
            }
            found.sort();
            found
        }
        ImportItem::Type(_) => vec![],
    }
}
