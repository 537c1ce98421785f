//! Names of hosts and addresses as policies write them, beside the one form that calls have.
//!
//! In: the id of a `Net::Host` or `Net::Address`. Out: nothing for a canonical one; for another why no call has it, and what to write. Must hold: a
//! name is accepted only if a guard may see that very text, because names are compared as they are (`guard/host.rs`). What is proposed is canonical.

use super::Fault;
use super::texts::Url;
use caplink_guard::authority;
use caplink_model::text::escape;
use std::net::{IpAddr, Ipv4Addr};

/// Whether a text is a host as guards see it: a name of lower-case ASCII labels, or an IP literal in its one spelling, IPv6 without brackets.
///
/// # Errors
/// The canonical host that was meant, if that can be told.
pub(super) fn canonical_host(text: &str) -> Result<(), Option<String>> {
    if is_canonical(text) { Ok(()) } else { Err(meant(text).filter(|meant| is_canonical(meant))) }
}

/// Whether the canonicaliser of guards leaves a host as it is.
fn is_canonical(host: &str) -> bool {
    let mut room = [0; authority::LONGEST];
    authority::host(host.as_bytes(), &mut room) == Some(host.as_bytes())
}

/// Whether a text is a socket address as guards see it: `127.0.0.1:80`, `[::1]:80`.
///
/// # Errors
/// The canonical address that was meant, if that can be told.
pub(super) fn canonical_address(text: &str) -> Result<(), Option<String>> {
    let (host, port) = address_parts(text);
    let canonical = host.zip(port).map(|(ip, port)| match ip {
        IpAddr::V4(ip) => format!("{ip}:{port}"),
        IpAddr::V6(ip) => format!("[{ip}]:{port}"),
    });
    match canonical {
        Some(canonical) if canonical == text => Ok(()),
        other => Err(other),
    }
}

/// What is wrong with the name of a host.
pub(super) fn host(text: &str) -> Option<Fault> {
    let canonical = canonical_host(text).err()?;
    let literal = canonical.as_deref().map(host_literal);
    let written = |rest: &str| literal.as_ref().map(|literal| format!("write `{literal}`{rest}"));
    let or = |help: Option<String>, other: &str| help.unwrap_or_else(|| other.to_string());
    let whole = "a host is written as `Net::Host::\"api.example.com\"`, an address as `Net::Host::\"10.0.0.1\"` or `Net::Host::\"::1\"`";
    let is_ip = canonical.as_deref().is_some_and(|canonical| canonical.parse::<IpAddr>().is_ok());
    let (why, help) = if text.is_empty() {
        ("it is empty", "leave it out where any host is meant: `resource`".into())
    } else if text.contains("://") {
        ("a host is a name alone, not a URL", or(Url::parse(text, text.contains('*')).map(|url| url.help()), whole))
    } else if text.contains('*') {
        let below = |literal: &String| format!("write `resource in {literal}`, which holds for it and for every name below it");
        ("a `*` in it stands for itself", or(literal.as_ref().map(below), &wildcard_help(text)))
    } else if text.contains('@') {
        ("a user is no part of a host", or(written(""), whole))
    } else if text.contains(['/', '?', '#', '\\']) {
        ("a path is no part of a host", or(written(", and compare the path: `context.path like \"/api/*\"`"), whole))
    } else if !text.is_ascii() {
        ("names are compared in ASCII", "write each label that is not ASCII in its encoded form, as in `xn--bcher-kva.example`".into())
    } else if let Some(port) = port_of(text) {
        ("a port is no part of a host", or(written(&port_help(port)), whole))
    } else if text.starts_with('[') {
        ("an IPv6 address is written without brackets", or(written(""), whole))
    } else if is_ip {
        ("a call has one spelling of an address only", or(written(""), whole))
    } else if text.starts_with('.') {
        ("a name does not begin with a dot", or(literal.as_ref().map(|literal| format!("write `resource in {literal}`")), whole))
    } else if text.ends_with('.') {
        ("a name has no dot at its end", or(written(""), whole))
    } else if canonical.is_some() {
        ("names are in lower case", or(written(""), whole))
    } else {
        ("neither a name nor an address is spelt so", whole.to_string())
    };
    Some(Fault { code: "E-POLICY-HOST", message: format!("no call is to `Net::Host::\"{}\"`: {why}", escape(text)), help })
}

/// What is wrong with a socket address.
pub(super) fn address(text: &str) -> Option<Fault> {
    let canonical = canonical_address(text).err()?;
    let (ip, port) = address_parts(text);
    let (why, help) = match (canonical, ip, port) {
        _ if text.contains('/') && !text.contains("://") => {
            ("it is no range", "compare ranges by `context.ip.isInRange(ip(\"10.0.0.0/8\")) && context.port == 443`".into())
        }
        (Some(canonical), ..) => ("a call has one spelling of an address only", format!("write `Net::Address::\"{canonical}\"`")),
        (None, Some(IpAddr::V6(ip)), None) if !text.contains('[') => {
            let help = format!("write it as in `Net::Address::\"[::1]:443\"`, or `context.ip == ip(\"{ip}\")` for every port");
            ("an IPv6 address stands in brackets before its port", help)
        }
        (None, Some(ip), None) => {
            let any = format!("write `Net::Address::\"{}\"`, or `context.ip == ip(\"{ip}\")` for every port", socket(ip, 443));
            ("an address ends in a port from 0 to 65535", any)
        }
        (None, ..) => (
            "an address is a number, not a name",
            "write it as in `Net::Address::\"127.0.0.1:80\"` or `Net::Address::\"[::1]:80\"`; names are `Net::Host`, of `http:request` and `net:resolve`"
                .into(),
        ),
    };
    Some(Fault { code: "E-POLICY-ADDRESS", message: format!("no call is to `Net::Address::\"{}\"`: {why}", escape(text)), help })
}

