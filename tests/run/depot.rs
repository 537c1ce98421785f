//! Blob stores, messages and the log once they are linked: each use of a container is decided by its name and the object (threat K5), each message by its topic
//! (threat K8), each record by its level and target.
//!
//! What must hold: an allowed use answers as the host does; a refused one says so and never reaches the host; nothing of the host's is held afterwards; of the objects of a
//! container those are listed, and skipped, that may be.

use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Observe, Outcome as Decision, Provider};

use crate::agent;
use crate::host::{Host, Linked, Outcome, Policies, Val, by_policy, observed, replays, text};

const POLICIES: &str = r#"
    permit (principal, action == Action::"export", resource);
    @id("own") permit (principal, action in [Action::"blob:read", Action::"blob:write", Action::"blob:delete", Action::"blob:list", Action::"blob:admin"], resource == Blob::Container::"own");
    @id("pub") permit (principal, action in [Action::"blob:read", Action::"blob:list"], resource == Blob::Container::"pub");
    @id("drop") permit (principal, action in [Action::"blob:write", Action::"blob:list"], resource == Blob::Container::"drop") when { context has object && context.object like "in/*" };
    @id("secret") forbid (principal, action, resource == Blob::Container::"own") when { context has object && context.object like "secret*" };
    @id("orders") permit (principal, action in [Action::"msg:publish", Action::"msg:request"], resource == Msg::Topic::"orders");
    @id("replies") permit (principal, action == Action::"msg:publish", resource == Msg::Topic::"replies");
    @id("asked") permit (principal, action == Action::"msg:request", resource == Msg::Topic::"prices");
    @id("log") permit (principal, action == Action::"log:write", resource) when { ["info", "warn"].contains(context.level) && context.target == "app" };
"#;

const DENIED: &str = "error: access denied";

/// Linked once for all tests.
fn linked() -> Result<&'static Linked> {
    static LINKED: OnceLock<Linked> = OnceLock::new();
    if let Some(linked) = LINKED.get() {
        return Ok(linked);
    }
    let linked = by_policy(&agent("depot")?, POLICIES)?;
    Ok(LINKED.get_or_init(|| linked))
}

fn host() -> Host {
    Host::new()
        .container("own", &[("a", "1"), ("b", "22"), ("secret", "3"), ("secret/2", "4")])
        .container("pub", &[("x", "5"), ("y", "6")])
        .container("drop", &[("a", "7"), ("b", "8"), ("in/1", "9"), ("in/2", "10"), ("z", "11")])
        .container("priv", &[("x", "12")])
        .replies("orders", &[Some("replies"), Some("orders")])
        .replies("prices", &[Some("priv")])
}

fn run(linked: &Linked, export: &str, args: &[Val]) -> Result<Outcome> {
    let outcome = linked.run(&host(), export, args).with_context(|| format!("{export} {args:?}"))?;
    ensure!(outcome.idle, "{export} {args:?} leaves handles: {outcome:?}");
    Ok(outcome)
}

/// What only leads to a use, and decides nothing.
fn prepares(function: &str) -> bool {
    function == "get-container"
        || ["outgoing-value", "incoming-value", "[static]client", "]message", "message.", "request-options"]
            .iter()
            .any(|part| function.contains(part))
}

/// The export says this, and of the host exactly these functions are called.
fn under(linked: &Linked, export: &str, args: &[Val], said: &str, calls: &[&str]) -> Result<()> {
    let outcome = run(linked, export, args)?;
    ensure!(outcome.text()? == said, "{export} {args:?}: {outcome:?}");
    let of = |interface: &str| ["wasi:blobstore", "wasi:messaging", "wasi:logging"].iter().any(|package| interface.starts_with(package));
    let called = outcome.calls.iter().filter(|(interface, function)| of(interface) && !prepares(function));
    let called: Vec<_> = called.map(|(_, function)| function.as_str()).collect();
    ensure!(called == calls, "{export} {args:?}: {called:?}");
    Ok(())
}

fn says(export: &str, args: &[Val], said: &str, calls: &[&str]) -> Result<()> {
    under(linked()?, export, args, said, calls)
}

fn texts(values: &[&str]) -> Val {
    Val::List(values.iter().map(|value| text(value)).collect())
}

