//! Simplified expressions beside what they were: the same value, and the same failures, on every call.

use super::value::{Value, allows, evaluate};
use super::*;
use crate::guard::rules::{EntityName, Hierarchy, Ip, Part, Path, Root, Rule};
use caplink_model::lockfile::PolicyRef;
use std::collections::{BTreeMap, BTreeSet};

fn path(name: &str) -> Path {
    Path { root: Root::Context, attributes: vec![name.into()] }
}

fn input(name: &str) -> Expr {
    Expr::Input(path(name))
}

fn boxed(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

fn strings(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(ToString::to_string).collect()
}

fn one_of(name: &str, all: &[&str]) -> Expr {
    Expr::OneOf(boxed(input(name)), strings(all))
}

/// May fail, and is true if it does not and `n` is 1.
fn risky() -> Expr {
    Expr::Equal(boxed(Expr::Add(vec![input("n"), Expr::Long(1)])), boxed(Expr::Long(2)))
}

fn less(name: &str, bound: i64) -> Expr {
    Expr::Less(boxed(input(name)), boxed(Expr::Long(bound)))
}

fn at_most(name: &str, bound: i64) -> Expr {
    Expr::LessOrEqual(boxed(input(name)), boxed(Expr::Long(bound)))
}

fn negated(expr: Expr) -> Expr {
    Expr::Not(boxed(expr))
}

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())].clone()
    }

    fn number(&mut self) -> i64 {
        self.of(&[0, 1, -1, 2, 3, 5, 10, i64::MAX, i64::MIN, i64::MAX - 1])
    }

    fn text(&mut self) -> String {
        self.of(&["", "a", "b", "ab", "x.a", "a.b", "c"]).into()
    }

    fn texts(&mut self) -> BTreeSet<String> {
        (0..self.roll(4)).map(|_| self.text()).collect()
    }

    fn entity(&mut self) -> Expr {
        Expr::Entity(EntityName { kind: "E".into(), id: self.text() })
    }

    fn ip(&mut self) -> Ip {
        let v6 = self.roll(3) == 0;
        let address = self.of(&[0x0a00_0001, 0x7f00_0001, 0xe000_0001, 1, 0]);
        Ip { v6, address, prefix: self.of(&[0, 8, 31, 32]) }
    }

    fn boolean(&mut self, depth: usize) -> Expr {
        if depth == 0 {
            return match self.roll(8) {
                0 => Expr::Bool(self.roll(2) == 0),
                1 => Expr::Fail,
                2 => Expr::Has(path("o")),
                3 => input("b"),
                4 => one_of("s", &["a", "b"]),
                5 => less("n", self.number()),
                6 => at_most("n", self.number()),
                _ => negated(input("c")),
            };
        }
        let d = depth - 1;
        let many = |dice: &mut Self| (0..2 + dice.roll(3)).map(|_| dice.boolean(d)).collect();
        match self.roll(24) {
            0 | 1 => Expr::And(many(self)),
            2 | 3 => Expr::Or(many(self)),
            4 => negated(self.boolean(d)),
            5 => Expr::If(vec![(self.boolean(d), self.boolean(d))], boxed(self.boolean(d))),
            6 => Expr::If(vec![(self.boolean(d), self.boolean(d)), (self.boolean(d), self.boolean(d))], boxed(self.boolean(d))),
            7 => Expr::Equal(boxed(self.boolean(d)), boxed(self.boolean(d))),
            8 => Expr::Equal(boxed(self.long(d)), boxed(self.long(d))),
            9 => Expr::Equal(boxed(self.string(d)), boxed(self.string(d))),
            10 => Expr::Less(boxed(self.long(d)), boxed(self.long(d))),
            11 => Expr::LessOrEqual(boxed(self.long(d)), boxed(self.long(d))),
            12 => Expr::LessOrEqual(boxed(self.datetime(d)), boxed(self.datetime(d))),
            13 => Expr::Contains(boxed(self.set(d)), boxed(self.string(d))),
            14 => Expr::ContainsAll(boxed(self.set(d)), boxed(self.set(d))),
            15 => Expr::ContainsAny(boxed(self.set(d)), boxed(self.set(d))),
            16 => Expr::IsEmpty(boxed(self.set(d))),
            17 => Expr::OneOf(boxed(self.string(d)), self.texts()),
            18 => Expr::Like(
                boxed(self.string(d)),
                self.of(&[vec![], vec![Part::Star], vec![Part::Literal("a".into()), Part::Star], vec![Part::Literal("ab".into())]]),
            ),
            19 => Expr::Select(
                boxed(self.string(d)),
                BTreeMap::from([(self.text(), self.boolean(d)), (self.text(), self.boolean(d))]),
                boxed(self.boolean(d)),
            ),
            20 => Expr::Under(boxed(self.entity_of(d)), Hierarchy::Host, self.text()),
            21 => Expr::Equal(boxed(self.entity_of(d)), boxed(self.entity_of(d))),
            22 => Expr::IsInRange(boxed(self.address()), boxed(self.address())),
            _ => Expr::And(vec![Expr::Has(path("o")), Expr::Less(boxed(input("o")), boxed(self.long(d)))]),
        }
    }

    fn address(&mut self) -> Expr {
        if self.roll(2) == 0 { input("ip") } else { Expr::Ip(self.ip()) }
    }

    fn long(&mut self, depth: usize) -> Expr {
        if depth == 0 {
            return if self.roll(2) == 0 { Expr::Long(self.number()) } else { input(self.of(&["n", "m"])) };
        }
        let d = depth - 1;
        match self.roll(8) {
            0 => Expr::Add((0..2 + self.roll(3)).map(|_| self.long(d)).collect()),
            1 => Expr::Multiply((0..2 + self.roll(3)).map(|_| self.long(d)).collect()),
            2 => Expr::Subtract(boxed(self.long(d)), boxed(self.long(d))),
            3 => Expr::Negate(boxed(self.long(d))),
            4 => Expr::If(vec![(self.boolean(d), self.long(d))], boxed(self.long(d))),
            5 => Expr::Select(boxed(self.string(d)), BTreeMap::from([(self.text(), self.long(d))]), boxed(self.long(d))),
            6 => Expr::Divide(boxed(self.duration(d)), 1_000),
            _ => self.long(0),
        }
    }

    fn string(&mut self, depth: usize) -> Expr {
        match if depth == 0 { self.roll(2) } else { self.roll(4) } {
            0 => Expr::String(self.text()),
            1 => input(self.of(&["s", "t"])),
            2 => Expr::If(vec![(self.boolean(depth - 1), self.string(depth - 1))], boxed(self.string(depth - 1))),
            _ => Expr::Select(boxed(self.entity_of(depth - 1)), BTreeMap::from([(self.text(), self.string(depth - 1))]), boxed(Expr::Fail)),
        }
    }

    fn entity_of(&mut self, depth: usize) -> Expr {
        match if depth == 0 { self.roll(2) } else { self.roll(3) } {
            0 => self.entity(),
            1 => input("e"),
            _ => Expr::Select(
                boxed(input("s")),
                BTreeMap::from([(self.text(), self.entity()), (self.text(), self.entity())]),
                boxed(Expr::Fail),
            ),
        }
    }

    fn set(&mut self, depth: usize) -> Expr {
        if self.roll(3) == 0 { input("ss") } else { Expr::Set((0..self.roll(4)).map(|_| self.string(depth)).collect()) }
    }

    fn datetime(&mut self, depth: usize) -> Expr {
        match if depth == 0 { self.roll(2) } else { self.roll(4) } {
            0 => Expr::Datetime(self.number()),
            1 => input("d"),
            2 => Expr::Add([self.datetime(depth - 1)].into_iter().chain((0..=self.roll(3)).map(|_| self.duration(depth - 1))).collect()),
            _ => Expr::ToDate(boxed(self.datetime(depth - 1))),
        }
    }

    fn duration(&mut self, depth: usize) -> Expr {
        match if depth == 0 { self.roll(2) } else { self.roll(4) } {
            0 => Expr::Duration(self.number()),
            1 => input("u"),
            2 => Expr::Subtract(boxed(self.datetime(depth - 1)), boxed(self.datetime(depth - 1))),
            _ => Expr::ToTime(boxed(self.datetime(depth - 1))),
        }
    }

    fn call(&mut self) -> BTreeMap<&'static str, Value> {
        let mut call = BTreeMap::from([
            ("b", Value::Bool(self.roll(2) == 0)),
            ("c", Value::Bool(self.roll(2) == 0)),
            ("n", Value::Long(self.number())),
            ("m", Value::Long(self.number())),
            ("s", Value::String(self.text())),
            ("t", Value::String(self.text())),
            ("e", Value::Entity(EntityName { kind: "E".into(), id: self.text() })),
            ("ss", Value::Set(self.texts().into_iter().map(Value::String).collect())),
            ("d", Value::Datetime(self.number())),
            ("u", Value::Duration(self.number())),
            ("ip", Value::Ip(self.ip())),
        ]);
        if self.roll(2) == 0 {
            call.insert("o", Value::Long(self.number()));
        }
        call
    }
}

