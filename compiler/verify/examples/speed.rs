//! How fast validation and verification are, next to what `wasm-tools validate` does with the same bytes.
//!
//! In: a file (a component, or a core module to be wrapped), or nothing for a synthetic component of about 12 MB. Out: the best and the
//! median of some runs of each step, in milliseconds. `wasm-tools validate` parses everything first and validates bodies in parallel then.
#![allow(clippy::disallowed_macros, reason = "a measuring program prints what it measured")]

use caplink_model::Digest;
use caplink_model::lockfile::{Component, FORMAT, Lockfile, Role, SECTION};
use caplink_verify::{features, required_features, standalone, verify};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use wasmparser::{FuncValidatorAllocations, Parser, ValidPayload, Validator};

const RUNS: usize = 25;

fn main() {
    let mut component = match std::env::args_os().nth(1) {
        Some(file) => std::fs::read(file).expect("the file can be read"),
        None => synthetic(),
    };
    if component[4..8] == [1, 0, 0, 0] {
        component = wrap(1, &component);
    }
    println!("{} bytes, {:?}", component.len(), required_features(&component));
    let bytes = component.as_slice();
    run("digest", || {
        std::hint::black_box(Digest::of(bytes));
    });
    run("required features", || drop(required_features(bytes)));
    run("one thread, wasmparser's validate_all", || {
        Validator::new_with_features(features()).validate_all(bytes).expect("it is valid");
    });
    run("all threads, as wasm-tools validate", || as_wasm_tools(bytes));
    run("standalone, digest included", || drop(standalone(bytes).expect("it is valid")));
    let agent = standalone(bytes).expect("it is valid");
    let contents = agent.contents();
    let embedded = Component { name: "agent".into(), role: Role::Agent, sha256: contents.sha256, size: contents.size, uses: vec![] };
    let lockfile = Lockfile {
        lockfile: FORMAT,
        tool: "example".into(),
        catalogue: Digest::of(b""),
        principal: "Agent::\"a\"".into(),
        demand: "imports".into(),
        agent: contents,
        policies: vec![],
        schemas: vec![],
        entities: None,
        features: agent.required_features().iter().map(ToString::to_string).collect(),
        imports: vec![],
        components: vec![embedded],
        wiring: vec![],
        symbols: vec![],
        exports: vec![],
        artifact: None,
    };
    let text = lockfile.print();
    let section = [&[SECTION.len() as u8], SECTION.as_bytes(), text.as_bytes()].concat();
    let mut artifact = wrap(4, bytes);
    artifact.extend_from_slice(b"\x05\x04\x01\0\0\0");
    artifact.extend_from_slice(&wrap(0, &section)[8..]);
    if let Err(violations) = verify(artifact.clone(), &lockfile, Some(&agent)) {
        println!("no verification of an agent that imports something: {}", violations[0]);
        return;
    }
    run("copy of the artifact", || drop(std::hint::black_box(artifact.clone())));
    run("verify, agent given, with that copy", || drop(verify(artifact.clone(), &lockfile, Some(&agent)).expect("it holds")));
    run("verify, agent not given, with that copy", || drop(verify(artifact.clone(), &lockfile, None).expect("it holds")));
}

fn run(what: &str, mut step: impl FnMut()) {
    if std::env::args().nth(2).is_some_and(|only| !what.contains(&only)) {
        return;
    }
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            step();
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{what:40} best {:7.1}  median {:7.1}", times[0], times[RUNS / 2]);
}

fn as_wasm_tools(bytes: &[u8]) {
    let mut validator = Validator::new_with_features(features());
    let mut parser = Parser::new(0);
    parser.set_features(features());
    let mut bodies = Vec::new();
    for payload in parser.parse_all(bytes) {
        if let ValidPayload::Func(function, body) = validator.payload(&payload.expect("it parses")).expect("it is valid") {
            bodies.push(std::sync::Mutex::new(Some((function, body))));
        }
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut allocations = FuncValidatorAllocations::default();
                while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (function, body) = body.lock().expect("no panic").take().expect("taken once");
                    let mut validator = function.into_validator(allocations);
                    validator.validate(&body).expect("it is valid");
                    allocations = validator.into_allocations();
                }
            });
        }
    });
}

/// A component that is one section: a core module is 1, a component 4.
fn wrap(id: u8, content: &[u8]) -> Vec<u8> {
    let mut component = [b"\0asm\x0d\0\x01\0", &[id][..]].concat();
    let mut size = content.len();
    while size >= 0x80 {
        component.push(0x80 | (size & 0x7f) as u8);
        size >>= 7;
    }
    component.push(size as u8);
    component.extend_from_slice(content);
    component
}

/// Functions of very different sizes, as compilers write them.
fn synthetic() -> Vec<u8> {
    let mut module = String::from("(module (memory 1) (global $sp (mut i32) (i32.const 0))");
    let mut seed = 1_u32;
    for number in 0..30_000 {
        module.push_str(&format!("(func $f{number} (param i32 i64) (result i32) (local i32 i32 f64)"));
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let size = if seed.is_multiple_of(97) { 200 } else { seed >> 28 };
        for step in 0..size {
            module.push_str(&format!(
                "(block $b (br_if $b (i32.eqz (i32.load offset={step} (local.get 0))))
                   (local.set 2 (i32.add (local.get 0) (i32.mul (local.get 3) (i32.const {step}))))
                   (i64.store offset=8 (local.get 2) (i64.xor (local.get 1) (i64.const {seed})))
                   (global.set $sp (call $f{} (local.get 2) (i64.extend_i32_u (global.get $sp)))))",
                number / 2
            ));
        }
        module.push_str("(select (local.get 2) (local.get 3) (local.get 0)))");
    }
    wrap(1, &wat::parse_str(module + ")").expect("well formed"))
}
