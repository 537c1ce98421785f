//! C223 any-address: a permit allows connections to any address.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C223",
    name: "any-address",
    level: Level::Warning,
    summary: "a permit allows connections to any address",
    doc: "An agent that can connect to any address can send whatever it reads to anybody, and reach what listens on the machine and its network.",
    avoid: Example::policy(
        r#"@id("net:api")
permit (
  principal == Agent::"net",
  action == Action::"net:connect",
  resource
)
when { context.port == 443 };"#,
    ),
    prefer: Example::policy(
        r#"@id("net:api")
permit (
  principal == Agent::"net",
  action == Action::"net:connect",
  resource
)
when { context.ip == ip("203.0.113.10") && context.port == 443 };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let paths = super::c305::egress(subject);
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        if !outline.permits || text::is_blanket(outline) || paths.contains(&number) {
            continue;
        }
        for entry in entries.into_iter().filter(|entry| ["net:connect", "net:send"].contains(&entry.action.as_str())) {
            if let Some(witness) = text::reaches_any(subject, entry) {
                found.push(Finding {
                    witness: Some(entry.request(&witness)),
                    help: Some("bound the address: `context.ip.isInRange(ip(\"203.0.113.0/24\"))`".into()),
                    ..RULE.at(outline, &outline.head, format!("this allows `{}` to any address", entry.action))
                });
                break;
            }
        }
    }
}
