//! C021 inapplicable-scope: no action in the scope has such a principal and resource.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C021",
    name: "inapplicable-scope",
    level: Level::Error,
    summary: "no action in the scope has such a principal and resource",
    doc: "Each action has one type of resource: `http:request` acts on a `Net::Host`, `fs:read` on an `Fs::Path`. With another the policy does nothing.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Fs::Path::"/data"
)
;"#,
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
