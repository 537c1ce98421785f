//! The agents once they are linked, under their example policies and under none: granted calls work, denied calls have the effect that is
//! documented, and nothing outside the lockfile is called.

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Outcome as Decision, Provider};

use crate::host::{FsPerms, Host, Linked, Loopback, Outcome, Policies, Val, by_example, by_nothing, by_policy, link, text};
use crate::{agent, scratch};

const AGENTS: [&str; 10] = ["ambient", "fetch", "files", "net", "pay", "pay3", "serve", "spell", "stores", "worker"];

/// Everything may be called from outside, and nothing outside may be called.
const EXPORTS: &str = r#"permit (principal, action == Action::"export", resource);"#;

/// Everything may be done.
const ANYTHING: &str = "permit (principal, action, resource);";

/// The call ends in a trap of the artifact's own: no host function was reached that the set does not hold.
fn traps(outcome: &Outcome) -> Result<()> {
    let trap = outcome.result.as_ref().err().with_context(|| format!("no trap: {outcome:?}"))?;
    ensure!(trap.contains("unreachable"), "{trap}");
    Ok(())
}

fn example(name: &str) -> Result<Linked> {
    by_example(&agent(name)?, name)
}

#[test]
fn no_policy_leaves_nothing() -> Result<()> {
    for name in AGENTS {
        by_nothing(&agent(name)?).with_context(|| name)?;
    }
    Ok(())
}

#[test]
fn with_exports_alone_agents_call_nothing() -> Result<()> {
    for name in AGENTS {
        let linked = by_policy(&agent(name)?, EXPORTS).with_context(|| name)?;
        ensure!(linked.calls().is_empty() || name == "serve", "{name}: {:?}", linked.calls());
    }
    Ok(())
}

/// With everything permitted, an agent does what it does unlinked, by the same calls.
#[test]
fn with_everything_permitted_the_calls_are_those_of_the_agent() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let folder = scratch()?;
    std::fs::write(folder.path().join("a.txt"), "alpha")?;
    let host = Host::new()
        .allow_http_to_loopback()
        .dir(folder.path(), "/data", FsPerms::ReadWrite)
        .env("NAME", "value")
        .arg("zero")
        .stdin(b"a line\n");
    let account = [text("acct-1"), Val::U64(5)];
    let runs: [(&str, &str, &[Val]); 17] = [
        ("fetch", "run", &[text(&server.url("/a?b=c"))]),
        ("files", "read-file", &[text("/data/a.txt")]),
        ("files", "write-file", &[text("/data/b.txt"), text("beta")]),
        ("files", "list-dir", &[text("/data")]),
        ("ambient", "env-var", &[text("NAME")]),
        ("ambient", "arguments", &[]),
        ("ambient", "sleep-millis", &[Val::U64(1)]),
        ("ambient", "read-stdin", &[]),
        ("ambient", "print-out", &[text("out")]),
        ("ambient", "print-err", &[text("err")]),
        ("pay", "run", &account),
        ("pay", "refund", &account),
        ("pay3", "run", &account),
        ("pay3", "balance", &[text("acct-1")]),
        ("pay3", "wait-millis", &[Val::U64(1)]),
        ("pay3", "env-var", &[text("NAME")]),
        ("pay3", "say", &[text("hello")]),
    ];
    for name in AGENTS {
        let component = agent(name)?;
        let linked = by_policy(&component, ANYTHING)?;
        ensure!(
            linked.lockfile.symbols.iter().all(|symbol| matches!(
                (symbol.provider, symbol.outcome),
                (Provider::PassThrough, _) | (Provider::Trap, Decision::Unreached)
            )),
            "{name}: {}",
            linked.text
        );
        for (_, export, args) in runs.iter().filter(|(of, ..)| *of == name) {
            let before = host.run(&component, export, args).with_context(|| format!("{name} {export}"))?;
            let after = linked.run(&host, export, args).with_context(|| format!("{name} {export}, linked"))?;
            if *export != "wait-millis" {
                ensure!(before.result == after.result, "{name} {export}: {before:?} and {after:?}");
            }
            ensure!(before.calls == after.calls, "{name} {export}: {:?} and {:?}", before.calls, after.calls);
            ensure!((before.stdout, before.stderr) == (after.stdout, after.stderr), "{name} {export}");
        }
    }
    Ok(())
}

