//! Core modules that are made to cost the analysis all of its time, memory or stack; see `hostile.rs`.
//!
//! In: a scale, in thousandths of the largest size. Out: the bytes of a component around one module.

use super::hostile::{VOID, export_core};
use wasm_encoder::*;

/// A component of these sections around one core module, whose functions `f`, if there is one, is exported.
pub fn around(module: &Module) -> Vec<u8> {
    let mut component = Component::new();
    component.section(&ModuleSection(module));
    let mut instances = InstanceSection::new();
    instances.instantiate::<[(&str, ModuleArg); 0], _>(0, []);
    component.section(&instances);
    export_core(&mut component, 0);
    component.finish()
}

pub fn body(instructions: impl IntoIterator<Item = Instruction<'static>>) -> Function {
    let mut body = Function::new([]);
    for instruction in instructions {
        body.instruction(&instruction);
    }
    body.instruction(&Instruction::End);
    body
}

/// A module with `count` functions, the first of which is `f` and has a body; all are of type 0.
pub fn module(count: u32, tables: &TableSection, globals: &GlobalSection, elements: &ElementSection, first: &Function) -> Module {
    let (mut types, mut functions, mut exports, mut code) =
        (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
    types.ty().function(VOID, VOID);
    exports.export("f", ExportKind::Func, 0);
    code.function(first);
    functions.function(0);
    for _ in 1..count {
        functions.function(0);
        code.function(&body([]));
    }
    let mut module = Module::new();
    module.section(&types).section(&functions).section(tables).section(globals).section(&exports).section(elements).section(&code);
    module
}

pub fn tables(count: u32, minimum: u64) -> TableSection {
    let mut tables = TableSection::new();
    for _ in 0..count {
        let element_type = RefType::FUNCREF;
        tables.table(TableType { element_type, table64: minimum > u64::from(u32::MAX), minimum, maximum: None, shared: false });
    }
    tables
}

pub fn indirect(table_index: u32) -> Instruction<'static> {
    Instruction::CallIndirect { type_index: 0, table_index }
}

pub fn huge_tables(scale: u32) -> Vec<u8> {
    let mut tables = tables(1, u64::from(u32::MAX));
    let mut elements = ElementSection::new();
    for table in 0..scale {
        tables.table(TableType { element_type: RefType::FUNCREF, table64: true, minimum: u64::MAX, maximum: None, shared: false });
        let start = ConstExpr::i64_const(-1);
        elements.active(Some(table + 1), &start, Elements::Functions((&[0, 0, 0][..]).into()));
        elements.active(Some(0), &ConstExpr::i32_const(-2), Elements::Functions((&[0, 0, 0][..]).into()));
    }
    let calls = (0..scale).flat_map(|table| [Instruction::I64Const(-1), indirect(table + 1), Instruction::I32Const(-1), indirect(0)]);
    around(&module(1, &tables, &GlobalSection::new(), &elements, &body(calls)))
}

pub fn large_segment(scale: u32) -> Vec<u8> {
    let functions: Vec<u32> = (0..scale * 1000).map(|item| item % (scale * 10 + 1)).collect();
    let mut elements = ElementSection::new();
    elements.passive(Elements::Functions(functions.into()));
    let inits = (0..scale * 10).map(|_| Instruction::TableInit { elem_index: 0, table: 0 });
    around(&module(scale * 10 + 1, &tables(1, 10), &GlobalSection::new(), &elements, &body(inits)))
}

pub fn many_segments(scale: u32) -> Vec<u8> {
    let functions: Vec<u32> = (0..scale).collect();
    let mut elements = ElementSection::new();
    for _ in 0..scale {
        elements.passive(Elements::Functions((&functions).into()));
    }
    let inits = (0..scale).flat_map(|elem_index| (0..scale).map(move |table| Instruction::TableInit { elem_index, table }));
    around(&module(scale, &tables(scale, 10), &GlobalSection::new(), &elements, &body(inits)))
}

/// All functions in one slot, none of the type that is called.
pub fn full_slot(scale: u32) -> Vec<u8> {
    let mut elements = ElementSection::new();
    for number in 0..scale * 100 {
        elements.active(Some(0), &ConstExpr::i32_const(0), Elements::Functions((&[number % (scale * 10)][..]).into()));
    }
    let (mut types, mut functions, mut exports, mut code) =
        (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
    types.ty().function(VOID, VOID);
    types.ty().function([ValType::I32], VOID);
    for _ in 0..scale * 10 {
        functions.function(0);
        code.function(&body([]));
    }
    functions.function(0);
    exports.export("f", ExportKind::Func, scale * 10);
    let call = Instruction::CallIndirect { type_index: 1, table_index: 0 };
    code.function(&body((0..scale * 100).flat_map(|_| [Instruction::I32Const(0), Instruction::I32Const(0), call.clone()])));
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables(1, 10)).section(&exports).section(&elements).section(&code);
    around(&module)
}

