//! What a function allows, and what it allows beyond another.
//!
//! In: functions of releases with what decides on them. Out: [`Beyond`]s, over all spaces of calls. Must hold: (I15) an example was decided by the engine of artifacts
//! and by Cedar on what the tables print, on both sides; one that they decide in another way is none, and what was compared counts as not proved.

use super::authority::{Authority, BUDGETS, Beyond, beyond};
use super::release::{Decision, Release};
use super::replay;
use super::space::{self, Space};
use super::tier::Growth;
use crate::guard::decode::Decoded;
use crate::guard::rules::Path;
use crate::policy::replay::Cedar;
use crate::solve::Domain;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Outcome, SymbolGrant};
use std::collections::BTreeMap;

/// A function of a release, with what decides on it.
pub struct Function<'r> {
    /// The release.
    pub release: &'r Release,
    /// What is locked of the function.
    pub symbol: &'r SymbolGrant,
    /// What decides on its calls.
    pub decision: Decision,
}

/// What comparisons of one pair share.
#[derive(Default)]
pub struct Known<'r> {
    /// The functions that the old release grants, by each of their actions.
    by_action: BTreeMap<&'r str, Vec<(&'r Release, &'r SymbolGrant)>>,
    cedar: Cedar,
}

impl<'r> Function<'r> {
    /// A function of a release.
    ///
    /// # Errors
    /// If its table cannot be read.
    pub fn of((release, symbol): (&'r Release, &'r SymbolGrant)) -> Result<Self, Diagnostic> {
        Ok(Self { release, symbol, decision: release.decision(symbol)? })
    }

    /// The same, as if it were denied.
    fn denied(&self) -> Self {
        Self { release: self.release, symbol: self.symbol, decision: Decision { authority: Authority::nothing(), table: None } }
    }

    /// The action that the calls are decided by.
    pub fn action(&self) -> &'r str {
        self.symbol.actions.first().map(String::as_str).unwrap_or_default()
    }

    fn texts(&self) -> space::Texts<'_> {
        self.decision.table.as_ref().map(|table| &table.texts)
    }

    fn side(&self, is_beyond: bool) -> replay::Side<'_> {
        let decoded = self.decision.table.as_ref();
        let table = decoded.and_then(|_| self.release.table(self.symbol));
        replay::Side { table, decoded, allows_all: decoded.is_none() && !self.decision.authority.is_nothing(), is_beyond }
    }
}

impl<'r> Known<'r> {
    /// What the old release grants.
    pub fn of(release: Option<&'r Release>) -> Self {
        let mut known = Self::default();
        for release in release.iter().copied() {
            let granted = release.symbols().filter(|symbol| matches!(symbol.outcome, Outcome::Allow | Outcome::Guard));
            for symbol in granted {
                symbol.actions.iter().for_each(|action| known.by_action.entry(action).or_default().push((release, symbol)));
            }
        }
        known
    }

    /// The functions of an action.
    pub fn with_action(&self, action: &str) -> &[(&'r Release, &'r SymbolGrant)] {
        self.by_action.get(action).map_or(&[], Vec::as_slice)
    }
}

/// What the new side allows and the old one does not, of calls and of how they are read.
pub fn more(old: &Function<'_>, new: &Function<'_>, known: &Known<'_>) -> Option<Beyond> {
    let found = difference(old, new, known);
    let unproved = |reason| Some(Beyond { unproved: Some(reason), ..Beyond::default() });
    found.or_else(|| match (&old.decision.table, &new.decision.table) {
        (Some(_), None) if space::has_reader(&new.symbol.actions) => unproved(
            "calls are no longer read and made canonical before the host has them, so that hosts may understand them in another way",
        ),
        (Some(before), Some(now)) => space::loosened(&new.symbol.actions, before, now).and_then(unproved),
        _ => None,
    })
}

