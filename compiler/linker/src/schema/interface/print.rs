//! Schema text of an interface's actions.
//!
//! In: an [`Interface`]. Out: Cedar declarations with comments for what a type does not say: the names of cases, the bound of a `u64`, what
//! is not exposed. Must hold: every name is a quoted literal (threats.md, P16) and every comment stays in its line. Refuses nothing.

use super::Interface;
use crate::schema::projection::{Record, Value};
use crate::schema::syntax::{comment, quote};
use caplink_model::text::escape;

/// Characters of a list of case names in a comment.
const CASES: usize = 100;

/// Adds the group of an interface and the actions of its functions.
pub(super) fn interface(out: &mut String, interface: &Interface, package: Option<&str>) {
    let group = interface.group();
    if let Some(group) = &group {
        out.push('\n');
        out.push_str(&comment("", interface.docs.as_deref().unwrap_or_default()));
        out.push_str(&format!("action {}{};\n", quote(group), parents(package)));
    }
    for action in interface.functions.values() {
        out.push('\n');
        out.push_str(&comment("", action.docs.as_deref().unwrap_or_default()));
        out.push_str(&format!("action {}{} appliesTo {{\n", quote(&action.id), parents(group.as_deref())));
        out.push_str("  principal: [Agent],\n  resource: [Wit::Interface],\n  context: ");
        record(out, &action.context, "  ", true);
        out.push_str(",\n};\n");
    }
}

/// The Cedar type alone, without comments: equal for two functions that policies see alike.
pub(super) fn type_of(context: &Record) -> String {
    let mut out = String::new();
    record(&mut out, context, "", false);
    out
}

fn parents(group: Option<&str>) -> String {
    group.map(|group| format!(" in [{}]", quote(group))).unwrap_or_default()
}

fn record(out: &mut String, record: &Record, indent: &str, comments: bool) {
    if record.attributes.is_empty() && (!comments || record.hidden.is_empty()) {
        out.push_str("{}");
        return;
    }
    out.push_str("{\n");
    for attribute in &record.attributes {
        let mark = if attribute.is_optional() { "?" } else { "" };
        out.push_str(&format!("{indent}  {}{mark}: ", quote(&attribute.name)));
        value(out, &attribute.value, &format!("{indent}  "), comments);
        out.push(',');
        if let Some(note) = note(&attribute.value).filter(|_| comments) {
            out.push_str(&format!(" // {note}"));
        }
        out.push('\n');
    }
    for hidden in record.hidden.iter().filter(|_| comments) {
        out.push_str(&format!("{indent}  // {} is not exposed: {}\n", escape(&quote(&hidden.name)), hidden.reason));
    }
    out.push_str(&format!("{indent}}}"));
}

fn value(out: &mut String, of: &Value, indent: &str, comments: bool) {
    match of {
        Value::Bool => out.push_str("Bool"),
        Value::Long | Value::UnsignedLong => out.push_str("Long"),
        Value::String | Value::Char | Value::OneOf(_) => out.push_str("String"),
        Value::Record(inner) => record(out, inner, indent, comments),
        Value::Set(element) => {
            out.push_str("Set<");
            value(out, element, indent, comments);
            out.push('>');
        }
    }
}

/// What the Cedar type does not say.
fn note(of: &Value) -> Option<String> {
    match of {
        Value::UnsignedLong => Some("u64: a call with more than 9223372036854775807 is denied".into()),
        Value::Char => Some("one character".into()),
        Value::OneOf(cases) => {
            let mut shown = String::new();
            for case in cases {
                if shown.len() > CASES {
                    shown.push_str(", …");
                    break;
                }
                shown.push_str(if shown.is_empty() { "" } else { ", " });
                shown.push_str(&escape(&quote(case)));
            }
            Some(shown)
        }
        Value::Set(element) => note(element),
        Value::Bool | Value::Long | Value::String | Value::Record(_) => None,
    }
}
