//! C309 nothing-exported: policies let the host call nothing of an agent.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C309",
    name: "nothing-exported",
    level: Level::Warning,
    summary: "policies let the host call nothing of an agent",
    doc: "Exports are denied like everything else: the artifact could not be run. Permit the export that starts it.",
    avoid: Example::policy(
        r#"@id("pay:pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };"#,
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
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    if subject.written().next().is_none() {
        return;
    }
    for agent in subject.agents.iter().filter(|agent| !agent.exports.is_empty()) {
        let permits = subject.sound().filter(|outline| outline.permits && text::may_be_for(subject, outline, agent));
        if !permits.into_iter().any(|outline| subject.survey.vocabulary.admitted(&outline.action).contains(&"export")) {
            let first = agent.exports.first().map(String::as_str).unwrap_or_default();
            let (name, first) = (caplink_model::text::escape(&agent.name), caplink_model::text::escape(first));
            found.push(Finding {
                help: Some(format!("permit it: `action == Action::\"export\", resource == Wit::Interface::\"{first}\"`")),
                ..RULE.finding(format!("no policy permits an export of `{name}`, so its artifact can do nothing"))
            });
        }
    }
}
