//! How deep component types are nested, found out before they are read.
//!
//! In: a component, or the place of one of its type sections. Out: nothing. Refused: types in types in types, deeper than components may be nested. wasmparser's reader of component types calls
//! itself once for each depth, so five thousand of them, in a few kilobytes, end the process. Types that hold no others are read by wasmparser, and the others here.

use caplink_model::{diagnostic::Diagnostic, limits};
use std::ops::Range;
use wasmparser::{
    BinaryReader, BinaryReaderError, ComponentAlias, ComponentExternName, ComponentImport, ComponentType, ComponentTypeRef, CoreType,
    Parser, Payload,
};

/// Types that are nested too deep, or do not parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Too deep.
    TooDeep,
    /// They do not parse.
    Malformed,
}

impl From<BinaryReaderError> for Unread {
    fn from(_: BinaryReaderError) -> Self {
        Self::Malformed
    }
}

/// Reads over all type sections of a component, of nested ones too. What does not parse is left to readers that say what is wrong.
///
/// # Errors
/// If types are nested too deep.
pub fn whole(bytes: &[u8]) -> Result<(), Diagnostic> {
    let sections = Parser::new(0).parse_all(bytes).map_while(Result::ok);
    for payload in sections {
        if let Payload::ComponentTypeSection(section) = payload
            && check(bytes, section.range()) == Err(Unread::TooDeep)
        {
            let message = format!("the component has types that are nested deeper than {}", limits::NESTING);
            return Err(Diagnostic::error("E-BUDGET", message).help("no toolchain writes such types; build the agent again"));
        }
    }
    Ok(())
}

/// Reads over the type section at `range`.
///
/// # Errors
/// If types are nested too deep, or do not parse.
pub fn check(bytes: &[u8], range: Range<u64>) -> Result<(), Unread> {
    let part = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok()).and_then(|(start, end)| bytes.get(start..end));
    let mut reader = BinaryReader::new(part.ok_or(Unread::Malformed)?, range.start);
    // For each depth, what is left there: types of the section, then declarations.
    let mut left = vec![reader.read_var_u32()?];
    while let Some(count) = left.last_mut() {
        let Some(fewer) = count.checked_sub(1) else {
            left.pop();
            continue;
        };
        *count = fewer;
        if left.len() > 1 {
            match reader.read_u8()? {
                0x00 => _ = reader.read::<CoreType<'_>>()?,
                0x01 => ty(&mut reader, &mut left)?,
                0x02 => _ = reader.read::<ComponentAlias<'_>>()?,
                0x03 => _ = reader.read::<ComponentImport<'_>>()?,
                0x04 => _ = (reader.read::<ComponentExternName<'_>>()?, reader.read::<ComponentTypeRef>()?),
                _ => return Err(Unread::Malformed),
            }
        } else {
            ty(&mut reader, &mut left)?;
        }
    }
    Ok(())
}

/// A type: read, if it holds no others, and else one depth more.
fn ty(reader: &mut BinaryReader<'_>, left: &mut Vec<u32>) -> Result<(), Unread> {
    let mut ahead = reader.clone();
    // Component types and instance types.
    if matches!(ahead.read_u8()?, 0x41 | 0x42) {
        if left.len() > limits::NESTING {
            return Err(Unread::TooDeep);
        }
        left.push(ahead.read_var_u32()?);
        *reader = ahead;
    } else {
        reader.read::<ComponentType<'_>>()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A component with so many component types in each other.
    fn nested(depth: usize) -> Vec<u8> {
        let mut types = [0x41, 0x01, 0x01].repeat(depth);
        types.extend([0x42, 0x00]);
        let mut size = vec![];
        let mut left = types.len() + 1;
        while left > 0x7f {
            size.push(u8::try_from(left & 0x7f).expect("seven bits") | 0x80);
            left >>= 7;
        }
        size.push(u8::try_from(left).expect("seven bits"));
        [b"\0asm\x0d\0\x01\0\x07".as_slice(), &size, &[1], &types].concat()
    }

    #[test]
    fn types_are_counted_before_anything_calls_itself_for_each() {
        assert_eq!(whole(&nested(limits::NESTING - 1)), Ok(()));
        for depth in [limits::NESTING + 1, 5_000, 1_000_000] {
            assert_eq!(whole(&nested(depth)).map_err(|error| error.code), Err("E-BUDGET"), "{depth}");
            let codes = crate::agent::decode(&nested(depth)).err().map(|errors| errors.iter().map(|error| error.code).collect::<Vec<_>>());
            assert_eq!(codes, Some(vec!["E-BUDGET"]), "{depth}");
        }
    }
}
