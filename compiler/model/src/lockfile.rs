//! The lockfile (design section 8): what was granted, to whom, by which policy, and how the artifact is wired.
//!
//! In and out: canonical JSON, one fact a line, so that it diffs well and two equal links give equal bytes. It holds no absolute path and no
//! time. [`Lockfile::parse`] refuses unknown and duplicate members and every text that is not the canonical form of what it says.
//! A copy without `tables`, `evidence` and `artifact` travels in the artifact's custom section [`SECTION`].
//!
//! Long because it is one format, and each member says what it holds.

use crate::Digest;
use crate::virtuals::Provision;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// The name of the artifact's custom section.
pub const SECTION: &str = "caplink";
/// The version of the format. Version 1 had no tables and did not say whose conditions they hold; version 2 did not know which functions calls reach.
pub const FORMAT: u32 = 4;
/// How many steps of a call path are locked; what is longer is told by its ends.
pub const PATH_STEPS: usize = 12;

/// All that is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lockfile {
    /// [`FORMAT`].
    pub lockfile: u32,
    /// The tool and its version, `caplink 0.1.0`.
    pub tool: String,
    /// The digest of the catalogue that classified the functions.
    pub catalogue: Digest,
    /// The principal, as a Cedar entity: `Agent::"billing"`.
    pub principal: String,
    /// How demand was found.
    pub demand: Demand,
    /// The agent, as it was given and as it is embedded.
    pub agent: Contents,
    /// The policy files, sorted.
    pub policies: Vec<Source>,
    /// The user's schema files, sorted.
    pub schemas: Vec<Source>,
    /// The entities file.
    pub entities: Option<Source>,
    /// The file with links of templates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Source>,
    /// Where the artifact writes a line for each call of a function with authority; absent if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observe: Option<Observe>,
    /// What the artifact has in itself in place of something of the host, sorted.
    #[serde(default, rename = "virtual", skip_serializing_if = "Vec::is_empty")]
    pub provisions: Vec<Provision>,
    /// The WebAssembly features that a host needs beyond WASI 0.2 components, sorted.
    pub features: Vec<String>,
    /// The root's imports, in their order.
    pub imports: Vec<Import>,
    /// The components in the artifact, in their order; each is instantiated exactly once, in that order. The last is the agent.
    pub components: Vec<Component>,
    /// What each component is instantiated with, in their order.
    pub wiring: Vec<Wire>,
    /// Every function that the agent imports, sorted by import and function.
    pub symbols: Vec<SymbolGrant>,
    /// Every export of the agent, in its order.
    pub exports: Vec<Export>,
    /// The decision tables of the guards, by digest, each once: what releases are compared by. Absent in the copy inside the artifact, where the
    /// tables themselves are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// The artifact; absent in the copy inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact: Option<Contents>,
}

/// The identity of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// Their digest.
    pub sha256: Digest,
    /// How many they are.
    pub size: u64,
}

/// How demand was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Demand {
    /// Every function that the agent imports is demanded.
    Imports,
    /// A function is demanded if a call from a granted export, a start function or a destructor may reach it.
    Reachable,
}

/// An input file, by name relative to what was given on the command line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Relative name with `/`.
    pub file: String,
    /// The digest of its bytes.
    pub sha256: Digest,
}

/// What an import or export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// An instance of an interface.
    Instance,
    /// A function.
    Func,
    /// A type; only as an instantiation argument of an adapter or as a named type that an exported function mentions.
    Type,
}

/// One import of the root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The exact name, with version.
    pub name: String,
    /// An instance or a function.
    pub sort: Sort,
    /// The functions that the instance type lists, in its order; empty when only resource types are needed, and for a function.
    pub functions: Vec<String>,
    /// The resource types that it declares itself, in its order.
    pub resources: Vec<String>,
}

/// Where an artifact writes what its calls were about and what was decided on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Observe {
    /// The standard error stream of `wasi:cli`.
    Stderr,
    /// The log of `wasi:logging`.
    Logging,
}

