//! C027 empty-file: a policy file has no policies.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};

/// The rule.
pub const RULE: Rule = Rule {
    code: "C027",
    name: "empty-file",
    level: Level::Info,
    summary: "a policy file has no policies",
    doc: "Everything in it is a comment. If it was to permit or forbid something, it does not.",
    avoid: Example::policy("// permit (principal, action, resource);"),
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
    for text in subject.policy_texts() {
        let is_broken = subject.survey.notices.iter().any(|notice| notice.text == text);
        if !is_broken && !subject.texts[text].is_empty() && !subject.written().any(|outline| outline.text == text) {
            found.push(Finding {
                place: Some(Place { text, range: 0..0 }),
                help: Some("write a policy, or delete the file".into()),
                ..RULE.finding("the file has no policies")
            });
        }
    }
}
