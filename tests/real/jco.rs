//! A linked agent on another host than wasmtime: jco turns it into JavaScript, Node runs it with the imports that were granted.
//!
//! What it does must be what it does on wasmtime: the call that its guard allows reaches the host, every other answers with its own error or traps.
//! HTTP is jco's own there, and what a server of this machine saw is the witness.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::cache;
use crate::host::{Linked, Loopback, Reply, by_policy};

const POLICY: &str = r#"
    permit (principal, action == Action::"acme:pay/api#charge", resource) when { context.account like "acct-*" && context.cents <= 1000 };
    permit (principal, action == Action::"export", resource);
"#;

fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?} cannot start"))?;
    ensure!(output.status.success(), "{command:?}\n{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A shipped agent under a policy.
fn linked(agent: &str, policy: &str) -> Result<Linked> {
    by_policy(&fs::read(here(&format!("../agents/{agent}.wasm")))?, policy)
}

/// A folder with the agent as JavaScript, to be instantiated with its imports.
fn transpiled(linked: &Linked) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("agent.wasm"), &linked.component)?;
    let arguments = ["transpile", "agent.wasm", "-o", ".", "--no-nodejs-compat", "--instantiation", "async", "--quiet"];
    output(Command::new(cache().join("npm/node_modules/.bin/jco")).args(arguments).current_dir(folder.path()))?;
    Ok(folder)
}

#[test]
fn a_linked_agent_runs_as_javascript() -> Result<()> {
    let folder = transpiled(&linked("pay", POLICY)?)?;
    let printed = output(Command::new("node").arg(here("jco/run.mjs")).arg(folder.path()))?;
    let expected = r#"{"run":"paid","much":"error: access denied","all":"error: access denied","refund":"error: access denied","ping":"RuntimeError","calls":["charge acct-1 5"]}"#;
    ensure!(printed.trim() == expected, "{printed}");
    Ok(())
}

/// Sends requests one by one: what the agent said of each, and what came to the host's `handle`.
fn send(policy: &str, requests: &[String]) -> Result<Vec<(String, String)>> {
    let folder = transpiled(&linked("spell", policy)?)?;
    let wasi = cache().join("npm/node_modules/@bytecodealliance/preview2-shim");
    let printed = output(Command::new("node").arg(here("jco/requests.mjs")).arg(folder.path()).arg(wasi).args(requests))?;
    let lines = printed.lines().map(|line| line.split_once('\t').map(|(said, handled)| (said.to_owned(), handled.to_owned())));
    lines.collect::<Option<Vec<_>>>().with_context(|| printed.clone())
}

/// Two servers: one that policy names, which points to the other for `/ok/away`, and that other.
fn servers() -> Result<(Loopback, Loopback)> {
    let elsewhere = Loopback::answering("elsewhere")?;
    let target = elsewhere.url("/ok/admin");
    let server = Loopback::replying(move |seen| if seen.path == "/ok/away" { Reply::redirect(&target) } else { Reply::text("hi") })?;
    Ok((server, elsewhere))
}

#[test]
fn requests_are_guarded_in_javascript() -> Result<()> {
    let (server, elsewhere) = servers()?;
    let (named, other) = (server.address, elsewhere.address);
    let policy = format!(
        r#"permit (principal, action == Action::"export", resource);
        permit (principal, action == Action::"http:request", resource == Net::Host::"127.0.0.1")
        when {{ context.method == "GET" && context.scheme == "http" && context.port == {} && context.path like "/ok/*" }};"#,
        named.port()
    );
    let allowed = format!("GET http {named} /ok/a%20b?q=c");
    // An answer that points elsewhere is an answer: nobody follows it.
    let redirected = format!("GET http {named} /ok/away");
    let denied = [
        format!("GET http {named} /other"),
        format!("GET http {named} /ok/../other"),
        format!("GET http {named} @{other}/ok/x"),
        format!("GET http {named} @evil/"),
        format!("GET http {other} /ok/x"),
        format!("GET http localhost:{} /ok/x", named.port()),
        format!("GET http 127.1:{} /ok/x", named.port()),
        format!("POST http {named} /ok/x"),
        format!("GET https {named} /ok/x"),
    ];
    let requests: Vec<_> = denied.iter().chain([&allowed, &redirected]).chain(&denied).cloned().collect();
    let mut wanted = vec![("error: ErrorCode::HttpRequestDenied".to_owned(), String::new()); requests.len()];
    wanted[denied.len()] = ("status=200 body=hi".to_owned(), format!("get HTTP {named} /ok/a%20b?q=c"));
    wanted[denied.len() + 1] = ("status=302 body=".to_owned(), format!("get HTTP {named} /ok/away"));
    let found = send(&policy, &requests)?;
    ensure!(found == wanted, "{found:#?}");

    let seen = server.seen();
    let lines: Vec<_> = seen.iter().map(|seen| (seen.method.as_str(), seen.path.as_str())).collect();
    ensure!(lines == [("GET", "/ok/a%20b?q=c"), ("GET", "/ok/away")], "{seen:?}");
    for seen in &seen {
        let several: Vec<_> = seen.headers.iter().filter(|(name, _)| name == "x-several").map(|(_, value)| value.as_str()).collect();
        ensure!(several == ["one", "two"] && seen.header("host") == Some(&named.to_string()) && seen.bytes == 0, "{seen:?}");
    }
    ensure!(elsewhere.seen().is_empty(), "{:?}", elsewhere.seen());
    Ok(())
}

/// Where policy has no condition the same requests come to jco, and those that are HTTP to a server: it is the guard that stops them.
#[test]
fn without_a_guard_javascript_sends_what_it_is_told() -> Result<()> {
    let (server, elsewhere) = servers()?;
    let (named, other) = (server.address, elsewhere.address);
    let policy = r#"permit (principal, action in [Action::"export", Action::"http:request"], resource);"#;
    let requests = [
        format!("GET http {named} /other"),
        format!("GET http {named} /ok/../other"),
        format!("GET http {other} /ok/x"),
        format!("GET http localhost:{} /ok/x", named.port()),
        format!("POST http {named} /ok/x"),
        format!("GET http {named} /ok/away"),
        format!("GET http {named} @{other}/ok/x"),
    ];
    let found = send(policy, &requests)?;
    let said: Vec<_> = found.iter().map(|(said, _)| said.as_str()).collect();
    // jco puts the path into the first line as it is, so one that is not rooted changes no host there, and no server takes it.
    let wanted = ["hi", "hi", "elsewhere", "hi", "hi"].map(|text| format!("status=200 body={text}"));
    ensure!(said[..5] == wanted && said[5..] == ["status=302 body=", "status=400 body="], "{found:#?}");
    ensure!(found.iter().all(|(_, handled)| !handled.is_empty()), "{found:#?}");
    ensure!(server.seen().len() == 5 && elsewhere.seen().len() == 1, "{:?} {:?}", server.seen(), elsewhere.seen());
    Ok(())
}
