//! Decides a call on a table.
//!
//! Nothing is trusted: neither that the table has been checked nor that the memory is well formed. Whatever is strange uses up the fuel, and without fuel
//! nothing is allowed. Time is bounded by the fuel, the stack by the depths that nodes carry, which fall on the way down.
//!
//! A value is 64 bits, whose type the table knows: a number; a text (see [`Run::text`]); a node with an address in memory, of a set or a record. That a rule
//! fails is one bit for the whole rule, since nothing in Cedar catches a failure. The engine is part of every artifact that has a guard, so it is small first.

use crate::format::{DEPTH, FOREST_DEPTH, FUEL, HASH, MAGIC, class, hash_byte, mode, op, place, spread};
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
    decide_with::<true, _, _, _>(table, memory, frame, budgets)
}

/// The same, on a table that is read in another way. If it is not `FULL`, it denies all that [`is_plain`](crate::format::is_plain) excludes, and is smaller.
#[must_use]
#[inline]
pub fn decide_with<const FULL: bool, T: Words + ?Sized, M: Memory + ?Sized, B: Budgets + ?Sized>(
    table: &T,
    memory: &M,
    frame: u32,
    budgets: &mut B,
) -> bool {
    let mut run = Run::<_, _, FULL> { table, memory, frame, fuel: FUEL, failed: false };
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
    while !permitted {
        if left == 0 || run.fuel == 0 {
            return false;
        }
        left -= 1;
        if run.holds(run.item(at, 1), false) && budgets.take(run.item(at, 2)) {
            break;
        }
        at = at.wrapping_add(8);
    }
    run.fuel > 0
}

struct Run<'a, T: ?Sized, M: ?Sized, const FULL: bool> {
    table: &'a T,
    memory: &'a M,
    frame: u32,
    fuel: u32,
    /// The rule that is evaluated has failed, or the fuel is used up.
    failed: bool,
}

/// Byte order, eight bytes at a time.
fn order(a: &[u8], b: &[u8]) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        match (a.split_first_chunk::<8>(), b.split_first_chunk::<8>()) {
            (Some((x, rest_a)), Some((y, rest_b))) if x == y => (a, b) = (rest_a, rest_b),
            _ => match (a.split_first(), b.split_first()) {
                (Some((x, rest_a)), Some((y, rest_b))) if x == y => (a, b) = (rest_a, rest_b),
                (x, y) => return x.map(|x| x.0).cmp(&y.map(|y| y.0)),
            },
        }
    }
}

fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && order(a, b).is_eq()
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

impl<'a, T: Words + ?Sized, M: Memory + ?Sized, const FULL: bool> Run<'a, T, M, FULL> {
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
        let bytes = if FULL && length & CHAR != 0 {
            char::from_u32(start).map(|value| &*value.encode_utf8(buffer).as_bytes())
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
        same_bytes(self.text(a, &mut first), self.text(b, &mut second))
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
        let (offset, argument) = (self.item(at, 1), field(head, 8));
        match head & 0xff {
            place::UNSIGNED => i64::from(self.small(base, offset, argument)),
            place::STRING | place::ENTITY => {
                let (start, length) = (self.small(base, offset, 4), self.small(base, offset.wrapping_add(4), 4));
                if length >= IN_TABLE {
                    return self.strange();
                }
                pair(start, length)
            }
            place::BOOL => i64::from(self.small(base, offset, 1) != 0),
            place::FLAG => i64::from(self.small(base, offset, 1) & argument != 0),
            place::SIGNED if argument < 8 => {
                let value = self.small(base, offset, argument);
                let unused = 32_u32.wrapping_sub(argument * 8) & 31;
                i64::from((value << unused).cast_signed() >> unused)
            }
            place::SIGNED => self.long(base, offset),
            place::DECIMAL | place::DATETIME | place::DURATION if FULL => self.long(base, offset),
            place::UNSIGNED64 => {
                let value = self.long(base, offset);
                if value < 0 { self.strange() } else { value }
            }
            place::CHAR if FULL => pair(self.small(base, offset, 4), CHAR),
            place::ONE_OF => {
                let (case, names) = (self.small(base, offset, argument), self.payload(at));
                if case >= self.word(names) {
                    return self.strange();
                }
                self.constant(self.item(names, 1 + case))
            }
            place::IP if FULL => {
                let (version, prefix) = (self.small(base, offset, 1), self.small(base, offset.wrapping_add(1), 1));
                match (version, prefix) {
                    (4, 0..=32) => pair(base.wrapping_add(offset), 6),
                    (6, 0..=128) => pair(base.wrapping_add(offset), 18),
                    _ => self.strange(),
                }
            }
            place::RECORD if FULL => pair(at, base),
            place::SET if FULL => pair(at, base.wrapping_add(offset)),
            _ => self.strange(),
        }
    }

