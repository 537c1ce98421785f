//! C203 url-as-text: a URL is compared with a part of a call.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C203",
    name: "url-as-text",
    level: Level::Error,
    summary: "a URL is compared with a part of a call",
    doc: "No call has a URL: its scheme, host, port, path and query are values of their own, so that none can pass for another.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path == "https://api.example.com/v1" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path == "/v1" };"#,
    ),
    check: Check::Reported,
};
