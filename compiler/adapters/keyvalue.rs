//! Membrane of `wasi:keyvalue`, what both drafts share: buckets by the name that they were opened with, and what is done to a key.
//!
//! Host functions that each exported function calls: the one of its own name, and no other; `[resource-drop]bucket` of the host when a bucket is dropped.
//! Must hold: (threat K1) each use is decided with the bucket's name and the key; (K2) a batch is decided whole before the host has any of it; keys are listed only if the list is
//! allowed for each. Refused: everything else, with `access-denied`, and a bucket beyond the number that may be open.

use super::membrane::{self, Kept, Text, byte, call, is_denied, put, result, text, word};
use alloc::string::String;
use caplink_membrane::slab::Slab;

/// The actions, by their places in the policy block.
pub const READ: usize = 0;
pub const WRITE: usize = 1;
pub const DELETE: usize = 2;
pub const LIST: usize = 3;
pub const INCREMENT: usize = 4;

#[link(wasm_import_module = "wasi:keyvalue/store")]
unsafe extern "C" {
    #[link_name = "open"]
    fn host_open(name: u32, length: u32, result: u32);
    #[link_name = "[method]bucket.get"]
    fn host_get(bucket: u32, key: u32, length: u32, result: u32);
    #[link_name = "[method]bucket.set"]
    fn host_set(bucket: u32, key: u32, length: u32, value: u32, size: u32, result: u32);
    #[link_name = "[method]bucket.delete"]
    fn host_delete(bucket: u32, key: u32, length: u32, result: u32);
    #[link_name = "[method]bucket.exists"]
    fn host_exists(bucket: u32, key: u32, length: u32, result: u32);
    #[link_name = "[resource-drop]bucket"]
    fn host_drop(bucket: u32);
}

#[link(wasm_import_module = "[export]wasi:keyvalue/store")]
unsafe extern "C" {
    #[link_name = "[resource-new]bucket"]
    fn new_bucket(rep: u32) -> u32;
}

#[link(wasm_import_module = "wasi:keyvalue/batch")]
unsafe extern "C" {
    #[link_name = "get-many"]
    fn host_get_many(bucket: u32, keys: u32, length: u32, result: u32);
    #[link_name = "set-many"]
    fn host_set_many(bucket: u32, pairs: u32, length: u32, result: u32);
    #[link_name = "delete-many"]
    fn host_delete_many(bucket: u32, keys: u32, length: u32, result: u32);
}

/// A bucket of the host, and the name that it was opened with.
pub struct Bucket {
    host: u32,
    name: String,
}

/// What a decision reads: the id of a `Kv::Bucket`, and the key if there is one.
#[repr(C)]
struct Frame {
    resource: Text,
    has_key: u32,
    key: Text,
}

static BUCKETS: Kept<Slab<Bucket>> = Kept::new(Slab::new());

/// The host's handle of a bucket, if an action on all of these keys is allowed in it.
pub fn allowed(rep: u32, action: usize, mut keys: impl Iterator<Item = &'static str>) -> Option<u32> {
    BUCKETS.with(|buckets| {
        let Some(bucket) = buckets.get(rep) else { core::arch::wasm32::unreachable() };
        let all = !is_denied(action) && keys.all(|key| is_allowed(bucket, action, key));
        all.then_some(bucket.host)
    })
}

/// Whether an action is allowed on a bucket that no key is named in.
fn is_whole_allowed(rep: u32, action: usize) -> bool {
    let frame = |bucket: &Bucket| Frame { resource: Text::of(&bucket.name), has_key: 0, key: Text::of("") };
    BUCKETS.with(|buckets| buckets.get(rep).is_some_and(|bucket| membrane::allows(action, &frame(bucket))))
}

fn is_allowed(bucket: &Bucket, action: usize, key: &str) -> bool {
    still_allowed(&bucket.name, key, action)
}

/// The name that a bucket was opened with.
#[allow(dead_code, reason = "one draft has comparisons")]
pub fn name(rep: u32) -> String {
    BUCKETS.with(|buckets| buckets.get(rep).map_or_else(String::new, |bucket| bucket.name.clone()))
}

/// Whether an action on a key of a bucket that was open is allowed.
#[allow(dead_code, reason = "one draft has comparisons")]
pub fn still_allowed(bucket: &str, key: &str, action: usize) -> bool {
    membrane::allows(action, &Frame { resource: Text::of(bucket), has_key: 1, key: Text::of(key) })
}

/// A result that says `access-denied`, of a type whose payload lies at an offset.
pub fn denied(payload: u32) -> u32 {
    let at = result(8, 40);
    put(at, 1);
    put(at + payload, 1);
    at
}

/// Calls the host with room for its result.
pub fn forwarded(host: impl FnOnce(u32)) -> u32 {
    let at = result(8, 40);
    host(at);
    at
}

/// `open`: names a bucket, and decides nothing.
#[unsafe(export_name = "wasi:keyvalue/store#open")]
pub extern "C" fn open(name: u32, length: u32) -> u32 {
    call(|| {
        if !BUCKETS.with(|buckets| buckets.has_room()) {
            return denied(4);
        }
        // SAFETY: the host reads the name and writes the 16 bytes of its result.
        let at = forwarded(|area| unsafe { host_open(name, length, area) });
        if byte(at) == 0 {
            let bucket = Bucket { host: word(at + 4), name: text(name, length).into() };
            let Ok(rep) = BUCKETS.with(|buckets| buckets.keep(bucket)) else { core::arch::wasm32::unreachable() };
            // SAFETY: the number is kept until the handle is dropped.
            put(at + 4, unsafe { new_bucket(rep) });
        }
        at
    })
}

