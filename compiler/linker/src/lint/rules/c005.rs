//! C005 unknown-entity-type: an entity type is declared nowhere.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C005",
    name: "unknown-entity-type",
    level: Level::Error,
    summary: "an entity type is declared nowhere",
    doc: "An entity of a type that nothing has cannot match. `caplink schema` prints the types; your own stand in a schema file.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Hosts::"api.example.com"
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
