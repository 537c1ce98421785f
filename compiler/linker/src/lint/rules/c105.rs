//! C105 overridden-permit: forbids take away all that a permit grants.

use crate::lint::meaning::Budget;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::{Answer, Outcome};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C105",
    name: "overridden-permit",
    level: Level::Error,
    summary: "forbids take away all that a permit grants",
    doc: "The permit has no effect. Where it was meant to be an exception, `forbid` has none: write the exception into the forbid with `unless`.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path like "/v1/*" };

@id("fetch:none")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource
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
when { context.scheme == "https" && context.path like "/v1/*" };

@id("fetch:none")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource
)
when { context.path like "/v1/admin/*" };"#,
    ),
    check: Check::Computed(check),
};

/// Forbids that are looked at together.
const TOGETHER: usize = 16;

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let mut budget = Budget::default();
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        let lives: Vec<_> = entries.into_iter().filter(|entry| entry.life != Answer::Never).collect();
        if !outline.permits || lives.is_empty() {
            continue;
        }
        let mut by = BTreeSet::new();
        let overridden = lives.iter().all(|entry| {
            let (forbids, _) = subject.meaning.meeting(&subject.survey, entry, TOGETHER, &mut budget);
            let mut wanted = vec![(&entry.clauses.whole, Outcome::True)];
            wanted.extend(forbids.iter().map(|forbid| (&forbid.clauses.whole, Outcome::NotTrue)));
            by.extend(forbids.iter().map(|forbid| forbid.policy));
            !forbids.is_empty() && subject.meaning.ask(&subject.survey, &entry.action, &wanted) == Answer::Never
        });
        if overridden {
            let forbids = by.iter().map(|forbid| subject.policy(*forbid));
            let related = forbids.map(|forbid| (Place { text: forbid.text, range: forbid.head.clone() }, "a forbid of this".to_string()));
            found.push(Finding {
                related: related.collect(),
                help: Some("write the exception into the forbid with `unless`, or remove the permit".into()),
                ..RULE.at(outline, &outline.head, "all that this permits is forbidden")
            });
        }
    }
}
