//! The core modules of an adapter: one exported function for each stub and guard, a memory with a maximum, and an allocator that starts anew after each call.
//!
//! Without guards this is one module. With guards there are three or four: one that holds the memory, its constants and the allocator; the engine of decision
//! tables, for some interfaces a reader of what calls act on, and in observed artifacts a recorder, the same bytes in every adapter; and the code. Must hold: the code imports only drops and constructors of handles, the host
//! functions that it guards, the memory and the engine; it has no table and no start function; a call leaves nothing behind.
//!
//! Long because one assembler writes the modules with and without guards, whose functions have one numbering.

use super::{
    drops::{Dropped, Drops, Which},
    trampoline::{self, Guard, Trampoline},
    value::{Statics, Value},
};
use crate::capability::Reader;
use std::sync::Arc;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, EntityType, ExportKind, ExportSection, Function as CoreFunction, FunctionSection,
    GlobalSection, GlobalType, ImportSection, InstructionSink, MemArg, MemorySection, MemoryType, Module, NameMap, NameSection,
    TypeSection, ValType,
};
use wit_parser::{
    Function, Resolve, SizeAlign, TypeId,
    abi::{AbiVariant, WasmType},
};

/// What a stub does after it has given back its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Traps; gives nothing back.
    Trap,
    /// Traps, under names that say why: nobody decided on it, for no call was found that reaches it.
    Unreached,
    /// Returns this constant, or nothing.
    Constant(Option<Value>),
    /// Returns a new handle of a resource that the adapter defines.
    NewHandle(TypeId),
    /// Returns a pollable that is ready, from the host's own clock: `subscribe-duration(0)`.
    ReadyPollable,
    /// Of a list of pollables that are all ready, returns every index.
    EveryIndex,
    /// Calls the host's function with the very same values if the guard allows it, else does what is given.
    Guarded(Arc<Guard>, Box<Answer>),
}

impl Answer {
    /// What a call gets that is not allowed.
    pub fn refusal(&self) -> &Self {
        match self {
            Self::Guarded(_, refusal) => refusal,
            answer => answer,
        }
    }
}

impl Answer {
    /// What decides on each call.
    fn guard(&self) -> Option<&Guard> {
        if let Self::Guarded(guard, _) = self { Some(guard) } else { None }
    }
}

/// A function of the core module.
pub struct Stub<'r> {
    /// Its declared type.
    pub function: &'r Function,
    /// What it does.
    pub answer: Answer,
}

/// The core modules and what must be supplied to the code, in the order of its imports.
pub struct CoreModules {
    /// The code.
    pub code: Module,
    /// Its imports, under the module name `h` and their number.
    pub imports: Vec<Import>,
    /// Where its memory and its allocator are.
    pub memory: Memory,
}

/// Where a memory and an allocator are, named `memory` and `r` if they are the engine's, else `m` and `r`.
pub enum Memory {
    /// Nothing that passes needs one.
    None,
    /// In the code's own module.
    Own,
    /// In a module of its own, which engine, reader and recorder import as `env` and the code as `m`.
    Shared(Box<Shared>),
}

/// The modules beside the code where there are guards.
pub struct Shared {
    /// Memory and allocator.
    pub memory: Module,
    /// The engine, which the reader and the code import as `e`; where there is a recorder, that imports it, the reader imports the recorder in its place, and the code
    /// imports the recorder as `o`.
    pub engine: &'static [u8],
    /// The reader, which the code imports as `c`.
    pub reader: Option<&'static Reader>,
}

/// What the core module imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Import {
    /// `(param i32)`: drops a handle.
    Drop(Dropped),
    /// `(param i32) (result i32)`: makes a handle.
    New(TypeId),
    /// `(param i64) (result i32)`: the host's `subscribe-duration`.
    Subscribe,
    /// The host function that the stub of this number guards.
    Forward(usize),
}

