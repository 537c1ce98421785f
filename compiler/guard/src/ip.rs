//! IP addresses: text or sixteen bytes come in, one address with one spelling goes out.
//!
//! Hosts read more spellings than RFC 4291 has (`127.1`, `0x7f000001`, `fe80::1%eth0`), and not all the same ones: so only the strict ones are read here,
//! and everything else is `None`, which means denied. Must hold: two addresses that reach the same IPv4 destination are equal or one of them is denied.
//! That an address is IPv4 inside of IPv6 is therefore undone where the host itself does it (mapped, RFC 4291), and denied where a translator or a tunnel
//! somewhere in the network would: a rule about `127.0.0.0/8` knows nothing of them.

use crate::text::Text;

/// An IP address in canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ip {
    /// Four bytes, also where they came as mapped IPv6.
    V4([u8; 4]),
    /// Sixteen bytes that are no IPv4 address in disguise.
    V6([u8; 16]),
}

impl Ip {
    /// Whether this is the address that stands for none, by which a connection reaches the machine itself.
    #[must_use]
    pub fn is_unspecified(self) -> bool {
        match self {
            Self::V4(address) => address == [0; 4],
            Self::V6(address) => address == [0; 16],
        }
    }
}

/// Reads a strict dotted quad: four decimal numbers from 0 to 255, no leading zeros, nothing else.
#[must_use]
pub fn parse_v4(text: &[u8]) -> Option<[u8; 4]> {
    let mut numbers = text.split(|byte| *byte == b'.');
    let mut address = [0; 4];
    for byte in &mut address {
        *byte = u8::try_from(decimal(numbers.next()?)?).ok()?;
    }
    numbers.next().is_none().then_some(address)
}

/// Reads a decimal number of at most 65535, without sign or leading zeros.
pub(crate) fn decimal(digits: &[u8]) -> Option<u16> {
    let mut number = 0_u16;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        number = number.checked_mul(10)?.checked_add(u16::from(digit))?;
        if digit > 9 {
            return None;
        }
    }
    let is_plain = !digits.is_empty() && (digits.len() == 1 || digits.first() != Some(&b'0'));
    is_plain.then_some(number)
}

/// Reads the text of RFC 4291, `::` and a dotted quad at the end included, without brackets and without zone.
#[must_use]
pub fn parse_v6(text: &[u8]) -> Option<[u8; 16]> {
    let mut address = [0; 16];
    let (mut written, mut gap) = (0, None);
    let mut rest = text;
    if let Some(behind) = text.strip_prefix(b"::") {
        (gap, rest) = (Some(0), behind);
    }
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b':');
        let group = end.map_or(Some(rest), |end| rest.get(..end))?;
        let Some(number) = hexadecimal(group) else {
            // A dotted quad is the last thing in the text, in place of two groups.
            if end.is_some() {
                return None;
            }
            address.get_mut(written..written + 4)?.copy_from_slice(&parse_v4(group)?);
            written += 4;
            break;
        };
        address.get_mut(written..written + 2)?.copy_from_slice(&number.to_be_bytes());
        written += 2;
        let Some(end) = end else { break };
        rest = rest.get(end + 1..)?;
        match rest.strip_prefix(b":") {
            Some(behind) if gap.is_none() => (gap, rest) = (Some(written), behind),
            None if !rest.is_empty() => {}
            // A second `::`, or a colon with nothing behind it.
            _ => return None,
        }
    }
    let Some(gap) = gap else { return (written == 16).then_some(address) };
    // The gap stands for at least one group; what is behind it moves to the end.
    if written > 14 {
        return None;
    }
    let mut spread = [0; 16];
    for (to, from) in spread.iter_mut().zip(address.get(..gap)?) {
        *to = *from;
    }
    for (to, from) in spread.iter_mut().rev().zip(address.get(gap..written)?.iter().rev()) {
        *to = *from;
    }
    Some(spread)
}

/// Reads one group: one to four hexadecimal digits of any case.
fn hexadecimal(digits: &[u8]) -> Option<u16> {
    let value = |number: u16, digit: &u8| Some(number << 4 | u16::from(hex_digit(*digit)?));
    matches!(digits.len(), 1..=4).then(|| digits.iter().try_fold(0, value))?
}

