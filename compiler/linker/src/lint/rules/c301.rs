//! C301 undemanded-permit: a permit grants what no agent asks for.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C301",
    name: "undemanded-permit",
    level: Level::Warning,
    summary: "a permit grants what no agent asks for",
    doc: "It is there for nothing, and grants something as soon as an agent asks. A grant that nobody uses is itself a finding.",
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

@id("pay:clock")
permit (principal == Agent::"pay", action == Action::"clock:wall", resource);"#,
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
    for outline in subject.sound().filter(|outline| outline.permits && !text::is_blanket(outline)) {
        let agents = text::agents(subject, outline);
        let admitted = subject.survey.vocabulary.admitted(&outline.action);
        if agents.is_empty() || admitted.is_empty() {
            continue;
        }
        if !agents.iter().any(|agent| admitted.iter().any(|action| agent.actions.contains(*action))) {
            let actions = text::listed(admitted.iter().copied());
            found.push(Finding {
                help: Some("remove the policy, or give the agent that it is for".into()),
                ..RULE.at(outline, &outline.head, format!("no agent here asks for {actions}"))
            });
        }
    }
}
