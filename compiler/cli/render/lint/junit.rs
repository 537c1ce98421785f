//! Findings as a JUnit report: a suite a file, a failing case a finding, and a passing one for a file without findings.
//!
//! Must hold: well-formed XML 1.0, whatever names and messages hold; no times.

use super::{Span, View};
use caplink_model::finding::Finding;
use caplink_model::text::escape;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::fmt::Write as _;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let mut report = Report::new("caplink lint");
    let findings = |text: Option<usize>| view.report.findings.iter().filter(move |one| one.place.as_ref().map(|place| place.text) == text);
    for (number, file) in view.files.iter().enumerate() {
        report.add_test_suite(suite(view, file.name, findings(Some(number))));
    }
    let mut placeless = findings(None).peekable();
    if placeless.peek().is_some() {
        report.add_test_suite(suite(view, "agents", placeless));
    }
    // It is written to memory, and holds only what XML can hold.
    report.to_string().expect("memory takes every byte")
}

fn suite<'a>(view: &View<'_>, name: &str, findings: impl Iterator<Item = &'a Finding>) -> TestSuite {
    let name = xml(&escape(name));
    let mut suite = TestSuite::new(&name);
    suite.add_test_cases(findings.map(|finding| {
        let span = view.place(finding).map(|(_, span)| span);
        let place = span.map(|Span { line, column, .. }| format!(" at {line}:{column}")).unwrap_or_default();
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(xml(&finding.message)).set_type(finding.level.to_string()).set_description(xml(&description(finding)));
        let mut case = TestCase::new(format!("{} {}{place}", finding.code, finding.name), status);
        case.set_classname(&name);
        case
    }));
    if suite.test_cases.is_empty() {
        let mut case = TestCase::new("no findings", TestCaseStatus::success());
        case.set_classname(&name);
        suite.add_test_case(case);
    }
    suite
}

fn description(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for (label, more) in [("policy", &finding.policy), ("example", &finding.witness), ("help", &finding.help)] {
        if let Some(more) = more {
            let _ = write!(text, "\n{label}: {}", if label == "policy" { escape(more) } else { more.clone() });
        }
    }
    text
}

/// Without the two characters that XML lacks and [`escape`] leaves; the controls are gone already.
fn xml(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
