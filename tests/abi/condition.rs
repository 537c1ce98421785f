//! Random policies over what a call shows: conditions that hold for one call, so that about half of the calls that differ from it are allowed.
//!
//! In: the context of that call. Out: [`Policy`]s, as text, with the paths that they read.

use super::projection::{Attribute, Shape, Value};
use super::random::Random;

/// A policy of one function.
pub struct Policy {
    pub text: String,
    /// What it reads: attribute names from the context on, and whether the value itself is read, or only whether it is there.
    pub reads: Vec<(Vec<String>, bool)>,
}

/// A condition.
#[derive(Clone)]
struct Condition {
    text: String,
    reads: Vec<(Vec<String>, bool)>,
}

/// Policies for one action; none at all now and then.
pub fn policies(random: &mut Random, action: &str, context: &[Attribute], other: &[Attribute]) -> Vec<Policy> {
    let mut policies = vec![];
    let mut policy = |effect: &str, condition: Option<Condition>| {
        let Condition { text, reads } = condition.unwrap_or(Condition { text: "true".into(), reads: vec![] });
        let when = if text == "true" { String::new() } else { format!(" when {{ {text} }}") };
        policies.push(Policy { text: format!("{effect} (principal, action == Action::\"{action}\", resource){when};\n"), reads });
    };
    if context.is_empty() {
        if random.percent(80) {
            policy("permit", None);
        }
        return policies;
    }
    for _ in 0..1 + random.below(2) {
        let condition = (!random.percent(8)).then(|| condition(random, context));
        policy("permit", condition);
    }
    if random.percent(35) {
        let forbidden = if random.percent(50) { condition(random, context).not() } else { condition(random, other) };
        policy("forbid", Some(forbidden));
    }
    policies
}

/// A condition that holds, mostly.
fn condition(random: &mut Random, context: &[Attribute]) -> Condition {
    let one = atom(random, context);
    match random.below(10) {
        0..=4 => one,
        5 | 6 => one.with("&&", atom(random, context)),
        7 => atom(random, context).not().with("||", one),
        8 => one.with("&&", atom(random, context).not().with("&&", atom(random, context)).not().with("||", atom(random, context))),
        _ => {
            let (then, otherwise) = (atom(random, context), atom(random, context));
            let text = format!("if {} then {} else {}", one.text, then.text, otherwise.text);
            Condition { text, reads: [one.reads, then.reads, otherwise.reads].concat() }
        }
    }
}

impl Condition {
    fn not(self) -> Self {
        Self { text: format!("!({})", self.text), reads: self.reads }
    }

    fn with(self, operator: &str, other: Self) -> Self {
        Self { text: format!("(({}) {operator} ({}))", self.text, other.text), reads: [self.reads, other.reads].concat() }
    }
}

/// A way to a value.
#[derive(Clone)]
struct Way {
    text: String,
    path: Vec<String>,
    /// What must hold before it can be read.
    first: String,
    reads: Vec<(Vec<String>, bool)>,
}

/// A test of one value, or of two.
fn atom(random: &mut Random, context: &[Attribute]) -> Condition {
    let start = Way { text: "context".into(), path: vec![], first: String::new(), reads: vec![] };
    let attribute = &context[random.below(context.len())];
    let same =
        |other: &&Attribute| other.shape == attribute.shape && other.name != attribute.name && !other.is_optional && !attribute.is_optional;
    if random.percent(40)
        && let Some(other) = context.iter().find(same)
    {
        let operator = if attribute.value == other.value { "==" } else { "!=" };
        let (one, two) = (start.to(&attribute.name), start.to(&other.name));
        return Condition { text: format!("{} {operator} {}", one.text, two.text), reads: vec![(one.path, true), (two.path, true)] };
    }
    part(random, &start, &attribute.name, &attribute.shape, attribute.is_optional, attribute.value.as_ref())
}

/// A test of an attribute that may be absent.
fn part(random: &mut Random, way: &Way, name: &str, shape: &Shape, is_optional: bool, value: Option<&Value>) -> Condition {
    let mut here = way.to(name);
    if is_optional {
        let has = format!("{} has {}", way.text, if is_plain(name) { name.to_string() } else { format!("\"{name}\"") });
        here.reads.push((here.path.clone(), false));
        if value.is_none() {
            return Condition { text: format!("({}!({has}))", way.first), reads: here.reads };
        }
        here.first = format!("{}{has} && ", way.first);
        if random.percent(15) {
            return Condition { text: format!("({}true)", here.first), reads: here.reads };
        }
    }
    let value = value.expect("what is not optional is there");
    let mut reads = here.reads.clone();
    let text = match (shape, value) {
        (Shape::Record(parts), Value::Record(_)) => match literal(shape, value).filter(|_| random.percent(40)) {
            Some(literal) => format!("{} == {literal}", here.text),
            None => {
                let (name, shape, is_optional) = &parts[random.below(parts.len())];
                return part(random, &here, name, shape, *is_optional, value.part(name));
            }
        },
        (_, value) => test(random, &here.text, shape, value),
    };
    reads.push((here.path, true));
    Condition { text: format!("({}{text})", here.first), reads }
}

