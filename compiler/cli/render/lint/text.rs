//! Findings for people: message, place, the line with marks under what is meant, an example request, the next step; and a line that counts.
//!
//! Messages, witnesses, help and reasons are escaped already (see [`Finding`]); names and lines of texts are escaped here.

use super::{File, Span, View, one_line};
use crate::render::count;
use crate::render::diagnostic::{marked, raw_units};
use crate::render::layout::{ASIDE, BAD, GOOD, NAME, Page, TITLE, WARN, WIDTH, Word};
use anstyle::Style;
use caplink_model::finding::{Finding, Level};
use caplink_model::text::escape;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let mut page = Page::default();
    for finding in &view.report.findings {
        one(&mut page, view, finding);
        page.blank();
    }
    if view.verbose {
        aside(&mut page, view);
    }
    summary(&mut page, view);
    page.finish()
}

/// How a level looks.
pub fn style(level: Level) -> Style {
    match level {
        Level::Error => BAD,
        Level::Warning => WARN,
        Level::Info => NAME,
    }
}

fn one(page: &mut Page, view: &View<'_>, finding: &Finding) {
    let style = style(finding.level);
    let label = Word::own(format!("{}[{} {}]:", finding.level, finding.code, finding.name)).style(style);
    page.line(0, [label, Word::own(one_line(&finding.message)).style(TITLE)]);
    if let Some((file, span)) = view.place(finding) {
        page.hanging(2, 6, [Word::own("-->").style(ASIDE), at(file, span)]);
        excerpt(page, file, span, style);
    }
    for (place, what) in &finding.related {
        let words = [Word::own("note:").style(ASIDE), Word::own(one_line(what))];
        let place = view.span(place).map(|(file, span)| [Word::own("at"), at(file, span)]);
        page.hanging(2, 8, words.into_iter().chain(place.into_iter().flatten()));
    }
    for (label, text) in [("example:", &finding.witness), ("help:", &finding.help)] {
        if let Some(text) = text {
            page.hanging(2, 8, [Word::own(label).style(ASIDE), Word::own(one_line(text))]);
        }
    }
}

fn at(file: &File<'_>, span: Span) -> Word {
    Word::untrusted(file.name).then(&format!(":{}:{}", span.line, span.column))
}

fn excerpt(page: &mut Page, file: &File<'_>, span: Span, style: Style) {
    let line = file.line(span.line);
    let length = line.chars().count();
    let start = (span.column - 1).min(length);
    let end = if span.end_line > span.line { length } else { (span.end_column - 1).min(length) };
    // A line may be as long as its file: only what can be shown is escaped, and a little more on both sides, so that the cuts are marked.
    let skipped = start.saturating_sub(2 * WIDTH);
    let units = raw_units(line.chars().skip(skipped).take(4 * WIDTH));
    marked(page, &span.line.to_string(), &units, Some(start - skipped..end.max(start) - skipped), style);
}

/// What annotations allow, and what could not be decided.
fn aside(page: &mut Page, view: &View<'_>) {
    for suppressed in &view.report.suppressed {
        let finding = &suppressed.finding;
        let place = view.place(finding).map(|(file, span)| [Word::own("at"), at(file, span)]);
        let words = [Word::own(format!("allowed[{} {}]:", finding.code, finding.name)).style(ASIDE), Word::own(one_line(&finding.message))];
        page.line(0, words.into_iter().chain(place.into_iter().flatten()));
        page.hanging(2, 8, [Word::own("reason:").style(ASIDE), Word::own(one_line(&suppressed.reason))]);
        page.blank();
    }
    for undecided in &view.report.undecided {
        page.line(0, [Word::own("undecided:").style(ASIDE), Word::own(one_line(undecided))]);
    }
    if !view.report.undecided.is_empty() {
        page.blank();
    }
}

fn summary(page: &mut Page, view: &View<'_>) {
    let counts = [(Level::Error, "error"), (Level::Warning, "warning")].map(|(level, noun)| (view.count(level), noun));
    let mut found: Vec<_> = counts.iter().filter(|(number, _)| *number > 0).map(|(number, noun)| count(*number, noun)).collect();
    // `infos` is no word.
    found.extend(Some(view.count(Level::Info)).filter(|number| *number > 0).map(|number| format!("{number} info")));
    let style = view.report.findings.iter().map(|finding| finding.level).max().map_or(GOOD, style);
    let found = if found.is_empty() { "no findings".into() } else { found.join(", ") };
    let numbers = [
        (view.fixed, "fixed"),
        (view.fixable(), "fixable with --fix"),
        (view.report.suppressed.len(), "suppressed"),
        (if view.verbose { view.report.undecided.len() } else { 0 }, "undecided"),
    ];
    let more: String = numbers.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("; {number} {what}")).collect();
    page.line(0, [Word::own(found).style(style), Word::own(format!("in {}{more}", view.extent()))]);
    if !view.beside.is_empty() {
        let names: Vec<_> = view.beside.iter().map(|name| escape(name)).collect();
        page.line(0, [Word::own("with").style(ASIDE), Word::own(names.join(", ")).style(ASIDE)]);
    }
}
