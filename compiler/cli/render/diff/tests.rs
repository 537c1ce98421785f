//! What the formats say, and that nothing in names, conditions or people's words breaks them. For Markdown see `markdown_tests.rs`.

use super::sample::*;
use super::*;
use crate::render::layout::{WIDTH, width};
use caplink_model::change::{Acceptance, Direction, Kind, Tier};
use serde_json::Value;
use std::collections::BTreeSet;

fn plain(view: &View<'_>) -> String {
    anstream::adapter::strip_str(&text(view)).to_string()
}

/// A comparison of one pair, of the files that the command line names.
fn one(changes: Vec<Change>) -> Comparison {
    let pair = Pair { subject: "Agent::\"a\"".into(), old: Some("releases/1.4".into()), new: Some("releases/1.5".into()), changes };
    Comparison { pairs: vec![pair], ..Comparison::default() }
}

fn accepted(change: Change) -> Change {
    let acceptance = Acceptance { change: change.id, reason: "wanted".into(), author: "ana".into() };
    Change { accepted: Some(acceptance), ..change }
}

#[test]
fn text_tells_what_grew_first() {
    let comparison = comparison();
    let text = plain(&view(&comparison));
    let first = r#"releases/1.4 -> releases/1.5  authority grew: 1 critical, 1 high, 2 medium; 2
  more accepted

Agent::"billing"  1.4/billing.lock.json -> 1.5/billing.lock.json
  critical  `http:request` is allowed for other calls
    now possible        resource == Net::Host::"a.example.com", context.method
                        == "POST", context.path == "/"
    no longer possible  resource == Net::Host::"api.example", context.method ==
                        "DELETE"
    before              resource == Net::Host::"api.example"
    after               resource in [Net::Host::"api.example",
                        Net::Host::"*.example.com"]
    because             it is a new way out: what the agent knows can be sent
                        there
    policy              net-out (net/out.cedar:12) permits it
    policy              more (more.cedar:3) permits it
    policy              no-example (net/out.cedar:4) forbade it and is gone
    also                `net:resolve` is allowed for more calls
  high      `fs:read` is granted by `wasi:filesystem/types@0.2.3`
    before              not imported
    after               allowed
    not proved          no request was found in 64 cases
    because             it can read files that it could not read
    demand              the agent did not import it before
  low       `clock:wall` is allowed more often
    now possible        any call (11 times)
    before              at most 10 calls
    after               at most 20 calls
    because             the same calls were allowed before, fewer times
    policy              quota (../quota.cedar:1) allows 20 calls
    accepted            by ana@example.com: billing polls twice an hour
  narrower  `kv:write` is no longer granted
    no longer possible  resource == Kv::Bucket::"default"
  same      the agent's code changed

"#;
    assert!(text.starts_with(first), "{text}");
    let end = "\nAgent::\"extra\"  1.5/extra.wasm, which is new\n  medium    the agent `Agent::\"extra\"` is new\n\n2 others are the same\n\
        grant version: major, for authority grew and some of it is critical or high\n  (1.4.2 -> 2.0.0)\nnot proved: 3 changes count as growth";
    assert!(text.contains(end), "{text}");
    assert!(text.contains("\nstale: accepts a03f2386ae06, and nothing here is that change: x`` ``` |"), "{text}");
}

