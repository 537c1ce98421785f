//! Places in texts: byte ranges in, lines and columns out.
//!
//! In: the bytes of a file as it was read, which need not be UTF-8, and ranges in it. Out: lines and columns from 1, where a column counts Unicode scalar
//! values, and the text of a line or range. Must hold: every range, even one past the end or inside a character, has a place. Lines end at a line feed, and a carriage
//! return before it is no part of the line.

use std::borrow::Cow;
use std::ops::Range;

/// A text by name, with the beginnings of its lines.
pub struct File<'a> {
    /// Its name in reports.
    pub name: &'a str,
    bytes: &'a [u8],
    lines: Vec<usize>,
}

/// Where a range is: from a line and column to another, which is the first that is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first line, from 1.
    pub line: usize,
    /// The first column, from 1.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column after the last.
    pub end_column: usize,
}

impl<'a> File<'a> {
    /// Counts the lines once; a report has many places.
    pub fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        let feeds = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        Self { name, bytes, lines: std::iter::once(0).chain(feeds).collect() }
    }

    /// The lines and columns of a range of bytes.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let (line, column) = self.position(range.start);
        let (end_line, end_column) = self.position(range.end.max(range.start));
        Span { line, column, end_line, end_column }
    }

    /// The text of a range of bytes.
    pub fn text(&self, range: &Range<usize>) -> Cow<'a, str> {
        let (start, end) = (self.boundary(range.start), self.boundary(range.end));
        String::from_utf8_lossy(&self.bytes[start.min(end)..end])
    }

    /// A line without its end.
    pub fn line(&self, number: usize) -> Cow<'a, str> {
        let at = number.max(1) - 1;
        let start = self.lines.get(at).copied().unwrap_or(self.bytes.len());
        let end = self.lines.get(at + 1).map_or(self.bytes.len(), |next| next - 1);
        let line = &self.bytes[start..end];
        String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line))
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.boundary(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines[line - 1];
        (line, String::from_utf8_lossy(&self.bytes[start..offset]).chars().count() + 1)
    }

    /// The offset, or the beginning of the character that it is in.
    fn boundary(&self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        let continues = |at: &usize| self.bytes.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
        (offset.saturating_sub(3)..=offset).rev().find(|at| !continues(at)).unwrap_or(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], range: Range<usize>, expected: (usize, usize, usize, usize)) {
        let Span { line, column, end_line, end_column } = File::new("a.cedar", bytes).span(&range);
        assert_eq!((line, column, end_line, end_column), expected, "{:?} at {range:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn every_range_has_a_place() {
        check(b"", 0..0, (1, 1, 1, 1));
        check(b"", 7..9, (1, 1, 1, 1));
        check(b"ab\r\ncd\n", 4..6, (2, 1, 2, 3));
        check(b"ab\r\ncd\n", 0..7, (1, 1, 3, 1));
        check("x\u{1f600}y\u{e9}z".as_bytes(), 5..8, (1, 3, 1, 5));
        check("\u{1f600}".as_bytes(), 2..3, (1, 1, 1, 1));
        check(b"\xff\xfe ab", 3..4, (1, 4, 1, 5));
        check(b"abc", Range { start: 2, end: 1 }, (1, 3, 1, 3));
    }

    #[test]
    fn lines_have_no_end_and_ranges_have_a_text() {
        let file = File::new("a.cedar", "a\r\nb\u{1f600}\n\nlast".as_bytes());
        assert_eq!([1, 2, 3, 4, 5].map(|line| file.line(line).into_owned()), ["a", "b\u{1f600}", "", "last", ""]);
        assert_eq!(file.text(&(3..8)), "b\u{1f600}");
        assert_eq!(file.text(&(3..99)), "b\u{1f600}\n\nlast");
    }
}
