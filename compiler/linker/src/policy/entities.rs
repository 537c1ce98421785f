//! The entities of a link: those that are given, the principal, and the interfaces that the agent names.

use crate::source::Source;
use caplink_model::{InterfaceName, diagnostic::Diagnostic, text::escape};
use cedar_policy::{Entities, Entity, EntityUid, Schema};
use std::collections::HashSet;
use std::str::FromStr;

/// The principal of a link.
pub(super) fn principal(text: &str, schema: &Schema) -> Result<EntityUid, Diagnostic> {
    let principal = EntityUid::from_str(text).map_err(|_| {
        Diagnostic::error("E-PRINCIPAL", format!("`{}` is not a Cedar entity", escape(text)))
            .help("write it as in --principal 'Agent::\"billing\"'")
    })?;
    let known: Vec<_> = schema.principals().map(ToString::to_string).collect();
    if !known.contains(&principal.type_name().to_string()) {
        return Err(Diagnostic::error(
            "E-PRINCIPAL",
            format!("no action applies to principals of type `{}`", escape(&principal.type_name().to_string())),
        )
        .help("the principal of a link is an `Agent`"));
    }
    Ok(principal)
}

/// The user's entities, the principal, and the interfaces in their packages: a closed world.
pub(super) fn of_link(
    source: Option<Source<'_>>,
    principal: &EntityUid,
    schema: &Schema,
    interfaces: impl IntoIterator<Item = String>,
) -> Result<Entities, Vec<Diagnostic>> {
    let given = given(source, schema)?;
    let mut added = vec![];
    if given.get(principal).is_none() {
        if let Some(source) = source {
            return Err(vec![
                Diagnostic::error("E-PRINCIPAL", format!("`{}` has no entity `{}`", escape(source.file), escape(&principal.to_string())))
                    .help("add it, with its attributes and parents, or correct --principal"),
            ]);
        }
        added.push(Entity::with_uid(principal.clone()));
    }
    let mut packages = HashSet::new();
    for name in interfaces {
        let mut parents = HashSet::new();
        if let Ok(parsed) = InterfaceName::parse(&name) {
            let package = uid("Wit::Package", &parsed.package_name());
            if packages.insert(package.clone()) && given.get(&package).is_none() {
                added.push(Entity::with_uid(package.clone()));
            }
            parents.insert(package);
        }
        let interface = uid("Wit::Interface", &name);
        if given.get(&interface).is_some() {
            return Err(vec![
                Diagnostic::error(
                    "E-ENTITIES",
                    format!("the entities redefine `{}`, which caplink derives from the agent", escape(&interface.to_string())),
                )
                .help("remove it; interfaces are in their packages by themselves"),
            ]);
        }
        added.push(Entity::new_no_attrs(interface, parents));
    }
    // Two imports of one interface by different versions are one entity.
    let mut seen = HashSet::new();
    added.retain(|entity| seen.insert(entity.uid()));
    given.add_entities(added, Some(schema)).map_err(|error| {
        vec![
            Diagnostic::error("E-ENTITIES", format!("the entities do not fit the schema: {}", escape(&reasons(&error))))
                .help("give the principal's attributes with --entities"),
        ]
    })
}

/// An error and what it was caused by.
fn reasons(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

pub(super) fn uid(type_name: &str, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(type_name.parse().expect("I9: our type names are Cedar names"), cedar_policy::EntityId::new(id))
}

/// Where JSON text breaks off, if it is not JSON at all.
fn json_place(text: &str) -> Option<usize> {
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    let start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    Some(start + error.column().saturating_sub(1))
}

/// The entities of a file.
pub(super) fn given(source: Option<Source<'_>>, schema: &Schema) -> Result<Entities, Vec<Diagnostic>> {
    match source {
        None => Ok(Entities::empty()),
        Some(source) => Entities::from_json_str(source.text, Some(schema)).map_err(|error| {
            let diagnostic = Diagnostic::error("E-ENTITIES", format!("`{}`: {}", escape(source.file), escape(&reasons(&error))));
            let diagnostic = match json_place(source.text) {
                Some(offset) => source.place(diagnostic, offset),
                None => diagnostic,
            };
            vec![diagnostic.help("entities are a JSON array of {\"uid\": {\"type\": \"Agent\", \"id\": \"...\"}, \"attrs\": {}, \"parents\": []}, as the schema declares them")]
        }),
    }
}
