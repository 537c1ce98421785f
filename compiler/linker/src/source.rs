//! Input texts by name: places in them, and what stands in them outside strings and comments.
//!
//! In: a Cedar text (policies or schema) and byte offsets that Cedar reports. Out: [`Location`]s in lines and columns of Unicode scalar
//! values, and an error before Cedar's recursive code sees brackets nested deeper than [`POLICY_BRACKETS`]. Must hold: every offset, even one
//! past the end or inside a character, has a place. Refuses nothing else: whether the text is well formed is for Cedar to say.

use caplink_model::diagnostic::{Diagnostic, Location};
use caplink_model::limits::POLICY_BRACKETS;
use caplink_model::text::escape;

/// A named source text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file's name, as the lockfile spells it.
    pub file: &'a str,
    /// Its content.
    pub text: &'a str,
}

impl<'a> Source<'a> {
    /// The place of a byte offset.
    pub fn location(&self, offset: usize) -> Location {
        let before = &self.text[..self.boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Location { file: self.file.into(), line: number(line), column: number(column) }
    }

    /// The line that the byte offset is in, without its end.
    pub fn line(&self, offset: usize) -> &'a str {
        let offset = self.boundary(offset);
        let start = self.text[..offset].rfind('\n').map_or(0, |feed| feed + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |length| offset + length);
        self.text[start..end].trim_end_matches('\r')
    }

    /// `diagnostic`, placed at the byte offset, with the line as its excerpt.
    pub fn place(&self, diagnostic: Diagnostic, offset: usize) -> Diagnostic {
        diagnostic.at(self.location(offset)).excerpt(self.line(offset))
    }

    /// A diagnostic of Cedar's, with our code and its place in this text.
    pub fn diagnose(&self, code: &'static str, found: &dyn miette::Diagnostic) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(code, escape(&found.to_string()));
        if let Some(label) = found.labels().and_then(|mut labels| labels.next()) {
            if let Some(text) = label.label().filter(|text| !text.is_empty()) {
                diagnostic.message = format!("{}: {}", diagnostic.message, escape(text));
            }
            diagnostic = self.place(diagnostic, label.offset());
        }
        match found.help() {
            Some(help) => diagnostic.help(escape(&help.to_string())),
            None => diagnostic,
        }
    }

    /// The bytes outside strings and comments, each with its offset. A string that is not closed runs to the end, where Cedar refuses it.
    pub fn structure(&self) -> impl Iterator<Item = (usize, u8)> + use<'a> {
        let text = self.text;
        let mut bytes = text.bytes().enumerate();
        std::iter::from_fn(move || {
            loop {
                let (offset, byte) = bytes.next()?;
                match byte {
                    b'"' => {
                        while let Some((_, inner)) = bytes.next() {
                            match inner {
                                b'\\' => drop(bytes.next()),
                                b'"' => break,
                                _ => {}
                            }
                        }
                    }
                    b'/' if text[offset + 1..].starts_with('/') => {
                        bytes.by_ref().take_while(|(_, inner)| !matches!(inner, b'\n' | b'\r')).for_each(drop);
                    }
                    _ => return Some((offset, byte)),
                }
            }
        })
    }

    /// The offset of the first bracket that is nested too deep for Cedar, if there is one. In a schema `<` is a bracket (`angles`); in a
    /// policy it compares, and must not count.
    pub fn too_deep(&self, angles: bool) -> Option<usize> {
        let mut depth = 0_usize;
        self.structure().find_map(|(offset, byte)| {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                b'<' if angles => depth += 1,
                b'>' if angles => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth > POLICY_BRACKETS).then_some(offset)
        })
    }

    fn boundary(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: usize, expected: (u32, u32, &str)) {
        let source = Source { file: "a.cedar", text };
        let found = source.location(offset);
        assert_eq!((found.line, found.column, source.line(offset)), expected, "{text:?} at {offset}");
    }

    #[test]
    fn every_offset_has_a_place() {
        check("", 0, (1, 1, ""));
        check("ab\r\ncé d\n", 0, (1, 1, "ab"));
        check("ab\r\ncé d\n", 4, (2, 1, "cé d"));
        check("ab\r\ncé d\n", 8, (2, 4, "cé d"));
        check("ab\r\ncé d\n", 6, (2, 2, "cé d"));
        check("ab\r\ncé d\n", 99, (3, 1, ""));
    }

    #[test]
    fn deep_brackets_are_seen_and_strings_and_comments_are_not() {
        let deep = |text: &str| Source { file: "a.cedar", text }.too_deep(true);
        assert_eq!(deep(&"(".repeat(POLICY_BRACKETS)), None);
        assert_eq!(deep(&"(".repeat(POLICY_BRACKETS + 1)), Some(POLICY_BRACKETS));
        assert_eq!(deep(&"()".repeat(10_000)), None);
        assert_eq!(deep(&format!("\"{}\"", "(".repeat(1_000))), None);
        assert_eq!(deep(&format!("\"\\\"{}\"", "(".repeat(1_000))), None);
        assert_eq!(deep(&format!("// {}", "(".repeat(1_000))), None);
        assert_eq!(deep(&format!("// x\n{}", "{".repeat(1_000))), Some(5 + POLICY_BRACKETS));
        assert_eq!(deep(&format!("\"x\"{}", "<".repeat(1_000))), Some(3 + POLICY_BRACKETS));
        let policy = |text: &str| Source { file: "a.cedar", text }.too_deep(false);
        assert_eq!(policy(&"1 < 2 && ".repeat(1_000)), None);
        assert_eq!(policy(&"(1>".repeat(1_000)), Some(3 * POLICY_BRACKETS));
    }
}
