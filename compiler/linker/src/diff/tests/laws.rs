//! Laws of comparison, over random rules: what is removed from permits or added to forbids never widens, nothing widens itself, and widening adds up.
//! Random calls are the oracle: a call that one side allows more often than the other is never missed.

use crate::diff::authority::{Authority, Beyond, Rule, beyond, complete};
use crate::guard::rules::{EntityName, Expr, Hierarchy, Part, Path, Root};
use crate::guard::simplify::value::Value;
use crate::solve::{Domain, Ids, Text};
use std::collections::{BTreeMap, BTreeSet};

/// xorshift64*, so that failures repeat.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())].clone()
    }
}

fn path(name: &str) -> Path {
    match name {
        "resource" => Path { root: Root::Resource, attributes: vec![] },
        name => Path { root: Root::Context, attributes: vec![name.into()] },
    }
}

fn input(name: &str) -> Box<Expr> {
    Box::new(Expr::Input(path(name)))
}

const HOSTS: [&str; 5] = ["a.example", "b.a.example", "example", "other.test", "x.other.test"];
const TEXTS: [&str; 5] = ["", "a", "ab", "/x", "/x/y"];
const NUMBERS: [i64; 5] = [0, 1, 2, 255, 443];

fn domain(path: &Path) -> Option<Domain> {
    Some(match path.attributes.first().map(String::as_str) {
        None => Domain::Entity { kind: "Net::Host".into(), ids: Ids::Any(Text::HostName) },
        Some("n") => Domain::Long { least: 0, greatest: 65_535 },
        Some("flag") => Domain::Bool,
        Some("text" | "maybe") => Domain::String(Text::Any),
        _ => return None,
    })
}

fn atom(dice: &mut Dice) -> Expr {
    match dice.roll(9) {
        0 => Expr::OneOf(input("resource"), (0..=dice.roll(2)).map(|_| dice.of(&HOSTS).to_string()).collect()),
        1 => Expr::Under(input("resource"), Hierarchy::Host, dice.of(&HOSTS).into()),
        2 => Expr::Input(path("flag")),
        3 => Expr::OneOf(input("text"), [dice.of(&TEXTS).to_string()].into()),
        4 => Expr::Like(input("text"), vec![Part::Literal(dice.of(&["a", "/x"]).into()), Part::Star]),
        5 => Expr::And(vec![Expr::Has(path("maybe")), Expr::OneOf(input("maybe"), [dice.of(&TEXTS).to_string()].into())]),
        6 => Expr::Equal(input("n"), Box::new(Expr::Long(dice.of(&NUMBERS)))),
        7 => Expr::Less(input("n"), Box::new(Expr::Long(dice.of(&NUMBERS)))),
        // Fails where the sum is none.
        _ => Expr::Less(
            Box::new(Expr::Add(vec![Expr::Long(i64::MAX - 300), *input("n")])),
            Box::new(Expr::Long(i64::MAX - dice.of(&NUMBERS))),
        ),
    }
}

fn condition(dice: &mut Dice) -> Expr {
    match dice.roll(8) {
        0 => Expr::Bool(true),
        1 => Expr::Or(vec![atom(dice), atom(dice)]),
        2 => Expr::Not(Box::new(atom(dice))),
        3 => atom(dice),
        _ => Expr::And((0..2 + dice.roll(2)).map(|_| atom(dice)).collect()),
    }
}

#[derive(Clone, Default)]
struct Rules {
    permits: Vec<(String, Expr)>,
    limited: Vec<(String, Expr, u64)>,
    forbids: Vec<(String, Expr)>,
}

impl Rules {
    fn authority(&self) -> Authority {
        let rule = |(id, condition): &(String, Expr)| Rule::new(condition.clone(), Some(id.clone()));
        let limited = self.limited.iter().map(|(id, condition, calls)| (rule(&(id.clone(), condition.clone())), *calls));
        Authority::new(self.permits.iter().map(rule).collect(), limited.collect(), self.forbids.iter().map(rule).collect())
    }
}

fn rules(dice: &mut Dice) -> Rules {
    let named = |dice: &mut Dice, count: usize, what: &str| (0..count).map(|number| (format!("{what}{number}"), condition(dice))).collect();
    let (permits, forbids, limits) = (1 + dice.roll(3), dice.roll(3), dice.roll(4) / 2);
    let limited = (0..limits).map(|number| (format!("l{number}"), condition(dice), 1 + dice.roll(3) as u64)).collect();
    Rules { permits: named(dice, permits, "p"), limited, forbids: named(dice, forbids, "f") }
}

/// The same rules, with something changed.
fn changed(dice: &mut Dice, rules: &Rules) -> Rules {
    let mut rules = rules.clone();
    for _ in 0..=dice.roll(2) {
        match dice.roll(6) {
            0 => rules.permits.push((format!("p{}", 10 + dice.roll(9)), condition(dice))),
            1 => drop(rules.permits.pop()),
            2 => rules.forbids.push((format!("f{}", 10 + dice.roll(9)), condition(dice))),
            3 => drop(rules.forbids.pop()),
            4 => rules.limited.push((format!("l{}", 10 + dice.roll(9)), condition(dice), 1 + dice.roll(3) as u64)),
            _ => {
                if let Some((_, one)) = rules.permits.last_mut() {
                    *one = Expr::And(vec![one.clone(), condition(dice)]);
                }
            }
        }
    }
    rules
}

