//! C206 open-suffix: a pattern of host names begins inside a label.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Term};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C206",
    name: "open-suffix",
    level: Level::Warning,
    summary: "a pattern of host names begins inside a label",
    doc: r#"`like "*github.com"` holds for `evilgithub.com`. Begin it with `*.`, and compare the name itself beside it."#,
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account like "*example.com" };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account == "example.com" || context.account like "*.example.com" };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits) {
        for term in outline.condition.iter().flat_map(Term::all) {
            let Kind::Like(_, pattern) = &term.kind else { continue };
            let [None, rest @ ..] = pattern.as_slice() else { continue };
            let name: Option<String> = rest.iter().copied().collect();
            let Some(name) = name.filter(|name| text::is_domain(name)) else { continue };
            found.push(Finding {
                witness: Some(format!("`evil{name}`")),
                help: Some(format!("write `== \"{name}\"` or `like \"*.{name}\"`")),
                ..RULE.at(outline, &term.range, format!("`*{name}` also holds for names that only end so"))
            });
        }
    }
}
