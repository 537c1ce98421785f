//! What is reached and what is not, in small components: roots, edges, shims. Each test is a row of the table of threats that the analysis answers.

mod edges;
mod roots;
mod shims;

use super::reach;

/// Three functions of the host, lowered, in the core instance `$host`; around what is given.
fn component(rest: &str) -> String {
    format!(
        r#"(component
            (import "a" (func $a)) (import "b" (func $b)) (import "c" (func $c))
            (core func $la (canon lower (func $a))) (core func $lb (canon lower (func $b))) (core func $lc (canon lower (func $c)))
            (core instance $host (export "a" (func $la)) (export "b" (func $lb)) (export "c" (func $lc)))
            {rest})"#
    )
}

/// A module that can call the host by `$a`, `$b` and `$c`, with an instance `$i`.
fn module(fields: &str) -> String {
    format!(
        r#"(core module $m
            (type $v (func))
            (import "host" "a" (func $a (type $v))) (import "host" "b" (func $b (type $v))) (import "host" "c" (func $c (type $v)))
            {fields})
        (core instance $i (instantiate $m (with "host" (instance $host))))"#
    )
}

/// The module in a component, which exports its function `f`.
fn exporting(fields: &str) -> String {
    component(&format!(r#"{} (func (export "f") (canon lift (core func $i "f")))"#, module(fields)))
}

/// What is demanded when exports are granted, by name.
fn demanded(wat: &str, granted: &[&str]) -> Option<Vec<String>> {
    let bytes = wat::parse_str(wat).unwrap_or_else(|error| panic!("{error}\n{wat}"));
    let found = reach(&bytes, |name| granted.contains(&name)).demanded?;
    Some(found.into_iter().map(|(import, name)| if name.is_empty() { import } else { format!("{import}#{name}") }).collect())
}

/// Just these functions of the host are demanded when `f` is granted.
fn check(wat: &str, expected: &[&str]) {
    check_for(wat, &["f"], expected);
}

fn check_for(wat: &str, granted: &[&str], expected: &[&str]) {
    assert_eq!(demanded(wat, granted).as_deref(), Some(expected.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice()), "{wat}");
}

/// The analysis has no answer, so everything is demanded.
fn check_gives_up(wat: &str) {
    assert_eq!(demanded(wat, &["f"]), None, "{wat}");
}
