//! Handles that pass guards: an agent written by hand makes resources of the host's and passes each, in every way, to functions that are guarded by another parameter.
//!
//! Allowed, the host receives the very handle, and what was borrowed is given back; denied, what was owned is dropped, and nothing stays in a table (threat R10).

use super::agent::component;
use super::linking::{link, on_policy_stack};
use anyhow::{Result, ensure};
use wasmtime::component::{Component, Linker, LinkerInstance, Resource, ResourceType};
use wasmtime::{Engine, ResourceLimiter, Store};
use wit_parser::Resolve;

const WIT: &str = "
    package t:t;
    world w {
        import acme:vault/store@1.0.0;
        export spin: func(times: u32, n: u32) -> u32;
    }
    package acme:vault@1.0.0 {
        interface store {
            resource token {
                constructor(seed: u32);
                peek: func(n: u32) -> result<u32, string>;
                add: func(other: borrow<token>, n: u32) -> result<u32, string>;
                join: static func(one: token, n: u32) -> result<u32, string>;
            }
            variant parcel { none, one(token), many(list<token>), text(string) }
            spend: func(token: token, n: u32) -> result<u32, string>;
            spend-all: func(tokens: list<token>, more: option<token>, n: u32) -> result<u32, string>;
            look: func(token: borrow<token>, n: u32) -> result<u32, string>;
            maybe: func(token: option<borrow<token>>, n: u32) -> result<u32, string>;
            swap: func(token: token, n: u32) -> result<token, string>;
            send: func(parcel: parcel, n: u32) -> result<u32, string>;
            far: func(a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64, i: u64, j: u64, k: u64, l: u64, m: u64, o: u64, p: u64, q: u64,
                token: token, look: borrow<token>, n: u32) -> result<u32, string>;
        }
    }
";

