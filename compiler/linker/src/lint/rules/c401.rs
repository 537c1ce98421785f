//! C401 unknown-entity: a policy names an entity that is not given.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C401",
    name: "unknown-entity",
    level: Level::Error,
    summary: "a policy names an entity that is not given",
    doc: "Cedar accepts any id: a misspelt team has nobody in it, and a `forbid` for it forbids nothing. The entities file is where the names are.",
    avoid: Example::policy(r#"@id("team:api")
permit (
  principal in Team::"wbe",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#)
        .entities(r#"[{"uid": {"type": "Agent", "id": "fetch"}, "attrs": {}, "parents": [{"type": "Team", "id": "web"}]}, {"uid": {"type": "Team", "id": "web"}, "attrs": {}, "parents": []}]"#),
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

/// Types whose entities need not be given: names say what they are in.
const OPEN: [&str; 10] = [
    "Net::Host",
    "Net::Address",
    "Fs::Path",
    "Env::Var",
    "Config::Key",
    "Kv::Bucket",
    "Blob::Container",
    "Msg::Topic",
    "Wit::Interface",
    "Wit::Package",
];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(entities) = &subject.survey.entities else { return };
    for outline in subject.sound() {
        for entity in outline.entities().into_iter().filter(|entity| !OPEN.contains(&entity.kind.as_str())) {
            let known = |kind: &str, id: &str| kind == entity.kind && id == entity.id;
            let is_agent = entity.kind == "Agent" && subject.agents.iter().any(|agent| agent.principal.as_deref() == Some(&entity.id));
            if is_agent || entities.iter().any(|given| known(&given.kind, &given.id)) {
                continue;
            }
            // A parent that is only named is an entity too.
            if entities.iter().flat_map(|given| &given.parents).any(|(kind, id)| known(kind, id)) {
                continue;
            }
            let names = entities.iter().filter(|given| given.kind == entity.kind).map(|given| given.id.as_str());
            let near = text::closest(&entity.id, names);
            let shown = format!("{}::\"{}\"", entity.kind, caplink_model::text::escape(&entity.id));
            found.push(Finding {
                help: Some(near.map_or_else(
                    || "correct the name, or add it to the entities".into(),
                    |near| format!("did you mean `{}::\"{}\"`?", entity.kind, caplink_model::text::escape(near)),
                )),
                ..RULE.at(outline, &text::nonempty(outline, &entity.range), format!("`{shown}` is not among the entities"))
            });
        }
    }
}
