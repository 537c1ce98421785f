//! Tests of literals: components written for one rule each, hostile ones, and committed agents.

use super::super::{component, walk};
use super::*;
use Confidence::{Nearby, Proved, Unknown};

type Found = BTreeMap<(String, String), Vec<Literals>>;

fn find(bytes: &[u8]) -> Option<Found> {
    let wit = crate::agent::decode(bytes).ok()?;
    let agent = component::read(bytes).ok()?;
    let links = Links::new(&agent).ok()?;
    let walk = walk::walk(&agent, &links, |_| true).ok()?;
    Some(literals(&agent, &walk, &links, &wit))
}

fn committed(name: &str) -> Vec<u8> {
    let agents = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/agents");
    std::fs::read(agents.join(format!("{name}.wasm"))).expect("it is committed")
}

/// A component whose code calls one function of the host with flat parameters, and whose memory another module makes.
fn agent(types: &str, flat: &str, data: &str, code: &str) -> Vec<u8> {
    let text = format!(
        r#"(component
          (import "a:b/c" (instance $h {types}))
          (core module $data (memory (export "m") 1) {data})
          (core instance $data (instantiate $data))
          (alias core export $data "m" (core memory $m))
          (alias export $h "go" (func $go))
          (core func $go (canon lower (func $go) (memory $m)))
          (core module $main
            (import "h" "go" (func $go (param {flat})))
            (import "h" "m" (memory 1))
            (global $sp (mut i32) (i32.const 65536))
            {code})
          (core instance $main (instantiate $main (with "h" (instance (export "go" (func $go)) (export "m" (memory $m))))))
          (func (export "run") (param "x" u32) (canon lift (core func $main "run"))))"#
    );
    wat::parse_str(text).expect("it is WAT")
}

const DATA: &str = r#"(data (i32.const 16) "example.comother.org")"#;

/// What is found for a function with one string, by code that calls it.
fn strings(data: &str, code: &str) -> (Confidence, Vec<String>) {
    let found = find(&agent(r#"(export "go" (func (param "name" string)))"#, "i32 i32", data, code)).expect("it is an agent");
    let [one] = found.get(&("a:b/c".to_string(), "go".to_string())).expect("it is reached").as_slice() else { panic!("one parameter") };
    assert_eq!(one.parameter, "name");
    (one.confidence, one.values.iter().cloned().collect())
}

fn run(code: &str) -> (Confidence, Vec<String>) {
    strings(DATA, &format!(r#"(func (export "run") (param i32) (local i32 i32) {code})"#))
}

fn says(confidence: Confidence, values: &[&str]) -> (Confidence, Vec<String>) {
    (confidence, values.iter().map(|value| value.to_string()).collect())
}

const CALL: &str = "i32.const 16 i32.const 11 call $go";

#[test]
fn constants_are_proved_if_every_call_passes_some() {
    assert_eq!(run(CALL), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("{CALL} i32.const 27 i32.const 9 call $go")), says(Proved, &["example.com", "other.org"]));
    assert_eq!(run(&format!("{CALL} i32.const 16 local.get 0 call $go")), says(Nearby, &["example.com"]));
    assert_eq!(run("i32.const 16 local.get 0 call $go"), says(Unknown, &[]));
    assert_eq!(run("i32.const 99 i32.const 0 call $go"), says(Proved, &[""]));
    assert_eq!(run("i32.const 20 i32.const 4 i32.sub i32.const 3 i32.const 8 i32.or call $go"), says(Proved, &["example.com"]));
    assert_eq!(run("i32.const 1 i32.const 4 i32.shl i32.const 15 i32.const 11 i32.and call $go"), says(Proved, &["example.com"]));
}

#[test]
fn locals_are_followed_until_control_joins() {
    let (set, call) = ("i32.const 16 local.set 1", "local.get 1 i32.const 11 call $go");
    assert_eq!(run(&format!("{set} {call}")), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("block {set} end {call}")), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("{set} block local.get 0 br_if 0 nop end {call}")), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("{set} block local.get 0 br_if 0 i32.const 27 local.set 1 end {call}")), says(Unknown, &[]));
    assert_eq!(run(&format!("{set} local.get 0 if i32.const 27 local.set 1 end {call}")), says(Unknown, &[]));
    assert_eq!(run(&format!("{set} local.get 0 if i32.const 27 local.set 1 else {call} end")), says(Unknown, &[]));
    assert_eq!(run(&format!("local.get 0 if {set} {call} else {set} end")), says(Proved, &["example.com"]));
    // Outer blocks that are jumped to from inner ones.
    assert_eq!(run(&format!("{set} block block local.get 0 br_if 1 end i32.const 27 local.set 1 end {call}")), says(Unknown, &[]));
    assert_eq!(run(&format!("block block local.get 0 br_table 0 1 0 end {set} end {call}")), says(Unknown, &[]));
    // What a block gives is not known, nor what `select` takes.
    assert_eq!(run("block (result i32) i32.const 16 end i32.const 11 call $go"), says(Unknown, &[]));
    assert_eq!(run("i32.const 16 i32.const 27 local.get 0 select i32.const 9 call $go"), says(Unknown, &[]));
}

