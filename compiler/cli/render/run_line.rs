//! The narrowest `wasmtime run` (or `serve`) command line for an artifact: what its imports need, and nothing that they do not.
//!
//! In: the root's imports and the granted exports. Out: a command, and notes on what a person must fill in. By default wasmtime's command line
//! gives a component arguments, clocks, random numbers and standard streams, and no folder, variable, address or HTTP. A flag appears
//! only if an import needs it. Flags: wasmtime 48, `crates/cli-flags/src/lib.rs` and `src/commands/{run,serve}.rs`.

use super::layout::{ASIDE, NAME, Page, TITLE, WARN, Word};
use caplink_model::lockfile::{Export, Import, Lockfile, Outcome, Sort};
use caplink_model::symbol::{InterfaceName, Track};
use std::path::Path;

/// A command line and what to say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunLine {
    /// The words of the command, quoted for a shell; empty if wasmtime's command line cannot run the artifact.
    pub words: Vec<String>,
    /// What to fill in or to know.
    pub notes: Vec<String>,
    /// Imports that wasmtime's command line does not provide.
    pub missing: Vec<String>,
}

/// Adds the section to a report.
pub fn section(page: &mut Page, lockfile: &Lockfile, output: &Path) {
    let run = run_line(lockfile, output);
    page.section("RUN", TITLE, []);
    if !run.words.is_empty() {
        page.command(2, run.words.iter().map(|word| Word::untrusted(word)));
    }
    if !run.missing.is_empty() {
        page.line(2, [Word::own("`wasmtime run` does not provide these; the embedding host must:").style(WARN)]);
        page.hanging(4, 4, run.missing.iter().map(|name| Word::untrusted(name).style(NAME).gap(2)));
    }
    for note in &run.notes {
        page.line(2, [Word::untrusted(note).style(ASIDE)]);
    }
}

/// Derives the command line.
pub fn run_line(lockfile: &Lockfile, output: &Path) -> RunLine {
    let mut run = RunLine::default();
    let exports = |name: &str| lockfile.exports.iter().any(|export| export.outcome == Outcome::Allow && unversioned(&export.name) == name);
    let serves = exports("wasi:http/incoming-handler") || exports("wasi:http/handler");

    let mut flags = Flags::default();
    for import in &lockfile.imports {
        flags.add(import, serves, &mut run.missing);
    }
    let mut fill_in = std::mem::take(&mut flags.fill_in);
    if !lockfile.features.is_empty() {
        run.notes.push(format!("the host must support: {}", lockfile.features.join(", ")));
    }
    let file = if output == Path::new("-") { "OUT.wasm".into() } else { quoted(&output.display().to_string()) };
    let mut words = vec!["wasmtime".to_string(), if serves { "serve" } else { "run" }.into()];
    words.extend(flags.words());
    if !serves && !exports("wasi:cli/run") {
        let Some(function) = lockfile.exports.iter().find(|export| is_callable(export)) else {
            let exports_any = lockfile.exports.iter().any(|export| export.outcome == Outcome::Allow);
            run.notes.push(
                if exports_any {
                    "it exports no command, HTTP handler or plain function: a host calls its interfaces"
                } else {
                    "it exports nothing, so there is nothing to run"
                }
                .into(),
            );
            return run;
        };
        // wasmtime reads a call in WAVE, with the arguments that the function declares.
        words.extend(["--invoke".into(), quoted(&format!("{}(...)", function.name))]);
        fill_in.push("replace (...) by the arguments".into());
    }
    words.push(file);
    if run.missing.is_empty() {
        run.words = words;
        run.notes.append(&mut fill_in);
    }
    run
}

fn is_callable(export: &Export) -> bool {
    export.outcome == Outcome::Allow && export.sort == Sort::Func
}

#[derive(Default)]
struct Flags {
    wasi: Vec<&'static str>,
    env: bool,
    dir: bool,
    /// What a person must replace.
    fill_in: Vec<String>,
}

impl Flags {
    fn add(&mut self, import: &Import, serves: bool, missing: &mut Vec<String>) {
        let Ok(name) = InterfaceName::parse(&import.name) else {
            missing.push(import.name.clone());
            return;
        };
        let calls = |function: &str| import.functions.iter().any(|found| found == function);
        let package = if name.namespace == "wasi" { name.package.as_str() } else { "" };
        match (package, name.interface.as_str()) {
            // `serve` gives the proxy world's HTTP, clocks, random numbers and streams; `-S cli` adds the rest.
            ("cli", "stdin" | "stdout" | "stderr") | ("io" | "clocks" | "random", _) => {}
            ("http", _) => self.wasi(!serves, "http"),
            ("cli" | "filesystem" | "sockets", _) => self.wasi(serves, "cli"),
            ("config", _) => {
                self.wasi(true, "config");
                if !import.functions.is_empty() {
                    self.wasi(true, "config-var=KEY=VALUE");
                    self.fill_in.push("replace KEY=VALUE by a setting; repeat it for each one".into());
                }
            }
            ("keyvalue", _) => self.wasi(true, "keyvalue"),
            _ => missing.push(import.name.clone()),
        }
        match (package, name.interface.as_str()) {
            ("cli", "environment") if calls("get-environment") => {
                self.env = true;
                self.fill_in.push("replace NAME by a variable that it should see; repeat --env for each one".into());
            }
            ("cli", "exit") => self.wasi(calls("exit-with-code"), "cli-exit-with-code"),
            ("filesystem", "preopens") if calls("get-directories") => {
                self.dir = true;
                self.fill_in.push("replace DIR by the folder that it should see as /".into());
            }
            ("sockets", "network") => self.wasi(calls("network-error-code"), "network-error-code"),
            ("sockets", "ip-name-lookup") => self.wasi(calls("resolve-addresses"), "allow-ip-name-lookup"),
            ("sockets", _) => self.wasi(import.functions.iter().any(|function| reaches_network(function)), "inherit-network"),
            _ => {}
        }
        let third = name.track() == Track::Minor(3);
        self.wasi(!package.is_empty() && third && missing.last() != Some(&import.name), "p3");
    }

    fn wasi(&mut self, needed: bool, flag: &'static str) {
        if needed && !self.wasi.contains(&flag) {
            self.wasi.push(flag);
        }
    }

    fn words(mut self) -> Vec<String> {
        self.wasi.sort_unstable();
        let mut words: Vec<_> = self.wasi.iter().map(|flag| format!("-S {flag}")).collect();
        if self.env {
            words.push("--env NAME".into());
        }
        if self.dir {
            words.push("--dir DIR::/".into());
        }
        words
    }
}

/// Whether a socket function is one that wasmtime checks against its network permission.
fn reaches_network(function: &str) -> bool {
    let verb = function.rsplit('.').next().unwrap_or(function);
    ["start-bind", "start-connect", "start-listen", "bind", "connect", "listen", "send", "stream"].contains(&verb)
}

/// A name without its version.
pub fn unversioned(name: &str) -> &str {
    name.split('@').next().unwrap_or(name)
}

/// A word that a POSIX shell reads as it is.
pub fn quoted(word: &str) -> String {
    let word = if word.starts_with('-') { format!("./{word}") } else { word.to_string() };
    if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/+=:@%".contains(&byte)) {
        return word;
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
#[path = "run_line_tests.rs"]
mod tests;