#[test]
fn the_verdict_is_one_of_four() {
    let wide = || change(Kind::Condition, Direction::Wider, Tier::Low, "`a` is allowed for more calls");
    let narrow = change(Kind::Condition, Direction::Narrower, Tier::None, "`a` is allowed for fewer calls");
    for (changes, verdict, version) in [
        (vec![wide()], "authority grew: 1 low\n", "minor, for"),
        (vec![accepted(wide())], "authority grew only as accepted: 1 change\n", "minor, for"),
        (vec![narrow], "no authority grew\n", "patch, for"),
    ] {
        let comparison = one(changes);
        let text = plain(&View { fails: false, version: None, ..view(&comparison) });
        assert!(text.starts_with(&format!("releases/1.4 -> releases/1.5  {verdict}\nAgent::\"a\"\n")), "{text}");
        assert!(text.contains(&format!("\ngrant version: {version}")), "{text}");
        assert_eq!(text.contains("[[accept]]"), verdict.contains(": 1 low"), "{text}");
    }
    let comparison = Comparison { unchanged: 2, ..Comparison::default() };
    let text = plain(&View { fails: false, version: None, ..view(&comparison) });
    let same = "nothing changed\n\n2 agents or sets of policies are the same\ngrant version: as before, for nothing changed\n";
    assert_eq!(text, format!("releases/1.4 -> releases/1.5  {same}"));
}

#[test]
fn long_conditions_are_cut_where_they_begin_to_differ() {
    let shared = "x".repeat(5_000);
    let changed = Change {
        before: format!("{shared} OLD"),
        after: format!("{shared} NEW {}", "y".repeat(5_000)),
        ..change(Kind::Condition, Direction::Wider, Tier::Low, "`a` changed")
    };
    let [before, after] = wording::conditions(&changed).expect("there are conditions");
    assert_eq!(before, format!("…{} OLD", "x".repeat(39)));
    assert!(after.starts_with(&format!("…{} NEW yyy", "x".repeat(39))) && after.ends_with("y…"), "{after}");
}

/// What is pasted is TOML that says what it shall, whatever the names hold.
#[test]
fn i11_acceptances_can_be_pasted() {
    let comparison = comparison();
    let text = plain(&view(&comparison));
    let start = text.find("  [[accept]]").expect("there is something to accept");
    let table: toml::Table = toml::from_str(&text[start..]).expect("it is TOML");
    let ids: Vec<_> = table["accept"].as_array().expect("a list").iter().map(|one| one["change"].as_str().expect("a text")).collect();
    assert_eq!(ids, comparison.growth().map(|change| change.id.to_string()).collect::<Vec<_>>());
    assert!(table["accept"].as_array().expect("a list").iter().all(|one| one.as_table().is_some_and(|one| one.len() == 3)));
    assert!(text.contains("  [[accept]]\n  # Agent::\"billing\": `http:request` is allowed for other calls\n  change = \""), "{text}");
    let wide = Change { summary: format!("`{}{}`", "漢".repeat(300), "y".repeat(300)), ..comparison.pairs[0].changes[0].clone() };
    let comparison = one(vec![wide]);
    let text = plain(&view(&comparison));
    assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
    assert!(toml::from_str::<toml::Table>(&text[text.find("  [[accept]]").expect("it is there")..]).is_ok(), "{text}");
}

#[test]
fn i11_text_is_inert() {
    let comparison = comparison();
    let text = plain(&view(&comparison));
    let opens = |line: &str| ["::", "##"].iter().any(|command| line.trim_start().starts_with(command));
    for line in text.lines() {
        assert!(width(line) <= WIDTH && !opens(line), "{line}");
    }
    assert!(!text.contains(['\r', '\x1b', '\u{202e}']), "{text}");
    assert!(text.contains("\\u{1b}[31m\\u{202e}"), "{text}");
}

#[test]
fn i11_github_commands_of_changes_are_one_line_each() {
    let comparison = comparison();
    let text = github::render(&view(&comparison));
    let lines: Vec<_> = text.lines().collect();
    let commands: Vec<_> = lines.iter().map(|line| line.split(' ').next().expect("a word")).collect();
    let expected = ["::error", "::error", "::notice", "::notice", "::warning", "::notice", "::notice", "::warning", "::notice"];
    assert_eq!(commands, expected, "{text}");
    let first = "::error file=policies/net/out.cedar,line=12,title=authority grew%3A critical::Agent::\"billing\": `http:request` is allowed \
        for other calls%0Anow possible: resource == Net::Host::\"a.example.com\"";
    assert!(lines[0].starts_with(first), "{text}");
    assert!(lines[1].starts_with("::error file=1.5/billing.lock.json,line=77,title=authority grew%3A high::"), "{text}");
    assert!(lines[2].starts_with("::notice file=1.5/billing.lock.json,line=1,title=authority grew%3A low%2C accepted::"), "{text}");
    assert!(lines[2].ends_with("%0Aaccepted: by ana@example.com: billing polls twice an hour"), "{text}");
    assert!(lines[7].starts_with("::warning file=1.5/extra.wasm,line=1,title="), "a component has no lines:\n{text}");
    assert!(!text.contains(['\r', '\x1b', '\u{202e}']) && text.contains("%250A"), "{text}");
    for line in &lines[4..7] {
        let properties = line.split("::").nth(1).expect("properties");
        assert_eq!(properties.matches(',').count(), 2, "{line}");
    }
}

