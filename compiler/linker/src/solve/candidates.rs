//! The values of each input that are tried.
//!
//! In: an input's domain and what conditions ask of it. Out: values of that domain, readable ones first. Must hold: if the result says
//! that it is complete, then for every value of the domain there is one in the list that no condition tells apart from it, as far as a
//! condition looks at this input alone.

use super::domain::{Domain, Ids, Text};
use super::facts::Fact;
use super::number::DAY;
use super::work::Work;
use super::{address, automaton};
use crate::guard::rules::EntityName;
use crate::guard::simplify::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Elements of which all subsets are tried.
const SUBSETS: usize = 8;
/// Ids of a list that are tried.
const LISTED: usize = 4_096;

/// Values to try.
pub(super) struct Candidates {
    pub values: Vec<Value>,
    pub complete: bool,
}

/// The values of a domain that facts may tell apart.
pub(super) fn candidates(domain: &Domain, fact: &Fact, work: &mut Work) -> Candidates {
    let complete = |values| Candidates { values, complete: !fact.inexact };
    match domain {
        Domain::Bool => complete(vec![Value::Bool(false), Value::Bool(true)]),
        Domain::Long { least, greatest } => complete(numbers(fact, *least, *greatest).into_iter().map(Value::Long).collect()),
        Domain::Decimal => complete(numbers(fact, i64::MIN, i64::MAX).into_iter().map(Value::Decimal).collect()),
        Domain::Duration => complete(numbers(fact, i64::MIN, i64::MAX).into_iter().map(Value::Duration).collect()),
        Domain::Datetime => complete(numbers(fact, i64::MIN, i64::MAX).into_iter().map(Value::Datetime).collect()),
        Domain::String(text) => texts(text, fact, work, Value::String),
        Domain::Entity { kind, ids: Ids::Any(text) } => texts(text, fact, work, |id| Value::Entity(EntityName { kind: kind.clone(), id })),
        Domain::Entity { kind, ids: Ids::Listed(ids) } => {
            let entity = |id: &String| Value::Entity(EntityName { kind: kind.clone(), id: id.clone() });
            let values = ids.iter().take(LISTED).map(entity).collect();
            Candidates { values, complete: ids.len() <= LISTED && !fact.inexact }
        }
        Domain::Ip { only_addresses } => {
            let (found, all) = address::candidates(&fact.ranges, *only_addresses);
            Candidates { values: found.into_iter().map(Value::Ip).collect(), complete: all && !fact.inexact }
        }
        Domain::Set(element) => sets(element, fact, work),
        Domain::Record(_) => records(domain, fact, work),
    }
}

fn texts(text: &Text, fact: &Fact, work: &mut Work, value: impl Fn(String) -> Value) -> Candidates {
    let found = automaton::representatives(text, &fact.texts, &fact.patterns, work);
    Candidates { values: found.texts.into_iter().map(value).collect(), complete: found.complete && !fact.inexact }
}

/// One number between each two neighbouring thresholds; of datetimes one for each time of day that is told apart there.
fn numbers(fact: &Fact, least: i64, greatest: i64) -> Vec<i64> {
    if least > greatest {
        return vec![];
    }
    let mut starts: Vec<i64> = vec![least];
    starts.extend(fact.thresholds.iter().copied().filter(|at| *at > least && *at <= greatest));
    let mut found = vec![];
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(greatest, |next| next - 1);
        // The number nearest to 1, which is the plainest.
        found.push(1.clamp(*start, end));
        // Each time of day near 1970, or on the first day that there is.
        for time in &fact.times {
            let near = [0.clamp(*start, end), *start].map(|from| at_time(from, *time).filter(|found| *found <= end));
            found.extend(near.into_iter().flatten().next());
        }
        if !fact.times.is_empty() {
            found.push(*start);
        }
        if fact.inexact {
            found.extend([*start, end]);
        }
    }
    if fact.inexact {
        found.extend([0, -1].into_iter().filter(|number| (least..=greatest).contains(number)));
    }
    found.sort_unstable_by_key(|number| (number.unsigned_abs(), *number < 0));
    found.dedup();
    found
}

/// The first number from `start` on with this time of day.
fn at_time(start: i64, time: i64) -> Option<i64> {
    start.checked_add((i128::from(time) - i128::from(start)).rem_euclid(i128::from(DAY)) as i64)
}

