//! Shims and fixups as wit-component makes them, in both forms, and twins of them in which something else writes to the table or the globals.
//!
//! In: random numbers. Out: [`Shim`]: a component whose export `e<k>` calls the host by slot k, and which functions of the host the analysis must take for demanded by
//! each export. Exactly one for what is genuine; for a twin, what its change makes possible.

use super::random::Random;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A component and what is known of it.
pub struct Shim {
    /// Its text.
    pub wat: String,
    /// What was changed; nothing, if it is genuine.
    pub twin: Option<&'static str>,
    /// By export, the functions of the host that are demanded.
    pub expected: Vec<(String, BTreeSet<String>)>,
}

/// What a twin changes.
const TABLE_TWINS: [&str; 12] = [
    "a table.set in another instance",
    "a table.fill in another instance",
    "a table.grow in another instance",
    "a table.copy in another instance",
    "a table.init in another instance",
    "a table.get in another instance",
    "a second segment",
    "a segment at a computed place",
    "an index that is not constant",
    "a shim with two instances",
    "an elem.drop",
    "a table that is exported again and set there",
];
const GLOBAL_TWINS: [&str; 5] = [
    "a global.set in another instance",
    "a global.set of what a table held",
    "a global that is read",
    "a shim with two instances",
    "a second start function",
];

