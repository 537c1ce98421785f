//! C217 tunnel-method: a permit names CONNECT or TRACE.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Operator, Term};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C217",
    name: "tunnel-method",
    level: Level::Warning,
    summary: "a permit names CONNECT or TRACE",
    doc: "CONNECT asks a proxy for a connection to anywhere, and what goes through it no guard sees; TRACE sends headers back, credentials among them.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && ["GET", "CONNECT"].contains(context.method) };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && ["GET", "HEAD"].contains(context.method) };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits) {
        for term in outline.condition.iter().flat_map(Term::all) {
            let Kind::Binary(Operator::Equal | Operator::Contains, a, b) = &term.kind else { continue };
            let is_method = |term: &Term| term.context_path().is_some_and(|path| path == ["method"]);
            let other = if is_method(a) { b } else { a };
            if !is_method(a) && !is_method(b) {
                continue;
            }
            for literal in other.all() {
                if let Kind::String(method) = &literal.kind
                    && ["CONNECT", "TRACE"].contains(&method.as_str())
                {
                    found.push(Finding {
                        help: Some("leave it out".into()),
                        ..RULE.at(outline, &literal.range, format!("`{method}` lets more through than a guard sees"))
                    });
                }
            }
        }
    }
}
