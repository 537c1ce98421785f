//! Which policies hold only where another of the same effect does.
//!
//! In: a subject. Out: pairs. Must hold: a pair is a proof over all requests of the vocabulary, for every action that the first is about. A permit with a limit
//! stands for no other, because its calls end.

use super::Subject;
use super::meaning::{Budget, Entry};
use crate::solve::Answer;
use std::collections::BTreeMap;

/// Pairs of policies.
#[derive(Debug, Default)]
pub struct Covered {
    /// The numbers of two policies of which the first holds only where the second does, and whether the second holds only there.
    pub pairs: BTreeMap<(usize, usize), bool>,
    /// Whether all policies were compared.
    pub is_complete: bool,
}

/// Finds the pairs.
pub(super) fn covered(subject: &Subject<'_>) -> Covered {
    let (survey, meaning) = (&subject.survey, &subject.meaning);
    let is_limited = |policy: usize| subject.policy(policy).annotation("limit").is_some();
    let mut budget = Budget::default();
    let mut pairs = BTreeMap::new();
    for (policy, entries) in meaning.policies() {
        let lives: Vec<&Entry> = entries.into_iter().filter(|entry| entry.life != Answer::Never).collect();
        let Some((first, rest)) = lives.split_first() else { continue };
        for other in meaning.covering(survey, first, &mut budget) {
            let covers =
                |entry: &&Entry| meaning.entry(other.policy, &entry.action).is_some_and(|other| meaning.implies(survey, entry, other));
            if is_limited(other.policy) || !rest.iter().all(covers) {
                continue;
            }
            let back = |other: &&Entry| {
                other.life == Answer::Never
                    || meaning.entry(policy, &other.action).is_some_and(|entry| meaning.implies(survey, other, entry))
            };
            let equal = !is_limited(policy) && meaning.entries_of(other.policy).all(|entry| back(&entry));
            pairs.insert((policy, other.policy), equal);
        }
    }
    Covered { pairs, is_complete: !budget.is_spent() }
}
