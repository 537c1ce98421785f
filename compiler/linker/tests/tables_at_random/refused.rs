//! Bytes that are no table, or more than one, and tables that no rules are written as.

use super::*;
use caplink_guard::format::{START, op, word};
use caplink_guard::measure;
use caplink_linker::guard::decode::{Undecodable, decode as read};

#[test]
fn a_table_is_measured_whatever_follows() {
    let mut random = Random(0x6a09_e667_f3bc_c909);
    for round in 0..12 {
        let mut maker = Maker { random: &mut random, host: true };
        let rules = Rules {
            permits: (0..1 + round * 2)
                .map(|_| rule(if round % 2 == 0 { maker.make(Type::Bool, 2) } else { maker.filed() }, None))
                .collect(),
            forbids: vec![rule(maker.filed(), None)],
        };
        let table = encode(&rules, &places(true)).expect("everything has a place").bytes;
        let length = table.len() as u32;
        assert_eq!(measure(&table), Ok(length));
        for more in [vec![0; 1], vec![0; 400], vec![0xff; 3], vec![0xff; 401], table.clone(), (0..=255).collect()] {
            let mut longer = table.clone();
            longer.extend_from_slice(&more);
            assert_eq!(measure(&longer), Ok(length));
            assert!(check(&longer).is_err());
        }
        for shorter in 0..table.len() {
            assert!(measure(&table[..shorter]).is_err());
        }
        // What is measured is a table, and what is changed is measured as a table or not at all.
        for at in 0..table.len() {
            let mut changed = table.clone();
            changed[at] ^= 1 << random.below(8);
            let whole = check(&changed);
            changed.extend_from_slice(&table);
            match measure(&changed) {
                Ok(end) => assert_eq!(check(&changed[..end as usize]), Ok(())),
                Err(_) => assert!(whole.is_err()),
            }
        }
    }
}

/// The place in a table of a word, where it is the `index`th.
fn find_word(table: &[u8], wanted: impl Fn(u32) -> bool, index: usize) -> usize {
    (0..table.len()).step_by(4).filter(|at| word(table, *at as u32).is_some_and(&wanted)).nth(index).expect("it is there")
}

fn malformed(table: &[u8]) -> &'static str {
    check(table).expect("the check does not see it");
    match read(table) {
        Err(Undecodable::Malformed(malformed)) => malformed.what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_table_that_no_rules_are_written_as_is_refused() {
    let one =
        |condition| encode(&Rules { permits: vec![rule(condition, None)], forbids: vec![] }, &places(true)).expect("it has places").bytes;
    let is_input = |word: u32| word & START != 0 && word & 0xff == op::INPUT;
    let input = |path| Box::new(Expr::Input(path));
    let mut table = one(Expr::Less(input(context("s4")), input(context("s8"))));
    let (first, second) = (find_word(&table, is_input, 0), find_word(&table, is_input, 1));
    table.copy_within(first + 12..first + 16, second + 12);
    assert_eq!(malformed(&table), "a path has two places");

    // The attribute of a record, which lies elsewhere.
    let inner = Path { root: Root::Context, attributes: vec!["record".to_string(), "x".to_string()] };
    let table = one(Expr::And(vec![
        Expr::Less(input(context("s8")), Box::new(Expr::Long(1))),
        Expr::Equal(input(context("record")), input(context("record"))),
        Expr::Less(input(inner), Box::new(Expr::Long(1))),
    ]));
    read(&table).expect("it was just written");
    let mut changed = table.clone();
    let (first, last) = (find_word(&table, is_input, 0), find_word(&table, is_input, 2));
    changed.copy_within(first + 4..first + 8, last + 4);
    assert_eq!(malformed(&changed), "an attribute does not lie where its record says");

    let other = || Box::new(Expr::Entity(EntityName { kind: "Other".to_string(), id: "a".to_string() }));
    let (text, number) = (|| input(context("text")), || input(context("u1")));
    for condition in [
        Expr::Equal(resource(), other()),
        Expr::Contains(Box::new(Expr::Set(vec![*resource(), *other()])), resource()),
        Expr::Contains(input(context("texts")), number()),
        Expr::ContainsAny(input(context("texts")), input(context("longs"))),
        Expr::Equal(Box::new(Expr::Record(BTreeMap::from([("x".to_string(), *text())]))), input(context("record"))),
    ] {
        assert_eq!(malformed(&one(condition)), "values of two types are compared");
    }
}

#[test]
fn a_table_that_is_too_large_written_out_is_refused() {
    let byte = || Expr::Input(context("u1"));
    let sum = (0..40).fold(byte(), |sum, _| Expr::Add(vec![sum, byte()]));
    let condition = Expr::Less(Box::new(sum), Box::new(Expr::Long(1)));
    let rules = Rules { permits: vec![rule(condition, None)], forbids: vec![] };
    let mut table = encode(&rules, &places(true)).expect("everything has a place").bytes;
    assert!(read(&table).is_ok());
    // Each sum is then twice the one before.
    let is_sum = |word: u32| word & START != 0 && word & 0xff == op::ADD;
    for index in 0..40 {
        let at = find_word(&table, is_sum, index);
        table.copy_within(at + 8..at + 12, at + 12);
    }
    assert_eq!((check(&table), read(&table)), (Ok(()), Err(Undecodable::TooLarge)));
    let mut cut = table;
    cut.truncate(40);
    assert!(matches!(read(&cut), Err(Undecodable::Malformed(_))));
}
