//! Conditions as formulas over atoms: what a condition can come to while only some inputs are chosen.
//!
//! In: conditions and slots. Out: for each choice of candidates, of some slots or of all, the outcomes that are still possible, as a
//! [`Mask`]. Must hold: what a condition comes to when the other slots are chosen is among them; when all are chosen there is one.
//!
//! `&&`, `||`, `!`, `if` and equality of Bools are looked into; everything else is an atom. An atom that reads one slot has a table of
//! what it comes to on each candidate; one that reads several is evaluated when all of them are chosen, and may come to anything before.

use super::domain::Domain;
use super::facts::{closed, is_bool, read};
use super::slots::{Slot, lies_in};
use super::work::Work;
use crate::guard::rules::{Expr, Path};
use crate::guard::simplify::value::{Value, evaluate};
use crate::guard::simplify::{may_fail, size};
use std::collections::{BTreeMap, BTreeSet};

/// A set of outcomes.
pub(super) type Mask = u8;
pub(super) const TRUE: Mask = 1;
pub(super) const FALSE: Mask = 2;
pub(super) const FAILS: Mask = 4;
const ANY: Mask = TRUE | FALSE | FAILS;

/// Atoms that are told apart; nothing is known of others.
const ATOMS: usize = 1_024;

/// What is chosen for a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Open,
    /// It is there, with some value.
    Present,
    /// This candidate.
    Candidate(usize),
}

/// Atoms and slots.
pub(super) struct Formulas<'s> {
    pub slots: &'s [Slot],
    atoms: Vec<Atom>,
    inputs: &'s dyn Fn(&Path) -> Option<Domain>,
    /// Whether every table is whole.
    pub complete: bool,
}

/// A condition.
pub(super) enum Formula {
    Known(Mask),
    Atom(usize),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    If(Vec<(Formula, Formula)>, Box<Formula>),
    Same(Box<Formula>, Box<Formula>),
}

struct Atom {
    expr: Expr,
    size: usize,
    slots: Vec<usize>,
    /// Of the only slot: what it comes to on each candidate.
    table: Vec<Mask>,
    /// What it may come to if its inputs are there, and if nothing is known.
    present: Mask,
    open: Mask,
}

impl<'s> Formulas<'s> {
    pub fn new(slots: &'s [Slot], inputs: &'s dyn Fn(&Path) -> Option<Domain>) -> Self {
        Self { slots, atoms: vec![], inputs, complete: true }
    }

    /// A condition as a formula.
    pub fn compile(&mut self, expr: &Expr, work: &mut Work) -> Formula {
        match expr {
            Expr::Bool(true) => Formula::Known(TRUE),
            Expr::Bool(false) => Formula::Known(FALSE),
            Expr::Fail => Formula::Known(FAILS),
            Expr::Not(a) => Formula::Not(Box::new(self.compile(a, work))),
            Expr::And(operands) => Formula::All(operands.iter().map(|operand| self.compile(operand, work)).collect()),
            Expr::Or(operands) => Formula::Any(operands.iter().map(|operand| self.compile(operand, work)).collect()),
            Expr::If(branches, other) => {
                let branches =
                    branches.iter().map(|(condition, value)| (self.compile(condition, work), self.compile(value, work))).collect();
                Formula::If(branches, Box::new(self.compile(other, work)))
            }
            Expr::Select(on, cases, other) => {
                // What is chosen by name, chosen by conditions: one for each value.
                let mut values: BTreeMap<&Expr, BTreeSet<String>> = BTreeMap::new();
                for (name, value) in cases {
                    values.entry(value).or_default().insert(name.clone());
                }
                let branches = values
                    .into_iter()
                    .map(|(value, names)| (self.compile(&Expr::OneOf(on.clone(), names), work), self.compile(value, work)));
                let branches = branches.collect();
                Formula::If(branches, Box::new(self.compile(other, work)))
            }
            Expr::Equal(a, b) if !closed(a) && !closed(b) && is_bool(a, self.inputs) && is_bool(b, self.inputs) => {
                Formula::Same(Box::new(self.compile(a, work)), Box::new(self.compile(b, work)))
            }
            expr if closed(expr) => Formula::Known(mask(evaluate(expr, &|_| None))),
            expr => match self.atom(expr, work) {
                Some(at) => Formula::Atom(at),
                None => Formula::Known(ANY),
            },
        }
    }

    fn atom(&mut self, expr: &Expr, work: &mut Work) -> Option<usize> {
        if let Some(at) = self.atoms.iter().position(|atom| atom.expr == *expr) {
            return Some(at);
        }
        if self.atoms.len() == ATOMS {
            self.complete = false;
            return None;
        }
        let mut paths = vec![];
        read(expr, &mut paths);
        let found: Vec<Option<usize>> = paths.iter().map(|path| self.slot(path)).collect();
        self.complete &= found.iter().all(Option::is_some);
        let mut slots: Vec<usize> = found.into_iter().flatten().collect();
        slots.sort_unstable();
        slots.dedup();
        let size = size(expr);
        let fails = if may_fail(expr) { FAILS } else { 0 };
        let present = if matches!(expr, Expr::Has(_)) { TRUE } else { TRUE | FALSE | fails };
        let mut open = TRUE | FALSE | fails;
        if !matches!(expr, Expr::Has(_)) && slots.iter().any(|slot| self.slots[*slot].optional) {
            open |= FAILS;
        }
        let mut table = vec![];
        if let [slot] = slots[..] {
            let candidates = &self.slots[slot].candidates;
            if work.evaluations(size * candidates.len()) {
                table = candidates.iter().map(|value| mask(evaluate(expr, &|path| at(&self.slots[slot].path, value, path)))).collect();
                if self.slots[slot].exact {
                    open = table.iter().fold(0, |all, mask| all | mask);
                }
            } else {
                self.complete = false;
            }
        }
        self.atoms.push(Atom { expr: expr.clone(), size, slots, table, present, open });
        Some(self.atoms.len() - 1)
    }