fn value(expr: &Expr, call: &BTreeMap<&str, Value>) -> Option<Value> {
    evaluate(expr, &|path| call.get(path.attributes[0].as_str()).cloned())
}

#[test]
fn simplified_expressions_have_the_value_that_they_had() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (mut folded, mut failed) = (0, 0);
    for round in 0..5_000 {
        let depth = round % 4 + 1;
        let expr = dice.boolean(depth);
        let simple = expression(expr.clone());
        assert_eq!(expression(simple.clone()), simple, "not idempotent: {expr:#?}");
        assert!(size(&simple) <= size(&expr) + 2, "{expr:#?}\n{simple:#?}");
        let (permit, forbid) = (condition(expr.clone(), Position::Permit), condition(expr.clone(), Position::Forbid));
        assert_eq!(condition(permit.clone(), Position::Permit), permit);
        assert_eq!(condition(forbid.clone(), Position::Forbid), forbid);
        folded += usize::from(fold::is_constant(&simple));
        for _ in 0..12 {
            let call = dice.call();
            let before = value(&expr, &call);
            assert_eq!(value(&simple, &call), before, "{call:?}\n{expr:#?}\n{simple:#?}");
            let holds = |expr: &Expr| value(expr, &call) == Some(Value::Bool(true));
            let denies = |expr: &Expr| value(expr, &call) != Some(Value::Bool(false));
            assert_eq!(holds(&permit), holds(&expr), "{call:?}\n{expr:#?}\n{permit:#?}");
            assert_eq!(denies(&forbid), denies(&expr), "{call:?}\n{expr:#?}\n{forbid:#?}");
            failed += usize::from(before.is_none());
            assert!(before.is_some() || may_fail(&expr));
        }
    }
    assert!(folded > 250 && failed > 2_500, "{folded} folded, {failed} failed");
}

