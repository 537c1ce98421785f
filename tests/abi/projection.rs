//! What a policy sees of a call, written once more: values become Cedar values as design section 3 says, from the values themselves and not from memory.
//!
//! In: types and values. Out: a tree of [`Attribute`]s with their Cedar types, and with values where there are some. Where a function's types are too large to
//! be shown, the caller says so.

use super::signature::{Function, Type};
use std::collections::BTreeSet;
use wasmtime::component::Val;

/// The type of a Cedar value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Bool,
    /// Any integer but a `u64`.
    Long,
    Unsigned,
    String,
    /// A case's name.
    OneOf(Vec<String>),
    Set(Box<Self>),
    /// Names, shapes, and whether it may be absent.
    Record(Vec<(String, Self, bool)>),
}

/// A Cedar value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    Long(i64),
    /// A `u64` that is no Long.
    Large(u64),
    String(String),
    Set(Vec<Self>),
    Record(Vec<(String, Self)>),
}

/// A named part of the context or of a record.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: String,
    pub shape: Shape,
    pub is_optional: bool,
    /// `None` if it is absent, or if there are no values.
    pub value: Option<Value>,
    /// It is a list's length, which gives way to what has this name.
    is_length: bool,
}

/// The context of a call without the parameters that are `hidden`.
pub fn context(function: &Function, arguments: &[Val], hidden: &BTreeSet<String>) -> Vec<Attribute> {
    let mut out = vec![];
    for ((name, ty), value) in function.parameters.iter().zip(arguments).filter(|((name, _), _)| !hidden.contains(name)) {
        attribute(&mut out, name, ty, false, Some(value));
    }
    give_way(&mut out, function.parameters.iter().map(|(name, _)| name.as_str()));
    out
}

/// Removes lengths with a name that something else was given.
fn give_way<'a>(out: &mut Vec<Attribute>, declared: impl Iterator<Item = &'a str>) {
    let declared: BTreeSet<_> = declared.collect();
    out.retain(|attribute| !attribute.is_length || !declared.contains(attribute.name.as_str()));
}

fn attribute(out: &mut Vec<Attribute>, name: &str, ty: &Type, is_optional: bool, value: Option<&Val>) {
    let mut push = |name: String, seen: Option<(Shape, Option<Value>)>, is_length| {
        if let Some((shape, value)) = seen {
            out.push(Attribute { name, shape, is_optional, value, is_length });
        }
    };
    match ty {
        Type::Option(inner) => {
            let inside = match value {
                Some(Val::Option(Some(value))) => Some(&**value),
                _ => None,
            };
            if !matches!(**inner, Type::Option(_)) {
                return attribute(out, name, inner, true, inside);
            }
            // The outer option is a record that is always there, the inner one an attribute of a record in it.
            let Some((shape, seen)) = self::value(inner, inside) else { return };
            let here = value.map(|_| Value::Record(seen.map(|seen| ("some".to_string(), seen)).into_iter().collect()));
            push(name.into(), Some((Shape::Record(vec![("some".into(), shape, true)]), here)), false);
        }
        Type::List(_) => {
            push(name.into(), self::value(ty, value), false);
            let length = value.map(|value| match value {
                Val::List(values) => Value::Long(values.len() as i64),
                other => unreachable!("{other:?} is no list"),
            });
            push(format!("{name}-len"), Some((Shape::Long, length)), true);
        }
        _ => push(name.into(), self::value(ty, value), false),
    }
}

