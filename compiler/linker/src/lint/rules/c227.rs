//! C227 path-traversal: a folder of paths in text does not exclude `..`.

use super::text;
use crate::guard::rules::{Expr, Part, Path, Root};
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Term};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C227",
    name: "path-traversal",
    level: Level::Warning,
    summary: "a folder of paths in text does not exclude `..`",
    doc: r#"`like "/out/*"` holds for `/out/../etc/passwd`, and whoever opens it may follow. Exclude `..`: paths of the vocabulary never have it, texts of other interfaces may."#,
    avoid: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account like "/out/*" };"#,
    )
    .agents(&[("pay", None)]),
    prefer: Example::policy(
        r#"@id("pay:charge")
permit (
  principal == Agent::"pay",
  action == Action::"acme:pay/api#charge",
  resource == Wit::Interface::"acme:pay/api"
)
when { context.account like "/out/*" && !(context.account like "*/../*") };"#,
    )
    .agents(&[("pay", None)]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        for term in outline.condition.iter().flat_map(Term::all).filter(|_| outline.permits) {
            let Kind::Like(of, pattern) = &term.kind else { continue };
            let Some(names) = of.context_path() else { continue };
            // Paths of requests never have it.
            let own = entries.iter().filter(|entry| !entry.action.starts_with("http:"));
            if !matches!(pattern.as_slice(), [Some(_), .., Some('/'), None]) {
                continue;
            }
            let path = Path { root: Root::Context, attributes: names.iter().map(ToString::to_string).collect() };
            let leaves = Expr::Like(Box::new(Expr::Input(path)), vec![Part::Star, Part::Literal("/../".into()), Part::Star]);
            for entry in own {
                if let Some(witness) = text::reaches(subject, entry, &leaves) {
                    let shown = names.join(".");
                    found.push(Finding {
                        witness: Some(entry.request(&witness)),
                        help: Some(format!("add `!(context.{} like \"*/../*\")`", caplink_model::text::escape(&shown))),
                        ..RULE.at(outline, &term.range, "this also holds for paths that leave the folder by `..`")
                    });
                    break;
                }
            }
        }
    }
}
