//! Random core modules with all forms of calls, made so that running them tells each call.
//!
//! In: a seed. Out: [`Case`]: a module that runs by itself under two host functions, and the same module in a component for the analysis to read. wasm-smith makes
//! the module, [`super::extra`] adds what it seldom makes, and here each function begins with `i32.const <itself>; call $enter`, each call is preceded by
//! `i32.const <caller and form>; call $at`. Must hold: an instruction that the analysis reads together with the call after it stays directly before it.

use super::extra::{self, Extra};
use super::random::Random;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, Function, Instruction, ValType};
use wasm_smith::{Config, InstructionKind, InstructionKinds};
use wasmparser::{FunctionBody, Operator, Parser, Payload};

/// Where marks are imported from; they are the functions 0 and 1.
pub const TRACE: &str = "trace";
/// Functions of the host that random code may import and call: name, parameters, results.
pub const HOST: &[(&str, &[ValType], &[ValType])] = &[("f0", &[], &[]), ("f1", &[ValType::I32], &[ValType::I32])];
const AT: u32 = 0;
const ENTER: u32 = 1;
/// Functions that are put before all others.
pub const SHIFT: u32 = 2;
/// The form of a call is marked above the function.
pub const FORM: u32 = 24;

/// The forms of calls.
pub const FORMS: [&str; 10] = [
    "call",
    "return_call",
    "call_indirect",
    "call_indirect of a constant",
    "return_call_indirect",
    "return_call_indirect of a constant",
    "call_ref",
    "call_ref of a global",
    "return_call_ref",
    "return_call_ref of a global",
];

/// A random module.
pub struct Case {
    /// By itself.
    pub module: Vec<u8>,
    /// Its exported functions.
    pub exports: Vec<String>,
}

/// The module of a seed; `None` if the random bytes do not make one.
pub fn case(random: &mut Random) -> Option<Case> {
    let bytes: Vec<u8> = (0..random.below(400) + 100).flat_map(|_| random.bits().to_le_bytes()).collect();
    let config = config(random);
    let module = wasm_smith::Module::new(config, &mut arbitrary::Unstructured::new(&bytes)).ok()?;
    instrument(&module.to_bytes(), random)
}

fn config(random: &mut Random) -> Config {
    use InstructionKind as Kind;
    // Most instructions trap or do nothing to functions; few kinds of them run further.
    let mut kinds = vec![Kind::Control, Kind::Reference, Kind::Table, Kind::Variable, Kind::Parametric, Kind::NumericInt];
    for (kind, share) in [(Kind::Aggregate, 50), (Kind::Memory, 20), (Kind::Vector, 5), (Kind::Numeric, 10)] {
        if random.percent(share) {
            kinds.push(kind);
        }
    }
    let imported = random.percent(60);
    Config {
        available_imports: imported.then(imports),
        max_imports: if imported { 4 } else { 0 },
        allowed_instructions: InstructionKinds::new(&kinds),
        min_types: 2,
        max_types: 12,
        max_type_size: 60,
        min_funcs: 3,
        max_funcs: 9,
        max_instructions: 60,
        min_tables: 1,
        max_tables: 3,
        max_table_elements: 20,
        min_element_segments: 1,
        max_element_segments: 6,
        max_elements: 8,
        max_globals: 8,
        max_memories: 2,
        max_memory32_bytes: 1 << 17,
        max_memory64_bytes: 1 << 17,
        max_data_segments: 2,
        max_tags: 3,
        max_exports: 20,
        export_everything: true,
        allow_start_export: random.percent(30),
        gc_enabled: random.percent(85),
        memory64_enabled: random.percent(50),
        threads_enabled: false,
        shared_everything_threads_enabled: false,
        custom_descriptors_enabled: false,
        custom_page_sizes_enabled: false,
        wide_arithmetic_enabled: false,
        ..Config::default()
    }
}

/// A module that has the imports which random modules may have.
fn imports() -> Vec<u8> {
    let (mut types, mut imports) = (wasm_encoder::TypeSection::new(), wasm_encoder::ImportSection::new());
    for (number, (name, params, results)) in (0..).zip(HOST) {
        types.ty().function(params.iter().copied(), results.iter().copied());
        imports.import("host", name, wasm_encoder::EntityType::Function(number));
    }
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports);
    module.finish()
}

/// Moves functions up.
pub struct Shift;

impl Reencode for Shift {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(function + SHIFT)
    }
}

/// Tells that a function runs.
pub fn enter(body: &mut Function, function: u32) {
    body.instruction(&Instruction::I32Const(function.cast_signed())).instruction(&Instruction::Call(ENTER));
}

/// Tells that a function calls now.
pub fn at(body: &mut Function, function: u32, form: u32) {
    body.instruction(&Instruction::I32Const((function | form << FORM).cast_signed())).instruction(&Instruction::Call(AT));
}

