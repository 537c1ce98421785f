//! The checks on authority: where each function that the agent can call comes from, and what adapters may reach.
//!
//! In: [`Facts`]. Out: outcomes of V8 and V9. What must hold: each function that the agent imports has one symbol in the lockfile; one that is
//! passed through comes from the root import of the same interface and semver track, directly or through an adapter that receives it; one
//! that is guarded or recorded comes from an adapter that receives it; every other comes from an adapter and never from the host; no function is asked of
//! the host that no symbol passes through or guards, and no adapter is listed to use. In an observed artifact each function that policy allows is recorded or guarded, by an adapter that is
//! listed to write where the lockfile says; in another one nothing is recorded, and no adapter is listed to write. Refused: everything else, and symbols that
//! the agent does not import.

use crate::checks::{Facts, Outcome, host_key};
use crate::provenance::{Argument, Source};
use crate::violation::{count, quote};
use caplink_model::catalogue::{self, Effect};
use caplink_model::lockfile::{Observe, Outcome as Decision, Provider, SymbolGrant};
use caplink_model::{InterfaceName, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// A function of a root import: the import's number and the function's name, empty for a function that is imported directly.
type Leaf<'a> = (usize, &'a str);

/// V8.
pub(crate) fn provenance(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    let keys: Vec<_> = facts.root.imports.iter().map(|import| host_key(import.name)).collect();
    let leaves: BTreeSet<Leaf<'_>> = facts
        .root
        .imports
        .iter()
        .enumerate()
        .flat_map(|(number, import)| import.functions.iter().map(move |name| (number, *name)))
        .collect();
    let received = received(facts);
    let mut symbols = BTreeMap::new();
    for symbol in &facts.lockfile.symbols {
        if symbols.insert((symbol.import.as_str(), symbol.function.as_str()), symbol).is_some() {
            refused.push(format!("the lockfile decides twice on {}", show(symbol)));
        }
    }
    let mut passed = BTreeSet::new();
    let arguments = facts.agent_arguments();
    for import in facts.surfaces.last().map_or(&[][..], |agent| &agent.imports) {
        let key = host_key(import.name);
        for function in &import.functions {
            let name = quote(&Symbol::new(import.name, *function).to_string());
            let Some(symbol) = symbols.remove(&(import.name, *function)) else {
                refused.push(format!("the agent imports {name}, which has no symbol in the lockfile"));
                continue;
            };
            if symbol.provider == Provider::PassThrough && (symbol.outcome.is_refused() || symbol.outcome == Decision::Guard) {
                refused.push(format!("{name} is denied, or to be guarded, and passed through"));
            }
            if !symbol.holds_together() {
                refused.push(format!("the lockfile does not say whether {name} is guarded"));
            }
            let record = (symbol.provider == Provider::Record, symbol.outcome == Decision::Allow, facts.lockfile.observe.is_some());
            if matches!(record, (true, false, _) | (true, _, false) | (false, true, true)) {
                refused.push(format!("the lockfile does not say whether calls of {name} are recorded"));
            }
            let Some(argument) = arguments.get(import.name) else {
                refused.push(format!("the agent receives nothing for {name}"));
                continue;
            };
            // INVARIANT (V8): a host function reaches the agent only under a symbol that passes it through or guards it.
            let is_leaf = |leaf: &Leaf<'_>| keys[leaf.0] == key && leaves.contains(leaf);
            let is_good = match (symbol.provider, argument.from.source) {
                (Provider::PassThrough, Source::Host(host)) => argument.from.path.is_empty() && is_leaf(&(host, function)),
                (Provider::PassThrough | Provider::Record | Provider::Guard, Source::Instance(adapter)) if adapter != facts.agent() => {
                    let through =
                        |path| received.range((adapter, path, 0)..=(adapter, path, usize::MAX)).any(|leaf| is_leaf(&(leaf.2, function)));
                    through(None) || through(Some(*function))
                }
                // What a membrane calls for one of its functions need not be the host's of that name: some it answers by what it keeps.
                (Provider::Membrane | Provider::Stub | Provider::Sink | Provider::Trap, Source::Instance(adapter)) => {
                    adapter != facts.agent()
                }
                (Provider::Virtual, Source::Instance(adapter)) => adapter != facts.agent() && !facts.lockfile.provisions.is_empty(),
                _ => false,
            };
            if is_good {
                passed.extend(reaches_host(symbol).then(|| (key.clone(), *function)));
            } else {
                let from = facts.describe(argument.from.source);
                refused.push(format!("{name} comes from {from}, which is not what the lockfile says of it"));
            }
            if let (Provider::Record | Provider::Guard | Provider::Membrane, Source::Instance(adapter)) =
                (symbol.provider, argument.from.source)
                && !is_listed_to_write(facts, adapter)
            {
                refused.push(format!("{name} is to be observed, and its adapter is not listed to write anything"));
            }
        }
    }
    refused.extend(symbols.values().map(|symbol| format!("the agent does not import {}, on which the lockfile decides", show(symbol))));
    // That whoever is listed to use one receives it, and is no agent, is V9's business.
    let used: BTreeSet<&str> = facts.lockfile.components.iter().flat_map(|part| part.uses.iter().map(String::as_str)).collect();
    for (number, function) in &leaves {
        let name = Symbol::new(facts.root.imports[*number].name, *function).to_string();
        if passed.contains(&(keys[*number].clone(), *function)) {
            continue;
        }
        if !used.contains(name.as_str()) {
            refused.push(format!("the host is asked for {}, which nothing passes through, guards or uses", quote(&name)));
        } else if !is_inert(facts.root.imports[*number].name, function)
            && !is_written_by(facts, facts.root.imports[*number].name, function)
            && !is_walked_by(facts, facts.root.imports[*number].name, function)
        {
            // INVARIANT (V8): what only an adapter uses has no authority of its own, but to write what is observed where the lockfile says.
            refused.push(format!("the host is asked for {}, which an adapter uses and which has authority of its own", quote(&name)));
        }
    }
    refused.extend(writers(facts));
    let decided = facts.lockfile.symbols.len();
    let of = |provider| facts.lockfile.symbols.iter().filter(|symbol| symbol.provider == provider).count();
    let (guarded, recorded) = (of(Provider::Guard) + of(Provider::Membrane), of(Provider::Record));
    let mut what = format!("{}, {} passed through", count(decided, "function"), passed.len() - (guarded + recorded).min(passed.len()));
    if recorded > 0 {
        what.push_str(&format!(", {recorded} recorded"));
    }
    if guarded > 0 {
        what.push_str(&format!(", {guarded} guarded"));
    }
    (what, refused)
}

