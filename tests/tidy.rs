//! Reads the sources and fails where the tree departs from its own rules: headers and sizes of files, layers, printing, the top level, and what
//! `compiler/ARCHITECTURE.md` says.
//!
//! It looks at text, not at syntax: comments are left out where names are looked for, and that is all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ARCHITECTURE: &str = "compiler/ARCHITECTURE.md";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder that is ours, as path from the root with `/`, sorted. Build output and Git's own files are not.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("the folder is readable").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8");
            match (path.is_dir(), name) {
                (_, ".git" | "target" | "node_modules" | "__pycache__") => {}
                (true, _) => folders.push(path),
                (false, _) => found.push(relative(&path)),
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).expect("it is under the root").to_str().expect("names are UTF-8").replace('\\', "/")
}

fn read(file: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(root().join(file)).expect("the file is readable")).into_owned()
}

fn sources(folder: &str) -> impl Iterator<Item = (String, String)> {
    files(folder).into_iter().filter(|file| file.ends_with(".rs")).map(|file| (file.clone(), read(&file)))
}

/// A source without its comment lines, and without unit tests at its end: they compare it with what it may not use itself.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn names_identifier(code: &str, identifier: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(identifier).any(|(at, _)| {
        let after = code[at + identifier.len()..].chars().next();
        !code[..at].ends_with(is_part) && !after.is_some_and(is_part)
    })
}

fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_source_says_what_it_is_and_is_short() {
    let mut complaints = Vec::new();
    for (file, text) in sources("compiler").chain(sources("tests")) {
        if !text.starts_with("//!") {
            complaints.push(format!("{file}: the first line must be `//!`: what comes in, what goes out, what must hold"));
        }
        let header: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        match text.lines().count() {
            801.. => complaints.push(format!("{file}: longer than 800 lines; split it")),
            501.. if !header.contains("Long because") => {
                complaints.push(format!("{file}: longer than 500 lines; split it, or give the reason in its header: `Long because ...`"));
            }
            _ => {}
        }
    }
    none(complaints);
}

/// Who may not name whom. A folder ends in `/`; exceptions are the modules that may.
const LAYERS: &[(&str, &[&str], &[&str])] = &[
    ("compiler/model/", &["caplink_linker", "caplink_verify"], &[]),
    ("compiler/model/", &["wasmparser", "wasm_encoder", "wit_component", "wit_parser", "wac_graph", "wac_types"], &[]),
    ("compiler/model/", &["cedar_policy", "cedar_policy_core", "cedar_policy_formatter"], &[]),
    ("compiler/verify/", &["caplink_linker", "cedar_policy", "cedar_policy_core", "cedar_policy_formatter"], &[]),
    ("compiler/verify/", &["wasm_encoder", "wit_component", "wit_parser", "wac_graph", "wac_types"], &[]),
    ("compiler/linker/", &["cedar_policy", "cedar_policy_core", "cedar_policy_formatter"], &["policy", "schema"]),
    ("compiler/linker/", &["wasm_encoder"], &["adapter", "plan", "compose"]),
    (
        "compiler/cli/",
        &[
            "cedar_policy",
            "cedar_policy_core",
            "cedar_policy_formatter",
            "wasmparser",
            "wasm_encoder",
            "wit_component",
            "wit_parser",
            "wac_graph",
        ],
        &[],
    ),
];

#[test]
fn layers_are_kept() {
    let mut complaints = Vec::new();
    for (folder, forbidden, modules) in LAYERS {
        let excepted = |file: &str| {
            let path = file.trim_start_matches(folder).trim_start_matches("src/");
            modules.iter().any(|module| path == format!("{module}.rs") || path.starts_with(&format!("{module}/")))
        };
        // Integration tests of a crate compare it with what the crate itself may not use.
        let inside = |file: &str| !file.starts_with(&format!("{folder}tests/"));
        for (file, text) in sources(folder).filter(|(file, _)| inside(file) && !excepted(file)) {
            let code = code(&text);
            for name in forbidden.iter().filter(|name| names_identifier(&code, name)) {
                complaints.push(format!("{file}: names `{name}`, which its layer does not use (see {ARCHITECTURE})"));
            }
        }
    }
    none(complaints);
}

#[test]
fn only_the_edge_prints() {
    let mut complaints = Vec::new();
    for (file, text) in sources("compiler").filter(|(file, _)| !["compiler/cli/", "/tests/"].iter().any(|part| file.contains(part))) {
        for name in ["println", "eprintln", "print", "eprint", "dbg"] {
            if code(&text).lines().any(|line| names_identifier(line, name) && line.contains(&format!("{name}!("))) {
                complaints.push(format!("{file}: `{name}!`: return a value, and let compiler/cli print it"));
            }
        }
    }
    none(complaints);
}

#[test]
fn the_top_level_is_closed() {
    const ALLOWED: &[&str] =
        &["Cargo.toml", "Cargo.lock", "README.md", "LICENSE", "compiler", "policies", "wit", "golden", "tests", "target"];
    let entries = std::fs::read_dir(root()).expect("the root is readable");
    let names = entries.map(|entry| entry.expect("the root is readable").file_name().into_string().expect("names are UTF-8"));
    let other: Vec<_> = names.filter(|name| !name.starts_with('.') && !ALLOWED.contains(&name.as_str())).collect();
    assert!(other.is_empty(), "the top level has {other:?}; find them a place in compiler/, tests/, policies/, wit/ or golden/");
}

