//! C018 confusable-text: text mixes letters of several scripts, or has letters that look like others.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C018",
    name: "confusable-text",
    level: Level::Error,
    summary: "text mixes letters of several scripts, or has letters that look like others",
    doc: "A Cyrillic `а` reads like a Latin one and is another letter: the policy is not what a reviewer sees. Write it in one script, and escape the rest.",
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account == "pаy" };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account == "pay" };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Reported,
};
