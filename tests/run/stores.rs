//! Key-value stores once they are linked: each use of a bucket is decided by its name and the key (threats K1, K2).
//!
//! What must hold: an allowed use answers as the host does; a refused one is `access-denied` and never reaches the host; a batch with one refused key has no effect; of the keys
//! of a bucket those are listed that may be.

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Outcome, Provider};

use crate::agent;
use crate::host::{Host, Linked, Val, by_policy, text};

const POLICIES: &str = r#"
    permit (principal, action == Action::"export", resource);
    @id("cache") permit (principal, action in [Action::"kv:read", Action::"kv:write", Action::"kv:delete", Action::"kv:list", Action::"kv:increment"], resource == Kv::Bucket::"cache");
    @id("users") permit (principal, action in [Action::"kv:read", Action::"kv:list"], resource == Kv::Bucket::"users") when { context has key && context.key like "public/*" };
    @id("secret") forbid (principal, action, resource == Kv::Bucket::"cache") when { context has key && context.key like "secret*" };
"#;

fn linked() -> Result<Linked> {
    by_policy(&agent("stores")?, POLICIES)
}

fn host() -> Host {
    Host::new()
        .bucket("cache", &[("a", "1"), ("b", "2"), ("secret", "3")])
        .bucket("users", &[("public/x", "4"), ("private/y", "5"), ("public", "6")])
        .bucket("other", &[("a", "7")])
}

/// The export says this, and the host's function is called exactly if it was to be.
fn says(export: &str, args: &[Val], said: &str, calls: Option<&str>) -> Result<()> {
    let outcome = linked()?.run(&host(), export, args).with_context(|| format!("{export} {args:?}"))?;
    ensure!(outcome.text()? == said, "{export} {args:?}: {outcome:?}");
    let called: Vec<_> =
        outcome.calls.iter().filter(|(interface, function)| interface.starts_with("wasi:keyvalue") && function != "open").collect();
    ensure!(called.iter().map(|(_, function)| function.as_str()).eq(calls), "{export} {args:?}: {called:?}");
    Ok(())
}

fn texts(values: &[&str]) -> Val {
    Val::List(values.iter().map(|value| text(value)).collect())
}

#[test]
fn k1_a_key_is_read_where_bucket_and_key_are_allowed() -> Result<()> {
    let denied = "error: access denied";
    for (bucket, key, said) in [
        ("cache", "a", "1"),
        ("cache", "nothing there", "nothing"),
        ("cache", "", "nothing"),
        ("users", "public/x", "4"),
        ("users", "public/", "nothing"),
    ] {
        says("get", &[text(bucket), text(key)], said, Some("[method]bucket.get"))?;
    }
    for (bucket, key) in [
        ("cache", "secret"),
        ("cache", "secrets/2"),
        ("users", "private/y"),
        ("users", "public"),
        ("users", "Public/x"),
        ("users", "x/public/"),
        ("other", "a"),
        ("other", "public/x"),
    ] {
        says("get", &[text(bucket), text(key)], denied, None)?;
        says("exists", &[text(bucket), text(key)], denied, None)?;
    }
    says("get", &[text("Cache"), text("a")], "error: no such store", None)
}

#[test]
fn k1_every_use_of_a_bucket_is_decided() -> Result<()> {
    let denied = "error: access denied";
    let (a, users) = ([text("cache"), text("a")], [text("users"), text("public/x")]);
    says("exists", &a, "true", Some("[method]bucket.exists"))?;
    says("delete", &a, "deleted", Some("[method]bucket.delete"))?;
    says("delete", &users, denied, None)?;
    says("set", &[text("cache"), text("c"), text("9")], "set", Some("[method]bucket.set"))?;
    says("set", &[text("users"), text("public/x"), text("9")], denied, None)?;
    says("set", &[text("cache"), text("secret"), text("9")], denied, None)?;
    says("increment", &[text("cache"), text("n"), Val::U64(4)], "4", Some("increment"))?;
    says("increment", &[text("cache"), text("secret"), Val::U64(4)], denied, None)?;
    says("increment", &[text("users"), text("public/x"), Val::U64(4)], denied, None)
}

