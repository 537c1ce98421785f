//! What conditions ask of each input: the facts by which values that may be told apart are chosen.
//!
//! In: expressions. Out: for each path that they mention the constants, patterns, thresholds, ranges and elements that decide what they
//! say of it; and the inputs that are compared with each other. Must hold: two values of an input that has only exact facts, between
//! which no fact of it lies, give the same in every part of the expressions that reads no other input, and no part that reads two inputs
//! tells them apart, unless it is made of parts that read one.
//!
//! Comparisons look through the values of `If` and `Select`, whose conditions are parts of their own. What relates inputs by value makes
//! both inexact: for them no list of values is known to be enough.

use super::domain::Domain;
use crate::guard::rules::{Expr, Hierarchy, Ip, Part, Path, Pattern};
use crate::guard::simplify::value::{Value, evaluate};
use std::collections::BTreeSet;

/// Combinations of branches of two values that are compared with each other; of more both are inexact.
const COMBINATIONS: usize = 256;
/// Parts of expressions that are looked at, with thresholds passed on.
const PARTS: usize = 100_000;
/// Inputs that are told apart.
const PATHS: usize = 256;

/// What is asked of one input.
#[derive(Clone, Debug, Default)]
pub(super) struct Fact {
    /// Whether its value is.
    pub read: bool,
    /// Whether it is asked for being there.
    pub asked: bool,
    /// Texts, and ids of entities.
    pub texts: BTreeSet<String>,
    pub patterns: BTreeSet<Stars>,
    /// Numbers from which on something changes.
    pub thresholds: BTreeSet<i64>,
    /// The same of a datetime's time of day.
    pub times: BTreeSet<i64>,
    pub ranges: BTreeSet<Ip>,
    /// Elements of a set.
    pub elements: BTreeSet<Value>,
    /// Records.
    pub records: BTreeSet<Value>,
    /// Whether more is asked than these say.
    pub inexact: bool,
}

/// Texts that a pattern with stars describes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stars {
    pub parts: Pattern,
    /// Characters that no such text has.
    pub without: &'static [char],
}

/// The facts of some expressions.
pub(super) struct Facts<'e> {
    /// In the order in which paths are mentioned.
    pub paths: Vec<(&'e Path, Fact)>,
    /// Inputs that are compared with each other.
    pub related: Vec<(&'e Path, &'e Path)>,
    /// Whether everything was looked at.
    pub complete: bool,
    inputs: &'e dyn Fn(&Path) -> Option<Domain>,
    parts: usize,
}

impl<'e> Facts<'e> {
    /// Looks at whole conditions.
    pub fn of(conditions: impl Iterator<Item = &'e Expr>, inputs: &'e dyn Fn(&Path) -> Option<Domain>) -> Self {
        let mut facts = Self { paths: vec![], related: vec![], complete: true, inputs, parts: 0 };
        conditions.for_each(|condition| facts.walk(condition));
        facts
    }

    pub(super) fn fact(&mut self, path: &'e Path) -> &mut Fact {
        let at = match self.paths.iter().position(|(other, _)| *other == path) {
            Some(at) => at,
            None => {
                self.paths.push((path, Fact::default()));
                self.paths.len() - 1
            }
        };
        &mut self.paths[at].1
    }

    fn walk(&mut self, expr: &'e Expr) {
        if !self.more(1) {
            return;
        }
        match expr {
            Expr::Input(path) => self.fact(path).read = true,
            Expr::Has(path) => self.fact(path).asked = true,
            Expr::Add(_) | Expr::Subtract(..) | Expr::Multiply(_) | Expr::Negate(_) => self.number(expr, &[]),
            Expr::Divide(..) | Expr::ToDate(_) | Expr::ToTime(_) => self.number(expr, &[]),
            Expr::Equal(a, b) => self.pairs(a, b, Self::equal),
            Expr::Less(a, b) | Expr::LessOrEqual(a, b) => self.pairs(a, b, Self::compared),
            Expr::Contains(a, b) => self.pairs(a, b, Self::contains),
            Expr::ContainsAll(a, b) | Expr::ContainsAny(a, b) => self.pairs(a, b, Self::sets),
            Expr::IsInRange(a, b) => self.pairs(a, b, Self::equal),
            Expr::Like(of, pattern) => {
                let stars = Stars { parts: pattern.clone(), without: &[] };
                self.texts(of, &|fact| stars.clone().add(fact));
            }
            Expr::OneOf(of, ids) => self.texts(of, &|fact| fact.texts.extend(ids.iter().cloned())),
            Expr::Select(of, cases, _) => self.texts(of, &|fact| fact.texts.extend(cases.keys().cloned())),
            Expr::Under(of, hierarchy, outer) => self.texts(of, &|fact| {
                fact.texts.insert(outer.clone());
                under(*hierarchy, outer).into_iter().for_each(|stars| stars.add(fact));
            }),
            _ => {}
        }
        expr.operands().into_iter().for_each(|operand| self.walk(operand));
    }

