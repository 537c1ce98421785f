//! C209 public-suffix: a permit covers a whole top-level domain or public suffix.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C209",
    name: "public-suffix",
    level: Level::Warning,
    summary: "a permit covers a whole top-level domain or public suffix",
    doc: r#"`resource in Net::Host::"com"` is nearly every host there is. Name the domain."#,
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource in Net::Host::"co.uk"
)
when { context.scheme == "https" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource in Net::Host::"example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let is_suffix =
        |name: &str| psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.typ() == Some(psl::Type::Icann) && suffix == name);
    let message = |domain: &str| format!("`{domain}` is a public suffix: nearly anybody can have a name below it");
    for (outline, host, _) in text::hosts(subject).into_iter().filter(|(_, host, is_below)| *is_below && is_suffix(&host.id)) {
        let domain = &host.id;
        found.push(Finding {
            help: Some(format!("name the domain: `resource in Net::Host::\"example.{domain}\"`")),
            ..RULE.at(outline, &host.range, message(domain))
        });
    }
    for (outline, domain, range) in text::patterns(subject).into_iter().filter(|(_, domain, _)| is_suffix(domain)) {
        found.push(Finding {
            help: Some(format!("name the domain: `like \"*.example.{domain}\"`")),
            ..RULE.at(outline, &range, message(&domain))
        });
    }
}
