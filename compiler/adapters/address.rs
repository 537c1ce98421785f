//! Socket addresses of `wasi:sockets` 0.2: an `ip-socket-address` in memory comes in, the frame of a decision on it goes out.
//!
//! The frame: the id of a `Net::Address` (`127.0.0.1:80`, `[::1]:80`), the address as an ipaddr, the port, and the protocol. Refused whatever the table says:
//! spellings of an IPv4 destination in IPv6 other than the mapped one, zones, and as a destination the unspecified address and port 0 (threats X3, X4).

use super::reader::{Text, byte, half, word};
use caplink_guard::{
    ip::{self, Ip},
    socket,
};

/// What a decision reads of an address.
#[repr(C)]
pub struct Frame {
    resource: Text,
    ip: [u8; 18],
    port: u32,
    protocol: Text,
}

/// Where the text of the resource is kept while the engine reads it.
pub type Room = [u8; socket::LONGEST];

/// What an address is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Something is sent or a connection made to it.
    Destination,
    /// It is the socket's own.
    Own,
}

/// The frame for the `ip-socket-address` stored here.
pub fn frame(at: u32, protocol: &[u8], purpose: Use, room: &mut Room) -> Option<Frame> {
    // The payload of the variant: the port, and of an IPv6 address flow information, the address, and the scope.
    let payload = at.wrapping_add(4);
    let port = half(payload);
    let address = match byte(at) {
        0 => Ip::V4(core::array::from_fn(|index| byte(payload.wrapping_add(2 + index as u32)))),
        1 if word(payload.wrapping_add(24)) == 0 => {
            let mut octets = [0; 16];
            for (index, pair) in octets.chunks_exact_mut(2).enumerate() {
                pair.copy_from_slice(&half(payload.wrapping_add(8 + 2 * index as u32)).to_be_bytes());
            }
            ip::canonical(octets)?
        }
        _ => return None,
    };
    if purpose == Use::Destination && (port == 0 || address.is_unspecified()) {
        return None;
    }
    let length = socket::print(address, port, room)?;
    Some(Frame { resource: Text::of(room.get(..length)?), ip: ip::bytes(address), port: u32::from(port), protocol: Text::of(protocol) })
}
