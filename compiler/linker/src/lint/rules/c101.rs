//! C101 never-matching: no request can match.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::{Answer, Outcome};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C101",
    name: "never-matching",
    level: Level::Error,
    summary: "no request can match",
    doc: "The conditions exclude each other, so the policy does nothing: a `forbid` that was to protect something does not. Correct a condition, or remove the policy.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.port > 70000 };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.port == 443 && context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        if subject.is_unmatchable(outline) || !entries.iter().all(|entry| entry.life == Answer::Never) {
            continue;
        }
        // A scope that nothing given is in, or two conjuncts that contradict each other, are said by other rules.
        let is_scope = entries
            .iter()
            .all(|entry| subject.meaning.ask(&subject.survey, &entry.action, &[(&entry.clauses.scope, Outcome::True)]) == Answer::Never);
        if is_scope || super::c109::contradiction(subject, &entries).is_some() {
            continue;
        }
        let effect = if outline.permits { "permits" } else { "forbids" };
        let alone = entries[0].clauses.clauses.iter().find(|clause| {
            entries
                .iter()
                .all(|entry| subject.meaning.ask(&subject.survey, &entry.action, &[(&clause.condition, Outcome::True)]) == Answer::Never)
        });
        let (range, message) = match alone {
            Some(clause) => (&clause.range, format!("this holds on no request, so the policy {effect} nothing")),
            None => (&outline.head, format!("the conditions together hold on no request, so the policy {effect} nothing")),
        };
        let finding = RULE.at(outline, range, message);
        found.push(caplink_model::finding::Finding { help: Some("correct the condition, or remove the policy".into()), ..finding });
    }
}
