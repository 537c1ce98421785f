//! Listings of containers, read by and by: `stream-object-names`.
//!
//! Must hold: a name is told or counted only if the list is allowed for it; what the host told and nobody may see is given back at once, so that a long listing of hidden names takes
//! no memory.

use super::membrane::{self, Kept, byte, call, forget, mark, put, result, text, word};
use super::{LIST, allows, denied, forwarded};
use alloc::string::String;
use caplink_membrane::listing::{self, Batch};
use caplink_membrane::slab::Slab;

#[link(wasm_import_module = "wasi:blobstore/container")]
unsafe extern "C" {
    #[link_name = "[method]stream-object-names.read-stream-object-names"]
    fn host_read(stream: u32, length: u64, result: u32);
    #[link_name = "[method]stream-object-names.skip-stream-object-names"]
    fn host_skip(stream: u32, length: u64, result: u32);
    #[link_name = "[resource-drop]stream-object-names"]
    fn host_drop(stream: u32);
}

#[link(wasm_import_module = "[export]wasi:blobstore/container")]
unsafe extern "C" {
    #[link_name = "[resource-new]stream-object-names"]
    fn new_stream(rep: u32) -> u32;
}

/// A stream of the host, and the name of the container that it lists.
struct Listing {
    host: u32,
    container: String,
}

static LISTINGS: Kept<Slab<Listing>> = Kept::new(Slab::new());

/// Lets the host begin a listing of a container, if there is room, and keeps it.
pub fn keep(container: &str, host: impl FnOnce(u32)) -> u32 {
    if !LISTINGS.with(|listings| listings.has_room()) {
        return denied(4);
    }
    let at = forwarded(host);
    if byte(at) == 0 {
        let listing = Listing { host: word(at + 4), container: container.into() };
        let Ok(rep) = LISTINGS.with(|listings| listings.keep(listing)) else { core::arch::wasm32::unreachable() };
        // SAFETY: the number is kept until the handle is dropped.
        put(at + 4, unsafe { new_stream(rep) });
    }
    at
}

/// Drops a listing, and the host's.
#[unsafe(export_name = "wasi:blobstore/container#[dtor]stream-object-names")]
pub extern "C" fn drop_listing(rep: u32) {
    if let Some(listing) = LISTINGS.with(|listings| listings.remove(rep)) {
        // SAFETY: the handle is dropped once.
        unsafe { host_drop(listing.host) }
    }
}

impl Listing {
    /// The next names of the host, of which those are kept in their list that may be seen; their result lies at the address. An error of the host is its result.
    fn next(&self, wanted: u64) -> Result<(Batch, u32), u32> {
        // SAFETY: the host writes the 16 bytes of its result.
        let at = forwarded(|area| unsafe { host_read(self.host, wanted, area) });
        if byte(at) != 0 {
            return Err(at);
        }
        let (names, told) = (word(at + 4), word(at + 8));
        let mut visible = 0;
        for number in 0..told {
            let (name, length) = (word(names + 8 * number), word(names + 8 * number + 4));
            if allows(LIST, &self.container, Some(text(name, length))) {
                put(names + 8 * visible, name);
                put(names + 8 * visible + 4, length);
                visible += 1;
            }
        }
        put(at + 8, visible);
        Ok((Batch { told: told.into(), visible: visible.into(), is_end: byte(at + 12) != 0 }, at))
    }
}

fn of<R>(rep: u32, work: impl FnOnce(&Listing) -> R) -> R {
    LISTINGS.with(|listings| {
        let Some(listing) = listings.get(rep) else { core::arch::wasm32::unreachable() };
        work(listing)
    })
}

/// `read-stream-object-names`
#[unsafe(export_name = "wasi:blobstore/container#[method]stream-object-names.read-stream-object-names")]
pub extern "C" fn read(rep: u32, wanted: u64) -> u32 {
    call(|| {
        of(rep, |listing| {
            let mut last = 0;
            let read = listing::read(wanted, |wanted| {
                let before = mark();
                let (batch, at) = listing.next(wanted)?;
                last = at;
                if batch.is_hidden() {
                    forget(before);
                }
                Ok(batch)
            });
            read.map_or_else(|error| error, |_| last)
        })
    })
}

/// `skip-stream-object-names`: by reading, but where all names may be seen. Payloads of its result lie at offset 8, where the host's readings have theirs at 4.
#[unsafe(export_name = "wasi:blobstore/container#[method]stream-object-names.skip-stream-object-names")]
pub extern "C" fn skip(rep: u32, wanted: u64) -> u32 {
    call(|| {
        if membrane::is_allowed(LIST) {
            // SAFETY: the host writes the 24 bytes of its result.
            return of(rep, |listing| forwarded(|area| unsafe { host_skip(listing.host, wanted, area) }));
        }
        let at = result(8, 24);
        let skipped: Result<_, u32> = of(rep, |listing| {
            listing::skip(wanted, |wanted| {
                let before = mark();
                let (batch, _) = listing.next(wanted)?;
                forget(before);
                Ok(batch)
            })
        });
        match skipped {
            Ok((count, is_end)) => {
                put(at, 0);
                membrane::put_long(at + 8, count);
                put(at + 16, u32::from(is_end));
            }
            Err(error) => {
                put(at, 1);
                put(at + 8, word(error + 4));
                put(at + 12, word(error + 8));
            }
        }
        at
    })
}
