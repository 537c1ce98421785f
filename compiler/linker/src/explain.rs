//! Why a release grants, guards or denies what it does: the functions that are asked for, with the policies that decided and the calls that reach them.
//!
//! In: a release, the agent's bytes if there is an artifact, and what is asked: nothing, a function or interface, an action, an export, or an action with a request. Out: an
//! [`Explanation`]. Must hold: what decides is read from the decision tables, as `diff` reads them; paths and names are evidence for people, and claims of the agent's. Refused: what no
//! function, action or export is called.

use crate::diff::Release;
use crate::diff::asked::{self, Verdict};
use crate::policy::request;
use crate::reach::{self, Told};
use caplink_model::action::Action;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Evidence, Export, Outcome, SymbolGrant};
use caplink_model::text::escape;
use caplink_model::{InterfaceName, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// Exports that are not granted up to which it is told what each would call.
const EXPORTS: usize = 64;

/// An answer.
pub struct Explanation<'r> {
    /// The release.
    pub release: &'r Release,
    /// The request, as it was asked, if one was.
    pub request: Option<String>,
    /// The functions, in the lockfile's order.
    pub functions: Vec<Explained<'r>>,
    /// The exports.
    pub exports: Vec<&'r Export>,
}

/// A function.
pub struct Explained<'r> {
    /// What is locked of it.
    pub symbol: &'r SymbolGrant,
    /// How calls reach it, with places and constants, if the artifact is there.
    pub called: Option<Told>,
    /// How calls reach it, as it is locked.
    pub locked: Option<&'r Evidence>,
    /// Of a function that no call from a granted export reaches: the exports, not granted, that would call it.
    pub by_others: Vec<String>,
    /// What is decided on the request.
    pub verdict: Option<Verdict>,
}

/// Explains. The caller provides a stack of `limits::POLICY_STACK`.
///
/// # Errors
/// If nothing is called so, the request is none, or a table cannot be read.
pub fn explain<'r>(release: &'r Release, agent: Option<&[u8]>, what: Option<&str>) -> Result<Explanation<'r>, Vec<Diagnostic>> {
    let lockfile = &release.lockfile;
    let (subject, text) = match what.map(|what| what.trim().split_once(char::is_whitespace).unwrap_or((what.trim(), ""))) {
        None => (None, ""),
        Some((subject, text)) => (Some(subject), text.trim()),
    };
    let has_action = |symbol: &SymbolGrant, id: &str| symbol.actions.iter().any(|action| action == id);
    let is_action = |id: &str| Action::find(id).is_some() || lockfile.symbols.iter().any(|symbol| has_action(symbol, id));
    let condition = match subject {
        Some(action) if !text.is_empty() => {
            if !is_action(action) {
                return Err(vec![unknown(release, action)]);
            }
            let attributes = release.attributes(action).map_err(|error| vec![error])?;
            Some(request::condition(action, text, &attributes)?)
        }
        _ => None,
    };
    let wanted = |symbol: &&SymbolGrant| match subject {
        None => symbol.outcome != Outcome::Inert,
        Some(subject) if condition.is_some() => has_action(symbol, subject) && symbol.outcome != Outcome::Inert,
        Some(subject) => has_action(symbol, subject) && symbol.outcome != Outcome::Inert || is_called(symbol, subject),
    };
    let symbols: Vec<_> = release.symbols().filter(wanted).collect();
    let exports: Vec<_> = match subject {
        None => lockfile.exports.iter().collect(),
        Some(_) if condition.is_some() => vec![],
        Some(subject) => lockfile.exports.iter().filter(|export| subject == "export" || names(&export.name, subject)).collect(),
    };
    if let (true, true, Some(subject)) = (symbols.is_empty(), exports.is_empty(), subject)
        && !is_action(subject)
    {
        return Err(vec![unknown(release, subject)]);
    }
    let asked: BTreeSet<_> = symbols.iter().map(|symbol| (symbol.import.clone(), symbol.function.clone())).collect();
    let called = agent.map_or(BTreeMap::new(), |agent| called(release, agent, &asked));
    let others = agent.map_or(BTreeMap::new(), |agent| by_others(release, agent, &symbols));
    let mut functions = vec![];
    for symbol in symbols {
        let key = (symbol.import.clone(), symbol.function.clone());
        let verdict =
            condition.as_ref().map(|condition| asked::decide(release, symbol, condition)).transpose().map_err(|error| vec![error])?;
        let by_others = others.get(&key).cloned().unwrap_or_default();
        functions.push(Explained { symbol, called: called.get(&key).cloned(), locked: symbol.evidence.as_ref(), by_others, verdict });
    }
    Ok(Explanation { release, request: condition.map(|_| what.unwrap_or_default().trim().to_string()), functions, exports })
}