impl Observe {
    /// Its name on the command line and in lockfiles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stderr => "stderr",
            Self::Logging => "logging",
        }
    }

    /// The action that whoever writes there needs.
    pub fn action(self) -> &'static str {
        match self {
            Self::Stderr => "cli:stderr",
            Self::Logging => "log:write",
        }
    }

    /// The interface, without version, and the function by which an adapter writes there; what else it calls is without authority.
    pub fn writes_by(self) -> (&'static str, &'static str) {
        match self {
            Self::Stderr => ("wasi:cli/stderr", "get-stderr"),
            Self::Logging => ("wasi:logging/logging", "log"),
        }
    }
}

/// What a component in the artifact is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The untrusted component, byte for byte.
    Agent,
    /// An adapter component of ours.
    Adapter,
}

/// One component in the artifact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// `agent`, or for an adapter the agent's imports that it provides, joined by `, `, plain names after a `#`.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// The digest of the embedded bytes.
    pub sha256: Digest,
    /// How many they are.
    pub size: u64,
    /// The host functions that an adapter calls for itself, as `import#function`: to read what a call acts on, to wait, or to write where
    /// [`Lockfile::observe`] says. Each other is without authority of its own.
    pub uses: Vec<String>,
}

/// One instantiation argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wire {
    /// The component that receives it, by name.
    pub component: String,
    /// The argument's name: the exact import string of that component.
    pub argument: String,
    /// What is passed.
    pub sort: Sort,
    /// Whether it comes from a root import or from a component's instance.
    pub from: Origin,
    /// The root import's or the component's name.
    pub name: String,
    /// The export of that instance; absent when the whole instance, or an imported function, is passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}

/// Where an argument comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A root import: the host.
    Import,
    /// The instance of a component before it.
    Component,
}

/// The decision on a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Policy allows it without a condition.
    Allow,
    /// Policy decides each call by its values.
    Guard,
    /// It has no authority by itself and follows something that is granted.
    Inert,
    /// It is refused.
    Deny,
    /// Nothing decided on it, for no call reaches it; a call would trap.
    Unreached,
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Imports => "imports",
            Self::Reachable => "reachable",
        })
    }
}

impl Outcome {
    /// Whether a call never reaches the host.
    pub fn is_refused(self) -> bool {
        matches!(self, Self::Deny | Self::Unreached)
    }
}

/// How calls reach a function, and why it is demanded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// How certain that is.
    pub reach: Reach,
    /// The shortest call path, from an export, a start function or a destructor on, a step each; steps left out are `...`. Names are the agent's own, and
    /// prove nothing.
    pub path: Vec<String>,
}

/// How calls reach a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// By calls that name what they call.
    Direct,
    /// Through a table or a reference: the type fits, and whether the call happens is not known.
    Table,
    /// Through a table, in an agent of which calls may reach nearly everything that it imports, most of it through tables of a thousand functions and more:
    /// what it calls is decided by data, such as a script.
    InterpreterLike,
}

/// Who provides a function to the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    /// The host's own function, unguarded.
    PassThrough,
    /// The host's own function, unguarded, behind a recorder of each call.
    Record,
    /// The host's own function, behind a decision on the values of each call.
    Guard,
    /// A stub that returns the interface's own error, or the natural nothing of its result.
    Stub,
    /// A function of an adapter that owns the handles which it takes or returns: it decides by what is behind them, and calls the host with the host's own.
    Membrane,
    /// A function over what the artifact has in itself, which [`Lockfile::provisions`] lists; it never reaches the host.
    Virtual,
    /// A function over the adapter's own streams that go nowhere.
    Sink,
    /// A stub that traps.
    Trap,
}

/// A policy, by id and place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    /// Its `@id`, or `file#number`.
    pub id: String,
    /// The file, as in [`Source::file`].
    pub file: String,
    /// The line on which it starts, from 1.
    pub line: u32,
}

