//! Decision tables against a second reading of the rules: random rules, decided on random calls by a table and by a plain evaluator of expressions.
//!
//! Long because it holds a generator and a second evaluator of all expressions.

use caplink_guard::format::part;
use caplink_guard::{check, decide, decide_with, print};
use caplink_linker::guard::place::{Case, Kind, Place, Places};
use caplink_linker::guard::rules::{EntityName, Expr, Hierarchy, Ip, Part, Path, Root, Rule, Rules};
use caplink_linker::guard::{Table, encode};
use caplink_model::lockfile::PolicyRef;
use std::collections::{BTreeMap, BTreeSet};

mod decoded;
mod framed;
mod refused;

/// Numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 11) as usize % end
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    fn some<T>(&mut self, most: usize, mut each: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| each(self)).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Bool(bool),
    /// Also datetimes, durations and decimals: rules are well typed.
    Number(i64),
    Text(String),
    Ip(Ip),
    Set(BTreeSet<Value>),
    Record(BTreeMap<String, Value>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Bool,
    Long,
    Decimal,
    Datetime,
    Duration,
    Text,
    Ip,
    Longs,
    Texts,
    Records,
    Record,
}

const TEXTS: [&str; 12] = ["", "a", "ab", "abc", "b", "bab", "a*b", "abababab", "abcdefgh-abcdefgh", "GET", "\u{e9}", "abcdefgh-abcdefgi"];
const HOSTS: [&str; 9] = ["a.com", "b.a.com", "com", "x.com", "c.b.a.com", "1.2.3.4", "3.4", "xa.com", "[::1]"];
const PATHS: [&str; 7] = ["/", "/data", "/data/a", "/database", "/data/a/b", "/x", "x"];
const NUMBERS: [i64; 14] = [0, 1, 2, 3, -1, 7, 80, 443, 127, -128, i64::MAX, i64::MIN, 86_400_000, -86_400_001];

fn ips() -> Vec<Ip> {
    let v4 = |address: u32, prefix| Ip { v6: false, address: address.into(), prefix };
    let v6 = |address, prefix| Ip { v6: true, address, prefix };
    vec![
        v4(0x7f00_0001, 32),
        v4(0x7f00_0000, 7),
        v4(0x7f00_0000, 8),
        v4(0xe000_0001, 4),
        v4(0xe000_0001, 3),
        v4(0x0a00_0000, 8),
        v4(0x0a00_0001, 8),
        v4(0x0a01_0000, 16),
        v4(0, 0),
        v4(0x0a01_0203, 31),
        v6(1, 128),
        v6(1, 127),
        v6(0xff00 << 112, 8),
        v6(0xff00 << 112, 7),
        v6(0x7f00_0001, 128),
        v6(0, 0),
    ]
}

/// The attributes of the context: name, type, offset, how they are stored.
fn attributes() -> Vec<(&'static str, Type, Place)> {
    let place = |offset, kind| Place { offset, when: Vec::new(), kind };
    let text = |base: u32| Place { offset: base + 12, when: vec![Case { offset: base + 8, size: 1, number: 1 }], kind: Kind::String };
    let record = |base: u32| Kind::Record(vec![("x".to_string(), place(base, Kind::Signed(8))), ("y".to_string(), text(base))]);
    vec![
        ("bool", Type::Bool, place(0, Kind::Bool)),
        ("flag", Type::Bool, place(1, Kind::Flag(4))),
        ("s1", Type::Long, place(2, Kind::Signed(1))),
        ("s2", Type::Long, place(4, Kind::Signed(2))),
        ("s4", Type::Long, place(8, Kind::Signed(4))),
        ("s8", Type::Long, place(16, Kind::Signed(8))),
        ("u1", Type::Long, place(3, Kind::Unsigned(1))),
        ("u2", Type::Long, place(6, Kind::Unsigned(2))),
        ("u4", Type::Long, place(12, Kind::Unsigned(4))),
        ("u8", Type::Long, place(24, Kind::Unsigned64)),
        ("dec", Type::Decimal, place(32, Kind::Decimal)),
        ("at", Type::Datetime, place(40, Kind::Datetime)),
        ("for", Type::Duration, place(48, Kind::Duration)),
        ("char", Type::Text, place(56, Kind::Char)),
        ("text", Type::Text, place(64, Kind::String)),
        ("dry-run", Type::Text, place(72, Kind::String)),
        ("method", Type::Text, place(60, Kind::OneOf(1, vec!["GET".to_string(), "abc".to_string(), String::new()]))),
        ("ip", Type::Ip, place(80, Kind::Ip)),
        ("longs", Type::Longs, place(100, Kind::Set(8, Box::new(place(0, Kind::Unsigned64))))),
        ("texts", Type::Texts, place(108, Kind::Set(8, Box::new(place(0, Kind::String))))),
        ("records", Type::Records, place(116, Kind::Set(24, Box::new(place(0, record(0)))))),
        ("record", Type::Record, place(128, record(128))),
        ("y", Type::Text, text(128)),
    ]
}

