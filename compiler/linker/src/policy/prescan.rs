//! Depth of a policy text, measured before Cedar sees it: Cedar's parser and evaluator recurse, and abort or skip what is too deep.

use crate::source::SourceText;
use caplink_model::{diagnostic::Diagnostic, limits};

/// Refuses a text whose brackets nest deeper than [`limits::POLICY_BRACKETS`], or one of whose statements has more than
/// [`limits::POLICY_OPERATORS`] operators. Strings and comments do not count.
///
/// # Errors
/// The first place that is too deep.
pub fn check(source: &SourceText) -> Result<(), Diagnostic> {
    let (mut depth, mut operators) = (0_usize, 0_usize);
    let mut bytes = source.text.bytes().enumerate().peekable();
    let refuse = |at, what: &str, limit: usize| {
        Err(Diagnostic::error("E-POLICY-DEPTH", format!("{what} than {limit}, which Cedar cannot evaluate reliably"))
            .at(source.locate(at))
            .excerpt(source.line_at(at))
            .help("split the policy into several policies"))
    };
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b'/' if bytes.peek().is_some_and(|next| next.1 == b'/') => {
                for (_, byte) in bytes.by_ref() {
                    if byte == b'\n' {
                        break;
                    }
                }
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b';' => operators = 0,
            b'+' | b'-' | b'*' | b'!' | b'.' | b'<' | b'>' | b'=' | b'&' | b'|' | b',' => operators += 1,
            // A word may be an operator: `in`, `has`, `like`, `if`, `is`.
            b' ' | b'\n' | b'\t' if bytes.peek().is_some_and(|next| matches!(next.1, b'i' | b'h' | b'l')) => operators += 1,
            _ => {}
        }
        if depth > limits::POLICY_BRACKETS {
            return refuse(at, "brackets nest deeper", limits::POLICY_BRACKETS);
        }
        if operators > limits::POLICY_OPERATORS {
            return refuse(at, "one policy has more operators", limits::POLICY_OPERATORS);
        }
    }
    Ok(())
}

fn skip_string(bytes: &mut impl Iterator<Item = (usize, u8)>) {
    while let Some((_, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: String) -> Option<u32> {
        check(&SourceText { file: "p.cedar".into(), text }).err().map(|error| error.location.expect("has a place").line)
    }

    #[test]
    fn deep_and_long_texts_are_refused_where_they_get_too_deep() {
        assert_eq!(refused(format!("\n{}", "(".repeat(257))), Some(2));
        assert_eq!(refused("(".repeat(256)), None);
        assert_eq!(refused(format!("\"{}\" // {}\n", "(".repeat(999), "[".repeat(999))), None);
        assert_eq!(refused(format!("1{}", " + 1".repeat(4_097))), Some(1));
        assert_eq!(refused("permit(principal, action, resource);\n".repeat(9_999)), None);
        assert_eq!(refused(format!("{}x", "!".repeat(5_000))), Some(1));
    }
}
