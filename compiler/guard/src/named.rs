//! What a decision table names: a table and a text come in, whether it is one of the texts of the policies goes out.
//!
//! Canonicalisers ask it for what is allowed only where policy means that very thing: internal hosts, addresses, tunnels. It says nothing about how a
//! policy uses the text, so a "yes" only lets the decision be asked. The texts of a table are strictly ascending, which [`check`](crate::check) has seen to.

use crate::Words;
use core::cmp::Ordering;

/// The words of a table's header that say where its texts are and how many.
const TEXTS: u32 = 4;
const NUMBER: u32 = 8;

/// Whether a text is one of the texts of a table.
#[must_use]
pub fn names<T: Words + ?Sized>(table: &T, text: &[u8]) -> bool {
    let texts = table.word(TEXTS);
    let (mut low, mut high) = (0, table.word(NUMBER));
    while low < high {
        let middle = low + (high - low) / 2;
        let at = texts.wrapping_add(middle.wrapping_mul(4));
        let Some(other) = table.text(table.word(at), table.word(at.wrapping_add(4))) else { return false };
        match other.cmp(text) {
            Ordering::Equal => return true,
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    false
}
