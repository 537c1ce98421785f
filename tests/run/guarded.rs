//! Guards once they are linked: the example policies of the small agents on both sides of every boundary, each call decided inside the artifact.
//!
//! What must hold: an allowed call reaches the host with the very values that the agent sent; a refused one never reaches it, and answers with the
//! function's own error; a budget ends where the policy says, and a refused call takes nothing from it.

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Guard, Outcome, Provider};

use crate::agent;
use crate::host::{Host, Linked, Loopback, Val, by_example, by_policy, text};

const EXPORTS: &str = r#"permit (principal, action == Action::"export", resource);"#;
const I64_MAX: u64 = i64::MAX as u64;

fn example(name: &str) -> Result<Linked> {
    by_example(&agent(name)?, name)
}

/// What decides on a function, by the lockfile.
fn guard<'a>(linked: &'a Linked, interface: &str, function: &str) -> Result<&'a Guard> {
    let symbol = linked.lockfile.symbols.iter().find(|symbol| symbol.import == interface && symbol.function == function);
    let symbol = symbol.with_context(|| format!("`{interface}#{function}` is not in the lockfile"))?;
    ensure!((symbol.outcome, symbol.provider) == (Outcome::Guard, Provider::Guard), "{symbol:?}");
    symbol.guard.as_ref().context("a guarded function has a guard")
}

/// The export says this, and the host was called, with what `args` and nothing else, exactly if it was to be.
fn says(linked: &Linked, host: &Host, export: &str, args: &[Val], said: &str, reaches: bool) -> Result<()> {
    let outcome = linked.run(host, export, args).with_context(|| format!("{export} {args:?}"))?;
    ensure!(outcome.text()? == said, "{export} {args:?}: {outcome:?}");
    ensure!(outcome.answered.is_empty() != reaches, "{export} {args:?}: {outcome:?}");
    Ok(())
}

