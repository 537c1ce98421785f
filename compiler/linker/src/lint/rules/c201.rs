//! C201 noncanonical-host: a host is written as no call has it.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C201",
    name: "noncanonical-host",
    level: Level::Error,
    summary: "a host is written as no call has it",
    doc: "Guards see hosts in one form: lower case, ASCII, no dot at the end, no port, one spelling of an address. Another literal matches nothing, and a `forbid` of it forbids nothing.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"API.example.com."
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
