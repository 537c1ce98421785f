//! Membranes in the plan: which functions each provides, and what it is told of policy.
//!
//! In: the grants and a unit that a membrane stands for. Out: a [`Held`], and what the lockfile says of each function. Must hold: (I6) a resource that a membrane
//! owns is the host's nowhere else: an interface that is granted and mentions it is in the unit (threat S15), and no granted export mentions it (S22). Refused: everything else, and
//! conditions on what the membrane does not show.

use super::guards;
use crate::{
    adapter::is_convertible,
    adapter::types::mentioned,
    agent::{Agent, ImportItem, definition},
    capability::{
        Membrane, Part,
        membrane::{WORLD, import_of},
    },
    grants::{Granted, Grants, Verdict},
    guard::{self, Table},
};
use caplink_model::{
    Digest,
    diagnostic::Diagnostic,
    lockfile::{self, ActionGrant, Outcome},
    text::escape,
    virtuals::{Mount, Virtual},
};
use std::collections::{BTreeMap, BTreeSet};
use wit_parser::TypeId;

/// A membrane in an adapter.
pub struct Held {
    /// The module.
    pub module: &'static Membrane,
    /// The functions that it provides: import and name.
    pub provides: BTreeSet<(usize, String)>,
    /// What it is told of each of its actions, in its order.
    pub states: Vec<State>,
    /// The parts of an engine that its tables need.
    pub needs: u32,
    /// What else it is told, in a form of its own.
    pub settings: Vec<u8>,
    /// How many pages its memory may have beside what is constant.
    pub pages: u64,
    /// The functions of the host whose handles are exchanged: import and name.
    pub converts: BTreeSet<(usize, String)>,
}

/// What policy says of an action.
pub enum State {
    /// It is denied.
    Denied,
    /// It is allowed, whatever it acts on.
    Allowed,
    /// A table decides.
    Table(Vec<u8>),
}

/// What the lockfile says of functions that membranes provide.
#[derive(Default)]
pub struct Locked {
    /// Of those that need one action, which a table decides.
    pub guards: BTreeMap<(usize, String), lockfile::Guard>,
    /// Of those that need several.
    pub decisions: BTreeMap<(usize, String), Vec<ActionGrant>>,
}

/// The resources that membranes own, by definition.
pub fn wrapped(agent: &Agent, grants: &Grants) -> BTreeSet<TypeId> {
    let is_owned =
        |id: &TypeId| import_of(agent, *id).and_then(|import| grants.parts.get(&import)).is_some_and(|part| part.module.owns(agent, *id));
    agent.resolve.types.iter().map(|(id, _)| id).filter(is_owned).collect()
}