/// What one function allows and another does not.
pub fn difference(from: &Function<'_>, to: &Function<'_>, known: &Known<'_>) -> Option<Beyond> {
    let action = to.action();
    let mut all: Option<Beyond> = None;
    for space in space::spaces(action, to.texts(), from.texts()) {
        let inputs = |path: &Path| domain(action, &space, path, to, Some(from));
        let (to_side, from_side) = (to.decision.authority.but(&space.new), from.decision.authority.but(&space.old));
        let Some(mut found) = beyond(&to_side, &from_side, &inputs) else { continue };
        if let Some(witness) = &found.example {
            let sides = [to.side(true), from.side(false)];
            // INVARIANT (I15): an example was decided by the engine and by Cedar too, or it is none.
            if found.times.is_none() && !replay::agree(&known.cedar, action, witness, &inputs, &sides) {
                (found.example, found.unproved) = (None, Some("an example was found, which the engine or Cedar decides in another way"));
            }
        }
        all = Some(match all {
            None => found,
            Some(mut known) => {
                known.causes.append(&mut found.causes);
                if known.example.is_none() && found.example.is_some() {
                    (known.example, known.times, known.unproved) = (found.example, found.times, None);
                }
                known
            }
        });
    }
    all
}

/// The values of a path in the calls of an action.
pub fn domain(action: &str, space: &Space, path: &Path, one: &Function<'_>, other: Option<&Function<'_>>) -> Option<Domain> {
    let mut tables = [Some(one), other].into_iter().flatten().filter_map(|function| function.decision.table.as_ref());
    space::domain(action, space, path, tables.find_map(|table: &Decoded| table.domain(path)))
}

/// What kind of growth it is, for its tier; and what shows it: where something new can be acted on, a call that does.
pub fn growth(old: &Function<'_>, new: &Function<'_>, more: Beyond, known: &Known<'_>) -> Result<(Growth, Beyond), Diagnostic> {
    if more.times.is_some() {
        return Ok((Growth::MoreOften, more));
    }
    if more.example.is_none() {
        return Ok((if more.unproved == Some(BUDGETS) { Growth::MoreOften } else { Growth::New }, more));
    }
    if let Some((_, None)) = elsewhere(new, known, old.symbol)? {
        return Ok((Growth::SameAction, more));
    }
    let subject = space::subject(new.action());
    if subject.is_empty() {
        return Ok((Growth::SameResource, more));
    }
    // Everything that the old side does to what some of its calls are about.
    let authority = old.decision.authority.onto(&subject);
    let wider = Function { release: old.release, symbol: old.symbol, decision: Decision { authority, table: old.decision.table.clone() } };
    Ok(match difference(&wider, new, known) {
        None => (Growth::SameResource, more),
        Some(Beyond { example: Some(example), .. }) => (Growth::New, Beyond { example: Some(example), ..more }),
        Some(_) => (Growth::New, more),
    })
}

/// What a function allows that another function of the old release with the same actions does not, with that one; nothing, if there is no other.
pub fn elsewhere<'r>(
    new: &Function<'_>,
    known: &Known<'r>,
    but: &SymbolGrant,
) -> Result<Option<(Function<'r>, Option<Beyond>)>, Diagnostic> {
    let mut best = None;
    for (release, symbol) in known.with_action(new.action()).iter().copied() {
        let all = new.symbol.actions.iter().all(|action| symbol.actions.contains(action));
        let is_other = !std::ptr::eq(symbol, but) && all && (symbol.outcome == Outcome::Allow || symbol.actions == new.symbol.actions);
        if !is_other {
            continue;
        }
        let other = Function::of((release, symbol))?;
        let more = more(&other, new, known);
        let is_covered = more.is_none();
        best = Some((other, more));
        if is_covered {
            break;
        }
    }
    Ok(best)
}

/// What a function allows at all.
pub fn alone(new: &Function<'_>, known: &Known<'_>) -> Option<Beyond> {
    difference(&new.denied(), new, known)
}
