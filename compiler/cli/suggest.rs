//! `caplink suggest`: prints a least-privilege policy for an agent, to be read and cut down by a person.
//!
//! It goes to stdout or to a new file, and overwrites nothing. With a log of a recorded run it permits what that run did.

use crate::Status;
use crate::console::{Console, Failure};
use crate::engine;
use crate::files::{self, output};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use std::path::{Path, PathBuf};

/// Print the policy that an agent would need: what its calls can reach, scoped by constants or by a recorded run
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Constants and logs are hints, and the agent's own texts: read the policy before you use it.\n\nExit codes: 0 printed; 2 could not proceed."
)]
pub struct Arguments {
    /// The agent component, or `-` for stdin
    #[arg(value_name = "AGENT.wasm")]
    agent: PathBuf,
    /// The name of the principal, `Agent::"NAME"` [default: the file's name]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Where the policy goes, which must not exist yet [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A log that a recorded run wrote (`caplink link --observe`): permit what it did
    #[arg(long, value_name = "LOG")]
    observed: Option<PathBuf>,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    let agent = files::component(&arguments.agent)?;
    let log = arguments.observed.as_deref().map(files::log).transpose()?;
    let of_file = agent.name.strip_suffix(".wasm").unwrap_or(&agent.name);
    let name = arguments.name.as_deref().unwrap_or(of_file);
    let (text, warnings) = engine::suggest(&agent, name, log.as_ref().map(|(_, text)| text.as_str()))?;
    console.warnings(&warnings);
    match &arguments.output {
        None => console.report(&text)?,
        Some(path) => {
            let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(|| nameless(path))?;
            output::write_new(folder, &[(name, text.as_str())])?;
        }
    }
    Ok(Status::Success)
}

fn nameless(path: &Path) -> Diagnostic {
    Diagnostic::error("E-OUTPUT", format!("`{}` is no name of a file", escape(&path.display().to_string())))
        .help("write `-o policies/agent.cedar`")
}
