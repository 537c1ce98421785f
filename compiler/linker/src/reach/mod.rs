//! Reachability: which functions of the host code of the agent can call at all, from the exports that are granted.
//!
//! In: the bytes of a component that reads as one, and which of its exports the host may call. Out: [`Analysis`]. The answer is a superset of what calls can do: over
//! core modules, tables, references, nested components, and what the canonical ABI calls by itself. Where the bytes are too large or too strange to be
//! followed, there is no answer, and the caller takes everything for demanded. Nothing here is trusted: what is missed is a stub that traps, and never a grant.

mod body;
mod component;
mod evidence;
mod holder;
mod literals;
mod module;
mod names;
mod places;
mod resolve;
mod walk;

#[cfg(test)]
mod tests;

pub use evidence::{Stop, Told};
pub use literals::{Confidence, Literals};
pub use resolve::GiveUp;

use caplink_model::lockfile::Evidence;
use component::Agent;
use evidence::Names;
use resolve::Links;
use std::collections::{BTreeMap, BTreeSet};
use walk::{Node, Walk};

/// What was found in an agent that imports so many functions.
pub struct Analysis<'a, 'b> {
    agent: &'b Agent<'a>,
    links: &'b Links<'a, 'b>,
    walk: Walk<'a>,
    imported: usize,
}

/// Functions of the host: import and name, the name empty for an imported function.
pub type Functions = BTreeSet<(String, String)>;

/// Follows calls in an agent that imports so many functions, and reads what was found.
///
/// # Errors
/// If there is no answer.
pub fn analyse<T>(
    bytes: &[u8],
    imported: usize,
    is_granted: impl Fn(&str) -> bool,
    read: impl FnOnce(&Analysis<'_, '_>) -> T,
) -> Result<T, GiveUp> {
    let agent = component::read(bytes).map_err(|_| GiveUp::Unreadable)?;
    let links = Links::new(&agent)?;
    let walk = walk::walk(&agent, &links, is_granted)?;
    Ok(read(&Analysis { agent: &agent, links: &links, walk, imported }))
}

impl Analysis<'_, '_> {
    /// The functions of the host that calls may reach.
    pub fn demanded(&self) -> Functions {
        self.walk.hosts.keys().map(|(import, name)| (import.to_string(), name.to_string())).collect()
    }

    /// How calls reach each of them, in short.
    pub fn evidence(&self) -> BTreeMap<(String, String), Evidence> {
        self.told(&self.demanded(), None).into_iter().map(|(key, told)| (key, told.in_short())).collect()
    }

    /// How calls reach these functions; with places in sources and with the constants that are passed, if what the agent imports is given.
    pub fn told(&self, asked: &Functions, imports: Option<&crate::agent::Agent>) -> BTreeMap<(String, String), Told> {
        let asked = |import: &str, name: &str| asked.contains(&(import.to_string(), name.to_string()));
        let hosts: Vec<_> = self.walk.hosts.iter().filter(|((import, name), _)| asked(import, name)).collect();
        let nodes: Vec<_> = hosts.iter().map(|(_, node)| **node).collect();
        let names = self.names(&nodes, imports.is_some());
        let mut constants = imports.map_or(BTreeMap::new(), |imports| literals::literals(self.agent, &self.walk, self.links, imports));
        let tell = |node| evidence::tell(self.agent, &self.walk, self.imported, node, &names);
        hosts
            .into_iter()
            .map(|((import, name), node)| {
                let key = (import.to_string(), name.to_string());
                let literals = constants.remove(&key).unwrap_or_default();
                (key, Told { literals, ..tell(*node) })
            })
            .collect()
    }

    fn names(&self, nodes: &[u32], with_places: bool) -> Names {
        let mut names = Names::default();
        for (id, (functions, places)) in evidence::shown(self.agent, &self.walk, nodes) {
            let (bytes, module) = (self.agent.bytes, &self.agent.modules[id]);
            names.functions.extend(names::names(bytes, module, &functions).into_iter().map(|(function, name)| ((id, function), name)));
            names.modules.extend(names::module_name(bytes, module).map(|name| (id, name)));
            if with_places {
                let found = places::places(bytes, module, &places).into_iter();
                names.places.extend(found.map(|(at, place)| (at, format!("{}:{}", place.file, place.line))));
            }
        }
        names
    }
}

/// What may call what, as the analysis sees it; for tests that run code and compare.
pub struct Graph {
    /// The functions of core modules that may run: number of the module in the order of the bytes, and function index.
    pub reached: BTreeSet<(usize, u32)>,
    /// Calls between them.
    pub calls: BTreeSet<((usize, u32), (usize, u32))>,
}

/// The graph of a small component; `None` where there is no answer.
pub fn graph(bytes: &[u8], is_granted: impl Fn(&str) -> bool) -> Option<Graph> {
    let agent = component::read(bytes).ok()?;
    let links = Links::new(&agent).ok()?;
    let mut walk = walk::walk(&agent, &links, is_granted).ok()?;
    let function =
        |walk: &Walk<'_>, number| if let Node::Function(module, function) = walk.node(number) { Some((module, function)) } else { None };
    let numbers = (0..).zip(&walk.steps).filter(|(_, step)| step.is_some());
    let reached = numbers.filter_map(|(number, _)| function(&walk, number)).collect();
    let calls = walk.calls();
    Some(Graph {
        reached,
        calls: calls.into_iter().filter_map(|(from, to)| Some((function(&walk, from)?, function(&walk, to)?))).collect(),
    })
}

/// What is demanded; for tests. `None` where there is no answer.
pub struct Reach {
    /// The functions of the host that calls may reach.
    pub demanded: Option<BTreeSet<(String, String)>>,
}

/// What is demanded, and nothing beside; for tests.
pub fn reach(bytes: &[u8], is_granted: impl Fn(&str) -> bool) -> Reach {
    Reach { demanded: analyse(bytes, 0, is_granted, |found| found.demanded()).ok() }
}
