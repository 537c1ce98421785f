//! Inputs with the values that are tried for each: the variables of a search.
//!
//! In: facts and domains. Out: slots, each a path and its candidates, in an order in which a record stands before what lies in it. Must
//! hold: the value of every path that is mentioned follows from slots: it is one, or lies in a record that is one as a whole.
//!
//! An attribute is there only if the record is that it lies in; so every optional record around a mentioned path is a slot too, of which
//! only presence is chosen. What the schema does not tell: an input of unknown domain is guessed and inexact; whether an attribute is
//! optional is then told by whether anything asks for its presence, because validated policies read no optional attribute unasked.

use super::candidates::candidates;
use super::domain::{Domain, Text};
use super::facts::{Fact, Facts};
use super::work::Work;
use crate::guard::rules::Path;
use crate::guard::simplify::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Values of one input that are tried.
const CANDIDATES: usize = 4_096;
/// Records that differ from others in one place.
const VARIANTS: usize = 128;

/// One input.
pub(super) struct Slot {
    pub path: Path,
    /// `None` is an input that is not there.
    pub candidates: Vec<Option<Value>>,
    /// Whether the candidates are all that is needed.
    pub exact: bool,
    /// The innermost slot that this one lies in, and whether it is there whenever that one is.
    pub outer: Option<(usize, bool)>,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether only its presence is chosen.
    pub presence: bool,
}

/// The slots of facts.
pub(super) fn slots(facts: &mut Facts<'_>, inputs: &dyn Fn(&Path) -> Option<Domain>, work: &mut Work) -> Vec<Slot> {
    let mut builder = Builder { facts: std::mem::take(&mut facts.paths), inputs, domains: BTreeMap::new(), slots: vec![], inside: vec![] };
    builder.join_records();
    let paths: Vec<Path> = builder.facts.iter().map(|(path, _)| (*path).clone()).collect();
    paths.iter().for_each(|path| builder.add(path, work));
    let mut slots = builder.slots;
    exchange(&mut slots, &facts.related);
    for slot in &mut slots {
        slot.exact &= slot.candidates.len() <= CANDIDATES;
        slot.candidates.truncate(CANDIDATES);
    }
    slots
}