/// How calls from the granted exports reach functions.
fn called(release: &Release, agent: &[u8], asked: &BTreeSet<(String, String)>) -> BTreeMap<(String, String), Told> {
    let granted: BTreeSet<_> = exports(release, true);
    let imported = release.lockfile.symbols.len();
    let imports = crate::agent::decode(agent).ok();
    reach::analyse(agent, imported, |export| granted.contains(export), |found| found.told(asked, imports.as_ref())).unwrap_or_default()
}

/// The exports that are not granted and from which calls would reach functions that none from a granted one does.
fn by_others(release: &Release, agent: &[u8], symbols: &[&SymbolGrant]) -> BTreeMap<(String, String), Vec<String>> {
    let denied = exports(release, false);
    let unreached: Vec<_> = symbols.iter().filter(|symbol| symbol.outcome == Outcome::Unreached).collect();
    let mut found: BTreeMap<_, Vec<String>> = BTreeMap::new();
    // Each is an analysis of its own.
    if unreached.is_empty() || denied.len() > EXPORTS {
        return found;
    }
    for name in denied {
        let Ok(demanded) = reach::analyse(agent, 0, |export| export == name, |found| found.demanded()) else { continue };
        for symbol in &unreached {
            let key = (symbol.import.clone(), symbol.function.clone());
            if demanded.contains(&key) {
                found.entry(key).or_default().push(name.to_string());
            }
        }
    }
    found
}

fn exports(release: &Release, granted: bool) -> BTreeSet<&str> {
    let exports = release.lockfile.exports.iter().filter(|export| (export.outcome == Outcome::Allow) == granted);
    exports.map(|export| export.name.as_str()).collect()
}

/// Whether a function is called so: by its symbol, its interface or its own name, with or without version.
fn is_called(symbol: &SymbolGrant, name: &str) -> bool {
    let own = symbol.function.rsplit(']').next().unwrap_or_default();
    // `descriptor.open-at` is `open-at` too.
    let method = own.rsplit('.').next().unwrap_or_default();
    let (interface, function) = match name.split_once('#') {
        Some((interface, function)) => (interface, Some(function)),
        None => (name, None),
    };
    match function {
        Some(function) => names(&symbol.import, interface) && (function == symbol.function || function == own || function == method),
        None => names(&symbol.import, name) || (!own.is_empty() && (name == own || name == method || name == symbol.function)),
    }
}

/// Whether an import or export is called so.
fn names(name: &str, by: &str) -> bool {
    name == by || InterfaceName::parse(name).is_ok_and(|name| name.unversioned() == by)
}

fn unknown(release: &Release, subject: &str) -> Diagnostic {
    let symbols = release.lockfile.symbols.iter();
    let part = |symbol: &&SymbolGrant| {
        let all = format!("{}#{}", symbol.import, symbol.function);
        all.contains(subject) || symbol.actions.iter().any(|action| action.contains(subject))
    };
    let near =
        symbols.filter(part).take(3).map(|symbol| format!("`{}`", escape(&Symbol::new(&symbol.import, &symbol.function).to_string())));
    let near: Vec<_> = near.collect();
    let help = if near.is_empty() {
        "`caplink explain OUT.wasm` lists what there is".to_string()
    } else {
        format!("did you mean {}?", near.join(", "))
    };
    Diagnostic::error("E-EXPLAIN", format!("nothing that the agent imports or exports, and no action, is called `{}`", escape(subject)))
        .help(help)
}
