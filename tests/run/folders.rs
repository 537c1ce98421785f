//! Folders of the host once they are linked: each use of a file is decided by its real path in the agent's view (threats F1 to F13).
//!
//! What must hold: an allowed use does what it does without caplink; a refused one is refused whatever exists, and changes nothing; no link, hard link or rename leads elsewhere.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Outcome, Provider};

use crate::host::{FsPerms, Host, Linked, Val, by_policy, text};
use crate::{agent, scratch};

const POLICIES: &str = r#"
    permit (principal, action == Action::"export", resource);
    @id("out") permit (principal, action in Action::"fs", resource in Fs::Path::"/data/out");
    @id("in") permit (principal, action in [Action::"fs:read", Action::"fs:list", Action::"fs:stat"], resource in Fs::Path::"/data/in");
    @id("log") permit (principal, action in [Action::"fs:append", Action::"fs:create"], resource == Fs::Path::"/data/log.txt");
    @id("secret") forbid (principal, action, resource in Fs::Path::"/data/in/secret");
"#;

/// A folder with something in each scope, and links between them.
fn data() -> Result<tempfile::TempDir> {
    let folder = scratch()?;
    let at = |path: &str| folder.path().join(path);
    for path in ["in/deep/er", "in/secret", "out", "priv"] {
        fs::create_dir_all(at(path))?;
    }
    for path in ["in/a.txt", "in/deep/er/b.txt", "in/secret/s.txt", "out/o.txt", "priv/p.txt"] {
        fs::write(at(path), path)?;
    }
    symlink("../priv", at("out/to-priv"))?;
    symlink("../priv/p.txt", at("in/to-p"))?;
    symlink("deep/er/b.txt", at("in/to-b"))?;
    symlink("secret", at("in/to-secret"))?;
    symlink("/etc/passwd", at("out/absolute"))?;
    symlink("../../../etc/passwd", at("out/outside"))?;
    symlink("loop", at("out/loop"))?;
    fs::hard_link(at("priv/p.txt"), at("priv/hard"))?;
    Ok(folder)
}

fn linked() -> Result<Linked> {
    by_policy(&agent("files")?, POLICIES)
}

fn host(folder: &Path) -> Host {
    Host::new().dir(folder, "/data", FsPerms::ReadWrite)
}

/// What the linked agent says, and what the same agent says without caplink in a folder of its own.
fn both(export: &str, args: &[Val]) -> Result<(String, String)> {
    let (guarded, free) = (data()?, data()?);
    let with = linked()?.run(&host(guarded.path()), export, args).with_context(|| format!("{export} {args:?}"))?;
    let without = host(free.path()).run(&agent("files")?, export, args)?;
    Ok((with.text()?.to_owned(), without.text()?.to_owned()))
}

#[test]
fn allowed_files_are_as_they_are_without_caplink() -> Result<()> {
    let one = |path: &str| vec![text(path)];
    let two = |path: &str, other: &str| vec![text(path), text(other)];
    for (export, args) in [
        ("read-file", one("/data/in/a.txt")),
        ("read-file", one("/data/in/./deep/../a.txt")),
        ("read-file", one("/data/in/deep/er/b.txt")),
        ("read-file", one("/data/in/to-b")),
        ("read-file", one("/data/in/missing")),
        ("read-file", one("/data/in")),
        ("read-file", one("/data/in/a.txt/x")),
        ("read-file", one("/data/out/loop")),
        ("file-size", one("/data/in/deep/er/b.txt")),
        ("file-size", one("/data/out")),
        ("list-dir", one("/data/in/deep")),
        ("list-dir", one("/data/out/o.txt")),
        ("write-file", two("/data/out/new.txt", "text")),
        ("write-file", two("/data/out/o.txt", "shorter")),
        ("write-file", two("/data/out", "text")),
        ("append-file", two("/data/out/o.txt", " and more")),
        ("rename-file", two("/data/out/o.txt", "/data/out/p.txt")),
        ("rename-file", two("/data/out/missing", "/data/out/p.txt")),
        ("remove-file", one("/data/out/o.txt")),
        ("remove-file", one("/data/out/loop")),
        ("remove-file", one("/data/out/missing")),
    ] {
        let (with, without) = both(export, &args)?;
        ensure!(with == without, "{export} {args:?}: {with:?}, and without caplink {without:?}");
    }
    Ok(())
}

