//! Pure transforms from an agent, its policies and the catalogue to a component that imports only what was granted.
//!
//! [`prepare`] and [`finish`] are the whole pipeline. Nothing here reads files, prints, or validates function bodies; the caller has the agent validated
//! by `verify` meanwhile, and nothing is written before `verify` has accepted the bytes.

pub mod adapter;
pub mod agent;
pub mod capability;
pub mod compose;
pub mod demand;
pub mod diff;
pub mod explain;
pub mod grants;
pub mod guard;
pub mod layout;
pub mod lint;
pub mod lock;
mod observe;
pub mod plan;
pub mod policy;
pub mod reach;
pub mod record;
pub mod schema;
pub mod signature;
pub mod solve;
pub mod source;
pub mod starter;
pub mod suggest;
pub mod wit;

use agent::Agent;
use caplink_model::{
    catalogue::{self, Denied, Known},
    diagnostic::Diagnostic,
    lockfile::{Contents, Demand, Evidence, Lockfile, Observe, Outcome, PolicyRef, Provider},
    text::escape,
    virtuals::{Provision, Virtual, What},
};
use compose::Composition;
use demand::Found;
use grants::Grants;
use lock::Texts;
use plan::Plan;
use policy::{Nearest, Policies};
use std::collections::{BTreeMap, BTreeSet};

/// An agent with everything decided and planned.
pub struct Prepared<'a> {
    agent: Agent,
    texts: Texts<'a>,
    grants: Grants,
    plan: Plan,
    provisions: Vec<Provision>,
    principal: String,
    demand: Demand,
    evidence: BTreeMap<(String, String), Evidence>,
    advice: Advice,
}

/// What to link an agent by.
pub struct Request<'a> {
    /// Policies and what belongs to them.
    pub texts: Texts<'a>,
    /// Who the agent is, as a Cedar entity.
    pub principal: &'a str,
    /// How demand is found.
    pub demand: Demand,
    /// Where the artifact is to record its calls.
    pub observe: Option<Observe>,
    /// What it has in itself.
    pub virtuals: &'a Virtual,
}

/// What the report says beyond the lockfile.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// Warnings, sorted.
    pub warnings: Vec<Diagnostic>,
    /// Permits for this principal that decided nothing.
    pub unused: Vec<PolicyRef>,
    /// For each action that no permit matches, the permit that comes nearest.
    pub nearest: BTreeMap<String, Nearest>,
}

/// A composed artifact: the agent's bytes stand between `prefix` and `suffix`.
pub struct Linked {
    /// Before the agent's bytes.
    pub prefix: Vec<u8>,
    /// After them, custom section included.
    pub suffix: Vec<u8>,
    /// The lockfile, without the artifact's own digest.
    pub lockfile: Lockfile,
    /// What the report says beyond it.
    pub advice: Advice,
}

/// Agent and policies in, plan out. The caller provides a stack of `limits::POLICY_STACK`.
///
/// # Errors
/// Everything that is wrong in the first step that finds something.
pub fn prepare<'a>(bytes: &[u8], request: Request<'a>) -> Result<Prepared<'a>, Vec<Diagnostic>> {
    let Request { texts, principal, demand, observe: sink, virtuals } = request;
    capability::membrane::check(virtuals)?;
    let mut agent = agent::decode(bytes)?;
    let actions = schema::interface::interfaces(custom_imports(&agent))?;
    let schema = schema::compose::compose(&actions, texts.schemas)?;
    let (policies, mut warnings) =
        policy::load(texts.policies, texts.links, (schema.schema, &actions), texts.entities, principal, interface_names(&agent))?;
    warnings.splice(0..0, schema.warnings);
    let mut found = Found::default();
    let grants = grants::decide(&agent, &policies, virtuals, |exports| {
        found = demand::find(bytes, &agent, demand, exports);
        found.demanded()
    })?;
    let Found { demand, evidence, warning } = found;
    warnings.extend(warning);
    capability::lend(&mut agent, &grants, false)?;
    let mut plan = plan::plan(&agent, &grants, virtuals, None)?;
    let mut writes = vec![];
    if let Some(sink) = sink {
        writes = observe::permits(&policies, sink)?;
        (plan, agent) = observe::observed(agent, &grants, &plan, virtuals, sink)?;
        warnings.push(observe::warning(sink));
    }
    let (provisions, needless) = provisions(&agent, &grants, virtuals);
    warnings.extend(needless);
    warnings.extend(trapping_streams(&agent, &grants, &plan));
    let advice = advise(&grants, &policies, warnings, writes);
    Ok(Prepared { principal: policies.principal(), agent, texts, grants, plan, provisions, demand, evidence, advice })
}

