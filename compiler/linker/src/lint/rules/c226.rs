//! C226 open-key-prefix: a prefix of a key or path ends inside a part of it.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Term};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C226",
    name: "open-key-prefix",
    level: Level::Warning,
    summary: "a prefix of a key or path ends inside a part of it",
    doc: r#"`like "user/1*"` holds for `user/10` too. End the prefix at a separator."#,
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account like "user/1*" && !(context.account like "*/../*") };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account like "user/1/*" && !(context.account like "*/../*") };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits) {
        for term in outline.condition.iter().flat_map(Term::all) {
            let Kind::Like(of, pattern) = &term.kind else { continue };
            // Paths of requests have a rule of their own.
            if of.context_path().is_some_and(|path| path == ["path"]) {
                continue;
            }
            let [start @ .., None] = pattern.as_slice() else { continue };
            let Some(prefix) = start.iter().copied().collect::<Option<String>>() else { continue };
            let separator = prefix.rfind(['/', ':', '|']);
            let is_open = separator.is_some() && prefix.ends_with(|character: char| character.is_alphanumeric());
            let host = prefix.split_once("://").map(|(_, rest)| rest);
            if is_open && !host.is_some_and(|host| !host.contains('/') || text::is_domain(host)) {
                let shown = caplink_model::text::escape(&prefix);
                let separator = separator.and_then(|at| prefix[at..].chars().next()).unwrap_or('/');
                found.push(Finding {
                    witness: Some(format!("`{shown}0`")),
                    help: Some(format!("write `== \"{shown}\"` or `like \"{shown}{separator}*\"`")),
                    ..RULE.at(outline, &term.range, format!("`{shown}*` also holds for longer names that only begin so"))
                });
            }
        }
    }
}
