//! C225 forbidden-host-only: a forbid of a host leaves the names below it.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::Scope;
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C225",
    name: "forbidden-host-only",
    level: Level::Warning,
    summary: "a forbid of a host leaves the names below it",
    doc: r#"`resource == Net::Host::"evil.example"` does not forbid `www.evil.example`, and whoever has the name has all names below it. Write `in`."#,
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource in Net::Host::"example.com"
)
when { context.method == "GET" && context.scheme == "https" };

@id("fetch:not")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"evil.example.com"
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
when { context.method == "GET" && context.scheme == "https" };

@id("fetch:not")
forbid (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource in Net::Host::"evil.example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| !outline.permits) {
        let Scope::Equal(host) = &outline.resource else { continue };
        let is_name = host.kind == "Net::Host" && !caplink_guard::host::is_literal(host.id.as_bytes()) && host.id.contains('.');
        if is_name {
            let id = caplink_model::text::escape(&host.id);
            found.push(Finding {
                help: Some(format!("write `resource in Net::Host::\"{id}\"`")),
                ..RULE.at(outline, &host.range, format!("names below `{id}` are not forbidden"))
            });
        }
    }
}