#[test]
fn rules_that_are_dropped_are_missed_by_no_call() {
    let mut dice = Dice(77);
    let mut dropped = 0;
    for _ in 0..3_000 {
        let conjunct = |dice: &mut Dice| match dice.roll(5) {
            0 => Expr::OneOf(boxed(input("s")), dice.texts()),
            1 => less("n", dice.number()),
            2 => at_most("n", dice.number()),
            3 => risky(),
            _ => input("b"),
        };
        let mut rule = |position| {
            let conjuncts = (0..2 + dice.roll(2)).map(|_| conjunct(&mut dice)).collect();
            Rule { policy: reference("p"), limit: None, condition: condition(Expr::And(conjuncts), position) }
        };
        let before =
            Rules { permits: (0..4).map(|_| rule(Position::Permit)).collect(), forbids: (0..3).map(|_| rule(Position::Forbid)).collect() };
        let after = rules(before.clone());
        dropped += before.permits.len() + before.forbids.len() - after.permits.len() - after.forbids.len();
        for _ in 0..20 {
            let call = dice.call();
            let call = |path: &Path| call.get(path.attributes[0].as_str()).cloned();
            assert_eq!(allows(&after, &call), allows(&before, &call), "{before:#?}\n{after:#?}");
        }
    }
    assert!(dropped > 1_000, "{dropped}");
}