/// Adapters that are listed to write where nothing is said to be observed, or elsewhere.
fn writers(facts: &Facts<'_>) -> Vec<String> {
    let mut refused = Vec::new();
    for (number, part) in facts.lockfile.components.iter().enumerate() {
        let writes = part
            .uses
            .iter()
            .filter_map(|used| used.split_once('#'))
            .filter(|(import, function)| [Observe::Stderr, Observe::Logging].into_iter().any(|sink| is_sink(sink, import, function)));
        for (import, function) in writes.filter(|(import, function)| !is_written_by(facts, import, function)) {
            let used = quote(&Symbol::new(import, function).to_string());
            refused.push(format!("component {number} is listed to use {used}, and the lockfile does not say that it writes there"));
        }
    }
    refused
}

/// Whether an adapter is listed to write where the lockfile says that calls are observed; so is every one where it says nothing.
fn is_listed_to_write(facts: &Facts<'_>, adapter: usize) -> bool {
    let Some(part) = facts.lockfile.components.get(adapter).filter(|_| facts.lockfile.observe.is_some()) else {
        return facts.lockfile.observe.is_none();
    };
    part.uses.iter().filter_map(|used| used.split_once('#')).any(|(import, function)| is_written_by(facts, import, function))
}

/// Whether every adapter that is listed to use a function owns handles of its package: each of its functions that the agent calls it decides itself, and whatever it does for
/// them with the host it does with functions of that package.
fn is_walked_by(facts: &Facts<'_>, import: &str, function: &str) -> bool {
    let used = Symbol::new(import, function).to_string();
    let Ok(of) = InterfaceName::parse(import) else { return false };
    let arguments = facts.agent_arguments();
    let owns = |component: usize| {
        let of_package =
            |symbol: &&SymbolGrant| InterfaceName::parse(&symbol.import).is_ok_and(|name| name.package_name() == of.package_name());
        let mut held = facts.lockfile.symbols.iter().filter(|symbol| symbol.provider == Provider::Membrane).filter(of_package);
        held.any(|symbol| arguments.get(symbol.import.as_str()).is_some_and(|argument| argument.from.source == Source::Instance(component)))
    };
    facts.lockfile.components.iter().enumerate().filter(|(_, part)| part.uses.contains(&used)).all(|(component, _)| owns(component))
}

/// Whether what is observed is written by a function.
fn is_written_by(facts: &Facts<'_>, import: &str, function: &str) -> bool {
    facts.lockfile.observe.is_some_and(|sink| is_sink(sink, import, function))
}

