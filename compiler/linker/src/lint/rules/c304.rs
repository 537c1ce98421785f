//! C304 unmentioned-function: a function of an agent's own interface is in no policy.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C304",
    name: "unmentioned-function",
    level: Level::Info,
    summary: "a function of an agent's own interface is in no policy",
    doc: "It is denied, as everything is that no policy permits. A new function shows here when an interface grows.",
    avoid: Example::policy(
        r#"@id("pay:pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };

@id("pay:run")
permit (principal == Agent::"pay", action == Action::"export", resource);"#,
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
    let vocabulary = &subject.survey.vocabulary;
    let scopes = subject.sound().map(|outline| &outline.action).filter(|action| !action.entities().is_empty());
    let mentioned: BTreeSet<&str> = scopes.flat_map(|action| vocabulary.admitted(action)).collect();
    let mut said = BTreeSet::new();
    for agent in &subject.agents {
        let custom = agent.functions.iter().filter(|function| function.is_custom).flat_map(|function| &function.actions);
        let lacking: Vec<&str> =
            custom.map(String::as_str).filter(|action| !mentioned.contains(action) && said.insert(action.to_string())).collect();
        if !lacking.is_empty() {
            let name = caplink_model::text::escape(&agent.name);
            found.push(Finding {
                help: Some("permit or forbid it by name, so that a reviewer sees that it was thought of".into()),
                ..RULE.finding(format!("no policy speaks of {}, which `{name}` imports", text::listed(lacking.into_iter())))
            });
        }
    }
}
