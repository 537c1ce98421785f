//! The memory that whoever holds table, frame and counters shares with engine, reader and recorder.
//!
//! Must hold: what slices are made of lies in memory, and nothing else writes to it meanwhile: there is one thread.

use caplink_guard::Memory;
use core::arch::wasm32::memory_size;

/// Linear memory from its first byte to its last.
pub struct Linear {
    pages: usize,
}

impl Linear {
    /// As large as it is now.
    pub fn now() -> Self {
        Self { pages: memory_size::<0>() }
    }
}

impl Memory for Linear {
    fn get(&self, at: u32, length: u32) -> Option<&[u8]> {
        if length == 0 {
            return Some(&[]);
        }
        if at == 0 || u64::from(at) + u64::from(length) > (self.pages as u64) << 16 {
            return None;
        }
        // SAFETY: the bytes lie in memory, not at null, and nothing writes to them before the decision.
        Some(unsafe { core::slice::from_raw_parts(at as *const u8, length as usize) })
    }

    // Every address is one of linear memory or traps, and a trap allows nothing: numbers need no check of their own.
    #[inline]
    fn small(&self, at: u32, size: u32) -> Option<u32> {
        // SAFETY: see above.
        unsafe {
            match size {
                1 => Some(u32::from((at as *const u8).read())),
                2 => Some(u32::from((at as *const u16).read_unaligned())),
                4 => Some((at as *const u32).read_unaligned()),
                _ => None,
            }
        }
    }

    #[inline]
    fn long(&self, at: u32) -> Option<i64> {
        // SAFETY: see above.
        Some(unsafe { (at as *const i64).read_unaligned() })
    }
}
