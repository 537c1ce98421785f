//! Random pairs of policy sets on one action: an old one, and what became of it.
//!
//! In: random numbers. Out: two sets of one to four permits and up to two forbids. Most times the new one is the old one after an edit or two, so that
//! what one allows is all, most or little of what the other does; else they have nothing in common. Forbids do not compute, so that nearly none can fail.

use crate::generate::{self, condition, rule};
use crate::random::Random;

const PERMITS: usize = 4;
const FORBIDS: usize = 2;

/// A policy without its id.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Policy {
    permits: bool,
    /// From the scope to the last clause.
    text: String,
}

/// Two sets.
pub struct Pair {
    /// The action of all policies.
    pub action: &'static str,
    /// The type that it acts on.
    pub resource: &'static str,
    old: Vec<Policy>,
    new: Vec<Policy>,
}

impl Pair {
    /// Any.
    pub fn any(random: &mut Random) -> Self {
        let (action, resource) = generate::ACTIONS[[0, 1, 2, 2][random.below(4)]];
        let old = set(random, action, resource);
        let new = if random.once_in(8) {
            set(random, action, resource)
        } else {
            let mut new = old.clone();
            (0..=random.below(2)).for_each(|_| edit(random, &mut new, action, resource));
            new
        };
        Self { action, resource, old, new }
    }

    /// The sets as Cedar text, the old one first. Ids are `old0`, `old1`, ... and `new0`, `new1`, ...
    pub fn texts(&self) -> [String; 2] {
        let text = |side: &str, set: &[Policy]| {
            let policy = |(number, policy): (usize, &Policy)| {
                let effect = if policy.permits { "permit" } else { "forbid" };
                format!("@id(\"{side}{number}\")\n{effect} {};\n", policy.text)
            };
            set.iter().enumerate().map(policy).collect::<String>()
        };
        [text("old", &self.old), text("new", &self.new)]
    }
}

fn set(random: &mut Random, action: &str, resource: &str) -> Vec<Policy> {
    let (permits, forbids) = (1 + random.below(PERMITS), [0, 0, 1, 2][random.below(4)]);
    (0..permits + forbids).map(|number| policy(random, number < permits, action, resource)).collect()
}

fn policy(random: &mut Random, permits: bool, action: &str, resource: &str) -> Policy {
    Policy { permits, text: suited(permits, || rule(random, action, resource)) }
}

/// A text that does not compute, if it is for a forbid: sums and differences may fail.
fn suited(permits: bool, mut text: impl FnMut() -> String) -> String {
    let computes =
        |text: &str| [" + ", " - ", " * ", "(-(", ".offset(", ".durationSince(", ".toDate("].iter().any(|part| text.contains(part));
    let mut found = text();
    for _ in 0..30 {
        if permits || !computes(&found) {
            break;
        }
        found = text();
    }
    found
}

fn edit(random: &mut Random, set: &mut Vec<Policy>, action: &str, resource: &str) {
    let permits = set.iter().filter(|policy| policy.permits).count();
    let forbids = set.len() - permits;
    let at = random.below(set.len());
    let one = set[at].clone();
    let clause = |random: &mut Random| {
        let word = random.one(&["when", "unless"]);
        let condition = suited(one.permits, || condition(random, action, 1));
        format!("{}\n{word} {{ {condition} }}", one.text)
    };
    match random.below(10) {
        0 if permits < PERMITS => set.push(policy(random, true, action, resource)),
        1 if forbids < FORBIDS => set.push(policy(random, false, action, resource)),
        2 | 3 if !one.permits || permits > 1 => drop(set.remove(at)),
        4 => set[at].text = clause(random),
        // In two: what the one allows where a condition holds, and what it allows where it does not.
        5 if permits < PERMITS && one.permits || forbids < FORBIDS && !one.permits => {
            let condition = suited(false, || condition(random, action, 1));
            let half = |word: &str| Policy { permits: one.permits, text: format!("{}\n{word} {{ {condition} }}", one.text) };
            set[at] = half("when");
            set.push(half("unless"));
        }
        6 => {
            let last = set.len() - 1;
            set.swap(at, last);
        }
        7 => set[at] = policy(random, one.permits, action, resource),
        8 => set[at].text = comparison(random, &one.text),
        _ => set[at].text = constant(random, &one.text),
    }
}

/// The same with another comparison, if there is one.
fn comparison(random: &mut Random, text: &str) -> String {
    let others = [(" < ", " <= "), (" <= ", " < "), (" > ", " >= "), (" >= ", " > "), (" == ", " != "), (" && ", " || "), (" || ", " && ")];
    let clauses = text.find('\n').unwrap_or(text.len());
    let places: Vec<(usize, &str, &str)> = others
        .iter()
        .flat_map(|(from, to)| text.match_indices(from).map(|(at, _)| (at, *from, *to)))
        .filter(|(at, ..)| *at > clauses)
        .collect();
    if places.is_empty() {
        return text.to_string();
    }
    let (at, from, to) = places[random.below(places.len())];
    // An attribute may stand unguarded now; validation then refuses the policy.
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

/// The same with another constant of the same type, if there is one.
fn constant(random: &mut Random, text: &str) -> String {
    let places = constants(text);
    if places.is_empty() {
        return text.to_string();
    }
    let (from, to, others) = places[random.below(places.len())];
    format!("{}{}{}", &text[..from], random.one(others), &text[to..])
}

type Place = (usize, usize, &'static [&'static str]);

/// Where constants are, and what may stand there.
fn constants(text: &str) -> Vec<Place> {
    const COUNTS: [&str; 7] = ["0", "1", "2", "10", "80", "443", "9223372036854775807"];
    const KINDS: [(&str, &[&str]); 9] = [
        ("datetime(", &generate::TIMES),
        ("duration(", &generate::SPANS),
        ("decimal(", &generate::DECIMALS),
        ("ip(", &generate::RANGES),
        ("like ", &generate::PATTERNS),
        ("Agent::", &["a", "b", "c"]),
        ("Net::Host::", &["a.com", "b.com", "c"]),
        ("Net::Address::", &["a.com", "b.com"]),
        ("Color::", &["red", "green", "blue"]),
    ];
    let (mut places, mut at) = (vec![], 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let mut end = at + 1;
        if bytes[at] == b'"' {
            while bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            let kind = KINDS.iter().find(|(before, _)| text[..at].ends_with(before)).map(|(_, others)| *others);
            if !text[..at].ends_with("Action::") {
                places.push((at + 1, end, kind.unwrap_or(&generate::TEXTS)));
            }
            end += 1;
        } else if bytes[at].is_ascii_digit() {
            end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            places.push((at, end, &COUNTS));
        }
        at = end;
    }
    places
}
