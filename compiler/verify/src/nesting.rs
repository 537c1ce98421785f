//! How deep component types are nested, found out before they are validated.
//!
//! In: the place of a type section. Out: nothing. Refused: types deeper in each other than components may be. wasmparser calls itself once for each depth, so a file of a few
//! kilobytes would end the process; here the depth is a number. The linker has a check of its own, and neither relies on the other.

use crate::violation::{Check, Violation};
use caplink_model::limits;
use std::ops::Range;
use wasmparser::{BinaryReader, ComponentAlias, ComponentExternName, ComponentImport, ComponentType, ComponentTypeRef, CoreType, Result};

/// Refuses a type section, at `range` of `bytes`, whose types are nested too deep. What does not parse is validation's to refuse.
pub(crate) fn check(bytes: &[u8], range: Range<u64>) -> std::result::Result<(), Violation> {
    let part = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok()).and_then(|(start, end)| bytes.get(start..end));
    let reader = BinaryReader::new(part.unwrap_or_default(), range.start);
    match is_shallow(reader) {
        Ok(false) => Err(Violation::new(Check::Budget, format!("types nest deeper than {}", limits::NESTING))),
        Ok(true) | Err(_) => Ok(()),
    }
}

/// Whether no type of a section is nested too deep. An error is one that validation finds before it comes deeper.
fn is_shallow(mut reader: BinaryReader<'_>) -> Result<bool> {
    // How many types, or declarations, are left at each depth.
    let mut open = vec![reader.read_var_u32()?];
    loop {
        let depth = open.len();
        match open.last_mut() {
            None => return Ok(true),
            Some(0) => {
                open.pop();
                continue;
            }
            Some(left) => *left -= 1,
        }
        // Inside of a type there are declarations, of which types are one sort.
        let sort = if depth == 1 { 0x01 } else { reader.read_u8()? };
        match sort {
            0x01 => {
                let mut ahead = reader.clone();
                if matches!(ahead.read_u8()?, 0x41 | 0x42) {
                    if depth > limits::NESTING {
                        return Ok(false);
                    }
                    open.push(ahead.read_var_u32()?);
                    reader = ahead;
                } else {
                    reader.read::<ComponentType<'_>>()?;
                }
            }
            0x00 => _ = reader.read::<CoreType<'_>>()?,
            0x02 => _ = reader.read::<ComponentAlias<'_>>()?,
            0x03 => _ = reader.read::<ComponentImport<'_>>()?,
            _ => {
                reader.read::<ComponentExternName<'_>>()?;
                reader.read::<ComponentTypeRef>()?;
            }
        }
    }
}
