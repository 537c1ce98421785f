//! C212 metadata-address: a permit reaches the metadata service of a cloud.

use super::text::{self, Reach};
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C212",
    name: "metadata-address",
    level: Level::Error,
    summary: "a permit reaches the metadata service of a cloud",
    doc: "It hands out the credentials of the machine to whoever asks, which is how most server-side request forgeries end.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"metadata.google.internal"
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
const NAMES: &[&str] = &["metadata.google.internal", "metadata.goog", "metadata", "instance-data"];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (outline, range) in text::leading(subject, Reach::Metadata, NAMES) {
        found.push(Finding {
            help: Some("remove it: give the agent the one credential that it needs".into()),
            ..RULE.at(outline, &range, "this is the metadata service of a cloud, which hands out credentials")
        });
    }
}
