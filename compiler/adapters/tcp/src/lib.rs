//! Reader of `wasi:sockets/tcp` 0.2: `start-bind`, `start-connect`, `start-listen`, `accept`.
#![no_std]

#[path = "../../address.rs"]
mod address;
#[allow(dead_code, reason = "each reader uses its part")]
#[path = "../../reader.rs"]
mod reader;

use address::Use;
use reader::{Question, word};

const PROTOCOL: &[u8] = b"tcp";

#[link(wasm_import_module = "wasi:sockets/tcp")]
unsafe extern "C" {
    /// `func() -> result<ip-socket-address, error-code>`
    #[link_name = "[method]tcp-socket.local-address"]
    fn local_address(socket: u32, result: u32);
}

fn decide(question: Question, address: u32, purpose: Use) -> u32 {
    let mut room = [0; _];
    u32::from(address::frame(address, PROTOCOL, purpose, &mut room).is_some_and(|frame| question.allows(&frame)))
}

/// `start-bind`, whose frame is the socket, the network, the address.
#[unsafe(no_mangle)]
pub extern "C" fn bind(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    decide(Question { table, length, counters }, frame.wrapping_add(8), Use::Own)
}

/// `start-connect`, with the same frame.
#[unsafe(no_mangle)]
pub extern "C" fn connect(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    decide(Question { table, length, counters }, frame.wrapping_add(8), Use::Destination)
}

/// `start-listen` and `accept`, whose frame is the socket. It is bound by then: the host tells where.
#[unsafe(no_mangle)]
pub extern "C" fn listen(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    let mut result = [0_u32; 9];
    let at = reader::result_of(&mut result);
    // SAFETY: the host writes the 36 bytes of its result.
    unsafe { local_address(word(frame), at) };
    if reader::byte(at) != 0 {
        return 0;
    }
    decide(Question { table, length, counters }, at.wrapping_add(4), Use::Own)
}
