//! Reports of `lint`, in the formats of people, terminals, programs, code scanning, workflows and test reports: each a pure function of a [`View`].
//!
//! In: findings as byte ranges, and the texts that they lie in. Out: text. Must hold: (I11) untrusted text is inert in each format, in that format's own
//! escaping too; equal views give equal text, without times and without paths that the command line does not name.

pub mod concise;
pub mod github;
mod json;
pub mod junit;
pub mod rules;
pub mod sarif;
mod span;
pub mod text;

pub use json::render as json;
pub use span::{File, Span};

use super::{count, one_line};
use caplink_linker::lint::{Report, Rule};
use caplink_model::finding::{Finding, Level, Place};
use caplink_model::text::escape;

/// What a report shows.
pub struct View<'a> {
    /// The texts, numbered as the report's places number them.
    pub files: Vec<File<'a>>,
    /// How many of them are policies; they come first.
    pub policy_files: usize,
    /// The agents' names.
    pub agents: Vec<&'a str>,
    /// What was found.
    pub report: &'a Report,
    /// All rules.
    pub rules: &'a [&'a Rule],
    /// How many findings `--fix` removed.
    pub fixed: usize,
    /// What was read without being named.
    pub beside: &'a [String],
    /// Whether to show what is suppressed or undecided.
    pub verbose: bool,
}

impl<'a> View<'a> {
    /// The file and the lines and columns of a place; `None` for one outside the texts.
    pub fn span(&self, place: &Place) -> Option<(&File<'a>, Span)> {
        let file = self.files.get(place.text)?;
        Some((file, file.span(&place.range)))
    }

    /// The same of a finding.
    pub fn place(&self, finding: &Finding) -> Option<(&File<'a>, Span)> {
        self.span(finding.place.as_ref()?)
    }

    /// The file that stands for a finding without a place: the agent that it names, or else the first text.
    pub fn stand_in(&self, finding: &Finding) -> Option<&'a str> {
        let named = |agent: &&&str| finding.message.contains(&format!("`{}`", escape(agent)));
        self.agents.iter().find(named).copied().or_else(|| self.files.first().map(|file| file.name))
    }

    /// How many findings are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.report.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// How many findings have a fix.
    pub fn fixable(&self) -> usize {
        self.report.findings.iter().filter(|finding| finding.fix.is_some()).count()
    }

    /// `3 policies of 2 files`.
    fn extent(&self) -> String {
        let policies = self.report.policies;
        format!("{policies} {} of {}", if policies == 1 { "policy" } else { "policies" }, count(self.policy_files, "file"))
    }
}

#[cfg(test)]
mod sample;

#[cfg(test)]
#[path = "lint/tests.rs"]
mod tests;