/// The form of a call, after what stands directly before it.
fn form(call: &Operator<'_>, before: Option<&Operator<'_>>) -> Option<u32> {
    let constant = u32::from(matches!(before, Some(Operator::I32Const { .. } | Operator::I64Const { .. })));
    let global = u32::from(matches!(before, Some(Operator::GlobalGet { .. })));
    match call {
        Operator::Call { .. } => Some(0),
        Operator::ReturnCall { .. } => Some(1),
        Operator::CallIndirect { .. } => Some(2 + constant),
        Operator::ReturnCallIndirect { .. } => Some(4 + constant),
        Operator::CallRef { .. } => Some(6 + global),
        Operator::ReturnCallRef { .. } => Some(8 + global),
        _ => None,
    }
}

/// The body with all marks.
fn marked(number: u32, body: &FunctionBody<'_>) -> Function {
    let mut marked = Shift.new_function_with_parsed_locals(body).expect("the body reads");
    enter(&mut marked, number);
    let mut operators = body.get_operators_reader().expect("the body reads");
    let mut before = None;
    let put = |marked: &mut Function, operator| {
        marked.instruction(&Shift.instruction(operator).expect("the instruction is encoded again"));
    };
    while !operators.eof() {
        let operator = operators.read().expect("the body reads");
        if let Some(form) = form(&operator, before.as_ref()) {
            at(&mut marked, number, form);
        }
        if let Some(before) = before.take() {
            put(&mut marked, before);
        }
        match operator {
            Operator::I32Const { .. } | Operator::I64Const { .. } | Operator::GlobalGet { .. } => before = Some(operator),
            _ => put(&mut marked, operator),
        }
    }
    marked
}

/// The module with marks, and more functions; `None` if it has no functions.
fn instrument(bytes: &[u8], random: &mut Random) -> Option<Case> {
    let mut extra = Extra::default();
    let (mut exports, mut imported, mut bodies) = (vec![], 0, vec![]);
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.expect("wasm-smith makes modules");
        let sections = &mut extra.sections;
        match payload {
            Payload::TypeSection(section) => {
                for group in section.clone() {
                    extra.types.extend(group.expect("types read").into_types());
                }
                Shift.parse_type_section(&mut sections.types, section).expect("types are encoded again");
            }
            Payload::ImportSection(section) => {
                extra.begin();
                let sections = &mut extra.sections;
                for import in section.clone().into_imports() {
                    let import = import.expect("imports read");
                    let wasmparser::TypeRef::Func(ty) = import.ty else { panic!("no other import is available") };
                    imported += 1;
                    extra.functions.push(ty);
                }
                Shift.parse_import_section(&mut sections.imports, section).expect("imports are encoded again");
            }
            Payload::FunctionSection(section) => {
                extra.functions.extend(section.clone().into_iter().map(|ty| ty.expect("functions read")));
                Shift.parse_function_section(&mut sections.functions, section).expect("functions are encoded again");
            }
            Payload::TableSection(section) => {
                extra.tables.extend(section.clone().into_iter().map(|table| table.expect("tables read").ty));
                Shift.parse_table_section(&mut sections.tables, section).expect("tables are encoded again");
            }
            Payload::MemorySection(section) => {
                Shift.parse_memory_section(&mut sections.memories, section).expect("memories are encoded again");
            }
            Payload::TagSection(section) => Shift.parse_tag_section(&mut sections.tags, section).expect("tags are encoded again"),
            Payload::GlobalSection(section) => {
                Shift.parse_global_section(&mut sections.globals, section).expect("globals are encoded again");
            }
            Payload::ExportSection(section) => {
                let functions = section.clone().into_iter().map(|export| export.expect("exports read"));
                exports.extend(functions.filter(|export| export.kind == wasmparser::ExternalKind::Func).map(|export| export.name.into()));
                Shift.parse_export_section(&mut sections.exports, section).expect("exports are encoded again");
            }
            Payload::StartSection { func, .. } => extra.start = Some(func + SHIFT),
            Payload::ElementSection(section) => {
                extra.segments += section.count();
                Shift.parse_element_section(&mut sections.elements, section).expect("elements are encoded again");
            }
            Payload::DataCountSection { count, .. } => extra.data_count = Some(count),
            Payload::DataSection(section) => Shift.parse_data_section(&mut sections.data, section).expect("data is encoded again"),
            Payload::CodeSectionEntry(body) => bodies.push(body),
            _ => {}
        }
    }
    let mut code = CodeSection::new();
    for (number, body) in (SHIFT + imported..).zip(&bodies) {
        code.function(&marked(number, body));
    }
    if extra.functions.is_empty() {
        return None;
    }
    extra.add(&mut code, &mut exports, random);
    Some(Case { module: extra::finish(extra, &code), exports })
}
