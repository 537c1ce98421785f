//! C109 contradictory-conditions: two conditions exclude each other.

use crate::lint::meaning::Entry;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::{Answer, Outcome};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use std::ops::Range;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C109",
    name: "contradictory-conditions",
    level: Level::Error,
    summary: "two conditions exclude each other",
    doc: "Both cannot hold on one request, so the policy does nothing. Often `||` was meant, or one of the values is wrong.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.method == "GET" && context.method == "HEAD" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && (context.method == "GET" || context.method == "HEAD") };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        if subject.is_unmatchable(outline) || !entries.iter().all(|entry| entry.life == Answer::Never) {
            continue;
        }
        let Some((first, second)) = contradiction(subject, &entries) else { continue };
        let related = (Place { text: outline.text, range: first.clone() }, "this".to_string());
        let effect = if outline.permits { "permits" } else { "forbids" };
        found.push(Finding {
            related: vec![related],
            help: Some("write `||` if either is enough, or correct one of them".into()),
            ..RULE.at(outline, &second, format!("this excludes an earlier condition, so the policy {effect} nothing"))
        });
    }
}

/// What conditions are to do.
type Wanted = Vec<(crate::guard::rules::Expr, Outcome)>;

/// Two conjuncts that never hold together, though each does alone; the scope is the first if it is part of it.
pub(super) fn contradiction(subject: &Subject<'_>, entries: &[&Entry]) -> Option<(Range<usize>, Range<usize>)> {
    let clauses = &entries.first()?.clauses.clauses;
    let never = |wanted: &dyn Fn(&Entry) -> Option<Wanted>| {
        entries.iter().all(|entry| {
            let Some(wanted) = wanted(entry) else { return false };
            let wanted: Vec<_> = wanted.iter().map(|(expr, outcome)| (expr, *outcome)).collect();
            subject.meaning.ask(&subject.survey, &entry.action, &wanted) == Answer::Never
        })
    };
    let condition = |entry: &Entry, at: usize| entry.clauses.clauses.get(at).map(|clause| (clause.condition.clone(), Outcome::True));
    for second in 0..clauses.len().min(super::text::COMPARED) {
        if never(&|entry| Some(vec![condition(entry, second)?])) {
            return None;
        }
        for first in 0..second {
            if never(&|entry| Some(vec![condition(entry, first)?, condition(entry, second)?])) {
                return Some((clauses[first].range.clone(), clauses[second].range.clone()));
            }
        }
    }
    None
}
