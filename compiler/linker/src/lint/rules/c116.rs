//! C116 constant-branch: the test of an `if` is always the same.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::{Answer, Outcome};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C116",
    name: "constant-branch",
    level: Level::Warning,
    summary: "the test of an `if` is always the same",
    doc: "One of the two branches is never taken.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && (if context.port >= 0 then context.method == "GET" else context.path == "/") };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && (if context.port == 443 then context.method == "GET" else context.path == "/") };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        for (at, test) in entries[0].clauses.tests.iter().enumerate() {
            let always = |outcome: Outcome| {
                entries.iter().all(|entry| {
                    let Some((_, test)) = entry.clauses.tests.get(at) else { return false };
                    let wanted = [(&entry.clauses.scope, Outcome::True), (test, outcome)];
                    subject.meaning.ask(&subject.survey, &entry.action, &wanted) == Answer::Never
                })
            };
            let word = match (always(Outcome::NotTrue), always(Outcome::NotFalse)) {
                (true, false) => "true",
                (false, true) => "false",
                _ => continue,
            };
            found.push(Finding {
                help: Some("correct the test, or write the branch that is taken alone".into()),
                ..RULE.at(outline, &test.0, format!("this is {word} on every request, so one branch is never taken"))
            });
        }
    }
}
