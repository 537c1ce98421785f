//! What grew, in SARIF 2.1.0, as GitHub code scanning takes it. A rule is a kind of change.
//!
//! Only growth is a result: an alert asks for something to be done, and for what narrowed or stayed there is nothing; the other formats tell it. What is
//! accepted is a result that is suppressed. Must hold: valid by the official schema; every result has a location, for GitHub drops the others; a fingerprint
//! follows from [`Change::id`], and no two results of a run share one; a message holds no link.

use super::{Place, View, wording};
use crate::render::sarif::{artifact, inert, log};
use caplink_model::Digest;
use caplink_model::change::{Cause, Change, Kind, Pair, Tier};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Renders the report.
pub fn render(view: &View<'_>) -> String {
    let mut seen = BTreeMap::new();
    let results: Vec<_> = view.growth().map(|(pair, change)| result(view, &mut seen, pair, change)).collect();
    log(&growing().map(rule).collect::<Vec<_>>(), &results)
}

/// The kinds that results are of.
fn growing() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.can_grow())
}

fn rule(kind: Kind) -> Value {
    let text = format!("Authority grew: {}.", kind.about());
    json!({
        "id": kind.name(),
        "name": kind.name(),
        "shortDescription": { "text": &text },
        "fullDescription": { "text": &text },
        "help": { "text": format!("{text} Take it back, or accept it by name in a file for `caplink diff --accept`.") },
        "defaultConfiguration": { "level": "error" },
        "properties": { "tags": ["authority", "policy"], "precision": "very-high" },
    })
}

fn result(view: &View<'_>, seen: &mut BTreeMap<Digest, usize>, pair: &Pair, change: &Change) -> Value {
    let ordinal = seen.entry(change.id).or_default();
    *ordinal += 1;
    let mut result = json!({
        "ruleId": change.kind.name(),
        "ruleIndex": growing().position(|kind| kind == change.kind),
        "level": level(change.tier),
        "message": { "text": inert(&wording::message(pair, change)) },
        "locations": [{ "physicalLocation": physical(&view.place(pair, change)) }],
        "partialFingerprints": { "caplinkChange/v1": format!("{}:{ordinal}", change.id) },
        "properties": { "tier": change.tier.name(), "direction": change.direction.name() },
    });
    let placed = change.causes.iter().filter_map(|cause| Some((cause, view.policy_place(cause)?)));
    let related: Vec<_> = (1..).zip(placed.skip(1)).map(|(id, (cause, place))| related(id, cause, &place)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(acceptance) = &change.accepted {
        result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": inert(&wording::who(acceptance)) }]);
    }
    result
}

fn related(id: usize, cause: &Cause, place: &Place) -> Value {
    json!({ "id": id, "message": { "text": inert(&wording::policy_role(cause)) }, "physicalLocation": physical(place) })
}

fn physical(place: &Place) -> Value {
    json!({ "artifactLocation": artifact(&place.file), "region": { "startLine": place.line } })
}

fn level(tier: Tier) -> &'static str {
    match tier {
        Tier::Critical | Tier::High | Tier::None => "error",
        Tier::Medium | Tier::Low => "warning",
    }
}
