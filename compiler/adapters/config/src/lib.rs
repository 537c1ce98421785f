//! Membrane of `wasi:config`: values by key (threat K6).
//!
//! Host functions that each exported function calls: the one of its own name, and no other. Settings: the pairs of `given.rs`.
//! Must hold: a key that policy does not allow is as if it were not there, and the host is not asked for it; of all pairs those are told whose key is allowed.
#![no_std]

extern crate alloc;

#[path = "../../given.rs"]
mod given;
#[allow(dead_code, reason = "each membrane uses its part")]
#[path = "../../membrane.rs"]
mod membrane;

use membrane::{byte, call, is_denied, put, result, text, word};

/// How many actions the policy block has words for.
const ACTIONS: usize = 1;

#[link(wasm_import_module = "wasi:config/store")]
unsafe extern "C" {
    #[link_name = "get"]
    fn store_get(key: u32, length: u32, result: u32);
    #[link_name = "get-all"]
    fn store_get_all(result: u32);
}

#[link(wasm_import_module = "wasi:config/runtime")]
unsafe extern "C" {
    #[link_name = "get"]
    fn runtime_get(key: u32, length: u32, result: u32);
    #[link_name = "get-all"]
    fn runtime_get_all(result: u32);
}

/// `ok(value)`, or `ok(none)`: 16 bytes.
fn answer(value: Option<(u32, u32)>) -> u32 {
    let at = result(4, 16);
    put(at, 0);
    put(at + 4, u32::from(value.is_some()));
    let (text, length) = value.unwrap_or_default();
    put(at + 8, text);
    put(at + 12, length);
    at
}

fn one(key: (u32, u32), host: impl FnOnce(u32)) -> u32 {
    call(|| {
        let name = text(key.0, key.1);
        if let Some(value) = given::value(name) {
            return answer(Some(value));
        }
        if is_denied(0) || !given::is_allowed(name) {
            return answer(None);
        }
        let at = result(4, 16);
        host(at);
        at
    })
}

fn all(host: impl FnOnce(u32)) -> u32 {
    call(|| {
        let at = result(4, 16);
        put(at, 0);
        let mut theirs = None;
        if !is_denied(0) {
            host(at);
            if byte(at) != 0 {
                return at;
            }
            theirs = Some((word(at + 4), word(at + 8)));
        }
        let (list, length) = given::joined(theirs);
        put(at + 4, list);
        put(at + 8, length);
        at
    })
}

/// `get` of `store`
#[unsafe(export_name = "wasi:config/store#get")]
pub extern "C" fn get_of_store(key: u32, length: u32) -> u32 {
    // SAFETY: the host reads the key and writes the 16 bytes of its result.
    one((key, length), |area| unsafe { store_get(key, length, area) })
}

/// `get-all` of `store`
#[unsafe(export_name = "wasi:config/store#get-all")]
pub extern "C" fn get_all_of_store() -> u32 {
    // SAFETY: the host writes the 16 bytes of its result.
    all(|area| unsafe { store_get_all(area) })
}

/// `get` of `runtime`
#[unsafe(export_name = "wasi:config/runtime#get")]
pub extern "C" fn get_of_runtime(key: u32, length: u32) -> u32 {
    // SAFETY: the host reads the key and writes the 16 bytes of its result.
    one((key, length), |area| unsafe { runtime_get(key, length, area) })
}

/// `get-all` of `runtime`
#[unsafe(export_name = "wasi:config/runtime#get-all")]
pub extern "C" fn get_all_of_runtime() -> u32 {
    // SAFETY: the host writes the 16 bytes of its result.
    all(|area| unsafe { runtime_get_all(area) })
}
