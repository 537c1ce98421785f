//! C112 redundant-alternative: an alternative of `||` never decides.

use super::text;
use crate::guard::rules::Expr;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::{Answer, Outcome};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C112",
    name: "redundant-alternative",
    level: Level::Warning,
    summary: "an alternative of `||` never decides",
    doc: "It is never true, or only where another alternative is. Often one of the texts is wrong.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && (context.path like "/v1/*" || context.path == "/v1/users") };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && (context.path like "/v1/*" || context.path == "/v2/users") };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        let lives = entries.iter().any(|entry| matches!(entry.life, Answer::Sometimes(_)));
        for (at, clause) in entries[0].clauses.clauses.iter().enumerate().filter(|_| lives) {
            let mut dropped = vec![];
            if text::too_many(outline, clause.alternatives.len(), found) {
                continue;
            }
            for number in (0..clause.alternatives.len()).rev() {
                let needless = entries.iter().all(|entry| {
                    let Some(alternatives) = entry.clauses.clauses.get(at).map(|clause| &clause.alternatives) else { return false };
                    let Some((_, alternative)) = alternatives.get(number) else { return false };
                    let others = alternatives.iter().enumerate().filter(|(other, _)| *other != number && !dropped.contains(other));
                    let mut wanted: Vec<(&Expr, Outcome)> = others.map(|(_, (_, other))| (other, Outcome::NotTrue)).collect();
                    wanted.push((alternative, Outcome::True));
                    wanted.push((&entry.clauses.scope, Outcome::True));
                    subject.meaning.ask(&subject.survey, &entry.action, &wanted) == Answer::Never
                });
                if needless && dropped.len() + 1 < clause.alternatives.len() {
                    dropped.push(number);
                    found.push(Finding {
                        help: Some("remove it, or correct the one that was meant otherwise".into()),
                        ..RULE.at(outline, &clause.alternatives[number].0, "this is never true where no other alternative is")
                    });
                }
            }
        }
    }
}
