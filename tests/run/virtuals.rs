//! What an artifact has in itself: files, streams, clocks, variables, configuration; alone, and beside what the host grants.
//!
//! What must hold: what is virtual answers as a host would, and no function of the host is called for it; handles of the host and of the artifact work in one agent.

use std::fs;

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Outcome, Provider};

use crate::host::{FsPerms, Host, Linked, Loopback, Val, by_flags, text};
use crate::{agent, scratch};

const EXPORTS: &str = r#"permit (principal, action == Action::"export", resource);"#;

fn linked(name: &str, policies: &str, flags: &[&str]) -> Result<Linked> {
    let folder = scratch()?;
    fs::create_dir_all(folder.path().join("tree/sub"))?;
    fs::write(folder.path().join("tree/a.txt"), "alpha")?;
    fs::write(folder.path().join("tree/sub/b.txt"), "beta")?;
    fs::write(folder.path().join("input"), "one\ntwo\n")?;
    by_flags(&agent(name)?, policies, flags, folder.path())
}

/// A sequence of calls in one instance, and what each says.
fn says(linked: &Linked, host: &Host, calls: &[(&str, &[Val])]) -> Result<Vec<String>> {
    (0..calls.len())
        .map(|last| {
            let outcome = linked.confirmed(host, |agent| {
                let mut outcomes: Vec<_> = calls[..=last].iter().map(|(export, args)| agent.call(export, args)).collect();
                outcomes.pop().expect("there is a call")
            })?;
            Ok(outcome.text().with_context(|| format!("{:?}", calls[last]))?.to_owned())
        })
        .collect()
}

#[test]
fn files_in_memory_answer_as_a_folder_of_the_host_does() -> Result<()> {
    let linked = linked("files", EXPORTS, &["--virtual-fs", "/data"])?;
    ensure!(linked.calls().is_empty(), "{:?}", linked.calls());
    let (a, b, missing) = (text("/data/a.txt"), text("/data/b.txt"), text("/data/no/x"));
    let calls: [(&str, &[Val]); 13] = [
        ("write-file", &[a.clone(), text("alpha")]),
        ("read-file", std::slice::from_ref(&a)),
        ("append-file", &[a.clone(), text(" and more")]),
        ("read-file", std::slice::from_ref(&a)),
        ("file-size", std::slice::from_ref(&a)),
        ("list-dir", &[text("/data")]),
        ("rename-file", &[a.clone(), b.clone()]),
        ("list-dir", &[text("/data")]),
        ("read-file", std::slice::from_ref(&a)),
        ("write-file", &[missing.clone(), text("x")]),
        ("read-file", &[text("/data")]),
        ("remove-file", std::slice::from_ref(&b)),
        ("read-file", &[text("/elsewhere")]),
    ];
    let here = says(&linked, &Host::new(), &calls)?;
    let folder = scratch()?;
    let mut there = vec![];
    let host = Host::new().dir(folder.path(), "/data", FsPerms::ReadWrite);
    let mut once = host.instantiate(&agent("files")?)?;
    for (export, args) in &calls {
        there.push(once.call(export, args).text()?.to_owned());
    }
    ensure!(here == there, "{here:#?}\nand in a folder\n{there:#?}");
    Ok(())
}

#[test]
fn f15_embedded_files_are_read_and_never_changed() -> Result<()> {
    let linked = linked("files", EXPORTS, &["--embed", "tree=/in", "--virtual-fs", "/out=64K"])?;
    ensure!(linked.calls().is_empty(), "{:?}", linked.calls());
    let at = |path: &str| text(path);
    let found = says(
        &linked,
        &Host::new(),
        &[
            ("read-file", &[at("/in/a.txt")]),
            ("read-file", &[at("/in/sub/b.txt")]),
            ("list-dir", &[at("/in")]),
            ("write-file", &[at("/out/x"), text("written")]),
            ("read-file", &[at("/out/x")]),
        ],
    )?;
    ensure!(found == ["alpha", "beta", "a.txt,sub", "written", "written"], "{found:?}");
    let big = "x".repeat(70_000);
    for (export, args) in [
        ("write-file", vec![at("/in/a.txt"), text("x")]),
        ("append-file", vec![at("/in/a.txt"), text("x")]),
        ("write-file", vec![at("/in/new"), text("x")]),
        ("remove-file", vec![at("/in/a.txt")]),
        ("rename-file", vec![at("/in/a.txt"), at("/in/c.txt")]),
        ("read-file", vec![at("/in/../../etc/passwd")]),
        // More than there is room for.
        ("write-file", vec![at("/out/x"), text(&big)]),
    ] {
        let said = linked.run(&Host::new(), export, &args)?;
        ensure!(said.text()?.starts_with("error"), "{export} {:?}: {said:?}", args[0]);
    }
    let facts: Vec<_> = linked.lockfile.provisions.iter().map(|fact| (fact.name.as_deref(), fact.size)).collect();
    let wanted = [(Some("/in"), None), (Some("/in/a.txt"), Some(5)), (Some("/in/sub/b.txt"), Some(4)), (Some("/out"), Some(65_536))];
    ensure!(facts == wanted, "{facts:?}");
    Ok(())
}

