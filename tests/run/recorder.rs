//! The recording host itself: it records what happens, and a trap stands where it was told to put one.

use anyhow::{Context, Result, ensure};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

use crate::agent;
use crate::host::{Calls, Host, Loopback, Val, text};

/// Takes each recorded call away in turn: the run must end in that trap, and the trap must be on the record.
fn every_call_is_caught(host: &Host, component: &[u8], export: &str, args: &[Val]) -> Result<()> {
    let outcome = host.run(component, export, args)?;
    ensure!(outcome.result.is_ok() && !outcome.calls.is_empty(), "{outcome:?}");
    for call in &outcome.calls {
        let mut rest = outcome.calls.clone();
        rest.remove(call);
        let caught = host.clone().only(&rest).instantiate(component)?.call(export, args);
        let trap = caught.result.as_ref().err().with_context(|| format!("{call:?} went through"))?;
        ensure!(trap.contains(&format!("a call outside the set: {}#{}", call.0, call.1)), "{trap}");
        ensure!(caught.calls.contains(call), "{call:?} is not on the record {:?}", caught.calls);
    }
    Ok(())
}

#[test]
fn a_trap_stands_where_a_wasi_or_custom_function_was() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().allow_http_to_loopback();
    every_call_is_caught(&host, &agent("fetch")?, "run", &[text(&server.url("/"))])?;
    every_call_is_caught(&host, &agent("ambient")?, "print-out", &[text("out")])?;
    every_call_is_caught(&host, &agent("pay")?, "run", &[text("acct-1"), Val::U64(5)])?;
    every_call_is_caught(&host, &agent("pay3")?, "run", &[text("acct-1"), Val::U64(5)])?;
    every_call_is_caught(&host, &agent("pay3")?, "wait-millis", &[Val::U64(1)])?;
    every_call_is_caught(&host, &agent("pay3")?, "say", &[text("out")])
}

#[test]
fn a_trap_is_refused_where_the_host_has_nothing() -> Result<()> {
    let component = component("package a:b; interface c { d: func(); } world w { import c; }", DROPS)?;
    let error = Host::new().only(&Calls::new()).instantiate(&component).err().context("a trap over nothing")?;
    ensure!(format!("{error:#}").contains("the host has no `d` in `a:b/c`"), "{error:#}");
    Ok(())
}

/// A core module that imports `d` of the interface above.
const DROPS: &str = r#"(module (import "a:b/c" "d" (func)))"#;

/// The two interfaces that the host answers by hand, narrowed as a linker would.
const STORES: &str = r#"
    package t:t;
    world w {
        import wasi:keyvalue/store@0.2.0-draft;
        import wasi:config/store@0.2.0-rc.1;
        export bytes: func() -> u32;
    }
    package wasi:keyvalue@0.2.0-draft {
        interface store {
            variant error { no-such-store, access-denied, other(string) }
            open: func(identifier: string) -> result<bucket, error>;
            resource bucket { get: func(key: string) -> result<option<list<u8>>, error>; }
        }
    }
    package wasi:config@0.2.0-rc.1 {
        interface store {
            variant error { upstream(string), io(string) }
            get: func(key: string) -> result<option<string>, error>;
        }
    }
"#;

/// Adds the lengths of bucket `b` key `key` and of the configuration's `key`; 1000 if there is no such bucket.
const ADDS: &str = r#"(module
    (import "wasi:keyvalue/store@0.2.0-draft" "open" (func $open (param i32 i32 i32)))
    (import "wasi:keyvalue/store@0.2.0-draft" "[method]bucket.get" (func $get (param i32 i32 i32 i32)))
    (import "wasi:config/store@0.2.0-rc.1" "get" (func $config (param i32 i32 i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "bkey")
    (global $next (mut i32) (i32.const 1024))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
        global.get $next
        (global.set $next (i32.add (global.get $next) (i32.const 64))))
    (func (export "bytes") (result i32)
        (call $open (i32.const 0) (i32.const 1) (i32.const 16))
        (if (i32.load8_u (i32.const 16)) (then (return (i32.const 1000))))
        (call $get (i32.load (i32.const 20)) (i32.const 1) (i32.const 3) (i32.const 32))
        (call $config (i32.const 1) (i32.const 3) (i32.const 64))
        (i32.add (i32.load (i32.const 44)) (i32.load (i32.const 76)))))"#;

/// A component written by hand: the world `w` of a WIT text, and a core module as text.
pub fn component(wit: &str, module: &str) -> Result<Vec<u8>> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("test.wit", wit)?;
    let world = resolve.select_world(&[package], Some("w"))?;
    let mut module = wat::parse_str(module)?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    ComponentEncoder::default().module(&module)?.encode()
}

#[test]
fn key_value_and_configuration_are_recorded() -> Result<()> {
    let component = component(STORES, ADDS)?;
    let host = Host::new().bucket("b", &[("key", "value")]).config("key", "configured");
    let outcome = host.run(&component, "bytes", &[])?;
    ensure!(outcome.result == Ok(vec![Val::U32(15)]), "{outcome:?}");
    ensure!(outcome.called("wasi:keyvalue/store@0.2.0-draft", "[method]bucket.get"), "{outcome:?}");
    ensure!(outcome.called("wasi:config/store@0.2.0-rc.1", "get"), "{outcome:?}");
    every_call_is_caught(&host, &component, "bytes", &[])?;
    let outcome = Host::new().run(&component, "bytes", &[])?;
    ensure!(outcome.result == Ok(vec![Val::U32(1000)]) && outcome.calls.len() == 1, "{outcome:?}");
    Ok(())
}
