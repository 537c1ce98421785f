//! Where an item comes from, through aliases, exports, arguments and instances.
//!
//! In: the definitions of an agent. Out: for any item the definitions that it may be. One definition may have many instances; what any of them is given, all
//! are taken to be given, so the answer is a superset, and its cost does not grow with the number of instances. Must hold: every origin of an item is found, or
//! [`GiveUp`] is returned. Nothing recurses, and all resolutions together take at most [`STEPS`].

use super::component::{Agent, Component, ComponentId, Core, CoreInstance, ModuleId, Origin, Sort};
use super::module::Space;
use caplink_model::limits;
use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};

/// Steps of all resolutions together: a hundred times what the largest real agents take, and a few seconds without optimisation.
const STEPS: u32 = 1_000_000;
/// Names on the way into instances of instances. Each step of a resolution keeps them, so they must be few.
const PATH: usize = 8;

/// Why the analysis has no answer; the caller then takes everything for demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveUp {
    /// Something does not parse, or is not there.
    Unreadable,
    /// It would take too long.
    TooLarge,
}

/// What an item is in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target<'a> {
    /// A function of the host: name of the agent's import, and name in it, empty for an imported function.
    Host(&'a str, &'a str),
    /// An instance of the host.
    HostInstance(&'a str),
    /// A lifted function: component, and index among its functions.
    Lifted(ComponentId, u32),
    /// A lowered function: component, and index among its core functions.
    Lowered(ComponentId, u32),
    /// A built-in: component, and index among its core functions.
    BuiltIn(ComponentId, u32),
    /// A function, table or global of a module's own.
    Core(ModuleId, u32),
    /// An instance that the agent makes: component, and index among its instances.
    Instance(ComponentId, u32),
    /// A component.
    Component(ComponentId),
    /// A core module.
    Module(ModuleId),
}

