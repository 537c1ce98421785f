//! C106 ineffective-forbid: a forbid takes nothing away from any permit.

use crate::lint::meaning::Budget;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::solve::Answer;
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C106",
    name: "ineffective-forbid",
    level: Level::Info,
    summary: "a forbid takes nothing away from any permit",
    doc: "Nothing that it forbids is permitted, so it changes nothing now. It may be there for later; or its scope or a text in it is wrong.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path like "/v1/*" };

@id("fetch:no")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource
)
when { context.path like "/v2/*" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.path like "/v1/*" };

@id("fetch:no")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource
)
when { context.path like "/v1/admin/*" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let mut budget = Budget::default();
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        if outline.permits || entries.iter().all(|entry| entry.life == Answer::Never) {
            continue;
        }
        let idle = entries.iter().all(|entry| {
            let (permits, is_sure) = subject.meaning.meeting(&subject.survey, entry, 1, &mut budget);
            permits.is_empty() && is_sure
        });
        if idle {
            found.push(Finding {
                help: Some("correct its scope and conditions; keep it if it is there for permits to come".into()),
                ..RULE.at(outline, &outline.head, "no permit grants anything that this forbids")
            });
        }
    }
}
