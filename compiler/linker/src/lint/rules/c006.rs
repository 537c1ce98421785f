//! C006 wrong-type: values are compared or combined that have different types.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C006",
    name: "wrong-type",
    level: Level::Error,
    summary: "values are compared or combined that have different types",
    doc: "Cedar compares values of one type only; a policy that does otherwise fails, and what fails is skipped.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.port == "443" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.port == 443 };"#,
    ),
    check: Check::Reported,
};
