//! The components of an agent, the outermost and all that are nested in it, as index spaces whose items say where they come from.
//!
//! In: the bytes of a component. Out: [`Agent`]: definitions, not instances, so its size is that of the bytes, however many instances they describe.
//! Nothing here recurses. Refused: what does not parse, and built-ins that start threads, which are no part of the accepted features.

use super::module::Module;
use crate::agent::nesting;
use std::collections::BTreeMap;
use wasmparser::{
    CanonicalFunction, CanonicalOption, ComponentAlias, ComponentExternalKind as Kind, ComponentInstance, ComponentOuterAliasKind,
    ComponentType, ComponentTypeRef, ExternalKind, Instance, Parser, Payload,
};

/// The number of a component among the definitions; the outermost has 0.
pub type ComponentId = usize;
/// The number of a core module among the definitions.
pub type ModuleId = usize;

/// All definitions.
pub struct Agent<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The components.
    pub components: Vec<Component<'a>>,
    /// The core modules.
    pub modules: Vec<Module<'a>>,
}

/// A component.
#[derive(Default)]
pub struct Component<'a> {
    /// In which it is nested.
    pub parent: Option<ComponentId>,
    /// Its instances.
    pub instances: Vec<Origin<'a>>,
    /// Its functions.
    pub functions: Vec<Origin<'a>>,
    /// The components that it knows.
    pub components: Vec<Origin<'a>>,
    /// The core modules that it knows.
    pub modules: Vec<Origin<'a>>,
    /// Its core functions.
    pub core_functions: Vec<Core<'a>>,
    /// Its core tables.
    pub core_tables: Vec<Core<'a>>,
    /// Its core globals.
    pub core_globals: Vec<Core<'a>>,
    /// Its core memories: exports of core instances.
    pub core_memories: Vec<(u32, &'a str)>,
    /// The memory that each lowered function names, by index of the function.
    pub lowered_memories: BTreeMap<u32, u32>,
    /// Its core instances.
    pub core_instances: Vec<CoreInstance<'a>>,
    /// The core functions that are destructors of resource types.
    pub destructors: Vec<u32>,
    /// Its exports by name.
    pub exports: BTreeMap<&'a str, (Sort, u32)>,
}

/// What an item of a component is, if functions can be reached through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// An instance.
    Instance,
    /// A function.
    Func,
    /// A component.
    Component,
    /// A core module.
    Module,
}

