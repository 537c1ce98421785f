//! Reads a decision table back into the conditions that it decides by.
//!
//! In: the bytes of a table, of whatever origin. Out: [`Decoded`]: what each rule asks, where the values lie that it asks of, and the texts that readers
//! ask for. Must hold: an expression means what its node means, failures included, so that what is proved of the conditions holds for the table. Refuses what
//! [`check`](caplink_guard::check) refuses, and what no well typed rules are written as: a path with two places, values of two types that are compared.
//!
//! A table names a node as often as it likes, an expression has it once for each time, so the number of parts is bounded. What a table does not say
//! is taken for wider than it may have been: which policies the rules were, which names a host can have, how many cases a variant has, and of an attribute in
//! a record that no condition asks for, whether it is absent because the record is.

mod domain;
mod expression;
mod place;

use super::place::{Kind, Place};
use super::rules::{Expr, Path, Root};
use super::simplify::value::Value;
use crate::solve::Domain;
use caplink_guard::format::{HEADER, START, op, text, word};
use caplink_guard::{Malformed, check};
use std::collections::{BTreeMap, BTreeSet};

/// Parts of all expressions and places of a table that are read; texts count by their length too.
const PARTS: usize = 1_000_000;
/// Bytes of a text that count as a part.
const TEXT: usize = 32;

/// What a table decides by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The conditions of permits without limit, in the table's order.
    pub permits: Vec<Expr>,
    /// The conditions of permits with a limit, and the numbers of their limits.
    pub limited: Vec<(Expr, u32)>,
    /// The conditions of forbids, in the table's order.
    pub forbids: Vec<Expr>,
    /// Every path that a condition reads or asks for.
    pub inputs: BTreeMap<Path, Input>,
    /// The places whose `u64` must be a Long, or the call is denied before any rule: those of inputs, and others that no condition is left to read.
    pub wide: Vec<Place>,
    /// All texts of the table, constants of other types included: what is delicate is allowed only if it is among them.
    pub texts: BTreeSet<Vec<u8>>,
}

/// A value of the call that a table reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it lies; the cases of all that it lies in are included.
    pub place: Place,
}

/// Why a table is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecodable {
    /// It is no table, or none that rules are written as.
    Malformed(Malformed),
    /// Its conditions have too many parts when each is written out.
    TooLarge,
}

type Result<T> = std::result::Result<T, Undecodable>;

/// Reads a table.
///
/// # Errors
/// If it is none, or is too large when it is written out.
pub fn decode(table: &[u8]) -> Result<Decoded> {
    check(table).map_err(Undecodable::Malformed)?;
    let mut reader = Reader { table, left: PARTS, inputs: BTreeMap::new(), types: BTreeMap::new() };
    reader.inputs()?;
    let wide = reader.word(12)?;
    let permits = reader.after(wide, 1)?;
    let limited = reader.word(16)?;
    let forbids = reader.after(limited, 2)?;
    let wide = reader.list(wide, 1)?.into_iter().map(|node| reader.place(node)).collect::<Result<_>>()?;
    let conditions = |reader: &mut Reader<'_>, list, words| {
        reader.list(list, words)?.into_iter().map(|node| Ok(reader.expression(node)?.0)).collect::<Result<Vec<_>>>()
    };
    let permits = conditions(&mut reader, permits, 1)?;
    // Limits are counted from zero, in order.
    let limited = conditions(&mut reader, limited, 2)?.into_iter().zip(0..).collect();
    let forbids = conditions(&mut reader, forbids, 1)?;
    let texts = reader.texts()?;
    Ok(Decoded { permits, limited, forbids, inputs: reader.inputs, wide, texts })
}

impl Input {
    /// The values that such a place can hold.
    pub fn domain(&self) -> Domain {
        domain::of_place(&self.place)
    }

    /// Some value that such a place can hold, if there is one: for what does not matter.
    pub fn any(&self) -> Option<Value> {
        self.domain().any()
    }
}

impl Decoded {
    /// The values that a path can have: of an input, or of a record that inputs lie in, with what is known of it.
    pub fn domain(&self, path: &Path) -> Option<Domain> {
        domain::of_path(&self.inputs, path)
    }
}

/// A table while it is read.
struct Reader<'t> {
    table: &'t [u8],
    /// Parts that may still be read.
    left: usize,
    inputs: BTreeMap<Path, Input>,
    types: BTreeMap<Path, expression::Type>,
}

