//! What tables and globals hold: which functions can be called through them, by type, and by slot where that is certain.
//!
//! In: what is put into holders, and the calls through them, in any order. Out: for each call, the functions that it may reach. Must hold: a call and a function
//! meet, whichever comes first. Holders between which references may be copied become one. A slot is certain as long as nothing but segments that are written at
//! start, each function at one constant place, can have changed the table.

use super::component::ModuleId;
use std::collections::{BTreeMap, HashSet};

/// A function as a module names it.
pub type Function = (ModuleId, u32);
/// A function type, by number; [`ANY`] stands for types that may have subtypes, which match every type.
pub type Signature = u32;
/// The type that matches all.
pub const ANY: Signature = 0;
/// The holder of everything that may be anywhere: what is on stacks, in locals, parameters and objects.
pub const ANYWHERE: usize = 0;

/// Whoever calls: a node and the place of the instruction.
pub type Caller = (u32, u64);

/// A call that may reach a function.
pub struct Meeting {
    /// Whoever calls.
    pub caller: Caller,
    /// What is called.
    pub function: Function,
    /// Whether it is certain that this is called: a slot or a global that holds nothing else of its type.
    pub certain: bool,
}

/// What one set of tables and globals holds.
#[derive(Default)]
struct Holder {
    /// Everything, by type.
    held: BTreeMap<Signature, Vec<Function>>,
    known: HashSet<Function>,
    /// By slot, as long as nothing is changed.
    slots: BTreeMap<u64, Vec<(Function, Signature)>>,
    /// What may be in any slot.
    somewhere: Vec<(Function, Signature)>,
    changed: bool,
    /// The first call by each type, and whether it is of a global.
    calls: BTreeMap<Signature, (Caller, bool)>,
    slot_calls: Vec<(u64, Signature, Caller)>,
}

/// All holders.
pub struct Holders {
    holders: Vec<Holder>,
    /// Union-find.
    parent: Vec<usize>,
    /// Calls that were met and not yet taken.
    met: Vec<Meeting>,
    /// How much was done; what is hostile does too much.
    pub work: u64,
}

impl Holders {
    /// So many holders, [`ANYWHERE`] among them, each by itself.
    pub fn new(count: usize) -> Self {
        let mut holders: Vec<Holder> = (0..count.max(1)).map(|_| Holder::default()).collect();
        holders[ANYWHERE].changed = true;
        Self { parent: (0..holders.len()).collect(), holders, met: vec![], work: 0 }
    }

    /// The meetings since the last time.
    pub fn meetings(&mut self) -> Vec<Meeting> {
        std::mem::take(&mut self.met)
    }

    /// What a call through a holder may reach, by a type, and in a slot if one is known.
    pub fn held(&mut self, holder: usize, signature: Signature, slot: Option<u64>) -> Vec<Function> {
        let holder = self.find(holder);
        let found = &self.holders[holder];
        let matches = |of: Signature| of == signature || of == ANY || signature == ANY;
        match slot.filter(|_| !found.changed) {
            Some(slot) => {
                let there = found.slots.get(&slot).into_iter().flatten().chain(&found.somewhere);
                there.filter(|(_, of)| matches(*of)).map(|(function, _)| *function).collect()
            }
            None => found.held.iter().filter(|(of, _)| matches(**of)).flat_map(|(_, functions)| functions).copied().collect(),
        }
    }

    /// How many functions the fullest holder has.
    pub fn largest(&self) -> usize {
        self.holders.iter().map(|holder| holder.known.len()).max().unwrap_or(0)
    }

    fn find(&mut self, mut holder: usize) -> usize {
        while self.parent[holder] != holder {
            self.parent[holder] = self.parent[self.parent[holder]];
            holder = self.parent[holder];
        }
        holder
    }

    /// Two names of one table or global: nothing is copied by that.
    pub fn alias(&mut self, a: usize, b: usize) {
        self.merge(a, b);
    }

