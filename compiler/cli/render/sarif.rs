//! What every SARIF 2.1.0 report shares: the log around rules and results, uris, and text that is no link.
//!
//! Must hold (I11): uris are relative to the root of the repository and percent-encoded, unless the command line named a file elsewhere; a message holds no
//! link that it was not given.

use super::json::print;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What relative uris are relative to: the root of the repository.
const ROOT: &str = "%SRCROOT%";

/// A report of one run.
pub fn log(rules: &[Value], results: &[Value]) -> String {
    print(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "caplink",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "the folder that caplink ran in: the root of the repository" } } },
            "results": results,
        }],
    }))
}

/// `[text](target)` is a link in SARIF; policies may hold such text.
pub fn inert(text: &str) -> String {
    text.replace("](", "] (")
}

/// A file elsewhere than in the folder that caplink ran in has a uri of its own.
pub fn artifact(name: &str) -> Value {
    let path = name.split('/').map(encoded).collect::<Vec<_>>().join("/");
    if name.starts_with('/') { json!({ "uri": format!("file://{path}") }) } else { json!({ "uri": path, "uriBaseId": ROOT }) }
}

/// Percent-encoding of everything but what RFC 3986 calls unreserved.
fn encoded(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