/// A test of a value that is there, and that is no record. It holds, but for sums that overflow.
fn test(random: &mut Random, x: &str, shape: &Shape, value: &Value) -> String {
    match (shape, value) {
        (_, Value::Bool(true)) => [x.to_string(), format!("{x} == true")][random.below(2)].clone(),
        (_, Value::Bool(false)) => [format!("!{x}"), format!("{x} != true")][random.below(2)].clone(),
        (_, Value::Long(number)) => match random.below(9) {
            0 | 1 => format!("{x} == {}", long(*number)),
            2 => format!("{x} <= {}", long(*number)),
            3 => format!("{x} >= {}", long(*number)),
            4 => format!("{x} < {}", number.checked_add(1).map_or("9223372036854775807".into(), long)),
            5 => format!("{} < {x}", number.checked_sub(1).map_or("-9223372036854775808".into(), long)),
            6 => format!("[{}, {}, 7].contains({x})", long(*number), long(number.wrapping_mul(31))),
            7 => format!("{x} + {} >= {}", random.below(40), long(*number)),
            _ => format!("{x} * 2 == {}", long(number.wrapping_mul(2))),
        },
        (_, Value::Large(_)) => format!("{x} > {}", random.below(100)),
        (Shape::OneOf(_), Value::String(case)) => match random.below(3) {
            0 => format!("[{}, \"zz\"].contains({x})", quoted(case, false)),
            _ => format!("{x} == {}", quoted(case, false)),
        },
        (_, Value::String(text)) if !is_one_script(text) => format!("{x} != \"{}\"", random.below(9)),
        (_, Value::String(text)) => {
            let chars: Vec<char> = text.chars().collect();
            let (from, to) = (random.below(chars.len() + 1), random.below(chars.len() + 1));
            let (from, to) = (from.min(to), from.max(to));
            let of = |chars: &[char]| pattern(&chars.iter().collect::<String>());
            match random.below(7) {
                0 | 1 => format!("{x} == {}", quoted(text, false)),
                2 => format!("{x} like \"{}*\"", of(&chars[..to])),
                3 => format!("{x} like \"*{}\"", of(&chars[from..])),
                4 => format!("{x} like \"*{}*\"", of(&chars[from..to])),
                5 => format!("{x} like \"{}*{}\"", of(&chars[..from]), of(&chars[to..])),
                _ => format!("[{}, \"other\"].contains({x})", quoted(text, false)),
            }
        }
        (Shape::Set(inner), Value::Set(values)) => {
            let literals: Vec<_> = values.iter().filter_map(|value| literal(inner, value)).collect();
            match random.below(5) {
                _ if values.is_empty() => format!("{x}.isEmpty()"),
                _ if literals.len() < values.len() || random.percent(10) => format!("!{x}.isEmpty()"),
                0 | 1 => format!("{x}.contains({})", literals[random.below(literals.len())]),
                2 => format!("{x}.containsAll([{}])", literals[random.below(literals.len())]),
                3 => format!("{x}.containsAny([{}])", literals.join(", ")),
                _ => format!("{x} == [{}]", literals.join(", ")),
            }
        }
        (shape, value) => unreachable!("{value:?} is no {shape:?}"),
    }
}

/// The value as Cedar writes it, unless strict validation has no type for it there: an empty set, a record with an optional part.
fn literal(shape: &Shape, value: &Value) -> Option<String> {
    match (shape, value) {
        (_, Value::Bool(bool)) => Some(bool.to_string()),
        (_, Value::Long(number)) => Some(long(*number)),
        (_, Value::Large(_)) => None,
        (_, Value::String(text)) => is_one_script(text).then(|| quoted(text, false)),
        (Shape::Set(inner), Value::Set(values)) => {
            let all = values.iter().map(|value| literal(inner, value)).collect::<Option<Vec<_>>>()?;
            (!all.is_empty()).then(|| format!("[{}]", all.join(", ")))
        }
        (Shape::Record(parts), value) => {
            let part = |(name, shape, is_optional): &(String, Shape, bool)| {
                let value = value.part(name).filter(|_| !*is_optional)?;
                Some(format!("\"{name}\": {}", literal(shape, value)?))
            };
            Some(format!("{{{}}}", parts.iter().map(part).collect::<Option<Vec<_>>>()?.join(", ")))
        }
        (shape, value) => unreachable!("{value:?} is no {shape:?}"),
    }
}

impl Way {
    fn to(&self, name: &str) -> Self {
        let text = if is_plain(name) { format!("{}.{name}", self.text) } else { format!("{}[\"{name}\"]", self.text) };
        Self { text, path: [&self.path[..], &[name.to_string()]].concat(), first: self.first.clone(), reads: self.reads.clone() }
    }
}

fn is_plain(name: &str) -> bool {
    let reserved = ["if", "in", "has", "like", "is", "true", "then"];
    !reserved.contains(&name)
        && name.starts_with(|char: char| char.is_ascii_lowercase())
        && name.chars().all(|char| char.is_ascii_alphanumeric())
}

/// Letters of two scripts in one literal are refused, as one may look like another; so are characters of no script. (Han is taken alone.)
fn is_one_script(text: &str) -> bool {
    let is_odd = |char: char| matches!(char, '\u{7ff}' | '\u{ffff}' | '\u{10ffff}');
    !text.contains(is_odd) && (!text.contains('你') || text.chars().all(|char| char == '你'))
}

fn long(number: i64) -> String {
    format!("{number}")
}

/// A part of a `like` pattern.
fn pattern(text: &str) -> String {
    let text = quoted(text, true);
    text[1..text.len() - 1].to_string()
}

fn quoted(text: &str, is_pattern: bool) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '*' if is_pattern => out.push_str("\\*"),
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '*' | '/' | '.' | '-' => out.push(char),
            other => out.push_str(&format!("\\u{{{:x}}}", u32::from(other))),
        }
    }
    out + "\""
}
