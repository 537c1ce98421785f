//! The walk from what the host can start to the functions that lowered imports reach.
//!
//! In: definitions, links, and which exports are granted. Out: [`Walk`]: each node that is reached, with the step that reached it first, by the fewest calls through
//! tables and then by the fewest calls at all. Roots are granted exports with everything the canonical ABI calls for them, start functions, and destructors
//! (threats E2). Must hold: what may be called is reached (threats E3); each function body is read at most once. Nothing recurses.
//!
//! Long because tables, globals and calls are followed by one walk over one state.

use super::body::{self, Event};
use super::component::{Agent, ComponentId, Core, ModuleId, Origin, Sort};
use super::holder::{ANY, ANYWHERE, Function, Holders, Signature};
use super::module::{Item, Space};
use super::resolve::{GiveUp, Links, Target};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::rc::Rc;
use wasmparser::{ConstExpr, Operator, ValType};

/// Work on tables, globals and calls of imports with several targets: a hundred times what the largest real agents need, and a few seconds without optimisation.
const WORK: u64 = 4_000_000;

/// What may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node<'a> {
    /// A function of a module's own, by function index.
    Function(ModuleId, u32),
    /// A lowered function or a built-in: component, and index among its core functions.
    Canonical(ComponentId, u32),
    /// A lifted function: component, and index among its functions.
    Lifted(ComponentId, u32),
    /// A function of the host: import and name.
    Host(&'a str, &'a str),
}

/// By what a node is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// The host calls an export: name of the export, and name of the function in it, empty for a function.
    Export(&'a str, &'a str),
    /// It is a start function.
    Start,
    /// It is the destructor of a resource type.
    Destructor,
    /// A call that names it, or a slot or global that holds nothing else.
    Call,
    /// A call through a table, or of a reference.
    Table,
    /// The canonical ABI: lifting, lowering, reallocation, callback, post-return.
    Abi,
}

/// The step that reached a node.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// From where; `None` for a root.
    pub from: Option<u32>,
    /// By what.
    pub by: By<'a>,
    /// Where the instruction lies in the agent's bytes; 0 if there is none.
    pub place: u64,
    /// How many calls through tables lead there, and how many steps.
    pub cost: (u32, u32),
}

/// What was reached.
pub struct Walk<'a> {
    /// For each node that was reached, the step.
    pub steps: Vec<Option<Step<'a>>>,
    /// How many functions the fullest table, or everything that may be anywhere, holds.
    pub largest: usize,
    /// The functions of the host that were reached, with their nodes.
    pub hosts: BTreeMap<(&'a str, &'a str), u32>,
    host_names: Vec<(&'a str, &'a str)>,
    numbering: Numbering,
    edges: Edges,
    holders: Holders,
    imports: HashMap<Function, Rc<[u32]>>,
}

/// Every call that was found.
#[derive(Default)]
struct Edges {
    /// By name, by lifting and lowering: from which node to which.
    direct: Vec<(u32, u32)>,
    /// Through holders.
    through: Vec<(u32, Through)>,
}

/// A call through what a holder holds.
#[derive(Clone, Copy)]
struct Through {
    holder: usize,
    signature: Signature,
    slot: Option<u64>,
}

/// Nodes as dense numbers; hosts come last.
struct Numbering {
    functions: Vec<u32>,
    canonical: Vec<u32>,
    lifted: Vec<u32>,
    hosts: u32,
    imported: Vec<u32>,
}

impl Numbering {
    fn new(agent: &Agent<'_>) -> Result<Self, GiveUp> {
        let mut next = 0_u32;
        let mut count = |length: usize| -> Result<u32, GiveUp> {
            let first = next;
            next = u32::try_from(length).ok().and_then(|length| next.checked_add(length)).ok_or(GiveUp::TooLarge)?;
            Ok(first)
        };
        let functions = agent.modules.iter().map(|module| count(module.bodies.len())).collect::<Result<_, _>>()?;
        let canonical = agent.components.iter().map(|component| count(component.core_functions.len())).collect::<Result<_, _>>()?;
        let lifted = agent.components.iter().map(|component| count(component.functions.len())).collect::<Result<_, _>>()?;
        let imported = agent.modules.iter().map(|module| module.imported_functions).collect();
        Ok(Self { functions, canonical, lifted, imported, hosts: next })
    }
}

