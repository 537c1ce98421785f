//! An agent that forwards: each export passes its core values to an import of the same type, as they are.
//!
//! In: a world that exports `g…` for each `f…`. Out: a component whose memory starts anew after each call, so that it can be called any number of times.

use super::signature::Signatures;
use wasm_encoder::{
    CodeSection, ConstExpr, EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    MemorySection, MemoryType, Module, TypeSection, ValType,
};
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::abi::{AbiVariant, WasmType};
use wit_parser::{Resolve, SizeAlign, WorldId, WorldItem};

/// Where results lie that do not fit in one core value.
const RESULT: i32 = 16;

/// The component.
pub fn agent(resolve: &Resolve, world: WorldId, signatures: &Signatures) -> Vec<u8> {
    let mut sizes = SizeAlign::default();
    sizes.fill(resolve);
    let (mut types, mut imports, mut functions) = (TypeSection::new(), ImportSection::new(), FunctionSection::new());
    let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
    let exported = |name: &str| {
        let item = resolve.worlds[world].exports.iter().find_map(|(_, item)| match item {
            WorldItem::Function(function) if function.name == name => Some(function),
            _ => None,
        });
        item.expect("the world exports it")
    };
    let all: Vec<_> = signatures.functions.iter().map(|function| (function, exported(&function.export))).collect();
    let (mut next, count) = (0, u32::try_from(all.len()).expect("functions are few"));
    let mut declare = |types: &mut TypeSection, params: &[WasmType], results: &[WasmType]| {
        types.ty().function(params.iter().map(core), results.iter().map(core));
        next += 1;
        next - 1
    };
    let largest = all.iter().filter_map(|(_, function)| function.result.as_ref()).map(|ty| sizes.size(ty).size_wasm32()).max();
    let heap = i32::try_from((16 + largest.unwrap_or(0)).next_multiple_of(16)).expect("results are small");
    for (number, (declared, function)) in (0..).zip(&all) {
        let module = if declared.is_plain { "$root" } else { "abi:t/api" };
        let import = resolve.wasm_signature(AbiVariant::GuestImport, function);
        let ty = declare(&mut types, &import.params, &import.results);
        imports.import(module, &declared.name, EntityType::Function(ty));
        let export = resolve.wasm_signature(AbiVariant::GuestExport, function);
        functions.function(declare(&mut types, &export.params, &export.results));
        exports.export(&declared.export, ExportKind::Func, count + 2 * number);
        let mut forward = Function::new([]);
        for local in 0..export.params.len() {
            forward.instructions().local_get(u32::try_from(local).expect("parameters are few"));
        }
        if import.retptr {
            forward.instructions().i32_const(RESULT).call(number).i32_const(RESULT).end();
        } else {
            forward.instructions().call(number).end();
        }
        code.function(&forward);
        functions.function(declare(&mut types, &export.results, &[]));
        exports.export(&format!("cabi_post_{}", declared.export), ExportKind::Func, count + 2 * number + 1);
        let mut post = Function::new([]);
        post.instructions().i32_const(heap).global_set(0).end();
        code.function(&post);
    }
    functions.function(declare(&mut types, &[WasmType::I32; 4], &[WasmType::I32]));
    exports.export("cabi_realloc", ExportKind::Func, 3 * count);
    code.function(&allocator());
    exports.export("memory", ExportKind::Memory, 0);
    let (mut memories, mut globals) = (MemorySection::new(), GlobalSection::new());
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(heap));
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&memories).section(&globals).section(&exports).section(&code);
    component(resolve, world, &mut module.finish())
}

/// A component around a core module.
pub fn component(resolve: &Resolve, world: WorldId, module: &mut Vec<u8>) -> Vec<u8> {
    wit_component::embed_component_metadata(module, resolve, world, StringEncoding::UTF8).expect("the metadata is written");
    let mut encoder = ComponentEncoder::default();
    encoder.module(module).unwrap_or_else(|error| panic!("the agent: {error:#}"));
    encoder.encode().unwrap_or_else(|error| panic!("the agent: {error:#}"))
}

fn core(ty: &WasmType) -> ValType {
    match ty {
        WasmType::I32 | WasmType::Pointer | WasmType::Length => ValType::I32,
        WasmType::I64 | WasmType::PointerOrI64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    }
}

/// Takes memory from the top and grows it; what was there before is not copied, as nothing here is allocated twice.
fn allocator() -> Function {
    let mut function = Function::new([(2, ValType::I32)]);
    let mut sink = function.instructions();
    sink.global_get(0).local_get(2).i32_add().i32_const(1).i32_sub().i32_const(0).local_get(2).i32_sub().i32_and().local_tee(4);
    sink.local_get(3).i32_add().local_tee(5).memory_size(0).i32_const(16).i32_shl().i32_gt_u().if_(wasm_encoder::BlockType::Empty);
    sink.local_get(5).i32_const(16).i32_shr_u().i32_const(1).i32_add().memory_size(0).i32_sub().memory_grow(0).i32_const(-1).i32_eq();
    sink.if_(wasm_encoder::BlockType::Empty).unreachable().end().end();
    sink.local_get(5).global_set(0).local_get(4).end();
    function
}
