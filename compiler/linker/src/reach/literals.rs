//! Which constants the agent's code passes to functions of the host: hints for people, and for a policy that is suggested to them. They never grant anything.
//!
//! In: definitions, links, the walk, and the types of the functions. Out: for each function of the host with strings in its parameters, for each parameter that has texts, the values
//! that were found and how much they say ([`Confidence`]). From each call that is reached the arguments are followed back through the functions that pass them on
//! (`flow.rs` in a body, `calls.rs` between them, [`DEPTH`] steps), and read (`shape.rs`) from the bytes that memory has at start (`memory.rs`).
//! Must hold: the work is counted, and where it ends, the list is not called complete. The agent counts as valid; of one that is not, the list says nothing. Nothing recurses on what the agent decides.

mod calls;
mod flow;
mod memory;
mod nearby;
mod shape;
mod value;

use self::calls::Calls;
use self::flow::{Site, Types};
use self::memory::Memory;
use self::nearby::Sought;
use self::shape::{Reading, Shapes};
use self::value::{Kind, Value};
use super::component::{Agent, Core, ModuleId, Sort};
use super::resolve::{Links, Target};
use super::walk::{Node, Walk};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;
use wit_parser::abi::{AbiVariant, WasmType};
use wit_parser::{Function, Resolve, Type};

/// How far arguments are followed back through callers.
const DEPTH: u32 = 6;
/// Bytes of bodies, arguments and texts, all together.
const WORK: u64 = 256 << 20;
/// Values of one parameter.
const VALUES: usize = 64;
/// Different arguments on the way, all together.
const ARGUMENTS: usize = 50_000;

/// The texts that are passed in one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literals {
    /// Its name in the WIT.
    pub parameter: String,
    /// The strings; for a case of an enum or variant that has no string, its name. `none` adds nothing. Untrusted, and unescaped.
    pub values: BTreeSet<String>,
    /// How much that says.
    pub confidence: Confidence,
}

/// How much the values say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Nothing was found.
    Unknown,
    /// Some calls pass these, or they only stand near; there may be others.
    Nearby,
    /// Every call that is reached passes one of these. It is assumed that the agent never writes to the bytes of a constant text, which compilers keep apart.
    Proved,
}

/// What may still be done.
struct Work(u64);

impl Work {
    fn spend(&mut self, amount: u64) -> Option<()> {
        let left = self.0.checked_sub(amount);
        self.0 = left.unwrap_or(0);
        left.map(|_| ())
    }
}

/// The literals of each function of the host: by import and name.
pub fn literals<'a>(
    agent: &Agent<'a>,
    walk: &Walk<'a>,
    links: &Links<'a, '_>,
    wit: &crate::agent::Agent,
) -> BTreeMap<(String, String), Vec<Literals>> {
    let shapes = Shapes::new(&wit.resolve);
    let mut search = Search {
        agent,
        walk,
        links,
        calls: Calls::new(agent, links, walk),
        lowered: BTreeMap::new(),
        is_whole: true,
        shapes,
        resolve: &wit.resolve,
        owners: memory::owners(agent, links),
        memories: BTreeMap::new(),
        types: BTreeMap::new(),
        questions: vec![],
        seen: BTreeSet::new(),
        work: Work(WORK),
    };
    search.find_lowered();
    let mut hosts = vec![];
    for ((import, name), number) in &walk.hosts {
        let Some(function) = wit.imports.iter().find(|one| one.name == *import).and_then(|one| one.function(&wit.resolve, name)) else {
            continue;
        };
        let first = search.questions.len();
        search.ask(import, name, function);
        hosts.push((*import, *name, *number, first..search.questions.len()));
    }
    search.answer();
    let mut literals = BTreeMap::new();
    for (import, name, number, range) in hosts {
        let mut found: Vec<Literals> = search.questions[range].iter().map(Question::answer).collect();
        let parameters: Vec<&str> = found.iter().map(|literals| literals.parameter.as_str()).collect();
        let sought = Sought::of(import, name, &parameters);
        if let Some(sought) = sought.filter(|_| found.iter().all(|literals| literals.confidence == Confidence::Unknown)) {
            let values = search.nearby(number, sought);
            if sought == Sought::Variables {
                found.push(Literals { parameter: "variables".into(), values: BTreeSet::new(), confidence: Confidence::Unknown });
            }
            let asked = |literals: &&mut Literals| sought != Sought::Paths || literals.parameter.contains("path");
            for literals in found.iter_mut().filter(asked).filter(|_| !values.is_empty()) {
                literals.values.clone_from(&values);
                literals.confidence = Confidence::Nearby;
            }
        }
        if !found.is_empty() {
            literals.insert((import.to_string(), name.to_string()), found);
        }
    }
    literals
}

