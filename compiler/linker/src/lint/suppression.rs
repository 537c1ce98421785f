//! Annotations that allow a finding, with the reason: `@caplink_allow("C104: wider during the migration")`.
//!
//! In: findings and annotations. Out: what is left, what is allowed, and findings about annotations that allow nothing. An annotation allows findings in its own
//! policy only. Must hold: none allows without a reason, and none can allow what is said of annotations.

use super::rules::{self, c024, c025};
use super::{Selection, Subject};
use caplink_model::finding::{Finding, Fix, Suppressed};
use caplink_model::text::escape;
use std::ops::Range;

/// The annotation's name.
pub const NAME: &str = "caplink_allow";

/// What an annotation says.
struct Allowed {
    codes: Vec<&'static str>,
    reason: String,
}

/// Takes out what annotations allow.
pub(super) fn apply(subject: &Subject<'_>, selection: &Selection, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Suppressed>) {
    let mut left = findings;
    let mut suppressed = vec![];
    let mut about = vec![];
    for outline in subject.written() {
        let Some(annotation) = outline.annotation(NAME) else { continue };
        let allowed = match parse(&annotation.value) {
            Ok(allowed) => allowed,
            Err(reason) => {
                about.push(Finding {
                    help: Some(format!("write it as in `@{NAME}(\"C104: why it is all right here\")`")),
                    ..c024::RULE.at(outline, &annotation.range, reason)
                });
                continue;
            }
        };
        for code in allowed.codes {
            let Some(rule) = rules::find(code) else { continue };
            let is_here = |finding: &Finding| {
                let place = finding.place.as_ref().is_some_and(|place| place.text == outline.text && within(&place.range, &outline.range));
                finding.code == code && place
            };
            let (allowed_here, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(is_here);
            left = rest;
            if allowed_here.is_empty() && selection.selects(rule) {
                about.push(Finding {
                    help: Some("remove it, so that it does not hide what comes later".into()),
                    fix: removed(subject, outline.text, &annotation.range, annotation.value.contains(',')),
                    ..c025::RULE.at(outline, &annotation.range, format!("`{code}` is allowed here and not found"))
                });
            }
            suppressed.extend(allowed_here.into_iter().map(|finding| Suppressed { finding, reason: escape(&allowed.reason) }));
        }
    }
    left.extend(about.into_iter().filter(|finding| rules::find(finding.code).is_some_and(|rule| selection.selects(rule))));
    (left, suppressed)
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Codes or names, a colon, and a reason.
fn parse(text: &str) -> Result<Allowed, String> {
    let Some((codes, reason)) = text.split_once(':') else { return Err("it gives no reason".into()) };
    let reason = reason.trim();
    if reason.is_empty() {
        return Err("its reason is empty".into());
    }
    let find = |name: &str| {
        let name = name.trim();
        rules::find(name).map(|rule| rule.code).ok_or_else(|| format!("`{}` is no rule", escape(name)))
    };
    let codes = codes.split(',').map(find).collect::<Result<Vec<_>, _>>()?;
    match codes.iter().find(|code| [c024::RULE.code, c025::RULE.code].contains(code)) {
        Some(code) => Err(format!("`{code}` is about annotations, and none allows it")),
        None => Ok(Allowed { codes, reason: reason.to_string() }),
    }
}

/// The removal of an annotation, with the end of its line.
fn removed(subject: &Subject<'_>, text: usize, range: &Range<usize>, has_others: bool) -> Option<Fix> {
    let content = subject.texts.get(text)?;
    let rest = content.get(range.end..)?;
    let blank = rest.len() - rest.trim_start().len();
    (!has_others).then(|| Fix { title: "remove the annotation".into(), text, edits: vec![(range.start..range.end + blank, String::new())] })
}
