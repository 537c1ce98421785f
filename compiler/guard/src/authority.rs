//! Authorities of requests and names of hosts: what an agent wrote comes in, the one spelling that every host reads alike goes out, or nothing.
//!
//! Hosts read authorities by different parsers (a URI crate, WHATWG, a split at `:`, the resolver of the C library), which differ on user names, escapes,
//! Unicode, odd ports and numbers (H1 to H6). So the grammar is `host[":"port]` with hosts of letters, digits and hyphens, or IP addresses in strict
//! spelling; everything else is denied. Must hold: whatever parser a host uses, it finds in the canonical text the host and port that were decided on, and
//! if it takes the original text at all, it finds them there too.
//!
//! A name that is well-formed may still lead into the network that a host stands in: [`is_named`] says whether policy has to name it first.

use crate::host::is_literal;
use crate::ip::{self, Ip};
use crate::text::Text;
use core::iter::successors;

/// Bytes that always suffice for a canonical authority.
pub const LONGEST: usize = 272;

/// An authority in canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority<'b> {
    /// The host, IPv6 in brackets, and `:port` unless it is the default one.
    pub text: &'b [u8],
    /// The id of `Net::Host`: a name in lower case, or an address without brackets.
    pub host: &'b [u8],
    /// The port, given or by default.
    pub port: u16,
}

enum Host<'h> {
    Name(&'h [u8]),
    Address(Ip),
}

/// Makes an authority canonical; `None` is denied. The default port is that of the scheme.
#[must_use]
pub fn canonical<'b>(authority: &[u8], default_port: u16, out: &'b mut [u8; LONGEST]) -> Option<Authority<'b>> {
    let (host, behind) = match authority.strip_prefix(b"[") {
        Some(inside) => {
            let end = inside.iter().position(|byte| *byte == b']')?;
            (read(inside.get(..end)?, true)?, inside.get(end + 1..)?)
        }
        None => {
            let end = authority.iter().position(|byte| *byte == b':').unwrap_or(authority.len());
            (read(authority.get(..end)?, false)?, authority.get(end..)?)
        }
    };
    let port = match behind {
        [] => default_port,
        [b':', digits @ ..] => ip::decimal(digits).filter(|port| *port != 0)?,
        _ => return None,
    };

    let mut text = Text::new(out);
    let brackets = usize::from(matches!(host, Host::Address(Ip::V6(_))));
    if brackets > 0 {
        text.byte(b'[')?;
    }
    write(host, &mut text)?;
    let end = text.length();
    if brackets > 0 {
        text.byte(b']')?;
    }
    if port != default_port {
        text.byte(b':')?;
        text.number(port, 10)?;
    }
    let length = text.length();
    let text = out.get(..length)?;
    Some(Authority { text, host: text.get(brackets..end)?, port })
}

/// Makes a bare host canonical, as it is given to a resolver: a name, or an address without brackets; no port. `None` is denied.
#[must_use]
pub fn host<'b>(name: &[u8], out: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    let mut text = Text::new(out);
    let is_v6 = name.iter().any(|byte| matches!(byte, b':'));
    write(read(name, is_v6)?, &mut text)?;
    let length = text.length();
    out.get(..length)
}

fn read(text: &[u8], is_v6: bool) -> Option<Host<'_>> {
    let address = if is_v6 {
        ip::canonical(ip::parse_v6(text)?)?
    } else if ends_in_number(text) {
        Ip::V4(ip::parse_v4(text)?)
    } else {
        return is_name(text).then_some(Host::Name(text));
    };
    // Connecting to no address in particular reaches the machine itself (X3).
    (!address.is_unspecified()).then_some(Host::Address(address))
}

/// Whether some hosts would read this as an IPv4 address (H5): the last label is a number, decimal or hexadecimal. WHATWG asks the same.
fn ends_in_number(text: &[u8]) -> bool {
    let start = text.iter().rposition(|byte| *byte == b'.').map_or(0, |dot| dot + 1);
    let last = text.get(start..).unwrap_or_default();
    matches!(last, [b'0', b'x' | b'X', ..]) || last.iter().all(u8::is_ascii_digit)
}

fn is_name(text: &[u8]) -> bool {
    text.len() <= 253 && text.split(|byte| *byte == b'.').all(is_label)
}

fn is_label(label: &[u8]) -> bool {
    matches!(label.len(), 1..=63)
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && label.first() != Some(&b'-')
        && label.last() != Some(&b'-')
}

fn write(host: Host<'_>, text: &mut Text<'_>) -> Option<()> {
    match host {
        Host::Name(name) => name.iter().try_for_each(|byte| text.byte(byte.to_ascii_lowercase())),
        Host::Address(address) => ip::write(address, text),
    }
}

/// Last labels that no public registry gives out: they lead into the network of the host, back to the machine, or elsewhere than DNS.
pub const SPECIAL: &[&[u8]] = &[
    b"alt",
    b"arpa",
    b"corp",
    b"home",
    b"internal",
    b"intranet",
    b"invalid",
    b"lan",
    b"local",
    b"localdomain",
    b"localhost",
    b"onion",
    b"private",
    b"test",
];

/// Whether a canonical host may go on to the decision (H4, H5, H15): it is an ordinary public name, or policy names it. `named` says whether policy has
/// this very text. An address needs itself to be named; a single label, a name under a special one and a name with `xn--` labels need a domain named
/// that they are or lie in, which must contain all their `xn--` labels, since it is those that mislead whoever reads the policy.
#[must_use]
pub fn is_named(host: &[u8], named: impl Fn(&[u8]) -> bool) -> bool {
    if is_literal(host) {
        return named(host);
    }
    let domains = || successors(Some(host), |domain| parent(domain));
    let top = domains().last().unwrap_or_default();
    let misleading = domains().find(|domain| domain.starts_with(b"xn--"));
    if misleading.is_none() && top.len() < host.len() && !SPECIAL.contains(&top) {
        return true;
    }
    let shortest = misleading.unwrap_or_default().len();
    domains().take_while(|domain| domain.len() >= shortest).any(named)
}

/// The domain that a name lies in: the name without its first label.
fn parent(name: &[u8]) -> Option<&[u8]> {
    let dot = name.iter().position(|byte| *byte == b'.')?;
    name.get(dot + 1..)
}
