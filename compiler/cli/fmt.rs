//! `caplink fmt`: puts policy files into one layout, or says which are not.
//!
//! A file that cannot be formatted is left as it is, and the others are formatted all the same; the run fails then.

use crate::Status;
use crate::console::{Console, Failure};
use crate::engine::Answer;
use crate::files::named::{self, Named};
use crate::files::rewrite;
use crate::render::layout::{Page, Word};
use std::path::{Path, PathBuf};

/// Format policy files; comments are kept
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 formatted; 1 files to format under --check; 2 a file cannot be formatted, and is left \
    as it is.")]
pub struct Arguments {
    /// Policy files, folders of them, or `-` to format stdin to stdout [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that would change
    #[arg(long)]
    check: bool,
}

/// Runs the subcommand; `engine` formats.
pub fn run(arguments: &Arguments, console: &Console, engine: impl FnOnce(&[Named]) -> Vec<Answer<String>>) -> Result<Status, Failure> {
    let here = [PathBuf::from(".")];
    let files = named::policies(if arguments.paths.is_empty() { &here } else { &arguments.paths })?;
    let answers = engine(&files);
    let mut page = Page::default();
    let mut errors = vec![];
    let mut changes = 0;
    for (file, answer) in files.iter().zip(answers) {
        let text = match answer {
            Ok(text) => text,
            Err(found) => {
                errors.extend(found);
                continue;
            }
        };
        let differs = text.as_bytes() != file.input.bytes;
        changes += usize::from(differs);
        match &file.path {
            _ if arguments.check => {
                if differs {
                    page.line(0, [Word::path(Path::new(&file.input.name))]);
                }
            }
            None => console.plain(&text)?,
            Some(path) if differs => match rewrite::replace(path, &file.input.bytes, text.as_bytes()) {
                Ok(()) => page.line(0, [Word::own("formatted"), Word::path(Path::new(&file.input.name))]),
                Err(failure) => errors.extend(failure.0),
            },
            Some(_) => {}
        }
    }
    console.report(&page.finish())?;
    match errors.is_empty() {
        false => Err(errors.into()),
        true if arguments.check && changes > 0 => Ok(Status::Findings),
        true => Ok(Status::Success),
    }
}
