//! C221 noncanonical-path: a path of a file is written as no call has it.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Fix};

/// The rule.
pub const RULE: Rule = Rule {
    code: "C221",
    name: "noncanonical-path",
    level: Level::Error,
    summary: "a path of a file is written as no call has it",
    doc: "Guards see absolute paths without `.`, `..`, empty parts and a `/` at the end. Another literal matches nothing, and a `forbid` of it forbids nothing.",
    avoid: Example::policy(
        r#"@id("files:read")
permit (
  principal == Agent::"files",
  action == Action::"fs:read",
  resource in Fs::Path::"/data/../etc/"
);"#,
    ),
    prefer: Example::policy(
        r#"@id("files:read")
permit (
  principal == Agent::"files",
  action == Action::"fs:read",
  resource in Fs::Path::"/data/in"
);"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound() {
        for entity in outline.entities().into_iter().filter(|entity| entity.kind == "Fs::Path") {
            let path = entity.id.as_str();
            let canonical = canonical(path);
            if canonical != path {
                let literal = format!("Fs::Path::\"{}\"", canonical.escape_debug());
                // A part `..` may have been meant otherwise.
                let is_plain = !path.split('/').any(|part| part == "..") && path.starts_with('/');
                found.push(Finding {
                    help: Some(format!("write `{literal}`")),
                    fix: is_plain.then(|| Fix {
                        title: format!("write `{literal}`"),
                        text: outline.text,
                        edits: vec![(entity.range.clone(), literal.clone())],
                    }),
                    ..RULE.at(
                        outline,
                        &entity.range,
                        format!("no call is on `{}`: a path has one spelling", caplink_model::text::escape(path)),
                    )
                });
            }
        }
    }
}

fn canonical(path: &str) -> String {
    let mut parts: Vec<&str> = vec![];
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}
