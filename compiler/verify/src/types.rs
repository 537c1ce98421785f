//! Component types, as far as the verifier looks into them.
//!
//! In: the bytes of one type definition. Out: for an instance type its exports by name and sort; for every other type what it is.
//! The reader is exact about where a type ends, and does not recurse: nested instance and component types are counted on a list.
//! Refused: core types inside component types, and every form that the pinned features do not have.

use crate::reader::Reader;
use crate::violation::{Check, Violation};

/// What an index refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Func,
    Value,
    /// A type equal to another, or any type where it is referred to.
    Type,
    /// A fresh resource type, where it is declared.
    Resource,
    Component,
    Instance,
    Core,
}

impl Kind {
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Func => "function",
            Self::Value => "value",
            Self::Type => "type",
            Self::Resource => "resource type",
            Self::Component => "component",
            Self::Instance => "instance",
            Self::Core => "core item",
        }
    }
}

/// One export of an instance type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declared<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
}

/// A type definition.
#[derive(Debug)]
pub(crate) enum Type<'a> {
    /// An instance type with its exports.
    Instance(Vec<Declared<'a>>),
    Func,
    /// A type of values.
    Defined,
    Component,
    Resource,
    /// A type from elsewhere (an alias, an import, an export).
    Named,
}

/// Reads a sort: one byte, or two for the core sorts.
pub(crate) fn kind(reader: &mut Reader<'_>) -> Result<Kind, Violation> {
    Ok(match reader.byte()? {
        0x00 => match reader.byte()? {
            0x00..=0x04 | 0x10..=0x12 => Kind::Core,
            _ => return Err(reader.error("an unknown core sort")),
        },
        0x01 => Kind::Func,
        0x02 => Kind::Value,
        0x03 => Kind::Type,
        0x04 => Kind::Component,
        0x05 => Kind::Instance,
        _ => return Err(reader.error("an unknown sort")),
    })
}

/// Reads the description of an import, export or declaration: its sort and the index of its type, 0 for a resource type.
pub(crate) fn extern_type(reader: &mut Reader<'_>) -> Result<(Kind, u32), Violation> {
    match kind(reader)? {
        Kind::Value => Err(reader.error("a value is imported or exported")),
        Kind::Type => match reader.byte()? {
            0x00 => Ok((Kind::Type, reader.u32()?)),
            0x01 => Ok((Kind::Resource, 0)),
            _ => Err(reader.error("an unknown type bound")),
        },
        kind => Ok((kind, reader.u32()?)),
    }
}

/// Reads one type definition.
pub(crate) fn read<'a>(reader: &mut Reader<'a>) -> Result<Type<'a>, Violation> {
    let outermost = reader.peek();
    let mut exports = Vec::new();
    // How many declarations are left in each instance or component type that is open, outermost first.
    let mut open: Vec<u32> = Vec::new();
    loop {
        match reader.byte()? {
            0x41 | 0x42 => open.push(reader.u32()?),
            form => simple(reader, form)?,
        }
        let nested = loop {
            let depth = open.len();
            let Some(left) = open.last_mut() else { break false };
            if *left == 0 {
                open.pop();
                continue;
            }
            *left -= 1;
            match reader.byte()? {
                0x01 => break true,
                0x02 => {
                    alias(reader)?;
                }
                form @ (0x03 | 0x04) => {
                    let name = reader.extern_name(Check::Imports)?;
                    let (kind, _) = extern_type(reader)?;
                    if form == 0x04 && depth == 1 {
                        exports.push(Declared { name, kind });
                    }
                }
                _ => return Err(reader.error("a declaration that is not a type, an alias, an import or an export")),
            }
        };
        if !nested {
            break;
        }
    }
    Ok(match outermost {
        Some(0x42) => Type::Instance(exports),
        Some(0x41) => Type::Component,
        Some(0x40 | 0x43) => Type::Func,
        Some(0x3f) => Type::Resource,
        _ => Type::Defined,
    })
}

/// An alias: what it names, and for an export of an instance which.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alias<'a> {
    pub(crate) kind: Kind,
    /// The instance and the export's name; absent for core exports and outer definitions.
    pub(crate) export: Option<(u32, &'a str)>,
}

/// Reads an alias.
pub(crate) fn alias<'a>(reader: &mut Reader<'a>) -> Result<Alias<'a>, Violation> {
    let kind = kind(reader)?;
    let target = reader.byte()?;
    let index = reader.u32()?;
    let export = match target {
        0x00 => Some((index, reader.name()?)),
        0x01 => reader.name().map(|_| None)?,
        0x02 => reader.u32().map(|_| None)?,
        _ => return Err(reader.error("an unknown alias target")),
    };
    Ok(Alias { kind, export })
}

/// Reads the rest of a type that holds no declarations, after its first byte.
fn simple(reader: &mut Reader<'_>, form: u8) -> Result<(), Violation> {
    match form {
        0x3f => {
            reader.byte()?;
            if flag(reader)? {
                reader.u32()?;
            }
        }
        0x40 | 0x43 => {
            fields(reader, true)?;
            match (reader.byte()?, reader.peek()) {
                (0x00, _) => value(reader)?,
                (0x01, Some(0x00)) => drop(reader.byte()?),
                _ => return Err(reader.error("unknown function results")),
            }
        }
        0x72 => fields(reader, true)?,
        0x71 => {
            for _ in 0..reader.u32()? {
                reader.name()?;
                optional(reader)?;
                if reader.byte()? != 0x00 {
                    return Err(reader.error("a variant case refines another"));
                }
            }
        }
        0x70 | 0x6b => value(reader)?,
        0x6f => fields(reader, false)?,
        0x6e | 0x6d => {
            for _ in 0..reader.u32()? {
                reader.name()?;
            }
        }
        0x6a => {
            optional(reader)?;
            optional(reader)?;
        }
        0x69 | 0x68 => drop(reader.u32()?),
        0x66 | 0x65 => optional(reader)?,
        form if is_primitive(form) => {}
        _ => return Err(reader.error("an unknown type")),
    }
    Ok(())
}

fn fields(reader: &mut Reader<'_>, named: bool) -> Result<(), Violation> {
    for _ in 0..reader.u32()? {
        if named {
            reader.name()?;
        }
        value(reader)?;
    }
    Ok(())
}

fn value(reader: &mut Reader<'_>) -> Result<(), Violation> {
    if reader.peek().is_some_and(is_primitive) { reader.byte().map(drop) } else { reader.index33().map(drop) }
}

fn optional(reader: &mut Reader<'_>) -> Result<(), Violation> {
    if flag(reader)? { value(reader) } else { Ok(()) }
}

fn flag(reader: &mut Reader<'_>) -> Result<bool, Violation> {
    match reader.byte()? {
        0x00 => Ok(false),
        0x01 => Ok(true),
        _ => Err(reader.error("an unknown option")),
    }
}

/// From `bool` down to `string`; `error-context` is not among the pinned features.
fn is_primitive(byte: u8) -> bool {
    (0x73..=0x7f).contains(&byte)
}