/// Makes nine tokens each time, passes eight on, and drops the first, which it only lends; drops what it gets back. Counts the errors.
const SPINS: &str = r#"(module
    (import "acme:vault/store@1.0.0" "[constructor]token" (func $make (param i32) (result i32)))
    (import "acme:vault/store@1.0.0" "[resource-drop]token" (func $drop (param i32)))
    (import "acme:vault/store@1.0.0" "[method]token.peek" (func $peek (param i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "[method]token.add" (func $add (param i32 i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "[static]token.join" (func $join (param i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "spend" (func $spend (param i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "spend-all" (func $spend_all (param i32 i32 i32 i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "look" (func $look (param i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "maybe" (func $maybe (param i32 i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "swap" (func $swap (param i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "send" (func $send (param i32 i32 i32 i32 i32)))
    (import "acme:vault/store@1.0.0" "far" (func $far (param i32 i32)))
    (memory (export "memory") 1)
    (global $errors (mut i32) (i32.const 0))
    (func $count (global.set $errors (i32.add (global.get $errors) (i32.load8_u (i32.const 16)))))
    ;; What a call returns is read before the next call, so one place serves all.
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
    (func (export "spin") (param $times i32) (param $n i32) (result i32)
        (local $token i32)
        (global.set $errors (i32.const 0))
        (loop $again
            (local.set $token (call $make (i32.const 1)))
            (call $peek (local.get $token) (local.get $n) (i32.const 16)) (call $count)
            (call $add (local.get $token) (local.get $token) (local.get $n) (i32.const 16)) (call $count)
            (call $look (local.get $token) (local.get $n) (i32.const 16)) (call $count)
            (call $maybe (i32.const 1) (local.get $token) (local.get $n) (i32.const 16)) (call $count)
            (call $maybe (i32.const 0) (i32.const 0) (local.get $n) (i32.const 16)) (call $count)
            (call $join (call $make (i32.const 2)) (local.get $n) (i32.const 16)) (call $count)
            (call $spend (call $make (i32.const 3)) (local.get $n) (i32.const 16)) (call $count)
            (i32.store (i32.const 64) (call $make (i32.const 4)))
            (i32.store (i32.const 68) (call $make (i32.const 5)))
            (call $spend_all (i32.const 64) (i32.const 2) (i32.const 1) (call $make (i32.const 6)) (local.get $n) (i32.const 16)) (call $count)
            (call $swap (call $make (i32.const 7)) (local.get $n) (i32.const 16)) (call $count)
            (if (i32.eqz (i32.load8_u (i32.const 16))) (then (call $drop (i32.load (i32.const 20)))))
            (i32.store (i32.const 64) (call $make (i32.const 8)))
            (call $send (i32.const 2) (i32.const 64) (i32.const 1) (local.get $n) (i32.const 16)) (call $count)
            (i32.store (i32.const 256) (call $make (i32.const 9)))
            (i32.store (i32.const 260) (local.get $token))
            (i32.store (i32.const 264) (local.get $n))
            (call $far (i32.const 128) (i32.const 16)) (call $count)
            (call $drop (local.get $token))
            (local.set $times (i32.sub (local.get $times) (i32.const 1)))
            (br_if $again (local.get $times)))
        global.get $errors))"#;

/// Calls of guarded functions in each turn.
const GUARDED: u32 = 11;

fn policies() -> String {
    let names = ["[method]token.peek", "[method]token.add", "[static]token.join", "spend", "spend-all", "look", "maybe", "swap", "far"];
    let guarded =
        |name| format!("permit (principal, action == Action::\"acme:vault/store#{name}\", resource) when {{ context.n <= 10 }};\n");
    let open = r#"permit (principal, action == Action::"export", resource);
        permit (principal, action == Action::"acme:vault/store#[constructor]token", resource);
        permit (principal, action == Action::"acme:vault/store#send", resource) when { context.parcel.tag == "many" };
        forbid (principal, action == Action::"acme:vault/store#send", resource) when { context.n > 10 };
    "#;
    open.to_string() + &names.map(guarded).concat()
}

struct Token;

/// What the host has seen, and the bytes of linear memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counted {
    made: u32,
    /// By the destructor.
    dropped: u32,
    /// Given to the host for good.
    received: u32,
    lent: u32,
    /// Of the seeds of all that was received or lent.
    sum: u32,
    memory: usize,
}

impl ResourceLimiter for Counted {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.memory += desired - current;
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

impl Counted {
    fn take(&mut self, token: &Resource<Token>) {
        self.received += u32::from(token.owned());
        self.lent += u32::from(!token.owned());
        self.sum += token.rep();
    }
}

type Tokens<'a> = &'a [&'a Resource<Token>];
type Returned = Result<u32, String>;

fn seen(counted: &mut Counted, tokens: Tokens<'_>) -> wasmtime::Result<(Returned,)> {
    tokens.iter().for_each(|token| counted.take(token));
    Ok((Ok(0),))
}

#[derive(wasmtime::component::ComponentType, wasmtime::component::Lift)]
#[component(variant)]
#[allow(dead_code, reason = "only one case is sent")]
enum Parcel {
    #[component(name = "none")]
    None,
    #[component(name = "one")]
    One(Resource<Token>),
    #[component(name = "many")]
    Many(Vec<Resource<Token>>),
    #[component(name = "text")]
    Text(String),
}

fn define(store: &mut LinkerInstance<'_, Counted>) -> wasmtime::Result<()> {
    type R = Resource<Token>;
    store.resource("token", ResourceType::host::<Token>(), |mut store, _| {
        store.data_mut().dropped += 1;
        Ok(())
    })?;
    store.func_wrap("[constructor]token", |mut store, (seed,): (u32,)| {
        store.data_mut().made += 1;
        Ok((R::new_own(seed),))
    })?;
    for name in ["[method]token.peek", "[static]token.join", "spend", "look"] {
        store.func_wrap(name, |mut store, (token, _): (R, u32)| seen(store.data_mut(), &[&token]))?;
    }
    store.func_wrap("[method]token.add", |mut store, (one, other, _): (R, R, u32)| seen(store.data_mut(), &[&one, &other]))?;
    store.func_wrap("maybe", |mut store, (token, _): (Option<R>, u32)| seen(store.data_mut(), &token.iter().collect::<Vec<_>>()))?;
    store.func_wrap("spend-all", |mut store, (tokens, more, _): (Vec<R>, Option<R>, u32)| {
        seen(store.data_mut(), &tokens.iter().chain(&more).collect::<Vec<_>>())
    })?;
    store.func_wrap("swap", |mut store, (token, _): (R, u32)| {
        store.data_mut().take(&token);
        Ok((Ok::<_, String>(R::new_own(token.rep())),))
    })?;
    store.func_wrap("send", |mut store, (parcel, _): (Parcel, u32)| match parcel {
        Parcel::Many(tokens) => seen(store.data_mut(), &tokens.iter().collect::<Vec<_>>()),
        _ => Err(wasmtime::Error::msg("another case was sent")),
    })?;
    // More parameters than a tuple of the bindings has: as dynamic values.
    store.func_new("far", |mut store, _, arguments, results| {
        let mut tokens = vec![];
        for argument in &arguments[16..18] {
            let wasmtime::component::Val::Resource(token) = argument else { return Err(wasmtime::Error::msg("no token was sent")) };
            tokens.push(token.try_into_resource::<Token>(&mut store)?);
        }
        tokens.iter().for_each(|token| store.data_mut().take(token));
        results[0] = wasmtime::component::Val::Result(Ok(Some(Box::new(wasmtime::component::Val::U32(0)))));
        Ok(())
    })
}

#[test]
fn handles_pass_guards_or_are_given_back() -> Result<()> {
    const TIMES: u32 = 20_000;
    let mut resolve = Resolve::default();
    let package = resolve.push_str("handles.wit", WIT)?;
    let agent = component(&resolve, resolve.packages[package].worlds["w"], &mut wat::parse_str(SPINS)?);
    let linked = on_policy_stack(|| link(&agent, &policies())).unwrap_or_else(|refusal| panic!("{refusal:?}"));

    let engine = Engine::default();
    let mut linker = Linker::<Counted>::new(&engine);
    define(&mut linker.instance("acme:vault/store@1.0.0")?)?;
    let mut store = Store::new(&engine, Counted::default());
    store.limiter(|counted| counted);
    let instance = linker.instantiate(&mut store, &Component::from_binary(&engine, linked.bytes())?)?;
    let spin = instance.get_typed_func::<(u32, u32), (u32,)>(&mut store, "spin")?;
    let mut memory = None;
    for times in [1, TIMES] {
        // Allowed: the seeds 2 to 9 are received, of which the seventh comes back; the first is lent six times.
        let (errors,) = spin.call(&mut store, (times, 10))?;
        let all = std::mem::take(store.data_mut());
        let expected =
            Counted { made: 9 * times, dropped: 2 * times, received: 8 * times, lent: 6 * times, sum: 50 * times, memory: all.memory };
        ensure!(errors == 0 && all == expected, "{errors} errors, {all:?} and not {expected:?}");
        // Denied.
        let (errors,) = spin.call(&mut store, (times, 11))?;
        let none = std::mem::take(store.data_mut());
        let expected = Counted { made: 9 * times, dropped: 9 * times, memory: none.memory, ..Counted::default() };
        ensure!(errors == GUARDED * times && none == expected, "{errors} errors, {none:?} and not {expected:?}");
        let grown = all.memory + none.memory;
        ensure!(memory.is_none() || grown == 0, "memory grew by {grown} bytes");
        memory = Some(grown);
    }
    Ok(())
}
