//! `wasi:io`: streams, polling and errors, the plumbing of 0.2.
//!
//! A stream is what some granted function handed out; moving bytes through it is that function's effect. Each function follows the actions that
//! hand out such a stream, and `*`: any other granted function, of a custom interface, whose types mention one. Denied ones are sinks, because
//! the streams of denied standard output and input still need them.

use super::{Because, Entry, inert};
use crate::catalogue::Denied::Sink;

const INPUT: Because = Because {
    reason: "it reads from a stream that a granted function handed out",
    follows: &["cli:stdin", "http:request", "fs:read", "net:connect", "net:listen", "blob:read", "export wasi:http/incoming-handler", "*"],
};
const OUTPUT: Because = Because {
    reason: "it writes to a stream that a granted function handed out",
    follows: &[
        "cli:stdout",
        "cli:stderr",
        "http:request",
        "fs:write",
        "fs:append",
        "net:connect",
        "net:listen",
        "blob:write",
        "export wasi:http/incoming-handler",
        "*",
    ],
};
const WAIT: Because = Because {
    reason: "it waits for something that a granted function began",
    follows: &[
        "cli:stdin",
        "cli:stdout",
        "cli:stderr",
        "clock:monotonic",
        "http:request",
        "fs:read",
        "fs:write",
        "fs:append",
        "net:*",
        "blob:read",
        "blob:write",
        "export wasi:http/incoming-handler",
        "*",
    ],
};
const TEXT: Because = Because {
    reason: "it describes an error of a stream that the agent holds; the host's own words may name its paths or hosts, a leak that wrapped interfaces scrub",
    follows: &[
        "cli:stdin",
        "http:request",
        "fs:read",
        "net:connect",
        "net:listen",
        "blob:read",
        "cli:stdout",
        "cli:stderr",
        "fs:write",
        "fs:append",
        "blob:write",
        "export wasi:http/incoming-handler",
        "*",
    ],
};

pub(super) const TABLE: &[Entry] = &[
    inert("wasi:io/error", "[method]error.to-debug-string", TEXT, Sink),
    inert("wasi:io/poll", "[method]pollable.block", WAIT, Sink),
    inert("wasi:io/poll", "[method]pollable.ready", WAIT, Sink),
    inert("wasi:io/poll", "poll", WAIT, Sink),
    inert("wasi:io/streams", "[method]input-stream.blocking-read", INPUT, Sink),
    inert("wasi:io/streams", "[method]input-stream.blocking-skip", INPUT, Sink),
    inert("wasi:io/streams", "[method]input-stream.read", INPUT, Sink),
    inert("wasi:io/streams", "[method]input-stream.skip", INPUT, Sink),
    inert("wasi:io/streams", "[method]input-stream.subscribe", INPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.blocking-flush", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.blocking-splice", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.blocking-write-and-flush", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.blocking-write-zeroes-and-flush", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.check-write", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.flush", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.splice", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.subscribe", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.write", OUTPUT, Sink),
    inert("wasi:io/streams", "[method]output-stream.write-zeroes", OUTPUT, Sink),
];
