//! Containers: the host's handle and the name behind each of the agent's, and what is done to objects in them.
//!
//! Must hold: a handle of the host is dropped once, when the agent's is; each use is decided with the container's name and, if it is about an object, with that.

use super::membrane::{Kept, byte, call, is_denied, put, text, word};
use super::{DELETE, LIST, READ, WRITE, allows, allows_all_gone, decided, denied, forwarded};
use alloc::string::String;
use caplink_membrane::slab::Slab;

#[link(wasm_import_module = "wasi:blobstore/container")]
unsafe extern "C" {
    #[link_name = "[method]container.name"]
    fn host_name(container: u32, result: u32);
    #[link_name = "[method]container.info"]
    fn host_info(container: u32, result: u32);
    #[link_name = "[method]container.get-data"]
    fn host_get(container: u32, object: u32, length: u32, start: u64, end: u64, result: u32);
    #[link_name = "[method]container.write-data"]
    fn host_write(container: u32, object: u32, length: u32, value: u32, result: u32);
    #[link_name = "[method]container.list-objects"]
    fn host_list(container: u32, result: u32);
    #[link_name = "[method]container.delete-object"]
    fn host_delete(container: u32, object: u32, length: u32, result: u32);
    #[link_name = "[method]container.delete-objects"]
    fn host_delete_all(container: u32, objects: u32, length: u32, result: u32);
    #[link_name = "[method]container.has-object"]
    fn host_has(container: u32, object: u32, length: u32, result: u32);
    #[link_name = "[method]container.object-info"]
    fn host_object_info(container: u32, object: u32, length: u32, result: u32);
    #[link_name = "[method]container.clear"]
    fn host_clear(container: u32, result: u32);
    #[link_name = "[resource-drop]container"]
    fn host_drop(container: u32);
}

#[link(wasm_import_module = "wasi:blobstore/types")]
unsafe extern "C" {
    #[link_name = "[resource-drop]outgoing-value"]
    fn give_back(value: u32);
}

#[link(wasm_import_module = "[export]wasi:blobstore/container")]
unsafe extern "C" {
    #[link_name = "[resource-new]container"]
    fn new_container(rep: u32) -> u32;
}

/// A container of the host, and the name that it was opened or made with.
struct Container {
    host: u32,
    name: String,
}

static CONTAINERS: Kept<Slab<Container>> = Kept::new(Slab::new());

/// Lets the host open or make a container, if that is allowed and there is room, and keeps it.
pub fn keep(name: (u32, u32), is_allowed: impl FnOnce() -> bool, host: impl FnOnce(u32)) -> u32 {
    if !CONTAINERS.with(|containers| containers.has_room()) || !is_allowed() {
        return denied(4);
    }
    let at = forwarded(host);
    if byte(at) == 0 {
        let container = Container { host: word(at + 4), name: text(name.0, name.1).into() };
        let Ok(rep) = CONTAINERS.with(|containers| containers.keep(container)) else { core::arch::wasm32::unreachable() };
        // SAFETY: the number is kept until the handle is dropped.
        put(at + 4, unsafe { new_container(rep) });
    }
    at
}

/// Works with the host's handle of a container, and its name.
fn of<R>(rep: u32, work: impl FnOnce(u32, &str) -> R) -> R {
    CONTAINERS.with(|containers| {
        let Some(container) = containers.get(rep) else { core::arch::wasm32::unreachable() };
        work(container.host, &container.name)
    })
}

/// An action on one object, with a result whose payload lies at an offset.
fn object(rep: u32, action: usize, (at, length): (u32, u32), payload: u32, host: impl FnOnce(u32, u32)) -> u32 {
    of(
        rep,
        |container, name| {
            if allows(action, name, Some(text(at, length))) { forwarded(|area| host(container, area)) } else { denied(payload) }
        },
    )
}

/// Drops a container, and the host's.
#[unsafe(export_name = "wasi:blobstore/container#[dtor]container")]
pub extern "C" fn drop_container(rep: u32) {
    if let Some(container) = CONTAINERS.with(|containers| containers.remove(rep)) {
        // SAFETY: the handle is dropped once.
        unsafe { host_drop(container.host) }
    }
}

