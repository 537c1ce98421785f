//! Virtual providers: what an artifact has in itself in place of something of the host, and what the lockfile says of it.
//!
//! In: what whoever links has chosen. Out: [`Provision`]s, one fact each, sorted. Must hold: nothing virtual reaches the host; each fact is told whole, or by size and digest where it
//! is bytes.

use crate::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an artifact has in itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Virtual {
    /// Environment variables, told before those of the host that policy allows.
    pub env: BTreeMap<String, String>,
    /// Arguments, in place of the host's.
    pub args: Option<Vec<String>>,
    /// The initial working directory, in place of the host's.
    pub cwd: Option<String>,
    /// Configuration values, told before those of the host that policy allows.
    pub config: BTreeMap<String, String>,
    /// File systems, by guest path.
    pub mounts: BTreeMap<String, Mount>,
    /// What standard input is.
    pub stdin: Option<Vec<u8>>,
    /// Whether standard output goes nowhere.
    pub is_stdout_sink: bool,
    /// Whether standard error goes nowhere.
    pub is_stderr_sink: bool,
    /// The clocks.
    pub clock: Option<Clock>,
}

/// Nothing is virtual.
pub static NOTHING: Virtual = Virtual {
    env: BTreeMap::new(),
    args: None,
    cwd: None,
    config: BTreeMap::new(),
    mounts: BTreeMap::new(),
    stdin: None,
    is_stdout_sink: false,
    is_stderr_sink: false,
    clock: None,
};

/// A file system in the artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mount {
    /// An empty one that can be written, of at most so many bytes.
    Scratch(u64),
    /// Files that can only be read: contents by relative path with `/`; `None` for a folder.
    Embedded(BTreeMap<String, Option<Vec<u8>>>),
}

/// Clocks in the artifact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It is always this time, in nanoseconds since 1970; waiting ends at once.
    Frozen(u64),
    /// From zero, a step at each reading; waiting ends at once and moves the clock.
    Counting,
}

/// One fact about what is virtual.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// What it is.
    pub what: What,
    /// Its name: a variable, a key, a guest path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Its bytes: how many there are, or may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Their digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
}

/// What is virtual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An argument, by its number from 0.
    Arg,
    /// The clocks.
    Clock,
    /// A configuration value.
    Config,
    /// The working directory.
    Cwd,
    /// A folder of embedded files.
    Embed,
    /// An environment variable.
    Env,
    /// An embedded file.
    File,
    /// A file system that can be written.
    Scratch,
    /// Standard error.
    Stderr,
    /// Standard input.
    Stdin,
    /// Standard output.
    Stdout,
}

impl What {
    /// What a function of an interface, without version, may work on.
    pub fn of(interface: &str, function: &str) -> &'static [Self] {
        match (interface, function) {
            ("wasi:cli/environment", "get-environment") => &[Self::Env],
            ("wasi:cli/environment", "get-arguments") => &[Self::Arg],
            ("wasi:cli/environment", "initial-cwd") => &[Self::Cwd],
            ("wasi:config/store" | "wasi:config/runtime", "get" | "get-all") => &[Self::Config],
            ("wasi:filesystem/types" | "wasi:filesystem/preopens", _) => &[Self::Embed, Self::File, Self::Scratch],
            ("wasi:clocks/monotonic-clock" | "wasi:clocks/wall-clock", _) => &[Self::Clock],
            ("wasi:cli/stdin", _) => &[Self::Stdin],
            ("wasi:cli/stdout", _) => &[Self::Stdout],
            ("wasi:cli/stderr", _) => &[Self::Stderr],
            _ => &[],
        }
    }

    /// The flag of `link` that chooses it.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Arg => "--arg",
            Self::Clock => "--clock",
            Self::Config => "--config",
            Self::Cwd => "--cwd",
            Self::Embed | Self::File => "--embed",
            Self::Env => "--env",
            Self::Scratch => "--virtual-fs",
            Self::Stderr => "--stderr",
            Self::Stdin => "--stdin",
            Self::Stdout => "--stdout",
        }
    }
}

