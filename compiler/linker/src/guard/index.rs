//! Files rules under keys, so that a decision looks only at those that can hold.
//!
//! In: the nodes and texts of a table, and the conditions of its permits or forbids. Out: a forest in the format of `caplink-guard`. Must hold: a rule that
//! holds is never left out; `caplink_guard::check` verifies that by itself. What a decision costs then does not grow with the number of rules, as long as
//! some input tells them apart: a string by what it is, starts with or ends with, a number by what it is.

use caplink_guard::filing::{conjuncts, forbid_may_be_filed, keys, subject};
use caplink_guard::format::{FOREST_DEPTH, hash, mode, text};
use std::collections::{BTreeMap, BTreeSet};

/// So many rules are looked at one by one.
const FEW: usize = 6;

/// How an input's strings meet keys.
type Lens = (u32, u32);

/// A rule: its condition, and the keys that it can be filed under.
struct Rule {
    condition: u32,
    options: BTreeMap<Lens, BTreeSet<u32>>,
}

/// Rules that are looked at always, and groups of those that are looked at when a key is met.
pub struct Forest {
    rules: Vec<u32>,
    groups: Vec<Group>,
}

struct Group {
    lens: Lens,
    /// For each key where its hash starts, and its length.
    keys: BTreeMap<u32, (u32, u32)>,
    children: Vec<(BTreeSet<u32>, Forest)>,
}

impl Forest {
    /// Files conditions, which are nodes of a table.
    pub fn plant(table: &[u8], conditions: Vec<u32>, forbids: bool) -> Forest {
        let rules = conditions.into_iter().map(|condition| Rule { condition, options: options(table, condition, forbids) }).collect();
        grow(table, rules, &BTreeSet::new(), FOREST_DEPTH)
    }

    /// The conditions in the order of a walk through the forest.
    pub fn order(&self) -> Vec<u32> {
        let children = self.groups.iter().flat_map(|group| &group.children);
        self.rules.iter().copied().chain(children.flat_map(|(_, forest)| forest.order())).collect()
    }

    /// Writes the forest behind a table whose list of conditions starts at `first`.
    pub fn write(&self, table: &mut Vec<u8>, first: u32) {
        self.write_from(table, &mut first.clone());
    }

    fn write_from(&self, table: &mut Vec<u8>, first: &mut u32) {
        put(table, self.rules.len() as u32);
        put(table, *first);
        put(table, self.groups.len() as u32);
        *first += 4 * self.rules.len() as u32;
        for group in &self.groups {
            group.write(table, first);
        }
    }
}

impl Group {
    fn write(&self, table: &mut Vec<u8>, first: &mut u32) {
        let start = table.len();
        let count: usize = self.children.iter().map(|(keys, _)| keys.len()).sum();
        let slots = (count + count / 2 + 1).next_power_of_two();
        let lengths: BTreeSet<u32> = self.keys.values().map(|key| key.1).collect();
        for word in [self.lens.1, self.lens.0, 0, slots as u32 - 1, lengths.len() as u32] {
            put(table, word);
        }
        lengths.iter().for_each(|length| put(table, *length));
        let at = table.len();
        table.resize(at + slots * 8, 0);
        put(table, self.children.len() as u32);
        for (keys, forest) in &self.children {
            put(table, keys.len() as u32);
            keys.iter().for_each(|key| put(table, *key));
            let address = table.len() as u32;
            for key in keys {
                let mut slot = self.keys[key].0 as usize & (slots - 1);
                while table[at + slot * 8..at + slot * 8 + 4] != [0; 4] {
                    slot = (slot + 1) & (slots - 1);
                }
                table[at + slot * 8..at + slot * 8 + 4].copy_from_slice(&key.to_le_bytes());
                table[at + slot * 8 + 4..at + slot * 8 + 8].copy_from_slice(&address.to_le_bytes());
            }
            forest.write_from(table, first);
        }
        let end = table.len() as u32;
        table[start + 8..start + 12].copy_from_slice(&end.to_le_bytes());
    }
}

