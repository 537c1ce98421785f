//! C211 loopback-address: a permit reaches the machine itself.

use super::text::{self, Reach};
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C211",
    name: "loopback-address",
    level: Level::Warning,
    summary: "a permit reaches the machine itself",
    doc: "What listens on the loopback address often trusts everybody who can reach it: databases, debuggers, agents of other users.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"localhost"
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

/// Names that lead there.
const NAMES: &[&str] = &["localhost"];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (outline, range) in text::leading(subject, Reach::Loopback, NAMES) {
        found.push(Finding {
            help: Some("bound it to one port, and allow the finding with the reason: `@caplink_allow(\"C211: the test server\")`".into()),
            ..RULE.at(outline, &range, "this is the machine that the agent runs on")
        });
    }
}
