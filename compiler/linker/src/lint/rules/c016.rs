//! C016 empty-id: an `@id` is empty.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C016",
    name: "empty-id",
    level: Level::Error,
    summary: "an `@id` is empty",
    doc: "Reports, lockfiles and diffs name policies by their `@id`.",
    avoid: Example::policy(
        r#"@id("")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
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
