//! Membrane of `wasi:keyvalue@0.2.0-draft2`.
#![no_std]

extern crate alloc;

#[path = "../../keyvalue.rs"]
mod keyvalue;
#[allow(dead_code, reason = "each membrane uses its part")]
#[path = "../../membrane.rs"]
mod membrane;

use alloc::string::String;
use caplink_membrane::slab::Slab;
use keyvalue::{INCREMENT, READ, allowed, denied, forwarded, listed, still_allowed};
use membrane::{Kept, byte, call, put, text, word};

/// How many actions the policy block has words for.
const ACTIONS: usize = 6;

/// The action, by its place in the policy block.
const SWAP: usize = 5;

#[link(wasm_import_module = "wasi:keyvalue/store")]
unsafe extern "C" {
    #[link_name = "[method]bucket.list-keys"]
    fn host_list(bucket: u32, has_cursor: u32, cursor: u32, length: u32, result: u32);
}

#[link(wasm_import_module = "wasi:keyvalue/atomics")]
unsafe extern "C" {
    #[link_name = "increment"]
    fn host_increment(bucket: u32, key: u32, length: u32, delta: u64, result: u32);
    #[link_name = "[static]cas.new"]
    fn host_cas(bucket: u32, key: u32, length: u32, result: u32);
    #[link_name = "[method]cas.current"]
    fn host_current(cas: u32, result: u32);
    #[link_name = "swap"]
    fn host_swap(cas: u32, value: u32, size: u32, result: u32);
    #[link_name = "[resource-drop]cas"]
    fn host_drop(cas: u32);
}

#[link(wasm_import_module = "[export]wasi:keyvalue/atomics")]
unsafe extern "C" {
    #[link_name = "[resource-new]cas"]
    fn new_cas(rep: u32) -> u32;
    #[link_name = "[resource-rep]cas"]
    fn rep_of_cas(handle: u32) -> u32;
    #[link_name = "[resource-drop]cas"]
    fn drop_own_cas(handle: u32);
}

/// A comparison of the host, and the names of bucket and key that it is about.
struct Cas {
    host: u32,
    bucket: String,
    key: String,
}

static COMPARISONS: Kept<Slab<Cas>> = Kept::new(Slab::new());

/// `list-keys`
#[unsafe(export_name = "wasi:keyvalue/store#[method]bucket.list-keys")]
pub extern "C" fn list(rep: u32, has_cursor: u32, cursor: u32, length: u32) -> u32 {
    // SAFETY: the host reads the cursor and writes the 24 bytes of its result.
    listed(rep, 4, |bucket, area| unsafe { host_list(bucket, has_cursor, cursor, length, area) })
}

/// `increment`
#[unsafe(export_name = "wasi:keyvalue/atomics#increment")]
pub extern "C" fn increment(rep: u32, key: u32, length: u32, delta: u64) -> u32 {
    call(|| match allowed(rep, INCREMENT, core::iter::once(text(key, length))) {
        // SAFETY: the host reads the key and writes the 24 bytes of its result.
        Some(bucket) => forwarded(|area| unsafe { host_increment(bucket, key, length, delta, area) }),
        None => denied(8),
    })
}

/// Puts a comparison of our own in the place of the host's, whose handle lies at an address.
fn wrap(at: u32, bucket: String, key: String) {
    let Ok(rep) = COMPARISONS.with(|kept| kept.keep(Cas { host: word(at), bucket, key })) else { core::arch::wasm32::unreachable() };
    // SAFETY: the number is kept until the handle is dropped.
    put(at, unsafe { new_cas(rep) });
}

/// `cas.new`
#[unsafe(export_name = "wasi:keyvalue/atomics#[static]cas.new")]
pub extern "C" fn begin(bucket: u32, key: u32, length: u32) -> u32 {
    call(|| {
        let key_text = text(key, length);
        let room = COMPARISONS.with(|kept| kept.has_room());
        let Some(host) = allowed(bucket, SWAP, core::iter::once(key_text)).filter(|_| room) else { return denied(4) };
        // SAFETY: the host reads the key and writes the 16 bytes of its result.
        let at = forwarded(|area| unsafe { host_cas(host, key, length, area) });
        if byte(at) == 0 {
            wrap(at + 4, keyvalue::name(bucket), key_text.into());
        }
        at
    })
}

/// `cas.current`
#[unsafe(export_name = "wasi:keyvalue/atomics#[method]cas.current")]
pub extern "C" fn current(rep: u32) -> u32 {
    call(|| {
        let host = COMPARISONS.with(|kept| {
            let Some(cas) = kept.get(rep) else { core::arch::wasm32::unreachable() };
            still_allowed(&cas.bucket, &cas.key, READ).then_some(cas.host)
        });
        match host {
            // SAFETY: the host writes the 16 bytes of its result.
            Some(cas) => forwarded(|area| unsafe { host_current(cas, area) }),
            None => denied(4),
        }
    })
}

/// `swap`, which takes the comparison.
#[unsafe(export_name = "wasi:keyvalue/atomics#swap")]
pub extern "C" fn swap(handle: u32, value: u32, size: u32) -> u32 {
    call(|| {
        // SAFETY: the handle is one of ours, and is looked at before it is dropped.
        let rep = unsafe { rep_of_cas(handle) };
        let Some(cas) = COMPARISONS.with(|kept| kept.remove(rep)) else { core::arch::wasm32::unreachable() };
        // SAFETY: it was given to us, and is dropped once; what it stood for is no longer kept.
        unsafe { drop_own_cas(handle) };
        if !still_allowed(&cas.bucket, &cas.key, SWAP) {
            // SAFETY: the host's handle is dropped once.
            unsafe { host_drop(cas.host) };
            // `cas-error` is `store-error` of the error.
            let at = denied(8);
            put(at + 4, 0);
            return at;
        }
        // SAFETY: the host takes the handle, reads the value and writes the 20 bytes of its result.
        let at = forwarded(|area| unsafe { host_swap(cas.host, value, size, area) });
        // `cas-failed` holds a new comparison.
        if byte(at) != 0 && byte(at + 4) == 1 {
            wrap(at + 8, cas.bucket, cas.key);
        }
        at
    })
}

/// Drops a comparison, and the host's.
#[unsafe(export_name = "wasi:keyvalue/atomics#[dtor]cas")]
pub extern "C" fn drop_cas(rep: u32) {
    if let Some(cas) = COMPARISONS.with(|kept| kept.remove(rep)) {
        // SAFETY: the handle is dropped once.
        unsafe { host_drop(cas.host) }
    }
}
