//! `caplink diff`: compares what two releases grant, and says what is newly possible.
//!
//! Growth is a finding: exit code 1, unless it was accepted. What cannot be compared stops the run: that nothing was found must mean that there is nothing.

use crate::Status;
use crate::accept;
use crate::check::both;
use crate::console::{self, Console, Failure};
use crate::engine::{Answer, Both};
use crate::render::diff::{self as render, View};
use crate::sides::{Side, sides};
use caplink_model::change::{Bump, Comparison};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use semver::Version;
use std::path::PathBuf;

/// Compare what two releases grant, and show what is newly possible
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 no authority grew, or what grew was accepted; 1 authority grew; 2 could not proceed.\n\nOLD and \
    NEW are each an artifact, a lockfile, a folder of them, a folder of policies, or one of these in a revision of a git repository, \
    written REV:PATH as for `git show`.")]
pub struct Arguments {
    /// The release before
    #[arg(value_name = "OLD")]
    old: String,
    /// The release now
    #[arg(value_name = "NEW")]
    new: String,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What makes the run fail
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = FailOn::Widened)]
    fail_on: FailOn,
    /// Growth that was reviewed: a TOML file of `[[accept]]` tables with change, reason and author
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// The folder of NEW's policies in the repository, for places in annotations
    #[arg(long, value_name = "DIR")]
    policies: Option<String>,
    /// The version of OLD; the report proposes one for NEW
    #[arg(long, value_name = "VERSION")]
    since: Option<String>,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    // For people.
    Text,
    // For programs.
    Json,
    // For a comment on a pull request.
    Markdown,
    // For code scanning.
    Sarif,
    // For the log of a workflow.
    Github,
}

/// What makes the run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    // Growth that nobody accepted.
    Widened,
    // Any change.
    Any,
    // Nothing.
    None,
}

impl Arguments {
    /// How failures are written.
    pub fn failure_format(&self) -> console::Format {
        if self.format == Format::Json { console::Format::Json } else { console::Format::Text }
    }
}

/// Runs the subcommand; `engine` compares.
pub fn run(arguments: &Arguments, console: &Console, engine: impl FnOnce(&Both<'_>) -> Answer<Comparison>) -> Result<Status, Failure> {
    let since = arguments.since.as_deref().map(version).transpose()?;
    let acceptances = arguments.accept.as_deref().map(accept::read).transpose()?;
    let (old, new) = sides(&arguments.old, &arguments.new)?;
    let mut comparison = engine(&both(&old, &new)?)?;
    comparison.accept(acceptances.unwrap_or_default());
    let fails = match arguments.fail_on {
        FailOn::Widened => comparison.growth().next().is_some(),
        FailOn::Any => comparison.changes().any(|change| change.accepted.is_none()),
        FailOn::None => false,
    };
    let proposed = since.as_ref().map(|since| (since.to_string(), raised(since, comparison.bump()).to_string()));
    let view = View {
        old: &arguments.old,
        new: &arguments.new,
        comparison: &comparison,
        fails,
        // Files of a folder of policies are named from that folder.
        policies: arguments.policies.as_deref().or(root(&new)),
        version: proposed.as_ref().map(|(since, next)| (since.as_str(), next.clone())),
    };
    match arguments.format {
        Format::Text => console.report(&render::text(&view)),
        Format::Json => console.plain(&render::json(&view)),
        Format::Markdown => console.plain(&render::markdown(&view)),
        Format::Sarif => console.plain(&render::sarif::render(&view)),
        Format::Github => console.plain(&render::github::render(&view)),
    }?;
    Ok(if fails { Status::Findings } else { Status::Success })
}

/// The folder that policy files are named from.
fn root(side: &Side) -> Option<&str> {
    match side {
        // A file that is named alone is named from the current folder.
        Side::Policies(policies) if policies.policies.iter().any(|file| file.name == policies.name) => Some("."),
        Side::Policies(policies) => Some(&policies.name),
        Side::Releases(_) => None,
    }
}

fn version(text: &str) -> Result<Version, Failure> {
    Version::parse(text).map_err(|error| {
        let message = format!("`{}` is no version: {}", escape(text), escape(&error.to_string()));
        Diagnostic::error("E-VERSION", message).help("write `--since 1.4.2`").into()
    })
}

/// The next version that shows as much (semver.org, items 6 to 8).
fn raised(since: &Version, bump: Bump) -> Version {
    let Version { major, minor, patch, .. } = *since;
    match bump {
        Bump::Major => Version::new(major + 1, 0, 0),
        Bump::Minor => Version::new(major, minor + 1, 0),
        // A pre-release comes before its version.
        Bump::Patch if !since.pre.is_empty() => Version::new(major, minor, patch),
        Bump::Patch => Version::new(major, minor, patch + 1),
        Bump::None => since.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_raised_where_authority_grew() {
        for (since, bump, next) in [
            ("1.4.2", Bump::Major, "2.0.0"),
            ("1.4.2", Bump::Minor, "1.5.0"),
            ("1.4.2", Bump::Patch, "1.4.3"),
            ("1.4.2", Bump::None, "1.4.2"),
            ("1.4.2-rc.1", Bump::Patch, "1.4.2"),
            ("0.4.2", Bump::Major, "1.0.0"),
        ] {
            let since = version(since).expect("it is a version");
            assert_eq!(raised(&since, bump).to_string(), next);
        }
        assert!(version("1.4").is_err() && version("v1.4.2").is_err());
    }
}
