//! Random policies over three actions, as Cedar text.
//!
//! In: random numbers. Out: an action, and one policy on it that strict validation accepts, nearly always. Constants are few, so that
//! conditions meet; optional attributes are asked for first, nearly always. Few atoms relate two inputs.

use crate::random::Random;

/// What policies are written over.
pub const SCHEMA: &str = r#"
entity Agent;
entity Color enum ["red", "green", "blue"];
namespace Net {
  entity Host;
  entity Address;
}
type Note = { text: String, deep?: Long };
action "http:request" appliesTo {
  principal: [Agent],
  resource: [Net::Host],
  context: { scheme: String, port: Long, method: String, path: String, query?: String }
};
action "net:connect" appliesTo {
  principal: [Agent],
  resource: [Net::Address],
  context: { ip: ipaddr, port: Long, protocol: String }
};
action "acme:pay" appliesTo {
  principal: [Agent],
  resource: [Net::Host],
  context: {
    amount: Long, hops: Long, limit?: Long, to: String, memo?: String, tags: Set<String>, codes: Set<Long>, at: datetime, span: duration, price: decimal,
    peer?: ipaddr, urgent: Bool, note?: Note, color: Color, flags: Set<Bool>
  }
};
"#;

/// The actions with what they act on.
pub const ACTIONS: [(&str, &str); 3] = [("http:request", "Net::Host"), ("net:connect", "Net::Address"), ("acme:pay", "Net::Host")];

/// The schema with one action, and only those attributes that a text mentions: symbolic values of the others only cost time.
pub fn schema(action: &str, text: &str) -> String {
    let start = SCHEMA.find("action \"").expect("there are actions");
    let (_, rest) = SCHEMA.split_once(&format!("action \"{action}\"")).expect("it is one of them");
    let (scope, rest) = rest.split_once("context: {").expect("each has a context");
    let (attributes, _) = rest.split_once('}').expect("which ends");
    let attributes = attributes.split(',').map(str::trim);
    let is_mentioned = |attribute: &&str| {
        let name = attribute.split([':', '?']).next().unwrap_or_default();
        !name.is_empty() && (text.contains(&format!("context.{name}")) || text.contains(&format!("context has {name}")))
    };
    let kept: Vec<&str> = attributes.filter(is_mentioned).collect();
    format!("{}action \"{action}\"{scope}context: {{ {} }}\n}};\n", &SCHEMA[..start], kept.join(", "))
}

/// Constants that conditions mention, by type.
pub const NUMBERS: [&str; 12] =
    ["0", "1", "2", "-1", "3", "10", "80", "443", "9223372036854775807", "-9223372036854775808", "4611686018427387904", "100"];
pub const TEXTS: [&str; 10] = ["", "a", "ab", "b", "/v1", "/v1/a", "GET", "https", "é*", "\\\"q\\\""];
pub const PATTERNS: [&str; 10] = ["*", "/v1/*", "a*", "*b", "*a*b*", "a*a", "/*", "*/v1*", "http*", "\\\\*x*"];
pub const TIMES: [&str; 6] =
    ["1970-01-01", "2024-02-29", "2024-02-29T12:30:00Z", "1969-12-31T23:59:59.999Z", "9999-12-31", "2027-01-01T00:00:00.001Z"];
pub const SPANS: [&str; 7] = ["0ms", "1ms", "-1ms", "1h", "9h30m", "1d", "-25h"];
pub const DECIMALS: [&str; 6] = ["0.0", "1.5", "-1.5", "12.3456", "922337203685477.5807", "-922337203685477.5808"];
pub const RANGES: [&str; 11] = [
    "10.0.0.0/8",
    "10.0.0.1",
    "127.0.0.0/8",
    "10.0.0.0/9",
    "0.0.0.0/0",
    "224.0.0.1",
    "::1",
    "2001:db8::/32",
    "ff00::/8",
    "10.0.0.1/8",
    "::/0",
];

/// A permit on an action.
pub fn policy(random: &mut Random, action: &str, resource: &str, id: &str) -> String {
    format!("@id(\"{id}\")\npermit {};\n", rule(random, action, resource))
}

