//! Shims and fixups of wit-component are seen through, and what only looks like one is not.

use super::{check, check_for, demanded};

/// A shim by a table, its fixup, and what is between them; exports `f` and `g` call slots 0 and 1, which are `a` and `b`.
fn by_table(index: &str, between: &str) -> String {
    super::component(&format!(
        r#"(core module $shim (type $v (func)) (table (export "t") 2 2 funcref)
            (func (export "0") i32.const 0 {index} call_indirect (type $v)) (func (export "1") i32.const 1 {index} call_indirect (type $v)))
        (core module $fixup (import "" "0" (func $x)) (import "" "1" (func $y)) (import "" "t" (table 2 2 funcref))
            (elem (i32.const 0) func $x $y))
        (core instance $shim (instantiate $shim)) {MAIN}
        (core instance (instantiate $fixup (with "" (instance
            (export "0" (func $la)) (export "1" (func $lb)) (export "t" (table $shim "t"))))))
        {between}"#
    ))
}

/// The same by globals and a start function.
fn by_globals(between: &str) -> String {
    super::component(&format!(
        r#"(core module $shim (type $v (func)) (func $trap unreachable)
            (global $x (export "x") (mut (ref $v)) (ref.func $trap)) (global $y (export "y") (mut (ref $v)) (ref.func $trap))
            (func (export "0") global.get $x return_call_ref $v) (func (export "1") global.get $y return_call_ref $v))
        (core module $fixup (type $v (func)) (import "" "0" (func $f)) (import "" "1" (func $g)) (elem declare func $f $g)
            (import "" "x" (global $x (mut (ref $v)))) (import "" "y" (global $y (mut (ref $v))))
            (func $start ref.func $f global.set $x ref.func $g global.set $y) (start $start))
        (core instance $shim (instantiate $shim)) {MAIN}
        (core instance (instantiate $fixup (with "" (instance (export "0" (func $la)) (export "1" (func $lb))
            (export "x" (global $shim "x")) (export "y" (global $shim "y"))))))
        {between}"#
    ))
}

const MAIN: &str = r#"(core module $main (import "" "0" (func $x)) (import "" "1" (func $y))
        (func (export "f") call $x) (func (export "g") call $y))
    (core instance $main (instantiate $main (with "" (instance $shim))))
    (func (export "f") (canon lift (core func $main "f"))) (func (export "g") (canon lift (core func $main "g")))"#;

/// Another instance that gets the table and `c`, and does something at start.
fn other(start: &str, segment: &str) -> String {
    format!(
        r#"(core module $other (import "" "c" (func $c)) (import "" "t" (table 2 2 funcref)) (elem declare func $c)
            {segment} (func $start {start}) (start $start))
        (core instance (instantiate $other (with "" (instance (export "c" (func $lc)) (export "t" (table $shim "t"))))))"#
    )
}

#[test]
fn what_wit_component_makes_resolves_one_to_one() {
    const WIT: &str = "package p:q; interface i { x: func(s: string); y: func() -> string; z: func(s: list<string>); }
        world w { import i; export f: func(); export g: func(); export h: func(); }";
    let mut resolve = wit_parser::Resolve::default();
    let package = resolve.push_str("w.wit", WIT).expect("it is WIT");
    let world = resolve.packages[package].worlds["w"];
    let mut module = wat::parse_str(
        r#"(module (import "p:q/i" "x" (func $x (param i32 i32))) (import "p:q/i" "y" (func $y (param i32)))
            (import "p:q/i" "z" (func $z (param i32 i32))) (memory (export "memory") 1)
            (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)
            (func (export "f") i32.const 0 i32.const 0 call $x) (func (export "g") i32.const 0 call $y)
            (func (export "h") i32.const 0 i32.const 0 call $z))"#,
    )
    .expect("it is a module");
    wit_component::embed_component_metadata(&mut module, &resolve, world, wit_component::StringEncoding::UTF8).expect("it is a world");
    for by_globals in [false, true] {
        let mut encoder = wit_component::ComponentEncoder::default();
        encoder.module(&module).expect("it is a module").shim_return_call_ref(by_globals);
        let component = encoder.encode().expect("it is a component");
        for (export, function) in [("f", "x"), ("g", "y"), ("h", "z")] {
            let found = super::reach(&component, |name| name == export).demanded;
            assert_eq!(found.map(Vec::from_iter), Some(vec![("p:q/i".to_string(), function.to_string())]), "{export}");
        }
    }
}

