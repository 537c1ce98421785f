//! Each kind of atom, and each outcome.

use super::*;
use crate::guard::rules::Hierarchy;
use Outcome::{Fails, False, NotFalse, NotTrue, True};

fn boxed(make: fn(Box<Expr>) -> Expr, a: Expr) -> Expr {
    make(Box::new(a))
}

fn both(make: fn(Box<Expr>, Box<Expr>) -> Expr, a: Expr, b: Expr) -> Expr {
    make(Box::new(a), Box::new(b))
}

fn strings(texts: &[&str]) -> Expr {
    Expr::Set(texts.iter().map(|one| text(one)).collect())
}

#[test]
fn constants_and_bools() {
    check(Expr::Bool(true), True, "");
    check(Expr::Bool(true), NotTrue, "never");
    check(Expr::Bool(false), False, "");
    check(Expr::Bool(false), NotTrue, "");
    check(Expr::Bool(false), NotFalse, "never");
    check(Expr::Fail, Fails, "");
    check(Expr::Fail, NotTrue, "");
    check(Expr::Fail, NotFalse, "");
    check(Expr::Fail, True, "never");
    check(input("b"), True, "context.b == true");
    check(input("b"), False, "context.b == false");
    check(input("b"), Fails, "never");
    check(Expr::And(vec![input("b"), not(input("b"))]), True, "never");
    check(equal(input("b"), input("c")), False, "context.b == false, context.c == true");
    check(equal(input("b"), not(input("b"))), True, "never");
    check(Expr::Or(vec![input("b"), Expr::Fail]), Fails, "context.b == false");
    check(Expr::And(vec![input("b"), Expr::Fail]), NotTrue, "");
}