#[test]
fn fetch_may_send_requests_and_no_more() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().allow_http_to_loopback();
    let linked = example("fetch")?;
    let outcome = linked.run(&host, "run", &[text(&server.url("/a?b=c"))])?;
    outcome.says("status=200 body=hi")?;
    outcome.has_called("wasi:http/outgoing-handler@0.2.12", &["handle"])?;
    // WASI 0.2.6 of the standard library and 0.2.12 of the agent: what remains is of one version, and an adapter serves the other.
    ensure!(linked.lockfile.imports.iter().all(|import| import.name.ends_with("@0.2.12")), "{}", linked.text);
    ensure!(linked.lockfile.symbols.iter().any(|symbol| symbol.import.ends_with("@0.2.6")), "{}", linked.text);
    Ok(())
}

#[test]
fn fetch_without_http_says_so() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().allow_http_to_loopback();
    let linked = by_policy(&agent("fetch")?, EXPORTS)?;
    let outcome = linked.run(&host, "run", &[text(&server.url("/"))])?;
    let said = outcome.text()?;
    ensure!(said.contains("HttpRequestDenied"), "{said}");
    ensure!(outcome.calls.is_empty() && server.seen().is_empty(), "{outcome:?}");
    ensure!(linked.returns("wasi:http/outgoing-handler", "handle")? == "error HTTP-request-denied", "{}", linked.text);
    Ok(())
}

#[test]
fn files_keeps_notes_and_deletes_none() -> Result<()> {
    let folder = scratch()?;
    std::fs::write(folder.path().join("a.txt"), "alpha")?;
    let host = Host::new().dir(folder.path(), "/data", FsPerms::ReadWrite);
    let linked = example("files")?;
    let run = |export: &str, args: &[Val]| linked.run(&host, export, args);
    let (a, b, c) = ("/data/a.txt", "/data/b.txt", "/data/c.txt");
    run("read-file", &[text(a)])?.says("alpha")?;
    run("file-size", &[text(a)])?.says("5")?;
    run("write-file", &[text(b), text("beta")])?.says("written")?;
    run("append-file", &[text(c), text("!")])?.says("appended")?;
    run("list-dir", &[text("/data")])?.says("a.txt,b.txt,c.txt")?;

    for function in ["[method]descriptor.rename-at", "[method]descriptor.unlink-file-at"] {
        ensure!(linked.returns("wasi:filesystem/types", function)? == "error access", "{}", linked.text);
    }
    for (export, args) in [("rename-file", &[text(a), text("/data/d.txt")][..]), ("remove-file", &[text(a)])] {
        let outcome = run(export, args)?;
        outcome.says("error: Permission denied (os error 2)")?;
    }
    ensure!(folder.path().join("a.txt").exists() && !folder.path().join("d.txt").exists());
    Ok(())
}

/// Opening may write, create, append and list: with reading alone, what is opened for reading opens.
#[test]
fn files_that_may_only_be_read_open_for_reading() -> Result<()> {
    let folder = scratch()?;
    std::fs::write(folder.path().join("a.txt"), "alpha")?;
    let host = Host::new().dir(folder.path(), "/data", FsPerms::ReadWrite);
    let reading = r#"permit (principal, action in [Action::"fs:read", Action::"fs:list", Action::"fs:stat"], resource);"#;
    let linked = by_policy(&agent("files")?, &format!("{EXPORTS}{reading}"))?;
    for (export, said) in [("file-size", "5"), ("read-file", "alpha")] {
        linked.run(&host, export, &[text("/data/a.txt")])?.says(said).with_context(|| export)?;
    }
    linked.run(&host, "list-dir", &[text("/data")])?.says("a.txt")?;
    for (export, args) in [("write-file", &[text("/data/a.txt"), text("x")][..]), ("write-file", &[text("/data/b.txt"), text("x")])] {
        linked.run(&host, export, args)?.says("error: Permission denied (os error 2)").with_context(|| export)?;
    }
    ensure!(std::fs::read_to_string(folder.path().join("a.txt"))? == "alpha" && !folder.path().join("b.txt").exists());
    Ok(())
}

#[test]
fn files_without_any_right_finds_no_directory() -> Result<()> {
    let folder = scratch()?;
    std::fs::write(folder.path().join("a.txt"), "alpha")?;
    let host = Host::new().dir(folder.path(), "/data", FsPerms::ReadWrite);
    let linked = by_policy(&agent("files")?, EXPORTS)?;
    let outcome = linked.run(&host, "read-file", &[text("/data/a.txt")])?;
    outcome.says_error()?;
    ensure!(outcome.calls.is_empty(), "{outcome:?}");
    Ok(())
}

/// A host with everything that an agent could want to see.
fn full() -> Host {
    Host::new().env("NAME", "value").env("SECRET", "1").arg("zero").arg("one").stdin(b"a line\nanother")
}

