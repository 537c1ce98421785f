//! The border of an engine to the memory that it is linked to: imports the memory of whoever holds table, frame and counters, exports `decide`.
//!
//! With `linear.rs`, `table.rs`, `reader.rs` and what calls the host the only unsafe code of this project. Must hold: what it makes slices of lies in memory, and nothing else writes to it meanwhile: there is one thread.
//! Its own stack and data lie below 16,384; `caplink-guard` has all the logic.

use super::linear::Linear;
use super::table::Table;
use caplink_guard::Budgets;

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
    let memory = Linear::now();
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
