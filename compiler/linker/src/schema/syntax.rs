//! Cedar's lexical level: string literals and comments, written so that no text can leave them.
//!
//! In: any text. Out: a literal or comment lines. Must hold: Cedar reads the literal back as the very text (threats.md, P16); a comment
//! never ends before its line does, and shows no character that moves a cursor or reorders text (L6). Refuses nothing.

use caplink_model::text::{escape, escape_lines};

/// Lines of one doc comment that are kept.
const DOC_LINES: usize = 40;

/// `text` as a Cedar string literal, quotes included.
pub(crate) fn quote(text: &str) -> String {
    // `escape_lines` writes a backslash as `\\` and hidden characters as `\u{..}`, which is Cedar's own spelling.
    format!("\"{}\"", escape_lines(text).replace('"', "\\\"").replace('\n', "\\n"))
}

/// `text` as comment lines, each after `indent`; nothing for blank text.
pub(crate) fn comment(indent: &str, text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().collect();
    let mut out = String::new();
    for line in lines.iter().take(DOC_LINES) {
        let line = escape(line.trim_end());
        out.push_str(format!("{indent}// {line}").trim_end());
        out.push('\n');
    }
    if lines.len() > DOC_LINES {
        out.push_str(&format!("{indent}// …\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_reads_back_as_its_text() {
        for text in ["", "a-b", "say \"hi\"", "back\\slash", "\\\"", "line\nfeed\r\u{202e}\0", "é\u{1f600}", "\\u{41}", "a\u{301}"] {
            let policy = format!("permit (principal == Agent::{}, action, resource);", quote(text));
            let policy: cedar_policy::Policy = policy.parse().expect("the literal parses");
            let cedar_policy::PrincipalConstraint::Eq(agent) = policy.principal_constraint() else { panic!("`==` is an equality") };
            assert_eq!(AsRef::<str>::as_ref(agent.id()), text);
        }
    }

    #[test]
    fn a_comment_stays_in_its_lines() {
        assert_eq!(
            comment("  ", "one\r\ntwo\u{2028}\x1b[0m\rentity X;\n\n  three"),
            "  // one\n  // two\\u{2028}\\u{1b}[0m\\u{d}entity X;\n  //\n  //   three\n"
        );
        assert_eq!(comment("", " \n "), "");
        assert_eq!(comment("", &"x\n".repeat(100)).lines().count(), DOC_LINES + 1);
    }
}
