//! C017 unlinked-template: a template is linked nowhere.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C017",
    name: "unlinked-template",
    level: Level::Error,
    summary: "a template is linked nowhere",
    doc: "A template does nothing until a link gives its slots values: an unlinked `forbid` forbids nothing.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == ?principal,
  action == Action::"http:request",
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
