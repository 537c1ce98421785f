//! Lines of at most 80 columns, with and without colour.
//!
//! In: words, each ours or untrusted. Out: wrapped text. Untrusted words are escaped when they are made, so no caller can forget it; a word longer
//! than a line is broken rather than left to the terminal.

use anstyle::{AnsiColor, Style};
use caplink_model::text::escape;
use std::fmt::Write as _;
use std::path::Path;

/// The width of every report.
pub const WIDTH: usize = 80;

/// A section's title.
pub const TITLE: Style = Style::new().bold();
/// What is granted, accepted.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What is denied, refused.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// What needs attention.
pub const WARN: Style = AnsiColor::Yellow.on_default().bold();
/// Names of imports and exports.
pub const NAME: Style = AnsiColor::Cyan.on_default();
/// What is said beside.
pub const ASIDE: Style = Style::new().dimmed();

/// Some text in one style; spaces in it are places to wrap.
#[derive(Clone, Debug)]
pub struct Word {
    text: String,
    style: Style,
    gap: usize,
}

impl Word {
    /// Text of caplink's own.
    pub fn own(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Style::new(), gap: 1 }
    }

    /// Text from an input or a command line; it is escaped here (I11).
    pub fn untrusted(text: &str) -> Self {
        Self::own(escape(text))
    }

    /// A path; it is escaped here.
    pub fn path(path: &Path) -> Self {
        Self::untrusted(&path.display().to_string())
    }

    /// The same in a style.
    pub fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// The same, this many columns after the word before it.
    pub fn gap(self, gap: usize) -> Self {
        Self { gap, ..self }
    }

    /// The same, and then text of caplink's own.
    pub fn then(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }
}

/// Lines under construction.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// The text so far.
    pub fn finish(self) -> String {
        self.text
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A section: an empty line, a title, and what it counts.
    pub fn section(&mut self, title: &str, style: Style, words: impl IntoIterator<Item = Word>) {
        self.blank();
        let words = words.into_iter().enumerate().map(|(at, word)| if at == 0 { word.gap(2) } else { word });
        self.line(0, std::iter::once(Word::own(title).style(style)).chain(words));
    }

    /// Words at an indent; what does not fit continues two columns deeper.
    pub fn line(&mut self, indent: usize, words: impl IntoIterator<Item = Word>) {
        self.hanging(indent, indent + 2, words);
    }

    /// Words at an indent, continued at another.
    pub fn hanging(&mut self, indent: usize, continued: usize, words: impl IntoIterator<Item = Word>) {
        self.wrap(indent, continued, "", words);
    }

    /// A shell command, continued with a backslash.
    pub fn command(&mut self, indent: usize, words: impl IntoIterator<Item = Word>) {
        self.wrap(indent, indent + 4, " \\", words);
    }

    fn wrap(&mut self, indent: usize, continued: usize, at_end: &str, words: impl IntoIterator<Item = Word>) {
        let mut line = Line::at(indent);
        let limit = WIDTH - at_end.len();
        for word in words {
            let mut gap = word.gap;
            for piece in word.text.split(' ') {
                if !line.empty && line.column + gap + width(piece) > limit {
                    self.end(&mut line, at_end, continued);
                }
                let mut rest = line.guarded(piece);
                while line.start(gap) + width(&rest) > limit {
                    let (head, tail) = split_at_width(&rest, limit - line.start(gap));
                    line.push(gap, head, word.style);
                    self.end(&mut line, at_end, continued);
                    rest = line.guarded(tail);
                }
                line.push(gap, &rest, word.style);
                gap = 1;
            }
        }
        self.end(&mut line, "", 0);
    }

    fn end(&mut self, line: &mut Line, at_end: &str, continued: usize) {
        line.change_style(Style::new());
        let _ = writeln!(self.text, "{}{at_end}", line.text.trim_end_matches(' '));
        *line = Line::at(continued);
    }
}

struct Line {
    text: String,
    column: usize,
    empty: bool,
    /// Nothing but spaces so far.
    blank: bool,
    style: Style,
}

impl Line {
    fn at(indent: usize) -> Self {
        Self { text: " ".repeat(indent), column: indent, empty: true, blank: true, style: Style::new() }
    }

