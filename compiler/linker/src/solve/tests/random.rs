//! Random conditions beside exhaustive evaluation over many values of each input.
//!
//! What is said never to be happens on none of these values; what happens on one of them is found; and where no inputs are related, the
//! answer is known. A witness stands whatever the inputs are that it does not name.

use super::super::facts::read;
use super::*;
use crate::guard::rules::Hierarchy;
use crate::guard::simplify::value::evaluate;

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % bound
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn condition(&mut self, depth: usize) -> Expr {
        let boxed = |expr| Box::new(expr);
        match self.below(if depth == 0 { 1 } else { 6 }) {
            1 => not(self.condition(depth - 1)),
            2 => Expr::And((0..2 + self.below(2)).map(|_| self.condition(depth - 1)).collect()),
            3 => Expr::Or((0..2 + self.below(2)).map(|_| self.condition(depth - 1)).collect()),
            4 => Expr::If(vec![(self.condition(depth - 1), self.condition(depth - 1))], boxed(self.condition(depth - 1))),
            5 => equal(self.condition(depth - 1), self.condition(depth - 1)),
            _ => self.atom(),
        }
    }

    fn atom(&mut self) -> Expr {
        let boxed = |expr| Box::new(expr);
        let number = long(self.one(&[-3, -1, 0, 2, 5, i64::MAX - 1, i64::MIN]));
        match self.below(13) {
            0 => input("b"),
            1 => less(self.number(2), number),
            2 => equal(self.number(2), number),
            3 => like(input("t"), self.one(&["a*", "*b", "*a*b*", "a*a", "*ab", "b*ab*a", "*.*"])),
            4 => one_of(input("t"), &[self.one(&["", "a", "ab", "aab", "b"])]),
            5 => one_of(input("q"), &[self.one(&["", "a", "b"])]),
            6 => has("q"),
            7 => Expr::Contains(boxed(input("s")), boxed(text(self.one(&["a", "b", "c"])))),
            8 => Expr::IsEmpty(boxed(input("s"))),
            9 => Expr::ContainsAll(boxed(input("s")), boxed(Expr::Set(vec![text("a"), text(self.one(&["b", "c"]))]))),
            10 => Expr::Under(boxed(input("t")), Hierarchy::Host, self.one(&["a", "b.a", "", "1"]).to_string()),
            11 => less(
                Expr::ToTime(boxed(Expr::Add(vec![input("at"), Expr::Duration(self.one(&[0, 1, -7_200_000]))]))),
                Expr::Duration(self.one(&[0, 3_600_000, 80_000_000])),
            ),
            _ => less(input("at"), Expr::Datetime(self.one(&[0, 3_600_000, 100_000_000]))),
        }
    }

    fn number(&mut self, depth: usize) -> Expr {
        let constant = long(self.one(&[-2, -1, 0, 1, 3, i64::MAX, i64::MIN, 1 << 62]));
        match self.below(if depth == 0 { 1 } else { 7 }) {
            1 => Expr::Add(vec![self.number(depth - 1), constant]),
            2 => Expr::Add(vec![constant, self.number(depth - 1), long(-1)]),
            3 => Expr::Multiply(vec![self.number(depth - 1), constant]),
            4 => Expr::Subtract(Box::new(constant), Box::new(self.number(depth - 1))),
            5 => Expr::Negate(Box::new(self.number(depth - 1))),
            6 => Expr::If(vec![(input("b"), self.number(depth - 1))], Box::new(constant)),
            _ => input("n"),
        }
    }
}

/// Many values of each input.
fn values(name: &str) -> Vec<Option<Value>> {
    let texts = |alphabet: &str, length: usize| {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..length {
            last = last.iter().flat_map(|word| alphabet.chars().map(move |character| format!("{word}{character}"))).collect();
            all.extend(last.clone());
        }
        all
    };
    let some = |values: Vec<Value>| values.into_iter().map(Some).collect();
    match name {
        "b" => some(vec![Value::Bool(false), Value::Bool(true)]),
        "n" => {
            let near = [0, i64::MAX, i64::MIN, i64::MAX / 2, i64::MIN / 2, i64::MAX / 3, i64::MIN / 3];
            some(near.into_iter().flat_map(|at| (-6..=6).filter_map(move |by| at.checked_add(by))).map(Value::Long).collect())
        }
        "t" => some(texts("ab.", 4).into_iter().chain(["c".into(), ":.a".into(), "b.a".into(), "a.1".into()]).map(Value::String).collect()),
        "q" => some(["", "a", "b", "c"].map(|word| Value::String(word.into())).into()).into_iter().chain([None]).collect(),
        "s" => (0..16)
            .map(|bits| {
                let chosen = ["a", "b", "c", "d"].iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
                Some(Value::Set(chosen.map(|(_, word)| Value::String(word.to_string())).collect()))
            })
            .collect(),
        "at" => (-3..30).map(|hour| Some(Value::Datetime(hour * 3_600_000 + hour % 2))).collect(),
        other => unreachable!("{other}"),
    }
}

#[test]
fn answers_are_those_of_exhaustive_evaluation() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut decided, mut sometimes) = (0, 0);
    for _ in 0..900 {
        let exprs: Vec<Expr> = (0..1 + random.below(2)).map(|_| random.condition(2)).collect();
        let mut paths = vec![];
        exprs.iter().for_each(|expr| read(expr, &mut paths));
        let names: Vec<&str> = paths.iter().map(|path| path.attributes[0].as_str()).collect();
        let lists: Vec<Vec<Option<Value>>> = names.iter().map(|name| values(name)).collect();
        if lists.iter().map(Vec::len).product::<usize>() > 6_000 {
            continue;
        }
        let outcomes = [Outcome::True, Outcome::False, Outcome::Fails, Outcome::NotTrue, Outcome::NotFalse];
        let wanted: Vec<(&Expr, Outcome)> = exprs.iter().map(|expr| (expr, random.one(&outcomes))).collect();
        let answer = satisfy(&wanted, &inputs);
        let holds = |call: &dyn Fn(&Path) -> Option<Value>| wanted.iter().all(|(expr, outcome)| outcome.is(evaluate(expr, call)));
        let mut found = false;
        let mut at = vec![0; lists.len()];
        'all: loop {
            let value = |path: &Path| paths.iter().position(|other| *other == path).and_then(|slot| lists[slot][at[slot]].clone());
            found |= holds(&value);
            if let Answer::Sometimes(witness) = &answer {
                // The rest may be anything.
                assert!(holds(&|path| witness.values.get(path).cloned().unwrap_or_else(|| value(path))), "{witness} {wanted:?}");
            }
            for slot in 0..=at.len() {
                if slot == at.len() {
                    break 'all;
                }
                at[slot] += 1;
                if at[slot] < lists[slot].len() {
                    break;
                }
                at[slot] = 0;
            }
        }
        match &answer {
            Answer::Never => assert!(!found, "{wanted:?}"),
            Answer::Sometimes(_) => sometimes += 1,
            Answer::Unknown => panic!("unknown: {wanted:?}"),
        }
        decided += 1;
    }
    assert!(decided > 200 && sometimes > 100 && sometimes < decided - 30, "{sometimes} of {decided}");
}