fn call(dice: &mut Dice) -> BTreeMap<Path, Option<Value>> {
    let host = EntityName { kind: "Net::Host".into(), id: dice.of(&HOSTS).into() };
    let maybe = (dice.roll(2) == 0).then(|| Value::String(dice.of(&TEXTS).into()));
    [
        (path("resource"), Some(Value::Entity(host))),
        (path("flag"), Some(Value::Bool(dice.roll(2) == 0))),
        (path("text"), Some(Value::String(dice.of(&TEXTS).into()))),
        (path("maybe"), maybe),
        (path("n"), Some(Value::Long(dice.of(&[0, 1, 2, 3, 254, 255, 256, 299, 301, 443, 444, 65_535])))),
    ]
    .into()
}

fn more(new: &Rules, old: &Rules) -> Option<Beyond> {
    beyond(&new.authority(), &old.authority(), &domain)
}

/// Whether one side allows a call more often than the other; `None` is any number.
fn is_more((new, old): (Option<u64>, Option<u64>)) -> bool {
    match (new, old) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(new), Some(old)) => new > old,
    }
}

#[test]
fn i15_no_growth_is_missed_and_every_example_is_one() {
    let (mut found, mut none, mut unproved) = (0, 0, 0);
    for seed in 1..=1_500 {
        let mut dice = Dice(seed * 0x9e37_79b9);
        let old = rules(&mut dice);
        let new = if dice.roll(4) == 0 { rules(&mut dice) } else { changed(&mut dice, &old) };
        let (before, now) = (old.authority(), new.authority());
        let answer = more(&new, &old);
        match &answer {
            None => none += 1,
            Some(Beyond { example: Some(example), times, .. }) => {
                found += 1;
                let call = complete(example, &domain);
                let sides = (now.times(&call), before.times(&call));
                assert!(is_more(sides), "seed {seed}: {example} is allowed {sides:?} times");
                assert_eq!(*times, sides.1.filter(|times| *times > 0).map(|times| times + 1), "seed {seed}");
            }
            Some(_) => unproved += 1,
        }
        for _ in 0..200 {
            let values = call(&mut dice);
            let call = |path: &Path| values.get(path).cloned().flatten();
            let sides = (now.times(&call), before.times(&call));
            assert!(answer.is_some() || !is_more(sides), "seed {seed}: {values:?} is allowed {sides:?} times");
        }
    }
    assert!(found > 300 && none > 200, "{found} found, {none} none");
    assert!(unproved * 50 < found + none, "{unproved} of {} were not proved", found + none + unproved);
}

#[test]
fn laws_hold() {
    let mut chains = 0;
    for seed in 1..=600 {
        let mut dice = Dice(seed * 0x9e37_79b9 + 5);
        let a = rules(&mut dice);
        assert_eq!(more(&a, &a), None, "seed {seed}: nothing is more than itself");
        let mut turned = a.clone();
        turned.permits.reverse();
        turned.forbids.reverse();
        turned.permits.iter_mut().for_each(|(id, _)| id.push('x'));
        assert_eq!(more(&turned, &a), None, "seed {seed}: names and order make no difference");
        let mut fewer = a.clone();
        fewer.permits.remove(dice.roll(fewer.permits.len()));
        assert_eq!(more(&fewer, &a), None, "seed {seed}: a permit less");
        let mut stricter = a.clone();
        stricter.forbids.push(("g".into(), condition(&mut dice)));
        assert_eq!(more(&stricter, &a), None, "seed {seed}: a forbid more");
        let mut scarcer = a.clone();
        scarcer.limited.iter_mut().for_each(|(_, _, calls)| *calls = (*calls).min(1));
        assert_eq!(more(&scarcer, &a), None, "seed {seed}: fewer calls");
        // What is new from a to c is new from a to b, or from b to c.
        let (b, c) = (changed(&mut dice, &a), changed(&mut dice, &a));
        if more(&b, &a).is_none() && more(&c, &b).is_none() {
            chains += 1;
            assert_eq!(more(&c, &a), None, "seed {seed}: two steps that add nothing add nothing");
        }
    }
    assert!(chains > 15, "{chains}");
}

#[test]
fn causes_are_policies_that_differ() {
    let mut told = 0;
    for seed in 1..=400 {
        let mut dice = Dice(seed * 0x9e37_79b9 + 9);
        let old = rules(&mut dice);
        let new = changed(&mut dice, &old);
        let Some(found) = more(&new, &old) else { continue };
        let ids: BTreeSet<String> = found
            .causes
            .iter()
            .map(|cause| match cause {
                crate::diff::authority::Cause::Permit(id) | crate::diff::authority::Cause::Forbid(id) => id.clone(),
            })
            .collect();
        told += usize::from(found.example.is_some() && !ids.is_empty());
        assert!(found.example.is_none() || !ids.is_empty(), "seed {seed}: no policy is named");
    }
    assert!(told > 100, "{told}");
}
