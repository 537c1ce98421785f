//! Reader of `wasi:messaging/request-reply` 0.2.0-draft: `reply`.
//!
//! A reply goes to the topic of the message that it answers, which no parameter spells out: the host tells it (threat K8). Refused: replies to a message without topic.
#![no_std]

#[allow(dead_code, reason = "each reader uses its part")]
#[path = "../../reader.rs"]
mod reader;

use reader::{Question, Text, word};

/// What a decision reads: the id of a `Msg::Topic`.
#[repr(C)]
struct Frame {
    resource: Text,
}

#[link(wasm_import_module = "wasi:messaging/types")]
unsafe extern "C" {
    /// `func() -> option<topic>`
    #[link_name = "[method]message.topic"]
    fn topic(message: u32, result: u32);
}

/// `reply`, whose frame is the message that is answered, and the answer.
#[unsafe(no_mangle)]
pub extern "C" fn reply(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    let mut result = [0_u32; 3];
    let at = reader::result_of(&mut result);
    // SAFETY: the host writes the 12 bytes of its result.
    unsafe { topic(word(frame), at) };
    if reader::byte(at) != 1 {
        return 0;
    }
    let question = Question { table, length, counters };
    u32::from(question.allows(&Frame { resource: Text::stored(at.wrapping_add(4)) }))
}
