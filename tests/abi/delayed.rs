//! A host that is a component itself, and busy: a guarded call is decided on, and waits until the host's component is free before its arguments are read. Whatever
//! the agent calls in between, the host receives what was decided on (threats R5, R7).

use super::agent::component;
use super::concurrent::WIT;
use super::growth::block_on;
use super::host::engine;
use super::linking::{link, on_policy_stack};
use anyhow::{Result, ensure};
use wasm_encoder::{ComponentBuilder, ComponentExportKind, ComponentTypeRef};
use wasmtime::Store;
use wasmtime::component::{Component, Linker, Val};
use wit_parser::Resolve;

const POLICIES: &str = r#"
    permit (principal, action == Action::"export", resource);
    permit (principal, action in Action::"abi:t/clock", resource);
    permit (principal, action in Action::"abi:t/api", resource) when { context.text like "yes*" };
"#;

/// Starts `tick`, which keeps the host's component busy, then a call that is allowed; calls others, one of them with a text that is not; and waits for both.
const AGENT: &str = r#"(module
    (import "abi:t/api" "[async-lower]say" (func $say (param i32 i32 i32) (result i32)))
    (import "abi:t/api" "ask" (func $ask (param i32 i32 i32)))
    (import "abi:t/clock" "[async-lower]tick" (func $tick (result i32)))
    (import "$root" "[waitable-set-new]" (func $new (result i32)))
    (import "$root" "[waitable-join]" (func $join (param i32 i32)))
    (import "$root" "[waitable-set-wait]" (func $wait (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 512) "yes-one yes-two no-thre")
    (global $set (mut i32) (i32.const 0))
    (global $open (mut i32) (i32.const 0))
    (global $top (mut i32) (i32.const 1024))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
        (global.get $top)
        (global.set $top (i32.add (global.get $top) (i32.and (i32.add (local.get 3) (i32.const 15)) (i32.const -16)))))
    (func $started (param $status i32)
        (if (i32.ne (i32.and (local.get $status) (i32.const 15)) (i32.const 2)) (then
            (call $join (i32.shr_u (local.get $status) (i32.const 4)) (global.get $set))
            (global.set $open (i32.add (global.get $open) (i32.const 1))))))
    (func (export "g") (result i32)
        (global.set $set (call $new))
        (call $started (call $tick))
        (call $started (call $say (i32.const 512) (i32.const 7) (i32.const 64)))
        (call $ask (i32.const 520) (i32.const 7) (i32.const 76))
        (call $ask (i32.const 528) (i32.const 7) (i32.const 88))
        ;; A fourth result: an error with as many letters as calls had to wait.
        (i32.store8 (i32.const 100) (i32.const 1))
        (i32.store (i32.const 104) (i32.const 512))
        (i32.store (i32.const 108) (global.get $open))
        (block $done (loop $again
            (br_if $done (i32.eqz (global.get $open)))
            (drop (call $wait (global.get $set) (i32.const 16)))
            (if (i32.eq (i32.load (i32.const 20)) (i32.const 2)) (then (global.set $open (i32.sub (global.get $open) (i32.const 1)))))
            (br $again)))
        (i32.const 64)))"#;

/// Returns every text as it came; while `tick` waits, no call of an async function starts.
const HOST: &str = r#"(module
    (import "$root" "wait" (func $wait))
    (import "$root" "[backpressure-inc]" (func $busy))
    (import "$root" "[backpressure-dec]" (func $free))
    (import "[export]abi:t/api" "[task-return]say" (func $said (param i32 i32 i32)))
    (memory (export "memory") 1)
    (global $top (mut i32) (i32.const 1024))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
        (global.get $top)
        (global.set $top (i32.add (global.get $top) (i32.and (i32.add (local.get 3) (i32.const 15)) (i32.const -16)))))
    (func $echo (param i32 i32) (result i32)
        (i32.store (i32.const 16) (i32.const 0))
        (i32.store (i32.const 20) (local.get 0))
        (i32.store (i32.const 24) (local.get 1))
        (i32.const 16))
    (func (export "abi:t/clock#tick") (call $busy) (call $wait) (call $free))
    (func (export "[async-lift]abi:t/api#say") (param i32 i32) (result i32)
        (call $said (i32.const 0) (local.get 0) (local.get 1))
        (i32.const 0))
    (func (export "[callback][async-lift]abi:t/api#say") (param i32 i32 i32) (result i32) unreachable)
    (func (export "abi:t/api#tell") (param i32 i32 i32) (result i32) (call $echo (local.get 0) (local.get 1)))
    (export "abi:t/api#ask" (func $echo))
    (export "abi:t/api#refuse" (func $echo)))"#;

