//! C015 duplicate-id: two policies have one `@id`.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C015",
    name: "duplicate-id",
    level: Level::Error,
    summary: "two policies have one `@id`",
    doc: "Tools that keep policies by id lose one of the two: if that is a `forbid`, it no longer forbids.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };

@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"www.example.com"
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
when { context.scheme == "https" };

@id("fetch:www")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"www.example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Reported,
};
