//! C009 wrong-call: a function is called that does not exist, or with wrong arguments.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C009",
    name: "wrong-call",
    level: Level::Error,
    summary: "a function is called that does not exist, or with wrong arguments",
    doc: "Cedar knows the constructors and methods of its extension types only, each with a fixed number of arguments.",
    avoid: Example::policy(
        r#"@id("net:api")
permit (
  principal == Agent::"net",
  action == Action::"net:connect",
  resource
)
when { context.ip.isInRange(ip("10.0.0.999/8")) && context.port == 443 };"#,
    ),
    prefer: Example::policy(
        r#"@id("net:api")
permit (
  principal == Agent::"net",
  action == Action::"net:connect",
  resource
)
when { context.ip.isInRange(ip("203.0.113.0/24")) && context.port == 443 };"#,
    ),
    check: Check::Reported,
};
