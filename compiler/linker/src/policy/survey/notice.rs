//! What the front end says, under the codes of lint rules.
//!
//! In: diagnostics of Cedar and of links, which have a place where something begins. Out: [`Notice`]s, which also have an end, and a fix where there is but
//! one way to write what was meant. Must hold: a fix changes a literal that links refuse anyway, so it never changes what is granted.

use super::literal;
use crate::source::Source;
use caplink_model::diagnostic::{Diagnostic, Location, Severity};
use cedar_policy::ValidationError;
use std::ops::Range;

/// A text with its number.
#[derive(Clone, Copy, Debug)]
pub struct Numbered<'a> {
    /// Its number among all that is linted.
    pub number: usize,
    /// The text.
    pub source: Source<'a>,
}

/// One thing that the front end says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The rule's code.
    pub code: &'static str,
    /// Whether links accept it.
    pub is_warning: bool,
    /// The text's number.
    pub text: usize,
    /// Where.
    pub range: Range<usize>,
    /// What; escaped.
    pub message: String,
    /// The next step; escaped.
    pub help: Option<String>,
    /// Other places: text, range, what is there.
    pub related: Vec<(usize, Range<usize>, String)>,
    /// What to write instead of the range.
    pub fix: Option<(String, String)>,
    /// The policy, by its id.
    pub policy: Option<String>,
}

impl Notice {
    pub(super) fn new(code: &'static str, text: usize, range: Range<usize>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, is_warning: false, text, range, message, help: None, related: vec![], fix: None, policy: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(super) fn policy(self, id: &str) -> Self {
        Self { policy: Some(id.to_string()), ..self }
    }

    pub(super) fn order(&self) -> (usize, usize, usize, &'static str, &str) {
        (self.text, self.range.start, self.range.end, self.code, &self.message)
    }

    /// Adds the canonical literal as a fix, if the range is a literal of a host or address that has one.
    pub(super) fn fix_literal(&mut self, source: &Source<'_>) {
        if !matches!(self.code, "C201" | "C202") {
            return;
        }
        let canonical = source.text.get(self.range.clone()).and_then(literal::canonical);
        self.fix = canonical.map(|canonical| (format!("write `{canonical}`"), canonical));
    }
}

impl Numbered<'_> {
    /// A diagnostic with its place in this text; without one, at the text's beginning.
    pub(super) fn notice(&self, code: &'static str, diagnostic: &Diagnostic) -> Notice {
        let start = diagnostic.location.as_ref().map_or(0, |location| self.offset(location));
        let mut notice = Notice::new(code, self.number, start..self.end(start), diagnostic.message.clone());
        notice.is_warning = diagnostic.severity == Severity::Warning;
        notice.help.clone_from(&diagnostic.help);
        notice
    }

    /// The byte offset of a line and column.
    fn offset(&self, location: &Location) -> usize {
        let text = self.source.text;
        let before =
            text.split_inclusive('\n').take(usize::try_from(location.line).unwrap_or(1).saturating_sub(1)).map(str::len).sum::<usize>();
        let column = usize::try_from(location.column).unwrap_or(1).saturating_sub(1);
        let within = text[before..].char_indices().nth(column).map_or(text.len() - before, |(at, _)| at);
        (before + within).min(text.len())
    }

    /// Where what begins here ends: a word, a string, or one character.
    fn end(&self, start: usize) -> usize {
        let rest = &self.source.text[start..];
        let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | ':');
        let word: usize = rest.chars().take_while(|character| is_word(*character)).map(char::len_utf8).sum();
        let length = match rest.chars().next() {
            Some('"') => rest[1..].find('"').map_or(1, |end| end + 2),
            Some('\n' | '\r') | None => 0,
            Some(first) => word.max(first.len_utf8()),
        };
        start + length
    }
}

/// The rule for an error of validation.
pub(super) fn code_of_invalid(error: &ValidationError) -> &'static str {
    match error {
        ValidationError::UnrecognizedActionId(_) => "C004",
        ValidationError::UnrecognizedEntityType(_) => "C005",
        ValidationError::UnexpectedType(_) | ValidationError::IncompatibleTypes(_) | ValidationError::HierarchyNotRespected(_) => "C006",
        ValidationError::UnsafeAttributeAccess(_) | ValidationError::NoTagsAllowed(_) => "C007",
        ValidationError::UnsafeOptionalAttributeAccess(_) | ValidationError::UnsafeTagAccess(_) => "C008",
        ValidationError::UndefinedFunction(_)
        | ValidationError::WrongNumberArguments(_)
        | ValidationError::FunctionArgumentValidation(_) => "C009",
        ValidationError::NonLitExtConstructor(_) => "C010",
        ValidationError::EmptySetForbidden(_) => "C011",
        ValidationError::InvalidEnumEntity(_) => "C012",
        // What has no code of its own is of the types too.
        _ => "C006",
    }
}
