//! The shape of the JSON reports. A member that does not apply is absent.

use crate::engine::Nearest;
use caplink_model::diagnostic::{Diagnostic, Severity};
use caplink_model::lockfile::{self, Contents, Outcome, PolicyRef, Provider, Reach, Sort, SymbolGrant};
use caplink_model::virtuals::Provision;
use serde::Serialize;

/// `link`.
#[derive(Serialize)]
pub struct LinkReport<'a> {
    pub status: &'static str,
    pub agent: Bytes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact: Option<Bytes>,
    pub principal: &'a str,
    pub demand: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observe: Option<&'static str>,
    #[serde(rename = "virtual", skip_serializing_if = "<[_]>::is_empty")]
    pub provisions: &'a [Provision],
    pub counts: Counts,
    pub imports: Vec<Import<'a>>,
    pub functions: Vec<Function<'a>>,
    pub exports: Vec<Export<'a>>,
    pub not_needed: Vec<Policy<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<Run<'a>>,
    pub diagnostics: Vec<Message<'a>>,
}

/// `inspect`.
#[derive(Serialize)]
pub struct InspectReport<'a> {
    pub status: &'static str,
    pub component: Bytes,
    pub features: &'a [String],
    pub claims: &'a [String],
    pub imports: Vec<InspectedImport<'a>>,
    pub exports: Vec<InspectedExport<'a>>,
    pub diagnostics: Vec<Message<'a>>,
}

/// `verify`.
#[derive(Serialize)]
pub struct VerifyReport<'a> {
    pub status: &'static str,
    pub artifact: &'a str,
    pub lock: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imports: Option<Vec<Import<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exports: Option<Vec<Export<'a>>>,
    pub diagnostics: Vec<Message<'a>>,
}

/// Any subcommand that could not proceed.
#[derive(Serialize)]
pub struct FailureReport<'a> {
    pub status: &'static str,
    pub diagnostics: Vec<Message<'a>>,
}

/// A file's identity.
#[derive(Serialize)]
pub struct Bytes {
    pub name: String,
    pub size: u64,
    pub sha256: String,
}

/// How many of each.
#[derive(Serialize)]
pub struct Counts {
    pub functions: usize,
    pub granted: usize,
    pub guarded: usize,
    pub r#virtual: usize,
    pub denied: usize,
    pub uncalled: usize,
    pub imports: usize,
    pub exports: usize,
    pub exports_granted: usize,
}

/// One import that remains.
#[derive(Serialize)]
pub struct Import<'a> {
    pub name: &'a str,
    pub sort: &'static str,
    pub functions: &'a [String],
}

/// One function that the agent demands, and the decision.
#[derive(Serialize)]
pub struct Function<'a> {
    pub import: &'a str,
    pub function: &'a str,
    pub outcome: &'static str,
    pub provider: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<&'a str>,
    pub actions: &'a [String],
    pub policies: Vec<Policy<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Near<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guard: Option<Guard<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence<'a>>,
}

/// How calls reach a function.
#[derive(Serialize)]
pub struct Evidence<'a> {
    pub reach: &'static str,
    pub path: &'a [String],
}

/// What decides on each call of a function.
#[derive(Serialize)]
pub struct Guard<'a> {
    pub condition: &'a str,
    pub inputs: &'a [String],
    pub limits: Vec<Limit<'a>>,
}

/// The decision on one of several actions of a function.
#[derive(Serialize)]
pub struct Decision<'a> {
    pub action: &'a str,
    pub outcome: &'static str,
    pub policies: Vec<Policy<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guard: Option<Guard<'a>>,
}

/// How many calls a permit allows.
#[derive(Serialize)]
pub struct Limit<'a> {
    pub policy: &'a str,
    pub calls: u32,
}

/// The permit that comes closest.
#[derive(Serialize)]
pub struct Near<'a> {
    pub policy: Policy<'a>,
    pub differs: &'a str,
}

/// One export of the agent, and the decision.
#[derive(Serialize)]
pub struct Export<'a> {
    pub name: &'a str,
    pub sort: &'static str,
    pub outcome: &'static str,
    pub functions: &'a [String],
    pub resources: &'a [String],
    pub policies: Vec<Policy<'a>>,
}

/// A policy's place.
#[derive(Serialize)]
pub struct Policy<'a> {
    pub id: &'a str,
    pub file: &'a str,
    pub line: u32,
}

/// How to run the artifact.
#[derive(Serialize)]
pub struct Run<'a> {
    pub command: &'a [String],
    pub notes: &'a [String],
    pub missing: &'a [String],
}

