//! A memory in which a call's values lie where a table looks for them, so that the engine itself decides.
//!
//! In: what a table decides by, and a call's values. Out: a [`Frame`], and what the engine says of it. Must hold: the engine finds the values that the call
//! has, and what the call has not is absent. Refuses values that no one call has: two that lie in one place, two cases of one variant, an attribute that is
//! absent though its record is there and it always is.
//!
//! What is absent has the innermost of its discriminants that nothing else needs set to a number that is none of the absent cases; where a variant
//! has no other case, that number is one that no host would store, which the table does not tell. What no path mentions is zero.

use super::decode::Decoded;
use super::place::{Kind, Place};
use super::rules::Path;
use super::simplify::value::{Call, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Where the frame starts: nothing lies at address zero.
const AT: u32 = 16;
/// Bytes of a memory.
const BYTES: u32 = 16 << 20;

/// A call's values in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The memory.
    pub bytes: Vec<u8>,
    /// Where the frame starts in it.
    pub at: u32,
}

/// Why values are not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unstorable {
    /// What stands at this path is no value that its place can hold.
    Value(Path),
    /// Nothing stands at this path, or at an attribute in it, which is always there.
    Absent(Path),
    /// What stands at this path cannot be there beside what other paths have.
    Conflict(Path),
    /// The values take too much memory.
    Large,
}

/// Stores the values of a call: `None` for what is not there.
///
/// # Errors
/// If no call has those values.
pub fn frame(decoded: &Decoded, call: Call<'_>) -> Result<Frame, Unstorable> {
    let places = decoded.inputs.values().map(|input| &input.place).chain(&decoded.wide);
    let end = places.map(end).max().unwrap_or(0);
    let mut store = Store::default();
    store.reserve(u64::from(AT) + end)?;
    for (path, input) in &decoded.inputs {
        match call(path) {
            Some(value) => store.value(AT, &input.place, &value, path)?,
            None => store.absent.push((AT, &input.place, path)),
        }
    }
    store.sets()?;
    store.absences()?;
    decoded.wide.iter().try_for_each(|place| store.legal(AT, place))?;
    Ok(Frame { bytes: store.bytes, at: AT })
}

/// What the engine says of a frame. `budgets` holds the calls that are left, by limit number; one is taken as for a call.
#[must_use]
pub fn decide(table: &[u8], frame: &Frame, budgets: &mut [u32]) -> bool {
    caplink_guard::decide(table, &frame.bytes[..], frame.at, budgets)
}

/// Where a place ends, with its cases.
fn end(place: &Place) -> u64 {
    let from = |offset: u32, size: u32| u64::from(offset) + u64::from(size);
    let own = match &place.kind {
        Kind::Bool | Kind::Flag(_) => from(place.offset, 1),
        Kind::Signed(size) | Kind::Unsigned(size) | Kind::OneOf(size, _) => from(place.offset, u32::from(*size)),
        Kind::Char => from(place.offset, 4),
        Kind::Ip => from(place.offset, 18),
        Kind::Record(attributes) => attributes.iter().map(|(_, place)| end(place)).max().unwrap_or(0),
        _ => from(place.offset, 8),
    };
    place.when.iter().map(|case| from(case.offset, u32::from(case.size))).max().unwrap_or(0).max(own)
}

/// A set that is still to be stored.
struct Pending<'d> {
    size: u32,
    element: &'d Place,
    values: BTreeSet<Value>,
    path: &'d Path,
}

/// Memory as it is written. A path that comes with a value is for what is said if it is refused.
#[derive(Default)]
struct Store<'d> {
    bytes: Vec<u8>,
    /// For each byte the bits that have been written.
    written: Vec<u8>,
    /// Where texts lie.
    texts: BTreeMap<String, u32>,
    /// Sets by the address of their own place: their lengths may be read by themselves, so they wait until all numbers are written.
    pending: BTreeMap<u32, Pending<'d>>,
    /// What is to be absent, with the base of its offsets.
    absent: Vec<(u32, &'d Place, &'d Path)>,
}

impl<'d> Store<'d> {
    /// New bytes; where they start.
    fn reserve(&mut self, size: u64) -> Result<u32, Unstorable> {
        let start = self.bytes.len();
        let end = start as u64 + size;
        let end = if end > u64::from(BYTES) { return Err(Unstorable::Large) } else { end as usize };
        self.bytes.resize(end, 0);
        self.written.resize(end, 0);
        Ok(start as u32)
    }

