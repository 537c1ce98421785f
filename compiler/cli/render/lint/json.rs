//! Findings for programs; `schema.json` beside this file is the format's JSON Schema. Every member is always there; what is not known is `null`.
//!
//! Lines and columns are from 1, columns count Unicode scalar values, and ends are the first that is not in it.

use super::{Span, View};
use crate::render::json::print;
use caplink_model::finding::{Finding, Fix, Level, Place};
use serde::Serialize;

/// The version of the format: a number that grows when a program has to change.
const FORMAT: u32 = 1;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let report = view.report;
    print(&JsonReport {
        lint: FORMAT,
        findings: report.findings.iter().map(|finding| JsonFinding::of(view, finding)).collect(),
        suppressed: report
            .suppressed
            .iter()
            .map(|one| JsonSuppressed { finding: JsonFinding::of(view, &one.finding), reason: &one.reason })
            .collect(),
        undecided: &report.undecided,
        summary: Summary {
            errors: view.count(Level::Error),
            warnings: view.count(Level::Warning),
            infos: view.count(Level::Info),
            policies: report.policies,
            files: view.policy_files,
            fixable: view.fixable(),
            fixed: view.fixed,
            suppressed: report.suppressed.len(),
        },
    })
}

#[derive(Serialize)]
struct JsonReport<'a> {
    lint: u32,
    findings: Vec<JsonFinding<'a>>,
    suppressed: Vec<JsonSuppressed<'a>>,
    undecided: &'a [String],
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
    policies: usize,
    files: usize,
    fixable: usize,
    fixed: usize,
    suppressed: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    code: &'a str,
    name: &'a str,
    level: String,
    message: &'a str,
    policy: Option<&'a str>,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    related: Vec<Related<'a>>,
    witness: Option<&'a str>,
    help: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonSuppressed<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    reason: &'a str,
}

#[derive(Default, Serialize)]
struct JsonPlace<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    file: Option<&'a str>,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

impl<'a> JsonFinding<'a> {
    fn of(view: &View<'a>, finding: &'a Finding) -> Self {
        Self {
            code: finding.code,
            name: finding.name,
            level: finding.level.to_string(),
            message: &finding.message,
            policy: finding.policy.as_deref(),
            place: finding.place.as_ref().map(|place| JsonPlace::of(view, place)).unwrap_or_default(),
            related: finding.related.iter().map(|(place, message)| Related { message, place: JsonPlace::of(view, place) }).collect(),
            witness: finding.witness.as_deref(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| JsonFix::of(view, fix)),
        }
    }
}

impl<'a> JsonPlace<'a> {
    fn of(view: &View<'a>, place: &Place) -> Self {
        let Some((file, Span { line, column, end_line, end_column })) = view.span(place) else {
            return Self::default();
        };
        let [line, column, end_line, end_column] = [line, column, end_line, end_column].map(Some);
        Self { file: Some(file.name), line, column, end_line, end_column }
    }
}

impl<'a> JsonFix<'a> {
    fn of(view: &View<'a>, fix: &'a Fix) -> Self {
        let file = view.files.get(fix.text);
        let edit = |(range, text): &'a (_, String)| {
            let Span { line, column, end_line, end_column } = file?.span(range);
            Some(Edit { line, column, end_line, end_column, text })
        };
        Self { title: &fix.title, file: file.map(|file| file.name), edits: fix.edits.iter().filter_map(edit).collect() }
    }
}
