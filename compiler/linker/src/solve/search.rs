//! The search for candidates with which every condition has its outcome.
//!
//! In: formulas and wanted outcomes. Out: a choice for each slot, or that there is none, or neither. Must hold: "none" is said only if
//! the exact slots, and the presence of the others, already rule every choice out, because the candidates of an inexact slot prove
//! nothing.
//!
//! Backtracking, exact slots first. After each choice the conditions are looked at: if one can no longer have its outcome, the rest is
//! not tried.

use super::formula::{Choice, Formula, Formulas, Mask};
use super::work::Work;
use std::collections::HashSet;

/// What a search came to.
pub(super) enum Result {
    Found(Vec<Choice>),
    None,
    Unknown,
}

/// What is chosen next.
#[derive(Clone, Copy)]
enum Step {
    Value(usize),
    Presence(usize),
    /// From here on nothing is proved.
    Inexact,
}

struct Search<'s> {
    formulas: &'s Formulas<'s>,
    wanted: &'s [(Formula, Mask)],
    steps: Vec<Step>,
    /// For each slot the candidates to try: of those that no atom tells apart, one.
    tried: Vec<Vec<usize>>,
    choices: Vec<Choice>,
    reached: bool,
}

/// Looks for choices.
pub(super) fn search(formulas: &Formulas<'_>, wanted: &[(Formula, Mask)], work: &mut Work) -> Result {
    let slots = formulas.slots;
    let of = |exact: bool| (0..slots.len()).filter(move |slot| slots[*slot].exact == exact);
    let presence = of(false).filter(|slot| slots[*slot].optional).map(Step::Presence);
    let mut steps: Vec<Step> = of(true).map(Step::Value).chain(presence).collect();
    if of(false).next().is_some() {
        steps.push(Step::Inexact);
        steps.extend(of(false).map(Step::Value));
    }
    let tried = (0..slots.len()).map(|slot| distinct(formulas, slot)).collect();
    let choices = vec![Choice::Open; slots.len()];
    let mut search = Search { formulas, wanted, steps, tried, choices, reached: false };
    match search.possible(work) {
        Some(false) => return Result::None,
        None => return Result::Unknown,
        Some(true) => {}
    }
    match search.run(0, work) {
        Some(true) => Result::Found(search.choices),
        Some(false) if !search.reached => Result::None,
        _ => Result::Unknown,
    }
}

fn distinct(formulas: &Formulas<'_>, slot: usize) -> Vec<usize> {
    let candidates = &formulas.slots[slot].candidates;
    let mut seen = HashSet::new();
    (0..candidates.len())
        .filter(|candidate| match formulas.column(slot, *candidate) {
            Some(column) => seen.insert((candidates[*candidate].is_some(), column)),
            None => true,
        })
        .collect()
}

impl Search<'_> {
    /// Whether choices from a step on make all conditions have their outcomes; `None` if that is too much to find out.
    fn run(&mut self, step: usize, work: &mut Work) -> Option<bool> {
        let Some(next) = self.steps.get(step).copied() else { return Some(true) };
        let (slot, choices) = match next {
            Step::Inexact => {
                self.reached = true;
                return self.run(step + 1, work);
            }
            Step::Presence(slot) => {
                let absent = self.formulas.slots[slot].candidates.iter().position(Option::is_none);
                (slot, [Some(Choice::Present), absent.map(Choice::Candidate)].into_iter().flatten().collect())
            }
            Step::Value(slot) => match self.choices[slot] {
                Choice::Candidate(_) => return self.run(step + 1, work),
                before => {
                    let is_fit = |at: &&usize| before == Choice::Open || self.formulas.slots[slot].candidates[**at].is_some();
                    (slot, self.tried[slot].iter().filter(is_fit).map(|at| Choice::Candidate(*at)).collect::<Vec<_>>())
                }
            },
        };
        let before = self.choices[slot];
        for choice in choices {
            self.choices[slot] = choice;
            if self.is_consistent(slot) && self.possible(work)? && self.run(step + 1, work)? {
                return Some(true);
            }
        }
        self.choices[slot] = before;
        Some(false)
    }

    /// Whether what lies in a record is there only if the record is, and always if it must.
    fn is_consistent(&self, changed: usize) -> bool {
        let slots = self.formulas.slots;
        let is_present = |slot: usize| match self.choices[slot] {
            Choice::Open => None,
            Choice::Present => Some(true),
            Choice::Candidate(at) => Some(slots[slot].candidates[at].is_some()),
        };
        (0..slots.len()).all(|slot| match slots[slot].outer {
            Some((outer, always)) if slot == changed || outer == changed => match (is_present(outer), is_present(slot)) {
                (Some(false), Some(true)) => false,
                (Some(true), Some(false)) => !always,
                _ => true,
            },
            _ => true,
        })
    }

    fn possible(&self, work: &mut Work) -> Option<bool> {
        for (formula, outcomes) in self.wanted {
            if self.formulas.mask(formula, &self.choices, work)? & outcomes == 0 {
                return Some(false);
            }
        }
        Some(true)
    }
}

/// The slots that matter: without a choice for any of the others, and whatever it is, every condition has its outcome.
pub(super) fn needed(formulas: &Formulas<'_>, wanted: &[(Formula, Mask)], choices: &[Choice], work: &mut Work) -> Vec<bool> {
    let mut choices = choices.to_vec();
    for slot in (0..choices.len()).rev() {
        let before = std::mem::replace(&mut choices[slot], Choice::Open);
        let definite =
            wanted.iter().all(|(formula, outcomes)| formulas.mask(formula, &choices, work).is_some_and(|mask| mask & !outcomes == 0));
        if !definite {
            choices[slot] = before;
        }
    }
    choices.iter().map(|choice| *choice != Choice::Open).collect()
}
