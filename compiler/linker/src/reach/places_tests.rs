//! Tests of places: a committed agent with DWARF sections, those sections changed, and paths.

use super::super::component::{self, Agent};
use super::*;

fn traced() -> Vec<u8> {
    let agents = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/agents");
    std::fs::read(agents.join("traced.wasm")).expect("it is committed")
}

/// The line of the agent's source that holds a text.
fn line(text: &str) -> u32 {
    let source = include_str!("../../../../tests/agents/traced/lib.rs");
    let before = source.lines().position(|line| line.contains(text)).expect("the source has it");
    u32::try_from(before + 1).expect("it is short")
}

/// The places of all calls by name in the first module.
fn calls(bytes: &[u8], agent: &Agent<'_>) -> BTreeSet<u64> {
    let mut calls = BTreeSet::new();
    for range in &agent.modules[0].bodies {
        let read = crate::reach::body::read(bytes, range.clone(), |event, place| {
            if matches!(event, crate::reach::body::Event::Call(_)) {
                calls.insert(place);
            }
        });
        assert!(read.is_ok());
    }
    calls
}

#[test]
fn calls_are_found_in_the_source() {
    let bytes = traced();
    let agent = component::read(&bytes).ok().expect("it parses");
    let wanted = calls(&bytes, &agent);
    let found = places(&bytes, &agent.modules[0], &wanted);
    assert!(found.len() * 10 > wanted.len() * 8, "{} of {}", found.len(), wanted.len());
    let own: BTreeSet<u32> = found.values().filter(|place| place.file == "traced/lib.rs").map(|place| place.line).collect();
    for text in ["=> upload(&settings)", "send(\"api.example.com\""] {
        assert!(own.contains(&line(text)), "{text}: {own:?}");
    }
    for place in found.values() {
        assert!(!place.file.starts_with('/') && !place.file.contains("rustc"), "{place:?}");
    }
    // One by one is the same.
    for (offset, place) in &found {
        assert_eq!(places(&bytes, &agent.modules[0], &BTreeSet::from([*offset])).get(offset), Some(place));
    }
}

#[test]
fn what_is_not_told_is_left_out() {
    let bytes = traced();
    let agent = component::read(&bytes).ok().expect("it parses");
    let module = &agent.modules[0];
    assert!(places(&bytes, module, &BTreeSet::new()).is_empty());
    assert!(places(&bytes, module, &BTreeSet::from([0, module.code, u64::MAX])).is_empty());
    // No sections at all, and the bytes of another file.
    let other = wat::parse_str("(component (core module (func)))").expect("it is WAT");
    let agent_without = component::read(&other).ok().expect("it parses");
    assert!(places(&other, &agent_without.modules[0], &BTreeSet::from([20])).is_empty());
    assert!(places(&other, module, &calls(&bytes, &agent)).is_empty());
}

#[test]
fn mutated_sections_are_no_panic() {
    let bytes = traced();
    let agent = component::read(&bytes).ok().expect("it parses");
    let wanted: BTreeSet<u64> = calls(&bytes, &agent).into_iter().take(8).collect();
    let sections: Vec<_> =
        agent.modules[0].custom.iter().filter(|(name, _)| name.starts_with(".debug_")).map(|(_, range)| range.clone()).collect();
    assert!(sections.len() > 4);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut changed = bytes.clone();
    for round in 0..600 {
        let range = &sections[round % sections.len()];
        // Headers, which stand first, more often than the rest.
        let length = if round % 2 == 0 { (range.end - range.start).min(64) } else { range.end - range.start };
        let at = usize::try_from(range.start + next() % length).expect("it lies in the bytes");
        let before = changed[at];
        changed[at] = [next().to_le_bytes()[0], 0, 0xff, 0x7f][round % 4];
        for place in places(&changed, &agent.modules[0], &wanted).values() {
            assert!(!place.file.starts_with('/') && place.file.chars().count() <= SHOWN);
        }
        // Some changes stay, so that they add up.
        if round % 10 != 0 {
            changed[at] = before;
        }
    }
}

#[test]
fn no_path_is_from_the_root() {
    for (path, compiled_in, file) in [
        ("/build/ann/agent/src/lib.rs", Some("/build/ann/agent"), "src/lib.rs"),
        ("/build/ann/agent/src/../gen/lib.rs", Some("/build/ann/agent/"), "gen/lib.rs"),
        ("/build/ann/agents/src/lib.rs", Some("/build/ann/agent"), "agents/src/lib.rs"),
        ("/build/ann/lib.rs", None, "build/ann/lib.rs"),
        ("/lib.rs", Some("/"), "lib.rs"),
        ("src/lib.rs", None, "src/lib.rs"),
        ("../../ann/src/lib.rs", None, "ann/src/lib.rs"),
        ("C:/src/agent/main.c", Some("C:/src"), "agent/main.c"),
        ("C:/main.c", Some("D:/src"), "main.c"),
        ("/../..", None, ""),
    ] {
        assert_eq!(shown(&normal(path), compiled_in), file, "{path}");
    }
    assert_eq!(shown(&normal(r"C:\src\agent\main.c"), Some("C:/src")), "agent/main.c");
    assert_eq!(shown(&"x".repeat(300), None).chars().count(), SHOWN);
    assert!(is_std("/rustc/0123/library/core/src/option.rs") && is_std("/rust/lib/rustlib/src/rust/library/std/src/fs.rs"));
    assert!(!is_std("src/lib.rs"));
}
