//! The engine of decision tables: a table and a call's values in memory come in, allow or deny comes out.
//!
//! One source, native and wasm32: no standard library, no allocation, bounded time. Must hold: whatever is strange is denied. [`format`] says what the
//! bytes of a table mean; [`check`] refuses every table that does not keep to it, [`print`] says in Cedar what a table means.
//!
//! [`record`] writes what was decided, and on what, as a line for people.
//!
//! Beside it are the canonicalisers, for values that hosts read in more than one way: [`authority`], [`target`] and [`message`] for requests, [`ip`] for
//! addresses, [`named`] for what policy names. The text that was decided on is the one that the host receives, and it is one that all hosts read alike.
#![no_std]

pub mod authority;
pub mod check;
pub mod engine;
pub mod filing;
pub mod format;
pub mod host;
pub mod ip;
pub mod message;
pub mod named;
pub mod path;
pub mod print;
pub mod record;
pub mod socket;
pub mod target;
mod text;

pub use check::{Malformed, check, measure};
pub use engine::{decide, decide_with};
pub use print::{Conditions, Unprintable, print, print_condition};

/// The bytes of a table.
pub trait Words {
    /// The word at an address; 0 outside of the table.
    fn word(&self, at: u32) -> u32;

    /// The text between two addresses; `None` if it is not in the table.
    fn text(&self, start: u32, end: u32) -> Option<&[u8]>;
}

/// Natively a table is a slice, and nothing outside of it is read, whatever it says.
impl Words for [u8] {
    fn word(&self, at: u32) -> u32 {
        format::word(self, at).unwrap_or(0)
    }

    fn text(&self, start: u32, end: u32) -> Option<&[u8]> {
        self.get(start as usize..end as usize)
    }
}

/// The linear memory that a call's values lie in.
pub trait Memory {
    /// The bytes at an address; `None` if they are not all in memory.
    fn get(&self, at: u32, length: u32) -> Option<&[u8]>;

    /// The little-endian number in 1, 2 or 4 bytes.
    fn small(&self, at: u32, size: u32) -> Option<u32> {
        Some(match *self.get(at, size)? {
            [a] => u32::from(a),
            [a, b] => u32::from(u16::from_le_bytes([a, b])),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => return None,
        })
    }

    /// The little-endian number in eight bytes.
    fn long(&self, at: u32) -> Option<i64> {
        self.get(at, 8)?.first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
    }
}

/// Natively a byte slice is the memory, from address 0.
impl Memory for [u8] {
    fn get(&self, at: u32, length: u32) -> Option<&[u8]> {
        <[u8]>::get(self, at as usize..)?.get(..length as usize)
    }
}

/// Counters of calls that are left.
pub trait Budgets {
    /// Takes one call from a limit; `false` if none is left.
    fn take(&mut self, limit: u32) -> bool;
}

/// A slice of counters, by limit number.
impl Budgets for [u32] {
    fn take(&mut self, limit: u32) -> bool {
        match self.get_mut(limit as usize) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

/// For tables without limits, and for questions that must take nothing.
impl Budgets for () {
    fn take(&mut self, _limit: u32) -> bool {
        false
    }
}
