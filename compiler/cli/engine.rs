//! The seam between the edge and the crates behind it: what each subcommand asks, and the plain data that it gets back.
//!
//! In: bytes already read, each with the name that the lockfile will use. Out: values to render or write. Nothing here reads files, prints,
//! or decides an exit code. Must hold: (I4) an artifact leaves only as `Verified`; Cedar runs only on a large stack.

mod releases;

pub use releases::{Both, Policies, allowed, artifact, belongs, compare, explain, lockfile, replays, within};

use crate::files::named::Named;
use crate::lint::{Agent, Inputs};
use caplink_linker::Advice;
use caplink_linker::agent::{AgentExport, AgentImport, ExportItem, ImportItem};
use caplink_linker::lint::{self, AgentFile, Report, Selection, Text};
use caplink_linker::lock::Texts;
use caplink_linker::record;
use caplink_linker::schema::{interface, shipped};
use caplink_linker::signature::Signatures;
use caplink_linker::source::Source;
use caplink_linker::suggest::Seen;
use caplink_model::catalogue::{self, Effect, Known};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Contents, Demand, Evidence, Lockfile, Observe, Outcome, PolicyRef, Sort, SymbolGrant};
use caplink_model::text::escape;
use caplink_model::virtuals::Virtual;
use caplink_model::{Digest, limits};
use caplink_verify::{Roomy, Verified, Violation};
use std::collections::{BTreeMap, BTreeSet};

/// A file that was read, by the name that the lockfile and diagnostics use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Relative name with `/`.
    pub name: String,
    /// Its bytes, read once.
    pub bytes: Vec<u8>,
}

/// What `link` works on.
pub struct LinkRequest<'a> {
    /// The agent component, in a buffer with room for what goes around it.
    pub agent: Roomy,
    /// The policy files, sorted by name; may be empty, which denies everything.
    pub policies: &'a [Input],
    /// The user's schema files, sorted by name.
    pub schemas: &'a [Input],
    /// The entities file.
    pub entities: Option<&'a Input>,
    /// The file with links of templates.
    pub links: Option<&'a Input>,
    /// The principal as it was written: `Agent::"billing"`.
    pub principal: &'a str,
    /// How demand is found.
    pub demand: Demand,
    /// Where the artifact is to record its calls.
    pub observe: Option<Observe>,
    /// What it has in itself.
    pub virtuals: &'a Virtual,
}

/// What `link` made.
pub struct Linked {
    /// The artifact and its lockfile, as the independent check accepted them.
    pub verified: Verified,
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
    /// What the component says of its making; nothing checks it.
    pub claims: Vec<String>,
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
    /// Whether calls from any export may reach it.
    pub is_called: bool,
    /// How, if that was found out.
    pub evidence: Option<Evidence>,
}

/// What a call of a function needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Policy must permit these actions.
    Actions(Vec<String>),
    /// A function outside the catalogue: policy must permit the action of its own.
    Custom(String),
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
pub enum Verdict {
    /// The artifact is what the lockfile says.
    Accepted(Box<Verified>),
    /// It is not; at least one named violation.
    Refused(Vec<Diagnostic>),
}

/// What `lint` works on.
pub struct LintRequest<'a> {
    /// Everything that was read.
    pub inputs: &'a Inputs,
    /// Which rules report.
    pub selection: &'a Selection,
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

/// Links an agent under policies: the linker's work and, meanwhile, the validation of the agent's function bodies; then the independent check.
pub fn link(request: LinkRequest<'_>) -> Answer<Linked> {
    let policies = texts(request.policies)?;
    let schemas = texts(request.schemas)?;
    let entities = request.entities.map(text).transpose()?;
    let links = request.links.map(text).transpose()?;
    let texts = Texts { policies: &policies, schemas: &schemas, entities, links };
    let (checked, prepared) = request.agent.check(|bytes| {
        on_policy_stack(|| {
            caplink_linker::prepare(
                bytes,
                caplink_linker::Request {
                    texts,
                    principal: request.principal,
                    demand: request.demand,
                    observe: request.observe,
                    virtuals: request.virtuals,
                },
            )
        })
    });
    let prepared = prepared?;
    let checked = checked.map_err(|violation| vec![invalid_agent(&violation)])?;
    let features = checked.required_features().iter().map(ToString::to_string).collect();
    let linked = caplink_linker::finish(prepared, checked.contents(), features);
    let artifact = checked.enclose(&linked.prefix, &linked.suffix);
    let verified = caplink_verify::verify_enclosed(artifact, &linked.lockfile).map_err(|violations| {
        let unsound = |violation: &Violation| {
            Diagnostic::error("E-VERIFY", format!("the linker's own output is refused: {violation}"))
                .help("nothing was written; this is a bug of caplink: report it with the agent and the policies")
        };
        violations.iter().map(unsound).collect::<Vec<_>>()
    })?;
    let Advice { warnings, unused, nearest } = linked.advice;
    let nearest = nearest.into_iter().map(|(action, found)| (action, Nearest { policy: found.policy, differs: found.differs })).collect();
    Ok(Linked { verified, notes: LinkNotes { warnings, unused, nearest } })
}