impl<'t> Reader<'t> {
    fn wrong<T>(&self, at: u32, what: &'static str) -> Result<T> {
        Err(Undecodable::Malformed(Malformed { at, what }))
    }

    fn spend(&mut self, parts: usize) -> Result<()> {
        self.left = self.left.checked_sub(parts).ok_or(Undecodable::TooLarge)?;
        Ok(())
    }

    fn word(&self, at: u32) -> Result<u32> {
        word(self.table, at).map_or_else(|| self.wrong(at, "the table ends too early"), Ok)
    }

    /// The text that is named at an address.
    fn bytes(&mut self, at: u32) -> Result<&'t [u8]> {
        let Some(bytes) = text(self.table, self.word(at)?) else { return self.wrong(at, "there is no such text") };
        self.spend(1 + bytes.len() / TEXT)?;
        Ok(bytes)
    }

    fn text(&mut self, at: u32) -> Result<String> {
        match str::from_utf8(self.bytes(at)?) {
            Ok(text) => Ok(text.to_string()),
            Err(_) => self.wrong(at, "a text is not UTF-8"),
        }
    }

    /// The first words of the entries of a list that starts with its length.
    fn list(&self, at: u32, words: u32) -> Result<Vec<u32>> {
        (0..self.word(at)?).map(|index| self.word(at + 4 + 4 * words * index)).collect()
    }

    /// Where a list ends.
    fn after(&self, at: u32, words: u32) -> Result<u32> {
        Ok(at + 4 + 4 * words * self.word(at)?)
    }

    fn texts(&self) -> Result<BTreeSet<Vec<u8>>> {
        let start = self.word(4)?;
        (0..self.word(8)?)
            .map(|number| match text(self.table, start + 4 * number) {
                Some(text) => Ok(text.to_vec()),
                None => self.wrong(start, "there is no such text"),
            })
            .collect()
    }

    /// The inputs of all nodes that read one.
    fn inputs(&mut self) -> Result<()> {
        let mut nodes = BTreeMap::new();
        for node in (HEADER..self.word(4)?).step_by(4) {
            let head = self.word(node)?;
            if head & START == 0 || !matches!(head & 0xff, op::INPUT | op::HAS) {
                continue;
            }
            let path = self.path(node)?;
            let place = self.place(self.word(node + 4)?)?;
            if path.attributes.is_empty() && !place.when.is_empty() {
                return self.wrong(node, "a root may be absent");
            }
            if self.inputs.get(&path).is_some_and(|input| input.place != place) {
                return self.wrong(node, "a path has two places");
            }
            self.types.insert(path.clone(), expression::Type::of(&place));
            nodes.insert(path.clone(), node);
            self.inputs.insert(path, Input { place });
        }
        let mut rest = self.inputs.iter();
        while let Some((outer, Input { place })) = rest.next() {
            let inside = rest.clone().take_while(|(path, _)| path.root == outer.root && path.attributes.starts_with(&outer.attributes));
            for (path, input) in inside {
                if inner(place, &path.attributes[outer.attributes.len()..]).as_ref() != Some(&input.place) {
                    return self.wrong(nodes[path], "an attribute does not lie where its record says");
                }
            }
        }
        Ok(())
    }

    /// The path that an `INPUT` or `HAS` reads.
    fn path(&mut self, node: u32) -> Result<Path> {
        let root = match self.word(node)? >> 12 & 15 {
            0 => Root::Principal,
            1 => Root::Resource,
            _ => Root::Context,
        };
        let attributes = (0..self.word(node + 8)?).map(|index| self.text(node + 12 + 4 * index)).collect::<Result<_>>()?;
        Ok(Path { root, attributes })
    }
}

/// The place of an attribute that lies in a record, with all cases.
fn inner(record: &Place, names: &[String]) -> Option<Place> {
    let (mut found, mut when) = (record, record.when.clone());
    for name in names {
        let Kind::Record(attributes) = &found.kind else { return None };
        found = &attributes.iter().find(|(attribute, _)| attribute == name)?.1;
        let more: Vec<_> = found.when.iter().filter(|case| !when.contains(case)).copied().collect();
        when.extend(more);
    }
    Some(Place { offset: found.offset, when, kind: found.kind.clone() })
}
