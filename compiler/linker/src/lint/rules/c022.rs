//! C022 invalid-limit: an `@limit` is no number of calls, or stands on a `forbid`.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C022",
    name: "invalid-limit",
    level: Level::Error,
    summary: "an `@limit` is no number of calls, or stands on a `forbid`",
    doc: r#"A limit counts the calls that a permit allows: `@limit("100 calls")`."#,
    avoid: Example::policy(
        r#"@limit("lots")
@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    prefer: Example::policy(
        r#"@limit("100 calls")
@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Reported,
};
