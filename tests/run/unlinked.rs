//! The agents as they are, before any linking: allowed calls work, and every call is on the record.

use anyhow::{Result, ensure};

use crate::host::{FsPerms, Host, Loopback, Outcome, Val, recorded, text};
use crate::{agent, scratch};

#[test]
fn fetch_reaches_a_loopback_server() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().allow_http_to_loopback();
    let outcome = host.run(&agent("fetch")?, "run", &[text(&server.url("/a?b=c"))])?;
    outcome.says("status=200 body=hi")?;
    outcome.has_called("wasi:http/outgoing-handler@0.2.12", &["handle"])?;
    outcome.has_called("wasi:http/types", &["[constructor]outgoing-request"])?;
    outcome.has_called("wasi:io/streams", &["[method]input-stream.blocking-read"])?;
    // Once as it is and once to confirm the record.
    let seen = server.seen();
    ensure!(seen.len() == 2 && seen[0].method == "GET", "{seen:?}");
    ensure!(seen[0].path == "/a?b=c", "{seen:?}");
    Ok(())
}

#[test]
fn fetch_goes_nowhere_that_was_not_allowed() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let fetch = agent("fetch")?;
    let refused = Host::new().run(&fetch, "run", &[text(&server.url("/"))])?;
    refused.says_error()?;
    ensure!(server.seen().is_empty(), "{:?}", server.seen());
    let named = Host::new().route("api.example.com", server.address);
    let answered = named.run(&fetch, "run", &[text("https://api.example.com/x")])?;
    answered.says("status=200 body=hi")?;
    let seen = server.seen();
    ensure!(seen[0].header("host") == Some("api.example.com"), "{seen:?}");
    Ok(())
}

#[test]
fn files_reads_and_writes_under_a_preopen() -> Result<()> {
    let folder = scratch()?;
    std::fs::write(folder.path().join("a.txt"), "alpha")?;
    let files = agent("files")?;
    let host = Host::new().dir(folder.path(), "/data", FsPerms::ReadWrite);
    let (a, b, c) = ("/data/a.txt", "/data/b.txt", "/data/c.txt");
    host.run(&files, "read-file", &[text(a)])?.says("alpha")?;
    host.run(&files, "file-size", &[text(a)])?.says("5")?;
    host.run(&files, "write-file", &[text(b), text("beta")])?.says("written")?;
    host.run(&files, "list-dir", &[text("/data")])?.says("a.txt,b.txt")?;

    // What follows changes what a second run would find.
    let mut once = host.instantiate(&files)?;
    once.call("rename-file", &[text(b), text(c)]).says("renamed")?;
    once.call("append-file", &[text(c), text("!")]).says("appended")?;
    ensure!(std::fs::read_to_string(folder.path().join("c.txt"))? == "beta!");
    let outcome = once.call("remove-file", &[text(c)]);
    outcome.says("removed")?;
    let types = "wasi:filesystem/types@0.2.6";
    outcome.has_called(types, &["[method]descriptor.rename-at", "[method]descriptor.unlink-file-at"])?;
    recorded(&files, &outcome)
}

#[test]
fn files_says_what_was_denied() -> Result<()> {
    let folder = scratch()?;
    std::fs::write(folder.path().join("a.txt"), "alpha")?;
    let files = agent("files")?;
    let path = "/data/a.txt";
    let host = Host::new().dir(folder.path(), "/data", FsPerms::ReadOnly);
    host.run(&files, "read-file", &[text(path)])?.says("alpha")?;
    host.run(&files, "write-file", &[text(path), text("x")])?.says_error()?;
    Host::new().run(&files, "read-file", &[text(path)])?.says_error()
}