#[test]
fn numbers() {
    check(equal(input("n"), long(7)), True, "context.n == 7");
    check(equal(input("n"), long(7)), False, "context.n == 1");
    check(Expr::And(vec![less(input("n"), long(8)), less(long(6), input("n"))]), True, "context.n == 7");
    check(Expr::And(vec![less(input("n"), long(8)), less(long(7), input("n"))]), True, "never");
    check(less(input("port"), long(0)), True, "never");
    check(less(long(65_534), input("port")), True, "context.port == 65535");
    check(less(long(65_535), input("port")), True, "never");
    check(
        Expr::And(vec![both(Expr::LessOrEqual, input("price"), Expr::Decimal(5)), less(Expr::Decimal(4), input("price"))]),
        True,
        r#"context.price == decimal("0.0005")"#,
    );
    check(equal(input("price"), Expr::Decimal(-15_000)), True, r#"context.price == decimal("-1.5000")"#);
}

#[test]
fn overflow() {
    let sum = |number| Expr::Add(vec![input("n"), long(number)]);
    check(equal(sum(1), long(0)), Fails, "context.n == 9223372036854775807");
    check(equal(sum(0), long(0)), Fails, "never");
    check(equal(Expr::Add(vec![input("port"), long(1)]), long(0)), Fails, "never");
    check(equal(sum(-1), long(3)), True, "context.n == 4");
    check(less(boxed(Expr::Negate, input("n")), long(0)), Fails, "context.n == -9223372036854775808");
    check(less(boxed(Expr::Negate, input("n")), long(0)), True, "context.n == 1");
    check(less(Expr::Multiply(vec![input("n"), long(3)]), long(0)), True, "context.n == -1");
    check(equal(Expr::Multiply(vec![input("n"), long(3)]), long(7)), True, "never");
    check(equal(Expr::Multiply(vec![input("n"), long(-3)]), long(21)), True, "context.n == -7");
    check(less(Expr::Multiply(vec![input("n"), long(0)]), long(0)), Fails, "never");
    check(
        Expr::And(vec![
            less(input("n"), long(i64::MAX / 3 + 1)),
            less(long(0), input("n")),
            less(Expr::Multiply(vec![input("n"), long(3)]), long(0)),
        ]),
        Fails,
        "never",
    );
    check(both(Expr::LessOrEqual, both(Expr::Subtract, long(-2), input("n")), long(0)), Fails, "context.n == 9223372036854775807");
    check(both(Expr::LessOrEqual, both(Expr::Subtract, input("n"), long(2)), long(0)), Fails, "context.n == -9223372036854775807");
    // An overflow half-way, which the rest would take back.
    check(equal(Expr::Add(vec![input("n"), long(5), long(-5)]), long(i64::MAX)), True, "never");
    check(equal(Expr::Add(vec![input("n"), long(5), long(-5)]), long(i64::MAX)), Fails, "context.n == 9223372036854775803");
}

#[test]
fn times() {
    const HOUR: i64 = 3_600_000;
    let office = less(boxed(Expr::ToTime, input("at")), Expr::Duration(9 * HOUR));
    check(office.clone(), False, r#"context.at == datetime("1970-01-01T09:00:00.000Z")"#);
    let early = less(input("at"), Expr::Datetime(8 * HOUR));
    let later = less(Expr::Datetime(HOUR), input("at"));
    check(Expr::And(vec![early, later, not(office)]), True, "never");
    let day = boxed(Expr::ToDate, input("at"));
    check(equal(day.clone(), Expr::Datetime(86_400_000)), True, r#"context.at == datetime("1970-01-02")"#);
    check(equal(day.clone(), Expr::Datetime(5)), True, "never");
    check(equal(day, Expr::Datetime(5)), Fails, r#"context.at == datetime("1970-01-01").offset(duration("-9223372036828800001ms"))"#);
    check(equal(Expr::Divide(Box::new(input("span")), 1_000), long(-2)), True, r#"context.span == duration("-2000ms")"#);
    let since = both(Expr::Subtract, input("at"), Expr::Datetime(10));
    check(less(since.clone(), Expr::Duration(0)), True, r#"context.at == datetime("1970-01-01T00:00:00.001Z")"#);
    check(less(since, Expr::Duration(0)), Fails, r#"context.at == datetime("1970-01-01").offset(duration("-9223372036854775799ms"))"#);
    let offset = Expr::Add(vec![input("at"), Expr::Duration(HOUR)]);
    let time = boxed(Expr::ToTime, offset);
    check(equal(time, Expr::Duration(0)), True, r#"context.at == datetime("1970-01-01T23:00:00.000Z")"#);
}

#[test]
fn texts() {
    check(one_of(input("t"), &["x", "y"]), True, r#"context.t == "x""#);
    check(one_of(input("t"), &["x", "y"]), False, r#"context.t == "a""#);
    check(equal(input("t"), text("say \"hi\"\n")), True, r#"context.t == "say \"hi\"\u{a}""#);
    check(like(input("t"), "/v1/*"), True, r#"context.t == "/v1/""#);
    check(like(input("t"), "*"), False, "never");
    check(Expr::And(vec![like(input("t"), "a*b"), not(like(input("t"), "*ab*"))]), True, r#"context.t == "acb""#);
    check(Expr::And(vec![like(input("t"), "*ab"), like(input("t"), "ba*")]), True, r#"context.t == "bab""#);
    check(Expr::And(vec![like(input("t"), "*aab"), like(input("t"), "aaa*")]), True, r#"context.t == "aaab""#);
    check(Expr::And(vec![like(input("t"), "a*"), like(input("t"), "b*")]), True, "never");
    check(
        Expr::And(vec![
            like(input("t"), "a*a"),
            not(like(input("t"), "a*aa")),
            not(one_of(input("t"), &["aba"])),
            not(like(input("t"), "*c*")),
        ]),
        True,
        r#"context.t == "aa""#,
    );
    check(Expr::And(vec![like(input("t"), "*x*y*"), one_of(input("t"), &["yx", "yxy"])]), True, r#"context.t == "yxy""#);
    check(Expr::And(vec![like(input("scheme"), "http*"), not(like(input("scheme"), "*s"))]), True, r#"context.scheme == "http""#);
    check(like(input("one"), "a*b"), True, "never");
    check(not(one_of(input("one"), &["a"])), True, r#"context.one == "b""#);
}

#[test]
fn entities() {
    check(one_of(input("principal"), &["a", "z"]), True, r#"principal == Agent::"a""#);
    check(one_of(input("principal"), &["a", "b"]), False, "never");
    let agent = |id: &str| Expr::Entity(EntityName { kind: "Agent".into(), id: id.into() });
    check(equal(input("principal"), agent("b")), True, r#"principal == Agent::"b""#);
    let select = |cases: &[(&str, Expr)], other| {
        let cases = cases.iter().map(|(id, value)| (id.to_string(), value.clone())).collect();
        Expr::Select(Box::new(input("principal")), cases, Box::new(other))
    };
    let budget = select(&[("a", long(5)), ("b", long(7))], Expr::Fail);
    check(less(budget.clone(), long(6)), False, r#"principal == Agent::"b""#);
    check(less(budget.clone(), long(6)), Fails, "never");
    check(less(input("port"), budget), True, r#"principal == Agent::"a", context.port == 1"#);
    check(select(&[("a", input("b"))], Expr::Bool(false)), True, r#"principal == Agent::"a", context.b == true"#);
}

#[test]
fn names_below_names() {
    let host = |outer: &str| Expr::Under(Box::new(input("resource")), Hierarchy::Host, outer.to_string());
    let file = |outer: &str| Expr::Under(Box::new(input("file")), Hierarchy::Path, outer.to_string());
    check(host("github.com"), True, r#"resource == Net::Host::"github.com""#);
    check(
        Expr::And(vec![host("github.com"), not(one_of(input("resource"), &["github.com"]))]),
        True,
        r#"resource == Net::Host::"a.github.com""#,
    );
    check(host("github.com"), False, r#"resource == Net::Host::"example.com""#);
    check(Expr::And(vec![host("a.com"), host("b.com")]), True, "never");
    check(Expr::And(vec![host("b.a.com"), not(host("a.com"))]), True, "never");
    check(
        Expr::And(vec![host("com"), not(host("a.com")), not(one_of(input("resource"), &["com"]))]),
        True,
        r#"resource == Net::Host::"example.com""#,
    );
    check(Expr::And(vec![host("0.0.1"), not(one_of(input("resource"), &["10.0.0.1"]))]), True, "never");
    check(host("10.0.0.1"), True, r#"resource == Net::Host::"10.0.0.1""#);
    check(Expr::And(vec![file("/data"), not(file("/data/out"))]), True, r#"context.file == Fs::Path::"/data""#);
    check(Expr::And(vec![file("/data/out"), not(file("/data"))]), True, "never");
    check(file("/"), False, "never");
    check(Expr::And(vec![file("/"), not(file("/data"))]), True, r#"context.file == Fs::Path::"/""#);
}

#[test]
fn addresses() {
    let within = |name: &str, range: &str| both(Expr::IsInRange, input(name), Expr::Ip(ip(range)));
    check(within("ip", "10.0.0.0/8"), True, r#"context.ip == ip("10.0.0.1")"#);
    check(within("ip", "10.0.0.0/8"), False, r#"context.ip == ip("192.0.2.1")"#);
    check(Expr::And(vec![within("ip", "10.0.0.0/8"), not(within("ip", "10.0.0.0/9"))]), True, r#"context.ip == ip("10.128.0.1")"#);
    check(Expr::And(vec![within("ip", "10.0.0.0/9"), not(within("ip", "10.0.0.0/8"))]), True, "never");
    check(Expr::And(vec![boxed(Expr::IsLoopback, input("ip")), boxed(Expr::IsMulticast, input("ip"))]), True, "never");
    check(Expr::And(vec![boxed(Expr::IsLoopback, input("ip")), boxed(Expr::IsIpv6, input("ip"))]), True, r#"context.ip == ip("::1")"#);
    check(
        Expr::And(vec![boxed(Expr::IsMulticast, input("ip")), boxed(Expr::IsIpv4, input("ip"))]),
        True,
        r#"context.ip == ip("224.0.0.1")"#,
    );
    check(equal(input("ip"), Expr::Ip(ip("10.0.0.0/8"))), True, "never");
    check(equal(input("range"), Expr::Ip(ip("10.0.0.0/8"))), True, r#"context.range == ip("10.0.0.0/8")"#);
    let wide = both(Expr::IsInRange, Expr::Ip(ip("10.0.0.0/8")), input("range"));
    check(
        Expr::And(vec![wide.clone(), not(equal(input("range"), Expr::Ip(ip("10.0.0.0/8")))), within("range", "10.0.0.0/8")]),
        True,
        r#"context.range == ip("10.0.0.1/8")"#,
    );
    check(
        Expr::And(vec![wide, not(within("range", "10.0.0.0/6")), not(within("range", "0.0.0.0/5"))]),
        True,
        r#"context.range == ip("10.0.0.1/5")"#,
    );
}

#[test]
fn sets() {
    let contains = |element: &str| both(Expr::Contains, input("s"), text(element));
    check(contains("x"), True, r#"context.s == ["x"]"#);
    check(Expr::And(vec![contains("x"), boxed(Expr::IsEmpty, input("s"))]), True, "never");
    check(Expr::And(vec![not(contains("x")), not(boxed(Expr::IsEmpty, input("s")))]), True, r#"context.s == ["a"]"#);
    check(both(Expr::ContainsAll, input("s"), strings(&["x", "y"])), True, r#"context.s == ["x", "y"]"#);
    check(both(Expr::ContainsAll, strings(&["x", "y"]), input("s")), False, r#"context.s == ["a"]"#);
    check(
        Expr::And(vec![both(Expr::ContainsAny, input("s"), strings(&["x", "y"])), not(contains("x")), not(contains("y"))]),
        True,
        "never",
    );
    check(Expr::And(vec![equal(input("s"), strings(&["x"])), contains("y")]), True, "never");
    let flags = |value| both(Expr::Contains, input("flags"), Expr::Bool(value));
    check(Expr::And(vec![not(flags(true)), not(flags(false)), not(boxed(Expr::IsEmpty, input("flags")))]), True, "never");
    check(Expr::Contains(Box::new(Expr::Set(vec![input("n"), long(5)])), Box::new(long(7))), True, "context.n == 7");
}

#[test]
fn presence() {
    check(has("q"), True, r#"context.q == """#);
    check(has("q"), False, "context has no q");
    check(Expr::And(vec![has("q"), not(has("q"))]), True, "never");
    check(Expr::And(vec![has("q"), one_of(input("q"), &["a=1"])]), False, r#"context.q == """#);
    check(Expr::And(vec![has("q"), one_of(input("q"), &["a=1"])]), Fails, "never");
    check(one_of(input("q"), &["a=1"]), Fails, "context has no q");
    check(one_of(input("t"), &["a=1"]), Fails, "never");
}

#[test]
fn branches() {
    let choice = Expr::If(vec![(input("b"), input("n"))], Box::new(long(3)));
    check(equal(choice.clone(), long(3)), False, "context.b == true, context.n == 1");
    check(Expr::And(vec![equal(choice.clone(), long(4)), not(input("b"))]), True, "never");
    check(less(Expr::Add(vec![choice, long(1)]), long(0)), Fails, "context.b == true, context.n == 9223372036854775807");
    let chain = Expr::If(vec![(input("b"), input("c")), (has("q"), Expr::Fail)], Box::new(Expr::Bool(true)));
    check(chain, Fails, r#"context.b == false, context.q == """#);
}

#[test]
fn several_conditions() {
    let a = Expr::And(vec![one_of(input("method"), &["GET"]), less(input("port"), long(100))]);
    let b = one_of(input("method"), &["GET", "HEAD"]);
    assert_eq!(ask(&[(&a, True), (&b, NotTrue)]), "never");
    assert_eq!(ask(&[(&b, True), (&a, NotTrue)]), r#"context.method == "GET", context.port == 100"#);
}
