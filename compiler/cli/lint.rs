//! `caplink lint`: reads policies and what is beside them, lints, applies fixes if asked, and reports.
//!
//! Findings are an answer, not a failure: below the fail level they leave the exit code at 0. What cannot be read, and settings that name no rule, stop the run.

mod fix;
mod inputs;
mod selection;

use crate::Status;
use crate::console::{self, Console, Failure};
use crate::engine::{Answer, LintRequest};
use crate::manifest::Manifest;
use crate::render::lint::{self as render, View};
use caplink_linker::lint::{Report, rules::RULES};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::finding::Level;
use std::path::PathBuf;

pub use inputs::{Agent, Inputs};

/// Find mistakes in policies, beside the agents that they are for
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 no finding at or above the fail level; 1 findings; 2 could not proceed.\n\nA finding is \
    allowed by an annotation on its policy that gives a reason: @caplink_allow(\"C104: why\").")]
pub struct Arguments {
    /// Policy files, folders of them, or `-` for stdin [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Agent components to compare policies with, or one `caplink.toml`
    #[arg(long, value_name = "FILE", num_args = 1..)]
    agents: Vec<PathBuf>,
    /// Cedar schema of your own entity types; may be repeated [default: the `*.cedarschema` of the folders]
    #[arg(long, value_name = "FILE")]
    schema: Vec<PathBuf>,
    /// Entities in Cedar's JSON format [default: `entities.json` of the folders]
    #[arg(long, value_name = "FILE")]
    entities: Option<PathBuf>,
    /// Links of policy templates, in Cedar's JSON format [default: `template-links.json` of the folders]
    #[arg(long, value_name = "FILE")]
    template_links: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,
    /// From which level on findings fail the run [default: warning]
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_level: Option<Grade>,
    /// Report these rules only: codes, beginnings of codes, or names
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not report these rules
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Report a rule at another level; may be repeated
    #[arg(long, value_name = "CODE=LEVEL", value_parser = selection::severity)]
    severity: Vec<(String, Grade)>,
    /// Apply fixes: of literals that links refuse, and of what decides nothing
    #[arg(long)]
    fix: bool,
    /// Show what is suppressed and what could not be decided
    #[arg(long)]
    verbose: bool,
    /// Explain a rule, with examples
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "rules"])]
    explain: Option<String>,
    /// List all rules
    #[arg(long, conflicts_with = "paths")]
    rules: bool,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    // For people.
    Text,
    // A line a finding.
    Concise,
    // For programs.
    Json,
    // For code scanning.
    Sarif,
    // For the log of a workflow.
    Github,
    // For test reports.
    Junit,
}

/// A level as the command line and manifests spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    // Not what was meant.
    Error,
    // Probably not.
    Warning,
    // Good to know.
    Info,
}

impl Grade {
    /// The level.
    pub fn level(self) -> Level {
        match self {
            Self::Error => Level::Error,
            Self::Warning => Level::Warning,
            Self::Info => Level::Info,
        }
    }
}

impl Arguments {
    /// How failures are written: as JSON where the report is, else as text on stderr, so that a file of another format is empty and not wrong.
    pub fn failure_format(&self) -> console::Format {
        if self.format == Format::Json { console::Format::Json } else { console::Format::Text }
    }
}

/// Runs the subcommand; `engine` lints.
pub fn run(arguments: &Arguments, console: &Console, engine: impl Fn(&LintRequest<'_>) -> Answer<Report>) -> Result<Status, Failure> {
    if let Some(name) = &arguments.explain {
        let rule = selection::rule(name)?;
        let json = arguments.format == Format::Json;
        console.report(&if json { render::rules::json(&[rule]) } else { render::rules::explain(rule) })?;
        return Ok(Status::Success);
    }
    if arguments.rules {
        let json = arguments.format == Format::Json;
        console.report(&if json { render::rules::json(RULES) } else { render::rules::list(RULES) })?;
        return Ok(Status::Success);
    }
    let (components, manifest) = agents(arguments)?;
    let selection = selection::merge(arguments, manifest.as_ref())?;
    let fail_level = arguments.fail_level.or(manifest.as_ref().and_then(|manifest| manifest.lint.fail_level)).unwrap_or(Grade::Warning);
    let mut inputs = inputs::read(arguments, &components, manifest.as_ref())?;
    let lint = |inputs: &Inputs| engine(&LintRequest { inputs, selection: &selection });
    let (report, fixed) = if arguments.fix { fix::all(&mut inputs, lint)? } else { (lint(&inputs)?, 0) };
    let agents = inputs.agents.iter().map(|agent| agent.input.name.as_str()).collect();
    let view = View {
        files: inputs.texts().map(|file| render::File::new(&file.input.name, &file.input.bytes)).collect(),
        policy_files: inputs.policies.len(),
        agents,
        report: &report,
        rules: RULES,
        fixed,
        beside: &inputs.beside,
        verbose: arguments.verbose,
    };
    match arguments.format {
        Format::Text => console.report(&render::text::render(&view)),
        Format::Concise => console.report(&render::concise::render(&view)),
        Format::Json => console.plain(&render::json(&view)),
        Format::Sarif => console.plain(&render::sarif::render(&view)),
        Format::Github => console.plain(&render::github::render(&view)),
        Format::Junit => console.plain(&render::junit::render(&view)),
    }?;
    let fails = report.findings.iter().any(|finding| finding.level >= fail_level.level());
    Ok(if fails { Status::Findings } else { Status::Success })
}

/// The components that `--agents` names, and the manifest.
fn agents(arguments: &Arguments) -> Result<(Vec<PathBuf>, Option<Manifest>), Failure> {
    let is_manifest = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    let (manifests, components): (Vec<_>, Vec<_>) = arguments.agents.iter().partition(is_manifest);
    if manifests.len() > 1 {
        return Err(Diagnostic::error("E-MANIFEST", "`--agents` names two manifests").help("put all agents into one").into());
    }
    let manifest = manifests.first().map(|path| Manifest::read(path)).transpose()?;
    Ok((components.into_iter().cloned().collect(), manifest))
}
