//! What is suggested links as it stands, permits what is demanded, and narrows to what a run did.

use super::*;
use crate::reach::{Literals, Stop};
use crate::source::Source;
use crate::{Request, lock::Texts, prepare};
use caplink_model::limits::POLICY_STACK;
use caplink_model::lockfile::{Demand, Outcome};
use serde_json::json;

fn bytes(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/agents/{name}.wasm"));
    std::fs::read(path).expect("the agent is committed")
}

/// The outcomes of linking an agent under a policy, by function.
fn linked(agent: &[u8], policy: &str) -> BTreeMap<String, Outcome> {
    let work = || {
        let policies = [Source { file: "p.cedar", text: policy }];
        let texts = Texts { policies: &policies, schemas: &[], entities: None, links: None };
        let request = Request {
            texts,
            principal: r#"Agent::"a""#,
            demand: Demand::Reachable,
            observe: None,
            virtuals: &caplink_model::virtuals::NOTHING,
        };
        let prepared = prepare(agent, request).unwrap_or_else(|errors| panic!("{errors:#?}\n{policy}"));
        prepared.grants.symbols.into_iter().map(|granted| (granted.symbol.to_string(), granted.outcome)).collect()
    };
    std::thread::scope(|scope| {
        std::thread::Builder::new().stack_size(POLICY_STACK).spawn_scoped(scope, work).expect("a thread").join().expect("no panic")
    })
}

fn suggested(name: &str, more: impl Fn(&mut Calls), seen: Option<&[Seen]>) -> (Vec<u8>, String) {
    let bytes = bytes(name);
    let agent = crate::agent::decode(&bytes).expect("it is an agent");
    let mut calls = crate::demand::in_full(&bytes, &agent).expect("it can be followed");
    more(&mut calls);
    let text = suggest(&agent, "a", Some(&calls), seen);
    (bytes, text)
}

fn literals(parameter: &str, values: &[&str], confidence: Confidence) -> Literals {
    Literals { parameter: parameter.into(), values: values.iter().map(ToString::to_string).collect(), confidence }
}

fn seen(actions: &[&str], resource: Option<&str>, context: serde_json::Value) -> Seen {
    let context = context.as_object().map(|map| map.clone().into_iter().collect());
    Seen { actions: actions.iter().map(ToString::to_string).collect(), resource: resource.map(str::to_string), context }
}

#[test]
fn all_agents_link_under_what_is_suggested_and_nothing_demanded_is_denied() {
    for name in ["ambient", "fetch", "files", "net", "pay", "pay3", "quiet", "serve", "spell", "traced", "worker"] {
        let (bytes, text) = suggested(name, |_| (), None);
        let outcomes = linked(&bytes, &text);
        let denied: Vec<_> = outcomes.iter().filter(|(_, outcome)| **outcome == Outcome::Deny).collect();
        assert!(denied.is_empty(), "{name}: {denied:?}\n{text}");
    }
}

#[test]
fn constants_scope_requests() {
    let set = "[method]outgoing-request.set-authority";
    for (authority, confidence, expected) in [
        (&["api.example.com"][..], Confidence::Proved, "resource == Net::Host::\"api.example.com\""),
        (&["API.example.com:8443"], Confidence::Proved, "context.port == 8443"),
        (&["https://api.example.com/x", "http://[::1]:80/"], Confidence::Nearby, "resource == Net::Host::\"::1\""),
        (&["no host at all"], Confidence::Nearby, "No host in the code is one"),
        (&[], Confidence::Unknown, "Which hosts is not known"),
    ] {
        let (bytes, text) = suggested(
            "fetch",
            |calls| {
                for told in calls.values_mut() {
                    told.literals.clear();
                }
                let (_, told) = calls.iter_mut().find(|((_, name), _)| name == set).expect("it sets the authority");
                told.literals.push(literals("authority", authority, confidence));
            },
            None,
        );
        let outcomes = linked(&bytes, &text);
        let handle = outcomes.iter().find(|(symbol, _)| symbol.ends_with("outgoing-handler@0.2.12#handle")).expect("it is imported").1;
        let is_scoped = expected.contains("resource ==") || expected.contains("context.");
        assert!(text.contains(expected), "{text}");
        assert_eq!(*handle, if is_scoped { Outcome::Guard } else { Outcome::Allow }, "{text}");
    }
}