/// Where an item comes from.
pub enum Origin<'a> {
    /// An import, by name.
    Import(&'a str),
    /// Another item of the same sort.
    Same(u32),
    /// An export of an instance.
    Export(u32, &'a str),
    /// An item of the same sort of an enclosing component: how many steps outwards, and its index there.
    Outer(u32, u32),
    /// A definition in this place: component, or core module.
    Defined(usize),
    /// An instance of a component, with arguments by name.
    Instantiated(u32, BTreeMap<&'a str, (Sort, u32)>),
    /// An instance made of items by name.
    Bag(BTreeMap<&'a str, (Sort, u32)>),
    /// A lifted core function, with what the canonical ABI calls beside it: reallocation, callback, post-return.
    Lifted(u32, Vec<u32>),
}

/// Where a core item comes from.
pub enum Core<'a> {
    /// An export of a core instance.
    Export(u32, &'a str),
    /// A lowered function, with what the canonical ABI calls beside it.
    Lowered(u32, Vec<u32>),
    /// A built-in, with what the canonical ABI calls beside it.
    BuiltIn(Vec<u32>),
}

/// A core instance.
pub enum CoreInstance<'a> {
    /// An instance of a module, with arguments by name.
    Instantiated(u32, BTreeMap<&'a str, u32>),
    /// An instance made of items by name.
    Bag(BTreeMap<&'a str, (ExternalKind, u32)>),
}

/// A part of a component that does not parse, or is not accepted.
pub struct Unreadable;

impl From<wasmparser::BinaryReaderError> for Unreadable {
    fn from(_: wasmparser::BinaryReaderError) -> Self {
        Self
    }
}

/// Reads all definitions.
///
/// # Errors
/// If they do not parse; validation says what is wrong.
pub fn read(bytes: &[u8]) -> Result<Agent<'_>, Unreadable> {
    let mut agent = Agent { bytes, components: vec![Component::default()], modules: vec![] };
    let mut open = vec![Definition::Component(0)];
    for payload in Parser::new(0).parse_all(bytes) {
        match (payload?, *open.last().ok_or(Unreadable)?) {
            (Payload::ModuleSection { .. }, Definition::Component(parent)) => {
                let id = agent.modules.len();
                agent.components[parent].modules.push(Origin::Defined(id));
                agent.modules.push(Module::default());
                open.push(Definition::Module(id));
            }
            (Payload::ComponentSection { .. }, Definition::Component(parent)) => {
                let id = agent.components.len();
                agent.components[parent].components.push(Origin::Defined(id));
                agent.components.push(Component { parent: Some(parent), ..Component::default() });
                open.push(Definition::Component(id));
            }
            (Payload::End(_), _) => {
                open.pop();
            }
            (payload, Definition::Module(id)) => agent.modules[id].take(payload)?,
            (payload, Definition::Component(id)) => {
                if let Payload::ComponentTypeSection(section) = &payload {
                    nesting::check(bytes, section.range()).map_err(|_| Unreadable)?;
                }
                agent.components[id].take(payload)?;
            }
        }
    }
    if open.is_empty() { Ok(agent) } else { Err(Unreadable) }
}

#[derive(Clone, Copy)]
enum Definition {
    Component(ComponentId),
    Module(ModuleId),
}

impl<'a> Component<'a> {
    fn take(&mut self, payload: Payload<'a>) -> Result<(), Unreadable> {
        match payload {
            Payload::ComponentImportSection(section) => {
                for import in section {
                    let import = import?;
                    let origin = Origin::Import(import.name.name);
                    match import.ty {
                        ComponentTypeRef::Instance(_) => self.instances.push(origin),
                        ComponentTypeRef::Func(_) => self.functions.push(origin),
                        ComponentTypeRef::Component(_) => self.components.push(origin),
                        ComponentTypeRef::Module(_) => self.modules.push(origin),
                        ComponentTypeRef::Type(_) | ComponentTypeRef::Value(_) => {}
                    }
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    let export = export?;
                    // An export creates a new index of its own.
                    self.add(export.kind, Origin::Same(export.index));
                    if let Some(sort) = sort(export.kind) {
                        self.exports.insert(export.name.name, (sort, export.index));
                    }
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section {
                    match alias? {
                        ComponentAlias::InstanceExport { kind, instance_index, name } => {
                            self.add(kind, Origin::Export(instance_index, name))
                        }
                        ComponentAlias::CoreInstanceExport { kind, instance_index, name } => {
                            let origin = Core::Export(instance_index, name);
                            match kind {
                                ExternalKind::Func | ExternalKind::FuncExact => self.core_functions.push(origin),
                                ExternalKind::Table => self.core_tables.push(origin),
                                ExternalKind::Global => self.core_globals.push(origin),
                                ExternalKind::Memory => self.core_memories.push((instance_index, name)),
                                ExternalKind::Tag => {}
                            }
                        }
                        ComponentAlias::Outer { kind, count, index } => match kind {
                            ComponentOuterAliasKind::CoreModule => self.modules.push(Origin::Outer(count, index)),
                            ComponentOuterAliasKind::Component => self.components.push(Origin::Outer(count, index)),
                            ComponentOuterAliasKind::CoreType | ComponentOuterAliasKind::Type => {}
                        },
                    }
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    self.instances.push(match instance? {
                        ComponentInstance::Instantiate { component_index, args } => Origin::Instantiated(
                            component_index,
                            items(args.iter().map(|argument| (argument.name, argument.kind, argument.index))),
                        ),
                        ComponentInstance::FromExports(exports) => {
                            Origin::Bag(items(exports.iter().map(|export| (export.name.name, export.kind, export.index))))
                        }
                    });
                }
            }
            Payload::InstanceSection(section) => {
                for instance in section {
                    self.core_instances.push(match instance? {
                        Instance::Instantiate { module_index, args } => {
                            CoreInstance::Instantiated(module_index, args.iter().map(|argument| (argument.name, argument.index)).collect())
                        }
                        Instance::FromExports(exports) => {
                            CoreInstance::Bag(exports.iter().map(|export| (export.name, (export.kind, export.index))).collect())
                        }
                    });
                }
            }
            Payload::ComponentTypeSection(section) => {
                for ty in section {
                    if let ComponentType::Resource { dtor: Some(destructor), .. } = ty? {
                        self.destructors.push(destructor);
                    }
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    self.canonical(function?)?;
                }
            }
            Payload::ComponentStartSection { .. } => return Err(Unreadable),
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, kind: Kind, origin: Origin<'a>) {
        match sort(kind) {
            Some(Sort::Instance) => self.instances.push(origin),
            Some(Sort::Func) => self.functions.push(origin),
            Some(Sort::Component) => self.components.push(origin),
            Some(Sort::Module) => self.modules.push(origin),
            None => {}
        }
    }

    fn canonical(&mut self, function: CanonicalFunction) -> Result<(), Unreadable> {
        use CanonicalFunction as F;
        let options = match function {
            F::Lift { core_func_index, options, .. } => {
                self.functions.push(Origin::Lifted(core_func_index, called(&options)));
                return Ok(());
            }
            F::Lower { func_index, options } => {
                let memory =
                    options.iter().find_map(|option| if let CanonicalOption::Memory(memory) = option { Some(*memory) } else { None });
                if let (Some(memory), Ok(function)) = (memory, u32::try_from(self.core_functions.len())) {
                    self.lowered_memories.insert(function, memory);
                }
                self.core_functions.push(Core::Lowered(func_index, called(&options)));
                return Ok(());
            }
            F::ThreadSpawnRef { .. } | F::ThreadSpawnIndirect { .. } | F::ThreadNewIndirect { .. } => return Err(Unreadable),
            F::TaskReturn { options, .. }
            | F::StreamRead { options, .. }
            | F::StreamWrite { options, .. }
            | F::FutureRead { options, .. }
            | F::FutureWrite { options, .. }
            | F::ErrorContextNew { options }
            | F::ErrorContextDebugMessage { options } => called(&options),
            _ => vec![],
        };
        self.core_functions.push(Core::BuiltIn(options));
        Ok(())
    }
}

fn sort(kind: Kind) -> Option<Sort> {
    match kind {
        Kind::Instance => Some(Sort::Instance),
        Kind::Func => Some(Sort::Func),
        Kind::Component => Some(Sort::Component),
        Kind::Module => Some(Sort::Module),
        Kind::Type | Kind::Value => None,
    }
}

fn items<'a>(named: impl Iterator<Item = (&'a str, Kind, u32)>) -> BTreeMap<&'a str, (Sort, u32)> {
    named.filter_map(|(name, kind, index)| Some((name, (sort(kind)?, index)))).collect()
}

/// The core functions that the canonical ABI calls for options (Canonical ABI, `canonopt`).
fn called(options: &[CanonicalOption]) -> Vec<u32> {
    let function = |option: &CanonicalOption| match option {
        CanonicalOption::Realloc(function) | CanonicalOption::PostReturn(function) | CanonicalOption::Callback(function) => Some(*function),
        _ => None,
    };
    options.iter().filter_map(function).collect()
}
