//! Golden cases: every folder `golden/<subcommand>/<case>/` is a test.
//!
//! In a case: `cmd` (see `golden/command.rs`), text inputs, and the expected `stdout`, `stderr`, `artifact.wat` (what `out.wasm` is, see
//! `golden/artifact.rs`) and `grants.json` (its lockfile). A missing expectation means that there must be nothing. Inputs named `*.wat` are also there as
//! `*.wasm`. A case runs in a copy of its folder, beside links to the shared agents and policies, so no path of the machine is in its output.
//!
//! `BLESS=1 cargo test --workspace --test golden` rewrites expectations, never `cmd`, and never for a command that exits otherwise than `cmd` says; under
//! `golden/verify/` it also refuses to change which violations are named.

#[path = "golden/artifact.rs"]
mod artifact;
#[path = "golden/case.rs"]
mod case;
#[path = "golden/command.rs"]
mod command;
#[path = "golden/diff.rs"]
mod diff;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("the folder is readable").file_name().into_string().expect("names are UTF-8"))
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// Runs every case of a subcommand, and reports all that fail.
fn run_all(subcommand: &str) {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let folder = root().join(subcommand);
    let mut failures = Vec::new();
    for name in names(&folder) {
        if let Err(reason) = case::check(&folder.join(&name), subcommand == "verify", bless) {
            failures.push((format!("golden/{subcommand}/{name}"), reason));
        }
    }
    let report: String = failures.iter().map(|(name, reason)| format!("\n{name}\n{reason}\n")).collect();
    let list: String = failures.iter().map(|(name, _)| format!("\n  {name}")).collect();
    assert!(failures.is_empty(), "{report}\n{} failed:{list}\nBLESS=1 accepts changed text; read the diff first", failures.len());
}

macro_rules! subcommands {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run_all(stringify!($name));
        })*

        #[test]
        fn every_folder_is_run() {
            let mut expected = vec![$(stringify!($name)),*];
            expected.sort();
            let found = names(&root());
            assert!(found.iter().all(|name| expected.contains(&name.as_str())), "golden/ has folders that no test runs: {found:?}");
        }
    };
}

subcommands!(link lint fmt diff check explain suggest inspect schema verify init completions help);