/// Drops a bucket, and the host's.
#[unsafe(export_name = "wasi:keyvalue/store#[dtor]bucket")]
pub extern "C" fn drop_bucket(rep: u32) {
    if let Some(bucket) = BUCKETS.with(|buckets| buckets.remove(rep)) {
        // SAFETY: the handle is dropped once.
        unsafe { host_drop(bucket.host) }
    }
}

fn keyed(rep: u32, action: usize, key: (u32, u32), payload: u32, host: impl FnOnce(u32, u32)) -> u32 {
    call(|| match allowed(rep, action, core::iter::once(text(key.0, key.1))) {
        Some(bucket) => forwarded(|area| host(bucket, area)),
        None => denied(payload),
    })
}

/// `get`
#[unsafe(export_name = "wasi:keyvalue/store#[method]bucket.get")]
pub extern "C" fn get(rep: u32, key: u32, length: u32) -> u32 {
    // SAFETY: here and below: the host reads what the ABI has stored for this call, and writes a result of at most 40 bytes.
    keyed(rep, READ, (key, length), 4, |bucket, area| unsafe { host_get(bucket, key, length, area) })
}

/// `set`
#[unsafe(export_name = "wasi:keyvalue/store#[method]bucket.set")]
pub extern "C" fn set(rep: u32, key: u32, length: u32, value: u32, size: u32) -> u32 {
    // SAFETY: see `get`.
    keyed(rep, WRITE, (key, length), 4, |bucket, area| unsafe { host_set(bucket, key, length, value, size, area) })
}

/// `delete`
#[unsafe(export_name = "wasi:keyvalue/store#[method]bucket.delete")]
pub extern "C" fn delete(rep: u32, key: u32, length: u32) -> u32 {
    // SAFETY: see `get`.
    keyed(rep, DELETE, (key, length), 4, |bucket, area| unsafe { host_delete(bucket, key, length, area) })
}

/// `exists`
#[unsafe(export_name = "wasi:keyvalue/store#[method]bucket.exists")]
pub extern "C" fn exists(rep: u32, key: u32, length: u32) -> u32 {
    // SAFETY: see `get`.
    keyed(rep, READ, (key, length), 4, |bucket, area| unsafe { host_exists(bucket, key, length, area) })
}

/// The texts that begin elements of a list, each of `size` bytes.
fn texts(at: u32, length: u32, size: u32) -> impl Iterator<Item = &'static str> {
    (0..length).map(move |number| at + number * size).map(|element| text(word(element), word(element + 4)))
}

/// A batch without keys is decided without a key, by the bucket alone.
fn batch(rep: u32, action: usize, (at, length, size): (u32, u32, u32), host: impl FnOnce(u32, u32)) -> u32 {
    call(|| match allowed(rep, action, texts(at, length, size)).filter(|_| length > 0 || is_whole_allowed(rep, action)) {
        Some(bucket) => forwarded(|area| host(bucket, area)),
        None => denied(4),
    })
}

/// `get-many`
#[unsafe(export_name = "wasi:keyvalue/batch#get-many")]
pub extern "C" fn get_many(rep: u32, keys: u32, length: u32) -> u32 {
    // SAFETY: see `get`.
    batch(rep, READ, (keys, length, 8), |bucket, area| unsafe { host_get_many(bucket, keys, length, area) })
}

/// `set-many`
#[unsafe(export_name = "wasi:keyvalue/batch#set-many")]
pub extern "C" fn set_many(rep: u32, pairs: u32, length: u32) -> u32 {
    // SAFETY: see `get`.
    batch(rep, WRITE, (pairs, length, 16), |bucket, area| unsafe { host_set_many(bucket, pairs, length, area) })
}

/// `delete-many`
#[unsafe(export_name = "wasi:keyvalue/batch#delete-many")]
pub extern "C" fn delete_many(rep: u32, keys: u32, length: u32) -> u32 {
    // SAFETY: see `get`.
    batch(rep, DELETE, (keys, length, 8), |bucket, area| unsafe { host_delete_many(bucket, keys, length, area) })
}

/// Keeps of a list of keys those that may be listed, `payload` bytes into a result; the host has made it.
pub fn listed(rep: u32, payload: u32, host: impl FnOnce(u32, u32)) -> u32 {
    call(|| {
        let Some(bucket) = allowed(rep, LIST, core::iter::empty()) else { return denied(payload) };
        let at = forwarded(|area| host(bucket, area));
        if byte(at) == 0 {
            let (keys, length) = (word(at + payload), word(at + payload + 4));
            let mut kept = 0;
            for number in 0..length {
                let (key, size) = (word(keys + 8 * number), word(keys + 8 * number + 4));
                if allowed(rep, LIST, core::iter::once(text(key, size))).is_some() {
                    put(keys + 8 * kept, key);
                    put(keys + 8 * kept + 4, size);
                    kept += 1;
                }
            }
            put(at + payload + 4, kept);
        }
        at
    })
}