/// An item, and for an instance which item in it is meant.
#[derive(Clone, PartialEq, Eq, Hash)]
enum At<'a> {
    Item(ComponentId, Sort, u32, Vec<(Sort, &'a str)>),
    Core(ComponentId, Space, u32),
    CoreExport(ComponentId, Space, u32, &'a str),
    Module(ModuleId, Space, u32),
}

/// Which definitions are instantiated where.
pub struct Links<'a, 'b> {
    agent: &'b Agent<'a>,
    /// For each component and instance of it, what is instantiated.
    components: Vec<Vec<Vec<ComponentId>>>,
    /// The same for core instances and modules.
    modules: Vec<Vec<Vec<ModuleId>>>,
    /// Where each component is instantiated.
    sites: Vec<Vec<(ComponentId, u32)>>,
    /// Where each module is instantiated.
    module_sites: Vec<Vec<(ComponentId, u32)>>,
    steps: Cell<u32>,
}

impl<'a, 'b> Links<'a, 'b> {
    /// Finds out what is instantiated, from the outermost component on.
    ///
    /// # Errors
    /// If something is not there, or it takes too long.
    pub fn new(agent: &'b Agent<'a>) -> Result<Self, GiveUp> {
        let mut links = Self {
            agent,
            components: agent.components.iter().map(|component| vec![vec![]; component.instances.len()]).collect(),
            modules: agent.components.iter().map(|component| vec![vec![]; component.core_instances.len()]).collect(),
            sites: vec![vec![]; agent.components.len()],
            module_sites: vec![vec![]; agent.modules.len()],
            steps: Cell::new(0),
        };
        // Each round follows arguments one instance further.
        for _ in 0..limits::NESTING + 2 {
            if !links.round()? {
                return if links.is_whole() { Ok(links) } else { Err(GiveUp::Unreadable) };
            }
        }
        Err(GiveUp::TooLarge)
    }

    /// Whether it is known of each instance that there is of what it is one: one of nothing would call nothing.
    fn is_whole(&self) -> bool {
        let mut live = self.agent.components.iter().enumerate().filter(|(id, _)| self.is_live(*id));
        live.all(|(id, component)| {
            let mut made = component.instances.iter().zip(&self.components[id]);
            let mut core = component.core_instances.iter().zip(&self.modules[id]);
            made.all(|(origin, of)| !matches!(origin, Origin::Instantiated(..)) || !of.is_empty())
                && core.all(|(instance, of)| !matches!(instance, CoreInstance::Instantiated(..)) || !of.is_empty())
        })
    }

    /// Whether something was found.
    fn round(&mut self) -> Result<bool, GiveUp> {
        let mut found = false;
        for (id, component) in self.agent.components.iter().enumerate() {
            if !self.is_live(id) {
                continue;
            }
            for (number, origin) in component.instances.iter().enumerate() {
                let Origin::Instantiated(index, _) = origin else { continue };
                let targets = self.item(id, Sort::Component, *index)?;
                // What was found stays found, so equal lengths are equal sets.
                if targets.len() == self.components[id][number].len() {
                    continue;
                }
                let known: HashSet<ComponentId> = self.components[id][number].iter().copied().collect();
                for target in targets {
                    let Target::Component(target) = target else { return Err(GiveUp::Unreadable) };
                    if !known.contains(&target) {
                        self.components[id][number].push(target);
                        self.sites[target].push((id, small(number)?));
                        found = true;
                    }
                }
            }
            for (number, instance) in component.core_instances.iter().enumerate() {
                let CoreInstance::Instantiated(index, _) = instance else { continue };
                let targets = self.item(id, Sort::Module, *index)?;
                if targets.len() == self.modules[id][number].len() {
                    continue;
                }
                let known: HashSet<ModuleId> = self.modules[id][number].iter().copied().collect();
                for target in targets {
                    let Target::Module(target) = target else { return Err(GiveUp::Unreadable) };
                    if !known.contains(&target) {
                        self.modules[id][number].push(target);
                        self.module_sites[target].push((id, small(number)?));
                        found = true;
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether a component is instantiated at all.
    pub fn is_live(&self, component: ComponentId) -> bool {
        component == 0 || !self.sites[component].is_empty()
    }

    /// Whether a module is instantiated at all.
    pub fn is_live_module(&self, module: ModuleId) -> bool {
        !self.module_sites[module].is_empty()
    }

    /// Where a module is instantiated.
    pub fn sites_of(&self, module: ModuleId) -> &[(ComponentId, u32)] {
        &self.module_sites[module]
    }

    /// What an item of a component may be.
    ///
    /// # Errors
    /// As [`GiveUp`] says.
    pub fn item(&self, component: ComponentId, sort: Sort, index: u32) -> Result<Vec<Target<'a>>, GiveUp> {
        self.resolve(At::Item(component, sort, index, vec![]))
    }

    /// What a core item of a component may be.
    ///
    /// # Errors
    /// As [`GiveUp`] says.
    pub fn core(&self, component: ComponentId, space: Space, index: u32) -> Result<Vec<Target<'a>>, GiveUp> {
        self.resolve(At::Core(component, space, index))
    }

    /// What an item of a module may be.
    ///
    /// # Errors
    /// As [`GiveUp`] says.
    pub fn of_module(&self, module: ModuleId, space: Space, index: u32) -> Result<Vec<Target<'a>>, GiveUp> {
        self.resolve(At::Module(module, space, index))
    }

    /// The functions that an instance which the agent makes has, those of instances in it included.
    ///
    /// # Errors
    /// As [`GiveUp`] says.
    pub fn functions_of(&self, component: ComponentId, instance: u32) -> Result<Vec<(&'a str, Target<'a>)>, GiveUp> {
        let mut functions = vec![];
        let mut open = vec![(component, instance)];
        let mut seen = BTreeSet::from([(component, instance)]);
        while let Some((component, instance)) = open.pop() {
            self.step()?;
            let items: Vec<(ComponentId, &'a str, Sort, u32)> = match get(&self.agent.components[component].instances, instance)? {
                Origin::Bag(items) => items.iter().map(|(name, (sort, index))| (component, *name, *sort, *index)).collect(),
                Origin::Instantiated(..) => {
                    let made = &self.components[component][instance as usize];
                    let exports = made.iter().flat_map(|id| self.agent.components[*id].exports.iter().map(move |export| (*id, export)));
                    exports.map(|(id, (name, (sort, index)))| (id, *name, *sort, *index)).collect()
                }
                _ => return Err(GiveUp::Unreadable),
            };
            for (component, name, sort, index) in items.into_iter().filter(|(_, _, sort, _)| matches!(sort, Sort::Func | Sort::Instance)) {
                for target in self.item(component, sort, index)? {
                    match target {
                        Target::Instance(component, instance) => {
                            if seen.insert((component, instance)) {
                                open.push((component, instance));
                            }
                        }
                        other => functions.push((name, other)),
                    }
                }
            }
        }
        Ok(functions)
    }

    fn step(&self) -> Result<(), GiveUp> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > STEPS { Err(GiveUp::TooLarge) } else { Ok(()) }
    }

    fn resolve(&self, start: At<'a>) -> Result<Vec<Target<'a>>, GiveUp> {
        let (mut targets, mut next) = (vec![], vec![]);
        // Most items have one origin each; a circle of those has no end, and takes all steps.
        let mut at = start;
        loop {
            self.step()?;
            self.origins(at, &mut next, &mut targets)?;
            match next.pop() {
                None => return Ok(targets),
                Some(only) if next.is_empty() && targets.is_empty() => at = only,
                Some(last) => {
                    next.push(last);
                    break;
                }
            }
        }
        let (mut seen, mut open) = (HashSet::new(), vec![]);
        loop {
            for at in next.drain(..) {
                self.step()?;
                if seen.insert(at.clone()) {
                    open.push(at);
                }
            }
            let Some(at) = open.pop() else { break };
            self.step()?;
            self.origins(at, &mut next, &mut targets)?;
        }
        targets.sort_unstable();
        targets.dedup();
        Ok(targets)
    }

    /// One step of a resolution: what an item is, or which items it is.
    fn origins(&self, at: At<'a>, next: &mut Vec<At<'a>>, targets: &mut Vec<Target<'a>>) -> Result<(), GiveUp> {
        match at {
            At::Item(component, sort, index, path) => self.of_item(component, sort, index, path, next, targets)?,
            At::Core(component, space, index) => match self.core_origin(component, space, index)? {
                Core::Export(instance, name) => next.push(At::CoreExport(component, space, *instance, name)),
                Core::Lowered(..) => targets.push(Target::Lowered(component, index)),
                Core::BuiltIn(_) => targets.push(Target::BuiltIn(component, index)),
            },
            At::CoreExport(component, space, instance, name) => match get(&self.agent.components[component].core_instances, instance)? {
                CoreInstance::Bag(items) => {
                    let (_, index) = items.get(name).ok_or(GiveUp::Unreadable)?;
                    next.push(At::Core(component, space, *index));
                }
                CoreInstance::Instantiated(..) => {
                    for module in &self.modules[component][instance as usize] {
                        let (_, index) = self.agent.modules[*module].exports.get(name).ok_or(GiveUp::Unreadable)?;
                        next.push(At::Module(*module, space, *index));
                    }
                }
            },
            At::Module(module, space, index) => match self.import_of(module, space, index)? {
                None => targets.push(Target::Core(module, index)),
                Some(number) => {
                    let import = &self.agent.modules[module].imports[number];
                    for (component, instance) in &self.module_sites[module] {
                        let CoreInstance::Instantiated(_, arguments) = get(&self.agent.components[*component].core_instances, *instance)?
                        else {
                            return Err(GiveUp::Unreadable);
                        };
                        let argument = arguments.get(import.module).ok_or(GiveUp::Unreadable)?;
                        next.push(At::CoreExport(*component, space, *argument, import.name));
                    }
                }
            },
        }
        Ok(())
    }

    fn of_item(
        &self,
        component: ComponentId,
        sort: Sort,
        index: u32,
        mut path: Vec<(Sort, &'a str)>,
        next: &mut Vec<At<'a>>,
        targets: &mut Vec<Target<'a>>,
    ) -> Result<(), GiveUp> {
        match origin(&self.agent.components[component], sort, index)? {
            Origin::Same(same) => next.push(At::Item(component, sort, *same, path)),
            Origin::Export(instance, name) => {
                if path.len() == PATH {
                    return Err(GiveUp::TooLarge);
                }
                path.push((sort, name));
                next.push(At::Item(component, Sort::Instance, *instance, path));
            }
            Origin::Outer(count, index) => {
                let mut outer = component;
                for _ in 0..*count {
                    self.step()?;
                    outer = self.agent.components[outer].parent.ok_or(GiveUp::Unreadable)?;
                }
                next.push(At::Item(outer, sort, *index, path));
            }
            Origin::Defined(id) if sort == Sort::Module => targets.push(Target::Module(*id)),
            Origin::Defined(id) => targets.push(Target::Component(*id)),
            Origin::Lifted(..) => targets.push(Target::Lifted(component, index)),
            Origin::Import(name) if component == 0 => targets.push(match (sort, path.as_slice()) {
                (Sort::Func, []) => Target::Host(name, ""),
                (Sort::Instance, []) => Target::HostInstance(name),
                (Sort::Instance, [(Sort::Func, function)]) => Target::Host(name, function),
                _ => return Err(GiveUp::Unreadable),
            }),
            Origin::Import(name) => {
                for (site, instance) in &self.sites[component] {
                    let Origin::Instantiated(_, arguments) = get(&self.agent.components[*site].instances, *instance)? else {
                        return Err(GiveUp::Unreadable);
                    };
                    let (_, index) = arguments.get(name).ok_or(GiveUp::Unreadable)?;
                    next.push(At::Item(*site, sort, *index, path.clone()));
                }
            }
            Origin::Bag(items) => match path.pop() {
                None => targets.push(Target::Instance(component, index)),
                Some((sort, name)) => {
                    let (_, index) = items.get(name).ok_or(GiveUp::Unreadable)?;
                    next.push(At::Item(component, sort, *index, path));
                }
            },
            Origin::Instantiated(..) => match path.pop() {
                None => targets.push(Target::Instance(component, index)),
                Some((sort, name)) => {
                    for id in &self.components[component][index as usize] {
                        let (_, index) = self.agent.components[*id].exports.get(name).ok_or(GiveUp::Unreadable)?;
                        next.push(At::Item(*id, sort, *index, path.clone()));
                    }
                }
            },
        }
        Ok(())
    }

    fn core_origin(&self, component: ComponentId, space: Space, index: u32) -> Result<&'b Core<'a>, GiveUp> {
        let component = &self.agent.components[component];
        let items = match space {
            Space::Func => &component.core_functions,
            Space::Table => &component.core_tables,
            Space::Global => &component.core_globals,
        };
        get(items, index)
    }

    fn import_of(&self, module: ModuleId, space: Space, index: u32) -> Result<Option<usize>, GiveUp> {
        let module = &self.agent.modules[module];
        match space {
            Space::Func if (index as usize) < module.functions.len() => Ok(module.import_of(index)),
            Space::Func => Err(GiveUp::Unreadable),
            Space::Table => Ok(get(&module.tables, index)?.import),
            Space::Global => Ok(get(&module.globals, index)?.import),
        }
    }
}

fn origin<'a, 'b>(component: &'b Component<'a>, sort: Sort, index: u32) -> Result<&'b Origin<'a>, GiveUp> {
    let items = match sort {
        Sort::Instance => &component.instances,
        Sort::Func => &component.functions,
        Sort::Component => &component.components,
        Sort::Module => &component.modules,
    };
    get(items, index)
}

fn get<T>(items: &[T], index: u32) -> Result<&T, GiveUp> {
    items.get(index as usize).ok_or(GiveUp::Unreadable)
}

fn small(number: usize) -> Result<u32, GiveUp> {
    u32::try_from(number).map_err(|_| GiveUp::TooLarge)
}