#[test]
fn a_call_that_waits_keeps_what_was_decided_on() -> Result<()> {
    let wit = format!("{WIT} world host {{ import wait: async func(); export api; export clock; }}");
    let mut resolve = Resolve::default();
    let package = resolve.push_str("delayed.wit", &wit)?;
    let made =
        |world: &str, module: &str| anyhow::Ok(component(&resolve, resolve.packages[package].worlds[world], &mut wat::parse_str(module)?));
    let agent = made("w", AGENT)?;
    let linked = on_policy_stack(|| link(&agent, POLICIES)).unwrap_or_else(|refusal| panic!("{refusal:?}"));

    let mut root = ComponentBuilder::default();
    let (ty, mut function) = root.type_function(None);
    function.async_(true).params([] as [(&str, wasm_encoder::ComponentValType); 0]).result(None);
    let wait = root.import("wait", ComponentTypeRef::Func(ty));
    let (host, artifact) = (made("host", HOST)?, linked.bytes());
    let (host, artifact) = (root.component_raw(None, &host), root.component_raw(None, artifact));
    let host = root.instantiate(None, host, [("wait", ComponentExportKind::Func, wait)]);
    let interfaces = ["abi:t/api", "abi:t/clock"]
        .map(|name| (name, ComponentExportKind::Instance, root.alias_export(host, name, ComponentExportKind::Instance)));
    let artifact = root.instantiate(None, artifact, interfaces);
    let g = root.alias_export(artifact, "g", ComponentExportKind::Func);
    root.export("g", ComponentExportKind::Func, g, None);

    let engine = engine()?;
    let mut linker = Linker::<()>::new(&engine);
    linker.root().func_new_concurrent("wait", |_, _, _, _| {
        Box::pin(async {
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            Ok(())
        })
    })?;
    let mut store = Store::new(&engine, ());
    let returned = block_on(async {
        let instance = linker.instantiate_async(&mut store, &Component::from_binary(&engine, &root.finish())?).await?;
        let g = instance.get_func(&mut store, "g").expect("the export is granted");
        let mut results = [Val::Bool(false)];
        g.call_async(&mut store, &[], &mut results).await?;
        let [results] = results;
        anyhow::Ok(results)
    })?;
    let text = |text: &str| Some(Box::new(Val::String(text.into())));
    let expected = [Ok(text("yes-one")), Ok(text("yes-two")), Err(text("access denied")), Err(text("ye"))].map(Val::Result);
    ensure!(returned == Val::Tuple(expected.to_vec()), "{returned:?}");
    Ok(())
}

/// The counters of both are in memories of their own.
#[test]
fn a_limit_counts_for_functions_that_wait_or_for_others() -> Result<()> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("delayed.wit", WIT)?;
    let agent = component(&resolve, resolve.packages[package].worlds["w"], &mut wat::parse_str(AGENT)?);
    let limited = |actions: &str| format!("@limit(\"3 calls\") permit (principal, action in [{actions}], resource);\n");
    let refused = |policies: &str| match on_policy_stack(|| link(&agent, policies)) {
        Ok(_) => None,
        Err(refusal) => Some(format!("{refusal:?}")),
    };
    let both = refused(&limited("Action::\"abi:t/api#say\", Action::\"abi:t/api#ask\"")).unwrap_or_default();
    ensure!(both.contains("E-LIMIT"), "{both}");
    let each = limited("Action::\"abi:t/api#say\"") + &limited("Action::\"abi:t/api#ask\"");
    ensure!(refused(&each).is_none(), "{:?}", refused(&each));
    Ok(())
}
