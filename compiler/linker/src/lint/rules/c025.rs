//! C025 unused-suppression: an annotation allows a finding that is not there.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C025",
    name: "unused-suppression",
    level: Level::Warning,
    summary: "an annotation allows a finding that is not there",
    doc: "It would hide the finding when it comes. Remove it.",
    avoid: Example::policy(
        r#"@caplink_allow("C216: the vendor has no certificate")
@id("fetch:api")
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
