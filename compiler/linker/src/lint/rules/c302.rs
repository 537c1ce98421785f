//! C302 unpermitted-demand: an agent asks for what no policy permits.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C302",
    name: "unpermitted-demand",
    level: Level::Info,
    summary: "an agent asks for what no policy permits",
    doc: "The function is a stub in the artifact: it answers with the error of its interface, or traps. If the agent needs it, permit it; if not, all is well.",
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
    for agent in &subject.agents {
        let permitted: std::collections::BTreeSet<&str> = subject
            .sound()
            .filter(|outline| outline.permits && text::may_be_for(subject, outline, agent))
            .flat_map(|outline| subject.survey.vocabulary.admitted(&outline.action))
            .collect();
        let mut lacking: BTreeMap<&str, usize> = BTreeMap::new();
        for action in agent.functions.iter().flat_map(|function| &function.actions) {
            if !permitted.contains(action.as_str()) {
                *lacking.entry(action).or_default() += 1;
            }
        }
        if !agent.unknown.is_empty() {
            let name = caplink_model::text::escape(&agent.name);
            let functions = text::listed(agent.unknown.iter().map(String::as_str));
            found.push(Finding {
                help: Some("build the agent against a version of the interface that caplink knows; the function is always denied".into()),
                ..RULE.finding(format!("`{name}` imports {functions}, which the catalogue does not know"))
            });
        }
        if !lacking.is_empty() {
            let name = caplink_model::text::escape(&agent.name);
            found.push(Finding {
                help: Some("permit what the agent needs; `caplink init AGENT.wasm policies/` writes the policies".into()),
                ..RULE.finding(format!("`{name}` asks for {}, which no policy permits", text::listed(lacking.into_keys())))
            });
        }
    }
}