#[test]
fn ambient_sees_what_it_may() -> Result<()> {
    let linked = example("ambient")?;
    let run = |export: &str, args: &[Val]| linked.run(&full(), export, args);
    run("env-var", &[text("NAME")])?.says("value")?;
    ensure!(run("random-hex", &[])?.text()?.len() == 32);
    run("tick-nanos", &[])?.text()?.parse::<u64>()?;
    run("sleep-millis", &[Val::U64(1)])?.says("slept")?;

    run("arguments", &[])?.says("")?;
    traps(&run("wall-seconds", &[])?)?;
    silent(&linked)
}

#[test]
fn ambient_without_any_right_lives_on() -> Result<()> {
    let linked = by_policy(&agent("ambient")?, EXPORTS)?;
    let run = |export: &str, args: &[Val]| linked.run(&full(), export, args);
    for name in ["NAME", "SECRET"] {
        run("env-var", &[text(name)])?.says("error: environment variable not found")?;
    }
    run("arguments", &[])?.says("")?;
    for (export, args) in [("wall-seconds", &[][..]), ("tick-nanos", &[]), ("sleep-millis", &[Val::U64(1)]), ("random-hex", &[])] {
        traps(&run(export, args)?).with_context(|| export)?;
    }
    silent(&linked)
}

/// What the agent prints goes nowhere and does not disturb it, and there is nothing to read.
fn silent(linked: &Linked) -> Result<()> {
    for export in ["print-out", "print-err"] {
        let outcome = linked.run(&full(), export, &[text("out loud")])?;
        outcome.says("written")?;
        ensure!(outcome.stdout.is_empty() && outcome.stderr.is_empty() && only_polls(&outcome), "{outcome:?}");
    }
    let outcome = linked.run(&full(), "read-stdin", &[])?;
    outcome.says("")?;
    ensure!(only_polls(&outcome), "{outcome:?}");
    for stream in ["stdout", "stderr", "stdin"] {
        ensure!(linked.returns(&format!("wasi:cli/{stream}"), &format!("get-{stream}"))? == "goes nowhere", "{}", linked.text);
    }
    Ok(())
}

/// A stream that goes nowhere is always ready. Where pollables are the host's, one that is ready comes from the granted clock.
fn only_polls(outcome: &Outcome) -> bool {
    let polls = ["subscribe-duration", "[method]pollable.block"];
    outcome.calls.iter().all(|(_, function)| polls.contains(&function.as_str()))
}

/// Each single right beside the exports: agents still instantiate, and print without harm as long as no stream of the host's is among them.
#[test]
fn any_one_right_leaves_printing_harmless() -> Result<()> {
    let ambient = agent("ambient")?;
    for action in ["env:read", "cli:args", "cli:terminal", "cli:exit", "clock:wall", "clock:monotonic", "random:secure"] {
        let linked = by_policy(&ambient, &format!("{EXPORTS}permit (principal, action == Action::\"{action}\", resource);"))?;
        let outcome = linked.run(&full(), "print-out", &[text("out loud")])?;
        outcome.says("written").with_context(|| action)?;
        ensure!(outcome.stdout.is_empty(), "{outcome:?}");
    }
    Ok(())
}

/// With one stream of the host's granted the resource is the host's, and no handle of it can be made up: the other one traps.
#[test]
fn beside_a_stream_of_the_host_a_denied_one_traps() -> Result<()> {
    let linked = by_policy(&agent("ambient")?, &format!("{EXPORTS}permit (principal, action == Action::\"cli:stderr\", resource);"))?;
    let granted = linked.run(&full(), "print-err", &[text("out loud")])?;
    granted.says("written")?;
    ensure!(granted.stderr == "out loud\n", "{granted:?}");
    ensure!(linked.returns("wasi:cli/stdout", "get-stdout")? == "trap", "{}", linked.text);
    traps(&linked.run(&full(), "print-out", &[text("out loud")])?)?;
    // With standard input the pollable is the host's. Without a clock there is none to give to those who wait for a stream that goes nowhere.
    let linked = by_policy(&agent("ambient")?, &format!("{EXPORTS}permit (principal, action == Action::\"cli:stdin\", resource);"))?;
    linked.run(&full(), "read-stdin", &[])?.says("a line")?;
    traps(&linked.run(&full(), "print-out", &[text("out loud")])?)
}

