//! Text files by name, and the way from a byte offset in one to a line and column for people.

use caplink_model::{
    diagnostic::{Diagnostic, Location},
    text::escape,
};

/// One input text: its name as the lockfile spells it, and its content.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Relative name with `/`.
    pub file: String,
    /// The whole text.
    pub text: String,
}

impl SourceText {
    /// The place of a byte offset; an offset past the end is the end.
    pub fn locate(&self, offset: usize) -> Location {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Location {
            file: self.file.clone(),
            line: number(before.matches('\n').count() + 1),
            column: number(before[line_start..].chars().count() + 1),
        }
    }

    /// The line on which a byte offset stands, without its end.
    pub fn line_at(&self, offset: usize) -> &str {
        let offset = if self.text.is_char_boundary(offset) { offset } else { self.text.len() };
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        self.text[start..].lines().next().unwrap_or("")
    }

    /// The text of a span, or nothing if it lies outside.
    pub fn span(&self, offset: usize, length: usize) -> &str {
        self.text.get(offset..offset.saturating_add(length)).unwrap_or("")
    }

    /// A diagnostic of Cedar's, with our code and this file's place.
    pub fn diagnose(&self, code: &'static str, found: &dyn miette::Diagnostic) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(code, escape(&found.to_string()));
        if let Some(label) = found.labels().and_then(|mut labels| labels.next()) {
            if let Some(text) = label.label().filter(|text| !text.is_empty()) {
                diagnostic.message = format!("{}: {}", diagnostic.message, escape(text));
            }
            diagnostic = diagnostic.at(self.locate(label.offset())).excerpt(self.line_at(label.offset()));
        }
        match found.help() {
            Some(help) => diagnostic.help(escape(&help.to_string())),
            None => diagnostic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns_of_characters() {
        let source = SourceText { file: "a.cedar".into(), text: "é1\nab\r\nx".into() };
        let check = |offset, line, column, text: &str| {
            let at = source.locate(offset);
            assert_eq!((at.line, at.column, source.line_at(offset)), (line, column, text), "{offset}");
        };
        check(0, 1, 1, "é1");
        check(2, 1, 2, "é1");
        check(4, 2, 1, "ab");
        check(8, 3, 1, "x");
        check(99, 3, 2, "x");
    }
}