/// One import of an inspected component.
#[derive(Serialize)]
pub struct InspectedImport<'a> {
    pub name: &'a str,
    pub sort: &'static str,
    pub functions: Vec<InspectedFunction<'a>>,
}

/// One function of it.
#[derive(Serialize)]
pub struct InspectedFunction<'a> {
    pub name: &'a str,
    pub need: &'static str,
    pub actions: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    pub called: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence<'a>>,
}

/// One export of an inspected component.
#[derive(Serialize)]
pub struct InspectedExport<'a> {
    pub name: &'a str,
    pub sort: &'static str,
    pub functions: &'a [String],
    pub resources: &'a [String],
}

/// A diagnostic.
#[derive(Serialize)]
pub struct Message<'a> {
    pub severity: &'static str,
    pub code: &'static str,
    pub message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
}

impl Bytes {
    pub fn of(name: &str, contents: &Contents) -> Self {
        Self { name: name.into(), size: contents.size, sha256: contents.sha256.to_string() }
    }
}

impl<'a> Import<'a> {
    pub fn of(import: &'a lockfile::Import) -> Self {
        Self { name: &import.name, sort: sort(import.sort), functions: &import.functions }
    }
}

impl<'a> Function<'a> {
    pub fn of(symbol: &'a SymbolGrant, nearest: Option<&'a Nearest>) -> Self {
        Self {
            import: &symbol.import,
            function: &symbol.function,
            outcome: outcome(symbol.outcome),
            provider: provider(symbol.provider),
            returns: symbol.returns.as_deref(),
            actions: &symbol.actions,
            policies: symbol.policies.iter().map(Policy::of).collect(),
            reason: symbol.reason.as_deref(),
            nearest: nearest.map(|near| Near { policy: Policy::of(&near.policy), differs: &near.differs }),
            evidence: symbol.evidence.as_ref().map(Evidence::of),
            guard: symbol.guard.as_ref().map(Guard::of),
            decisions: symbol.decisions.iter().map(Decision::of).collect(),
        }
    }
}

impl<'a> Guard<'a> {
    fn of(guard: &'a lockfile::Guard) -> Self {
        Self {
            condition: &guard.condition,
            inputs: &guard.inputs,
            limits: guard.limits.iter().map(|limit| Limit { policy: &limit.policy, calls: limit.calls }).collect(),
        }
    }
}

impl<'a> Decision<'a> {
    fn of(decision: &'a lockfile::ActionGrant) -> Self {
        Self {
            action: &decision.action,
            outcome: outcome(decision.outcome),
            policies: decision.policies.iter().map(Policy::of).collect(),
            guard: decision.guard.as_ref().map(Guard::of),
        }
    }
}

impl<'a> Evidence<'a> {
    pub fn of(evidence: &'a lockfile::Evidence) -> Self {
        Self { reach: reach(evidence.reach), path: &evidence.path }
    }
}

/// How calls reach a function.
pub fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Direct => "direct",
        Reach::Table => "table",
        Reach::InterpreterLike => "interpreter-like",
    }
}

impl<'a> Export<'a> {
    pub fn of(export: &'a lockfile::Export) -> Self {
        Self {
            name: &export.name,
            sort: sort(export.sort),
            outcome: outcome(export.outcome),
            functions: &export.functions,
            resources: &export.resources,
            policies: export.policies.iter().map(Policy::of).collect(),
        }
    }
}

impl<'a> Policy<'a> {
    pub fn of(policy: &'a PolicyRef) -> Self {
        Self { id: &policy.id, file: &policy.file, line: policy.line }
    }
}

impl<'a> Message<'a> {
    pub fn of(diagnostic: &'a Diagnostic) -> Self {
        let location = diagnostic.location.as_ref();
        Self {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code,
            message: &diagnostic.message,
            file: location.map(|location| location.file.as_str()),
            line: location.map(|location| location.line),
            column: location.map(|location| location.column),
            help: diagnostic.help.as_deref(),
        }
    }
}

/// An import's or export's sort.
pub fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Instance => "instance",
        Sort::Func => "func",
        Sort::Type => "type",
    }
}

/// Who provides a function.
pub fn provider(provider: Provider) -> &'static str {
    match provider {
        Provider::PassThrough => "pass-through",
        Provider::Record => "record",
        Provider::Guard => "guard",
        Provider::Membrane => "membrane",
        Provider::Virtual => "virtual",
        Provider::Stub => "stub",
        Provider::Sink => "sink",
        Provider::Trap => "trap",
    }
}

/// A decision.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allow => "allow",
        Outcome::Guard => "guard",
        Outcome::Inert => "inert",
        Outcome::Deny => "deny",
        Outcome::Unreached => "unreached",
    }
}
