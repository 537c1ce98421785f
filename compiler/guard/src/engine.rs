//! Decides a call on a table.
//!
//! Nothing is trusted: neither that the table has been checked nor that the memory is well formed. Whatever is strange uses up the fuel, and without fuel
//! nothing is allowed. Time is bounded by the fuel, the stack by the depths that nodes carry, which fall on the way down.
//!
//! Truth values are numbers and failures of reads are zeros with the fuel gone, not `Result`s: the engine is part of every artifact that has a guard.

use crate::format::{DEPTH, FOREST_DEPTH, FUEL, HASH, MAGIC, hash_byte, kind, mode, op, place, spread};
use crate::{Budgets, Memory, host, path};
use core::cmp::Ordering;

const FALSE: u32 = 0;
const TRUE: u32 = 1;
const FAILED: u32 = 2;
const DAY: i64 = 86_400_000;

/// Whether a table allows the call whose values lie in memory at `frame`. Takes one call from a budget only if it allows the call because of it.
#[must_use]
pub fn decide<M: Memory + ?Sized, B: Budgets + ?Sized>(table: &[u8], memory: &M, frame: u32, budgets: &mut B) -> bool {
    let mut run = Run { table, memory, frame, fuel: FUEL };
    if run.word(0) != MAGIC {
        return false;
    }
    let (wide, limited) = (run.word(12), run.word(16));
    for index in 0..run.word(wide) {
        run.fit(run.item(wide + 4, index), frame, DEPTH + 1);
        if run.fuel == 0 {
            return false;
        }
    }
    let mut left = run.word(limited);
    let permitted = run.search(run.word(20), FALSE, FOREST_DEPTH);
    if !permitted && left == 0 || run.search(run.word(24), FAILED, FOREST_DEPTH) {
        return false;
    }
    let mut at = limited;
    while !permitted {
        if left == 0 || run.fuel == 0 {
            return false;
        }
        left -= 1;
        if run.truth(run.word(at.wrapping_add(4)), DEPTH + 1) == TRUE && run.fuel > 0 && budgets.take(run.word(at.wrapping_add(8))) {
            break;
        }
        at = at.wrapping_add(8);
    }
    run.fuel > 0
}

struct Run<'a, M: ?Sized> {
    table: &'a [u8],
    memory: &'a M,
    frame: u32,
    fuel: u32,
}

/// The value of an expression. Its type is known from the table.
enum Value<'a> {
    Failed,
    /// Bool, Long, decimal, datetime or duration.
    Number(i64),
    /// String or ipaddr.
    Bytes(&'a [u8]),
    /// A String that does not lie in memory as such, and how much of it.
    Short([u8; 4], u8),
    /// Its type, a text, and its id.
    Entity(u32, &'a [u8]),
    /// A node, the address of the first element if the node is a place, and how many there are.
    Set(u32, u32, u32),
    /// A node, and the base of its attributes if the node is a place.
    Record(u32, u32),
}

impl Value<'_> {
    /// The bytes of a String, ipaddr or id.
    fn bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Bytes(bytes) | Value::Entity(_, bytes) => Some(bytes),
            Value::Short(bytes, length) => bytes.get(..usize::from(*length)),
            _ => None,
        }
    }
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

fn number(bytes: &[u8]) -> Option<i64> {
    bytes.first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
}

fn truth(holds: bool) -> u32 {
    u32::from(holds)
}

impl<'a, M: Memory + ?Sized> Run<'a, M> {
    /// Gives up.
    #[cold]
    fn strange(&mut self) {
        self.fuel = 0;
    }

    fn spend(&mut self, steps: u32) {
        self.fuel = self.fuel.saturating_sub(steps);
    }

    /// A word of the table. Outside of it 0, which is the address of no node: the first word is not one.
    fn word(&self, at: u32) -> u32 {
        match self.table.get(at as usize..).and_then(<[u8]>::first_chunk) {
            Some(bytes) => u32::from_le_bytes(*bytes),
            None => 0,
        }
    }