/// A way in which a function of the host may be lowered, and what that means for one parameter.
struct Form {
    /// The parameters of the core function.
    signature: Rc<[WasmType]>,
    /// Which of them are this one's flat values, or how these lie behind a pointer.
    place: Place,
}

enum Place {
    Flat(Range<usize>),
    Stored(Vec<(usize, u8)>),
}

/// One parameter of one function of the host.
struct Question<'a> {
    function: &'a Function,
    /// Its number among the parameters.
    parameter: usize,
    /// In which ways it may be passed.
    forms: Vec<Form>,
    /// The lowered functions, and those that forward to them, with the module whose memory they read.
    entries: Vec<(u32, Option<ModuleId>)>,
    values: BTreeSet<String>,
    /// Whether any call was read.
    called: bool,
    complete: bool,
}

impl Question<'_> {
    fn ty(&self) -> Type {
        self.function.params[self.parameter].ty
    }

    fn add(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            if self.values.len() < VALUES {
                self.values.insert(text);
            } else {
                self.complete &= self.values.contains(&text);
            }
        }
    }

    fn answer(&self) -> Literals {
        let confidence = match (self.called && self.complete, self.values.is_empty()) {
            (true, _) => Confidence::Proved,
            (false, false) => Confidence::Nearby,
            (false, true) => Confidence::Unknown,
        };
        Literals { parameter: self.function.params[self.parameter].name.clone(), values: self.values.clone(), confidence }
    }
}

/// The flat values of a parameter, as a function knows them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Argument {
    /// The function, by number.
    function: u32,
    question: usize,
    values: Vec<Value>,
    /// Whose memory they are about.
    memory: Option<ModuleId>,
    /// Whether they stayed within that memory.
    sure: bool,
}

/// Lowered functions by what they lower: component, index, number.
type Lowered<'a> = BTreeMap<(&'a str, &'a str), Vec<(usize, u32, u32)>>;

struct Search<'a, 'b> {
    agent: &'b Agent<'a>,
    walk: &'b Walk<'a>,
    links: &'b Links<'a, 'b>,
    calls: Calls<'a, 'b>,
    lowered: Lowered<'a>,
    /// Whether all of them are known.
    is_whole: bool,
    shapes: Shapes<'b>,
    resolve: &'b Resolve,
    owners: Vec<Option<ModuleId>>,
    memories: BTreeMap<ModuleId, Rc<Memory<'a>>>,
    types: BTreeMap<ModuleId, Rc<Types>>,
    questions: Vec<Question<'b>>,
    seen: BTreeSet<Argument>,
    work: Work,
}

impl<'a, 'b> Search<'a, 'b> {
    fn find_lowered(&mut self) {
        for (component, index, number) in self.calls.canonical() {
            let Some(Core::Lowered(lowered, _)) = self.agent.components[component].core_functions.get(index as usize) else { continue };
            match self.links.item(component, Sort::Func, *lowered) {
                Ok(targets) => {
                    for target in targets {
                        if let Target::Host(import, name) = target {
                            self.lowered.entry((import, name)).or_default().push((component, index, number));
                        }
                    }
                }
                Err(_) => self.is_whole = false,
            }
        }
    }

    /// Which parameters are asked for, and by what they are passed.
    fn ask(&mut self, import: &'a str, name: &'a str, function: &'b Function) {
        if !function.params.iter().any(|parameter| self.shapes.has_string(&parameter.ty)) {
            return;
        }
        let mut entries = vec![];
        let mut complete = self.is_whole;
        for (component, index, number) in self.lowered.get(&(import, name)).into_iter().flatten().copied() {
            let owner = memory::lowered_owner(self.agent, self.links, component, index);
            for entry in self.calls.forwarders(number).iter().chain([&number]) {
                complete &= !self.calls.is_exposed(*entry);
                entries.push((*entry, owner));
            }
        }
        let types = || function.params.iter().map(|parameter| &parameter.ty);
        let signatures: Vec<(Rc<[WasmType]>, bool)> = [AbiVariant::GuestImport, AbiVariant::GuestImportAsync]
            .into_iter()
            .map(|variant| self.resolve.wasm_signature(variant, function))
            .map(|signature| (Rc::from(signature.params), signature.indirect_params))
            .collect();
        let mut start = 0;
        for (parameter, (offset, ty)) in self.shapes.sizes.field_offsets(types()).into_iter().enumerate() {
            let end = start + crate::layout::flat_width(self.resolve, ty) as usize;
            if self.shapes.has_text(ty) {
                let form = |(signature, is_indirect): &(Rc<[WasmType]>, bool)| Form {
                    signature: signature.clone(),
                    place: if *is_indirect {
                        Place::Stored(self.shapes.spread(ty, offset.size_wasm32()).unwrap_or_default())
                    } else {
                        Place::Flat(start..end)
                    },
                };
                let (forms, entries) = (signatures.iter().map(form).collect(), entries.clone());
                self.questions.push(Question { function, parameter, forms, entries, values: BTreeSet::new(), called: false, complete });
            }
            start = end;
        }
    }

