//! Witnesses for people, in Cedar's own notation.
//!
//! In: a witness, of which texts and names are untrusted. Out: one line, such as `resource == Net::Host::"example.com", context.port ==
//! 443, context has no query`. Must hold: every text passes through the one escaping function.

use super::Witness;
use super::slots::lies_in;
use crate::guard::rules::{Ip, Path, Root};
use crate::guard::simplify::value::Value;
use caplink_model::text::escape;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A record that is there goes without saying beside what it holds.
        let is_told = |path: &Path, value: &Option<Value>| {
            let inside = self.values.keys().any(|other| lies_in(other, path));
            inside && matches!(value, Some(Value::Record(_)))
        };
        let told = self.values.iter().filter(|(path, value)| !is_told(path, value));
        let parts: Vec<String> = told.map(|(path, value)| part(path, value.as_ref())).collect();
        f.write_str(&parts.join(", "))
    }
}

fn part(path: &Path, value: Option<&Value>) -> String {
    match (value, path.attributes.split_last()) {
        (Some(value), _) => format!("{} == {}", place(path.root, &path.attributes), literal(value)),
        (None, Some((name, outer))) => {
            let name = if is_plain(name) { name.clone() } else { quoted(name) };
            format!("{} has no {name}", place(path.root, outer))
        }
        (None, None) => format!("there is no {}", place(path.root, &[])),
    }
}

fn place(root: Root, attributes: &[String]) -> String {
    let mut place = Path { root, attributes: vec![] }.to_string();
    for name in attributes {
        place.push_str(&if is_plain(name) { format!(".{name}") } else { format!("[{}]", quoted(name)) });
    }
    place
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().enumerate().all(|(at, c)| c == '_' || c.is_ascii_alphabetic() || at > 0 && c.is_ascii_digit())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escape(text).replace('"', "\\\""))
}

/// A value in Cedar's notation.
pub fn literal(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Long(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Entity(entity) => format!("{}::{}", escape(&entity.kind), quoted(&entity.id)),
        Value::Decimal(number) => {
            let (sign, size) = (if *number < 0 { "-" } else { "" }, number.unsigned_abs());
            format!("decimal(\"{sign}{}.{:04}\")", size / 10_000, size % 10_000)
        }
        Value::Datetime(number) => datetime(*number),
        Value::Duration(number) => format!("duration(\"{number}ms\")"),
        Value::Ip(ip) => format!("ip(\"{}\")", range(*ip)),
        Value::Set(elements) => format!("[{}]", elements.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Record(fields) => {
            let field = |(name, value): (&String, &Value)| {
                let name = if is_plain(name) { name.clone() } else { quoted(name) };
                format!("{name}: {}", literal(value))
            };
            format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
    }
}

fn range(ip: Ip) -> String {
    let (address, whole) = match u32::try_from(ip.address) {
        Ok(address) if !ip.v6 => (Ipv4Addr::from(address).to_string(), 32),
        _ => (Ipv6Addr::from(ip.address).to_string(), 128),
    };
    if ip.prefix == whole { address } else { format!("{address}/{}", ip.prefix) }
}

/// A date that Cedar can write, or an offset from 1970.
fn datetime(at: i64) -> String {
    const DAY: i64 = super::number::DAY;
    let (days, time) = (at.div_euclid(DAY), at.rem_euclid(DAY));
    // Years 0 to 9999.
    if !(-719_528..2_932_897).contains(&days) {
        return format!("datetime(\"1970-01-01\").offset(duration(\"{at}ms\"))");
    }
    let (year, month, day) = date(days);
    if time == 0 {
        return format!("datetime(\"{year:04}-{month:02}-{day:02}\")");
    }
    let (hours, minutes, seconds) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60);
    format!("datetime(\"{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{:03}Z\")", time % 1_000)
}

/// Year, month and day of a number of days since 1970, by eras of 400 years that begin in March (H. Hinnant, "chrono-compatible low-level
/// date algorithms").
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}
