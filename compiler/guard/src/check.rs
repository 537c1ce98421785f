//! Refuses every table that is not written as [`format`](crate::format) says, or whose forests leave out a rule that could hold.
//!
//! A table is checked by whoever links and by whoever verifies, not when a call is decided: the engine stands on its own. Time is linear in the table.
//! Where other bytes follow, [`measure`] finds where it ends: it has no length in its header, but each part starts where the one before ends.
//!
//! Long because every part of the format has its rule here.

use crate::filing::{conjuncts, forbid_may_be_filed, keys};
use crate::format::{DEPTH, FOREST_DEPTH, HEADER, MAGIC, START, hash, kind, mode, op, place, place_kind, text, word};

/// What is wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Near this address.
    pub at: u32,
    /// What is wrong.
    pub what: &'static str,
}

type Result<T> = core::result::Result<T, Malformed>;

fn ensure(holds: bool, at: u32, what: &'static str) -> Result<()> {
    if holds { Ok(()) } else { Err(Malformed { at, what }) }
}

/// Checks a table.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(table: &[u8]) -> Result<()> {
    let length = u32::try_from(table.len()).unwrap_or(START);
    ensure(length < START && length % 4 == 0, 0, "the length is not one of a table")?;
    let end = measure(table)?;
    ensure(end == length, end, "there are bytes after the forests")
}

/// The length of the table that bytes begin with, checked; what follows it may be anything.
///
/// # Errors
/// The first thing that is wrong.
pub fn measure(bytes: &[u8]) -> Result<u32> {
    // No table reaches further than this, whatever it says.
    let length = u32::try_from(bytes.len()).unwrap_or(START).min(START - 4) & !3;
    let table = bytes.get(..length as usize).unwrap_or_default();
    let mut checker = Checker { table, length, texts: HEADER, texts_end: HEADER };
    ensure(checker.word(0)? == MAGIC, 0, "the version is not known")?;
    checker.texts()?;
    checker.nodes()?;
    checker.lists()
}

struct Checker<'a> {
    /// The table, and perhaps what follows it.
    table: &'a [u8],
    length: u32,
    /// Where nodes end and texts start.
    texts: u32,
    /// Where the last text ends that can be named.
    texts_end: u32,
}

/// A node while it is checked.
struct Node<'c, 'a> {
    checker: &'c Checker<'a>,
    at: u32,
    head: u32,
    next: u32,
    below: u32,
}