#[test]
fn pay_charges_and_does_not_refund() -> Result<()> {
    let linked = example("pay")?;
    let args = [text("acct-1"), Val::U64(5)];
    let outcome = linked.run(&Host::new(), "run", &args)?;
    outcome.says("charged 5 acct-1")?;
    ensure!(outcome.answered.len() == 1 && outcome.answered[0].1 == args, "{outcome:?}");
    let outcome = linked.run(&Host::new(), "refund", &args)?;
    outcome.says("error: access denied")?;
    ensure!(outcome.calls.is_empty() && outcome.answered.is_empty(), "{outcome:?}");
    let ping = linked.run(&Host::new(), "ping", &[Val::U32(7)])?;
    ensure!(ping.result == Ok(vec![Val::U32(7)]), "{ping:?}");
    ensure!(linked.calls().len() == 2, "{:?}", linked.calls());
    // A function without an error of its own has none to return.
    let denied = by_policy(&agent("pay")?, EXPORTS)?;
    traps(&denied.run(&Host::new(), "ping", &[Val::U32(7)])?)
}

#[test]
fn serve_answers_and_sends_nothing() -> Result<()> {
    let server = Loopback::answering("from behind")?;
    let host = Host::new().allow_http_to_loopback();
    let linked = example("serve")?;
    let serve = |url: &str| -> Result<(u16, String)> {
        let outcome = linked.confirmed(&host, |agent| agent.serve(url))?;
        match outcome.result.as_deref() {
            Ok([Val::U16(status), Val::String(body)]) => Ok((*status, body.clone())),
            other => anyhow::bail!("{other:?}"),
        }
    };
    ensure!(serve("http://agent/hello")? == (200, "hello from serve".into()));
    let (status, body) = serve(&format!("http://agent/relay?{}", server.url("/x")))?;
    ensure!(status == 502 && body.contains("HttpRequestDenied"), "{status} {body}");
    ensure!(server.seen().is_empty());
    ensure!(!linked.lockfile.imports.iter().any(|import| import.name.contains("outgoing-handler")), "{}", linked.text);
    Ok(())
}

#[test]
fn pay3_posts_and_waits_and_no_more() -> Result<()> {
    let linked = example("pay3")?;
    let host = Host::new().env("NAME", "value");
    let run = |export: &str, args: &[Val]| linked.run(&host, export, args);
    run("run", &[text("acct-1"), Val::U64(5)])?.says("posted 5 acct-1 EUR")?;
    let waited = run("wait-millis", &[Val::U64(20)])?;
    ensure!(waited.text()?.parse::<u64>()? >= 20, "{waited:?}");
    run("env-var", &[text("NAME")])?.says("error: not set")?;
    traps(&run("balance", &[text("acct-1")])?)?;
    let said = run("say", &[text("hello")])?;
    traps(&said)?;
    ensure!(said.stdout.is_empty(), "{said:?}");
    Ok(())
}

/// An asynchronous function with an error of its own returns it at once; a granted stream to standard output works beside denied functions.
#[test]
fn pay3_denied_and_narrowed() -> Result<()> {
    let pay3 = agent("pay3")?;
    let denied = by_policy(&pay3, EXPORTS)?;
    let outcome = denied.run(&Host::new(), "run", &[text("acct-1"), Val::U64(5)])?;
    outcome.says("error: access denied")?;
    ensure!(outcome.calls.is_empty(), "{outcome:?}");

    let balance = r#"permit (principal, action in [Action::"acme:ledger/book#balance", Action::"cli:stdout"], resource);"#;
    let narrowed = by_policy(&pay3, &format!("{EXPORTS}{balance}"))?;
    let outcome = narrowed.run(&Host::new(), "balance", &[text("acct-1")])?;
    ensure!(outcome.result == Ok(vec![Val::U64(100)]), "{outcome:?}");
    narrowed.run(&Host::new(), "run", &[text("acct-1"), Val::U64(5)])?.says("error: access denied")?;
    let said = narrowed.run(&Host::new(), "say", &[text("hello")])?;
    said.says("written")?;
    ensure!(said.stdout == "hello", "{said:?}");
    Ok(())
}

/// The same inputs give the same bytes, wherever and in whatever surroundings.
#[test]
fn links_are_the_same_everywhere() -> Result<()> {
    let policies = Policies::example("pay");
    let (here, there) = (scratch()?, tempfile::tempdir()?);
    let one = link(&agent("pay")?, &policies, here.path(), &[])?;
    let surroundings = [("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kolkata"), ("HOME", "/nowhere")];
    let other = link(&agent("pay")?, &policies, there.path(), &surroundings)?;
    ensure!(one.component == other.component && one.text == other.text, "{}\n{}", one.text, other.text);
    Ok(())
}
