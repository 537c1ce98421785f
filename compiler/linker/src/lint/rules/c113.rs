//! C113 shadowed-forbid: a forbid forbids nothing that another does not.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use caplink_model::text::escape;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C113",
    name: "shadowed-forbid",
    level: Level::Warning,
    summary: "a forbid forbids nothing that another does not",
    doc: "The wider forbid forbids all of it already. Remove it, or make the wider one narrower.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };

@id("fetch:admin")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource
)
when { context.path like "/admin/*" };

@id("fetch:all")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource
)
when { context.path like "/a*" };"#,
    ),
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
    for (outline, wider) in text::narrower(subject, false) {
        let message = format!("`{}` forbids all of this already", escape(&wider.id));
        found.push(Finding {
            related: vec![(Place { text: wider.text, range: wider.head.clone() }, "the wider policy".into())],
            help: Some("remove this policy, or make the wider one narrower".into()),
            ..RULE.at(outline, &outline.head, message)
        });
    }
}
