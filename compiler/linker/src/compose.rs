//! Composition: a plan in, the root component out (component model, Binary.md).
//!
//! The root has only types, imports, aliases, components, instances and exports, in an order that follows the plan; each component is instantiated once. It is encoded
//! here, section by section, and not by wac-graph, because exact import names must stay (wac renames to the highest version), because nothing may be
//! bound implicitly, and because the agent's bytes are to be placed once and not copied. wac-graph is the oracle in tests.
//!
//! Must hold: (I1) the agent stands in the artifact byte for byte. (I2) Every import of every component is an explicit argument.

use crate::{
    adapter::{
        self,
        types::{Listing, TypeMap, foreign, instance_type},
    },
    agent::{Agent, AgentImport, ExportItem, ImportItem, definition},
    plan::{Adapter, Plan, Provided, Root, TypeOrigin},
};
use caplink_model::{
    Digest,
    lockfile::{Component, Import, Origin, Role, Sort, Wire},
};
use std::collections::HashMap;
use wasm_encoder::{
    ComponentAliasSection, ComponentBuilder, ComponentExportKind, ComponentExportSection, ComponentInstanceSection, ComponentTypeRef,
    Encode, TypeBounds,
};
use wit_parser::{SizeAlign, TypeDefKind};

/// The name of the agent among the components.
pub const AGENT: &str = "agent";

/// A root component around the agent's bytes, which are not copied.
pub struct Composition {
    /// Everything before the agent's bytes.
    pub prefix: Vec<u8>,
    /// Everything after them, without the custom section.
    pub suffix: Vec<u8>,
    /// The root's imports.
    pub imports: Vec<Import>,
    /// The components, the agent last.
    pub components: Vec<Component>,
    /// All instantiation arguments.
    pub wiring: Vec<Wire>,
}

/// Composes the root. `agent_digest` is the digest of the `size` bytes that will stand between prefix and suffix.
pub fn compose(agent: &Agent, plan: &Plan, agent_digest: Digest, size: u64) -> Composition {
    let mut composer = Composer {
        agent,
        plan,
        builder: ComponentBuilder::default(),
        types: TypeMap::new(&agent.resolve),
        roots: vec![],
        adapters: vec![],
        names: plan.adapters.iter().map(|adapter| adapter_name(agent, adapter)).collect(),
        components: vec![],
        wiring: vec![],
    };
    for root in &plan.roots {
        let index = composer.root(root);
        composer.roots.push(index);
    }
    let mut sizes = SizeAlign::default();
    sizes.fill(&agent.resolve);
    for (number, adapter) in plan.adapters.iter().enumerate() {
        composer.adapter(&sizes, number, adapter);
    }
    composer.components.push(Component { name: AGENT.into(), role: Role::Agent, sha256: agent_digest, size, uses: vec![] });
    let own = (0..agent.imports.len()).filter(|import| !agent.imports[*import].is_lent);
    let arguments: Vec<_> = own.map(|import| composer.agent_argument(import)).collect();
    let counts = Counts {
        component: composer.builder.component_count(),
        instance: composer.builder.instance_count(),
        func: composer.builder.func_count(),
    };
    let imports = plan.roots.iter().map(|root| composer.import(root)).collect();
    let Composer { builder, components, wiring, .. } = composer;
    let mut prefix = builder.finish();
    prefix.push(wasm_encoder::ComponentSectionId::Component.into());
    u32::try_from(size).expect("I1: inputs are at most 256 MiB").encode(&mut prefix);
    Composition { prefix, suffix: suffix(agent, plan, &counts, &arguments), imports, components, wiring }
}

/// How many of each sort there are before the agent.
struct Counts {
    component: u32,
    instance: u32,
    func: u32,
}

/// The sections after the agent: its instance, and its exports.
fn suffix(agent: &Agent, plan: &Plan, counts: &Counts, arguments: &[(String, ComponentExportKind, u32)]) -> Vec<u8> {
    let mut out = vec![];
    let mut instances = ComponentInstanceSection::new();
    instances.instantiate(counts.component, arguments.iter().map(|(name, kind, index)| (name.as_str(), *kind, *index)));
    append(&mut out, &instances);
    let (mut aliases, mut exports) = (ComponentAliasSection::new(), ComponentExportSection::new());
    let (mut next_instance, mut next_func) = (counts.instance + 1, counts.func);
    for export in plan.exports.iter().map(|export| &agent.exports[*export]) {
        let (kind, next) = match export.item {
            ExportItem::Interface(_) => (ComponentExportKind::Instance, &mut next_instance),
            ExportItem::Function(_) => (ComponentExportKind::Func, &mut next_func),
        };
        aliases.alias(wasm_encoder::Alias::InstanceExport { instance: counts.instance, kind, name: &export.name });
        exports.export(export.name.as_str(), kind, *next, None);
        *next += 1;
    }
    if !plan.exports.is_empty() {
        append(&mut out, &aliases);
        append(&mut out, &exports);
    }
    out
}

