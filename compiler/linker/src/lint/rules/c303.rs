//! C303 unknown-function: a policy is about a function that no agent here imports.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C303",
    name: "unknown-function",
    level: Level::Warning,
    summary: "a policy is about a function that no agent here imports",
    doc: "The name may be misspelt, or the function may be gone since the agent was built; the policy then decides nothing.",
    avoid: Example::policy(
        r#"@id("pay:pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };

@id("pay:rest")
permit (
  principal == Agent::"pay",
  action in [Action::"export", Action::"cli", Action::"env:read", Action::"acme:pay/api#ping", Action::"acme:pay/api#refund"],
  resource
);

@id("pay:pay:chrge")
forbid (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#chrge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents > 5 };"#,
    )
    .agents(&[("pay", Some(r#"Agent::"pay""#))]),
    prefer: Example::policy(
        r#"@id("pay:pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };

@id("pay:rest")
permit (
  principal == Agent::"pay",
  action in [Action::"export", Action::"cli", Action::"env:read", Action::"acme:pay/api#ping", Action::"acme:pay/api#refund"],
  resource
);"#,
    )
    .agents(&[("pay", Some(r#"Agent::"pay""#))]),
    check: Check::Reported,
};