    fn item(&self, first: u32, index: u32) -> u32 {
        self.word(first.wrapping_add(index.wrapping_mul(4)))
    }

    fn text(&mut self, at: u32) -> &'a [u8] {
        let (start, end) = (self.word(at), self.word(at.wrapping_add(4)));
        let text = self.table.get(start as usize..end as usize);
        text.unwrap_or_else(|| {
            self.strange();
            &[]
        })
    }

    /// Bytes of memory.
    fn bytes(&mut self, base: u32, offset: u32, length: u32) -> &'a [u8] {
        let memory = self.memory;
        let bytes = base.checked_add(offset).and_then(|at| memory.get(at, length));
        bytes.unwrap_or_else(|| {
            self.strange();
            &[]
        })
    }

    /// An unsigned number of at most four bytes.
    fn small(&mut self, base: u32, offset: u32, size: u32) -> u32 {
        let bytes = self.bytes(base, offset, size);
        match *bytes {
            [a] => u32::from(a),
            [a, b] => u32::from(u16::from_le_bytes([a, b])),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => {
                self.strange();
                0
            }
        }
    }

    fn long(&mut self, base: u32, offset: u32) -> i64 {
        let bytes = self.bytes(base, offset, 8);
        number(bytes).unwrap_or_default()
    }

    /// Whether all cases of a place hold.
    fn there(&mut self, at: u32, head: u32, base: u32) -> bool {
        let mut case = at.wrapping_add(8);
        for _ in 0..head >> 24 & 0x7f {
            let (offset, number) = (self.word(case), self.word(case.wrapping_add(4)));
            if self.small(base, offset, number >> 24 & 0x7f) != number & 0x00ff_ffff {
                return false;
            }
            case = case.wrapping_add(8);
        }
        true
    }

    /// The value at a place, if it is there.
    fn read(&mut self, at: u32, base: u32, above: u32) -> Value<'a> {
        let head = self.word(at);
        if field(head, 16) >= above || self.fuel == 0 {
            self.strange();
            return Value::Failed;
        }
        self.fuel -= 1;
        if !self.there(at, head, base) {
            return Value::Failed;
        }
        let (offset, argument) = (self.word(at.wrapping_add(4)), field(head, 8));
        let payload = at.wrapping_add(8 + (head >> 24 & 0x7f) * 8);
        match head & 0xff {
            place::BOOL => match self.small(base, offset, 1) {
                value @ 0..=1 => return Value::Number(i64::from(value)),
                _ => self.strange(),
            },
            place::FLAG => return Value::Number(i64::from(self.small(base, offset, 1) & argument != 0)),
            place::SIGNED if argument < 8 => {
                let value = self.small(base, offset, argument);
                let unused = 32_u32.wrapping_sub(argument * 8) & 31;
                return Value::Number(i64::from((value << unused).cast_signed() >> unused));
            }
            place::UNSIGNED => return Value::Number(i64::from(self.small(base, offset, argument))),
            place::UNSIGNED64 => match self.long(base, offset) {
                0.. => return Value::Number(self.long(base, offset)),
                _ => self.strange(),
            },
            place::SIGNED | place::DECIMAL | place::DATETIME | place::DURATION => return Value::Number(self.long(base, offset)),
            place::CHAR => match char::from_u32(self.small(base, offset, 4)) {
                Some(value) => {
                    let mut bytes = [0; 4];
                    let length = value.encode_utf8(&mut bytes).len();
                    return Value::Short(bytes, length as u8);
                }
                None => self.strange(),
            },
            place::ONE_OF => {
                let case = self.small(base, offset, argument);
                if case < self.word(payload) {
                    return Value::Bytes(self.text(self.item(payload.wrapping_add(4), case)));
                }
                self.strange();
            }
            place::IP => match self.bytes(base, offset, 18) {
                [4, prefix, ..] if *prefix <= 32 => return Value::Bytes(self.bytes(base, offset, 6)),
                [6, prefix, ..] if *prefix <= 128 => return Value::Bytes(self.bytes(base, offset, 18)),
                _ => self.strange(),
            },
            place::RECORD => return Value::Record(at, base),
            what @ (place::STRING | place::ENTITY | place::SET) => {
                let (start, length) = (self.small(base, offset, 4), self.small(base, offset.wrapping_add(4), 4));
                return match what {
                    place::STRING => Value::Bytes(self.bytes(start, 0, length)),
                    place::ENTITY => Value::Entity(self.word(payload), self.bytes(start, 0, length)),
                    _ => Value::Set(at, start, length),
                };
            }
            _ => self.strange(),
        }
        Value::Failed
    }

    /// Gives up if there is a `u64` at this place or in it that is no `i64`.
    fn fit(&mut self, at: u32, base: u32, above: u32) {
        match self.read(at, base, above) {
            Value::Set(node, start, count) => {
                let first = self.payload(node);
                for index in 0..count {
                    if self.fuel == 0 {
                        return;
                    }
                    let offset = self.word(first).wrapping_mul(index);
                    self.fit(self.word(first.wrapping_add(4)), start.wrapping_add(offset), field(self.word(node), 16));
                }
            }
            Value::Record(node, base) => {
                let first = self.payload(node);
                for index in 0..self.word(first) {
                    if self.fuel == 0 {
                        return;
                    }
                    self.fit(self.item(first.wrapping_add(8), index * 2), base, field(self.word(node), 16));
                }
            }
            _ => {}
        }
    }

    /// What follows the cases of a place, or the first word of an expression.
    fn payload(&self, node: u32) -> u32 {
        let head = self.word(node);
        let fixed = if head & 0xff < op::FALSE { 8 } else { 4 };
        node.wrapping_add(fixed + (head >> 24 & 0x7f) * 8)
    }

    /// The `index`th element of a set.
    fn element(&mut self, set: &Value<'a>, index: u32) -> Value<'a> {
        let Value::Set(node, start, _) = *set else { return Value::Failed };
        let (head, first) = (self.word(node), self.payload(node));
        if head & 0xff == op::SET {
            return self.value(self.item(first.wrapping_add(4), index), field(head, 16));
        }
        match self.word(first).checked_mul(index).and_then(|offset| start.checked_add(offset)) {
            Some(base) => self.read(self.word(first.wrapping_add(4)), base, field(head, 16)),
            None => {
                self.strange();
                Value::Failed
            }
        }
    }

    fn contains(&mut self, set: &Value<'a>, element: &Value<'a>) -> bool {
        let Value::Set(_, _, count) = *set else { return false };
        for index in 0..count {
            if self.fuel == 0 {
                return false;
            }
            let other = self.element(set, index);
            if self.same(&other, element) {
                return true;
            }
        }
        false
    }

    /// Whether all (or: any) elements of `part` are in `set`.
    fn covers(&mut self, set: &Value<'a>, part: &Value<'a>, any: bool) -> bool {
        let Value::Set(_, _, count) = *part else { return false };
        for index in 0..count {
            if self.fuel == 0 {
                return false;
            }
            let element = self.element(part, index);
            if self.contains(set, &element) == any {
                return any;
            }
        }
        !any
    }

    /// The next attribute from `index` on that is there: its name, its value, and the index after it.
    fn attribute(&mut self, record: &Value<'a>, mut index: u32) -> (u32, Value<'a>, u32) {
        let Value::Record(node, base) = *record else { return (0, Value::Failed, 0) };
        let (head, first) = (self.word(node), self.payload(node));
        while index < self.word(first) && self.fuel > 0 {
            let (name, at) = (self.item(first.wrapping_add(4), index.wrapping_mul(2)), self.item(first.wrapping_add(8), index.wrapping_mul(2)));
            let value = if head & 0xff == op::RECORD { self.value(at, field(head, 16)) } else { self.read(at, base, field(head, 16)) };
            index += 1;
            if !matches!(value, Value::Failed) {
                return (name, value, index);
            }
        }
        (0, Value::Failed, index)
    }

    /// Equality of two values of one type.
    fn same(&mut self, a: &Value<'a>, b: &Value<'a>) -> bool {
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::Entity(a, x), Value::Entity(b, y)) => a == b && same_bytes(x, y),
            (Value::Set(..), Value::Set(..)) => self.covers(a, b, false) && self.covers(b, a, false),
            (Value::Record(..), Value::Record(..)) => {
                let (mut i, mut j) = (0, 0);
                loop {
                    let (name, value, next) = self.attribute(a, i);
                    let (other, against, after) = self.attribute(b, j);
                    if name != other || self.fuel == 0 {
                        return false;
                    }
                    if name == 0 {
                        return true;
                    }
                    if !self.same(&value, &against) {
                        return false;
                    }
                    (i, j) = (next, after);
                }
            }
            _ => match (a.bytes(), b.bytes()) {
                (Some(a), Some(b)) => same_bytes(a, b),
                _ => false,
            },
        }
    }

    /// The first word of an expression, and its depth; 0 if it may not be evaluated here.
    fn enter(&mut self, node: u32, above: u32) -> (u32, u32) {
        if node == 0 {
            // What a choice whose condition fails chooses: it fails, and nothing is strange about it.
            return (op::FAIL, 0);
        }
        let head = self.word(node);
        let depth = field(head, 16);
        if self.fuel == 0 || depth >= above {
            self.strange();
            return (0, 0);
        }
        self.fuel -= 1;
        (head, depth)
    }

    /// The truth of an expression of type Bool.
    fn truth(&mut self, node: u32, above: u32) -> u32 {
        let (head, depth) = self.enter(node, above);
        let (first, second) = (self.word(node.wrapping_add(4)), self.word(node.wrapping_add(8)));
        match head & 0xff {
            op::FALSE => FALSE,
            op::TRUE => TRUE,
            op::NOT => match self.truth(first, depth) {
                FAILED => FAILED,
                holds => holds ^ TRUE,
            },
            what @ (op::AND | op::OR) => {
                let on = truth(what == op::AND);
                for index in 0..first {
                    let holds = self.truth(self.item(node.wrapping_add(8), index), depth);
                    if holds != on {
                        return holds;
                    }
                }
                on
            }
            op::IF | op::SELECT => {
                let chosen = self.choose(node, head);
                self.truth(chosen, depth)
            }
            op::INPUT => match self.read(first, self.frame, DEPTH) {
                Value::Number(value) => truth(value != 0),
                _ => FAILED,
            },
            op::HAS => {
                let place = self.word(first);
                truth(self.there(first, place, self.frame))
            }
            op::RANGES => {
                let Value::Number(value) = self.value(first, depth) else { return FAILED };
                let found = self.find(node.wrapping_add(8), 4, |range| {
                    let (low, high) = (number(range), range.get(8..).and_then(number));
                    match (low, high) {
                        (Some(low), _) if value < low => Ordering::Greater,
                        (_, Some(high)) if value > high => Ordering::Less,
                        _ => Ordering::Equal,
                    }
                });
                truth(found != 0)
            }
            op::ONE_OF => {
                let value = self.value(first, depth);
                let Some(bytes) = value.bytes() else { return FAILED };
                truth(self.find(node.wrapping_add(8), 4, |text| order(text, bytes)) != 0)
            }
            what @ (op::IN_HOST | op::IN_PATH) => {
                let value = self.value(first, depth);
                let text = self.text(second);
                match (value.bytes(), what) {
                    (None, _) => FAILED,
                    (Some(bytes), op::IN_HOST) => truth(host::is_under(bytes, text)),
                    (Some(bytes), _) => truth(path::is_under(bytes, text)),
                }
            }
            op::LIKE => {
                let value = self.value(first, depth);
                match value.bytes() {
                    Some(bytes) => truth(self.like(bytes, node)),
                    None => FAILED,
                }
            }
            op::IS_EMPTY => match self.value(first, depth) {
                Value::Set(_, _, count) => truth(count == 0),
                _ => FAILED,
            },
            what @ op::IS_IPV4..=op::IS_MULTICAST => {
                let value = self.value(first, depth);
                let Value::Bytes([version, prefix, address @ ..]) = value else { return FAILED };
                let v4 = *version == 4;
                let start = address.first().copied().unwrap_or_default();
                truth(match what {
                    op::IS_IPV4 => v4,
                    op::IS_IPV6 => !v4,
                    op::IS_MULTICAST if v4 => start >> 4 == 14 && *prefix >= 4,
                    op::IS_MULTICAST => start == 0xff && *prefix >= 8,
                    _ if v4 => start == 127 && *prefix >= 8,
                    _ => *prefix == 128 && matches!(address, [zeros @ .., 1] if zeros.iter().all(|byte| *byte == 0)),
                })
            }
            what @ op::EQUAL..=op::IS_IN_RANGE => {
                let a = self.value(first, depth);
                let b = if matches!(a, Value::Failed) { Value::Failed } else { self.value(second, depth) };
                match (&a, &b) {
                    (Value::Failed, _) | (_, Value::Failed) => FAILED,
                    (Value::Number(a), Value::Number(b)) => truth(match what {
                        op::EQUAL => a == b,
                        op::LESS => a < b,
                        _ => a <= b,
                    }),
                    _ => truth(match what {
                        op::EQUAL => self.same(&a, &b),
                        op::CONTAINS => self.contains(&a, &b),
                        op::CONTAINS_ALL => self.covers(&a, &b, false),
                        op::CONTAINS_ANY => self.covers(&a, &b, true),
                        _ => match (&a, &b) {
                            (Value::Bytes(a), Value::Bytes(b)) => in_range(a, b),
                            _ => false,
                        },
                    }),
                }
            }
            _ => FAILED,
        }
    }

    /// The value of an expression.
    fn value(&mut self, node: u32, above: u32) -> Value<'a> {
        let (head, depth) = self.enter(node, above);
        let (first, second) = (self.word(node.wrapping_add(4)), self.word(node.wrapping_add(8)));
        if field(head, 8) & 15 == kind::BOOL {
            return match self.truth(node, above) {
                FAILED => Value::Failed,
                holds => Value::Number(i64::from(holds)),
            };
        }
        match head & 0xff {
            op::INPUT => self.read(first, self.frame, DEPTH),
            op::NUMBER => match number(self.text(first)) {
                Some(value) => Value::Number(value),
                None => Value::Failed,
            },
            op::TEXT | op::IP => Value::Bytes(self.text(first)),
            op::ENTITY => Value::Entity(first, self.text(second)),
            what @ (op::SET | op::RECORD) => {
                // All are evaluated, so that one that fails is seen.
                for index in 0..first {
                    let item = match what {
                        op::SET => self.item(node.wrapping_add(8), index),
                        _ => self.item(node.wrapping_add(12), index.wrapping_mul(2)),
                    };
                    if matches!(self.value(item, depth), Value::Failed) {
                        return Value::Failed;
                    }
                }
                if what == op::SET { Value::Set(node, 0, first) } else { Value::Record(node, 0) }
            }
            op::IF | op::SELECT => {
                let chosen = self.choose(node, head);
                self.value(chosen, depth)
            }
            what @ (op::ADD | op::MULTIPLY) => {
                let mut total = i64::from(what == op::MULTIPLY);
                for index in 0..first {
                    let Value::Number(value) = self.value(self.item(node.wrapping_add(8), index), depth) else { return Value::Failed };
                    let Some(next) = (if what == op::ADD { total.checked_add(value) } else { total.checked_mul(value) }) else {
                        return Value::Failed;
                    };
                    total = next;
                }
                Value::Number(total)
            }
            what @ op::SUBTRACT..=op::DIVIDE => {
                let Value::Number(a) = self.value(first, depth) else { return Value::Failed };
                let result = match what {
                    op::SUBTRACT => match self.value(second, depth) {
                        Value::Number(b) => a.checked_sub(b),
                        _ => None,
                    },
                    op::NEGATE => a.checked_neg(),
                    op::TO_DATE => a.checked_sub(a.rem_euclid(DAY)),
                    op::TO_TIME => Some(a.rem_euclid(DAY)),
                    _ => a.checked_div(i64::from(second)),
                };
                result.map_or(Value::Failed, Value::Number)
            }
            _ => Value::Failed,
        }
    }

    /// The expression that an `IF` or a `SELECT` comes down to; 0 if what it depends on fails.
    fn choose(&mut self, node: u32, head: u32) -> u32 {
        let depth = field(head, 16);
        if head & 0xff == op::SELECT {
            let value = self.value(self.word(node.wrapping_add(4)), depth);
            let Some(bytes) = value.bytes() else { return 0 };
            let count = self.word(node.wrapping_add(8));
            return match self.find(node.wrapping_add(8), 8, |text| order(text, bytes)) {
                0 => self.item(node.wrapping_add(12), count.wrapping_mul(2)),
                found => self.word(found.wrapping_add(4)),
            };
        }
        let mut at = node.wrapping_add(8);
        for _ in 0..self.word(node.wrapping_add(4)) {
            match self.truth(self.word(at), depth) {
                TRUE => return self.word(at.wrapping_add(4)),
                FALSE => at = at.wrapping_add(8),
                _ => return 0,
            }
        }
        self.word(at)
    }

    /// Finds the text that is equal in a list that starts with its length, with a stride; the address of its entry, or 0.
    fn find(&mut self, list: u32, stride: u32, compare: impl Fn(&[u8]) -> Ordering) -> u32 {
        let (mut low, mut high) = (0, self.word(list));
        while low < high && self.fuel > 0 {
            let middle = low + (high - low) / 2;
            let at = list.wrapping_add(4).wrapping_add(middle.wrapping_mul(stride));
            let text = self.text(self.word(at));
            match compare(text) {
                Ordering::Equal => return at,
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        0
    }

    /// Whether a string is like the pattern of a node: its ends first, then each literal where it first comes.
    fn like(&mut self, bytes: &[u8], node: u32) -> bool {
        let (anchors, mut left) = (self.word(node.wrapping_add(8)), self.word(node.wrapping_add(12)));
        let (mut rest, mut at) = (bytes, node.wrapping_add(16));
        if anchors & 1 != 0 {
            let literal = self.text(self.word(at));
            match rest.split_at_checked(literal.len()) {
                Some((start, after)) if same_bytes(start, literal) => rest = after,
                _ => return false,
            }
            (at, left) = (at.wrapping_add(4), left.wrapping_sub(1));
        }
        if anchors & 2 != 0 {
            left = left.wrapping_sub(1);
            let literal = self.text(self.item(at, left));
            match rest.len().checked_sub(literal.len()).and_then(|length| rest.split_at_checked(length)) {
                Some((before, end)) if same_bytes(end, literal) => rest = before,
                _ => return false,
            }
        }
        while left > 0 && self.fuel > 0 {
            let literal = self.text(self.word(at));
            let Some(after) = self.after(rest, literal) else { return false };
            rest = after;
            (at, left) = (at.wrapping_add(4), left - 1);
        }
        true
    }

    /// What follows the first place where a literal comes.
    fn after<'b>(&mut self, mut bytes: &'b [u8], literal: &[u8]) -> Option<&'b [u8]> {
        let first = literal.first()?;
        loop {
            let skip = bytes.iter().position(|byte| byte == first)?;
            // A candidate costs a step for each sixteen bytes that it may take to see that it is none.
            self.spend(1 + (skip as u32 + literal.len() as u32) / 16);
            let (candidate, after) = bytes.get(skip..)?.split_at_checked(literal.len())?;
            if same_bytes(candidate, literal) {
                return Some(after);
            }
            if self.fuel == 0 {
                return None;
            }
            bytes = bytes.get(skip + 1..)?;
        }
    }

    /// Whether a rule of a forest decides: one that is true, or one whose truth is `also`.
    fn search(&mut self, forest: u32, also: u32, levels: u32) -> bool {
        let (count, first, groups) = (self.word(forest), self.word(forest.wrapping_add(4)), self.word(forest.wrapping_add(8)));
        for index in 0..count {
            let holds = self.truth(self.item(first, index), DEPTH + 1);
            if holds == TRUE || holds == also && also != FALSE {
                return true;
            }
            if self.fuel == 0 {
                return false;
            }
        }
        let mut group = forest.wrapping_add(12);
        for _ in 0..groups {
            if levels == 0 || self.fuel == 0 {
                self.strange();
                return false;
            }
            if self.visit(group, also, levels - 1) {
                return true;
            }
            group = self.word(group.wrapping_add(8));
        }
        false
    }

    /// Searches the forests of a group that a call meets the keys of.
    fn visit(&mut self, group: u32, also: u32, levels: u32) -> bool {
        let (how, input, mask, lengths) =
            (self.word(group), self.word(group.wrapping_add(4)), self.word(group.wrapping_add(12)), self.word(group.wrapping_add(16)));
        let mut value = self.value(input, DEPTH + 1);
        let twice;
        if let Value::Number(number) = value {
            let [a, b, c, d, e, f, g, h] = number.to_le_bytes();
            twice = [a, b, c, d, e, f, g, h, a, b, c, d, e, f, g, h];
            value = Value::Failed;
            return self.meet(group, &twice, how, mask, lengths, also, levels);
        }
        let Some(bytes) = value.bytes() else { return false };
        self.meet(group, bytes, how, mask, lengths, also, levels)
    }

    #[expect(clippy::too_many_arguments, reason = "the words of the group, read once")]
    fn meet(&mut self, group: u32, bytes: &[u8], how: u32, mask: u32, lengths: u32, also: u32, levels: u32) -> bool {
        let mut hash = HASH;
        let mut done = 0_u32;
        let slots = group.wrapping_add(20).wrapping_add(lengths.wrapping_mul(4));
        for index in 0..lengths {
            let length = self.item(group.wrapping_add(20), index);
            if length as usize > bytes.len() || self.fuel == 0 {
                return false;
            }
            if how == mode::EXACT && length as usize != bytes.len() {
                continue;
            }
            while done < length {
                let at = if how == mode::SUFFIX { bytes.len() - 1 - done as usize } else { done as usize };
                hash = hash_byte(hash, bytes.get(at).copied().unwrap_or_default());
                done += 1;
            }
            let (before, after) = (bytes.get(..length as usize), bytes.get(bytes.len() - length as usize..));
            let key = if how == mode::SUFFIX { after } else { before }.unwrap_or_default();
            let mut slot = spread(hash);
            loop {
                self.spend(1);
                let at = slots.wrapping_add((slot & mask).wrapping_mul(8));
                let (text, forest) = (self.word(at), self.word(at.wrapping_add(4)));
                if text == 0 || self.fuel == 0 {
                    break;
                }
                if same_bytes(self.text(text), key) && self.search(forest, also, levels) {
                    return true;
                }
                slot = slot.wrapping_add(1);
            }
        }
        false
    }
}

/// Whether an ipaddr lies in another: of one version, no shorter a prefix, and the bits of the other's prefix the same.
fn in_range(a: &[u8], b: &[u8]) -> bool {
    let ([version, prefix, address @ ..], [other, short, range @ ..]) = (a, b) else { return false };
    if version != other || prefix < short {
        return false;
    }
    let mut left = *short;
    for (a, b) in address.iter().zip(range) {
        let mask = if left >= 8 { 0xff } else { !(0xff_u8 >> left) };
        if (a ^ b) & mask != 0 {
            return false;
        }
        left = left.saturating_sub(8);
    }
    true
}
