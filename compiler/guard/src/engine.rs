//! Decides a call on a table.
//!
//! Nothing is trusted here: neither that the table has been checked nor that the memory is well formed. Whatever is strange uses up the fuel, and without fuel
//! nothing is allowed. In an artifact the words of the table are read without bounds, because the linker has checked it; outside of memory they trap. Time is bounded by the fuel, the stack by the depths that nodes carry, which fall on the way down.
//!
//! A value is 64 bits, whose type the table knows: a number; a text (see [`Run::text`]); a node with an address in memory, of a set or a record. That a rule
//! fails is one bit for the whole rule, since nothing in Cedar catches a failure. The engine is part of every artifact that has a guard, so it is small first.
//!
//! Long because it is one evaluator, whose parts call each other and make no sense alone.

use crate::format::{DEPTH, FOREST_DEPTH, FUEL, HASH, MAGIC, class, hash_byte, mode, needs, op, part, place, spread};
use crate::{Budgets, Memory, Words, host, path};
use core::cmp::Ordering;

const DAY: i64 = 86_400_000;
/// In the upper half of a text: it lies in the table, at the lower half.
const IN_TABLE: u32 = 1 << 30;
/// In the upper half of a text: it is the Unicode scalar value in the lower half.
const CHAR: u32 = 1 << 31;

/// Whether a table allows the call whose values lie in memory at `frame`. Takes one call from a budget only if it allows the call because of it.
#[must_use]
pub fn decide<M: Memory + ?Sized, B: Budgets + ?Sized>(table: &[u8], memory: &M, frame: u32, budgets: &mut B) -> bool {
    decide_with::<{ part::ALL }, _, _, _>(table, memory, frame, budgets)
}

/// The same, on a table that is read in another way. What [needs](crate::format::needs) more than the `PARTS` fails: without them the engine is smaller.
#[must_use]
#[inline]
pub fn decide_with<const PARTS: u32, T: Words + ?Sized, M: Memory + ?Sized, B: Budgets + ?Sized>(
    table: &T,
    memory: &M,
    frame: u32,
    budgets: &mut B,
) -> bool {
    let mut run = Run::<_, _, PARTS> { table, memory, frame, fuel: FUEL, failed: false };
    if run.word(0) != MAGIC {
        return false;
    }
    let (wide, mut at) = (run.word(12), run.word(16));
    let mut left = run.word(wide);
    for index in 0..left {
        let place = run.item(wide, 1 + index);
        if run.there(place, frame) {
            let value = run.read(place, frame, DEPTH + 1);
            run.fit(place, value);
        }
        if run.failed {
            return false;
        }
    }
    left = run.word(at);
    let permitted = run.search(run.word(20), false, FOREST_DEPTH);
    if !permitted && left == 0 || run.search(run.word(24), true, FOREST_DEPTH) {
        return false;
    }
    if permitted {
        return run.fuel > 0;
    }
    while left > 0 && run.fuel > 0 {
        left -= 1;
        if run.holds(run.item(at, 1), false) && budgets.take(run.item(at, 2)) {
            return true;
        }
        at = at.wrapping_add(8);
    }
    false
}

struct Run<'a, T: ?Sized, M: ?Sized, const PARTS: u32> {
    table: &'a T,
    memory: &'a M,
    frame: u32,
    fuel: u32,
    /// The rule that is evaluated has failed, or the fuel is used up.
    failed: bool,
}

fn field(head: u32, shift: u32) -> u32 {
    head >> shift & 0xff
}

fn pair(low: u32, high: u32) -> i64 {
    i64::from(low) | i64::from(high) << 32
}

fn low(pair: i64) -> u32 {
    pair as u32
}

fn high(pair: i64) -> u32 {
    (pair >> 32) as u32
}

fn number(bytes: &[u8]) -> Option<i64> {
    bytes.first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
}

