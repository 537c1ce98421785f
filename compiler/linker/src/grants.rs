//! Minimum grants: what the agent demands, intersected with what policy permits.
//!
//! In: an agent, validated policies, and what calls reach from granted exports. Out: one [`Granted`] for every function that the agent imports, and one decision for every export. Must hold: what
//! the catalogue does not know is denied; an inert function is granted only behind something that is granted; what policy decides by a call's values
//! is granted behind a guard, or an error.

mod hold;

use self::hold::hold;
use crate::{
    adapter::types::mentioned,
    agent::{Agent, AgentImport},
    capability::{Membrane, Part},
    guard::rules::{Expr, Rules},
    policy::{Decision, Policies, Resource},
    signature::Signatures,
};
use caplink_model::{
    action::{Action, ResourceType},
    catalogue::{self, Denied, Effect, Known},
    diagnostic::Diagnostic,
    lockfile::{Outcome, PolicyRef},
    symbol::Symbol,
    text::escape,
    virtuals::Virtual,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wit_parser::{Function, FunctionKind, TypeId};

/// All decisions on one agent.
pub struct Grants {
    /// Every imported function, in the agent's order.
    pub symbols: Vec<Granted>,
    /// Every export, in the agent's order.
    pub exports: Vec<ExportGrant>,
    /// The decisions on all actions that the membranes in use ask about.
    pub actions: BTreeMap<&'static str, Verdict>,
    /// The imports that are part of a wrap unit which a membrane provides.
    pub parts: BTreeMap<usize, Part>,
}

/// The decision on one imported function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Which function.
    pub symbol: Symbol,
    /// Which of the agent's imports it belongs to.
    pub import: usize,
    /// The decision.
    pub outcome: Outcome,
    /// What the agent is to see if it is denied.
    pub denied: Denied,
    /// The actions that it needs; for an inert function what it follows.
    pub actions: Vec<String>,
    /// The policies that decided.
    pub policies: Vec<PolicyRef>,
    /// Why, where the policies do not tell.
    pub reason: Option<String>,
    /// What decides on each call, if the outcome is a guard: the action that it is about, and the rules.
    pub guard: Option<(String, Arc<Rules>)>,
    /// The decision on each of its actions, if a membrane provides it; an inert function has none.
    pub held: Option<Vec<(String, Verdict)>>,
}

/// The decision on one export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportGrant {
    /// Whether the root exports it.
    pub allowed: bool,
    /// The policies that decided.
    pub policies: Vec<PolicyRef>,
}

/// The action that governs a function of a custom interface, or a function that the world imports directly (design section 3).
pub fn custom_action(import: &AgentImport, function: &str) -> String {
    crate::schema::interface::action_id(&import.policy_name(), function)
}

/// Why a function of a known interface is denied whatever policy says.
const FOREIGN: &str = "not in the catalogue for this version and signature";

/// The interface of files.
const FILES: &str = "wasi:filesystem/types";

/// Why a function is neither granted nor denied.
pub const UNREACHED: &str = "no call reaches it";

