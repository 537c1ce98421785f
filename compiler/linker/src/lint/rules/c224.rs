//! C224 broad-range: a permit names a range of very many addresses.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C224",
    name: "broad-range",
    level: Level::Warning,
    summary: "a permit names a range of very many addresses",
    doc: "A range such as `0.0.0.0/1` is half of all addresses. Name the network.",
    avoid: Example::policy(
        r#"@id("net:api")
permit (
  principal == Agent::"net",
  action == Action::"net:connect",
  resource
)
when { context.ip.isInRange(ip("128.0.0.0/2")) && context.port == 443 };"#,
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
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (outline, literal, range) in text::ip_literals(subject) {
        let Some((address, prefix)) = literal.split_once('/') else { continue };
        let least = if address.contains(':') { 16 } else { 8 };
        if prefix.parse::<u8>().is_ok_and(|prefix| prefix < least) {
            found.push(Finding {
                help: Some("name the network".into()),
                ..RULE.at(outline, &range, format!("`{literal}` is very many addresses"))
            });
        }
    }
}
