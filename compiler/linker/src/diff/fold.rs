//! Folds changes into those that cover them, and puts the riskiest first.
//!
//! In: the changes of one pair. Out: fewer. Must hold: no growth disappears: one that is folded stands, by its summary, under one of at least its tier; and its
//! functions are among the functions of that one, or it is named in what that covers.

use caplink_model::change::{Change, Direction, Kind};
use caplink_model::text::escape;
use std::collections::BTreeMap;

/// Folds and sorts.
pub fn fold(changes: Vec<Change>) -> Vec<Change> {
    let mut changes = imports(tracks(alike(changes)));
    sort(&mut changes);
    changes
}

/// The riskiest first; of those of one tier growth first; then by kind and name.
pub fn sort(changes: &mut [Change]) {
    changes.sort_by(|a, b| {
        let rank = |change: &Change| (change.tier, change.direction, change.kind);
        (rank(a), &a.actions, &a.functions, &a.summary).cmp(&(rank(b), &b.actions, &b.functions, &b.summary))
    });
}

/// What is the same of several functions is said once.
fn alike(changes: Vec<Change>) -> Vec<Change> {
    let mut found: Vec<Change> = vec![];
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for change in changes {
        let rest = format!("{:?}", Change { functions: vec![], line: None, ..change.clone() });
        match known.get(&rest) {
            Some(at) => found[*at].functions.extend(change.functions),
            None => {
                known.insert(rest, found.len());
                found.push(change);
            }
        }
    }
    found
}

/// A function that moved to another track: its loss goes without saying.
fn tracks(changes: Vec<Change>) -> Vec<Change> {
    let (mut moved, rest): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| change.kind == Kind::Track);
    let mut kept = vec![];
    for change in rest {
        let home = moved.iter_mut().find(|track| {
            let interface = |change: &Change| change.functions.first().map(|name| package(name).to_string());
            change.kind == Kind::FunctionRevoked && track.actions == change.actions && interface(track) == interface(&change)
        });
        match home {
            Some(track) => {
                track.before = change.before;
                track.covers.push(format!("no longer asked for: {}", names(&change.functions)));
            }
            None => kept.push(change),
        }
    }
    kept.append(&mut moved);
    kept
}

fn package(name: &str) -> &str {
    name.split_once('/').map_or(name, |(package, _)| package)
}

/// Imports without authority go with the growth that they follow: the first of their package, else the first.
fn imports(changes: Vec<Change>) -> Vec<Change> {
    let (imports, mut rest): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.kind == Kind::Import && change.direction == Direction::Same);
    let mut kept = vec![];
    for import in imports {
        let mut by_home: BTreeMap<Option<usize>, Vec<String>> = BTreeMap::new();
        for function in import.functions.iter().cloned() {
            let grown = |change: &&Change| change.grows();
            let same =
                rest.iter().filter(grown).position(|change| change.functions.iter().any(|other| package(other) == package(&function)));
            let homes: Vec<usize> = (0..rest.len()).filter(|at| rest[*at].grows()).collect();
            by_home.entry(same.and_then(|at| homes.get(at).copied())).or_default().push(function);
        }
        for (home, functions) in by_home {
            match home {
                Some(at) => rest[at].covers.push(format!("with it, without authority of their own: {}", names(&functions))),
                None => kept.push(Change { functions, ..import.clone() }),
            }
        }
    }
    rest.append(&mut kept);
    rest
}

/// Functions in a sentence; of many the first.
fn names(functions: &[String]) -> String {
    const TOLD: usize = 4;
    let mut text: Vec<String> = functions.iter().take(TOLD).map(|name| format!("`{}`", escape(name))).collect();
    if functions.len() > TOLD {
        text.push(format!("{} more", functions.len() - TOLD));
    }
    text.join(", ")
}
