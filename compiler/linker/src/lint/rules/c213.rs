//! C213 private-address: a permit reaches a private network.

use super::text::{self, Reach};
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C213",
    name: "private-address",
    level: Level::Info,
    summary: "a permit reaches a private network",
    doc: "Addresses such as 10.0.0.0/8 are those of the network that the host stands in; who answers there depends on where the agent runs.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"10.1.2.3"
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
    for (outline, range) in text::leading(subject, Reach::Private, &[]) {
        found.push(Finding {
            help: Some("name the host, or bound it to the one address and port that is needed".into()),
            ..RULE.at(outline, &range, "this is an address of a private network")
        });
    }
}
