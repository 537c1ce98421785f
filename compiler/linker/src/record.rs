//! Logs of recorders: text of any origin comes in, the calls that recorders wrote down in it go out.
//!
//! A recorder's line is `caplink: ` and a JSON object, in printable ASCII, with one line feed at its end. It is looked for at the start of a line; and, because hosts put times and
//! levels before it and an agent may leave a line unended, anywhere in a line if it goes on as each of them does, with `{"symbol":"`. All other lines are skipped.
//! Must hold: no member is unknown, twice there, or of a value that Cedar lacks; what starts a line as a recorder does and is none is an error.
//!
//! An agent that may write to the same place can write such lines itself. So a log is a hint for people and tools that propose, never evidence of what was called.

mod value;

pub use value::{extension, value};

use caplink_guard::record::MARK;
use caplink_model::{
    InterfaceName, Symbol,
    diagnostic::Diagnostic,
    symbol::{is_function_name, is_plain_name},
    text::escape,
};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// One call that a recorder wrote down.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The line, from 1.
    pub line: u32,
    /// The function.
    pub symbol: Symbol,
    /// Its actions, as the lockfile of the recorder has them. Not empty.
    pub actions: Vec<String>,
    /// The decision.
    pub allowed: bool,
    /// Type and id of the resource, if it was visible.
    pub resource: Option<(String, String)>,
    /// The values of the call in Cedar's JSON form, if they were visible.
    pub context: Option<Map<String, Value>>,
    /// Whether the line has no context, or no resource, because it would have been too long.
    pub truncated: bool,
    /// Whether a value was left out, in context or resource, because Cedar has none such.
    pub omitted: bool,
}

/// How each line of a recorder goes on.
const START: &str = "{\"symbol\":\"";

/// Finds the calls in a log.
///
/// # Errors
/// For the first line that starts as a recorder's does and is none; and for a log without any, which may be any file.
pub fn parse(text: &str) -> Result<Vec<Call>, Diagnostic> {
    let mut calls = vec![];
    for (number, line) in (1_u32..).zip(text.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let anywhere = || line.match_indices(MARK).map(|(at, mark)| &line[at + mark.len()..]).find(|rest| rest.starts_with(START));
        if let Some(json) = line.strip_prefix(MARK).or_else(anywhere) {
            calls.push(call(number, json).map_err(|reason| malformed(number, &reason))?);
        }
    }
    if calls.is_empty() {
        let message = "the log holds no line of a recorder, so nothing was recorded";
        let help = "give the log of a run of an artifact that `caplink link --observe` made; another file would pass for a run that called nothing";
        return Err(Diagnostic::error("E-LOG", message).help(help));
    }
    Ok(calls)
}

fn malformed(line: u32, reason: &str) -> Diagnostic {
    Diagnostic::error("E-LOG", format!("line {line} of the log starts as a recorder's does, and is none: {}", escape(reason)))
        .help("give the log as `caplink link --observe` made it be written; lines of other programs may stand in it")
}

/// A text as a JSON string in printable ASCII, as recorders write it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            ' '..='~' => out.push(character),
            other => other.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out.push('"');
    out
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    symbol: String,
    #[serde(default, deserialize_with = "some")]
    action: Option<String>,
    #[serde(default, deserialize_with = "some")]
    actions: Option<Vec<String>>,
    decision: Decision,
    #[serde(default, deserialize_with = "some")]
    resource: Option<Entity>,
    #[serde(default, deserialize_with = "some")]
    context: Option<Strict>,
    #[serde(default, deserialize_with = "some")]
    truncated: Option<bool>,
    #[serde(default, deserialize_with = "some")]
    omitted: Option<bool>,
}

#[derive(serde::Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Decision {
    Allow,
    Deny,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entity {
    r#type: String,
    id: String,
}

/// A member that is there is no `null`.
fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn call(line: u32, json: &str) -> Result<Call, String> {
    let found: Line = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let actions = match (found.action, found.actions) {
        (Some(only), None) => vec![only],
        (None, Some(several)) if several.len() > 1 => several,
        _ => return Err("it has neither one `action` nor several `actions`".into()),
    };
    let context = match found.context {
        None => None,
        Some(Strict(Value::Object(members))) if members.values().all(|member| value(member).is_some()) => Some(members),
        Some(_) => return Err("its `context` is no record of Cedar values".into()),
    };
    if found.truncated == Some(false) || found.omitted == Some(false) || found.truncated.is_some() && context.is_some() {
        return Err("`truncated` and `omitted` are true or not there, and what is truncated has no `context`".into());
    }
    Ok(Call {
        line,
        symbol: symbol(&found.symbol).ok_or("its `symbol` is no function of an import")?,
        actions,
        allowed: found.decision == Decision::Allow,
        resource: found.resource.map(|entity| (entity.r#type, entity.id)),
        context,
        truncated: found.truncated.is_some(),
        omitted: found.omitted.is_some(),
    })
}

fn symbol(text: &str) -> Option<Symbol> {
    let (import, function) = text.split_once('#').unwrap_or((text, ""));
    let is_import = is_plain_name(import) || InterfaceName::parse(import).is_ok();
    let is_function = if function.is_empty() { is_plain_name(text) } else { is_function_name(function) };
    (is_import && is_function).then(|| Symbol::new(import, function))
}

/// A JSON value without `null`, fractions, numbers beyond a Long, and names that are twice in one object.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a Cedar value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value).map(Value::from).map_err(|_| E::custom("a number is beyond a Long"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut found = vec![];
        while let Some(Strict(element)) = elements.next_element()? {
            found.push(element);
        }
        Ok(Value::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some((name, Strict(member))) = members.next_entry::<String, _>()? {
            if found.insert(name, member).is_some() {
                return Err(A::Error::custom("a member is there twice"));
            }
        }
        Ok(Value::Object(found))
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
