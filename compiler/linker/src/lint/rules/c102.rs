//! C102 always-true: a condition holds on every request.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::{Answer, Outcome};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C102",
    name: "always-true",
    level: Level::Warning,
    summary: "a condition holds on every request",
    doc: "It restricts nothing, though it looks as if it did. Correct it, or remove it.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.port >= 0 };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.port >= 1024 };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        for (at, clause) in entries[0].clauses.clauses.iter().enumerate() {
            // These have rules of their own.
            let known = text::term(outline, &clause.range)
                .is_some_and(|term| super::c114::is_self(subject, outline, term) || super::c115::is_constant(term));
            if known || text::is_has(outline, &clause.range) {
                continue;
            }
            let always = entries.iter().all(|entry| {
                let Some(clause) = entry.clauses.clauses.get(at) else { return false };
                let scope = entry.beside(at).0.map(|scope| (scope, Outcome::True));
                let wanted: Vec<_> = scope.into_iter().chain([(&clause.condition, Outcome::NotTrue)]).collect();
                subject.meaning.ask(&subject.survey, &entry.action, &wanted) == Answer::Never
            });
            // Where the scope admits nothing everything is true.
            let lives = entries.iter().any(|entry| matches!(entry.life, Answer::Sometimes(_)));
            if always && lives {
                found.push(Finding {
                    help: Some("correct the condition, or remove it".into()),
                    fix: text::without_conjunct(subject, outline, &clause.range),
                    ..RULE.at(outline, &clause.range, "this holds on every request, so it restricts nothing")
                });
            }
        }
    }
}