#[test]
fn nothing_is_left_for_later_and_no_machine_is_named() {
    // Spelt in pieces, so that this file passes.
    let later: Vec<_> = [("TO", "DO"), ("FIX", "ME"), ("#[ign", "ore")].iter().map(|(a, b)| format!("{a}{b}")).collect();
    let machine: Vec<_> =
        [("/ro", "ot/"), ("/ho", "me/"), ("/wo", "rk/"), ("/Us", "ers/")].iter().map(|(a, b)| format!("{a}{b}")).collect();
    let ours = |file: &str| {
        [".rs", ".md", ".toml", ".cedar", ".cedarschema", ".json", "cmd", "run", "stdout", "stderr"].iter().any(|end| file.ends_with(end))
    };
    let mut complaints = Vec::new();
    for file in files("").into_iter().filter(|file| ours(file) && !file.starts_with("wit/")) {
        let text = read(&file);
        for (words, next) in [(&later, "do it now, or leave it out"), (&machine, "write a relative path")] {
            for word in words.iter().filter(|word| text.contains(word.as_str())) {
                complaints.push(format!("{file}: holds `{word}`; {next}"));
            }
        }
    }
    none(complaints);
}

/// The texts between backticks.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn the_architecture_names_what_exists() {
    let text = read(ARCHITECTURE);
    assert!(text.lines().count() <= 200, "{ARCHITECTURE} is longer than 200 lines; details belong in the headers of the files");
    let top = ["compiler/", "policies/", "wit/", "golden/", "tests/", ".ci/"];
    let missing: Vec<_> = quoted(&text)
        .into_iter()
        .filter(|name| top.iter().any(|top| name.starts_with(top)) && !name.contains(['*', '<', ' ']))
        .filter(|name| !root().join(name).exists())
        .collect();
    assert!(missing.is_empty(), "{ARCHITECTURE} names {missing:?}, which do not exist");
}

#[test]
fn the_architecture_mentions_every_module() {
    let text = read(ARCHITECTURE);
    let quoted = quoted(&text);
    let mut complaints = Vec::new();
    for file in files("compiler").into_iter().filter(|file| file.ends_with(".rs")) {
        let path = PathBuf::from(&file);
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8");
        let beside = ["_tests.rs", "tests.rs"].iter().any(|end| name.ends_with(end)) || file.contains("/tests/");
        // `folder/` stands for all that is in it; a crate's own folder does not.
        let by_folder = path.ancestors().skip(1).take_while(|folder| folder.components().count() > 2 && !folder.ends_with("src"));
        let mut by_folder = by_folder.filter_map(|folder| folder.file_name()?.to_str()).map(|folder| format!("{folder}/"));
        let mentioned = quoted.contains(name) || quoted.contains(file.as_str()) || by_folder.any(|folder| quoted.contains(folder.as_str()));
        if !beside && !mentioned {
            complaints.push(format!("{ARCHITECTURE} does not mention {file}"));
        }
    }
    none(complaints);
}

#[test]
fn every_invariant_is_in_the_code_and_in_a_test() {
    let text = read(ARCHITECTURE);
    let section =
        text.split("\n## ").find(|section| section.starts_with("Invariants\n")).expect("ARCHITECTURE.md has a section `Invariants`");
    let listed: BTreeSet<u32> = section.lines().filter_map(|line| line.strip_prefix("- **I")?.split("**").next()?.parse().ok()).collect();
    assert!(!listed.is_empty(), "{ARCHITECTURE} lists no invariant");

    let (mut cited, mut tested) = (BTreeSet::new(), BTreeSet::new());
    for (file, text) in sources("compiler").chain(sources("tests")) {
        for line in text.lines() {
            if let Some(number) = line.trim_start().strip_prefix("fn i").and_then(|rest| rest.split_once('_')?.0.parse::<u32>().ok()) {
                tested.insert(number);
            }
            if file.starts_with("compiler/") {
                cited.extend(citations(line));
            }
        }
    }
    let mut complaints = Vec::new();
    for number in &listed {
        if !cited.contains(number) {
            complaints.push(format!("I{number} is cited nowhere in the code: write `I{number}:` where the code relies on it"));
        }
        if !tested.contains(number) {
            complaints.push(format!("I{number} has no test: name one `fn i{number}_...`"));
        }
    }
    complaints
        .extend(tested.difference(&listed).map(|number| format!("a test is named for I{number}, which {ARCHITECTURE} does not list")));
    none(complaints);
}

/// The invariants that a line cites: `I3:`, `(I3)`, `I3,`.
fn citations(line: &str) -> impl Iterator<Item = u32> {
    line.split(|character: char| !character.is_ascii_alphanumeric()).filter_map(|word| {
        let digits = word.strip_prefix('I').filter(|digits| !digits.is_empty())?;
        digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
    })
}
