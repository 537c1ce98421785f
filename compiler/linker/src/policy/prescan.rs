//! Depth of a policy text, measured before Cedar sees it: Cedar's parser and evaluator recurse, and abort or skip what is too deep.

use crate::source::Source;
use caplink_model::{diagnostic::Diagnostic, limits};

/// Refuses a text whose brackets nest deeper than [`limits::POLICY_BRACKETS`], or one of whose statements has more than
/// [`limits::POLICY_OPERATORS`] operators. Strings and comments do not count.
///
/// # Errors
/// The first place that is too deep.
pub fn check(source: &Source<'_>) -> Result<(), Diagnostic> {
    let refuse = |offset, what: &str, limit: usize| {
        let message = format!("{what} than {limit}, which Cedar cannot evaluate reliably");
        Err(source.place(Diagnostic::error("E-POLICY-DEPTH", message), offset).help("split the policy into several policies"))
    };
    if let Some(offset) = source.too_deep(false) {
        return refuse(offset, "brackets nest deeper", limits::POLICY_BRACKETS);
    }
    let mut operators = 0_usize;
    let mut last = b' ';
    for (offset, byte) in source.structure() {
        match byte {
            b';' => operators = 0,
            b'+' | b'-' | b'*' | b'!' | b'.' | b'<' | b'>' | b'=' | b'&' | b'|' | b',' => operators += 1,
            // A word may be an operator: `in`, `is`, `if`, `has`, `like`.
            b'i' | b'h' | b'l' if last.is_ascii_whitespace() => operators += 1,
            _ => {}
        }
        if operators > limits::POLICY_OPERATORS {
            return refuse(offset, "one policy has more operators", limits::POLICY_OPERATORS);
        }
        last = byte;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: String) -> Option<u32> {
        check(&Source { file: "p.cedar", text: &text }).err().map(|error| error.location.expect("has a place").line)
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