fn reference(id: &str) -> PolicyRef {
    PolicyRef { id: id.into(), file: "p.cedar".into(), line: 1 }
}

fn check(before: Expr, after: Expr) {
    assert_eq!(expression(before), after);
}

#[test]
fn failing_operands_stay_where_they_decide() {
    let failing = risky();
    check(Expr::And(vec![failing.clone(), Expr::Bool(false)]), Expr::And(vec![failing.clone(), Expr::Bool(false)]));
    check(Expr::And(vec![input("b"), Expr::Bool(false)]), Expr::Bool(false));
    check(Expr::And(vec![failing.clone(), input("b"), Expr::Bool(false)]), Expr::And(vec![failing.clone(), Expr::Bool(false)]));
    check(Expr::And(vec![Expr::Bool(false), failing.clone()]), Expr::Bool(false));
    check(Expr::Or(vec![failing.clone(), Expr::Bool(true)]), Expr::Or(vec![failing.clone(), Expr::Bool(true)]));
    check(Expr::And(vec![input("b"), Expr::Fail, input("c")]), Expr::And(vec![input("b"), Expr::Fail]));
    let permit = |expr| condition(expr, Position::Permit);
    let forbid = |expr| condition(expr, Position::Forbid);
    assert_eq!(permit(Expr::And(vec![failing.clone(), Expr::Bool(false)])), Expr::Bool(false));
    assert_eq!(forbid(Expr::And(vec![failing.clone(), Expr::Bool(false)])), Expr::And(vec![failing.clone(), Expr::Bool(false)]));
    assert_eq!(forbid(Expr::Or(vec![failing.clone(), Expr::Bool(true)])), Expr::Bool(true));
    assert_eq!(permit(Expr::Or(vec![failing.clone(), Expr::Bool(true)])), Expr::Or(vec![failing, Expr::Bool(true)]));
    assert_eq!(permit(Expr::Or(vec![input("b"), Expr::Fail])), input("b"));
    assert_eq!(permit(Expr::Or(vec![Expr::Fail, input("b")])), Expr::Bool(false));
    assert_eq!(forbid(Expr::And(vec![input("b"), Expr::Fail])), input("b"));
    assert_eq!(forbid(Expr::Fail), Expr::Bool(true));
}