struct Builder<'f, 'e> {
    facts: Vec<(&'e Path, Fact)>,
    inputs: &'f dyn Fn(&Path) -> Option<Domain>,
    domains: BTreeMap<Path, Option<Domain>>,
    slots: Vec<Slot>,
    /// What is asked of what lies in records that are read as a whole.
    inside: Vec<(&'e Path, Fact)>,
}

impl Builder<'_, '_> {
    fn domain(&mut self, path: &Path) -> &Option<Domain> {
        if !self.domains.contains_key(path) {
            self.domains.insert(path.clone(), (self.inputs)(path));
        }
        &self.domains[path]
    }

    /// What lies in a record that is read as a whole becomes a matter of that record.
    fn join_records(&mut self) {
        let read: Vec<Path> = self.facts.iter().filter(|(_, fact)| fact.read).map(|(path, _)| (*path).clone()).collect();
        let is_inside = |path: &Path| read.iter().any(|outer| lies_in(path, outer));
        let (inside, mut kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.facts).into_iter().partition(|(path, _)| is_inside(path));
        for (path, fact) in &mut kept {
            fact.inexact |= fact.read && inside.iter().any(|(inner, _)| lies_in(inner, path));
        }
        (self.facts, self.inside) = (kept, inside);
    }

    fn add(&mut self, path: &Path, work: &mut Work) {
        if self.slots.iter().any(|slot| slot.path == *path) {
            return;
        }
        for length in 1..path.attributes.len() {
            let outer = Path { root: path.root, attributes: path.attributes[..length].to_vec() };
            if !self.required(&outer) && !self.slots.iter().any(|slot| slot.path == outer) {
                self.push(&outer, work);
            }
        }
        self.push(path, work);
    }

    fn push(&mut self, path: &Path, work: &mut Work) {
        let fact = self.facts.iter().find(|(other, _)| *other == path).map(|(_, fact)| fact.clone()).unwrap_or_default();
        let domain = self.domain(path).clone();
        let outer =
            (0..self.slots.len()).filter(|at| lies_in(path, &self.slots[*at].path)).max_by_key(|at| self.slots[*at].path.attributes.len());
        let from = outer.map_or(0, |at| self.slots[at].path.attributes.len());
        let always = (from + 1..=path.attributes.len())
            .all(|length| self.required(&Path { root: path.root, attributes: path.attributes[..length].to_vec() }));
        let presence = !fact.read;
        let optional = outer.is_some() || !always;
        let (values, exact) = if presence {
            // Any value does; what lies in it has slots of its own.
            let value = domain.as_ref().map_or(Some(Value::Bool(true)), Domain::any);
            (value.into_iter().collect(), true)
        } else {
            let known = domain.is_some();
            let found = candidates(&domain.unwrap_or_else(|| guess(&fact)), &fact, work);
            (found.values, found.complete && known)
        };
        let values = self.vary(path, values, work);
        let mut candidates: Vec<Option<Value>> = values.into_iter().map(Some).collect();
        if optional {
            candidates.push(None);
        }
        let outer = outer.map(|at| (at, always));
        self.slots.push(Slot { path: path.clone(), candidates, exact, outer, optional, presence });
    }

    /// Records, and the same with other values in those places that conditions ask of.
    fn vary(&mut self, path: &Path, values: Vec<Value>, work: &mut Work) -> Vec<Value> {
        let mut all = values;
        let inside: Vec<(Path, Fact)> =
            self.inside.iter().filter(|(inner, _)| lies_in(inner, path)).map(|(inner, fact)| ((*inner).clone(), fact.clone())).collect();
        for (inner, fact) in inside {
            let Some(domain) = self.domain(&inner).clone() else { continue };
            let values = candidates(&domain, &fact, work).values;
            let with = all
                .iter()
                .flat_map(|record| values.iter().filter_map(|value| replace(record, &inner.attributes[path.attributes.len()..], value)));
            let with: Vec<Value> = with.take(VARIANTS).collect();
            all.extend(with);
        }
        all
    }

    /// Whether an attribute is there whenever its record is.
    fn required(&mut self, path: &Path) -> bool {
        let Some((name, outer)) = path.attributes.split_last() else { return true };
        let asked = self.facts.iter().any(|(other, fact)| *other == path && fact.asked);
        let outer = Path { root: path.root, attributes: outer.to_vec() };
        match self.domain(&outer) {
            Some(Domain::Record(fields)) => fields.get(name).map_or(!asked, |(_, required)| *required),
            _ => !asked,
        }
    }
}

/// A record with another value in one place.
fn replace(record: &Value, names: &[String], value: &Value) -> Option<Value> {
    let [name, rest @ ..] = names else { return Some(value.clone()) };
    let Value::Record(fields) = record else { return None };
    let mut fields = fields.clone();
    let inner = if rest.is_empty() { value.clone() } else { replace(fields.get(name)?, rest, value)? };
    fields.insert(name.clone(), inner);
    Some(Value::Record(fields))
}

/// Whether a path lies in another, and is not that one.
pub(super) fn lies_in(path: &Path, outer: &Path) -> bool {
    path.root == outer.root && path.attributes.len() > outer.attributes.len() && path.attributes.starts_with(&outer.attributes)
}

/// A domain for an input of which none is known.
fn guess(fact: &Fact) -> Domain {
    let of = |value: &Value| match value {
        Value::Long(_) => Domain::Long { least: i64::MIN, greatest: i64::MAX },
        _ => Domain::String(Text::Any),
    };
    if !fact.texts.is_empty() || !fact.patterns.is_empty() {
        Domain::String(Text::Any)
    } else if !fact.times.is_empty() {
        Domain::Datetime
    } else if !fact.thresholds.is_empty() {
        Domain::Long { least: i64::MIN, greatest: i64::MAX }
    } else if !fact.ranges.is_empty() {
        Domain::Ip { only_addresses: false }
    } else if let Some(element) = fact.elements.first() {
        Domain::Set(Box::new(of(element)))
    } else {
        Domain::Bool
    }
}

/// Inputs that are compared with each other try each other's values too.
fn exchange(slots: &mut [Slot], related: &[(&Path, &Path)]) {
    let at = |path: &Path| slots.iter().position(|slot| slot.path == *path);
    let pairs: Vec<(usize, usize)> = related.iter().filter_map(|(a, b)| Some((at(a)?, at(b)?))).collect();
    let before: Vec<Vec<Option<Value>>> = slots.iter().map(|slot| slot.candidates.clone()).collect();
    for (a, b) in pairs {
        for (to, from) in [(a, b), (b, a)] {
            let known: BTreeSet<Option<Value>> = slots[to].candidates.iter().cloned().collect();
            let like = before[to].iter().flatten().next().cloned();
            let new: Vec<Option<Value>> = before[from]
                .iter()
                .flatten()
                .filter_map(|value| fit(value, like.as_ref()?))
                .map(Some)
                .filter(|value| !known.contains(value))
                .take(64)
                .collect();
            let slot = &mut slots[to];
            slot.candidates.splice(0..0, new);
        }
    }
}

/// A value as one of the same type as another: itself, the set of it, or what it is next to.
fn fit(value: &Value, like: &Value) -> Option<Value> {
    match (value, like) {
        (Value::Entity(a), Value::Entity(b)) => (a.kind == b.kind).then(|| value.clone()),
        (Value::Set(elements), Value::Set(_)) => Some(Value::Set(elements.clone())),
        (Value::Set(_), _) | (_, Value::Record(_)) => None,
        (value, Value::Set(_)) => Some(Value::Set(BTreeSet::from([value.clone()]))),
        (value, like) => (std::mem::discriminant(value) == std::mem::discriminant(like)).then(|| value.clone()),
    }
}
