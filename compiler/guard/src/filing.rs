//! Under which keys a rule may be filed in a forest.
//!
//! For those who make tables and those who check them; a decision does not need it. A rule that is filed is looked at only by calls that meet one of its
//! keys. So the keys must be those of one of its conjuncts, and for a forbid nothing before that conjunct, nor itself, may fail: a forbid that fails denies.
//!
//! Everything here is `None` or careful (`true`, it may fail) on bytes that are no table.

use crate::format::{START, mode, op, text, word};

/// The conjuncts of a condition, from left to right.
pub fn conjuncts(table: &[u8], condition: u32) -> impl Iterator<Item = u32> {
    let head = word(table, condition).unwrap_or_default();
    let (first, count) = match head & 0xff {
        op::AND => (condition.saturating_add(8), word(table, condition.saturating_add(4)).unwrap_or_default()),
        _ => (0, 1),
    };
    (0..count).map_while(move |index| if first == 0 { Some(condition) } else { word(table, first.checked_add(index.checked_mul(4)?)?) })
}

/// The input that a conjunct has keys for.
#[must_use]
pub fn subject(table: &[u8], conjunct: u32) -> Option<u32> {
    let mut node = conjunct;
    loop {
        let before = node;
        let head = word(table, node)?;
        node = match head & 0xff {
            op::ONE_OF | op::RANGES | op::LIKE | op::IN_HOST | op::IN_PATH => word(table, node.checked_add(4)?)?,
            op::OR => word(table, node.checked_add(8)?)?,
            op::INPUT => return Some(node),
            _ => return None,
        };
        if node >= before {
            return None;
        }
    }
}

/// Calls `each` for every key of a conjunct, so that whatever makes it true meets one of them; `None` if there are no such keys.
pub fn keys(table: &[u8], conjunct: u32, input: u32, how: u32, each: &mut dyn FnMut(u32)) -> Option<()> {
    let (head, child) = (word(table, conjunct)?, word(table, conjunct.checked_add(4)?)?);
    let entry = |index: u32| word(table, conjunct.checked_add(12)?.checked_add(index.checked_mul(4)?)?);
    if head & 0xff == op::OR {
        for index in 0..child {
            let part = word(table, conjunct.checked_add(8)?.checked_add(index.checked_mul(4)?)?)?;
            (part < conjunct).then_some(())?;
            keys(table, part, input, how, each)?;
        }
        return Some(());
    }
    (child == input && word(table, input)? & 0xff == op::INPUT).then_some(())?;
    match head & 0xff {
        op::ONE_OF => (0..word(table, conjunct.checked_add(8)?)?).try_for_each(|index| {
            each(entry(index)?);
            Some(())
        }),
        op::RANGES if how == mode::EXACT => (0..word(table, conjunct.checked_add(8)?)?).try_for_each(|index| {
            let range = text(table, entry(index)?)?;
            (range.get(..8)? == range.get(8..)?).then_some(())?;
            each(entry(index)?);
            Some(())
        }),
        op::LIKE => {
            let (anchors, count) = (word(table, conjunct.checked_add(8)?)?, entry(0)?);
            let which = match how {
                mode::PREFIX if anchors & 1 != 0 => 1,
                mode::SUFFIX if anchors & 2 != 0 => count,
                _ => return None,
            };
            each(entry(which)?);
            Some(())
        }
        op::IN_HOST if how == mode::SUFFIX => {
            each(entry_of(table, conjunct)?);
            Some(())
        }
        op::IN_PATH if how == mode::PREFIX => {
            each(entry_of(table, conjunct)?);
            Some(())
        }
        _ => None,
    }
}

fn entry_of(table: &[u8], conjunct: u32) -> Option<u32> {
    word(table, conjunct.checked_add(8)?)
}

/// Whether a forbid with this condition may be filed under its `index`th conjunct: neither those before it nor itself can fail.
#[must_use]
pub fn forbid_may_be_filed(table: &[u8], condition: u32, index: usize) -> bool {
    let mut steps = 10_000;
    let is_and = word(table, condition).is_some_and(|head| head & 0xff == op::AND);
    conjuncts(table, condition).take(index + 1).enumerate().all(|(at, conjunct)| {
        let facts = Facts { and: condition, count: if is_and { at as u32 } else { 0 }, outer: None };
        !may_fail(table, conjunct, &facts, &mut steps, 200)
    })
}

/// What holds where an expression is evaluated: the first `count` operands of an `AND`, and all that holds where that is evaluated.
struct Facts<'a> {
    and: u32,
    count: u32,
    outer: Option<&'a Facts<'a>>,
}

impl Facts<'_> {
    /// Whether these facts say that a case holds.
    fn hold(&self, table: &[u8], case: (u32, u32)) -> bool {
        let here = conjuncts(table, self.and).take(self.count as usize).any(|conjunct| {
            let is_has = word(table, conjunct).is_some_and(|head| head & 0xff == op::HAS);
            let place = word(table, conjunct.saturating_add(4));
            is_has && place.is_some_and(|place| cases(table, place).any(|found| found == case))
        });
        here || self.outer.is_some_and(|outer| outer.hold(table, case))
    }
}

fn cases(table: &[u8], place: u32) -> impl Iterator<Item = (u32, u32)> {
    let count = word(table, place).unwrap_or_default() >> 24 & 0x7f;
    (0..count).map_while(move |index| {
        let at = place.checked_add(8 + index * 8)?;
        Some((word(table, at)?, word(table, at.checked_add(4)?)?))
    })
}

/// Whether evaluation may fail, as far as can be seen in so many steps.
fn may_fail(table: &[u8], node: u32, facts: &Facts<'_>, steps: &mut u32, levels: u32) -> bool {
    let (Some(head), Some(first)) = (word(table, node), word(table, node.saturating_add(4))) else { return true };
    if *steps == 0 || levels == 0 || head & START == 0 {
        return true;
    }
    *steps -= 1;
    let item = |index: u32| word(table, node.saturating_add(4).saturating_add(index.saturating_mul(4))).unwrap_or_default();
    let mut fails = |child: u32, facts: &Facts<'_>| may_fail(table, child, facts, steps, levels - 1);
    match head & 0xff {
        op::TRUE | op::FALSE | op::NUMBER | op::TEXT | op::IP | op::ENTITY | op::HAS => false,
        op::INPUT => cases(table, first).any(|case| !facts.hold(table, case)),
        op::AND => (0..first).any(|index| fails(item(1 + index), &Facts { and: node, count: index, outer: Some(facts) })),
        op::SET | op::OR => (0..first).any(|index| fails(item(1 + index), facts)),
        op::RECORD => (0..first).any(|index| fails(item(2 + index * 2), facts)),
        op::IF => (0..=first.saturating_mul(2)).any(|index| fails(item(1 + index), facts)),
        op::SELECT => {
            fails(first, facts) || (0..item(1)).any(|index| fails(item(3 + index * 2), facts)) || fails(item(2 + item(1) * 2), facts)
        }
        op::NOT | op::ONE_OF | op::RANGES | op::LIKE | op::IN_HOST | op::IN_PATH | op::TO_TIME | op::DIVIDE => fails(first, facts),
        op::IS_EMPTY..=op::IS_MULTICAST => fails(first, facts),
        op::EQUAL..=op::IS_IN_RANGE => fails(first, facts) || fails(item(1), facts),
        _ => true,
    }
}