/// The value of a hexadecimal digit.
pub(crate) fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// What an IPv4 address starts with that is written as an IPv6 one.
const MAPPED: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/// What addresses start with that lead to IPv4 ones by a translator or a tunnel.
const TRANSLATED: &[&[u8]] = &[
    // IPv4-compatible, `::/96`, and IPv4-translated, `::ffff:0:0:0/96`
    &[0; 12],
    &[0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0],
    // NAT64, `64:ff9b::/96` and `64:ff9b:1::/48`
    &[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0],
    &[0, 0x64, 0xff, 0x9b, 0, 1],
    // Teredo, `2001::/32`, and 6to4, `2002::/16`
    &[0x20, 0x01, 0, 0],
    &[0x20, 0x02],
];

/// Makes IPv4 of IPv4-mapped IPv6 (X3, X4, H6). Denies what else leads to IPv4; `::` and `::1` only look so.
#[must_use]
pub fn canonical(address: [u8; 16]) -> Option<Ip> {
    if let Some(v4) = address.strip_prefix(MAPPED) {
        return v4.first_chunk().map(|v4| Ip::V4(*v4));
    }
    let is_plain = matches!(address.strip_prefix(&[0; 15]), Some([0 | 1]));
    let is_translated = TRANSLATED.iter().any(|start| address.starts_with(start));
    (is_plain || !is_translated).then_some(Ip::V6(address))
}

fn groups(address: [u8; 16]) -> [u16; 8] {
    let mut groups = [0; 8];
    for (group, bytes) in groups.iter_mut().zip(address.chunks_exact(2)) {
        *group = bytes.iter().fold(0, |group, byte| group << 8 | u16::from(*byte));
    }
    groups
}

/// Writes an address as text: a dotted quad, or RFC 5952 without brackets. Returns how many bytes, `None` if they do not fit; 45 always do.
#[must_use]
pub fn print(ip: Ip, out: &mut [u8]) -> Option<usize> {
    let mut text = Text::new(out);
    write(ip, &mut text)?;
    Some(text.length())
}

pub(crate) fn write(ip: Ip, text: &mut Text<'_>) -> Option<()> {
    let address = match ip {
        Ip::V4(address) => {
            for (index, byte) in address.into_iter().enumerate() {
                if index > 0 {
                    text.byte(b'.')?;
                }
                text.number(u16::from(byte), 10)?;
            }
            return Some(());
        }
        Ip::V6(address) => address,
    };
    let groups = groups(address);
    let (gap, end) = longest_gap(&groups);
    for (index, group) in groups.iter().enumerate() {
        let is_behind = index == end;
        if index == gap || is_behind {
            text.byte(b':')?;
        }
        if index >= gap && index < end {
            continue;
        }
        if index > 0 && !is_behind {
            text.byte(b':')?;
        }
        text.number(*group, 16)?;
    }
    // A gap at the end has had one colon only.
    if gap < end && end == 8 { text.byte(b':') } else { Some(()) }
}

/// The first of the longest runs of zero groups, at least two of them: where it starts and ends.
fn longest_gap(groups: &[u16; 8]) -> (usize, usize) {
    let (mut longest, mut start) = ((8, 8), 0);
    for (index, group) in groups.iter().enumerate() {
        if *group != 0 {
            start = index + 1;
        } else if index > start && index + 1 - start > longest.1 - longest.0 {
            longest = (start, index + 1);
        }
    }
    longest
}

/// The 18 bytes that a decision table's `ip` place has: 4 or 6, the prefix length 32 or 128, the address, zeros.
#[must_use]
pub fn bytes(ip: Ip) -> [u8; 18] {
    let (version, address): (u8, &[u8]) = match &ip {
        Ip::V4(address) => (4, address),
        Ip::V6(address) => (6, address),
    };
    let mut bytes = [0; 18];
    let head = [version, (address.len() * 8) as u8];
    for (to, from) in bytes.iter_mut().zip(head.iter().chain(address)) {
        *to = *from;
    }
    bytes
}
