//! Observed artifacts: they do what those do that are not, and write a line for each call of a function with authority.
//!
//! What must hold: results, what reaches the host and what is refused are the same with and without a recorder; a line says what was decided, on the very
//! values; no value breaks a line; a log replays on the lockfile of what wrote it, and does not on a narrower one.

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Observe, Outcome, Provider};

use super::recorder::component;
use crate::agent;
use crate::host::{Host, Linked, Loopback, Policies, TcpEcho, UdpEcho, Val, link, observed, replays, text};

const EXPORTS: &str = "permit (principal, action == Action::\"export\", resource);\n";
/// Of the sinks.
const WRITES: &str =
    "permit (principal, action == Action::\"cli:stderr\", resource);\npermit (principal, action == Action::\"log:write\", resource);\n";
const LOGGING: &str = "wasi:logging/logging@0.1.0-draft";

/// An artifact and the observed one, both allowed to write where that writes.
struct Both {
    plain: Linked,
    observed: Linked,
}

fn both(agent: &[u8], principal: &str, policies: &str, sink: Observe) -> Result<Both> {
    let folder = crate::scratch()?;
    let file = folder.path().join("policies.cedar");
    std::fs::write(&file, format!("{EXPORTS}{WRITES}{policies}"))?;
    let policies = Policies { files: vec![file], entities: None, principal: format!("Agent::\"{principal}\"") };
    let plain = link(agent, &policies, folder.path(), &[])?;
    let observed = observed(agent, &policies, sink)?;
    ensure!(observed.lockfile.observe == Some(sink) && plain.lockfile.observe.is_none());
    for symbol in &observed.lockfile.symbols {
        let expected = match symbol.outcome {
            Outcome::Allow => Provider::Record,
            Outcome::Guard => Provider::Guard,
            Outcome::Inert => Provider::PassThrough,
            Outcome::Deny | Outcome::Unreached => symbol.provider,
        };
        ensure!(symbol.provider == expected, "{symbol:?}");
    }
    Ok(Both { plain, observed })
}

fn example(name: &str) -> Result<String> {
    let path = format!("{}/policies/examples/{name}.cedar", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).with_context(|| path)
}

fn logs(host: Host) -> Host {
    host.answer(LOGGING, "log", |_| Ok(vec![]))
}

/// The log of one call, and what it came to; the call of the other artifact came to the same.
fn run(both: &Both, host: &Host, export: &str, args: &[Val]) -> Result<(String, String)> {
    let before = both.plain.run(host, export, args).with_context(|| format!("{export} {args:?}"))?;
    let mut now = both.observed.run(host, export, args).with_context(|| format!("{export} {args:?}, observed"))?;
    let mut log = now.stderr.clone();
    if both.observed.lockfile.observe == Some(Observe::Logging) {
        let records = now.answered.iter().filter(|((interface, _), _)| interface == LOGGING);
        let messages = records.map(|(_, values)| match &values[..] {
            [Val::Enum(level), Val::String(context), Val::String(message)] if level == "info" && context == "caplink" => {
                Ok(message.clone())
            }
            other => anyhow::bail!("{other:?}"),
        });
        log = messages.collect::<Result<Vec<_>>>()?.join("\n");
        now.answered.retain(|((interface, _), _)| interface != LOGGING);
    }
    ensure!(before.result == now.result, "{export} {args:?}: {before:?}\nand {now:?}");
    ensure!(before.answered == now.answered, "{export} {args:?}: {before:?}\nand {now:?}");
    ensure!(before.sent == now.sent && before.used.len() == now.used.len(), "{export} {args:?}: {before:?}\nand {now:?}");
    ensure!(before.idle == now.idle, "{before:?}\nand {now:?}");
    let lines: Vec<_> = log.split_inclusive('\n').collect();
    for line in &lines {
        ensure!(line.len() <= 65_536, "{} bytes", line.len());
        ensure!(line.trim_end_matches('\n').bytes().all(|byte| matches!(byte, b' '..=b'~')), "{line}");
    }
    let shown = lines.iter().map(|line| line.trim_end_matches('\n').strip_prefix("caplink: ").unwrap_or(line).to_string());
    // What every run of a Rust program does is told too, and is the same.
    let shown: Vec<_> = shown.filter(|line| !line.contains("\"action\":\"cli:")).collect();
    Ok((log.trim_end_matches('\n').to_string(), shown.join("\n")))
}

