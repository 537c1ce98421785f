//! C409 unused-type: a schema declares an entity type that nothing uses.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};

/// The rule.
pub const RULE: Rule = Rule {
    code: "C409",
    name: "unused-type",
    level: Level::Info,
    summary: "a schema declares an entity type that nothing uses",
    doc: "No policy and no entity is of this type. It may be left over, or a policy that was to use it names another.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .schema("entity Department;"),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    )
    .schema("entity Agent { tier?: String };"),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (name, (text, offset)) in &subject.survey.vocabulary.declared {
        if ["Agent", "Team", "HostGroup"].contains(&name.as_str()) {
            continue;
        }
        let given = subject
            .survey
            .entities
            .iter()
            .flatten()
            .any(|entity| entity.kind == *name || entity.parents.iter().any(|(kind, _)| kind == name));
        // By its last name in any other text: schemas use it too.
        let last = name.rsplit("::").next().unwrap_or(name);
        let uses: usize = subject.texts.iter().map(|content| content.match_indices(last).count()).sum();
        if !given && uses < 2 {
            found.push(Finding {
                place: Some(Place { text: *text, range: subject.clamped(*text, &(*offset..offset + 1)) }),
                help: Some("remove it, or use it".into()),
                ..RULE.finding(format!("nothing uses the entity type `{}`", caplink_model::text::escape(name)))
            });
        }
    }
}
