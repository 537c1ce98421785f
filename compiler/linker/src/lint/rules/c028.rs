//! C028 undecidable-construct: a guard cannot decide what the condition asks for.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C028",
    name: "undecidable-construct",
    level: Level::Error,
    summary: "a guard cannot decide what the condition asks for",
    doc: "The condition is valid Cedar, and needs something that is not there when a call is decided. Links refuse it; they never let it through.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && resource in [resource] };"#,
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
