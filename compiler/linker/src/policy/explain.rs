//! What to write instead: help for what Cedar's parser and validator refuse.
//!
//! In: Cedar's error, as a diagnostic of ours. Out: the same with the next step. Cedar's own help stays where nothing better is known. It reads Cedar's
//! messages for names, so a message that it does not know only loses its help.

use super::literal;
use crate::schema::interface::Interface;
use crate::schema::projection::{Record, Value};
use crate::source::Source;
use caplink_model::{diagnostic::Diagnostic, text::escape};
use cedar_policy::{EntityTypeName, EntityUid, Schema, ValidationError};
use cedar_policy_core::validator::types::{Attributes, EntityKind, Type};
use std::str::FromStr;

/// What one may take for the attribute that holds the host of a request.
const HOST_NAMES: [&str; 7] = ["authority", "domain", "host", "hostname", "uri", "url", "server"];
const HOST_HELP: &str = "the host is the resource: `resource == Net::Host::\"api.example.com\"`, or `resource in Net::Host::\"example.com\"` for all names below; `context` has `scheme`, `port`, `method`, `path` and, if there is one, `query`";
/// As many names of attributes are listed.
const LISTED: usize = 24;

/// Help for an error of Cedar's parser at this offset.
pub(super) fn unparsed(source: &Source<'_>, offset: usize, diagnostic: Diagnostic) -> Diagnostic {
    if diagnostic.message.starts_with("integer literal") {
        let help = "the greatest number of a policy is 9223372036854775807; a call with a greater u64 is denied before any policy is asked, so no condition need test for it";
        return diagnostic.help(help);
    }
    if diagnostic.message.starts_with("division") || diagnostic.message.starts_with("remainder") {
        return diagnostic.help("policies can add, subtract and multiply: multiply the other side instead");
    }
    let before = source.text.get(..offset).unwrap_or_default();
    let after = source.text.get(offset..).unwrap_or_default();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = before.strip_suffix('.').map(|whole| &whole[whole.trim_end_matches(|character: char| character.is_ascii_digit()).len()..]);
    match whole {
        Some(whole) if !whole.is_empty() && digits(after) > 0 => {
            let number = format!("{whole}.{}", &after[..digits(after)]);
            let message = format!("`{number}` is a number with a fraction, which no policy compares");
            let help = format!(
                "compare whole numbers, or values of type decimal: `.lessThan(decimal(\"{number}\"))`; a parameter of type f32 or f64 is not exposed to policies"
            );
            Diagnostic { message, ..diagnostic }.help(help)
        }
        _ => diagnostic,
    }
}

/// Help for an error of Cedar's validator.
pub(super) fn invalid(
    error: &ValidationError,
    diagnostic: Diagnostic,
    source: &Source<'_>,
    (schema, custom): (&Schema, &[Interface]),
) -> Diagnostic {
    let text = error.to_string();
    let help = match error {
        // Cedar proposes any of all names, however far, and not the same one in every run.
        ValidationError::UnrecognizedActionId(_) => Some(proposed(&text, schema.actions().map(ToString::to_string).collect())),
        ValidationError::UnrecognizedEntityType(_) => Some(proposed(&text, schema.entity_types().map(ToString::to_string).collect())),
        ValidationError::UnsafeAttributeAccess(_) => attribute(&text, schema, custom),
        ValidationError::NonLitExtConstructor(_) => {
            Some("guards parse nothing at run time: write the text as a literal, or compare the text itself".into())
        }
        ValidationError::UnexpectedType(_) if text.ends_with("but saw decimal") => {
            Some("compare decimals by `.lessThan(...)`, `.lessThanOrEqual(...)`, `.greaterThan(...)` or `.greaterThanOrEqual(...)`".into())
        }
        ValidationError::UnexpectedType(_) if text.ends_with("expected String but saw Net::Host") => Some(host_as_text(error, source)),
        ValidationError::IncompatibleTypes(_)
            if ["Net::Host and String", "String and Net::Host"].iter().any(|types| text.contains(types)) =>
        {
            Some(host_as_text(error, source))
        }
        ValidationError::UnexpectedType(_) if text.ends_with("but saw String") && text.contains("Long") => {
            Some("texts have no order: compare them by `==`, `like` or `[\"a\", \"b\"].contains(...)`".into())
        }
        _ => diagnostic.help.clone().map(|help| match help.strip_prefix("for policy `").and_then(|rest| rest.split_once("`, ")) {
            // Cedar repeats the policy's id, which the place tells already.
            Some((_, rest)) => rest.to_string(),
            None => help,
        }),
    };
    Diagnostic { help, ..diagnostic }
}