const HOST: u32 = 160;
const PATH: u32 = 168;
const SIZE: usize = 176;

/// The resource is a host in half of the rules, a path in the others.
fn places(host: bool) -> Places {
    let mut context: Vec<_> = attributes().into_iter().map(|(name, _, place)| (name.to_string(), place)).collect();
    context.sort_by(|a, b| a.0.cmp(&b.0));
    let (offset, name) = if host { (HOST, "Net::Host") } else { (PATH, "Fs::Path") };
    Places {
        principal: None,
        resource: Some(Place { offset, when: Vec::new(), kind: Kind::Entity(name.to_string()) }),
        context: Place { offset: 0, when: Vec::new(), kind: Kind::Record(context) },
    }
}

fn value(random: &mut Random, of: Type) -> Value {
    match of {
        Type::Bool => Value::Bool(random.below(2) == 0),
        Type::Long | Type::Decimal | Type::Datetime | Type::Duration => Value::Number(random.of(&NUMBERS)),
        Type::Text => Value::Text(random.of(&TEXTS).to_string()),
        Type::Ip => Value::Ip(random.of(&ips())),
        Type::Longs => Value::Set(random.some(3, |random| value(random, Type::Long)).into_iter().collect()),
        Type::Texts => Value::Set(random.some(3, |random| value(random, Type::Text)).into_iter().collect()),
        Type::Records => Value::Set(random.some(3, |random| value(random, Type::Record)).into_iter().collect()),
        Type::Record => {
            let mut record = BTreeMap::from([("x".to_string(), value(random, Type::Long))]);
            if random.below(2) == 0 {
                record.insert("y".to_string(), value(random, Type::Text));
            }
            Value::Record(record)
        }
    }
}

/// A call: its values by name, and the memory that they lie in, the frame at 16.
struct Call {
    values: BTreeMap<String, Value>,
    memory: Vec<u8>,
    /// A `u64` that is no `i64` was stored.
    unfit: bool,
}

fn store_text(memory: &mut Vec<u8>, at: usize, text: &str) {
    let start = memory.len() as u32;
    memory.extend_from_slice(text.as_bytes());
    memory[at..at + 4].copy_from_slice(&start.to_le_bytes());
    memory[at + 4..at + 8].copy_from_slice(&(text.len() as u32).to_le_bytes());
}