fn id(container: &str, object: &str) -> Val {
    Val::Tuple(vec![text(container), text(object)])
}

fn get(container: &str, object: &str, streams: bool) -> [Val; 4] {
    [text(container), text(object), Val::U64(100), Val::Bool(streams)]
}

#[test]
fn k5_an_object_is_read_where_container_and_object_are_allowed() -> Result<()> {
    for (container, object, said) in [("own", "a", "1"), ("own", "b", "22"), ("pub", "x", "5"), ("own", "nothing", "error: no such object")]
    {
        says("get-data", &get(container, object, false), said, &["[method]container.get-data"])?;
        says("get-data", &get(container, object, true), said, &["[method]container.get-data"])?;
    }
    for (container, object) in [("own", "secret"), ("own", "secret/2"), ("own", "secrets"), ("priv", "x"), ("drop", "in/1")] {
        says("get-data", &get(container, object, false), DENIED, &[])?;
        says("has-object", &[text(container), text(object)], DENIED, &[])?;
        says("object-info", &[text(container), text(object)], DENIED, &[])?;
    }
    says("has-object", &[text("own"), text("a")], "true", &["[method]container.has-object"])?;
    says("has-object", &[text("pub"), text("")], "false", &["[method]container.has-object"])?;
    says("object-info", &[text("own"), text("b")], "own b 7 2", &["[method]container.object-info"])?;
    says("object-info", &[text("own"), text("")], "error: no such object", &["[method]container.object-info"])?;
    says("get-data", &get("Own", "a", false), "error: no such container", &[])
}

#[test]
fn k5_an_object_is_written_and_deleted_only_where_that_is_allowed() -> Result<()> {
    let write = "[method]container.write-data";
    says("put-data", &[text("own"), text("new"), text("9")], "written", &[write])?;
    says("put-data", &[text("drop"), text("in/3"), text("9")], "written", &[write])?;
    for (container, object) in [("own", "secret"), ("drop", "out/3"), ("drop", "in"), ("pub", "x"), ("priv", "x")] {
        says("put-data", &[text(container), text(object), text("9")], DENIED, &[])?;
    }
    says("delete-object", &[text("own"), text("a")], "deleted", &["[method]container.delete-object"])?;
    for (container, object) in [("own", "secret"), ("drop", "in/1"), ("pub", "x")] {
        says("delete-object", &[text(container), text(object)], DENIED, &[])?;
    }
    says("delete-objects", &[text("own"), texts(&["a", "b"])], "deleted", &["[method]container.delete-objects"])?;
    says("delete-objects", &[text("own"), texts(&[])], "deleted", &["[method]container.delete-objects"])?;
    for objects in [&["a", "secret"][..], &["secret", "a"], &["secret"]] {
        says("delete-objects", &[text("own"), texts(objects)], DENIED, &[])?;
    }
    says("delete-objects", &[text("pub"), texts(&["x"])], DENIED, &[])
}

#[test]
fn k5_copying_and_moving_are_decided_on_both_ends() -> Result<()> {
    let own = id("own", "a");
    says("copy-object", &[own.clone(), id("own", "new")], "copied", &["copy-object"])?;
    says("copy-object", &[id("pub", "x"), id("own", "new")], "copied", &["copy-object"])?;
    says("copy-object", &[id("pub", "x"), id("drop", "in/3")], "copied", &["copy-object"])?;
    says("move-object", &[own.clone(), id("drop", "in/3")], "moved", &["move-object"])?;
    // What may be read only by another name, written only elsewhere, or not be deleted.
    for (source, target) in [
        (id("priv", "x"), id("pub", "x")),
        (id("priv", "x"), id("own", "x")),
        (id("own", "secret"), id("own", "x")),
        (id("own", "a"), id("own", "secret")),
        (id("own", "a"), id("pub", "x")),
        (id("own", "a"), id("drop", "x")),
        (id("drop", "in/1"), id("own", "x")),
    ] {
        says("copy-object", &[source.clone(), target.clone()], DENIED, &[])?;
        says("move-object", &[source, target], DENIED, &[])?;
    }
    says("move-object", &[id("pub", "x"), own], DENIED, &[])
}

