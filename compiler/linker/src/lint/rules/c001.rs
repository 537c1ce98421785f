//! C001 syntax-error: the text is no Cedar policy.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C001",
    name: "syntax-error",
    level: Level::Error,
    summary: "the text is no Cedar policy",
    doc: "A file that does not parse grants nothing and forbids nothing; links refuse it. The message says what was expected there.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when ( context.scheme == "https" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Reported,
};