pub fn somewhere(scale: u32) -> Vec<u8> {
    let functions: Vec<u32> = (0..scale * 10).collect();
    let mut elements = ElementSection::new();
    elements.active(Some(0), &ConstExpr::i32_const(0).with_i32_const(0).with_i32_add(), Elements::Functions(functions.into()));
    let calls = (0..scale.cast_signed() * 100).flat_map(|slot| [Instruction::I32Const(slot), indirect(0)]);
    around(&module(scale * 10, &tables(1, 10), &GlobalSection::new(), &elements, &body(calls)))
}

/// Every function is in the table, and calls what is in it.
pub fn all_to_all(scale: u32) -> Vec<u8> {
    let count = scale * 20;
    let (mut types, mut functions, mut exports, mut code) =
        (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
    types.ty().function(VOID, VOID);
    exports.export("f", ExportKind::Func, 0);
    for _ in 0..count {
        functions.function(0);
        code.function(&body([Instruction::I32Const(0), Instruction::I32Const(0), Instruction::I32Add, indirect(0)]));
    }
    let all: Vec<u32> = (0..count).collect();
    let mut elements = ElementSection::new();
    elements.active(Some(0), &ConstExpr::i32_const(0), Elements::Functions(all.into()));
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables(1, 10)).section(&exports).section(&elements).section(&code);
    around(&module)
}

pub fn globals(scale: u32) -> Vec<u8> {
    let mut globals = GlobalSection::new();
    for number in 0..scale * 50 {
        let ty = GlobalType { val_type: ValType::Ref(RefType::FUNCREF), mutable: true, shared: false };
        globals.global(ty, &ConstExpr::ref_func(number % scale));
    }
    let uses = (0..scale * 50).flat_map(|global| [Instruction::GlobalGet(global), Instruction::GlobalSet(scale * 50 - 1 - global)]);
    around(&module(scale, &tables(1, 1), &globals, &ElementSection::new(), &body(uses)))
}

pub fn copies(scale: u32) -> Vec<u8> {
    let mut elements = ElementSection::new();
    for table in 0..scale * 10 {
        elements.active(Some(table), &ConstExpr::i32_const(0), Elements::Functions((&[table % scale][..]).into()));
    }
    let count = scale * 10;
    let copies = (0..count).flat_map(|table| {
        let copy = Instruction::TableCopy { src_table: table, dst_table: (table * 7 + 1) % count };
        [Instruction::I32Const(0), Instruction::I32Const(0), Instruction::I32Const(1), copy, Instruction::I32Const(0), indirect(table)]
    });
    around(&module(scale, &tables(count, 10), &GlobalSection::new(), &elements, &body(copies)))
}

/// Calls by many types, and holders that are mixed one by one with what already has all those calls.
pub fn signatures(scale: u32) -> Vec<u8> {
    let (mut types, mut functions, mut exports, mut code) =
        (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
    types.ty().function(VOID, VOID);
    let count = scale * 10;
    for number in 0..count {
        let params: Vec<ValType> = (0..14).map(|bit| if number >> bit & 1 == 1 { ValType::I64 } else { ValType::I32 }).collect();
        types.ty().function(params, VOID);
    }
    functions.function(0);
    exports.export("f", ExportKind::Func, 0);
    let calls = (0..count).map(|ty| Instruction::CallRef(ty + 1));
    let mixes = (0..count).map(Instruction::TableGet);
    code.function(&body(calls.chain(mixes)));
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables(count, 1)).section(&exports).section(&code);
    around(&module)
}

pub fn long_body(scale: u32) -> Vec<u8> {
    let mut elements = ElementSection::new();
    elements.active(Some(0), &ConstExpr::i32_const(0), Elements::Functions((&[0, 1, 2][..]).into()));
    let calls = (0..scale * 500).flat_map(|_| [Instruction::I32Const(1), indirect(0)]);
    around(&module(3, &tables(1, 10), &GlobalSection::new(), &elements, &body(calls)))
}

pub fn deep_blocks(scale: u32) -> Vec<u8> {
    let starts = (0..scale * 500).map(|_| Instruction::Block(BlockType::Empty));
    let ends = (0..scale * 500).map(|_| Instruction::End);
    around(&module(1, &tables(1, 10), &GlobalSection::new(), &ElementSection::new(), &body(starts.chain(ends))))
}
