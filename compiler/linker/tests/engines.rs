//! The committed engines are what artifacts can take in: small, closed, and below the address at which a trampoline's data starts.

use wasmparser::{ExternalKind, Operator, Parser, Payload, TypeRef};

/// Each engine, and the most bytes that it may have.
const ENGINES: [(&[u8], usize); 4] = [
    (include_bytes!("../../adapters/plain.wasm"), 6_400),
    (include_bytes!("../../adapters/numbers.wasm"), 6_600),
    (include_bytes!("../../adapters/sets.wasm"), 6_600),
    (include_bytes!("../../adapters/full.wasm"), 7_750),
];

#[test]
fn the_engines_import_a_memory_and_export_a_decision() {
    for (bytes, most) in ENGINES {
        assert!(bytes.len() <= most, "{} bytes", bytes.len());
        let (mut imports, mut exports, mut end) = (Vec::new(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.expect("it is a module") {
                Payload::ImportSection(section) => imports.extend(section.into_imports().map(|import| import.expect("it is an import"))),
                Payload::ExportSection(section) => exports.extend(section.into_iter().map(|export| export.expect("it is an export"))),
                Payload::GlobalSection(section) => {
                    for global in section {
                        let mut reader = global.expect("it is a global").init_expr.get_operators_reader();
                        if let Operator::I32Const { value } = reader.read().expect("it is an expression") {
                            end = end.max(value);
                        }
                    }
                }
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data.expect("it is data");
                        let wasmparser::DataKind::Active { offset_expr, .. } = data.kind else { panic!("data lies nowhere") };
                        if let Operator::I32Const { value } = offset_expr.get_operators_reader().read().expect("it is an expression") {
                            end = end.max(value + i32::try_from(data.data.len()).expect("it is small"));
                        }
                    }
                }
                Payload::StartSection { .. } | Payload::TableSection(_) | Payload::MemorySection(_) | Payload::CustomSection(_) => {
                    panic!("an engine has no such section")
                }
                _ => {}
            }
        }
        let [memory] = &imports[..] else { panic!("{imports:?}") };
        let TypeRef::Memory(limits) = memory.ty else { panic!("{memory:?}") };
        assert_eq!(
            (memory.module, memory.name, limits.initial, limits.maximum, limits.memory64, limits.shared),
            ("env", "memory", 1, None, false, false)
        );
        let [decide] = &exports[..] else { panic!("{exports:?}") };
        assert_eq!((decide.name, decide.kind), ("decide", ExternalKind::Func));
        assert!(0 < end && end <= 16_384, "stack and data end at {end}");
    }
}

/// Depths fall from node to node, so in 64 levels, and in four forests and what is around them, no function stands on the stack more often than that.
#[test]
fn the_stack_holds_the_deepest_table() {
    for (bytes, _) in ENGINES {
        // Of each function its frame and what it calls; an engine imports no function, so they count from 0.
        let mut functions = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            let Payload::CodeSectionEntry(body) = payload.expect("it is a module") else { continue };
            let operators = body.get_operators_reader().expect("it has code").into_iter();
            let operators: Vec<_> = operators.map(|operator| operator.expect("it is an operator")).collect();
            let frame = operators.windows(3).find_map(|three| match three {
                [Operator::GlobalGet { global_index: 0 }, Operator::I32Const { value }, Operator::I32Sub] => Some(*value),
                _ => None,
            });
            let moves = operators.iter().any(|operator| matches!(operator, Operator::GlobalSet { global_index: 0 }));
            assert_eq!(frame.is_some(), moves, "a frame is made in another way");
            let calls = operators.iter().filter_map(|operator| match operator {
                Operator::Call { function_index } => Some(*function_index as usize),
                _ => None,
            });
            functions.push((frame.unwrap_or(0), calls.collect::<Vec<_>>()));
        }
        let most: i32 = (0..functions.len())
            .map(|function| {
                let (mut reached, mut next) = (vec![false; functions.len()], vec![function]);
                while let Some(from) = next.pop() {
                    for call in &functions[from].1 {
                        if !std::mem::replace(&mut reached[*call], true) {
                            next.push(*call);
                        }
                    }
                }
                functions[function].0 * if reached[function] { 64 + 6 } else { 1 }
            })
            .sum();
        assert!(0 < most && most <= 15_360, "{most}: {functions:?}");
    }
}
