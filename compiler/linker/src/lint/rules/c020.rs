//! C020 impossible-policy: no request can match, by its types alone.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C020",
    name: "impossible-policy",
    level: Level::Error,
    summary: "no request can match, by its types alone",
    doc: "The conditions contradict the types of what they look at, so the policy does nothing.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.port == 443 && false };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.port == 443 && context.scheme == "https" };"#,
    ),
    check: Check::Reported,
};
