//! C114 self-comparison: something is compared with itself.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Operator, Outline, Term};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C114",
    name: "self-comparison",
    level: Level::Warning,
    summary: "something is compared with itself",
    doc: "It is always equal to itself: one side is probably meant to be something else.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path == context.path };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path == "/v1" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound() {
        for term in outline.condition.iter().flat_map(Term::all) {
            if is_self(subject, outline, term) {
                found.push(Finding {
                    help: Some("compare it with what was meant".into()),
                    ..RULE.at(outline, &term.range, "this is compared with itself")
                });
            }
        }
    }
}

/// Whether both sides are the same text, and no constant.
pub(super) fn is_self(subject: &Subject<'_>, outline: &Outline, term: &Term) -> bool {
    let Kind::Binary(operator, a, b) = &term.kind else { return false };
    let compares = matches!(
        operator,
        Operator::Equal | Operator::Less | Operator::LessOrEqual | Operator::In | Operator::ContainsAll | Operator::ContainsAny
    );
    let source = |term: &Term| subject.texts[outline.text].get(term.range.clone()).filter(|text| !text.is_empty());
    compares && source(a).is_some() && source(a) == source(b) && !super::c115::is_constant(term)
}
