//! What the host starts by itself.

use super::{check, check_for, check_gives_up, component, exporting, module};

#[test]
fn granted_exports_and_no_others() {
    let wat = component(&format!(
        r#"{} (func (export "f") (canon lift (core func $i "f"))) (func (export "g") (canon lift (core func $i "g")))"#,
        module(r#"(func (export "f") call $a) (func (export "g") call $b) (func $unused call $c)"#),
    ));
    check_for(&wat, &["f"], &["a"]);
    check_for(&wat, &["g"], &["b"]);
    check_for(&wat, &["f", "g"], &["a", "b"]);
    check_for(&wat, &[], &[]);
}

#[test]
fn functions_of_granted_instances() {
    let wat = component(&format!(
        r#"{} (func $f (canon lift (core func $i "f"))) (func $g (canon lift (core func $i "g")))
        (instance $inner (export "g" (func $g))) (instance $outer (export "f" (func $f)) (export "inner" (instance $inner)))
        (export "f" (instance $outer)) (export "g" (instance $inner))"#,
        module(r#"(func (export "f") call $a) (func (export "g") call $b)"#),
    ));
    check_for(&wat, &["f"], &["a", "b"]);
    check_for(&wat, &["g"], &["b"]);
}

#[test]
fn post_return_and_realloc_of_a_lifted_function() {
    let wat = component(&format!(
        r#"{} (func (export "f") (param "s" string)
            (canon lift (core func $i "f") (memory (core memory $i "m")) (realloc (core func $i "realloc")) (post-return (core func $i "after"))))
        (func (export "g") (canon lift (core func $i "g")))"#,
        module(
            r#"(memory (export "m") 1) (func (export "f") (param i32 i32)) (func (export "g") call $c)
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) call $a i32.const 0) (func (export "after") call $b)"#
        ),
    ));
    check(&wat, &["a", "b"]);
    check_for(&wat, &["g"], &["c"]);
}

#[test]
fn the_callback_of_a_lifted_function() {
    let wat = component(&format!(
        r#"{} (func (export "f") async (canon lift (core func $i "f") async (callback (core func $i "callback"))))"#,
        module(
            r#"(func (export "f") (result i32) i32.const 0)
            (func (export "callback") (param i32 i32 i32) (result i32) call $b i32.const 0) (func call $c)"#
        ),
    ));
    check(&wat, &["b"]);
}