/// Decides everything. `demand` is asked once which functions calls reach from the exports that are granted, by import and name; `None` if each counts as demanded.
///
/// # Errors
/// Conditions on calls that no guard can decide on, and what Cedar cannot evaluate.
pub fn decide(
    agent: &Agent,
    policies: &Policies,
    virtuals: &Virtual,
    demand: impl FnOnce(&BTreeSet<&str>) -> Option<BTreeSet<(String, String)>>,
) -> Result<Grants, Vec<Diagnostic>> {
    let mut decider = Decider { policies, known: BTreeMap::new(), errors: vec![] };
    let mut signatures = Signatures::new(&agent.resolve);
    let exports: Vec<_> = agent.exports.iter().map(|export| decider.export(export.policy_name())).collect();
    let granted = agent.exports.iter().zip(&exports).filter(|(_, grant)| grant.allowed).map(|(export, _)| export.name.as_str());
    let demanded = demand(&granted.collect());
    let is_reached = |import: &AgentImport, name: &str| {
        demanded.as_ref().is_none_or(|demanded| demanded.contains(&(import.name.clone(), name.to_string())))
    };
    let mut parts: BTreeMap<usize, Part> =
        (0..agent.imports.len()).filter_map(|import| Some((import, Part::of(agent, import, virtuals)?))).collect();
    let mut symbols: Vec<(Granted, &[&str])> = vec![];
    for (index, import) in agent.imports.iter().enumerate() {
        for (name, function) in import.functions(&agent.resolve) {
            let signature = signatures.digest(function);
            let known = import.interface.as_ref().map_or(Known::Custom, |interface| catalogue::lookup(interface, name, signature));
            let granted = Granted {
                symbol: Symbol::new(&import.name, name),
                import: index,
                outcome: Outcome::Deny,
                denied: Denied::Error,
                actions: vec![],
                policies: vec![],
                reason: None,
                guard: None,
                held: None,
            };
            let membrane = parts.get(&index).map(|part| part.module);
            if !is_reached(import, name) {
                let actions = actions(import, name, &known);
                let reason = Some(UNREACHED.to_string());
                symbols.push((Granted { outcome: Outcome::Unreached, actions, reason, ..granted }, &[]));
                continue;
            }
            symbols.push(match known {
                Known::Foreign => {
                    let reason = FOREIGN.to_string();
                    (Granted { reason: Some(reason), ..granted }, &[])
                }
                Known::Custom => {
                    let needs = [(custom_action(import, name), Resource::Interface(import.policy_name()))];
                    (decider.acts(&needs, granted), &[])
                }
                Known::Entry(entry) => {
                    let granted = Granted { denied: entry.denied, ..granted };
                    match entry.effect {
                        Effect::Acts(_) => {
                            let needs: Vec<_> = entry
                                .actions()
                                .map(|action| {
                                    let resource = match action.resource {
                                        ResourceType::WitInterface => Resource::Interface(import.policy_name()),
                                        other => Resource::Any(other),
                                    };
                                    (action.id.to_string(), resource)
                                })
                                .collect();
                            let is_virtual = membrane.is_some() && virtuals.provides(&import.policy_name(), name);
                            match membrane {
                                Some(_) if is_virtual => (decider.provides(import, &needs, granted), &[]),
                                Some(membrane) => (decider.holds(membrane, &needs, granted), &[]),
                                None => (decider.acts(&needs, granted), &[]),
                            }
                        }
                        Effect::Inert { .. } if membrane.is_some() && virtuals.provides(&import.policy_name(), name) => {
                            (decider.provides(import, &[], granted), &[])
                        }
                        Effect::Inert { reason, follows } => (Granted { reason: Some(reason.to_string()), ..granted }, follows),
                    }
                }
            });
        }
    }
    decider.checked()?;
    let mut symbols = follow(agent, symbols, &exports);
    hold(agent, virtuals, &mut parts, &mut symbols)?;
    let asked: BTreeSet<&'static str> = parts.values().flat_map(|part| part.module.actions).copied().collect();
    let actions = asked
        .into_iter()
        .map(|id| (id, decider.one(id, &Resource::Any(Action::find(id).expect("I9: it is in the vocabulary").resource))))
        .collect();
    decider.checked()?;
    Ok(Grants { symbols, exports, actions, parts })
}

/// What a call of a function would need.
fn actions(import: &AgentImport, name: &str, known: &Known) -> Vec<String> {
    match known {
        Known::Foreign => vec![],
        Known::Custom => vec![custom_action(import, name)],
        Known::Entry(entry) => entry.actions().map(|action| action.id.to_string()).collect(),
    }
}

