//! Contexts of the corpus: their types from the schema, their values as Cedar reads them.
//!
//! In: a schema's text with all names resolved, and a context. Out: a [`Type`] that says how memory holds it, and a [`Value`] of it. What cannot be read is
//! `None`, and the caller counts it.

use crate::values::{Field, Ip, LONG, STRING, Type, Value};
use cedar_policy::{Context, Entities, EvalResult, Expression, Request, eval_expression};
use serde_json::Value as Json;
use std::str::FromStr;

/// The type of an action's context; `schema` is what `schema_str_to_json_with_resolved_types` makes.
pub fn of_action(schema: &Json, kind: &str, id: &str) -> Option<Type> {
    let namespace = kind.strip_suffix("Action")?.trim_end_matches("::");
    let context = schema.get(namespace)?.get("actions")?.get(id)?.get("appliesTo")?.get("context");
    context.map_or(Some(Type::Record(vec![])), |context| ty(schema, context))
}

fn ty(schema: &Json, json: &Json) -> Option<Type> {
    let name = || json.get("name").and_then(Json::as_str);
    let kind = json.get("type")?.as_str()?;
    Some(match kind.strip_prefix("__cedar::").unwrap_or(kind) {
        "Long" => LONG,
        "String" => STRING,
        "Bool" | "Boolean" => Type::Bool,
        "Set" => Type::Set(Box::new(ty(schema, json.get("element")?)?)),
        "Entity" => Type::Entity(name()?.into()),
        "Extension" => extension(name()?)?,
        "Record" => {
            let field = |(name, of): (&String, &Json)| {
                let optional = of.get("required").and_then(Json::as_bool) == Some(false);
                Some(Field { name: name.clone(), ty: ty(schema, of)?, optional })
            };
            Type::Record(json.get("attributes")?.as_object()?.iter().map(field).collect::<Option<_>>()?)
        }
        "EntityOrCommon" => named(schema, name()?)?,
        other => match extension(other) {
            Some(extension) => extension,
            None => named(schema, other)?,
        },
    })
}

/// A type that the schema declares.
fn named(schema: &Json, name: &str) -> Option<Type> {
    let (namespace, own) = name.rsplit_once("::").unwrap_or(("", name));
    let namespace = schema.get(namespace)?;
    match namespace.get("commonTypes").and_then(|types| types.get(own)) {
        Some(common) => ty(schema, common),
        None => namespace.get("entityTypes")?.get(own).map(|_| Type::Entity(name.into())),
    }
}

fn extension(name: &str) -> Option<Type> {
    Some(match name.strip_prefix("__cedar::").unwrap_or(name) {
        "decimal" => Type::Decimal,
        "ipaddr" => Type::Ip,
        "datetime" => Type::Datetime,
        "duration" => Type::Duration,
        _ => return None,
    })
}

/// A context as a value of its type.
pub fn value(context: &Context, fields: &[Field], request: &Request) -> Option<Vec<(String, Option<Value>)>> {
    let attribute = |field: &Field| {
        let value = context.get(&field.name).map(|found| converted(&found, &field.ty, request));
        // What is there and cannot be read is not absent.
        Some((field.name.clone(), value.map_or(Some(None), |read| read.map(Some))?))
    };
    fields.iter().map(attribute).collect()
}

fn converted(found: &EvalResult, ty: &Type, request: &Request) -> Option<Value> {
    Some(match (found, ty) {
        (EvalResult::Bool(value), Type::Bool) => Value::Bool(*value),
        (EvalResult::Long(value), Type::Long(_)) => Value::Long((*value).into()),
        (EvalResult::String(text), Type::String(_)) => Value::String(text.clone()),
        (EvalResult::EntityUid(uid), Type::Entity(name)) => Value::Entity(name.clone(), uid.id().unescaped().into()),
        (EvalResult::Set(set), Type::Set(element)) => {
            Value::Set(set.iter().map(|one| converted(one, element, request)).collect::<Option<_>>()?)
        }
        (EvalResult::Record(record), Type::Record(fields)) => {
            let attribute = |field: &Field| {
                let value = record.get(&field.name).map(|found| converted(found, &field.ty, request));
                Some((field.name.clone(), value.map_or(Some(None), |read| read.map(Some))?))
            };
            Value::Record(fields.iter().map(attribute).collect::<Option<_>>()?)
        }
        (EvalResult::ExtensionValue(text), Type::Datetime) => {
            Value::Datetime(long(&format!("{text}.durationSince(datetime(\"1970-01-01\")).toMilliseconds()"), request)?)
        }
        (EvalResult::ExtensionValue(text), Type::Duration) => Value::Duration(long(&format!("{text}.toMilliseconds()"), request)?),
        (EvalResult::ExtensionValue(text), Type::Decimal) => Value::Decimal(decimal(text.split('"').nth(1)?)?),
        (EvalResult::ExtensionValue(text), Type::Ip) => Value::Ip(ip(text.split('"').nth(1)?)?),
        _ => return None,
    })
}

/// Cedar's own arithmetic tells what an extension value is.
fn long(text: &str, request: &Request) -> Option<i64> {
    match eval_expression(request, &Entities::empty(), &Expression::from_str(text).ok()?).ok()? {
        EvalResult::Long(value) => Some(value),
        _ => None,
    }
}

fn decimal(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.')?;
    format!("{whole}{part:0<4}").parse().ok()
}

fn ip(text: &str) -> Option<Ip> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let (v6, address, bits) = match address.parse().ok()? {
        std::net::IpAddr::V4(address) => (false, u32::from(address).into(), 32),
        std::net::IpAddr::V6(address) => (true, u128::from(address), 128),
    };
    Some(Ip { v6, address, prefix: prefix.map_or(Some(bits), |prefix| prefix.parse().ok())? })
}