#[test]
fn start_functions_of_modules_that_are_instantiated() {
    let modules = |instantiated: &str| {
        component(&format!(
            r#"(core module $started (import "host" "a" (func $a)) (func $start call $a) (start $start)) {instantiated} {}"#,
            exports_f(r#"(func (export "f") call $c)"#)
        ))
    };
    check(&modules(r#"(core instance (instantiate $started (with "host" (instance $host))))"#), &["a", "c"]);
    check(&modules(""), &["c"]);
}

fn exports_f(fields: &str) -> String {
    format!(r#"{} (func (export "f") (canon lift (core func $i "f")))"#, module(fields))
}

#[test]
fn destructors_of_resources_whatever_is_granted() {
    let wat = component(&format!(
        r#"{} (alias core export $i "d" (core func $d)) (type $r (resource (rep i32) (dtor (core func $d))))
        (func (export "f") (canon lift (core func $i "f")))"#,
        module(r#"(func (export "d") (param i32) call $b) (func (export "f") call $a)"#),
    ));
    check(&wat, &["a", "b"]);
    check_for(&wat, &[], &["b"]);
}

#[test]
fn destructors_in_components_that_are_not_instantiated_do_not_count() {
    let nested = r#"(component $n (import "x" (func $x)) (core func $lx (canon lower (func $x)))
        (core module $m (import "" "x" (func $x)) (func (export "d") (param i32) call $x))
        (core instance $i (instantiate $m (with "" (instance (export "x" (func $lx))))))
        (alias core export $i "d" (core func $d)) (type $r (resource (rep i32) (dtor (core func $d)))))"#;
    check(&component(nested), &[]);
    check(&component(&format!(r#"{nested} (instance (instantiate $n (with "x" (func $b))))"#)), &["b"]);
}

#[test]
fn lifted_functions_that_a_nested_component_is_given() {
    // The nested component calls x from its export y, and exports z, which it is given.
    let wat = component(&format!(
        r#"{} (func $f (canon lift (core func $i "f"))) (func $g (canon lift (core func $i "g")))
        (component $n (import "x" (func $x)) (import "z" (func $z)) (core func $lx (canon lower (func $x)))
            (core module $m (import "" "x" (func $x)) (func (export "y") call $x))
            (core instance $i (instantiate $m (with "" (instance (export "x" (func $lx))))))
            (func (export "y") (canon lift (core func $i "y"))) (export "z" (func $z)))
        (instance $n (instantiate $n (with "x" (func $f)) (with "z" (func $g))))
        (export "f" (func $n "y")) (export "z" (func $n "z"))"#,
        module(r#"(func (export "f") call $a) (func (export "g") call $b)"#),
    ));
    check_for(&wat, &["f"], &["a"]);
    check_for(&wat, &["z"], &["b"]);
}

#[test]
fn realloc_that_lowering_calls() {
    let wat = r#"(component (import "a" (func $a)) (import "s" (func $s (result string))) (import "n" (func $n (result string)))
        (core func $la (canon lower (func $a)))
        (core module $m (import "" "a" (func $a)) (memory (export "m") 1)
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) call $a i32.const 0))
        (core instance $i (instantiate $m (with "" (instance (export "a" (func $la))))))
        (core func $ls (canon lower (func $s) (memory (core memory $i "m")) (realloc (core func $i "realloc"))))
        (core module $user (import "" "s" (func $s (param i32))) (func (export "f") i32.const 0 call $s) (func (export "g")))
        (core instance $user (instantiate $user (with "" (instance (export "s" (func $ls))))))
        (func (export "f") (canon lift (core func $user "f"))) (func (export "g") (canon lift (core func $user "g"))))"#;
    check(wat, &["a", "s"]);
    check_for(wat, &["g"], &[]);
}

#[test]
fn threads_are_not_followed() {
    check_gives_up(&component(&format!(
        "(core type $t (func (param i32))) (core func (canon thread.spawn-ref $t)) {}",
        exports_f(r#"(func (export "f") call $a)"#)
    )));
}

#[test]
fn what_does_not_parse_is_given_up() {
    let bytes = wat::parse_str(exporting(r#"(func (export "f") call $a)"#)).expect("it is a component");
    for length in 0..bytes.len() - 1 {
        // Cut between two sections it may be whole.
        let _ = super::reach(&bytes[..length], |_| true);
    }
    assert_eq!(super::reach(&bytes[..bytes.len() - 1], |_| true).demanded, None);
    assert_eq!(super::reach(b"", |_| true).demanded, None);
}

#[test]
fn types_that_are_nested_too_deep_are_given_up() {
    // Every declaration that a component type may have.
    let all = r#"(type (component (core type (module (import "a" "b" (func)))) (type $r (func)) (import "x" (func (type $r)))
        (alias outer 0 $r (type $s)) (import "y" (type (sub resource))) (export "z" (instance (export "w" (func (type $s)))))))"#;
    let component = wat::parse_str(component(&format!(r#"{all} (export "f" (func $b))"#))).expect("it is a component");
    let is_followed = |depth: u8| {
        // A section of one type: so many instance types of one declaration, which is a type, and in the innermost none.
        let length = 3 + 3 * u32::from(depth);
        let mut bytes = [component.as_slice(), &[7, length as u8 & 0x7f | 0x80, (length >> 7) as u8, 1]].concat();
        bytes.extend((0..depth).flat_map(|_| [0x42, 1, 1]));
        bytes.extend([0x42, 0]);
        super::reach(&bytes, |_| true).demanded.is_some()
    };
    assert!(is_followed(0) && is_followed(63));
    assert!(!is_followed(64) && !is_followed(200));
}