/// Stores a value, or one like it that fits; what was stored.
fn store(memory: &mut Vec<u8>, base: usize, place: &Place, value: &Value, random: &mut Random) -> Value {
    let at = base + place.offset as usize;
    let number = |memory: &mut Vec<u8>, size: usize, number: i64, signed: bool| {
        memory[at..at + size].copy_from_slice(&number.to_le_bytes()[..size]);
        let unused = 64 - 8 * size as u32;
        Value::Number(if signed { number << unused >> unused } else { ((number << unused) as u64 >> unused) as i64 })
    };
    match (&place.kind, value) {
        (Kind::Bool, Value::Bool(value)) => memory[at] = (*value).into(),
        (Kind::Flag(mask), Value::Bool(value)) => memory[at] = if *value { *mask | 1 } else { !mask },
        (Kind::Signed(size), Value::Number(value)) => return number(memory, usize::from(*size), *value, true),
        (Kind::Unsigned(size), Value::Number(value)) => return number(memory, usize::from(*size), *value, false),
        (Kind::Unsigned64, Value::Number(value)) => return number(memory, 8, value & i64::MAX, true),
        (Kind::Decimal | Kind::Datetime | Kind::Duration, Value::Number(value)) => return number(memory, 8, *value, true),
        (Kind::Char, Value::Text(value)) => {
            let value = value.chars().next().unwrap_or('\u{1f600}');
            memory[at..at + 4].copy_from_slice(&u32::from(value).to_le_bytes());
            return Value::Text(value.to_string());
        }
        (Kind::String | Kind::Entity(_), Value::Text(value)) => store_text(memory, at, value),
        (Kind::OneOf(_, names), _) => {
            let case = random.below(names.len());
            memory[at] = case as u8;
            return Value::Text(names[case].clone());
        }
        (Kind::Ip, Value::Ip(ip)) => {
            memory[at] = if ip.v6 { 6 } else { 4 };
            memory[at + 1] = ip.prefix;
            let bytes = ip.address.to_be_bytes();
            // What follows an IPv4 address means nothing.
            memory[at + 2..at + 18].fill(random.below(256) as u8);
            let bytes = if ip.v6 { &bytes[..] } else { &bytes[12..] };
            memory[at + 2..at + 2 + bytes.len()].copy_from_slice(bytes);
        }
        (Kind::Record(attributes), Value::Record(values)) => {
            let mut stored = BTreeMap::new();
            for (name, place) in attributes {
                for case in &place.when {
                    memory[base + case.offset as usize] = if values.contains_key(name) { case.number as u8 } else { 0 };
                }
                if let Some(value) = values.get(name) {
                    stored.insert(name.clone(), store(memory, base, place, value, random));
                }
            }
            return Value::Record(stored);
        }
        (Kind::Set(size, element), Value::Set(values)) => {
            // In any order, and some of them twice.
            let mut values: Vec<_> = values.iter().collect();
            let again = random.below(2);
            values.extend(values.clone().into_iter().take(again));
            values.reverse();
            let start = memory.len();
            memory.resize(start + values.len() * *size as usize, 0xaa);
            memory[at..at + 4].copy_from_slice(&(start as u32).to_le_bytes());
            memory[at + 4..at + 8].copy_from_slice(&(values.len() as u32).to_le_bytes());
            let stored =
                values.iter().enumerate().map(|(index, value)| store(memory, start + index * *size as usize, element, value, random));
            return Value::Set(stored.collect());
        }
        (kind, value) => panic!("{value:?} is not stored as {kind:?}"),
    }
    value.clone()
}

fn call(random: &mut Random) -> Call {
    let mut memory = vec![0; 16 + SIZE];
    let mut values = BTreeMap::new();
    for (name, of, place) in attributes() {
        if name != "y" {
            let drawn = value(random, of);
            values.insert(name.to_string(), store(&mut memory, 16, &place, &drawn, random));
        }
    }
    // The optional text of the record is also an attribute of the context.
    if let Value::Record(record) = &values["record"]
        && let Some(text) = record.get("y").cloned()
    {
        values.insert("y".to_string(), text);
    }
    for (name, at, ids) in [("host", HOST, &HOSTS[..]), ("path", PATH, &PATHS[..])] {
        let id = random.of(ids);
        store_text(&mut memory, 16 + at as usize, id);
        values.insert(format!("({name})"), Value::Text(id.to_string()));
    }
    let unfit = random.below(20) == 0;
    if unfit {
        memory[16 + 24..16 + 32].copy_from_slice(&(1_u64 << 63 | 5).to_le_bytes());
    }
    Call { values, memory, unfit }
}

/// Makes expressions.
struct Maker<'r> {
    random: &'r mut Random,
    host: bool,
}

fn context(name: &str) -> Path {
    Path { root: Root::Context, attributes: vec![name.to_string()] }
}

fn resource() -> Box<Expr> {
    Box::new(Expr::Input(Path { root: Root::Resource, attributes: Vec::new() }))
}

