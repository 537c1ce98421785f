//! A comparison for programs; `report.schema.json` beside this file is the format's JSON Schema. Every member is always there; what is not known is `null`.
//!
//! Names, conditions and what people wrote are exact; lines are from 1.

use super::View;
use crate::render::json::print;
use caplink_model::change::{Acceptance, Cause, Change, Direction, Example, Pair, Tier};
use serde::Serialize;

/// The version of the format: a number that grows when a program has to change.
const FORMAT: u32 = 1;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let comparison = view.comparison;
    let open = |tier| comparison.growth().filter(|change| change.tier == tier).count();
    let went = |direction| comparison.changes().filter(|change| change.direction == direction).count();
    print(&JsonReport {
        diff: FORMAT,
        old: view.old,
        new: view.new,
        fails: view.fails,
        policies: view.policies,
        bump: comparison.bump().name(),
        version: view.version.as_ref().map(|(old, new)| Version { old, new }),
        pairs: comparison.pairs.iter().map(JsonPair::of).collect(),
        stale: comparison.stale.iter().map(Stale::of).collect(),
        summary: Summary {
            grown: comparison.growth().count(),
            critical: open(Tier::Critical),
            high: open(Tier::High),
            medium: open(Tier::Medium),
            low: open(Tier::Low),
            accepted: view.growth().filter(|(_, change)| change.accepted.is_some()).count(),
            unproved: view.growth().filter(|(_, change)| change.unproved.is_some()).count(),
            narrower: went(Direction::Narrower),
            same: went(Direction::Same),
            unchanged: comparison.unchanged,
        },
    })
}

#[derive(Serialize)]
struct JsonReport<'a> {
    diff: u32,
    old: &'a str,
    new: &'a str,
    fails: bool,
    policies: Option<&'a str>,
    bump: &'a str,
    version: Option<Version<'a>>,
    pairs: Vec<JsonPair<'a>>,
    stale: Vec<Stale<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Version<'a> {
    old: &'a str,
    new: &'a str,
}

#[derive(Serialize)]
struct Summary {
    grown: usize,
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    accepted: usize,
    unproved: usize,
    narrower: usize,
    same: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct JsonPair<'a> {
    subject: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    changes: Vec<JsonChange<'a>>,
}

#[derive(Serialize)]
struct JsonChange<'a> {
    id: String,
    kind: &'a str,
    direction: &'a str,
    tier: &'a str,
    reason: &'a str,
    summary: &'a str,
    actions: &'a [String],
    functions: &'a [String],
    before: &'a str,
    after: &'a str,
    gained: Option<JsonExample<'a>>,
    lost: Option<JsonExample<'a>>,
    unproved: Option<&'a str>,
    causes: Vec<JsonCause<'a>>,
    demand: Option<&'a str>,
    line: Option<u32>,
    covers: &'a [String],
    accepted: Option<Accepted<'a>>,
}

#[derive(Serialize)]
struct JsonExample<'a> {
    request: &'a str,
    times: Option<u64>,
}

#[derive(Serialize)]
struct JsonCause<'a> {
    is_new: bool,
    policy: &'a str,
    file: &'a str,
    line: u32,
    role: &'a str,
}

#[derive(Serialize)]
struct Accepted<'a> {
    reason: &'a str,
    author: &'a str,
}

#[derive(Serialize)]
struct Stale<'a> {
    change: String,
    #[serde(flatten)]
    accepted: Accepted<'a>,
}

impl<'a> JsonPair<'a> {
    fn of(pair: &'a Pair) -> Self {
        Self {
            subject: &pair.subject,
            old: pair.old.as_deref(),
            new: pair.new.as_deref(),
            changes: pair.changes.iter().map(JsonChange::of).collect(),
        }
    }
}

impl<'a> JsonChange<'a> {
    fn of(change: &'a Change) -> Self {
        Self {
            id: change.id.to_string(),
            kind: change.kind.name(),
            direction: change.direction.name(),
            tier: change.tier.name(),
            reason: &change.reason,
            summary: &change.summary,
            actions: &change.actions,
            functions: &change.functions,
            before: &change.before,
            after: &change.after,
            gained: change.gained.as_ref().map(JsonExample::of),
            lost: change.lost.as_ref().map(JsonExample::of),
            unproved: change.unproved.as_deref(),
            causes: change.causes.iter().map(JsonCause::of).collect(),
            demand: change.demand.as_deref(),
            line: change.line,
            covers: &change.covers,
            accepted: change.accepted.as_ref().map(Accepted::of),
        }
    }
}

impl<'a> JsonExample<'a> {
    fn of(example: &'a Example) -> Self {
        Self { request: &example.request, times: example.times }
    }
}

impl<'a> JsonCause<'a> {
    fn of(cause: &'a Cause) -> Self {
        let policy = &cause.policy;
        Self { is_new: cause.is_new, policy: &policy.id, file: &policy.file, line: policy.line, role: &cause.role }
    }
}

impl<'a> Accepted<'a> {
    fn of(acceptance: &'a Acceptance) -> Self {
        Self { reason: &acceptance.reason, author: &acceptance.author }
    }
}

impl<'a> Stale<'a> {
    fn of(acceptance: &'a Acceptance) -> Self {
        Self { change: acceptance.change.to_string(), accepted: Accepted::of(acceptance) }
    }
}
