//! C111 redundant-condition: a condition follows from the others.

use super::text;
use crate::guard::rules::Expr;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::{Answer, Outcome};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C111",
    name: "redundant-condition",
    level: Level::Warning,
    summary: "a condition follows from the others",
    doc: "Removing it changes nothing. It may hide what was meant: often one of the two is wrong.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.method == "GET" && context.method != "DELETE" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.method == "GET" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        let lives = entries.iter().any(|entry| matches!(entry.life, Answer::Sometimes(_)));
        let count = entries[0].clauses.clauses.len();
        let mut dropped = vec![];
        if text::too_many(outline, count, found) {
            continue;
        }
        // From the last on, so that of two equal ones the first stays.
        for at in (0..count).rev().filter(|_| lives && count > 1) {
            let range = &entries[0].clauses.clauses[at].range;
            if text::is_has(outline, range) {
                continue;
            }
            let follows = entries.iter().all(|entry| {
                let clauses = &entry.clauses.clauses;
                let Some(clause) = clauses.get(at) else { return false };
                let (scope, others) = entry.beside(at);
                let others: Vec<_> = others.into_iter().filter(|other| !dropped.contains(other)).collect();
                if matches!(clause.condition, Expr::Bool(_)) || others.is_empty() {
                    return false;
                }
                let scope = scope.map(|scope| (scope, Outcome::True));
                let broken = [(&clause.condition, Outcome::NotTrue)];
                let alone: Vec<_> = scope.into_iter().chain(broken).collect();
                let others = others.iter().map(|other| (&clauses[*other].condition, Outcome::True));
                let together: Vec<_> = others.chain(scope).chain(broken).collect();
                // What holds always has a rule of its own.
                subject.meaning.ask(&subject.survey, &entry.action, &together) == Answer::Never
                    && subject.meaning.ask(&subject.survey, &entry.action, &alone) != Answer::Never
            });
            if follows {
                dropped.push(at);
                found.push(Finding {
                    help: Some("remove it, or correct the one that was meant otherwise".into()),
                    fix: text::without_conjunct(subject, outline, range),
                    ..RULE.at(outline, range, "this follows from the other conditions, so it restricts nothing")
                });
            }
        }
    }
}
