//! Who calls what by name, and what can be called otherwise.
//!
//! In: definitions, links and the walk. Out: for each node its callers, the functions of a shim that forward to it, and whether it is *exposed*: something else than a call by name
//! may call it. Must hold: what is not exposed, and its forwarders are not, is called from nowhere but its callers. A reference to a function
//! stands in a segment, a global, a table, an export, or behind the canonical ABI, or it cannot be taken (validation: `ref.func` wants it declared there).
//! The shim is what component encoders put between modules that need each other: it has nothing but functions that call through a slot of its table with the parameters that they were given.

use super::super::component::{Agent, Core, ModuleId, Origin};
use super::super::module::{Item, Module, Space};
use super::super::resolve::{Links, Target};
use super::super::walk::{Node, Walk};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasmparser::{BinaryReader, ConstExpr, FunctionBody, Operator};

/// Functions of a shim.
const SHIM: usize = 4096;
/// Bytes of a function of a shim.
const FORWARDER: u64 = 256;
/// Bytes of a module's code in which it is looked for references to exported functions.
const SEARCHED: u64 = 512 << 10;

/// The calls.
pub struct Calls<'a, 'b> {
    agent: &'b Agent<'a>,
    links: &'b Links<'a, 'b>,
    walk: &'b Walk<'a>,
    /// Callee and caller, in order.
    by_callee: Vec<(u32, u32)>,
    canonical: BTreeMap<(usize, u32), u32>,
    imports: BTreeMap<(ModuleId, u32), Rc<[u32]>>,
    exposed: BTreeSet<u32>,
    forwarders: BTreeMap<u32, Vec<u32>>,
    /// Something could not be followed: everything is exposed.
    all_exposed: bool,
}

/// A table by its definition, and a slot.
type Slot = (ModuleId, u32, u64);
/// The functions of each shim: index, table, slot.
type Shims = BTreeMap<ModuleId, Vec<(u32, u32, u64)>>;

impl<'a, 'b> Calls<'a, 'b> {
    /// Finds them.
    pub fn new(agent: &'b Agent<'a>, links: &'b Links<'a, 'b>, walk: &'b Walk<'a>) -> Self {
        let mut by_callee: Vec<(u32, u32)> = walk.direct().iter().map(|(from, to)| (*to, *from)).collect();
        by_callee.sort_unstable();
        by_callee.dedup();
        let reached = (0_u32..).zip(&walk.steps).filter(|(_, step)| step.is_some());
        let canonical =
            reached
                .filter_map(|(number, _)| {
                    if let Node::Canonical(component, index) = walk.node(number) { Some(((component, index), number)) } else { None }
                })
                .collect();
        let mut calls = Self {
            agent,
            links,
            walk,
            by_callee,
            canonical,
            imports: BTreeMap::new(),
            exposed: BTreeSet::new(),
            forwarders: BTreeMap::new(),
            all_exposed: false,
        };
        let failed = calls.find().is_none();
        calls.all_exposed |= failed;
        calls
    }

