//! C207 open-host: a pattern of URLs or hosts ends inside the host.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Term};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C207",
    name: "open-host",
    level: Level::Warning,
    summary: "a pattern of URLs or hosts ends inside the host",
    doc: r#"`like "https://api.example.com*"` holds for `https://api.example.com.evil.com`. End the host with a `/`."#,
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account like "https://api.example.com*" };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account like "https://api.example.com/*" && !(context.account like "*/../*") };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits) {
        for term in outline.condition.iter().flat_map(Term::all) {
            let Kind::Like(_, pattern) = &term.kind else { continue };
            let Some(star) = pattern.iter().position(Option::is_none) else { continue };
            let start: String = pattern[..star].iter().flatten().collect();
            let host = start.split_once("://").map_or(start.as_str(), |(_, rest)| rest);
            if !host.contains(['/', '?', '#']) && text::is_domain(host.rsplit('@').next().unwrap_or(host).trim_start_matches("www.")) {
                found.push(Finding {
                    witness: Some(format!("`{start}.evil.example`")),
                    help: Some(format!("write `like \"{start}/*\"`")),
                    ..RULE.at(outline, &term.range, format!("`{start}*` also holds for other hosts that only begin so"))
                });
            }
        }
    }
}
