//! C222 any-method: a permit allows requests of any method.

use super::text;
use crate::guard::rules::Expr;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C222",
    name: "any-method",
    level: Level::Info,
    summary: "a permit allows requests of any method",
    doc: r#"Reading and deleting are then the same to it. Name the methods: `["GET", "HEAD"].contains(context.method)`."#,
    avoid: Example::policy(
        r#"@id("fetch:api")
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
when { context.scheme == "https" && context.method == "GET" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        if !outline.permits || text::is_blanket(outline) {
            continue;
        }
        for entry in entries.into_iter().filter(|entry| entry.action == "http:request") {
            // One that no policy names.
            let method = Expr::Equal(Box::new(Expr::Input(text::context("method"))), Box::new(Expr::String("UNLINK".into())));
            if text::reaches(subject, entry, &method).is_some() {
                found.push(Finding {
                    help: Some("name the methods: `[\"GET\", \"HEAD\"].contains(context.method)`".into()),
                    ..RULE.at(outline, &outline.head, "this allows requests of any method")
                });
            }
        }
    }
}
