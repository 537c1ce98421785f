//! Who may call whom.

use super::{check, check_gives_up, component, exporting, module};

#[test]
fn calls_by_name() {
    check(&exporting(r#"(func (export "f") call $g) (func $g return_call $b) (func $unused call $a)"#), &["b"]);
}

#[test]
fn calls_through_a_table_by_type() {
    let fields = |tail: &str| {
        format!(
            r#"(type $other (func (param i32))) (table 3 funcref) (elem (i32.const 0) func $a $wrong $b)
            (func $wrong (type $other) call $c) (func (export "f") (param i32) local.get 0 {tail}call_indirect (type $v))"#
        )
    };
    for tail in ["", "return_"] {
        let wat = component(&format!(r#"{} (func (export "f") (param "x" u32) (canon lift (core func $i "f")))"#, module(&fields(tail))));
        check(&wat, &["a", "b"]);
    }
}

#[test]
fn types_that_may_have_subtypes_match_all() {
    let fields = |last: &str| {
        format!(
            r#"(type $open (sub (func))) (type $sub (sub final $open (func))) (type $group (func))
            (func $g (type $sub) call $a) (table 2 funcref) (elem (i32.const 0) func $g $b)
            (func (export "f") (local i32) local.get 0 call_indirect (type {last}))"#
        )
    };
    check(&exporting(&fields("$open")), &["a", "b"]);
    // The function that has an open type may be called by any.
    check(&exporting(&fields("$v")), &["a", "b"]);
}

#[test]
fn a_constant_slot_of_a_table_that_nothing_changes() {
    let fields = |more: &str| {
        format!(
            r#"(table 3 funcref) (elem (i32.const 0) func $a $b $c) (elem $s func $c)
            (func (export "f") {more} i32.const 1 call_indirect (type $v))"#
        )
    };
    check(&exporting(&fields("")), &["b"]);
    // A segment that is dropped changes no table.
    check(&exporting(&fields("elem.drop $s")), &["b"]);
    for more in [
        "i32.const 0 ref.func $a table.set 0",
        "i32.const 0 ref.func $a i32.const 1 table.fill 0",
        "ref.func $a i32.const 1 table.grow 0 drop",
        "i32.const 0 i32.const 1 i32.const 1 table.copy 0 0",
        "i32.const 0 i32.const 0 i32.const 1 table.init 0 $s",
    ] {
        check(&exporting(&fields(more)), &["a", "b", "c"]);
    }
    // Code that nothing reaches changes nothing.
    check(&exporting(&format!("{} (func i32.const 0 ref.func $a table.set 0)", fields(""))), &["b"]);
}

#[test]
fn an_index_that_is_not_constant() {
    check(
        &exporting(
            r#"(table 3 funcref) (elem (i32.const 0) func $a $b)
            (func (export "f") i32.const 0 (block (result i32) i32.const 1) drop call_indirect (type $v))"#,
        ),
        &["a", "b"],
    );
}

#[test]
fn copies_join_tables() {
    let fields = |more: &str| {
        format!(
            r#"(table $t 3 funcref) (table $u 3 funcref) (elem (table $t) (i32.const 0) func $a) (elem (table $u) (i32.const 0) func $b)
            (func (export "f") {more} i32.const 0 call_indirect $t (type $v))"#
        )
    };
    check(&exporting(&fields("")), &["a"]);
    check(&exporting(&fields("i32.const 0 i32.const 0 i32.const 1 table.copy $t $u")), &["a", "b"]);
}

#[test]
fn references_from_everywhere() {
    // Each leaves a reference to $a where the call may take it, and does so with one to $b where no code is that runs.
    for taken in [
        "(func $take (result (ref null $v)) ref.func $a) (elem declare func $a $b) (func (result funcref) ref.func $b)",
        "(table $t 1 funcref) (elem (table $t) (i32.const 0) func $a)
            (func $take (result (ref null $v)) i32.const 0 table.get $t ref.cast (ref $v))",
        "(table $t 1 1 funcref (ref.func $a)) (func $take (result (ref null $v)) i32.const 0 table.get $t ref.cast (ref $v))",
        "(global $g funcref (ref.func $a)) (func $take (result (ref null $v)) global.get $g ref.cast (ref $v))",
        "(type $s (struct (field (ref $v)))) (global $g (ref $s) (struct.new $s (ref.func $a)))
            (func $take (result (ref null $v)) global.get $g struct.get $s 0)",
        "(type $s (array (ref null $v))) (elem $e (ref null $v) (ref.func $a))
            (func $take (result (ref null $v)) i32.const 0 i32.const 1 array.new_elem $s $e i32.const 0 array.get $s)",
        "(type $s (struct (field (ref $v)))) (elem declare func $a) (func $take (result (ref null $v)) (local externref)
            ref.func $a struct.new $s extern.convert_any local.set 0
            local.get 0 any.convert_extern ref.cast (ref $s) struct.get $s 0)",
        "(tag $x (param (ref null $v))) (elem declare func $a) (func $take (result (ref null $v))
            (block $caught (result (ref null $v)) (try_table (catch $x $caught) ref.func $a throw $x) unreachable))",
        "(table $t 1 funcref) (elem $e func $a) (func $take (result (ref null $v))
            i32.const 0 i32.const 0 i32.const 1 table.init $t $e i32.const 0 table.get $t ref.cast (ref $v))",
    ] {
        check(&exporting(&format!(r#"{taken} (func (export "f") call $take call_ref $v)"#)), &["a"]);
        check(&exporting(&format!(r#"{taken} (func (export "f") call $take return_call_ref $v)"#)), &["a"]);
    }
}

#[test]
fn a_call_of_a_global_reaches_what_is_written_to_it() {
    let fields = |more: &str| {
        format!(
            r#"(global $g (mut (ref null $v)) (ref.func $a)) (elem declare func $a $b $c) (global $other (mut funcref) (ref.func $c))
            (func (export "f") {more} global.get $g call_ref $v)"#
        )
    };
    check(&exporting(&fields("")), &["a"]);
    check(&exporting(&fields("ref.func $b global.set $g")), &["a", "b"]);
    check(&exporting(&fields("ref.func $b drop")), &["a"]);
    check(&exporting(&fields("global.get $other ref.cast (ref $v) global.set $g")), &["a", "c"]);
}

#[test]
fn tables_and_globals_that_several_instances_see() {
    let sharing = |writes: &str| {
        component(&format!(
            r#"(core module $owner (type $v (func)) (import "" "a" (func $a))
                (table (export "t") 2 funcref) (global (export "g") (mut (ref null $v)) (ref.null $v)) (elem (i32.const 0) func $a)
                (func (export "f") i32.const 0 call_indirect (type $v) global.get 0 call_ref $v))
            (core instance $owner (instantiate $owner (with "" (instance $host))))
            (core module $writer (type $v (func)) (import "" "t" (table 2 funcref)) (import "" "g" (global (mut (ref null $v))))
                (import "" "f" (func $f)) (elem declare func $f) (func $start {writes}) (start $start))
            (core instance (instantiate $writer (with "" (instance
                (export "t" (table $owner "t")) (export "g" (global $owner "g")) (export "f" (func $lb))))))
            (func (export "f") (canon lift (core func $owner "f")))"#
        ))
    };
    check(&sharing(""), &["a"]);
    check(&sharing("i32.const 0 ref.func $f table.set 0"), &["a", "b"]);
    check(&sharing("ref.func $f global.set 0"), &["a", "b"]);
}

#[test]
fn an_imported_function_in_a_segment_is_what_each_instance_is_given() {
    let two = |second: &str| {
        component(&format!(
            r#"(core module $m (import "" "x" (func $x)) (table 1 funcref) (elem (i32.const 0) func $x) (type $v (func))
                (func (export "f") i32.const 0 call_indirect (type $v)) (export "x" (func $x)))
            (core instance $i (instantiate $m (with "" (instance (export "x" (func $la))))))
            {second} (func (export "f") (canon lift (core func $i "f")))"#
        ))
    };
    check(&two(""), &["a"]);
    // One definition stands for all of its instances.
    check(&two(r#"(core instance (instantiate $m (with "" (instance (export "x" (func $lb))))))"#), &["a", "b"]);
    // An export that is an import again.
    let again = r#"(core instance $j (instantiate $m (with "" (instance (export "x" (func $i "x"))))))
        (func (export "g") (canon lift (core func $j "f")))"#;
    check(&two(again), &["a"]);
}

#[test]
fn a_segment_at_a_computed_place_may_be_in_any_slot() {
    for offset in ["(global.get $g)", "(i32.add (i32.const 1) (i32.const 1))"] {
        let fields = format!(
            r#"(global $g i32 (i32.const 2)) (table 5 funcref) (elem (i32.const 0) func $a $b) (elem (offset {offset}) func $c)
            (func (export "f") i32.const 0 call_indirect (type $v))"#
        );
        check(&exporting(&fields), &["a", "c"]);
    }
}

#[test]
fn handlers_of_exceptions_are_code() {
    check(
        &exporting(
            r#"(tag $x) (func $g throw $x)
            (func (export "f") (block $caught (try_table (catch $x $caught) call $g) call $b return) call $a)"#,
        ),
        &["a", "b"],
    );
}

#[test]
fn a_declared_segment_by_itself_is_no_call() {
    let fields = r#"(elem declare func $b) (elem (ref null $v) (ref.func $c)) (global (mut funcref) (ref.func $c)) (func (export "f") ref.null $v call_ref $v)"#;
    check(&exporting(fields), &[]);
}

#[test]
fn a_core_module_of_the_host_is_not_followed() {
    check_gives_up(&component(&format!(
        r#"(import "m" (core module $theirs (export "f" (func)))) (core instance $t (instantiate $theirs))
        {} (func (export "f") (canon lift (core func $t "f")))"#,
        module("")
    )));
}

#[test]
fn a_component_of_the_host_is_not_followed() {
    check_gives_up(&component(
        r#"(import "n" (component $theirs (import "x" (func)) (export "f" (func))))
        (instance $t (instantiate $theirs (with "x" (func $a)))) (export "f" (func $t "f"))"#,
    ));
}

#[test]
fn an_index_from_memory_is_not_known() {
    let fields = r#"(memory 1) (data (i32.const 0) "\01\00\00\00") (table 3 funcref) (elem (i32.const 0) func $a $b)
        (func (export "f") i32.const 0 i32.load call_indirect (type $v))"#;
    check(&exporting(fields), &["a", "b"]);
}

#[test]
fn code_that_cannot_be_reached_counts() {
    check(&exporting(r#"(func (export "f") unreachable call $a (if (i32.const 0) (then call $b)))"#), &["a", "b"]);
}

#[test]
fn an_import_that_is_lowered_is_demanded_only_if_it_is_called() {
    let interface = |calls: &str| {
        format!(
            r#"(component (import "p:q/i" (instance $i (export "x" (func)) (export "y" (func))))
            (core func $x (canon lower (func $i "x"))) (core func $y (canon lower (func $i "y")))
            (core module $m (import "" "x" (func $x)) (import "" "y" (func $y)) (func (export "f") {calls}))
            (core instance $m (instantiate $m (with "" (instance (export "x" (func $x)) (export "y" (func $y))))))
            (func (export "f") (canon lift (core func $m "f"))))"#
        )
    };
    check(&interface("call $x"), &["p:q/i#x"]);
    check(&interface(""), &[]);
}

#[test]
fn an_import_that_is_exported_again() {
    check(&component(r#"(export "f" (func $b))"#), &["b"]);
    check(&component(r#"(instance $i (export "x" (func $b))) (export "f" (instance $i))"#), &["b"]);
}

#[test]
fn imports_that_a_nested_component_is_given() {
    let nested = |instances: &str| {
        component(&format!(
            r#"(component $n (import "x" (func $x)) (import "i" (instance $i (export "y" (func))))
                (core func $lx (canon lower (func $x))) (core func $ly (canon lower (func $i "y")))
                (core module $m (import "" "x" (func $x)) (import "" "y" (func $y)) (func (export "f") call $x) (func (export "g") call $y))
                (core instance $m (instantiate $m (with "" (instance (export "x" (func $lx)) (export "y" (func $ly))))))
                (func (export "f") (canon lift (core func $m "f"))) (func (export "g") (canon lift (core func $m "g"))))
            (instance $bag (export "y" (func $b))) {instances}"#
        ))
    };
    let one = r#"(instance $n (instantiate $n (with "x" (func $a)) (with "i" (instance $bag))))"#;
    check(&nested(&format!(r#"{one} (export "f" (func $n "f"))"#)), &["a"]);
    check(&nested(&format!(r#"{one} (export "f" (func $n "g"))"#)), &["b"]);
    check(&nested(&format!(r#"{one} (export "f" (instance $n))"#)), &["a", "b"]);
    check(&nested(one), &[]);
    let two = r#"(instance $o (instantiate $n (with "x" (func $c)) (with "i" (instance $bag)))) (export "f" (func $n "f"))"#;
    check(&nested(&format!("{one} {two}")), &["a", "c"]);
}

#[test]
fn components_and_modules_from_outside_and_as_arguments() {
    let wat = r#"(component $root (import "a" (func $a)) (import "b" (func $b))
        (core module $outer (import "" "x" (func $x)) (func (export "f") call $x))
        (core module $other (import "" "x" (func $x)) (func (export "f")))
        (component $n (import "x" (func $x)) (import "m" (core module $m (import "" "x" (func)) (export "f" (func))))
            (alias outer $root $outer (core module $again)) (core func $lx (canon lower (func $x)))
            (core instance $i (instantiate $m (with "" (instance (export "x" (func $lx))))))
            (core instance $j (instantiate $again (with "" (instance (export "x" (func $lx))))))
            (func (export "f") (canon lift (core func $i "f"))) (func (export "g") (canon lift (core func $j "f"))))
        (component $holder (import "n" (component $n (import "x" (func))
                (import "m" (core module (import "" "x" (func)) (export "f" (func)))) (export "f" (func)) (export "g" (func))))
            (import "x" (func $x)) (import "m" (core module $m (import "" "x" (func)) (export "f" (func))))
            (instance $n (instantiate $n (with "x" (func $x)) (with "m" (core module $m))))
            (export "f" (func $n "f")) (export "g" (func $n "g")))
        (instance $h (instantiate $holder (with "n" (component $n)) (with "x" (func $b)) (with "m" (core module $other))))
        (export "f" (func $h "f")) (export "g" (func $h "g")))"#;
    super::check_for(wat, &["f"], &[]);
    super::check_for(wat, &["g"], &["b"]);
}

#[test]
fn dropping_an_imported_resource_calls_nothing() {
    let wat = r#"(component (import "i" (instance $i (export "r" (type (sub resource))) (export "x" (func))))
        (alias export $i "r" (type $r)) (core func $drop (canon resource.drop $r))
        (core module $m (import "" "drop" (func $drop (param i32))) (func (export "f") i32.const 0 call $drop))
        (core instance $m (instantiate $m (with "" (instance (export "drop" (func $drop))))))
        (func (export "f") (canon lift (core func $m "f"))))"#;
    check(wat, &[]);
}

#[test]
fn an_instance_of_the_host_that_is_exported_again_is_not_followed() {
    check_gives_up(r#"(component (import "i" (instance $i (export "x" (func)))) (export "f" (instance $i)))"#);
}
