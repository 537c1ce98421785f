//! The committed engines are what artifacts can take in: small, closed, and below the address at which a trampoline's data starts.

use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

#[test]
fn the_engines_import_a_memory_and_export_a_decision() {
    let engines: [(&[u8], usize); 4] = [
        (include_bytes!("../../adapters/plain.wasm"), 5_400),
        (include_bytes!("../../adapters/numbers.wasm"), 6_600),
        (include_bytes!("../../adapters/sets.wasm"), 6_600),
        (include_bytes!("../../adapters/full.wasm"), 7_750),
    ];
    for (bytes, most) in engines {
        assert!(bytes.len() <= most, "{} bytes", bytes.len());
        let (mut imports, mut exports, mut end) = (Vec::new(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.expect("it is a module") {
                Payload::ImportSection(section) => imports.extend(section.into_imports().map(|import| import.expect("it is an import"))),
                Payload::ExportSection(section) => exports.extend(section.into_iter().map(|export| export.expect("it is an export"))),
                Payload::GlobalSection(section) => {
                    for global in section {
                        let mut reader = global.expect("it is a global").init_expr.get_operators_reader();
                        if let wasmparser::Operator::I32Const { value } = reader.read().expect("it is an expression") {
                            end = end.max(value);
                        }
                    }
                }
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data.expect("it is data");
                        let wasmparser::DataKind::Active { offset_expr, .. } = data.kind else { panic!("data lies nowhere") };
                        if let wasmparser::Operator::I32Const { value } =
                            offset_expr.get_operators_reader().read().expect("it is an expression")
                        {
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