/// A policy on an action, from its scope to its last clause.
pub fn rule(random: &mut Random, action: &str, resource: &str) -> String {
    let principal = if random.once_in(4) { format!("principal == Agent::\"{}\"", random.one(&["a", "b"])) } else { "principal".into() };
    let on = if random.once_in(4) { format!("resource == {resource}::\"{}\"", random.one(&["a.com", "b.com"])) } else { "resource".into() };
    let mut text = format!("({principal}, action == Action::\"{action}\", {on})");
    if !random.once_in(10) {
        text += &format!("\nwhen {{ {} }}", condition(random, action, 3));
    }
    if random.once_in(4) {
        text += &format!("\nunless {{ {} }}", condition(random, action, 1));
    }
    text
}

/// A condition, with so many connectives on each way down.
pub fn condition(random: &mut Random, action: &str, depth: usize) -> String {
    let inner = |random: &mut Random| condition(random, action, depth.saturating_sub(1));
    match random.below(if depth == 0 { 4 } else { 10 }) {
        4 | 5 => format!("({} && {})", inner(random), inner(random)),
        6 | 7 => format!("({} || {})", inner(random), inner(random)),
        8 => format!("!({})", inner(random)),
        9 => {
            let (test, then, other) = (inner(random), inner(random), inner(random));
            if random.once_in(4) { format!("(({test}) == ({then}))") } else { format!("(if {test} then {then} else {other})") }
        }
        _ => match (action, random.below(8)) {
            (_, 0) => format!("principal == Agent::\"{}\"", random.one(&["a", "b", "c"])),
            ("http:request", _) => http(random),
            ("net:connect", _) => net(random),
            _ => pay(random),
        },
    }
}

fn http(random: &mut Random) -> String {
    match random.below(7) {
        0 => text(random, "context.scheme"),
        1 => number(random, &["context.port"]),
        2 => text(random, "context.method"),
        3 => guarded(random, "context has query", |random| text(random, "context.query")),
        4 if random.once_in(8) => "context.method == context.path".into(),
        5 => format!("resource == Net::Host::\"{}\"", random.one(&["a.com", "b.com", "c"])),
        _ => text(random, "context.path"),
    }
}

fn net(random: &mut Random) -> String {
    match random.below(5) {
        0 => text(random, "context.protocol"),
        1 => number(random, &["context.port"]),
        _ => ip(random, "context.ip"),
    }
}

fn pay(random: &mut Random) -> String {
    match random.below(19) {
        0 | 1 => number(random, &["context.amount"]),
        2 if random.once_in(2) => number(random, &["context.amount", "context.hops"]),
        2 => number(random, &["context.hops"]),
        3 => guarded(random, "context has limit", |random| number(random, &["context.limit"])),
        4 => text(random, "context.to"),
        5 => guarded(random, "context has memo", |random| text(random, "context.memo")),
        6 | 7 => set(random, "context.tags", "\"x\"", &["\"y\"", "\"z\""]),
        8 => set(random, "context.codes", "1", &["2", "-1"]),
        9 => set(random, "context.flags", "true", &["false"]),
        10 | 11 => datetime(random),
        12 => span(random),
        13 => decimal(random),
        14 => guarded(random, "context has peer", |random| ip(random, "context.peer")),
        15 => "context.urgent".into(),
        16 => match random.below(4) {
            0 => "context has note".into(),
            1 => "context has note.deep".into(),
            2 => guarded(random, "context has note", |random| text(random, "context.note.text")),
            _ => guarded(random, "context has note.deep", |random| number(random, &["context.note.deep"])),
        },
        17 => random
            .one(&[
                "context.tags.contains(context.to)",
                "(context has memo && context.memo == context.to)",
                "context.amount <= context.hops",
                "context.at.offset(context.span) > datetime(\"2024-02-29\")",
                "context.codes.contains(context.amount)",
                "(if context.urgent then context.amount else context.hops) < 3",
            ])
            .into(),
        _ => format!("context.color == Color::\"{}\"", random.one(&["red", "green", "blue"])),
    }
}

/// `then` where an optional attribute is there.
fn guarded(random: &mut Random, has: &str, then: impl Fn(&mut Random) -> String) -> String {
    match random.below(4) {
        0 => has.to_string(),
        1 => format!("(if {has} then {} else {})", then(random), random.one(&["true", "false"])),
        2 => format!("!({has} && {})", then(random)),
        _ => format!("({has} && {})", then(random)),
    }
}

