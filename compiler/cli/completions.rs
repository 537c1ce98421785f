//! `caplink completions`: completion scripts for shells, generated from the parser.

use crate::console::{Console, Failure};
use crate::{Cli, Status};
use clap::CommandFactory as _;
use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "caplink", &mut script);
    console.plain(&String::from_utf8_lossy(&script))?;
    Ok(Status::Success)
}
