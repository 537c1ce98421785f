//! Guards: what a call must look like to be allowed, as data.
//!
//! In: [`rules`], which `policy` makes from typed residuals, and [`place`]s, which say where a call's values lie in memory. Out: decision tables in the
//! format of `caplink-guard`. Must hold: a table decides as the rules do; a rule that names what has no place is an error, never skipped.
//! And back: a table gives the conditions that it decides by, and a call's values a memory on which the engine decides.

pub mod decode;
mod describe;
mod encode;
pub mod frame;
mod index;
mod lower;
pub mod place;
pub mod rules;
pub mod simplify;

pub use describe::{Subject, describe};
pub use encode::{Table, Unplaced, encode};

/// A decision table as a Cedar expression: a call is allowed if it is true.
pub fn condition(table: &Table) -> String {
    let mut text = String::new();
    // INVARIANT (I12): what the lockfile shows is read from the table itself.
    caplink_guard::print(&table.bytes, &mut text).unwrap_or_else(|_| unreachable!("I5: a table that was just encoded can be printed"));
    text
}
