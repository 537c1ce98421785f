//! Why a function of the host is demanded: the call path that reached it, told for people.
//!
//! In: a walk, and names for functions. Out: a [`Told`] for each function of the host that was reached, and in short, for lockfiles, an [`Evidence`]. Names are the
//! agent's own claims: they are shown, cut, and never relied on. Functions that only pass a call on to the host, as the shims of component tools do, are left out.

use super::component::{Agent, ModuleId};
use super::literals::Literals;
use super::walk::{By, Node, Step, Walk};
use caplink_model::lockfile::{Evidence, PATH_STEPS, Reach};
use std::collections::{BTreeMap, BTreeSet};

/// A table that holds so many functions may be that of an interpreter.
const LARGE: usize = 1_000;
/// Bytes of the body of a function that can do no more than pass on a call.
const SHIM: u64 = 64;

/// How calls reach a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How certain that is.
    pub reach: Reach,
    /// The shortest call path, from where it begins.
    pub path: Vec<Stop>,
    /// The constants that calls pass, by parameter.
    pub literals: Vec<Literals>,
}

/// A step of a call path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The function, or where the path begins.
    pub name: String,
    /// The core module that it is in, where that changes.
    pub module: Option<String>,
    /// Whether a table or a reference led there.
    pub through_table: bool,
    /// Where in its source it calls the next.
    pub place: Option<String>,
}

/// What functions and modules are called, and where calls stand in sources.
#[derive(Default)]
pub struct Names {
    /// By module and function index.
    pub functions: BTreeMap<(ModuleId, u32), String>,
    /// By module.
    pub modules: BTreeMap<ModuleId, String>,
    /// By place in the agent's bytes.
    pub places: BTreeMap<u64, String>,
}

/// One function of a path: module, index, the step that reached it, and where it calls the next.
type Passed<'a> = (ModuleId, u32, Step<'a>, u64);

/// The path to a node: where it begins, and the functions of core modules on it, shims left out.
fn path<'a>(agent: &Agent<'_>, walk: &Walk<'a>, node: u32) -> (By<'a>, Vec<Passed<'a>>) {
    let mut path = vec![];
    let mut at = Some(node);
    // Costs fall towards the root, so this ends.
    while let Some(number) = at {
        let Some(step) = walk.steps[number as usize] else { break };
        path.push((walk.node(number), step));
        at = step.from;
    }
    path.reverse();
    let mut passed = vec![];
    for (at, (node, step)) in path.iter().enumerate() {
        let Node::Function(module, function) = *node else { continue };
        let next = path.get(at + 1);
        let passes_on = matches!(next, Some((Node::Canonical(..), _)));
        let size = agent.modules[module].body(function).map_or(0, |body| body.end - body.start);
        let before = at.checked_sub(1).and_then(|before| path.get(before));
        let is_called_from_another = matches!(before, Some((Node::Function(other, _), _)) if *other != module);
        if !(passes_on && size <= SHIM && is_called_from_another) {
            passed.push((module, function, *step, next.map_or(0, |(_, step)| step.place)));
        }
    }
    (path.first().map_or(By::Start, |(_, step)| step.by), passed)
}

/// The functions, and the places of calls, that paths to these nodes show, by module.
pub fn shown(agent: &Agent<'_>, walk: &Walk<'_>, nodes: &[u32]) -> BTreeMap<ModuleId, (BTreeSet<u32>, BTreeSet<u64>)> {
    let mut shown: BTreeMap<_, (BTreeSet<u32>, BTreeSet<u64>)> = BTreeMap::new();
    for node in nodes {
        for (module, function, _, place) in path(agent, walk, *node).1 {
            let (functions, places) = shown.entry(module).or_default();
            functions.insert(function);
            places.insert(place);
        }
    }
    shown
}

/// Tells how calls reach a node, in an agent that imports so many functions.
pub fn tell(agent: &Agent<'_>, walk: &Walk<'_>, imported: usize, node: u32, names: &Names) -> Told {
    let (begins, passed) = path(agent, walk, node);
    let reach = match cost(walk, node).0 {
        0 => Reach::Direct,
        _ if is_interpreter(walk, imported) => Reach::InterpreterLike,
        _ => Reach::Table,
    };
    let modules: BTreeSet<_> = passed.iter().map(|(module, ..)| *module).collect();
    let mut path = vec![Stop { name: root(begins), module: None, through_table: false, place: None }];
    let mut last = None;
    for (module, function, step, place) in passed {
        // Said where it changes.
        let is_other = modules.len() > 1 && last.replace(module) != Some(module);
        path.push(Stop {
            name: names.functions.get(&(module, function)).cloned().unwrap_or_else(|| format!("function {function}")),
            module: is_other.then(|| names.modules.get(&module).cloned().unwrap_or_else(|| format!("module {module}"))),
            through_table: step.by == By::Table,
            place: names.places.get(&place).cloned(),
        });
    }
    Told { reach, path, literals: vec![] }
}

/// Whether nearly all that is imported may be called, most of it through large tables.
fn is_interpreter(walk: &Walk<'_>, imported: usize) -> bool {
    let through = walk.hosts.values().filter(|node| cost(walk, **node).0 > 0).count();
    walk.largest >= LARGE && walk.hosts.len() * 10 >= imported * 9 && through * 2 >= walk.hosts.len()
}

fn cost(walk: &Walk<'_>, node: u32) -> (u32, u32) {
    walk.steps[node as usize].map_or((0, 0), |step| step.cost)
}

/// Where a path begins.
fn root(by: By<'_>) -> String {
    match by {
        By::Export(export, "") => format!("export {export}"),
        By::Export(export, function) => format!("export {export}#{function}"),
        By::Destructor => "destructor".into(),
        By::Start | By::Call | By::Table | By::Abi => "start function".into(),
    }
}

impl Told {
    /// In short: a text for each step, those in the middle left out if there are many.
    pub fn in_short(&self) -> Evidence {
        let text = |stop: &Stop| {
            let module = stop.module.as_ref().map_or(String::new(), |module| format!(" in {module}"));
            format!("{}{module}{}", stop.name, if stop.through_table { ", through a table" } else { "" })
        };
        let mut path: Vec<_> = self.path.iter().map(text).collect();
        if path.len() > PATH_STEPS {
            let first = PATH_STEPS / 2;
            path.splice(first..path.len() - (PATH_STEPS - first), ["...".to_string()]);
        }
        Evidence { reach: self.reach, path }
    }
}
