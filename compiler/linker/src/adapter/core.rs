//! The core module of an adapter: one exported function for each stub, a memory with a maximum, and an allocator that starts anew after each call.
//!
//! Must hold: the module imports only drops and constructors of handles; it has no table and no start function; a call leaves nothing behind.

use super::{
    drops::{Dropped, Drops},
    value::{Statics, Value},
};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, EntityType, ExportKind, ExportSection, Function as CoreFunction, FunctionSection,
    GlobalSection, GlobalType, ImportSection, InstructionSink, MemArg, MemorySection, MemoryType, Module, TypeSection, ValType,
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
    /// Returns this constant, or nothing.
    Constant(Option<Value>),
    /// Returns a new handle of a resource that the adapter defines.
    NewHandle(TypeId),
    /// Returns a pollable that is ready, from the host's own clock: `subscribe-duration(0)`.
    ReadyPollable,
    /// Of a list of pollables that are all ready, returns every index.
    EveryIndex,
}

/// A function of the core module.
pub struct Stub<'r> {
    /// Its declared type.
    pub function: &'r Function,
    /// What it does.
    pub answer: Answer,
}

/// A core module and what must be supplied to it, in the order of its imports.
pub struct CoreModule {
    /// The module.
    pub module: Module,
    /// The imports, under the module name `h` and their number.
    pub imports: Vec<Import>,
    /// Whether it has a memory and an allocator, named `m` and `r`.
    pub has_memory: bool,
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
}

const PAGE: u64 = 65_536;
/// 16 MiB: a larger argument of a refused call traps instead of growing the adapter (threat R16).
const MAX_PAGES: u64 = 256;
/// Below it lies nothing, so that no address is null.
const BASE: usize = 16;

