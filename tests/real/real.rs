//! Runs agents made by other toolchains in the recording host, as they are and linked. `tests/real/build` makes them first; without them
//! these tests fail.

#[path = "../host/mod.rs"]
mod host;
#[path = "jco.rs"]
mod jco;
#[path = "linked.rs"]
mod linked;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use host::{FsPerms, Host, Loopback, Outcome, text};

/// Where `tests/real/build` leaves agents and toolchains.
fn cache() -> PathBuf {
    match env::var_os("CAPLINK_REAL_CACHE") {
        Some(cache) => PathBuf::from(cache),
        None => Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("real"),
    }
}

/// The bytes of one agent, as `tests/real/build` left them.
fn agent(name: &str) -> Result<Vec<u8>> {
    let path = cache().join(format!("{name}.wasm"));
    fs::read(&path).with_context(|| format!("no agent at {}: run tests/real/build", path.display()))
}

/// Calls one export of an agent, in a host that answers the loopback interface.
fn call(agent: &[u8], export: &str, arg: &str) -> Result<Outcome> {
    Host::new().allow_http_to_loopback().run(agent, export, &[text(arg)])
}

#[test]
fn javascript_fetches_charges_and_prints() -> Result<()> {
    let js = agent("js")?;
    let hello = call(&js, "hello", "you")?;
    hello.says("hello you")?;
    ensure!(!hello.called("acme:pay/api", "charge"), "{:?}", hello.calls);

    let server = Loopback::answering("a page")?;
    let run = call(&js, "run", &server.url("/page"))?;
    run.says("status=200 len=6 charge=charged 5 acct-1")?;
    run.has_called("acme:pay/api", &["charge"])?;
    run.has_called("wasi:http/outgoing-handler", &["handle"])?;
    ensure!(server.seen().iter().all(|seen| seen.path == "/page"), "{:?}", server.seen());

    let shout = call(&js, "shout", "out loud")?;
    shout.says("said out loud")?;
    shout.has_called("wasi:cli/stdout", &["get-stdout"])?;
    ensure!(shout.stdout == "out loud\n", "{shout:?}");
    Ok(())
}

#[test]
fn python_charges_and_prints() -> Result<()> {
    let py = agent("py")?;
    let hello = call(&py, "hello", "you")?;
    hello.says("hello you")?;
    hello.has_called("wasi:cli/environment", &["get-environment"])?;
    let run = call(&py, "run", "http://unused")?;
    run.says("charge=charged 5 acct-1")?;
    run.has_called("acme:pay/api", &["charge"])?;
    let shout = call(&py, "shout", "out loud")?;
    shout.says("said out loud")?;
    shout.has_called("wasi:cli/stdout", &["get-stdout"])?;
    ensure!(shout.stdout == "out loud\n", "{shout:?}");
    Ok(())
}

/// The commands in Go and C do the same.
fn command(name: &str) -> Result<()> {
    let component = agent(name)?;
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let bare = Host::new().env("NAME", "value").arg("agent").arg("one").arg("two");
    let host = bare.clone().dir(folder.path(), "/data", FsPerms::ReadWrite);
    let outcome = host.confirmed(&component, host::Agent::command)?;
    ensure!(outcome.result.is_ok() && outcome.stderr.is_empty(), "{outcome:?}");
    let expected = format!("args one two\nname value\nfile from {name}\n");
    ensure!(outcome.stdout == expected, "{outcome:?}");
    ensure!(fs::read_to_string(folder.path().join("note.txt"))? == format!("from {name}"));
    outcome.has_called("wasi:cli/environment", &["get-arguments", "get-environment"])?;
    outcome.has_called("wasi:filesystem/types", &["[method]descriptor.open-at"])?;

    let refused = bare.confirmed(&component, host::Agent::command)?;
    let said = refused.stderr.contains("write") && refused.stderr.contains("read");
    ensure!(refused.result.is_err() && said, "{refused:?}");
    Ok(())
}

#[test]
fn go_reads_its_surroundings_and_a_file() -> Result<()> {
    command("go")
}

/// Through bindings in Python, and through the functions of the interface themselves in Go.
#[test]
fn python_and_go_get_a_page() -> Result<()> {
    let server = Loopback::answering("a page")?;
    let py = call(&agent("py")?, "get", &server.url("/page?a=b"))?;
    py.says("status=200 len=6")?;
    py.has_called("wasi:http/outgoing-handler@0.2.12", &["handle"])?;
    let go = agent("go-get")?;
    let host = Host::new().allow_http_to_loopback().arg("get").arg(&server.url("/page?a=b"));
    let outcome = host.confirmed(&go, host::Agent::command)?;
    ensure!(outcome.result.is_ok() && outcome.stdout == "status=200 len=6\n", "{outcome:?}");
    outcome.has_called("wasi:http/outgoing-handler@0.2.12", &["handle"])?;
    ensure!(server.seen().len() == 4 && server.seen().iter().all(|seen| seen.path == "/page?a=b"), "{:?}", server.seen());

    // A host that lets nothing out says so to both.
    let refused = Host::new().run(&agent("py")?, "get", &[text(&server.url("/"))])?;
    refused.says("error: ErrorCode_HttpRequestDenied")?;
    let refused = Host::new().arg("get").arg(&server.url("/")).confirmed(&go, host::Agent::command)?;
    ensure!(refused.stdout == "error: 15\n", "{refused:?}");
    Ok(())
}

#[test]
fn c_reads_its_surroundings_and_a_file() -> Result<()> {
    command("c")
}
