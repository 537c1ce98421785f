//! Diagnostics as text: code and message, place, source line with a caret, next step.
//!
//! Messages, excerpts and help are escaped already (see [`Diagnostic`]); excerpts are cut to the part around the caret.

use super::layout::{ASIDE, BAD, Page, TITLE, WARN, WIDTH, Word, width};
use anstyle::Style;
use caplink_model::diagnostic::{Diagnostic, Severity};
use caplink_model::text::escape;
use std::ops::Range;

/// Renders diagnostics, with an empty line between two.
pub fn render(diagnostics: &[Diagnostic]) -> String {
    let mut page = Page::default();
    for (number, diagnostic) in diagnostics.iter().enumerate() {
        if number > 0 {
            page.blank();
        }
        one(&mut page, diagnostic);
    }
    page.finish()
}

/// Adds one diagnostic to a page.
pub fn one(page: &mut Page, diagnostic: &Diagnostic) {
    let (kind, style) = match diagnostic.severity {
        Severity::Error => ("error", BAD),
        Severity::Warning => ("warning", WARN),
    };
    let label = Word::own(format!("{kind}[{}]:", diagnostic.code)).style(style);
    page.line(0, [label, Word::own(diagnostic.message.as_str()).style(TITLE)]);
    if let Some(location) = &diagnostic.location {
        page.hanging(2, 6, [Word::own("-->").style(ASIDE), Word::own(location.to_string())]);
    }
    if let Some(excerpt) = &diagnostic.excerpt {
        let place = diagnostic.location.as_ref();
        let number = place.map(|place| place.line.to_string()).unwrap_or_default();
        let column = place.and_then(|place| usize::try_from(place.column).ok()).and_then(|column| column.checked_sub(1));
        marked(page, &number, &units(excerpt), column.map(|column| column..column), style);
    }
    if let Some(help) = &diagnostic.help {
        page.hanging(2, 8, [Word::own("help:").style(ASIDE), Word::own(help.as_str())]);
    }
}

/// Adds a line of source, given character by character (see [`units`] and [`raw_units`]), with marks under some of them, or one under where something is missing.
pub fn marked(page: &mut Page, number: &str, line: &[String], target: Option<Range<usize>>, style: Style) {
    let (line, marks) = window(line, target, WIDTH - number.len() - 5);
    page.line(0, [Word::own(format!(" {number} |")).style(ASIDE), Word::own(line)]);
    if let Some(marks) = marks {
        let gutter = Word::own(format!(" {} |", " ".repeat(number.len()))).style(ASIDE);
        page.line(0, [gutter, Word::own("^".repeat(marks.len())).style(style).gap(marks.start + 1)]);
    }
}

/// The part of a source line around some of its characters, and the columns of these in it: at least one.
fn window(units: &[String], target: Option<Range<usize>>, columns: usize) -> (String, Option<Range<usize>>) {
    let shown = |from: usize, to: usize| units[from..to].concat();
    let marks = |from: usize, to: usize, before: usize| {
        let target = target.clone().filter(|target| target.start <= units.len())?;
        let start = before + width(&shown(from, target.start));
        let end = before + width(&shown(from, target.end.clamp(target.start, to)));
        Some(start..end.max(start + 1))
    };
    if width(&shown(0, units.len())) <= columns {
        return (shown(0, units.len()), marks(0, units.len(), 0));
    }
    let start = target.as_ref().map_or(0, |target| target.start).min(units.len());
    let (mut from, mut to) = (start, start);
    let mut used = 2;
    // Grow to both sides; the two columns are for the marks of what is cut off.
    loop {
        let left = from.checked_sub(1).filter(|left| used + width(&units[*left]) <= columns && start - left < columns / 2);
        if let Some(left) = left {
            used += width(&units[left]);
            from = left;
        }
        let right = units.get(to).filter(|unit| used + width(unit) <= columns);
        if let Some(unit) = right {
            used += width(unit);
            to += 1;
        }
        if left.is_none() && right.is_none() {
            break;
        }
    }
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < units.len() { "…" } else { "" });
    (format!("{before}{}{after}", shown(from, to)), marks(from, to, width(before)))
}

/// One element for each character of a line that is not escaped yet; a tab is four columns.
pub fn raw_units(line: impl Iterator<Item = char>) -> Vec<String> {
    line.map(|character| if character == '\t' { "    ".into() } else { escape(character.encode_utf8(&mut [0; 4])) }).collect()
}

/// One element for each character of the unescaped line; a tab is four columns.
fn units(escaped: &str) -> Vec<String> {
    let mut units = Vec::new();
    let mut rest = escaped;
    while let Some(character) = rest.chars().next() {
        let length = match rest.strip_prefix("\\u{").and_then(|code| code.find('}')) {
            Some(end) => "\\u{".len() + end + 1,
            None if rest.starts_with("\\\\") => 2,
            None => character.len_utf8(),
        };
        let (unit, tail) = rest.split_at(length);
        units.push(if unit == "\\u{9}" { "    ".into() } else { unit.into() });
        rest = tail;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use caplink_model::diagnostic::Location;

    fn check(diagnostic: Diagnostic, expected: &str) {
        let text = anstream::adapter::strip_str(&render(&[diagnostic])).to_string();
        assert_eq!(text, expected);
    }

    fn at(line: u32, column: u32) -> Location {
        Location { file: "a.cedar".into(), line, column }
    }

    #[test]
    fn a_diagnostic_shows_place_excerpt_and_next_step() {
        check(
            Diagnostic::error("E-POLICY-PARSE", "unexpected `;`").at(at(12, 9)).excerpt("permit (;").help("write a principal"),
            "error[E-POLICY-PARSE]: unexpected `;`\n  --> a.cedar:12:9\n 12 | permit (;\n    |         ^\n  help: write a principal\n",
        );
        check(Diagnostic::warning("W-X", "only a note"), "warning[W-X]: only a note\n");
    }

    #[test]
    fn the_caret_stands_under_escaped_text() {
        check(
            Diagnostic::error("E", "m").at(at(1, 4)).excerpt("\t\\\u{202e}x"),
            "error[E]: m\n  --> a.cedar:1:4\n 1 |     \\\\\\u{202e}x\n   |               ^\n",
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_caret() {
        let line = format!("{}HERE{}", "a ".repeat(60), " b".repeat(100));
        let text = render(&[Diagnostic::error("E", "m").at(at(1, 121)).excerpt(line)]);
        let text = anstream::adapter::strip_str(&text).to_string();
        assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
        let lines: Vec<_> = text.lines().collect();
        let caret = lines[3].find('^').expect("a caret");
        let under: String = lines[2].chars().skip(caret).take(4).collect();
        assert_eq!(under, "HERE", "{text}");
    }
}