    /// Follows all arguments back, one call further in each round.
    fn answer(&mut self) {
        let mut entries: BTreeMap<u32, Vec<(usize, Option<ModuleId>)>> = BTreeMap::new();
        for (number, question) in self.questions.iter().enumerate() {
            for (entry, owner) in &question.entries {
                entries.entry(*entry).or_default().push((number, *owner));
            }
        }
        let mut open = vec![];
        let sites = self.sites(entries.keys().copied().collect(), &mut |question| {
            for (number, _) in entries.values().flatten() {
                question[*number].complete = false;
            }
        });
        for (entry, asked) in &entries {
            for (caller, module, site) in sites.get(entry).into_iter().flatten() {
                for (question, owner) in asked {
                    let values = self.first(*question, *module, site);
                    let sure = owner.is_some() && *owner == self.owners[*module];
                    let argument =
                        Argument { function: *caller, question: *question, values, memory: owner.or(self.owners[*module]), sure };
                    if self.settle(argument, 0, &mut open).is_none() {
                        return self.stop();
                    }
                }
            }
        }
        for depth in 1..=DEPTH {
            let arguments = std::mem::take(&mut open);
            if arguments.is_empty() {
                break;
            }
            let sites = self.sites(arguments.iter().map(|argument: &Argument| argument.function).collect(), &mut |questions| {
                for argument in &arguments {
                    questions[argument.question].complete = false;
                }
            });
            for argument in arguments {
                let sites = sites.get(&argument.function).map_or(&[][..], Vec::as_slice);
                // It is an export, or called through a table, or nobody calls it.
                if sites.is_empty() || self.calls.is_exposed(argument.function) {
                    self.questions[argument.question].complete = false;
                    self.guess(&argument);
                }
                for (caller, module, site) in sites {
                    let memory = self.memory(*module);
                    let values = argument.values.iter().map(|value| from_caller(*value, site, Some(&memory))).collect();
                    let sure = argument.sure && argument.memory == self.owners[*module];
                    if self.settle(Argument { function: *caller, values, sure, ..argument }, depth, &mut open).is_none() {
                        return self.stop();
                    }
                }
            }
        }
    }

    /// The work is used up: nothing is complete.
    fn stop(&mut self) {
        for question in &mut self.questions {
            question.complete = false;
        }
    }

    /// Reads an argument, or leaves it open for callers; `None` if the work is used up.
    fn settle(&mut self, argument: Argument, depth: u32, open: &mut Vec<Argument>) -> Option<()> {
        if self.seen.contains(&argument) {
            return self.work.spend(64);
        }
        let read = self.read(&argument, false);
        self.work.spend(64 + read.steps as u64 + read.texts.iter().map(|text| text.len() as u64).sum::<u64>())?;
        if self.seen.len() >= ARGUMENTS {
            return None;
        }
        let is_open = read.fault && argument.values.iter().any(|value| value.is_open()) && depth < DEPTH;
        if read.fault && !is_open {
            self.guess(&argument);
        }
        let question = &mut self.questions[argument.question];
        question.called = true;
        question.complete &= is_open || !read.fault && !read.unsure && argument.sure;
        if !is_open {
            question.add(read.texts);
        }
        self.seen.insert(argument.clone());
        if is_open {
            open.push(argument);
        }
        Some(())
    }

    fn read(&mut self, argument: &Argument, any_case: bool) -> Reading {
        let ty = self.questions[argument.question].ty();
        let owner = argument.memory.or(if let Node::Function(module, _) = self.walk.node(argument.function) { Some(module) } else { None });
        let memory = owner.map(|owner| self.memory(owner));
        let mut read = Reading::default();
        self.shapes.flat(&ty, &argument.values, memory.as_deref(), any_case, &mut read);
        read
    }

    /// What an argument holds that is not all known.
    fn guess(&mut self, argument: &Argument) {
        let Reading { texts, steps, .. } = self.read(argument, true);
        // Whoever comes next sees that it is used up.
        let _ = self.work.spend(steps as u64);
        // What is empty is rather a length that was not set.
        self.questions[argument.question].add(texts.into_iter().filter(|text| !text.is_empty()));
    }