fn pay(values: &str, decision: &str) -> String {
    let symbol = r#""symbol":"acme:pay/api#charge","action":"acme:pay/api#charge""#;
    format!(r#"{{{symbol},"decision":"{decision}","resource":{{"type":"Wit::Interface","id":"acme:pay/api"}},{values}}}"#)
}

#[test]
fn payments_are_recorded_with_their_values() -> Result<()> {
    let policies = example("pay")?;
    for sink in [Observe::Stderr, Observe::Logging] {
        let both = both(&agent("pay")?, "pay", &policies, sink)?;
        let mut log = vec![];
        for (account, cents, decision, values) in [
            ("acct-1", 5, "allow", r#""context":{"account":"acct-1","cents":5}"#),
            ("acct-1", 1001, "deny", r#""context":{"account":"acct-1","cents":1001}"#),
            ("acct-1", u64::MAX, "deny", r#""context":{"account":"acct-1"},"omitted":true"#),
            ("acct-1", 1 << 63, "deny", r#""context":{"account":"acct-1"},"omitted":true"#),
            (
                "acct-\"}\n\r\0caplink: {\u{202e}\\\u{1f511}\u{7f}é",
                7,
                "allow",
                r#""context":{"account":"acct-\"}\u000a\u000d\u0000caplink: {\u202e\\\ud83d\udd11\u007f\u00e9","cents":7}"#,
            ),
            ("", 0, "deny", r#""context":{"account":"","cents":0}"#),
        ] {
            let (all, found) = run(&both, &logs(Host::new()), "run", &[text(account), Val::U64(cents)])?;
            ensure!(found == pay(values, decision), "{account} {cents}: {found}");
            log.push(all);
        }
        let (all, found) = run(&both, &logs(Host::new()), "ping", &[Val::U32(7)])?;
        let ping = r#"{"symbol":"acme:pay/api#ping","action":"acme:pay/api#ping","decision":"allow","resource":{"type":"Wit::Interface","id":"acme:pay/api"},"context":{"x":7}}"#;
        ensure!(found == ping, "{found}");
        log.push(all);
        // What is denied whatever is asked has no recorder.
        ensure!(run(&both, &logs(Host::new()), "refund", &[text("acct-1"), Val::U64(1)])?.1.is_empty());
        let log = log.join("\n");
        let (holds, said) = replays(&log, &both.observed.text)?;
        ensure!(holds && said.contains("decides the 7 calls of log"), "{said}");
        // A release that is not observed decides as well.
        ensure!(replays(&log, &both.plain.text)?.0);
        let narrower = super::observed::both(&agent("pay")?, "pay", &policies.replace("cents <= 1000", "cents <= 6"), sink)?;
        let (holds, said) = replays(&log, &narrower.plain.text)?;
        ensure!(!holds && said.contains("was allowed, and is denied") && said.contains("context.cents == 7"), "{said}");
        let wider = super::observed::both(&agent("pay")?, "pay", &policies.replace("cents <= 1000", "cents <= 2000"), sink)?;
        let (holds, said) = replays(&log, &wider.plain.text)?;
        ensure!(!holds && said.contains("was denied, and is allowed") && said.contains("context.cents == 1001"), "{said}");
    }
    Ok(())
}

#[test]
fn long_values_are_not_written_and_not_decided_later() -> Result<()> {
    let both = both(&agent("pay")?, "pay", &example("pay")?, Observe::Stderr)?;
    let long = format!("acct-{}", "\u{1f511}".repeat(17_500));
    for (cents, decision) in [(5, "allow"), (5000, "deny")] {
        let (log, found) = run(&both, &Host::new(), "run", &[text(&long), Val::U64(cents)])?;
        ensure!(found == pay("\"truncated\":true", decision), "{found}");
        let (holds, said) = replays(&log, &both.observed.text)?;
        ensure!(!holds && said.contains("not decided"), "{said}");
    }
    // The longest that is written whole, and one more.
    for (length, is_whole) in [(65_536 - 64 - 190, true), (65_536, false)] {
        let (_, found) = run(&both, &Host::new(), "run", &[text(&"x".repeat(length)), Val::U64(1)])?;
        ensure!(found.contains("\"truncated\":true") != is_whole && found.contains("xxx") == is_whole, "{length}");
    }
    Ok(())
}

/// A host for the worker.
fn systems() -> Host {
    let ok = |value: Val| Ok(vec![Val::Result(Ok(Some(Box::new(value))))]);
    let host = Host::new().answer("acme:tickets/board", "update", move |_| ok(text("moved")));
    let host = host.answer("acme:artifacts/output", "write", move |_| ok(Val::U64(1)));
    let host = host.answer("acme:keys/signer", "sign", move |_| ok(Val::List(vec![])));
    host.answer("acme:workflow/queue", "trigger", move |_| ok(Val::U64(1)))
}

#[test]
fn records_lists_and_limits_are_recorded() -> Result<()> {
    let both = both(&agent("worker")?, "worker", &example("worker")?, Observe::Stderr)?;
    let ticket = |ticket: u64, assignee: &str| [Val::U64(ticket), text("done"), text(assignee)];
    let (log, found) = run(&both, &systems(), "move-ticket", &ticket(1001, "team-a"))?;
    let symbol = r#""symbol":"acme:tickets/board#update","action":"acme:tickets/board#update""#;
    let resource = r#""resource":{"type":"Wit::Interface","id":"acme:tickets/board"}"#;
    let change = |assignee: &str| format!(r#""change":{{{assignee}"labels":["agent"],"labels-len":1,"state":"done"}}"#);
    let line = |decision: &str, change: String, ticket: &str| {
        format!(r#"{{{symbol},"decision":"{decision}",{resource},"context":{{{change},"ticket":{ticket}}}}}"#)
    };
    ensure!(found == line("allow", change(r#""assignee":"team-a","#), "1001"), "{found}");
    let (more, found) = run(&both, &systems(), "move-ticket", &ticket(1000, ""))?;
    ensure!(found == line("deny", change(""), "1000"), "{found}");
    // Six calls of one instance, of which policy allows five.
    let mut worker = systems().instantiate(&both.observed.component)?;
    let mut outcome = None;
    for _ in 0..6 {
        outcome = Some(worker.call("delegate", &[text("report"), Val::U32(1), Val::U32(2)]));
    }
    let calls = outcome.context("it was called")?.stderr;
    ensure!(calls.matches("\"decision\":\"allow\"").count() == 5 && calls.matches("\"decision\":\"deny\"").count() == 1, "{calls}");
    ensure!(calls.contains(r#""items":["item 0","item 1"],"items-len":2"#), "{calls}");
    let log = format!("{log}\n{more}\n{calls}");
    ensure!(replays(&log, &both.observed.text)?.0);
    // Limits are counted over the log.
    let (holds, said) = replays(&format!("{log}{calls}"), &both.observed.text)?;
    ensure!(!holds && said.contains("5 calls"), "{said}");
    Ok(())
}

fn get(host: &str, rest: &str, decision: &str) -> String {
    let symbol = r#""symbol":"wasi:http/outgoing-handler@0.2.12#handle","action":"http:request""#;
    let host = host.replace('"', "\\\"");
    format!(r#"{{{symbol},"decision":"{decision}","resource":{{"type":"Net::Host","id":"{host}"}},"context":{{"method":"GET",{rest}}}}}"#)
}

#[test]
fn requests_are_recorded_as_they_are_decided_on() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().route("api.github.com", server.address).route("github.com", server.address);
    let both = both(&agent("fetch")?, "fetch", &example("api-read")?, Observe::Stderr)?;
    let none = r#"{"symbol":"wasi:http/outgoing-handler@0.2.12#handle","action":"http:request","decision":"deny"}"#;
    let mut log = vec![];
    for (url, line) in [
        (
            "https://API.GitHub.com:443/repos/acme/%74ool?per_page=5",
            get("api.github.com", r#""path":"/repos/acme/tool","port":443,"query":"per_page=5","scheme":"https""#, "allow"),
        ),
        ("http://github.com/x", get("github.com", r#""path":"/x","port":80,"scheme":"http""#, "deny")),
        // The reader refuses these, and no rule sees them.
        ("https://api.github.com/repos/acme/../other", none.into()),
        ("https://api.github.com@evil.example/repos/acme/x", none.into()),
        ("https://127.0.0.1/repos/acme/x", none.into()),
    ] {
        let (all, found) = run(&both, &host, "run", &[text(url)])?;
        ensure!(found == line || found.is_empty() && url.contains('@'), "{url}: {found}");
        log.push(all);
    }
    let log = log.join("\n");
    let (holds, said) = replays(&log, &both.observed.text)?;
    ensure!(holds, "{said}");
    // Where nothing guards, those that the reader refused could be sent.
    let open = super::observed::both(&agent("fetch")?, "fetch", &example("fetch")?, Observe::Stderr)?;
    let (holds, said) = replays(&log, &open.observed.text)?;
    ensure!(!holds && said.contains("was denied, and is allowed"), "{said}");
    Ok(())
}

/// A request that policy allows whatever it is: it is sent as the agent made it, and shown as a guard would read it.
#[test]
fn what_is_not_guarded_is_seen_and_not_changed() -> Result<()> {
    let both = both(&agent("fetch")?, "fetch", &example("fetch")?, Observe::Logging)?;
    let host = logs(Host::new().lax_http());
    let unread = r#"{"symbol":"wasi:http/outgoing-handler@0.2.12#handle","action":"http:request","decision":"allow","omitted":true}"#;
    let mut log = vec![];
    for (url, line) in [
        ("https://API.example.com:443/%7Ea", get("api.example.com", r#""path":"/~a","port":443,"scheme":"https""#, "allow")),
        ("http://localhost:8080/", get("localhost", r#""path":"/","port":8080,"scheme":"http""#, "allow")),
        ("http://127.0.0.1/x", get("127.0.0.1", r#""path":"/x","port":80,"scheme":"http""#, "allow")),
        ("https://example.com/a/../b", unread.into()),
    ] {
        let (all, found) = run(&both, &host, "run", &[text(url)])?;
        ensure!(found == line, "{url}: {found}");
        log.push(all);
    }
    let log = log.join("\n");
    ensure!(replays(&log, &both.observed.text)?.0);
    let scoped = super::observed::both(&agent("fetch")?, "fetch", &example("api-read")?, Observe::Logging)?;
    let (holds, said) = replays(&log, &scoped.observed.text)?;
    ensure!(!holds && said.contains("must be named by a permit") && said.contains("not decided"), "{said}");
    Ok(())
}

#[test]
fn sockets_and_names_are_recorded() -> Result<()> {
    let tcp = TcpEcho::at(std::net::Ipv4Addr::LOCALHOST.into())?;
    let udp = UdpEcho::at(std::net::Ipv4Addr::LOCALHOST.into())?;
    let host = Host::new().allow_loopback_sockets();
    let (tcp, udp) = (tcp.address.to_string(), udp.address.to_string());
    let open = r#"permit (principal, action in [Action::"net:connect", Action::"net:bind", Action::"net:send", Action::"net:resolve"], resource);"#;
    let guarded = r#"permit (principal, action in [Action::"net:connect", Action::"net:bind", Action::"net:send"], resource) when { context.ip.isLoopback() };
        permit (principal, action == Action::"net:resolve", resource == Net::Host::"localhost");"#;
    let datagrams = |batches: &[&[&str]]| {
        let batches = batches.iter().map(|batch| Val::List(batch.iter().map(|to| text(to)).collect())).collect();
        vec![text("127.0.0.1:0"), Val::Option(None), Val::List(batches), text("hello"), Val::U32(1)]
    };
    for policies in [open, guarded] {
        let both = both(&agent("net")?, "net", policies, Observe::Stderr)?;
        let (mut log, shown) = run(&both, &host, "tcp-connect", &[Val::Option(None), text(&tcp), text("hello")])?;
        let port = tcp.rsplit(':').next().context("a port")?;
        let line = format!(
            r#"{{"symbol":"wasi:sockets/tcp@0.2.12#[method]tcp-socket.start-connect","action":"net:connect","decision":"allow","resource":{{"type":"Net::Address","id":"{tcp}"}},"context":{{"ip":{{"__extn":{{"fn":"ip","arg":"127.0.0.1"}}}},"port":{port},"protocol":"tcp"}}}}"#
        );
        ensure!(shown.lines().any(|found| found == line), "{shown}");
        // Each datagram is decided, and has a line.
        let (more, shown) = run(&both, &host, "udp-send", &datagrams(&[&[&udp, &udp]]))?;
        let sent = |line: &&str| {
            line.contains("datagram-stream.send") && line.contains(&format!("\"id\":\"{udp}\"")) && line.contains("\"allow\"")
        };
        ensure!(shown.lines().filter(sent).count() == 2, "{shown}");
        log = format!("{log}\n{more}");
        for name in ["LocalHost", "exa mple"] {
            let (more, shown) = run(&both, &host, "look-up", &[text(name)])?;
            ensure!(shown.contains("net:resolve") && shown.contains("\"id\":\"localhost\"") == (name == "LocalHost"), "{shown}");
            log = format!("{log}\n{more}");
        }
        let (holds, said) = replays(&log, &both.observed.text)?;
        ensure!(holds, "{said}\n{log}");
    }
    Ok(())
}

/// An interface of every kind of value, and none of the standard ones.
const WIT: &str = r#"
    package t:t;
    interface things {
        flags f { a, b }
        variant v { none, some(s8), text(string) }
        record r { c: char, deep: option<list<option<u64>>>, f: f, v: v, wide: u64 }
        take: func(r: r) -> u32;
    }
    world w { import things; export go: func() -> u32; }
"#;

/// Calls `take` with what lies in its memory: '\u{202e}', none, `a`, text("x"), 2^63.
const MODULE: &str = r#"(module
    (import "t:t/things" "take" (func $take (param i32 i32 i32 i32 i32 i32 i32 i32 i64) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 8) "x")
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "go") (result i32)
        (call $take (i32.const 0x202e) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 1)
            (i32.const 2) (i32.const 8) (i32.const 1) (i64.const 0x8000000000000000))))"#;

#[test]
fn an_agent_that_cannot_print_is_lent_what_the_recorder_writes_to() -> Result<()> {
    let component = component(WIT, MODULE)?;
    let host = logs(Host::new().answer("t:t/things", "take", |_| Ok(vec![Val::U32(5)])));
    let permits = "permit (principal, action == Action::\"t:t/things#take\", resource)";
    for (sink, interface) in [(Observe::Stderr, "wasi:cli/stderr@0.2.0"), (Observe::Logging, LOGGING)] {
        for (condition, decision) in [("", "allow"), (" when { context.r.c == \"a\" }", "deny")] {
            let both = both(&component, "t", &format!("{permits}{condition};"), sink)?;
            ensure!(both.observed.lockfile.imports.iter().any(|import| import.name == interface), "{}", both.observed.text);
            let lines = if decision == "allow" {
                run(&both, &host, "go", &[])?
            } else {
                // What is refused traps, as a number has no error: what was written stays.
                let outcome = host.instantiate(&both.observed.component)?.call("go", &[]);
                ensure!(outcome.result.is_err(), "{outcome:?}");
                let log = if sink == Observe::Stderr {
                    outcome.stderr
                } else {
                    format!("{:?}", outcome.answered).replace("\\\"", "\"").replace("\\\\", "\\")
                };
                (log.clone(), log)
            };
            let line = format!(
                r#"{{"symbol":"t:t/things#take","action":"t:t/things#take","decision":"{decision}","resource":{{"type":"Wit::Interface","id":"t:t/things"}},"context":{{"r":{{"c":"\u202e","f":{{"a":true,"b":false}},"v":{{"tag":"text","text":"x"}}}}}},"omitted":true}}"#
            );
            ensure!(lines.1.contains(&line), "{}\nand not\n{line}", lines.1);
        }
    }
    Ok(())
}