fn append(out: &mut Vec<u8>, section: &impl wasm_encoder::ComponentSection) {
    section.append_to_component(out);
}

/// The name of an adapter: what it provides, a plain name after a `#`, so that an import named `agent` is not taken for the agent.
fn adapter_name(agent: &Agent, adapter: &Adapter) -> String {
    let name = |import: &AgentImport| match import.interface {
        Some(_) => import.name.clone(),
        None => format!("#{}", import.name),
    };
    adapter.members.iter().map(|member| name(&agent.imports[*member])).collect::<Vec<_>>().join(", ")
}

struct Composer<'a> {
    agent: &'a Agent,
    plan: &'a Plan,
    builder: ComponentBuilder,
    /// Types that the world itself names.
    types: TypeMap<'a>,
    /// The index of each root import, in the space of its sort.
    roots: Vec<u32>,
    /// The instance of each adapter.
    adapters: Vec<u32>,
    names: Vec<String>,
    components: Vec<Component>,
    wiring: Vec<Wire>,
}

impl Composer<'_> {
    fn root(&mut self, root: &Root) -> u32 {
        let resolve = &self.agent.resolve;
        match root {
            Root::Instance { name, interfaces, types, functions } => {
                let mut outer = HashMap::new();
                for interface in interfaces {
                    for id in resolve.interfaces[*interface].types.values().filter(|id| types.contains(id)) {
                        let Some(target) = foreign(resolve, *id).map(|target| definition(resolve, target)) else { continue };
                        if let Some(index) = self.root_type(target) {
                            outer.insert(*id, index);
                        }
                    }
                }
                let instance = instance_type(resolve, &Listing { interfaces, types, functions }, &outer);
                let ty = self.builder.type_instance(None, &instance);
                self.builder.import(name.as_str(), ComponentTypeRef::Instance(ty))
            }
            Root::Function(import) => {
                let ImportItem::Function(function) = &self.agent.imports[*import].item else { unreachable!("I3: planned as a function") };
                let ty = self.types.function(&mut self.builder, function);
                self.builder.import(self.agent.imports[*import].name.as_str(), ComponentTypeRef::Func(ty))
            }
            Root::Type(import) => {
                let ImportItem::Type(id) = self.agent.imports[*import].item else { unreachable!("I3: planned as a type") };
                let from_root = foreign(resolve, id).and_then(|target| self.root_type(definition(resolve, target)));
                let index = from_root.unwrap_or_else(|| self.types.define(&mut self.builder, id));
                let imported =
                    self.builder.import(self.agent.imports[*import].name.as_str(), ComponentTypeRef::Type(TypeBounds::Eq(index)));
                self.types.bind(id, imported);
                imported
            }
        }
    }

    /// An alias, in the root, of a type that an earlier root instance lists.
    fn root_type(&mut self, id: wit_parser::TypeId) -> Option<u32> {
        let name = self.agent.resolve.types[id].name.clone()?;
        let at = self
            .plan
            .roots
            .iter()
            .take(self.roots.len())
            .position(|root| matches!(root, Root::Instance { types, .. } if types.contains(&id)))?;
        Some(self.builder.alias_export(self.roots[at], &name, ComponentExportKind::Type))
    }

    fn adapter(&mut self, sizes: &SizeAlign, number: usize, adapter: &Adapter) {
        let bytes = adapter::encode(self.agent, sizes, adapter);
        let name = self.names[number].clone();
        let uses = adapter.uses.iter().map(|(root, function)| format!("{}#{function}", self.root_name(*root))).collect();
        let sha256 = Digest::of(&bytes);
        self.components.push(Component { name: name.clone(), role: Role::Adapter, sha256, size: bytes.len() as u64, uses });
        let component = self.builder.component_raw(None, &bytes);
        let mut arguments = vec![];
        for (number, foreign) in adapter.foreign.iter().enumerate() {
            let (index, from, of, item) = match foreign.from {
                TypeOrigin::Root(root) => match &self.plan.roots[root] {
                    Root::Instance { name, .. } => (
                        self.builder.alias_export(self.roots[root], &foreign.name, ComponentExportKind::Type),
                        Origin::Import,
                        name.clone(),
                        Some(foreign.name.clone()),
                    ),
                    Root::Type(import) | Root::Function(import) => {
                        (self.roots[root], Origin::Import, self.agent.imports[*import].name.clone(), None)
                    }
                },
                TypeOrigin::Adapter(from) => (
                    self.builder.alias_export(self.adapters[from], &foreign.name, ComponentExportKind::Type),
                    Origin::Component,
                    self.names[from].clone(),
                    Some(foreign.name.clone()),
                ),
            };
            let argument = adapter::type_import(number);
            arguments.push((argument.clone(), ComponentExportKind::Type, index));
            self.wiring.push(Wire { component: name.clone(), argument, sort: Sort::Type, from, name: of, item });
        }
        for (number, root) in adapter.hosts.iter().map(|part| part.root).enumerate() {
            let argument = adapter::host_import(number);
            let (kind, sort) = match self.plan.roots[root] {
                Root::Instance { .. } => (ComponentExportKind::Instance, Sort::Instance),
                Root::Function(_) => (ComponentExportKind::Func, Sort::Func),
                Root::Type(_) => unreachable!("I3: types are passed on one by one"),
            };
            arguments.push((argument.clone(), kind, self.roots[root]));
            self.wiring.push(Wire {
                component: name.clone(),
                argument,
                sort,
                from: Origin::Import,
                name: self.root_name(root),
                item: None,
            });
        }
        let instance = self.builder.instantiate(None, component, arguments);
        self.adapters.push(instance);
    }

    fn root_name(&self, root: usize) -> String {
        match &self.plan.roots[root] {
            Root::Instance { name, .. } => name.clone(),
            Root::Function(import) | Root::Type(import) => self.agent.imports[*import].name.clone(),
        }
    }

    /// The argument for one of the agent's imports, and its line in the wiring.
    fn agent_argument(&mut self, import: usize) -> (String, ComponentExportKind, u32) {
        let name = self.agent.imports[import].name.clone();
        let (kind, sort) = match self.agent.imports[import].item {
            ImportItem::Interface(_) => (ComponentExportKind::Instance, Sort::Instance),
            ImportItem::Function(_) => (ComponentExportKind::Func, Sort::Func),
            ImportItem::Type(_) => (ComponentExportKind::Type, Sort::Type),
        };
        let (index, from, of, item) = match self.plan.providers[import].clone() {
            Provided::Root(root) => (self.roots[root], Origin::Import, self.root_name(root), None),
            Provided::Adapter(adapter) => (self.adapters[adapter], Origin::Component, self.names[adapter].clone(), None),
            Provided::AdapterFunction(adapter) => (
                self.builder.alias_export(self.adapters[adapter], &name, kind),
                Origin::Component,
                self.names[adapter].clone(),
                Some(name.clone()),
            ),
            Provided::TypeOf(of, item) => {
                let (instance, from, of) = match self.plan.providers[of] {
                    Provided::Root(root) => (self.roots[root], Origin::Import, self.root_name(root)),
                    Provided::Adapter(adapter) => (self.adapters[adapter], Origin::Component, self.names[adapter].clone()),
                    Provided::AdapterFunction(_) | Provided::TypeOf(..) => unreachable!("I3: an interface's provider is an instance"),
                };
                (self.builder.alias_export(instance, &item, kind), from, of, Some(item))
            }
        };
        self.wiring.push(Wire { component: AGENT.into(), argument: name.clone(), sort, from, name: of, item });
        (name, kind, index)
    }

    fn import(&self, root: &Root) -> Import {
        let resolve = &self.agent.resolve;
        match root {
            Root::Instance { name, interfaces, types, functions } => {
                let (mut listed, mut resources) = (vec![], vec![]);
                for interface in interfaces {
                    for (name, id) in resolve.interfaces[*interface].types.iter().filter(|(_, id)| types.contains(id)) {
                        if matches!(resolve.types[*id].kind, TypeDefKind::Resource) && !resources.contains(name) {
                            resources.push(name.clone());
                        }
                    }
                    for name in resolve.interfaces[*interface].functions.keys().filter(|name| functions.contains(*name)) {
                        if !listed.contains(name) {
                            listed.push(name.clone());
                        }
                    }
                }
                Import { name: name.clone(), sort: Sort::Instance, functions: listed, resources }
            }
            Root::Function(import) => {
                Import { name: self.agent.imports[*import].name.clone(), sort: Sort::Func, functions: vec![], resources: vec![] }
            }
            Root::Type(import) => {
                Import { name: self.agent.imports[*import].name.clone(), sort: Sort::Type, functions: vec![], resources: vec![] }
            }
        }
    }
}

/// Appends the custom section with the lockfile's text.
pub fn append_lockfile(suffix: &mut Vec<u8>, lockfile: &caplink_model::lockfile::Lockfile) {
    let text = lockfile.without_artifact().print();
    append(suffix, &wasm_encoder::CustomSection { name: caplink_model::lockfile::SECTION.into(), data: text.as_bytes().into() });
}
