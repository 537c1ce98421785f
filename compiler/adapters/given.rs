//! Pairs of texts that were given when linking, and the host's beside them.
//!
//! In: the settings of a membrane, a count and then for each pair the length of the name, the name, the length of the value, the value; behind them lists of texts, each a count (`u32::MAX`
//! where none was given) and then the texts. Out: lists as the
//! canonical ABI stores them. Must hold: what was given is told before what the host has under the same name; of the host's pairs those are kept whose name policy allows. Refused: settings that are cut off, by a trap.

use super::membrane::{self, Text, bytes, put, result, settings, word};

/// What a decision reads: the name.
#[repr(C)]
struct Frame {
    resource: Text,
}

/// Whether policy allows to read what has this name.
pub fn is_allowed(name: &str) -> bool {
    membrane::allows(0, &Frame { resource: Text::of(name) })
}

/// Address and length of the next text of the settings.
fn take(at: &mut u32, end: u32) -> (u32, u32) {
    let left = end - *at;
    if left < 4 || word(*at) > left - 4 {
        core::arch::wasm32::unreachable();
    }
    let found = (*at + 4, word(*at));
    *at = found.0 + found.1;
    found
}

/// A list of texts that stands behind the pairs and `skipped` other such lists, as the canonical ABI stores it, if it was given.
#[allow(dead_code, reason = "each membrane uses its part")]
pub fn list(skipped: u32) -> Option<(u32, u32)> {
    let (start, length) = settings();
    let end = start + length;
    let mut at = start;
    if length < 4 {
        return None;
    }
    at += 4;
    for _ in 0..2 * word(start) {
        take(&mut at, end);
    }
    for number in 0..=skipped {
        if end - at < 4 {
            core::arch::wasm32::unreachable();
        }
        let count = word(at);
        at += 4;
        let is_given = count != u32::MAX;
        if number < skipped {
            for _ in 0..if is_given { count } else { 0 } {
                take(&mut at, end);
            }
        } else if is_given {
            let Some(size) = count.checked_mul(8) else { core::arch::wasm32::unreachable() };
            let list = result(4, size);
            for place in 0..count {
                let (text, length) = take(&mut at, end);
                put(list + 8 * place, text);
                put(list + 8 * place + 4, length);
            }
            return Some((list, count));
        }
    }
    None
}

/// The pairs that were given: addresses and lengths of names and values.
pub fn pairs() -> impl Iterator<Item = [(u32, u32); 2]> {
    let (mut at, length) = settings();
    let end = at + length;
    let count = if length < 4 { 0 } else { word(at) };
    at += 4;
    (0..count).map(move |_| [take(&mut at, end), take(&mut at, end)])
}

fn given(name: &[u8]) -> Option<(u32, u32)> {
    pairs().find(|[(at, length), _]| bytes(*at, *length) == name).map(|[_, value]| value)
}

/// The value that was given under a name.
#[allow(dead_code, reason = "each membrane uses its part")]
pub fn value(name: &str) -> Option<(u32, u32)> {
    given(name.as_bytes())
}

/// A list of pairs: those given, and of the host's list, if it has one, the allowed ones that were not given.
pub fn joined(host: Option<(u32, u32)>) -> (u32, u32) {
    let (list, length) = host.unwrap_or_default();
    let own = pairs().count() as u32;
    let Some(size) = own.checked_add(length).and_then(|count| count.checked_mul(16)) else { core::arch::wasm32::unreachable() };
    let at = result(4, size);
    let mut count = 0;
    let mut push = |pair: [(u32, u32); 2]| {
        for (place, (text, length)) in (0..).zip(pair) {
            put(at + 16 * count + 8 * place, text);
            put(at + 16 * count + 8 * place + 4, length);
        }
        count += 1;
    };
    pairs().for_each(&mut push);
    for number in 0..length {
        let [name, value] = [0, 8].map(|offset| (word(list + 16 * number + offset), word(list + 16 * number + offset + 4)));
        if given(bytes(name.0, name.1)).is_none() && is_allowed(membrane::text(name.0, name.1)) {
            push([name, value]);
        }
    }
    (at, count)
}