    /// The same text, inert if it opens the line.
    fn guarded(&self, text: &str) -> String {
        if self.blank { inert(text) } else { text.into() }
    }

    /// The column at which a word would start.
    fn start(&self, gap: usize) -> usize {
        if self.empty { self.column } else { self.column + gap }
    }

    fn push(&mut self, gap: usize, text: &str, style: Style) {
        let start = self.start(gap);
        let spaces = " ".repeat(start - self.column);
        if style != self.style {
            self.change_style(Style::new());
        }
        self.text.push_str(&spaces);
        self.change_style(style);
        self.text.push_str(text);
        self.column = start + width(text);
        self.empty = false;
        self.blank &= text.is_empty();
    }
}

impl Line {
    fn change_style(&mut self, style: Style) {
        if style != self.style {
            let _ = write!(self.text, "{:#}{style}", self.style);
            self.style = style;
        }
    }
}

/// The same text, unless as the beginning of a line it would be what build services take for a command (`::set-env`, `##vso[`): they skip
/// spaces before it.
pub fn inert(text: &str) -> String {
    let start = text.len() - text.trim_start().len();
    match &text.as_bytes()[start..] {
        [first @ (b':' | b'#'), second, ..] if first == second => format!("{}\\u{{{first:x}}}{}", &text[..start], &text[start + 1..]),
        _ => text.into(),
    }
}

/// Splits so that the first part fits in some columns, and holds at least one character.
fn split_at_width(text: &str, columns: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += char_width(character);
        if at > 0 && used > columns {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// The columns that a terminal gives to escaped text.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// East Asian wide characters and emoji take two columns. Combining marks are counted as one, which errs to shorter lines.
fn char_width(character: char) -> usize {
    match u32::from(character) {
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        0x1f000..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(styled: &str) -> String {
        anstream::adapter::strip_str(styled).to_string()
    }

    #[test]
    fn words_wrap_and_long_words_break() {
        let mut page = Page::default();
        page.line(2, [Word::own("a".repeat(70)).style(NAME), Word::own("bb cc dd ee").style(BAD)]);
        page.line(2, [Word::own("x"), Word::untrusted(&"y".repeat(200))]);
        page.line(0, [Word::own("漢".repeat(50))]);
        let text = plain(&page.finish());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], format!("  {} bb cc", "a".repeat(70)));
        assert_eq!(lines[1], "    dd ee");
        assert_eq!(lines[2], "  x");
        assert_eq!(lines[3], format!("    {}", "y".repeat(76)));
        assert_eq!(lines[6], "漢".repeat(40));
        assert!(lines.iter().all(|line| width(line) <= WIDTH), "{text}");
    }

    #[test]
    fn commands_continue_with_a_backslash() {
        let mut page = Page::default();
        page.command(2, (0..30).map(|number| Word::own(format!("--flag={number}"))));
        let text = page.finish();
        let (last, others) = text.lines().collect::<Vec<_>>().split_last().map(|(last, others)| (*last, others.to_vec())).expect("lines");
        assert!(others.iter().all(|line| line.ends_with(" \\") && line.len() <= WIDTH), "{text}");
        assert!(!last.ends_with('\\'));
    }

    #[test]
    fn no_line_opens_with_a_command_of_a_build_service() {
        let mut page = Page::default();
        page.line(2, [Word::untrusted("::set-env name=x::y")]);
        page.line(0, [Word::own("x".repeat(75)), Word::untrusted("##vso[task.x]"), Word::untrusted(&":".repeat(150))]);
        let text = page.finish();
        let opens = |line: &str| ["::", "##"].iter().any(|command| line.trim_start().starts_with(command));
        assert!(!text.lines().any(opens), "{text}");
        assert!(text.starts_with("  \\u{3a}:set-env name=x::y\n"), "{text}");
    }

    #[test]
    fn i11_untrusted_words_are_inert() {
        let mut page = Page::default();
        page.line(0, [Word::untrusted("\x1b]8;;x\x07\r\n::set-env name=x::\u{202e}")]);
        assert_eq!(page.finish(), "\\u{1b}]8;;x\\u{7}\\u{d}\\u{a}::set-env name=x::\\u{202e}\n");
    }
}
