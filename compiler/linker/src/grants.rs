//! Minimum grants: what the agent demands, intersected with what policy permits.
//!
//! In: an agent and validated policies. Out: one [`Granted`] for every function that the agent imports, and one decision for every export. Must hold: what
//! the catalogue does not know is denied; an inert function is granted only behind something that is granted; a residual is an error.

use crate::{
    agent::{Agent, AgentImport},
    policy::{Decision, Policies, Residual, Resource},
    signature::Signatures,
};
use caplink_model::{
    Digest,
    action::ResourceType,
    catalogue::{self, Denied, Effect, Known},
    diagnostic::Diagnostic,
    lockfile::{Outcome, PolicyRef},
    symbol::Symbol,
    text::escape,
};
use std::collections::{BTreeMap, BTreeSet};
use wit_parser::{Resolve, Type, TypeId};

/// All decisions on one agent.
pub struct Grants {
    /// Every imported function, in the agent's order.
    pub symbols: Vec<Granted>,
    /// Every export, in the agent's order.
    pub exports: Vec<ExportGrant>,
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

/// Decides everything.
///
/// # Errors
/// Every policy that decides by a condition, and what Cedar cannot evaluate.
pub fn decide(agent: &Agent, policies: &Policies) -> Result<Grants, Vec<Diagnostic>> {
    let mut decider = Decider { policies, known: BTreeMap::new(), errors: vec![] };
    let mut signatures = Signatures::new(&agent.resolve);
    let exports: Vec<_> = agent.exports.iter().map(|export| decider.export(export.policy_name())).collect();
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
            };
            symbols.push(match known {
                Known::Foreign => {
                    let reason = "not in the catalogue for this version and signature".to_string();
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
                            (decider.acts(&needs, granted), &[])
                        }
                        Effect::Inert { reason, follows } => (Granted { reason: Some(reason.to_string()), ..granted }, follows),
                    }
                }
            });
        }
    }
    if !decider.errors.is_empty() {
        decider.errors.sort();
        decider.errors.dedup();
        return Err(decider.errors);
    }
    let granted: BTreeSet<String> = symbols
        .iter()
        .filter(|(symbol, _)| symbol.outcome == Outcome::Allow)
        .flat_map(|(symbol, _)| symbol.actions.iter().cloned())
        .collect();
    let exported: BTreeSet<String> = agent
        .exports
        .iter()
        .zip(&exports)
        .filter(|(_, grant)| grant.allowed)
        .map(|(export, _)| format!("export {}", export.policy_name()))
        .collect();
    let mut symbols: Vec<_> =
        symbols.into_iter().map(|(symbol, follows)| (follow(symbol, follows, &granted, &exported), follows.contains(&"*"))).collect();
    follow_handles(agent, &exports, &mut symbols);
    Ok(Grants { symbols: symbols.into_iter().map(|(symbol, _)| symbol).collect(), exports })
}

/// Grants inert functions that follow handles (`*`): those of a resource that a granted function outside the catalogue or a granted export hands out or takes, and
/// of the resources that these functions hand out in turn.
fn follow_handles(agent: &Agent, exports: &[ExportGrant], symbols: &mut [(Granted, bool)]) {
    let resolve = &agent.resolve;
    let mut reached = BTreeSet::new();
    for (export, _) in agent.exports.iter().zip(exports).filter(|(_, grant)| grant.allowed) {
        for function in export.functions(resolve) {
            reached.extend(resources(resolve, function.params.iter().map(|param| param.ty).chain(function.result)));
        }
    }
    let declared: Vec<_> = agent.imports.iter().flat_map(|import| import.functions(resolve)).map(|(_, function)| function).collect();
    let is_custom = |granted: &Granted| {
        let import = &agent.imports[granted.import];
        import.interface.as_ref().is_none_or(|name| catalogue::lookup(name, "", Digest::of(b"")) == Known::Custom)
    };
    for ((granted, _), function) in symbols.iter().zip(&declared) {
        if granted.outcome == Outcome::Allow && is_custom(granted) {
            reached.extend(resources(resolve, function.params.iter().map(|param| param.ty).chain(function.result)));
        }
    }
    loop {
        let before = reached.len();
        for ((granted, follows_handles), function) in symbols.iter_mut().zip(&declared) {
            let touches = |reached: &BTreeSet<TypeId>| {
                resources(resolve, function.params.iter().map(|param| param.ty)).iter().any(|resource| reached.contains(resource))
            };
            if *follows_handles && granted.outcome == Outcome::Deny && touches(&reached) {
                granted.outcome = Outcome::Inert;
                granted.actions = vec!["*".into()];
                reached.extend(resources(resolve, function.result));
            }
        }
        if reached.len() == before {
            return;
        }
    }
}

