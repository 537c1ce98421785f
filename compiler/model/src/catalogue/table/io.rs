//! `wasi:io`: streams, polling and errors, the plumbing of 0.2.
//!
//! A stream is what some granted function handed out; moving bytes through it is that function's effect. So each function follows whatever is granted
//! and mentions the handles that it works on, and nothing else: where no granted function can hand out a stream, the host's streams stay
//! out, and those of denied standard output and input are sinks.

use super::{Because, Entry, inert};
use crate::catalogue::Denied::Sink;

const INPUT: Because = Because { reason: "it reads from a stream that a granted function handed out", follows: &["*"] };
const OUTPUT: Because = Because { reason: "it writes to a stream that a granted function handed out", follows: &["*"] };
const WAIT: Because = Because { reason: "it waits for something that a granted function began", follows: &["*"] };
const TEXT: Because = Because {
    reason: "it describes an error of a stream that the agent holds; the host's own words may name its paths or hosts, a leak that wrapped interfaces scrub",
    follows: &["*"],
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