/// Grants each inert function that follows something granted. What follows handles follows whatever is granted and mentions them; that may
/// mention others, so it goes on until nothing is added.
fn follow(agent: &Agent, symbols: Vec<(Granted, &[&str])>, exports: &[ExportGrant]) -> Vec<Granted> {
    let allowed = || symbols.iter().filter(|(symbol, _)| matches!(symbol.outcome, Outcome::Allow | Outcome::Guard));
    // Of the vocabulary only: an action of a custom interface may begin with any word, `fs:evil/thing#f`, and leads nothing by its name.
    let named = allowed().flat_map(|(symbol, _)| symbol.actions.iter().map(String::as_str));
    let actions: BTreeSet<&str> = named.filter(|action| Action::find(action).is_some()).collect();
    let exported: BTreeMap<String, Vec<&Function>> = agent
        .exports
        .iter()
        .zip(exports)
        .filter(|(_, grant)| grant.allowed)
        .map(|(export, _)| (format!("export {}", export.policy_name()), export.functions(&agent.resolve)))
        .collect();
    let leads = |followed: &&&str| match followed.strip_suffix(":*") {
        Some(group) => actions.iter().any(|action| action.split_once(':').is_some_and(|(of, _)| of == group)),
        None => actions.contains(**followed) || exported.contains_key(**followed),
    };
    let declared: Vec<_> = symbols.iter().map(|(symbol, _)| symbol.function(agent)).collect();
    // Why each resource may be in the agent's hands.
    let mut held: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    let hold = |held: &mut BTreeMap<TypeId, BTreeSet<String>>, function: &Function, why: &[String]| {
        for resource in mentioned(&agent.resolve, function.params.iter().map(|param| param.ty).chain(function.result).collect()) {
            held.entry(resource).or_default().extend(why.iter().cloned());
        }
    };
    for (why, functions) in &exported {
        functions.iter().for_each(|function| hold(&mut held, function, std::slice::from_ref(why)));
    }
    let mut leaders: Vec<Vec<String>> = vec![];
    for ((symbol, follows), function) in symbols.iter().zip(&declared) {
        let of = follows.iter().filter(leads).map(ToString::to_string).collect();
        let of = if matches!(symbol.outcome, Outcome::Allow | Outcome::Guard) { symbol.actions.clone() } else { of };
        if !of.is_empty() {
            hold(&mut held, function, &of);
        }
        leaders.push(of);
    }
    loop {
        let mut grown = false;
        for (number, _) in symbols.iter().enumerate().filter(|(_, (_, follows))| follows.contains(&"*")) {
            let known: BTreeSet<_> = leaders[number].iter().cloned().collect();
            let found: BTreeSet<_> =
                taken(agent, declared[number]).iter().filter_map(|id| held.get(id)).flatten().cloned().chain(known.clone()).collect();
            if found != known {
                leaders[number] = found.into_iter().collect();
                hold(&mut held, declared[number], &leaders[number]);
                grown = true;
            }
        }
        if !grown {
            break;
        }
    }
    symbols.into_iter().zip(leaders).map(|((symbol, follows), leaders)| led(symbol, follows, leaders)).collect()
}

/// An inert function behind what leads it.
fn led(symbol: Granted, follows: &[&str], leaders: Vec<String>) -> Granted {
    if follows.is_empty() {
        return symbol;
    }
    if !leaders.is_empty() {
        return Granted { outcome: Outcome::Inert, actions: leaders, ..symbol };
    }
    Granted { reason: Some("nothing that it follows is granted".to_string()), ..symbol }
}

/// The resources that a function works on: a method's own, or those that it takes.
fn taken(agent: &Agent, function: &Function) -> BTreeSet<TypeId> {
    let count = if matches!(function.kind, FunctionKind::Method(_) | FunctionKind::AsyncMethod(_)) { 1 } else { function.params.len() };
    mentioned(&agent.resolve, function.params.iter().take(count).map(|param| param.ty).collect())
}

impl Granted {
    /// Whether it is virtual, and never reaches the host.
    pub fn is_virtual(&self) -> bool {
        self.outcome == Outcome::Deny && self.held.is_some()
    }

    /// The function as the agent declares it.
    pub fn function<'a>(&self, agent: &'a Agent) -> &'a Function {
        let import = &agent.imports[self.import];
        import.function(&agent.resolve, &self.symbol.function).expect("I3: grants are of the agent's functions")
    }
}

struct Decider<'p> {
    policies: &'p Policies,
    known: BTreeMap<(String, Resource), Verdict>,
    errors: Vec<Diagnostic>,
}

/// A decision that many functions may share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Whatever it is about; by these permits.
    Allow(Vec<PolicyRef>),
    /// Whatever it is about; by these forbids, or because no permit matches.
    Deny(Vec<PolicyRef>),
    /// By what it is about.
    Residual(Arc<Rules>),
}