impl<'a, T: Words + ?Sized, M: Memory + ?Sized, const PARTS: u32> Run<'a, T, M, PARTS> {
    const VALUES: bool = PARTS & part::VALUES != 0;
    const NUMBERS: bool = PARTS & part::NUMBERS != 0;
    const SETS: bool = PARTS & part::SETS != 0;

    /// Gives up the rule.
    fn fail(&mut self) -> i64 {
        self.failed = true;
        0
    }

    /// Gives up the call.
    #[cold]
    fn strange(&mut self) -> i64 {
        self.fuel = 0;
        self.fail()
    }

    /// Takes steps; `false` if the rule has failed or there is no fuel.
    fn spend(&mut self, steps: u32) -> bool {
        if self.fuel <= steps {
            self.strange();
        } else {
            self.fuel -= steps;
        }
        !self.failed
    }

    /// A word of the table. Outside of it 0, which is the address of no node: the first word is not one.
    fn word(&self, at: u32) -> u32 {
        self.table.word(at)
    }

    fn item(&self, first: u32, index: u32) -> u32 {
        self.word(first.wrapping_add(index.wrapping_mul(4)))
    }

    /// The text whose start is said at an address, as a value.
    fn constant(&self, at: u32) -> i64 {
        let (start, end) = (self.word(at), self.item(at, 1));
        pair(start, end.wrapping_sub(start) & (IN_TABLE - 1) | IN_TABLE)
    }