    /// The slot that a path's value follows from.
    fn slot(&self, path: &Path) -> Option<usize> {
        self.slots.iter().position(|slot| slot.path == *path || !slot.presence && lies_in(path, &slot.path))
    }

    /// The outcomes that a formula may still have.
    pub fn mask(&self, formula: &Formula, choices: &[Choice], work: &mut Work) -> Option<Mask> {
        if !work.visits(1) {
            return None;
        }
        Some(match formula {
            Formula::Known(mask) => *mask,
            Formula::Atom(at) => self.atom_mask(&self.atoms[*at], choices, work)?,
            Formula::Not(a) => not(self.mask(a, choices, work)?),
            Formula::All(operands) => self.chain(operands, FALSE, choices, work)?,
            Formula::Any(operands) => self.chain(operands, TRUE, choices, work)?,
            Formula::If(branches, other) => {
                let mut all = 0;
                for (condition, value) in branches {
                    let condition = self.mask(condition, choices, work)?;
                    all |= condition & FAILS;
                    if condition & TRUE != 0 {
                        all |= self.mask(value, choices, work)?;
                    }
                    if condition & FALSE == 0 {
                        return Some(all);
                    }
                }
                all | self.mask(other, choices, work)?
            }
            Formula::Same(a, b) => {
                let (a, b) = (self.mask(a, choices, work)?, self.mask(b, choices, work)?);
                let mut all = (a | b) & FAILS;
                if a & b & (TRUE | FALSE) != 0 {
                    all |= TRUE;
                }
                if a & not(b) & (TRUE | FALSE) != 0 {
                    all |= FALSE;
                }
                all
            }
        })
    }

    /// A chain that ends with the first operand that comes to `decides`.
    fn chain(&self, operands: &[Formula], decides: Mask, choices: &[Choice], work: &mut Work) -> Option<Mask> {
        let mut all = 0;
        for operand in operands {
            let mask = self.mask(operand, choices, work)?;
            all |= mask & (decides | FAILS);
            if mask & not(decides) == 0 {
                return Some(all);
            }
        }
        Some(all | not(decides))
    }

    fn atom_mask(&self, atom: &Atom, choices: &[Choice], work: &mut Work) -> Option<Mask> {
        if let [slot] = atom.slots[..] {
            return Some(match choices[slot] {
                Choice::Candidate(at) => atom.table.get(at).copied().unwrap_or(ANY),
                Choice::Present => atom.present,
                Choice::Open => atom.open,
            });
        }
        let chosen = |slot: &usize| matches!(choices[*slot], Choice::Candidate(_));
        if atom.slots.iter().all(chosen) {
            if !work.visits(10 * atom.size) {
                return None;
            }
            return Some(mask(evaluate(&atom.expr, &|path| self.value(path, choices))));
        }
        let absent = |slot: &usize| match choices[*slot] {
            Choice::Open => self.slots[*slot].optional,
            Choice::Present => false,
            Choice::Candidate(at) => self.slots[*slot].candidates[at].is_none(),
        };
        Some(if atom.slots.iter().any(absent) { atom.open } else { atom.present })
    }

    /// The value of a path.
    pub fn value(&self, path: &Path, choices: &[Choice]) -> Option<Value> {
        let slot = self.slot(path)?;
        match choices[slot] {
            Choice::Candidate(chosen) => at(&self.slots[slot].path, &self.slots[slot].candidates[chosen], path),
            _ => None,
        }
    }

    /// For each candidate of a slot what all atoms that read it come to, unless one reads other slots too.
    pub fn column(&self, slot: usize, candidate: usize) -> Option<Vec<Mask>> {
        let reading = self.atoms.iter().filter(|atom| atom.slots.contains(&slot));
        reading.map(|atom| if atom.slots.len() == 1 { atom.table.get(candidate).copied() } else { None }).collect()
    }
}

/// The value of a path that is that of a slot or lies in it.
fn at(slot: &Path, value: &Option<Value>, path: &Path) -> Option<Value> {
    let mut value = value.as_ref()?;
    for name in &path.attributes[slot.attributes.len()..] {
        let Value::Record(fields) = value else { return None };
        value = fields.get(name)?;
    }
    Some(value.clone())
}

fn not(mask: Mask) -> Mask {
    (mask & FAILS) | (mask & TRUE) << 1 | (mask & FALSE) >> 1
}

fn mask(value: Option<Value>) -> Mask {
    match value {
        Some(Value::Bool(true)) => TRUE,
        Some(Value::Bool(false)) => FALSE,
        _ => FAILS,
    }
}
