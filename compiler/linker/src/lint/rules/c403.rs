//! C403 entity-cycle: entities are in each other.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C403",
    name: "entity-cycle",
    level: Level::Error,
    summary: "entities are in each other",
    doc: "A hierarchy in which something is above itself has no meaning, and Cedar refuses it.",
    avoid: Example::policy(r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#)
        .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {}, "parents": []}, {"uid": {"type": "Unit", "id": "a"}, "attrs": {}, "parents": [{"type": "Unit", "id": "b"}]}, {"uid": {"type": "Unit", "id": "b"}, "attrs": {}, "parents": [{"type": "Unit", "id": "a"}]}]"#)
        .schema("entity Unit in [Unit];"),
    prefer: Example::policy(r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#)
        .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {}, "parents": []}]"#),
    check: Check::Reported,
};