#[test]
fn streams_of_the_host_work_beside_files_in_memory() -> Result<()> {
    let policies =
        format!(r#"{EXPORTS} permit (principal, action in [Action::"cli:stdout", Action::"cli:stderr", Action::"cli:stdin"], resource);"#);
    // The agent has nothing of files: the streams alone are exchanged.
    let streams = linked("ambient", &policies, &["--virtual-fs", "/data"])?;
    let out = streams.run(&Host::new().stdin(b"a line\n"), "print-out", &[text("to the host")])?;
    ensure!(out.stdout.contains("to the host"), "{out:?}");
    let read = streams.run(&Host::new().stdin(b"a line\n"), "read-stdin", &[])?;
    ensure!(read.text()?.contains("a line"), "{read:?}");
    Ok(())
}

#[test]
fn http_of_the_host_works_beside_standard_input_in_the_artifact() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let policies = format!(r#"{EXPORTS} permit (principal, action == Action::"http:request", resource);"#);
    let linked = linked("fetch", &policies, &["--stdin", "input", "--stdout", "sink", "--stderr", "sink"])?;
    let host = Host::new().allow_http_to_loopback();
    let plain = host.run(&agent("fetch")?, "run", &[text(&server.url("/a?b=c"))])?;
    let beside = linked.run(&host, "run", &[text(&server.url("/a?b=c"))])?;
    ensure!(plain.text()? == beside.text()?, "{plain:?} {beside:?}");
    let converted = linked
        .lockfile
        .symbols
        .iter()
        .filter(|symbol| symbol.import.starts_with("wasi:http/types") && symbol.provider == Provider::Membrane);
    ensure!(converted.count() > 0, "{}", linked.text);
    Ok(())
}

#[test]
fn standard_streams_are_given_or_go_nowhere() -> Result<()> {
    let linked = linked("ambient", EXPORTS, &["--stdin", "input", "--stdout", "sink"])?;
    ensure!(linked.calls().is_empty(), "{:?}", linked.calls());
    ensure!(linked.run(&Host::new().stdin(b"the host's"), "read-stdin", &[])?.text()?.contains("one"));
    for export in ["print-out", "print-err"] {
        let outcome = linked.run(&Host::new(), export, &[text("nobody sees it")])?;
        ensure!(outcome.result.is_ok() && outcome.stdout.is_empty() && outcome.stderr.is_empty(), "{outcome:?}");
    }
    Ok(())
}

#[test]
fn t1_t5_clocks_of_the_artifact_stand_still_or_count_and_never_wait() -> Result<()> {
    let frozen = linked("ambient", EXPORTS, &["--clock", "frozen=1700000000"])?;
    ensure!(frozen.calls().is_empty(), "{:?}", frozen.calls());
    let (first, second) = (frozen.run(&Host::new(), "wall-seconds", &[])?, frozen.run(&Host::new(), "wall-seconds", &[])?);
    ensure!(first.text()? == "1700000000" && second.text()? == "1700000000", "{first:?}");
    // A thousand hours, which pass at once.
    ensure!(frozen.run(&Host::new(), "sleep-millis", &[Val::U64(3_600_000_000)])?.result.is_ok());
    let counting = linked("ambient", EXPORTS, &["--clock", "counting"])?;
    ensure!(counting.run(&Host::new(), "sleep-millis", &[Val::U64(3_600_000_000)])?.result.is_ok());
    Ok(())
}

#[test]
fn k7_variables_are_given_or_allowed_by_name() -> Result<()> {
    let policies = format!(r#"{EXPORTS} permit (principal, action == Action::"env:read", resource == Env::Var::"HOME");"#);
    let host = Host::new().env("HOME", "/u").env("SECRET", "s").env("GIVEN", "by the host").arg("theirs");
    let all = linked("ambient", &policies, &["--env", "GIVEN=here", "--arg", "mine", "--arg", "--two", "--cwd", "/w"])?;
    let var = |name: &str| all.run(&host, "env-var", &[text(name)]);
    let said = |name: &str| -> Result<String> { Ok(format!("{:?}", var(name)?.result)) };
    ensure!(said("GIVEN")?.contains("here") && said("HOME")?.contains("/u") && !said("SECRET")?.contains("\"s\""), "{}", said("SECRET")?);
    ensure!(said("SECRET")? == said("NOT THERE")?);
    ensure!(format!("{:?}", all.run(&host, "arguments", &[])?.result).contains("--two"));
    let symbol = all.lockfile.symbols.iter().find(|symbol| symbol.function == "get-environment").context("it is imported")?;
    ensure!((symbol.outcome, symbol.provider) == (Outcome::Guard, Provider::Membrane), "{symbol:?}");
    let alone = linked("ambient", EXPORTS, &["--env", "GIVEN=here"])?;
    ensure!(alone.calls().is_empty(), "{:?}", alone.calls());
    ensure!(format!("{:?}", alone.run(&host, "env-var", &[text("HOME")])?.result) == said("SECRET")?);
    Ok(())
}

#[test]
fn k6_configuration_is_given_or_allowed_by_key() -> Result<()> {
    let policies = format!(r#"{EXPORTS} permit (principal, action == Action::"config:read", resource == Config::Key::"color");"#);
    let host = Host::new().config("color", "red").config("secret", "s").config("given", "by the host");
    let linked = linked("stores", &policies, &["--config", "given=here"])?;
    let one = |key: &str| -> Result<String> { Ok(linked.run(&host, "config", &[text(key)])?.text()?.to_owned()) };
    ensure!((one("given")?, one("color")?, one("secret")?) == ("here".into(), "red".into(), "nothing".into()));
    ensure!(linked.run(&host, "config-all", &[])?.text()? == "color=red,given=here");
    Ok(())
}
