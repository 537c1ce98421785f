//! What a reviewer reads of an artifact: the root's wiring and the adapters, without the agent's body, the engine's, a membrane's, and the copy of the lockfile.
//!
//! In: the bytes, and the lockfile, which says which embedded component is the agent. Out: text, in which the agent, and the engine of each adapter with
//! guards, are one line each, with size and digest.

use caplink_model::Digest;
#[cfg(test)]
use caplink_model::lockfile::Contents;
use caplink_model::lockfile::{Lockfile, SECTION};
use caplink_model::text::escape;

const CUSTOM: u8 = 0;
const CORE_MODULE: u8 = 1;
const COMPONENT: u8 = 4;
/// The engines of decision tables, as committed.
const ENGINES: [&[u8]; 4] = [
    include_bytes!("../../compiler/adapters/full.wasm"),
    include_bytes!("../../compiler/adapters/numbers.wasm"),
    include_bytes!("../../compiler/adapters/plain.wasm"),
    include_bytes!("../../compiler/adapters/sets.wasm"),
];

/// Membranes, as committed.
const MEMBRANES: [&[u8]; 6] = [
    include_bytes!("../../compiler/adapters/config.wasm"),
    include_bytes!("../../compiler/adapters/environment.wasm"),
    include_bytes!("../../compiler/adapters/files.wasm"),
    include_bytes!("../../compiler/adapters/keyvalue.wasm"),
    include_bytes!("../../compiler/adapters/keyvalue2.wasm"),
    include_bytes!("../../compiler/adapters/world.wasm"),
];

/// Prints an artifact.
pub fn print(bytes: &[u8], lock: &str) -> Result<String, String> {
    let agent = Lockfile::parse(lock).ok().map(|lockfile| lockfile.agent.sha256);
    let mut short = vec![];
    sections(bytes, &mut short, |short, id, content| match id {
        COMPONENT if agent == Some(Digest::of(content)) => {
            let what = format!("the agent: {} bytes, sha256 {}", content.len(), Digest::of(content));
            section(short, COMPONENT, &[&bytes[..8], &custom(&what)].concat());
            Ok(())
        }
        COMPONENT => {
            let mut adapter = vec![];
            sections(content, &mut adapter, |adapter, id, content| {
                let module = if ENGINES.contains(&content) { "engine" } else { "membrane" };
                if id == CORE_MODULE && (ENGINES.contains(&content) || MEMBRANES.contains(&content)) {
                    let what = format!("the {module}: {} bytes, sha256 {}", content.len(), Digest::of(content));
                    section(adapter, CORE_MODULE, &[&content[..8], &custom(&what)].concat());
                } else {
                    section(adapter, id, content);
                }
                Ok(())
            })?;
            section(short, COMPONENT, &adapter);
            Ok(())
        }
        CUSTOM if content.get(1..=SECTION.len()) == Some(SECTION.as_bytes()) => {
            short.extend(custom(&format!("{SECTION}: a copy of the lockfile, {} bytes", content.len() - SECTION.len() - 1)));
            Ok(())
        }
        _ => {
            section(short, id, content);
            Ok(())
        }
    })?;
    wasmprinter::print_bytes(&short).map_err(|error| format!("out.wasm cannot be printed: {error:#}"))
}

/// Hands over every section of a component, after its first eight bytes.
fn sections(bytes: &[u8], out: &mut Vec<u8>, mut each: impl FnMut(&mut Vec<u8>, u8, &[u8]) -> Result<(), String>) -> Result<(), String> {
    let (header, mut rest) = bytes.split_at_checked(8).ok_or("out.wasm is cut off")?;
    out.extend(header);
    while let Some((&id, tail)) = rest.split_first() {
        let (length, tail) = leb(tail).ok_or("out.wasm has a section without a length")?;
        let (content, tail) = tail.split_at_checked(length).ok_or("out.wasm has a section that is cut off")?;
        each(out, id, content)?;
        rest = tail;
    }
    Ok(())
}

/// Output as text; a component on stdout is one line, and characters that move a terminal or cannot be seen are `<U+1b>`.
pub fn text(output: &[u8]) -> String {
    if output.starts_with(b"\0asm") {
        return format!("<component: {} bytes, sha256 {}>\n", output.len(), Digest::of(output));
    }
    let mut text = String::new();
    for character in String::from_utf8_lossy(output).chars() {
        let shown = character == '\n' || character == '\\' || escape(character.encode_utf8(&mut [0; 4])).chars().eq([character]);
        if shown { text.push(character) } else { text.push_str(&format!("<U+{:x}>", u32::from(character))) }
    }
    text
}

fn custom(name: &str) -> Vec<u8> {
    let mut content = Vec::new();
    push_leb(&mut content, name.len());
    content.extend(name.bytes());
    let mut out = Vec::new();
    section(&mut out, CUSTOM, &content);
    out
}

fn section(out: &mut Vec<u8>, id: u8, content: &[u8]) {
    out.push(id);
    push_leb(out, content.len());
    out.extend(content);
}

fn push_leb(out: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn leb(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[test]
fn the_agent_and_the_lockfile_are_one_line_each() {
    let agent = wat::parse_str("(component (core module))").expect("it is WAT");
    let mut root = b"\0asm\x0d\0\x01\0".to_vec();
    section(&mut root, COMPONENT, &agent);
    section(&mut root, COMPONENT, &wat::parse_str("(component)").expect("it is WAT"));
    root.extend(custom(SECTION));
    let contents = Contents { sha256: Digest::of(&agent), size: 0 };
    let lockfile = format!(
        r#"{{"lockfile":4,"tool":"","catalogue":"{0}","principal":"","demand":"imports","agent":{{"sha256":"{0}","size":0}},"policies":[],"schemas":[],
        "entities":null,"features":[],"imports":[],"components":[],"wiring":[],"symbols":[],"exports":[]}}"#,
        contents.sha256
    );
    let lock: Lockfile = serde_json::from_str(&lockfile).expect("it is a lockfile");
    let text = print(&root, &lock.print()).expect("it prints");
    assert!(text.contains(&format!("the agent: {} bytes, sha256 {}", agent.len(), contents.sha256)), "{text}");
    assert!(text.contains("caplink: a copy of the lockfile, 0 bytes") && !text.contains("core module"), "{text}");
    assert_eq!(text.matches("(component").count(), 3, "the adapter is printed: {text}");
}