    /// Writes the bits of a byte under a mask, unless others stand there.
    fn bits(&mut self, at: u32, mask: u8, value: u8, path: &Path) -> Result<(), Unstorable> {
        let (Some(byte), Some(written)) = (self.bytes.get_mut(at as usize), self.written.get_mut(at as usize)) else {
            return Err(Unstorable::Large);
        };
        if (*byte ^ value) & mask & *written != 0 {
            return Err(Unstorable::Conflict(path.clone()));
        }
        *byte = *byte & !mask | value & mask;
        *written |= mask;
        Ok(())
    }

    fn put(&mut self, at: u32, bytes: &[u8], path: &Path) -> Result<(), Unstorable> {
        (at..).zip(bytes).try_for_each(|(at, byte)| self.bits(at, 0xff, *byte, path))
    }

    /// The number in some bytes, if all of them have been written.
    fn number(&self, at: u32, size: u8) -> Option<u32> {
        let range = at as usize..at as usize + usize::from(size);
        let is_written = self.written.get(range.clone())?.iter().all(|mask| *mask == 0xff);
        let bytes = self.bytes.get(range)?;
        is_written.then(|| bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    /// Writes a number, if it has so few bytes.
    fn small(&mut self, at: u32, size: u8, number: u32, path: &Path) -> Result<(), Unstorable> {
        let bytes = number.to_le_bytes();
        let (kept, rest) = bytes.split_at_checked(size.into()).ok_or_else(|| Unstorable::Value(path.clone()))?;
        if rest.iter().any(|byte| *byte != 0) {
            return Err(Unstorable::Value(path.clone()));
        }
        self.put(at, kept, path)
    }

    /// A value where it belongs, and the cases in which it is there.
    fn value(&mut self, base: u32, place: &'d Place, value: &Value, path: &'d Path) -> Result<(), Unstorable> {
        let at = base + place.offset;
        let refused = || Unstorable::Value(path.clone());
        for case in &place.when {
            self.small(base + case.offset, case.size, case.number, path)?;
        }
        match (&place.kind, value) {
            (Kind::Bool, Value::Bool(value)) => self.put(at, &[u8::from(*value)], path),
            (Kind::Flag(mask), Value::Bool(value)) => self.bits(at, *mask, if *value { *mask } else { 0 }, path),
            (Kind::Signed(size), Value::Long(value)) => {
                let unused = 64_u32.saturating_sub(8 * u32::from(*size)).min(63);
                let bytes = value.to_le_bytes();
                let kept = bytes.get(..usize::from(*size)).filter(|_| value << unused >> unused == *value);
                self.put(at, kept.ok_or_else(refused)?, path)
            }
            (Kind::Unsigned(size), Value::Long(value)) => {
                let number = u32::try_from(*value).map_err(|_| refused())?;
                self.small(at, *size, number, path)
            }
            (Kind::Unsigned64, Value::Long(value)) if *value >= 0 => self.put(at, &value.to_le_bytes(), path),
            (Kind::Decimal, Value::Decimal(value))
            | (Kind::Datetime, Value::Datetime(value))
            | (Kind::Duration, Value::Duration(value)) => self.put(at, &value.to_le_bytes(), path),
            (Kind::String, Value::String(text)) => self.text(at, text, path),
            (Kind::Entity(kind), Value::Entity(entity)) if *kind == entity.kind => self.text(at, &entity.id, path),
            (Kind::Char, Value::String(text)) => {
                let mut characters = text.chars();
                match (characters.next(), characters.next()) {
                    (Some(only), None) => self.put(at, &u32::from(only).to_le_bytes(), path),
                    _ => Err(refused()),
                }
            }
            (Kind::OneOf(size, names), Value::String(text)) => {
                let number = names.iter().position(|name| name == text).and_then(|number| u32::try_from(number).ok());
                self.small(at, *size, number.ok_or_else(refused)?, path)
            }
            (Kind::Ip, Value::Ip(ip)) => {
                let address = ip.address.to_be_bytes();
                let (zeros, low) = address.split_at(if ip.v6 { 0 } else { 12 });
                if zeros.iter().any(|byte| *byte != 0) || ip.prefix > if ip.v6 { 128 } else { 32 } {
                    return Err(refused());
                }
                self.put(at, &[if ip.v6 { 6 } else { 4 }, ip.prefix], path)?;
                self.put(at + 2, low, path)
            }
            (Kind::Record(attributes), Value::Record(values)) => {
                let is_known = |name: &String| attributes.iter().any(|(known, _)| known == name);
                if !values.keys().all(is_known) {
                    return Err(refused());
                }
                for (name, place) in attributes {
                    match values.get(name) {
                        Some(value) => self.value(base, place, value, path)?,
                        None => self.absent.push((base, place, path)),
                    }
                }
                Ok(())
            }
            (Kind::Set(size, element), Value::Set(values)) => {
                let set = Pending { size: *size, element, values: values.clone(), path };
                let same = |other: &Pending<'_>| (other.size, other.element, &other.values) == (set.size, set.element, &set.values);
                match self.pending.get(&at) {
                    Some(other) if !same(other) => Err(Unstorable::Conflict(path.clone())),
                    Some(_) => Ok(()),
                    None => {
                        self.pending.insert(at, set);
                        Ok(())
                    }
                }
            }
            _ => Err(refused()),
        }
    }

    /// A text that may lie anywhere, and at a place its address and length.
    fn text(&mut self, at: u32, text: &str, path: &Path) -> Result<(), Unstorable> {
        let address = match self.texts.get(text) {
            Some(address) => *address,
            None => {
                let address = self.reserve(text.len() as u64)?;
                self.put(address, text.as_bytes(), path)?;
                self.texts.insert(text.to_string(), address);
                address
            }
        };
        self.put(at, &address.to_le_bytes(), path)?;
        self.put(at + 4, &(text.len() as u32).to_le_bytes(), path)
    }

    /// Stores the sets that wait, and those in them.
    fn sets(&mut self) -> Result<(), Unstorable> {
        while let Some((at, Pending { size, element, values, path })) = self.pending.pop_first() {
            let number = u32::try_from(values.len()).map_err(|_| Unstorable::Large)?;
            // Something may have said how long the list is; then elements come more than once.
            let count = self.number(at + 4, 4).unwrap_or(number);
            if count < number || count > 0 && number == 0 {
                return Err(Unstorable::Conflict(path.clone()));
            }
            if count > BYTES {
                return Err(Unstorable::Large);
            }
            let start = self.reserve(u64::from(size) * u64::from(count) + end(element))?;
            self.put(at, &start.to_le_bytes(), path)?;
            self.put(at + 4, &count.to_le_bytes(), path)?;
            let again = values.last().into_iter().cycle();
            for (index, value) in (0..count).zip(values.iter().chain(again)) {
                self.value(start + index * size, element, value, path)?;
            }
        }
        Ok(())
    }

    /// Makes what is absent absent.
    fn absences(&mut self) -> Result<(), Unstorable> {
        // By address and size: the numbers that discriminants must not be.
        let mut excluded: BTreeMap<(u32, u8), (BTreeSet<u32>, &Path)> = BTreeMap::new();
        for (base, place, path) in std::mem::take(&mut self.absent) {
            let cases = || place.when.iter().map(|case| (base + case.offset, case.size, case.number));
            let is_off = |(at, size, number)| match self.number(at, size) {
                Some(written) => written != number,
                None => excluded.get(&(at, size)).is_some_and(|(numbers, _)| numbers.contains(&number)),
            };
            if cases().any(is_off) {
                continue;
            }
            let Some((at, size, number)) = cases().rev().find(|(at, size, _)| self.number(*at, *size).is_none()) else {
                return Err(if place.when.is_empty() { Unstorable::Absent(path.clone()) } else { Unstorable::Conflict(path.clone()) });
            };
            excluded.entry((at, size)).or_insert((BTreeSet::new(), path)).0.insert(number);
        }
        for ((at, size), (numbers, path)) in excluded {
            let other = (0..).find(|number| !numbers.contains(number)).unwrap_or(u32::MAX);
            self.small(at, size, other, path)?;
        }
        Ok(())
    }

    /// Gives an address a version where nothing has been written: what is read before any rule must be a value.
    fn legal(&mut self, base: u32, place: &Place) -> Result<(), Unstorable> {
        match &place.kind {
            Kind::Record(attributes) => attributes.iter().try_for_each(|(_, place)| self.legal(base, place)),
            Kind::Ip => {
                let at = (base + place.offset) as usize;
                if let (Some(byte), Some(0)) = (self.bytes.get_mut(at), self.written.get(at)) {
                    *byte = 4;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
