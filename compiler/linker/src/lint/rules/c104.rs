//! C104 shadowed-permit: a permit grants nothing that another does not.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use caplink_model::text::escape;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C104",
    name: "shadowed-permit",
    level: Level::Warning,
    summary: "a permit grants nothing that another does not",
    doc: "The wider permit grants all of it already, so tightening this one changes nothing. Remove it, or make the wider one narrower.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path like "/v1/*" };

@id("fetch:wide")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path like "/v1/*" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (outline, wider) in text::narrower(subject, true) {
        let id = escape(&wider.id);
        let message = if outline.annotation("limit").is_some() {
            format!("`{id}` permits all of this without a limit, so the limit never counts")
        } else {
            format!("`{id}` permits all of this already")
        };
        found.push(Finding {
            related: vec![(Place { text: wider.text, range: wider.head.clone() }, "the wider policy".into())],
            help: Some("remove this policy, or make the wider one narrower".into()),
            ..RULE.at(outline, &outline.head, message)
        });
    }
}