fn invalid_agent(violation: &Violation) -> Diagnostic {
    Diagnostic::error("E-INVALID", format!("the agent is not a valid component: {}", violation.message))
        .help("build it again; `wasm-tools validate` says more if it uses a feature that caplink does not allow")
}

/// Lists what a component imports and exports, and what its functions need.
pub fn inspect(component: &Input) -> Answer<Inspection> {
    let agent = caplink_linker::agent::decode(&component.bytes)?;
    let features = caplink_verify::required_features(&component.bytes).map_err(|violation| vec![invalid_agent(&violation)])?;
    let mut signatures = Signatures::new(&agent.resolve);
    let found = caplink_linker::demand::evidence(&component.bytes, &agent);
    let (mut evidence, warnings) = match found {
        Ok(evidence) => (Some(evidence), vec![]),
        Err(warning) => (None, vec![warning]),
    };
    let mut imports = vec![];
    for import in &agent.imports {
        let sort = match import.item {
            ImportItem::Interface(_) => Sort::Instance,
            ImportItem::Function(_) => Sort::Func,
            ImportItem::Type(_) => Sort::Type,
        };
        let functions = import.functions(&agent.resolve).into_iter().map(|(name, function)| {
            let signature = signatures.digest(function);
            let key = (import.name.clone(), name.to_string());
            let is_called = evidence.as_ref().is_none_or(|evidence| evidence.contains_key(&key));
            let evidence = evidence.as_mut().and_then(|evidence| evidence.remove(&key));
            InspectedFunction { name: name.to_string(), need: need(import, name, signature), is_called, evidence }
        });
        imports.push(InspectedImport { name: import.name.clone(), sort, functions: functions.collect() });
    }
    let exports = agent.exports.iter().map(|export| {
        let (sort, functions) = match export.item {
            ExportItem::Interface(_) => {
                (Sort::Instance, export.functions(&agent.resolve).into_iter().map(|function| function.name.clone()).collect())
            }
            ExportItem::Function(_) => (Sort::Func, vec![]),
        };
        let resources = caplink_linker::lock::host_resources(&agent, export);
        InspectedExport { name: export.name.clone(), sort, functions, resources }
    });
    Ok(Inspection {
        component: Contents { sha256: Digest::of(&component.bytes), size: component.bytes.len() as u64 },
        imports,
        exports: exports.collect(),
        features: features.iter().map(ToString::to_string).collect(),
        claims: agent.producers.clone(),
        warnings,
    })
}

fn need(import: &AgentImport, name: &str, signature: Digest) -> Need {
    match import.interface.as_ref().map_or(Known::Custom, |interface| catalogue::lookup(interface, name, signature)) {
        Known::Custom => Need::Custom(caplink_linker::grants::custom_action(import, name)),
        Known::Foreign => Need::Unknown("not in the catalogue for this version and signature".into()),
        Known::Entry(entry) => match entry.effect {
            Effect::Acts(actions) => Need::Actions(actions.iter().map(ToString::to_string).collect()),
            Effect::Inert { reason, .. } => Need::Inert(reason.into()),
        },
    }
}

/// Prints the Cedar schema: the shipped vocabulary and the actions of the sources.
pub fn schema(sources: &[SchemaSource]) -> Answer<String> {
    let mut out = shipped::shipped(&BTreeSet::new());
    let (mut agents, mut packages) = (vec![], vec![]);
    for source in sources {
        match source {
            SchemaSource::Component(component) => agents.push(caplink_linker::agent::decode(&component.bytes)?),
            SchemaSource::Wit(files) => packages.push(caplink_linker::wit::load(&texts(files)?)?),
        }
    }
    let imports =
        agents.iter().flat_map(caplink_linker::custom_imports).chain(packages.iter().flat_map(caplink_linker::wit::custom_imports));
    let interfaces = interface::interfaces(imports)?;
    out.push_str(&interface::text(&interfaces));
    Ok(out)
}

/// Checks an artifact against the text of a lockfile.
pub fn verify(artifact: &Input, lockfile: &Input) -> Answer<Verdict> {
    let unreadable = |reason: String| {
        let message = format!("`{}` cannot be used: {reason}", escape(&lockfile.name));
        vec![Diagnostic::error("E-LOCKFILE", message).help("use the lockfile that `caplink link` wrote with this artifact")]
    };
    let text = std::str::from_utf8(&lockfile.bytes).map_err(|_| unreadable("it is not UTF-8".into()))?;
    let locked = Lockfile::parse(text).map_err(|error| unreadable(error.to_string()))?;
    Ok(match caplink_verify::verify(artifact.bytes.clone(), &locked, None) {
        Ok(verified) => Verdict::Accepted(Box::new(verified)),
        Err(violations) => Verdict::Refused(violations.iter().map(refusal).collect()),
    })
}

