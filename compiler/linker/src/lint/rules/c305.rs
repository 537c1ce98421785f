//! C305 exfiltration-path: an agent may read what is private and send it anywhere.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::outline::Outline;
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub const RULE: Rule = Rule {
    code: "C305",
    name: "exfiltration-path",
    level: Level::Warning,
    summary: "an agent may read what is private and send it anywhere",
    doc: "Each permit may be right; together they let the agent, or whoever talks it into something, send what it reads to anybody. Bound the hosts, or take one of the two away.",
    avoid: Example::policy(
        r#"@id("files:read")
permit (principal == Agent::"files", action == Action::"fs:read", resource in Fs::Path::"/data");

@id("files:send")
permit (principal == Agent::"files", action == Action::"http:request", resource)
when { context.scheme == "https" && context.method == "POST" };"#,
    ),
    prefer: Example::policy(
        r#"@id("files:read")
permit (principal == Agent::"files", action == Action::"fs:read", resource in Fs::Path::"/data");

@id("files:send")
permit (principal == Agent::"files", action == Action::"http:request", resource == Net::Host::"api.example.com")
when { context.scheme == "https" && context.method == "POST" };"#,
    ),
    check: Check::Computed(check),
};

/// Actions that read what is private.
const READS: [&str; 5] = ["fs:read", "kv:read", "blob:read", "config:read", "env:read"];
/// Actions that send.
const SENDS: [&str; 3] = ["http:request", "net:connect", "net:send"];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (send, read) in paths(subject) {
        let (send, read) = (subject.policy(send), subject.policy(read));
        found.push(Finding {
            related: vec![(Place { text: read.text, range: read.head.clone() }, "what is read".into())],
            help: Some("name the hosts that the agent may send to, or take away what it may read".into()),
            ..RULE.at(
                send,
                &send.head,
                format!("what `{}` lets the agent read, this lets it send anywhere", caplink_model::text::escape(&read.id)),
            )
        });
    }
}

/// The permits that are the end of such a path.
pub(super) fn egress(subject: &Subject<'_>) -> BTreeSet<usize> {
    paths(subject).into_keys().collect()
}

/// Permits to send anywhere, each with a permit to read for the same agent.
fn paths(subject: &Subject<'_>) -> BTreeMap<usize, usize> {
    let mut reads: Vec<usize> = vec![];
    let mut sends: Vec<usize> = vec![];
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        if !outline.permits || text::is_blanket(outline) {
            continue;
        }
        let lives = |entry: &&crate::lint::meaning::Entry| entry.life != crate::solve::Answer::Never;
        if entries.iter().filter(|entry| lives(entry)).any(|entry| READS.contains(&entry.action.as_str())) {
            reads.push(number);
        }
        if entries.iter().any(|entry| SENDS.contains(&entry.action.as_str()) && text::reaches_any(subject, entry).is_some()) {
            sends.push(number);
        }
    }
    let together = |a: &Outline, b: &Outline| match (text::principal(a), text::principal(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let mut found = BTreeMap::new();
    for send in sends {
        if let Some(read) = reads.iter().find(|read| together(subject.policy(send), subject.policy(**read))) {
            found.insert(send, *read);
        }
    }
    found
}
