//! C202 noncanonical-address: a socket address is written as no call has it.

use crate::lint::{Check, Example, Rule};
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C202",
    name: "noncanonical-address",
    level: Level::Error,
    summary: "a socket address is written as no call has it",
    doc: r#"Guards see `Net::Address::"127.0.0.1:80"` and `Net::Address::"[::1]:80"`: an address in its one spelling, with a port, and never a name."#,
    avoid: Example::policy(
        r#"@id("net:api")
permit (
  principal == Agent::"net",
  action == Action::"net:connect",
  resource == Net::Address::"203.0.113.010:443"
)
when { context.port == 443 };"#,
    ),
    prefer: Example::policy(
        r#"@id("net:api")
permit (
  principal == Agent::"net",
  action == Action::"net:connect",
  resource == Net::Address::"203.0.113.10:443"
)
when { context.port == 443 };"#,
    ),
    check: Check::Reported,
};