/// The decision on one function that the agent imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SymbolGrant {
    /// The exact import string.
    pub import: String,
    /// The function inside it; empty for a function that the world imports directly.
    pub function: String,
    /// The decision.
    pub outcome: Outcome,
    /// Who provides it.
    pub provider: Provider,
    /// What a refused call returns: `error access`, `[]`, `none`, `trap`; absent if no call is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<String>,
    /// The actions that a call needs; for an inert function what it follows.
    pub actions: Vec<String>,
    /// The policies that decided: permits for `allow`, forbids for `deny`, both for `guard`; empty when no permit matches.
    pub policies: Vec<PolicyRef>,
    /// Why, where policies alone do not tell: `no permit matches`, `unknown function`, `unknown signature`, an inert reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What decides on each call; for `guard` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard: Option<Guard>,
    /// What decides on each of several actions, of which a call needs some or all; for `guard` by a membrane only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<ActionGrant>,
    /// How calls reach it; absent if no call does, where every import counts as demanded, and in the copy inside the artifact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// The decision on one of several actions that calls of a function may need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionGrant {
    /// The action.
    pub action: String,
    /// `allow`, `deny`, or `guard` if it depends on what it acts on.
    pub outcome: Outcome,
    /// The policies that decided.
    pub policies: Vec<PolicyRef>,
    /// What decides; for `guard` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard: Option<Guard>,
}

/// What decides on each call of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// A Cedar expression, printed from the decision table: a call is allowed if it is true.
    pub condition: String,
    /// The values of the call that it reads, as in Cedar, sorted.
    pub inputs: Vec<String>,
    /// Whose conditions the table's permits without a limit are, in its order, by policy id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<String>,
    /// Whose conditions its forbids are, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forbids: Vec<String>,
    /// Permits that hold for a number of calls only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// The digest of the decision table, which stands in the adapter.
    pub table: Digest,
}

/// A decision table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The digest of its bytes.
    pub sha256: Digest,
    /// Its bytes in base64 (RFC 4648, section 4), with padding.
    pub bytes: String,
}

/// A budget: how many calls a permit allows in the life of one instance of the artifact, over all functions of the adapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The permit's id.
    pub policy: String,
    /// How many calls.
    pub calls: u32,
}

/// The decision on one export of the agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// The exact name, with version.
    pub name: String,
    /// An instance, a function, or a type that an exported function mentions.
    pub sort: Sort,
    /// `allow` if the root exports it, else `deny`.
    pub outcome: Outcome,
    /// Its functions, in order; empty for a function.
    pub functions: Vec<String>,
    /// The host's resource types that it receives or returns, as `interface.resource`, sorted.
    pub resources: Vec<String>,
    /// The policies that decided.
    pub policies: Vec<PolicyRef>,
}

/// Why a text is not a lockfile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockfileError {
    /// Not JSON of this shape; what the parser says, escaped.
    Shape(String),
    /// Another version of the format.
    Version(u32),
    /// The text differs from the canonical form of what it says; the first line that differs, from 1.
    NotCanonical(usize),
    /// A table is not what its digest says.
    Table(Digest),
    /// A guard's table is not there.
    NoTable(Digest),
    /// Tables are not sorted, or one is no guard's.
    Tables,
}

impl fmt::Display for LockfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(reason) => write!(f, "it is not a lockfile: {reason}"),
            Self::Version(version) => {
                write!(
                    f,
                    "it is a lockfile of format version {version}, and this caplink reads version {FORMAT}: link the agent again with this caplink"
                )
            }
            Self::NotCanonical(line) => write!(f, "it is not in canonical form from line {line} on; it was edited after caplink wrote it"),
            Self::Table(digest) => write!(f, "the table {digest} has another digest than it says; it was edited after caplink wrote it"),
            Self::NoTable(digest) => write!(f, "the table {digest} of a guard is missing; it was edited after caplink wrote it"),
            Self::Tables => write!(f, "its tables are not those of its guards; it was edited after caplink wrote it"),
        }
    }
}

impl std::error::Error for LockfileError {}

impl Lockfile {
    /// Reads canonical text.
    ///
    /// # Errors
    /// For unknown, missing or duplicate members, another format version, any text but the canonical one, and tables that are not those of the guards.
    pub fn parse(text: &str) -> Result<Self, LockfileError> {
        // Said first: other versions have other members.
        if let Ok(Version { lockfile }) = serde_json::from_str(text)
            && lockfile != FORMAT
        {
            return Err(LockfileError::Version(lockfile));
        }
        let lockfile: Self = serde_json::from_str(text).map_err(|error| LockfileError::Shape(crate::text::escape(&error.to_string())))?;
        let canonical = lockfile.print();
        if canonical != text {
            let same = canonical.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
            return Err(LockfileError::NotCanonical(same + 1));
        }
        lockfile.tables_are_those_of_guards()?;
        Ok(lockfile)
    }

