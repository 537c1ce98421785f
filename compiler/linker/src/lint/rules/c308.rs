//! C308 absent-agent: a policy names an agent that none of those here is.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C308",
    name: "absent-agent",
    level: Level::Warning,
    summary: "a policy names an agent that none of those here is",
    doc: "All agents are given with their names, and none has this one: it is misspelt, or the policy is left over.",
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

@id("pya:ping")
permit (principal == Agent::"pya", action == Action::"acme:pay/api#ping", resource);"#,
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
    let known: Option<Vec<&str>> = subject.agents.iter().map(|agent| agent.principal.as_deref()).collect();
    let Some(known) = known.filter(|known| !known.is_empty()) else { return };
    // Those that are entities too are agents that are not linked here.
    let given = subject.survey.entities.iter().flatten().filter(|entity| entity.kind == "Agent").map(|entity| entity.id.as_str());
    let all: Vec<&str> = known.into_iter().chain(given).collect();
    for outline in subject.sound() {
        for agent in outline.entities().into_iter().filter(|entity| entity.kind == "Agent" && !all.contains(&entity.id.as_str())) {
            let near = text::closest(&agent.id, all.iter().copied());
            let id = caplink_model::text::escape(&agent.id);
            found.push(Finding {
                help: Some(near.map_or_else(
                    || "correct the name, or remove the policy".into(),
                    |near| format!("did you mean `Agent::\"{}\"`?", caplink_model::text::escape(near)),
                )),
                ..RULE.at(outline, &text::nonempty(outline, &agent.range), format!("no agent here is `Agent::\"{id}\"`"))
            });
        }
    }
}
