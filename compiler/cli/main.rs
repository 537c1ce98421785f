//! The edge of caplink: arguments in, exit code out. Files, printing and exit codes exist only in this package; the crates behind it turn
//! values into values.
//!
//! Exit codes: 0 success; 1 findings (of a lint, authority that grew, verification refused, demand denied under `--strict`, files to format); 2 the tool could not proceed. A panic is a
//! bug of caplink: it is caught here, reported as such, and exits with 2 as well, so that no script reads it as an answer.

mod accept;
mod check;
mod completions;
mod console;
mod diff;
mod engine;
mod explain;
mod files;
mod fmt;
mod init;
mod inspect;
mod link;
mod lint;
mod manifest;
mod render;
mod schema;
mod sides;
mod suggest;
mod verify;
mod virtuals;

use clap::{Parser, Subcommand};
use console::{Color, Console, Failure};
use std::process::ExitCode;

/// Link WebAssembly agents so that they can only import what Cedar policies grant.
#[derive(Debug, Parser)]
#[command(name = "caplink", version, term_width = 80, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 success; 1 findings (of lint, fmt --check, diff, check and verify, and demand \
    denied under --strict); 2 the tool could not proceed.")]
pub struct Cli {
    /// When to use colour; NO_COLOR is honoured
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto, display_order = 100)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Link(link::Arguments),
    Lint(lint::Arguments),
    Fmt(fmt::Arguments),
    Diff(diff::Arguments),
    Check(check::Arguments),
    Explain(explain::Arguments),
    Suggest(suggest::Arguments),
    Inspect(inspect::Arguments),
    Schema(schema::Arguments),
    Verify(verify::Arguments),
    Init(init::Arguments),
    Completions(completions::Arguments),
}

/// How a run ended, if it could proceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// What was asked for holds.
    Success,
    /// The user's policy, agent or artifact is not as wished.
    Findings,
}

const STOPPED: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // If even the message cannot be written there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(STOPPED));
        }
    };
    let console = cli.console();
    // The hook would print to a terminal unescaped; the message below is escaped and says what to do.
    std::panic::set_hook(Box::new(console::remember_panic));
    match std::panic::catch_unwind(|| run(&cli, &console)) {
        Ok(Ok(Status::Success)) => ExitCode::SUCCESS,
        Ok(Ok(Status::Findings)) => ExitCode::from(1),
        Ok(Err(failure)) => {
            console.failure(&failure);
            ExitCode::from(STOPPED)
        }
        Err(_) => {
            console.failure(&console::panicked());
            ExitCode::from(STOPPED)
        }
    }
}

fn run(cli: &Cli, console: &Console) -> Result<Status, Failure> {
    match &cli.command {
        Command::Link(arguments) => link::run(arguments, console, engine::link),
        Command::Lint(arguments) => lint::run(arguments, console, engine::lint),
        Command::Fmt(arguments) => fmt::run(arguments, console, engine::format),
        Command::Diff(arguments) => diff::run(arguments, console, engine::compare),
        Command::Check(arguments) => check::run(arguments, console),
        Command::Explain(arguments) => explain::run(arguments, console),
        Command::Suggest(arguments) => suggest::run(arguments, console),
        Command::Inspect(arguments) => inspect::run(arguments, console, engine::inspect),
        Command::Schema(arguments) => schema::run(arguments, console),
        Command::Verify(arguments) => verify::run(arguments, console, engine::verify),
        Command::Init(arguments) => init::run(arguments, console, engine::init),
        Command::Completions(arguments) => completions::run(arguments, console),
    }
}

impl Cli {
    fn console(&self) -> Console {
        let (format, to_stderr) = match &self.command {
            Command::Link(arguments) => (arguments.format, arguments.writes_to_stdout()),
            Command::Explain(arguments) => (arguments.format, false),
            Command::Inspect(arguments) => (arguments.format, false),
            Command::Verify(arguments) => (arguments.format, false),
            Command::Lint(arguments) => (arguments.failure_format(), false),
            Command::Diff(arguments) => (arguments.failure_format(), false),
            Command::Check(arguments) => (arguments.format, false),
            Command::Schema(_) | Command::Init(_) | Command::Suggest(_) | Command::Completions(_) | Command::Fmt(_) => {
                (console::Format::Text, false)
            }
        };
        Console::new(self.color, format, to_stderr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_subcommand_has_a_golden_help_case() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/help");
        let mut wanted: Vec<_> = Cli::command().get_subcommands().map(|command| command.get_name().to_string()).collect();
        wanted.push("caplink".into());
        wanted.sort();
        let mut found: Vec<_> = std::fs::read_dir(folder)
            .expect("golden/help exists")
            .map(|entry| entry.expect("golden/help is readable").file_name().into_string().expect("names are UTF-8"))
            .collect();
        found.sort();
        assert_eq!(found, wanted, "golden/help/ must hold one case for each subcommand, and one named `caplink` for the whole");
        for name in found.iter().filter(|name| *name != "caplink") {
            let cmd =
                std::fs::read_to_string(format!("{}/golden/help/{name}/cmd", env!("CARGO_MANIFEST_DIR"))).expect("the case has a cmd");
            assert_eq!(cmd, format!("RUN: caplink {name} --help\n"));
        }
    }
}