impl Maker<'_> {
    fn boxed(&mut self, of: Type, depth: u32) -> Box<Expr> {
        Box::new(self.make(of, depth))
    }

    fn constant(&mut self, of: Type) -> Expr {
        match value(self.random, of) {
            Value::Bool(value) => Expr::Bool(value),
            Value::Number(value) => match of {
                Type::Decimal => Expr::Decimal(value),
                Type::Datetime => Expr::Datetime(value),
                Type::Duration => Expr::Duration(value),
                _ => Expr::Long(value),
            },
            Value::Text(value) => Expr::String(value),
            Value::Ip(value) => Expr::Ip(value),
            Value::Set(_) | Value::Record(_) => self.make(of, 2),
        }
    }

    fn input(&mut self, of: Type) -> Expr {
        let all = attributes();
        let names: Vec<_> = all.iter().filter(|attribute| attribute.1 == of && attribute.0 != "y").map(|attribute| attribute.0).collect();
        // Seldom what may be absent: policies ask first, and the table must fail if they do not.
        if of == Type::Text && self.random.below(12) == 0 {
            return Expr::Input(context("y"));
        }
        if of == Type::Long && self.random.below(12) == 0 {
            return Expr::Input(Path { root: Root::Context, attributes: vec!["record".to_string(), "x".to_string()] });
        }
        Expr::Input(context(self.random.of(&names)))
    }

    fn make(&mut self, of: Type, depth: u32) -> Expr {
        match self.random.below(if depth == 0 { 3 } else { 9 }) {
            0 if !matches!(of, Type::Longs | Type::Texts | Type::Records | Type::Record) => return self.constant(of),
            0..=2 => return self.input(of),
            3 if of != Type::Bool => {
                let branches = self.random.below(2) + 1;
                let branches = (0..branches).map(|_| (self.make(Type::Bool, depth - 1), self.make(of, depth - 1))).collect();
                return Expr::If(branches, self.boxed(of, depth - 1));
            }
            4 if of != Type::Bool => {
                let texts: Vec<_> = (0..2).map(|_| (self.random.of(&TEXTS).to_string(), self.make(of, depth - 1))).collect();
                return Expr::Select(self.boxed(Type::Text, depth - 1), texts.into_iter().collect(), self.boxed(of, depth - 1));
            }
            5 if self.random.below(20) == 0 => return Expr::Fail,
            _ => {}
        }
        let depth = depth.max(1) - 1;
        match of {
            Type::Bool => self.bool(depth),
            Type::Long => match self.random.below(5) {
                0 => Expr::Add(vec![self.make(of, depth), self.make(of, depth), self.make(of, depth)]),
                1 => Expr::Subtract(self.boxed(of, depth), self.boxed(of, depth)),
                2 => Expr::Multiply(vec![self.make(of, depth), self.make(of, depth)]),
                3 => Expr::Negate(self.boxed(of, depth)),
                _ => Expr::Divide(self.boxed(Type::Duration, depth), self.random.of(&[1, 1_000, 60_000, 3_600_000, 86_400_000])),
            },
            Type::Datetime => match self.random.below(2) {
                0 => Expr::Add(vec![self.make(of, depth), self.make(Type::Duration, depth)]),
                _ => Expr::ToDate(self.boxed(of, depth)),
            },
            Type::Duration => match self.random.below(2) {
                0 => Expr::Subtract(self.boxed(Type::Datetime, depth), self.boxed(Type::Datetime, depth)),
                _ => Expr::ToTime(self.boxed(Type::Datetime, depth)),
            },
            Type::Longs => Expr::Set((0..3).map(|_| self.make(Type::Long, depth)).collect()),
            Type::Texts => Expr::Set((0..3).map(|_| self.make(Type::Text, depth)).collect()),
            Type::Records => Expr::Set((0..2).map(|_| self.make(Type::Record, depth)).collect()),
            Type::Record => {
                let mut record = BTreeMap::from([("x".to_string(), self.make(Type::Long, depth))]);
                if self.random.below(2) == 0 {
                    record.insert("y".to_string(), self.make(Type::Text, depth));
                }
                Expr::Record(record)
            }
            Type::Decimal | Type::Text | Type::Ip => self.input(of),
        }
    }

    fn bool(&mut self, depth: u32) -> Expr {
        let ordered = [Type::Long, Type::Decimal, Type::Datetime, Type::Duration];
        let any = [
            Type::Bool,
            Type::Long,
            Type::Text,
            Type::Ip,
            Type::Longs,
            Type::Texts,
            Type::Records,
            Type::Record,
            Type::Decimal,
            Type::Datetime,
        ];
        match self.random.below(22) {
            0 => Expr::Not(self.boxed(Type::Bool, depth)),
            1 | 2 => Expr::And((0..3).map(|_| self.make(Type::Bool, depth)).collect()),
            3 | 4 => Expr::Or((0..3).map(|_| self.make(Type::Bool, depth)).collect()),
            5 => Expr::If(vec![(self.make(Type::Bool, depth), self.make(Type::Bool, depth))], self.boxed(Type::Bool, depth)),
            6..=8 => {
                let of = self.random.of(&any);
                Expr::Equal(self.boxed(of, depth), self.boxed(of, depth))
            }
            9 => {
                let of = self.random.of(&ordered);
                Expr::Less(self.boxed(of, depth), self.boxed(of, depth))
            }
            10 => {
                let of = self.random.of(&ordered);
                Expr::LessOrEqual(self.boxed(of, depth), self.boxed(of, depth))
            }
            11 => match self.random.below(3) {
                0 => Expr::Contains(self.boxed(Type::Longs, depth), self.boxed(Type::Long, depth)),
                1 => Expr::Contains(self.boxed(Type::Texts, depth), self.boxed(Type::Text, depth)),
                _ => Expr::Contains(self.boxed(Type::Records, depth), self.boxed(Type::Record, depth)),
            },
            12 => {
                let of = self.random.of(&[Type::Longs, Type::Texts, Type::Records]);
                Expr::ContainsAll(self.boxed(of, depth), self.boxed(of, depth))
            }
            13 => {
                let of = self.random.of(&[Type::Longs, Type::Texts, Type::Records]);
                Expr::ContainsAny(self.boxed(of, depth), self.boxed(of, depth))
            }
            14 => Expr::IsEmpty(self.boxed(Type::Longs, depth)),
            15 | 16 => Expr::Like(self.boxed(Type::Text, depth), self.pattern()),
            17 => Expr::OneOf(
                self.boxed(Type::Text, depth),
                self.random.some(4, |random| random.of(&TEXTS).to_string()).into_iter().collect(),
            ),
            18 => {
                let (ids, hierarchy) = if self.host { (&HOSTS[..], Hierarchy::Host) } else { (&PATHS[..], Hierarchy::Path) };
                let id = self.random.of(ids).to_string();
                let kind = if self.host { "Net::Host" } else { "Fs::Path" }.to_string();
                match self.random.below(3) {
                    0 => Expr::Under(resource(), hierarchy, id),
                    1 => Expr::OneOf(resource(), BTreeSet::from([id, "com".to_string()])),
                    _ => Expr::Equal(Box::new(Expr::Entity(EntityName { kind, id })), resource()),
                }
            }
            19 => {
                let texts = (0..2).map(|_| (self.random.of(&TEXTS).to_string(), self.make(Type::Bool, depth))).collect::<Vec<_>>();
                Expr::Select(self.boxed(Type::Text, depth), texts.into_iter().collect(), self.boxed(Type::Bool, depth))
            }
            20 => Expr::Has(self.random.of(&[context("y"), Path { root: Root::Context, attributes: vec!["record".into(), "y".into()] }])),
            _ => {
                let ip = self.boxed(Type::Ip, depth);
                match self.random.below(5) {
                    0 => Expr::IsIpv4(ip),
                    1 => Expr::IsIpv6(ip),
                    2 => Expr::IsLoopback(ip),
                    3 => Expr::IsMulticast(ip),
                    _ => Expr::IsInRange(ip, self.boxed(Type::Ip, depth)),
                }
            }
        }
    }

    fn pattern(&mut self) -> Vec<Part> {
        let mut star = self.random.below(2) == 0;
        self.random.some(4, |random| {
            star = !star;
            if star { Part::Star } else { Part::Literal(random.of(&["a", "b", "ab", "ba", "abc", "abcdefgh"]).to_string()) }
        })
    }

    /// A condition that can be filed: conjuncts on strings and numbers, perhaps with something else before or after.
    fn filed(&mut self) -> Expr {
        let mut parts = Vec::new();
        for _ in 0..self.random.below(3) + 1 {
            parts.push(match self.random.below(7) {
                0 => Expr::Equal(Box::new(Expr::Input(context("text"))), Box::new(self.constant(Type::Text))),
                1 => Expr::Like(Box::new(Expr::Input(context("dry-run"))), self.pattern()),
                2 => Expr::Equal(Box::new(Expr::Input(context("u2"))), Box::new(self.constant(Type::Long))),
                3 => Expr::Has(context("y")),
                4 => Expr::OneOf(
                    Box::new(Expr::Input(context("y"))),
                    self.random.some(3, |random| random.of(&TEXTS).to_string()).into_iter().collect(),
                ),
                5 => {
                    let (ids, hierarchy) = if self.host { (&HOSTS[..], Hierarchy::Host) } else { (&PATHS[..], Hierarchy::Path) };
                    Expr::Under(resource(), hierarchy, self.random.of(ids).to_string())
                }
                _ => self.make(Type::Bool, 1),
            });
        }
        if parts.len() == 1 { parts.remove(0) } else { Expr::And(parts) }
    }
}

