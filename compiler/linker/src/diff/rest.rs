//! What else differs between two releases: exports, the agent's code, the tool, features, the principal's name.
//!
//! In: two releases. Out: changes. Must hold: an export that the host could not call before, or that has more functions or is handed more of the host's
//! resources, is growth; so is what is newly written to a log; nothing else here is.

use super::functions::empty;
use super::release::Release;
use caplink_model::InterfaceName;
use caplink_model::change::{self, Change, Direction, Kind, Tier};
use caplink_model::lockfile::{Export, Lockfile, Observe, Outcome, PolicyRef, Role, SymbolGrant};
use caplink_model::text::escape;
use std::collections::BTreeMap;

/// Compares the rest.
pub fn rest(old: &Release, new: &Release) -> Vec<Change> {
    let mut changes = exports(Some(old), new);
    let (before, now) = (&old.lockfile, &new.lockfile);
    changes.extend(observed(before.observe, now.observe));
    let mut note = |kind, summary: &str, before: String, after: String| {
        if before != after {
            changes.push(Change { kind, summary: summary.into(), before, after, ..empty(vec![]) });
        }
    };
    note(Kind::Principal, "the principal has another name", before.principal.clone(), now.principal.clone());
    note(Kind::Code, "the agent's code changed", before.agent.sha256.to_string(), now.agent.sha256.to_string());
    note(Kind::Tool, "another version of caplink linked it", before.tool.clone(), now.tool.clone());
    note(Kind::Tool, "the catalogue of functions changed", before.catalogue.to_string(), now.catalogue.to_string());
    let list = |features: &[String]| if features.is_empty() { "none beyond WASI 0.2".to_string() } else { features.join(", ") };
    note(Kind::Features, "the host needs other WebAssembly features", list(&before.features), list(&now.features));
    if decisions(before) == decisions(now) && before.components != now.components {
        let names = |lockfile: &Lockfile| {
            let adapters = lockfile.components.iter().filter(|component| component.role == Role::Adapter);
            adapters.map(|adapter| format!("{} {}", adapter.name, adapter.sha256.short())).collect::<Vec<_>>().join(", ")
        };
        note(Kind::Tool, "adapters changed, and nothing that they decide", names(before), names(now));
    }
    note(Kind::Code, "demand was found in another way", before.demand.to_string(), now.demand.to_string());
    changes
}

/// Whether what calls carry is written down.
pub fn observed(before: Option<Observe>, now: Option<Observe>) -> Option<Change> {
    let text = |sink: Option<Observe>| match sink {
        None => "no call is recorded".to_string(),
        Some(Observe::Stderr) => "calls are recorded on stderr".into(),
        Some(Observe::Logging) => "calls are recorded in the host's log".into(),
    };
    let change = Change { kind: Kind::Record, before: text(before), after: text(now), ..empty(vec![]) };
    match (before, now) {
        _ if before == now => None,
        (_, None) => {
            Some(Change { direction: Direction::Narrower, summary: "what calls carry is no longer written down".into(), ..change })
        }
        (_, Some(_)) => Some(Change {
            direction: Direction::Wider,
            tier: Tier::Medium,
            reason: "what calls carry, secrets included, can be read there".into(),
            summary: "what calls carry is written down".into(),
            unproved: Some("it is linked with --observe, which is for test runs".into()),
            ..change
        }),
    }
}

/// What is decided, by whom and how.
fn decisions(lockfile: &Lockfile) -> impl PartialEq {
    let symbol = |symbol: &SymbolGrant| {
        let table: Vec<_> = symbol.guards().map(|guard| (guard.table, guard.limits.clone())).collect();
        (symbol.import.clone(), symbol.function.clone(), symbol.outcome, symbol.provider, symbol.returns.clone(), table)
    };
    (lockfile.agent, lockfile.symbols.iter().map(symbol).collect::<Vec<_>>())
}

/// Compares exports; `old` may be missing.
pub fn exports(old: Option<&Release>, new: &Release) -> Vec<Change> {
    let of = |release: &Release| -> BTreeMap<(String, String), Export> {
        let allowed = release.lockfile.exports.iter().filter(|export| export.outcome == Outcome::Allow);
        allowed.map(|export| (key(&export.name), export.clone())).collect()
    };
    let (before, now) = (old.map(of).unwrap_or_default(), of(new));
    let mut changes = vec![];
    for (key, export) in &now {
        let known = before.get(key);
        let functions = added(&export.functions, known.map(|known| &known.functions));
        let resources = added(&export.resources, known.map(|known| &known.resources));
        if known.is_some() && functions.is_empty() && resources.is_empty() {
            continue;
        }
        let name = format!("`{}`", escape(&export.name));
        let summary = match known {
            None => format!("the host may call {name}"),
            Some(_) => format!("the host may call more of {name}, or is to hand it more"),
        };
        let (tier, reason) = if resources.is_empty() {
            (Tier::Low, "what the host passes in a call is all that it adds".to_string())
        } else {
            let names: Vec<_> = resources.iter().map(|name| format!("`{}`", escape(name))).collect();
            (Tier::Medium, format!("a call hands over resources of the host: {}", names.join(", ")))
        };
        changes.push(Change {
            kind: Kind::Export,
            direction: Direction::Wider,
            tier,
            reason,
            summary,
            functions: vec![export.name.clone()],
            before: if known.is_some() { "exported".into() } else { "not exported".into() },
            after: text(export),
            causes: export.policies.iter().map(|policy| cause(policy, "permits it")).collect(),
            line: listed(new, &export.name),
            unproved: None,
            ..empty(vec!["export".into()])
        });
    }
    let gone: Vec<_> = before.iter().filter(|(key, _)| !now.contains_key(*key)).map(|(_, export)| export).collect();
    changes.extend(gone.into_iter().map(|export| Change {
        kind: Kind::Export,
        direction: Direction::Narrower,
        summary: format!("the host may no longer call `{}`", escape(&export.name)),
        functions: vec![export.name.clone()],
        before: text(export),
        after: "not exported".into(),
        ..empty(vec!["export".into()])
    }));
    changes
}

/// What is in a list and was not.
fn added(now: &[String], before: Option<&Vec<String>>) -> Vec<String> {
    now.iter().filter(|name| before.is_none_or(|before| !before.contains(name))).cloned().collect()
}

fn text(export: &Export) -> String {
    let mut text = "exported".to_string();
    if !export.functions.is_empty() {
        text.push_str(&format!(", with {}", export.functions.join(", ")));
    }
    if !export.resources.is_empty() {
        text.push_str(&format!(", handed {}", export.resources.join(", ")));
    }
    text
}

fn key(name: &str) -> (String, String) {
    match InterfaceName::parse(name) {
        Ok(name) => (name.unversioned(), name.track().to_string()),
        Err(_) => (name.to_string(), String::new()),
    }
}

fn listed(release: &Release, name: &str) -> Option<u32> {
    release.lockfile.exports.iter().find(|export| export.name == name).and_then(|export| release.line_of_export(export))
}

fn cause(policy: &PolicyRef, role: &str) -> change::Cause {
    change::Cause { is_new: true, policy: policy.clone(), role: role.into() }
}