#[test]
fn k2_a_batch_with_one_refused_key_has_no_effect() -> Result<()> {
    let denied = "error: access denied";
    let pair = |key: &str| Val::Tuple(vec![text(key), text("9")]);
    says("get-many", &[text("cache"), texts(&["a", "b", "c"])], "1,2,nothing", Some("get-many"))?;
    says("get-many", &[text("cache"), texts(&[])], "", Some("get-many"))?;
    for bucket in ["users", "other"] {
        says("get-many", &[text(bucket), texts(&[])], denied, None)?;
    }
    says("get-many", &[text("users"), texts(&["public/x", "private/y"])], denied, None)?;
    says("get-many", &[text("other"), texts(&["a"])], denied, None)?;
    says("set-many", &[text("cache"), Val::List(vec![pair("a"), pair("c")])], "set", Some("set-many"))?;
    says("set-many", &[text("cache"), Val::List(vec![pair("a"), pair("secret")])], denied, None)?;
    says("delete-many", &[text("cache"), texts(&["a", "b"])], "deleted", Some("delete-many"))?;
    says("delete-many", &[text("cache"), texts(&["secret", "b"])], denied, None)?;
    says("delete-many", &[text("users"), texts(&["public/x"])], denied, None)
}

#[test]
fn k2_keys_are_listed_that_may_be() -> Result<()> {
    says("list-keys", &[text("cache")], "a,b", Some("[method]bucket.list-keys"))?;
    says("list-keys", &[text("users")], "public/x", Some("[method]bucket.list-keys"))?;
    says("list-keys", &[text("other")], "", Some("[method]bucket.list-keys"))
}

#[test]
fn r25_a_bucket_beyond_the_number_that_may_be_open_is_refused() -> Result<()> {
    says("open-many", &[text("cache"), Val::U32(4096)], "opened 4096", None)?;
    says("open-many", &[text("cache"), Val::U32(5000)], "opened 4096", None)?;
    // What was given back has its place again, and a call leaves nothing behind.
    let outcome = linked()?.confirmed(&host(), |agent| {
        for _ in 0..3 {
            agent.call("open-many", &[text("cache"), Val::U32(4096)]);
        }
        agent.call("get-often", &[text("cache"), text("a"), Val::U32(100_000)])
    })?;
    ensure!(outcome.text()? == "found 100000", "{outcome:?}");
    Ok(())
}

#[test]
fn the_lockfile_says_what_a_membrane_decides() -> Result<()> {
    let linked = linked()?;
    let of = |function: &str| {
        linked.lockfile.symbols.iter().find(|symbol| symbol.import.starts_with("wasi:keyvalue") && symbol.function == function)
    };
    let get = of("[method]bucket.get").context("it is imported")?;
    ensure!((get.outcome, get.provider) == (Outcome::Guard, Provider::Membrane), "{get:?}");
    ensure!(
        get.guard.as_ref().is_some_and(|guard| guard.inputs == ["context.key", "resource"]
            && guard.permits == ["cache", "users"]
            && guard.forbids == ["secret"]),
        "{get:?}"
    );
    let open = of("open").context("it is imported")?;
    ensure!((open.outcome, open.provider) == (Outcome::Inert, Provider::Membrane), "{open:?}");
    Ok(())
}

/// Without conditions there is nothing to decide by names, and the host's own functions are passed through.
#[test]
fn without_conditions_there_is_no_membrane() -> Result<()> {
    let linked = by_policy(&agent("stores")?, r#"permit (principal, action in [Action::"export", Action::"kv"], resource);"#)?;
    ensure!(linked.lockfile.symbols.iter().all(|symbol| symbol.provider != Provider::Membrane), "{}", linked.text);
    ensure!(linked.run(&host(), "get", &[text("other"), text("a")])?.text()? == "7");
    Ok(())
}
