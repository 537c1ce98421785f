//! The check on exports (V11).
//!
//! In: [`Facts`]. Out: its outcome. What must hold: the lockfile decides on every export of the agent, in order (types that no export mentions
//! may be left out); the root exports those that it allows, in order, by the same name and sort, and each is the agent's own item of that
//! name; an exported instance has the functions that the lockfile lists. Refused: everything else, above all an export that comes from
//! the host or from an adapter.

use crate::checks::{Facts, Outcome};
use crate::provenance::{Export, Source};
use crate::types::Kind;
use crate::violation::{count, quote};
use crate::wiring::sort;
use caplink_model::lockfile::{self, Outcome as Decision, Sort};
use wasmparser::component_types::ComponentEntityType;

/// V11.
pub(crate) fn exports(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    decided(facts, &mut refused);
    for found in &facts.root.exports {
        let name = quote(found.name);
        // INVARIANT (V11): what the root exports is the agent's, under the agent's name for it.
        if found.from.source != Source::Instance(facts.agent()) || found.from.path != [found.name] {
            refused.push(format!("the export {name} comes from {}, not from the agent's {name}", facts.describe(found.from.source)));
        }
        if !matches!((found.kind, found.ascribed), (_, None) | (Kind::Func, Some(Kind::Func))) {
            refused.push(format!("the export {name} is given a type, which only functions are"));
        }
    }
    // The root may export types before everything else; apart from that the order is the lockfile's.
    for types in [true, false] {
        let found = facts.root.exports.iter().filter(|export| (export.kind == Kind::Type) == types);
        let allowed =
            facts.lockfile.exports.iter().filter(|export| export.outcome == Decision::Allow && (export.sort == Sort::Type) == types);
        listed(facts, found, allowed, &mut refused);
    }
    (count(facts.root.exports.len(), "export"), refused)
}

/// The root's exports are those that the lockfile allows, in order.
fn listed<'a, 'b: 'a>(
    facts: &Facts<'_>,
    found: impl Iterator<Item = &'a Export<'b>>,
    mut allowed: impl Iterator<Item = &'a lockfile::Export>,
    refused: &mut Vec<String>,
) {
    for found in found {
        match allowed.next() {
            Some(listed) if listed.name == found.name && Some(listed.sort) == sort(found.kind) => functions(facts, found, listed, refused),
            other => {
                let listed = other.map_or("nothing".into(), |listed| quote(&listed.name));
                refused.push(format!("the root exports {}, where the lockfile allows {listed}, or another sort", quote(found.name)));
                return;
            }
        }
    }
    if let Some(missing) = allowed.next() {
        refused.push(format!("the root does not export {}, which the lockfile allows", quote(&missing.name)));
    }
}

/// The lockfile's exports are the agent's, in order.
fn decided(facts: &Facts<'_>, refused: &mut Vec<String>) {
    let mut listed = facts.lockfile.exports.iter().peekable();
    for (name, kind) in facts.surfaces.last().map_or(&[][..], |agent| &agent.exports) {
        let is_listed = |export: &&lockfile::Export| export.name == *name && Some(export.sort) == sort(*kind);
        if listed.next_if(is_listed).is_none() && *kind != Kind::Type {
            refused.push(format!("the lockfile does not decide on the agent's export {} where it stands", quote(name)));
            return;
        }
    }
    if let Some(extra) = listed.next() {
        refused.push(format!("the agent does not export {}, on which the lockfile decides", quote(&extra.name)));
    }
}

/// An exported instance has the functions that the lockfile lists, by the validator's types.
fn functions(facts: &Facts<'_>, found: &Export<'_>, listed: &lockfile::Export, refused: &mut Vec<String>) {
    let mut names = Vec::new();
    if let Some(ComponentEntityType::Instance(id)) = facts.types.component_item_for_export(found.name).map(|item| item.ty) {
        let exports = &facts.types[id].exports;
        names.extend(exports.iter().filter(|(_, item)| matches!(item.ty, ComponentEntityType::Func(_))).map(|(name, _)| name.as_str()));
    }
    if names != listed.functions || (listed.sort != Sort::Instance && !listed.functions.is_empty()) {
        refused.push(format!("the export {} does not have exactly the functions of the lockfile, in its order", quote(found.name)));
    }
}
