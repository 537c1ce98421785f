//! The `cmd` file of a case: what to run, and how it must end.
//!
//! Each line is `RUN: COMMAND` (exit 0), `FAIL CODE: COMMAND`, `PREPARE: COMMAND` (exit 0, and what it prints is no part of the case), or a comment after `#`.
//! Words are split as a shell does it, with single and double quotes, and `\u{1b}` is that character; `$AGENTS` and `$POLICIES` stand for the shared folders;
//! `< FILE` gives stdin. Besides `caplink` there are commands that prepare inputs, which text files cannot: `bytes FILE HEX...`, `copy FROM TO`, `folder NAME`,
//! `link FROM TO` (symbolic), `remove FILE`, `replace FILE OLD NEW`, which fails unless OLD is there, and `git ...` in the case's own folder. No git of a case, nor
//! one that caplink runs there, sees a repository outside of it or anybody's configuration; authors and dates are fixed, so that commits have one name.

use std::path::Path;
use std::process::{Command, Stdio};

/// What git is told, in place of what it would find out: the same for every case.
const GIT: [(&str, &str); 13] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_COUNT", "1"),
    ("GIT_CONFIG_KEY_0", "init.defaultBranch"),
    ("GIT_CONFIG_VALUE_0", "main"),
    ("GIT_TEMPLATE_DIR", ""),
    ("GIT_AUTHOR_NAME", "author"),
    ("GIT_AUTHOR_EMAIL", "author@example.com"),
    ("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z"),
    ("GIT_COMMITTER_NAME", "author"),
    ("GIT_COMMITTER_EMAIL", "author@example.com"),
    ("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z"),
    ("LC_ALL", "C"),
];

/// One line of `cmd`.
#[derive(Debug)]
pub struct Line {
    /// The command as it was written.
    pub text: String,
    /// The exit code that it must have.
    pub code: i32,
    /// Whether what it prints is expected to be the same.
    pub is_shown: bool,
    words: Vec<String>,
    stdin: Option<String>,
}

/// What a command printed.
#[derive(Debug, Default)]
pub struct Output {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// Reads a `cmd` file.
pub fn parse(cmd: &str) -> Result<Vec<Line>, String> {
    let lines = cmd.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines = lines.map(line).collect::<Result<Vec<_>, _>>()?;
    if lines.is_empty() { Err("cmd runs nothing".into()) } else { Ok(lines) }
}

fn line(line: &str) -> Result<Line, String> {
    let wrong = || format!("not `RUN: ...`, `FAIL CODE: ...` or `PREPARE: ...`: {line}");
    let (verb, text) = line.split_once(": ").ok_or_else(wrong)?;
    let code = match verb.strip_prefix("FAIL ") {
        None if matches!(verb, "RUN" | "PREPARE") => 0,
        Some(code) => code.parse().ok().filter(|code| *code != 0).ok_or_else(wrong)?,
        None => return Err(wrong()),
    };
    let words = split(text).ok_or_else(|| format!("unclosed quote: {line}"))?;
    let mut words = words.iter().map(|word| unescape(word)).collect::<Option<Vec<_>>>().ok_or_else(wrong)?;
    let stdin = match words.iter().position(|word| word == "<") {
        Some(at) if at + 2 == words.len() => words.split_off(at).pop(),
        Some(_) => return Err(wrong()),
        None => None,
    };
    Ok(Line { text: text.into(), code, is_shown: verb != "PREPARE", words, stdin })
}

fn split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in text.chars() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// Characters that a reviewer could not see stand in `cmd` by number.
fn unescape(word: &str) -> Option<String> {
    let mut parts = word.split("\\u{");
    let mut out = parts.next()?.to_string();
    for part in parts {
        let (digits, rest) = part.split_once('}')?;
        out.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?);
        out.push_str(rest);
    }
    Some(out)
}

impl Line {
    /// Runs the command in a folder.
    pub fn run(&self, folder: &Path) -> Result<Output, String> {
        let words: Vec<_> =
            self.words.iter().map(|word| word.replace("$AGENTS", "../agents").replace("$POLICIES", "../policies")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let prepared = |done: std::io::Result<()>| match done {
            Ok(()) => Ok(Output { code: Some(0), ..Output::default() }),
            Err(error) => Err(format!("`{}`: {error}", self.text)),
        };
        match words.as_slice() {
            ["caplink", arguments @ ..] => self.caplink(arguments, folder),
            ["bytes", file, hex @ ..] => {
                let digits: Option<Vec<u8>> = hex.iter().map(|byte| u8::from_str_radix(byte, 16).ok()).collect();
                let digits = digits.ok_or_else(|| format!("not hexadecimal bytes: {}", self.text))?;
                prepared(std::fs::write(folder.join(file), digits))
            }
            ["copy", from, to] => prepared(std::fs::copy(folder.join(from), folder.join(to)).map(drop)),
            ["folder", name] => prepared(std::fs::create_dir(folder.join(name))),
            ["link", from, to] => prepared(symlink(from, &folder.join(to))),
            ["remove", file] => prepared(std::fs::remove_file(folder.join(file))),
            ["replace", file, old, new] => {
                let path = folder.join(file);
                let bytes = std::fs::read(&path).map_err(|error| format!("`{}`: {error}", self.text))?;
                let replaced = replace(&bytes, old.as_bytes(), new.as_bytes()).ok_or_else(|| format!("{file} does not hold {old}"))?;
                prepared(std::fs::write(path, replaced))
            }
            ["git", arguments @ ..] => {
                let output = isolated("git", folder).args(arguments).stdin(Stdio::null()).output();
                let output = output.map_err(|error| format!("git does not start: {error}"))?;
                if output.status.success() {
                    return Ok(Output { code: Some(0), ..Output::default() });
                }
                Err(format!("`{}`: {}", self.text, String::from_utf8_lossy(&output.stderr)))
            }
            _ => Err(format!("unknown command: {}", self.text)),
        }
    }

    fn caplink(&self, arguments: &[&str], folder: &Path) -> Result<Output, String> {
        let stdin = match &self.stdin {
            None => Stdio::null(),
            Some(file) => Stdio::from(std::fs::File::open(folder.join(file)).map_err(|error| format!("{file}: {error}"))?),
        };
        let output = isolated(env!("CARGO_BIN_EXE_caplink"), folder)
            .args(arguments)
            .stdin(stdin)
            .output()
            .map_err(|error| format!("caplink does not start: {error}"))?;
        Ok(Output { code: output.status.code(), stdout: output.stdout, stderr: output.stderr })
    }
}

/// A program in a case's folder. Nothing of the caller's environment may show in its output, and no repository around the folder be found.
fn isolated(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().envs(GIT).env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder));
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command
}

fn replace(bytes: &[u8], old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    let at = bytes.windows(old.len().max(1)).position(|window| window == old)?;
    Some([&bytes[..at], new, &bytes[at + old.len()..]].concat())
}

#[cfg(unix)]
pub fn symlink(from: impl AsRef<Path>, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(not(unix))]
pub fn symlink(_from: impl AsRef<Path>, _to: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other("golden cases need symbolic links"))
}
