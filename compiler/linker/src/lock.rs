//! The lockfile of a link: everything that was decided, planned and composed, as facts.

use crate::{
    adapter::{Answer, types::mentioned},
    agent::{Agent, AgentExport, ExportItem},
    compose::Composition,
    grants::Grants,
    plan::{Plan, State},
    signature::resource_name,
    source::Source as Text,
};
use caplink_model::{
    Digest, catalogue,
    lockfile::{Contents, Demand, Evidence, Export, FORMAT, Lockfile, Outcome, Sort, Source, SymbolGrant, Table},
    virtuals::Provision,
};
use std::collections::{BTreeMap, BTreeSet};
use wit_parser::Type;

/// The texts that a link was made from.
pub struct Texts<'a> {
    /// Policy files.
    pub policies: &'a [Text<'a>],
    /// The user's schema files.
    pub schemas: &'a [Text<'a>],
    /// The entities file.
    pub entities: Option<Text<'a>>,
    /// The file with links of templates.
    pub links: Option<Text<'a>>,
}

/// What a lockfile is written from.
pub struct Facts<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// The identity of its bytes.
    pub contents: Contents,
    /// The features that a host needs.
    pub features: Vec<String>,
    /// The principal, as Cedar writes it.
    pub principal: String,
    /// The texts.
    pub texts: &'a Texts<'a>,
    /// The decisions.
    pub grants: &'a Grants,
    /// The plan.
    pub plan: &'a Plan,
    /// What is virtual.
    pub provisions: Vec<Provision>,
    /// How demand was found.
    pub demand: Demand,
    /// How calls reach each demanded function, by import and name.
    pub evidence: &'a BTreeMap<(String, String), Evidence>,
    /// The root around the agent.
    pub composition: &'a Composition,
}

/// Writes the lockfile, without the artifact's own digest.
pub fn lockfile(facts: Facts<'_>) -> Lockfile {
    let Facts { provisions, demand, evidence, agent, contents, features, principal, texts, grants, plan, composition } = facts;
    let mut symbols: Vec<_> = grants
        .symbols
        .iter()
        .zip(&plan.functions)
        .map(|(granted, (provider, returns))| SymbolGrant {
            import: granted.symbol.import.clone(),
            function: granted.symbol.function.clone(),
            outcome: granted.outcome,
            provider: *provider,
            returns: returns.clone(),
            actions: granted.actions.clone(),
            policies: granted.policies.clone(),
            reason: granted.reason.clone(),
            guard: plan.guards.get(&(granted.import, granted.symbol.function.clone())).cloned(),
            decisions: plan.decisions.get(&(granted.import, granted.symbol.function.clone())).cloned().unwrap_or_default(),
            evidence: evidence.get(&(granted.symbol.import.clone(), granted.symbol.function.clone())).cloned(),
        })
        .collect();
    symbols.sort_by(|a, b| (&a.import, &a.function).cmp(&(&b.import, &b.function)));
    let exports = agent
        .exports
        .iter()
        .zip(&grants.exports)
        .map(|(export, grant)| Export {
            name: export.name.clone(),
            sort: if matches!(export.item, ExportItem::Interface(_)) { Sort::Instance } else { Sort::Func },
            outcome: if grant.allowed { Outcome::Allow } else { Outcome::Deny },
            functions: match export.item {
                ExportItem::Interface(_) => export.functions(&agent.resolve).into_iter().map(|function| function.name.clone()).collect(),
                ExportItem::Function(_) => vec![],
            },
            resources: host_resources(agent, export),
            policies: grant.policies.clone(),
        })
        .collect();
    Lockfile {
        lockfile: FORMAT,
        tool: format!("caplink {}", env!("CARGO_PKG_VERSION")),
        catalogue: catalogue::digest(),
        principal,
        demand,
        agent: contents,
        policies: sources(texts.policies),
        schemas: sources(texts.schemas),
        entities: texts.entities.as_ref().map(source),
        links: texts.links.as_ref().map(source),
        observe: plan.adapters.iter().find_map(|adapter| adapter.recorder.as_ref()).map(|recorder| recorder.sink),
        provisions,
        features,
        imports: composition.imports.clone(),
        components: composition.components.clone(),
        wiring: composition.wiring.clone(),
        symbols,
        exports,
        tables: tables(plan),
        artifact: None,
    }
}

/// The tables of all guards, each once.
fn tables(plan: &Plan) -> Vec<Table> {
    let answers = plan.adapters.iter().flat_map(|adapter| adapter.answers.values());
    let guards = answers.filter_map(|answer| if let Answer::Guarded(guard, _) = answer { Some(Table::of(&guard.table)) } else { None });
    // Of a membrane only those that some function of the agent is decided by.
    let locked = plan.guards.values().chain(plan.decisions.values().flatten().filter_map(|decision| decision.guard.as_ref()));
    let locked: BTreeSet<_> = locked.map(|guard| guard.table).collect();
    let states = plan.adapters.iter().filter_map(|adapter| adapter.membrane.as_ref()).flat_map(|held| &held.states);
    let held = states.filter_map(|state| if let State::Table(table) = state { Some(Table::of(table)) } else { None });
    let guards = guards.chain(held.filter(|table| locked.contains(&table.sha256)));
    let none = Digest::of(b"");
    let tables: BTreeMap<_, _> = guards.filter(|table| table.sha256 != none).map(|table| (table.sha256, table)).collect();
    tables.into_values().collect()
}

fn sources(texts: &[Text<'_>]) -> Vec<Source> {
    let mut sources: Vec<_> = texts.iter().map(source).collect();
    sources.sort();
    sources
}

fn source(text: &Text<'_>) -> Source {
    Source { file: text.file.to_string(), sha256: Digest::of(text.text.as_bytes()) }
}

/// The resources of imported interfaces that an export's functions receive or return, sorted.
pub fn host_resources(agent: &Agent, export: &AgentExport) -> Vec<String> {
    let resolve = &agent.resolve;
    let imported = |id| match resolve.types[id].owner {
        wit_parser::TypeOwner::Interface(owner) => {
            agent.imports.iter().any(|import| matches!(import.item, crate::agent::ImportItem::Interface(id) if id == owner))
        }
        wit_parser::TypeOwner::World(_) | wit_parser::TypeOwner::None => false,
    };
    let open: Vec<Type> = export
        .functions(resolve)
        .into_iter()
        .flat_map(|function| function.params.iter().map(|param| param.ty).chain(function.result))
        .collect();
    mentioned(resolve, open)
        .into_iter()
        .filter(|id| imported(*id))
        .map(|id| resource_name(resolve, id))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}