/// The resources that types mention, by definition.
fn resources(resolve: &Resolve, types: impl IntoIterator<Item = Type>) -> BTreeSet<TypeId> {
    crate::lock::mentioned(resolve, &mut types.into_iter().collect())
}

/// Grants an inert function if something that it follows is granted.
fn follow(symbol: Granted, follows: &[&str], granted: &BTreeSet<String>, exported: &BTreeSet<String>) -> Granted {
    if follows.is_empty() {
        return symbol;
    }
    let leads = |followed: &&&str| match followed.strip_suffix(":*") {
        Some(group) => granted.iter().any(|action| action.split_once(':').is_some_and(|(of, _)| of == group)),
        None => granted.contains(**followed) || exported.contains(**followed),
    };
    let leaders: Vec<_> = follows.iter().filter(leads).map(ToString::to_string).collect();
    if leaders.is_empty() {
        let reason = Some("nothing that it follows is granted".to_string());
        return Granted { reason, ..symbol };
    }
    Granted { outcome: Outcome::Inert, actions: leaders, ..symbol }
}

struct Decider<'p> {
    policies: &'p Policies,
    known: BTreeMap<(String, Resource), Decision>,
    errors: Vec<Diagnostic>,
}

impl Decider<'_> {
    fn one(&mut self, action: &str, resource: &Resource) -> Decision {
        let key = (action.to_string(), resource.clone());
        if let Some(decision) = self.known.get(&key) {
            return decision.clone();
        }
        let decision = self.policies.decide(action, resource).unwrap_or_else(|error| {
            self.errors.push(error);
            Decision::Deny(vec![])
        });
        self.known.insert(key, decision.clone());
        decision
    }

    /// A function that may exercise several actions is allowed if all are; one denied action denies it whole.
    fn acts(&mut self, needs: &[(String, Resource)], granted: Granted) -> Granted {
        let actions: Vec<_> = needs.iter().map(|(action, _)| action.clone()).collect();
        let decisions: Vec<_> = needs.iter().map(|(action, resource)| (action, self.one(action, resource))).collect();
        let denied: Vec<_> = decisions
            .iter()
            .filter_map(|(action, decision)| if let Decision::Deny(by) = decision { Some((*action, by)) } else { None })
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
        let mut permits = BTreeSet::new();
        for (action, decision) in decisions {
            match decision {
                Decision::Allow(by) => permits.extend(by),
                Decision::Residual(residuals) => self.refuse(action, &granted.symbol.to_string(), &residuals),
                Decision::Deny(_) => unreachable!("I3: denied actions were handled above"),
            }
        }
        Granted { outcome: Outcome::Allow, actions, policies: permits.into_iter().collect(), ..granted }
    }

    fn export(&mut self, name: String) -> ExportGrant {
        match self.one("export", &Resource::Interface(name.clone())) {
            Decision::Allow(policies) => ExportGrant { allowed: true, policies },
            Decision::Deny(policies) => ExportGrant { allowed: false, policies },
            Decision::Residual(residuals) => {
                self.refuse("export", &name, &residuals);
                ExportGrant { allowed: false, policies: vec![] }
            }
        }
    }

    /// A condition that only the call can decide. This is the one place where the policy compiler's guards will be planned instead.
    fn refuse(&mut self, action: &str, demanded_by: &str, residuals: &[Residual]) {
        for residual in residuals {
            self.errors.push(
                Diagnostic::error(
                    "E-POLICY-CONDITION",
                    format!(
                        "`{}` ({}:{}) decides `{}` by a condition on the call: {}",
                        escape(&residual.policy.id),
                        escape(&residual.policy.file),
                        residual.policy.line,
                        escape(action),
                        escape(&residual.condition)
                    ),
                )
                .help(format!(
                    "`{}` needs this decided when linking: drop the condition, or leave the action unpermitted",
                    escape(demanded_by)
                )),
            );
        }
    }
}
