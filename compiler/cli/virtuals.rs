//! What an artifact is to have in itself, as the command line says it.
//!
//! In: flags of `link`. Out: a [`Virtual`], with the bytes of files that are embedded. Refused: names that are given twice or are none, guest paths that are not absolute and plain, one guest path
//! for two things; in a folder to embed, links, special files, names that are not UTF-8, and more than there is room for (threat F15).

use crate::console::Failure;
use crate::files::{self, shown};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use caplink_model::virtuals::{Clock, Mount, Virtual};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::path::{Path, PathBuf};

/// Flags for what is virtual.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "In place of the host")]
pub struct Flags {
    /// An environment variable; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    env: Vec<String>,
    /// An argument, the program's name first; may be repeated
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    arg: Vec<String>,
    /// The working directory
    #[arg(long, value_name = "PATH")]
    cwd: Option<String>,
    /// A value of `wasi:config`; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    config: Vec<String>,
    /// An empty file system that can be written, of at most SIZE [default: 16M]; may be repeated
    #[arg(long, value_name = "GUEST[=SIZE]")]
    virtual_fs: Vec<String>,
    /// A folder whose content the artifact carries, to be read; may be repeated
    #[arg(long, value_name = "PATH=GUEST")]
    embed: Vec<String>,
    /// A file that is standard input; `empty` is nothing
    #[arg(long, value_name = "FILE")]
    stdin: Option<PathBuf>,
    /// Swallow standard output
    #[arg(long, value_name = "HOW")]
    stdout: Option<Swallow>,
    /// Swallow standard error
    #[arg(long, value_name = "HOW")]
    stderr: Option<Swallow>,
    /// Clocks: `frozen=SECONDS` since 1970, or `counting` from zero
    #[arg(long, value_name = "CLOCK")]
    clock: Option<String>,
}

/// What is done with what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Swallow {
    Sink,
}

/// How large a file system is if nothing is said.
const SCRATCH: u64 = 16 << 20;
/// How large one can be: what a memory of WebAssembly holds, with room beside it.
const LARGEST: u64 = 2 << 30;
/// How much may be embedded.
const EMBEDDED: u64 = 64 << 20;

impl Flags {
    /// Reads what they name.
    pub fn read(&self) -> Result<Virtual, Failure> {
        Ok(Virtual {
            env: pairs("--env", "NAME=VALUE", &self.env)?,
            args: (!self.arg.is_empty()).then(|| self.arg.clone()),
            cwd: self.cwd.clone(),
            config: pairs("--config", "KEY=VALUE", &self.config)?,
            mounts: self.mounts()?,
            stdin: self.stdin.as_deref().map(stdin).transpose()?,
            is_stdout_sink: self.stdout.is_some(),
            is_stderr_sink: self.stderr.is_some(),
            clock: self.clock.as_deref().map(clock).transpose()?,
        })
    }

    fn mounts(&self) -> Result<BTreeMap<String, Mount>, Failure> {
        let mut mounts = BTreeMap::new();
        for given in &self.virtual_fs {
            let (path, limit) = match given.split_once('=') {
                Some((path, limit)) => (path, size(limit)?),
                None => (given.as_str(), SCRATCH),
            };
            mount(&mut mounts, path, Mount::Scratch(limit))?;
        }
        let mut left = EMBEDDED;
        for given in &self.embed {
            let Some((host, path)) = given.rsplit_once('=').filter(|(host, _)| !host.is_empty()) else {
                return Err(wrong(
                    format!("`--embed {}` is not of the form PATH=GUEST", escape(given)),
                    "write the path, `=`, and where the agent sees it",
                ));
            };
            mount(&mut mounts, path, Mount::Embedded(tree(Path::new(host), &mut left)?))?;
        }
        Ok(mounts)
    }
}

/// Adds a file system at a guest path.
fn mount(mounts: &mut BTreeMap<String, Mount>, path: &str, mount: Mount) -> Result<(), Failure> {
    let is_plain = |name: &str| !name.is_empty() && name != "." && name != ".." && !name.contains('\\') && !name.contains('\0');
    let rest = path.strip_prefix('/').filter(|rest| rest.is_empty() || rest.split('/').all(is_plain));
    if rest.is_none() {
        return Err(wrong(
            format!("`{}` is no guest path", escape(path)),
            "write an absolute path without `.`, `..` and a `/` at its end, such as `/scratch`",
        ));
    }
    if mounts.insert(path.to_string(), mount).is_some() {
        return Err(wrong(format!("two file systems are at `{}`", escape(path)), "give each a path of its own"));
    }
    Ok(())
}

