//! The schema as Cedar holds it, built without parsing: starting the parser costs more than everything else that a schema needs.
//!
//! In: the vocabulary, and the actions of the agent's other imports. Out: Cedar's fragments. Must hold: each is equal to what Cedar reads from
//! the text that people see ([`super::shipped`], [`super::interface::text`]); tests compare them. No text of a stranger is ever read as
//! Cedar (threats.md, P16). Refuses nothing.

use super::interface::Interface;
use super::projection::{Record, Value};
use super::shipped::ENTITY_TYPES;
use caplink_model::action::{ACTIONS, ResourceType};
use cedar_policy_core::FromNormalizedStr as _;
use cedar_policy_core::ast::{Name, UnreservedId};
use cedar_policy_core::validator::RawName;
use cedar_policy_core::validator::json_schema::{
    ActionEntityUID, ActionType, ApplySpec, AttributesOrContext, EntityType, EntityTypeKind, Fragment, NamespaceDefinition, RecordType,
    StandardEntityType, Type, TypeOfAttribute, TypeVariant,
};
use std::collections::{BTreeMap, BTreeSet};

/// The shipped schema, without the types in `omit`.
pub(super) fn shipped(omit: &BTreeSet<String>) -> Fragment<RawName> {
    let mut all = BTreeMap::new();
    for entity in ENTITY_TYPES.iter().filter(|entity| !entity.is_replaceable() || !omit.contains(entity.name)) {
        let namespace = if entity.is_replaceable() { None } else { Some(Name::from_normalized_str(entity.namespace).expect(VALID)) };
        let parents = entity.parents.iter().map(|parent| name(parent)).collect();
        let kind = StandardEntityType { member_of_types: parents, shape: AttributesOrContext::default(), tags: None };
        let kind = EntityTypeKind::Standard(kind);
        let declared = EntityType { kind, external: false, annotations: Default::default(), loc: None };
        let type_name = UnreservedId::from_normalized_str(entity.name).expect(VALID);
        all.entry(namespace).or_insert_with(namespace_definition).entity_types.insert(type_name, declared);
    }
    let actions = &mut all.entry(None).or_insert_with(namespace_definition).actions;
    for action in ACTIONS {
        if let Some(group) = action.group() {
            actions.entry(group.into()).or_insert_with(|| action_type(None, None));
        }
        let context = action.context.iter().map(|(attribute, cedar_type)| {
            let required = attribute.strip_suffix('?').is_none();
            (attribute.trim_end_matches('?').into(), attribute_type(named(cedar_type), required))
        });
        let context = RecordType { attributes: context.collect(), additional_attributes: false };
        actions.insert(action.id.into(), action_type(action.group(), Some((action.resource, context))));
    }
    Fragment(all)
}

/// The actions of the agent's other imports.
pub(crate) fn interfaces(interfaces: &[Interface]) -> Fragment<RawName> {
    let mut definition = namespace_definition();
    for interface in interfaces {
        let (package, group) = (interface.package_group(), interface.group());
        if let Some(package) = &package {
            definition.actions.insert(package.into(), action_type(None, None));
        }
        if let Some(group) = &group {
            definition.actions.insert(group.into(), action_type(package.as_deref(), None));
        }
        for function in interface.functions.values() {
            let applies = (ResourceType::WitInterface, record(&function.context));
            definition.actions.insert(function.id.as_str().into(), action_type(group.as_deref(), Some(applies)));
        }
    }
    Fragment(BTreeMap::from([(None, definition)]))
}

const VALID: &str = "names of the vocabulary are Cedar identifiers";

fn namespace_definition() -> NamespaceDefinition<RawName> {
    NamespaceDefinition {
        common_types: BTreeMap::new(),
        entity_types: BTreeMap::new(),
        actions: BTreeMap::new(),
        annotations: Default::default(),
    }
}

/// An action in a group; one that applies to nothing is a group itself.
fn action_type(group: Option<&str>, applies: Option<(ResourceType, RecordType<RawName>)>) -> ActionType<RawName> {
    let applies = applies.map_or_else(
        || ApplySpec { resource_types: Vec::new(), principal_types: Vec::new(), context: AttributesOrContext::default() },
        |(resource, context)| ApplySpec {
            resource_types: vec![name(resource.cedar_name())],
            principal_types: vec![name("Agent")],
            context: AttributesOrContext(plain(TypeVariant::Record(context))),
        },
    );
    ActionType {
        attributes: None,
        applies_to: Some(applies),
        member_of: group.map(|group| vec![ActionEntityUID::new(None, group.into())]),
        external: false,
        annotations: Default::default(),
        loc: None,
    }
}

fn record(of: &Record) -> RecordType<RawName> {
    let attributes = of.attributes.iter().map(|attribute| {
        let declared = attribute_type(value(&attribute.value), !attribute.is_optional());
        (attribute.name.as_str().into(), declared)
    });
    RecordType { attributes: attributes.collect(), additional_attributes: false }
}

fn value(of: &Value) -> Type<RawName> {
    match of {
        Value::Bool => named("Bool"),
        Value::Long | Value::UnsignedLong => named("Long"),
        Value::String | Value::Char | Value::OneOf(_) => named("String"),
        Value::Record(inner) => plain(TypeVariant::Record(record(inner))),
        Value::Set(element) => plain(TypeVariant::Set { element: Box::new(value(element)) }),
    }
}

fn attribute_type(ty: Type<RawName>, required: bool) -> TypeOfAttribute<RawName> {
    TypeOfAttribute { ty, annotations: Default::default(), required }
}

/// A built-in type by its name; `compose` lets no user declare it.
fn named(cedar_type: &str) -> Type<RawName> {
    plain(TypeVariant::EntityOrCommon { type_name: name(cedar_type) })
}

fn plain(ty: TypeVariant<RawName>) -> Type<RawName> {
    Type::Type { ty, loc: None }
}

fn name(text: &str) -> RawName {
    RawName::from_normalized_str(text).expect(VALID)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cedar_policy_core::extensions::Extensions;

    #[test]
    fn the_shipped_schema_is_its_text() {
        for omit in [BTreeSet::new(), BTreeSet::from(["Agent".to_string(), "HostGroup".to_string()])] {
            let text = super::super::shipped::shipped(&omit);
            let (read, warnings) = Fragment::from_cedarschema_str(&text, Extensions::all_available()).expect("the text is a schema");
            assert_eq!(warnings.count(), 0);
            assert_eq!(read, shipped(&omit));
        }
    }
}
