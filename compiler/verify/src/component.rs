//! The sections of one component, decoded without any other decoder's help.
//!
//! In: bytes. Out: its types, imports, aliases, components, instances and exports in the order in which they stand, and the contents of
//! the lockfile section. The artifact's root is read strictly: only these sections, minimal integers, one custom section, at the end.
//! Of an embedded component the same is read, and all other sections are skipped by their length. Refused: a name with attributes, a
//! value, a section that is not consumed exactly, anything after the end.

use crate::reader::Reader;
use crate::types::{self, Alias, Kind, Type};
use crate::violation::{Check, Violation, quote};
use caplink_model::lockfile;

/// The first eight bytes of every component.
pub(crate) const PREAMBLE: [u8; 8] = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

/// How strictly to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grammar {
    /// The root of an artifact.
    Root,
    /// A component inside it.
    Embedded,
}

/// An argument of an instantiation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Argument<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    pub(crate) index: u32,
}

/// One entry of a section.
#[derive(Debug)]
pub(crate) enum Definition<'a> {
    Type(Type<'a>),
    Import {
        name: &'a str,
        kind: Kind,
        /// The index of its type.
        of: u32,
    },
    Alias(Alias<'a>),
    Component(&'a [u8]),
    Instantiate {
        component: u32,
        arguments: Vec<Argument<'a>>,
    },
    /// An instance put together from items that exist.
    Bag,
    Export {
        name: &'a str,
        kind: Kind,
        index: u32,
        ascribed: Option<Kind>,
    },
}

/// What stands in a component.
pub(crate) struct Component<'a> {
    pub(crate) definitions: Vec<Definition<'a>>,
    /// The contents of the custom section, of the root only.
    pub(crate) lockfile: Option<&'a [u8]>,
}

/// Decodes a component.
pub(crate) fn decode(bytes: &[u8], grammar: Grammar) -> Result<Component<'_>, Violation> {
    let root = grammar == Grammar::Root;
    let (frame, content) = if root { (Check::Preamble, Check::Shape) } else { (Check::Instances, Check::Instances) };
    let mut reader = Reader::new(bytes, frame, root);
    if reader.take(PREAMBLE.len()).ok() != Some(&PREAMBLE) {
        return Err(Violation::new(Check::Preamble, "it does not start as a component of the current version"));
    }
    let mut component = Component { definitions: Vec::new(), lockfile: None };
    while !reader.at_end() {
        let id = reader.byte()?;
        let size = reader.u32()? as usize;
        let mut section = reader.sub(size, content)?;
        if root && component.lockfile.is_some() {
            return Err(section.error("a section follows the lockfile section, which must be the last"));
        }
        match id {
            0 if root => component.lockfile = Some(lockfile_section(section)?),
            4 => component.definitions.push(Definition::Component(section.rest())),
            5 => entries(section, &mut component.definitions, instance)?,
            6 => entries(section, &mut component.definitions, |reader| Ok(Definition::Alias(types::alias(reader)?)))?,
            7 => entries(section, &mut component.definitions, |reader| Ok(Definition::Type(types::read(reader)?)))?,
            10 => entries(section, &mut component.definitions, import)?,
            11 => entries(section, &mut component.definitions, export)?,
            _ if root => return Err(section.error(&format!("a section with id {id}, which an artifact's root never has,"))),
            _ => {}
        }
    }
    Ok(component)
}

fn lockfile_section<'a>(mut section: Reader<'a>) -> Result<&'a [u8], Violation> {
    match section.name()? {
        lockfile::SECTION => Ok(section.rest()),
        name => Err(section.error(&format!("a custom section {}", quote(name)))),
    }
}

/// Reads a section that is a list of entries, to its end.
fn entries<'a>(
    mut section: Reader<'a>,
    definitions: &mut Vec<Definition<'a>>,
    entry: impl Fn(&mut Reader<'a>) -> Result<Definition<'a>, Violation>,
) -> Result<(), Violation> {
    for _ in 0..section.u32()? {
        definitions.push(entry(&mut section)?);
    }
    if section.at_end() { Ok(()) } else { Err(section.error("a section is longer than its entries")) }
}

fn import<'a>(reader: &mut Reader<'a>) -> Result<Definition<'a>, Violation> {
    let name = reader.extern_name(Check::Imports)?;
    let (kind, of) = types::extern_type(reader)?;
    Ok(Definition::Import { name, kind, of })
}

fn export<'a>(reader: &mut Reader<'a>) -> Result<Definition<'a>, Violation> {
    let name = reader.extern_name(Check::Exports)?;
    let (kind, index) = (types::kind(reader)?, reader.u32()?);
    let ascribed = match reader.byte()? {
        0x00 => None,
        0x01 => Some(types::extern_type(reader)?.0),
        _ => return Err(reader.error("an unknown option")),
    };
    Ok(Definition::Export { name, kind, index, ascribed })
}

fn instance<'a>(reader: &mut Reader<'a>) -> Result<Definition<'a>, Violation> {
    match reader.byte()? {
        0x00 => {
            let component = reader.u32()?;
            let mut arguments = Vec::new();
            for _ in 0..reader.u32()? {
                arguments.push(Argument { name: reader.name()?, kind: types::kind(reader)?, index: reader.u32()? });
            }
            Ok(Definition::Instantiate { component, arguments })
        }
        0x01 => {
            for _ in 0..reader.u32()? {
                reader.extern_name(Check::Instances)?;
                types::kind(reader)?;
                reader.u32()?;
            }
            Ok(Definition::Bag)
        }
        _ => Err(reader.error("an unknown form of instance")),
    }
}
