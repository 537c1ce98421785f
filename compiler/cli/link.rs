//! `caplink link`: reads the inputs, links, and writes the artifact and its lockfile, or neither.
//!
//! The outputs are claimed first and written last. Demand that is denied is part of an ordinary result; under `--strict` it is a finding, and
//! then nothing is written.

use crate::Status;
use crate::console::{Console, Failure, Format};
use crate::engine::{Answer, LinkRequest, Linked};
use crate::files::{self, folder, output, output::Outputs};
use crate::render::{json, link as text};
use crate::virtuals;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Demand, Observe, Outcome, Provider};
use std::path::{Path, PathBuf};

/// Compose an agent with adapters so that it imports only what policy grants
#[derive(Debug, clap::Args)]
#[command(override_usage = "caplink link [OPTIONS] <AGENT.wasm> --policies <DIR-OR-FILE>...\n                    \
    --principal <ENTITY> --output <OUT.wasm>")]
#[command(
    after_help = "--observe writes to `wasi:cli/stderr`, for which policy must permit `cli:stderr`, or to `wasi:logging/logging`, for which it \
    must permit `log:write`. The lines, `caplink: {...}`, hold what calls carry, secrets included. \
    An agent that may write to the same place can write such lines itself, so they are a hint and no evidence. \
    `caplink check replays` reads them.\n\nExit codes: 0 linked; 1 denied demand under --strict; 2 could not proceed. After 1 or 2 \
    neither OUT nor FILE exists, even if they did before."
)]
pub struct Arguments {
    /// The agent component, or `-` for stdin
    #[arg(value_name = "AGENT.wasm")]
    agent: PathBuf,
    /// Policy file, or folder of `*.cedar` files; may be repeated
    #[arg(long, short, value_name = "DIR-OR-FILE", required = true)]
    policies: Vec<PathBuf>,
    /// Cedar schema of your own entity types; may be repeated
    #[arg(long, value_name = "FILE")]
    schema: Vec<PathBuf>,
    /// Entities in Cedar's JSON format
    #[arg(long, value_name = "FILE")]
    entities: Option<PathBuf>,
    /// Links of policy templates, in Cedar's JSON format
    #[arg(long, value_name = "FILE")]
    template_links: Option<PathBuf>,
    /// Who the agent is, as a Cedar entity: `Agent::"billing"`
    #[arg(long, value_name = "ENTITY")]
    principal: String,
    /// Where the component goes; `-` writes it to stdout, and the report to stderr
    #[arg(long, short, value_name = "OUT.wasm")]
    output: PathBuf,
    /// Where the lockfile goes [default: OUT.grants.json beside OUT.wasm]
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// What counts as demanded: what calls from granted exports may reach, or every import
    #[arg(long, value_name = "HOW", value_enum, default_value_t = DemandBy::Reachable)]
    demand: DemandBy,
    /// Fail if anything that the agent demands is denied
    #[arg(long)]
    strict: bool,
    /// For test runs: write a line for each call of a granted function, with its values and the decision
    #[arg(long, value_name = "WHERE", value_enum)]
    observe: Option<Sink>,
    #[command(flatten)]
    virtuals: virtuals::Flags,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What counts as demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum DemandBy {
    Reachable,
    Imports,
}

/// Where calls are recorded.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Sink {
    // With a word on each, `--help` would be in its long form throughout.
    Stderr,
    Logging,
}

impl Arguments {
    /// Whether stdout carries the artifact.
    pub fn writes_to_stdout(&self) -> bool {
        self.output == Path::new("-")
    }

    fn claim(&self) -> Result<Outputs, Failure> {
        let artifact = (!self.writes_to_stdout()).then_some(self.output.as_path());
        let lock = self.lock.clone().or_else(|| artifact.map(output::lock_beside));
        let agent = (self.agent != Path::new("-")).then_some(&self.agent);
        let files = self.policies.iter().chain(&self.schema).chain(&self.entities).chain(&self.template_links);
        let inputs: Vec<_> = agent.into_iter().chain(files).map(PathBuf::as_path).collect();
        Outputs::claim(artifact, lock.as_deref(), &inputs)
    }
}

/// Runs the subcommand; `engine` links.
pub fn run(arguments: &Arguments, console: &Console, engine: impl FnOnce(LinkRequest<'_>) -> Answer<Linked>) -> Result<Status, Failure> {
    let outputs = arguments.claim()?;
    let (name, agent) = files::agent(&arguments.agent)?;
    let policies = folder::policies(&arguments.policies)?;
    let schemas = files::files(&arguments.schema)?;
    let entities = arguments.entities.as_deref().map(files::file).transpose()?;
    let links = arguments.template_links.as_deref().map(files::file).transpose()?;
    let virtuals = arguments.virtuals.read()?;

    let request = LinkRequest {
        agent,
        policies: &policies,
        schemas: &schemas,
        entities: entities.as_ref(),
        links: links.as_ref(),
        principal: &arguments.principal,
        demand: match arguments.demand {
            DemandBy::Reachable => Demand::Reachable,
            DemandBy::Imports => Demand::Imports,
        },
        observe: arguments.observe.map(|sink| match sink {
            Sink::Stderr => Observe::Stderr,
            Sink::Logging => Observe::Logging,
        }),
        virtuals: &virtuals,
    };
    let mut linked = engine(request)?;
    if policies.is_empty() {
        linked.notes.warnings.push(no_policies());
    }

    let lockfile = linked.verified.lockfile();
    let refused =
        arguments.strict && lockfile.symbols.iter().any(|symbol| symbol.outcome == Outcome::Deny && symbol.provider != Provider::Virtual);
    if !refused {
        outputs.write(&linked.verified)?;
    }

    let report = text::Report { agent: &name, output: &arguments.output, written: !refused, lockfile, notes: &linked.notes };
    console.warnings(&linked.notes.warnings);
    console.report(&match console.format {
        Format::Text => text::render(&report),
        Format::Json => json::link(&report),
    })?;
    // The process ends now: giving back what is as large as the artifact would only take time.
    std::mem::forget(linked);
    Ok(if refused { Status::Findings } else { Status::Success })
}

fn no_policies() -> Diagnostic {
    Diagnostic::warning("W-NO-POLICIES", "no `*.cedar` file was found, so everything is denied")
        .help("check the path after `--policies`; `caplink init AGENT.wasm` writes policies to start from")
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
