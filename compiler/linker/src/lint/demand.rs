//! What agents ask for: functions with their actions, and exports.
//!
//! In: components. Out: a [`Demand`] for each, and the interfaces that are not in the catalogue. Must hold: what an agent imports is there, once, whether
//! policy can grant it or not.

use super::AgentFile;
use crate::agent::{self, Agent};
use crate::schema::interface::{self, Interface};
use crate::signature::Signatures;
use crate::{custom_imports, grants};
use caplink_model::catalogue::{self, Effect, Known};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use std::collections::BTreeSet;

/// What an agent asks for.
#[derive(Clone, Debug)]
pub struct Demand {
    /// What reports call it.
    pub name: String,
    /// The id of its `Agent`, if it is known.
    pub principal: Option<String>,
    /// The functions that it imports and that need actions.
    pub functions: Vec<Function>,
    /// The functions that the catalogue does not know, as it knows the interface: policy can never grant them.
    pub unknown: Vec<String>,
    /// What the host may call, by names without version.
    pub exports: Vec<String>,
    /// All actions that the agent needs for something.
    pub actions: BTreeSet<String>,
}

/// A function that an agent imports.
#[derive(Clone, Debug)]
pub struct Function {
    /// The interface without version.
    pub interface: String,
    /// Its name; empty for a function that the world names directly.
    pub name: String,
    /// What a call needs.
    pub actions: Vec<String>,
    /// Whether the actions are of its own interface.
    pub is_custom: bool,
}

impl Demand {
    /// Whether it may be the principal of this id.
    pub fn may_be(&self, id: &str) -> bool {
        self.principal.as_deref().is_none_or(|own| own == id)
    }
}

type Read = (Vec<Demand>, Vec<Interface>, BTreeSet<String>);

/// Reads agents.
///
/// # Errors
/// What is wrong with one of them, or with two together.
pub(super) fn read(files: &[AgentFile<'_>]) -> Result<Read, Vec<Diagnostic>> {
    let mut agents: Vec<Agent> = vec![];
    for file in files {
        let named = |mut diagnostic: Diagnostic| {
            diagnostic.message = format!("`{}`: {}", escape(file.name), diagnostic.message);
            diagnostic
        };
        agents.push(agent::decode(file.bytes).map_err(|errors| errors.into_iter().map(named).collect::<Vec<_>>())?);
    }
    let custom = interface::interfaces(agents.iter().flat_map(custom_imports))?;
    let names = agents.iter().flat_map(|agent| {
        let imports = agent.imports.iter().map(agent::AgentImport::policy_name);
        imports.chain(agent.exports.iter().map(agent::AgentExport::policy_name))
    });
    let names = names.collect();
    let demands = files.iter().zip(&agents).map(|(file, agent)| demand(file, agent)).collect::<Result<_, _>>()?;
    Ok((demands, custom, names))
}

fn demand(file: &AgentFile<'_>, agent: &Agent) -> Result<Demand, Vec<Diagnostic>> {
    let mut signatures = Signatures::new(&agent.resolve);
    // What no export can reach needs no permit; where that is not found out, everything counts.
    let called = crate::demand::evidence(file.bytes, agent).ok();
    let (mut functions, mut unknown) = (vec![], vec![]);
    for import in &agent.imports {
        for (name, function) in import.functions(&agent.resolve) {
            if called.as_ref().is_some_and(|called| !called.contains_key(&(import.name.clone(), name.to_string()))) {
                continue;
            }
            let signature = signatures.digest(function);
            let known = import.interface.as_ref().map_or(Known::Custom, |interface| catalogue::lookup(interface, name, signature));
            let (actions, is_custom) = match known {
                Known::Custom => (vec![grants::custom_action(import, name)], true),
                Known::Foreign => {
                    unknown.push(format!("{}#{name}", import.name));
                    continue;
                }
                Known::Entry(entry) => match entry.effect {
                    Effect::Acts(actions) => (actions.iter().map(ToString::to_string).collect(), false),
                    Effect::Inert { .. } => continue,
                },
            };
            functions.push(Function { interface: import.policy_name(), name: name.to_string(), actions, is_custom });
        }
    }
    let principal = file.principal.map(|principal| match crate::policy::survey::agent_id(principal) {
        Some(id) => Ok(id),
        None => {
            let message = format!("`{}` is no `Agent`", escape(principal));
            Err(vec![Diagnostic::error("E-PRINCIPAL", message).help("write it as in `Agent::\"billing\"`")])
        }
    });
    let exports: Vec<String> = agent.exports.iter().map(agent::AgentExport::policy_name).collect();
    let calls = (!exports.is_empty()).then(|| "export".to_string());
    let actions = functions.iter().flat_map(|function| function.actions.clone()).chain(calls).collect();
    Ok(Demand { name: file.name.to_string(), principal: principal.transpose()?, functions, unknown, exports, actions })
}