    /// The flat values of a parameter at a call of the host. Which signature it has, the core function that is called tells: parameters may be passed one by one, or
    /// by a pointer.
    fn first(&mut self, question: usize, module: ModuleId, site: &Site) -> Vec<Value> {
        let ty = self.agent.modules[module].type_of(site.callee);
        let memory = self.memory(module);
        let mut forms = self.questions[question].forms.iter();
        let form = forms.find(|form| ty.is_some_and(|ty| flow::is_flat(ty.params(), &form.signature)));
        match form.map(|form| &form.place) {
            None => vec![],
            Some(Place::Flat(range)) => site.arguments.get(range.clone()).unwrap_or_default().to_vec(),
            Some(Place::Stored(spread)) => {
                let base = site.arguments.first().copied().unwrap_or(Value::UNKNOWN);
                let load = |(offset, width): &(usize, u8)| {
                    u32::try_from(*offset).map_or(Value::UNKNOWN, |offset| flow::load(base, offset, *width, &site.frame, Some(&memory)))
                };
                spread.iter().map(load).collect()
            }
        }
    }

    /// The calls of these functions by name: for each, the caller, its module, and what it passes. Where not all can be read, `missed` is told.
    fn sites(&mut self, wanted: BTreeSet<u32>, missed: &mut dyn FnMut(&mut [Question<'b>])) -> BTreeMap<u32, Vec<(u32, ModuleId, Site)>> {
        let mut sites: BTreeMap<u32, Vec<(u32, ModuleId, Site)>> = BTreeMap::new();
        let callers: BTreeSet<u32> = wanted.iter().flat_map(|number| self.calls.callers(*number)).collect();
        for caller in callers {
            let Node::Function(module, function) = self.walk.node(caller) else { continue };
            let (agent, memory, types) = (self.agent, self.memory(module), self.types(module));
            let calls = &mut self.calls;
            let mut is_wanted = |callee| calls.nodes(module, callee).iter().any(|number| wanted.contains(number));
            let found = flow::calls(agent.bytes, &agent.modules[module], &types, Some(&memory), function, &mut is_wanted, &mut self.work);
            let Some(found) = found else {
                missed(&mut self.questions);
                continue;
            };
            for site in found {
                for number in self.calls.nodes(module, site.callee).iter().filter(|number| wanted.contains(number)) {
                    if self.work.spend(64 + 16 * site.arguments.len() as u64).is_none() {
                        missed(&mut self.questions);
                        return sites;
                    }
                    sites.entry(*number).or_default().push((caller, module, site.clone()));
                }
            }
        }
        sites
    }

    fn nearby(&mut self, host: u32, sought: Sought) -> BTreeSet<String> {
        let mut memories = std::mem::take(&mut self.memories);
        let (agent, owners) = (self.agent, &self.owners);
        let memory = |module: ModuleId| {
            let owner = owners[module].unwrap_or(module);
            Some(memories.entry(owner).or_insert_with(|| Rc::new(memory::of(agent, owners, owner))).clone())
        };
        let found = nearby::nearby(agent, self.walk, &self.calls, memory, host, sought, &mut self.work);
        self.memories = memories;
        found
    }

    /// The memory that a module uses.
    fn memory(&mut self, module: ModuleId) -> Rc<Memory<'a>> {
        let owner = self.owners[module].unwrap_or(module);
        let agent = self.agent;
        self.memories.entry(owner).or_insert_with(|| Rc::new(memory::of(agent, &self.owners, owner))).clone()
    }

    fn types(&mut self, module: ModuleId) -> Rc<Types> {
        let agent = self.agent;
        self.types.entry(module).or_insert_with(|| Rc::new(Types::new(&agent.modules[module]))).clone()
    }
}

/// What a value of a function is for its caller.
fn from_caller(value: Value, site: &Site, memory: Option<&Memory<'_>>) -> Value {
    let argument = |index: u32| site.arguments.get(index as usize).copied().unwrap_or(Value::UNKNOWN);
    let found = match value.kind {
        Kind::Parameter(index, 0) => argument(index),
        Kind::Parameter(index, more) => argument(index).plus(Value::constant(u64::from(more))),
        Kind::Loaded(index, offset, width) => flow::load(argument(index), offset, width, &site.frame, memory),
        // A frame is the callee's own.
        Kind::Frame(_) => Value::UNKNOWN,
        Kind::Unknown | Kind::Constant(_) => value,
    };
    Value { kind: found.kind, sure: found.sure && value.sure }
}

#[cfg(test)]
#[path = "literals/tests.rs"]
mod tests;
