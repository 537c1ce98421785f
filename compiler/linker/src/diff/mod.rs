//! What changed between two releases: every growth of authority, with the smallest request that is newly possible.
//!
//! In: [`Release`]s, old and new. Out: a [`Comparison`]. Must hold: a comparison without growth is a proof that the new releases can do nothing that the old
//! could not, as far as lockfiles say what artifacts can do; an example of growth was evaluated, decided by the engine of artifacts, and decided by Cedar.
//! Names of files, of agents and of policies, and the order of anything, make no difference.
//!
//! [`Release`] reads and checks; [`pairs`] says which releases belong together; [`functions`] says what changed, by [`calls`], which compares by [`authority`] over [`space`]s; `rest` compares
//! everything else; [`fold`] makes a list that people read; [`policies`] compares policy sets without an agent; [`attenuation`] asks whether one may do no more than another.

pub mod asked;
mod attenuation;
pub mod authority;
mod calls;
mod fold;
mod functions;
mod logged;
mod pairs;
mod parallel;
mod policies;
mod release;
mod replay;
mod rest;
mod space;
mod tier;

#[cfg(test)]
mod tests;

pub use attenuation::{allowed, within};
pub use logged::{Otherwise, replays};
pub use policies::{Set, policies};
pub use release::{FunctionKey, Release};

use caplink_model::Digest;
use caplink_model::change::{Change, Comparison, Direction, Kind, Pair, Tier};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::Guard;
use std::collections::BTreeMap;

/// Compares two sets of releases. The caller provides a stack of `limits::POLICY_STACK`.
///
/// # Errors
/// If a table cannot be read.
pub fn compare(old: &[Release], new: &[Release]) -> Result<Comparison, Diagnostic> {
    let mut comparison = Comparison::default();
    let pairs = pairs::pairs(old, new);
    let compared = parallel::runs(&pairs, |run| run.iter().map(|(old, new)| changes(*old, *new)).collect::<Result<Vec<_>, _>>());
    let compared = compared.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
    for ((old, new), changes) in pairs.iter().zip(compared) {
        if changes.is_empty() {
            comparison.unchanged += 1;
            continue;
        }
        let subject = new.or(*old).map(|release| release.lockfile.principal.clone()).unwrap_or_default();
        let name = |release: &Option<&Release>| release.map(|release| release.name.clone());
        comparison.pairs.push(Pair { subject, old: name(old), new: name(new), changes });
    }
    sort(&mut comparison);
    Ok(comparison)
}

/// The pairs whose authority grew most first.
fn sort(comparison: &mut Comparison) {
    let rank = |pair: &Pair| pair.changes.iter().map(|change| (change.tier, change.direction)).min();
    comparison.pairs.sort_by(|a, b| (rank(a), &a.subject, &a.new, &a.old).cmp(&(rank(b), &b.subject, &b.new, &b.old)));
}

fn changes(old: Option<&Release>, new: Option<&Release>) -> Result<Vec<Change>, Diagnostic> {
    let functions = functions::functions(old, new)?;
    let mut changes = match (old, new) {
        (Some(old), Some(new)) => {
            let mut all = functions;
            all.extend(rest::rest(old, new));
            fold::fold(all)
        }
        (None, Some(new)) => vec![added(new, fold::fold([functions, rest::exports(None, new)].concat()))],
        (Some(old), None) => vec![removed(old)],
        (None, None) => vec![],
    };
    let guards = [old, new].map(|release| release.map(guards).unwrap_or_default());
    for change in &mut changes {
        change.id = id(new.or(old), &guards, change);
    }
    Ok(changes)
}

/// An agent that was not there: all that it may do is new, and stands under one head.
fn added(new: &Release, changes: Vec<Change>) -> Change {
    let growing: Vec<&Change> = changes.iter().filter(|change| change.grows()).collect();
    let first = growing.first();
    let granted =
        new.lockfile.symbols.iter().filter(|symbol| functions::state(symbol) == "allowed" || symbol.guards().next().is_some()).count();
    Change {
        kind: Kind::AgentAdded,
        direction: if growing.is_empty() { Direction::Same } else { Direction::Wider },
        tier: first.map_or(Tier::None, |change| change.tier),
        reason: first.map(|change| change.reason.clone()).unwrap_or_default(),
        summary: "an agent that was not there before".into(),
        functions: growing.iter().flat_map(|change| change.functions.clone()).collect(),
        before: "no such agent".into(),
        after: if granted == 1 { "1 function is granted".into() } else { format!("{granted} functions are granted") },
        gained: first.and_then(|change| change.gained.clone()),
        unproved: first.and_then(|change| change.unproved.clone()),
        causes: growing.iter().flat_map(|change| change.causes.clone()).collect(),
        covers: growing.iter().map(|change| change.summary.clone()).collect(),
        line: first.and_then(|change| change.line),
        ..functions::empty({
            let mut actions: Vec<String> = growing.iter().flat_map(|change| change.actions.clone()).collect();
            actions.sort();
            actions.dedup();
            actions
        })
    }
}

fn removed(_: &Release) -> Change {
    Change {
        kind: Kind::AgentRemoved,
        direction: Direction::Narrower,
        summary: "an agent that is no longer there".into(),
        before: "granted".into(),
        after: "no such agent".into(),
        ..functions::empty(vec![])
    }
}

/// What guards each function, and what is in each export: tables and limits, functions and resources, by name.
type Guards = BTreeMap<String, String>;

fn guards(release: &Release) -> Guards {
    let guarded = release.symbols().filter_map(|symbol| Some((symbol, symbol.guard.as_ref()?)));
    let text = |guard: &Guard| format!("{} {:?}", guard.table, guard.limits.iter().map(|limit| limit.calls).collect::<Vec<_>>());
    // What an export is handed is not in every summary of it.
    let exports =
        release.lockfile.exports.iter().map(|export| (export.name.clone(), format!("{:?} {:?}", export.functions, export.resources)));
    guarded.map(|(symbol, guard)| (release::name_of(symbol), text(guard))).chain(exports).collect()
}

/// What a change is accepted by: for whom it is, what it is about, and exactly what held before and holds now. An acceptance holds for no other step.
fn id(release: Option<&Release>, guards: &[Guards; 2], change: &Change) -> Digest {
    let mut text = vec![];
    let mut put = |part: &str| {
        text.extend((part.len() as u64).to_le_bytes());
        text.extend(part.as_bytes());
    };
    put(change.kind.name());
    put(change.direction.name());
    put(release.map_or("", |release| &release.lockfile.principal));
    change.actions.iter().chain(&change.functions).for_each(|part| put(part));
    put(&change.before);
    put(&change.after);
    change.covers.iter().for_each(|part| put(part));
    for side in guards {
        put("|");
        let of = change.functions.iter().filter_map(|function| side.get(function));
        of.for_each(|guard| put(guard));
    }
    Digest::of(&text)
}
