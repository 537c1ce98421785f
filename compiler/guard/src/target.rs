//! Paths with queries: the bytes that an agent wrote come in and become canonical in place, or are denied.
//!
//! Some hosts put scheme, authority and path together and parse the whole again, so a path that does not start with exactly one `/` can change the host
//! (H7); that, dot segments, and bytes which parsers remove or take for a slash, are denied always. The rest is up to what rules read. Where one reads the path, only one
//! spelling of a path is left, and none that servers and proxies between resolve differently (H8): no dot segments, no empty ones, nothing escaped that need
//! not be, no escapes that a second decoding or a lenient one would make a slash or a dot of. Where a rule reads the query, its escapes are spelt in one way.
//! A part that no rule reads passes as it is.
//!
//! It is not asked what a server makes of `;parameters`, of upper and lower case, or of a parameter that occurs twice.

use crate::ip::hex_digit;

/// What rules read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strict {
    /// Whether one reads the path.
    pub path: bool,
    /// Whether one reads the query.
    pub query: bool,
}

/// Where the parts of a canonical text are. The text stands at the start of the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Bytes of the text.
    pub length: usize,
    /// Bytes of the path, with which the text starts.
    pub path: usize,
    /// Where the query starts, behind the first `?` (H9).
    pub query: Option<usize>,
}

/// Makes a path with query canonical in place. Who calls has put `/` in front of nothing and of `?`. `None` is denied, and the text then changed or not.
#[must_use]
pub fn canonical(text: &mut [u8], strict: &Strict) -> Option<Target> {
    if !matches!(text, [b'/'] | [b'/', b'\x21'..=b'.' | b'0'..=b'~', ..]) {
        return None;
    }
    // Escapes only ever get shorter, so what is written never overtakes what is read.
    let (mut read, mut length) = (0, 0);
    let mut query = None;
    while let Some(&byte) = text.get(read) {
        let is_query = query.is_some();
        let is_strict = if is_query { strict.query } else { strict.path };
        let (mut spelling, mut spelt) = ([byte, 0, 0], 1);
        read += 1;
        match byte {
            b'?' if !is_query => query = Some(length + 1),
            b'\\' if !is_query => return None,
            b'%' if is_strict => {
                let value = hex_digit(*text.get(read)?)? << 4 | hex_digit(*text.get(read + 1)?)?;
                if !is_query && (value.is_ascii_control() || matches!(value, b'/' | b'\\')) {
                    return None;
                }
                read += 2;
                if is_unreserved(value) {
                    spelling = [value, 0, 0];
                } else {
                    (spelling, spelt) = ([b'%', upper_digit(value >> 4), upper_digit(value & 15)], 3);
                }
            }
            b'?' => {}
            b'#' => return None,
            b'!'..=b'~' if !is_strict || is_path_byte(byte) => {}
            _ => return None,
        }
        for byte in spelling.iter().take(spelt) {
            *text.get_mut(length)? = *byte;
            length += 1;
        }
    }
    let path = query.map_or(length, |query| query - 1);
    let found = text.get(..path)?;
    if !(if strict.path { is_plain(found) } else { has_no_dots(found) }) {
        return None;
    }
    Some(Target { length, path, query })
}

fn upper_digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'A' - 10 + value }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether RFC 3986 has this byte in paths, where it is no escape.
fn is_path_byte(byte: u8) -> bool {
    is_unreserved(byte) || matches!(byte, b'!' | b'$' | b'&'..=b',' | b'/' | b':' | b';' | b'=' | b'@')
}

/// Whether all that read a path, whose escapes are valid and in upper case, see the same segments in it.
fn is_plain(path: &[u8]) -> bool {
    (0..path.len()).all(|at| !path.get(at..).is_some_and(is_ambiguous)) && has_plain_segments(path)
}

/// Whether what starts here becomes another character when it is decoded twice, or by a decoder that takes overlong UTF-8 (`%C0%AF` for a slash).
fn is_ambiguous(text: &[u8]) -> bool {
    match text {
        [b'%', b'2', b'5', a, b, ..] => a.is_ascii_hexdigit() && b.is_ascii_hexdigit(),
        [b'%', b'C', b'0' | b'1', ..] => true,
        [b'%', b'E', b'0', b'%', b'8' | b'9', ..] | [b'%', b'F', b'0', b'%', b'8', ..] => true,
        _ => false,
    }
}

/// Whether no segment is `.` or `..`, as WHATWG reads them: a host that takes such segments away could be left with `//evil.com/`, another host.
fn has_no_dots(path: &[u8]) -> bool {
    path.split(|byte| *byte == b'/').all(|segment| {
        let (mut rest, mut dots) = (segment, 0);
        while let Some(after) = rest.strip_prefix(b".").or(rest.strip_prefix(b"%2e")).or(rest.strip_prefix(b"%2E")) {
            (rest, dots) = (after, dots + 1);
        }
        !rest.is_empty() || !matches!(dots, 1 | 2)
    })
}

/// Whether no segment is empty, `.` or `..`, with or without parameters, which some servers take off first (`..;x`). One `/` may end the path.
fn has_plain_segments(path: &[u8]) -> bool {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    path.split(|byte| *byte == b'/').skip(1).all(|segment| {
        let is_mark = |at: &usize| segment.get(*at..).is_some_and(|rest| rest.starts_with(b";") || rest.starts_with(b"%3B"));
        let end = (0..segment.len()).find(is_mark).unwrap_or(segment.len());
        !matches!(segment.get(..end), None | Some(b"" | b"." | b".."))
    })
}
