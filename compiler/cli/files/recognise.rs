//! What kind of bytes a file holds, so that the wrong kind gets advice instead of a parser's complaint.
//!
//! In: the bytes of a supposed component. Out: nothing, if they begin as one (`00 61 73 6d 0d 00 01 00`, layer 1). Refused with
//! `E-NOT-COMPONENT`: core modules, WebAssembly text, precompiled and native code, archives, empty and truncated files. It looks at the
//! beginning only; the parser looks at the rest.

use crate::console::Failure;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;

const MAGIC: &[u8] = b"\0asm";
const MODULE: &[u8] = &[1, 0, 0, 0];
const COMPONENT: &[u8] = &[0x0d, 0, 1, 0];

/// Refuses bytes that do not begin as a component.
pub fn component(name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let Some((what, next)) = objection(bytes) else {
        return Ok(());
    };
    Err(Diagnostic::error("E-NOT-COMPONENT", format!("`{}` {what}", escape(name))).help(next).into())
}

fn objection(bytes: &[u8]) -> Option<(String, &'static str)> {
    let build_again = "build the agent again, or copy it again from where it was built";
    let found = |what: &str, next| Some((what.to_string(), next));
    if bytes.is_empty() {
        return found("is empty", build_again);
    }
    if bytes.len() < 8 && [MAGIC, COMPONENT].concat().starts_with(bytes) {
        return found("is cut off after its first bytes", build_again);
    }
    if let Some(rest) = bytes.strip_prefix(MAGIC) {
        return match rest.get(..4) {
            Some(COMPONENT) => None,
            Some(MODULE) => found(
                "is a core module, not a component",
                "wrap it with `wasm-tools component new MODULE.wasm -o AGENT.wasm` (a WASI preview 1 module also needs `--adapt`), or build for `wasm32-wasip2`",
            ),
            _ => {
                let version: Vec<_> = rest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
                Some((
                    format!("is WebAssembly of a version that caplink does not read ({})", version.join(" ")),
                    "build it with tools that write components of version `0d 00 01 00`",
                ))
            }
        };
    }
    let archive = "unpack it and give the component itself";
    for (start, kind) in [
        (&[0x1f, 0x8b][..], "gzip"),
        (&[0x28, 0xb5, 0x2f, 0xfd], "Zstandard"),
        (b"PK\x03\x04", "zip"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ", "xz"),
    ] {
        if bytes.starts_with(start) {
            return found(&format!("is a {kind} archive, not a component"), archive);
        }
    }
    if bytes.starts_with(b"\x7fELF") || bytes.starts_with(b"MZ") || bytes.starts_with(&[0xcf, 0xfa, 0xed, 0xfe]) {
        return found(
            "is native code: an executable, or a component that was precompiled for one engine (`.cwasm`)",
            "give the portable `.wasm` that it was made from; native code cannot be checked",
        );
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("(component") || start.starts_with("(module") || start.starts_with(";;") || start.starts_with("(;") {
        return found("is WebAssembly text, not a binary", "translate it with `wasm-tools parse AGENT.wat -o AGENT.wasm`");
    }
    if ["package ", "interface ", "world ", "//"].iter().any(|word| start.starts_with(word)) {
        return found("is text, not a component", "if it is WIT: build a component from it; `caplink schema` reads a folder of WIT");
    }
    found(
        "does not begin as a component does (00 61 73 6d 0d 00 01 00)",
        "give a component: what `cargo build --target wasm32-wasip2` makes",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<&str>) {
        let found = objection(bytes).map(|(what, _)| what);
        match expected {
            None => assert_eq!(found, None),
            Some(part) => assert!(found.as_ref().is_some_and(|what| what.contains(part)), "{found:?} should contain {part:?}"),
        }
    }

    #[test]
    fn each_kind_of_wrong_bytes_is_named() {
        check(b"\0asm\x0d\0\x01\0", None);
        check(b"\0asm\x0d\0\x01\0\0\0", None);
        check(b"", Some("empty"));
        check(b"\0as", Some("cut off"));
        check(b"\0asm\x0d\0", Some("cut off"));
        check(b"\0asm\x01\0\0\0", Some("core module"));
        check(b"\0asm\x0e\0\x01\0", Some("version that caplink does not read (0e 00 01 00)"));
        check(b"\0asm\x0d\0\x02\0", Some("version"));
        check(b"\0asm\x01", Some("version"));
        check(b"\x7fELF\x02\x01\x01", Some("native code"));
        check(b"\x1f\x8b\x08", Some("gzip"));
        check(b"PK\x03\x04", Some("zip"));
        check(b"\n (component)", Some("WebAssembly text"));
        check(";; x\n(module)".as_bytes(), Some("WebAssembly text"));
        check(b"package a:b;", Some("is text"));
        check(b"\x1b[31m", Some("does not begin"));
        check(&[0xff; 4], Some("does not begin"));
    }
}
