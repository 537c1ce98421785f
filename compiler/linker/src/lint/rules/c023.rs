//! C023 misspelt-annotation: an annotation is almost one that has a meaning.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C023",
    name: "misspelt-annotation",
    level: Level::Warning,
    summary: "an annotation is almost one that has a meaning",
    doc: "`@id`, `@limit` and `@caplink_allow` mean something; any other is a remark that changes nothing, and a limit that is misspelt limits nothing.",
    avoid: Example::policy(
        r#"@limits("100 calls")
@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    prefer: Example::policy(
        r#"@limit("100 calls")
@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

/// The annotations that mean something.
const KNOWN: [&str; 3] = ["id", "limit", crate::lint::suppression::NAME];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.written() {
        for annotation in outline.annotations.iter().filter(|annotation| !KNOWN.contains(&annotation.name.as_str())) {
            let plain = annotation.name.to_ascii_lowercase().replace(['-', '_'], "");
            let near = KNOWN.iter().find(|known| {
                let known = known.replace('_', "");
                plain == known || known.len() > 3 && super::text::distance(&plain, &known) <= 2
            });
            if let Some(known) = near {
                let message = format!("`@{}` means nothing", caplink_model::text::escape(&annotation.name));
                found.push(Finding { help: Some(format!("did you mean `@{known}`?")), ..RULE.at(outline, &annotation.range, message) });
            }
        }
    }
}
