//! Membrane of `wasi:keyvalue@0.2.0-draft`.
#![no_std]

extern crate alloc;

#[path = "../../keyvalue.rs"]
mod keyvalue;
#[allow(dead_code, reason = "each membrane uses its part")]
#[path = "../../membrane.rs"]
mod membrane;

use keyvalue::{INCREMENT, allowed, denied, forwarded, listed};

/// How many actions the policy block has words for.
const ACTIONS: usize = 5;

#[link(wasm_import_module = "wasi:keyvalue/store")]
unsafe extern "C" {
    #[link_name = "[method]bucket.list-keys"]
    fn host_list(bucket: u32, has_cursor: u32, cursor: u64, result: u32);
}

#[link(wasm_import_module = "wasi:keyvalue/atomics")]
unsafe extern "C" {
    #[link_name = "increment"]
    fn host_increment(bucket: u32, key: u32, length: u32, delta: u64, result: u32);
}

/// `list-keys`
#[unsafe(export_name = "wasi:keyvalue/store#[method]bucket.list-keys")]
pub extern "C" fn list(rep: u32, has_cursor: u32, cursor: u64) -> u32 {
    // SAFETY: the host writes the 32 bytes of its result.
    listed(rep, 8, |bucket, area| unsafe { host_list(bucket, has_cursor, cursor, area) })
}

/// `increment`
#[unsafe(export_name = "wasi:keyvalue/atomics#increment")]
pub extern "C" fn increment(rep: u32, key: u32, length: u32, delta: u64) -> u32 {
    membrane::call(|| match allowed(rep, INCREMENT, core::iter::once(membrane::text(key, length))) {
        // SAFETY: the host reads the key and writes the 24 bytes of its result.
        Some(bucket) => forwarded(|area| unsafe { host_increment(bucket, key, length, delta, area) }),
        None => denied(8),
    })
}
