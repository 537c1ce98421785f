//! C407 schema-warning: Cedar warns of something in a schema file.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C407",
    name: "schema-warning",
    level: Level::Warning,
    summary: "Cedar warns of something in a schema file",
    doc: "A name that hides a built-in one, or something of that kind: the schema is read otherwise than it looks.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .schema("namespace Acme { type ipaddr = String; entity Unit { at: ipaddr }; }"),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .schema("entity Agent { tier?: String };"),
    check: Check::Reported,
};
