//! The border of an engine to the memory that it is linked to: imports the memory of whoever holds table, frame and counters, exports `decide`.
//!
//! With `table.rs` and `reader.rs` the only unsafe code of this project. Must hold: what it makes slices of lies in memory, and nothing else writes to it meanwhile: there is one thread.
//! Its own stack and data lie below 16,384; `caplink-guard` has all the logic.

use super::table::Table;
use caplink_guard::{Budgets, Memory};
use core::arch::wasm32::memory_size;

/// Linear memory from its first byte to its last.
struct Linear {
    pages: usize,
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

/// Counters, one after the other.
struct Counters {
    first: u32,
}

impl Budgets for Counters {
    fn take(&mut self, limit: u32) -> bool {
        let counter = (self.first as *mut u32).wrapping_add(limit as usize);
        // SAFETY: whoever calls `decide` gives as many counters as the table has limits; a table numbers its limits without gaps.
        unsafe {
            let left = counter.read();
            if left == 0 {
                return false;
            }
            counter.write(left - 1);
        }
        true
    }
}

/// Whether the table allows the call whose values lie at `frame`: 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn decide(table: u32, _length: u32, frame: u32, counters: u32) -> u32 {
    let memory = Linear { pages: memory_size::<0>() };
    u32::from(caplink_guard::decide_with::<{ crate::PARTS }, _, _, _>(
        &Table { start: table },
        &memory,
        frame,
        &mut Counters { first: counters },
    ))
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