    /// Whether so many parts may be looked at.
    pub(super) fn more(&mut self, parts: usize) -> bool {
        self.parts += parts;
        self.complete &= self.parts <= PARTS && self.paths.len() <= PATHS;
        self.complete
    }

    fn texts(&mut self, of: &'e Expr, add: &dyn Fn(&mut Fact)) {
        for leaf in leaves(of) {
            if let Expr::Input(path) = leaf {
                add(self.fact(path));
            }
        }
    }

    /// Each value that one may have, with each that the other may have.
    pub(super) fn pairs(&mut self, a: &'e Expr, b: &'e Expr, relate: fn(&mut Self, &'e Expr, &'e Expr)) {
        let (left, right) = (leaves(a), leaves(b));
        if left.len() * right.len() > COMBINATIONS || !self.more(left.len() * right.len()) {
            return self.relate(&[a, b]);
        }
        for a in &left {
            for b in &right {
                relate(self, a, b);
            }
        }
    }

    fn equal(&mut self, a: &'e Expr, b: &'e Expr) {
        match (closed(a), closed(b)) {
            (true, true) => {}
            (true, false) => evaluate(a, &|_| None).into_iter().for_each(|value| self.equals(b, &value)),
            (false, true) => evaluate(b, &|_| None).into_iter().for_each(|value| self.equals(a, &value)),
            (false, false) if a == b => {}
            (false, false) => match (a, b) {
                (Expr::Record(left), Expr::Record(right)) => {
                    for (name, value) in left {
                        right.get(name).into_iter().for_each(|other| self.pairs(value, other, Self::equal));
                    }
                }
                (Expr::Set(_), Expr::Set(_)) => self.sets(a, b),
                // Both truth values are always tried.
                _ if self.is_bool(a) || self.is_bool(b) => {}
                _ => self.relate(&[a, b]),
            },
        }
    }

    /// An open expression and a value that it may have.
    fn equals(&mut self, expr: &'e Expr, value: &Value) {
        match (expr, value) {
            (Expr::Input(path), value) => self.fact(path).value(value),
            (Expr::If(..) | Expr::Select(..), value) => leaves(expr).into_iter().for_each(|leaf| self.equals(leaf, value)),
            (Expr::Set(elements), Value::Set(values)) => {
                for element in elements {
                    values.iter().for_each(|value| self.equals(element, value));
                }
            }
            (Expr::Record(fields), Value::Record(values)) => {
                for (name, field) in fields {
                    values.get(name).into_iter().for_each(|value| self.equals(field, value));
                }
            }
            (expr, Value::Long(number) | Value::Decimal(number) | Value::Datetime(number) | Value::Duration(number)) => {
                self.number(expr, &[i128::from(*number), i128::from(*number) + 1]);
            }
            _ => {}
        }
    }

    fn compared(&mut self, a: &'e Expr, b: &'e Expr) {
        match (closed(a), closed(b)) {
            (false, false) if a != b => self.relate(&[a, b]),
            _ => self.equal(a, b),
        }
    }

    fn contains(&mut self, set: &'e Expr, element: &'e Expr) {
        match set {
            Expr::Set(elements) => elements.iter().for_each(|one| self.pairs(one, element, Self::equal)),
            set if closed(set) => {}
            Expr::Input(path) if closed(element) => {
                let value = evaluate(element, &|_| None);
                self.fact(path).elements.extend(value);
            }
            _ => self.relate(&[set, element]),
        }
    }

    fn sets(&mut self, a: &'e Expr, b: &'e Expr) {
        match (a, b) {
            (Expr::Set(left), Expr::Set(right)) => {
                for one in left {
                    right.iter().for_each(|other| self.pairs(one, other, Self::equal));
                }
            }
            _ => self.equal(a, b),
        }
    }

