//! The decision procedure: whether there is a call on which conditions have given outcomes.
//!
//! In: conditions, what each is to do, and the values that each input may have. Out: a call on which they do that, or that there is none,
//! or that this is not known. Must hold: the call of an answer was evaluated by the evaluator that defines what expressions mean; "never"
//! is said only where every call is accounted for. Refuses to guess: what relates two inputs by value, or takes too long, is unknown.
//!
//! Conditions are Boolean combinations of atoms, most of which read one input. So each input gets a short list of values such that every
//! value of its domain is like one of them to all atoms (`candidates.rs`: texts by a product of automata, numbers by thresholds,
//! addresses by blocks, sets by their mentioned elements), and a search combines them. An input that an atom relates to another is
//! inexact: its list may lack a value, so that what was found counts and what was not found does not. All work is bounded by counts
//! (`work.rs`), and equal questions have equal answers.

mod address;
mod automaton;
mod candidates;
mod domain;
mod facts;
mod formula;
pub mod needs;
mod number;
mod print;
mod search;
mod slots;
mod text;
mod work;

#[cfg(test)]
mod tests;

pub use domain::{Domain, Ids, Text};
pub use print::literal as printed;

use crate::guard::rules::{Expr, Path};
use crate::guard::simplify::value::{Value, evaluate};
use facts::Facts;
use formula::{Choice, FAILS, FALSE, Formulas, Mask, TRUE};
use std::collections::BTreeMap;
use work::Work;

/// What a condition is to do on a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Be true.
    True,
    /// Be false.
    False,
    /// Fail.
    Fails,
    /// Be false or fail.
    NotTrue,
    /// Be true or fail.
    NotFalse,
}

/// What is known of whether there is such a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// There is none.
    Never,
    /// There is one: this.
    Sometimes(Witness),
    /// Neither was found out.
    Unknown,
}

/// The values of a call, of those inputs that matter; `None` is one that is not there. Whatever the others are, the answer is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// By path; a record that only has to be there stands with whatever value.
    pub values: BTreeMap<Path, Option<Value>>,
}

/// Whether there is a call on which every condition has its outcome. `inputs` tells the values that an input may have; of one for which
/// it tells none, nothing is proved.
pub fn satisfy(wanted: &[(&Expr, Outcome)], inputs: &dyn Fn(&Path) -> Option<Domain>) -> Answer {
    let mut work = Work::new();
    let mut facts = Facts::of(wanted.iter().map(|(condition, _)| *condition), inputs);
    if !facts.complete {
        return Answer::Unknown;
    }
    let slots = slots::slots(&mut facts, inputs, &mut work);
    // No value at all: nothing can be called so.
    if slots.iter().any(|slot| slot.candidates.is_empty() && slot.exact) {
        return Answer::Never;
    }
    let mut formulas = Formulas::new(&slots, inputs);
    let wanted_masks: Vec<_> = wanted.iter().map(|(condition, outcome)| (formulas.compile(condition, &mut work), outcome.mask())).collect();
    let complete = formulas.complete;
    let choices = match search::search(&formulas, &wanted_masks, &mut work) {
        search::Result::Found(choices) => choices,
        search::Result::None if complete => return Answer::Never,
        search::Result::None | search::Result::Unknown => return Answer::Unknown,
    };
    let call = |path: &Path| formulas.value(path, &choices);
    if !wanted.iter().all(|(condition, outcome)| outcome.is(evaluate(condition, &call))) {
        return Answer::Unknown;
    }
    let needed = search::needed(&formulas, &wanted_masks, &choices, &mut work);
    Answer::Sometimes(witness(&slots, &choices, &needed))
}

fn witness(slots: &[slots::Slot], choices: &[Choice], needed: &[bool]) -> Witness {
    let value = |slot: usize| match choices[slot] {
        Choice::Candidate(at) => slots[slot].candidates[at].clone(),
        Choice::Open | Choice::Present => None,
    };
    let mut values = BTreeMap::new();
    for mut number in (0..slots.len()).filter(|number| needed[*number]) {
        // What lies in a record that is not there needs no word but that.
        while let Some((outer, _)) = slots[number].outer.filter(|(outer, _)| value(*outer).is_none()) {
            number = outer;
        }
        values.insert(slots[number].path.clone(), value(number));
    }
    Witness { values }
}

impl Outcome {
    fn mask(self) -> Mask {
        match self {
            Self::True => TRUE,
            Self::False => FALSE,
            Self::Fails => FAILS,
            Self::NotTrue => FALSE | FAILS,
            Self::NotFalse => TRUE | FAILS,
        }
    }

    /// Whether a condition's value is this.
    fn is(self, value: Option<Value>) -> bool {
        match value {
            Some(Value::Bool(true)) => self.mask() & TRUE != 0,
            Some(Value::Bool(false)) => self.mask() & FALSE != 0,
            _ => self.mask() & FAILS != 0,
        }
    }
}