/// Checks that no wrapped resource is mentioned elsewhere by what is granted.
///
/// # Errors
/// Each function and each export that mentions one.
pub fn check(agent: &Agent, grants: &Grants, wrapped: &BTreeSet<TypeId>) -> Result<(), Vec<Diagnostic>> {
    let all = |function: &wit_parser::Function| {
        let types = function.params.iter().map(|param| param.ty).chain(function.result).collect();
        mentioned(&agent.resolve, types).into_iter().filter(|id| wrapped.contains(id)).collect::<Vec<_>>()
    };
    let mentions = |function: &wit_parser::Function| all(function).first().copied();
    let part = |granted: &Granted| grants.parts.get(&granted.import).filter(|part| granted.held.is_some() || part.is_world());
    let name = |id: TypeId| agent.resolve.types[id].name.clone().unwrap_or_default();
    let mut errors = vec![];
    for granted in grants.symbols.iter().filter(|granted| !granted.outcome.is_refused()) {
        let owner = |resource: TypeId| import_of(agent, resource).and_then(|import| grants.parts.get(&import));
        let function = granted.function(agent);
        let is_exchanged = || granted.guard.is_none() && is_convertible(&agent.resolve, function, |id| wrapped.contains(&id));
        let is_split = |resource: &TypeId| owner(*resource) != part(granted) || granted.held.is_none() && !is_exchanged();
        if let Some(resource) = all(function).into_iter().find(is_split) {
            let message = format!(
                "`{}` is granted and takes or returns a `{}`, whose handles an adapter owns, as policy decides by what is behind them",
                escape(&granted.symbol.to_string()),
                escape(&name(resource))
            );
            errors
                .push(Diagnostic::error("E-RESOURCE-SPLIT", message).help("leave the function unpermitted, or decide without conditions"));
        }
    }
    for (export, _) in agent.exports.iter().zip(&grants.exports).filter(|(_, grant)| grant.allowed) {
        if let Some(resource) = export.functions(&agent.resolve).into_iter().find_map(mentions) {
            let message = format!(
                "the export `{}` takes or returns a `{}`, whose handles an adapter owns, as policy decides by what is behind them: the host could not call it",
                escape(&export.name),
                escape(&name(resource))
            );
            errors.push(Diagnostic::error("E-EXPORT-WRAPPED", message).help("leave the export unpermitted, or decide without conditions"));
        }
    }
    errors.extend(twins(agent, grants));
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Two interfaces of one wrap unit that name something alike: an adapter exports what it provides under one name each.
fn twins(agent: &Agent, grants: &Grants) -> Option<Diagnostic> {
    let resolve = &agent.resolve;
    let mut seen: BTreeMap<(_, &str), (Option<TypeId>, usize)> = BTreeMap::new();
    for (import, part) in &grants.parts {
        let ImportItem::Interface(id) = agent.imports[*import].item else { continue };
        let types = resolve.interfaces[id].types.iter().map(|(name, id)| (name.as_str(), Some(definition(resolve, *id))));
        let functions = agent.imports[*import].functions(resolve).into_iter().map(|(name, _)| (name, None));
        for (name, what) in types.chain(functions) {
            let (known, first) = *seen.entry((part.unit(), name)).or_insert((what, *import));
            let is_same = first == *import || what.is_some() && known == what;
            if !is_same {
                let [first, second] = [first, *import].map(|import| escape(&agent.imports[import].name));
                let message = format!("`{first}` and `{second}` both name `{}`, and one adapter would have to provide both", escape(name));
                let help = "leave one of the two unpermitted, or link without what is virtual";
                return Some(Diagnostic::error("E-RESOURCE-SPLIT", message).help(help));
            }
        }
    }
    None
}

/// What a unit's membrane provides and is told.
///
/// # Errors
/// Conditions on what it does not show.
pub fn hold(
    agent: &Agent,
    module: &'static Membrane,
    members: &[usize],
    grants: &Grants,
    virtuals: &Virtual,
    locked: &mut Locked,
) -> Result<Held, Vec<Diagnostic>> {
    let places = module.places();
    let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
    let (mut states, mut errors, mut needs) = (vec![], vec![], 0);
    for action in module.actions {
        states.push(match &grants.actions[action] {
            Verdict::Allow(_) => State::Allowed,
            Verdict::Deny(_) => State::Denied,
            Verdict::Residual(rules) => match guard::encode(rules, &places) {
                Ok(table) => {
                    needs |= table.needs;
                    let bytes = table.bytes.clone();
                    tables.insert(action, table);
                    State::Table(bytes)
                }
                Err(unplaced) => {
                    errors.push(guards::unplaced(rules, &module.interfaces.join(", "), action, &unplaced));
                    State::Denied
                }
            },
        });
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let (mut provides, mut converts) = (BTreeSet::new(), BTreeSet::new());
    for granted in grants.symbols.iter().filter(|granted| members.contains(&granted.import)) {
        let Some(held) = &granted.held else {
            converts.extend(is_converted(agent, grants, granted).then(|| (granted.import, granted.symbol.function.clone())));
            continue;
        };
        let key = (granted.import, granted.symbol.function.clone());
        provides.insert(key.clone());
        let decided: Vec<_> = held.iter().map(|(action, verdict)| decision(action, verdict, &tables)).collect();
        match &decided[..] {
            [] => {}
            [ActionGrant { guard, .. }] => drop(guard.clone().map(|guard| locked.guards.insert(key, guard))),
            _ if granted.outcome == Outcome::Guard => drop(locked.decisions.insert(key, decided)),
            _ => {}
        }
    }
    let is_from_host = |interface: &str| {
        let mut of = grants.symbols.iter().filter(|granted| members.contains(&granted.import) && !granted.outcome.is_refused());
        of.any(|granted| agent.imports[granted.import].policy_name() == interface)
    };
    let mut settings = module.settings(virtuals, is_from_host);
    // What is removed with all that is in it: whether the rules look at nothing in it.
    settings.extend(module.whole.map(|action| u8::from(tables.get(action).is_some_and(|table| table.inputs == ["resource"]))));
    let scratch = virtuals.mounts.values().map(|mount| if let Mount::Scratch(limit) = mount { *limit } else { 0 });
    let scratch = if module == &WORLD { scratch.fold(0, u64::saturating_add) } else { 0 };
    // What is written costs its bytes, and a little more.
    let pages = (module.pages + scratch / 65_536 * 5 / 4).min(60_000);
    Ok(Held { module, provides, states, needs, settings, pages, converts })
}

fn decision(action: &str, verdict: &Verdict, tables: &BTreeMap<&str, Table>) -> ActionGrant {
    let outcome = match verdict {
        Verdict::Allow(_) => Outcome::Allow,
        Verdict::Deny(_) => Outcome::Deny,
        Verdict::Residual(_) => Outcome::Guard,
    };
    let mut policies = verdict.policies();
    policies.sort();
    policies.dedup();
    let guard = tables.get(action).filter(|_| outcome == Outcome::Guard).map(locked_guard);
    ActionGrant { action: action.to_string(), outcome, policies, guard }
}

fn locked_guard(table: &Table) -> lockfile::Guard {
    lockfile::Guard {
        condition: guard::condition(table),
        inputs: table.inputs.clone(),
        permits: table.permits.iter().map(|policy| policy.id.clone()).collect(),
        forbids: table.forbids.iter().map(|policy| policy.id.clone()).collect(),
        limits: vec![],
        table: Digest::of(&table.bytes),
    }
}

/// Whether a function of the host takes or returns handles that are exchanged.
pub fn is_converted(agent: &Agent, grants: &Grants, granted: &Granted) -> bool {
    let function = granted.function(agent);
    let types = function.params.iter().map(|param| param.ty).chain(function.result).collect();
    let owner = |id: TypeId| import_of(agent, id).and_then(|import| grants.parts.get(&import));
    let is_wrapped = |id: TypeId| owner(id).is_some_and(|part| part.is_world() && part.module.owns(agent, id));
    let is_part = grants.parts.get(&granted.import).is_some_and(Part::is_world);
    is_part && !granted.outcome.is_refused() && granted.held.is_none() && mentioned(&agent.resolve, types).into_iter().any(is_wrapped)
}

/// What a function that a membrane provides calls of the host: import and function.
pub fn calls(agent: &Agent, grants: &Grants, granted: &Granted) -> Vec<(usize, String)> {
    if granted.is_virtual() {
        return vec![];
    }
    let part = grants.parts[&granted.import];
    let interface = agent.imports[granted.import].policy_name();
    let place = |of: &str| {
        let is_it = |import: &&usize| agent.imports[**import].policy_name() == of && grants.parts[*import] == part;
        grants.parts.keys().find(is_it).copied()
    };
    let calls = part.module.calls(&interface, &granted.symbol.function).into_iter();
    calls.map(|(of, function)| (place(of).expect("I3: membranes were lent what they call"), function.to_string())).collect()
}
