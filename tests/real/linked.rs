//! The agents of other toolchains once they are linked, under their example policies and under none.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::agent;
use crate::host::{self, FsPerms, Host, Linked, Loopback, Outcome, Policies, by_example, by_flags, by_nothing, by_policy, link, text};

const EXPORTS: &str = r#"permit (principal, action == Action::"export", resource);"#;

fn example(name: &str) -> Result<Linked> {
    by_example(&agent(name)?, name)
}

/// The exports and these actions, of the agent of that name.
fn with(name: &str, actions: &[&str]) -> Result<Linked> {
    let permits = actions.iter().map(|action| format!("permit (principal, action == Action::\"{action}\", resource);"));
    by_policy(&agent(name)?, &permits.chain([EXPORTS.to_owned()]).collect::<String>())
}

fn traps(outcome: &Outcome) -> Result<()> {
    let trap = outcome.result.as_ref().err().with_context(|| format!("no trap: {outcome:?}"))?;
    ensure!(trap.contains("unreachable"), "{trap}");
    Ok(())
}

/// It prints, says that it did, and nobody hears it.
fn shouts_in_vain(linked: &Linked) -> Result<()> {
    let outcome = linked.run(&Host::new(), "shout", &[text("out loud")])?;
    outcome.says("said out loud")?;
    ensure!(outcome.stdout.is_empty() && outcome.stderr.is_empty(), "{outcome:?}");
    let streams = ["get-stdin", "get-stdout", "get-stderr"];
    ensure!(!linked.calls().iter().any(|(_, function)| streams.contains(&function.as_str())), "{:?}", linked.calls());
    Ok(())
}

#[test]
fn no_policy_leaves_nothing() -> Result<()> {
    for name in ["js", "py", "go", "go-get", "c"] {
        by_nothing(&agent(name)?).with_context(|| name)?;
    }
    Ok(())
}

#[test]
fn javascript_under_its_policy() -> Result<()> {
    let js = example("js")?;
    let server = Loopback::answering("a page")?;
    let host = Host::new().allow_http_to_loopback();
    js.run(&host, "hello", &[text("you")])?.says("hello you")?;
    let run = js.run(&host, "run", &[text(&server.url("/page"))])?;
    run.says("status=200 len=6 charge=charged 5 acct-1")?;
    run.has_called("acme:pay/api", &["charge"])?;
    run.has_called("wasi:http/outgoing-handler", &["handle"])?;
    ensure!(js.returns("acme:pay/api", "refund")? == "error \"access denied\"", "{}", js.text);
    // A request has a body, which is a stream of the host's: no other can be made up beside it.
    ensure!(js.returns("wasi:cli/stdout", "get-stdout")? == "trap", "{}", js.text);
    traps(&js.run(&host, "shout", &[text("out loud")])?)
}

/// Without HTTP no stream is the host's, though pollables are: the engine cannot do without a clock.
#[test]
fn javascript_prints_in_vain() -> Result<()> {
    let js = with("js", &["clock:monotonic", "random:secure", "acme:pay/api#charge"])?;
    shouts_in_vain(&js)?;
    js.run(&Host::new(), "hello", &[text("you")])?.says("hello you")?;
    let server = Loopback::answering("a page")?;
    let outcome = js.run(&Host::new().allow_http_to_loopback(), "run", &[text(&server.url("/page"))])?;
    ensure!(outcome.result.is_err() && outcome.answered.is_empty() && server.seen().is_empty(), "{outcome:?}");
    Ok(())
}

#[test]
fn python_under_its_policy() -> Result<()> {
    let py = example("py")?;
    py.run(&Host::new(), "hello", &[text("you")])?.says("hello you")?;
    let run = py.run(&Host::new(), "run", &[text("http://unused")])?;
    run.says("charge=charged 5 acct-1")?;
    run.has_called("acme:pay/api", &["charge"])?;
    shouts_in_vain(&py)
}

#[test]
fn python_prints_in_vain() -> Result<()> {
    shouts_in_vain(&with("py", &["random:secure", "env:read"])?)
}

/// The commands in Go and C do the same; `runtime` is what theirs need beside.
fn command(name: &str, runtime: &[&str]) -> Result<()> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let note = folder.path().join("note.txt");
    let bare = Host::new().env("NAME", "value").arg("agent").arg("one").arg("two");
    let host = bare.clone().dir(folder.path(), "/data", FsPerms::ReadWrite);
    let linked = example(name)?;
    let outcome = linked.confirmed(&host, host::Agent::command)?;
    ensure!(outcome.result.is_ok() && outcome.stderr.is_empty(), "{outcome:?}");
    ensure!(outcome.stdout == format!("args one two\nname value\nfile from {name}\n"), "{outcome:?}");
    ensure!(fs::read_to_string(&note)? == format!("from {name}"));

    // Files alone bring streams of the host's, so denied standard streams trap, which the C library of both asks for before it starts.
    fs::remove_file(&note)?;
    let files = ["fs:read", "fs:write", "fs:append", "fs:create", "fs:list", "fs:stat"];
    let actions: Vec<_> = files.iter().chain(runtime).copied().collect();
    let silent = with(name, &actions)?;
    let outcome = silent.confirmed(&host, host::Agent::command)?;
    ensure!(outcome.result.is_err() && outcome.stdout.is_empty() && !note.exists(), "{outcome:?}");

    // With no stream of the host's it prints in vain, finds no directory and says so, to nobody.
    let mute: Vec<_> = ["cli:args", "env:read", "cli:exit"].iter().chain(runtime).copied().collect();
    let mute = with(name, &mute)?;
    let outcome = mute.confirmed(&host, host::Agent::command)?;
    ensure!(outcome.result.is_err() && outcome.stdout.is_empty() && outcome.stderr.is_empty(), "{outcome:?}");
    outcome.has_called("wasi:cli/environment", &["get-arguments", "get-environment"])?;
    outcome.has_called("wasi:cli/exit", &["exit"])?;
    ensure!(!note.exists());
    Ok(())
}

