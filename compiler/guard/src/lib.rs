//! The engine of decision tables: a table and a call's values in memory come in, allow or deny comes out.
//!
//! One source, native and wasm32: no standard library, no allocation, bounded time. Must hold: whatever is strange is denied.
#![no_std]

/// The linear memory that a call's values lie in.
pub trait Memory {
    /// The bytes at an address; `None` if they are not all in memory.
    fn get(&self, at: u32, length: u32) -> Option<&[u8]>;
}

/// Counters of calls that are left.
pub trait Budgets {
    /// Takes one call from a limit; `false` if none is left.
    fn take(&mut self, limit: u32) -> bool;
}
