//! Names of hosts as a hierarchy: `api.github.com` is in `github.com` is in `com`.
//!
//! Whole labels only, and an IP literal is in nothing: `1.2.3.4` is not in `3.4`. Names are compared as they are; making them canonical (lower case, no
//! last dot) is the business of whoever stores them.

/// Whether a host is this one or lies in it.
#[must_use]
pub fn is_under(host: &[u8], domain: &[u8]) -> bool {
    let Some(labels) = host.strip_suffix(domain) else { return false };
    labels.is_empty() || (!domain.is_empty() && labels.last() == Some(&b'.') && !is_literal(host))
}

/// Whether a host is an IP literal: it has a colon or a bracket, or its last label is a number.
#[must_use]
pub fn is_literal(host: &[u8]) -> bool {
    let last = host.iter().rev().take_while(|byte| **byte != b'.');
    last.clone().all(u8::is_ascii_digit) || host.iter().any(|byte| matches!(byte, b':' | b'['))
}
