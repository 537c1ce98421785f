//! C210 ip-literal: a permit names a host by its address.

use super::text::Reach;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C210",
    name: "ip-literal",
    level: Level::Info,
    summary: "a permit names a host by its address",
    doc: "An address says nothing of who answers, and TLS certificates rarely do. Name the host, if it has a name.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"203.0.113.10"
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
    for (outline, host, _) in super::text::hosts(subject) {
        let id = host.id.as_str();
        if id.parse().is_ok_and(|ip| Reach::of(ip) == Reach::Public) {
            found.push(Finding {
                help: Some("name the host, if it has a name".into()),
                ..RULE.at(outline, &host.range, "this host is an address, which says nothing of who answers")
            });
        }
    }
}