#[test]
fn constants_of_custom_functions_are_compared_if_every_call_passes_them() {
    for (confidence, is_compared) in [(Confidence::Proved, true), (Confidence::Nearby, false)] {
        let (bytes, text) = suggested(
            "pay",
            |calls| {
                let (_, told) = calls.iter_mut().find(|((_, name), _)| name == "charge").expect("it charges");
                told.literals = vec![literals("account", &["acct-\"1\"\n", "acct-2"], confidence)];
            },
            None,
        );
        let outcomes = linked(&bytes, &text);
        assert_eq!(text.contains("].contains(context.account)"), is_compared, "{text}");
        let expected = if is_compared { Outcome::Guard } else { Outcome::Allow };
        assert_eq!(outcomes["acme:pay/api#charge"], expected, "{text}");
    }
}

#[test]
fn a_run_narrows() {
    let request = |host: &str, path: &str, method: &str| {
        let context = json!({ "scheme": "https", "port": 443, "method": method, "path": path });
        seen(&["http:request"], Some(host), context)
    };
    let mut with_query = request("a.example.com", "/x/2", "POST");
    with_query.context.as_mut().expect("it is visible").insert("query".into(), json!("page=2"));
    let run = [request("a.example.com", "/x/1", "GET"), with_query, request("b.example.com", "/", "GET")];
    let (bytes, text) = suggested("fetch", |_| (), Some(&run));
    let outcomes = linked(&bytes, &text);
    assert!(text.contains("[\"/x/1\", \"/x/2\"].contains(context.path)"), "{text}");
    assert!(text.contains("resource == Net::Host::\"b.example.com\""), "{text}");
    assert_eq!(outcomes["wasi:http/outgoing-handler@0.2.12#handle"], Outcome::Guard);
    // What the run did not do is not permitted, and waits.
    assert_eq!(outcomes["wasi:cli/environment@0.2.6#get-environment"], Outcome::Deny);
    assert!(text.contains("//@id(\"env:read\")"), "{text}");

    let charge = |account: &str, cents: i64| seen(&["acme:pay/api#charge"], None, json!({ "account": account, "cents": cents }));
    let (bytes, text) = suggested("pay", |_| (), Some(&[charge("acct-1", 5), charge("acct-2", i64::MIN), charge("acct-1", 7)]));
    let outcomes = linked(&bytes, &text);
    assert!(text.contains("context.cents >= (-9223372036854775807 - 1) && context.cents <= 7"), "{text}");
    assert_eq!((outcomes["acme:pay/api#charge"], outcomes["acme:pay/api#refund"]), (Outcome::Guard, Outcome::Deny), "{text}");
}

#[test]
fn many_paths_are_told_by_their_folder() {
    let paths: Vec<String> = (0..20).map(|number| format!("/a*b/c{number}/d")).collect();
    let calls: Vec<BTreeMap<String, Value>> = paths.iter().map(|path| [("path".to_string(), json!(path))].into()).collect();
    assert_eq!(conditions(&calls.iter().collect::<Vec<_>>()), ["context.path like \"/a\\*b/*\""]);
    let one = [("x".to_string(), json!(true)), ("the-y".to_string(), json!({ "__extn": { "fn": "ip", "arg": "10.0.0.1" } }))];
    let two = [("x".to_string(), json!(true))];
    let calls = [BTreeMap::from(one), BTreeMap::from(two)];
    assert_eq!(
        conditions(&calls.iter().collect::<Vec<_>>()),
        ["(if context has \"the-y\" then context[\"the-y\"] == ip(\"10.0.0.1\") else true)", "context.x"]
    );
}

#[test]
fn names_of_the_agent_stay_in_comments() {
    let (bytes, text) = suggested(
        "quiet",
        |calls| {
            for told in calls.values_mut() {
                told.path.push(Stop {
                    name: "main\n}; permit (principal, action, resource);\u{2028}\u{1b}[31m".into(),
                    module: Some("\r\npermit (principal, action, resource);".into()),
                    through_table: true,
                    place: Some("src/\nlib.rs:1".into()),
                });
            }
        },
        None,
    );
    let text_of = |line: &str| line.trim_start().starts_with("permit (principal,");
    assert!(!text.lines().any(text_of), "{text}");
    assert!(text.is_ascii());
    linked(&bytes, &text);
}
