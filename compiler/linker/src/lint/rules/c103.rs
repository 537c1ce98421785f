//! C103 duplicate-policy: two policies say the same.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C103",
    name: "duplicate-policy",
    level: Level::Warning,
    summary: "two policies say the same",
    doc: "One of them can go. As long as both are there, changing one changes nothing.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path like "/v1/*" };

@id("fetch:again")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.path like "/v1/*" && context.scheme == "https" };"#,
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
    let covered = subject.covered();
    if !covered.is_complete {
        found.undecided("not all policies were compared with each other: there are too many that are alike".into());
    }
    let mut said = BTreeSet::new();
    for ((policy, other), _) in covered.pairs.iter().filter(|((policy, other), equal)| **equal && other < policy) {
        // The first of several.
        if !said.insert(*policy) {
            continue;
        }
        let (outline, first) = (subject.policy(*policy), subject.policy(*other));
        found.push(Finding {
            related: vec![(Place { text: first.text, range: first.head.clone() }, "the other policy".into())],
            help: Some("remove one of the two".into()),
            fix: text::without_policy(subject, outline),
            ..RULE.at(outline, &outline.head, format!("this says the same as `{}`", caplink_model::text::escape(&first.id)))
        });
    }
}