/// A host as Cedar writes it.
pub(super) fn host_literal(text: &str) -> String {
    format!("Net::Host::\"{}\"", text.escape_debug())
}

/// What to write where a host is compared as if it were text, by `==` or `like`.
pub(in super::super) fn instead_of(pattern: &str) -> String {
    if let Some(url) = Url::parse(pattern, pattern.contains('*')) {
        return url.help();
    }
    match (canonical_host(pattern), domain(pattern)) {
        (Ok(()), _) => format!("write `resource == {}`", host_literal(pattern)),
        (Err(_), Some(domain)) if pattern.starts_with('*') => {
            format!("write `resource in {}`, which holds for it and for every name below it", host_literal(&domain))
        }
        (Err(Some(canonical)), _) if !pattern.contains('*') => format!("write `resource == {}`", host_literal(&canonical)),
        _ => wildcard_help(pattern),
    }
}

/// The domain that a pattern of names is about, such as `github.com` of `*.github.com` or of `*github.com`.
fn domain(pattern: &str) -> Option<String> {
    let name = pattern.trim_start_matches('*').trim_start_matches('.');
    if name.contains('*') { None } else { meant(name) }
}

fn wildcard_help(text: &str) -> String {
    if text == "*" {
        return "leave it out where any host is meant: `resource`".into();
    }
    "name a domain: `resource in Net::Host::\"example.com\"` holds for it and for every name below it; no part of a label is compared"
        .into()
}

fn port_help(port: &str) -> String {
    if port.is_empty() { String::new() } else { format!(", and compare the port: `context.port == {port}`") }
}

fn socket(ip: IpAddr, port: u16) -> String {
    std::net::SocketAddr::new(ip, port).to_string()
}

/// The host that a text means, in its canonical form.
fn meant(text: &str) -> Option<String> {
    if text.contains('*') {
        return domain(text);
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(bracketed) => {
            let (inside, port) = bracketed.split_once(']')?;
            let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_digits);
            return if is_port { ipv6(inside) } else { None };
        }
        None if host.matches(':').count() > 1 => return ipv6(host),
        None => host.split_once(':').map_or(Some(host), |(host, port)| is_digits(port).then_some(host))?,
    };
    let host = host.strip_prefix('.').unwrap_or(host);
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    if last.strip_prefix("0x").map_or(!last.is_empty() && is_digits(last), |digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit())) {
        return ipv4(&host).map(|address| address.to_string());
    }
    let is_label =
        |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    (host.len() <= 253 && host.split('.').all(is_label)).then_some(host)
}

/// The port that stands behind a host.
fn port_of(text: &str) -> Option<&str> {
    let (host, port) = text.rsplit_once(':')?;
    let one = !host.contains(':') || host.ends_with(']');
    (one && is_digits(port)).then_some(port)
}

fn address_parts(text: &str) -> (Option<IpAddr>, Option<u16>) {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let ip = |host: &str| meant(host).and_then(|host| host.parse().ok());
    match port_of(rest) {
        Some(port) => {
            let host = &rest[..rest.len() - port.len() - 1];
            (ip(host), port.parse().ok())
        }
        None => (ip(rest.strip_suffix(':').unwrap_or(rest)), None),
    }
}

/// An IPv6 address, or the IPv4 address that it carries: a call never shows the carrier.
fn ipv6(text: &str) -> Option<String> {
    let address: std::net::Ipv6Addr = text.parse().ok()?;
    Some(IpAddr::V6(address).to_canonical().to_string())
}

/// An IPv4 address as C libraries read it: one to four numbers, decimal, octal or hexadecimal.
fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let number = |part: &str| {
        let (digits, radix) = match part.strip_prefix("0x") {
            Some("") => return Some(0),
            Some(digits) => (digits, 16),
            None if part.len() > 1 && part.starts_with('0') => (part, 8),
            None => (part, 10),
        };
        if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
    };
    let parts = text.split('.').map(number).collect::<Option<Vec<u32>>>()?;
    let (last, first) = parts.split_last()?;
    if first.len() > 3 || first.iter().any(|part| *part > 255) {
        return None;
    }
    let room = 32 - 8 * u32::try_from(first.len()).ok()?;
    if u64::from(*last) >> room != 0 {
        return None;
    }
    let high = first.iter().fold(0_u64, |high, part| (high << 8) | u64::from(*part));
    u32::try_from((high << room) | u64::from(*last)).ok().map(Ipv4Addr::from)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|digit| digit.is_ascii_digit())
}
