//! C003 unreadable-text: a file is not UTF-8, or begins with a byte order mark.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C003",
    name: "unreadable-text",
    level: Level::Error,
    summary: "a file is not UTF-8, or begins with a byte order mark",
    doc: "Cedar reads UTF-8, and what an editor hides can change what a policy says. Save the file as UTF-8 without a byte order mark.",
    avoid: Example::policy(
        "\u{feff}@id(\"fetch:api\")\npermit (\n  principal == Agent::\"fetch\",\n  action == Action::\"http:request\",\n  resource == Net::Host::\"api.example.com\"\n)\nwhen { context.scheme == \"https\" };",
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
    check: Check::Reported,
};
