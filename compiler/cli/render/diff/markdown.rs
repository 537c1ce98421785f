//! A comparison as the comment of a pull request: the verdict, a table of what grew with the requests that are newly possible, and all else folded.
//!
//! Must hold (I11): no text that is not ours is markup, a link, an image, a mention or a reference. Names stand in code spans, whose fence is longer than any run of
//! backticks in them; of a sentence only plain words stand outside of one, for GitHub makes links of much (`@team`, `#1`, `www.`, digests) whatever is
//! escaped. In a fold's title, which is HTML, every other character is a numeric reference.
//!
//! A comment holds [`LIMIT`] characters. What does not fit is left out from the end of the least: what did not grow, then details, then rows; the verdict and the
//! counts stay, and say how much was left out. Bytes are counted, which are never fewer than characters.

use super::View;
use super::wording::{self, Piece};
use crate::render::{count, one_line};
use caplink_model::change::{Change, Pair};
use caplink_model::text::escape;
use std::fmt::Write as _;

/// The first line, by which a workflow finds the comment that it made.
pub const MARKER: &str = "<!-- caplink diff -->";
/// How much a comment holds.
pub const LIMIT: usize = 65_536;
/// What is kept for what is said of what was left out, and for what stands around rows and folds.
const RESERVE: usize = 1_024;
/// Characters of a sentence.
const SENTENCE: usize = 600;
/// Characters of a fold's title.
const FOLD: usize = 120;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let head = head(view);
    let mut growth: Vec<_> = view.growth().collect();
    growth.sort_by_key(|(_, change)| change.accepted.is_some());
    let others: Vec<_> = view.changes().filter(|(_, change)| !change.grows()).collect();

    let mut room = LIMIT.saturating_sub(head.len() + RESERVE);
    let rows = Kept::of(&mut room, growth.iter().map(|(pair, change)| row(pair, change)));
    let details = Kept::of(&mut room, growth.iter().map(|(pair, change)| details(pair, change)));
    let stale = Kept::of(
        &mut room,
        view.comparison
            .stale
            .iter()
            .map(|one| format!("- {} accepts {}, and nothing here is that change.\n", code(&wording::who(one)), code(&one.change.short()))),
    );
    let rest = Kept::of(&mut room, others.iter().map(|(pair, change)| other(pair, change)));

    let mut out = head;
    let left_out = [
        (rows.left_out, "row"),
        (details.left_out, "detail"),
        (stale.left_out, "stale acceptance"),
        (rest.left_out, "change without growth"),
    ];
    let left_out: Vec<_> = left_out.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| plural(number, noun)).collect();
    if !left_out.is_empty() {
        let _ = writeln!(
            out,
            "\n**Left out** of what follows, because a comment holds no more: {}. `caplink diff --format json` shows everything.",
            left_out.join(", ")
        );
    }
    if !rows.text.is_empty() {
        let _ = write!(out, "\n| tier | who | what grew | newly possible |\n| --- | --- | --- | --- |\n{}", rows.text);
    }
    out.push_str(&details.text);
    if !stale.text.is_empty() {
        let _ = write!(out, "\n{}", stale.text);
    }
    if !rest.text.is_empty() {
        let title = if others.len() == 1 {
            "1 change by which nothing grew".into()
        } else {
            format!("{} changes by which nothing grew", others.len())
        };
        let _ = write!(out, "\n<details><summary>{title}</summary>\n\n{}\n</details>\n", rest.text);
    }
    out
}

/// As many texts as fit, from the first.
struct Kept {
    text: String,
    left_out: usize,
}

impl Kept {
    fn of(room: &mut usize, texts: impl Iterator<Item = String>) -> Self {
        let mut kept = Self { text: String::new(), left_out: 0 };
        for text in texts {
            if kept.left_out == 0 && text.len() <= *room {
                *room -= text.len();
                kept.text.push_str(&text);
            } else {
                kept.left_out += 1;
            }
        }
        // What matters less must not stand where something that matters more was left out.
        if kept.left_out > 0 {
            *room = 0;
        }
        kept
    }
}

fn plural(number: usize, noun: &str) -> String {
    match noun {
        "row" => format!("{} of the table", count(number, "row")),
        "detail" => format!("the details of {}", count(number, "change")),
        "change without growth" => format!("{} by which nothing grew", count(number, "change")),
        _ => count(number, noun),
    }
}

