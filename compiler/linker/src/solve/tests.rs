//! Questions with known answers, and random ones beside exhaustive evaluation.

use super::{Answer, Domain, Ids, Outcome, Text, satisfy};
use crate::guard::rules::{EntityName, Expr, Ip, Part, Path, Pattern, Root};
use crate::guard::simplify::value::Value;
use std::collections::{BTreeMap, BTreeSet};

mod atoms;
mod bounds;
mod canonical;
mod random;
mod records;

const LONG: Domain = Domain::Long { least: i64::MIN, greatest: i64::MAX };

/// A path below the context; `principal` and `resource` are those.
pub(super) fn path(text: &str) -> Path {
    match text {
        "principal" => Path { root: Root::Principal, attributes: vec![] },
        "resource" => Path { root: Root::Resource, attributes: vec![] },
        text => Path { root: Root::Context, attributes: text.split('.').filter(|name| !name.is_empty()).map(str::to_string).collect() },
    }
}

fn input(text: &str) -> Expr {
    Expr::Input(path(text))
}

fn has(text: &str) -> Expr {
    Expr::Has(path(text))
}

fn long(number: i64) -> Expr {
    Expr::Long(number)
}

fn text(text: &str) -> Expr {
    Expr::String(text.to_string())
}

fn equal(a: Expr, b: Expr) -> Expr {
    Expr::Equal(Box::new(a), Box::new(b))
}

fn less(a: Expr, b: Expr) -> Expr {
    Expr::Less(Box::new(a), Box::new(b))
}

fn not(a: Expr) -> Expr {
    Expr::Not(Box::new(a))
}

fn one_of(a: Expr, names: &[&str]) -> Expr {
    Expr::OneOf(Box::new(a), names.iter().map(ToString::to_string).collect())
}

fn pattern(text: &str) -> Pattern {
    let mut parts = vec![];
    for piece in text.split_inclusive('*') {
        let literal = piece.trim_end_matches('*');
        if !literal.is_empty() {
            parts.push(Part::Literal(literal.to_string()));
        }
        if piece.ends_with('*') && parts.last() != Some(&Part::Star) {
            parts.push(Part::Star);
        }
    }
    parts
}

fn like(a: Expr, text: &str) -> Expr {
    Expr::Like(Box::new(a), pattern(text))
}

fn ip(text: &str) -> Ip {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, prefix.parse().ok()));
    match address.parse().expect("it is an address") {
        std::net::IpAddr::V4(v4) => Ip { v6: false, address: u32::from(v4).into(), prefix: prefix.unwrap_or(32) },
        std::net::IpAddr::V6(v6) => Ip { v6: true, address: v6.into(), prefix: prefix.unwrap_or(128) },
    }
}

/// The inputs of all tests; `q` and `note` are optional, and nothing is known of `unknown`.
pub(super) fn inputs(path: &Path) -> Option<Domain> {
    let note =
        Domain::Record(BTreeMap::from([("text".to_string(), (Domain::String(Text::Any), true)), ("deep".to_string(), (LONG, false))]));
    let mut domain = match path.root {
        Root::Principal => Domain::Entity { kind: "Agent".into(), ids: Ids::Listed(["a", "b"].map(str::to_string).into()) },
        Root::Resource => Domain::Entity { kind: "Net::Host".into(), ids: Ids::Any(Text::Host) },
        Root::Context => {
            let strings = Domain::Set(Box::new(Domain::String(Text::Any)));
            let field = |name: &str, domain: &Domain, required| (name.to_string(), (domain.clone(), required));
            Domain::Record(BTreeMap::from([
                field("b", &Domain::Bool, true),
                field("c", &Domain::Bool, true),
                field("n", &LONG, true),
                field("m", &LONG, true),
                field("port", &Domain::Long { least: 0, greatest: 65_535 }, true),
                field("t", &Domain::String(Text::Any), true),
                field("u", &Domain::String(Text::Any), true),
                field("path", &Domain::String(Text::Path), true),
                field("file", &Domain::Entity { kind: "Fs::Path".into(), ids: Ids::Any(Text::FilePath) }, true),
                field("method", &Domain::String(Text::Method), true),
                field("one", &Domain::String(Text::OneCharacter), true),
                field("scheme", &Domain::String(Text::OneOf(["http", "https"].map(str::to_string).into())), true),
                field("q", &Domain::String(Text::Query), false),
                field("k", &LONG, false),
                field("s", &strings, true),
                field("z", &strings, true),
                field("flags", &Domain::Set(Box::new(Domain::Bool)), true),
                field("price", &Domain::Decimal, true),
                field("at", &Domain::Datetime, true),
                field("span", &Domain::Duration, true),
                field("ip", &Domain::Ip { only_addresses: true }, true),
                field("range", &Domain::Ip { only_addresses: false }, true),
                field("note", &note, false),
                field("other", &note, true),
                field("plain", &Domain::Record(BTreeMap::from([field("x", &LONG, true), field("y", &Domain::Bool, true)])), true),
            ]))
        }
    };
    for name in &path.attributes {
        let Domain::Record(mut fields) = domain else { return None };
        domain = fields.remove(name)?.0;
    }
    Some(domain)
}

fn ask(wanted: &[(&Expr, Outcome)]) -> String {
    match satisfy(wanted, &inputs) {
        Answer::Never => "never".into(),
        Answer::Unknown => "unknown".into(),
        Answer::Sometimes(witness) => witness.to_string(),
    }
}

/// What is expected of one condition: `never`, `unknown`, or the witness.
#[track_caller]
fn check(expr: Expr, outcome: Outcome, expected: &str) {
    assert_eq!(ask(&[(&expr, outcome)]), expected, "{outcome:?}: {expr:?}");
}