#[test]
fn conditions_on_one_value_become_one() {
    let eq = |text: &str| Expr::Equal(boxed(input("s")), boxed(Expr::String(text.into())));
    check(Expr::Or(vec![eq("a"), eq("b"), one_of("s", &["c"])]), one_of("s", &["a", "b", "c"]));
    check(Expr::And(vec![one_of("s", &["a", "b"]), one_of("s", &["b", "c"])]), one_of("s", &["b"]));
    check(Expr::And(vec![one_of("s", &["a"]), eq("b")]), Expr::Bool(false));
    check(Expr::And(vec![one_of("s", &["a", "b"]), negated(eq("b"))]), one_of("s", &["a"]));
    check(Expr::Or(vec![eq("a"), negated(eq("a"))]), Expr::Bool(true));
    check(Expr::And(vec![at_most("n", 5), at_most("n", 10)]), at_most("n", 5));
    check(Expr::And(vec![at_most("n", 10), less("n", 5)]), less("n", 5));
    check(Expr::Or(vec![at_most("n", 5), at_most("n", 10)]), at_most("n", 10));
    check(Expr::And(vec![less("n", 5), negated(less("n", 5))]), Expr::Bool(false));
    check(Expr::Or(vec![less("n", 5), negated(at_most("n", 3))]), Expr::Bool(true));
    check(
        Expr::And(vec![one_of("s", &["a", "b"]), risky(), one_of("s", &["b"])]),
        Expr::And(vec![one_of("s", &["a", "b"]), risky(), one_of("s", &["b"])]),
    );
    let literals = Expr::Set(vec![Expr::String("b".into()), Expr::String("a".into())]);
    check(Expr::Contains(boxed(literals), boxed(input("s"))), one_of("s", &["a", "b"]));
    check(Expr::Select(boxed(input("s")), BTreeMap::from([("a".into(), Expr::Bool(true))]), boxed(Expr::Bool(false))), one_of("s", &["a"]));
    let level =
        Expr::Select(boxed(input("e")), BTreeMap::from([("a".into(), Expr::Long(3)), ("b".into(), Expr::Long(9))]), boxed(Expr::Long(0)));
    check(Expr::Less(boxed(Expr::Long(2)), boxed(level)), one_of("e", &["a", "b"]));
}

#[test]
fn constants_are_folded() {
    let long = Expr::Long;
    check(Expr::Add(vec![long(1), long(2), input("n"), long(3), long(4)]), Expr::Add(vec![long(3), input("n"), long(7)]));
    check(Expr::Add(vec![long(i64::MAX), long(1)]), Expr::Fail);
    check(Expr::Add(vec![input("n"), long(1), long(-1)]), Expr::Add(vec![input("n"), long(1), long(-1)]));
    check(Expr::Negate(boxed(long(i64::MIN))), Expr::Fail);
    check(Expr::Multiply(vec![long(2), long(3), input("n"), long(1)]), Expr::Multiply(vec![long(6), input("n")]));
    check(Expr::Like(boxed(Expr::String("acct-1".into())), vec![Part::Literal("acct-".into()), Part::Star]), Expr::Bool(true));
    check(Expr::Like(boxed(input("s")), vec![Part::Star]), Expr::Bool(true));
    check(Expr::IsEmpty(boxed(Expr::Set(vec![input("s")]))), Expr::Bool(false));
    check(negated(negated(input("b"))), input("b"));
    check(Expr::If(vec![(input("b"), long(1))], boxed(long(1))), long(1));
    check(Expr::If(vec![(risky(), input("b"))], boxed(input("b"))), Expr::If(vec![(risky(), input("b"))], boxed(input("b"))));
    check(Expr::ToDate(boxed(Expr::Datetime(i64::MIN))), Expr::Fail);
    check(Expr::ToDate(boxed(Expr::Datetime(-1))), Expr::Datetime(-86_400_000));
    let range = |prefix| Expr::Ip(Ip { v6: false, address: 0x0a00_0001, prefix });
    check(Expr::IsInRange(boxed(range(32)), boxed(range(8))), Expr::Bool(true));
    check(Expr::IsInRange(boxed(range(8)), boxed(range(32))), Expr::Bool(false));
}

#[test]
fn limited_permits_add_up() {
    let permit = |limit, condition| Rule { policy: reference("p"), limit, condition };
    let kept = |permits: Vec<Rule>| rules(Rules { permits, forbids: vec![] }).permits.len();
    assert_eq!(kept(vec![permit(Some(1), input("b")), permit(Some(1), input("b"))]), 2);
    assert_eq!(kept(vec![permit(Some(1), input("b")), permit(None, input("b"))]), 1);
    assert_eq!(kept(vec![permit(None, input("b")), permit(None, input("b"))]), 1);
    assert_eq!(kept(vec![permit(None, at_most("n", 5)), permit(None, at_most("n", 10))]), 1);
    assert_eq!(kept(vec![permit(None, one_of("s", &["a"])), permit(Some(3), one_of("s", &["a", "b"]))]), 2);
}
