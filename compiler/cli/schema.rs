//! `caplink schema`: the Cedar schema that policies are checked against, for Cedar's own tools and for editors.
//!
//! Without arguments it is the shipped vocabulary; each component or WIT folder adds the actions of its own interfaces.

use crate::Status;
use crate::console::{Console, Failure};
use crate::engine::{self, SchemaSource};
use crate::files::{self, folder};
use caplink_model::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};

/// Print the Cedar schema, with the actions of the given components and WIT
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Components, or folders of WIT, whose interfaces become actions
    #[arg(value_name = "AGENT.wasm | WIT-DIR")]
    sources: Vec<PathBuf>,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    let sources = arguments.sources.iter().map(|path| source(path)).collect::<Result<Vec<_>, _>>()?;
    console.plain(&engine::schema(&sources)?)?;
    Ok(Status::Success)
}

fn source(path: &Path) -> Result<SchemaSource, Failure> {
    if !path.is_dir() {
        return Ok(SchemaSource::Component(files::component(path)?));
    }
    let files = folder::wit(path)?;
    if files.is_empty() {
        return Err(Diagnostic::error("E-WIT", format!("the folder {} holds no `*.wit` file", files::shown(path)))
            .help("give the folder that holds the package's WIT, with what it needs under `deps`")
            .into());
    }
    Ok(SchemaSource::Wit(files))
}