#[test]
fn pay_charges_customers_small_amounts() -> Result<()> {
    let linked = example("pay")?;
    let found = guard(&linked, "acme:pay/api", "charge")?;
    ensure!(found.condition == r#"context.account like "acct-*" && context.cents <= 1000"#, "{}", found.condition);
    ensure!(found.inputs == ["context.account", "context.cents"] && found.limits.is_empty(), "{found:?}");
    ensure!(linked.returns("acme:pay/api", "charge")? == "error \"access denied\"", "{}", linked.text);
    for (account, cents, allowed) in [
        ("acct-1", 5, true),
        ("acct-1", 1000, true),
        ("acct-1", 0, true),
        ("acct-", 1, true),
        ("acct-*", 1, true),
        ("acct-\u{1f511} and a name that is longer than any pattern", 1, true),
        ("acct-1", 1001, false),
        ("acct-1", I64_MAX, false),
        // No Cedar value: denied before any policy is asked, and not taken for a negative number.
        ("acct-1", I64_MAX + 1, false),
        ("acct-1", u64::MAX, false),
        ("acct", 1, false),
        ("ACCT-1", 1, false),
        ("xacct-1", 1, false),
        ("", 1, false),
    ] {
        let said = if allowed { format!("charged {cents} {account}") } else { "error: access denied".into() };
        says(&linked, &Host::new(), "run", &[text(account), Val::U64(cents)], &said, allowed)?;
    }
    says(&linked, &Host::new(), "refund", &[text("acct-1"), Val::U64(1)], "error: access denied", false)
}

#[test]
fn an_asynchronous_call_is_guarded_too() -> Result<()> {
    let linked = example("pay3")?;
    guard(&linked, "acme:ledger/book@0.1.0", "post")?;
    for (account, cents, allowed) in [("acct-1", 1000, true), ("acct-1", 1001, false), ("acct-0", 5, false), ("", 5, true)] {
        let said = if allowed { format!("posted {cents} {account} EUR") } else { "error: access denied".into() };
        says(&linked, &Host::new(), "run", &[text(account), Val::U64(cents)], &said, allowed)?;
    }
    Ok(())
}

/// A host for the worker: it answers with what it was given, so that a changed value would show.
fn systems() -> Host {
    let ok = |value: Val| Ok(vec![Val::Result(Ok(Some(Box::new(value))))]);
    let host = Host::new().answer("acme:artifacts/output", "write", move |args| match args {
        [Val::String(_), Val::List(content)] => ok(Val::U64(content.len() as u64)),
        _ => Err(wasmtime::Error::msg("a path and bytes were expected")),
    });
    let host = host.answer("acme:keys/signer", "sign", move |args| match args {
        [Val::String(_), Val::List(digest)] => ok(Val::List(digest.iter().cycle().take(64).cloned().collect())),
        _ => Err(wasmtime::Error::msg("a key and a digest were expected")),
    });
    let host = host.answer("acme:tickets/board", "update", move |args| match args {
        [Val::U64(ticket), Val::Record(change)] => ok(text(&format!("{ticket} {change:?}"))),
        _ => Err(wasmtime::Error::msg("a ticket and a change were expected")),
    });
    host.answer("acme:workflow/queue", "trigger", move |args| match args {
        [Val::String(_), Val::U32(depth), Val::List(items)] => ok(Val::U64(u64::from(*depth) * 100 + items.len() as u64)),
        _ => Err(wasmtime::Error::msg("a workflow, a depth and items were expected")),
    })
}

#[test]
fn a_worker_makes_artifacts_in_its_folder_and_signs_with_its_key() -> Result<()> {
    let linked = example("worker")?;
    for (path, length, allowed) in [
        ("/out/worker/a.txt", 1, true),
        ("/out/worker/deep/a.txt", 0, true),
        ("/out/worker/a.txt", 1 << 20, true),
        ("/out/worker/a.txt", (1 << 20) + 1, false),
        ("/out/worker", 1, false),
        ("/out/workers/a.txt", 1, false),
        ("/out/worker/../a.txt", 1, false),
        ("/out/worker/..", 1, false),
        ("out/worker/a.txt", 1, false),
        ("/etc/passwd", 1, false),
    ] {
        let said = if allowed { format!("wrote {length}") } else { "error: access denied".into() };
        says(&linked, &systems(), "produce", &[text(path), text(&"x".repeat(length))], &said, allowed)?;
    }
    // The agent fills what it signs up to 32 bytes.
    for (key, allowed) in [("worker-release", true), ("worker-release2", false), ("root", false), ("", false)] {
        let said = if allowed { "signed 64" } else { "error: access denied" };
        says(&linked, &systems(), "sign", &[text(key), text("artifact")], said, allowed)?;
    }
    Ok(())
}

#[test]
fn a_worker_moves_tickets_and_deletes_none() -> Result<()> {
    let linked = example("worker")?;
    for (ticket, state, assignee, allowed) in [
        (1001, "done", "team-a", true),
        (1001, "doing", "", true),
        (I64_MAX, "triage", "team-", true),
        (1000, "done", "team-a", false),
        (0, "done", "team-a", false),
        (I64_MAX + 1, "done", "team-a", false),
        (1001, "deleted", "team-a", false),
        (1001, "deleted", "", false),
        (1001, "done", "alice", false),
    ] {
        let outcome = linked.run(&systems(), "move-ticket", &[Val::U64(ticket), text(state), text(assignee)])?;
        let said = outcome.text()?;
        if allowed {
            let wanted = format!("(\"state\", Enum(\"{state}\"))");
            ensure!(said.starts_with(&format!("moved {ticket} ")) && said.contains(&wanted) && said.contains(assignee), "{said}");
        } else {
            ensure!(said == "error: Failure::Denied" && outcome.answered.is_empty(), "{ticket} {state} {assignee}: {said}");
        }
    }
    Ok(())
}

#[test]
fn a_worker_delegates_within_bounds_and_five_times() -> Result<()> {
    let linked = example("worker")?;
    let found = guard(&linked, "acme:workflow/queue", "trigger")?;
    let limits: Vec<_> = found.limits.iter().map(|limit| (limit.policy.as_str(), limit.calls)).collect();
    ensure!(limits == [("worker:delegates", 5)], "{found:?}");
    for (workflow, depth, items, allowed) in [
        ("report", 2, 10, true),
        ("review", 0, 0, true),
        ("report", 3, 1, false),
        ("report", u32::MAX, 1, false),
        ("report", 0, 11, false),
        ("deploy", 0, 1, false),
    ] {
        let said = if allowed { format!("started {}", depth * 100 + items) } else { "error: access denied".into() };
        says(&linked, &systems(), "delegate", &[text(workflow), Val::U32(depth), Val::U32(items)], &said, allowed)?;
    }
    // One instance: refused calls take nothing from the budget, and the sixth call that the condition allows is refused.
    let mut worker = systems().instantiate(&linked.component)?;
    let mut delegate = |workflow: &str| worker.call("delegate", &[text(workflow), Val::U32(1), Val::U32(1)]).text().map(str::to_owned);
    let said = ["report", "deploy", "report", "review", "deploy", "report", "review", "report", "report", "deploy"].map(&mut delegate);
    let started = said.iter().map(|said| matches!(said.as_deref(), Ok("started 101"))).collect::<Vec<_>>();
    ensure!(started == [true, false, true, true, false, true, true, false, false, false], "{said:?}");
    Ok(())
}

/// One permit with a limit for two functions of an interface: they count together. Without a condition, only the limit is asked.
#[test]
fn functions_of_an_interface_share_a_limit() -> Result<()> {
    let shared =
        r#"@limit("3 calls") permit (principal, action in [Action::"acme:pay/api#charge", Action::"acme:pay/api#ping"], resource);"#;
    let linked = by_policy(&agent("pay")?, &format!("{EXPORTS}{shared}"))?;
    let mut pay = Host::new().instantiate(&linked.component)?;
    pay.call("ping", &[Val::U32(7)]).result.map_err(anyhow::Error::msg)?;
    for allowed in [true, true, false, false] {
        let outcome = pay.call("run", &[text("acct-1"), Val::U64(5)]);
        ensure!(outcome.text()? == if allowed { "charged 5 acct-1" } else { "error: access denied" }, "{outcome:?}");
    }
    // A number has no error to say no with.
    ensure!(pay.call("ping", &[Val::U32(7)]).result.is_err());
    Ok(())
}

/// A permit without a limit is used before one with a limit, whichever stands first.
#[test]
fn limits_are_spent_last() -> Result<()> {
    let policies = r#"
        @limit("1 call") permit (principal, action == Action::"acme:pay/api#charge", resource);
        permit (principal, action == Action::"acme:pay/api#charge", resource) when { context.cents < 10 };
    "#;
    let linked = by_policy(&agent("pay")?, &format!("{EXPORTS}{policies}"))?;
    let mut pay = Host::new().instantiate(&linked.component)?;
    for (cents, allowed) in [(5, true), (5, true), (50, true), (50, false), (5, true)] {
        let outcome = pay.call("run", &[text("acct-1"), Val::U64(cents)]);
        ensure!((outcome.text()? == format!("charged {cents} acct-1")) == allowed, "{cents}: {outcome:?}");
    }
    Ok(())
}

/// What the agent wrote in another spelling is sent in the one that was decided on.
#[test]
fn i14_what_a_reader_decided_on_is_what_the_host_is_given() -> Result<()> {
    let permit = "permit (principal, action == Action::\"http:request\", resource == Net::Host::\"api.example.com\")
        when { context.scheme == \"http\" && context.port == 80 && context.path like \"/~me/*\" && context has query && context.query == \"q=a~b\" };";
    let linked = by_policy(&agent("fetch")?, &format!("permit (principal, action == Action::\"export\", resource);\n{permit}"))?;
    let server = Loopback::answering("a page")?;
    let host = Host::new().route("api.example.com", server.address);
    linked.run(&host, "run", &[text("http://API.Example.COM:80/%7eme/x%2cy?q=a%7Eb")])?.says("status=200 body=a page")?;
    for denied in ["http://api.example.com/~you/x?q=a~b", "http://api.example.com:81/~me/x?q=a~b", "http://api.example.com/~me/x"] {
        linked.run(&host, "run", &[text(denied)])?.says_error()?;
    }
    let seen = server.seen();
    // Each run is made twice, see `Host::confirmed`.
    ensure!(seen.len() == 2, "{seen:?}");
    ensure!(seen.iter().all(|seen| seen.path == "/~me/x%2Cy?q=a~b" && seen.header("host") == Some("api.example.com")), "{seen:?}");
    Ok(())
}
