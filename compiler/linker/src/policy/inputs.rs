//! The values that a call's inputs may have, from the schema: what the decision procedure combines.
//!
//! In: an action, the types of principal and resource, and a path. Out: its domain, if the schema tells one. Must hold:
//! [`Values::Canonical`] leaves out nothing that a guard may see of a call, so that what can happen on no value of a domain can happen on
//! no call; [`Values::Anything`] is all that Cedar's types allow.

use super::residual::entity_kind;
use super::world::World;
use crate::guard::rules::{Path, Root};
use crate::solve::{Domain, Ids, Text};
use caplink_model::action::Action;
use cedar_policy::{EntityTypeName, EntityUid, Schema};
use cedar_policy_core::ast::EntityType;
use cedar_policy_core::validator::ValidatorEntityTypeKind;
use cedar_policy_core::validator::types::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Which values are meant.
#[derive(Clone, Copy)]
pub(super) enum Values<'w> {
    /// Those that calls have; principals are the given ones of their type, if any are given.
    Canonical(&'w World),
    /// Those that the schema's types have.
    Anything,
}

impl Values<'_> {
    /// The values of a path, if the schema tells them.
    pub(super) fn domain(
        self,
        schema: &Schema,
        action: &EntityUid,
        principal: &EntityTypeName,
        resource: &EntityTypeName,
        path: &Path,
    ) -> Option<Domain> {
        if let (Root::Principal | Root::Resource, [_, ..]) = (path.root, &path.attributes[..]) {
            return None;
        }
        match path.root {
            Root::Principal => Some(self.entity(schema, principal.as_ref(), path.root)),
            Root::Resource => Some(self.entity(schema, resource.as_ref(), path.root)),
            Root::Context => {
                let mut ty =
                    AsRef::<cedar_policy_core::validator::ValidatorSchema>::as_ref(schema).get_action_id(action.as_ref())?.context()?;
                for name in &path.attributes {
                    let Type::Record { attrs, .. } = ty else { return None };
                    ty = &attrs.get_attr(name)?.attr_type;
                }
                let domain = self.of_type(schema, ty)?;
                Some(match (self, &path.attributes[..]) {
                    (Self::Canonical(_), []) => within(action, domain),
                    (Self::Canonical(_), [name]) => canonical(action, name, domain),
                    _ => domain,
                })
            }
        }
    }

    fn entity(self, schema: &Schema, kind: &EntityType, root: Root) -> Domain {
        let name = kind.to_string();
        let declared = AsRef::<cedar_policy_core::validator::ValidatorSchema>::as_ref(schema).get_entity_type(kind);
        if let Some(ValidatorEntityTypeKind::Enum(ids)) = declared.map(|declared| &declared.kind) {
            let ids = ids.iter().map(|id| AsRef::<str>::as_ref(id).to_string()).collect();
            return Domain::Entity { kind: name, ids: Ids::Listed(ids) };
        }
        let ids = match (self, root) {
            (Self::Canonical(world), Root::Principal) => {
                let given: BTreeSet<String> = world.of_kind(&name).map(|(id, _)| id.clone()).collect();
                if given.is_empty() { Ids::Any(Text::Any) } else { Ids::Listed(given) }
            }
            (Self::Canonical(_), Root::Resource) => Ids::Any(resource(&name)),
            _ => Ids::Any(Text::Any),
        };
        Domain::Entity { kind: name, ids }
    }

    fn of_type(self, schema: &Schema, ty: &Type) -> Option<Domain> {
        Some(match ty {
            Type::Bool(_) => Domain::Bool,
            Type::Long => Domain::Long { least: i64::MIN, greatest: i64::MAX },
            Type::String => Domain::String(Text::Any),
            Type::Entity(_) => self.entity(schema, &entity_kind(ty)?.parse().ok()?, Root::Context),
            Type::Set { element_type } => Domain::Set(Box::new(self.of_type(schema, element_type.as_ref()?)?)),
            Type::Record { attrs, .. } => {
                let fields = attrs.iter().map(|(name, field)| {
                    let domain = self.of_type(schema, &field.attr_type)?;
                    Some((name.to_string(), (domain, field.is_required())))
                });
                Domain::Record(fields.collect::<Option<BTreeMap<_, _>>>()?)
            }
            Type::ExtensionType { name } => match name.to_string().as_str() {
                "decimal" => Domain::Decimal,
                "datetime" => Domain::Datetime,
                "duration" => Domain::Duration,
                "ipaddr" => Domain::Ip { only_addresses: false },
                _ => return None,
            },
            Type::Never => return None,
        })
    }
}

/// The ids that calls have of a resource of this type.
pub(crate) fn resource(kind: &str) -> Text {
    match kind {
        "Net::Host" => Text::Host,
        "Net::Address" => Text::Address,
        "Fs::Path" => Text::FilePath,
        _ => Text::Any,
    }
}

/// A whole context, each attribute as calls have it.
fn within(action: &EntityUid, domain: Domain) -> Domain {
    match domain {
        Domain::Record(fields) => Domain::Record(
            fields
                .into_iter()
                .map(|(name, (domain, required))| {
                    let domain = canonical(action, &name, domain);
                    (name, (domain, required))
                })
                .collect(),
        ),
        other => other,
    }
}

/// What calls have of an attribute of our own vocabulary.
fn canonical(action: &EntityUid, name: &str, domain: Domain) -> Domain {
    let is_ours = action.type_name().to_string() == "Action";
    if is_ours { attribute(action.id().unescaped(), name, domain) } else { domain }
}

/// What calls of an action of our own vocabulary have of an attribute; of another action, what it has by its type.
pub(crate) fn attribute(id: &str, name: &str, domain: Domain) -> Domain {
    if Action::find(id).is_none() {
        return domain;
    }
    let one_of = |texts: [&str; 2]| Domain::String(Text::OneOf(texts.map(str::to_string).into()));
    match (domain, id, name) {
        (Domain::Long { .. }, _, "port") => Domain::Long { least: 0, greatest: u16::MAX.into() },
        (Domain::String(_), "http:request", "scheme") => one_of(["http", "https"]),
        (Domain::String(_), "http:request", "method") => Domain::String(Text::Method),
        (Domain::String(_), "http:request", "path") => Domain::String(Text::Path),
        (Domain::String(_), "http:request", "query") => Domain::String(Text::Query),
        (Domain::String(_), id, "protocol") if id.starts_with("net:") => one_of(["tcp", "udp"]),
        (Domain::Ip { .. }, id, "ip") if id.starts_with("net:") => Domain::Ip { only_addresses: true },
        (domain, ..) => domain,
    }
}
