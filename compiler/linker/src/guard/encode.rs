//! Writes rules as a decision table.
//!
//! In: [`Rules`] and the [`Places`] of what they name. Out: a [`Table`] in the format of `caplink-guard`, the same bytes for the same rules. Must hold: the
//! table decides as the rules do. What the format has one node for is written as that: comparisons of a number with constants as ranges, of a string with
//! constants as one list, so that they are fast and can be found by key.

use super::index;
use super::lower::{Lowering, Word};
use super::place::Places;
use super::rules::{Path, Rule, Rules};
use caplink_guard::format::{DEPTH, HEADER, MAGIC, START, table_needs};
use caplink_model::lockfile::PolicyRef;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A decision table, and what whoever uses it must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The table.
    pub bytes: Vec<u8>,
    /// What its conditions read, as in `context.cents`, sorted.
    pub inputs: Vec<String>,
    /// Offset and size of each part of the frame that it reads, sorted: discriminants, numbers, addresses with their lengths.
    pub reads: Vec<(u32, u32)>,
    /// The [parts](caplink_guard::format::part) of an engine that it needs.
    pub needs: u32,
    /// What each counter starts with, by limit number.
    pub limits: Vec<u32>,
    /// The permit that each limit belongs to.
    pub limited: Vec<PolicyRef>,
    /// Whether the condition of each is other than false.
    pub used: Vec<bool>,
    /// Whose conditions the permits without a limit are, in the order of the table.
    pub permits: Vec<PolicyRef>,
    /// Whose conditions the forbids are, in the order of the table.
    pub forbids: Vec<PolicyRef>,
}

/// Why there is no table for some rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unplaced {
    /// A rule names this, which has no place.
    Path(Path),
    /// Expressions lie in each other more deeply than the format can say.
    Deep,
    /// A number or a place is greater than the format can say.
    Large,
}

/// Writes rules as a table.
///
/// # Errors
/// If a rule names what has no place, or is beyond what the format can say.
pub fn encode(rules: &Rules, places: &Places) -> Result<Table, Unplaced> {
    let mut lowering = Lowering::new(places);
    let conditions = |lowering: &mut Lowering<'_>, rules: &mut dyn Iterator<Item = &Rule>| {
        rules.map(|rule| lowering.expression(&rule.condition)).collect::<Result<Vec<_>, _>>()
    };
    let permits = conditions(&mut lowering, &mut rules.permits.iter().filter(|rule| rule.limit.is_none()))?;
    let limited = conditions(&mut lowering, &mut rules.permits.iter().filter(|rule| rule.limit.is_some()))?;
    let forbids = conditions(&mut lowering, &mut rules.forbids.iter())?;
    let never = lowering.expression(&super::rules::Expr::Bool(false))?;
    let used = limited.iter().map(|condition| *condition != never).collect();
    let roots = [&permits, &limited, &forbids, &lowering.wide].into_iter().flatten().copied().collect();
    let mut out = Layout::write(&lowering, roots)?;

    let list = |out: &Layout, nodes: &[usize]| nodes.iter().map(|node| out.nodes[node]).collect::<Vec<_>>();
    let (wide, limited) = (list(&out, &lowering.wide), list(&out, &limited));
    let (permitting, forbidding) = (list(&out, &permits), list(&out, &forbids));
    let permits = index::Forest::plant(&out.bytes, permitting.clone(), false);
    let forbids = index::Forest::plant(&out.bytes, forbidding.clone(), true);
    let plain = rules.permits.iter().filter(|rule| rule.limit.is_none());
    let owners = (owners(plain, permitting, &permits.order()), owners(rules.forbids.iter(), forbidding, &forbids.order()));

    out.patch(12, out.address());
    out.list(&wide);
    let first_permit = out.address() + 4;
    out.list(&permits.order());
    out.patch(16, out.address());
    out.word(limited.len() as u32);
    for (number, condition) in limited.iter().enumerate() {
        out.word(*condition);
        out.word(number as u32);
    }
    let first_forbid = out.address() + 4;
    out.list(&forbids.order());
    out.patch(20, out.address());
    permits.write(&mut out.bytes, first_permit);
    out.patch(24, out.address());
    forbids.write(&mut out.bytes, first_forbid);
    if out.bytes.len() >= START as usize {
        return Err(Unplaced::Large);
    }
    let limits = rules.permits.iter().filter_map(|rule| Some((rule.limit?, rule.policy.clone())));
    let (limits, limited) = limits.unzip();
    Ok(Table {
        needs: table_needs(&out.bytes),
        bytes: out.bytes,
        inputs: lowering.inputs.into_iter().collect(),
        reads: lowering.reads.into_iter().collect(),
        limits,
        limited,
        used,
        permits: owners.0,
        forbids: owners.1,
    })
}

