//! Bytes that are written one after the other into a buffer of fixed size.
//!
//! In: a buffer and bytes; out: how many of them were written. What does not fit is `None`, and whoever writes then denies: a text is never cut off,
//! because a shorter host is another host. Numbers are written here too, since the formatting of the standard library would be the greater part of a guard.

/// A buffer and how much of it is written.
pub(crate) struct Text<'o> {
    out: &'o mut [u8],
    length: usize,
}

impl<'o> Text<'o> {
    pub(crate) fn new(out: &'o mut [u8]) -> Self {
        Self { out, length: 0 }
    }

    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// Takes back what was written after so many bytes.
    pub(crate) fn shorten(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    pub(crate) fn byte(&mut self, byte: u8) -> Option<()> {
        *self.out.get_mut(self.length)? = byte;
        self.length += 1;
        Some(())
    }

    /// A number without leading zeros, in base ten or, in lower case, sixteen.
    pub(crate) fn number(&mut self, number: u16, base: u16) -> Option<()> {
        if number >= base {
            self.number(number / base, base)?;
        }
        let digit = (number % base) as u8;
        self.byte(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit })
    }
}