    /// Makes all inputs of these inexact: they are related to each other by value.
    pub(super) fn relate(&mut self, exprs: &[&'e Expr]) {
        let mut paths = vec![];
        exprs.iter().for_each(|expr| read(expr, &mut paths));
        self.more(16 + paths.len());
        for path in &paths {
            self.fact(path).inexact = true;
        }
        for (at, path) in paths.iter().enumerate().take(16) {
            for other in paths.iter().take(at) {
                if path != other && !self.related.contains(&(other, path)) {
                    self.related.push((other, path));
                }
            }
        }
    }

    fn is_bool(&self, expr: &Expr) -> bool {
        is_bool(expr, self.inputs)
    }
}

impl Fact {
    /// A value that it is compared with.
    fn value(&mut self, value: &Value) {
        match value {
            Value::Bool(_) => {}
            Value::Long(number) | Value::Decimal(number) | Value::Datetime(number) | Value::Duration(number) => {
                self.thresholds.insert(*number);
                self.thresholds.extend(number.checked_add(1));
            }
            Value::String(text) => drop(self.texts.insert(text.clone())),
            Value::Entity(entity) => drop(self.texts.insert(entity.id.clone())),
            Value::Ip(ip) => drop(self.ranges.insert(*ip)),
            Value::Set(values) => self.elements.extend(values.iter().cloned()),
            Value::Record(_) => drop(self.records.insert(value.clone())),
        }
    }
}

impl Stars {
    fn add(self, fact: &mut Fact) {
        match &self.parts[..] {
            [] => drop(fact.texts.insert(String::new())),
            [Part::Literal(text)] => drop(fact.texts.insert(text.clone())),
            [Part::Star] => {}
            _ => drop(fact.patterns.insert(self)),
        }
    }
}

/// What lies in `outer` by its name and is not `outer` itself: what `is_under` says, as a pattern.
fn under(hierarchy: Hierarchy, outer: &str) -> Option<Stars> {
    match hierarchy {
        // The last label of what ends in `.outer` is that of `outer`, so only the other marks of an address are left to look for.
        Hierarchy::Host if outer.is_empty() || caplink_guard::host::is_literal(outer.as_bytes()) => None,
        Hierarchy::Host => Some(Stars { parts: vec![Part::Star, Part::Literal(format!(".{outer}"))], without: &[':', '['] }),
        Hierarchy::Path if outer == "/" => Some(Stars { parts: vec![Part::Literal("/".into()), Part::Star], without: &[] }),
        Hierarchy::Path if outer.starts_with('/') => {
            Some(Stars { parts: vec![Part::Literal(format!("{outer}/")), Part::Star], without: &[] })
        }
        Hierarchy::Path => None,
    }
}

/// The values that an expression may have, without what chooses among them.
pub(super) fn leaves(expr: &Expr) -> Vec<&Expr> {
    let mut found = vec![];
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        match expr {
            Expr::If(branches, other) => rest.extend([&**other].into_iter().chain(branches.iter().map(|(_, value)| value))),
            Expr::Select(_, cases, other) => rest.extend([&**other].into_iter().chain(cases.values())),
            Expr::Fail => {}
            expr => found.push(expr),
        }
    }
    found
}

/// Whether an expression reads nothing of the call.
pub(super) fn closed(expr: &Expr) -> bool {
    match expr {
        Expr::Input(_) | Expr::Has(_) => false,
        Expr::Bool(_) | Expr::Long(_) | Expr::String(_) | Expr::Entity(_) | Expr::Decimal(_) | Expr::Datetime(_) => true,
        Expr::Duration(_) | Expr::Ip(_) | Expr::Fail => true,
        expr => expr.operands().into_iter().all(closed),
    }
}

/// The paths that an expression reads or asks for, each once.
pub(super) fn read<'e>(expr: &'e Expr, found: &mut Vec<&'e Path>) {
    match expr {
        Expr::Input(path) | Expr::Has(path) if !found.contains(&path) => found.push(path),
        Expr::Input(_) | Expr::Has(_) => {}
        expr => expr.operands().into_iter().for_each(|operand| read(operand, found)),
    }
}

/// Whether an expression's values are known to be Bools.
pub(super) fn is_bool(expr: &Expr, inputs: &dyn Fn(&Path) -> Option<Domain>) -> bool {
    match expr {
        Expr::Bool(_) | Expr::Has(_) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) | Expr::Equal(..) => true,
        Expr::Less(..) | Expr::LessOrEqual(..) | Expr::Contains(..) | Expr::ContainsAll(..) | Expr::ContainsAny(..) => true,
        Expr::IsEmpty(_) | Expr::Like(..) | Expr::OneOf(..) | Expr::Under(..) | Expr::IsInRange(..) => true,
        Expr::IsIpv4(_) | Expr::IsIpv6(_) | Expr::IsLoopback(_) | Expr::IsMulticast(_) => true,
        Expr::Input(path) => inputs(path) == Some(Domain::Bool),
        Expr::If(branches, other) => branches.iter().map(|(_, value)| value).chain([&**other]).any(|value| is_bool(value, inputs)),
        Expr::Select(_, cases, other) => cases.values().chain([&**other]).any(|value| is_bool(value, inputs)),
        _ => false,
    }
}