#[test]
fn k5_containers_are_made_and_looked_at_by_name() -> Result<()> {
    says("create-container", &[text("own"), maybe(None)], "created", &["create-container"])?;
    says("create-container", &[text("own"), maybe(Some("9"))], "written", &["create-container", "[method]container.write-data"])?;
    for container in ["pub", "drop", "priv", "new", ""] {
        says("create-container", &[text(container), maybe(Some("9"))], DENIED, &[])?;
    }
    says("container-exists", &[text("own")], "true", &["container-exists"])?;
    says("container-exists", &[text("priv")], DENIED, &[])?;
    // The list of its objects is allowed in part, and not the container's own.
    says("container-exists", &[text("drop")], DENIED, &[])?;
    says("container-info", &[text("pub")], "pub 7", &["[method]container.info"])?;
    says("container-info", &[text("drop")], DENIED, &[])?;
    says("container-info", &[text("priv")], DENIED, &[])?;
    says("container-name", &[text("priv")], "priv", &["[method]container.name"])
}

/// Without an object the decision is one on all that is in the container only if no rule looks at objects.
#[test]
fn k5_what_removes_all_objects_must_be_allowed_for_each() -> Result<()> {
    for export in ["clear-container", "delete-container"] {
        for container in ["own", "pub", "drop", "priv"] {
            says(export, &[text(container)], DENIED, &[])?;
        }
    }
    let with = |rules: &str| by_policy(&agent("depot")?, &format!("permit (principal, action == Action::\"export\", resource);\n{rules}"));
    let by_container =
        with(r#"permit (principal, action in [Action::"blob:admin", Action::"blob:delete"], resource == Blob::Container::"own");"#)?;
    let any = with(
        r#"permit (principal, action == Action::"blob:delete", resource);
        permit (principal, action == Action::"blob:admin", resource == Blob::Container::"own");"#,
    )?;
    let no_admin = with(
        r#"permit (principal, action == Action::"blob:delete", resource == Blob::Container::"own");
        permit (principal, action == Action::"blob:admin", resource == Blob::Container::"pub");"#,
    )?;
    for (policies, is_allowed) in [(&by_container, true), (&any, true), (&no_admin, false)] {
        let (cleared, deleted) = if is_allowed { ("cleared", "deleted") } else { (DENIED, DENIED) };
        let calls = |function| if is_allowed { vec![function] } else { vec![] };
        under(policies, "clear-container", &[text("own")], cleared, &calls("[method]container.clear"))?;
        under(policies, "delete-container", &[text("own")], deleted, &calls("delete-container"))?;
        under(policies, "clear-container", &[text("pub")], DENIED, &[])?;
        under(policies, "delete-container", &[text("pub")], DENIED, &[])?;
    }
    // A list of objects that are looked at one by one says nothing of all.
    let some = with(
        r#"permit (principal, action == Action::"blob:admin", resource);
        permit (principal, action == Action::"blob:delete", resource == Blob::Container::"own") unless { context has object && context.object == "a" };"#,
    )?;
    under(&some, "clear-container", &[text("own")], DENIED, &[])?;
    under(&some, "delete-object", &[text("own"), text("b")], "deleted", &["[method]container.delete-object"])
}

const LIST: &str = "[method]container.list-objects";
const NEXT: &str = "[method]stream-object-names.read-stream-object-names";

#[test]
fn k5_names_are_listed_that_may_be() -> Result<()> {
    for (container, at_once, said) in [
        ("own", 100, "a,b"),
        ("own", 1, "a|b|"),
        ("pub", 1, "x|y"),
        ("drop", 100, "in/1,in/2"),
        // Names before and after are passed over, and no reading before the end has none.
        ("drop", 1, "in/1|in/2|"),
        ("drop", 2, "in/1,in/2|"),
        ("priv", 1, ""),
    ] {
        says("list-objects", &[text(container), Val::U64(at_once)], said, &[LIST, NEXT])?;
    }
    Ok(())
}

#[test]
fn k5_names_are_skipped_that_may_be_seen() -> Result<()> {
    for (container, count, said) in [
        ("pub", 1, "skipped 1: y"),
        ("drop", 0, "skipped 0: in/1,in/2"),
        ("drop", 1, "skipped 1: in/2"),
        ("drop", 2, "skipped 2: "),
        ("drop", 3, "skipped 2 at the end"),
        ("drop", u64::MAX, "skipped 2 at the end"),
        ("priv", 1, "skipped 0 at the end"),
    ] {
        says("skip-objects", &[text(container), Val::U64(count)], said, &[LIST, NEXT])?;
    }
    Ok(())
}

/// Together the names are larger than the memory that a membrane may have.
#[test]
fn r16_a_long_listing_of_hidden_names_takes_no_memory() -> Result<()> {
    let names: Vec<String> = (0..80_000).map(|number| format!("{number:01000}")).collect();
    let mut objects: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    objects.push(("in/1", ""));
    for (export, wanted, said) in [("list-objects", u64::MAX, "in/1"), ("skip-objects", 1, "skipped 1 at the end")] {
        let outcome = linked()?.run(&Host::new().container("drop", &objects), export, &[text("drop"), Val::U64(wanted)])?;
        ensure!(outcome.text()? == said && outcome.idle, "{export}: {:?}", outcome.result);
    }
    Ok(())
}

#[test]
fn r25_containers_and_listings_beyond_the_number_that_may_be_open_are_refused() -> Result<()> {
    for times in [4096, 5000] {
        let outcome = run(linked()?, "open-many", &[text("pub"), Val::U32(times)])?;
        ensure!(outcome.text()? == "opened 4096 listed 4096", "{outcome:?}");
    }
    Ok(())
}

/// Where each action is denied or allowed whatever it is about, the host's own functions are passed through or stubs.
#[test]
fn without_conditions_there_is_no_membrane() -> Result<()> {
    let linked = by_policy(
        &agent("depot")?,
        r#"permit (principal, action in [Action::"export", Action::"blob:read", Action::"blob:write"], resource);"#,
    )?;
    ensure!(linked.lockfile.symbols.iter().all(|symbol| symbol.provider != Provider::Membrane), "{}", linked.text);
    ensure!(linked.run(&host(), "get-data", &get("priv", "x", false))?.text()? == "12");
    ensure!(linked.run(&host(), "put-data", &[text("priv"), text("x"), text("9")])?.text()? == "written");
    ensure!(linked.run(&host(), "delete-object", &[text("priv"), text("x")])?.text()? == DENIED);
    Ok(())
}

#[test]
fn k8_a_message_is_sent_to_an_allowed_topic() -> Result<()> {
    let denied = "error: permission denied: access denied";
    says("publish", &[text("orders"), text("1")], "published", &["send"])?;
    says("publish", &[text("replies"), text("1")], "published", &["send"])?;
    for topic in ["prices", "priv", "orders/x", "Orders", "orders ", ""] {
        says("publish", &[text(topic), text("1")], denied, &[])?;
    }
    for options in [false, true] {
        says("ask-topic", &[text("orders"), text("1"), Val::Bool(options)], "from replies,from orders", &["request"])?;
        says("ask-topic", &[text("prices"), text("1"), Val::Bool(options)], "from priv", &["request"])?;
        for topic in ["replies", "priv", "price", ""] {
            says("ask-topic", &[text(topic), text("1"), Val::Bool(options)], denied, &[])?;
        }
    }
    let outcome = run(linked()?, "publish", &[text("orders"), text("one")])?;
    ensure!(outcome.used == ["publish orders one"], "{outcome:?}");
    Ok(())
}

#[test]
fn k8_a_reply_goes_where_its_topic_may_be_published_to() -> Result<()> {
    // The last message that came back is answered: on `orders`, and on `priv`.
    let outcome = run(linked()?, "answer", &[maybe(Some("orders")), text("one")])?;
    ensure!(outcome.text()? == "answered" && outcome.used == ["request orders ?", "reply orders one"], "{outcome:?}");
    for topic in [Some("prices"), None] {
        let outcome = run(linked()?, "answer", &[maybe(topic), text("one")])?;
        ensure!(outcome.text()? == "error: permission denied: access denied", "{outcome:?}");
        ensure!(!outcome.called("wasi:messaging/request-reply", "reply"), "{outcome:?}");
        ensure!(outcome.called("wasi:messaging/types", "[method]message.topic"), "{outcome:?}");
    }
    Ok(())
}

#[test]
fn k9_a_record_is_written_at_an_allowed_level_and_target() -> Result<()> {
    for (level, target, is_written) in [
        ("info", "app", true),
        ("warn", "app", true),
        ("debug", "app", false),
        ("error", "app", false),
        ("critical", "app", false),
        ("info", "App", false),
        ("warn", "", false),
        ("info", "app.db", false),
    ] {
        let outcome = run(linked()?, "note", &[text(level), text(target), text("hello")])?;
        let expected = if is_written { vec![format!("{level} {target} hello")] } else { vec![] };
        ensure!(outcome.text()? == "noted" && outcome.used == expected, "{level} {target}: {outcome:?}");
        ensure!(outcome.called("wasi:logging/logging", "log") == is_written, "{level} {target}: {outcome:?}");
    }
    Ok(())
}

#[test]
fn the_lockfile_says_what_decides() -> Result<()> {
    let linked = linked()?;
    let of = |function: &str| {
        let mut found = linked.lockfile.symbols.iter().filter(|symbol| symbol.import.starts_with("wasi:") && symbol.function == function);
        found.next().with_context(|| format!("{function} is imported"))
    };
    let copies = of("copy-object")?;
    ensure!((copies.outcome, copies.provider) == (Decision::Guard, Provider::Membrane) && copies.guard.is_none(), "{copies:?}");
    let decided: Vec<_> = copies.decisions.iter().map(|decision| decision.action.as_str()).collect();
    ensure!(decided == ["blob:read", "blob:write"], "{copies:?}");
    for (function, inputs) in [("send", &["resource"][..]), ("reply", &["resource"]), ("log", &["context.level", "context.target"])] {
        let symbol = of(function)?;
        ensure!(symbol.provider == Provider::Guard && symbol.guard.as_ref().is_some_and(|guard| guard.inputs == inputs), "{symbol:?}");
    }
    let uses = linked.lockfile.components.iter().flat_map(|component| &component.uses);
    ensure!(uses.clone().any(|used| used == "wasi:messaging/types@0.2.0-draft#[method]message.topic"), "{}", linked.text);
    Ok(())
}

/// Threat K8: a recorder shows the topic or the target that was decided on, and the log replays.
#[test]
fn messages_and_records_are_observed_with_what_decides() -> Result<()> {
    let folder = crate::scratch()?;
    let file = folder.path().join("policies.cedar");
    let of_messages = POLICIES.lines().filter(|line| !line.contains("Blob::Container")).collect::<Vec<_>>().join("\n");
    std::fs::write(&file, format!("permit (principal, action == Action::\"cli:stderr\", resource);\n{of_messages}"))?;
    let policies = Policies { files: vec![file], entities: None, principal: "Agent::\"agent\"".into() };
    let linked = observed(&agent("depot")?, &policies, Observe::Stderr)?;
    let topic = |decision: &str, topic: &str| format!(r#""decision":"{decision}","resource":{{"type":"Msg::Topic","id":"{topic}"}}"#);
    let log = |decision: &str, level: &str| {
        let interface = r#""resource":{"type":"Wit::Interface","id":"wasi:logging/logging"}"#;
        format!(r#""decision":"{decision}",{interface},"context":{{"level":"{level}","target":"app"}}"#)
    };
    for (export, args, shown) in [
        ("publish", vec![text("orders"), text("1")], topic("allow", "orders")),
        ("publish", vec![text("priv"), text("1")], topic("deny", "priv")),
        ("ask-topic", vec![text("replies"), text("1"), Val::Bool(true)], topic("deny", "replies")),
        ("answer", vec![maybe(Some("orders")), text("1")], topic("allow", "orders")),
        ("answer", vec![maybe(Some("prices")), text("1")], topic("deny", "priv")),
        ("answer", vec![maybe(None), text("1")], r#"#reply","action":"msg:publish","decision":"deny""#.into()),
        ("note", vec![text("info"), text("app"), text("hello")], log("allow", "info")),
        ("note", vec![text("debug"), text("app"), text("hello")], log("deny", "debug")),
    ] {
        let outcome = run(&linked, export, &args)?;
        ensure!(outcome.stderr.contains(&shown), "{export} {args:?}: {}", outcome.stderr);
        let (replays, told) = replays(&outcome.stderr, &linked.text)?;
        ensure!(replays, "{export} {args:?}: {told}");
    }
    Ok(())
}

fn maybe(value: Option<&str>) -> Val {
    Val::Option(value.map(|value| Box::new(text(value))))
}