impl<'a> Walk<'a> {
    /// The node of a number.
    pub fn node(&self, number: u32) -> Node<'a> {
        let numbering = &self.numbering;
        // The last group that starts at or before the number; empty groups start where the next one does.
        let within =
            |starts: &[u32]| starts.partition_point(|start| *start <= number).checked_sub(1).map(|group| (group, number - starts[group]));
        if number >= numbering.hosts {
            let (import, name) = self.host_names[(number - numbering.hosts) as usize];
            return Node::Host(import, name);
        }
        let first = |starts: &[u32]| starts.first().is_some_and(|first| number >= *first);
        if first(&numbering.lifted) {
            let (component, index) = within(&numbering.lifted).expect("it is behind the first");
            return Node::Lifted(component, index);
        }
        if first(&numbering.canonical) {
            let (component, index) = within(&numbering.canonical).expect("it is behind the first");
            return Node::Canonical(component, index);
        }
        let (module, index) = within(&numbering.functions).expect("functions come first");
        Node::Function(module, index + numbering.imported[module])
    }

    /// Every call that was found, between numbers of nodes, those that the canonical ABI makes left out. For tests: as many as calls times what they may reach.
    pub fn calls(&mut self) -> BTreeSet<(u32, u32)> {
        let mut calls: BTreeSet<_> = self.edges.direct.iter().copied().collect();
        for (from, through) in &self.edges.through {
            for (module, function) in self.holders.held(through.holder, through.signature, through.slot) {
                let own = self.numbering.functions[module] + function.wrapping_sub(self.numbering.imported[module]);
                let imported = self.imports.get(&(module, function));
                calls.extend(imported.map_or(vec![own], |nodes| nodes.to_vec()).into_iter().map(|to| (*from, to)));
            }
        }
        calls
    }

    /// The calls by name, between numbers of nodes: one for each instruction, in the order in which bodies were read.
    pub fn direct(&self) -> &[(u32, u32)] {
        &self.edges.direct
    }

    /// The number of a function of a module's own.
    pub fn number(&self, module: ModuleId, function: u32) -> Option<u32> {
        Some(self.numbering.functions[module] + function.checked_sub(self.numbering.imported[module])?)
    }
}

struct Walker<'a, 'b> {
    agent: &'b Agent<'a>,
    links: &'b Links<'a, 'b>,
    walk: Walk<'a>,
    open: BinaryHeap<Reverse<((u32, u32), u32)>>,
    done: Vec<bool>,
    tables: Vec<Vec<usize>>,
    globals: Vec<Vec<Option<usize>>>,
    signatures: HashMap<(Vec<ValType>, Vec<ValType>), Signature>,
    types: Vec<Vec<Signature>>,
    filled: BTreeSet<(ModuleId, u32, usize)>,
}

/// Walks.
///
/// # Errors
/// As [`GiveUp`] says.
pub fn walk<'a>(agent: &Agent<'a>, links: &Links<'a, '_>, is_granted: impl Fn(&str) -> bool) -> Result<Walk<'a>, GiveUp> {
    let numbering = Numbering::new(agent)?;
    let count = numbering.hosts as usize;
    let walk = Walk {
        steps: vec![None; count],
        largest: 0,
        hosts: BTreeMap::new(),
        host_names: vec![],
        numbering,
        edges: Edges::default(),
        holders: Holders::new(0),
        imports: HashMap::new(),
    };
    let mut walker = Walker {
        agent,
        links,
        walk,
        open: BinaryHeap::new(),
        done: vec![false; count],
        tables: vec![],
        globals: vec![],
        signatures: HashMap::new(),
        types: vec![],
        filled: BTreeSet::new(),
    };
    walker.number_types();
    walker.name_holders()?;
    walker.fill_holders()?;
    walker.start(is_granted)?;
    walker.run()?;
    walker.walk.largest = walker.walk.holders.largest();
    Ok(walker.walk)
}