#[test]
fn go_under_its_policy() -> Result<()> {
    command("go", &["clock:monotonic", "clock:wall", "random:secure"])
}

#[test]
fn c_under_its_policy() -> Result<()> {
    command("c", &[])
}

/// What the commands in Go and C need beside files.
const COMMAND: &str =
    r#"permit (principal, action in [Action::"export", Action::"cli", Action::"env:read", Action::"clock", Action::"random"], resource);"#;

/// The commands do their file work in a folder whose use policy decides by paths as they do without caplink; and where the path is another, they do none.
#[test]
fn commands_work_in_a_guarded_folder() -> Result<()> {
    for name in ["go", "c"] {
        let component = agent(name)?;
        for (scope, allowed) in [("/data", true), ("/data/note.txt", true), ("/data/other", false), ("/date", false)] {
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
            let note = folder.path().join("note.txt");
            let host = Host::new().env("NAME", "value").arg("agent").arg("one").arg("two").dir(folder.path(), "/data", FsPerms::ReadWrite);
            let permit = format!(r#"{COMMAND} permit (principal, action in Action::"fs", resource in Fs::Path::"{scope}");"#);
            let outcome = by_policy(&component, &permit)?.confirmed(&host, host::Agent::command)?;
            ensure!(outcome.stdout.contains(&format!("file from {name}\n")) == allowed, "{name} {scope}: {outcome:?}");
            ensure!(note.exists() == allowed, "{name} {scope}: {outcome:?}");
        }
    }
    Ok(())
}

/// The same in a file system of the artifact's own: the host is not asked for any.
#[test]
fn commands_work_in_a_file_system_of_the_artifact() -> Result<()> {
    for name in ["go", "c"] {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let host = Host::new().env("NAME", "value").arg("agent").arg("one").arg("two");
        let linked = by_flags(&agent(name)?, COMMAND, &["--virtual-fs", "/data"], folder.path())?;
        ensure!(!linked.calls().iter().any(|(interface, _)| interface.starts_with("wasi:filesystem")), "{:?}", linked.calls());
        let outcome = linked.confirmed(&host, host::Agent::command)?;
        ensure!(outcome.stdout == format!("args one two\nname value\nfile from {name}\n"), "{name}: {outcome:?}");
    }
    Ok(())
}

/// Interpreters start and print beside a file system of the artifact's own; what they print goes to the host's stream, or nowhere.
#[test]
fn interpreters_run_beside_what_is_virtual() -> Result<()> {
    for name in ["js", "py"] {
        for (flags, heard) in
            [(&["--virtual-fs", "/data"][..], true), (&["--virtual-fs", "/data", "--stdout", "sink", "--clock", "counting"], false)]
        {
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
            let linked = by_flags(&agent(name)?, COMMAND, flags, folder.path())?;
            let outcome = linked.run(&Host::new(), "shout", &[text("out loud")])?;
            outcome.says("said out loud").with_context(|| format!("{name} {flags:?}"))?;
            ensure!(outcome.stdout.contains("out loud") == heard, "{name} {flags:?}: {outcome:?}");
        }
    }
    Ok(())
}

/// The JavaScript engine asks of descriptors what they are and never opens one: what a membrane knows by itself needs no function of the host.
#[test]
fn javascript_links_where_files_are_decided_by_paths() -> Result<()> {
    let permit = format!(r#"{COMMAND} permit (principal, action in Action::"fs", resource in Fs::Path::"/data");"#);
    let linked = by_policy(&agent("js")?, &permit)?;
    linked.run(&Host::new(), "hello", &[text("you")])?.says("hello you")
}

/// The same inputs give the same bytes, wherever and in whatever surroundings.
#[test]
fn links_are_the_same_everywhere() -> Result<()> {
    let js = agent("js")?;
    let policies = Policies::example("js");
    let folders = [tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?, tempfile::tempdir()?];
    let one = link(&js, &policies, folders[0].path(), &[])?;
    let surroundings = [("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kolkata"), ("HOME", "/nowhere")];
    let other = link(&js, &policies, folders[1].path(), &surroundings)?;
    ensure!(one.component == other.component, "the artifacts differ");
    ensure!(one.text == other.text, "the lockfiles differ");
    Ok(())
}

/// The agents charge 5 cents: a guard that stops at 4 keeps the call from the host, whatever language asks.
#[test]
fn guards_decide_whatever_the_toolchain() -> Result<()> {
    let server = Loopback::answering("a page")?;
    let host = Host::new().allow_http_to_loopback();
    for name in ["js", "py"] {
        for (most, allowed) in [(5, true), (4, false)] {
            let runtime =
                r#"permit (principal, action in [Action::"http:request", Action::"clock:monotonic", Action::"random:secure"], resource);"#;
            let charge = r#"permit (principal, action == Action::"acme:pay/api#charge", resource)"#;
            let policies = format!("{EXPORTS}{runtime}{charge} when {{ context.account == \"acct-1\" && context.cents <= {most} }};");
            let linked = by_policy(&agent(name)?, &policies)?;
            ensure!(linked.returns("acme:pay/api", "charge")? == "error \"access denied\"", "{}", linked.text);
            let outcome = linked.run(&host, "run", &[text(&server.url("/page"))])?;
            ensure!(outcome.answered.len() == usize::from(allowed), "{name} at {most}: {outcome:?}");
            ensure!(outcome.result.is_ok() == allowed, "{name} at {most}: {outcome:?}");
        }
    }
    Ok(())
}

/// A GET of a page over HTTP, in each language with what it has for it: `fetch`, bindings, and the functions of the interface themselves. What policy
/// allows arrives as it was meant; what it does not reaches no server, and each agent hears that in its way.
#[test]
fn requests_are_guarded_whatever_the_toolchain() -> Result<()> {
    const RUNTIME: &str = r#"
        permit (principal, action in [Action::"clock", Action::"random", Action::"cli", Action::"env:read"], resource);
    "#;
    // What the other exports of two of the agents call; the third has no such import.
    const CHARGES: &str = r#"permit (principal, action == Action::"acme:pay/api#charge", resource);"#;
    const PAGES: &str = r#"
        permit (principal, action == Action::"http:request", resource == Net::Host::"api.example.com")
        when { context.method == "GET" && context.scheme == "https" && context.path like "/pages/*" };
    "#;
    let server = Loopback::answering("a page")?;
    let host =
        ["api.example.com", "api.example.com:8443", "example.net"].iter().fold(Host::new(), |host, name| host.route(name, server.address));
    let get = |linked: &Linked, name: &str, url: &str| match name {
        "js" => linked.run(&host, "run", &[text(url)]),
        "py" => linked.run(&host, "get", &[text(url)]),
        _ => linked.confirmed(&host.clone().arg("get").arg(url), host::Agent::command),
    };
    for name in ["js", "py", "go-get"] {
        let charges = if name == "go-get" { "" } else { CHARGES };
        let linked = by_policy(&agent(name)?, &format!("{EXPORTS}{RUNTIME}{charges}{PAGES}")).context(name)?;
        for url in ["https://api.example.com/pages/1", "https://API.example.com:443/pages/1", "https://api.example.com/pages/1?from=2"] {
            let before = server.seen().len();
            let outcome = get(&linked, name, url).with_context(|| format!("{name} {url}"))?;
            ensure!(outcome.result.is_ok(), "{name} {url}: {outcome:?}");
            let said = outcome.text().unwrap_or(&outcome.stdout);
            ensure!(said.starts_with("status=200 len=6"), "{name} {url}: {outcome:?}");
            let path = &url[url.find("/pages").context("a page")?..];
            let sent: Vec<_> = outcome.sent.iter().map(host::Sent::line).collect();
            ensure!(sent == [format!("GET https://api.example.com{path}")], "{name} {url}: {sent:?}");
            let seen = server.seen().split_off(before);
            ensure!(seen.len() == 2 && seen.iter().all(|seen| seen.method == "GET" && seen.path == path), "{name} {url}: {seen:?}");
        }
        let before = server.seen().len();
        for url in [
            "https://api.example.com/",
            "https://api.example.com/pagesx/1",
            "http://api.example.com/pages/1",
            "https://example.net/pages/1",
            "https://api.example.com./pages/1",
            "https://api.example.com/pages/%2e%2e%2fadmin",
            "https://127.0.0.1/pages/1",
        ] {
            let outcome = get(&linked, name, url).with_context(|| format!("{name} {url}"))?;
            let heard = match (name, outcome.text().unwrap_or(&outcome.stdout)) {
                // The promise is rejected, and the export with it.
                ("js", _) => outcome.result.is_err(),
                ("py", said) => said == "error: ErrorCode_HttpRequestDenied",
                // The number of that case.
                (_, said) => said == "error: 15\n",
            };
            ensure!(heard && outcome.sent.is_empty() && outcome.answered.is_empty(), "{name} {url}: {outcome:?}");
        }
        ensure!(server.seen().len() == before, "{name}: {:?}", server.seen());
    }
    Ok(())
}
