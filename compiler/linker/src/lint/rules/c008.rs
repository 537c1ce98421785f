//! C008 unguarded-optional: an optional attribute or tag is read without `has`.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C008",
    name: "unguarded-optional",
    level: Level::Error,
    summary: "an optional attribute or tag is read without `has`",
    doc: "Where the value is missing the policy fails and is skipped. Ask `context has query` first.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.query like "page=*" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context has query && context.query like "page=*" };"#,
    ),
    check: Check::Reported,
};