impl Verdict {
    /// Whose decision it is.
    pub fn policies(&self) -> Vec<PolicyRef> {
        match self {
            Self::Allow(by) | Self::Deny(by) => by.clone(),
            Self::Residual(rules) => rules.permits.iter().chain(&rules.forbids).map(|rule| rule.policy.clone()).collect(),
        }
    }
}

impl Decider<'_> {
    fn checked(&mut self) -> Result<(), Vec<Diagnostic>> {
        self.errors.sort();
        self.errors.dedup();
        if self.errors.is_empty() { Ok(()) } else { Err(std::mem::take(&mut self.errors)) }
    }

    fn one(&mut self, action: &str, resource: &Resource) -> Verdict {
        let key = (action.to_string(), resource.clone());
        if let Some(decision) = self.known.get(&key) {
            return decision.clone();
        }
        let verdict = match self.policies.decide(action, resource) {
            Ok(Decision::Allow(by)) => Verdict::Allow(by),
            Ok(Decision::Deny(by)) => Verdict::Deny(by),
            Ok(Decision::Residual(rules)) => Verdict::Residual(Arc::new(rules)),
            Err(errors) => {
                self.errors.extend(errors);
                Verdict::Deny(vec![])
            }
        };
        self.known.insert(key, verdict.clone());
        verdict
    }

    /// A function that may exercise several actions is allowed if all are; one denied action denies it whole.
    fn acts(&mut self, needs: &[(String, Resource)], granted: Granted) -> Granted {
        let actions: Vec<_> = needs.iter().map(|(action, _)| action.clone()).collect();
        let decisions: Vec<_> = needs.iter().map(|(action, resource)| (action, self.one(action, resource))).collect();
        let denied: Vec<_> = decisions
            .iter()
            .filter_map(|(action, decision)| if let Verdict::Deny(by) = decision { Some((*action, by)) } else { None })
            .collect();
        if !denied.is_empty() {
            let forbids: BTreeSet<_> = denied.iter().flat_map(|(_, by)| by.iter().cloned()).collect();
            let lacking: Vec<_> = denied.iter().map(|(action, _)| action.as_str()).collect();
            let reason = if lacking.len() < actions.len() {
                Some(format!("it may need {} too", lacking.join(", ")))
            } else if forbids.is_empty() {
                Some("no permit matches".to_string())
            } else {
                None
            };
            return Granted { actions, policies: forbids.into_iter().collect(), reason, ..granted };
        }
        if decisions.is_empty() {
            // Needing no permit is not being permitted.
            return Granted { reason: Some("no action governs it".to_string()), ..granted };
        }
        let mut policies = BTreeSet::new();
        let mut residual: Option<(String, Arc<Rules>)> = None;
        for (action, decision) in decisions {
            match decision {
                Verdict::Allow(by) => policies.extend(by),
                Verdict::Residual(rules) => {
                    policies.extend(rules.permits.iter().chain(&rules.forbids).map(|rule| rule.policy.clone()));
                    if let Some((other, _)) = residual.replace((action.clone(), rules)) {
                        self.errors.push(several(&granted.symbol.to_string(), &other, action));
                    }
                }
                Verdict::Deny(_) => unreachable!("I3: denied actions were handled above"),
            }
        }
        let outcome = if residual.is_some() { Outcome::Guard } else { Outcome::Allow };
        Granted { outcome, actions, policies: policies.into_iter().collect(), guard: residual, ..granted }
    }

    /// A function that is virtual, in place of the host's or beside it.
    fn provides(&mut self, import: &AgentImport, needs: &[(String, Resource)], granted: Granted) -> Granted {
        let name = granted.symbol.function.clone();
        let denied = Granted { actions: needs.iter().map(|(action, _)| action.clone()).collect(), held: Some(vec![]), ..granted.clone() };
        if import.policy_name() == FILES {
            let permitted = needs.iter().filter(|(action, resource)| !matches!(self.one(action, resource), Verdict::Deny(_)));
            let permitted: BTreeSet<String> = permitted.map(|(action, _)| action.clone()).collect();
            self.errors.extend(permitted.iter().map(|action| both(action)));
        }
        if !Virtual::is_beside(&import.policy_name(), &name) {
            return Granted { reason: Some("it is virtual, and the host is not asked".to_string()), ..denied };
        }
        match needs {
            [(action, resource)] if !matches!(self.one(action, resource), Verdict::Deny(_)) => {
                let verdict = self.one(action, resource);
                let guard = if let Verdict::Residual(rules) = &verdict { Some((action.clone(), rules.clone())) } else { None };
                let outcome = if guard.is_some() { Outcome::Guard } else { Outcome::Allow };
                Granted { outcome, policies: verdict.policies(), guard, held: Some(vec![(action.clone(), verdict)]), ..denied }
            }
            _ => Granted { reason: Some("it is virtual, and policy allows nothing of the host's".to_string()), ..denied },
        }
    }

    /// A function whose actions a membrane decides on one by one.
    fn holds(&mut self, membrane: &Membrane, needs: &[(String, Resource)], granted: Granted) -> Granted {
        let held: Vec<_> = needs.iter().map(|(action, resource)| (action.clone(), self.one(action, resource))).collect();
        let is_denied = |(_, verdict): &&(String, Verdict)| matches!(verdict, Verdict::Deny(_));
        // A limit alone is counted where the call is made.
        let counts = |(_, verdict): &(String, Verdict)| matches!(verdict, Verdict::Residual(rules) if rules.permits.iter().chain(&rules.forbids).all(|rule| matches!(rule.condition, Expr::Bool(_))));
        if held.iter().any(counts) {
            return self.acts(needs, granted);
        }
        let by_flags = membrane.by_flags.contains(&granted.symbol.function.as_str());
        let denied = held.iter().filter(is_denied).count();
        if denied > 0 && !(by_flags && denied < held.len()) || held.is_empty() {
            return self.acts(needs, granted);
        }
        let granting = || held.iter().filter(|held| !is_denied(held));
        let policies: BTreeSet<_> = granting().flat_map(|(_, verdict)| verdict.policies()).collect();
        let decided = held.iter().all(|(_, verdict)| matches!(verdict, Verdict::Allow(_)));
        let guard = match &held[..] {
            [(action, Verdict::Residual(rules))] => Some((action.clone(), rules.clone())),
            _ => None,
        };
        Granted {
            outcome: if decided { Outcome::Allow } else { Outcome::Guard },
            actions: granting().map(|(action, _)| action.clone()).collect(),
            policies: policies.into_iter().collect(),
            guard,
            held: Some(held),
            ..granted
        }
    }

    fn export(&mut self, name: String) -> ExportGrant {
        match self.one("export", &Resource::Interface(name.clone())) {
            Verdict::Allow(policies) => ExportGrant { allowed: true, policies },
            Verdict::Deny(policies) => ExportGrant { allowed: false, policies },
            Verdict::Residual(rules) => {
                for rule in
                    rules.permits.iter().chain(&rules.forbids).filter(|rule| rule.limit.is_some() || rule.condition != Expr::Bool(true))
                {
                    self.errors.push(
                        Diagnostic::error(
                            "E-POLICY-CONDITION",
                            format!(
                                "{} decides the export `{}` by a condition or limit, and calls of exports are not guarded",
                                named(&rule.policy),
                                escape(&name)
                            ),
                        )
                        .help("drop the condition, or leave the export unpermitted"),
                    );
                }
                ExportGrant { allowed: false, policies: vec![] }
            }
        }
    }
}

/// Files of the host that policy permits, where those of the artifact stand in their place.
fn both(action: &str) -> Diagnostic {
    let message =
        format!("policy permits `{action}` on the host, and files of the host do not stand beside `--virtual-fs` or `--embed` yet");
    Diagnostic::error("E-VIRTUAL", message).help("leave the action unpermitted, or link without these flags")
}

/// One function that needs several actions, of which more than one is decided at the call.
fn several(symbol: &str, first: &str, second: &str) -> Diagnostic {
    let message = format!(
        "`{}` may need both `{}` and `{}`, and policy decides both by conditions or limits",
        escape(symbol),
        escape(first),
        escape(second)
    );
    Diagnostic::error("E-POLICY-CONDITION", message).help("permit one of the two actions without a condition, or leave one unpermitted")
}

/// A policy, in a message.
pub(crate) fn named(policy: &PolicyRef) -> String {
    format!("`{}` ({}:{})", escape(&policy.id), escape(&policy.file), policy.line)
}
