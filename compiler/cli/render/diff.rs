//! Reports of `diff`, in the formats of people, programs, pull requests, code scanning and workflows: each a pure function of a [`View`].
//!
//! In: a comparison of two releases, and what the command line named. Out: text. Must hold: (I11) names, conditions and what people wrote are inert in each
//! format, in that format's own escaping too; sentences come escaped (see [`caplink_model::change`]), and no format rests on that for its own markup. Each
//! format tells the verdict and every growth, accepted or not. Equal views give equal text.

pub mod github;
mod json;
mod markdown;
pub mod sarif;
mod text;
mod wording;

pub use json::render as json;
pub use markdown::render as markdown;
pub use text::render as text;

use caplink_model::change::{Cause, Change, Comparison, Pair};

/// What a report shows.
pub struct View<'a> {
    /// The old release, as the command line names it.
    pub old: &'a str,
    /// The new one.
    pub new: &'a str,
    /// What was compared.
    pub comparison: &'a Comparison,
    /// Whether the run exits with 1.
    pub fails: bool,
    /// The folder of the new release's policy files, relative to the root of the repository.
    pub policies: Option<&'a str>,
    /// The old version, and the one that is proposed.
    pub version: Option<(&'a str, String)>,
}

/// A line of a file.
struct Place {
    file: String,
    line: u32,
}

impl<'a> View<'a> {
    /// All changes, with whose they are.
    fn changes(&self) -> impl Iterator<Item = (&'a Pair, &'a Change)> + use<'a> {
        self.comparison.pairs.iter().flat_map(|pair| pair.changes.iter().map(move |change| (pair, change)))
    }

    /// The changes by which authority grew, accepted or not.
    fn growth(&self) -> impl Iterator<Item = (&'a Pair, &'a Change)> + use<'a> {
        self.changes().filter(|(_, change)| change.grows())
    }

    /// Where a change shows best: the first policy of the new release that caused it, else what its lockfile says, else the release.
    fn place(&self, pair: &Pair, change: &Change) -> Place {
        let policy = change.causes.iter().find_map(|cause| self.policy_place(cause));
        policy.unwrap_or_else(|| {
            let file = pair.new.as_deref().unwrap_or(self.new);
            let line = change.line.filter(|_| file.ends_with(".json")).unwrap_or(1);
            Place { file: file.into(), line: line.max(1) }
        })
    }

    /// Where a policy of the new release stands in the repository. Names of files come from a lockfile: none leads out of the folder.
    fn policy_place(&self, cause: &Cause) -> Option<Place> {
        let folder = self.policies.filter(|_| cause.is_new)?.trim_end_matches('/');
        let file = &cause.policy.file;
        if file.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return None;
        }
        let file = if matches!(folder, "" | ".") { file.clone() } else { format!("{folder}/{file}") };
        Some(Place { file, line: cause.policy.line.max(1) })
    }
}

#[cfg(test)]
mod sample;

#[cfg(test)]
#[path = "diff/tests.rs"]
mod tests;

#[cfg(test)]
#[path = "diff/markdown_tests.rs"]
mod markdown_tests;
