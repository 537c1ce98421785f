//! The report of `inspect` for people: what policy would have to permit, then every import and export.

use super::layout::{ASIDE, BAD, NAME, Page, TITLE, WARN, Word};
use super::{count, digest, function_name, shown_actions, size};
use crate::engine::{InspectedFunction, Inspection, Need};
use caplink_model::action::Action;
use caplink_model::lockfile::{Reach, Sort};
use std::collections::BTreeSet;

/// Renders the report.
pub fn render(name: &str, inspection: &Inspection) -> String {
    let mut page = Page::default();
    summary(&mut page, name, inspection);
    actions(&mut page, inspection);
    imports(&mut page, inspection);
    exports(&mut page, inspection);
    page.finish()
}

fn functions(inspection: &Inspection) -> impl Iterator<Item = &InspectedFunction> {
    inspection.imports.iter().flat_map(|import| &import.functions)
}

fn summary(page: &mut Page, name: &str, inspection: &Inspection) {
    let contents = &inspection.component;
    let aside = format!("{}  {}", size(contents.size), digest(&contents.sha256));
    page.line(0, [Word::untrusted(name).style(TITLE), Word::own(aside).style(ASIDE).gap(2)]);
    let of = |wanted: fn(&Need) -> bool| functions(inspection).filter(|function| wanted(&function.need)).count();
    let total = functions(inspection).count();
    page.line(2, [Word::own(format!("imports {} with {}", count(inspection.imports.len(), "name"), count(total, "function")))]);
    page.line(
        4,
        [
            Word::own(format!("{} need a permit", of(|need| matches!(need, Need::Actions(_))))),
            Word::own(format!("{} custom", of(|need| matches!(need, Need::Custom(_))))).gap(3),
            Word::own(format!("{} without authority", of(|need| matches!(need, Need::Inert(_))))).gap(3),
            Word::own(format!("{} unknown", of(|need| matches!(need, Need::Unknown(_))))).gap(3),
        ],
    );
    called(page, inspection, total);
    if !inspection.claims.is_empty() {
        page.hanging(2, 4, [Word::own("claims, unchecked:"), Word::untrusted(&inspection.claims.join(", ")).style(ASIDE)]);
    }
    page.line(2, [Word::own(format!("exports {}", count(inspection.exports.len(), "name")))]);
    if !inspection.features.is_empty() {
        page.line(2, [Word::own("a host must support"), Word::untrusted(&inspection.features.join(", "))]);
    }
}

/// How much of what is imported calls may reach.
fn called(page: &mut Page, inspection: &Inspection, total: usize) {
    let reach = |wanted: Reach| {
        functions(inspection).filter_map(|function| function.evidence.as_ref()).filter(|found| found.reach == wanted).count()
    };
    let called = functions(inspection).filter(|function| function.is_called).count();
    let (direct, table, data) = (reach(Reach::Direct), reach(Reach::Table), reach(Reach::InterpreterLike));
    if total == 0 || (direct + table + data == 0 && called > 0) {
        return;
    }
    let mut words = vec![Word::own(format!("calls {called} of {total}"))];
    let parts = [(direct, "directly"), (table, "through tables"), (data, "as data decides")];
    words.extend(parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, how)| Word::own(format!("{count} {how}")).gap(3)));
    page.line(2, words);
    if data > 0 {
        page.hanging(4, 4, [Word::own("interpreter-like: what it calls is in data, which nothing here reads; rely on policy").style(WARN)]);
    }
}

fn actions(page: &mut Page, inspection: &Inspection) {
    let needed: BTreeSet<_> = functions(inspection)
        .filter(|function| function.is_called)
        .filter_map(|function| match &function.need {
            Need::Actions(actions) => Some(actions.as_slice()),
            Need::Custom(action) => Some(std::slice::from_ref(action)),
            Need::Inert(_) | Need::Unknown(_) => None,
        })
        .flatten()
        .collect();
    if needed.is_empty() {
        return;
    }
    page.section("ACTIONS", TITLE, [Word::own("what policy must permit for every call to work").style(ASIDE)]);
    let column = needed.iter().map(|action| action.len()).max().unwrap_or(0).min(30);
    for action in needed {
        match Action::find(action) {
            Some(known) => {
                page.hanging(2, column + 6, [Word::own(format!("{:column$}", known.id)), Word::own(known.doc).style(ASIDE).gap(2)]);
            }
            None => page.line(2, [Word::untrusted(action)]),
        }
    }
}

fn imports(page: &mut Page, inspection: &Inspection) {
    if inspection.imports.is_empty() {
        return;
    }
    page.section("IMPORTS", TITLE, []);
    for import in &inspection.imports {
        let needed = import.functions.iter().filter(|function| function.is_called).filter_map(|function| match &function.need {
            Need::Actions(actions) => Some(actions.as_slice()),
            Need::Custom(action) => Some(std::slice::from_ref(action)),
            Need::Inert(_) | Need::Unknown(_) => None,
        });
        let mut line = vec![Word::untrusted(&import.name).style(NAME)];
        let actions = shown_actions(&import.name, needed.flatten());
        match import.sort {
            _ if !actions.is_empty() => line.push(Word::untrusted(&actions.join(", ")).style(ASIDE).gap(2)),
            Sort::Instance if import.functions.is_empty() => line.push(Word::own("types only").style(ASIDE).gap(2)),
            Sort::Func => line.push(Word::own("function").style(ASIDE).gap(2)),
            Sort::Type => line.push(Word::own("type").style(ASIDE).gap(2)),
            Sort::Instance => {}
        }
        page.line(2, line);
        let called = || import.functions.iter().filter(|function| function.is_called);
        group(page, called().filter(|function| matches!(function.need, Need::Actions(_))), None);
        group(page, called().filter(|function| matches!(function.need, Need::Custom(_))), Some(Word::own("custom:")));
        group(page, called().filter(|function| matches!(function.need, Need::Inert(_))), Some(Word::own("no authority:")));
        group(page, import.functions.iter().filter(|function| !function.is_called), Some(Word::own("not called:")));
        for function in import.functions.iter().filter(|function| function.is_called) {
            if let Need::Unknown(reason) = &function.need {
                let reason = Word::untrusted(&format!("cannot be granted: {reason}")).style(BAD);
                page.hanging(4, 6, [Word::untrusted(function_name(&function.name)), reason.gap(2)]);
            }
        }
    }
}

fn group<'a>(page: &mut Page, functions: impl Iterator<Item = &'a InspectedFunction>, label: Option<Word>) {
    let named = functions.filter(|function| !function.name.is_empty());
    let names: Vec<_> = named.map(|function| Word::untrusted(function_name(&function.name)).gap(2)).collect();
    if !names.is_empty() {
        page.hanging(4, 4, label.map(|label| label.style(ASIDE)).into_iter().chain(names));
    }
}

fn exports(page: &mut Page, inspection: &Inspection) {
    if inspection.exports.is_empty() {
        return;
    }
    page.section("EXPORTS", TITLE, []);
    for export in &inspection.exports {
        page.line(2, [Word::untrusted(&export.name).style(NAME)]);
        if !export.functions.is_empty() {
            page.hanging(4, 4, export.functions.iter().map(|function| Word::untrusted(function_name(function)).gap(2)));
        }
        if !export.resources.is_empty() {
            page.hanging(4, 6, [Word::own("handles host resources:"), Word::untrusted(&export.resources.join(", "))]);
        }
    }
}