type Evaluated = Result<Value, ()>;

fn find<'c>(call: &'c Call, path: &Path, host: bool) -> Option<&'c Value> {
    let mut names = path.attributes.iter();
    let mut value = match path.root {
        Root::Context => call.values.get(names.next()?)?,
        _ => &call.values[if host { "(host)" } else { "(path)" }],
    };
    for name in names {
        let Value::Record(record) = value else { return None };
        value = record.get(name)?;
    }
    Some(value)
}

fn like(text: &[char], pattern: &[Part]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [Part::Star, rest @ ..] => (0..=text.len()).any(|start| like(&text[start..], rest)),
        [Part::Literal(literal), rest @ ..] => {
            let literal: Vec<char> = literal.chars().collect();
            text.starts_with(&literal) && like(&text[literal.len()..], rest)
        }
    }
}

fn interval(ip: Ip) -> (u128, u128) {
    let width = if ip.v6 { 128 } else { 32 };
    let host = u128::MAX.checked_shr(128 - width + u32::from(ip.prefix)).unwrap_or(0);
    let all = if ip.v6 { u128::MAX } else { u128::from(u32::MAX) };
    (ip.address & !host & all, ip.address | host & all)
}

fn evaluate(expression: &Expr, call: &Call, host: bool) -> Evaluated {
    let go = |expression: &Expr| evaluate(expression, call, host);
    let bool = |expression: &Expr| match go(expression)? {
        Value::Bool(value) => Ok(value),
        other => panic!("{other:?} is no Bool"),
    };
    let number = |expression: &Expr| match go(expression)? {
        Value::Number(value) => Ok(value),
        other => panic!("{other:?} is no number"),
    };
    let text = |expression: &Expr| match go(expression)? {
        Value::Text(value) => Ok(value),
        other => panic!("{other:?} is no text"),
    };
    let set = |expression: &Expr| match go(expression)? {
        Value::Set(value) => Ok(value),
        other => panic!("{other:?} is no set"),
    };
    let ip = |expression: &Expr| match go(expression)? {
        Value::Ip(value) => Ok(value),
        other => panic!("{other:?} is no address"),
    };
    Ok(match expression {
        Expr::Bool(value) => Value::Bool(*value),
        Expr::Long(value) | Expr::Decimal(value) | Expr::Datetime(value) | Expr::Duration(value) => Value::Number(*value),
        Expr::String(value) => Value::Text(value.clone()),
        Expr::Entity(entity) => Value::Text(entity.id.clone()),
        Expr::Ip(value) => Value::Ip(*value),
        Expr::Set(elements) => Value::Set(elements.iter().map(go).collect::<Result<_, _>>()?),
        Expr::Record(attributes) => {
            Value::Record(attributes.iter().map(|(name, value)| Ok((name.clone(), go(value)?))).collect::<Result<_, _>>()?)
        }
        Expr::Input(path) => find(call, path, host).cloned().ok_or(())?,
        Expr::Has(path) => Value::Bool(find(call, path, host).is_some()),
        Expr::Not(operand) => Value::Bool(!bool(operand)?),
        Expr::And(operands) => {
            for operand in operands {
                if !bool(operand)? {
                    return Ok(Value::Bool(false));
                }
            }
            Value::Bool(true)
        }
        Expr::Or(operands) => {
            for operand in operands {
                if bool(operand)? {
                    return Ok(Value::Bool(true));
                }
            }
            Value::Bool(false)
        }
        Expr::If(branches, otherwise) => {
            for (condition, value) in branches {
                if bool(condition)? {
                    return go(value);
                }
            }
            go(otherwise)?
        }
        Expr::Equal(a, b) => Value::Bool(go(a)? == go(b)?),
        Expr::Less(a, b) => Value::Bool(number(a)? < number(b)?),
        Expr::LessOrEqual(a, b) => Value::Bool(number(a)? <= number(b)?),
        Expr::Add(operands) => {
            let mut total = 0_i64;
            for operand in operands {
                total = total.checked_add(number(operand)?).ok_or(())?;
            }
            Value::Number(total)
        }
        Expr::Subtract(a, b) => Value::Number(number(a)?.checked_sub(number(b)?).ok_or(())?),
        Expr::Multiply(operands) => {
            let mut total = 1_i64;
            for operand in operands {
                total = total.checked_mul(number(operand)?).ok_or(())?;
            }
            Value::Number(total)
        }
        Expr::Negate(operand) => Value::Number(number(operand)?.checked_neg().ok_or(())?),
        Expr::ToDate(operand) => {
            let value = i128::from(number(operand)?);
            Value::Number(i64::try_from(value - value.rem_euclid(86_400_000)).map_err(|_| ())?)
        }
        Expr::ToTime(operand) => Value::Number(number(operand)?.rem_euclid(86_400_000)),
        Expr::Divide(operand, unit) => Value::Number(number(operand)? / unit),
        Expr::Contains(all, element) => {
            let (all, element) = (set(all)?, go(element)?);
            Value::Bool(all.contains(&element))
        }
        Expr::ContainsAll(all, part) => {
            let (all, part) = (set(all)?, set(part)?);
            Value::Bool(part.is_subset(&all))
        }
        Expr::ContainsAny(a, b) => {
            let (a, b) = (set(a)?, set(b)?);
            Value::Bool(!a.is_disjoint(&b))
        }
        Expr::IsEmpty(operand) => Value::Bool(set(operand)?.is_empty()),
        Expr::Like(operand, pattern) => Value::Bool(like(&text(operand)?.chars().collect::<Vec<_>>(), pattern)),
        Expr::OneOf(operand, texts) => Value::Bool(texts.contains(&text(operand)?)),
        Expr::Under(operand, Hierarchy::Host, id) => {
            let host = text(operand)?;
            let is_literal =
                host.contains([':', '[']) || host.rsplit('.').next().is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
            let parents = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
            Value::Bool(host == *id || !is_literal && parents.into_iter().any(|parent| parent == id))
        }
        Expr::Under(operand, Hierarchy::Path, id) => {
            let path = text(operand)?;
            let mut parents = path.match_indices('/').map(|(at, _)| if at == 0 { "/" } else { &path[..at] });
            Value::Bool(path == *id || parents.any(|parent| parent == id))
        }
        Expr::Select(operand, branches, otherwise) => match branches.get(&text(operand)?) {
            Some(value) => go(value)?,
            None => go(otherwise)?,
        },
        Expr::IsIpv4(operand) => Value::Bool(!ip(operand)?.v6),
        Expr::IsIpv6(operand) => Value::Bool(ip(operand)?.v6),
        Expr::IsLoopback(operand) => {
            let ip = ip(operand)?;
            Value::Bool(if ip.v6 { ip.address == 1 && ip.prefix == 128 } else { ip.address >> 24 == 127 && ip.prefix >= 8 })
        }
        Expr::IsMulticast(operand) => {
            let ip = ip(operand)?;
            Value::Bool(if ip.v6 { ip.address >> 120 == 0xff && ip.prefix >= 8 } else { ip.address >> 28 == 14 && ip.prefix >= 4 })
        }
        Expr::IsInRange(a, b) => {
            let (a, b) = (ip(a)?, ip(b)?);
            let ((start, end), (from, to)) = (interval(a), interval(b));
            Value::Bool(a.v6 == b.v6 && from <= start && end <= to)
        }
        Expr::Fail => return Err(()),
    })
}

