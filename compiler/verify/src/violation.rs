//! What the verifier looks for, and how it says what it found.
//!
//! In: a check and a message whose untrusted parts went through [`quote`] or [`escape`]. Out: values only; who prints them
//! decides how. The numbers are those of the threat model's verifier section and of `compiler/ARCHITECTURE.md`.

use caplink_model::text::escape;
use std::fmt;

/// One of the verifier's checks. V12 to V14, V17 and V18 (adapter contents, policy binding, reconstruction, recording) are not here yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// V1: exact preamble, size limit, the file is consumed exactly.
    Preamble,
    /// V2: only the allowed sections, minimal integers, UTF-8, one custom section at the end.
    Shape,
    /// V3: the embedded components are those of the lockfile, one agent, last.
    Components,
    /// V4: every component is valid by itself, and the whole is valid.
    Validity,
    /// V5: the imports are those of the lockfile: names, order, sorts; no attributes, no twins.
    Imports,
    /// V6: each import lists the lockfile's functions and resource types, and nothing but functions and types.
    ImportTypes,
    /// V7: every component is instantiated once, in order, with the lockfile's wiring.
    Instances,
    /// V8: every function that the agent receives comes from where its symbol says.
    Provenance,
    /// V9: adapters receive only what serves their own symbols, and nothing of the agent's.
    AdapterArguments,
    /// V10: the agent is instantiated once; no core modules, components or values flow.
    Sorts,
    /// V11: the exports are the allowed exports of the agent, and of nothing else.
    Exports,
    /// V15: the embedded lockfile, and the artifact's digest and size.
    Lockfile,
    /// V16: the number of instances is bounded.
    Budget,
}

impl Check {
    /// The number, such as `V8`.
    pub fn number(self) -> &'static str {
        self.row().0
    }

    /// What it checks, in a few words.
    pub fn title(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Preamble => ("V1", "preamble and size"),
            Self::Shape => ("V2", "shape of the root"),
            Self::Components => ("V3", "embedded components"),
            Self::Validity => ("V4", "validity"),
            Self::Imports => ("V5", "imports"),
            Self::ImportTypes => ("V6", "functions of the imports"),
            Self::Instances => ("V7", "instances and wiring"),
            Self::Provenance => ("V8", "provenance of the agent's functions"),
            Self::AdapterArguments => ("V9", "what adapters receive"),
            Self::Sorts => ("V10", "sorts that flow"),
            Self::Exports => ("V11", "exports"),
            Self::Lockfile => ("V15", "embedded lockfile and digest"),
            Self::Budget => ("V16", "instance budget"),
        }
    }
}

/// Why an artifact or component is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The check that failed.
    pub check: Check,
    /// What is wrong: lower-case start, no final period, untrusted text escaped.
    pub message: String,
}

impl Violation {
    pub(crate) fn new(check: Check, message: impl Into<String>) -> Self {
        Self { check, message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.check.number(), self.check.title(), self.message)
    }
}

impl std::error::Error for Violation {}

/// What a check that passed looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The check.
    pub check: Check,
    /// What was checked, with counts: `3 imports`.
    pub what: String,
}

/// An untrusted name, escaped and in backticks.
pub(crate) fn quote(name: &str) -> String {
    format!("`{}`", escape(name))
}

/// `1 import`, `2 imports`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
