//! Membrane of `wasi:cli/environment` 0.2: variables by name (threat K7).
//!
//! Host functions that each exported function calls: the one of its own name, and no other. Settings: the pairs of `given.rs`, the list of arguments, and a list with
//! the working directory.
//! Must hold: the host is not asked for variables where policy allows none; arguments and the working directory are passed on, for they are decided as a whole.
#![no_std]

extern crate alloc;

#[path = "../../given.rs"]
mod given;
#[allow(dead_code, reason = "each membrane uses its part")]
#[path = "../../membrane.rs"]
mod membrane;

use membrane::{call, is_denied, put, result, word};

/// How many actions the policy block has words for.
const ACTIONS: usize = 1;

#[link(wasm_import_module = "wasi:cli/environment")]
unsafe extern "C" {
    #[link_name = "get-environment"]
    fn host_environment(result: u32);
    #[link_name = "get-arguments"]
    fn host_arguments(result: u32);
    #[link_name = "initial-cwd"]
    fn host_cwd(result: u32);
}

fn forwarded(host: impl FnOnce(u32)) -> u32 {
    let at = result(4, 12);
    host(at);
    at
}

/// `get-environment`
#[unsafe(export_name = "wasi:cli/environment#get-environment")]
pub extern "C" fn environment() -> u32 {
    call(|| {
        // SAFETY: the host writes the 8 bytes of its result.
        let host = (!is_denied(0)).then(|| forwarded(|area| unsafe { host_environment(area) }));
        let (list, length) = given::joined(host.map(|at| (word(at), word(at + 4))));
        let at = result(4, 8);
        put(at, list);
        put(at + 4, length);
        at
    })
}

/// `get-arguments`
#[unsafe(export_name = "wasi:cli/environment#get-arguments")]
pub extern "C" fn arguments() -> u32 {
    call(|| match given::list(0) {
        Some((list, length)) => {
            let at = result(4, 8);
            put(at, list);
            put(at + 4, length);
            at
        }
        // SAFETY: the host writes the 8 bytes of its result.
        None => forwarded(|area| unsafe { host_arguments(area) }),
    })
}

/// `initial-cwd`
#[unsafe(export_name = "wasi:cli/environment#initial-cwd")]
pub extern "C" fn cwd() -> u32 {
    call(|| match given::list(1) {
        Some((list, _)) => {
            let at = result(4, 12);
            put(at, 1);
            put(at + 4, word(list));
            put(at + 8, word(list + 4));
            at
        }
        // SAFETY: the host writes the 12 bytes of its result.
        None => forwarded(|area| unsafe { host_cwd(area) }),
    })
}
