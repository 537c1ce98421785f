//! Handles that go to denied functions: an agent written by hand makes resources of the host's and passes each to a function that it may not call.
//! Nothing of it may stay: not in the adapter's memory, not in a table of handles, not with the host.

use std::sync::{Arc, Mutex};

use anyhow::{Result, ensure};
use wasmtime::component::{Component, Linker, ResourceType};
use wasmtime::{Config, Engine, ResourceLimiter, Store};

use crate::host::by_policy;
use crate::recorder::component;

const WIT: &str = "
    package t:t;
    world w {
        import acme:vault/store@1.0.0;
        export spin: func(times: u32) -> u32;
    }
    package acme:vault@1.0.0 {
        interface store {
            resource token { constructor(seed: u32); }
            spend: func(token: token) -> result<string, string>;
            spend-all: func(tokens: list<token>, more: option<token>) -> result<_, string>;
            look: func(token: borrow<token>) -> result<u32, string>;
        }
    }
";

/// Makes four tokens each time: one to spend, two in a list with one beside it. Counts the errors, and looks at the first before it is spent.
const SPINS: &str = r#"(module
    (import "acme:vault/store@1.0.0" "[constructor]token" (func $make (param i32) (result i32)))
    (import "acme:vault/store@1.0.0" "spend" (func $spend (param i32 i32)))
    (import "acme:vault/store@1.0.0" "spend-all" (func $spend_all (param i32 i32 i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "look" (func $look (param i32 i32)))
    (memory (export "memory") 1)
    ;; What a call returns is read before the next call, so one place serves all.
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
    (func (export "spin") (param $times i32) (result i32)
        (local $errors i32) (local $token i32)
        (loop $again
            (local.set $token (call $make (i32.const 1)))
            (call $look (local.get $token) (i32.const 16))
            (local.set $errors (i32.add (local.get $errors) (i32.load8_u (i32.const 16))))
            (call $spend (local.get $token) (i32.const 16))
            (local.set $errors (i32.add (local.get $errors) (i32.load8_u (i32.const 16))))
            (i32.store (i32.const 64) (call $make (i32.const 2)))
            (i32.store (i32.const 68) (call $make (i32.const 3)))
            (call $spend_all (i32.const 64) (i32.const 2) (i32.const 1) (call $make (i32.const 4)) (i32.const 16))
            (local.set $errors (i32.add (local.get $errors) (i32.load8_u (i32.const 16))))
            (local.set $times (i32.sub (local.get $times) (i32.const 1)))
            (br_if $again (local.get $times)))
        local.get $errors))"#;

const MAY_MAKE: &str = r#"
    permit (principal, action == Action::"export", resource);
    permit (principal, action == Action::"acme:vault/store#[constructor]token", resource);
"#;

struct Token;

/// Counts tokens, and the bytes of linear memory.
#[derive(Clone, Default)]
struct Counts(Arc<Mutex<Counted>>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counted {
    made: u32,
    dropped: u32,
    memory: usize,
}

impl Counts {
    fn change(&self, change: impl FnOnce(&mut Counted)) {
        change(&mut self.0.lock().expect("no panic while counting"));
    }

    fn read(&self) -> Counted {
        *self.0.lock().expect("no panic while counting")
    }
}

impl ResourceLimiter for Counts {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.change(|counted| counted.memory += desired - current);
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

#[test]
fn handles_given_to_denied_functions_are_given_back() -> Result<()> {
    const TIMES: u32 = 100_000;
    let linked = by_policy(&component(WIT, SPINS)?, MAY_MAKE)?;
    for function in ["spend", "spend-all", "look"] {
        ensure!(linked.returns("acme:vault/store", function)? == "error \"access denied\"", "{}", linked.text);
    }

    let engine = Engine::new(&Config::new())?;
    let mut linker = Linker::<Counts>::new(&engine);
    let mut store = linker.instance("acme:vault/store@1.0.0")?;
    store.resource("token", ResourceType::host::<Token>(), |store, _| {
        store.data().change(|counted| counted.dropped += 1);
        Ok(())
    })?;
    store.func_wrap("[constructor]token", |store, (seed,): (u32,)| {
        store.data().change(|counted| counted.made += 1);
        Ok((wasmtime::component::Resource::<Token>::new_own(seed),))
    })?;
    let counts = Counts::default();
    let mut store = Store::new(&engine, counts.clone());
    store.limiter(|counts| counts);
    let instance = linker.instantiate(&mut store, &Component::from_binary(&engine, &linked.component)?)?;
    let spin = instance.get_typed_func::<(u32,), (u32,)>(&mut store, "spin")?;

    let (errors,) = spin.call(&mut store, (1,))?;
    let first = counts.read();
    ensure!((errors, first.made, first.dropped) == (3, 4, 4), "{errors} errors, {first:?}");
    // The table of handles is bounded, far above what is ever open here: a leak of one handle in four calls would show.
    let (errors,) = spin.call(&mut store, (TIMES,))?;
    let all = counts.read();
    let expected = Counted { made: 4 * (TIMES + 1), dropped: 4 * (TIMES + 1), memory: first.memory };
    ensure!(errors == 3 * TIMES && all == expected, "{errors} errors, {all:?} and not {expected:?}");
    Ok(())
}
