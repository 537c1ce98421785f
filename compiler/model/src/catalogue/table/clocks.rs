//! `wasi:clocks`: the time of day, the time zone, elapsed time and waiting.
//!
//! The resolution of a clock tells about the host as its time does, so it is no smaller right. A denied clock has no error to return: it traps
//! unless a virtual one is chosen, because a made-up time would be believed.

use super::{Entry, acts};
use crate::catalogue::Denied::Error;

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:clocks/monotonic-clock", "get-resolution", &["clock:monotonic"], Error),
    acts("wasi:clocks/monotonic-clock", "now", &["clock:monotonic"], Error),
    acts("wasi:clocks/monotonic-clock", "resolution", &["clock:monotonic"], Error),
    acts("wasi:clocks/monotonic-clock", "subscribe-duration", &["clock:monotonic"], Error),
    acts("wasi:clocks/monotonic-clock", "subscribe-instant", &["clock:monotonic"], Error),
    acts("wasi:clocks/monotonic-clock", "wait-for", &["clock:monotonic"], Error),
    acts("wasi:clocks/monotonic-clock", "wait-until", &["clock:monotonic"], Error),
    acts("wasi:clocks/system-clock", "get-resolution", &["clock:wall"], Error),
    acts("wasi:clocks/system-clock", "now", &["clock:wall"], Error),
    acts("wasi:clocks/timezone", "display", &["clock:wall"], Error),
    acts("wasi:clocks/timezone", "iana-id", &["clock:wall"], Error),
    acts("wasi:clocks/timezone", "to-debug-string", &["clock:wall"], Error),
    acts("wasi:clocks/timezone", "utc-offset", &["clock:wall"], Error),
    acts("wasi:clocks/wall-clock", "now", &["clock:wall"], Error),
    acts("wasi:clocks/wall-clock", "resolution", &["clock:wall"], Error),
];
