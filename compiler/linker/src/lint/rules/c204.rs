//! C204 unmatchable-text: a text is written as no call has it.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C204",
    name: "unmatchable-text",
    level: Level::Error,
    summary: "a text is written as no call has it",
    doc: "Methods are upper case, paths have no `..`, schemes are `http` or `https`. A condition on another text never holds.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.method == "get" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.method == "GET" };"#,
    ),
    check: Check::Reported,
};