#[test]
fn a_loop_forgets_what_it_assigns() {
    let set = "i32.const 16 local.set 1";
    let call = "local.get 1 i32.const 11 call $go";
    assert_eq!(run(&format!("{set} loop {call} local.get 0 br_if 0 end")), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("{set} loop {call} i32.const 27 local.set 1 local.get 0 br_if 0 end")), says(Unknown, &[]));
    assert_eq!(run(&format!("{set} loop loop {call} end i32.const 27 local.set 1 local.get 0 br_if 0 end")), says(Unknown, &[]));
    assert_eq!(run(&format!("loop {set} {call} local.get 0 br_if 0 end")), says(Proved, &["example.com"]));
    // A local that is 0 before the loop assigns it.
    assert_eq!(run("loop local.get 1 local.get 1 call $go i32.const 5 local.set 1 local.get 0 br_if 0 end"), says(Unknown, &[]));
}

#[test]
fn code_behind_a_jump_is_not_called() {
    assert_eq!(run(&format!("{CALL} return local.get 0 local.get 0 call $go")), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("{CALL} block br 0 call $go end")), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("{CALL} local.get 0 if unreachable else {CALL} end")), says(Proved, &["example.com"]));
    assert_eq!(run(&format!("{CALL} block br 0 end local.get 0 local.get 0 call $go")), says(Nearby, &["example.com"]));
}

