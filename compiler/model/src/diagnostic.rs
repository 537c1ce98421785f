//! What is wrong with the user's input, where, and what to do about it. Rendering is the edge's business.

use std::fmt;

/// A place in a source file. Line and column start at 1; the column counts Unicode scalar values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file's name as the lockfile spells it: relative to the folder or file given on the command line, with `/`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", crate::text::escape(&self.file), self.line, self.column)
    }
}

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing was written.
    Error,
    /// The result holds, and the reader should know this.
    Warning,
}

/// One thing to tell the user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// Stable code, such as `E-NAME-BUILD` (threats.md) or `E-POLICY-PARSE`.
    pub code: &'static str,
    /// What and why: lower-case start, no final period, untrusted text already escaped.
    pub message: String,
    /// Where, if it is in a source file.
    pub location: Option<Location>,
    /// The offending source line, escaped, if there is one.
    pub excerpt: Option<String>,
    /// The next step, if one is known.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error with no location.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), location: None, excerpt: None, help: None }
    }

    /// A warning with no location.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// The same, with the next step.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same, at a place.
    pub fn at(self, location: Location) -> Self {
        Self { location: Some(location), ..self }
    }

    /// The same, with the line it stands on.
    pub fn excerpt(self, line: impl AsRef<str>) -> Self {
        Self { excerpt: Some(crate::text::escape(line.as_ref())), ..self }
    }
}
