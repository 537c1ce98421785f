//! C208 shared-domain: a permit covers a domain below which anybody can have a name.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C208",
    name: "shared-domain",
    level: Level::Warning,
    summary: "a permit covers a domain below which anybody can have a name",
    doc: "Below `github.io` or `s3.amazonaws.com` strangers have names of their own, and what an agent sends there may be sent to one of them. Write the whole name with `==`.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource in Net::Host::"github.io"
)
when { context.scheme == "https" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"acme.github.io"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let is_suffix =
        |name: &str| psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.typ() == Some(psl::Type::Private) && suffix == name);
    let message = |domain: &str| format!("anybody can have a name below `{domain}`");
    for (outline, host, _) in text::hosts(subject).into_iter().filter(|(_, host, is_below)| *is_below && is_suffix(&host.id)) {
        let domain = &host.id;
        found.push(Finding {
            help: Some(format!("write the whole name: `resource == Net::Host::\"acme.{domain}\"`")),
            ..RULE.at(outline, &host.range, message(domain))
        });
    }
    for (outline, domain, range) in text::patterns(subject).into_iter().filter(|(_, domain, _)| is_suffix(domain)) {
        found.push(Finding {
            help: Some(format!("write the whole name: `== \"acme.{domain}\"`")),
            ..RULE.at(outline, &range, message(&domain))
        });
    }
}