const PAGE: u64 = 65_536;
/// 16 MiB: a larger argument of a refused call traps instead of growing the adapter (threat R16).
const MAX_PAGES: u64 = 256;
/// As much as there can be: what passes freely passes a recorder too.
const ALL_PAGES: u64 = 65_536;
/// Below it lies nothing, so that no address is null.
const BASE: usize = 16;

/// Generates the modules. `owns` tells the resources that the adapter defines.
pub fn generate(resolve: &Resolve, sizes: &SizeAlign, stubs: &[Stub<'_>], owns: impl Fn(TypeId) -> bool + Copy) -> CoreModules {
    let guarded = stubs.iter().any(|stub| matches!(stub.answer, Answer::Guarded(..)));
    let guards = || stubs.iter().filter_map(|stub| stub.answer.guard());
    let reader = trampoline::reader(guards());
    let is_observed = guards().any(|guard| guard.record.is_some());
    let pages = if guards().any(|guard| guard.table.is_empty()) { ALL_PAGES } else { MAX_PAGES };
    let room = trampoline::room(sizes, stubs, trampoline::own_end(reader, is_observed));
    let mut statics = Statics::new(resolve, sizes, if guarded { room.end } else { BASE });
    let mut dropped = vec![];
    let mut bodies = vec![];
    let counters = trampoline::place_counters(stubs, &mut statics);
    for stub in stubs {
        let mut body = body(resolve, sizes, stub, owns, &mut dropped, &mut statics);
        if let Answer::Guarded(guard, _) = &stub.answer {
            let trampoline = trampoline::generate(resolve, sizes, stub.function, guard, &room);
            let (locals, drops) = Drops::of(resolve, sizes, owns, &mut dropped, Which::Borrowed, stub.function);
            if locals.len() > body.locals.len() {
                body.locals = locals;
            }
            let table = statics.place(&guard.table, 8);
            let record = guard.record.as_ref().map(|record| statics.place(record, 8));
            body.guard = Some(GuardBody { trampoline, drops, table, length: guard.table.len(), counters, record });
        }
        bodies.push(body);
    }
    let mut imports: Vec<_> = dropped.into_iter().map(Import::Drop).collect();
    for (number, stub) in stubs.iter().enumerate() {
        let wanted = match &stub.answer.refusal() {
            Answer::NewHandle(resource) => Some(Import::New(*resource)),
            Answer::ReadyPollable => Some(Import::Subscribe),
            _ => None,
        };
        let forward = matches!(stub.answer, Answer::Guarded(..)).then_some(Import::Forward(number));
        for import in wanted.into_iter().chain(forward) {
            if !imports.contains(&import) {
                imports.push(import);
            }
        }
    }
    let traps = |stub: &Stub<'_>| matches!(stub.answer, Answer::Trap | Answer::Unreached);
    let has_memory = stubs.iter().any(|stub| !traps(stub) || needs_memory(resolve, stub.function));
    let shared = guarded.then(|| Shared {
        memory: memory_module(&statics, pages),
        engine: trampoline::engine(guards().map(|guard| guard.needs)),
        reader,
    });
    let code = assemble(&imports, stubs, &bodies, has_memory.then_some(&statics), guarded.then_some(Linked { is_observed, pages }));
    let memory = match (shared, has_memory) {
        (Some(shared), _) => Memory::Shared(Box::new(shared)),
        (None, true) => Memory::Own,
        (None, false) => Memory::None,
    };
    CoreModules { code, imports, memory }
}

struct Body {
    params: Vec<ValType>,
    results: Vec<ValType>,
    locals: Vec<ValType>,
    /// Drops of the arguments.
    drops: Vec<u8>,
    /// The address and size of a constant result, and whether its address is what is returned.
    constant: Option<(usize, usize, bool)>,
    /// What stands before all this where there is a guard.
    guard: Option<GuardBody>,
}

struct GuardBody {
    trampoline: Trampoline,
    /// Drops of borrowed handles, after the host's function has returned.
    drops: Vec<u8>,
    /// Where the table is, and how long.
    table: usize,
    length: usize,
    /// Where the counters are.
    counters: usize,
    /// Where the recorder's description of the function is.
    record: Option<usize>,
}

/// What the code is linked to where there are guards.
#[derive(Clone, Copy)]
struct Linked {
    /// Whether a recorder stands before the engine.
    is_observed: bool,
    /// How many pages the memory may have.
    pages: u64,
}

/// Which imports of the code the functions of a guard are.
#[derive(Clone, Copy)]
struct Deciding {
    decide: u32,
    /// The recorder's `start` and `end`.
    record: Option<(u32, u32)>,
}

fn body(
    resolve: &Resolve,
    sizes: &SizeAlign,
    stub: &Stub<'_>,
    owns: impl Fn(TypeId) -> bool,
    dropped: &mut Vec<Dropped>,
    statics: &mut Statics<'_>,
) -> Body {
    let signature = resolve.wasm_signature(AbiVariant::GuestExport, stub.function);
    let params: Vec<_> = signature.params.iter().map(core_type).collect();
    let results = signature.results.iter().map(core_type).collect();
    let (locals, drops) = match stub.answer.refusal() {
        Answer::Trap | Answer::Unreached => (vec![], vec![]),
        _ => Drops::of(resolve, sizes, owns, dropped, Which::All, stub.function),
    };
    let constant = match (stub.answer.refusal(), &stub.function.result) {
        (Answer::Constant(Some(value)), Some(ty)) => {
            let size = sizes.size(ty).size_wasm32();
            Some((statics.store(ty, value), size, signature.retptr))
        }
        _ => None,
    };
    Body { params, results, locals, drops, constant, guard: None }
}

/// Whether lifting or lowering this function's type needs a memory: the validator asks for one where strings or lists are passed.
fn needs_memory(resolve: &Resolve, function: &Function) -> bool {
    let signature = resolve.wasm_signature(AbiVariant::GuestExport, function);
    let pointers = |types: &[WasmType]| types.iter().any(|ty| matches!(ty, WasmType::Pointer | WasmType::PointerOrI64 | WasmType::Length));
    let method = matches!(function.kind, wit_parser::FunctionKind::Method(_) | wit_parser::FunctionKind::AsyncMethod(_));
    let params = if method { signature.params.get(1..).unwrap_or_default() } else { &signature.params[..] };
    signature.retptr || signature.indirect_params || pointers(params) || pointers(&signature.results)
}

/// The core type of a flat type.
pub(super) fn core_type(ty: &WasmType) -> ValType {
    match ty {
        WasmType::I32 | WasmType::Pointer | WasmType::Length => ValType::I32,
        WasmType::I64 | WasmType::PointerOrI64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    }
}

/// The types of a core module's functions, in the order in which they are asked for.
#[derive(Default)]
pub(super) struct Signatures {
    pub(super) types: TypeSection,
    next: u32,
}

impl Signatures {
    pub(super) fn add(&mut self, params: Vec<ValType>, results: Vec<ValType>) -> u32 {
        self.types.ty().function(params, results);
        self.next += 1;
        self.next - 1
    }
}

/// The code's module. With the engine, memory and allocator are imported; else they are its own, if there are any.
fn assemble(imports: &[Import], stubs: &[Stub<'_>], bodies: &[Body], statics: Option<&Statics<'_>>, linked: Option<Linked>) -> Module {
    let (mut imported, mut functions, mut exports, mut code) =
        (ImportSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
    let mut signatures = Signatures::default();
    for (number, import) in imports.iter().enumerate() {
        let ty = match import {
            Import::Drop(_) => signatures.add(vec![ValType::I32], vec![]),
            Import::New(_) => signatures.add(vec![ValType::I32], vec![ValType::I32]),
            Import::Subscribe => signatures.add(vec![ValType::I64], vec![ValType::I32]),
            Import::Forward(stub) => {
                let trampoline = &bodies[*stub].guard.as_ref().expect("I5: only guards forward").trampoline;
                signatures.add(trampoline.params.clone(), trampoline.results.clone())
            }
        };
        imported.import("h", &number.to_string(), EntityType::Function(ty));
    }
    let number = |many: usize| u32::try_from(many).expect("I5: imports and stubs are few");
    let mut next_function = number(imports.len());
    let place = |import: &Import| number(imports.iter().position(|known| known == import).expect("I5: collected above"));
    let resets = statics.map(heap_start);
    let mut deciders: Vec<_> = stubs.iter().filter_map(|stub| Some(stub.answer.guard()?.decider())).collect();
    deciders.sort_unstable();
    deciders.dedup();
    let recorders = number(imports.len() + deciders.len());
    let is_observed = linked.is_some_and(|linked| linked.is_observed);
    let deciding = |guard: &Guard| Deciding {
        decide: number(imports.len() + deciders.iter().position(|known| *known == guard.decider()).expect("I5: collected above")),
        record: is_observed.then_some((recorders, recorders + 1)),
    };
    let allocator_index = if linked.is_some() { recorders + if is_observed { 2 } else { 0 } } else { next_function + number(stubs.len()) };
    if let Some(Linked { pages, .. }) = linked {
        for (module, name) in &deciders {
            let decides = signatures.add(vec![ValType::I32; 4], vec![ValType::I32]);
            imported.import(module, name, EntityType::Function(decides));
        }
        if is_observed {
            let starts = signatures.add(vec![ValType::I32], vec![]);
            imported.import("o", "start", EntityType::Function(starts));
            let ends = signatures.add(vec![ValType::I32], vec![ValType::I32]);
            imported.import("o", "end", EntityType::Function(ends));
        }
        let allocates = signatures.add(vec![ValType::I32; 4], vec![ValType::I32]);
        imported.import("m", "r", EntityType::Function(allocates));
        imported.import("m", "memory", EntityType::Memory(memory_type(1, pages)));
        imported.import("m", "g", EntityType::Global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }));
        next_function = allocator_index + 1;
    }
    let unreached: Vec<_> = (next_function..).zip(stubs).filter(|(_, stub)| stub.answer == Answer::Unreached).collect();
    let has_allocator = statics.is_some() && linked.is_none();
    let explains = (!unreached.is_empty()).then(|| next_function + number(stubs.len()) + u32::from(has_allocator));
    for (stub_number, (stub, body)) in stubs.iter().zip(bodies).enumerate() {
        functions.function(signatures.add(body.params.clone(), body.results.clone()));
        exports.export(&format!("f{stub_number}"), ExportKind::Func, next_function);
        next_function += 1;
        let refusal = stub.answer.refusal();
        let extra = if *refusal == Answer::EveryIndex { vec![ValType::I32; 2] } else { vec![] };
        let first = number(body.params.len() + body.locals.len());
        let mut function = CoreFunction::new_with_locals_types(body.locals.iter().copied().chain(extra));
        if let (Some(guard), Some(decision)) = (&body.guard, stub.answer.guard()) {
            let forward = place(&Import::Forward(stub_number));
            let start = resets.expect("I5: a guard has a memory");
            guarded(&mut function, guard, body.params.len(), deciding(decision), forward, start);
        }
        function.raw(body.drops.iter().copied());
        let mut sink = function.instructions();
        match refusal {
            Answer::Trap | Answer::Guarded(..) => {
                sink.unreachable();
            }
            Answer::Unreached => {
                sink.call(explains.expect("I5: there is one where something is unreached")).unreachable();
            }
            Answer::Constant(_) => constant(&mut sink, body, statics),
            Answer::NewHandle(resource) => {
                sink.i32_const(0).call(place(&Import::New(*resource)));
            }
            Answer::ReadyPollable => {
                sink.i64_const(0).call(place(&Import::Subscribe));
            }
            Answer::EveryIndex => every_index(&mut sink, first, allocator_index),
        }
        if let (Some(start), true) = (resets, !matches!(refusal, Answer::Trap | Answer::Unreached)) {
            sink.i32_const(start).global_set(0);
        }
        sink.end();
        code.function(&function);
    }
    if has_allocator {
        functions.function(signatures.add(vec![ValType::I32; 4], vec![ValType::I32]));
        exports.export("r", ExportKind::Func, next_function);
        exports.export("m", ExportKind::Memory, 0);
        code.function(&allocator());
    }
    if explains.is_some() {
        functions.function(signatures.add(vec![], vec![]));
        let mut function = CoreFunction::new([]);
        function.instructions().unreachable().end();
        code.function(&function);
    }
    let mut module = Module::new();
    module.section(&signatures.types).section(&imported).section(&functions);
    match statics.filter(|_| has_allocator) {
        Some(statics) => with_memory(&mut module, statics, (BASE, MAX_PAGES), &exports, &code),
        None => {
            module.section(&exports).section(&code);
        }
    }
    if let Some(explains) = explains {
        module.section(&names(&unreached, explains));
    }
    module
}

/// What the host shows of the stack when something is called that nothing was to call.
const UNREACHED: &str = "caplink: no call to this function was found; link again with --demand imports";

/// Names for the functions that must not be called, and for the one that they call to say so.
fn names(unreached: &[(u32, &Stub<'_>)], explains: u32) -> NameSection {
    let mut functions = NameMap::new();
    for (index, stub) in unreached {
        functions.append(*index, &stub.function.name);
    }
    functions.append(explains, UNREACHED);
    let mut names = NameSection::new();
    names.functions(&functions);
    names
}

/// The module of a memory that the engine shares: constants from `statics` on, and the allocator.
fn memory_module(statics: &Statics<'_>, pages: u64) -> Module {
    let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
    let mut signatures = Signatures::default();
    functions.function(signatures.add(vec![ValType::I32; 4], vec![ValType::I32]));
    exports.export("r", ExportKind::Func, 0);
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("g", ExportKind::Global, 0);
    code.function(&allocator());
    let mut module = Module::new();
    module.section(&signatures.types).section(&functions);
    with_memory(&mut module, statics, (statics.base(), pages), &exports, &code);
    module
}

/// The sections from the memory on; the constants stand at `base`, and there are `most` pages at most.
fn with_memory(module: &mut Module, statics: &Statics<'_>, (base, most): (usize, u64), exports: &ExportSection, code: &CodeSection) {
    let (mut memories, mut globals, mut data) = (MemorySection::new(), GlobalSection::new(), DataSection::new());
    let pages = (u64::try_from(heap_start(statics)).expect("I5: addresses are positive")).div_ceil(PAGE);
    memories.memory(memory_type(pages, most));
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(heap_start(statics)));
    module.section(&memories).section(&globals).section(exports).section(code);
    if !statics.bytes.is_empty() {
        data.active(0, &ConstExpr::i32_const(i32::try_from(base).expect("I5: constants are few")), statics.bytes.iter().copied());
        module.section(&data);
    }
}

pub(super) fn memory_type(minimum: u64, maximum: u64) -> MemoryType {
    MemoryType { minimum, maximum: Some(maximum), memory64: false, shared: false, page_size_log2: None }
}

/// Asks the engine; if it allows the call, forwards it and returns what the host returns.
fn guarded(function: &mut CoreFunction, guard: &GuardBody, params: usize, deciding: Deciding, forward: u32, start: i32) {
    let address = |at: usize| i32::try_from(at).expect("I5: constants are few");
    function.raw(guard.trampoline.spill.iter().copied());
    let mut sink = function.instructions();
    let record = deciding.record.zip(guard.record);
    if let Some(((begin, _), description)) = record {
        sink.i32_const(address(description)).call(begin);
    }
    sink.i32_const(address(guard.table)).i32_const(address(guard.length));
    match guard.trampoline.frame {
        trampoline::Frame::At(at) => sink.i32_const(address(at)),
        trampoline::Frame::Given => sink.local_get(0),
    };
    sink.i32_const(address(guard.counters)).call(deciding.decide);
    if let Some(((_, end), _)) = record {
        sink.call(end);
    }
    sink.if_(BlockType::Empty);
    // INVARIANT (I13): what was decided on is passed on, with nothing between but the line of a recorder, for which the agent waits.
    for local in 0..params {
        sink.local_get(u32::try_from(local).expect("I5: locals are few"));
    }
    if let Some(result) = guard.trampoline.result {
        sink.i32_const(address(result));
    }
    sink.call(forward);
    if let Some(result) = guard.trampoline.result {
        sink.i32_const(address(result));
    }
    function.raw(guard.drops.iter().copied());
    function.instructions().i32_const(start).global_set(0).return_().end();
}

fn heap_start(statics: &Statics<'_>) -> i32 {
    i32::try_from((statics.base() + statics.bytes.len()).next_multiple_of(16)).expect("I5: constants are few")
}

/// A constant result: its address where the ABI returns a pointer, else the one core value.
fn constant(sink: &mut InstructionSink<'_>, body: &Body, statics: Option<&Statics<'_>>) {
    let (Some((address, size, by_pointer)), Some(statics)) = (body.constant, statics) else { return };
    if by_pointer {
        sink.i32_const(i32::try_from(address).expect("I5: constants are few"));
        return;
    }
    match body.results.first() {
        Some(ValType::I64) => sink.i64_const(statics.number_at(address, size).cast_signed()),
        Some(ValType::I32) => {
            sink.i32_const(u32::try_from(statics.number_at(address, size)).expect("I5: at most four bytes").cast_signed())
        }
        // No constant is a float, and no result has no value here.
        _ => sink.unreachable(),
    };
}

/// Writes 0, 1, 2 … as u32, as many as the list in locals 0 (pointer) and 1 (length) is long, behind what is allocated; returns pointer and length through memory.
fn every_index(sink: &mut InstructionSink<'_>, first: u32, allocator: u32) {
    let (index, out) = (first, first + 1);
    let word = |offset| MemArg { offset, align: 2, memory_index: 0 };
    sink.local_get(1).i32_const(2).i32_shl().i32_const(8).i32_add().local_set(index);
    sink.i32_const(0).i32_const(0).i32_const(4).local_get(index).call(allocator);
    sink.local_tee(out).local_get(out).i32_const(8).i32_add().i32_store(word(0));
    sink.local_get(out).local_get(1).i32_store(word(4));
    sink.i32_const(0).local_set(index);
    sink.block(BlockType::Empty).loop_(BlockType::Empty).local_get(index).local_get(1).i32_ge_u().br_if(1);
    sink.local_get(out).local_get(index).i32_const(2).i32_shl().i32_add().local_get(index).i32_store(word(8));
    sink.local_get(index).i32_const(1).i32_add().local_set(index).br(0).end().end();
    sink.local_get(out);
}

/// `realloc(old, old size, align, new size)`: takes from the top, copies what was there, grows the memory, traps at its maximum.
fn allocator() -> CoreFunction {
    // Locals: 0 old, 1 old size, 2 align, 3 new size, 4 result, 5 end.
    let mut function = CoreFunction::new_with_locals_types([ValType::I32, ValType::I32]);
    let mut sink = function.instructions();
    sink.global_get(0).local_get(2).i32_add().i32_const(1).i32_sub().i32_const(0).local_get(2).i32_sub().i32_and().local_tee(4);
    sink.local_get(3).i32_add().local_tee(5).local_get(4).i32_lt_u().if_(BlockType::Empty).unreachable().end();
    sink.local_get(5).memory_size(0).i32_const(16).i32_shl().i32_gt_u().if_(BlockType::Empty);
    sink.local_get(5).memory_size(0).i32_const(16).i32_shl().i32_sub().i32_const(65_535).i32_add().i32_const(16).i32_shr_u();
    sink.memory_grow(0).i32_const(-1).i32_eq().if_(BlockType::Empty).unreachable().end().end();
    sink.local_get(5).global_set(0);
    sink.local_get(0).if_(BlockType::Empty).local_get(4).local_get(0).local_get(1).memory_copy(0, 0).end();
    sink.local_get(4).end();
    function
}
