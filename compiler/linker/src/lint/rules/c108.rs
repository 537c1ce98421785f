//! C108 failing-permit: a permit can fail, and then permits nothing.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C108",
    name: "failing-permit",
    level: Level::Warning,
    summary: "a permit can fail, and then permits nothing",
    doc: "An overflow makes the condition an error, and the request is denied without any policy that says why. Compare without arithmetic on what the call passes, or bound it first.",
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents + 100 <= 1100 };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (outline, range, request) in text::failing(subject, true) {
        found.push(Finding {
            witness: Some(request),
            help: Some("compare without arithmetic: `a <= 1000` instead of `a + 100 <= 1100`".into()),
            ..RULE.at(outline, range, "this can fail by an overflow, and the permit then permits nothing")
        });
    }
}