fn head(view: &View<'_>) -> String {
    let mut out = format!("{MARKER}\n## {}\n\n{} → {}", wording::verdict(view), code(&escape(view.old)), code(&escape(view.new)));
    if let Some(unchanged) = wording::unchanged(view) {
        let _ = write!(out, "; {unchanged}");
    }
    let _ = write!(out, "\n\nGrant version: {}", wording::version(view.comparison.bump()));
    if let Some(versions) = wording::versions(view) {
        let _ = write!(out, " ({})", code(&versions));
    }
    out.push_str(".\n");
    if let Some(unproved) = wording::unproved(view) {
        let _ = writeln!(out, "\nNot proved: {unproved}.");
    }
    if view.fails {
        out.push_str(
            "\n**The check fails.** Take back what grew, or accept it: `caplink diff` prints what to put into a file for `--accept`.\n",
        );
    }
    out
}

fn row(pair: &Pair, change: &Change) -> String {
    let accepted = if change.accepted.is_some() { ", accepted" } else { "" };
    let possible = match (&change.gained, &change.unproved) {
        (Some(example), _) => pieces(&wording::request(example)),
        (None, Some(_)) => "not proved".into(),
        (None, None) => String::new(),
    };
    let cells = [format!("{}{accepted}", wording::label(change)), code(&escape(&pair.subject)), sentence(&change.summary), possible];
    format!("| {} |\n", cells.map(|text| cell(&text)).join(" | "))
}

fn details(pair: &Pair, change: &Change) -> String {
    let title = html(&cut(&one_line(&change.summary).replace('`', ""), FOLD));
    let mut out = format!("\n<details><summary>{}: <code>{title}</code></summary>\n\n", wording::label(change));
    if let Some([before, after]) = wording::conditions(change) {
        // Nothing but a line of backticks ends the block, and these lines begin otherwise.
        let _ = write!(out, "```diff\n- {before}\n+ {after}\n```\n\n");
    }
    let _ = writeln!(out, "- who: {}", code(&escape(&pair.subject)));
    for fact in wording::facts(change).iter().filter(|fact| !matches!(fact.label, "before" | "after")) {
        let _ = writeln!(out, "- {}: {}", fact.label, pieces(&fact.pieces));
    }
    let _ = write!(out, "- change: {}\n\n</details>\n", code(&change.id.to_string()));
    out
}

fn other(pair: &Pair, change: &Change) -> String {
    let lost: String = wording::possible(change).map(|fact| format!("; {}: {}", fact.label, pieces(&fact.pieces))).collect();
    format!("- {}: {}: {}{lost}\n", wording::label(change), code(&escape(&pair.subject)), sentence(&change.summary))
}

fn pieces(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Name(text) => code(text),
        Piece::Words(text) => sentence(text),
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
}

/// A sentence with names in backticks. A name that holds a backtick may be cut in the wrong place; each part is inert nevertheless.
fn sentence(text: &str) -> String {
    let text = cut(&one_line(text), SENTENCE);
    let parts: Vec<_> = text.split('`').collect();
    let last = parts.len() - 1;
    let mut out = Vec::new();
    for (number, part) in parts.into_iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        if number % 2 == 1 && number < last {
            out.push(code(part));
        } else {
            out.extend(part.split(' ').filter(|word| !word.is_empty()).map(|word| if is_plain(word) { word.into() } else { code(word) }));
        }
    }
    out.join(" ")
}

/// Whether a word is nothing else for Markdown or GitHub: letters or digits, not long enough to be a commit in hexadecimal, and the punctuation of prose.
fn is_plain(word: &str) -> bool {
    let word = word.strip_prefix('(').unwrap_or(word);
    let word = word.strip_suffix([',', ';', ':', '.']).unwrap_or(word);
    let word = word.strip_suffix(')').unwrap_or(word);
    let letters = word.split(['-', '\'']).all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let commit = word.len() > 6 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    (letters || digits) && !commit
}

/// A code span; text without line ends comes in.
fn code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let at_edge = |character: char| character == '`' || character == ' ';
    let pad = if text.is_empty() || text.starts_with(at_edge) || text.ends_with(at_edge) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A cell of a table: a pipe ends one, in code spans too, unless an odd number of backslashes is before it.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_odd = false;
    for character in text.chars() {
        match character {
            '|' if is_odd => out.push_str("\\u{7c}"),
            '|' => out.push_str("\\|"),
            other => out.push(other),
        }
        is_odd = character == '\\' && !is_odd;
    }
    out
}

/// Text in HTML.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' => out.push(' '),
            other if other.is_ascii() && !other.is_ascii_alphanumeric() => {
                let _ = write!(out, "&#{};", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out
}

fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.into(),
    }
}