    /// Reads all that a value holds, and so gives up if there is a `u64` in it that is no `i64`.
    fn fit(&mut self, of: u32, value: i64) {
        let what = class(self.word(of));
        if !FULL {
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
        let (what, count) = (self.element_class(set), self.count(set));
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
            place::SET | place::RECORD if !FULL => false,
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
            op::NUMBER if FULL => {
                return self.text(self.constant(first), &mut [0; 4]).first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes));
            }
            op::TEXT | op::IP if FULL => return self.constant(first),
            op::ENTITY if FULL => return self.constant(second),
            op::AND | op::OR => {
                for index in 0..first {
                    let holds = self.eval(self.item(node, 2 + index), depth) != 0;
                    if self.failed || holds != (what == op::AND) {
                        return i64::from(holds);
                    }
                }
                what == op::AND
            }
            op::SET | op::RECORD if FULL => {
                // All are evaluated, so that one that fails is seen.
                let (skip, stride) = if what == op::SET { (2, 1) } else { (3, 2) };
                for index in 0..first {
                    self.eval(self.item(node, index.wrapping_mul(stride).wrapping_add(skip)), depth);
                    if self.failed {
                        break;
                    }
                }
                return pair(node, 0);
            }
            op::IF if FULL => {
                let mut at = node.wrapping_add(8);
                for _ in 0..first {
                    if self.eval(self.word(at), depth) != 0 {
                        at = at.wrapping_add(4);
                        break;
                    }
                    if self.failed {
                        return 0;
                    }
                    at = at.wrapping_add(8);
                }
                return self.eval(self.word(at), depth);
            }
            op::ADD | op::MULTIPLY if FULL => {
                let mut total = i64::from(what == op::MULTIPLY);
                for index in 0..first {
                    let value = self.eval(self.item(node, 2 + index), depth);
                    let next = if what == op::ADD { total.checked_add(value) } else { total.checked_mul(value) };
                    match next {
                        Some(next) if !self.failed => total = next,
                        _ => return self.fail(),
                    }
                }
                return total;
            }
            op::FAIL => return self.fail(),
            _ => {
                // What is left starts with an operand.
                let a = self.eval(first, depth);
                if self.failed {
                    return 0;
                }
                let b = if what >= op::EQUAL { self.eval(second, depth) } else { 0 };
                match what {
                    op::NOT => a == 0,
                    op::RANGES => self.find_number(node.wrapping_add(8), a),
                    op::ONE_OF => self.find(node.wrapping_add(8), 4, a) != 0,
                    op::SELECT if FULL => {
                        let at = match self.find(node.wrapping_add(8), 8, a) {
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
                    op::IS_EMPTY if FULL => self.count(a) == 0,
                    op::IS_IPV4..=op::IS_MULTICAST if FULL => is_address(what, self.text(a, &mut [0; 4])),
                    op::EQUAL => self.same(class(self.word(first)), a, b),
                    op::LESS => a < b,
                    op::LESS_OR_EQUAL => a <= b,
                    op::CONTAINS if FULL => self.contains(a, b),
                    op::CONTAINS_ALL | op::CONTAINS_ANY if FULL => self.covers(a, b, what == op::CONTAINS_ANY),
                    op::IS_IN_RANGE if FULL => {
                        let (mut first, mut second) = ([0; 4], [0; 4]);
                        in_range(self.text(a, &mut first), self.text(b, &mut second))
                    }
                    _ => {
                        let result = match what {
                            op::SUBTRACT if FULL => a.checked_sub(b),
                            op::NEGATE if FULL => a.checked_neg(),
                            op::TO_DATE if FULL => a.checked_sub(a.rem_euclid(DAY)),
                            op::TO_TIME if FULL => Some(a.rem_euclid(DAY)),
                            op::DIVIDE if FULL => a.checked_div(i64::from(second)),
                            _ => None,
                        };
                        return result.unwrap_or_else(|| self.fail());
                    }
                }
            }
        })
    }

    /// Whether a number is in one of the ranges of a list that starts with its length.
    fn find_number(&mut self, list: u32, value: i64) -> bool {
        let (mut least, mut most, mut none) = (0, self.word(list), [0; 4]);
        while least < most {
            let middle = least + (most - least) / 2;
            let at = self.item(list, 1 + middle);
            let range = self.text(self.constant(at), &mut none);
            let (Some(start), Some(end)) = (number(range), range.get(8..).and_then(number)) else { return false };
            if value < start {
                most = middle;
            } else if value > end {
                least = middle + 1;
            } else {
                return true;
            }
        }
        false
    }

    /// Finds a text in a list that starts with its length, with a stride; the address of the entry, or 0.
    fn find(&mut self, list: u32, stride: u32, value: i64) -> u32 {
        let (mut first, mut none) = ([0; 4], [0; 4]);
        let value = self.text(value, &mut first);
        let (mut least, mut most) = (0, self.word(list));
        while least < most {
            let middle = least + (most - least) / 2;
            let at = list.wrapping_add(4).wrapping_add(middle.wrapping_mul(stride));
            let text = self.constant(self.word(at));
            match order(self.text(text, &mut none), value) {
                Ordering::Equal => return at,
                Ordering::Less => least = middle + 1,
                Ordering::Greater => most = middle,
            }
        }
        0
    }

    /// Whether a string is like the pattern of a node: its ends first, then each literal where it first comes.
    fn like(&mut self, value: i64, node: u32) -> bool {
        let (mut buffer, mut none) = ([0; 4], [0; 4]);
        let (anchors, mut left, mut at) = (self.item(node, 2), self.item(node, 3), node.wrapping_add(16));
        let mut rest = self.text(value, &mut buffer);
        // The first literal, then the last, then those between.
        let mut stage = 0;
        while !self.failed {
            let anchored = stage < 2 && anchors >> stage & 1 != 0;
            if stage < 2 && !anchored {
                stage += 1;
                continue;
            }
            if left == 0 {
                return true;
            }
            left -= 1;
            let literal = self.text(self.constant(if stage == 1 { self.item(at, left) } else { self.word(at) }), &mut none);
            let found = match stage {
                0 => rest.strip_prefix(literal),
                1 => rest.strip_suffix(literal),
                _ => self.after(rest, literal),
            };
            let Some(found) = found else { return false };
            rest = found;
            if stage != 1 {
                at = at.wrapping_add(4);
            }
            if stage < 2 {
                stage += 1;
            }
        }
        false
    }

    /// What follows the first place where a literal comes.
    fn after<'b>(&mut self, mut bytes: &'b [u8], literal: &[u8]) -> Option<&'b [u8]> {
        let first = literal.first()?;
        loop {
            let skip = bytes.iter().position(|byte| byte == first)?;
            bytes = bytes.get(skip..)?;
            // A candidate costs a step for each sixteen bytes that it may take to see that it is none.
            if !self.spend(1 + (skip as u32 + literal.len() as u32) / 16) {
                return None;
            }
            let (candidate, after) = bytes.split_at_checked(literal.len())?;
            if same_bytes(candidate, literal) {
                return Some(after);
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
        let slots = group.wrapping_add(20).wrapping_add(lengths.wrapping_mul(4));
        for index in 0..lengths {
            let length = self.item(group, 5 + index) as usize;
            let (key, exact) = match how {
                mode::SUFFIX => (bytes.len().checked_sub(length).and_then(|start| bytes.get(start..)), false),
                _ => (bytes.get(..length), how == mode::EXACT),
            };
            let Some(key) = key else { break };
            if exact && length != bytes.len() {
                continue;
            }
            while done < length {
                let at = if how == mode::SUFFIX { length - 1 - done } else { done };
                hash = hash_byte(hash, key.get(at).copied().unwrap_or_default());
                done += 1;
            }
            let mut slot = spread(hash);
            while self.spend(1) {
                let at = slots.wrapping_add((slot & mask).wrapping_mul(8));
                let text = self.word(at);
                if text == 0 {
                    break;
                }
                let text = self.constant(text);
                if same_bytes(self.text(text, &mut none), key) && self.search(self.item(at, 1), failure, levels) {
                    return true;
                }
                slot = slot.wrapping_add(1);
            }
        }
        false
    }
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
