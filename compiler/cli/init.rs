//! `caplink init`: writes policies to start from, one permit for each need of an agent, to be read and cut down by a person.
//!
//! It never overwrites a file.

use crate::Status;
use crate::console::{Console, Failure};
use crate::engine::{Answer, Input, Starter};
use crate::files::{self, output};
use crate::render::layout::{Page, Word};
use crate::render::run_line::quoted;
use std::path::{Path, PathBuf};

/// Write policies to start from: one permit for each need of the agent
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The agent component, or `-` for stdin
    #[arg(value_name = "AGENT.wasm")]
    agent: PathBuf,
    /// The folder to write into; no file in it is overwritten
    #[arg(value_name = "DIR", default_value = "./policies")]
    folder: PathBuf,
}

/// Runs the subcommand; `engine` proposes the files.
pub fn run(arguments: &Arguments, console: &Console, engine: impl FnOnce(&Input, &str) -> Answer<Vec<Starter>>) -> Result<Status, Failure> {
    let agent = files::component(&arguments.agent)?;
    let name = agent.name.strip_suffix(".wasm").unwrap_or(&agent.name);
    let starters = engine(&agent, name)?;
    let files: Vec<_> = starters.iter().map(|starter| (starter.name.as_str(), starter.text.as_str())).collect();
    output::write_new(&arguments.folder, &files)?;

    let mut page = Page::default();
    for (name, _) in &files {
        page.line(0, [Word::own("wrote"), Word::path(&arguments.folder.join(name))]);
    }
    page.blank();
    page.line(0, [Word::own("Read them: what no policy permits is taken from the agent. Then link it:")]);
    page.command(2, command(arguments, name, &files).iter().map(|word| Word::untrusted(word)));
    console.report(&page.finish())?;
    Ok(Status::Success)
}

fn command(arguments: &Arguments, name: &str, files: &[(&str, &str)]) -> Vec<String> {
    let path = |path: &Path| quoted(&path.display().to_string());
    // What came from stdin has no name.
    let agent = if arguments.agent == Path::new("-") { "AGENT.wasm".into() } else { path(&arguments.agent) };
    let mut words = vec!["caplink link".into(), agent, format!("-p {}", path(&arguments.folder))];
    for (ending, flag) in [(".cedarschema", "--schema"), (".json", "--entities")] {
        let found = files.iter().filter(|(name, _)| name.ends_with(ending));
        words.extend(found.map(|(name, _)| format!("{flag} {}", path(&arguments.folder.join(name)))));
    }
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    let entity = if name.chars().all(is_plain) { name } else { "NAME" };
    words.extend([format!("--principal 'Agent::\"{entity}\"'"), "-o OUT.wasm".into()]);
    words
}