/// Parameters of slots.
const PARAMS: [&str; 3] = ["", "(param i32)", "(param i32 i32)"];
const COMPONENT_PARAMS: [&str; 3] = ["", r#"(param "a" u32)"#, r#"(param "a" u32) (param "b" u32)"#];

/// How many kinds there are: of each form what is genuine, and each twin.
pub const KINDS: usize = TABLE_TWINS.len() + GLOBAL_TWINS.len() + 2;

/// A shim of one kind.
pub fn shim(kind: usize, random: &mut Random) -> Shim {
    let by_globals = kind % KINDS > TABLE_TWINS.len();
    let twin = match kind % KINDS {
        number if by_globals => GLOBAL_TWINS.get(number - TABLE_TWINS.len() - 1),
        number => TABLE_TWINS.get(number),
    };
    let twin = twin.copied();
    let count = random.below(7) + 2;
    let types: Vec<usize> = (0..count).map(|_| random.below(3)).collect();
    // Slot k is for this function of the host, which has the same type.
    let hosts: Vec<usize> = shuffled(&types, random);
    let mut wat = String::from("(component\n");
    for (host, ty) in types.iter().enumerate() {
        _ = writeln!(wat, r#"(import "h{host}" (func $h{host} {}))"#, COMPONENT_PARAMS[*ty]);
        _ = writeln!(wat, "(core func $l{host} (canon lower (func $h{host})))");
    }
    let unlike = twin == Some("an index that is not constant");
    wat += &if by_globals { global_shim(&types) } else { table_shim(&types, unlike) };
    wat += "(core instance $shim (instantiate $shim))\n";
    wat += &main(&types);
    if by_globals {
        global_fixup(&mut wat, &types, &hosts)
    } else {
        table_fixup(&mut wat, &types, &hosts, "$shim")
    }
    let victim = random.below(count);
    let other = random.below(count);
    if let Some(twin) = twin {
        let by = if by_globals { global_twin } else { table_twin };
        by(twin, &mut wat, &types, (victim, other));
    }
    for (slot, ty) in types.iter().enumerate() {
        _ = writeln!(wat, r#"(func (export "e{slot}") {} (canon lift (core func $main "e{slot}")))"#, COMPONENT_PARAMS[*ty]);
    }
    wat += ")";
    let expected = (0..count).map(|slot| (format!("e{slot}"), expected(twin, slot, &types, &hosts, (victim, other))));
    Shim { wat, twin, expected: expected.collect() }
}

/// For each slot one of the functions of its type, each once.
fn shuffled(types: &[usize], random: &mut Random) -> Vec<usize> {
    let mut hosts: Vec<usize> = (0..types.len()).collect();
    for _ in 0..types.len() * 2 {
        let (a, b) = (random.below(types.len()), random.below(types.len()));
        if types[a] == types[b] {
            hosts.swap(a, b);
        }
    }
    hosts
}

fn expected(twin: Option<&str>, slot: usize, types: &[usize], hosts: &[usize], (victim, other): (usize, usize)) -> BTreeSet<String> {
    let of_type: BTreeSet<usize> = (0..types.len()).filter(|host| types[*host] == types[slot]).collect();
    let mut demanded = BTreeSet::from([hosts[slot]]);
    match twin {
        None | Some("an elem.drop") => {}
        // The table may hold anything anywhere from now on.
        Some(
            "a table.set in another instance"
            | "a table.fill in another instance"
            | "a table.grow in another instance"
            | "a table.copy in another instance"
            | "a table.init in another instance"
            | "a table.get in another instance"
            | "a table that is exported again and set there"
            | "an index that is not constant",
        ) => demanded = of_type,
        Some("a second segment") if slot == victim && types[other] == types[slot] => _ = demanded.insert(other),
        // Nobody knows where the other function is.
        Some("a segment at a computed place") if types[other] == types[slot] => _ = demanded.insert(other),
        Some("a shim with two instances") => _ = demanded.insert(reversed(slot, types)),
        Some("a global.set in another instance" | "a second start function") if slot == victim => {
            demanded.insert(same_type(other, victim, types));
        }
        // What was read or written goes anywhere and comes from anywhere. That a reference to the other function goes anywhere is known too.
        Some("a global.set of what a table held") if slot == victim => _ = demanded.insert(same_type(other, victim, types)),
        _ => {}
    }
    demanded.into_iter().map(|host| format!("h{host}")).collect()
}

/// The function itself, if it has the type of another, and that other if not.
fn same_type(function: usize, other: usize, types: &[usize]) -> usize {
    if types[function] == types[other] { function } else { other }
}

/// Counted from the other end, among functions of the same type.
fn reversed(slot: usize, types: &[usize]) -> usize {
    let same: Vec<usize> = (0..types.len()).filter(|other| types[*other] == types[slot]).collect();
    let place = same.iter().position(|other| *other == slot).expect("it has its own type");
    same[same.len() - 1 - place]
}

fn locals(ty: usize) -> String {
    (0..ty).map(|local| format!("local.get {local} ")).collect()
}

fn type_definitions() -> String {
    PARAMS.iter().enumerate().map(|(ty, params)| format!("(type $t{ty} (func {params}))\n")).collect()
}

fn table_shim(types: &[usize], computed: bool) -> String {
    let mut wat = format!("(core module $shim\n{}(table (export \"$imports\") {1} {1} funcref)\n", type_definitions(), types.len());
    for (slot, ty) in types.iter().enumerate() {
        let index = if computed { format!("i32.const {slot} i32.const 0 i32.or") } else { format!("i32.const {slot}") };
        _ = writeln!(wat, r#"(func (export "{slot}") (type $t{ty}) {} {index} call_indirect (type $t{ty}))"#, locals(*ty));
    }
    wat + ")\n"
}

fn global_shim(types: &[usize]) -> String {
    let mut wat = format!("(core module $shim\n{}", type_definitions());
    for (slot, ty) in types.iter().enumerate() {
        _ = writeln!(wat, r#"(global $g{slot} (export "g{slot}") (mut (ref $t{ty})) (ref.func $trap{slot}))"#);
        _ = writeln!(wat, "(func $trap{slot} (type $t{ty}) unreachable)");
        _ = writeln!(wat, r#"(func (export "{slot}") (type $t{ty}) {} global.get $g{slot} return_call_ref $t{ty})"#, locals(*ty));
    }
    wat + ")\n"
}

fn main(types: &[usize]) -> String {
    let mut wat = format!("(core module $main\n{}", type_definitions());
    for (slot, ty) in types.iter().enumerate() {
        _ = writeln!(wat, r#"(import "a" "{slot}" (func $f{slot} (type $t{ty})))"#);
    }
    for (slot, ty) in types.iter().enumerate() {
        _ = writeln!(wat, r#"(func (export "e{slot}") (type $t{ty}) {} call $f{slot})"#, locals(*ty));
    }
    wat + ")\n(core instance $main (instantiate $main (with \"a\" (instance $shim))))\n"
}

fn fixup_imports(types: &[usize]) -> String {
    let imports = types.iter().enumerate().map(|(slot, ty)| format!("(import \"\" \"{slot}\" (func $f{slot} (type $t{ty})))\n"));
    imports.collect()
}

/// The argument of a fixup: functions of the host by slot, and the table or globals of a shim.
fn arguments(hosts: &[usize], shim: &str, by_globals: bool) -> String {
    let mut wat = String::from("(with \"\" (instance\n");
    for (slot, host) in hosts.iter().enumerate() {
        _ = writeln!(wat, r#"(export "{slot}" (func $l{host}))"#);
        if by_globals {
            _ = writeln!(wat, r#"(export "g{slot}" (global {shim} "g{slot}"))"#);
        }
    }
    if !by_globals {
        _ = writeln!(wat, r#"(export "$imports" (table {shim} "$imports"))"#);
    }
    wat + "))"
}

fn table_fixup(wat: &mut String, types: &[usize], hosts: &[usize], shim: &str) {
    let functions: String = (0..types.len()).map(|slot| format!(" $f{slot}")).collect();
    if !wat.contains("(core module $fixup") {
        *wat += &format!("(core module $fixup\n{}{}", type_definitions(), fixup_imports(types));
        _ = writeln!(wat, r#"(import "" "$imports" (table $t {0} {0} funcref)) (elem (i32.const 0) func{functions}))"#, types.len());
    }
    _ = writeln!(wat, "(core instance (instantiate $fixup {}))", arguments(hosts, shim, false));
}

fn global_fixup(wat: &mut String, types: &[usize], hosts: &[usize]) {
    *wat += &format!("(core module $fixup\n{}{}", type_definitions(), fixup_imports(types));
    for (slot, ty) in types.iter().enumerate() {
        _ = writeln!(wat, r#"(import "" "g{slot}" (global $g{slot} (mut (ref $t{ty}))))"#);
    }
    let functions: String = (0..types.len()).map(|slot| format!(" $f{slot}")).collect();
    let sets: String = (0..types.len()).map(|slot| format!("ref.func $f{slot} global.set $g{slot} ")).collect();
    _ = writeln!(wat, "(elem declare func{functions}) (func $start {sets}) (start $start))");
    _ = writeln!(wat, "(core instance (instantiate $fixup {}))", arguments(hosts, "$shim", true));
}

/// A module that does something at start to the table, with a function of the host.
fn table_twin(twin: &str, wat: &mut String, types: &[usize], (victim, other): (usize, usize)) {
    if twin == "an index that is not constant" {
        return;
    }
    if twin == "a shim with two instances" {
        *wat += "(core instance $twin (instantiate $shim))\n";
        let reversed: Vec<usize> = (0..types.len()).map(|slot| reversed(slot, types)).collect();
        table_fixup(wat, types, &reversed, "$twin");
        return;
    }
    let start = match twin {
        "a table.set in another instance" | "a table that is exported again and set there" => {
            format!("i32.const {victim} ref.func $f table.set $t")
        }
        "a table.fill in another instance" => format!("i32.const {victim} ref.func $f i32.const 1 table.fill $t"),
        // It cannot grow beyond its maximum.
        "a table.grow in another instance" => "ref.func $f i32.const 0 table.grow $t drop".into(),
        "a table.copy in another instance" => format!("i32.const {victim} i32.const {other} i32.const 1 table.copy $t $t"),
        "a table.init in another instance" => format!("i32.const {victim} i32.const 0 i32.const 1 table.init $t $passive"),
        "a table.get in another instance" => format!("i32.const {victim} table.get $t drop"),
        "an elem.drop" => "elem.drop $passive".into(),
        _ => String::new(),
    };
    let segment = match twin {
        "a second segment" => format!("(elem (table $t) (i32.const {victim}) func $f)"),
        "a segment at a computed place" => format!("(elem (table $t) (offset (i32.add (i32.const 0) (i32.const {victim}))) func $f)"),
        _ => "(elem $passive func $f)".into(),
    };
    let mut from = "(table $shim \"$imports\")";
    let count = types.len();
    if twin == "a table that is exported again and set there" {
        _ = writeln!(
            wat,
            r#"(core module $again (import "" "t" (table {count} funcref)) (export "again" (table 0)))
            (core instance $again (instantiate $again (with "" (instance (export "t" {from})))))"#
        );
        from = "(table $again \"again\")";
    }
    _ = writeln!(
        wat,
        r#"(core module $other
            (import "" "f" (func $f {params})) (import "" "t" (table $t {count} funcref))
            (elem declare func $f) {segment} (func $start {start}) (start $start))
        (core instance (instantiate $other (with "" (instance (export "f" (func $l{other})) (export "t" {from})))))"#,
        params = PARAMS[types[other]],
    );
}

fn global_twin(twin: &str, wat: &mut String, types: &[usize], (victim, other): (usize, usize)) {
    if twin == "a shim with two instances" {
        *wat += "(core instance $twin (instantiate $shim))\n";
        let reversed: Vec<usize> = (0..types.len()).map(|slot| reversed(slot, types)).collect();
        _ = writeln!(wat, "(core instance (instantiate $fixup {}))", arguments(&reversed, "$twin", true));
        return;
    }
    let (other, ty) = (same_type(other, victim, types), types[victim]);
    let start = match twin {
        "a global.set in another instance" => "ref.func $f global.set $g".into(),
        "a global.set of what a table held" => format!("i32.const 0 table.get $own ref.cast (ref $t{ty}) global.set $g"),
        "a global that is read" => "global.get $g drop".into(),
        _ => "call $sets".into(),
    };
    _ = writeln!(
        wat,
        r#"(core module $other {}
            (import "" "f" (func $f (type $t{ty}))) (import "" "g" (global $g (mut (ref $t{ty}))))
            (table $own 1 funcref) (elem (table $own) (i32.const 0) func $f)
            (func $sets ref.func $f global.set $g) (func $start {start}) (start $start))
        (core instance (instantiate $other (with "" (instance (export "f" (func $l{other})) (export "g" (global $shim "g{victim}"))))))"#,
        type_definitions(),
    );
}