fn put(table: &mut Vec<u8>, word: u32) {
    table.extend_from_slice(&word.to_le_bytes());
}

/// Under which keys a rule may be filed.
fn options(table: &[u8], condition: u32, forbids: bool) -> BTreeMap<Lens, BTreeSet<u32>> {
    let mut options: BTreeMap<Lens, BTreeSet<u32>> = BTreeMap::new();
    for (index, conjunct) in conjuncts(table, condition).enumerate() {
        if forbids && !forbid_may_be_filed(table, condition, index) {
            break;
        }
        let Some(input) = subject(table, conjunct) else { continue };
        for how in [mode::EXACT, mode::PREFIX, mode::SUFFIX] {
            let mut found = BTreeSet::new();
            let complete = keys(table, conjunct, input, how, &mut |key| {
                found.insert(key);
            });
            let is_empty = |key: &u32| text(table, *key).is_none_or(<[u8]>::is_empty);
            if complete.is_none() || found.is_empty() || how != mode::EXACT && found.iter().any(is_empty) {
                continue;
            }
            // The fewest keys, then the longest: a call meets those less often.
            let rank = |keys: &BTreeSet<u32>| {
                let shortest = keys.iter().filter_map(|key| text(table, *key)).map(<[u8]>::len).min();
                (keys.len(), std::cmp::Reverse(shortest))
            };
            if options.get(&(input, how)).is_none_or(|before| rank(&found) < rank(before)) {
                options.insert((input, how), found);
            }
        }
    }
    options
}

/// Files rules by the lens that tells most of them apart, and again what is left of them.
fn grow(table: &[u8], mut rules: Vec<Rule>, used: &BTreeSet<Lens>, levels: u32) -> Forest {
    let mut groups = Vec::new();
    let mut used = used.clone();
    while levels > 0 && rules.len() > FEW {
        let Some(lens) = best(&rules, &used) else { break };
        used.insert(lens);
        let (filed, rest): (Vec<_>, Vec<_>) = rules.into_iter().partition(|rule| rule.options.contains_key(&lens));
        rules = rest;
        let mut children: BTreeMap<BTreeSet<u32>, Vec<Rule>> = BTreeMap::new();
        for rule in filed {
            children.entry(rule.options[&lens].clone()).or_default().push(rule);
        }
        let keys = children.keys().flatten().map(|key| {
            let bytes = text(table, *key).expect("keys are texts of the table");
            (*key, (hash(lens.1, bytes), bytes.len() as u32))
        });
        groups.push(Group {
            lens,
            keys: keys.collect(),
            children: children.into_iter().map(|(keys, rules)| (keys, grow(table, rules, &used, levels - 1))).collect(),
        });
    }
    Forest { rules: rules.into_iter().map(|rule| rule.condition).collect(), groups }
}

/// The lens for which as many rules as possible are filed, and as few as possible under one key; none if that is not worth a group.
fn best(rules: &[Rule], used: &BTreeSet<Lens>) -> Option<Lens> {
    let mut counts: BTreeMap<Lens, (usize, BTreeMap<u32, usize>)> = BTreeMap::new();
    for rule in rules {
        for (lens, keys) in rule.options.iter().filter(|(lens, _)| !used.contains(*lens)) {
            let (filed, by_key) = counts.entry(*lens).or_default();
            *filed += 1;
            keys.iter().for_each(|key| *by_key.entry(*key).or_default() += 1);
        }
    }
    let gains = counts.into_iter().map(|(lens, (filed, by_key))| (filed - by_key.values().max().copied().unwrap_or(0), lens));
    // Of equals the first: exact keys before prefixes, earlier inputs before later ones.
    let (gain, lens) = gains.max_by_key(|(gain, lens)| (*gain, std::cmp::Reverse((lens.1, lens.0))))?;
    (gain >= FEW / 2).then_some(lens)
}
