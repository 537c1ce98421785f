//! What `caplink lint` prints for programs, against the schemas of its formats; and that files on disk change only as they should.
//!
//! `lint/sarif-schema-2.1.0.json` is the schema of the OASIS SARIF committee, `sarif-2.1/schema/` of github.com/oasis-tcs/sarif-spec at commit e0583813964e,
//! unchanged. Reports with findings of every shape are held to it beside the renderers, in `compiler/cli/render/lint/tests.rs`.

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::{Command, Output};

const DRAFT_2020_12: &str = "https://json-schema.org/draft/2020-12/schema";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(file: &str) -> (Value, Validator) {
    let text = std::fs::read_to_string(root().join(file)).expect("the schema is there");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::meta::validate(&schema).expect("the schema is a schema");
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    (schema, validator)
}

fn is_valid(validator: &Validator, report: &Value, what: &str) {
    let errors: Vec<_> = validator.iter_errors(report).map(|error| format!("{error} at {}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

fn caplink(folder: &Path, arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_caplink")).args(arguments).current_dir(folder).env_clear().output();
    run.expect("caplink starts")
}

/// A report on the shipped examples, whatever is found in them.
fn report(format: &str) -> String {
    let output = caplink(root(), &["lint", "policies/examples", "--verbose", "--format", format]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("reports are UTF-8")
}

#[test]
fn json_is_valid_by_its_schema() {
    let (schema, validator) = schema("compiler/cli/render/lint/schema.json");
    assert_eq!(schema["$schema"], DRAFT_2020_12);
    is_valid(&validator, &serde_json::from_str(&report("json")).expect("it is JSON"), "the report");
    let place = json!({ "file": "a.cedar", "line": 1, "column": 1, "end_line": 1, "end_column": 2 });
    let mut finding = json!({
        "code": "C104", "name": "shadowed-permit", "level": "warning", "message": "m", "policy": "a", "related": [], "witness": null,
        "help": null, "fix": { "title": "t", "file": "a.cedar", "edits": [] },
    });
    let members = |value: &Value| value.as_object().expect("an object").clone();
    finding.as_object_mut().expect("an object").extend(members(&place));
    let summary: Map<_, _> = members(&schema["$defs"]["Summary"]["properties"]).into_iter().map(|(name, _)| (name, json!(0))).collect();
    let whole = |finding: &Value| json!({ "lint": 1, "findings": [finding], "suppressed": [], "undecided": [], "summary": summary });
    is_valid(&validator, &whole(&finding), "a finding");
    for (name, value) in [("code", json!("X1")), ("level", json!("fatal")), ("line", json!(0)), ("more", json!(1)), ("message", json!(""))]
    {
        let mut other = finding.clone();
        other[name] = value;
        assert!(!validator.is_valid(&whole(&other)), "{name}");
    }
    for name in members(&finding).keys() {
        let mut less = finding.clone();
        less.as_object_mut().expect("an object").shift_remove(name);
        assert!(!validator.is_valid(&whole(&less)), "without {name}");
    }
}

#[test]
fn sarif_is_valid_and_names_no_machine() {
    let (_, validator) = schema("tests/lint/sarif-schema-2.1.0.json");
    let text = report("sarif");
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    is_valid(&validator, &value, "the report");
    assert!(!text.contains(root().to_str().expect("the path is UTF-8")), "the report holds a path of this machine");
    assert_eq!(text, report("sarif"), "two runs differ");
    let run = &value["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
    for result in run["results"].as_array().expect("there are results") {
        let number = result["ruleIndex"].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a rule");
        assert_eq!(rules[number]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().is_some_and(|uri| !uri.starts_with('/') && !uri.contains(':')), "{place}");
        assert!(place["region"]["startLine"].as_u64().is_some_and(|line| line > 0), "{place}");
    }
}

#[test]
fn every_format_is_printed_without_findings() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.cedar"), "").expect("written");
    for format in ["text", "concise", "json", "sarif", "github", "junit"] {
        let output = caplink(folder.path(), &["lint", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(output.stderr.is_empty(), "{format}");
        assert_eq!(output.stdout.is_empty(), ["concise", "github"].contains(&format), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn formatting_keeps_permissions_and_follows_no_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.cedar");
    std::fs::write(&file, "permit(principal,action,resource);").expect("written");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("set");
    symlink("a.cedar", folder.path().join("b.cedar")).expect("linked");
    let output = caplink(folder.path(), &["fmt", "b.cedar"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(folder.path().join("b.cedar").is_symlink());
    std::fs::remove_file(folder.path().join("b.cedar")).expect("removed");
    assert_eq!(caplink(folder.path(), &["fmt", "--check"]).status.code(), Some(1));
    assert_eq!(caplink(folder.path(), &["fmt"]).status.code(), Some(0));
    assert_eq!(caplink(folder.path(), &["fmt", "--check"]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&file).expect("read"), "permit (principal, action, resource);\n");
    assert_eq!(file.metadata().expect("there").permissions().mode() & 0o777, 0o600);
}

/// The command of `.github/workflows/policies.yml`, whose upload needs a report and whose step must not fail.
#[test]
fn shipped_policies_have_no_errors() {
    let workflow = std::fs::read_to_string(root().join(".github/workflows/policies.yml")).expect("the workflow is there");
    assert!(
        workflow.contains("caplink lint policies/examples --agents tests/agents/*.wasm --fail-level error --format sarif > caplink.sarif")
    );
    let mut arguments = vec!["lint".to_string(), "policies/examples".into(), "--fail-level".into(), "error".into(), "--agents".into()];
    let agents =
        std::fs::read_dir(root().join("tests/agents")).expect("there are agents").map(|entry| entry.expect("it is readable").path());
    arguments.extend(agents.filter(|path| path.extension().is_some_and(|end| end == "wasm")).map(|path| path.display().to_string()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = caplink(root(), &arguments);
    assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
}
