//! C215 any-host: a permit allows requests to any host.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C215",
    name: "any-host",
    level: Level::Warning,
    summary: "a permit allows requests to any host",
    doc: "An agent that can send to any host can send whatever it reads to anybody. Name the hosts, or a group of them.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
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
when { context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let paths = super::c305::egress(subject);
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        // What is everything, or half of a way out for what is private, has a rule of its own.
        if !outline.permits || text::is_blanket(outline) || paths.contains(&number) {
            continue;
        }
        for entry in entries.into_iter().filter(|entry| entry.action == "http:request") {
            if let Some(witness) = text::reaches_any(subject, entry) {
                found.push(Finding {
                    witness: Some(entry.request(&witness)),
                    help: Some(
                        "name the hosts: `resource == Net::Host::\"api.example.com\"`, or `resource in HostGroup::\"vendors\"`".into(),
                    ),
                    ..RULE.at(outline, &outline.head, "this allows requests to any host")
                });
            }
        }
    }
}
