//! Membrane of `wasi:filesystem` 0.2: owns the agent's `descriptor` and `directory-entry-stream`, and hands streams of the host on.
//!
//! All that it decides is in `caplink_membrane::files`; here are the parameters and results of the canonical ABI. The actions of the
//! policy block are, in this order: fs:read, fs:write, fs:append, fs:create, fs:delete, fs:list, fs:stat, fs:link. The frame of a
//! decision is the id of an `Fs::Path`, 8 bytes: where the canonical absolute path lies, and its length. There are no settings.
//!
//! What exported functions call of the host, in `wasi:filesystem/types` if not said otherwise. *walk* is `[method]descriptor.stat-at`,
//! `[method]descriptor.open-at`, `[method]descriptor.readlink-at`; whatever holds a handle may call `[resource-drop]descriptor` or
//! `[resource-drop]directory-entry-stream`. The walk is for looking: it needs no action of its own.
//!
//! | exported function | may call |
//! | --- | --- |
//! | `wasi:filesystem/preopens#get-directories` | the same |
//! | `[method]descriptor.open-at` | walk, `[method]descriptor.get-type` |
//! | `[method]descriptor.stat-at` | walk, `[method]descriptor.stat` |
//! | `[method]descriptor.metadata-hash-at` | walk, the same, `[method]descriptor.metadata-hash` |
//! | `[method]descriptor.set-times-at` | walk, the same, `[method]descriptor.set-times` |
//! | `[method]descriptor.readlink-at` | walk |
//! | `[method]descriptor.` with `create-directory-at`, `remove-directory-at`, `unlink-file-at`, `symlink-at` | walk, the same |
//! | `[method]descriptor.link-at`, `[method]descriptor.rename-at` | walk, the same |
//! | `[method]descriptor.get-type` | nothing |
//! | `filesystem-error-code` | the same, `[resource-drop]error` of `wasi:io/error` |
//! | every other one | the same |
#![no_std]

extern crate alloc;

mod handles;
mod host;
#[allow(dead_code, reason = "each membrane uses its part")]
#[path = "../../membrane.rs"]
mod membrane;
mod paths;
mod policy;

use caplink_membrane::files::Guard;
use caplink_membrane::files::host::ErrorCode;
use host::Canonical;
use membrane::{Kept, put, result};
use policy::Block;

/// How many actions the policy block has words for.
const ACTIONS: usize = 8;

/// The guard.
static GUARD: Kept<Guard<Canonical, Block>> = Kept::new(Guard::new(Canonical, Block));

/// Runs a call on the guard.
fn call<R>(work: impl FnOnce(&mut Guard<Canonical, Block>) -> R) -> R {
    membrane::call(|| GUARD.with(work))
}

/// The largest result: attributes, or an error.
const RESULT: u32 = 104;

/// A result in memory, whose payload lies at an offset.
fn answer<T>(payload: u32, answer: Result<T, ErrorCode>, write: impl FnOnce(u32, T)) -> u32 {
    let at = result(8, RESULT);
    put(at, u32::from(answer.is_err()));
    match answer {
        Ok(value) => write(at + payload, value),
        Err(code) => put(at + payload, code as u32),
    }
    at
}

/// A result without a payload.
fn done(of: Result<(), ErrorCode>) -> u32 {
    answer(1, of, |_, ()| {})
}

/// A result that is a handle or another word.
fn word(of: Result<u32, ErrorCode>) -> u32 {
    answer(4, of, put)
}

/// A result that the host has stored, with its payload at 8: as it lies there.
fn stored(of: Result<u32, ErrorCode>) -> u32 {
    match of {
        Ok(payload) => payload - 8,
        Err(code) => answer(8, Err(code), |_, ()| {}),
    }
}
