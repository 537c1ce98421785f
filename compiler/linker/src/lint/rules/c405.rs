//! C405 invalid-schema: a schema file is wrong, or redefines the vocabulary.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C405",
    name: "invalid-schema",
    level: Level::Error,
    summary: "a schema file is wrong, or redefines the vocabulary",
    doc: "Your schema may declare `Agent`, `Team` and `HostGroup` anew and types of your own; the rest is caplink's, so that no file can change what an action means.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .schema("entity Agent { tier: Strin };"),
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
