//! Methods, schemes and headers of requests: what an agent gave comes in; a number, or whether it may be sent, goes out.
//!
//! `other("DELETE")` is the method DELETE in every host, and `other("delete")` in some (R11); `other("http")` is the scheme. So a token that is a known one
//! becomes its case, one that a host might make a known one is denied, and the rest stays what it is. Headers are refused where they contradict what was
//! decided on: another host (H10), another length of the body, in which another request could lie (H11), another method (H12).
//!
//! `None` and `false` are denied. What is not refused here is data for the server, which policy says nothing about.

/// The number of the case `other` of a method.
pub const OTHER: u32 = 9;

/// The cases of wasi:http's `method` before [`OTHER`].
const METHODS: [&[u8]; OTHER as usize] = [b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"CONNECT", b"OPTIONS", b"TRACE", b"PATCH"];

/// The method of a case, in upper case.
#[must_use]
pub fn method_name(case: u32) -> Option<&'static [u8]> {
    METHODS.get(case as usize).copied()
}

/// The case that a method given as `other(token)` is: that of the method, or [`OTHER`] for one that wasi:http does not know. `None` for what is no token
/// and for lower-case letters, which some hosts make upper-case ones (R11).
#[must_use]
pub fn method(token: &[u8]) -> Option<u32> {
    if !is_token(token) || token.iter().any(u8::is_ascii_lowercase) {
        return None;
    }
    (0..OTHER).find(|case| method_name(*case) == Some(token)).or(Some(OTHER))
}

/// The case of a scheme given as `other(token)`: 0 for `http`, 1 for `https`, `None` for everything else (H17).
#[must_use]
pub fn scheme(token: &[u8]) -> Option<u32> {
    match token {
        b"http" => Some(0),
        b"https" => Some(1),
        _ => None,
    }
}

/// Whether a method may only be allowed where policy names it (H13): behind CONNECT there is another host, behind TRACE are the headers that the host adds.
#[must_use]
pub fn is_tunnel(method: &[u8]) -> bool {
    is(method, b"connect") || is(method, b"trace")
}

/// Headers that are the business of the host, which has the connection, and of the authority.
const REFUSED: &[&[u8]] = &[b"connection", b"host", b"http2-settings", b"keep-alive", b"te", b"transfer-encoding", b"upgrade"];

/// Headers that servers take for the method.
const OVERRIDES: &[&[u8]] = &[b"x-http-method", b"x-http-method-override", b"x-method-override"];

/// Headers that servers take for the path.
const REWRITES: &[&[u8]] = &[b"x-original-url", b"x-rewrite-url"];

/// Checks the headers of one message, field by field (H10, H11, H12).
#[derive(Clone, Debug)]
pub struct Headers {
    method_ruled: bool,
    path_ruled: bool,
    has_length: bool,
}

impl Headers {
    /// Before the first field. If a rule reads the method, or the path, no header may override it.
    #[must_use]
    pub fn new(method_ruled: bool, path_ruled: bool) -> Self {
        Self { method_ruled, path_ruled, has_length: false }
    }

    /// Whether the next field may be sent.
    pub fn accepts(&mut self, name: &[u8], value: &[u8]) -> bool {
        let one_of = |names: &[&[u8]]| names.iter().any(|other| is(name, other));
        let is_proxy = name.get(..6).is_some_and(|start| is(start, b"proxy-"));
        // A pseudo-header like `:authority` is no token.
        if !is_token(name)
            || is_proxy
            || one_of(REFUSED)
            || (self.method_ruled && one_of(OVERRIDES))
            || (self.path_ruled && one_of(REWRITES))
        {
            return false;
        }
        if is(name, b"content-length") {
            let is_plain = matches!(value.len(), 1..=19) && value.iter().all(u8::is_ascii_digit);
            let is_first = !core::mem::replace(&mut self.has_length, true);
            return is_plain && is_first;
        }
        // CR, LF and NUL end a value somewhere; the other controls are in no value of RFC 9110.
        value.iter().all(|byte| *byte == b'\t' || !byte.is_ascii_control())
    }
}

/// Whether this is a name, given in lower case. An underscore is a hyphen: servers that hand headers to programs as variables do not tell them apart.
fn is(text: &[u8], name: &[u8]) -> bool {
    let fold = |byte: &u8| if *byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    text.len() == name.len() && text.iter().map(fold).eq(name.iter().copied())
}

/// Whether this is a token of RFC 9110.
fn is_token(text: &[u8]) -> bool {
    let is_mark = |byte: &u8| matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~');
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || is_mark(byte);
    !text.is_empty() && text.iter().all(is_part)
}
