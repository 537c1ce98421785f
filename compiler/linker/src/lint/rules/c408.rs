//! C408 undeclared-parent: an entity is in another that is not given.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};

/// The rule.
pub const RULE: Rule = Rule {
    code: "C408",
    name: "undeclared-parent",
    level: Level::Warning,
    summary: "an entity is in another that is not given",
    doc: "The parent has no parents of its own then, and a misspelt one is a group that nothing else is in.",
    avoid: Example::policy(r#"@id("team:api")
permit (
  principal in Team::"web",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#)
        .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {}, "parents": [{"type": "Team", "id": "web"}, {"type": "Team", "id": "wbe"}]}, {"uid": {"type": "Team", "id": "web"}, "attrs": {}, "parents": []}]"#),
    prefer: Example::policy(r#"@id("team:api")
permit (
  principal in Team::"web",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#)
        .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {}, "parents": [{"type": "Team", "id": "web"}]}, {"uid": {"type": "Team", "id": "web"}, "attrs": {}, "parents": []}]"#),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(entities) = &subject.survey.entities else { return };
    for entity in entities {
        for (kind, id) in entity.parents.iter().filter(|(kind, _)| ["Team", "HostGroup"].contains(&kind.as_str())) {
            if entities.iter().any(|given| given.kind == *kind && given.id == *id) {
                continue;
            }
            let near = text::closest(id, entities.iter().filter(|given| given.kind == *kind).map(|given| given.id.as_str()));
            let shown = |id: &str| format!("`{kind}::\"{}\"`", caplink_model::text::escape(id));
            found.push(Finding {
                place: Some(Place { text: entity.text, range: entity.range.clone() }),
                help: Some(near.map_or_else(|| "add it to the entities".into(), |near| format!("did you mean {}?", shown(near)))),
                ..RULE.finding(format!("its parent {} is not among the entities", shown(id)))
            });
        }
    }
}
