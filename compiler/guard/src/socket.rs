//! Socket addresses as texts: the ids of `Net::Address`.
//!
//! `127.0.0.1:80`, `[::1]:80`: the address in canonical form, IPv6 in brackets, and always the port.

use crate::ip::{self, Ip};
use crate::text::Text;

/// Bytes that always suffice.
pub const LONGEST: usize = 56;

/// Writes address and port; returns how many bytes, or `None` if they do not fit.
pub fn print(address: Ip, port: u16, out: &mut [u8]) -> Option<usize> {
    let mut text = Text::new(out);
    let is_v6 = matches!(address, Ip::V6(_));
    if is_v6 {
        text.byte(b'[')?;
    }
    ip::write(address, &mut text)?;
    if is_v6 {
        text.byte(b']')?;
    }
    text.byte(b':')?;
    text.number(port, 10)?;
    Some(text.length())
}
