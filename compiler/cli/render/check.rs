//! Answers of `caplink check`.
//!
//! In: the claim that was to be proved, and what speaks against it. Out: text or JSON. Must hold: claims and principals hold names as they came, and are escaped here.

use super::json::print;
use super::layout::{BAD, GOOD, NAME, Page, WARN, Word};
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
}

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
    }
    page.finish()
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
            json!({
                "tier": finding.tier,
                "principal": finding.who,
                "summary": finding.summary,
                "request": finding.example.as_ref().map(|example| &example.request),
                "times": finding.example.as_ref().and_then(|example| example.times),
                "unproved": finding.unproved,
            })
        })
        .collect();
    print(&json!({ "check": answer.question, "claim": answer.claim, "holds": answer.findings.is_empty(), "findings": findings }))
}