/// Sets of the elements that are mentioned, each with and without one that is not.
fn sets(element: &Domain, fact: &Fact, work: &mut Work) -> Candidates {
    let mentioned: Vec<&Value> = fact.elements.iter().filter(|value| element.admits(value)).collect();
    let (other, known) = other(element, &fact.elements, work);
    let every = mentioned.len() <= SUBSETS;
    let subsets: Vec<BTreeSet<Value>> = if every {
        let chosen = |bits: usize| mentioned.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1);
        let mut all: Vec<usize> = (0..1 << mentioned.len()).collect();
        all.sort_by_key(|bits: &usize| bits.count_ones());
        all.into_iter().map(|bits| chosen(bits).map(|(_, value)| (*value).clone()).collect()).collect()
    } else {
        let all = || mentioned.iter().map(|value| (*value).clone());
        let mut subsets = vec![BTreeSet::new()];
        subsets.extend(all().map(|one| BTreeSet::from([one])));
        subsets.push(all().collect());
        subsets.extend(all().map(|one| all().filter(|other| *other != one).collect()));
        subsets
    };
    let with = subsets.iter().filter_map(|subset| {
        let mut subset = subset.clone();
        subset.insert(other.clone()?);
        Some(subset)
    });
    let values = subsets.iter().cloned().chain(with).map(Value::Set).collect();
    Candidates { values, complete: every && known && !fact.inexact }
}

/// A value that is none of these, and whether there is none if none was found.
fn other(domain: &Domain, taken: &BTreeSet<Value>, work: &mut Work) -> (Option<Value>, bool) {
    let mut fact = Fact::default();
    for value in taken {
        match value {
            Value::String(text) => drop(fact.texts.insert(text.clone())),
            Value::Entity(entity) => drop(fact.texts.insert(entity.id.clone())),
            Value::Long(number) | Value::Decimal(number) | Value::Datetime(number) | Value::Duration(number) => {
                fact.thresholds.insert(*number);
                fact.thresholds.extend(number.checked_add(1));
            }
            Value::Ip(ip) => drop(fact.ranges.insert(*ip)),
            Value::Set(elements) => fact.elements.extend(elements.iter().cloned()),
            Value::Record(_) => drop(fact.records.insert(value.clone())),
            Value::Bool(_) => {}
        }
    }
    let found = candidates(domain, &fact, work);
    let other = found.values.into_iter().find(|value| !taken.contains(value));
    let known = found.complete || other.is_some();
    (other, known)
}

/// Records that are mentioned, and one that is not.
fn records(domain: &Domain, fact: &Fact, work: &mut Work) -> Candidates {
    let Domain::Record(fields) = domain else { return Candidates { values: vec![], complete: false } };
    let mut values: Vec<Value> = fact.records.iter().filter(|value| domain.admits(value)).cloned().collect();
    let plain: Vec<Value> = domain.any().into_iter().collect();
    let bases: Vec<Value> = plain.iter().chain(&values).cloned().collect();
    // One that differs in one field.
    let mut changed = vec![];
    for base in &bases {
        let Value::Record(base) = base else { continue };
        for (name, (field, required)) in fields {
            let taken: BTreeSet<Value> = bases.iter().filter_map(|record| at(record, name)).cloned().collect();
            let mut with = |value: Option<Value>| {
                let mut record: BTreeMap<String, Value> = base.clone();
                match value {
                    Some(value) => drop(record.insert(name.clone(), value)),
                    None => drop(record.remove(name)),
                }
                changed.push(Value::Record(record));
            };
            taken.iter().for_each(|value| with(Some(value.clone())));
            other(field, &taken, work).0.into_iter().for_each(|value| with(Some(value)));
            if !required {
                with(None);
            }
        }
    }
    let is_new = |value: &&Value| !fact.records.contains(value);
    let fresh = plain.iter().chain(&changed).find(is_new).cloned();
    // Conditions that only compare whole records tell no other two apart.
    let complete = fresh.is_some() && !fact.inexact;
    values.splice(0..0, fresh);
    if !complete {
        values.extend(plain);
        values.extend(changed);
    }
    Candidates { values, complete }
}

fn at<'v>(record: &'v Value, name: &str) -> Option<&'v Value> {
    match record {
        Value::Record(values) => values.get(name),
        _ => None,
    }
}
