//! C011 empty-set: a set has no elements.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C011",
    name: "empty-set",
    level: Level::Error,
    summary: "a set has no elements",
    doc: "Cedar cannot tell the type of an empty set. `x.isEmpty()` asks whether a set is empty.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { [].contains(context.scheme) };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { ["https"].contains(context.scheme) };"#,
    ),
    check: Check::Reported,
};
