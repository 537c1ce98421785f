//! The core modules of a membrane in an adapter: a memory with what policy says, the engine, the membrane, and what ties them.
//!
//! The membrane's allocator and destructors are asked for before it exists: functions of the host are lowered with its allocator, and its resources are defined with its
//! destructors. So a small module holds the memory and a table, through which it calls them, and another one fills the table at the end. Must hold: the policy block and the tables
//! are constants of the memory; a function that the membrane imports and that was not granted is a trap; nothing is called before all of it is instantiated.

use super::core::{Signatures, memory_type};
use super::trampoline;
use crate::plan::{Held, State};
use std::collections::BTreeMap;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function as CoreFunction,
    FunctionSection, ImportSection, MemorySection, Module, RefType, TableSection, TableType, ValType,
};
use wasmparser::{Parser, Payload, TypeRef};

/// The core types of what a module imports, by module and name, in order.
pub type Imports = Vec<(String, String, Signature)>;
/// Parameters and results.
pub type Signature = (Vec<ValType>, Vec<ValType>);

const PAGE: usize = 65_536;

/// The module with the memory, the policy block and the table: exports `memory`, `block`, `t`, `r`, and a destructor `d0`, `d1` … for each resource.
pub fn base(held: &Held, settings: &[u8], resources: usize) -> Module {
    let start = trampoline::RECORDER_END;
    let (block, data) = constants(held, settings, start);
    let mut signatures = Signatures::default();
    let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
    let tells = signatures.add(vec![], vec![ValType::I32]);
    let allocates = signatures.add(vec![ValType::I32; 4], vec![ValType::I32]);
    let drops = signatures.add(vec![ValType::I32], vec![]);
    let number = |many: usize| u32::try_from(many).expect("I5: resources are few");
    functions.function(tells).function(allocates);
    exports.export("block", ExportKind::Func, 0).export("r", ExportKind::Func, 1);
    let mut function = CoreFunction::new([]);
    function.instructions().i32_const(i32::try_from(block).expect("I5: constants are few")).end();
    code.function(&function);
    let mut function = CoreFunction::new([]);
    function.instructions().local_get(0).local_get(1).local_get(2).local_get(3).i32_const(0).call_indirect(0, allocates).end();
    code.function(&function);
    for resource in 0..number(resources) {
        functions.function(drops);
        exports.export(&format!("d{resource}"), ExportKind::Func, 2 + resource);
        let mut function = CoreFunction::new([]);
        let slot = i32::try_from(resource + 1).expect("I5: resources are few");
        function.instructions().local_get(0).i32_const(slot).call_indirect(0, drops).end();
        code.function(&function);
    }
    exports.export("memory", ExportKind::Memory, 0).export("t", ExportKind::Table, 0);
    let (mut tables, mut memories, mut datas) = (TableSection::new(), MemorySection::new(), DataSection::new());
    let slots = u64::from(number(resources) + 1);
    tables.table(TableType { element_type: RefType::FUNCREF, table64: false, minimum: slots, maximum: Some(slots), shared: false });
    let pages = (start + data.len()).div_ceil(PAGE) as u64;
    memories.memory(memory_type(pages, (pages + held.pages).min(65_536)));
    datas.active(0, &ConstExpr::i32_const(i32::try_from(start).expect("I5: constants are few")), data);
    let mut module = Module::new();
    module
        .section(&signatures.types)
        .section(&functions)
        .section(&tables)
        .section(&memories)
        .section(&exports)
        .section(&code)
        .section(&datas);
    module
}

/// The policy block and what it points to: the address of the block, and the bytes from `start` on.
fn constants(held: &Held, settings: &[u8], start: usize) -> (usize, Vec<u8>) {
    let words = 1 + 3 * held.states.len() + 2;
    let mut block = vec![];
    let mut data = vec![0; 4 * words];
    let address = |at: usize| u32::try_from(start + at).expect("I5: constants are few");
    let mut place = |bytes: &[u8]| {
        data.resize(data.len().next_multiple_of(8), 0);
        let at = data.len();
        data.extend_from_slice(bytes);
        (address(at), u32::try_from(bytes.len()).expect("I5: constants are few"))
    };
    // No limit counts here: there are no counters.
    block.push(address(0));
    for state in &held.states {
        block.extend(match state {
            State::Denied => [0, 0, 0],
            State::Allowed => [1, 0, 0],
            State::Table(table) => {
                let (at, length) = place(table);
                [2, at, length]
            }
        });
    }
    let (at, length) = place(settings);
    block.extend([at, length]);
    for (number, word) in block.into_iter().enumerate() {
        data[4 * number..4 * number + 4].copy_from_slice(&word.to_le_bytes());
    }
    (start, data)
}

/// The module that fills the table: imports `t`, and as `0`, `1` … the allocator and the destructors.
pub fn fill(resources: usize) -> Module {
    let mut signatures = Signatures::default();
    let allocates = signatures.add(vec![ValType::I32; 4], vec![ValType::I32]);
    let drops = signatures.add(vec![ValType::I32], vec![]);
    let mut imports = ImportSection::new();
    let count = u32::try_from(resources + 1).expect("I5: resources are few");
    let slots = u64::from(count);
    let table = TableType { element_type: RefType::FUNCREF, table64: false, minimum: slots, maximum: Some(slots), shared: false };
    imports.import("b", "t", EntityType::Table(table));
    for slot in 0..count {
        imports.import("f", &slot.to_string(), EntityType::Function(if slot == 0 { allocates } else { drops }));
    }
    let mut elements = ElementSection::new();
    elements.active(Some(0), &ConstExpr::i32_const(0), Elements::Functions((0..count).collect::<Vec<_>>().into()));
    let mut module = Module::new();
    module.section(&signatures.types).section(&imports).section(&elements);
    module
}

/// A module of traps: functions of these types, exported as `0`, `1` …
pub fn traps(types: &[Signature]) -> Module {
    let mut signatures = Signatures::default();
    let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
    for (number, (params, results)) in (0..).zip(types) {
        functions.function(signatures.add(params.clone(), results.clone()));
        exports.export(&number.to_string(), ExportKind::Func, number);
        let mut function = CoreFunction::new([]);
        function.instructions().unreachable().end();
        code.function(&function);
    }
    let mut module = Module::new();
    module.section(&signatures.types).section(&functions).section(&exports).section(&code);
    module
}

/// What a committed module imports; functions only.
pub fn imports(bytes: &[u8]) -> Imports {
    let (mut types, mut found): (BTreeMap<u32, Signature>, _) = (BTreeMap::new(), vec![]);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.expect("I5: a committed module is valid") {
            Payload::TypeSection(section) => {
                for (number, ty) in (0..).zip(section.into_iter_err_on_gc_types()) {
                    let ty = ty.expect("I5: a committed module is valid");
                    types.insert(number, (ty.params().iter().map(core_type).collect(), ty.results().iter().map(core_type).collect()));
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.expect("I5: a committed module is valid");
                    if let TypeRef::Func(ty) = import.ty {
                        found.push((import.module.to_string(), import.name.to_string(), types[&ty].clone()));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn core_type(ty: &wasmparser::ValType) -> ValType {
    match ty {
        wasmparser::ValType::I32 => ValType::I32,
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        wasmparser::ValType::V128 | wasmparser::ValType::Ref(_) => unreachable!("I5: the canonical ABI has numbers only"),
    }
}
