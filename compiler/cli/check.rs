//! `caplink check`: claims that hold or do not, for gates in pipelines.
//!
//! That something holds is a proof over all calls (or those of a log), and exit code 0; that it does not comes with a call, and exit code 1. What was not decided does not hold.

use crate::Status;
use crate::console::{Console, Failure, Format};
use crate::engine::{self, Both};
use crate::files;
use crate::render::check::{Answer, Finding, Logged, json, render};
use crate::sides::{Side, release, sides};
use caplink_linker::diff::Otherwise;
use caplink_model::change::{Change, Example};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use std::path::PathBuf;

/// Check one claim about what was granted
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 it holds; 1 it does not, or was not proved; 2 could not proceed.")]
pub struct Arguments {
    #[command(subcommand)]
    question: Question,
    /// How the answer is written
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// That the new release can do nothing that the old one could not
    #[command(after_help = "Exit codes: 0 it holds; 1 it does not, or was not proved; 2 could not proceed.")]
    NoNewAccess {
        /// The release before
        #[arg(long, value_name = "OLD")]
        base: String,
        /// The release now
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// That no call of an action is allowed, or none that a request describes
    #[command(
        after_help = "REQUEST is a URL with a method, `https://api.example.com/pay POST`, or a condition in Cedar over resource and \
        context.\n\nExit codes: 0 it holds; 1 it does not, or was not proved; 2 could not proceed."
    )]
    #[command(override_usage = "caplink check not-granted [OPTIONS] <ACTION> [REQUEST] <NEW>")]
    NotGranted {
        /// The action, such as `http:request`
        #[arg(value_name = "ACTION")]
        action: String,
        /// The request; left out if no call at all may be allowed
        #[arg(value_name = "REQUEST")]
        request: String,
        /// The release
        #[arg(value_name = "NEW")]
        new: Option<String>,
    },
    /// That one release can do nothing that another could not: attenuation
    #[command(after_help = "Exit codes: 0 it holds; 1 it does not, or was not proved; 2 could not proceed.")]
    Within {
        /// Who may do as much: the agent that built the other
        #[arg(value_name = "PARENT")]
        parent: String,
        /// Who may do no more
        #[arg(value_name = "CHILD")]
        child: String,
    },
    /// That a release decides the calls of a log as the log says they were decided
    #[command(
        after_help = "LOG is what an artifact wrote that was linked with `caplink link --observe`: lines with `caplink: {...}`, at their \
        start or behind what a host puts there; others are skipped. Limits are counted over the log in its order. Whatever else \
        writes to the log can write such lines too: it is a hint, and no evidence of what was called.\n\nExit codes: 0 it holds; \
        1 it does not, or was not decided; 2 could not proceed."
    )]
    Replays {
        /// The log, or `-` for stdin
        #[arg(value_name = "LOG")]
        log: PathBuf,
        /// The release
        #[arg(value_name = "NEW")]
        new: String,
    },
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    let answer = match &arguments.question {
        Question::NoNewAccess { base, new } => {
            let (old, now) = sides(base, new)?;
            let comparison = engine::compare(&both(&old, &now)?)?;
            let findings = comparison.pairs.iter().flat_map(|pair| pair.changes.iter().map(move |change| (pair.subject.as_str(), change)));
            let findings = findings.filter(|(_, change)| change.grows()).map(|(subject, change)| finding(Some(subject), change)).collect();
            Answer { question: "no-new-access", claim: format!("{new} can do nothing that {base} could not"), findings }
        }
        Question::NotGranted { action, request, new } => {
            // The last is the release.
            let (request, new) = match new {
                Some(new) => (Some(request.as_str()), new),
                None => (None, request),
            };
            let release = release(new)?;
            let found = engine::allowed(&release, action, request)?;
            let what = request.map_or(String::new(), |request| format!(" with {request}"));
            let findings = found.into_iter().map(|(function, example)| Finding {
                tier: None,
                who: None,
                summary: format!("it is allowed through `{}`", caplink_model::text::escape(&function)),
                unproved: example.is_none().then(|| "no such call was found, and no proof that there is none".to_string()),
                example,
                logged: None,
            });
            Answer { question: "not-granted", claim: format!("{new} can make no call of {action}{what}"), findings: findings.collect() }
        }
        Question::Within { parent, child } => {
            let (outer, inner) = (release(parent)?, release(child)?);
            let findings = engine::within(&outer, &inner)?.iter().map(|change| finding(None, change)).collect();
            Answer { question: "within", claim: format!("{child} can do nothing that {parent} could not"), findings }
        }
        Question::Replays { log, new } => {
            let (name, text) = files::log(log)?;
            let release = release(new)?;
            let (calls, found) = engine::replays(&release, &text)?;
            let calls = if calls == 1 { "the call".into() } else { format!("the {calls} calls") };
            let claim = format!("{new} decides {calls} of {name} as they were decided");
            Answer { question: "replays", claim, findings: found.iter().map(otherwise).collect() }
        }
    };
    let holds = answer.findings.is_empty();
    console.report(&match console.format {
        Format::Text => render(&answer),
        Format::Json => json(&answer),
    })?;
    Ok(if holds { Status::Success } else { Status::Findings })
}

/// A call of a log that is decided otherwise.
fn otherwise(found: &Otherwise) -> Finding {
    let word = |allowed| if allowed { "allowed" } else { "denied" };
    let was = word(found.was_allowed);
    let summary = match &found.now {
        Ok((allowed, _)) => format!("`{}` was {was}, and is {}", escape(&found.function), word(*allowed)),
        Err(_) => format!("`{}` was {was}, and what it is now is not decided", escape(&found.function)),
    };
    let (decides, unproved) = match &found.now {
        Ok((_, why)) => (why.clone(), None),
        Err(reason) => (String::new(), Some((*reason).to_string())),
    };
    Finding {
        tier: None,
        who: None,
        summary,
        example: Some(Example { request: found.request.clone(), times: None }),
        unproved,
        logged: Some(Logged { lines: found.lines.clone(), decides }),
    }
}

fn finding(who: Option<&str>, change: &Change) -> Finding {
    Finding {
        tier: Some(change.tier.name()),
        who: who.map(str::to_string),
        summary: change.summary.clone(),
        example: change.gained.clone(),
        unproved: change.unproved.clone(),
        logged: None,
    }
}

/// Two sides of one kind.
pub fn both<'s>(old: &'s Side, new: &'s Side) -> Result<Both<'s>, Failure> {
    match (old, new) {
        (Side::Releases(old), Side::Releases(new)) => Ok(Both::Releases(old, new)),
        (Side::Policies(old), Side::Policies(new)) => Ok(Both::Policies(old, new)),
        _ => Err(Diagnostic::error("E-SIDE", "one side holds releases and the other only policies")
            .help("compare lockfiles with lockfiles, and folders of policies with folders of policies")
            .into()),
    }
}
