//! C010 computed-literal: a value of an extension type is made from text that is no literal.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C010",
    name: "computed-literal",
    level: Level::Error,
    summary: "a value of an extension type is made from text that is no literal",
    doc: "Guards parse nothing at run time. Write the text as a literal, or compare the text itself.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { ip(context.path).isIpv4() };"#,
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
