//! What must be refused: one change to an accepted artifact or its lockfile at a time, and the check that finds it.

mod fixture;

use caplink_model::Digest;
use caplink_model::lockfile::{Contents, Lockfile, Outcome, Provider, Role, Sort};
use caplink_verify::{Check, embedded_lockfile, standalone, verify};
use fixture::*;
use std::time::{Duration, Instant};

const PAY: &str = "acme:pay/api@1.0.0";
const AGENT_PAY: &str = r#"(with "acme:pay/api@1.0.0" (instance $narrow-i))))"#;
const FULL_PAY: &str = r#"(export "ping" (func (param "text" string) (result u32)))))
  (alias"#;

/// A root that is edited in its text, with the lockfile that fits the rest.
#[track_caller]
fn wat(expected: Check, edits: &[(&str, &str)], change: impl FnOnce(&mut Lockfile)) {
    refused_by(expected, check(&edited(edits), change));
}

/// The root as it is, with another lockfile.
#[track_caller]
fn lock(expected: Check, change: impl FnOnce(&mut Lockfile)) {
    refused_by(expected, check(ROOT, change));
}

/// A file that is edited in its bytes after the lockfile was made.
#[track_caller]
fn bytes(expected: Check, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let root = compile(ROOT);
    let lockfile = lockfile(&root);
    refused_by(expected, verify(change(seal(&root, &lockfile)), &lockfile, None));
}

/// A root whose sections are edited before the lockfile section is added.
#[track_caller]
fn root(expected: Check, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let root = compile(ROOT);
    let lockfile = lockfile(&root);
    refused_by(expected, verify(seal(&change(root), &lockfile), &lockfile, None));
}

#[test]
fn v1_preamble_and_end() {
    for (at, value) in [(0, 0x7f), (4, 0x0e), (5, 0x01), (6, 0x00), (7, 0x01)] {
        bytes(Check::Preamble, |mut file| {
            file[at] = value;
            file
        });
    }
    bytes(Check::Preamble, |file| file[..7].to_vec());
    bytes(Check::Preamble, |file| file[..file.len() - 1].to_vec());
    for trailing in [&[0x00][..], &[0x00, 0x05], b"\x0a\xff\xff\x03"] {
        bytes(Check::Preamble, |file| [&file, trailing].concat());
    }
}

#[test]
fn v2_sections_of_the_root() {
    let module = section(1, &[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    let canon = section(8, &[0x01, 0x03, 0x00]);
    for extra in [module, canon, section(2, &[0]), section(3, &[0]), section(9, &[0, 0, 0]), section(12, &[0]), section(42, &[])] {
        root(Check::Shape, |file| [file.as_slice(), &extra].concat());
    }
    // A custom section of another name, before or instead of the lockfile's; a second one; a section after it.
    root(Check::Shape, |file| [file.as_slice(), &section(0, b"\x04name")].concat());
    root(Check::Shape, |file| [file.as_slice(), &section(0, b"\x01\xff")].concat());
    bytes(Check::Shape, |file| [file.as_slice(), &section(0, b"\x07caplink{}")].concat());
    bytes(Check::Shape, |file| [file.as_slice(), &section(0, b"\x04name")].concat());
    bytes(Check::Shape, |file| [file.as_slice(), &section(7, &[0])].concat());
    bytes(Check::Shape, |file| [file.as_slice(), &file].concat());
    // A section with something after its entries.
    root(Check::Shape, |file| [file.as_slice(), &section(7, &[0, 0])].concat());
}

#[test]
fn v2_integers_are_minimal() {
    // A section size, a count, an index and a signed type index, each one byte longer than it needs to be.
    root(Check::Shape, |file| [file.as_slice(), &[7, 0x81, 0x00, 0]].concat());
    root(Check::Shape, |file| [file.as_slice(), &section(7, &[0x80, 0x00])].concat());
    root(Check::Shape, |file| [file.as_slice(), &section(7, &[0x01, 0x69, 0x80, 0x00])].concat());
    root(Check::Shape, |file| [file.as_slice(), &section(7, &[0x01, 0x70, 0x80, 0x00])].concat());
    root(Check::Shape, |file| [file.as_slice(), &section(7, &[0xff, 0xff, 0xff, 0xff, 0x1f])].concat());
}

#[test]
fn v3_embedded_components() {
    // One byte of the agent's code, still valid; one of an adapter's, no longer valid.
    for code in [[0x41, 0x01, 0x41, 0x02, 0x6a].as_slice(), &[0x03, 0x00, 0x00, 0x0b]] {
        bytes(Check::Components, |mut file| {
            let at = file.windows(code.len()).position(|window| window == code).expect("the code");
            file[at + 1] += 1;
            file
        });
    }
    lock(Check::Components, |lockfile| lockfile.components[2].sha256 = Digest::of(b"other"));
    lock(Check::Components, |lockfile| lockfile.components[0].size += 1);
    lock(Check::Components, |lockfile| lockfile.components[0].role = Role::Agent);
    lock(Check::Components, |lockfile| lockfile.components[2].role = Role::Adapter);
    lock(Check::Components, |lockfile| lockfile.components.swap(0, 1));
    lock(Check::Components, |lockfile| lockfile.components[0].name = "agent".into());
    lock(Check::Components, |lockfile| lockfile.agent.sha256 = Digest::of(b"other"));
    lock(Check::Components, |lockfile| drop(lockfile.components.pop()));
    // A component that the lockfile does not list, used or not; a decoy that is the agent's twin; no component at all.
    wat(Check::Components, &[("(instance $store-i", "(component) (instance $store-i")], |_| {});
    wat(Check::Components, &[("(component $store\n", "(component $extra) (instance (instantiate $extra)) (component $store\n")], |_| {});
    root(Check::Components, |file| {
        let agent = sections(&file).into_iter().rfind(|(id, _)| *id == 4).expect("an agent").1.to_vec();
        [file.as_slice(), &section(4, &agent)].concat()
    });
    let nothing = compile("(component)");
    refused_by(Check::Components, verify(seal(&nothing, &lockfile(&nothing)), &lockfile(&nothing), None));
}

#[test]
fn v3_the_given_agent_is_the_embedded_one() {
    let root = compile(ROOT);
    let lockfile = lockfile(&root);
    let other = compile("(component)");
    let proof = standalone(&other).expect("it is valid");
    refused_by(Check::Components, verify(seal(&root, &lockfile), &lockfile, Some(&proof)));
}

#[test]
fn v4_components_are_valid_alone() {
    // An alias that is invalid in a root and captures the parent's first component or module once it is embedded.
    let module = b"\x00\x61\x73\x6d\x0d\x00\x01\x00\x06\x06\x01\x00\x11\x02\x01\x00";
    assert_eq!(standalone(module).expect_err("must be refused").check, Check::Validity);
    let component = b"\x00\x61\x73\x6d\x0d\x00\x01\x00\x06\x05\x01\x04\x02\x01\x00";
    assert_eq!(standalone(component).expect_err("must be refused").check, Check::Validity);
    let root =
        compile("(component (component) (component (alias outer 1 0 (component))) (instance (instantiate 0)) (instance (instantiate 1)))");
    let root_lockfile = lockfile(&root);
    refused_by(Check::Validity, verify(seal(&root, &root_lockfile), &root_lockfile, None));
}

#[test]
fn v4_function_bodies_are_validated() {
    let bad = wat::parse_str("(component (core module (func (result i32) i64.const 0)))").expect("well formed");
    assert_eq!(standalone(&bad).expect_err("must be refused").check, Check::Validity);
    // The first error is told, however many threads look for it.
    let good = "(func (result i32) i32.const 0)".repeat(40_000);
    let large = format!("(component (core module {good} (func (result f32) i64.const 0) {good} (func (result f64) i64.const 0)))");
    let large = wat::parse_str(large).expect("well formed");
    let message = || standalone(&large).expect_err("must be refused").message;
    let first = message();
    assert!(first.contains("expected f32"), "{first}");
    assert!((0..8).all(|_| message() == first));
}

#[test]
fn v4_features_are_pinned() {
    for (wat, is_good) in [
        ("(component (core module (memory 1 2 shared)))", false),
        ("(component (core module (func (result i32) i32.const 0 i32.const 0 i32.atomic.rmw.add)))", false),
        ("(component (core module (func return_call 0)))", true),
        ("(component (core module (tag) (func throw 0)))", true),
        ("(component (type (stream u8)))", true),
        ("(component (type (list u8 4)))", false),
        ("(component (type (map string u8)))", false),
        ("(component (type error-context))", false),
        (r#"(component (import "a" (implements "b:c/d") (instance)))"#, false),
        (r#"(component (import "v" (value string)))"#, false),
    ] {
        assert_eq!(standalone(&wat::parse_str(wat).expect("well formed")).is_ok(), is_good, "{wat}");
    }
    let needs = |wat: &str| caplink_verify::required_features(&wat::parse_str(wat).expect("well formed")).expect("it parses");
    assert_eq!(
        needs("(component (core module (tag) (memory i64 1)) (type (func async)))"),
        ["component-model-async", "exceptions", "memory64"]
    );
    assert_eq!(needs("(component (type (instance (type (component (type (future)))))))"), ["component-model-async"]);
    assert_eq!(needs("(component (core func (canon task.cancel)))"), ["component-model-async"]);
    assert_eq!(needs("(component (core module (type (struct))))"), ["gc"]);
    assert!(needs(ROOT).is_empty());
    lock(Check::Validity, |lockfile| lockfile.features.push("gc".into()));
}

#[test]
fn v5_imports() {
    // One more import, one that is listed and not there, other order, other version.
    wat(Check::Imports, &[("(component $store\n", r#"(import "wasi:cli/exit@0.2.0" (instance)) (component $store "#)], |_| {});
    wat(Check::Imports, &[("(component $store\n", r#"(import "extra" (func)) (component $store "#)], |_| {});
    lock(Check::Imports, |lockfile| lockfile.imports.push(import("a:b/c@1.0.0", &[], &[])));
    lock(Check::Imports, |lockfile| lockfile.imports.swap(0, 1));
    lock(Check::Imports, |lockfile| drop(lockfile.imports.pop()));
    lock(Check::Imports, |lockfile| lockfile.imports[0].sort = Sort::Func);
    lock(Check::Imports, |lockfile| lockfile.imports[0].name = "acme:clock/now@0.2.4".into());
    // Twins and names that hosts read in their own way, also if the lockfile lists them.
    for twin in ["acme:clock/now@0.2.9", "acme:clock/now@0.2.9+x"] {
        let extra = format!(r#"(import "{twin}" (instance)) (component $store "#);
        wat(Check::Imports, &[("(component $store\n", &extra)], |lockfile| lockfile.imports.push(import(twin, &[], &[])));
    }
    // Some of these names the validator accepts; the verifier's own grammar does not.
    for odd in ["a:b:c/d", "url=<https://a>", "locked-dep=<a:b@1.0.0>", "a:b/c@1", "A:b/cD", "a--b", "[get]x"] {
        let bytes = compile(r#"(component (import "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" (instance)))"#);
        let at = bytes.windows(32).position(|window| window == [b'a'; 32]).expect("the name");
        let content = [&[1, 0, odd.len() as u8], odd.as_bytes(), &[5, 0]].concat();
        let renamed = [&bytes[..at - 5], &section(10, &content)].concat();
        let found = verify(seal(&renamed, &lockfile(&renamed)), &lockfile(&renamed), None).expect_err("must be refused");
        assert!(found.iter().any(|one| matches!(one.check, Check::Imports | Check::Validity)), "{odd}: {found:?}");
    }
}

#[test]
fn v5_import_names_have_no_attributes() {
    let name = b"\x00\x14acme:clock/now@0.2.3";
    let renamed = |form: &[u8]| {
        let root = compile(ROOT);
        let mut out = root[..8].to_vec();
        for (id, content) in sections(&root) {
            let at = content.windows(name.len()).position(|window| window == name).filter(|_| id == 10);
            out.extend(match at {
                Some(at) => section(id, &[&content[..at], form, &content[at + name.len()..]].concat()),
                None => section(id, content),
            });
        }
        out
    };
    for form in [
        b"\x01\x14acme:clock/now@0.2.3".as_slice(),
        b"\x02\x14acme:clock/now@0.2.3\x00",
        b"\x02\x14acme:clock/now@0.2.3\x01\x02\x04prod",
        b"\x02\x14acme:clock/now@0.2.3\x01\x00\x04a:b/",
    ] {
        root(Check::Imports, |_| renamed(form));
    }
    root(Check::Shape, |_| renamed(b"\x00\x14acme:clock/now@0.2.\xff"));
}

#[test]
fn v6_functions_of_imports() {
    let more = r#"(export "ping" (func (param "text" string) (result u32))) (export "charge" (func))))
  (alias"#;
    wat(Check::ImportTypes, &[(FULL_PAY, more)], |_| {});
    let more = FULL_PAY.replacen(")))))", r#"))) (export "handle" (type (sub resource)))))"#, 1);
    wat(Check::ImportTypes, &[(FULL_PAY, &more)], |_| {});
    let more = FULL_PAY.replacen(")))))", r#"))) (export "m" (core module)))))"#, 1).replace(")))))\n", "))))\n");
    wat(Check::Shape, &[(FULL_PAY, &more)], |_| {});
    let more = FULL_PAY.replacen(")))))", r#"))) (export "inner" (instance (export "f" (func))))))"#, 1);
    wat(Check::ImportTypes, &[(FULL_PAY, &more)], |_| {});
    lock(Check::ImportTypes, |lockfile| drop(lockfile.imports[1].functions.pop()));
    lock(Check::ImportTypes, |lockfile| lockfile.imports[1].functions.swap(0, 1));
    lock(Check::ImportTypes, |lockfile| lockfile.imports[0].functions.push("resolution".into()));
    lock(Check::ImportTypes, |lockfile| lockfile.imports[1].resources.clear());
}

#[test]
fn v7_instances_and_wiring() {
    // Adapters in another order, twice, not at all.
    let store = "(instance $store-i (instantiate $store))";
    wat(Check::Instances, &[(store, ""), ("(instance $agent-i", "(instance $store-i (instantiate $store)) (instance $agent-i")], |_| {});
    wat(Check::Instances, &[(store, "(instance (instantiate $store)) (instance $store-i (instantiate $store))")], |_| {});
    // The arguments in another order; an instance made of single items.
    wat(
        Check::Instances,
        &[(AGENT_PAY, "))"), ("(instantiate $agent\n", r#"(instantiate $agent (with "acme:pay/api@1.0.0" (instance $narrow-i)) "#)],
        |_| {},
    );
    let bag = r#"(alias export $store-i "get" (func $get)) (instance $bag (export "get" (func $get))) (instance $agent-i"#;
    wat(
        Check::Instances,
        &[
            (r#"(with "acme:kv/store@0.1.0" (instance $store-i))"#, r#"(with "acme:kv/store@0.1.0" (instance $bag))"#),
            ("(instance $agent-i", bag),
        ],
        |_| {},
    );
    // An argument that the component does not import.
    wat(Check::Instances, &[("(instantiate $store)", r#"(instantiate $store (with "x" (instance $clock)))"#)], |_| {});
    lock(Check::Instances, |lockfile| drop(lockfile.wiring.pop()));
    lock(Check::Instances, |lockfile| lockfile.wiring.push(lockfile.wiring[4].clone()));
    lock(Check::Instances, |lockfile| lockfile.wiring[0].item = None);
    lock(Check::Instances, |lockfile| lockfile.wiring[3].name = PAY.into());
    lock(Check::Instances, |lockfile| lockfile.wiring.swap(0, 1));
}

#[test]
fn v8_what_the_agent_receives() {
    // The root import lists everything, and the agent gets the host's instance instead of the adapter's, with the wiring to fit.
    let full = FULL_PAY.replacen(")))))", r#"))) (export "charge" (func (param "cents" u64) (result bool)))))"#, 1);
    let bypass = |lockfile: &mut Lockfile| {
        lockfile.imports[1].functions.push("charge".into());
        lockfile.wiring[4] = wire("agent", PAY, Sort::Instance, caplink_model::lockfile::Origin::Import, PAY, None);
    };
    let swapped = r#"(with "acme:pay/api@1.0.0" (instance $pay))))"#;
    wat(Check::Provenance, &[(FULL_PAY, &full), (AGENT_PAY, swapped)], bypass);
    // The lockfile says stub, and the host provides; it says pass-through, and an adapter without the host provides.
    lock(Check::Provenance, |lockfile| lockfile.symbols[0].provider = Provider::Trap);
    lock(Check::Provenance, |lockfile| lockfile.symbols[0].provider = Provider::Sink);
    lock(Check::Provenance, |lockfile| lockfile.symbols[1].provider = Provider::PassThrough);
    lock(Check::Provenance, |lockfile| lockfile.symbols[3].provider = Provider::PassThrough);
    // A denied function that is passed through; a function of the root import that no symbol passes through.
    lock(Check::Provenance, |lockfile| lockfile.symbols[4].outcome = Outcome::Deny);
    lock(Check::Provenance, |lockfile| lockfile.symbols[4].provider = Provider::Stub);
    // Symbols that are missing, twice, or not imported.
    lock(Check::Provenance, |lockfile| drop(lockfile.symbols.remove(3)));
    lock(Check::Provenance, |lockfile| lockfile.symbols.push(lockfile.symbols[0].clone()));
    lock(Check::Provenance, |lockfile| lockfile.symbols.push(symbol("a:b/c", "f", Provider::Stub)));
    // An import of another name behind the same type.
    wat(Check::Provenance, &[("(import \"acme:clock/now@0.2.3\"", "(import \"acme:clock/now@0.3.0\"")], |lockfile| {
        lockfile.imports[0].name = "acme:clock/now@0.3.0".into();
        lockfile.wiring[2].name = "acme:clock/now@0.3.0".into();
    });
}

#[test]
fn v9_what_adapters_receive() {
    // The store's stub asks for the host's clock as well.
    let import = r#"(component $store (import "acme:clock/now@0.2.3" (instance (export "now" (func (result u64))))) "#;
    let edits = [
        ("(component $store\n", import),
        ("(instantiate $store)", r#"(instantiate $store (with "acme:clock/now@0.2.3" (instance $clock)))"#),
    ];
    let listed = |lockfile: &mut Lockfile| {
        let clock = "acme:clock/now@0.2.3";
        lockfile.wiring.insert(0, wire("acme:kv/store@0.1.0", clock, Sort::Instance, caplink_model::lockfile::Origin::Import, clock, None));
    };
    let found = check(&edited(&edits), listed).expect_err("must be refused");
    assert_eq!(found.iter().map(|one| one.check).collect::<Vec<_>>(), [Check::AdapterArguments], "{found:?}");
}

#[test]
fn v10_sorts_and_second_instances() {
    let second = r#"(instance (instantiate $agent
        (with "acme:clock/now@0.2.3" (instance $clock))
        (with "acme:kv/store@0.1.0" (instance $store-i))
        (with "acme:pay/api@1.0.0" (instance $narrow-i))))
      (alias export $agent-i "run""#;
    wat(Check::Sorts, &[(r#"(alias export $agent-i "run""#, second)], |_| {});
    let with = |what: &str| format!("{what} (component $store\n");
    wat(Check::Shape, &[("(component $store\n", &with(r#"(import "m" (core module))"#))], |_| {});
    wat(Check::Sorts, &[("(component $store\n", &with(r#"(import "c" (component))"#))], |_| {});
    wat(Check::Sorts, &[("(component $store\n", &with("(type (component))"))], |_| {});
    // A component that wants a component, and gets one.
    wat(
        Check::Sorts,
        &[
            ("(component $narrow\n", r#"(component $narrow (import "c" (component)) "#),
            ("(instantiate $narrow\n", r#"(instantiate $narrow (with "c" (component $store)) "#),
        ],
        |_| {},
    );
    wat(Check::Sorts, &[(r#"(alias export $agent-i "run""#, r#"(export "c" (component $store)) (alias export $agent-i "run""#)], |_| {});
}

#[test]
fn v11_exports() {
    let run = r#"(export "run" (func $run) (func (result u32))))"#;
    // One more, one denied, one missing, other order, other name.
    wat(Check::Exports, &[(run, r#"(export "run" (func $run)) (export "run-again" (func $run)))"#)], |_| {});
    let debug = r#"(alias export $agent-i "debug" (func $debug)) (export "debug" (func $debug)) (export "run" (func $run)))"#;
    wat(Check::Exports, &[(run, debug)], |_| {});
    wat(Check::Exports, &[(run, ")")], |_| {});
    lock(Check::Exports, |lockfile| lockfile.exports[1].outcome = Outcome::Allow);
    lock(Check::Exports, |lockfile| lockfile.exports[2].outcome = Outcome::Deny);
    lock(Check::Exports, |lockfile| lockfile.exports.swap(0, 2));
    lock(Check::Exports, |lockfile| drop(lockfile.exports.remove(1)));
    lock(Check::Exports, |lockfile| lockfile.exports[0].functions.clear());
    lock(Check::Exports, |lockfile| lockfile.exports[0].sort = Sort::Func);
    lock(Check::Exports, |lockfile| lockfile.exports.push(export("more", Sort::Func, Outcome::Deny, &[])));
    // The same name, but something else behind it: another function of the agent, an adapter's, the host's.
    wat(Check::Exports, &[(r#"(alias export $agent-i "run" (func $run))"#, r#"(alias export $agent-i "debug" (func $run))"#)], |_| {});
    wat(Check::Exports, &[(r#"(alias export $agent-i "run" (func $run))"#, r#"(alias export $store-i "get" (func $run))"#)], |_| {});
    let api = r#"(export "acme:agent/api@1.0.0" (instance $api))
  (export "run""#;
    for evil in ["$pay", "$clock", "$narrow-i"] {
        let swapped = api.replacen("$api", evil, 1);
        wat(Check::Exports, &[(api, &swapped)], |_| {});
    }
    let host = format!(r#"(export "evil:kv/store@1.0.0" (instance $clock)) {run}"#);
    wat(Check::Exports, &[(run, &host)], |lockfile| {
        lockfile.exports.push(export("evil:kv/store@1.0.0", Sort::Instance, Outcome::Allow, &["now"]));
    });
}

#[test]
fn v15_the_embedded_lockfile() {
    let root = compile(ROOT);
    let good = lockfile(&root);
    refused_by(Check::Lockfile, verify(root.clone(), &good, None));
    assert_eq!(embedded_lockfile(&root).expect_err("must be refused").check, Check::Lockfile);
    let changed = |change: fn(&mut Lockfile)| {
        let mut other = good.clone();
        change(&mut other);
        seal(&root, &other)
    };
    refused_by(Check::Lockfile, verify(changed(|other| other.principal.push('x')), &good, None));
    refused_by(Check::Lockfile, verify(changed(|other| other.symbols[3].outcome = Outcome::Allow), &good, None));
    for text in ["", "{}", &good.print().replace("  \"tool\"", " \"tool\""), "\u{202e}"] {
        let file = [root.as_slice(), &section(0, format!("\x07caplink{text}").as_bytes())].concat();
        refused_by(Check::Lockfile, verify(file.clone(), &good, None));
        assert_eq!(embedded_lockfile(&file).expect_err("must be refused").check, Check::Lockfile);
    }
    // The digest and the size of the artifact.
    let file = seal(&root, &good);
    for wrong in [contents(b"other"), Contents { size: 1, ..contents(&file) }] {
        let lockfile = Lockfile { artifact: Some(wrong), ..good.clone() };
        refused_by(Check::Lockfile, verify(file.clone(), &lockfile, None));
    }
}

#[test]
fn v16_instances_are_counted_without_expansion() {
    // 30 components, each instantiating the one before it twice.
    let mut bomb = String::from("(component (component $c0)");
    for number in 1..30 {
        let inner = number - 1;
        bomb.push_str(&format!(
            "(component $c{number} (alias outer 1 $c{inner} (component $c)) (instance (instantiate $c)) (instance (instantiate $c)))"
        ));
    }
    bomb.push_str("(instance (instantiate $c29)))");
    let bomb = compile(&bomb);
    let started = Instant::now();
    assert_eq!(standalone(&bomb).expect_err("must be refused").check, Check::Budget);
    refused_by(Check::Budget, verify(bomb, &lockfile(&compile(ROOT)), None));
    assert!(started.elapsed() < Duration::from_millis(100));
    // A component that comes from outside could make any number.
    let wat = r#"(component (component $a (import "c" (component $c)) (instance (instantiate $c))))"#;
    assert_eq!(standalone(&compile(wat)).expect_err("must be refused").check, Check::Budget);
    // Nesting is bounded.
    let deep = |depth| compile(&format!("{}{}", "(component ".repeat(depth), ")".repeat(depth)));
    assert!(standalone(&deep(60)).is_ok());
    assert_eq!(standalone(&deep(70)).expect_err("must be refused").check, Check::Budget);
}

#[test]
fn messages_are_escaped() {
    let mut root = compile(&edited(&[("(component $store\n", "(import \"aXXX\" (func)) (component $store\n")]));
    let at = root.windows(4).position(|window| window == b"aXXX").expect("the name");
    root[at..at + 4].copy_from_slice(b"a\x1b[m");
    let found = verify(root, &lockfile(&compile(ROOT)), None).expect_err("must be refused");
    assert!(found.iter().all(|one| one.to_string().chars().all(|c| !c.is_control())), "{found:?}");
}

/// Whatever single byte of the root is changed, it is refused, and nothing panics.
#[test]
fn every_changed_byte_is_refused() {
    let root = compile(ROOT);
    let lockfile = lockfile(&root);
    let file = seal(&root, &lockfile);
    for at in (0..root.len()).chain((root.len()..file.len()).step_by(7)) {
        let mut other = file.clone();
        other[at] ^= 1 << (at % 8);
        assert!(verify(other, &lockfile, None).is_err(), "byte {at}");
    }
    for length in (0..file.len()).step_by(3) {
        assert!(verify(file[..length].to_vec(), &lockfile, None).is_err(), "cut to {length}");
    }
}
