//! Reader of `wasi:sockets/ip-name-lookup` 0.2: `resolve-addresses`.
#![no_std]

#[allow(dead_code, reason = "each reader uses its part")]
#[path = "../../reader.rs"]
mod reader;
#[path = "../../table.rs"]
mod table;

use caplink_guard::{authority, named};
use reader::{Question, Text};
use table::Table;

/// What a decision reads: the id of a `Net::Host`.
#[repr(C)]
struct Frame {
    resource: Text,
}

/// `resolve-addresses`, whose frame is the network and the name. The name is made canonical where it lies, so that the host gets what was decided on.
#[unsafe(no_mangle)]
pub extern "C" fn resolve(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    let name = Text::stored(frame.wrapping_add(4));
    let (mut room, table_of) = ([0; authority::LONGEST], Table { start: table });
    let question = Question { table, length, counters };
    let Some(host) = authority::host(name.bytes(), &mut room) else { return 0 };
    let reads = |text: &[u8]| question.is_watched() || named::names(&table_of, text);
    if name.bytes().len() != host.len() || !authority::is_named(host, reads) {
        return 0;
    }
    let is_allowed = question.allows(&Frame { resource: Text::of(host) });
    if !question.is_watched() {
        name.bytes_mut().copy_from_slice(host);
    }
    u32::from(is_allowed)
}
