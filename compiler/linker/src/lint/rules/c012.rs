//! C012 unknown-enum-id: an id is none of those that its enum entity type declares.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C012",
    name: "unknown-enum-id",
    level: Level::Error,
    summary: "an id is none of those that its enum entity type declares",
    doc: "An entity type with an enumeration has the ids that it lists and no others.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && Stage::"prd" == Stage::"prd" };"#,
    )
    .schema(r#"entity Stage enum ["dev", "prod"];"#),
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
