//! Errors that no file has alone: names that hide one another, types that refer to themselves, types that nobody declares.
//!
//! In: what the user's files declare, and Cedar's verdict on the whole. Out: diagnostics, each at a declaration or use in a user's file. Must
//! hold: equal inputs give equal diagnostics, though Cedar reports one of several at random. Refuses nothing that Cedar accepts.

use super::{labels, message, with_help};
use crate::schema::shipped::{ENTITY_TYPES, EntityType};
use crate::source::Source;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use cedar_policy_core::parser::Loc;
use cedar_policy_core::validator::json_schema::{EntityTypeKind, Fragment, Type, TypeVariant};
use cedar_policy_core::validator::{RawName, SchemaError};
use std::collections::{BTreeMap, BTreeSet};

/// Where each type of the user is declared, by full name.
pub(super) type Places<'a> = BTreeMap<String, (Source<'a>, usize)>;

/// Types in a namespace with the name of one outside all namespaces (Cedar's RFC 70).
pub(super) fn shadows(places: &Places<'_>) -> Vec<Diagnostic> {
    let outer = |name: &str| places.contains_key(name) || ENTITY_TYPES.iter().any(|ours| ours.is_replaceable() && ours.name == name);
    let hides = |full: &str| full.rsplit_once("::").map(|(_, name)| name.to_string()).filter(|name| outer(name));
    let found = places.iter().filter_map(|(full, place)| hides(full).map(|name| (full, name, place)));
    let errors = found.map(|(full, name, (source, offset))| {
        let message = format!("`{}` hides the type `{}`, which is in no namespace", escape(full), escape(&name));
        source.place(Diagnostic::error("E-SCHEMA-INVALID", message).help("rename one of the two"), *offset)
    });
    errors.collect()
}

/// Common types that refer to themselves, through others or directly: one error, at the first of them.
pub(super) fn cycle<'f>(fragments: impl Iterator<Item = &'f Fragment<RawName>>, places: &Places<'_>) -> Option<Diagnostic> {
    let mut left: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (namespace, declarations) in fragments.flat_map(|fragment| &fragment.0) {
        let namespace = namespace.as_ref().map(ToString::to_string);
        let full = |name: &str| namespace.as_ref().map_or_else(|| name.to_string(), |namespace| format!("{namespace}::{name}"));
        for (name, common) in &declarations.common_types {
            let mut used = BTreeSet::new();
            references(&common.ty, &mut |name| {
                used.insert(name.to_string());
            });
            let used = used.into_iter().map(|name| if places.contains_key(&full(&name)) { full(&name) } else { name }).collect();
            left.insert(full(name.as_ref().as_ref()), used);
        }
    }
    // What refers to nothing that is left is in no cycle, and neither is what nothing left refers to.
    loop {
        let used: BTreeSet<_> = left.values().flatten().cloned().collect();
        let before = left.len();
        let names: BTreeSet<_> = left.keys().cloned().collect();
        left.retain(|name, uses| used.contains(name) && !uses.is_disjoint(&names));
        if left.len() == before {
            break;
        }
    }
    let (source, offset) = left.keys().filter_map(|name| places.get(name)).min_by_key(|(source, offset)| (source.file, *offset))?;
    let names: Vec<_> = left.keys().map(|name| format!("`{}`", escape(name))).collect();
    let message = format!("types refer to themselves: {}", names.join(", "));
    Some(source.place(Diagnostic::error("E-SCHEMA-INVALID", message).help("make one of them an entity type"), *offset))
}

/// Names that nobody declares, at every use.
pub(super) fn undeclared<'a>(source: &Source<'a>, fragment: &Fragment<RawName>, places: &Places<'a>) -> Vec<Diagnostic> {
    const BUILT_IN: [&str; 7] = ["Bool", "Long", "String", "ipaddr", "decimal", "datetime", "duration"];
    let ours: BTreeSet<String> = ENTITY_TYPES.iter().map(EntityType::cedar_name).chain(BUILT_IN.map(String::from)).collect();
    let mut errors = Vec::new();
    for (namespace, declarations) in &fragment.0 {
        let mut check = |name: &RawName| {
            let written = name.to_string();
            let inner = namespace.as_ref().is_some_and(|namespace| places.contains_key(&format!("{namespace}::{written}")));
            if !(inner || places.contains_key(&written) || ours.contains(&written) || written.starts_with("__cedar::")) {
                let message = format!("the type `{}` is declared nowhere", escape(&written));
                let error = Diagnostic::error("E-SCHEMA-INVALID", message).help("declare it, or correct its name");
                errors.push(source.place(error, name.loc().map_or(0, Loc::start)));
            }
        };
        for entity in declarations.entity_types.values() {
            if let EntityTypeKind::Standard(entity) = &entity.kind {
                entity.member_of_types.iter().for_each(&mut check);
                references(&entity.shape.0, &mut check);
                entity.tags.iter().for_each(|tags| references(tags, &mut check));
            }
        }
        declarations.common_types.values().for_each(|common| references(&common.ty, &mut check));
    }
    errors
}

fn references(of: &Type<RawName>, visit: &mut impl FnMut(&RawName)) {
    match of {
        Type::CommonTypeRef { type_name, .. } | Type::Type { ty: TypeVariant::EntityOrCommon { type_name }, .. } => visit(type_name),
        Type::Type { ty: TypeVariant::Entity { name }, .. } => visit(name),
        Type::Type { ty: TypeVariant::Set { element }, .. } => references(element, visit),
        Type::Type { ty: TypeVariant::Record(record), .. } => {
            record.attributes.values().for_each(|attribute| references(&attribute.ty, visit));
        }
        Type::Type { .. } => {}
    }
}

/// Cedar's verdict: where it says, or else at a declaration that it names.
pub(super) fn invalid(error: &SchemaError, user: &[Source<'_>], places: &Places<'_>) -> Diagnostic {
    let diagnostic = with_help(Diagnostic::error("E-SCHEMA-INVALID", message(error)), error);
    let said = labels(error).find_map(|offset| holder(user, error, offset).map(|source| (*source, offset)));
    let named = || {
        let text = error.to_string();
        places.iter().find(|(name, _)| text.contains(&format!("`{name}`"))).map(|(_, (source, offset))| (*source, *offset))
    };
    match said.or_else(named).or_else(|| user.first().map(|source| (*source, 0))) {
        Some((source, offset)) => source.place(diagnostic, offset),
        None => diagnostic.help("this is an error in caplink: please report it"),
    }
}

/// The user's source that the error's offset is one into: its text there is the source's.
fn holder<'s, 'a>(user: &'s [Source<'a>], error: &dyn miette::Diagnostic, offset: usize) -> Option<&'s Source<'a>> {
    let contents = error.source_code()?.read_span(&(offset, 0).into(), usize::MAX / 2, usize::MAX / 2).ok()?;
    user.iter().find(|source| source.text.as_bytes().get(contents.span().offset()..).is_some_and(|text| text == contents.data()))
}
