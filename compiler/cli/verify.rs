//! `caplink verify`: checks an artifact against its lockfile, independently of how both were made.
//!
//! The lockfile is always a file that the reader can see; the copy inside the artifact came with the bytes that are doubted.

use crate::Status;
use crate::console::{Console, Failure, Format};
use crate::engine::{Answer, Input, Verdict};
use crate::files::{self, output};
use crate::render::{json, verify as text};
use caplink_model::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};

/// Check that an artifact holds and imports exactly what its lockfile says
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 accepted; 1 refused; 2 could not proceed.")]
pub struct Arguments {
    /// The linked component, or `-` for stdin
    #[arg(value_name = "OUT.wasm")]
    artifact: PathBuf,
    /// The lockfile [default: OUT.grants.json beside OUT.wasm]
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Runs the subcommand; `engine` verifies.
pub fn run(arguments: &Arguments, console: &Console, engine: impl FnOnce(&Input, &Input) -> Answer<Verdict>) -> Result<Status, Failure> {
    let artifact = files::component(&arguments.artifact)?;
    let lockfile = files::file(&lock(arguments)?)?;
    let verdict = engine(&artifact, &lockfile)?;
    console.report(&match console.format {
        Format::Text => text::render(&artifact.name, &lockfile.name, &verdict),
        Format::Json => json::verify(&artifact.name, &lockfile.name, &verdict),
    })?;
    Ok(match verdict {
        Verdict::Accepted(_) => Status::Success,
        Verdict::Refused(_) => Status::Findings,
    })
}

fn lock(arguments: &Arguments) -> Result<PathBuf, Failure> {
    if let Some(lock) = &arguments.lock {
        return Ok(lock.clone());
    }
    if arguments.artifact == Path::new("-") {
        return Err(Diagnostic::error("E-LOCK", "stdin has no lockfile beside it").help("name the lockfile with `--lock FILE`").into());
    }
    let lock = output::lock_beside(&arguments.artifact);
    if !lock.exists() {
        return Err(Diagnostic::error("E-LOCK", format!("there is no lockfile {} beside the artifact", files::shown(&lock)))
            .help("name the lockfile with `--lock FILE`; the copy inside the artifact proves nothing about it")
            .into());
    }
    Ok(lock)
}