#[test]
fn ambient_sees_what_surrounds_it() -> Result<()> {
    let ambient = agent("ambient")?;
    let host = Host::new().env("NAME", "value").arg("zero").arg("one").stdin(b"a line\nanother");
    let run = |export: &str, args: &[Val], interface: &str, function: &str| -> Result<Outcome> {
        let outcome = host.run(&ambient, export, args)?;
        outcome.has_called(interface, &[function])?;
        Ok(outcome)
    };
    run("env-var", &[text("NAME")], "wasi:cli/environment@0.2.6", "get-environment")?.says("value")?;
    run("arguments", &[], "wasi:cli/environment", "get-arguments")?.says("zero,one")?;
    let random = run("random-hex", &[], "wasi:random/random@0.2.12", "get-random-bytes")?;
    ensure!(random.text()?.len() == 32, "{random:?}");
    let wall = run("wall-seconds", &[], "wasi:clocks/wall-clock", "now")?;
    ensure!(wall.text()?.parse::<u64>()? > 1_700_000_000, "{wall:?}");
    run("tick-nanos", &[], "wasi:clocks/monotonic-clock", "now")?.text()?.parse::<u64>()?;
    run("sleep-millis", &[Val::U64(1)], "wasi:clocks/monotonic-clock", "subscribe-duration")?.says("slept")?;
    run("read-stdin", &[], "wasi:cli/stdin", "get-stdin")?.says("a line")?;
    let out = run("print-out", &[text("to out")], "wasi:cli/stdout", "get-stdout")?;
    ensure!(out.stdout == "to out\n" && out.stderr.is_empty(), "{out:?}");
    let err = run("print-err", &[text("to err")], "wasi:cli/stderr", "get-stderr")?;
    ensure!(err.stderr == "to err\n" && err.stdout.is_empty(), "{err:?}");
    Ok(())
}

#[test]
fn pay_calls_a_custom_interface() -> Result<()> {
    let pay = agent("pay")?;
    let args = [text("acct-1"), Val::U64(5)];
    let outcome = Host::new().run(&pay, "run", &args)?;
    outcome.says("charged 5 acct-1")?;
    let charge = ("acme:pay/api".to_owned(), "charge".to_owned());
    ensure!(outcome.answered == [(charge.clone(), args.to_vec())], "{outcome:?}");
    ensure!(outcome.calls.iter().eq([&charge]), "{:?}", outcome.calls);
    let ping = Host::new().run(&pay, "ping", &[Val::U32(7)])?;
    ensure!(ping.result == Ok(vec![Val::U32(7)]), "{ping:?}");
    Ok(())
}

#[test]
fn serve_answers_and_relays() -> Result<()> {
    let server = Loopback::answering("from behind")?;
    let serve = agent("serve")?;
    let answer = |host: &Host, url: &str| -> Result<(Outcome, String)> {
        let outcome = host.confirmed(&serve, |agent| agent.serve(url))?;
        let shown = match outcome.result.as_deref() {
            Ok([Val::U16(status), Val::String(body)]) => format!("{status} {body}"),
            other => format!("{other:?}"),
        };
        Ok((outcome, shown))
    };
    let host = Host::new().allow_http_to_loopback();
    let (outcome, shown) = answer(&host, "http://agent/hello")?;
    ensure!(shown == "200 hello from serve", "{shown}");
    outcome.has_called("wasi:http/types@0.2.12", &["[static]response-outparam.set"])?;
    ensure!(!outcome.called("wasi:http/outgoing-handler", "handle"), "{outcome:?}");

    let relay = format!("http://agent/relay?{}", server.url("/x"));
    let (outcome, shown) = answer(&host, &relay)?;
    ensure!(shown == "200 from behind", "{shown}");
    outcome.has_called("wasi:http/outgoing-handler", &["handle"])?;
    let (_, shown) = answer(&Host::new(), &relay)?;
    ensure!(shown.starts_with("502 error: "), "{shown}");
    Ok(())
}

#[test]
fn pay3_runs_async_functions_and_a_stream() -> Result<()> {
    let pay3 = agent("pay3")?;
    let host = Host::new().env("NAME", "value");
    let posted = host.run(&pay3, "run", &[text("acct-1"), Val::U64(5)])?;
    posted.says("posted 5 acct-1 EUR")?;
    posted.has_called("acme:ledger/book@0.1.0", &["post", "currency"])?;
    let balance = host.run(&pay3, "balance", &[text("acct-1")])?;
    ensure!(balance.result == Ok(vec![Val::U64(100)]), "{balance:?}");
    let waited = host.run(&pay3, "wait-millis", &[Val::U64(20)])?;
    ensure!(waited.text()?.parse::<u64>()? >= 20, "{waited:?}");
    waited.has_called("wasi:clocks/monotonic-clock@0.3.0", &["now", "wait-for"])?;
    let env = host.run(&pay3, "env-var", &[text("NAME")])?;
    env.says("value")?;
    env.has_called("wasi:cli/environment@0.3.0", &["get-environment"])?;
    let said = host.run(&pay3, "say", &[text("hello")])?;
    said.says("written")?;
    said.has_called("wasi:cli/stdout@0.3.0", &["write-via-stream"])?;
    ensure!(said.stdout == "hello", "{said:?}");
    Ok(())
}
