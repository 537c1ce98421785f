//! C026 broken-link: a template link is not as Cedar writes links, or names no template.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C026",
    name: "broken-link",
    level: Level::Error,
    summary: "a template link is not as Cedar writes links, or names no template",
    doc: "A link that is not made grants nothing and forbids nothing.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == ?principal,
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .links(r#"[{"template_id": "fetch:api", "link_id": "one", "args": {"?resource": "Agent::\"fetch\""}}]"#),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == ?principal,
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .links(r#"[{"template_id": "fetch:api", "link_id": "one", "args": {"?principal": "Agent::\"fetch\""}}]"#),
    check: Check::Reported,
};
