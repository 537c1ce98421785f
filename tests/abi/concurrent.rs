//! Calls that overlap: an agent starts calls of guarded async functions before it waits for any, and calls others meanwhile. Each host call gets its own values, and
//! each caller its own result, though the guards of an interface share a frame and areas for results (threats R4, R5, R7).

use super::agent::component;
use super::host::engine;
use super::linking::{link, on_policy_stack};
use anyhow::{Result, ensure};
use std::sync::{Arc, Mutex};
use wasmtime::Store;
use wasmtime::component::{Component, Linker, Val};
use wit_parser::Resolve;

const WIT: &str = "
    package abi:t;
    interface clock { tick: async func(); }
    interface api {
        say: async func(text: string) -> result<string, string>;
        tell: async func(text: string, times: u32) -> result<string, string>;
        ask: func(text: string) -> result<string, string>;
        refuse: func(text: string) -> result<string, string>;
    }
    world w {
        import api;
        import clock;
        export g: async func() -> tuple<result<string, string>, result<string, string>, result<string, string>, result<string, string>>;
    }
";

/// Starts four calls, whose results lie side by side. Each time that it waits, and something has happened, it calls functions that are not async.
const AGENT: &str = r#"(module
    (import "abi:t/api" "[async-lower]say" (func $say (param i32 i32 i32) (result i32)))
    (import "abi:t/api" "[async-lower]tell" (func $tell (param i32 i32 i32 i32) (result i32)))
    (import "abi:t/api" "ask" (func $ask (param i32 i32 i32)))
    (import "abi:t/api" "refuse" (func $refuse (param i32 i32 i32)))
    (import "abi:t/clock" "[async-lower]tick" (func $tick (result i32)))
    (import "$root" "[waitable-set-new]" (func $new (result i32)))
    (import "$root" "[waitable-join]" (func $join (param i32 i32)))
    (import "$root" "[waitable-set-wait]" (func $wait (param i32 i32) (result i32)))
    (import "$root" "[subtask-drop]" (func $drop (param i32)))
    (memory (export "memory") 1)
    (data (i32.const 512) "yes-one no-two yes-four yes-three")
    (global $set (mut i32) (i32.const 0))
    (global $open (mut i32) (i32.const 0))
    (global $ticks (mut i32) (i32.const 200))
    (global $top (mut i32) (i32.const 1024))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
        (global.get $top)
        (global.set $top (i32.add (global.get $top) (i32.and (i32.add (local.get 3) (i32.const 15)) (i32.const -16)))))
    (func $started (param $status i32)
        (if (i32.ne (i32.and (local.get $status) (i32.const 15)) (i32.const 2)) (then
            (call $join (i32.shr_u (local.get $status) (i32.const 4)) (global.get $set))
            (global.set $open (i32.add (global.get $open) (i32.const 1))))))
    (func $meanwhile
        (call $ask (i32.const 536) (i32.const 9) (i32.const 200))
        (call $ask (i32.const 520) (i32.const 6) (i32.const 200))
        (call $refuse (i32.const 512) (i32.const 20) (i32.const 200))
        (if (global.get $ticks) (then
            (global.set $ticks (i32.sub (global.get $ticks) (i32.const 1)))
            (call $started (call $tick)))))
    (func (export "g") (result i32)
        (global.set $set (call $new))
        (call $started (call $tick))
        (call $started (call $say (i32.const 512) (i32.const 7) (i32.const 64)))
        (call $meanwhile)
        (call $started (call $say (i32.const 520) (i32.const 6) (i32.const 76)))
        (call $started (call $tell (i32.const 536) (i32.const 9) (i32.const 3) (i32.const 88)))
        (call $started (call $say (i32.const 527) (i32.const 8) (i32.const 100)))
        (block $done (loop $again
            (br_if $done (i32.eqz (global.get $open)))
            (drop (call $wait (global.get $set) (i32.const 16)))
            ;; A subtask has come to the state that it returned in.
            (if (i32.eq (i32.load (i32.const 20)) (i32.const 2)) (then
                (call $drop (i32.load (i32.const 16)))
                (global.set $open (i32.sub (global.get $open) (i32.const 1)))))
            (call $meanwhile)
            (br $again)))
        (i32.const 64)))"#;

const POLICIES: &str = r#"
    permit (principal, action == Action::"export", resource);
    permit (principal, action in Action::"abi:t/clock", resource);
    permit (principal, action in Action::"abi:t/api", resource) when { context.text like "yes*" };
    forbid (principal, action == Action::"abi:t/api#refuse", resource);
"#;

/// What the host was called with, besides `ask`.
type Seen = Arc<Mutex<Vec<String>>>;

async fn run(artifact: &[u8], delay: usize, seen: Seen) -> Result<Val> {
    let engine = engine()?;
    let mut linker = Linker::<()>::new(&engine);
    for name in ["say", "tell"] {
        let seen = Arc::clone(&seen);
        linker.instance("abi:t/api")?.func_new_concurrent(name, move |_, _, arguments, results| {
            let seen = Arc::clone(&seen);
            Box::pin(async move {
                let Val::String(text) = &arguments[0] else { return Err(wasmtime::Error::msg("no text was sent")) };
                seen.lock().expect("no panic while logging").push(text.clone());
                // The first to be called would be the last to return, if they overlapped.
                for _ in 0..if text == "yes-one" { delay } else { 1 } {
                    tokio::task::yield_now().await;
                }
                results[0] = Val::Result(Ok(Some(Box::new(Val::String(format!("{name} {text}"))))));
                Ok(())
            })
        })?;
    }
    linker.instance("abi:t/api")?.func_new("ask", |_, _, arguments, results| {
        results[0] = Val::Result(Ok(Some(Box::new(arguments[0].clone()))));
        Ok(())
    })?;
    linker.instance("abi:t/clock")?.func_new_concurrent("tick", |_, _, _, _| {
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok(())
        })
    })?;
    let mut store = Store::new(&engine, ());
    let instance = linker.instantiate_async(&mut store, &Component::from_binary(&engine, artifact)?).await?;
    let g = instance.get_func(&mut store, "g").expect("the export is granted");
    let mut results = [Val::Bool(false)];
    g.call_async(&mut store, &[], &mut results).await?;
    let [results] = results;
    Ok(results)
}

#[test]
fn calls_that_overlap_keep_their_values() -> Result<()> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("concurrent.wit", WIT)?;
    let agent = component(&resolve, resolve.packages[package].worlds["w"], &mut wat::parse_str(AGENT)?);
    let linked = on_policy_stack(|| link(&agent, POLICIES)).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let text = |text: &str| Some(Box::new(Val::String(text.into())));
    let expected = Val::Tuple(vec![
        Val::Result(Ok(text("say yes-one"))),
        Val::Result(Err(text("access denied"))),
        Val::Result(Ok(text("tell yes-three"))),
        Val::Result(Ok(text("say yes-four"))),
    ]);
    for delay in 1..20 {
        let seen = Seen::default();
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let returned = runtime.block_on(run(linked.bytes(), delay, Arc::clone(&seen)))?;
        ensure!(returned == expected, "after {delay} turns: {returned:?}");
        let mut seen = seen.lock().expect("no panic while logging").clone();
        seen.sort();
        ensure!(seen == ["yes-four", "yes-one", "yes-three"], "{seen:?}");
    }
    Ok(())
}
