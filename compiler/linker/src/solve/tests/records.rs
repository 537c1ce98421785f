//! Records: what lies in them, whether they are there, and whole ones.

use super::*;
use Outcome::{Fails, False, True};

fn record(fields: &[(&str, Expr)]) -> Expr {
    Expr::Record(fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
}

#[test]
fn what_lies_in_a_record_is_there_if_the_record_is() {
    check(Expr::And(vec![has("note"), one_of(input("note.text"), &["x"])]), True, r#"context.note.text == "x""#);
    check(Expr::And(vec![has("note"), one_of(input("note.text"), &["x"])]), Fails, "never");
    check(one_of(input("note.text"), &["x"]), Fails, "context has no note");
    check(Expr::And(vec![not(has("note")), has("note.deep")]), True, "never");
    check(Expr::And(vec![has("note"), not(has("note.deep"))]), True, "context.note has no deep");
    check(Expr::And(vec![has("note"), has("note.deep"), less(input("note.deep"), long(0))]), True, "context.note.deep == -1");
    check(
        Expr::And(vec![not(one_of(input("other.text"), &["x"])), not(has("other.deep"))]),
        True,
        r#"context.other has no deep, context.other.text == "a""#,
    );
    // Nothing asks for the record itself: what is in it comes and goes together.
    check(Expr::And(vec![has("note.deep"), one_of(input("note.text"), &["x"])]), Fails, "never");
}

#[test]
fn whole_records() {
    let constant = record(&[("x", long(1)), ("y", Expr::Bool(true))]);
    check(equal(input("plain"), constant.clone()), True, "context.plain == {x: 1, y: true}");
    check(equal(input("plain"), constant.clone()), False, "context.plain == {x: 1, y: false}");
    check(Expr::And(vec![equal(input("plain"), constant.clone()), not(equal(input("plain"), constant.clone()))]), True, "never");
    check(Expr::And(vec![equal(input("plain"), constant.clone()), less(long(5), input("plain.x"))]), True, "unknown");
    check(
        Expr::And(vec![not(equal(input("plain"), constant)), less(long(5), input("plain.x"))]),
        True,
        "context.plain == {x: 6, y: false}",
    );
    check(equal(record(&[("x", input("n"))]), record(&[("x", long(9))])), True, "context.n == 9");
}
