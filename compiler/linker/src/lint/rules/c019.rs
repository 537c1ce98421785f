//! C019 bidirectional-text: text has characters that change the direction of writing.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C019",
    name: "bidirectional-text",
    level: Level::Error,
    summary: "text has characters that change the direction of writing",
    doc: r#"They make a line read otherwise than it is evaluated (CVE-2021-42574). Remove them, or write them as `\u{202e}`."#,
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account == "a\u{202e}b" };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account == "ab" };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Reported,
};
