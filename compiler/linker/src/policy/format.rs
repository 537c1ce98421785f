//! Formatting: a policy file in, the same policies and comments in one layout out.
//!
//! Cedar's formatter does the layout; it is not trusted. Must hold: the result has the policies, templates, annotations and comments of the input, in its order, and
//! formatting it again changes nothing. Refused: what does not parse, and what the formatter would change or lose.

use super::load::set;
use crate::source::Source;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use cedar_policy::PolicySet;
use cedar_policy_formatter::{Config, policies_str_to_pretty};
use serde_json::Value;
use std::collections::BTreeMap;

const LAYOUT: Config = Config { line_width: 100, indent_width: 2 };
/// The formatter may need another go at what it made.
const ROUNDS: usize = 4;

/// Formats a policy file. The caller provides a stack of `limits::POLICY_STACK`.
///
/// # Errors
/// If it does not parse, or if the formatter would lose something (`E-FORMAT`).
pub fn format(source: &Source<'_>) -> Result<String, Vec<Diagnostic>> {
    let before = set(source)?;
    let (statements, rest) = statements(source);
    let formatted = statements.into_iter().map(stable).collect::<Result<Vec<_>, _>>().map_err(|reason| lost(source, &reason))?;
    let mut text = formatted.join("\n");
    for comment in comments(rest) {
        text.push_str(comment);
        text.push('\n');
    }
    check(source, &before, &text).map(|()| text)
}

/// The statements of a file, each with the comments before it and in the line that it ends in; and what follows the last one. Cedar's formatter takes the square of
/// a text's length.
fn statements<'a>(source: &Source<'a>) -> (Vec<&'a str>, &'a str) {
    let text = source.text;
    // A line that goes on after `;` is cut there.
    let cut = |end: usize, next: usize| match text[end..next].find('\n') {
        Some(feed) => end + feed + 1,
        None if next == text.len() => next,
        None => end,
    };
    let mut ends = vec![];
    let mut ended = None;
    for (offset, byte) in source.structure().filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        ends.extend(ended.take().map(|end| cut(end, offset)));
        ended = (byte == b';').then_some(offset + 1);
    }
    ends.extend(ended.map(|end| cut(end, text.len())));
    let mut from = 0;
    let statements = ends.iter().map(|end| &text[std::mem::replace(&mut from, *end)..*end]).collect();
    (statements, &text[ends.last().copied().unwrap_or(0)..])
}

/// One statement in a layout that formatting does not change.
fn stable(text: &str) -> Result<String, String> {
    let pretty = |text: &str| policies_str_to_pretty(text, &LAYOUT).map_err(|error| error.to_string());
    let mut text = pretty(text)?;
    for _ in 1..ROUNDS {
        let again = pretty(&text)?;
        if again == text {
            return Ok(text);
        }
        text = again;
    }
    Err("it changes its own output".into())
}

fn check(source: &Source<'_>, before: &PolicySet, text: &str) -> Result<(), Vec<Diagnostic>> {
    let after = set(&Source { file: source.file, text }).map_err(|_| lost(source, "its output does not parse"))?;
    match (data(before), data(&after)) {
        (Some(before), Some(after)) if before == after => {}
        _ => return Err(lost(source, "it changes a policy")),
    }
    let [mut before, mut after] = [source.text, text].map(comments);
    before.sort_unstable();
    after.sort_unstable();
    if before == after { Ok(()) } else { Err(lost(source, "it changes a comment")) }
}

fn lost(source: &Source<'_>, reason: &str) -> Vec<Diagnostic> {
    let message = format!("`{}` cannot be formatted: Cedar's formatter fails on it: {}", escape(source.file), escape(reason));
    let help = "the file is as it was; format it by hand, or move comments out of the middle of expressions";
    vec![Diagnostic::error("E-FORMAT", message).help(help)]
}

/// Every policy and template as data, by its number in the file.
fn data(set: &PolicySet) -> Option<BTreeMap<String, Value>> {
    let policies = set.policies().map(|policy| Some((policy.id().to_string(), policy.to_json().ok()?)));
    let templates = set.templates().map(|template| Some((template.id().to_string(), template.to_json().ok()?)));
    policies.chain(templates).collect()
}

/// The comments, without the spaces after them.
fn comments(text: &str) -> Vec<&str> {
    let mut found = vec![];
    let mut rest = text;
    while let Some(at) = rest.find(['"', '/']) {
        rest = &rest[at..];
        let length = if rest.starts_with("//") {
            let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            found.push(rest[..end].trim_end());
            end
        } else if rest.starts_with('"') {
            string(rest)
        } else {
            1
        };
        rest = &rest[length..];
    }
    found
}

/// The length of the string literal that a text begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(text: &str) -> Result<String, &'static str> {
        format(&Source { file: "a.cedar", text }).map_err(|errors| errors[0].code)
    }

    #[test]
    fn policies_get_one_layout_and_keep_their_comments() {
        let text = "// first\r\n@id(\"a // \\\" b\")permit(principal,// who\n action,resource)when{context.x==1};\n\n\n// last";
        let found = formatted(text).expect("it can be formatted");
        assert_eq!(formatted(&found), Ok(found.clone()));
        assert_eq!(comments(&found), ["// first", "// who", "// last"]);
        assert!(
            found.starts_with("// first\n@id(\"a // \\\" b\")\npermit (principal, // who\n  action, resource)\nwhen { context.x == 1 };\n"),
            "{found}"
        );
        let found = formatted("permit(principal,action,resource);/*").err();
        assert_eq!(found, Some("E-POLICY-PARSE"));
        let two = "// a\n\npermit(principal,action,resource); forbid(principal,action,resource); // b\n  // c\rpermit(principal,action,resource); // d";
        let expected = "// a\npermit (principal, action, resource);\n\nforbid (principal, action, resource); // b\n\n\
            // c\npermit (principal, action, resource); // d\n";
        assert_eq!(formatted(two), Ok(expected.into()));
        assert_eq!(formatted(""), Ok(String::new()));
        assert_eq!(formatted("\n\n// only\n\n"), Ok("// only\n".into()));
    }

    #[test]
    fn templates_are_kept() {
        let found = formatted("permit(principal==?principal,action,resource);").expect("it can be formatted");
        assert_eq!(found, "permit (\n  principal == ?principal,\n  action,\n  resource\n);\n");
    }

    #[test]
    fn what_does_not_parse_or_nests_too_deep_is_refused() {
        assert_eq!(formatted("permit ("), Err("E-POLICY-PARSE"));
        assert_eq!(formatted(&"(".repeat(1_000)), Err("E-POLICY-DEPTH"));
    }

    #[test]
    fn what_would_change_is_seen() {
        let source = Source { file: "a.cedar", text: "permit(principal, action, resource) when { 1 == 1 }; // x" };
        let before = set(&source).expect("it parses");
        let code = |text: &str| check(&source, &before, text).map_err(|errors| errors[0].message.clone());
        assert_eq!(code(source.text), Ok(()));
        assert!(code("permit(principal, action, resource) when { 1 == 2 }; // x").expect_err("differs").contains("a policy"));
        assert!(code("permit(principal, action, resource) when { 1 == 1 }; // y").expect_err("differs").contains("a comment"));
        assert!(code("permit(principal, action").expect_err("differs").contains("does not parse"));
    }
}
