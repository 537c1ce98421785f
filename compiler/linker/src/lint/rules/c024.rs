//! C024 malformed-suppression: an annotation allows a finding without a rule or a reason.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C024",
    name: "malformed-suppression",
    level: Level::Error,
    summary: "an annotation allows a finding without a rule or a reason",
    doc: r#"What is allowed must be known by its code, and why, so that a reviewer can disagree: `@caplink_allow("C104: wider during the migration")`. Cedar gives annotations one text, so code and reason stand in it together."#,
    avoid: Example::policy(
        r#"@caplink_allow("C216")
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
