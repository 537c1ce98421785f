//! C402 unused-group: a group is given that no policy speaks of.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Term};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C402",
    name: "unused-group",
    level: Level::Info,
    summary: "a group is given that no policy speaks of",
    doc: "Being in it grants nothing and forbids nothing. A policy may be missing, or its name misspelt.",
    avoid: Example::policy(r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
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

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(entities) = &subject.survey.entities else { return };
    let mentioned: BTreeSet<(&str, &str)> =
        subject.written().flat_map(|outline| outline.entities()).map(|entity| (entity.kind.as_str(), entity.id.as_str())).collect();
    // What is compared with a computed entity may be any.
    let is_open = subject.written().flat_map(|outline| &outline.condition).flat_map(Term::all).any(|term| match &term.kind {
        Kind::Binary(crate::policy::outline::Operator::In, _, outer) => !matches!(outer.kind, Kind::Entity(_) | Kind::Set(_)),
        _ => false,
    });
    let links = subject.survey.policies.iter().filter(|policy| policy.is_link).flat_map(|policy| policy.outline.entities());
    let linked: BTreeSet<(&str, &str)> = links.map(|entity| (entity.kind.as_str(), entity.id.as_str())).collect();
    for group in entities.iter().filter(|entity| ["Team", "HostGroup"].contains(&entity.kind.as_str()) && !is_open) {
        let name = (group.kind.as_str(), group.id.as_str());
        // A group in a group that is spoken of.
        let mut reached = BTreeSet::from([name]);
        let mut rest = vec![name];
        while let Some(name) = rest.pop() {
            let parents =
                entities.iter().filter(|entity| (entity.kind.as_str(), entity.id.as_str()) == name).flat_map(|entity| &entity.parents);
            for (kind, id) in parents {
                if reached.insert((kind, id)) {
                    rest.push((kind, id));
                }
            }
        }
        if reached.is_disjoint(&mentioned) && reached.is_disjoint(&linked) {
            let shown = format!("{}::\"{}\"", group.kind, caplink_model::text::escape(&group.id));
            found.push(Finding {
                place: Some(Place { text: group.text, range: group.range.clone() }),
                help: Some("write the policy that is missing, or remove the group".into()),
                ..RULE.finding(format!("no policy speaks of `{shown}`"))
            });
        }
    }
}
