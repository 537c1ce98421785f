//! `caplink explain`: why a release grants, guards or denies what it does, or what it decides on a request.
//!
//! The artifact is checked before anything is said of it; where there is only a lockfile, call paths are those that it holds. The answer is information and no verdict: the exit
//! code is 0 whatever is decided.

use crate::Status;
use crate::console::{Console, Failure, Format};
use crate::engine;
use crate::files;
use crate::render::explain::{json, render};
use crate::sides::release;
use std::path::Path;

/// Show why a function, action or request is granted, guarded or denied
#[derive(Debug, clap::Args)]
#[command(
    after_help = "WHAT is a function or interface, with or without its version; an action, such as `http:request`; an export; or an \
    action with a request in one argument: 'http:request https://api.example.com/x GET', or a condition in Cedar instead of the URL. Without \
    it, everything is told.\n\nExit codes: 0 told, whatever was decided; 2 could not proceed."
)]
pub struct Arguments {
    /// The artifact, or its lockfile
    #[arg(value_name = "OUT.wasm")]
    release: String,
    /// What is asked about
    #[arg(value_name = "WHAT")]
    what: Option<String>,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    let release = release(&arguments.release)?;
    let artifact = artifact(&arguments.release)?;
    let explanation = engine::explain(&release, artifact.as_ref(), arguments.what.as_deref())?;
    console.report(&match console.format {
        Format::Text => render(&explanation),
        Format::Json => json(&explanation),
    })?;
    Ok(Status::Success)
}

/// The artifact itself, if it is a file, or lies beside the lockfile that is one.
fn artifact(argument: &str) -> Result<Option<engine::Input>, Failure> {
    let path = Path::new(argument);
    let beside = argument.strip_suffix(".grants.json").map(|stem| format!("{stem}.wasm"));
    let path = beside.as_deref().map_or(path, Path::new);
    if path.is_file() { Ok(Some(files::file(path)?)) } else { Ok(None) }
}
