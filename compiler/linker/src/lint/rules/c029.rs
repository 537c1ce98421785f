//! C029 unchecked-policy: nothing tells what the action is, so the policy is not checked.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C029",
    name: "unchecked-policy",
    level: Level::Warning,
    summary: "nothing tells what the action is, so the policy is not checked",
    doc: "Actions of an agent's own interfaces are known from the agent, or from the schema that `caplink schema` prints of it. Without either nothing about the policy is checked.",
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };"#,
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