impl<'a> Walker<'a, '_> {
    fn number_types(&mut self) {
        for module in &self.agent.modules {
            let numbers = module.types.iter().zip(&module.is_open).map(|(ty, is_open)| match ty {
                Some(ty) if !is_open => {
                    let next = Signature::try_from(self.signatures.len() + 1).unwrap_or(ANY);
                    *self.signatures.entry((ty.params().to_vec(), ty.results().to_vec())).or_insert(next)
                }
                _ => ANY,
            });
            self.types.push(numbers.collect());
        }
    }

    /// Gives each table, and each global that holds references, of the modules that are instantiated the holder of its definition.
    fn name_holders(&mut self) -> Result<(), GiveUp> {
        let mut next = ANYWHERE + 1;
        for module in &self.agent.modules {
            let mut number = || {
                next += 1;
                next - 1
            };
            self.tables.push(module.tables.iter().map(|_| number()).collect());
            self.globals.push(module.globals.iter().map(|global| global.is_reference.then(&mut number)).collect());
        }
        self.walk.holders = Holders::new(next);
        for (id, module) in self.agent.modules.iter().enumerate().filter(|(id, _)| self.links.is_live_module(*id)) {
            let imported = module.tables.iter().enumerate().filter(|(_, table)| table.import.is_some());
            for (index, _) in imported {
                for target in self.links.of_module(id, Space::Table, small(index)?)? {
                    let Target::Core(other, table) = target else { return Err(GiveUp::Unreadable) };
                    self.walk.holders.alias(self.tables[id][index], *self.tables[other].get(table as usize).ok_or(GiveUp::Unreadable)?);
                }
            }
            let imported = module.globals.iter().enumerate().filter(|(_, global)| global.import.is_some());
            for (index, _) in imported {
                let Some(own) = self.globals[id][index] else { continue };
                for target in self.links.of_module(id, Space::Global, small(index)?)? {
                    let Target::Core(other, global) = target else { return Err(GiveUp::Unreadable) };
                    let definition = self.globals[other].get(global as usize).copied().flatten().ok_or(GiveUp::Unreadable)?;
                    self.walk.holders.alias(own, definition);
                }
            }
        }
        Ok(())
    }

    /// What tables and globals hold when instances are made.
    fn fill_holders(&mut self) -> Result<(), GiveUp> {
        let agent = self.agent;
        for (id, module) in agent.modules.iter().enumerate().filter(|(id, _)| self.links.is_live_module(*id)) {
            for (index, table) in module.tables.iter().enumerate() {
                if let Some(initial) = &table.initial {
                    self.initial(id, self.tables[id][index], initial)?;
                }
            }
            for (index, global) in module.globals.iter().enumerate() {
                if let (Some(holder), Some(initial)) = (self.globals[id][index], &global.initial) {
                    self.initial(id, holder, initial)?;
                }
            }
            for element in &module.elements {
                let Some((table, first)) = element.active else { continue };
                let holder = *self.tables[id].get(table as usize).ok_or(GiveUp::Unreadable)?;
                for (position, item) in element.items.iter().enumerate() {
                    match item {
                        Item::Function(function) => {
                            let slot = first.and_then(|first| first.checked_add(position as u64));
                            let signature = self.signature_of(id, *function)?;
                            self.walk.holders.place(holder, slot, (id, *function), signature);
                        }
                        Item::Null => {}
                        Item::Computed(expression) => self.computed(id, holder, expression)?,
                    }
                }
            }
        }
        Ok(())
    }

    /// The value that every slot of a holder has at first.
    fn initial(&mut self, module: ModuleId, holder: usize, expression: &ConstExpr<'a>) -> Result<(), GiveUp> {
        let mut operators = expression.get_operators_reader();
        match (operators.read(), operators.read()) {
            (Ok(Operator::RefNull { .. }), Ok(Operator::End)) => Ok(()),
            (Ok(Operator::RefFunc { function_index }), Ok(Operator::End)) => {
                let signature = self.signature_of(module, function_index)?;
                self.walk.holders.place(holder, None, (module, function_index), signature);
                Ok(())
            }
            _ => self.computed(module, holder, expression),
        }
    }

    /// A constant expression that is not one instruction: what it mentions may go anywhere, and its value may come from anywhere.
    fn computed(&mut self, module: ModuleId, holder: usize, expression: &ConstExpr<'a>) -> Result<(), GiveUp> {
        let mut operators = expression.get_operators_reader();
        while !operators.eof() {
            match operators.read().map_err(|_| GiveUp::Unreadable)? {
                Operator::RefFunc { function_index } => {
                    let signature = self.signature_of(module, function_index)?;
                    self.walk.holders.put(ANYWHERE, (module, function_index), signature);
                }
                Operator::GlobalGet { global_index } => {
                    if let Some(global) = self.globals[module].get(global_index as usize).copied().flatten() {
                        self.walk.holders.mix(global, ANYWHERE);
                    }
                }
                _ => {}
            }
        }
        self.walk.holders.mix(holder, ANYWHERE);
        Ok(())
    }

    fn signature_of(&self, module: ModuleId, function: u32) -> Result<Signature, GiveUp> {
        let ty = self.agent.modules[module].functions.get(function as usize).ok_or(GiveUp::Unreadable)?;
        self.types[module].get(*ty as usize).copied().ok_or(GiveUp::Unreadable)
    }

    fn start(&mut self, is_granted: impl Fn(&str) -> bool) -> Result<(), GiveUp> {
        let agent = self.agent;
        for (id, module) in agent.modules.iter().enumerate().filter(|(id, _)| self.links.is_live_module(*id)) {
            if let Some(start) = module.start {
                for node in self.function((id, start))?.iter() {
                    self.reach(None, By::Start, 0, *node);
                }
            }
        }
        for (id, component) in agent.components.iter().enumerate().filter(|(id, _)| self.links.is_live(*id)) {
            for destructor in &component.destructors {
                for target in self.links.core(id, Space::Func, *destructor)? {
                    let node = self.target(target)?;
                    self.reach(None, By::Destructor, 0, node);
                }
            }
        }
        for (name, (kind, index)) in agent.components[0].exports.iter().filter(|(name, _)| is_granted(name)) {
            for target in if matches!(kind, Sort::Func | Sort::Instance) { self.links.item(0, *kind, *index)? } else { vec![] } {
                let functions = match target {
                    Target::Instance(component, instance) => self.links.functions_of(component, instance)?,
                    function => vec![("", function)],
                };
                for (function, target) in functions {
                    let node = self.target(target)?;
                    self.reach(None, By::Export(name, function), 0, node);
                }
            }
        }
        Ok(())
    }

    fn run(&mut self) -> Result<(), GiveUp> {
        let agent = self.agent;
        while let Some(Reverse((_, number))) = self.open.pop() {
            if std::mem::replace(&mut self.done[number as usize], true) {
                continue;
            }
            match self.walk.node(number) {
                Node::Function(module, function) => self.read(number, module, function)?,
                Node::Canonical(component, index) => {
                    let core = agent.components[component].core_functions.get(index as usize).ok_or(GiveUp::Unreadable)?;
                    let (lowered, beside) = match core {
                        Core::Lowered(function, beside) => (Some(*function), beside),
                        Core::BuiltIn(beside) => (None, beside),
                        Core::Export(..) => return Err(GiveUp::Unreadable),
                    };
                    for target in lowered.map_or(Ok(vec![]), |function| self.links.item(component, Sort::Func, function))? {
                        let node = self.target(target)?;
                        self.reach(Some(number), By::Abi, 0, node);
                    }
                    self.beside(number, component, beside)?;
                }
                Node::Lifted(component, index) => {
                    let origin = agent.components[component].functions.get(index as usize);
                    let Some(Origin::Lifted(function, beside)) = origin else { return Err(GiveUp::Unreadable) };
                    self.beside(number, component, &[*function])?;
                    self.beside(number, component, beside)?;
                }
                Node::Host(..) => {}
            }
            for met in self.walk.holders.meetings() {
                let by = if met.certain { By::Call } else { By::Table };
                let nodes = self.function(met.function)?;
                self.work(nodes.len())?;
                for node in nodes.iter() {
                    self.reach(Some(met.caller.0), by, met.caller.1, *node);
                }
            }
        }
        Ok(())
    }

    /// Core functions that the canonical ABI calls.
    fn beside(&mut self, from: u32, component: ComponentId, functions: &[u32]) -> Result<(), GiveUp> {
        for function in functions {
            for target in self.links.core(component, Space::Func, *function)? {
                let node = self.target(target)?;
                self.reach(Some(from), By::Abi, 0, node);
            }
        }
        Ok(())
    }

    fn read(&mut self, number: u32, module: ModuleId, function: u32) -> Result<(), GiveUp> {
        let agent = self.agent;
        let range = agent.modules[module].body(function).ok_or(GiveUp::Unreadable)?;
        let mut failed = None;
        let read = body::read(agent.bytes, range, |event, place| {
            // One body alone may do too much.
            if failed.is_none() {
                failed = self.event(number, module, event, place).and_then(|()| self.work(0)).err();
            }
        });
        read.map_err(|_| GiveUp::Unreadable)?;
        failed.map_or(Ok(()), Err)
    }

    fn event(&mut self, number: u32, module: ModuleId, event: Event, place: u64) -> Result<(), GiveUp> {
        let caller = (number, place);
        match event {
            Event::Call(function) => {
                if function >= self.walk.numbering.imported[module] {
                    let node = self.own(module, function)?;
                    self.call(number, place, node);
                } else {
                    let nodes = self.function((module, function))?;
                    self.work(nodes.len() - nodes.len().min(1))?;
                    for node in nodes.iter() {
                        self.call(number, place, *node);
                    }
                }
            }
            Event::Indirect { table, ty, slot } => {
                let (holder, signature) = (self.table(module, table)?, self.ty(module, ty)?);
                self.walk.edges.through.push((number, Through { holder, signature, slot }));
                match slot {
                    Some(slot) => self.walk.holders.call_slot(holder, slot, signature, caller),
                    None => self.walk.holders.call(holder, signature, caller, false),
                }
            }
            Event::Reference(ty) => {
                let signature = self.ty(module, ty)?;
                self.walk.edges.through.push((number, Through { holder: ANYWHERE, signature, slot: None }));
                self.walk.holders.call(ANYWHERE, signature, caller, false);
            }
            Event::Global { global, ty } => {
                let signature = self.ty(module, ty)?;
                let holder = self.global(module, global)?.ok_or(GiveUp::Unreadable)?;
                self.walk.edges.through.push((number, Through { holder, signature, slot: None }));
                self.walk.holders.call(holder, signature, caller, true);
            }
            Event::Take(function) => {
                let signature = self.signature_of(module, function)?;
                self.walk.holders.put(ANYWHERE, (module, function), signature);
            }
            Event::Keep { global, function } => {
                let signature = self.signature_of(module, function)?;
                let holder = self.global(module, global)?.ok_or(GiveUp::Unreadable)?;
                self.walk.holders.put(holder, (module, function), signature);
            }
            Event::ReadGlobal(global) | Event::WriteGlobal(global) => {
                if let Some(holder) = self.global(module, global)? {
                    self.walk.holders.mix(holder, ANYWHERE);
                }
            }
            Event::ReadTable(table) | Event::WriteTable(table) => {
                let holder = self.table(module, table)?;
                self.walk.holders.mix(holder, ANYWHERE);
            }
            Event::Copy { to, from } => {
                let (to, from) = (self.table(module, to)?, self.table(module, from)?);
                self.walk.holders.mix(to, from);
            }
            Event::Fill { segment, table } => {
                let holder = self.table(module, table)?;
                self.walk.holders.change(holder);
                self.segment(module, segment, holder)?;
            }
            Event::ReadSegment(segment) => self.segment(module, segment, ANYWHERE)?,
        }
        Ok(())
    }

    fn segment(&mut self, module: ModuleId, segment: u32, holder: usize) -> Result<(), GiveUp> {
        if !self.filled.insert((module, segment, holder)) {
            return Ok(());
        }
        let agent = self.agent;
        let element = agent.modules[module].elements.get(segment as usize).ok_or(GiveUp::Unreadable)?;
        for item in &element.items {
            match item {
                Item::Function(function) => {
                    let signature = self.signature_of(module, *function)?;
                    self.walk.holders.put(holder, (module, *function), signature);
                }
                Item::Null => {}
                Item::Computed(expression) => self.computed(module, holder, expression)?,
            }
            self.work(0)?;
        }
        Ok(())
    }

    /// Takes note of work.
    fn work(&mut self, more: usize) -> Result<(), GiveUp> {
        self.walk.holders.work += more as u64;
        if self.walk.holders.work > WORK { Err(GiveUp::TooLarge) } else { Ok(()) }
    }

    fn ty(&self, module: ModuleId, ty: u32) -> Result<Signature, GiveUp> {
        self.types[module].get(ty as usize).copied().ok_or(GiveUp::Unreadable)
    }

    fn table(&self, module: ModuleId, table: u32) -> Result<usize, GiveUp> {
        self.tables[module].get(table as usize).copied().ok_or(GiveUp::Unreadable)
    }

    fn global(&self, module: ModuleId, global: u32) -> Result<Option<usize>, GiveUp> {
        self.globals[module].get(global as usize).copied().ok_or(GiveUp::Unreadable)
    }

    /// The nodes of a function as a module names it: several, if it is imported and the module has several instances.
    fn function(&mut self, function: Function) -> Result<Rc<[u32]>, GiveUp> {
        let (module, index) = function;
        if index >= self.walk.numbering.imported[module] {
            return Ok(Rc::from([self.own(module, index)?]));
        }
        if let Some(known) = self.walk.imports.get(&function) {
            return Ok(known.clone());
        }
        let targets = self.links.of_module(module, Space::Func, index)?;
        let nodes: Rc<[u32]> = targets.into_iter().map(|target| self.target(target)).collect::<Result<_, _>>()?;
        self.walk.imports.insert(function, nodes.clone());
        Ok(nodes)
    }

    fn own(&self, module: ModuleId, function: u32) -> Result<u32, GiveUp> {
        if self.agent.modules[module].body(function).is_none() {
            return Err(GiveUp::Unreadable);
        }
        self.walk.number(module, function).ok_or(GiveUp::Unreadable)
    }

    fn target(&mut self, target: Target<'a>) -> Result<u32, GiveUp> {
        let numbering = &self.walk.numbering;
        match target {
            Target::Core(module, function) => self.own(module, function),
            Target::Lowered(component, index) | Target::BuiltIn(component, index) => Ok(numbering.canonical[component] + index),
            Target::Lifted(component, index) => Ok(numbering.lifted[component] + index),
            Target::Host(import, name) => {
                let next = small(self.walk.steps.len())?;
                let node = *self.walk.hosts.entry((import, name)).or_insert(next);
                if node == next {
                    self.walk.host_names.push((import, name));
                    self.walk.steps.push(None);
                    self.done.push(false);
                }
                Ok(node)
            }
            Target::HostInstance(_) | Target::Instance(..) | Target::Component(_) | Target::Module(_) => Err(GiveUp::Unreadable),
        }
    }

    fn call(&mut self, from: u32, place: u64, node: u32) {
        self.walk.edges.direct.push((from, node));
        self.reach(Some(from), By::Call, place, node);
    }

    fn reach(&mut self, from: Option<u32>, by: By<'a>, place: u64, node: u32) {
        let before = from.and_then(|from| self.walk.steps[from as usize]).map_or((0, 0), |step| step.cost);
        let cost = (before.0 + u32::from(by == By::Table), before.1 + u32::from(from.is_some()));
        let known = &mut self.walk.steps[node as usize];
        if known.is_none_or(|known| cost < known.cost) && !self.done[node as usize] {
            *known = Some(Step { from, by, place, cost });
            self.open.push(Reverse((cost, node)));
        }
    }
}

fn small(number: usize) -> Result<u32, GiveUp> {
    u32::try_from(number).map_err(|_| GiveUp::TooLarge)
}