#[test]
fn parameters_are_followed_to_callers() {
    let call = |middle: &str| strings(DATA, &format!(r#"{middle} (func (export "run") (param i32) i32.const 12 i32.const 11 call $f)"#));
    let passes = "(func $f (param i32 i32) local.get 0 i32.const 4 i32.add local.get 1 call $go)";
    assert_eq!(call(passes), says(Proved, &["example.com"]));
    assert_eq!(
        call(&format!("{passes} (func (export \"other\") (param i32) local.get 0 i32.const 11 call $f)")),
        says(Proved, &["example.com"])
    );
    assert_eq!(call(&format!("{passes} (table 1 funcref) (elem (i32.const 0) func $f)")), says(Nearby, &["example.com"]));
    assert_eq!(call(&format!("{passes} (elem declare func $f)")), says(Nearby, &["example.com"]));
    assert_eq!(call(&format!("{passes} (global funcref (ref.func $f))")), says(Nearby, &["example.com"]));
    // An export is a danger only if a reference is taken to it.
    assert_eq!(call(&format!("{passes} (export \"f\" (func $f))")), says(Proved, &["example.com"]));
    let taken = r#"(export "f" (func $f)) (func $g ref.func $f drop)"#;
    assert_eq!(call(&format!("{passes} {taken}")), says(Nearby, &["example.com"]));
    // A parameter that is assigned.
    let assigns = "(func $f (param i32 i32) block local.get 1 br_if 0 i32.const 0 local.set 0 end local.get 0 local.get 1 call $go)";
    assert_eq!(call(assigns), says(Unknown, &[]));
}

#[test]
fn the_way_back_is_bounded() {
    let chain = |length: usize| {
        let link = |number: usize| {
            let next = if number == 0 { "$go".to_string() } else { format!("$f{}", number - 1) };
            format!("(func $f{number} (param i32 i32) local.get 0 local.get 1 call {next})")
        };
        let links: String = (0..length).map(link).collect();
        strings(DATA, &format!(r#"{links} (func (export "run") (param i32) i32.const 16 i32.const 11 call $f{})"#, length - 1))
    };
    assert_eq!(chain(6), says(Proved, &["example.com"]));
    assert_eq!(chain(7), says(Unknown, &[]));
    // Functions that call themselves, with the same arguments and with others.
    let recursive = |change: &str| {
        let f = format!("(func $f (param i32 i32) local.get 0 {change} local.get 1 call $f local.get 0 local.get 1 call $go)");
        strings(DATA, &format!(r#"{f} (func (export "run") (param i32) i32.const 16 i32.const 11 call $f)"#))
    };
    assert_eq!(recursive(""), says(Proved, &["example.com"]));
    let (confidence, values) = recursive("i32.const 1 i32.add");
    assert_eq!(confidence, Nearby);
    assert!(values.contains(&"example.com".to_string()) && values.contains(&"xample.como".to_string()), "{values:?}");
    // Functions that call each other.
    let both = "(func $f (param i32 i32) local.get 1 local.get 0 call $g) (func $g (param i32 i32) local.get 1 local.get 0 call $f local.get 1 local.get 0 call $go)";
    assert_eq!(
        strings(DATA, &format!(r#"{both} (func (export "run") (param i32) i32.const 16 i32.const 11 call $f)"#)),
        says(Proved, &["example.com"])
    );
    // Each doubles the calls of the next, with arguments of its own.
    let links: String = (1..12)
        .map(|n| {
            format!(
                "(func $f{n} (param i32 i32) local.get 0 local.get 1 call $f{0} local.get 0 i32.const {n} i32.add local.get 1 call $f{0})",
                n - 1
            )
        })
        .collect();
    let code = format!(
        r#"(func $f0 (param i32 i32) local.get 0 local.get 1 call $go) {links} (func (export "run") (param i32) i32.const 16 i32.const 1 call $f11)"#
    );
    assert_eq!(strings(DATA, &code).0, Unknown);
}

#[test]
fn memory_is_what_segments_write_in_their_order() {
    let read = |data: &str, start: i64, length: i64| {
        strings(data, &format!(r#"(func (export "run") (param i32) i32.const {start} i32.const {length} call $go)"#))
    };
    let over = r#"(data (i32.const 16) "example.com") (data (i32.const 18) "!!") (data (i32.const 25) "ORGAN")"#;
    assert_eq!(read(over, 16, 14), says(Proved, &["ex!!ple.cORGAN"]));
    assert_eq!(read(r#"(data (i32.const 18) "!!") (data (i32.const 16) "example.com")"#, 16, 11), says(Proved, &["example.com"]));
    assert_eq!(read(r#"(data (i32.const 16) "exam") (data (i32.const 20) "ple")"#, 16, 7), says(Proved, &["example"]));
    // A gap, and what is behind the end.
    assert_eq!(read(r#"(data (i32.const 16) "exam") (data (i32.const 21) "ple")"#, 16, 7), says(Unknown, &[]));
    assert_eq!(read(DATA, 16, 21), says(Unknown, &[]));
    assert_eq!(read(DATA, 15, 4), says(Unknown, &[]));
    // No text: not UTF-8, UTF-16, too long, around the end of all addresses.
    assert_eq!(read(r#"(data (i32.const 16) "\ff\fe\fd")"#, 16, 3), says(Unknown, &[]));
    assert_eq!(read(r#"(data (i32.const 16) "e\00x\00")"#, 16, 3), says(Unknown, &[]));
    let long = format!(r#"(data (i32.const 16) "{}")"#, "x".repeat(5000));
    assert_eq!(read(&long, 16, 4096).0, Proved);
    assert_eq!(read(&long, 16, 4097), says(Unknown, &[]));
    assert_eq!(read(DATA, -1, 11), says(Unknown, &[]));
    assert_eq!(read(DATA, 16, -1), says(Unknown, &[]));
    assert_eq!(read(DATA, -1, -1), says(Unknown, &[]));
    // Segments that are no constants, or for no memory.
    assert_eq!(read(r#"(data "example.com")"#, 0, 11), says(Unknown, &[]));
    assert_eq!(read(r#"(global i32 (i32.const 16)) (data (offset global.get 0) "example.com")"#, 16, 11), says(Unknown, &[]));
    assert_eq!(read(r#"(data (i32.const -4) "example.com")"#, -4, 4), says(Unknown, &[]));
}

#[test]
fn globals_that_never_change_are_constants() {
    let code = |mutable: &str| {
        strings(
            DATA,
            &format!(
                r#"(global $base {mutable} (i32.const 12)) (func (export "run") (param i32) global.get $base i32.const 4 i32.add i32.const 11 call $go)"#
            ),
        )
    };
    assert_eq!(code("i32"), says(Proved, &["example.com"]));
    assert_eq!(code("(mut i32)"), says(Unknown, &[]));
}

#[test]
fn what_goes_through_memory_is_not_proved() {
    let enter = "global.get $sp i32.const 32 i32.sub local.tee 1 global.set $sp";
    let store = "local.get 1 i32.const 16 i32.store offset=4 local.get 1 i32.const 11 i32.store offset=8";
    assert_eq!(
        run(&format!("{enter} {store} local.get 1 i32.load offset=4 local.get 1 i32.load offset=8 call $go")),
        says(Nearby, &["example.com"])
    );
    // Both at once.
    let both = "local.get 1 i64.const 0xb00000010 i64.store offset=4";
    assert_eq!(
        run(&format!("{enter} {both} local.get 1 i32.load offset=4 local.get 1 i32.load offset=8 call $go")),
        says(Nearby, &["example.com"])
    );
    // What is written over is gone.
    let over = "local.get 1 local.get 0 i32.store8 offset=6";
    assert_eq!(
        run(&format!("{enter} {store} {over} local.get 1 i32.load offset=4 local.get 1 i32.load offset=8 call $go")),
        says(Unknown, &[])
    );
    // By reference to another function, and from data.
    let f = "(func $f (param i32) local.get 0 i32.load local.get 0 i32.load offset=4 call $go)";
    let code = format!(r#"{f} (func (export "run") (param i32) (local i32) {enter} {store} local.get 1 i32.const 4 i32.add call $f)"#);
    assert_eq!(strings(DATA, &code), says(Nearby, &["example.com"]));
    let data = format!(r#"{DATA} (data (i32.const 64) "\10\00\00\00\0b\00\00\00")"#);
    let code = format!(r#"{f} (func (export "run") (param i32) i32.const 64 call $f)"#);
    assert_eq!(strings(&data, &code), says(Nearby, &["example.com"]));
}

#[test]
fn options_and_enums_are_read_by_their_case() {
    let option = r#"(export "go" (func (param "at" (option string))))"#;
    let found = |types: &str, flat: &str, code: &str| {
        let code = format!(r#"(func (export "run") (param i32) {code})"#);
        let found = find(&agent(types, flat, DATA, &code)).expect("it is an agent");
        found
            .into_values()
            .flatten()
            .map(|one| (one.parameter, one.confidence, one.values.into_iter().collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
    let at = |confidence, values: &[&str]| vec![("at".to_string(), confidence, says(confidence, values).1)];
    assert_eq!(found(option, "i32 i32 i32", "i32.const 1 i32.const 16 i32.const 11 call $go"), at(Proved, &["example.com"]));
    assert_eq!(found(option, "i32 i32 i32", "i32.const 0 local.get 0 local.get 0 call $go"), at(Proved, &[]));
    assert_eq!(found(option, "i32 i32 i32", "local.get 0 i32.const 16 i32.const 11 call $go"), at(Nearby, &["example.com"]));
    assert_eq!(found(option, "i32 i32 i32", "i32.const 2 i32.const 16 i32.const 11 call $go"), at(Unknown, &[]));
    let how = r#"(type $how' (enum "get" "put")) (export "how" (type $how (eq $how'))) (export "go" (func (param "how" $how) (param "at" string)))"#;
    let both = found(how, "i32 i32 i32", "i32.const 1 i32.const 16 i32.const 11 call $go");
    assert_eq!(both, [("how".to_string(), Proved, vec!["put".to_string()]), at(Proved, &["example.com"]).remove(0)]);
    let both = found(how, "i32 i32 i32", "i32.const -1 i32.const 16 i32.const 11 call $go");
    assert_eq!(both[0].1, Unknown);
    let list = r#"(export "go" (func (param "at" (list string))))"#;
    assert_eq!(found(list, "i32 i32", "i32.const 0 i32.const -1 call $go"), at(Unknown, &[]));
    // No string, no answer.
    assert_eq!(found(r#"(export "go" (func (param "at" u32)))"#, "i32", "i32.const 1 call $go"), vec![]);
}

#[test]
fn lists_that_hold_themselves_are_bounded() {
    let deep = (0..10).fold("string".to_string(), |ty, _| format!("(list {ty})"));
    let data = format!(r#"(data (i32.const 64) "{}")"#, r"\40\00\00\00\40\00\00\00".repeat(64));
    let code = r#"(func (export "run") (param i32) i32.const 64 i32.const 64 call $go)"#;
    let found = find(&agent(&format!(r#"(export "go" (func (param "at" {deep})))"#), "i32 i32", &data, code)).expect("it is an agent");
    assert!(found.values().flatten().all(|one| one.confidence == Unknown));
}

#[test]
fn parameters_in_memory_are_read_where_a_constant_points() {
    let types: String = (0..9).map(|number| format!("(param \"p{number}\" string)")).collect();
    let data = format!(r#"{DATA} (data (i32.const 64) "{}")"#, r"\10\00\00\00\0b\00\00\00".repeat(9));
    let found = |code: &str| {
        let code = format!(r#"(func (export "run") (param i32) {code} call $go)"#);
        let found = find(&agent(&format!(r#"(export "go" (func {types}))"#), "i32", &data, &code)).expect("it is an agent");
        found.into_values().flatten().map(|one| (one.confidence, one.values.into_iter().collect())).collect::<Vec<(_, Vec<String>)>>()
    };
    assert_eq!(found("i32.const 64"), vec![says(Nearby, &["example.com"]); 9]);
    assert_eq!(found("i32.const 128").last(), Some(&says(Unknown, &[])));
    assert_eq!(found("local.get 0"), vec![says(Unknown, &[]); 9]);
}

#[test]
fn texts_nearby_look_like_what_the_function_acts_on() {
    let fits = |sought: Sought, texts: &[&str]| texts.iter().map(|text| sought.fits(text)).collect::<Vec<_>>();
    let hosts = ["example.com", "api.example.co.uk:8080/v1", "https://x/y", "localhost:80", "127.0.0.1:80"];
    assert_eq!(fits(Sought::Hosts, &hosts), [true; 5]);
    let others = ["lib.rs", "text/plain", "com", "a b.com", "Example.com", "x.com:", "1.2.3", "file://x/y", "", "https://a b"];
    assert_eq!(fits(Sought::Hosts, &others), [false; 10]);
    assert_eq!(fits(Sought::Paths, &["/etc/hosts", "a/b.toml", "data.json", "./x"]), [true; 4]);
    assert_eq!(fits(Sought::Paths, &["src/lib.rs", "text/plain", "a b/c.txt", "https://a/b.txt", "", "1.5", "///"]), [false; 7]);
    assert_eq!(fits(Sought::Variables, &["HOME", "API_KEY2"]), [true; 2]);
    assert_eq!(fits(Sought::Variables, &["GET", "Home", "A", "_A", "A-B", ""]), [false; 6]);
}

#[test]
fn committed_agents_tell_what_their_sources_say() {
    let of = |found: &Found, function: &str| {
        let (_, literals) = found.iter().find(|((_, name), _)| name.ends_with(function)).expect("it is called");
        (literals[0].confidence, literals[0].values.iter().cloned().collect::<Vec<_>>())
    };
    let traced = find(&committed("traced")).expect("it is an agent");
    assert_eq!(of(&traced, "set-authority"), says(Proved, &["api.example.com"]));
    assert_eq!(of(&traced, "set-path-with-query"), says(Proved, &["/v1/report"]));
    assert_eq!(of(&traced, "set-method"), says(Proved, &["post"]));
    assert_eq!(of(&traced, "set-scheme"), says(Proved, &["HTTPS"]));
    assert_eq!(of(&traced, "open-at"), says(Proved, &["settings/report.toml"]));
    // They act on what they are told.
    let fetch = find(&committed("fetch")).expect("it is an agent");
    assert_eq!(of(&fetch, "set-method"), says(Proved, &["get"]));
    assert_eq!(of(&fetch, "set-authority"), says(Unknown, &[]));
    let spell = find(&committed("spell")).expect("it is an agent");
    assert!(spell.values().flatten().all(|one| one.confidence == Unknown));
}

#[test]
fn mutated_agents_are_no_panic() {
    let bytes = committed("traced");
    // A generator of our own: the same bytes in each run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let code = bytes.len() / 3;
    let mut read = 0;
    for _ in 0..300 {
        let mut bytes = bytes.clone();
        for _ in 0..1 + next() % 3 {
            let at = usize::try_from(next()).unwrap_or(0) % code;
            bytes[at] = next().to_le_bytes()[0];
        }
        read += usize::from(find(&bytes).is_some());
    }
    assert!(read > 100, "{read}");
}