    /// The bytes of a text: the lower half is an address in memory, the upper its length, if it is not marked as something else.
    fn text<'b>(&mut self, value: i64, buffer: &'b mut [u8; 4]) -> &'b [u8]
    where
        'a: 'b,
    {
        let (start, length) = (low(value), high(value));
        let (table, memory) = (self.table, self.memory);
        let bytes = if Self::NUMBERS && length & CHAR != 0 {
            encode(start, buffer)
        } else if length & IN_TABLE != 0 {
            table.text(start, start.wrapping_add(length & !IN_TABLE))
        } else {
            memory.get(start, length)
        };
        bytes.unwrap_or_else(|| {
            self.strange();
            &[]
        })
    }

    fn same_text(&mut self, a: i64, b: i64) -> bool {
        let (mut first, mut second) = ([0; 4], [0; 4]);
        self.text(a, &mut first) == self.text(b, &mut second)
    }

    /// An unsigned number of at most four bytes.
    fn small(&mut self, base: u32, offset: u32, size: u32) -> u32 {
        let value = base.checked_add(offset).and_then(|at| self.memory.small(at, size));
        value.unwrap_or_else(|| self.strange() as u32)
    }

    fn long(&mut self, base: u32, offset: u32) -> i64 {
        let value = base.checked_add(offset).and_then(|at| self.memory.long(at));
        value.unwrap_or_else(|| self.strange())
    }

    /// Whether all cases of a place hold.
    fn there(&mut self, at: u32, base: u32) -> bool {
        let mut case = at.wrapping_add(8);
        for _ in 0..self.word(at) >> 24 & 0x7f {
            let (offset, number) = (self.word(case), self.item(case, 1));
            if self.small(base, offset, number >> 24 & 0x7f) != number & 0x00ff_ffff {
                return false;
            }
            case = case.wrapping_add(8);
        }
        true
    }

    /// The value at a place.
    fn read(&mut self, at: u32, base: u32, above: u32) -> i64 {
        let head = self.word(at);
        if field(head, 16) >= above {
            return self.strange();
        }
        if !self.spend(1) || !self.there(at, base) {
            return self.fail();
        }
        let (what, offset, argument) = (head & 0xff, self.item(at, 1), field(head, 8));
        match what {
            place::SIGNED if argument == 8 => return self.long(base, offset),
            place::DECIMAL | place::DATETIME | place::DURATION if Self::VALUES => return self.long(base, offset),
            place::UNSIGNED64 => {
                let value = self.long(base, offset);
                return if value < 0 { self.strange() } else { value };
            }
            place::RECORD if Self::SETS => return pair(at, base),
            place::SET if Self::SETS => return pair(at, base.wrapping_add(offset)),
            _ => {}
        }
        let size = match what {
            place::BOOL | place::FLAG | place::IP => 1,
            place::CHAR | place::STRING | place::ENTITY => 4,
            _ => argument,
        };
        let value = self.small(base, offset, size);
        match what {
            place::UNSIGNED => i64::from(value),
            place::STRING | place::ENTITY => {
                let length = self.small(base, offset.wrapping_add(4), 4);
                if length >= IN_TABLE {
                    return self.strange();
                }
                pair(value, length)
            }
            place::BOOL => i64::from(value != 0),
            place::FLAG => i64::from(value & argument != 0),
            place::SIGNED => {
                let unused = 32_u32.wrapping_sub(argument * 8) & 31;
                i64::from((value << unused).cast_signed() >> unused)
            }
            place::CHAR if Self::NUMBERS => pair(value, CHAR),
            place::ONE_OF => {
                let names = self.payload(at);
                if value >= self.word(names) {
                    return self.strange();
                }
                self.constant(self.item(names, 1 + value))
            }
            place::IP if Self::VALUES => {
                let prefix = self.small(base, offset.wrapping_add(1), 1);
                let (most, length) = match value {
                    4 => (32, 6),
                    6 => (128, 18),
                    _ => return self.strange(),
                };
                if prefix > most { self.strange() } else { pair(base.wrapping_add(offset), length) }
            }
            _ => self.strange(),
        }
    }

    /// Reads all that a value holds, and so gives up if there is a `u64` in it that is no `i64`.
    fn fit(&mut self, of: u32, value: i64) {
        let what = class(self.word(of));
        if !Self::SETS {
            return;
        }
        let mut index = 0;
        loop {
            let (part, inner, next) = match what {
                place::SET if index < self.count(value) => {
                    let element = self.element(value, index);
                    (self.item(self.payload(of), 1), element, index + 1)
                }
                place::RECORD => {
                    let (at, next) = self.attribute(value, index);
                    if at == 0 {
                        return;
                    }
                    let place = self.item(at, 1);
                    (place, self.attribute_value(value, at), next)
                }
                _ => return,
            };
            if self.failed {
                return;
            }
            self.fit(part, inner);
            index = next;
        }
    }

    /// What follows the cases of a place, or the first word of an expression.
    fn payload(&self, node: u32) -> u32 {
        let head = self.word(node);
        let fixed = if head & 0xff < op::FALSE { 8 } else { 4 };
        node.wrapping_add(fixed + (head >> 24 & 0x7f) * 8)
    }

    /// Whether a set or a record is one of the table, not of memory.
    fn is_written(&self, value: i64) -> bool {
        self.word(low(value)) & 0xff >= op::FALSE
    }

    /// How many elements a set has.
    fn count(&mut self, set: i64) -> u32 {
        if self.is_written(set) { self.item(low(set), 1) } else { self.small(high(set), 4, 4) }
    }

    /// The `index`th element of a set.
    fn element(&mut self, set: i64, index: u32) -> i64 {
        let (node, first) = (low(set), self.payload(low(set)));
        let depth = field(self.word(node), 16);
        if self.is_written(set) {
            return self.eval(self.item(first, 1 + index), depth);
        }
        let start = self.small(high(set), 0, 4);
        match self.word(first).checked_mul(index).and_then(|offset| start.checked_add(offset)) {
            Some(base) => self.read(self.item(first, 1), base, depth),
            None => self.strange(),
        }
    }

    /// What the elements of a set are.
    fn element_class(&self, set: i64) -> u32 {
        class(self.word(self.item(self.payload(low(set)), 1)))
    }

    fn contains(&mut self, set: i64, element: i64) -> bool {
        let count = self.count(set);
        // An empty set of the table says nothing of its elements, and what stands behind it is no address.
        let what = if count == 0 { 0 } else { self.element_class(set) };
        for index in 0..count {
            let other = self.element(set, index);
            if self.failed {
                return false;
            }
            if self.same(what, other, element) {
                return true;
            }
        }
        false
    }

    /// Whether all (or: any) elements of `part` are in `set`.
    fn covers(&mut self, set: i64, part: i64, any: bool) -> bool {
        for index in 0..self.count(part) {
            let element = self.element(part, index);
            if self.failed || self.contains(set, element) == any {
                return any;
            }
        }
        !any
    }

    /// The first attribute from the `index`th on that is there: where its name stands, 0 if there is none, and the index after it.
    fn attribute(&mut self, record: i64, mut index: u32) -> (u32, u32) {
        let first = self.payload(low(record));
        while index < self.word(first) && self.spend(1) {
            let at = first.wrapping_add(4).wrapping_add(index.wrapping_mul(8));
            index += 1;
            if self.is_written(record) || self.there(self.item(at, 1), high(record)) {
                return (at, index);
            }
        }
        (0, index)
    }

    fn attribute_value(&mut self, record: i64, at: u32) -> i64 {
        let (node, depth) = (self.item(at, 1), field(self.word(low(record)), 16));
        if self.is_written(record) { self.eval(node, depth) } else { self.read(node, high(record), depth) }
    }

    /// Equality of two values of one type.
    fn same(&mut self, what: u32, a: i64, b: i64) -> bool {
        match what {
            place::SET | place::RECORD if !Self::SETS => false,
            place::SET => self.covers(a, b, false) && self.covers(b, a, false),
            place::RECORD => {
                let (mut i, mut j) = (0, 0);
                loop {
                    let ((at, next), (other, after)) = (self.attribute(a, i), self.attribute(b, j));
                    if at == 0 || other == 0 || self.failed {
                        return at == other && !self.failed;
                    }
                    let (x, y) = (self.attribute_value(a, at), self.attribute_value(b, other));
                    if self.word(at) != self.word(other) || !self.same(class(self.word(self.item(at, 1))), x, y) {
                        return false;
                    }
                    (i, j) = (next, after);
                }
            }
            place::CHAR..=place::IP => self.same_text(a, b),
            _ => a == b,
        }
    }

    /// Whether a rule holds: whether its condition is true, or fails and that counts.
    fn holds(&mut self, condition: u32, failure: bool) -> bool {
        let holds = self.eval(condition, DEPTH + 1) != 0;
        if !self.failed {
            return holds;
        }
        self.failed = self.fuel == 0;
        failure
    }

    /// The value of an expression; anything if the rule has failed.
    fn eval(&mut self, node: u32, above: u32) -> i64 {
        let head = self.word(node);
        let depth = field(head, 16);
        if depth >= above {
            return self.strange();
        }
        if !self.spend(1) {
            return 0;
        }
        let (what, first, second) = (head & 0xff, self.item(node, 1), self.item(node, 2));
        i64::from(match what {
            op::FALSE | op::TRUE => what == op::TRUE,
            op::INPUT => return self.read(first, self.frame, depth),
            op::HAS => self.there(first, self.frame),
            op::NUMBER if Self::VALUES => {
                let text = self.constant(first);
                return number(self.text(text, &mut [0; 4])).unwrap_or_else(|| self.strange());
            }
            op::TEXT | op::IP if Self::VALUES => return self.constant(first),
            op::ENTITY if Self::VALUES => return self.constant(second),
            // Of a set and a record all are evaluated, so that one that fails is seen.
            op::AND..=op::OR | op::ADD..=op::MULTIPLY | op::SET..=op::RECORD if needs(what) & !PARTS == 0 => {
                let (mut at, stride) = if Self::SETS && what == op::RECORD { (12, 8) } else { (8, 4) };
                let mut total = i64::from(what == op::AND || what == op::MULTIPLY);
                for _ in 0..first {
                    let value = self.eval(self.word(node.wrapping_add(at)), depth);
                    if self.failed {
                        return 0;
                    }
                    at = at.wrapping_add(stride);
                    let next = match what {
                        op::AND | op::OR if value != total => return value,
                        op::ADD if Self::NUMBERS => total.checked_add(value),
                        op::MULTIPLY if Self::NUMBERS => multiply(total, value),
                        _ => continue,
                    };
                    match next {
                        Some(next) => total = next,
                        None => return self.fail(),
                    }
                }
                return if Self::SETS && matches!(what, op::SET | op::RECORD) { pair(node, 0) } else { total };
            }
            op::IF if Self::VALUES => {
                let mut at = node.wrapping_add(8);
                for _ in 0..first {
                    let holds = self.eval(self.word(at), depth) != 0;
                    if self.failed {
                        return 0;
                    }
                    if holds {
                        at = at.wrapping_add(4);
                        break;
                    }
                    at = at.wrapping_add(8);
                }
                return self.eval(self.word(at), depth);
            }
            op::FAIL => return self.fail(),
            _ => {
                // What is left starts with an operand.
                let a = self.eval(first, depth);
                let b = if what >= op::EQUAL && !self.failed { self.eval(second, depth) } else { 0 };
                if self.failed {
                    return 0;
                }
                match what {
                    op::NOT => a == 0,
                    op::RANGES => self.find::<true>(node.wrapping_add(8), 4, a) != 0,
                    op::ONE_OF => self.find::<false>(node.wrapping_add(8), 4, a) != 0,
                    op::SELECT if Self::VALUES => {
                        let at = match self.find::<false>(node.wrapping_add(8), 8, a) {
                            0 => node.wrapping_add(12).wrapping_add(second.wrapping_mul(8)),
                            found => found.wrapping_add(4),
                        };
                        return self.eval(self.word(at), depth);
                    }
                    op::LIKE => self.like(a, node),
                    op::IN_HOST | op::IN_PATH => {
                        let (mut first, mut none) = ([0; 4], [0; 4]);
                        let (id, of) = (self.text(a, &mut first), self.text(self.constant(second), &mut none));
                        if what == op::IN_HOST { host::is_under(id, of) } else { path::is_under(id, of) }
                    }
                    op::IS_EMPTY if Self::SETS => self.count(a) == 0,
                    op::IS_IPV4..=op::IS_MULTICAST if Self::NUMBERS => is_address(what, self.text(a, &mut [0; 4])),
                    op::EQUAL => self.same(class(self.word(first)), a, b),
                    op::LESS => a < b,
                    op::LESS_OR_EQUAL => a <= b,
                    op::CONTAINS if Self::SETS => self.contains(a, b),
                    op::CONTAINS_ALL | op::CONTAINS_ANY if Self::SETS => self.covers(a, b, what == op::CONTAINS_ANY),
                    op::IS_IN_RANGE if Self::NUMBERS => {
                        let (mut first, mut second) = ([0; 4], [0; 4]);
                        in_range(self.text(a, &mut first), self.text(b, &mut second))
                    }
                    _ => {
                        let result = match what {
                            op::SUBTRACT if Self::NUMBERS => a.checked_sub(b),
                            op::NEGATE if Self::NUMBERS => a.checked_neg(),
                            op::TO_DATE if Self::NUMBERS => a.checked_sub(a.rem_euclid(DAY)),
                            op::TO_TIME if Self::NUMBERS => Some(a.rem_euclid(DAY)),
                            op::DIVIDE if Self::NUMBERS => a.checked_div(i64::from(second)),
                            _ => None,
                        };
                        return result.unwrap_or_else(|| self.fail());
                    }
                }
            }
        })
    }

    /// Finds a text, or the range of a number, in a list that starts with its length, with a stride; the address of the entry, or 0.
    fn find<const RANGE: bool>(&mut self, list: u32, stride: u32, value: i64) -> u32 {
        let (mut first, mut none) = ([0; 4], [0; 4]);
        let bytes = if RANGE { &[] } else { self.text(value, &mut first) };
        let (mut least, mut most) = (0, self.word(list));
        while least < most {
            let middle = least + (most - least) / 2;
            let at = list.wrapping_add(4).wrapping_add(middle.wrapping_mul(stride));
            let text = self.constant(self.word(at));
            let text = self.text(text, &mut none);
            let found = if RANGE {
                let Some((start, end)) = text.split_first_chunk::<8>() else { return 0 };
                let (start, Some(end)) = (i64::from_le_bytes(*start), number(end)) else { return 0 };
                if value < start { Ordering::Greater } else { end.cmp(&value).min(Ordering::Equal) }
            } else {
                text.cmp(bytes)
            };
            match found {
                Ordering::Equal => return at,
                Ordering::Less => least = middle + 1,
                Ordering::Greater => most = middle,
            }
        }
        0
    }

    /// Whether a string is like the pattern of a node: its end first, then each literal where it first comes.
    fn like(&mut self, value: i64, node: u32) -> bool {
        let (mut buffer, mut none) = ([0; 4], [0; 4]);
        let (anchors, mut left, mut at) = (self.item(node, 2), self.item(node, 3), node.wrapping_add(16));
        let mut rest = self.text(value, &mut buffer);
        if anchors & 2 != 0 && left > 0 {
            left -= 1;
            let last = self.constant(self.item(at, left));
            let last = self.text(last, &mut none);
            match rest.split_at_checked(rest.len().wrapping_sub(last.len())) {
                Some((before, end)) if end == last => rest = before,
                _ => return false,
            }
        }
        let mut anchored = anchors & 1 != 0;
        while left > 0 && !self.failed {
            left -= 1;
            let literal = self.constant(self.word(at));
            let literal = self.text(literal, &mut none);
            match self.after(rest, literal, anchored) {
                Some(after) => rest = after,
                None => return false,
            }
            anchored = false;
            at = at.wrapping_add(4);
        }
        true
    }

    /// What follows the first place where a literal comes, or the literal that comes first.
    fn after<'b>(&mut self, mut bytes: &'b [u8], literal: &[u8], anchored: bool) -> Option<&'b [u8]> {
        let first = literal.first();
        loop {
            let skip = if anchored { 0 } else { bytes.iter().position(|byte| Some(byte) == first)? };
            bytes = bytes.get(skip..)?;
            // A candidate costs a step for each sixteen bytes that it may take to see that it is none.
            if !self.spend(1 + (skip as u32 + literal.len() as u32) / 16) {
                return None;
            }
            let (candidate, after) = bytes.split_at_checked(literal.len())?;
            if candidate == literal {
                return Some(after);
            }
            if anchored {
                return None;
            }
            bytes = bytes.get(1..)?;
        }
    }

    /// Whether a rule of a forest decides: one that is true, or fails if that counts.
    fn search(&mut self, forest: u32, failure: bool, levels: u32) -> bool {
        let (count, first, groups) = (self.word(forest), self.item(forest, 1), self.item(forest, 2));
        for index in 0..count {
            if self.holds(self.item(first, index), failure) {
                return true;
            }
            if self.failed {
                return false;
            }
        }
        let mut group = forest.wrapping_add(12);
        for _ in 0..groups {
            if levels == 0 || self.failed {
                self.strange();
                return false;
            }
            if self.visit(group, failure, levels - 1) {
                return true;
            }
            group = self.item(group, 2);
        }
        false
    }

    /// Searches the forests of a group that a call meets the keys of.
    fn visit(&mut self, group: u32, failure: bool, levels: u32) -> bool {
        let (how, input, mask, lengths) = (self.word(group), self.item(group, 1), self.item(group, 3), self.item(group, 4));
        let (mut buffer, mut none) = ([0; 4], [0; 4]);
        if !self.there(self.item(input, 1), self.frame) {
            return false;
        }
        let value = self.eval(input, DEPTH + 1);
        let twice = [value.to_le_bytes(); 2];
        let bytes = if class(self.word(input)) < place::CHAR { twice.as_flattened() } else { self.text(value, &mut buffer) };
        let (mut hash, mut done) = (HASH, 0);
        let (slots, suffix) = (group.wrapping_add(20).wrapping_add(lengths.wrapping_mul(4)), how == mode::SUFFIX);
        for index in 0..lengths {
            let length = self.item(group, 5 + index) as usize;
            let others = bytes.len().wrapping_sub(length);
            let start = if suffix { others } else { 0 };
            let Some(key) = bytes.get(start..).and_then(|bytes| bytes.get(..length)) else { break };
            if how == mode::EXACT && others != 0 {
                continue;
            }
            while done < length {
                done += 1;
                let at = if suffix { bytes.len().wrapping_sub(done) } else { done - 1 };
                hash = hash_byte(hash, bytes.get(at).copied().unwrap_or_default());
            }
            let mut slot = spread(hash);
            while self.spend(1) {
                let at = slots.wrapping_add((slot & mask).wrapping_mul(8));
                let text = self.word(at);
                if text == 0 {
                    break;
                }
                let text = self.constant(text);
                if self.text(text, &mut none) == key && self.search(self.item(at, 1), failure, levels) {
                    return true;
                }
                slot = slot.wrapping_add(1);
            }
        }
        false
    }
}