    /// References may be copied from one to the other.
    pub fn mix(&mut self, a: usize, b: usize) {
        self.change(a);
        self.change(b);
        self.merge(a, b);
    }

    fn merge(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let size = |holder: &Holder| holder.known.len() + holder.calls.len();
        let (into, from) = if size(&self.holders[a]) >= size(&self.holders[b]) { (a, b) } else { (b, a) };
        self.parent[from] = into;
        let small = std::mem::take(&mut self.holders[from]);
        self.holders[into].changed |= small.changed;
        for (signature, functions) in small.held {
            for function in functions {
                self.hold(into, function, signature);
            }
        }
        for (signature, (caller, of_global)) in small.calls {
            self.call(into, signature, caller, of_global);
        }
        for (slot, found) in small.slots {
            self.work += found.len() as u64;
            self.holders[into].slots.entry(slot).or_default().extend(found);
        }
        self.work += small.somewhere.len() as u64;
        self.holders[into].somewhere.extend(small.somewhere);
        for (slot, signature, caller) in small.slot_calls {
            self.call_slot(into, slot, signature, caller);
        }
        // Certain slots of both may have been called: each now sees what the other holds.
        let again = std::mem::take(&mut self.holders[into].slot_calls);
        for (slot, signature, caller) in again {
            self.call_slot(into, slot, signature, caller);
        }
    }

    /// Anything that is held may from now on be in any slot.
    pub fn change(&mut self, holder: usize) {
        let holder = self.find(holder);
        if std::mem::replace(&mut self.holders[holder].changed, true) {
            return;
        }
        for (_, signature, caller) in std::mem::take(&mut self.holders[holder].slot_calls) {
            self.call(holder, signature, caller, false);
        }
    }

    /// Puts a function into one slot, at start.
    pub fn place(&mut self, holder: usize, slot: Option<u64>, function: Function, signature: Signature) {
        let holder = self.find(holder);
        match slot {
            Some(slot) => self.holders[holder].slots.entry(slot).or_default().push((function, signature)),
            None => self.holders[holder].somewhere.push((function, signature)),
        }
        self.hold(holder, function, signature);
    }

    /// Puts a function into a holder that has no slots, or into one that changes.
    pub fn put(&mut self, holder: usize, function: Function, signature: Signature) {
        let holder = self.find(holder);
        self.hold(holder, function, signature);
    }

    fn hold(&mut self, holder: usize, function: Function, signature: Signature) {
        self.work += 1;
        let found = &mut self.holders[holder];
        if !found.known.insert(function) {
            return;
        }
        found.held.entry(signature).or_default().push(function);
        let is_still = !found.changed;
        let callers: Vec<(Caller, bool)> = match signature {
            ANY => found.calls.values().copied().collect(),
            one => [one, ANY].iter().filter_map(|signature| found.calls.get(signature)).copied().collect(),
        };
        self.work += callers.len() as u64;
        self.met.extend(callers.into_iter().map(|(caller, of_global)| Meeting { caller, function, certain: of_global && is_still }));
    }

    /// A call of anything in a holder, by a type. What a global holds is certain as long as nothing unknown is written to it.
    pub fn call(&mut self, holder: usize, signature: Signature, caller: Caller, of_global: bool) {
        let holder = self.find(holder);
        self.work += 1;
        let found = &mut self.holders[holder];
        if found.calls.contains_key(&signature) {
            return;
        }
        found.calls.insert(signature, (caller, of_global));
        let certain = of_global && !found.changed;
        let matching: Vec<Function> = match signature {
            ANY => found.held.values().flatten().copied().collect(),
            one => [one, ANY].iter().filter_map(|signature| found.held.get(signature)).flatten().copied().collect(),
        };
        self.work += matching.len() as u64;
        self.met.extend(matching.into_iter().map(|function| Meeting { caller, function, certain }));
    }

