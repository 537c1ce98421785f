//! C406 vocabulary-drift: a copy of the vocabulary differs from what this version ships.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C406",
    name: "vocabulary-drift",
    level: Level::Warning,
    summary: "a copy of the vocabulary differs from what this version ships",
    doc: "A copy that `caplink schema` printed is what editors and reviewers read; where it is out of date they read something else than what links decide by.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .schema(
        r#"action "http";
action "http:request" in ["http"] appliesTo { principal: [Agent], resource: [Net::Host], context: { host: String } };"#,
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