/// Generates the module. `owns` tells the resources that the adapter defines.
pub fn generate(resolve: &Resolve, sizes: &SizeAlign, stubs: &[Stub<'_>], owns: impl Fn(TypeId) -> bool + Copy) -> CoreModule {
    let mut statics = Statics::new(resolve, sizes, BASE);
    let mut dropped = vec![];
    let mut bodies = vec![];
    for stub in stubs {
        bodies.push(body(resolve, sizes, stub, owns, &mut dropped, &mut statics));
    }
    let mut imports: Vec<_> = dropped.into_iter().map(Import::Drop).collect();
    for stub in stubs {
        let wanted = match &stub.answer {
            Answer::NewHandle(resource) => Import::New(*resource),
            Answer::ReadyPollable => Import::Subscribe,
            _ => continue,
        };
        if !imports.contains(&wanted) {
            imports.push(wanted);
        }
    }
    let has_memory = stubs.iter().any(|stub| stub.answer != Answer::Trap || needs_memory(resolve, stub.function));
    let module = assemble(&imports, stubs, &bodies, has_memory.then_some(&statics));
    CoreModule { module, imports, has_memory }
}

struct Body {
    params: Vec<ValType>,
    results: Vec<ValType>,
    locals: Vec<ValType>,
    /// Drops of the arguments.
    drops: Vec<u8>,
    /// The address and size of a constant result, and whether its address is what is returned.
    constant: Option<(usize, usize, bool)>,
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
    let (locals, drops) = match stub.answer {
        Answer::Trap => (vec![], vec![]),
        _ => Drops::of(resolve, sizes, owns, dropped, stub.function, &params, signature.indirect_params),
    };
    let constant = match (&stub.answer, &stub.function.result) {
        (Answer::Constant(Some(value)), Some(ty)) => {
            let size = sizes.size(ty).size_wasm32();
            Some((statics.store(ty, value), size, signature.retptr))
        }
        _ => None,
    };
    Body { params, results, locals, drops, constant }
}

/// Whether lifting or lowering this function's type needs a memory: the validator asks for one where strings or lists are passed.
fn needs_memory(resolve: &Resolve, function: &Function) -> bool {
    let signature = resolve.wasm_signature(AbiVariant::GuestExport, function);
    let pointers = |types: &[WasmType]| types.iter().any(|ty| matches!(ty, WasmType::Pointer | WasmType::PointerOrI64 | WasmType::Length));
    let method = matches!(function.kind, wit_parser::FunctionKind::Method(_) | wit_parser::FunctionKind::AsyncMethod(_));
    let params = if method { signature.params.get(1..).unwrap_or_default() } else { &signature.params[..] };
    signature.retptr || signature.indirect_params || pointers(params) || pointers(&signature.results)
}

fn core_type(ty: &WasmType) -> ValType {
    match ty {
        WasmType::I32 | WasmType::Pointer | WasmType::Length => ValType::I32,
        WasmType::I64 | WasmType::PointerOrI64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    }
}

fn assemble(imports: &[Import], stubs: &[Stub<'_>], bodies: &[Body], statics: Option<&Statics<'_>>) -> Module {
    let (mut types, mut imported, mut functions, mut exports, mut code) =
        (TypeSection::new(), ImportSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
    let mut next_type = 0;
    let mut signature = |params: Vec<ValType>, results: Vec<ValType>| {
        types.ty().function(params, results);
        next_type += 1;
        next_type - 1
    };
    for (number, import) in imports.iter().enumerate() {
        let ty = match import {
            Import::Drop(_) => signature(vec![ValType::I32], vec![]),
            Import::New(_) => signature(vec![ValType::I32], vec![ValType::I32]),
            Import::Subscribe => signature(vec![ValType::I64], vec![ValType::I32]),
        };
        imported.import("h", &number.to_string(), EntityType::Function(ty));
    }
    let mut next_function = u32::try_from(imports.len()).expect("I5: imports are few");
    let place = |import: &Import| {
        u32::try_from(imports.iter().position(|known| known == import).expect("I5: collected above")).expect("I5: imports are few")
    };
    let resets = statics.map(heap_start);
    let allocator_index = next_function + u32::try_from(stubs.len()).expect("I5: stubs are few");
    for (number, (stub, body)) in stubs.iter().zip(bodies).enumerate() {
        functions.function(signature(body.params.clone(), body.results.clone()));
        exports.export(&format!("f{number}"), ExportKind::Func, next_function);
        next_function += 1;
        let extra = if stub.answer == Answer::EveryIndex { vec![ValType::I32; 2] } else { vec![] };
        let first = u32::try_from(body.params.len() + body.locals.len()).expect("I5: locals are few");
        let mut function = CoreFunction::new_with_locals_types(body.locals.iter().copied().chain(extra));
        function.raw(body.drops.iter().copied());
        let mut sink = function.instructions();
        match &stub.answer {
            Answer::Trap => {
                sink.unreachable();
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
        if let (Some(start), true) = (resets, stub.answer != Answer::Trap) {
            sink.i32_const(start).global_set(0);
        }
        sink.end();
        code.function(&function);
    }
    let mut module = Module::new();
    let Some(statics) = statics else {
        module.section(&types).section(&imported).section(&functions).section(&exports).section(&code);
        return module;
    };
    functions.function(signature(vec![ValType::I32; 4], vec![ValType::I32]));
    exports.export("r", ExportKind::Func, next_function);
    exports.export("m", ExportKind::Memory, 0);
    code.function(&allocator());
    let (mut memories, mut globals, mut data) = (MemorySection::new(), GlobalSection::new(), DataSection::new());
    let pages = (u64::try_from(heap_start(statics)).expect("I5: addresses are positive")).div_ceil(PAGE);
    memories.memory(MemoryType { minimum: pages, maximum: Some(MAX_PAGES), memory64: false, shared: false, page_size_log2: None });
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(heap_start(statics)));
    module.section(&types).section(&imported).section(&functions).section(&memories).section(&globals).section(&exports).section(&code);
    if !statics.bytes.is_empty() {
        data.active(0, &ConstExpr::i32_const(i32::try_from(BASE).expect("I5: 16 fits")), statics.bytes.iter().copied());
        module.section(&data);
    }
    module
}

fn heap_start(statics: &Statics<'_>) -> i32 {
    i32::try_from((BASE + statics.bytes.len()).next_multiple_of(16)).expect("I5: constants are few")
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
