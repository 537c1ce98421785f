//! The walk over a parameter's type.
//!
//! In: a WIT type. Out: the attributes that it looks like, and what is hidden. Must hold: the walk is bounded in depth and in cost, whatever
//! the types expand to, and copies nothing before it is paid for. Refuses ([`TooLarge`]) what exceeds the bounds, whole.

use super::{Attribute, Record, Step, Value};
use std::collections::BTreeSet;
use wit_parser::{Handle, Resolve, Type, TypeDefKind};

/// What one parameter's expansion may cost: a node, its name's bytes and its cases' names.
const PARAMETER_COST: usize = 16 << 10;
/// What all parameters of one function may cost.
pub(super) const FUNCTION_COST: usize = 64 << 10;
/// The cost of a node beside its name.
const NODE_COST: usize = 16;
/// Levels of nesting that are followed, aliases included.
const DEPTH: usize = 32;

/// A parameter's type expands beyond its bound.
pub(super) struct TooLarge;

/// What `parameter` looks like as the attribute `name`; its cost is taken off `left`.
pub(super) fn parameter(resolve: &Resolve, number: u32, name: &str, ty: Type, left: &mut usize) -> Result<Record, TooLarge> {
    let allowance = (*left).min(PARAMETER_COST);
    let mut walk = Walk { resolve, left: allowance };
    let mut record = Record::default();
    walk.attribute(&mut record, name, vec![Step::Field(number)], ty, 0)?;
    *left -= allowance - walk.left;
    Ok(record)
}

struct Walk<'r> {
    resolve: &'r Resolve,
    left: usize,
}

impl<'r> Walk<'r> {
    /// Adds what `ty` looks like as the attribute `name`, and a list's length.
    fn attribute(&mut self, out: &mut Record, name: &str, mut steps: Vec<Step>, ty: Type, depth: usize) -> Result<(), TooLarge> {
        self.pay(name, depth)?;
        match self.kind(ty, depth)? {
            Kind::Defined(TypeDefKind::Option(inner)) => {
                steps.push(Step::Some);
                if !matches!(self.kind(*inner, depth)?, Kind::Defined(TypeDefKind::Option(_))) {
                    return self.attribute(out, name, steps, *inner, depth + 1);
                }
                // An option of an option: only a record can tell `none` from `some(none)`.
                steps.pop();
                let value = match self.value(*inner, depth + 1)? {
                    Ok(value) => Ok(Value::Record(Record::of(Attribute { name: "some".into(), steps: vec![Step::Some], value }))),
                    Err(reason) => Err(reason),
                };
                out.push(name, steps, value);
            }
            Kind::Defined(TypeDefKind::List(element)) => {
                let value = match self.kind(*element, depth)? {
                    Kind::Plain(Type::U8) => Err("bytes have no Cedar value"),
                    _ => self.value(*element, depth + 1)?.map(|value| Value::Set(Box::new(value))),
                };
                out.push(name, steps.clone(), value);
                steps.push(Step::Length);
                out.push(&length_name(name), steps, Ok(Value::Long));
            }
            _ => {
                let value = self.value(ty, depth)?;
                out.push(name, steps, value);
            }
        }
        Ok(())
    }