/// A character in UTF-8.
fn encode(code: u32, buffer: &mut [u8; 4]) -> Option<&[u8]> {
    let mut left = u32::from(char::from_u32(code)?);
    // How many bits the first byte has for the character.
    let (mut first, mut start) = (0x80, 3);
    while left >= first {
        *buffer.get_mut(start)? = (left & 0x3f) as u8 | 0x80;
        left >>= 6;
        first = if first == 0x80 { 0x20 } else { first >> 1 };
        start -= 1;
    }
    let mark = if first == 0x80 { 0 } else { 0_u32.wrapping_sub(first * 2) };
    *buffer.get_mut(start)? = (left | mark) as u8;
    buffer.get(start..)
}

/// The product, if it is one: seen without a wider one, which would be a lot of code.
fn multiply(a: i64, b: i64) -> Option<i64> {
    let product = core::hint::black_box(a.wrapping_mul(b));
    (a == 0 || product.checked_div(a) == Some(b)).then_some(product)
}

/// `isIpv4`, `isIpv6`, `isLoopback`, `isMulticast`.
fn is_address(what: u32, bytes: &[u8]) -> bool {
    let [version, prefix, first, rest @ ..] = bytes else { return false };
    let v4 = *version == 4;
    let (start, shortest) = match what {
        op::IS_IPV4 => return v4,
        op::IS_IPV6 => return !v4,
        op::IS_MULTICAST if v4 => (*first >> 4 == 14, 4),
        op::IS_MULTICAST => (*first == 0xff, 8),
        _ if v4 => (*first == 127, 8),
        _ => (*first == 0 && matches!(rest, [zeros @ .., 1] if zeros.iter().all(|byte| *byte == 0)), 128),
    };
    start && *prefix >= shortest
}

/// Whether an ipaddr lies in another: of one version, no shorter a prefix, and the bits of the other's prefix the same.
fn in_range(a: &[u8], b: &[u8]) -> bool {
    let ([version, prefix, address @ ..], [other, short, range @ ..]) = (a, b) else { return false };
    let mut left = u32::from(*short);
    let same = address.iter().zip(range).all(|(a, b)| {
        let mask = !(0xff_u32 >> left.min(8)) as u8;
        left = left.saturating_sub(8);
        (a ^ b) & mask == 0
    });
    version == other && prefix >= short && same
}