/// What the contract says, read from the rules.
fn expected(rules: &Rules, call: &Call, host: bool, counters: &mut [u32]) -> bool {
    let holds = |rule: &Rule| evaluate(&rule.condition, call, host);
    if rules.forbids.iter().any(|rule| holds(rule) != Ok(Value::Bool(false))) {
        return false;
    }
    let is_true = |rule: &&Rule| holds(rule) == Ok(Value::Bool(true));
    if rules.permits.iter().filter(|rule| rule.limit.is_none()).any(|rule| is_true(&rule)) {
        return true;
    }
    let mut limited = rules.permits.iter().filter(|rule| rule.limit.is_some()).zip(counters);
    limited.any(|(rule, left)| {
        let takes = is_true(&rule) && *left > 0;
        *left -= u32::from(takes);
        takes
    })
}

fn rule(condition: Expr, limit: Option<u32>) -> Rule {
    Rule { policy: PolicyRef { file: "a.cedar".to_string(), line: 1, id: "p".to_string() }, limit, condition }
}

/// The engines that artifacts can have, each with its parts.
const ENGINES: [(u32, Engine); 4] = [
    (0, lean::<0>),
    (part::VALUES | part::NUMBERS, lean::<{ part::VALUES | part::NUMBERS }>),
    (part::VALUES | part::SETS, lean::<{ part::VALUES | part::SETS }>),
    (part::ALL, lean::<{ part::ALL }>),
];

