//! C004 unknown-action: an action is none of the vocabulary.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C004",
    name: "unknown-action",
    level: Level::Error,
    summary: "an action is none of the vocabulary",
    doc: "A policy on an action that does not exist decides nothing: a `forbid` with a typo forbids nothing. `caplink schema` prints the actions.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:reqest",
  resource == Net::Host::"api.example.com"
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
