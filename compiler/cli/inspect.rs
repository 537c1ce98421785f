//! `caplink inspect`: what a component imports and exports, and which actions policy would have to permit.

use crate::Status;
use crate::console::{Console, Failure, Format};
use crate::engine::{Answer, Input, Inspection};
use crate::files;
use crate::render::{inspect as text, json};
use std::path::PathBuf;

/// Show what a component imports and exports, and which actions it needs
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The component, or `-` for stdin
    #[arg(value_name = "AGENT.wasm")]
    agent: PathBuf,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Runs the subcommand; `engine` inspects.
pub fn run(arguments: &Arguments, console: &Console, engine: impl FnOnce(&Input) -> Answer<Inspection>) -> Result<Status, Failure> {
    let agent = files::component(&arguments.agent)?;
    let inspection = engine(&agent)?;
    console.warnings(&inspection.warnings);
    console.report(&match console.format {
        Format::Text => text::render(&agent.name, &inspection),
        Format::Json => json::inspect(&agent.name, &inspection),
    })?;
    Ok(Status::Success)
}
