//! Membrane of `wasi:blobstore@0.2.0-draft`: containers by the name that they were opened or made with, and objects in them (threat K5).
//!
//! Host functions that each exported function calls: the one of its own name, and no other, but for these. Values and their streams are the host's, and never seen.
//!
//! | function | calls |
//! | --- | --- |
//! | `[method]container.write-data` | itself; `[resource-drop]outgoing-value`, as a borrowed handle is given back |
//! | `[method]stream-object-names.skip-stream-object-names` | itself; `[method]stream-object-names.read-stream-object-names`, to see what is skipped |
//! | `[dtor]container`, `[dtor]stream-object-names` | `[resource-drop]` of the host's |
//!
//! Must hold: copying and moving are decided on both ends before the host has any of it; so are all objects of a list. Names of objects are told only if the list is allowed for each. What removes
//! whole containers is decided as if it named every object: `blob:delete` must be allowed whatever the object. Settings: one byte, 1 if the rules of `blob:delete` look at no object, so
//! that their decision on a container is one on all that is in it. Refused: everything else, with `access denied`, and a handle beyond the number that may be open.
#![no_std]

extern crate alloc;

mod container;
mod listing;
#[allow(dead_code, reason = "each membrane uses its part")]
#[path = "../../membrane.rs"]
mod membrane;

use container::keep;
use membrane::{Text, call, is_denied, put, result, text};

/// How many actions the policy block has words for.
const ACTIONS: usize = 5;

/// The actions, by their places in the policy block.
const READ: usize = 0;
const WRITE: usize = 1;
const DELETE: usize = 2;
const LIST: usize = 3;
const ADMIN: usize = 4;

#[link(wasm_import_module = "wasi:blobstore/blobstore")]
unsafe extern "C" {
    #[link_name = "create-container"]
    fn host_create(name: u32, length: u32, result: u32);
    #[link_name = "get-container"]
    fn host_open(name: u32, length: u32, result: u32);
    #[link_name = "delete-container"]
    fn host_delete(name: u32, length: u32, result: u32);
    #[link_name = "container-exists"]
    fn host_exists(name: u32, length: u32, result: u32);
    #[link_name = "copy-object"]
    fn host_copy(from: u32, from_length: u32, object: u32, length: u32, to: u32, to_length: u32, new: u32, new_length: u32, result: u32);
    #[link_name = "move-object"]
    fn host_move(from: u32, from_length: u32, object: u32, length: u32, to: u32, to_length: u32, new: u32, new_length: u32, result: u32);
}

/// What a decision reads: the id of a `Blob::Container`, and the object if there is one.
#[repr(C)]
struct Frame {
    resource: Text,
    has_object: u32,
    object: Text,
}

/// Whether an action is allowed on a container, or on an object in it.
fn allows(action: usize, container: &str, object: Option<&str>) -> bool {
    let frame =
        Frame { resource: Text::of(container), has_object: u32::from(object.is_some()), object: Text::of(object.unwrap_or_default()) };
    membrane::allows(action, &frame)
}

/// Whether a container may be removed or emptied, with whatever is in it.
fn allows_all_gone(container: &str) -> bool {
    let (at, length) = membrane::settings();
    let by_container = membrane::bytes(at, length) == [1];
    allows(ADMIN, container, None) && (membrane::is_allowed(DELETE) || by_container && allows(DELETE, container, None))
}

/// A result that says `access denied`, of a type whose payload lies at an offset.
fn denied(payload: u32) -> u32 {
    const WHY: &str = "access denied";
    let at = result(8, 40);
    put(at, 1);
    put(at + payload, WHY.as_ptr() as u32);
    put(at + payload + 4, WHY.len() as u32);
    at
}

/// Calls the host with room for its result, which is at most that of `object-info`: 40 bytes.
fn forwarded(host: impl FnOnce(u32)) -> u32 {
    let at = result(8, 40);
    host(at);
    at
}

/// Calls the host if it may be called; payloads of the result lie at offset 4.
fn decided(is_allowed: bool, host: impl FnOnce(u32)) -> u32 {
    if is_allowed { forwarded(host) } else { denied(4) }
}

/// `create-container`
#[unsafe(export_name = "wasi:blobstore/blobstore#create-container")]
pub extern "C" fn create(name: u32, length: u32) -> u32 {
    let is_allowed = || allows(ADMIN, text(name, length), None);
    // SAFETY: here and below: the host reads what the ABI has stored for this call, and writes a result of at most 40 bytes.
    call(|| keep((name, length), is_allowed, |area| unsafe { host_create(name, length, area) }))
}

/// `get-container`: names a container, and decides nothing more than that something may be done to one.
#[unsafe(export_name = "wasi:blobstore/blobstore#get-container")]
pub extern "C" fn open(name: u32, length: u32) -> u32 {
    let is_allowed = || !(0..ACTIONS).all(is_denied);
    // SAFETY: see `create`.
    call(|| keep((name, length), is_allowed, |area| unsafe { host_open(name, length, area) }))
}

/// `delete-container`
#[unsafe(export_name = "wasi:blobstore/blobstore#delete-container")]
pub extern "C" fn delete(name: u32, length: u32) -> u32 {
    // SAFETY: see `create`.
    call(|| decided(allows_all_gone(text(name, length)), |area| unsafe { host_delete(name, length, area) }))
}

/// `container-exists`
#[unsafe(export_name = "wasi:blobstore/blobstore#container-exists")]
pub extern "C" fn exists(name: u32, length: u32) -> u32 {
    // SAFETY: see `create`.
    call(|| decided(allows(LIST, text(name, length), None), |area| unsafe { host_exists(name, length, area) }))
}

/// `copy-object`: of two `object-id`, container and object.
#[unsafe(export_name = "wasi:blobstore/blobstore#copy-object")]
pub extern "C" fn copy(from: u32, from_length: u32, object: u32, length: u32, to: u32, to_length: u32, new: u32, new_length: u32) -> u32 {
    call(|| {
        let (source, target) = ((text(from, from_length), text(object, length)), (text(to, to_length), text(new, new_length)));
        let is_allowed = allows(READ, source.0, Some(source.1)) && allows(WRITE, target.0, Some(target.1));
        // SAFETY: see `create`.
        decided(is_allowed, |area| unsafe { host_copy(from, from_length, object, length, to, to_length, new, new_length, area) })
    })
}

/// `move-object`: as `copy-object`, and the source is gone.
#[unsafe(export_name = "wasi:blobstore/blobstore#move-object")]
pub extern "C" fn shift(from: u32, from_length: u32, object: u32, length: u32, to: u32, to_length: u32, new: u32, new_length: u32) -> u32 {
    call(|| {
        let (source, target) = ((text(from, from_length), text(object, length)), (text(to, to_length), text(new, new_length)));
        let of_source = [READ, DELETE].into_iter().all(|action| allows(action, source.0, Some(source.1)));
        let is_allowed = of_source && allows(WRITE, target.0, Some(target.1));
        // SAFETY: see `create`.
        decided(is_allowed, |area| unsafe { host_move(from, from_length, object, length, to, to_length, new, new_length, area) })
    })
}