fn refusal(violation: &Violation) -> Diagnostic {
    Diagnostic::error(violation.check.number(), violation.message.clone())
}

/// Proposes a policy folder for an agent of this name.
pub fn init(agent: &Input, name: &str) -> Answer<Vec<Starter>> {
    let inspection = inspect(agent)?;
    let demanded: BTreeSet<String> = inspection
        .imports
        .iter()
        .flat_map(|import| &import.functions)
        .filter(|function| function.is_called)
        .flat_map(|function| match &function.need {
            Need::Actions(actions) => actions.clone(),
            Need::Custom(action) => vec![action.clone()],
            Need::Inert(_) | Need::Unknown(_) => vec![],
        })
        .collect();
    let decoded = caplink_linker::agent::decode(&agent.bytes)?;
    let exports: Vec<_> = decoded.exports.iter().map(AgentExport::policy_name).collect();
    let files = caplink_linker::starter::starter(name, &demanded.into_iter().collect::<Vec<_>>(), &exports);
    Ok(files.into_iter().map(|(name, text)| Starter { name: name.into(), text }).collect())
}

/// Proposes a policy for an agent whose principal has this name, and warns where it could not be found out what the agent calls. `log` is that of a recorded run.
pub fn suggest(agent: &Input, name: &str, log: Option<&str>) -> Answer<(String, Vec<Diagnostic>)> {
    let decoded = caplink_linker::agent::decode(&agent.bytes)?;
    caplink_verify::required_features(&agent.bytes).map_err(|violation| vec![invalid_agent(&violation)])?;
    let recorded = log.map(record::parse).transpose().map_err(|error| vec![error])?;
    let seen = recorded.map(|calls| Seen::of(&calls));
    let (calls, warnings) = match caplink_linker::demand::in_full(&agent.bytes, &decoded) {
        Ok(calls) => (Some(calls), vec![]),
        Err(warning) => (None, vec![warning]),
    };
    Ok((caplink_linker::suggest::suggest(&decoded, name, calls.as_ref(), seen.as_deref()), warnings))
}

/// Lints. Texts that are not UTF-8 are findings, not errors.
pub fn lint(request: &LintRequest<'_>) -> Answer<Report> {
    let inputs = request.inputs;
    let [policies, schemas] = [&inputs.policies, &inputs.schemas].map(|files| files.iter().map(lint_text).collect::<Vec<_>>());
    let agents: Vec<_> = inputs.agents.iter().map(lint_agent).collect();
    let texts = lint::Texts {
        policies: &policies,
        schemas: &schemas,
        entities: inputs.entities.as_ref().map(lint_text),
        links: inputs.links.as_ref().map(lint_text),
        agents: &agents,
    };
    on_policy_stack(|| lint::lint(&texts, request.selection))
}

fn lint_text(file: &Named) -> Text<'_> {
    Text { name: &file.input.name, bytes: &file.input.bytes }
}

fn lint_agent(agent: &Agent) -> AgentFile<'_> {
    AgentFile { name: &agent.input.name, principal: agent.principal.as_deref(), bytes: &agent.input.bytes }
}

/// Formats policy files, each by itself.
pub fn format(files: &[Named]) -> Vec<Answer<String>> {
    let one = |file: &Named| caplink_linker::policy::format(&text(&file.input)?);
    on_policy_stack(|| files.iter().map(one).collect())
}

fn texts(inputs: &[Input]) -> Answer<Vec<Source<'_>>> {
    inputs.iter().map(text).collect()
}

fn text(input: &Input) -> Answer<Source<'_>> {
    match std::str::from_utf8(&input.bytes) {
        // Cedar would only call it an invalid token, and nobody sees it in an editor.
        Ok(text) if text.starts_with('\u{feff}') => {
            let message = format!("`{}` starts with a byte order mark", escape(&input.name));
            Err(vec![Diagnostic::error("E-UTF8", message).help("save the file as UTF-8 without a byte order mark")])
        }
        Ok(text) => Ok(Source { file: &input.name, text }),
        Err(error) => {
            let message = format!("`{}` is not UTF-8 at byte {}", escape(&input.name), error.valid_up_to());
            Err(vec![Diagnostic::error("E-UTF8", message).help("save the file as UTF-8")])
        }
    }
}

/// Runs on a stack on which Cedar reads and decides every policy that the limits admit; on a smaller one it would skip deep ones.
fn on_policy_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(limits::POLICY_STACK).spawn_scoped(scope, work);
        joined(thread.expect("the system gives a thread with a large stack").join())
    })
}

/// The result of a thread; its panic goes on here.
fn joined<T>(result: std::thread::Result<T>) -> T {
    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
