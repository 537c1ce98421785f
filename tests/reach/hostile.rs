//! Components that are made to cost the analysis all of its time, memory or stack.
//!
//! In: a scale, in thousandths of the largest size. Out: bytes, most of which no validator would accept and all of which parse. Whatever is found in them is right; the
//! analysis must come back, soon, on a small stack.

use super::code::{self, body};
use wasm_encoder::*;

/// A case: its name, and how it is made.
pub type Hostile = (&'static str, fn(u32) -> Vec<u8>);

/// All of them.
pub const HOSTILE: &[Hostile] = &[
    ("tables with more slots than memory", code::huge_tables),
    ("a large segment that is written often", code::large_segment),
    ("many segments that are written to many tables", code::many_segments),
    ("instances that double", doubling),
    ("aliases of aliases", alias_chain),
    ("exports of exports", export_chain),
    ("core instances of core instances", core_chain),
    ("bags of bags", bag_chain),
    ("nested components", nested),
    ("outer aliases across all of them", outer_aliases),
    ("types", types),
    ("types in types", types_in_types),
    ("imports through many modules", import_chain),
    ("a module with itself for its argument, many times", instance_chain),
    ("an import with many targets, called often", many_targets),
    ("a module import that may be any module", any_module),
    ("slots that hold many functions", code::full_slot),
    ("calls of slots while anything may be in any", code::somewhere),
    ("functions and calls of one table", code::all_to_all),
    ("globals that mix", code::globals),
    ("tables that are copied around", code::copies),
    ("holders that grow and are mixed in the worst order", code::signatures),
    ("a long body", code::long_body),
    ("deep blocks", code::deep_blocks),
    ("exports with many functions", exports),
    ("destructors", destructors),
    ("instances with many arguments", arguments),
];

/// No parameters.
pub const VOID: [ValType; 0] = [];

/// Exports the function `f` of a core instance, where there are no core functions yet.
pub fn export_core(component: &mut Component, instance: u32) {
    let mut types = ComponentTypeSection::new();
    types.function().params::<[(&str, ComponentValType); 0], _>([]).result(None);
    let mut aliases = ComponentAliasSection::new();
    aliases.alias(Alias::CoreInstanceExport { instance, kind: ExportKind::Func, name: "f" });
    let mut lifted = CanonicalFunctionSection::new();
    lifted.lift(0, 0, []);
    let mut exports = ComponentExportSection::new();
    exports.export("f", ComponentExportKind::Func, 0, None);
    component.section(&types).section(&aliases).section(&lifted).section(&exports);
}

/// 2 to the power of 30 instances.
fn doubling(_: u32) -> Vec<u8> {
    let mut leaf = Component::new();
    let mut code = Module::new();
    let mut types = TypeSection::new();
    types.ty().function(VOID, VOID);
    code.section(&types);
    leaf.section(&ModuleSection(&code));
    let mut root = Component::new();
    root.section(&NestedComponentSection(&leaf));
    for level in 0..30 {
        let mut aliases = ComponentAliasSection::new();
        aliases.alias(Alias::Outer { kind: ComponentOuterAliasKind::Component, count: 1, index: level });
        let mut instances = ComponentInstanceSection::new();
        for _ in 0..2 {
            instances.instantiate::<[(&str, ComponentExportKind, u32); 0], _>(0, []);
        }
        let mut component = Component::new();
        component.section(&aliases).section(&instances);
        root.section(&NestedComponentSection(&component));
    }
    let mut instances = ComponentInstanceSection::new();
    instances.instantiate::<[(&str, ComponentExportKind, u32); 0], _>(30, []);
    root.section(&instances);
    root.finish()
}

fn imported_function(component: &mut Component) {
    let mut types = ComponentTypeSection::new();
    types.function().params::<[(&str, ComponentValType); 0], _>([]).result(None);
    let mut imports = ComponentImportSection::new();
    imports.import("h", ComponentTypeRef::Func(0));
    component.section(&types).section(&imports);
}

fn alias_chain(scale: u32) -> Vec<u8> {
    let mut component = Component::new();
    imported_function(&mut component);
    for step in 0..scale * 100 {
        let mut instances = ComponentInstanceSection::new();
        instances.export_items([("f", ComponentExportKind::Func, step)]);
        let mut aliases = ComponentAliasSection::new();
        aliases.alias(Alias::InstanceExport { instance: step, kind: ComponentExportKind::Func, name: "f" });
        component.section(&instances).section(&aliases);
    }
    let mut exports = ComponentExportSection::new();
    exports.export("f", ComponentExportKind::Func, scale * 100, None);
    component.section(&exports);
    component.finish()
}

fn export_chain(scale: u32) -> Vec<u8> {
    let mut component = Component::new();
    imported_function(&mut component);
    let mut exports = ComponentExportSection::new();
    for step in 0..scale * 100 {
        exports.export(format!("f{step}").as_str(), ComponentExportKind::Func, step, None);
    }
    component.section(&exports);
    component.finish()
}

fn core_chain(scale: u32) -> Vec<u8> {
    let mut component = Component::new();
    imported_function(&mut component);
    let mut lowered = CanonicalFunctionSection::new();
    lowered.lower(0, []);
    component.section(&lowered);
    for step in 0..scale * 100 {
        let mut instances = InstanceSection::new();
        instances.export_items([("f", ExportKind::Func, step)]);
        let mut aliases = ComponentAliasSection::new();
        aliases.alias(Alias::CoreInstanceExport { instance: step, kind: ExportKind::Func, name: "f" });
        component.section(&instances).section(&aliases);
    }
    let (mut lifted, mut exports) = (CanonicalFunctionSection::new(), ComponentExportSection::new());
    lifted.lift(scale * 100, 0, []);
    exports.export("f", ComponentExportKind::Func, 1, None);
    component.section(&lifted).section(&exports);
    component.finish()
}

/// An instance in an instance in an instance, and a way into the innermost.
fn bag_chain(scale: u32) -> Vec<u8> {
    let mut component = Component::new();
    imported_function(&mut component);
    let mut instances = ComponentInstanceSection::new();
    instances.export_items([("f", ComponentExportKind::Func, 0)]);
    for step in 0..scale * 100 {
        instances.export_items([("i", ComponentExportKind::Instance, step)]);
    }
    let mut aliases = ComponentAliasSection::new();
    for step in 0..scale * 100 {
        aliases.alias(Alias::InstanceExport { instance: scale * 100 + step, kind: ComponentExportKind::Instance, name: "i" });
    }
    aliases.alias(Alias::InstanceExport { instance: scale * 200, kind: ComponentExportKind::Func, name: "f" });
    let mut exports = ComponentExportSection::new();
    exports.export("i", ComponentExportKind::Instance, scale * 100, None);
    exports.export("f", ComponentExportKind::Func, 1, None);
    component.section(&instances).section(&aliases).section(&exports);
    component.finish()
}

/// Components in components, each of which is instantiated where it is.
pub fn nest(depth: u32, innermost: Vec<u8>) -> Vec<u8> {
    // The instance section of one step: one instance of component 0 without arguments.
    const INSTANCE: [u8; 6] = [5, 4, 1, 0, 0, 0];
    let (mut heads, mut length) = (vec![], innermost.len());
    for _ in 0..depth {
        let mut head = Component::HEADER.to_vec();
        head.push(ComponentSectionId::Component.into());
        u32::try_from(length).expect("it is small").encode(&mut head);
        length += head.len() + INSTANCE.len();
        heads.push(head);
    }
    let mut bytes: Vec<u8> = heads.into_iter().rev().flatten().collect();
    bytes.extend(innermost);
    bytes.extend((0..depth).flat_map(|_| INSTANCE));
    bytes
}

fn nested(scale: u32) -> Vec<u8> {
    nest(600 + scale * 20, Component::HEADER.to_vec())
}

fn outer_aliases(scale: u32) -> Vec<u8> {
    let depth = scale * 2;
    let mut aliases = ComponentAliasSection::new();
    let mut instances = ComponentInstanceSection::new();
    for step in 0..scale * 100 {
        aliases.alias(Alias::Outer { kind: ComponentOuterAliasKind::Component, count: depth.min(60), index: 0 });
        instances.instantiate::<[(&str, ComponentExportKind, u32); 0], _>(step, []);
    }
    let mut innermost = Component::new();
    innermost.section(&aliases).section(&instances);
    nest(depth, innermost.finish())
}

fn types(scale: u32) -> Vec<u8> {
    let mut types = TypeSection::new();
    for number in 0..scale * 100 {
        if number % 3 == 0 {
            types.ty().rec([]);
        }
        let params: Vec<ValType> = (0..17).map(|bit| if number >> bit & 1 == 1 { ValType::I64 } else { ValType::I32 }).collect();
        types.ty().function(params, VOID);
    }
    let mut module = Module::new();
    module.section(&types);
    let mut component = Component::new();
    let mut component_types = ComponentTypeSection::new();
    for _ in 0..scale * 100 {
        component_types.function().params::<[(&str, ComponentValType); 0], _>([]).result(None);
    }
    component.section(&ModuleSection(&module)).section(&component_types);
    component.finish()
}

fn types_in_types(scale: u32) -> Vec<u8> {
    let mut section = vec![1];
    for _ in 0..scale * 200 {
        // An instance type of one declaration, which is a type.
        section.extend([0x42, 1, 1]);
    }
    section.extend([0x42, 0]);
    let mut component = Component::new();
    component.section(&RawSection { id: ComponentSectionId::Type.into(), data: &section });
    component.finish()
}

/// A module that imports functions `0` to `count` and exports them again, and `f`, which calls some.
fn passing(count: u32, calls: u32) -> Module {
    let (mut types, mut imports, mut exports) = (TypeSection::new(), ImportSection::new(), ExportSection::new());
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    types.ty().function(VOID, VOID);
    for number in 0..count {
        imports.import("a", &number.to_string(), EntityType::Function(0));
        exports.export(&number.to_string(), ExportKind::Func, number);
    }
    exports.export("f", ExportKind::Func, count);
    functions.function(0);
    code.function(&body((0..calls).map(|number| Instruction::Call(number % count))));
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
    module
}

fn import_chain(scale: u32) -> Vec<u8> {
    let (count, modules) = (20, scale * 2 + 1);
    let mut component = Component::new();
    let mut instances = InstanceSection::new();
    component.section(&ModuleSection(&module_of_leaves(count)));
    for number in 0..modules {
        component.section(&ModuleSection(&passing(count, count)));
        if number == 0 {
            instances.instantiate::<[(&str, ModuleArg); 0], _>(0, []);
        }
        instances.instantiate(number + 1, [("a", ModuleArg::Instance(number))]);
    }
    component.section(&instances);
    export_core(&mut component, modules);
    component.finish()
}

/// A module that exports functions `0` to `count` of its own.
fn module_of_leaves(count: u32) -> Module {
    let (mut types, mut exports, mut functions, mut code) =
        (TypeSection::new(), ExportSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function(VOID, VOID);
    for number in 0..count {
        exports.export(&number.to_string(), ExportKind::Func, number);
        functions.function(0);
        code.function(&body([]));
    }
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&exports).section(&code);
    module
}

fn instance_chain(scale: u32) -> Vec<u8> {
    let (count, many) = (scale, scale * 10);
    let mut component = Component::new();
    component.section(&ModuleSection(&module_of_leaves(count))).section(&ModuleSection(&passing(count, count)));
    let mut instances = InstanceSection::new();
    instances.instantiate::<[(&str, ModuleArg); 0], _>(0, []);
    for number in 0..many {
        instances.instantiate(1, [("a", ModuleArg::Instance(number))]);
    }
    component.section(&instances);
    export_core(&mut component, many);
    component.finish()
}

/// One module, whose import is another function in each of its instances, and which calls it again and again.
fn many_targets(scale: u32) -> Vec<u8> {
    let (leaves, calls) = (scale * 10, scale * 100);
    let mut component = Component::new();
    component.section(&ModuleSection(&module_of_leaves(leaves))).section(&ModuleSection(&passing(1, calls)));
    let mut instances = InstanceSection::new();
    instances.instantiate::<[(&str, ModuleArg); 0], _>(0, []);
    component.section(&instances);
    let mut aliases = ComponentAliasSection::new();
    let mut instances = InstanceSection::new();
    for leaf in 0..leaves {
        aliases.alias(Alias::CoreInstanceExport { instance: 0, kind: ExportKind::Func, name: &leaf.to_string() });
        instances.export_items([("0", ExportKind::Func, leaf)]);
        instances.instantiate(1, [("a", ModuleArg::Instance(1 + leaf * 2))]);
    }
    component.section(&aliases).section(&instances);
    let (mut aliases, mut lifted, mut exports) =
        (ComponentAliasSection::new(), CanonicalFunctionSection::new(), ComponentExportSection::new());
    aliases.alias(Alias::CoreInstanceExport { instance: 2, kind: ExportKind::Func, name: "f" });
    lifted.lift(leaves, 0, []);
    exports.export("f", ComponentExportKind::Func, 0, None);
    component.section(&aliases).section(&lifted).section(&exports);
    component.finish()
}

/// A component that instantiates an imported module many times, and is instantiated with many modules.
fn any_module(scale: u32) -> Vec<u8> {
    let many = scale * 3;
    let mut inner = Component::new();
    let mut module_types = CoreTypeSection::new();
    module_types.ty().module(&ModuleType::new());
    let (mut imports, mut instances) = (ComponentImportSection::new(), InstanceSection::new());
    imports.import("m", ComponentTypeRef::Module(0));
    for _ in 0..many {
        instances.instantiate::<[(&str, ModuleArg); 0], _>(0, []);
    }
    inner.section(&module_types).section(&imports).section(&instances);
    let mut root = Component::new();
    root.section(&NestedComponentSection(&inner));
    let mut instances = ComponentInstanceSection::new();
    for number in 0..many {
        root.section(&ModuleSection(&Module::new()));
        instances.instantiate(0, [("m", ComponentExportKind::Module, number)]);
    }
    root.section(&instances);
    root.finish()
}

/// The same instance with many functions, exported under many names.
fn exports(scale: u32) -> Vec<u8> {
    let mut component = Component::new();
    imported_function(&mut component);
    let names: Vec<String> = (0..scale * 10).map(|number| format!("f{number}")).collect();
    let mut instances = ComponentInstanceSection::new();
    instances.export_items(names.iter().map(|name| (name.as_str(), ComponentExportKind::Func, 0)));
    let mut exports = ComponentExportSection::new();
    for name in &names {
        exports.export(name.as_str(), ComponentExportKind::Instance, 0, None);
    }
    component.section(&instances).section(&exports);
    component.finish()
}

fn destructors(scale: u32) -> Vec<u8> {
    let mut component = Component::new();
    imported_function(&mut component);
    let mut lowered = CanonicalFunctionSection::new();
    lowered.lower(0, []);
    let mut types = ComponentTypeSection::new();
    for _ in 0..scale * 100 {
        types.resource(ValType::I32, Some(0));
    }
    component.section(&lowered).section(&types);
    component.finish()
}

/// A component with many imports, in many instances, each of which gets what the one before it exports.
fn arguments(scale: u32) -> Vec<u8> {
    let many = scale / 2 + 1;
    let names: Vec<String> = (0..many).map(|number| format!("f{number}")).collect();
    let mut inner = Component::new();
    let mut types = ComponentTypeSection::new();
    types.function().params::<[(&str, ComponentValType); 0], _>([]).result(None);
    let (mut imports, mut exports) = (ComponentImportSection::new(), ComponentExportSection::new());
    for (number, name) in (0..).zip(&names) {
        imports.import(name.as_str(), ComponentTypeRef::Func(0));
        exports.export(format!("e{number}").as_str(), ComponentExportKind::Func, (number + 1) % many, None);
    }
    inner.section(&types).section(&imports).section(&exports);
    let mut root = Component::new();
    imported_function(&mut root);
    root.section(&NestedComponentSection(&inner));
    for instance in 0..many {
        let first = if instance == 0 { 0 } else { 1 + (instance - 1) * many };
        let step = u32::from(instance > 0);
        let mut instances = ComponentInstanceSection::new();
        instances
            .instantiate(0, (0..many).zip(&names).map(|(number, name)| (name.as_str(), ComponentExportKind::Func, first + number * step)));
        let mut aliases = ComponentAliasSection::new();
        for number in 0..many {
            aliases.alias(Alias::InstanceExport { instance, kind: ComponentExportKind::Func, name: &format!("e{number}") });
        }
        root.section(&instances).section(&aliases);
    }
    let mut exports = ComponentExportSection::new();
    for number in 0..many {
        exports.export(format!("e{number}").as_str(), ComponentExportKind::Func, 1 + (many - 1) * many + number, None);
    }
    root.section(&exports);
    root.finish()
}