#[test]
fn f1_f2_no_spelling_and_no_link_leads_out_of_what_is_allowed() -> Result<()> {
    for path in [
        "/data/priv/p.txt",
        "/data/in/../priv/p.txt",
        "/data/out/../priv/p.txt",
        "/data/out/to-priv/p.txt",
        "/data/out/to-priv/../priv/p.txt",
        "/data/in/to-p",
        "/data/in/secret/s.txt",
        "/data/in/to-secret/s.txt",
        "/data/in/deep/../secret/s.txt",
        "/data/out/absolute",
        "/data/out/outside",
        "/data/priv/hard",
        "/data/log.txt",
        "/data/in//../priv/p.txt",
        "/data/../data/priv/p.txt",
        "/etc/passwd",
    ] {
        let folder = data()?;
        let linked = linked()?;
        for (export, args) in [
            ("read-file", vec![text(path)]),
            ("write-file", vec![text(path), text("x")]),
            ("remove-file", vec![text(path)]),
            ("file-size", vec![text(path)]),
        ] {
            // Links may be removed where they lie.
            if export == "remove-file" && path.starts_with("/data/out/") && !path.contains("to-priv") && !path.contains("..") {
                continue;
            }
            let outcome = linked.run(&host(folder.path()), export, &args)?;
            ensure!(outcome.text()?.starts_with("error"), "{export} {path}: {outcome:?}");
        }
        for kept in ["priv/p.txt", "in/secret/s.txt", "in/a.txt"] {
            ensure!(fs::read_to_string(folder.path().join(kept))? == kept, "{path} changed {kept}");
        }
    }
    Ok(())
}

#[test]
fn f4_f13_reading_writing_and_appending_are_different_rights() -> Result<()> {
    let denied = |said: &str| said.starts_with("error");
    for (export, args, allowed) in [
        ("write-file", vec![text("/data/in/a.txt"), text("x")], false),
        ("write-file", vec![text("/data/in/new.txt"), text("x")], false),
        ("append-file", vec![text("/data/in/a.txt"), text("x")], false),
        ("remove-file", vec![text("/data/in/a.txt")], false),
        ("append-file", vec![text("/data/log.txt"), text("line")], true),
        ("write-file", vec![text("/data/log.txt"), text("line")], false),
        ("read-file", vec![text("/data/log.txt")], false),
        ("append-file", vec![text("/data/log2.txt"), text("line")], false),
    ] {
        let folder = data()?;
        let outcome = linked()?.run(&host(folder.path()), export, &args)?;
        ensure!(denied(outcome.text()?) != allowed, "{export} {args:?}: {outcome:?}");
        ensure!(fs::read_to_string(folder.path().join("in/a.txt"))? == "in/a.txt", "{export} {args:?} changed a.txt");
        ensure!(!folder.path().join("in/new.txt").exists() && !folder.path().join("log2.txt").exists(), "{export} {args:?}");
        // It may be created; what is not to be written stays empty.
        let log = fs::read_to_string(folder.path().join("log.txt")).unwrap_or_default();
        // A run is done twice.
        ensure!(log == if allowed { "lineline" } else { "" }, "{export} {args:?} wrote {log:?}");
    }
    Ok(())
}

