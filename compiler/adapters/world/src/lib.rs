//! Membrane that owns descriptors, streams, pollables and errors of WASI 0.2: filesystems in memory, standard streams, virtual clocks.
//!
//! In: calls as the canonical ABI lifts them, handles of the host through `wrap#`, and settings (`memory/settings.rs` of
//! `caplink-membrane`, where all the logic is). Out: what the interfaces say, and calls of the host for what is the host's. Must hold: a
//! host function is called only with a handle that the host gave, and only for one of these calls; what is in memory reaches none. Refused,
//! by a trap: a handle of another kind or of nothing; settings that are none; more than 4096 handles where no error can be told.
//!
//! There are no actions: what is here carries no authority of its own, and who may have it is decided by wiring. In the policy block the
//! settings follow the counters.
//!
//! | exported function | host functions that it may call |
//! | --- | --- |
//! | `wasi:filesystem/preopens#get-directories` | none |
//! | each of `wasi:filesystem/types` | none |
//! | each method of `input-stream` in `wasi:io/streams` | the same one |
//! | each method of `output-stream` in `wasi:io/streams` | the same one |
//! | of these `splice`, besides | `input-stream.read`, `output-stream.check-write`, `output-stream.write` |
//! | of these `blocking-splice`, besides | `input-stream.blocking-read`, `output-stream.check-write`, |
//! | | `output-stream.blocking-write-and-flush` |
//! | `wasi:io/poll#poll` | the same one, and `pollable.ready` |
//! | each method of `pollable` in `wasi:io/poll` | the same one |
//! | `wasi:io/error#[method]error.to-debug-string` | the same one |
//! | `wasi:cli/stdin#get-stdin`, `stdout#get-stdout`, `stderr#get-stderr` | the same one, if the setting says so |
//! | each of `wasi:clocks/monotonic-clock` and `wasi:clocks/wall-clock` | none |
//! | `[dtor]` of `input-stream`, `output-stream`, `pollable`, `error` | `[resource-drop]` of the same |
//! | `[dtor]` of `descriptor`, `directory-entry-stream` | none |
//! | `wrap#`, `unwrap#`, `take#` of each | none |
//!
//! Its data and its stack lie from 16,384 to 147,456, and its heap behind everything else, by `memory.grow`.
#![no_std]

extern crate alloc;

mod abi;
mod clocks;
mod files;
mod heap;
mod host;
mod poll;
mod stdio;
mod streams;
mod world;
mod wrap;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
