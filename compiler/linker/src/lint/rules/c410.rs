//! C410 empty-group: a policy is about a group that nobody is in.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C410",
    name: "empty-group",
    level: Level::Warning,
    summary: "a policy is about a group that nobody is in",
    doc: "The policy reaches nobody: a permit grants nothing, and a forbid protects nothing.",
    avoid: Example::policy(r#"@id("team:api")
permit (
  principal in Team::"web",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#)
        .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {}, "parents": []}, {"uid": {"type": "Team", "id": "web"}, "attrs": {}, "parents": []}]"#),
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
    for outline in subject.sound() {
        for group in outline.entities().into_iter().filter(|entity| ["Team", "HostGroup"].contains(&entity.kind.as_str())) {
            let is_given = entities.iter().any(|given| given.kind == group.kind && given.id == group.id);
            let has_members = entities.iter().flat_map(|given| &given.parents).any(|(kind, id)| *kind == group.kind && *id == group.id);
            if is_given && !has_members {
                let shown = format!("{}::\"{}\"", group.kind, caplink_model::text::escape(&group.id));
                found.push(Finding {
                    help: Some("put its members into it in the entities, or remove the policy".into()),
                    ..RULE.at(outline, &text::nonempty(outline, &group.range), format!("nothing is in `{shown}`"))
                });
            }
        }
    }
}