impl Virtual {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether files, streams or clocks are: what shares the handles of `wasi:io`.
    pub fn has_streams(&self) -> bool {
        !self.mounts.is_empty() || self.stdin.is_some() || self.is_stdout_sink || self.is_stderr_sink || self.clock.is_some()
    }

    /// Whether a function of this interface, without version, is virtual as far as it goes: the host is not asked for it, or not alone.
    pub fn provides(&self, interface: &str, function: &str) -> bool {
        What::of(interface, function).iter().any(|what| self.has(*what))
    }

    fn has(&self, what: What) -> bool {
        let mounts = |is_embedded: bool| self.mounts.values().any(|mount| matches!(mount, Mount::Embedded(_)) == is_embedded);
        match what {
            What::Arg => self.args.is_some(),
            What::Clock => self.clock.is_some(),
            What::Config => !self.config.is_empty(),
            What::Cwd => self.cwd.is_some(),
            What::Embed | What::File => mounts(true),
            What::Env => !self.env.is_empty(),
            What::Scratch => mounts(false),
            What::Stderr => self.is_stderr_sink,
            What::Stdin => self.stdin.is_some(),
            What::Stdout => self.is_stdout_sink,
        }
    }

    /// Whether what it provides of an interface stands beside what policy allows of the host's, and not in its place.
    pub fn is_beside(interface: &str, function: &str) -> bool {
        interface.starts_with("wasi:config/") || function == "get-environment"
    }

    /// The facts, sorted.
    pub fn provisions(&self) -> Vec<Provision> {
        let fact = |what, name: Option<&str>, value: Option<&str>| Provision {
            what,
            name: name.map(str::to_string),
            value: value.map(str::to_string),
            size: None,
            sha256: None,
        };
        let bytes = |what, name: Option<&str>, bytes: &[u8]| Provision {
            size: Some(bytes.len() as u64),
            sha256: Some(Digest::of(bytes)),
            ..fact(what, name, None)
        };
        let pairs = |what: What, of: &BTreeMap<String, String>| {
            of.iter().map(|(name, value)| fact(what, Some(name), Some(value))).collect::<Vec<_>>()
        };
        let mut found = pairs(What::Env, &self.env);
        found.extend(pairs(What::Config, &self.config));
        let width = self.args.as_ref().map_or(0, Vec::len).to_string().len();
        let args = self.args.iter().flatten().enumerate();
        found.extend(args.map(|(number, arg)| fact(What::Arg, Some(&format!("{number:0width$}")), Some(arg))));
        if self.args.as_ref().is_some_and(Vec::is_empty) {
            found.push(fact(What::Arg, None, None));
        }
        found.extend(self.cwd.as_ref().map(|cwd| fact(What::Cwd, None, Some(cwd))));
        for (guest, mount) in &self.mounts {
            match mount {
                Mount::Scratch(limit) => found.push(Provision { size: Some(*limit), ..fact(What::Scratch, Some(guest), None) }),
                Mount::Embedded(files) => {
                    found.push(fact(What::Embed, Some(guest), None));
                    let base = guest.trim_end_matches('/');
                    let files = files.iter().filter_map(|(path, contents)| Some((format!("{base}/{path}"), contents.as_ref()?)));
                    found.extend(files.map(|(path, contents)| bytes(What::File, Some(&path), contents)));
                }
            }
        }
        found.extend(self.stdin.as_ref().map(|stdin| bytes(What::Stdin, None, stdin)));
        found.extend(self.is_stdout_sink.then(|| fact(What::Stdout, None, Some("sink"))));
        found.extend(self.is_stderr_sink.then(|| fact(What::Stderr, None, Some("sink"))));
        found.extend(self.clock.map(|clock| match clock {
            Clock::Frozen(time) => fact(What::Clock, Some("frozen"), Some(&time.to_string())),
            Clock::Counting => fact(What::Clock, Some("counting"), None),
        }));
        found.sort();
        found
    }
}
