//! What the formats say, and that nothing in names or messages breaks them.

use super::sample::{finding, place, report, view};
use super::*;
use crate::render::layout::{WIDTH, width};
use caplink_linker::lint::Report;

fn plain(styled: &str) -> String {
    anstream::adapter::strip_str(styled).to_string()
}

/// A report of one finding in the first file.
fn one(message: &str, part: &str) -> Report {
    Report { findings: vec![finding(message, Level::Warning, Some(place(0, part)))], policies: 1, ..Report::default() }
}

#[test]
fn text_shows_the_line_with_marks_under_it() {
    let report = report();
    let text = plain(&text::render(&view(&report)));
    let first = "warning[C104 shadowed-permit]: `a` is 100% shadowed ]]> <b> ::error::x\n  [l](http://x)\n  --> policies/a.cedar:3:20\n \
        3 |   principal, // \u{1f600}\u{1f600} here\n   |                      ^^^^\n  note: see [this](1) too at policies/a.cedar:4:3\n  \
        example: principal == Agent::\"x\", context.path == \"100%\"\n  help: remove the policy\n\n";
    assert!(text.starts_with(first), "{text}");
    assert!(text.contains(" 2 | permit (\n   | ^^^^^^^^\n"), "a range over lines is marked on its first:\n{text}");
    let last = "2 errors, 1 warning, 2 info in 3 policies of 3 files; 1 fixable with --fix; 1\n  suppressed\n";
    assert!(text.ends_with(last), "{text}");
    assert!(!text.contains("too many cases"), "{text}");
    let opens = |line: &str| ["::", "##"].iter().any(|command| line.trim_start().starts_with(command));
    assert!(text.lines().all(|line| width(line) <= WIDTH && !opens(line)), "{text}");
}

#[test]
fn text_says_more_when_asked() {
    let report = report();
    let beside = ["policies/entities.json".to_string()];
    let text = plain(&text::render(&View { verbose: true, fixed: 2, beside: &beside, ..view(&report) }));
    assert!(text.contains("allowed[C104 shadowed-permit]: allowed at policies/a.cedar:5:2\n  reason: for a test\n"), "{text}");
    assert!(text.contains("\nundecided: `a`: too many cases\n"), "{text}");
    assert!(text.contains("; 2 fixed;") && text.contains("1 undecided\nwith policies/entities.json\n"), "{text}");
    let none = Report { policies: 1, ..Report::default() };
    assert_eq!(plain(&text::render(&view(&none))), "no findings in 1 policy of 3 files\n");
}

#[test]
fn long_lines_and_tabs_are_shown_around_the_marks() {
    let long = format!("{}HERE{}", "a\t".repeat(100_000), " b".repeat(100_000));
    let report = Report { findings: vec![finding("m", Level::Error, Some(Place { text: 0, range: 200_000..200_004 }))], ..one("m", "a") };
    let text = plain(&text::render(&View { files: vec![File::new("a.cedar", long.as_bytes())], ..view(&report) }));
    let lines: Vec<_> = text.lines().collect();
    assert!(lines.iter().all(|line| width(line) <= WIDTH), "{text}");
    let column = lines[3].find("^^^^").expect("there are marks");
    assert_eq!(lines[2].chars().skip(column).take(4).collect::<String>(), "HERE", "{text}");
}

#[test]
fn concise_is_one_line_a_finding() {
    let report = report();
    let text = concise::render(&view(&report));
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert_eq!(lines[0], "policies/a.cedar:3:20: warning C104 shadowed-permit `a` is 100% shadowed ]]> <b> ::error::x [l](http://x)");
    assert!(lines[2].starts_with("\\u{3a}:error file=%0A,x\\u{a}]]>\\u{202e} \u{e9}<b>"), "{}", lines[2]);
    assert!(lines[2].ends_with(":1:3: info C104 shadowed-permit a line end ::error::breaks out"), "{}", lines[2]);
    assert_eq!(lines[4], "info C104 shadowed-permit the agent `agents/pay.wasm` needs nothing");
}

#[test]
fn i11_github_commands_are_one_line_each() {
    let report = report();
    let text = github::render(&view(&report));
    let lines: Vec<_> = text.split('\n').collect();
    assert_eq!(lines.len(), 6, "{text}");
    assert_eq!(
        lines[0],
        "::warning file=policies/a.cedar,line=3,endLine=3,col=20,endColumn=24,title=C104 shadowed-permit::`a` is 100%25 shadowed ]]> <b> \
        ::error::x [l](http://x)%0Aexample: principal == Agent::\"x\", context.path == \"100%25\"%0Ahelp: remove the policy"
    );
    assert_eq!(lines[1], "::error file=policies/a.cedar,line=2,endLine=3,title=C104 shadowed-permit::over lines");
    assert!(lines[2].starts_with("::notice file=%3A%3Aerror file=%250A%2Cx%0A]]>\\u{202e} "), "{}", lines[2]);
    assert!(lines[2].ends_with("::a line end%0A::error::breaks%0Dout"), "{}", lines[2]);
    assert_eq!(lines[4], "::notice file=agents/pay.wasm,title=C104 shadowed-permit::the agent `agents/pay.wasm` needs nothing");
    assert!(!text.contains(['\r', '\x1b', '\u{202e}']));
}