fn text(random: &mut Random, of: &str) -> String {
    match random.below(6) {
        0 | 1 => format!("{of} == \"{}\"", random.one(&TEXTS)),
        2 => format!("[\"{}\", \"{}\"].contains({of})", random.one(&TEXTS), random.one(&TEXTS)),
        _ => format!("{of} like \"{}\"", random.one(&PATTERNS)),
    }
}

fn number(random: &mut Random, inputs: &[&str]) -> String {
    let left = match inputs {
        [a, b] if random.once_in(2) => match random.below(3) {
            0 => format!("({a} + {b})"),
            1 => format!("({a} - {b} * 2)"),
            _ => return format!("{a} {} {b}", random.one(&["<", "<=", "=="])),
        },
        [one, ..] => sum(random, one),
        [] => "0".into(),
    };
    let right = random.one(&NUMBERS);
    match random.below(6) {
        0 => format!("[{right}, {}].contains({left})", random.one(&NUMBERS)),
        1 => format!("{right} < {left}"),
        _ => format!("{left} {} {right}", random.one(&["<", "<=", ">", ">=", "==", "!="])),
    }
}

fn sum(random: &mut Random, of: &str) -> String {
    match random.below(16) {
        0 => format!("({} + {})", sum(random, of), random.one(&NUMBERS)),
        1 => format!("({} - {})", random.one(&NUMBERS), sum(random, of)),
        2 => format!("({} * {})", sum(random, of), random.one(&NUMBERS)),
        3 => format!("(-({}))", sum(random, of)),
        4 => format!("({} + {} + {})", random.one(&NUMBERS), sum(random, of), random.one(&NUMBERS)),
        _ => of.to_string(),
    }
}

fn set(random: &mut Random, of: &str, one: &str, others: &[&str]) -> String {
    let other = random.one(others);
    match random.below(7) {
        0 => format!("{of}.contains({one})"),
        1 => format!("{of}.containsAll([{one}, {other}])"),
        2 => format!("{of}.containsAny([{one}, {other}])"),
        3 => format!("{of}.isEmpty()"),
        4 => format!("{of} == [{other}]"),
        5 => format!("[{one}, {other}].containsAll({of})"),
        _ => format!("{of}.contains({other})"),
    }
}

fn datetime(random: &mut Random) -> String {
    let at = "context.at";
    let (time, span) = (format!("datetime(\"{}\")", random.one(&TIMES)), format!("duration(\"{}\")", random.one(&SPANS)));
    let comparison = random.one(&["<", "<=", ">", "==", ">="]);
    match random.below(7) {
        0 => format!("{at}.offset({span}) {comparison} {time}"),
        1 => format!("{at}.durationSince({time}) {comparison} {span}"),
        2 => format!("{at}.toDate() {comparison} {time}"),
        3 => format!("{at}.toTime() {comparison} {span}"),
        4 => format!("{at}.offset({span}).toTime() {comparison} duration(\"{}\")", random.one(&SPANS)),
        _ => format!("{at} {comparison} {time}"),
    }
}

fn span(random: &mut Random) -> String {
    let comparison = random.one(&["<", "<=", ">", "==", ">="]);
    match random.below(3) {
        0 => format!("context.span {comparison} duration(\"{}\")", random.one(&SPANS)),
        _ => {
            let unit = random.one(&["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"]);
            format!("context.span.{unit}() {comparison} {}", random.one(&NUMBERS))
        }
    }
}

fn decimal(random: &mut Random) -> String {
    let constant = format!("decimal(\"{}\")", random.one(&DECIMALS));
    match random.below(3) {
        0 => format!("context.price == {constant}"),
        _ => {
            let method = random.one(&["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"]);
            format!("context.price.{method}({constant})")
        }
    }
}

fn ip(random: &mut Random, of: &str) -> String {
    let range = format!("ip(\"{}\")", random.one(&RANGES));
    match random.below(8) {
        0 => format!("{of} == {range}"),
        1 => format!("{range}.isInRange({of})"),
        2 => format!("{of}.{}()", random.one(&["isIpv4", "isIpv6", "isLoopback", "isMulticast"])),
        _ => format!("{of}.isInRange({range})"),
    }
}
