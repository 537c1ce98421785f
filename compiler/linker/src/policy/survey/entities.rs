//! The entities that are given: what is wrong with them, and as plain values for rules.
//!
//! In: an entities file. Out: its entities with their places, and the closed world of a survey: these, and all interfaces that are known, in their packages.
//! Must hold: of a file that is wrong nothing is used, and policies that ask for entities are then unchecked.

use super::super::entities::{self, uid};
use super::super::literal;
use super::super::world::World;
use super::{Notice, Numbered, Vocabulary, code_of};
use caplink_model::InterfaceName;
use caplink_model::catalogue;
use caplink_model::text::escape;
use cedar_policy::{Entities, Entity, Schema};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

/// An entity as it is given.
#[derive(Clone, Debug)]
pub struct EntityOutline {
    /// Its type.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What it is right in: types and ids.
    pub parents: Vec<(String, String)>,
    /// The text's number.
    pub text: usize,
    /// Where its id stands.
    pub range: Range<usize>,
}

/// What is given.
pub(super) struct Given {
    pub outlines: Option<Vec<EntityOutline>>,
    pub store: Entities,
}

/// Reads the entities.
pub(super) fn given(from: Option<Numbered<'_>>, schema: &Schema, notices: &mut Vec<Notice>) -> Given {
    let nothing = Given { outlines: None, store: Entities::empty() };
    let Some(numbered) = from else { return nothing };
    let outlines = outlines(numbered);
    if let Some(outlines) = &outlines
        && let Some(notice) = cycle(outlines)
    {
        notices.push(notice);
        return nothing;
    }
    match entities::given(Some(numbered.source), schema) {
        Ok(store) => {
            let wrong = literal::entities(store.as_ref().iter(), Some(numbered.source));
            notices.extend(wrong.iter().map(|diagnostic| numbered.notice(code_of(diagnostic.code), diagnostic)));
            Given { outlines, store }
        }
        Err(errors) => {
            notices.extend(errors.iter().map(|error| numbered.notice("C404", error)));
            nothing
        }
    }
}

/// The entities of a JSON text, if it has the usual form.
fn outlines(numbered: Numbered<'_>) -> Option<Vec<EntityOutline>> {
    let text = numbered.source.text;
    let all: Vec<Value> = serde_json::from_str(text).ok()?;
    let name = |value: &Value| {
        let value = value.get("__entity").unwrap_or(value);
        Some((value.get("type")?.as_str()?.to_string(), value.get("id")?.as_str()?.to_string()))
    };
    let mut from = 0;
    let mut found = vec![];
    for entity in &all {
        let (kind, id) = name(entity.get("uid")?)?;
        // Where it stands as JSON usually spells it; the next place after the one before.
        let quoted = serde_json::to_string(&id).ok()?;
        let start = text.get(from..).and_then(|rest| Some(from + rest.find("\"uid\"")?)).unwrap_or(from);
        let range = text.get(start..).and_then(|rest| Some(start + rest.find(&quoted)?)).map_or(0..0, |at| at..at + quoted.len());
        from = range.end.max(from);
        let parents = entity.get("parents").and_then(Value::as_array).into_iter().flatten().filter_map(name).collect();
        found.push(EntityOutline { kind, id, parents, text: numbered.number, range });
    }
    Some(found)
}

/// Entities that are in themselves, through others or directly: one notice, at the first of them.
fn cycle(outlines: &[EntityOutline]) -> Option<Notice> {
    let mut left: BTreeMap<(&str, &str), Vec<(&str, &str)>> = BTreeMap::new();
    for entity in outlines {
        let parents = entity.parents.iter().map(|(kind, id)| (kind.as_str(), id.as_str()));
        left.entry((&entity.kind, &entity.id)).or_default().extend(parents);
    }
    // What is in nothing that is left is in no cycle, and neither is what nothing left is in.
    loop {
        let before = left.len();
        let names: BTreeSet<_> = left.keys().copied().collect();
        left.retain(|_, parents| parents.iter().any(|parent| names.contains(parent)));
        let parents: BTreeSet<_> = left.values().flatten().copied().collect();
        left.retain(|name, _| parents.contains(name));
        if left.len() == before {
            break;
        }
    }
    let first = outlines.iter().find(|entity| left.contains_key(&(entity.kind.as_str(), entity.id.as_str())))?;
    let names: Vec<_> = left.keys().map(|(kind, id)| format!("`{kind}::\"{}\"`", escape(id))).collect();
    let message = format!("these entities are in each other: {}", names.join(", "));
    Some(Notice::new("C403", first.text, first.range.clone(), message).help("take one of them out of its parent"))
}

/// The closed world of a survey.
pub(super) fn world(store: Entities, schema: &Schema, interfaces: &BTreeSet<String>, vocabulary: &Vocabulary) -> Result<World, String> {
    let custom = vocabulary
        .groups
        .keys()
        .filter_map(|action| action.split_once('#'))
        .map(|(interface, name)| if interface.is_empty() { name.to_string() } else { interface.to_string() });
    let known = catalogue::interfaces().map(str::to_string);
    let names: BTreeSet<String> = known.chain(custom).chain(interfaces.iter().cloned()).collect();
    let mut added: BTreeMap<(&str, String), Entity> = BTreeMap::new();
    for name in names {
        let mut parents = HashSet::new();
        if let Ok(parsed) = InterfaceName::parse(&name) {
            let package = uid("Wit::Package", &parsed.package_name());
            added.insert(("Wit::Package", parsed.package_name()), Entity::with_uid(package.clone()));
            parents.insert(package);
        }
        let interface = Entity::new_no_attrs(uid("Wit::Interface", &name), parents);
        added.insert(("Wit::Interface", name), interface);
    }
    let added = added.into_values().filter(|entity| store.get(&entity.uid()).is_none());
    let store = store.clone().add_entities(added.collect::<Vec<_>>(), Some(schema)).map_err(|error| error.to_string())?;
    Ok(World::new(store.as_ref(), schema)?.0)
}
