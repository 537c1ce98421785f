//! The flow of `link` with an engine of the test's own: what is written, and what is not.

use super::*;
use crate::Cli;
use crate::console::Color;
use clap::Parser as _;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        std::fs::create_dir(folder.at("policies")).expect("created");
        let agent = wat::parse_str(r#"(component (import "a:b/c" (instance (export "f" (func)))))"#).expect("it is WAT");
        for (name, bytes) in [("agent.wasm", &agent[..]), ("out.wasm", b"stale"), ("out.grants.json", b"stale")] {
            std::fs::write(folder.at(name), bytes).expect("written");
        }
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, more: &[&str], engine: impl FnOnce(LinkRequest<'_>) -> Answer<Linked>) -> Result<Status, Vec<&'static str>> {
        let path = |name: &str| self.at(name).display().to_string();
        let mut words =
            vec!["caplink".into(), "link".into(), path("agent.wasm"), "-p".into(), path("policies"), "-o".into(), path("out.wasm")];
        words.extend(["--principal", "Agent::\"x\""].iter().chain(more).map(ToString::to_string));
        let cli = Cli::try_parse_from(words).expect("the command line is right");
        let crate::Command::Link(arguments) = &cli.command else { unreachable!("the command line says link") };
        let console = Console::new(Color::Never, Format::Json, true);
        run(arguments, &console, engine).map_err(|failure| failure.0.iter().map(|diagnostic| diagnostic.code).collect())
    }

    fn outputs(&self) -> [Option<Vec<u8>>; 2] {
        ["out.wasm", "out.grants.json"].map(|name| std::fs::read(self.at(name)).ok())
    }
}

/// The real engine: nothing else can make what is written.
fn link(request: LinkRequest<'_>) -> Answer<Linked> {
    crate::engine::link(request)
}

#[test]
fn success_writes_both_files() {
    let folder = Folder::new();
    assert_eq!(folder.run(&[], link), Ok(Status::Success));
    let [artifact, lock] = folder.outputs();
    assert!(artifact.is_some_and(|artifact| artifact.starts_with(b"\0asm\x0d\0\x01\0")));
    assert!(lock.is_some_and(|lock| lock.starts_with(b"{\n  \"lockfile\": 4")));
}

#[test]
fn denied_demand_under_strict_is_a_finding_and_writes_nothing() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["--strict", "--demand", "imports"], link), Ok(Status::Findings));
    assert_eq!(folder.outputs(), [None, None]);
}

#[test]
fn i10_every_failure_leaves_no_output_behind() {
    let folder = Folder::new();
    assert_eq!(folder.run(&[], |_| Err(vec![Diagnostic::error("E-X", "x")])), Err(vec!["E-X"]));
    assert_eq!(folder.outputs(), [None, None]);

    let folder = Folder::new();
    std::fs::write(folder.at("agent.wasm"), b"\0asm\x01\0\0\0").expect("written");
    assert_eq!(folder.run(&[], link), Err(vec!["E-NOT-COMPONENT"]));
    assert_eq!(folder.outputs(), [None, None]);

    let folder = Folder::new();
    std::fs::remove_file(folder.at("agent.wasm")).expect("removed");
    assert_eq!(folder.run(&[], link), Err(vec!["E-READ"]));
    assert_eq!(folder.outputs(), [None, None]);
}

#[test]
fn no_policies_deny_everything_and_say_so() {
    let folder = Folder::new();
    let status = folder.run(&[], |request| {
        assert!(request.policies.is_empty());
        link(request)
    });
    assert_eq!(status, Ok(Status::Success));
    assert_eq!(no_policies().code, "W-NO-POLICIES");
}
