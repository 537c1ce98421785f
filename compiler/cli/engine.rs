//! The seam between the edge and the crates behind it: what each subcommand asks, and the plain data that it gets back.
//!
//! In: bytes already read, each with the name that the lockfile will use. Out: values to render or write. Nothing here reads files, prints,
//! or decides an exit code. Until a function is connected it stops with `E-NOT-CONNECTED`; it never makes a result up.
#![allow(dead_code, reason = "what is not connected yet is not made either")]

use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Contents, Lockfile, Outcome, PolicyRef, Sort, SymbolGrant};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A file that was read, by the name that the lockfile and diagnostics use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Relative name with `/`.
    pub name: String,
    /// Its bytes, read once.
    pub bytes: Vec<u8>,
}

/// What `link` works on.
#[derive(Debug)]
pub struct LinkRequest<'a> {
    /// The agent component.
    pub agent: &'a Input,
    /// The policy files, sorted by name; may be empty, which denies everything.
    pub policies: &'a [Input],
    /// The user's schema files, sorted by name.
    pub schemas: &'a [Input],
    /// The entities file.
    pub entities: Option<&'a Input>,
    /// The principal as it was written: `Agent::"billing"`.
    pub principal: &'a str,
}

/// What `link` made.
#[derive(Debug)]
pub struct Linked<'a> {
    /// The verified artifact in pieces, so that the agent's bytes are not copied.
    pub artifact: Vec<Cow<'a, [u8]>>,
    /// The lockfile, with the artifact's digest.
    pub lockfile: Lockfile,
    /// What the lockfile does not say.
    pub notes: LinkNotes,
}

/// What a reader of the report wants to know beside the lockfile.
#[derive(Clone, Debug, Default)]
pub struct LinkNotes {
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
    /// Permits for the principal that decided nothing.
    pub unused: Vec<PolicyRef>,
    /// For each action that no permit matches, the permit that comes nearest.
    pub nearest: BTreeMap<String, Nearest>,
}

impl LinkNotes {
    /// The permit that comes nearest to a function that no permit matches.
    pub fn nearest_to(&self, symbol: &SymbolGrant) -> Option<&Nearest> {
        let undecided = symbol.outcome == Outcome::Deny && symbol.policies.is_empty();
        symbol.actions.iter().filter(|_| undecided).find_map(|action| self.nearest.get(action))
    }
}

/// The permit that comes nearest to allowing an action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearest {
    /// The permit.
    pub policy: PolicyRef,
    /// What in it does not match: `its principal is ...`; escaped already.
    pub differs: String,
}

/// What `inspect` found in a component.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The component's bytes.
    pub component: Contents,
    /// Its imports, in their order.
    pub imports: Vec<InspectedImport>,
    /// Its exports, in their order.
    pub exports: Vec<InspectedExport>,
    /// The WebAssembly features that a host needs beyond WASI 0.2 components, sorted.
    pub features: Vec<String>,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

/// One import of an inspected component.
#[derive(Clone, Debug)]
pub struct InspectedImport {
    /// The exact name.
    pub name: String,
    /// What it is.
    pub sort: Sort,
    /// Its functions, in order; for a function import, one with an empty name.
    pub functions: Vec<InspectedFunction>,
}

/// One function that an inspected component imports.
#[derive(Clone, Debug)]
pub struct InspectedFunction {
    /// The function's name inside the import.
    pub name: String,
    /// What a call needs.
    pub need: Need,
}

/// What a call of a function needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Policy must permit these actions.
    Actions(Vec<String>),
    /// No authority by itself; the written reason.
    Inert(String),
    /// It can never be granted; the reason.
    Unknown(String),
}

/// One export of an inspected component.
#[derive(Clone, Debug)]
pub struct InspectedExport {
    /// The exact name.
    pub name: String,
    /// What it is.
    pub sort: Sort,
    /// Its functions, in order; empty for a function.
    pub functions: Vec<String>,
    /// The host's resource types that it receives or returns.
    pub resources: Vec<String>,
}

/// What `schema` adds to the shipped vocabulary.
#[derive(Debug)]
pub enum SchemaSource {
    /// The imports and exports of a component.
    Component(Input),
    /// The `*.wit` files of a folder, sorted by name.
    Wit(Vec<Input>),
}

/// What `verify` concluded.
#[derive(Debug)]
pub enum Verdict {
    /// The artifact is what the lockfile says.
    Accepted(Box<Lockfile>),
    /// It is not; at least one named violation.
    Refused(Vec<Diagnostic>),
}

/// One file that `init` proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter {
    /// A plain file name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The result of an engine call: the value, or everything that stands in the way.
pub type Answer<T> = Result<T, Vec<Diagnostic>>;

/// Links an agent under policies.
pub fn link<'a>(_request: &LinkRequest<'a>) -> Answer<Linked<'a>> {
    not_connected("link")
}

/// Lists what a component imports and exports, and what its functions need.
pub fn inspect(_component: &Input) -> Answer<Inspection> {
    not_connected("inspect")
}

/// Prints the Cedar schema: the shipped vocabulary and the actions of the sources.
pub fn schema(_sources: &[SchemaSource]) -> Answer<String> {
    not_connected("schema")
}

/// Checks an artifact against the text of a lockfile.
pub fn verify(_artifact: &Input, _lockfile: &Input) -> Answer<Verdict> {
    not_connected("verify")
}

/// Proposes a policy folder for an agent of this name.
pub fn init(_agent: &Input, _name: &str) -> Answer<Vec<Starter>> {
    not_connected("init")
}

fn not_connected<T>(verb: &str) -> Answer<T> {
    Err(vec![
        Diagnostic::error("E-NOT-CONNECTED", format!("this build of caplink cannot `{verb}` yet"))
            .help("build caplink from a later commit; nothing was written"),
    ])
}