    /// The functions that call it by name.
    pub fn callers(&self, number: u32) -> impl Iterator<Item = u32> + use<'_, 'a, 'b> {
        let first = self.by_callee.partition_point(|(callee, _)| *callee < number);
        self.by_callee[first..].iter().take_while(move |(callee, _)| *callee == number).map(|(_, caller)| *caller)
    }

    /// Whether it may be called otherwise.
    pub fn is_exposed(&self, number: u32) -> bool {
        self.all_exposed || self.exposed.contains(&number)
    }

    /// The functions that do nothing but call it.
    pub fn forwarders(&self, number: u32) -> &[u32] {
        self.forwarders.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The lowered functions that were reached, by component and index.
    pub fn canonical(&self) -> impl Iterator<Item = (usize, u32, u32)> + '_ {
        self.canonical.iter().map(|((component, index), number)| (*component, *index, *number))
    }

    /// The nodes of a function as a module names it.
    pub fn nodes(&mut self, module: ModuleId, function: u32) -> Rc<[u32]> {
        if let Some(number) = self.walk.number(module, function) {
            return Rc::from([number]);
        }
        if let Some(known) = self.imports.get(&(module, function)) {
            return known.clone();
        }
        let targets = self.links.of_module(module, Space::Func, function);
        self.all_exposed |= targets.is_err();
        let nodes: Rc<[u32]> = targets.unwrap_or_default().into_iter().filter_map(|target| self.number(target)).collect();
        self.imports.insert((module, function), nodes.clone());
        nodes
    }

    /// The node of a target; none if it was not reached.
    fn number(&self, target: Target<'a>) -> Option<u32> {
        match target {
            Target::Core(module, function) => self.walk.number(module, function),
            Target::Lowered(component, index) | Target::BuiltIn(component, index) => self.canonical.get(&(component, index)).copied(),
            _ => None,
        }
    }

    fn find(&mut self) -> Option<()> {
        let agent = self.agent;
        let shims = self.shims()?;
        let mut slots: BTreeMap<Slot, BTreeSet<u32>> = BTreeMap::new();
        for (id, module) in agent.modules.iter().enumerate().filter(|(id, _)| self.links.is_live_module(*id)) {
            for element in &module.elements {
                let place = match element.active {
                    Some((table, Some(first))) => {
                        self.table(id, table)?.filter(|(owner, _)| shims.contains_key(owner)).map(|table| (table, first))
                    }
                    _ => None,
                };
                for (position, item) in (0_u64..).zip(&element.items) {
                    match (item, place) {
                        (Item::Function(function), Some(((owner, table), first))) => {
                            let slot = (owner, table, first.checked_add(position)?);
                            slots.entry(slot).or_default().extend(self.nodes(id, *function).iter());
                        }
                        (Item::Function(function), None) => self.expose(id, *function),
                        (Item::Null, _) => {}
                        (Item::Computed(expression), _) => self.expose_all(id, expression)?,
                    }
                }
            }
            let globals = module.globals.iter().filter_map(|global| global.initial.as_ref());
            for expression in globals.chain(module.tables.iter().filter_map(|table| table.initial.as_ref())) {
                self.expose_all(id, expression)?;
            }
            if !shims.contains_key(&id) {
                self.exports(id, module)?;
            }
        }
        for (shim, functions) in shims {
            for (function, table, slot) in functions {
                let forwarder = self.walk.number(shim, function)?;
                if let Some([number]) = slots.get(&(shim, table, slot)).map(|held| held.iter().copied().collect::<Vec<_>>()).as_deref() {
                    self.forwarders.entry(*number).or_default().push(forwarder);
                }
            }
        }
        // Of several in one slot any may be called.
        self.exposed.extend(slots.into_values().filter(|held| held.len() > 1).flatten());
        self.canonical_abi()
    }

    fn expose(&mut self, module: ModuleId, function: u32) {
        let nodes = self.nodes(module, function);
        self.exposed.extend(nodes.iter());
    }

    fn expose_all(&mut self, module: ModuleId, expression: &ConstExpr<'a>) -> Option<()> {
        let mut operators = expression.get_operators_reader();
        while !operators.eof() {
            if let Operator::RefFunc { function_index } = operators.read().ok()? {
                self.expose(module, function_index);
            }
        }
        Some(())
    }

    /// What is exported may be taken a reference of. Whether it is, is looked for in small modules.
    fn exports(&mut self, id: ModuleId, module: &Module<'a>) -> Option<()> {
        let size: u64 = module.bodies.iter().map(|body| body.end.saturating_sub(body.start)).sum();
        let exported: BTreeSet<u32> =
            module.exports.values().filter(|(space, _)| *space == Space::Func).map(|(_, function)| *function).collect();
        if exported.is_empty() {
            return Some(());
        }
        let mut taken = BTreeSet::new();
        if size <= SEARCHED {
            for range in &module.bodies {
                let mut operators = body(self.agent.bytes, range.clone())?.get_operators_reader().ok()?;
                while !operators.eof() {
                    if let Operator::RefFunc { function_index } = operators.read().ok()? {
                        taken.insert(function_index);
                    }
                }
            }
        } else {
            taken.clone_from(&exported);
        }
        for function in taken.intersection(&exported) {
            self.expose(id, *function);
        }
        Some(())
    }

    /// What the canonical ABI calls, with values of its own.
    fn canonical_abi(&mut self) -> Option<()> {
        let agent = self.agent;
        let mut called = BTreeSet::new();
        for (id, component) in agent.components.iter().enumerate().filter(|(id, _)| self.links.is_live(*id)) {
            for function in &component.functions {
                if let Origin::Lifted(function, beside) = function {
                    called.extend(beside.iter().chain([function]).map(|function| (id, *function)));
                }
            }
            for function in &component.core_functions {
                if let Core::Lowered(_, beside) | Core::BuiltIn(beside) = function {
                    called.extend(beside.iter().map(|function| (id, *function)));
                }
            }
            called.extend(component.destructors.iter().map(|function| (id, *function)));
        }
        for (component, function) in called {
            for target in self.links.core(component, Space::Func, function).ok()? {
                self.exposed.extend(self.number(target));
            }
        }
        Some(())
    }

    /// The modules that are shims, with each of their functions: its table, and its slot. Nothing but the shim runs code that has the table.
    fn shims(&self) -> Option<Shims> {
        let mut shims = BTreeMap::new();
        for (id, module) in self.agent.modules.iter().enumerate().filter(|(id, _)| self.links.is_live_module(*id)) {
            if module.bodies.is_empty() || module.bodies.len() > SHIM {
                continue;
            }
            let functions = (module.imported_functions..).zip(&module.bodies).map(|(function, range)| {
                let (table, slot) = forwards(self.agent.bytes, module, function, range.clone())?;
                module.tables.get(table as usize).is_some_and(|table| table.import.is_none()).then_some((function, table, slot))
            });
            if let Some(functions) = functions.collect() {
                shims.insert(id, functions);
            }
        }
        if !shims.is_empty() {
            for (id, module) in self.agent.modules.iter().enumerate().filter(|(id, _)| self.links.is_live_module(*id)) {
                let tables = (0_u32..).zip(&module.tables).filter(|(_, table)| table.import.is_some() && !module.bodies.is_empty());
                for (table, _) in tables {
                    for target in self.links.of_module(id, Space::Table, table).ok()? {
                        if let Target::Core(owner, _) = target {
                            shims.remove(&owner);
                        }
                    }
                }
            }
        }
        Some(shims)
    }

    /// The definition of a table, if there is one.
    fn table(&self, module: ModuleId, table: u32) -> Option<Option<(ModuleId, u32)>> {
        let targets = self.links.of_module(module, Space::Table, table).ok()?;
        Some(if let [Target::Core(owner, table)] = targets.as_slice() { Some((*owner, *table)) } else { None })
    }
}