    /// A call of what is in one slot, by a type.
    pub fn call_slot(&mut self, holder: usize, slot: u64, signature: Signature, caller: Caller) {
        let holder = self.find(holder);
        self.work += 1;
        let found = &mut self.holders[holder];
        if found.changed {
            self.call(holder, signature, caller, false);
            return;
        }
        found.slot_calls.push((slot, signature, caller));
        let in_slot = found.slots.get(&slot).map_or(&[][..], Vec::as_slice);
        let there = in_slot.iter().chain(&found.somewhere);
        let matching: Vec<Function> =
            there.filter(|(_, of)| *of == signature || *of == ANY || signature == ANY).map(|(function, _)| *function).collect();
        self.work += (in_slot.len() + found.somewhere.len()) as u64;
        self.met.extend(matching.into_iter().map(|function| Meeting { caller, function, certain: true }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(holders: &mut Holders) -> Vec<(u32, u32, bool)> {
        let mut met: Vec<_> = holders.meetings().iter().map(|met| (met.caller.0, met.function.1, met.certain)).collect();
        met.sort_unstable();
        met.dedup();
        met
    }

    #[test]
    fn a_call_and_a_function_meet_whichever_comes_first() {
        let mut holders = Holders::new(3);
        holders.call(1, 7, (100, 0), false);
        holders.put(1, (0, 1), 7);
        holders.put(1, (0, 2), 8);
        holders.put(1, (0, 3), ANY);
        holders.call(1, ANY, (101, 0), true);
        holders.call(1, 7, (102, 0), true);
        assert_eq!(reached(&mut holders), [(100, 1, false), (100, 3, false), (101, 1, true), (101, 2, true), (101, 3, true)]);
        holders.put(2, (0, 4), 7);
        assert!(reached(&mut holders).is_empty());
        holders.mix(1, 2);
        assert_eq!(reached(&mut holders), [(100, 4, false), (101, 4, false)]);
    }

    #[test]
    fn a_slot_is_certain_until_something_changes() {
        let mut holders = Holders::new(2);
        for (slot, function) in [(Some(0), 1), (Some(1), 2), (Some(1), 3), (None, 4)] {
            holders.place(1, slot, (0, function), 7);
        }
        holders.place(1, Some(0), (0, 5), 8);
        holders.call_slot(1, 0, 7, (100, 0));
        assert_eq!(reached(&mut holders), [(100, 1, true), (100, 4, true)]);
        holders.call_slot(1, 1, 7, (101, 0));
        assert_eq!(reached(&mut holders), [(101, 2, true), (101, 3, true), (101, 4, true)]);
        holders.call_slot(1, 9, 8, (102, 0));
        assert!(reached(&mut holders).is_empty());
        holders.change(1);
        let after = reached(&mut holders);
        assert!([1, 2, 3, 4].iter().all(|function| after.contains(&(100, *function, false))), "{after:?}");
        assert!(after.contains(&(102, 5, false)), "{after:?}");
        holders.call_slot(1, 9, 8, (103, 0));
        assert!(reached(&mut holders).is_empty(), "the first call by a type stands for all");
    }

    #[test]
    fn slots_of_two_names_of_one_table_are_seen_by_both() {
        let mut holders = Holders::new(3);
        holders.place(1, Some(0), (0, 1), 7);
        holders.place(2, Some(0), (0, 2), 7);
        holders.call_slot(1, 0, 7, (100, 0));
        holders.alias(1, 2);
        assert_eq!(reached(&mut holders), [(100, 1, true), (100, 2, true)]);
    }

    #[test]
    fn looking_at_a_slot_is_work_even_if_nothing_there_has_the_type() {
        let mut holders = Holders::new(2);
        for function in 0..100 {
            holders.place(1, Some(0), (0, function), 8);
        }
        let before = holders.work;
        holders.call_slot(1, 0, 7, (100, 0));
        assert!(holders.work >= before + 100 && reached(&mut holders).is_empty());
    }
}