#[test]
fn places_stay_in_the_folder_of_policies() {
    let comparison = Comparison::default();
    let view = view(&comparison);
    let place = |folder, file: &str, is_new| {
        let view = View {
            policies: folder,
            ..View { old: view.old, new: view.new, comparison: &comparison, fails: false, policies: None, version: None }
        };
        view.policy_place(&cause(is_new, "p", file, 7, "permits it")).map(|place| format!("{}:{}", place.file, place.line))
    };
    assert_eq!(place(Some("policies/"), "net/out.cedar", true).as_deref(), Some("policies/net/out.cedar:7"));
    assert_eq!(place(Some("."), "out.cedar", true).as_deref(), Some("out.cedar:7"));
    for file in ["../out.cedar", "/etc/out.cedar", "a/../../b", ""] {
        assert_eq!(place(Some("policies"), file, true), None, "{file}");
    }
    assert_eq!(place(Some("policies"), "out.cedar", false), None, "what is gone has no place in the new release");
    assert_eq!(place(None, "out.cedar", true), None);
}

fn sarif_of(comparison: &Comparison) -> Value {
    serde_json::from_str(&sarif::render(&view(comparison))).expect("it is JSON")
}

#[test]
fn sarif_has_growth_at_its_places() {
    let comparison = comparison();
    let value = sarif_of(&comparison);
    let run = &value["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(Kind::ALL.iter().filter(|kind| kind.can_grow()).count()));
    let results = run["results"].as_array().expect("results");
    let levels: Vec<_> = results.iter().map(|result| result["level"].as_str().expect("a level")).collect();
    assert_eq!(levels, ["error", "error", "warning", "warning", "warning", "warning"]);
    for result in results {
        let number = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("it is small");
        assert_eq!(run["tool"]["driver"]["rules"][number]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().expect("a text").contains("]("), "{result}");
        assert!(result["message"].get("markdown").is_none());
    }
    let place = |at: &Value| {
        let physical = &at["physicalLocation"];
        format!("{}:{}", physical["artifactLocation"]["uri"].as_str().expect("a uri"), physical["region"]["startLine"])
    };
    let first = |number: usize| place(&results[number]["locations"][0]);
    assert_eq!(first(0), "policies/net/out.cedar:12");
    assert_eq!(first(1), "1.5/billing.lock.json:77");
    assert_eq!(first(2), "1.5/billing.lock.json:1", "no name leads out of the folder");
    assert_eq!(first(5), "1.5/extra.wasm:1");
    assert!(first(3).starts_with("x%60%60%20%60%60%60%20%7C") && first(3).ends_with("%22%22%22%250A.json:1"), "{}", first(3));
    let related = results[0]["relatedLocations"].as_array().expect("related places");
    assert_eq!(related.iter().map(place).collect::<Vec<_>>(), ["policies/more.cedar:3"]);
    assert_eq!(related[0]["message"]["text"], "more (more.cedar:3) permits it");
    assert!(results[0].get("suppressions").is_none());
    assert_eq!(results[2]["suppressions"][0]["justification"], "ana@example.com: billing polls twice an hour");
}

#[test]
fn fingerprints_follow_from_ids_and_are_unique() {
    let wide = || change(Kind::Condition, Direction::Wider, Tier::Low, "`a` is allowed for more calls");
    let value = sarif_of(&one(vec![wide(), wide()]));
    let prints: BTreeSet<_> =
        value["runs"][0]["results"].as_array().expect("results").iter().map(|one| one["partialFingerprints"].to_string()).collect();
    let id = wide().id;
    let expected = [1, 2].map(|ordinal| format!("{{\"caplinkChange/v1\":\"{id}:{ordinal}\"}}"));
    assert_eq!(prints, BTreeSet::from(expected));
}

#[test]
fn json_is_exact_and_complete() {
    let comparison = comparison();
    let text = super::json(&view(&comparison));
    assert!(text.is_ascii());
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    let first = &value["pairs"][0]["changes"][0];
    assert_eq!((&first["kind"], &first["direction"], &first["tier"]), (&"condition".into(), &"incomparable".into(), &"critical".into()));
    assert_eq!(first["id"], comparison.pairs[0].changes[0].id.to_string());
    assert_eq!(first["causes"][2]["is_new"], false);
    assert_eq!(value["pairs"][0]["changes"][2]["gained"]["times"], 11);
    assert_eq!(value["pairs"][0]["changes"][2]["accepted"]["author"], "ana@example.com");
    assert_eq!(value["pairs"][1]["subject"], HOSTILE);
    assert_eq!(value["pairs"][1]["changes"][0]["after"], HOSTILE.repeat(9));
    assert_eq!(value["pairs"][2]["old"], Value::Null);
    assert_eq!((&value["bump"], &value["version"]["new"], &value["fails"]), (&"major".into(), &"2.0.0".into(), &true.into()));
    let summary = serde_json::json!({
        "grown": 4, "critical": 1, "high": 1, "medium": 2, "low": 0, "accepted": 2, "unproved": 3, "narrower": 2, "same": 1, "unchanged": 2,
    });
    assert_eq!(value["summary"], summary);
}

fn errors(schema: &str, report: &Value) -> Vec<String> {
    let schema = serde_json::from_str(schema).expect("it is JSON");
    jsonschema::meta::validate(&schema).expect("the schema is a schema");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    validator.iter_errors(report).map(|error| format!("{error} at {}", error.instance_path)).collect()
}

#[test]
fn reports_of_changes_are_valid_by_their_schemas() {
    const SCHEMA: &str = include_str!("report.schema.json");
    const SARIF: &str = include_str!("../../../../tests/lint/sarif-schema-2.1.0.json");
    for comparison in [comparison(), Comparison::default()] {
        let report: Value = serde_json::from_str(&super::json(&view(&comparison))).expect("it is JSON");
        assert_eq!(errors(SCHEMA, &report), [""; 0]);
        assert_eq!(errors(SARIF, &sarif_of(&comparison)), [""; 0]);
    }
    let comparison = comparison();
    let report: Value = serde_json::from_str(&super::json(&view(&comparison))).expect("it is JSON");
    let change = report["pairs"][0]["changes"][0].as_object().expect("an object");
    for name in change.keys() {
        let mut less = report.clone();
        less["pairs"][0]["changes"][0].as_object_mut().expect("an object").shift_remove(name);
        assert!(!errors(SCHEMA, &less).is_empty(), "without {name}");
    }
    for (name, value) in [("id", "AB".into()), ("kind", "x".into()), ("tier", "x".into()), ("line", 0.into()), ("more", 1.into())] {
        let mut other = report.clone();
        other["pairs"][0]["changes"][0][name] = value;
        assert!(!errors(SCHEMA, &other).is_empty(), "{name}");
    }
    let schema: Value = serde_json::from_str(SCHEMA).expect("it is JSON");
    let kinds: Vec<Value> = Kind::ALL.iter().map(|kind| kind.name().into()).collect();
    assert_eq!(schema["$defs"]["Change"]["properties"]["kind"]["enum"], Value::Array(kinds));
}
