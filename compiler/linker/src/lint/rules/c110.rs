//! C110 needless-has: `has` asks for an attribute that every call has.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::{Kind, Term};
use crate::policy::survey::Attribute;
use caplink_model::finding::Finding;
use caplink_model::finding::Level;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C110",
    name: "needless-has",
    level: Level::Warning,
    summary: "`has` asks for an attribute that every call has",
    doc: "It is always true. Where it was to guard against a missing value, none is missing; where it stands alone, it restricts nothing.",
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context has method && context.method == "GET" };"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" && context.method == "GET" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound() {
        let vocabulary = &subject.survey.vocabulary;
        let contexts: Vec<_> =
            vocabulary.admitted(&outline.action).into_iter().filter_map(|action| vocabulary.contexts.get(action)).collect();
        for term in outline.condition.iter().flat_map(Term::all) {
            let Kind::Has(base, names) = &term.kind else { continue };
            let Some(mut path) = base.context_path() else { continue };
            path.extend(names.iter().map(String::as_str));
            if !contexts.is_empty() && contexts.iter().all(|context| is_required(context, &path)) {
                found.push(Finding {
                    help: Some("remove it".into()),
                    fix: text::without_conjunct(subject, outline, &term.range),
                    ..RULE.at(outline, &term.range, "every call has this, so asking restricts nothing")
                });
            }
        }
    }
}

fn is_required(context: &BTreeMap<String, Attribute>, path: &[&str]) -> bool {
    match path {
        [] => true,
        [name, rest @ ..] => context.get(*name).is_some_and(|attribute| attribute.is_required && is_required(&attribute.inner, rest)),
    }
}