impl Checker<'_> {
    fn word(&self, at: u32) -> Result<u32> {
        word(self.table, at).ok_or(Malformed { at, what: "the table ends too early" })
    }

    fn texts(&mut self) -> Result<()> {
        let (start, count) = (self.word(4)?, self.word(8)?);
        ensure(
            start >= HEADER && start % 4 == 0 && start < self.length && count < self.length / 4,
            4,
            "the texts are not where they can be",
        )?;
        let first = start + 4 * (count + 1);
        let (mut at, mut before) = (first, None);
        for index in 0..count {
            let entry = start + 4 * index;
            ensure(self.word(entry)? == at, entry, "a text does not start where the one before ends")?;
            at = self.word(entry + 4)?;
            let bytes = text(self.table, entry).ok_or(Malformed { at: entry, what: "a text ends before it starts" })?;
            ensure(before.is_none_or(|before| before < bytes), entry, "the texts are not ascending")?;
            before = Some(bytes);
        }
        ensure(self.word(start + 4 * count)? == at, start, "the texts have no end")?;
        let end = at.next_multiple_of(4);
        let fill = self.table.get(at as usize..end as usize).ok_or(Malformed { at, what: "the table ends too early" })?;
        ensure(fill.iter().all(|byte| *byte == 0), at, "there are bytes after the texts")?;
        ensure(self.word(12)? == end, 12, "the lists do not follow the texts")?;
        (self.texts, self.texts_end) = (start, start + 4 * count);
        Ok(())
    }

    fn nodes(&self) -> Result<()> {
        let mut at = HEADER;
        while at < self.texts {
            at = self.node(at)?;
        }
        ensure(at == self.texts, at, "the last node does not end where the texts start")
    }

    /// Checks the node at an address; where the next one is.
    fn node(&self, at: u32) -> Result<u32> {
        let head = self.word(at)?;
        ensure(head & START != 0, at, "no node starts here")?;
        let mut node = Node { checker: self, at, head, next: at + 4, below: 0 };
        if head & 0xff < 16 {
            node.place()?
        } else {
            node.expression()?
        }
        ensure(head >> 16 & 0xff == node.below + 1 && node.below < DEPTH, at, "the depth is not that of the node")?;
        ensure(node.next <= self.texts, at, "the node ends in the texts")?;
        Ok(node.next)
    }

    /// A node that is named at `at`.
    fn named(&self, at: u32) -> Result<(u32, u32)> {
        let address = self.word(at)?;
        ensure(address >= HEADER && address < self.texts && address % 4 == 0, at, "this is not the address of a node")?;
        let head = self.word(address)?;
        ensure(head & START != 0, at, "this is not the address of a node")?;
        Ok((address, head))
    }

    fn condition(&self, at: u32) -> Result<()> {
        let (_, head) = self.named(at)?;
        ensure(head & 0xff >= 16 && head >> 8 & 15 == kind::BOOL, at, "a condition is not a Bool")
    }

    /// The wide list, the lists of rules, and the forests; where the table ends.
    fn lists(&self) -> Result<u32> {
        let wide = self.word(12)?;
        let count = self.count(wide, 1)?;
        for index in 0..count {
            let (_, head) = self.named(wide + 4 + index * 4)?;
            ensure(is_wide(head), wide, "a wide place holds no u64")?;
        }
        self.all_wide_are_listed(wide, count)?;
        let permits = wide + 4 + count * 4;
        let after_permits = self.conditions(permits)?;
        ensure(self.word(16)? == after_permits, 16, "the limited list does not follow the permits")?;
        let limited = self.count(after_permits, 2)?;
        for index in 0..limited {
            let entry = after_permits + 4 + index * 8;
            self.condition(entry)?;
            ensure(self.word(entry + 4)? == index, entry, "limits are not counted from zero")?;
        }
        let forbids = after_permits + 4 + limited * 8;
        let after_forbids = self.conditions(forbids)?;
        ensure(self.word(20)? == after_forbids, 20, "the permit forest does not follow the forbids")?;
        let second = self.whole_forest(after_forbids, permits + 4, after_permits, false)?;
        ensure(self.word(24)? == second, 24, "the forbid forest does not follow the permit forest")?;
        self.whole_forest(second, forbids + 4, after_forbids, true)
    }

    /// The length of a list, if there is room for it.
    fn count(&self, at: u32, words: u32) -> Result<u32> {
        let count = self.word(at)?;
        ensure(count <= (self.length - at) / (4 * words), at, "the list is longer than the table")?;
        Ok(count)
    }

    fn conditions(&self, at: u32) -> Result<u32> {
        let count = self.count(at, 1)?;
        (0..count).try_for_each(|index| self.condition(at + 4 + index * 4))?;
        Ok(at + 4 + count * 4)
    }

    fn all_wide_are_listed(&self, wide: u32, count: u32) -> Result<()> {
        let mut at = HEADER;
        while at < self.texts {
            let head = self.word(at)?;
            if head & START != 0 && matches!(head & 0xff, op::INPUT | op::HAS) {
                let (place, head) = self.named(at + 4)?;
                let listed = || (0..count).any(|index| self.word(wide + 4 + index * 4) == Ok(place));
                ensure(!is_wide(head) || listed(), at, "a wide place is not listed")?;
            }
            at += 4;
        }
        Ok(())
    }

    fn whole_forest(&self, at: u32, mut cursor: u32, end: u32, forbids: bool) -> Result<u32> {
        let next = self.forest(at, &mut cursor, end, FOREST_DEPTH, forbids, None)?;
        ensure(cursor == end, at, "a rule is not filed")?;
        Ok(next)
    }

    /// Checks a forest that files the rules from the cursor on; where it ends.
    fn forest(&self, at: u32, cursor: &mut u32, end: u32, levels: u32, forbids: bool, under: Option<&Filed<'_>>) -> Result<u32> {
        let (count, first, groups) = (self.word(at)?, self.word(at + 4)?, self.word(at + 8)?);
        ensure(first == *cursor && count <= (end - first) / 4, at, "rules are not filed in order, once each")?;
        for index in 0..count {
            let condition = self.word(first + index * 4)?;
            let mut step = under;
            while let Some(filed) = step {
                ensure(self.is_filed(condition, filed, forbids), at, "a rule is filed under keys that are not its own")?;
                step = filed.outer;
            }
        }
        *cursor += count * 4;
        ensure(groups == 0 || levels > 0, at, "forests lie in each other too deeply")?;
        let mut next = at + 12;
        for _ in 0..groups {
            next = self.group(next, cursor, end, levels - 1, forbids, under)?;
        }
        Ok(next)
    }

    fn group(&self, at: u32, cursor: &mut u32, end: u32, levels: u32, forbids: bool, under: Option<&Filed<'_>>) -> Result<u32> {
        let how = self.word(at)?;
        let (input, head) = self.named(at + 4)?;
        ensure(how <= mode::SUFFIX && head & 0xff == op::INPUT, at, "a group does not ask for an input")?;
        let mask = self.word(at + 12)?;
        let lengths = self.count(at + 16, 1)?;
        let slots = at + 20 + lengths * 4;
        ensure(
            mask < START && (mask + 1).is_power_of_two() && slots <= self.length && mask < (self.length - slots) / 8,
            at,
            "the slots are not in the table",
        )?;
        for index in 1..lengths {
            ensure(self.word(at + 16 + index * 4)? < self.word(at + 20 + index * 4)?, at, "the lengths of keys are not ascending")?;
        }
        let mut used = 0;
        for slot in 0..=mask {
            let (key, forest) = (self.word(slots + slot * 8)?, self.word(slots + slot * 8 + 4)?);
            used += u32::from(key != 0);
            ensure(key != 0 || forest == 0, slots + slot * 8, "an empty slot is not empty")?;
        }
        ensure(used <= mask, at, "there is no empty slot")?;
        let (children, mut next) = (self.count(slots + 8 * (mask + 1), 1)?, slots + 8 * (mask + 1) + 4);
        let mut filed = 0;
        for _ in 0..children {
            let (count, child) = (self.count(next, 1)?, next);
            let forest = next + 4 + count * 4;
            let here = Filed { group: at, input, how, mask, lengths, slots, forest, outer: under };
            for index in 0..count {
                let key = self.text(child + 4 + index * 4)?;
                ensure(index == 0 || self.word(child + index * 4)? < key, child, "the keys of a child are not ascending")?;
                ensure(self.is_found(key, &here), child, "a key is not found where it is searched")?;
            }
            filed += count;
            let start = *cursor;
            next = self.forest(forest, cursor, end, levels, forbids, Some(&here))?;
            ensure(count > 0 && *cursor > start, child, "a child has no keys or no rules")?;
        }
        ensure(filed == used, at, "a slot leads to no child")?;
        ensure(self.word(at + 8)? == next, at, "the group does not end where it says")?;
        Ok(next)
    }

    fn text(&self, at: u32) -> Result<u32> {
        let text = self.word(at)?;
        ensure(text >= self.texts && text < self.texts_end && text % 4 == 0, at, "this is not the address of a text")?;
        Ok(text)
    }

    /// Whether a search for a key comes to a child's forest.
    fn is_found(&self, key: u32, filed: &Filed<'_>) -> bool {
        let Some(bytes) = text(self.table, key) else { return false };
        let has_length = (0..filed.lengths).any(|index| self.word(filed.group + 20 + index * 4) == Ok(bytes.len() as u32));
        let first = hash(filed.how, bytes);
        let found = (0..=filed.mask)
            .map(|step| filed.slots + 8 * (first.wrapping_add(step) & filed.mask))
            .map_while(|slot| self.word(slot).ok().filter(|found| *found != 0).zip(self.word(slot + 4).ok()))
            .any(|found| found == (key, filed.forest));
        has_length && found
    }

    /// Whether a rule that is filed in a child is found whenever it can hold.
    fn is_filed(&self, condition: u32, filed: &Filed<'_>, forbids: bool) -> bool {
        conjuncts(self.table, condition).enumerate().any(|(index, conjunct)| {
            let mut all = true;
            let complete = keys(self.table, conjunct, filed.input, filed.how, &mut |key| all &= self.is_found(key, filed));
            complete.is_some() && all && (!forbids || forbid_may_be_filed(self.table, condition, index))
        })
    }
}

