//! What a lint found: values with byte ranges in the texts that were read. Rendering is the edge's business.
//!
//! Must hold: messages, help and witnesses are escaped already; ranges lie in their text and on boundaries of characters; a fix changes one text only, and its
//! edits do not overlap.

use std::fmt;
use std::ops::Range;

/// How grave a finding is; the gravest is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know.
    Info,
    /// Probably not what was meant, or more than is needed.
    Warning,
    /// Not what was meant, or refused when linking.
    Error,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A part of one of the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text, by its number.
    pub text: usize,
    /// Bytes in it; may be empty.
    pub range: Range<usize>,
}

impl Place {
    /// Texts in their order, and places in a text.
    pub fn order(&self) -> (usize, usize, usize) {
        (self.text, self.range.start, self.range.end)
    }
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's stable code: `C104`.
    pub code: &'static str,
    /// The rule's stable name: `shadowed-permit`.
    pub name: &'static str,
    /// How grave.
    pub level: Level,
    /// What and why: lower-case start, no final period.
    pub message: String,
    /// Where; findings about an agent have no place in a text.
    pub place: Option<Place>,
    /// Other places that it is about, each with what is there.
    pub related: Vec<(Place, String)>,
    /// A request on which it shows, as `principal == ..., context.path == ...`.
    pub witness: Option<String>,
    /// The next step.
    pub help: Option<String>,
    /// A change that removes it.
    pub fix: Option<Fix>,
    /// The policy that it is about, by its id.
    pub policy: Option<String>,
}

/// A change of one text that never grants anything that was not granted before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: `remove the policy`.
    pub title: String,
    /// The text, by its number.
    pub text: usize,
    /// What is replaced by what, in order.
    pub edits: Vec<(Range<usize>, String)>,
}

/// A finding that an annotation allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Why it is allowed, escaped.
    pub reason: String,
}