type Engine = fn(&Table, &[u8]) -> bool;

fn lean<const PARTS: u32>(table: &Table, memory: &[u8]) -> bool {
    decide_with::<PARTS, _, _, _>(&table.bytes[..], memory, 16, &mut table.limits.clone()[..])
}

fn compare(rules: &Rules, random: &mut Random, host: bool, calls: usize) -> usize {
    let table = encode(rules, &places(host)).expect("everything has a place");
    assert_eq!(check(&table.bytes), Ok(()), "{rules:?}");
    let mut text = String::new();
    print(&table.bytes, &mut text).expect("it can be printed");
    assert!(text.parse::<cedar_policy::Expression>().is_ok(), "{text}");
    let reads_u64 = table.inputs.contains(&"context.u8".to_string());
    let mut allowed = 0;
    for _ in 0..calls {
        let call = call(random);
        let (mut ours, mut theirs) = (table.limits.clone(), table.limits.clone());
        let found = decide(&table.bytes, &call.memory[..], 16, &mut ours[..]);
        let wanted = !(call.unfit && reads_u64) && expected(rules, &call, host, &mut theirs);
        assert_eq!((found, &ours), (wanted, &theirs), "{rules:#?}\n{:?}", call.values);
        for (parts, engine) in ENGINES {
            if table.needs & !parts == 0 {
                assert_eq!(engine(&table, &call.memory), found);
            }
        }
        allowed += usize::from(found);
    }
    allowed
}