fn is_sink(sink: Observe, import: &str, function: &str) -> bool {
    let (interface, writes) = sink.writes_by();
    function == writes && InterfaceName::parse(import).is_ok_and(|name| name.unversioned() == interface)
}

/// What components receive from the host: the component, the item (`None` for the whole import) and the number of the import.
fn received<'a>(facts: &Facts<'a>) -> BTreeSet<(usize, Option<&'a str>, usize)> {
    let mut received = BTreeSet::new();
    for instance in &facts.root.instances {
        for argument in &instance.arguments {
            if let (Source::Host(import), [] | [_]) = (argument.from.source, argument.from.path.as_slice()) {
                received.insert((instance.component, argument.from.path.first().copied(), import));
            }
        }
    }
    received
}

/// V9.
pub(crate) fn adapter_arguments(facts: &Facts<'_>) -> Outcome {
    let (mut refused, mut checked) = (Vec::new(), 0);
    let mut used_by = BTreeSet::new();
    let served = served(facts);
    for instance in facts.root.instances.iter().filter(|instance| instance.component != facts.agent()) {
        let declared: BTreeMap<_, _> =
            facts.surfaces[instance.component].imports.iter().map(|import| (import.name, import.functions.as_slice())).collect();
        for argument in &instance.arguments {
            checked += 1;
            let what = format!("adapter component {} receives {}", instance.component, quote(argument.name));
            match argument.from.source {
                Source::Host(import) => {
                    let key = host_key(facts.root.imports[import].name);
                    for function in functions(argument, declared.get(argument.name).copied().unwrap_or_default()) {
                        // INVARIANT (V9): an adapter reaches only the host functions that it passes through to the agent or guards, or calls by the lockfile's word.
                        let used = format!("{}#{function}", facts.root.imports[import].name);
                        let uses = facts.lockfile.components.get(instance.component).is_some_and(|part| part.uses.contains(&used));
                        used_by.extend(uses.then_some((instance.component, used)));
                        if !uses && !served.contains(&(instance.component, key.clone(), function)) {
                            refused.push(format!(
                                "{what} with the host's {}, which it neither passes through nor guards nor is listed to use",
                                quote(function)
                            ));
                        }
                    }
                }
                Source::Instance(component) if component < instance.component && component != facts.agent() => {}
                Source::Instance(_) | Source::Root => refused.push(format!("{what} from {}", facts.describe(argument.from.source))),
            }
        }
    }
    for (component, part) in facts.lockfile.components.iter().enumerate() {
        for used in part.uses.iter().filter(|used| !used_by.contains(&(component, (*used).clone()))) {
            refused.push(format!("component {component} is listed to use {}, which it does not receive", quote(used)));
        }
    }
    (count(checked, "argument"), refused)
}

/// The functions that flow through an argument: those that its receiver declares, or the one that was picked from an import.
fn functions<'a>(argument: &Argument<'a>, declared: &[&'a str]) -> Vec<&'a str> {
    match (argument.from.path.as_slice(), declared) {
        ([item], [""]) => vec![item],
        _ => declared.to_vec(),
    }
}

/// Whether the catalogue says that a function grants nothing by itself; what it does not know does not.
fn is_inert(import: &str, function: &str) -> bool {
    let entry = InterfaceName::parse(import).ok().and_then(|name| catalogue::find(&name.unversioned(), function));
    entry.is_some_and(|entry| matches!(entry.effect, Effect::Inert { .. }))
}

/// Whether a call can reach the host's own function.
fn reaches_host(symbol: &SymbolGrant) -> bool {
    matches!(symbol.provider, Provider::PassThrough | Provider::Record | Provider::Guard | Provider::Membrane)
}

/// What each adapter passes through to the agent, or guards: the component, the import as hosts look it up, the function.
fn served<'a>(facts: &'a Facts<'_>) -> BTreeSet<(usize, String, &'a str)> {
    let arguments = facts.agent_arguments();
    let passed = facts.lockfile.symbols.iter().filter(|symbol| reaches_host(symbol));
    let adapter = |symbol: &SymbolGrant| match arguments.get(symbol.import.as_str())?.from.source {
        Source::Instance(component) => Some(component),
        Source::Host(_) | Source::Root => None,
    };
    passed.filter_map(|symbol| Some((adapter(symbol)?, host_key(&symbol.import), symbol.function.as_str()))).collect()
}

fn show(symbol: &SymbolGrant) -> String {
    quote(&Symbol::new(&*symbol.import, &*symbol.function).to_string())
}
