//! Reader of `wasi:sockets/udp` 0.2: `start-bind`, `stream`, `send`.
//!
//! A datagram without an address goes where its stream is connected to, which was decided as sending when the stream was made (threat X2).
#![no_std]

#[path = "../../address.rs"]
mod address;
#[allow(dead_code, reason = "each reader uses its part")]
#[path = "../../reader.rs"]
mod reader;

use address::Use;
use reader::{Question, byte, word};

const PROTOCOL: &[u8] = b"udp";
/// Bytes of an `outgoing-datagram`: address and length of its data, and at 8 an option of an address.
const DATAGRAM: u32 = 44;

fn decide(question: Question, address: u32, purpose: Use) -> bool {
    let mut room = [0; _];
    address::frame(address, PROTOCOL, purpose, &mut room).is_some_and(|frame| question.allows(&frame))
}

/// Whether an option of an address is none, or an address that datagrams may be sent to.
fn decide_optional(question: Question, option: u32) -> bool {
    byte(option) == 0 || decide(question, option.wrapping_add(4), Use::Destination)
}

/// `start-bind`, whose frame is the socket, the network, the address.
#[unsafe(no_mangle)]
pub extern "C" fn bind(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    u32::from(decide(Question { table, length, counters }, frame.wrapping_add(8), Use::Own))
}

/// `stream`, whose frame is the socket and an option of an address.
#[unsafe(no_mangle)]
pub extern "C" fn stream(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    u32::from(decide_optional(Question { table, length, counters }, frame.wrapping_add(4)))
}

/// `send`, whose frame is the stream and a list of datagrams: all may be sent, or none is.
#[unsafe(no_mangle)]
pub extern "C" fn send(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    let question = Question { table, length, counters };
    let (first, count) = (word(frame.wrapping_add(4)), word(frame.wrapping_add(8)));
    for index in 0..count {
        let datagram = first.wrapping_add(index.wrapping_mul(DATAGRAM));
        if !decide_optional(question, datagram.wrapping_add(8)) {
            return 0;
        }
    }
    1
}
