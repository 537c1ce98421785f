//! Answers of `caplink check`.
//!
//! In: the claim that was to be proved, and what speaks against it. Out: text or JSON. Must hold: claims and principals hold names as they came, and are escaped here.

use super::count;
use super::json::print;
use super::layout::{ASIDE, BAD, GOOD, NAME, Page, WARN, Word};
use caplink_model::change::Example;
use serde_json::{Value, json};

/// The answer to one question.
pub struct Answer {
    /// Its name on the command line.
    pub question: &'static str,
    /// What was to be proved, as it was asked.
    pub claim: String,
    /// What speaks against it; nothing is a proof.
    pub findings: Vec<Finding>,
}

/// Something that speaks against a claim.
pub struct Finding {
    /// How much it matters.
    pub tier: Option<&'static str>,
    /// The principal.
    pub who: Option<String>,
    /// What it is; escaped.
    pub summary: String,
    /// A call; escaped.
    pub example: Option<Example>,
    /// Why it counts without a call; escaped.
    pub unproved: Option<String>,
    /// Where it stands in a log.
    pub logged: Option<Logged>,
}

/// A call of a log.
pub struct Logged {
    /// The lines, from 1.
    pub lines: Vec<u32>,
    /// What decides on it now; unescaped. Empty if nothing does.
    pub decides: String,
}

/// How many lines of a log are told.
const LINES: usize = 5;

/// As text.
pub fn render(answer: &Answer) -> String {
    let mut page = Page::default();
    let holds = answer.findings.is_empty();
    let verdict = if holds { Word::own("holds:").style(GOOD) } else { Word::own("does not hold:").style(BAD) };
    page.line(0, [verdict, Word::untrusted(&answer.claim)]);
    for finding in &answer.findings {
        page.blank();
        let tier = finding.tier.map(|tier| Word::own(format!("{tier}:")));
        let who = finding.who.as_ref().map(|who| Word::untrusted(who).style(NAME).then(":"));
        page.line(2, tier.into_iter().chain(who).chain([Word::own(&*finding.summary)]));
        match (&finding.example, &finding.unproved) {
            (Some(example), _) => page.line(4, [Word::own(request(example))]),
            (None, Some(reason)) => page.line(4, [Word::own("not proved:").style(WARN), Word::own(&**reason)]),
            (None, None) => {}
        }
        if let Some(logged) = &finding.logged {
            told(&mut page, logged, finding.unproved.as_deref());
        }
    }
    page.finish()
}

/// Which calls of a log a finding is about, and what decides on them.
fn told(page: &mut Page, logged: &Logged, undecided: Option<&str>) {
    if let Some(reason) = undecided {
        page.line(4, [Word::own("not decided:").style(WARN), Word::own(reason)]);
    } else {
        page.hanging(4, 6, logged.decides.split(' ').map(Word::untrusted));
    }
    let lines: Vec<_> = logged.lines.iter().take(LINES).map(ToString::to_string).collect();
    let more = if logged.lines.len() > LINES { ", ..." } else { "" };
    let lines = format!("line{} {}{more}", if logged.lines.len() == 1 { "" } else { "s" }, lines.join(", "));
    page.line(4, [Word::own(count(logged.lines.len(), "call")), Word::own("in").style(ASIDE), Word::own(lines)]);
}

fn request(example: &Example) -> String {
    let request = if example.request.is_empty() { "any call" } else { &example.request };
    match example.times {
        Some(times) => format!("{request}, {times} times"),
        None => request.to_string(),
    }
}

/// As JSON.
pub fn json(answer: &Answer) -> String {
    let findings: Vec<Value> = answer
        .findings
        .iter()
        .map(|finding| {
            let mut told = json!({
                "tier": finding.tier,
                "principal": finding.who,
                "summary": finding.summary,
                "request": finding.example.as_ref().map(|example| &example.request),
                "times": finding.example.as_ref().and_then(|example| example.times),
                "unproved": finding.unproved,
            });
            if let (Some(logged), Some(members)) = (&finding.logged, told.as_object_mut()) {
                members.insert("count".into(), logged.lines.len().into());
                members.insert("lines".into(), logged.lines.iter().take(LINES).copied().collect());
                members.insert("decides".into(), Some(&*logged.decides).filter(|text| !text.is_empty()).into());
            }
            told
        })
        .collect();
    print(&json!({ "check": answer.question, "claim": answer.claim, "holds": answer.findings.is_empty(), "findings": findings }))
}
