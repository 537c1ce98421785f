//! Findings in SARIF 2.1.0, as GitHub code scanning takes it.
//!
//! Must hold: valid by the official schema; every result has a location, for GitHub drops the others; uris are relative and percent-encoded, unless the command
//! line named a file elsewhere; a fingerprint stays when lines move, and no two results of a run share one; a message holds no link that it was not given.

use super::{File, Span, View, rules};
use crate::render::sarif::{artifact, inert, log};
use caplink_linker::lint::{Example, Rule};
use caplink_model::digest::Digest;
use caplink_model::finding::{Finding, Fix, Level, Place};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let numbers: BTreeMap<&str, usize> = view.rules.iter().enumerate().map(|(number, rule)| (rule.code, number)).collect();
    let mut seen = BTreeMap::new();
    let found = view.report.findings.iter().map(|finding| (finding, None));
    let allowed = view.report.suppressed.iter().map(|one| (&one.finding, Some(one.reason.as_str())));
    let results: Vec<_> = found.chain(allowed).map(|(finding, reason)| result(view, &numbers, &mut seen, finding, reason)).collect();
    let rules: Vec<_> = view.rules.iter().map(|one| rule(one)).collect();
    log(&rules, &results)
}

fn rule(rule: &Rule) -> Value {
    let mut text = format!("{}.\n\n{}", rule.summary, rule.doc);
    let mut markdown = text.clone();
    for (title, example) in [("Avoid:", &rule.avoid), ("Prefer:", &rule.prefer)] {
        let _ = write!(text, "\n\n{title}\n\n{}", plain(example));
        let _ = write!(markdown, "\n\n**{title}**\n\n{}", fenced(example));
    }
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": format!("{}.", rule.summary) },
        "fullDescription": { "text": rule.doc },
        "help": { "text": text, "markdown": markdown },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": {
            "tags": ["cedar", "policy", rule.family().title()],
            "problem.severity": match rule.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info => "recommendation",
            },
            "precision": "very-high",
        },
    })
}

fn plain(example: &Example) -> String {
    let parts = rules::parts(example);
    let parts = parts
        .iter()
        .map(|(label, text)| if label.is_empty() { text.trim_end().to_string() } else { format!("{label}\n{}", text.trim_end()) });
    parts.collect::<Vec<_>>().join("\n\n")
}

fn fenced(example: &Example) -> String {
    let language = |label: &str| match label {
        "" | "policies:" | "schema:" => "cedar",
        "agents:" => "text",
        _ => "json",
    };
    let one = |(label, text): &(String, String)| {
        let above = if label.is_empty() { String::new() } else { format!("{label}\n\n") };
        format!("{above}```{}\n{}\n```", language(label), text.trim_end())
    };
    rules::parts(example).iter().map(one).collect::<Vec<_>>().join("\n\n")
}

fn result<'a>(
    view: &View<'a>,
    numbers: &BTreeMap<&str, usize>,
    seen: &mut BTreeMap<String, usize>,
    finding: &'a Finding,
    reason: Option<&str>,
) -> Value {
    let fingerprint = fingerprint(view, finding);
    let ordinal = seen.entry(fingerprint.clone()).or_default();
    *ordinal += 1;
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.level),
        "message": { "text": message(finding) },
        "locations": location(view, finding).into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "caplinkFinding/v1": format!("{fingerprint}:{ordinal}") },
    });
    let related: Vec<_> = (1..).zip(&finding.related).filter_map(|(id, (place, what))| related(view, id, place, what)).collect();
    let fix = finding.fix.as_ref().and_then(|one| fix(view, one));
    let suppression = reason.map(|reason| json!([{ "kind": "inSource", "status": "accepted", "justification": reason }]));
    let more = [
        ("ruleIndex", numbers.get(finding.code).map(|number| json!(number))),
        ("relatedLocations", (!related.is_empty()).then(|| json!(related))),
        ("fixes", fix.map(|fix| json!([fix]))),
        ("suppressions", suppression),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            result[name] = value;
        }
    }
    result
}

fn message(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for (label, more) in [("Example", &finding.witness), ("Help", &finding.help)] {
        if let Some(more) = more {
            let _ = write!(text, "\n{label}: {more}");
        }
    }
    inert(&text)
}

fn location(view: &View<'_>, finding: &Finding) -> Option<Value> {
    match finding.place.as_ref().and_then(|place| Some((place, view.span(place)?))) {
        Some((place, (file, span))) => {
            let mut region = region(span);
            let snippet = file.text(&place.range);
            if !snippet.is_empty() {
                region["snippet"] = json!({ "text": snippet });
            }
            Some(json!({ "physicalLocation": { "artifactLocation": artifact(file.name), "region": region } }))
        }
        None => {
            let name = view.stand_in(finding)?;
            Some(json!({ "physicalLocation": { "artifactLocation": artifact(name), "region": { "startLine": 1 } } }))
        }
    }
}

fn related(view: &View<'_>, id: usize, place: &Place, what: &str) -> Option<Value> {
    let (file, span) = view.span(place)?;
    Some(json!({
        "id": id,
        "message": { "text": inert(what) },
        "physicalLocation": { "artifactLocation": artifact(file.name), "region": region(span) },
    }))
}

fn fix(view: &View<'_>, fix: &Fix) -> Option<Value> {
    let file: &File<'_> = view.files.get(fix.text)?;
    let replacements: Vec<_> = fix
        .edits
        .iter()
        .map(|(range, text)| json!({ "deletedRegion": region(file.span(range)), "insertedContent": { "text": text } }))
        .collect();
    let change = json!({ "artifactLocation": artifact(file.name), "replacements": replacements });
    (!replacements.is_empty()).then(|| json!({ "description": { "text": inert(&fix.title) }, "artifactChanges": [change] }))
}

fn region(span: Span) -> Value {
    let Span { line, column, end_line, end_column } = span;
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// What a finding is, without where: code, policy and text, or the message if there is no text. Spaces and line ends count as one space.
fn fingerprint(view: &View<'_>, finding: &Finding) -> String {
    let excerpt = match finding.place.as_ref().and_then(|place| Some(view.files.get(place.text)?.text(&place.range))) {
        Some(text) if !text.trim().is_empty() => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => finding.message.clone(),
    };
    let policy = finding.policy.as_deref().unwrap_or_default();
    let digest = Digest::of_parts([finding.code.as_bytes(), b"\0", policy.as_bytes(), b"\0", excerpt.as_bytes()]);
    digest.to_string()[..32].to_string()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}
