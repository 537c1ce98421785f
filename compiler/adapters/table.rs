//! A decision table in linear memory.

use caplink_guard::Words;

/// The linker has made it and `check` has accepted it, so its addresses are taken as they are.
pub struct Table {
    /// Its address.
    pub start: u32,
}

impl Words for Table {
    #[inline]
    fn word(&self, at: u32) -> u32 {
        // SAFETY: an address is one of linear memory or traps.
        unsafe { (self.start.wrapping_add(at) as *const u32).read() }
    }

    #[inline]
    fn text(&self, start: u32, end: u32) -> Option<&[u8]> {
        // SAFETY: the texts of a table that was checked lie in it.
        Some(unsafe { core::slice::from_raw_parts(self.start.wrapping_add(start) as *const u8, end.wrapping_sub(start) as usize) })
    }
}
