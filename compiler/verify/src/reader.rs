//! Bytes, integers and names.
//!
//! In: a slice. Out: what stands in it, in order. Every read is bounded by the slice; integers are LEB128 of at most 32 bits, and with
//! `minimal` in their shortest form; names are UTF-8. Refused: everything else, with the offset in the whole component.

use crate::violation::{Check, Violation};

/// A place in a slice of a component.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the slice starts in the component.
    base: usize,
    /// The check that a malformed slice fails.
    check: Check,
    /// Whether integers must be in their shortest form.
    minimal: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], check: Check, minimal: bool) -> Self {
        Self { bytes, at: 0, base: 0, check, minimal }
    }

    pub(crate) fn at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    pub(crate) fn error(&self, what: &str) -> Violation {
        Violation::new(self.check, format!("{what} at byte {:#x}", self.base + self.at))
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Violation> {
        let byte = *self.bytes.get(self.at).ok_or_else(|| self.error("the file ends early"))?;
        self.at += 1;
        Ok(byte)
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(crate) fn take(&mut self, size: usize) -> Result<&'a [u8], Violation> {
        let end = self.at.checked_add(size).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| self.error("a length runs past the end"))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    /// The next `size` bytes as a reader of their own, whose malformed contents fail `check`.
    pub(crate) fn sub(&mut self, size: usize, check: Check) -> Result<Self, Violation> {
        let base = self.base + self.at;
        Ok(Self { bytes: self.take(size)?, at: 0, base, check, minimal: self.minimal })
    }

    /// Everything that is left.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        self.at = self.bytes.len();
        rest
    }

    /// An unsigned LEB128 integer of 32 bits.
    pub(crate) fn u32(&mut self) -> Result<u32, Violation> {
        let mut value = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            if shift == 28 && byte > 0x0f {
                return Err(self.error("an integer does not fit 32 bits"));
            }
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                if self.minimal && byte == 0 && shift > 0 {
                    return Err(Violation { check: Check::Shape, ..self.error("an integer is longer than it needs to be") });
                }
                return Ok(value);
            }
        }
        Err(self.error("an integer does not fit 32 bits"))
    }

    /// A non-negative signed LEB128 integer of 33 bits, as type indices are written where a primitive could stand.
    pub(crate) fn index33(&mut self) -> Result<u32, Violation> {
        let mut value = 0_u64;
        let mut previous = 0_u8;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                if byte & 0x40 != 0 {
                    return Err(self.error("a type index is negative"));
                }
                if self.minimal && byte == 0 && shift > 0 && previous & 0x40 == 0 {
                    return Err(Violation { check: Check::Shape, ..self.error("an integer is longer than it needs to be") });
                }
                return u32::try_from(value).map_err(|_| self.error("an integer does not fit 32 bits"));
            }
            previous = byte;
        }
        Err(self.error("an integer does not fit 33 bits"))
    }

    /// A length and as many bytes of UTF-8.
    pub(crate) fn name(&mut self) -> Result<&'a str, Violation> {
        let size = self.u32()? as usize;
        std::str::from_utf8(self.take(size)?).map_err(|_| self.error("a name is not UTF-8"))
    }

    /// The name of an import or export: byte 0x00 and a name. The older byte 0x01 and the attributes of 0x02 fail `check`.
    pub(crate) fn extern_name(&mut self, check: Check) -> Result<&'a str, Violation> {
        match self.byte()? {
            0x00 => self.name(),
            0x01 => Err(Violation { check, ..self.error("a name is in the form of before 2024") }),
            0x02 => Err(Violation { check, ..self.error("a name carries attributes (implements, versionsuffix, external-id)") }),
            _ => Err(self.error("a name has an unknown form")),
        }
    }
}