/// What to write where a host is compared with a text: that text is the next one after the error's place.
fn host_as_text(error: &ValidationError, source: &Source<'_>) -> String {
    let offset = miette::Diagnostic::labels(error).and_then(|mut labels| labels.next()).map_or(0, |label| label.offset());
    let text = source.text.get(offset..).and_then(|text| text.split('"').nth(1)).unwrap_or_default();
    format!("a host is no text: {}", literal::instead_of(text))
}

fn proposed(text: &str, known: Vec<String>) -> String {
    let near = text.split('`').nth_back(1).and_then(|wrong| closest(wrong, known.iter().map(String::as_str)));
    near.map_or_else(|| "`caplink schema AGENT.wasm` prints what there is".into(), |name| format!("did you mean `{}`?", escape(name)))
}

/// Which attributes there are instead, or why a part of a call is none.
fn attribute(text: &str, schema: &Schema, custom: &[Interface]) -> Option<String> {
    let (_, text) = text.split_once("attribute `")?;
    let (names, place) = text.split_once("` ")?;
    let mut names = split(names);
    let wrong = names.pop()?;
    let place = place.strip_suffix(" not found")?;
    let (attributes, hidden) = if let Some(action) = place.strip_prefix("in context for ") {
        let action = EntityUid::from_str(action).ok()?;
        let Type::Record { attrs, .. } = schema.as_ref().context_type(action.as_ref())? else { return None };
        let functions = custom.iter().flat_map(|interface| interface.functions.values());
        let mut functions = functions.filter(|function| function.id == action.id().unescaped());
        let hidden = functions.find_map(|function| hidden(&function.context, &names, &wrong));
        (attrs.clone(), hidden)
    } else {
        let kind = place.strip_prefix("on entity type `")?.strip_suffix('`')?;
        let kind = EntityTypeName::from_str(kind).ok()?;
        (schema.as_ref().get_entity_type(kind.as_ref())?.attributes().clone(), None)
    };
    if let Some(reason) = hidden {
        return Some(format!("`{}` is not exposed to policies: {reason}", escape(&wrong)));
    }
    let inner = names.iter().try_fold(attributes, |attributes, name| within(&attributes, name, schema))?;
    let known: Vec<String> = inner.keys().map(ToString::to_string).collect();
    let is_host = if place.starts_with("in context") { HOST_NAMES.contains(&wrong.as_str()) } else { known.is_empty() };
    if is_host && (place.ends_with("Action::\"http:request\"") || place.ends_with("Net::Host`")) {
        return Some(HOST_HELP.into());
    }
    if known.is_empty() {
        return Some("there is no attribute to ask for".into());
    }
    let listed = known.iter().take(LISTED).map(|name| format!("`{}`", escape(name))).collect::<Vec<_>>().join(", ");
    let more = if known.len() > LISTED { ", …" } else { "" };
    Some(match closest(&wrong, known.iter().map(String::as_str)) {
        Some(name) => format!("did you mean `{}`? there are {listed}{more}", escape(name)),
        None => format!("there are {listed}{more}"),
    })
}

/// The attributes of an attribute.
fn within(attributes: &Attributes, name: &str, schema: &Schema) -> Option<Attributes> {
    match &*attributes.get_attr(name)?.attr_type {
        Type::Record { attrs, .. } => Some(attrs.clone()),
        Type::Entity(kind @ EntityKind::Entity(_)) => Some(kind.all_known_attrs(schema.as_ref())),
        _ => None,
    }
}

/// Why a part of a call has no attribute.
fn hidden(record: &Record, names: &[String], wrong: &str) -> Option<&'static str> {
    match names {
        [] => record.hidden.iter().find(|hidden| hidden.name == wrong).map(|hidden| hidden.reason),
        [name, rest @ ..] => match &record.attribute(name)?.value {
            Value::Record(inner) => hidden(inner, rest, wrong),
            _ => None,
        },
    }
}

/// The names in `a.b["c-d"]`.
fn split(mut text: &str) -> Vec<String> {
    let mut names = vec![];
    while !text.is_empty() {
        let (name, rest) = match text.strip_prefix("[\"") {
            Some(quoted) => quoted.split_once("\"]").unwrap_or((quoted, "")),
            None => text.split_at(text.find(['.', '[']).unwrap_or(text.len())),
        };
        names.push(name.to_string());
        text = rest.strip_prefix('.').unwrap_or(rest);
    }
    names
}

/// The name that differs least, if it is like the wrong one; the first of several.
pub fn closest<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = known.map(|name| (distance(wrong, name), name)).min()?;
    (near.0 <= 3 && near.0 < wrong.chars().count()).then_some(near.1)
}

/// How many characters must be put in, left out or changed, to make one text of another.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, character) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, other) in b.iter().enumerate() {
            let change = diagonal + usize::from(character != *other);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}
