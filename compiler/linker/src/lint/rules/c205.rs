//! C205 open-prefix: a prefix of a path ends inside a name.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C205",
    name: "open-prefix",
    level: Level::Warning,
    summary: "a prefix of a path ends inside a name",
    doc: r#"`like "/api*"` holds for `/apikeys` too. End the prefix at a `/`."#,
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path like "/api*" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && (context.path == "/api" || context.path like "/api/*") };"#,
    ),
    check: Check::Reported,
};