/// The rules of a round: some permits, with and without limits, and some forbids; over a host in every other.
fn rules_of_round(round: usize, random: &mut Random) -> Rules {
    let mut maker = Maker { random, host: round.is_multiple_of(2) };
    let limits = [None, None, Some(0), Some(1)];
    let permits = (0..=round % 3).map(|_| (maker.make(Type::Bool, 3), maker.random.of(&limits))).collect::<Vec<_>>();
    let forbids = (0..round % 4 / 2).map(|_| maker.make(Type::Bool, 3)).collect::<Vec<_>>();
    Rules {
        permits: permits.into_iter().map(|(condition, limit)| rule(condition, limit)).collect(),
        forbids: forbids.into_iter().map(|condition| rule(condition, None)).collect(),
    }
}

#[test]
fn a_table_decides_as_its_rules_do() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut allowed = 0;
    for round in 0..2_000 {
        let host = round % 2 == 0;
        let rules = rules_of_round(round, &mut random);
        allowed += compare(&rules, &mut random, host, 5);
    }
    assert!(
        (2_000..8_000).contains(&allowed),
        "{allowed} of 10,000 calls are allowed: the rules are too weak or too strong to show anything"
    );
}

#[test]
fn rules_that_are_filed_are_found() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut allowed = 0;
    for round in 0..40 {
        let host = round % 2 == 0;
        let mut maker = Maker { random: &mut random, host };
        let forbids = if round % 4 < 2 { 0 } else { 8 };
        let rules = Rules {
            permits: (0..50 + round * 5).map(|_| rule(maker.filed(), None)).collect(),
            forbids: (0..forbids).map(|_| rule(Expr::And(vec![maker.filed(), maker.filed(), maker.filed()]), None)).collect(),
        };
        allowed += compare(&rules, &mut random, host, 20);
    }
    assert!((200..780).contains(&allowed), "{allowed} of 800 calls are allowed");
}

#[test]
fn a_table_that_was_changed_is_refused_or_harmless() {
    let mut random = Random(0x1234_5678_9abc_def1);
    for round in 0..12 {
        let mut maker = Maker { random: &mut random, host: true };
        let rules = Rules {
            permits: (0..1 + round * 2)
                .map(|_| rule(if round % 2 == 0 { maker.make(Type::Bool, 3) } else { maker.filed() }, None))
                .collect(),
            forbids: vec![rule(maker.filed(), None)],
        };
        let table = encode(&rules, &places(true)).expect("everything has a place").bytes;
        let call = call(&mut random);
        for at in 0..table.len() {
            for change in [1_u8, 0x80, 0xff, 4] {
                let mut changed = table.clone();
                changed[at] ^= change;
                // Whatever these say, they come to an end and do not panic.
                let checked = check(&changed);
                let _ = decide(&changed, &call.memory[..], 16, &mut ());
                if checked.is_ok() {
                    print(&changed, &mut String::new()).expect("what is a table can be printed");
                }
            }
        }
        for at in (0..table.len()).step_by(4) {
            for word in [0, u32::MAX, 1 << 31, table.len() as u32, 28] {
                let mut changed = table.clone();
                changed[at..at + 4].copy_from_slice(&word.to_le_bytes());
                let _ = check(&changed);
                let _ = decide(&changed, &call.memory[..], 16, &mut ());
            }
        }
        for length in 0..table.len() {
            assert!(check(&table[..length]).is_err());
            let _ = decide(&table[..length], &call.memory[..], 16, &mut ());
        }
    }
}