/// A child that rules are filed in, and those that its group lies in.
struct Filed<'f> {
    group: u32,
    input: u32,
    how: u32,
    mask: u32,
    lengths: u32,
    slots: u32,
    forest: u32,
    outer: Option<&'f Filed<'f>>,
}

fn is_wide(head: u32) -> bool {
    matches!(head & 0xff, place::UNSIGNED64 | place::RECORD | place::SET) && head >> 8 & 0xff == 1
}

fn is_number(kind: u32) -> bool {
    matches!(kind, kind::LONG | kind::DECIMAL | kind::DATETIME | kind::DURATION)
}

impl<'a> Node<'_, 'a> {
    fn ensure(&self, holds: bool, what: &'static str) -> Result<()> {
        ensure(holds, self.at, what)
    }

    /// The next word.
    fn word(&mut self) -> Result<u32> {
        ensure(self.next < self.checker.texts, self.at, "the node ends in the texts")?;
        let word = self.checker.word(self.next)?;
        self.ensure(word & START == 0, "a word of a node looks like the start of one")?;
        self.next += 4;
        Ok(word)
    }

    fn count(&mut self) -> Result<u32> {
        self.word()
    }

    fn bytes(&mut self) -> Result<(u32, &'a [u8])> {
        let at = self.checker.text(self.next)?;
        self.next += 4;
        Ok((at, text(self.checker.table, at).unwrap_or_default()))
    }

    fn text(&mut self) -> Result<u32> {
        let (at, bytes) = self.bytes()?;
        self.ensure(core::str::from_utf8(bytes).is_ok(), "a text is not UTF-8")?;
        Ok(at)
    }

    /// The next word is a node before this one; its first word.
    fn child(&mut self) -> Result<u32> {
        let (address, head) = self.checker.named(self.next)?;
        self.ensure(address < self.at, "a node names one that does not come before it")?;
        self.next += 4;
        self.below = self.below.max(head >> 16 & 0xff);
        Ok(head)
    }

    fn place_child(&mut self) -> Result<u32> {
        let head = self.child()?;
        self.ensure(head & 0xff < 16, "this is not a place")?;
        Ok(head)
    }

    /// The type of the next word's expression.
    fn operand(&mut self) -> Result<u32> {
        let head = self.child()?;
        self.ensure(head & 0xff >= 16, "this is not an expression")?;
        Ok(head >> 8 & 15)
    }

    fn typed(&mut self, kind: u32) -> Result<()> {
        let found = self.operand()?;
        self.ensure(found == kind, "an operand has the wrong type")
    }

    /// A value of the node's own type, or `FAIL`.
    fn branch(&mut self) -> Result<()> {
        let head = self.child()?;
        let fits = head & 0xff >= 16 && head >> 8 & 15 == self.head >> 8 & 15;
        self.ensure(fits || head & 0xff == op::FAIL, "a branch has the wrong type")
    }

    fn names(&mut self, count: u32, each: impl Fn(&mut Self) -> Result<()>) -> Result<()> {
        let mut before = 0;
        for _ in 0..count {
            let name = self.text()?;
            self.ensure(before < name, "texts are not ascending")?;
            before = name;
            each(self)?;
        }
        Ok(())
    }

    fn place(&mut self) -> Result<()> {
        let (what, argument) = (self.head & 0xff, self.head >> 8 & 0xff);
        self.ensure(place_kind(what).is_some(), "there is no such place")?;
        self.word()?;
        for _ in 0..self.head >> 24 & 0x7f {
            self.word()?;
            let size = self.word()? >> 24;
            self.ensure(matches!(size, 1 | 2 | 4), "a discriminant has no such size")?;
        }
        let fits = match what {
            place::FLAG => argument.is_power_of_two(),
            place::SIGNED => matches!(argument, 1 | 2 | 4 | 8),
            place::UNSIGNED | place::ONE_OF => matches!(argument, 1 | 2 | 4),
            place::UNSIGNED64 => argument == 1,
            place::RECORD | place::SET => argument <= 1,
            _ => argument == 0,
        };
        self.ensure(fits, "a place has no such argument")?;
        let mut wide = false;
        match what {
            place::ONE_OF => {
                for _ in 0..self.count()? {
                    self.text()?;
                }
            }
            place::RECORD => {
                let mut before = 0;
                for _ in 0..self.count()? {
                    let name = self.text()?;
                    self.ensure(before < name, "texts are not ascending")?;
                    before = name;
                    wide |= is_wide(self.place_child()?);
                }
            }
            place::SET => {
                self.word()?;
                wide = is_wide(self.place_child()?);
            }
            place::ENTITY => {
                self.text()?;
            }
            _ => return Ok(()),
        }
        self.ensure(!matches!(what, place::RECORD | place::SET) || argument == u32::from(wide), "a place is wide and does not say so")
    }

    fn expression(&mut self) -> Result<()> {
        let (what, kind, root) = (self.head & 0xff, self.head >> 8 & 15, self.head >> 12 & 15);
        self.ensure(self.head >> 24 == START >> 24, "bits are set that mean nothing")?;
        self.ensure(root == 0 || matches!(what, op::INPUT | op::HAS) && root <= 2, "there is no such root")?;
        let is = |expected: u32| ensure(kind == expected, self.at, "an expression has the wrong type");
        match what {
            op::TRUE | op::FALSE | op::FAIL | op::HAS | op::AND | op::OR => is(kind::BOOL)?,
            op::NOT | op::RANGES..=op::ONE_OF | op::LIKE..=op::IS_MULTICAST | op::EQUAL..=op::IS_IN_RANGE => is(kind::BOOL)?,
            op::NUMBER => self.ensure(is_number(kind), "an expression has the wrong type")?,
            op::TEXT => is(kind::STRING)?,
            op::IP => is(kind::IP)?,
            op::ENTITY => is(kind::ENTITY)?,
            op::SET => is(kind::SET)?,
            op::RECORD => is(kind::RECORD)?,
            op::MULTIPLY | op::NEGATE | op::DIVIDE => is(kind::LONG)?,
            op::TO_DATE => is(kind::DATETIME)?,
            op::TO_TIME => is(kind::DURATION)?,
            op::ADD => self.ensure(matches!(kind, kind::LONG | kind::DATETIME), "an expression has the wrong type")?,
            op::SUBTRACT => self.ensure(matches!(kind, kind::LONG | kind::DURATION), "an expression has the wrong type")?,
            op::INPUT | op::IF | op::SELECT => self.ensure(place_kind(kind) == Some(kind), "an expression has the wrong type")?,
            _ => self.ensure(false, "there is no such expression")?,
        }
        match what {
            op::TRUE | op::FALSE | op::FAIL => Ok(()),
            op::NUMBER => {
                let (_, bytes) = self.bytes()?;
                self.ensure(bytes.len() == 8, "a number has not eight bytes")
            }
            op::TEXT => self.text().map(|_| ()),
            op::IP => {
                let (_, bytes) = self.bytes()?;
                self.ensure(
                    matches!(bytes, [4, 0..=32, _, _, _, _] | [6, 0..=128, ..] if bytes[0] == 4 || bytes.len() == 18),
                    "an address has the wrong form",
                )
            }
            op::ENTITY => self.text().and(self.text()).map(|_| ()),
            op::INPUT | op::HAS => {
                let place = self.place_child()?;
                self.ensure(what == op::HAS || place_kind(place & 0xff) == Some(kind), "an input has the wrong type")?;
                let count = self.count()?;
                self.ensure(count == 0 || root == 2, "only a context has attributes")?;
                (0..count).try_for_each(|_| self.text().map(|_| ()))
            }
            op::SET => {
                let count = self.count()?;
                (0..count).try_for_each(|_| self.operand().map(|_| ()))
            }
            op::RECORD => {
                let count = self.count()?;
                self.names(count, |node| node.operand().map(|_| ()))
            }
            op::AND | op::OR | op::MULTIPLY | op::ADD => {
                let count = self.count()?;
                self.ensure(count >= 2, "there are fewer than two operands")?;
                self.typed(kind)?;
                let rest = if kind == kind::DATETIME { kind::DURATION } else { kind };
                (1..count).try_for_each(|_| self.typed(rest))
            }
            op::IF => {
                let count = self.count()?;
                self.ensure(count >= 1, "there is no condition")?;
                (0..count).try_for_each(|_| self.typed(kind::BOOL).and_then(|()| self.branch()))?;
                self.branch()
            }
            op::SELECT => {
                self.selected()?;
                let count = self.count()?;
                self.names(count, Node::branch)?;
                self.branch()
            }
            op::ONE_OF => {
                self.selected()?;
                let count = self.count()?;
                self.names(count, |_| Ok(()))
            }
            op::RANGES => {
                let kind = self.operand()?;
                self.ensure(is_number(kind), "an operand has the wrong type")?;
                self.ranges()
            }
            op::LIKE => {
                self.typed(kind::STRING)?;
                let (anchors, count) = (self.word()?, self.count()?);
                self.ensure(anchors <= 3 && count >= anchors.count_ones(), "a pattern has no such anchors")?;
                (0..count).try_for_each(|_| {
                    let at = self.text()?;
                    let is_empty = text(self.checker.table, at).is_none_or(<[u8]>::is_empty);
                    self.ensure(!is_empty, "a literal is empty")
                })
            }
            op::IN_HOST | op::IN_PATH => {
                self.selected_entity()?;
                self.text().map(|_| ())
            }
            op::EQUAL => {
                let kind = self.operand()?;
                self.typed(kind)
            }
            op::LESS | op::LESS_OR_EQUAL => {
                let kind = self.operand()?;
                self.ensure(is_number(kind), "an operand has the wrong type")?;
                self.typed(kind)
            }
            op::CONTAINS => self.typed(kind::SET).and_then(|()| self.operand()).map(|_| ()),
            op::CONTAINS_ALL | op::CONTAINS_ANY => self.typed(kind::SET).and_then(|()| self.typed(kind::SET)),
            op::IS_IN_RANGE => self.typed(kind::IP).and_then(|()| self.typed(kind::IP)),
            op::SUBTRACT => {
                let operand = if kind == kind::DURATION { kind::DATETIME } else { kind::LONG };
                self.typed(operand).and_then(|()| self.typed(operand))
            }
            op::DIVIDE => {
                self.typed(kind::DURATION)?;
                let divisor = self.word()?;
                self.ensure(matches!(divisor, 1 | 1_000 | 60_000 | 3_600_000 | 86_400_000), "there is no such unit")
            }
            op::NOT => self.typed(kind::BOOL),
            op::NEGATE => self.typed(kind::LONG),
            op::TO_DATE | op::TO_TIME => self.typed(kind::DATETIME),
            op::IS_EMPTY => self.typed(kind::SET),
            _ => self.typed(kind::IP),
        }
    }

    /// A String, or an entity whose type is known.
    fn selected(&mut self) -> Result<()> {
        let at = self.next;
        if self.operand()? == kind::STRING {
            return Ok(());
        }
        self.next = at;
        self.selected_entity()
    }

    fn selected_entity(&mut self) -> Result<()> {
        let at = self.checker.word(self.next)?;
        self.typed(kind::ENTITY)?;
        self.ensure(entity_type(self.checker.table, at).is_some(), "the type of an entity is not known")
    }

    fn ranges(&mut self) -> Result<()> {
        let mut before: Option<i64> = None;
        for _ in 0..self.count()? {
            let (_, bytes) = self.bytes()?;
            let (Some(low), Some(high), 16) = (long(bytes), bytes.get(8..).and_then(long), bytes.len()) else {
                return self.ensure(false, "a range has not sixteen bytes");
            };
            let after = before.is_none_or(|before| before.checked_add(1).is_some_and(|next| next < low));
            self.ensure(low <= high && after, "ranges are not ascending, or touch")?;
            before = Some(high);
        }
        Ok(())
    }
}

/// The number that bytes start with.
pub(crate) fn long(bytes: &[u8]) -> Option<i64> {
    bytes.first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
}

/// The type of an entity, a text.
pub(crate) fn entity_type(table: &[u8], node: u32) -> Option<u32> {
    let mut node = node;
    loop {
        let (before, first) = (node, word(table, node.checked_add(4)?)?);
        node = match word(table, node)? & 0xff {
            op::ENTITY => return Some(first),
            op::INPUT => {
                let head = word(table, first)?;
                let name = first.checked_add(8)?.checked_add((head >> 24 & 0x7f) * 8)?;
                return if head & 0xff == place::ENTITY { word(table, name) } else { None };
            }
            op::IF => word(table, node.checked_add(12)?)?,
            op::SELECT => word(table, node.checked_add(16)?)?,
            _ => return None,
        };
        if node >= before {
            return None;
        }
    }
}