#[test]
fn f6_nothing_moves_to_where_more_is_allowed() -> Result<()> {
    for (from, to) in [
        ("/data/in/a.txt", "/data/out/a.txt"),
        ("/data/out/o.txt", "/data/priv/o.txt"),
        ("/data/priv/p.txt", "/data/out/p.txt"),
        ("/data/in/secret/s.txt", "/data/out/s.txt"),
        ("/data/out/o.txt", "/data/in/o.txt"),
    ] {
        let folder = data()?;
        let outcome = linked()?.run(&host(folder.path()), "rename-file", &[text(from), text(to)])?;
        ensure!(outcome.text()?.starts_with("error"), "{from} {to}: {outcome:?}");
        ensure!(folder.path().join(from.trim_start_matches("/data/")).exists(), "{from} is gone");
        ensure!(!folder.path().join(to.trim_start_matches("/data/")).exists(), "{to} is there");
    }
    Ok(())
}

#[test]
fn f8_what_is_denied_is_not_told() -> Result<()> {
    let says = |export: &str, path: &str| both(export, &[text(path)]).map(|(with, _)| with);
    ensure!(says("list-dir", "/data/in")? == "a.txt,deep,to-b,to-p,to-secret", "{}", says("list-dir", "/data/in")?);
    ensure!(says("list-dir", "/data")?.starts_with("error"));
    for export in ["read-file", "file-size", "list-dir"] {
        let (there, missing) = (says(export, "/data/priv/p.txt")?, says(export, "/data/priv/none")?);
        ensure!(there == missing, "{export}: {there:?} {missing:?}");
    }
    Ok(())
}

#[test]
fn f11_a_preopen_is_what_its_name_says() -> Result<()> {
    let folder = data()?;
    // The same folders under other names: no permit is about them.
    let host = Host::new().dir(folder.path(), "/other", FsPerms::ReadWrite).dir(
        &folder.path().join("priv"),
        "/data/in/secret",
        FsPerms::ReadWrite,
    );
    let linked = linked()?;
    for path in ["/other/in/a.txt", "/data/in/secret/p.txt", "/other/out/o.txt"] {
        ensure!(linked.run(&host, "read-file", &[text(path)])?.text()?.starts_with("error"), "{path}");
    }
    // Of preopens that lie in each other the path decides, whichever leads to it.
    let host = Host::new().dir(folder.path(), "/data", FsPerms::ReadWrite).dir(&folder.path().join("in"), "/data/in", FsPerms::ReadWrite);
    ensure!(linked.run(&host, "read-file", &[text("/data/in/a.txt")])?.text()? == "in/a.txt");
    ensure!(linked.run(&host, "read-file", &[text("/data/in/secret/s.txt")])?.text()?.starts_with("error"));
    Ok(())
}

#[test]
fn one_permit_of_several_actions_opens_for_what_it_permits() -> Result<()> {
    let reading = r#"permit (principal, action in [Action::"export", Action::"fs:read", Action::"fs:stat"], resource);"#;
    let linked = by_policy(&agent("files")?, reading)?;
    let open = linked.lockfile.symbols.iter().find(|symbol| symbol.function == "[method]descriptor.open-at").context("it is imported")?;
    ensure!((open.outcome, open.provider) == (Outcome::Guard, Provider::Membrane), "{open:?}");
    let told: Vec<_> = open.decisions.iter().map(|decision| (decision.action.as_str(), decision.outcome)).collect();
    let [allow, deny] = [Outcome::Allow, Outcome::Deny];
    ensure!(told == [("fs:read", allow), ("fs:write", deny), ("fs:append", deny), ("fs:create", deny), ("fs:list", deny)], "{told:?}");
    let folder = data()?;
    ensure!(linked.run(&host(folder.path()), "read-file", &[text("/data/priv/p.txt")])?.text()? == "priv/p.txt");
    ensure!(linked.run(&host(folder.path()), "write-file", &[text("/data/out/o.txt"), text("x")])?.text()?.starts_with("error"));
    ensure!(fs::read_to_string(folder.path().join("out/o.txt"))? == "out/o.txt");
    Ok(())
}