    /// What `ty` looks like where it is not an attribute itself: an element of a set, a payload behind two options.
    fn value(&mut self, ty: Type, depth: usize) -> Result<Result<Value, &'static str>, TooLarge> {
        self.pay("", depth)?;
        let defined = match self.kind(ty, depth)? {
            Kind::Plain(plain) => return Ok(plain_value(plain)),
            Kind::Defined(defined) => defined,
        };
        self.room(defined)?;
        let record = match defined {
            TypeDefKind::Record(record) => {
                self.product(record.fields.iter().map(|field| (field.name.clone(), field.ty)).collect(), depth)?
            }
            TypeDefKind::Tuple(tuple) => {
                self.product(tuple.types.iter().enumerate().map(|(number, ty)| (number.to_string(), *ty)).collect(), depth)?
            }
            TypeDefKind::Flags(flags) => {
                let mut record = Record::default();
                for (number, flag) in (0..).zip(&flags.flags) {
                    self.pay(&flag.name, depth)?;
                    record.push(&flag.name, vec![Step::Flag(number)], Ok(Value::Bool));
                }
                record
            }
            TypeDefKind::Variant(variant) => self.sum(variant.cases.iter().map(|case| (case.name.clone(), case.ty)).collect(), depth)?,
            TypeDefKind::Result(result) => self.sum(vec![("ok".into(), result.ok), ("err".into(), result.err)], depth)?,
            TypeDefKind::Option(_) => {
                let mut record = Record::default();
                self.attribute(&mut record, "value", Vec::new(), ty, depth + 1)?;
                record
            }
            TypeDefKind::Enum(cases) => {
                let names: Vec<_> = cases.cases.iter().map(|case| case.name.clone()).collect();
                names.iter().try_for_each(|name| self.pay(name, depth))?;
                return Ok(Ok(Value::OneOf(names)));
            }
            TypeDefKind::List(element) => {
                return match self.kind(*element, depth)? {
                    Kind::Plain(Type::U8) => Ok(Err("bytes have no Cedar value")),
                    _ => Ok(self.value(*element, depth + 1)?.map(|value| Value::Set(Box::new(value)))),
                };
            }
            TypeDefKind::Handle(Handle::Own(_) | Handle::Borrow(_)) | TypeDefKind::Resource => return Ok(Err("a handle is no value")),
            TypeDefKind::Map(..) => return Ok(Err("a map has no Cedar value")),
            TypeDefKind::FixedLengthList(..) => return Ok(Err("a list of fixed length has no Cedar value")),
            TypeDefKind::Future(_) => return Ok(Err("a future is no value")),
            TypeDefKind::Stream(_) => return Ok(Err("a stream is no value")),
            TypeDefKind::Type(_) | TypeDefKind::Unknown => return Ok(Err("its type is not resolved")),
        };
        Ok(if record.attributes.is_empty() { Err("nothing in it has a Cedar value") } else { Ok(Value::Record(record)) })
    }

    fn product(&mut self, fields: Vec<(String, Type)>, depth: usize) -> Result<Record, TooLarge> {
        let mut record = Record::default();
        for (number, (name, ty)) in (0..).zip(&fields) {
            self.attribute(&mut record, name, vec![Step::Field(number)], *ty, depth + 1)?;
        }
        record.resolve_names(&fields.iter().map(|(name, _)| name.as_str()).collect());
        Ok(record)
    }

    fn sum(&mut self, cases: Vec<(String, Option<Type>)>, depth: usize) -> Result<Record, TooLarge> {
        cases.iter().try_for_each(|(name, _)| self.pay(name, depth))?;
        let names = cases.iter().map(|(name, _)| name.clone()).collect();
        let mut record = Record::of(Attribute { name: TAG.into(), steps: vec![Step::Tag], value: Value::OneOf(names) });
        let mut declared = BTreeSet::from([TAG]);
        for (number, (name, ty)) in (0..).zip(&cases) {
            match ty {
                Some(_) if name == TAG => record.hide(name, "`tag` is the name of the case itself"),
                Some(ty) => self.attribute(&mut record, name, vec![Step::Case(number)], *ty, depth + 1)?,
                None => continue,
            }
            declared.insert(name);
        }
        record.resolve_names(&declared);
        Ok(record)
    }

    /// The type behind its aliases.
    fn kind(&self, mut ty: Type, depth: usize) -> Result<Kind<'r>, TooLarge> {
        for _ in depth..=DEPTH {
            match ty {
                Type::Id(id) => match &self.resolve.types[id].kind {
                    TypeDefKind::Type(aliased) => ty = *aliased,
                    kind => return Ok(Kind::Defined(kind)),
                },
                plain => return Ok(Kind::Plain(plain)),
            }
        }
        Err(TooLarge)
    }

    /// Fails early on what has too many parts, before any of them is copied.
    fn room(&self, defined: &TypeDefKind) -> Result<(), TooLarge> {
        let parts = match defined {
            TypeDefKind::Record(record) => record.fields.len(),
            TypeDefKind::Tuple(tuple) => tuple.types.len(),
            TypeDefKind::Variant(variant) => variant.cases.len(),
            TypeDefKind::Enum(cases) => cases.cases.len(),
            _ => 0,
        };
        if parts > self.left / NODE_COST { Err(TooLarge) } else { Ok(()) }
    }

    fn pay(&mut self, name: &str, depth: usize) -> Result<(), TooLarge> {
        self.left = self.left.checked_sub(NODE_COST + name.len()).ok_or(TooLarge)?;
        if depth > DEPTH { Err(TooLarge) } else { Ok(()) }
    }
}

enum Kind<'r> {
    Plain(Type),
    Defined(&'r TypeDefKind),
}

const TAG: &str = "tag";

fn length_name(list: &str) -> String {
    format!("{list}-len")
}

fn plain_value(ty: Type) -> Result<Value, &'static str> {
    match ty {
        Type::Bool => Ok(Value::Bool),
        Type::U8 | Type::U16 | Type::U32 | Type::S8 | Type::S16 | Type::S32 | Type::S64 => Ok(Value::Long),
        Type::U64 => Ok(Value::UnsignedLong),
        Type::String => Ok(Value::String),
        Type::Char => Ok(Value::Char),
        Type::F32 | Type::F64 => Err("a floating-point number has no Cedar value"),
        Type::ErrorContext => Err("an error context is no value"),
        Type::Id(_) => Err("its type is not resolved"),
    }
}