    fn tables_are_those_of_guards(&self) -> Result<(), LockfileError> {
        for table in &self.tables {
            let bytes = BASE64.decode(&table.bytes).map_err(|_| LockfileError::Table(table.sha256))?;
            if Digest::of(&bytes) != table.sha256 {
                return Err(LockfileError::Table(table.sha256));
            }
        }
        if self.artifact.is_none() {
            return if self.tables.is_empty() { Ok(()) } else { Err(LockfileError::Tables) };
        }
        let wanted: BTreeSet<_> = self.symbols.iter().flat_map(SymbolGrant::guards).map(|guard| guard.table).collect();
        if let Some(missing) = wanted.iter().find(|digest| !self.tables.iter().any(|table| table.sha256 == **digest)) {
            return Err(LockfileError::NoTable(*missing));
        }
        if self.tables.iter().map(|table| table.sha256).eq(wanted) { Ok(()) } else { Err(LockfileError::Tables) }
    }

    /// The canonical text: members in the order of the type, lists with one element a line, ends with a line feed.
    pub fn print(&self) -> String {
        let Value::Object(members) = serde_json::to_value(self).expect("I8: the lockfile is plain data") else {
            unreachable!("I8: a struct serialises to an object")
        };
        let lines: Vec<_> = members.iter().map(|(name, value)| format!("  {}: {}", quoted(name), member(value))).collect();
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }

    /// The same without the tables, the evidence and the artifact's own digest, as it stands in the custom section: what is left out can be had from the artifact.
    pub fn without_artifact(&self) -> Self {
        let symbols = self.symbols.iter().map(|symbol| SymbolGrant { evidence: None, ..symbol.clone() }).collect();
        Self { tables: vec![], artifact: None, symbols, ..self.clone() }
    }
}

impl SymbolGrant {
    /// Everything that decides on calls, of one action or of several.
    pub fn guards(&self) -> impl Iterator<Item = &Guard> {
        self.guard.iter().chain(self.decisions.iter().filter_map(|decision| decision.guard.as_ref()))
    }

    /// Whether who provides it, its outcome and what is said to decide go together, as far as guards are concerned.
    pub fn holds_together(&self) -> bool {
        let is_guarded = self.outcome == Outcome::Guard;
        let parts = self.decisions.iter().all(|decision| match decision.outcome {
            Outcome::Guard => decision.guard.is_some(),
            Outcome::Allow | Outcome::Deny => decision.guard.is_none(),
            Outcome::Inert | Outcome::Unreached => false,
        });
        let granted = self.decisions.iter().any(|decision| decision.outcome != Outcome::Deny);
        match self.provider {
            Provider::Guard => is_guarded && self.guard.is_some() && self.decisions.is_empty(),
            Provider::Membrane => {
                !self.outcome.is_refused()
                    && is_guarded == (self.guard.is_some() != (granted && parts))
                    && (is_guarded || self.guard.is_none() && self.decisions.is_empty())
            }
            _ => !is_guarded && self.guard.is_none() && self.decisions.is_empty(),
        }
    }
}

/// The version alone.
#[derive(Deserialize)]
struct Version {
    lockfile: u32,
}

impl Table {
    /// A table as it is locked.
    pub fn of(bytes: &[u8]) -> Self {
        Self { sha256: Digest::of(bytes), bytes: BASE64.encode(bytes) }
    }

    /// Its bytes; `None` if they are not base64, which [`Lockfile::parse`] has refused.
    pub fn decoded(&self) -> Option<Vec<u8>> {
        BASE64.decode(&self.bytes).ok()
    }
}

fn member(value: &Value) -> String {
    match value {
        Value::Array(elements) if !elements.is_empty() => {
            let lines: Vec<_> = elements.iter().map(|element| format!("    {}", inline(element))).collect();
            format!("[\n{}\n  ]", lines.join(",\n"))
        }
        other => inline(other),
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(elements) => format!("[{}]", elements.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members: Vec<_> = members.iter().map(|(name, value)| format!("{}: {}", quoted(name), inline(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::String(text) => quoted(text),
        scalar => scalar.to_string(),
    }
}

/// A JSON string in which every character outside printable ASCII is escaped, so that no reader's terminal can be moved by it.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
#[path = "lockfile_tests.rs"]
mod tests;
