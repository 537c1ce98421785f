//! C014 missing-id: a policy has no `@id`.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Fix};

/// The rule.
pub const RULE: Rule = Rule {
    code: "C014",
    name: "missing-id",
    level: Level::Warning,
    summary: "a policy has no `@id`",
    doc: "Reports, lockfiles and diffs then name it by its file and number, which changes when a policy is added before it.",
    avoid: Example::policy(
        r#"permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.written().filter(|outline| !outline.has_id) {
        // The name that it has anyway, so that nothing else changes.
        let id = format!("{:?}", outline.id.rsplit('/').next().unwrap_or(&outline.id));
        let start = outline.range.start;
        let fix = Fix {
            title: "give it the name that it has now".into(),
            text: outline.text,
            edits: vec![(start..start, format!("@id({id})\n"))],
        };
        found.push(Finding {
            help: Some("give it a name that tells its purpose: `@id(\"billing:reads-invoices\")`".into()),
            fix: Some(fix),
            ..RULE.at(outline, &outline.head, "the policy has no `@id`")
        });
    }
}