/// Whose conditions those of a forest are. Policies may share one: then each stands beside it once, in their order.
fn owners<'r>(rules: impl Iterator<Item = &'r Rule>, conditions: Vec<u32>, order: &[u32]) -> Vec<PolicyRef> {
    let mut owners: BTreeMap<u32, VecDeque<&PolicyRef>> = BTreeMap::new();
    for (rule, condition) in rules.zip(conditions) {
        owners.entry(condition).or_default().push_back(&rule.policy);
    }
    let mut owner = |condition: &u32| owners.get_mut(condition)?.pop_front().cloned();
    order.iter().map(|condition| owner(condition).expect("I5: a forest holds the conditions that it was given")).collect()
}

/// The table as it is written.
pub(super) struct Layout {
    pub(super) bytes: Vec<u8>,
    /// Where nodes lie.
    pub(super) nodes: BTreeMap<usize, u32>,
}

impl Layout {
    /// Header, nodes and texts: what the roots need, and nothing else.
    pub(super) fn write(lowering: &Lowering<'_>, mut roots: BTreeSet<usize>) -> Result<Layout, Unplaced> {
        let mut needed = BTreeSet::new();
        let mut texts = BTreeMap::new();
        // Nodes come after those that they name, so a walk from the last is enough.
        while let Some(node) = roots.pop_last() {
            needed.insert(node);
            for word in &lowering.nodes[node].words {
                match word {
                    Word::Node(child) => {
                        roots.insert(*child);
                    }
                    Word::Text(text) => {
                        texts.insert(&*lowering.texts[*text], *text);
                    }
                    Word::Raw(_) => {}
                }
            }
        }
        let start: u32 = HEADER + needed.iter().map(|node| 4 + 4 * lowering.nodes[*node].words.len() as u32).sum::<u32>();
        let addresses: BTreeMap<usize, u32> = texts.values().copied().zip((start..).step_by(4)).collect();
        let mut out = Layout { bytes: Vec::new(), nodes: BTreeMap::new() };
        for word in [MAGIC, start, texts.len() as u32, 0, 0, 0, 0] {
            out.word(word);
        }
        let mut depths = BTreeMap::new();
        for node in needed {
            let draft = &lowering.nodes[node];
            let children = draft.words.iter().filter_map(|word| if let Word::Node(child) = word { Some(depths[child]) } else { None });
            let depth = children.max().unwrap_or(0) + 1;
            if depth > DEPTH {
                return Err(Unplaced::Deep);
            }
            depths.insert(node, depth);
            out.nodes.insert(node, out.address());
            out.word(START | depth << 16 | draft.head);
            for word in &draft.words {
                out.word(match word {
                    Word::Raw(raw) if *raw < START => *raw,
                    Word::Raw(_) => return Err(Unplaced::Large),
                    Word::Text(text) => addresses[text],
                    Word::Node(child) => out.nodes[child],
                });
            }
        }
        let mut at = start + 4 * (texts.len() as u32 + 1);
        for text in texts.keys() {
            out.word(at);
            at += text.len() as u32;
        }
        out.word(at);
        for text in texts.keys() {
            out.bytes.extend_from_slice(text);
        }
        out.bytes.resize(out.bytes.len().next_multiple_of(4), 0);
        Ok(out)
    }

    fn address(&self) -> u32 {
        self.bytes.len() as u32
    }

    fn word(&mut self, word: u32) {
        self.bytes.extend_from_slice(&word.to_le_bytes());
    }

    fn list(&mut self, words: &[u32]) {
        self.word(words.len() as u32);
        words.iter().for_each(|word| self.word(*word));
    }

    pub(super) fn patch(&mut self, at: usize, word: u32) {
        self.bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
    }
}