#[test]
fn json_is_exact_and_in_ascii() {
    let report = report();
    let text = super::json(&view(&report));
    assert!(text.is_ascii());
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let first = &value["findings"][0];
    assert_eq!((&first["line"], &first["column"], &first["end_column"]), (&3.into(), &20.into(), &24.into()));
    assert_eq!(first["fix"]["edits"][0]["text"], "x\n");
    assert_eq!(value["findings"][2]["file"], sample::FILES[1].0);
    assert_eq!(value["findings"][4]["file"], serde_json::Value::Null);
    assert_eq!(value["suppressed"][0]["reason"], "for a test");
    assert_eq!(value["summary"]["fixable"], 1);
}

#[test]
fn sarif_locates_every_result_and_tells_equal_ones_apart() {
    let report = report();
    let text = sarif::render(&view(&report));
    assert!(text.is_ascii());
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let results = value["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 6);
    let prints: std::collections::BTreeSet<_> = results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
    assert_eq!(prints.len(), results.len());
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"], &region["endColumn"]), (&3.into(), &20.into(), &24.into()));
    assert_eq!(region["snippet"]["text"], "here");
    assert_eq!(
        results[0]["message"]["text"],
        "`a` is 100% shadowed ]]> <b> ::error::x [l] (http://x)\nExample: principal == Agent::\"x\", context.path == \"100%\"\nHelp: remove the policy"
    );
    assert_eq!(results[2]["level"], "note");
    let uri = |number: usize| results[number]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a uri");
    assert_eq!(uri(0), "policies/a.cedar");
    assert_eq!(uri(2), "%3A%3Aerror%20file%3D%250A%2Cx%0A%5D%5D%3E%E2%80%AE%20%C3%A9%3Cb%3E%26%EF%BF%BF.cedar");
    assert_eq!(uri(4), "agents/pay.wasm");
    assert_eq!(results[5]["suppressions"][0]["justification"], "for a test");
    assert!(results[..5].iter().all(|result| result.get("suppressions").is_none()));
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let print = |text: &str| {
        let start = text.find("permit").expect("it is there");
        let place = Place { text: 0, range: start..text.find(';').expect("it is there") };
        let report = Report { findings: vec![finding("m", Level::Error, Some(place))], ..Report::default() };
        let view = View { files: vec![File::new("a.cedar", text.as_bytes())], ..view(&report) };
        let value: serde_json::Value = serde_json::from_str(&sarif::render(&view)).expect("it is JSON");
        value["runs"][0]["results"][0]["partialFingerprints"].to_string()
    };
    let first = print("permit (principal, action);");
    assert_eq!(print("// more\r\n\r\n  permit (principal,\r\n\taction);"), first);
    assert_ne!(print("permit (principal, resource);"), first);
}

#[test]
fn junit_is_well_formed() {
    let report = report();
    let text = junit::render(&view(&report));
    assert!(text.contains(r#"<testsuites name="caplink lint" tests="6" skipped="0" failures="5" errors="0">"#), "{text}");
    assert!(text.contains(r#"<testcase name="no findings" classname="quiet.cedar"/>"#), "{text}");
    assert!(text.contains("name=\"C104 shadowed-permit at 3:20\" classname=\"policies/a.cedar\""), "{text}");
    assert!(!text.contains("]]>") && !text.contains("<b>") && !text.contains(['\u{ffff}', '\u{202e}', '\r']), "{text}");
    assert!(text.contains("100% shadowed ]]&gt; &lt;b&gt;"), "{text}");
    let back = quick_junit::Report::deserialize_from_str(&text).expect("it can be read");
    assert_eq!(back.test_suites.len(), 4);
}

#[test]
fn rules_are_explained_and_listed() {
    let text = plain(&rules::explain(&sample::RULE));
    assert!(
        text.starts_with("C104 shadowed-permit\n  warning, semantics\n\nA permit allows only what another allows.\nIt can go,"),
        "{text}"
    );
    assert!(text.contains("\nAvoid:\n    permit (principal, action, resource);\n    permit"), "{text}");
    assert!(text.contains("\nPrefer:\n  policies:\n    permit (principal, action, resource);\n  entities:\n    []\n  agents:\n"), "{text}");
    let text = plain(&rules::list(&[&sample::RULE]));
    assert!(text.starts_with("semantics\n  C104  warning  shadowed-permit  A permit allows only what another allows\n"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&rules::json(&[&sample::RULE])).expect("it is JSON");
    assert_eq!(value["rules"][0]["prefer"]["agents"][1]["principal"], serde_json::Value::Null);
}

fn check_schema(schema: &str, report: &str) {
    let [schema, report] = [schema, report].map(|text| serde_json::from_str(text).expect("it is JSON"));
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    let errors: Vec<_> = validator.iter_errors(&report).map(|error| format!("{error} at {}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn reports_are_valid_by_their_schemas() {
    let report = report();
    check_schema(include_str!("schema.json"), &super::json(&view(&report)));
    check_schema(include_str!("../../../../tests/lint/sarif-schema-2.1.0.json"), &sarif::render(&view(&report)));
}
