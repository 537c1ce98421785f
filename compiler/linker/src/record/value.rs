//! Cedar values as recorders write them in JSON.
//!
//! In: JSON. Out: a value of the rules, or `None` for what no recorder writes: fractions, numbers beyond a Long, `null`, and extension values in another form than
//! a recorder's own.

use crate::guard::rules::Ip;
use crate::guard::simplify::value::Value as Cedar;
use caplink_guard::record::date;
use serde_json::Value;
use std::net::IpAddr;

/// The value that is meant.
pub fn value(json: &Value) -> Option<Cedar> {
    Some(match json {
        Value::Bool(value) => Cedar::Bool(*value),
        Value::Number(value) => Cedar::Long(value.as_i64()?),
        Value::String(text) => Cedar::String(text.clone()),
        Value::Array(elements) => Cedar::Set(elements.iter().map(value).collect::<Option<_>>()?),
        Value::Object(members) => match members.get("__extn") {
            Some(Value::Object(call)) if members.len() == 1 && call.len() == 2 => {
                extension(call.get("fn")?.as_str()?, call.get("arg")?.as_str()?)?
            }
            Some(_) => return None,
            None => Cedar::Record(members.iter().map(|(name, member)| Some((name.clone(), value(member)?))).collect::<Option<_>>()?),
        },
        Value::Null => return None,
    })
}

/// What a function of an extension type makes of its argument.
pub fn extension(function: &str, argument: &str) -> Option<Cedar> {
    match function {
        "ip" => ip(argument).map(Cedar::Ip),
        "decimal" => {
            let (sign, digits) = signed(argument);
            let (whole, part) = digits.split_once('.')?;
            let digits = format!("{sign}{}{}", digits_of(whole)?, digits_of(part).filter(|part| part.len() == 4)?);
            digits.parse().ok().map(Cedar::Decimal)
        }
        "duration" => {
            let (sign, digits) = signed(argument.strip_suffix("ms")?);
            format!("{sign}{}", digits_of(digits)?).parse().ok().map(Cedar::Duration)
        }
        "datetime" => datetime(argument).map(Cedar::Datetime),
        _ => None,
    }
}

fn signed(text: &str) -> (&str, &str) {
    text.split_at(usize::from(text.starts_with('-')))
}

fn digits_of(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn ip(text: &str) -> Option<Ip> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let (v6, address, whole) = match address.parse().ok()? {
        IpAddr::V4(address) => (false, u32::from(address).into(), 32),
        IpAddr::V6(address) => (true, u128::from(address), 128),
    };
    let prefix = match prefix {
        Some(prefix) => digits_of(prefix)?.parse().ok().filter(|prefix| *prefix < whole)?,
        None => whole,
    };
    Some(Ip { v6, address, prefix })
}

/// `2026-01-31T23:59:59.999Z`.
fn datetime(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| digits_of(text.get(range)?)?.parse::<i64>().ok();
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if text.len() != 24 || marks.iter().any(|(at, mark)| text.as_bytes().get(*at) != Some(mark)) {
        return None;
    }
    let [year, month, day, hour, minute, second] = [0..4, 5..7, 8..10, 11..13, 14..16, 17..19].map(number);
    let (year, month, day) = (year?, month?, day?);
    // Close from below, then day by day.
    let first = (year - 1970) * 365 - 800;
    let same = |days: &i64| date(*days) == Some((year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs()));
    let days = (first..first + 4_000).find(same)?;
    let (hour, minute, second) = (hour.filter(|hour| *hour < 24)?, minute.filter(|at| *at < 60)?, second.filter(|at| *at < 60)?);
    Some(days * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1_000 + number(20..23)?)
}
