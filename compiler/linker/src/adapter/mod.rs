//! Adapter components: a planned adapter in, the bytes of one component out.
//!
//! An adapter imports the named types that it takes from elsewhere (`tN`) and the parts of the host's instances that it passes on (`iN`); it exports every type and
//! function of the imports that it provides, flat, so that its instance can stand for each of them. What it does not pass on is a stub, or a guard before the
//! host's function, in one core module. It imports no function that the plan does not list.

mod convert;
mod core;
mod drops;
mod held;
mod membrane;
mod trampoline;
pub mod types;
pub mod value;

pub use self::convert::is_convertible;
pub use self::core::Answer;
pub use self::trampoline::Guard;

use self::core::{CoreModules, Import, Memory, Stub};
use self::drops::Dropped;
use self::types::{Listing, TypeMap, foreign, instance_type};
use crate::{
    agent::{Agent, ImportItem, definition, is_resource},
    capability::{Reader, Recorder, membrane::import_of},
    plan::{Adapter, HostPart},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wasm_encoder::{CanonicalOption, ComponentBuilder, ComponentExportKind, ComponentTypeRef, ExportKind, ModuleArg, TypeBounds, ValType};
use wit_parser::{Resolve, SizeAlign, Type, TypeDefKind, TypeId};

/// The name of the import for the foreign type with this number.
pub fn type_import(number: usize) -> String {
    format!("t{number}")
}

/// The name of the import for the part of a host instance, or the host's function, with this number.
pub fn host_import(number: usize) -> String {
    format!("i{number}")
}

/// Encodes an adapter.
pub fn encode(agent: &Agent, sizes: &SizeAlign, adapter: &Adapter) -> Vec<u8> {
    let mut encoder = Encoder {
        resolve: &agent.resolve,
        builder: ComponentBuilder::default(),
        types: TypeMap::new(&agent.resolve),
        outer: HashMap::new(),
        hosts: BTreeMap::new(),
        own: BTreeSet::new(),
        wrapped: vec![],
        base: 0,
        exported: BTreeMap::new(),
    };
    encoder.import_types(adapter);
    encoder.import_hosts(agent, adapter);
    if let Some(held) = &adapter.membrane {
        encoder.begin_membrane(agent, adapter, held);
    }
    for member in &adapter.members {
        encoder.export_types(agent, adapter, *member);
    }
    encoder.export_functions(agent, sizes, adapter);
    encoder.builder.finish()
}

/// Which functions run in an instance of their own: the async ones, if one of them is guarded and others are not async.
///
/// A guard of an async function waits until the host's function has started, which may be long after it was allowed, and until it has returned. No other async
/// function of the adapter starts meanwhile, as one that is lifted without `async` has the instance for itself; but one that is not async does. In the same
/// memory it would change what was decided on, or what the host returned (threats R5, R7; `tests/abi/delayed.rs`).
fn apart(stubs: &[Stub<'_>]) -> Vec<bool> {
    let is_async = |stub: &Stub<'_>| stub.function.kind.is_async();
    let waits = stubs.iter().any(|stub| is_async(stub) && matches!(stub.answer, Answer::Guarded(..)));
    let splits = waits && stubs.iter().any(|stub| !is_async(stub));
    stubs.iter().map(|stub| splits && is_async(stub)).collect()
}

/// Core functions by the module and the name under which a reader or recorder imports them.
type Tools = BTreeMap<&'static str, Vec<(String, u32)>>;

/// A resource that a membrane owns.
struct Wrapped {
    id: TypeId,
    interface: String,
    name: String,
    drop: u32,
}

struct Encoder<'a> {
    resolve: &'a Resolve,
    builder: ComponentBuilder,
    /// Types under the index by which exports and lifted functions must name them.
    types: TypeMap<'a>,
    /// Foreign types, by their definition: indices of their imports.
    outer: HashMap<TypeId, u32>,
    /// Instances and functions of the host, by the agent's import.
    hosts: BTreeMap<usize, u32>,
    /// The resources that the adapter defines.
    own: BTreeSet<TypeId>,
    /// Those of a membrane: by definition, with interface and name, and the core function that drops one.
    wrapped: Vec<Wrapped>,
    /// The instance of a membrane's memory.
    base: u32,
    /// The type names exported so far: which definition each is, and its index.
    exported: BTreeMap<String, (TypeId, u32)>,
}

impl Encoder<'_> {
    fn import_types(&mut self, adapter: &Adapter) {
        for (number, foreign) in adapter.foreign.iter().enumerate() {
            let bounds = if is_resource(self.resolve, foreign.id) {
                TypeBounds::SubResource
            } else {
                TypeBounds::Eq(self.types.define(&mut self.builder, foreign.id))
            };
            let index = self.builder.import(type_import(number).as_str(), ComponentTypeRef::Type(bounds));
            self.types.bind(foreign.id, index);
            self.outer.insert(foreign.id, index);
        }
    }

    fn import_hosts(&mut self, agent: &Agent, adapter: &Adapter) {
        for (number, part) in adapter.hosts.iter().enumerate() {
            let listed: Vec<_> = adapter.hosts.iter().map(|part| (part.import, &part.types)).collect();
            let index = self.import_host(agent, number, part, &listed);
            self.hosts.insert(part.import, index);
        }
    }

    fn interface_types<'b>(&self, agent: &'b Agent, import: usize) -> impl Iterator<Item = (&'b String, TypeId)> + use<'b> {
        let interface = match agent.imports[import].item {
            ImportItem::Interface(id) => Some(id),
            ImportItem::Function(_) | ImportItem::Type(_) => None,
        };
        interface.into_iter().flat_map(|id| agent.resolve.interfaces[id].types.iter().map(|(name, id)| (name, *id)))
    }

    fn import_host(&mut self, agent: &Agent, number: usize, part: &HostPart, listed: &[(usize, &BTreeSet<TypeId>)]) -> u32 {
        let HostPart { import, types, functions, .. } = part;
        let import = *import;
        let interface = match &agent.imports[import].item {
            ImportItem::Interface(interface) => *interface,
            ImportItem::Function(function) => {
                let ty = self.types.function(&mut self.builder, function);
                return self.builder.import(host_import(number).as_str(), ComponentTypeRef::Func(ty));
            }
            ImportItem::Type(_) => unreachable!("I3: types are passed on one by one"),
        };
        // A type that the adapter takes by itself is the same one here.
        let mut outer: HashMap<_, _> =
            types.iter().filter_map(|id| Some((*id, *self.outer.get(&definition(self.resolve, *id))?))).collect();
        // So is one of another part of the host.
        for id in types.iter().filter(|id| foreign(self.resolve, **id).is_some()) {
            let target = definition(self.resolve, *id);
            let home = import_of(agent, target).filter(|home| *home != import);
            let home = home.filter(|home| listed.iter().any(|(part, types)| part == home && types.contains(&target)));
            let home = home.and_then(|home| self.hosts.get(&home).copied());
            if let (Some(home), Some(name)) = (home, &self.resolve.types[target].name)
                && !outer.contains_key(id)
            {
                outer.insert(*id, self.builder.alias_export(home, name, ComponentExportKind::Type));
            }
        }
        let instance = instance_type(self.resolve, &Listing { interfaces: &[interface], types, functions }, &outer);
        let index = self.builder.type_instance(None, &instance);
        self.builder.import(host_import(number).as_str(), ComponentTypeRef::Instance(index))
    }

    /// Exports every type of a member, the host's as they are, its own as new ones.
    fn export_types(&mut self, agent: &Agent, adapter: &Adapter, member: usize) {
        let host = adapter.hosts.iter().find(|part| part.import == member);
        for (name, id) in self.interface_types(agent, member) {
            let defined = definition(self.resolve, id);
            // Another member of the unit has exported it under the same name.
            if let Some((_, index)) = self.exported.get(name).filter(|(other, _)| *other == defined) {
                self.types.bind(id, *index);
                continue;
            }
            let listed = host.is_some_and(|part| part.types.contains(&id));
            let shared = foreign(self.resolve, id).and_then(|target| self.types.find(target));
            let is_wrapped = |id: &TypeId| self.wrapped.iter().any(|wrapped| wrapped.id == *id);
            let own = self.wrapped.iter().find(|wrapped| wrapped.id == id).map(|wrapped| wrapped.drop);
            // What is made of a resource of the membrane is none of the host's.
            let listed = listed && !types::mentioned(self.resolve, vec![Type::Id(id)]).iter().any(is_wrapped);
            let index = if let Some(drop) = own {
                self.own.insert(id);
                self.builder.type_resource(None, ValType::I32, Some(drop))
            } else if let Some(index) = shared {
                index
            } else if listed {
                // Records and the like too: an export of the root may mention only types that its imports name.
                self.builder.alias_export(self.hosts[&member], name, ComponentExportKind::Type)
            } else if matches!(self.resolve.types[id].kind, TypeDefKind::Resource) {
                self.own.insert(id);
                self.builder.type_resource(None, ValType::I32, None)
            } else if let Some(index) = self.types.find(id) {
                index
            } else {
                self.types.define(&mut self.builder, id)
            };
            let exported = self.builder.export(name.as_str(), ComponentExportKind::Type, index, None);
            self.types.bind(id, exported);
            self.exported.insert(name.clone(), (defined, exported));
        }
    }

    fn export_functions(&mut self, agent: &Agent, sizes: &SizeAlign, adapter: &Adapter) {
        let stubs: Vec<_> = adapter
            .members
            .iter()
            .flat_map(|member| {
                agent.imports[*member].functions(self.resolve).into_iter().map(move |(name, function)| (*member, name, function))
            })
            .filter_map(|(member, name, function)| {
                Some((Stub { function, answer: adapter.answers.get(&(member, name.to_string()))?.clone() }, (member, name)))
            })
            .collect();
        let (stubs, places): (Vec<_>, Vec<_>) = stubs.into_iter().unzip();
        let own = &self.own;
        let core = self::core::generate(self.resolve, sizes, &stubs, |resource| own.contains(&resource));
        let apart = apart(&stubs);
        let lifted = if stubs.is_empty() { vec![] } else { self.instantiate(agent, adapter, &core, &places, &apart) };
        let membrane = adapter.membrane.as_ref().map(|held| (held, self.finish_membrane(agent, adapter, held)));
        let converted = membrane.as_ref().map(|(held, (instance, _))| self.convert(agent, sizes, held, *instance)).unwrap_or_default();
        let stub_of: BTreeMap<_, _> = places.into_iter().enumerate().map(|(number, place)| (place, number)).collect();
        for member in &adapter.members {
            for (name, function) in agent.imports[*member].functions(self.resolve) {
                let ty = self.types.function(&mut self.builder, function);
                let held = membrane.as_ref().filter(|(held, _)| held.provides.contains(&(*member, name.to_string())));
                let index = match stub_of.get(&(*member, name)) {
                    None if converted.contains_key(&(*member, name.to_string())) => {
                        let (_, (_, options)) = membrane.as_ref().expect("I3: what is converted has a membrane");
                        let core = converted[&(*member, name.to_string())];
                        self.builder.lift_func(None, core, ty, options.iter().copied())
                    }
                    None if held.is_some() => {
                        let (_, (instance, options)) = held.expect("it was just seen");
                        let exported = format!("{}#{name}", agent.imports[*member].policy_name());
                        let core = self.builder.core_alias_export(None, *instance, &exported, ExportKind::Func);
                        self.builder.lift_func(None, core, ty, options.iter().copied())
                    }
                    Some(number) => {
                        let (instance, options) = &lifted[usize::from(apart[*number])];
                        let core = self.builder.core_alias_export(None, *instance, &format!("f{number}"), ExportKind::Func);
                        self.builder.lift_func(None, core, ty, options.iter().copied())
                    }
                    None => self.builder.alias_export(self.hosts[member], name, ComponentExportKind::Func),
                };
                let exported = if name.is_empty() { agent.imports[*member].name.as_str() } else { name };
                self.builder.export(exported, ComponentExportKind::Func, index, Some(ComponentTypeRef::Func(ty)));
            }
        }
    }

    /// Instantiates the core modules, twice if some functions stand `apart`: the instances of the code, and the options by which functions are lifted.
    fn instantiate(
        &mut self,
        agent: &Agent,
        adapter: &Adapter,
        core: &CoreModules,
        places: &[(usize, &str)],
        apart: &[bool],
    ) -> Vec<(u32, Vec<CanonicalOption>)> {
        let times = 1 + usize::from(apart.contains(&true));
        let (mut shared, mut lowering) = (vec![], vec![]);
        if let Memory::Shared(modules) = &core.memory {
            let module = self.builder.core_module(None, &modules.memory);
            let engine = self.builder.core_module_raw(None, modules.engine);
            let recorder = adapter.recorder.as_ref().map(|recorder| (recorder, self.builder.core_module_raw(None, recorder.bytes)));
            let reader = modules.reader.map(|reader| (reader, self.builder.core_module_raw(None, reader.bytes)));
            for _ in 0..times {
                let memory = self.builder.core_instantiate(None, module, std::iter::empty::<(&str, ModuleArg)>());
                let options = self.options(memory, "memory");
                let engine = self.builder.core_instantiate(None, engine, [("env", ModuleArg::Instance(memory))]);
                let mut instances = vec![("m", ModuleArg::Instance(memory)), ("e", ModuleArg::Instance(engine))];
                let mut asked = engine;
                if let Some((recorder, module)) = recorder {
                    let tools = self.tools_of_recorder(recorder, &options);
                    asked = self.instantiate_tool(module, (memory, engine), tools);
                    instances.push(("o", ModuleArg::Instance(asked)));
                }
                if let Some((reader, module)) = reader {
                    let tools = self.tools_of_reader(agent, reader, &options);
                    let reader = self.instantiate_tool(module, (memory, asked), tools);
                    instances.push(("c", ModuleArg::Instance(reader)));
                }
                shared.push(instances);
                lowering.push(options);
            }
        }
        let of_import = |import: &Import| match import {
            Import::Forward(stub) => lowering[usize::from(apart[*stub])].as_slice(),
            Import::Drop(_) | Import::New(_) | Import::Subscribe => &[],
        };
        let supplied: Vec<_> = core.imports.iter().map(|import| self.supply(adapter, import, places, of_import(import))).collect();
        let module = self.builder.core_module(None, &core.code);
        let mut arguments = vec![];
        if !supplied.is_empty() {
            let names: Vec<_> = (0..supplied.len()).map(|number| number.to_string()).collect();
            let exports = names.iter().zip(&supplied).map(|(name, index)| (name.as_str(), ExportKind::Func, *index));
            arguments.push(("h", ModuleArg::Instance(self.builder.core_instantiate_exports(None, exports))));
        }
        if shared.is_empty() {
            let instance = self.builder.core_instantiate(None, module, arguments);
            let options = if matches!(core.memory, Memory::Own) { self.options(instance, "m") } else { vec![] };
            return vec![(instance, options)];
        }
        // The code imports the engine only where nothing stands before it; an argument more does no harm.
        let with = |own: Vec<(&'static str, ModuleArg)>| {
            self.builder.core_instantiate(None, module, arguments.iter().copied().chain(own).collect::<Vec<_>>())
        };
        shared.into_iter().map(with).zip(lowering).collect()
    }

    /// The host's functions that a reader calls.
    fn tools_of_reader(&mut self, agent: &Agent, reader: &Reader, options: &[CanonicalOption]) -> Tools {
        let mut supplied = Tools::new();
        for (interface, name) in reader.calls {
            let host = self.host_named(agent, interface);
            let lowered = self.lowered(host, name, options);
            supplied.entry(interface).or_default().push(((*name).to_string(), lowered));
        }
        for (interface, name) in reader.drops {
            let host = self.host_named(agent, interface);
            let resource = self.builder.alias_export(host, name, ComponentExportKind::Type);
            let dropped = self.builder.resource_drop(resource);
            supplied.entry(interface).or_default().push((format!("[resource-drop]{name}"), dropped));
        }
        supplied
    }

    /// The host's functions that a recorder calls.
    fn tools_of_recorder(&mut self, recorder: &Recorder, options: &[CanonicalOption]) -> Tools {
        let mut supplied = Tools::new();
        for tool in &recorder.calls {
            let lowered = self.lowered(self.hosts[&tool.import], tool.function, options);
            supplied.entry(tool.interface).or_default().push((tool.function.to_string(), lowered));
        }
        for (interface, name, id) in &recorder.drops {
            let resource = self.types.find(*id).expect("I5: every resource is bound before it is used");
            let dropped = self.builder.resource_drop(resource);
            supplied.entry(interface).or_default().push((format!("[resource-drop]{name}"), dropped));
        }
        supplied
    }

    fn lowered(&mut self, host: u32, name: &str, options: &[CanonicalOption]) -> u32 {
        let function = self.builder.alias_export(host, name, ComponentExportKind::Func);
        self.builder.lower_func(None, function, options.iter().copied())
    }

    /// Instantiates a reader or recorder over a memory and what it asks for decisions, with the host's functions that it calls.
    fn instantiate_tool(&mut self, module: u32, (memory, asked): (u32, u32), tools: Tools) -> u32 {
        let mut arguments = vec![("env", ModuleArg::Instance(memory)), ("e", ModuleArg::Instance(asked))];
        for (interface, functions) in tools {
            let exports = functions.iter().map(|(name, index)| (name.as_str(), ExportKind::Func, *index));
            arguments.push((interface, ModuleArg::Instance(self.builder.core_instantiate_exports(None, exports))));
        }
        self.builder.core_instantiate(None, module, arguments)
    }

    /// The instance of the host for an interface, whatever its version.
    fn host_named(&self, agent: &Agent, interface: &str) -> u32 {
        let is_it = |import: &usize| agent.imports[*import].interface.as_ref().is_some_and(|name| name.unversioned() == interface);
        let found = self.hosts.iter().find(|(import, _)| is_it(import));
        *found.expect("I3: what a reader calls is planned").1
    }

    /// The options by which strings and lists pass: the memory and the allocator of an instance.
    fn options(&mut self, instance: u32, memory: &str) -> Vec<CanonicalOption> {
        let memory = self.builder.core_alias_export(None, instance, memory, ExportKind::Memory);
        let allocator = self.builder.core_alias_export(None, instance, "r", ExportKind::Func);
        vec![CanonicalOption::UTF8, CanonicalOption::Memory(memory), CanonicalOption::Realloc(allocator)]
    }

    fn drop_of(&mut self, dropped: Dropped) -> u32 {
        match dropped {
            Dropped::Resource(id) => {
                let ty = self.types.find(id).expect("I5: every resource is bound before it is used");
                self.builder.resource_drop(ty)
            }
            Dropped::Stream(id) => {
                let ty = self.types.define(&mut self.builder, id);
                self.builder.stream_drop_readable(ty)
            }
            Dropped::Future(id) => {
                let ty = self.types.define(&mut self.builder, id);
                self.builder.future_drop_readable(ty)
            }
        }
    }

    fn supply(&mut self, adapter: &Adapter, import: &Import, places: &[(usize, &str)], options: &[CanonicalOption]) -> u32 {
        let bound = |types: &TypeMap<'_>, id| types.find(id).expect("I5: every resource is bound before it is used");
        match import {
            Import::Drop(dropped) => self.drop_of(*dropped),
            Import::New(id) => {
                let ty = bound(&self.types, *id);
                self.builder.resource_new(ty)
            }
            Import::Subscribe => {
                let clock = adapter.clock.expect("I3: a ready pollable is planned with a clock");
                let function = self.builder.alias_export(self.hosts[&clock], "subscribe-duration", ComponentExportKind::Func);
                self.builder.lower_func(None, function, [])
            }
            Import::Forward(stub) => {
                let (member, name) = places[*stub];
                let host = self.hosts[&member];
                // A function that the world imports directly is the import itself.
                let function = if name.is_empty() { host } else { self.builder.alias_export(host, name, ComponentExportKind::Func) };
                self.builder.lower_func(None, function, options.iter().copied())
            }
        }
    }
}
