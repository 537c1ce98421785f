//! C115 constant-comparison: two constants are compared.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Term};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C115",
    name: "constant-comparison",
    level: Level::Warning,
    summary: "two constants are compared",
    doc: "The result is known without any request: one side is probably meant to be a value of the call.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && "GET" == "GET" };"#,
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
    for outline in subject.sound() {
        for term in outline.condition.iter().flat_map(Term::all) {
            if is_constant(term) {
                found.push(Finding {
                    help: Some("compare a value of the call, such as `context.method`".into()),
                    ..RULE.at(outline, &term.range, "both sides are constants")
                });
            }
        }
    }
}

/// Whether a comparison reads nothing of the call.
pub(super) fn is_constant(term: &Term) -> bool {
    match &term.kind {
        Kind::Binary(_, a, b) => constant(a) && constant(b),
        Kind::Like(text, _) => constant(text),
        _ => false,
    }
}

fn constant(term: &Term) -> bool {
    match &term.kind {
        Kind::Bool(_) | Kind::Long(_) | Kind::String(_) | Kind::Entity(_) => true,
        Kind::Set(elements) => elements.iter().all(constant),
        Kind::Call(name, arguments) => ["ip", "decimal", "datetime", "duration"].contains(&name.as_str()) && arguments.iter().all(constant),
        _ => false,
    }
}