#[test]
fn both_forms_resolve_one_to_one() {
    for wat in [by_table("", ""), by_globals("")] {
        check(&wat, &["a"]);
        check_for(&wat, &["g"], &["b"]);
    }
}

#[test]
fn a_table_that_another_instance_changes_is_not_certain() {
    for start in [
        "i32.const 0 ref.func $c table.set 0",
        "i32.const 0 ref.func $c i32.const 1 table.fill 0",
        "ref.func $c i32.const 0 table.grow 0 drop",
    ] {
        check(&by_table("", &other(start, "")), &["a", "b", "c"]);
    }
    check(&by_table("", &other("i32.const 0 i32.const 1 i32.const 1 table.copy 0 0", "")), &["a", "b"]);
    check(&by_table("", &other("i32.const 1 i32.const 0 i32.const 1 table.init 0 $s", "(elem $s func $c)")), &["a", "b", "c"]);
    check(&by_table("", &other("", "")), &["a"]);
}

#[test]
fn a_global_that_another_instance_writes_holds_both() {
    let other = r#"(core module $other (type $v (func)) (import "" "c" (func $c)) (import "" "x" (global (mut (ref $v))))
            (elem declare func $c) (func $start ref.func $c global.set 0) (start $start))
        (core instance (instantiate $other (with "" (instance (export "c" (func $lc)) (export "x" (global $shim "x"))))))"#;
    check(&by_globals(other), &["a", "c"]);
    check_for(&by_globals(other), &["g"], &["b"]);
}

#[test]
fn a_shim_whose_index_is_not_constant_may_call_every_slot() {
    check(&by_table("i32.const 0 i32.or", ""), &["a", "b"]);
}

#[test]
fn a_segment_that_overwrites_a_slot_gives_both() {
    let wat = by_table("", &other("", "(elem (i32.const 1) func $c)"));
    check(&wat, &["a"]);
    check_for(&wat, &["g"], &["b", "c"]);
    let wat = by_table("", &other("", "(elem (offset (i32.add (i32.const 0) (i32.const 1))) func $c)"));
    check(&wat, &["a", "c"]);
}

#[test]
fn a_shim_with_two_instances_gives_both() {
    let table = r#"(core instance $twin (instantiate $shim)) (core instance (instantiate $fixup (with "" (instance
        (export "0" (func $lc)) (export "1" (func $la)) (export "t" (table $twin "t"))))))"#;
    let globals = r#"(core instance $twin (instantiate $shim)) (core instance (instantiate $fixup (with "" (instance
        (export "0" (func $lc)) (export "1" (func $la)) (export "x" (global $twin "x")) (export "y" (global $twin "y"))))))"#;
    for wat in [by_table("", table), by_globals(globals)] {
        check(&wat, &["a", "c"]);
        check_for(&wat, &["g"], &["a", "b"]);
    }
}

#[test]
fn a_table_that_a_fixup_exports_again_can_be_changed_through_that() {
    let again = r#"(core module $again (import "" "t" (table 2 2 funcref)) (export "u" (table 0)))
        (core instance $again (instantiate $again (with "" (instance (export "t" (table $shim "t"))))))
        (core module $other (import "" "u" (table 2 2 funcref)) (import "" "c" (func $c)) (elem declare func $c)
            (func $start i32.const 0 ref.func $c table.set 0) (start $start))
        (core instance (instantiate $other (with "" (instance (export "c" (func $lc)) (export "u" (table $again "u"))))))"#;
    check(&by_table("", again), &["a", "b", "c"]);
}

#[test]
fn names_do_not_count() {
    // What is named as a shim and is none: the slot is not constant after all.
    let wat = by_table("i32.const 0 i32.or", "").replace("$shim", "$wit-component:shim");
    assert_eq!(demanded(&wat, &["g"]).expect("it is followed"), ["a", "b"]);
}
