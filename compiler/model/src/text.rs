//! The one escaping function: every text that did not come from caplink's own source passes through [`escape`] before it
//! reaches a terminal, a report or a message.

use crate::limits::SHOWN_CHARACTERS;
use std::fmt::Write as _;

/// Writes `text` so that it is inert in terminals, logs and reviews: C0 and C1 controls, bidirectional controls, zero-width
/// and other invisible characters, line and paragraph separators become `\u{..}`, a backslash becomes `\\`, and what is longer than
/// [`SHOWN_CHARACTERS`] ends in `…`.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == SHOWN_CHARACTERS {
            out.push('…');
            break;
        }
        push(&mut out, character);
    }
    out
}

/// As [`escape`], for text of several lines, such as source excerpts: line feeds stay, and no length is cut.
pub fn escape_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push('\n'),
            other => push(&mut out, other),
        }
    }
    out
}

fn push(out: &mut String, character: char) {
    match character {
        '\\' => out.push_str("\\\\"),
        c if is_hidden(c) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// Characters that move the cursor, reorder text, or cannot be seen.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character),
            0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f
            | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0
            | 0xfff0..=0xfffb | 0xfffe | 0xffff | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_moving_characters_are_spelt_out() {
        assert_eq!(
            escape("\x1b]8;;x\x07\r\n\u{202e}\u{9b}1m\u{200b}\u{ffff}"),
            "\\u{1b}]8;;x\\u{7}\\u{d}\\u{a}\\u{202e}\\u{9b}1m\\u{200b}\\u{ffff}"
        );
        assert_eq!(escape(r"a\u{1b}"), r"a\\u{1b}");
        assert_eq!(escape("é 漢 acme:pay/api"), "é 漢 acme:pay/api");
        assert_eq!(escape_lines("a\n\tb"), "a\n\\u{9}b");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(escape(&"x".repeat(10_000)).chars().count(), SHOWN_CHARACTERS + 1);
    }
}
