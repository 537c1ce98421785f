//! What is related or too much is unknown, and soon.

use super::*;
use Outcome::{Fails, True};
use std::time::Instant;

fn both(make: fn(Box<Expr>, Box<Expr>) -> Expr, a: Expr, b: Expr) -> Expr {
    make(Box::new(a), Box::new(b))
}

#[test]
fn related_inputs_are_found_but_not_refuted() {
    check(equal(input("t"), input("u")), True, r#"context.t == "a", context.u == "a""#);
    check(Expr::And(vec![equal(input("t"), input("u")), not(equal(input("u"), input("t")))]), True, "unknown");
    check(equal(input("t"), input("u")), Fails, "never");
    check(less(Expr::Add(vec![input("n"), input("m")]), long(0)), Fails, "context.m == 9223372036854775807, context.n == 1");
    check(Expr::And(vec![less(input("n"), input("m")), less(input("m"), input("n"))]), True, "unknown");
    check(both(Expr::ContainsAll, input("s"), input("z")), Outcome::False, r#"context.s == [], context.z == ["a"]"#);
    check(both(Expr::Contains, input("s"), input("t")), True, r#"context.s == ["a"], context.t == "a""#);
    // What rules the rest out is not related.
    check(Expr::And(vec![equal(input("t"), input("u")), input("b"), not(input("b"))]), True, "never");
    check(Expr::And(vec![has("k"), less(input("k"), input("n"))]), Fails, "never");
}

#[test]
fn unknown_inputs_are_not_refuted() {
    check(Expr::And(vec![one_of(input("unknown"), &["x"]), not(one_of(input("unknown"), &["x"]))]), True, "unknown");
    check(one_of(input("unknown"), &["x"]), True, r#"context.unknown == "x""#);
    check(Expr::And(vec![one_of(input("unknown"), &["x"]), Expr::Bool(false)]), True, "never");
}

#[test]
fn too_much_is_unknown_and_soon() {
    let many = |number: usize| {
        let patterns = (0..number).map(|at| like(input("t"), &format!("*a{at}*b{at}*")));
        Expr::And(patterns.chain([like(input("t"), "x*"), like(input("t"), "y*")]).collect())
    };
    let wide = Expr::And(
        (0..40).map(|at| both(Expr::Contains, input("s"), text(&format!("e{at}")))).chain([Expr::IsEmpty(Box::new(input("s")))]).collect(),
    );
    // A puzzle: no choice rules anything out before the last.
    let bits: Vec<Expr> = (0..30).map(|at| less(input(&format!("x{at}")), long(0))).collect();
    let puzzle = bits.into_iter().reduce(equal).expect("there are some");
    let puzzle = Expr::And(vec![puzzle.clone(), not(puzzle)]);
    // Everything that is given of many agents.
    let agents = |value: fn(i64) -> Expr| {
        let cases = (0..20_000).map(|at| (format!("agent{at}"), value(at))).collect();
        Expr::Select(Box::new(input("principal")), cases, Box::new(Expr::Bool(false)))
    };
    let given =
        Expr::And(vec![agents(|at| less(input("n"), long(at))), agents(|at| less(long(at), input("n"))), less(input("n"), long(-5))]);
    let nested = (0..300).fold(input("n"), |sum, at| {
        let other = Expr::If(vec![(less(input("m"), long(at)), long(at))], Box::new(long(1)));
        Expr::Add(vec![Expr::Multiply(vec![sum, long(-1)]), other])
    });
    let long_domains =
        |path: &Path| if path.attributes.first().is_some_and(|name| name.starts_with('x')) { Some(LONG) } else { inputs(path) };
    for (expr, name) in [
        (many(3), "few"),
        (many(40), "many"),
        (many(200), "more"),
        (wide, "wide"),
        (puzzle, "puzzle"),
        (given, "given"),
        (less(nested, long(0)), "nested"),
    ] {
        let start = Instant::now();
        let answer = satisfy(&[(&expr, True)], &long_domains);
        let time = start.elapsed();
        assert!(name == "nested" || matches!(answer, Answer::Unknown | Answer::Never), "{name}: {answer:?}");
        // Without optimisation, on a busy machine.
        assert!(time.as_millis() < 2_000, "{name}: {time:?}");
    }
}

#[test]
fn equal_questions_have_equal_answers() {
    let expr = Expr::Or(vec![like(input("t"), "a*b*"), equal(input("t"), input("u")), less(input("n"), long(3))]);
    let first = satisfy(&[(&expr, Outcome::NotTrue)], &inputs);
    assert!((0..20).all(|_| satisfy(&[(&expr, Outcome::NotTrue)], &inputs) == first));
}
