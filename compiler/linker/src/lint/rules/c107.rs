//! C107 failing-forbid: a forbid can fail, and Cedar skips what fails.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C107",
    name: "failing-forbid",
    level: Level::Error,
    summary: "a forbid can fail, and Cedar skips what fails",
    doc: "An overflow makes the condition an error, and Cedar then skips the policy as if it were not there. caplink denies instead; other engines let the request through. Compare without arithmetic on what the call passes, or bound it first.",
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };

@id("pay:large")
forbid (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents * 100 > 50000 };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents <= 1000 };

@id("pay:large")
forbid (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.cents > 500 };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (outline, range, request) in text::failing(subject, false) {
        found.push(Finding {
            witness: Some(request),
            help: Some("compare without arithmetic: `a > 500` instead of `a * 100 > 50000`".into()),
            ..RULE.at(outline, range, "this can fail by an overflow, and Cedar then skips the whole forbid")
        });
    }
}