/// A value that is not itself an attribute; nothing if Cedar cannot hold it.
fn value(ty: &Type, value: Option<&Val>) -> Option<(Shape, Option<Value>)> {
    let long = |number: i64| Some(Value::Long(number));
    let simple = |shape, value| Some((shape, value));
    Some(match (ty, value) {
        (Type::F32 | Type::F64, _) => return None,
        (Type::Bool, value) => return simple(Shape::Bool, value.map(|value| Value::Bool(*value == Val::Bool(true)))),
        (Type::S8 | Type::U8 | Type::S16 | Type::U16 | Type::S32 | Type::U32 | Type::S64, None) => (Shape::Long, None),
        (Type::S8, Some(Val::S8(number))) => (Shape::Long, long((*number).into())),
        (Type::U8, Some(Val::U8(number))) => (Shape::Long, long((*number).into())),
        (Type::S16, Some(Val::S16(number))) => (Shape::Long, long((*number).into())),
        (Type::U16, Some(Val::U16(number))) => (Shape::Long, long((*number).into())),
        (Type::S32, Some(Val::S32(number))) => (Shape::Long, long((*number).into())),
        (Type::U32, Some(Val::U32(number))) => (Shape::Long, long((*number).into())),
        (Type::S64, Some(Val::S64(number))) => (Shape::Long, long(*number)),
        (Type::U64, None) => (Shape::Unsigned, None),
        (Type::U64, Some(Val::U64(number))) => (Shape::Unsigned, Some(i64::try_from(*number).map_or(Value::Large(*number), Value::Long))),
        (Type::Char | Type::String, None) => (Shape::String, None),
        (Type::Char, Some(Val::Char(char))) => (Shape::String, Some(Value::String(char.to_string()))),
        (Type::String, Some(Val::String(text))) => (Shape::String, Some(Value::String(text.clone()))),
        (Type::Enum(named), value) => {
            let case = value.map(|value| match value {
                Val::Enum(case) => Value::String(case.clone()),
                other => unreachable!("{other:?} is no enum"),
            });
            (Shape::OneOf(named.parts.iter().map(|(name, ())| name.clone()).collect()), case)
        }
        (Type::List(inner), value) => {
            if **inner == Type::U8 {
                return None;
            }
            let (shape, _) = self::value(inner, None)?;
            let values = value.map(|value| match value {
                Val::List(values) => {
                    let seen = |value| self::value(inner, Some(value)).and_then(|(_, value)| value).expect("its type has a Cedar type");
                    Value::Set(values.iter().map(seen).collect())
                }
                other => unreachable!("{other:?} is no list"),
            });
            (Shape::Set(Box::new(shape)), values)
        }
        (Type::Option(_), value) => {
            let mut parts = vec![];
            attribute(&mut parts, "value", ty, false, value);
            return record(parts, value.is_some());
        }
        (Type::Tuple(types), value) => {
            let mut parts = vec![];
            for (at, ty) in types.iter().enumerate() {
                let part = value.map(|value| match value {
                    Val::Tuple(values) => &values[at],
                    other => unreachable!("{other:?} is no tuple"),
                });
                attribute(&mut parts, &at.to_string(), ty, false, part);
            }
            return record(parts, value.is_some());
        }
        (Type::Record(named), value) => {
            let mut parts = vec![];
            for (at, (name, ty)) in named.parts.iter().enumerate() {
                let part = value.map(|value| match value {
                    Val::Record(values) => &values[at].1,
                    other => unreachable!("{other:?} is no record"),
                });
                attribute(&mut parts, name, ty, false, part);
            }
            give_way(&mut parts, named.parts.iter().map(|(name, _)| name.as_str()));
            return record(parts, value.is_some());
        }
        (Type::Flags(named), value) => {
            let set = value.map(|value| match value {
                Val::Flags(set) => set,
                other => unreachable!("{other:?} is no set of flags"),
            });
            let one = |name: &String| set.map(|set| Value::Bool(set.contains(name)));
            let part = |(name, ()): &(String, ())| Attribute {
                name: name.clone(),
                shape: Shape::Bool,
                is_optional: false,
                value: one(name),
                is_length: false,
            };
            return record(named.parts.iter().map(part).collect(), value.is_some());
        }
        (Type::Variant(named), value) => {
            let cases: Vec<_> = named.parts.iter().map(|(name, ty)| (name.as_str(), ty.as_ref())).collect();
            let case = value.map(|value| match value {
                Val::Variant(case, payload) => (case.as_str(), payload.as_deref()),
                other => unreachable!("{other:?} is no variant"),
            });
            return sum(&cases, case);
        }
        (Type::Result(ok, err), value) => {
            let case = value.map(|value| match value {
                Val::Result(Ok(payload)) => ("ok", payload.as_deref()),
                Val::Result(Err(payload)) => ("err", payload.as_deref()),
                other => unreachable!("{other:?} is no result"),
            });
            return sum(&[("ok", ok.as_deref()), ("err", err.as_deref())], case);
        }
        (ty, value) => unreachable!("{value:?} is no {ty:?}"),
    })
}

/// A record with the case's name as `tag`, and the payload of each case where it is the one.
fn sum(cases: &[(&str, Option<&Type>)], here: Option<(&str, Option<&Val>)>) -> Option<(Shape, Option<Value>)> {
    let mut parts = vec![Attribute {
        name: "tag".into(),
        shape: Shape::OneOf(cases.iter().map(|(name, _)| (*name).to_string()).collect()),
        is_optional: false,
        value: here.map(|(case, _)| Value::String(case.into())),
        is_length: false,
    }];
    for (name, ty) in cases {
        let Some(ty) = ty else { continue };
        if *name != "tag" {
            let payload = here.filter(|(case, _)| case == name).and_then(|(_, payload)| payload);
            attribute(&mut parts, name, ty, true, payload);
        }
    }
    give_way(&mut parts, cases.iter().filter(|(_, ty)| ty.is_some()).map(|(name, _)| *name).chain(["tag"]));
    record(parts, here.is_some())
}

/// A record of what can be seen of its parts.
fn record(parts: Vec<Attribute>, is_here: bool) -> Option<(Shape, Option<Value>)> {
    if parts.is_empty() {
        return None;
    }
    let shape = Shape::Record(parts.iter().map(|part| (part.name.clone(), part.shape.clone(), part.is_optional)).collect());
    let value = is_here.then(|| Value::Record(parts.into_iter().filter_map(|part| Some((part.name, part.value?))).collect()));
    Some((shape, value))
}

impl Value {
    /// Whether an unsigned number that is no Long is in it.
    pub fn is_large(&self) -> bool {
        match self {
            Self::Large(_) => true,
            Self::Set(values) => values.iter().any(Self::is_large),
            Self::Record(parts) => parts.iter().any(|(_, value)| value.is_large()),
            Self::Bool(_) | Self::Long(_) | Self::String(_) => false,
        }
    }

    /// The value of a record's part.
    pub fn part(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(parts) => parts.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }
}
