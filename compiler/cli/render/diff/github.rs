//! Changes as workflow commands, which GitHub shows beside the changed lines: errors for what grew and is critical or high, warnings for other growth, notices
//! for what is accepted, for what is no longer possible, and for acceptances that name nothing. What only changed is left to the other formats.
//!
//! Must hold: each command is one line, and no text in it ends it, begins another, or adds a property. What else moves a terminal is spelt out.

use super::{Place, View, wording};
use crate::render::workflow::{data, property};
use caplink_model::change::{Change, Direction, Tier};
use caplink_model::text::escape_lines;
use std::fmt::Write as _;

/// Renders the report; without such changes it is empty.
pub fn render(view: &View<'_>) -> String {
    let mut out = String::new();
    for (pair, change) in view.changes() {
        let Some((command, title)) = command(change) else { continue };
        let Place { file, line } = view.place(pair, change);
        let file = property(&escape_lines(&file));
        let title = property(&title);
        let _ = writeln!(out, "::{command} file={file},line={line},title={title}::{}", data(&wording::message(pair, change)));
    }
    for stale in &view.comparison.stale {
        let text = format!("{} is no change of this comparison\naccepted by {}", stale.change, wording::who(stale));
        let _ = writeln!(out, "::notice title=stale acceptance::{}", data(&text));
    }
    out
}

fn command(change: &Change) -> Option<(&'static str, String)> {
    let grew = || format!("authority grew: {}", wording::label(change));
    match change.direction {
        Direction::Wider | Direction::Incomparable if change.accepted.is_some() => Some(("notice", format!("{}, accepted", grew()))),
        Direction::Wider | Direction::Incomparable => match change.tier {
            Tier::Medium | Tier::Low => Some(("warning", grew())),
            Tier::Critical | Tier::High | Tier::None => Some(("error", grew())),
        },
        Direction::Narrower => Some(("notice", "authority shrank".into())),
        Direction::Same => None,
    }
}
