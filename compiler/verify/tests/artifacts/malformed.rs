//! What must be refused for its form: framing, sections, integers, validity, the embedded lockfile, budgets. One change to an accepted
//! artifact at a time, and the check that finds it.

use crate::fixture::*;
use caplink_model::lockfile::{Contents, Lockfile, Outcome};
use caplink_verify::{Check, embedded_lockfile, standalone, verify};
use std::time::{Duration, Instant};

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