/// Composes the artifact around an agent whose bytes have these contents and need these features.
pub fn finish(prepared: Prepared<'_>, contents: Contents, features: Vec<String>) -> Linked {
    let Prepared { agent, texts, grants, plan, provisions, principal, demand, evidence, advice } = prepared;
    let composition = compose::compose(&agent, &plan, contents.sha256, contents.size);
    let facts = lock::Facts {
        agent: &agent,
        contents,
        features,
        principal,
        texts: &texts,
        grants: &grants,
        plan: &plan,
        provisions,
        demand,
        evidence: &evidence,
        composition: &composition,
    };
    let lockfile = lock::lockfile(facts);
    let Composition { prefix, mut suffix, .. } = composition;
    compose::append_lockfile(&mut suffix, &lockfile);
    Linked { prefix, suffix, lockfile, advice }
}

/// The imports whose functions have actions of their own: not in the catalogue, under no track.
pub fn custom_imports(agent: &Agent) -> Vec<schema::interface::Import<'_>> {
    let custom = agent.imports.iter().filter(|import| {
        let unknown = caplink_model::Digest::of(b"");
        import.interface.as_ref().is_none_or(|name| catalogue::lookup(name, "", unknown) == Known::Custom)
    });
    custom
        .map(|import| schema::interface::Import {
            resolve: &agent.resolve,
            name: import.policy_name(),
            docs: None,
            functions: import.functions(&agent.resolve),
        })
        .collect()
}

/// The names of all interfaces (and plain imports and exports) that policies may speak of.
fn interface_names(agent: &Agent) -> BTreeSet<String> {
    agent.imports.iter().map(agent::AgentImport::policy_name).chain(agent.exports.iter().map(agent::AgentExport::policy_name)).collect()
}

/// What is virtual in the artifact, for some function that calls reach works on it; and what was chosen for nothing.
fn provisions(agent: &Agent, grants: &Grants, virtuals: &Virtual) -> (Vec<Provision>, Vec<Diagnostic>) {
    let held = grants.symbols.iter().filter(|granted| granted.held.is_some());
    let of = held.flat_map(|granted| What::of(&agent.imports[granted.import].policy_name(), &granted.symbol.function));
    let used: BTreeSet<What> = of.copied().collect();
    let (there, needless): (Vec<_>, Vec<_>) = virtuals.provisions().into_iter().partition(|provision| used.contains(&provision.what));
    let flags: BTreeSet<_> = needless.iter().map(|provision| provision.what.flag()).collect();
    let warn = |flag: &str| {
        Diagnostic::warning(
            "W-VIRTUAL",
            format!("`{flag}` puts nothing into the artifact: no call of the agent's from a granted export needs it"),
        )
        .help("leave it out; `caplink inspect` lists what the agent imports")
    };
    (there, flags.into_iter().map(warn).collect())
}

/// Standard streams that are denied while the host's streams are granted: no stream that goes nowhere can stand beside them.
fn trapping_streams(agent: &Agent, grants: &Grants, plan: &Plan) -> Option<Diagnostic> {
    let streams = grants.symbols.iter().zip(&plan.functions).filter(|(granted, (provider, _))| {
        let import = agent.imports[granted.import].interface.as_ref();
        *provider == Provider::Trap && granted.denied == Denied::Sink && import.is_some_and(|name| name.package_name() == "wasi:cli")
    });
    let names: Vec<_> = streams.map(|(granted, _)| granted.symbol.to_string()).collect();
    let list = names.iter().map(|name| format!("`{}`", escape(name))).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| {
        Diagnostic::warning("W-STREAM-TRAP", format!("the agent traps when it calls {list}: denied, and no stream that goes nowhere can stand beside the streams that are granted"))
            .help("permit `cli:stdout`, `cli:stderr` or `cli:stdin`, or make sure that the agent does not use them")
    })
}

fn advise(grants: &Grants, policies: &Policies, warnings: Vec<Diagnostic>, writes: Vec<PolicyRef>) -> Advice {
    let denied = grants.symbols.iter().filter(|symbol| symbol.outcome == Outcome::Deny && symbol.policies.is_empty());
    let exports = grants.exports.iter().any(|export| !export.allowed && export.policies.is_empty()).then(|| "export".to_string());
    let lacking: BTreeSet<String> = denied
        .filter(|symbol| symbol.reason.as_deref() == Some("no permit matches"))
        .flat_map(|symbol| symbol.actions.clone())
        .chain(exports)
        .collect();
    let used: Vec<_> = grants
        .symbols
        .iter()
        .flat_map(|symbol| symbol.policies.clone())
        .chain(grants.exports.iter().flat_map(|export| export.policies.clone()))
        .chain(writes)
        .collect();
    Advice {
        warnings,
        unused: policies.unused_permits(&used),
        nearest: lacking.into_iter().filter_map(|action| policies.nearest_permit(&action).map(|nearest| (action, nearest))).collect(),
    }
}