fn body(bytes: &[u8], range: std::ops::Range<u64>) -> Option<FunctionBody<'_>> {
    let part = bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)?;
    Some(FunctionBody::new(BinaryReader::new(part, range.start)))
}

/// The table and the slot through which a function calls with its own parameters, if that is all it does.
fn forwards(bytes: &[u8], module: &Module<'_>, function: u32, range: std::ops::Range<u64>) -> Option<(u32, u64)> {
    if range.end.checked_sub(range.start)? > FORWARDER {
        return None;
    }
    let ty = module.type_of(function)?;
    let mut operators = body(bytes, range)?.get_operators_reader().ok()?;
    for parameter in 0..ty.params().len() {
        let Operator::LocalGet { local_index } = operators.read().ok()? else { return None };
        if local_index as usize != parameter {
            return None;
        }
    }
    let Operator::I32Const { value: slot } = operators.read().ok()? else { return None };
    let (called, table) = match operators.read().ok()? {
        Operator::CallIndirect { type_index, table_index } | Operator::ReturnCallIndirect { type_index, table_index } => {
            (type_index, table_index)
        }
        _ => return None,
    };
    let ends = matches!(operators.read().ok()?, Operator::End) && operators.eof();
    let same = module.types.get(called as usize)?.as_ref()? == ty;
    (ends && same).then(|| (table, u64::from(slot.cast_unsigned())))
}
