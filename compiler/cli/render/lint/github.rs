//! Findings as workflow commands, which GitHub shows beside the changed lines: `::error file=..,line=..,title=..::message`.
//!
//! Must hold: each command is one line, and no text in it ends it, begins another, or adds a property. What else moves a terminal is spelt out.

use super::{Span, View};
use crate::render::workflow::{data, property};
use caplink_model::finding::{Finding, Level};
use caplink_model::text::escape_lines;
use std::fmt::Write as _;

/// Renders the report; without findings it is empty.
pub fn render(view: &View<'_>) -> String {
    let mut out = String::new();
    for finding in &view.report.findings {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let place = view.place(finding).map(|(file, span)| format!("file={},{},", property(&escape_lines(file.name)), region(span)));
        let stand_in = || view.stand_in(finding).map(|name| format!("file={},", property(&escape_lines(name)))).unwrap_or_default();
        let title = property(&format!("{} {}", finding.code, finding.name));
        let _ = writeln!(out, "::{command} {}title={title}::{}", place.unwrap_or_else(stand_in), data(&message(finding)));
    }
    out
}

/// Columns hold for one line only: GitHub refuses them beside two.
fn region(span: Span) -> String {
    let Span { line, column, end_line, end_column } = span;
    let columns = if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
    format!("line={line},endLine={end_line}{columns}")
}

fn message(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for (label, more) in [("example", &finding.witness), ("help", &finding.help)] {
        if let Some(more) = more {
            let _ = write!(text, "\n{label}: {more}");
        }
    }
    text
}