/// A number of bytes: `64K`, `16M`, `1G`, or without a unit.
fn size(text: &str) -> Result<u64, Failure> {
    let (digits, shift) = match text.char_indices().next_back() {
        Some((at, 'K' | 'k')) => (&text[..at], 10),
        Some((at, 'M' | 'm')) => (&text[..at], 20),
        Some((at, 'G' | 'g')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let number = digits.parse::<u64>().ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_digit()));
    let size = number.and_then(|number| number.checked_mul(1 << shift)).filter(|size| (1..=LARGEST).contains(size));
    size.ok_or_else(|| {
        wrong(format!("`{}` is no size of a file system", escape(text)), "write a number of bytes up to 2G, such as `64K`, `16M` or `1G`")
    })
}

fn stdin(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("empty") { Ok(vec![]) } else { Ok(files::file(path)?.bytes) }
}

fn clock(text: &str) -> Result<Clock, Failure> {
    if text == "counting" {
        return Ok(Clock::Counting);
    }
    let seconds = text.strip_prefix("frozen=").filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
    let nanoseconds = seconds.and_then(|digits| digits.parse::<u64>().ok()).and_then(|seconds| seconds.checked_mul(1_000_000_000));
    nanoseconds
        .map(Clock::Frozen)
        .ok_or_else(|| wrong(format!("`{}` is no clock", escape(text)), "write `frozen=SECONDS`, counted from 1970, or `counting`"))
}

/// What is in a folder, or one file, by relative path.
fn tree(host: &Path, left: &mut u64) -> Result<BTreeMap<String, Option<Vec<u8>>>, Failure> {
    let fails = |path: &Path, error: std::io::Error| {
        wrong(format!("{} cannot be read: {}", shown(path), escape(&error.to_string())), "check the path after `--embed`")
    };
    let mut files = BTreeMap::new();
    let mut open = vec![(host.to_path_buf(), String::new())];
    while let Some((path, name)) = open.pop() {
        let kind = fs::symlink_metadata(&path).map_err(|error| fails(&path, error))?;
        if kind.is_dir() {
            if !name.is_empty() {
                files.insert(name.clone(), None);
            }
            for entry in fs::read_dir(&path).map_err(|error| fails(&path, error))? {
                let entry = entry.map_err(|error| fails(&path, error))?;
                let Some(own) = entry.file_name().to_str().map(str::to_string) else {
                    return Err(wrong(format!("{} has a name that is not UTF-8", shown(&entry.path())), "rename it, or leave it out"));
                };
                open.push((entry.path(), if name.is_empty() { own } else { format!("{name}/{own}") }));
            }
        } else if kind.is_file() && !name.is_empty() {
            if kind.len() > *left {
                return Err(wrong(format!("{} is too large: 64 MiB can be embedded in all", shown(&path)), "embed less"));
            }
            let bytes = files::file(&path)?.bytes;
            *left = left.saturating_sub(bytes.len() as u64);
            files.insert(name, Some(bytes));
        } else {
            let what = if kind.is_symlink() {
                "a link"
            } else if name.is_empty() {
                "no folder"
            } else {
                "neither a file nor a folder"
            };
            return Err(wrong(
                format!("{} is {what}, and only folders of files are embedded", shown(&path)),
                "give a folder in which there are files and folders only",
            ));
        }
    }
    Ok(files)
}

fn pairs(flag: &str, form: &str, given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let mut pairs = BTreeMap::new();
    for pair in given {
        let Some((name, value)) = pair.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            return Err(wrong(format!("`{flag} {}` is not of the form {form}", escape(pair)), "write the name, `=`, and the value"));
        };
        match pairs.entry(name.to_string()) {
            Entry::Vacant(place) => drop(place.insert(value.to_string())),
            Entry::Occupied(_) => {
                return Err(wrong(format!("`{flag}` gives `{}` twice", escape(name)), "keep one of them"));
            }
        }
    }
    if pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
        return Err(wrong(format!("`{flag}` has a NUL character"), "leave it out"));
    }
    Ok(pairs)
}

fn wrong(message: String, help: &str) -> Failure {
    Diagnostic::error("E-VIRTUAL", message).help(help).into()
}
