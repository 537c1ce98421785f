//! The table itself, one line a function. Filled in from `wit/`; `tests/catalogue.rs` fails when a vendored function has no line.

use super::Entry;

/// Every entry, sorted by interface and function.
pub(super) const ENTRIES: &[Entry] = &[];
