//! A guarded call next to the same call through a component that only forwards it, and next to the host's function itself: `cargo bench --bench call`.
//!
//! In: an agent that calls a number and a short text in a loop. Out: nanoseconds a call, direct, forwarded and guarded, and the ratio of guarded to
//! forwarded, for wasmtime as it comes and without its bookkeeping for concurrent calls. The three take turns in one process, so that a busy machine
//! slows all. `ROUNDS` says how often; medians are printed. The targets are 1.15 for a number and 1.3 for a short text.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

#[path = "../properties/linking.rs"]
mod linking;

use linking::link;
use std::time::Instant;
use wac_graph::{CompositionGraph, EncodeOptions, plug, types::Package};
use wasmtime::component::{Component, Linker, TypedFunc};
use wasmtime::{Config, Engine, Store};
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

const WIT: &str = "
    package bench:bench;
    world agent {
        import acme:bench/api;
        export number-loop: func(times: u32) -> u32;
        export text-loop: func(times: u32) -> u32;
    }
    world forward {
        import acme:bench/api;
        export acme:bench/api;
    }
    package acme:bench {
        interface api {
            number: func(cents: u32) -> u32;
            text: func(account: string) -> u32;
        }
    }
";

const AGENT: &str = r#"(module
    (import "acme:bench/api" "number" (func $number (param i32) (result i32)))
    (import "acme:bench/api" "text" (func $text (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 64) "acct-1")
    (func (export "number-loop") (param $times i32) (result i32)
        (local $sum i32)
        (loop $again
            (local.set $sum (i32.add (local.get $sum) (call $number (i32.const 900))))
            (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
        local.get $sum)
    (func (export "text-loop") (param $times i32) (result i32)
        (local $sum i32)
        (loop $again
            (local.set $sum (i32.add (local.get $sum) (call $text (i32.const 64) (i32.const 6))))
            (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
        local.get $sum))"#;

/// What a forwarding component cannot do without: a memory that strings pass through, freed after each call.
const FORWARD: &str = r#"(module
    (import "acme:bench/api" "number" (func $number (param i32) (result i32)))
    (import "acme:bench/api" "text" (func $text (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (global $top (mut i32) (i32.const 1024))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
        global.get $top
        (global.set $top (i32.add (global.get $top) (local.get 3))))
    (func (export "acme:bench/api#number") (param i32) (result i32) (call $number (local.get 0)))
    (func (export "acme:bench/api#text") (param i32 i32) (result i32)
        (call $text (local.get 0) (local.get 1))
        (global.set $top (i32.const 1024))))"#;

const POLICIES: &str = r#"
    permit (principal, action == Action::"export", resource);
    permit (principal, action == Action::"acme:bench/api#number", resource) when { context.cents <= 1000 };
    permit (principal, action == Action::"acme:bench/api#text", resource) when { context.account like "acct-*" };
"#;

const CALLS: u32 = 100_000;

fn main() {
    let agent = component(AGENT, "agent");
    let forwarded = compose(&component(FORWARD, "forward"), &agent);
    let linked = linking::on_policy_stack(|| link(&agent, POLICIES)).expect("it can be linked");
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(15);
    println!(
        "the artifact is {} bytes larger than the agent; its lockfile is {} of them",
        linked.bytes().len() - agent.len(),
        linked.lockfile().without_artifact().print().len()
    );
    println!("{:34} {:>8} {:>9} {:>8} {:>9} {:>7}", "ns a call", "direct", "forwarded", "guarded", "guard adds", "ratio");
    for (name, concurrent) in [("wasmtime's defaults", true), ("concurrency_support(false)", false)] {
        let mut config = Config::new();
        config.concurrency_support(concurrent);
        let engine = Engine::new(&config).expect("the configuration is sound");
        let mut runs = [&agent[..], &forwarded, linked.bytes()].map(|bytes| Run::new(&engine, bytes));
        for (export, target) in [("number-loop", 1.15), ("text-loop", 1.3)] {
            let mut times = [vec![], vec![], vec![]];
            for _ in 0..rounds {
                for (run, times) in runs.iter_mut().zip(&mut times) {
                    times.push(run.nanoseconds(export));
                }
            }
            let [direct, forwarded, guarded] = times.map(median);
            let ratio = guarded / forwarded;
            let mark = if ratio <= target { "" } else { "  over the target" };
            println!(
                "{:34} {direct:8.1} {forwarded:9.1} {guarded:8.1} {:10.1} {ratio:7.2}{mark}",
                format!("{export}, {name}"),
                guarded - forwarded
            );
        }
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

struct Run {
    store: Store<()>,
    numbers: TypedFunc<(u32,), (u32,)>,
    texts: TypedFunc<(u32,), (u32,)>,
}

impl Run {
    fn new(engine: &Engine, bytes: &[u8]) -> Self {
        let component = Component::new(engine, bytes).expect("it compiles");
        let mut linker = Linker::new(engine);
        let mut api = linker.instance("acme:bench/api").expect("a name");
        api.func_wrap("number", |_, (cents,): (u32,)| Ok((cents,))).expect("it is new");
        api.func_wrap("text", |_, (text,): (wasmtime::component::WasmStr,)| {
            let _ = &text;
            Ok((1_u32,))
        })
        .expect("it is new");
        let mut store = Store::new(engine, ());
        let instance = linker.instantiate(&mut store, &component).expect("it has all that it imports");
        let numbers = instance.get_typed_func(&mut store, "number-loop").expect("it is exported");
        let texts = instance.get_typed_func(&mut store, "text-loop").expect("it is exported");
        Self { store, numbers, texts }
    }

    fn nanoseconds(&mut self, export: &str) -> f64 {
        let function = if export == "number-loop" { &self.numbers } else { &self.texts };
        let start = Instant::now();
        let (sum,) = function.call(&mut self.store, (CALLS,)).expect("no call is refused");
        let taken = start.elapsed();
        assert_ne!(sum, 0, "every call is answered");
        taken.as_nanos() as f64 / f64::from(CALLS)
    }
}

/// A component of a core module, for a world.
fn component(module: &str, world: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("bench.wit", WIT).expect("it is WIT");
    let mut module = wat::parse_str(module).expect("it is WAT");
    let world = resolve.packages[package].worlds[world];
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).expect("the metadata is written");
    let mut encoder = ComponentEncoder::default();
    encoder.module(&module).expect("it fits the world");
    encoder.encode().expect("it can be encoded")
}

/// The agent behind a component that exports what it imports.
fn compose(forward: &[u8], agent: &[u8]) -> Vec<u8> {
    let mut graph = CompositionGraph::new();
    let [forward, agent] = [("bench:forward", forward), ("bench:agent", agent)].map(|(name, bytes)| {
        let package = Package::from_bytes(name, None, bytes.to_vec(), graph.types_mut()).expect("it is a component");
        graph.register_package(package).expect("it is new")
    });
    plug(&mut graph, vec![forward], agent).expect("they fit");
    graph.encode(EncodeOptions::default()).expect("it can be encoded")
}
