//! `wasi:cli`: environment, arguments, standard streams, terminals, exit.
//!
//! Language runtimes call the environment, preopens and terminals before any agent code, and `print` before anyone asks: denied, these are
//! absent or sinks, and never traps. An imported `run` starts another program, whose authority the linker cannot see: only an agent that may
//! do everything may call it.

use super::{ANYTHING, Entry, acts};
use crate::catalogue::Denied::{Error, Nothing, Sink};

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:cli/environment", "get-arguments", &["cli:args"], Nothing),
    acts("wasi:cli/environment", "get-environment", &["env:read"], Nothing),
    acts("wasi:cli/environment", "get-initial-cwd", &["cli:cwd"], Nothing),
    acts("wasi:cli/environment", "initial-cwd", &["cli:cwd"], Nothing),
    acts("wasi:cli/exit", "exit", &["cli:exit"], Error),
    acts("wasi:cli/exit", "exit-with-code", &["cli:exit"], Error),
    acts("wasi:cli/run", "run", ANYTHING, Error),
    acts("wasi:cli/stderr", "get-stderr", &["cli:stderr"], Sink),
    acts("wasi:cli/stderr", "write-via-stream", &["cli:stderr"], Sink),
    acts("wasi:cli/stdin", "get-stdin", &["cli:stdin"], Sink),
    acts("wasi:cli/stdin", "read-via-stream", &["cli:stdin"], Sink),
    acts("wasi:cli/stdout", "get-stdout", &["cli:stdout"], Sink),
    acts("wasi:cli/stdout", "write-via-stream", &["cli:stdout"], Sink),
    acts("wasi:cli/terminal-stderr", "get-terminal-stderr", &["cli:terminal"], Nothing),
    acts("wasi:cli/terminal-stdin", "get-terminal-stdin", &["cli:terminal"], Nothing),
    acts("wasi:cli/terminal-stdout", "get-terminal-stdout", &["cli:terminal"], Nothing),
];
