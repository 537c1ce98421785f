//! A comparison for people: the verdict, each change with the request that it makes possible, what the next version must be, and how to accept what grew.
//!
//! What grew comes first and in full; what did not takes a line or two. The TOML at the end can be pasted as it stands: its comments hold escaped text, a
//! line each, so that nothing in a name ends one.

use super::{View, wording};
use crate::render::layout::{ASIDE, BAD, GOOD, NAME, Page, TITLE, WARN, WIDTH, Word, width};
use crate::render::one_line;
use anstyle::Style;
use caplink_model::change::{Bump, Change, Direction, Kind, Pair, Tier};
use caplink_model::text::escape;

/// The column after the labels of facts.
const LABEL: usize = 20;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let mut page = Page::default();
    let grew = view.comparison.growth().next().is_some();
    let style = if view.fails || grew { BAD } else { GOOD };
    let verdict = Word::own(wording::verdict(view)).style(style).gap(2);
    page.line(0, [Word::untrusted(view.old).style(TITLE), Word::own("->"), Word::untrusted(view.new).style(TITLE), verdict]);
    for pair in &view.comparison.pairs {
        one(&mut page, view, pair);
    }
    end(&mut page, view);
    accept(&mut page, view);
    page.finish()
}

fn one(page: &mut Page, view: &View<'_>, pair: &Pair) {
    page.blank();
    let files = wording::files(view, pair).map(|files| Word::own(files).style(ASIDE).gap(2));
    page.line(0, std::iter::once(Word::untrusted(&pair.subject).style(NAME)).chain(files));
    let (grown, others): (Vec<_>, Vec<_>) = pair.changes.iter().partition(|change| change.grows());
    for change in grown {
        heading(page, change);
        facts(page, wording::facts(change));
    }
    for change in others {
        heading(page, change);
        let renamed = matches!(change.kind, Kind::Principal | Kind::Tool | Kind::Features).then(|| wording::states(change));
        facts(page, wording::possible(change).chain(wording::functions(change)).chain(renamed.into_iter().flatten()));
    }
}

fn heading(page: &mut Page, change: &Change) {
    let label = Word::own(format!("{:<8}", wording::label(change))).style(style(change));
    let summary = Word::own(wording::summary(change));
    let summary = if change.grows() { summary.style(TITLE) } else { summary };
    page.hanging(2, 12, [label, summary.gap(2)]);
}

fn style(change: &Change) -> Style {
    match (change.direction, change.tier) {
        (Direction::Narrower, _) => GOOD,
        (Direction::Same, _) => ASIDE,
        (_, Tier::Critical | Tier::High | Tier::None) => BAD,
        (_, Tier::Medium | Tier::Low) => WARN,
    }
}

fn facts(page: &mut Page, facts: impl IntoIterator<Item = wording::Fact>) {
    for fact in facts {
        let style = if matches!(fact.label, "now possible" | "not proved") { WARN } else { ASIDE };
        let label = Word::own(fact.label).style(style);
        let gap = LABEL - fact.label.len();
        page.hanging(4, 4 + LABEL, [label, Word::own(fact.plain()).gap(gap)]);
    }
}

fn end(page: &mut Page, view: &View<'_>) {
    let comparison = view.comparison;
    // Of two that are the same there is nothing more to say.
    if comparison.pairs.is_empty() && comparison.unchanged == 1 && comparison.stale.is_empty() && view.version.is_none() {
        return;
    }
    page.blank();
    if let Some(unchanged) = wording::unchanged(view) {
        page.line(0, [Word::own(unchanged).style(ASIDE)]);
    }
    let bump = comparison.bump();
    let style = match bump {
        Bump::Major => BAD,
        Bump::Minor => WARN,
        Bump::Patch | Bump::None => GOOD,
    };
    let versions = wording::versions(view).map(|versions| Word::own(format!("({versions})")));
    let label = Word::own("grant version:").style(TITLE);
    page.line(0, [label, Word::own(wording::version(bump)).style(style)].into_iter().chain(versions));
    if let Some(unproved) = wording::unproved(view) {
        page.line(0, [Word::own("not proved:").style(WARN), Word::own(unproved)]);
    }
    for stale in &comparison.stale {
        let what = Word::own(format!("accepts {}, and nothing here is that change:", stale.change.short()));
        page.line(0, [Word::own("stale:").style(WARN), what, Word::own(wording::who(stale))]);
    }
}

/// What to paste into the file that `--accept` reads.
fn accept(page: &mut Page, view: &View<'_>) {
    let open: Vec<_> = view.growth().filter(|(_, change)| change.accepted.is_none()).collect();
    if open.is_empty() {
        return;
    }
    page.blank();
    page.line(0, [Word::own("To accept what grew, say who wants it and why in a file, and name the file with --accept:").style(TITLE)]);
    for (pair, change) in open {
        page.blank();
        page.line(2, [Word::own("[[accept]]")]);
        for line in comment(&one_line(&format!("{}: {}", escape(&pair.subject), change.summary))) {
            page.line(2, [Word::own(line)]);
        }
        page.line(2, [Word::own(format!("change = \"{}\"", change.id))]);
        page.line(2, [Word::own("reason = \"\"")]);
        page.line(2, [Word::own("author = \"\"")]);
    }
}

/// A comment of TOML, in lines that fit.
fn comment(text: &str) -> Vec<String> {
    let mut lines = vec![String::from("#")];
    for word in text.split(' ') {
        let mut rest = word;
        loop {
            let line = lines.last_mut().expect("there is a first line");
            let room = (WIDTH - 2).saturating_sub(width(line) + 1);
            if width(rest) <= room {
                line.push(' ');
                line.push_str(rest);
                break;
            }
            // Half a line is as many characters as fit for sure, for none takes more than two columns.
            if line == "#" {
                let at = rest.char_indices().nth(room / 2).map_or(rest.len(), |(at, _)| at);
                line.push(' ');
                line.push_str(&rest[..at]);
                rest = &rest[at..];
            }
            lines.push("#".into());
        }
    }
    lines
}