/// `name`: what the host calls it, and no decision.
#[unsafe(export_name = "wasi:blobstore/container#[method]container.name")]
pub extern "C" fn name(rep: u32) -> u32 {
    // SAFETY: here and below: the host reads what the ABI has stored for this call, and writes a result of at most 40 bytes.
    call(|| of(rep, |container, _| forwarded(|area| unsafe { host_name(container, area) })))
}

/// `info`
#[unsafe(export_name = "wasi:blobstore/container#[method]container.info")]
pub extern "C" fn info(rep: u32) -> u32 {
    call(|| {
        of(rep, |container, name| {
            // SAFETY: see `name`.
            if allows(LIST, name, None) { forwarded(|area| unsafe { host_info(container, area) }) } else { denied(8) }
        })
    })
}

/// `get-data`
#[unsafe(export_name = "wasi:blobstore/container#[method]container.get-data")]
pub extern "C" fn get(rep: u32, at: u32, length: u32, start: u64, end: u64) -> u32 {
    // SAFETY: see `name`.
    call(|| object(rep, READ, (at, length), 4, |container, area| unsafe { host_get(container, at, length, start, end, area) }))
}

/// `write-data`, which borrows a value of the host's.
#[unsafe(export_name = "wasi:blobstore/container#[method]container.write-data")]
pub extern "C" fn write(rep: u32, at: u32, length: u32, value: u32) -> u32 {
    call(|| {
        // SAFETY: see `name`.
        let result = object(rep, WRITE, (at, length), 4, |container, area| unsafe { host_write(container, at, length, value, area) });
        // SAFETY: the handle was lent for this call, which is over.
        unsafe { give_back(value) };
        result
    })
}

/// `list-objects`: names are decided on when they are read.
#[unsafe(export_name = "wasi:blobstore/container#[method]container.list-objects")]
pub extern "C" fn list(rep: u32) -> u32 {
    call(|| {
        of(rep, |container, name| {
            if is_denied(LIST) {
                return denied(4);
            }
            // SAFETY: see `name`.
            super::listing::keep(name, |area| unsafe { host_list(container, area) })
        })
    })
}

/// `delete-object`
#[unsafe(export_name = "wasi:blobstore/container#[method]container.delete-object")]
pub extern "C" fn delete(rep: u32, at: u32, length: u32) -> u32 {
    // SAFETY: see `name`.
    call(|| object(rep, DELETE, (at, length), 4, |container, area| unsafe { host_delete(container, at, length, area) }))
}

/// `delete-objects`: all or none.
#[unsafe(export_name = "wasi:blobstore/container#[method]container.delete-objects")]
pub extern "C" fn delete_all(rep: u32, at: u32, length: u32) -> u32 {
    call(|| {
        of(rep, |container, name| {
            let mut objects = (0..length).map(|number| at + 8 * number).map(|element| text(word(element), word(element + 4)));
            let is_allowed = !is_denied(DELETE) && objects.all(|object| allows(DELETE, name, Some(object)));
            // SAFETY: see `name`.
            decided(is_allowed, |area| unsafe { host_delete_all(container, at, length, area) })
        })
    })
}

/// `has-object`
#[unsafe(export_name = "wasi:blobstore/container#[method]container.has-object")]
pub extern "C" fn has(rep: u32, at: u32, length: u32) -> u32 {
    // SAFETY: see `name`.
    call(|| object(rep, READ, (at, length), 4, |container, area| unsafe { host_has(container, at, length, area) }))
}

/// `object-info`
#[unsafe(export_name = "wasi:blobstore/container#[method]container.object-info")]
pub extern "C" fn object_info(rep: u32, at: u32, length: u32) -> u32 {
    // SAFETY: see `name`.
    call(|| object(rep, READ, (at, length), 8, |container, area| unsafe { host_object_info(container, at, length, area) }))
}

/// `clear`
#[unsafe(export_name = "wasi:blobstore/container#[method]container.clear")]
pub extern "C" fn clear(rep: u32) -> u32 {
    // SAFETY: see `name`.
    call(|| of(rep, |container, name| decided(allows_all_gone(name), |area| unsafe { host_clear(container, area) })))
}
