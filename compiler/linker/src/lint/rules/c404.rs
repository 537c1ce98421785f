//! C404 invalid-entities: the entities are not as the schema declares them.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C404",
    name: "invalid-entities",
    level: Level::Error,
    summary: "the entities are not as the schema declares them",
    doc: "Links refuse such a file: an attribute that is missing or of another type would make conditions fail.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {"tier": "gold"}, "parents": []}]"#),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {"tier": "gold"}, "parents": []}]"#)
    .schema("entity Agent { tier: String };"),
    check: Check::Reported,
};
