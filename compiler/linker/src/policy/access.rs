//! Attributes and tags: of records by the path, of entities from the world.
//!
//! What an expression has is asked of every value that it may be: `(if c then a else b).x` is `if c then a.x else b.x`. An entity of which only the
//! call tells the name is looked up by that name among those that are given.

use super::residual::{Compiled, Compiler, Unsupported, after, entity_kind, unsupported};
use super::world::Known;
use crate::guard::rules::{Expr, Path};
use cedar_policy_core::validator::types::{AttributeType, EntityKind, OpenTag, Type};
use std::collections::{BTreeMap, BTreeSet};

impl Compiler<'_> {
    /// `base.name`
    pub(super) fn attribute(&self, base: Expr, ty: &Type, name: &str) -> Compiled {
        match base {
            Expr::Record(mut values) => {
                let Some(value) = values.remove(name) else { return unsupported(format!("`.{name}` of a record without it")) };
                Ok(after(values.into_values().collect(), value))
            }
            Expr::Input(path) if entity_kind(ty).is_none() => Ok(Expr::Input(within(path, name))),
            Expr::If(..) | Expr::Select(..) => each(base, &mut |value| self.attribute(value, ty, name)),
            base => self.of_each(base, ty, &format!("`.{name}`"), &|known| {
                Ok(known.and_then(|known| known.attributes.get(name)).cloned().unwrap_or(Expr::Fail))
            }),
        }
    }

    /// `base has name`
    pub(super) fn has(&self, base: Expr, ty: &Type, name: &str) -> Compiled {
        match base {
            Expr::Record(values) => {
                let has = values.contains_key(name);
                Ok(after(values.into_values().collect(), Expr::Bool(has)))
            }
            Expr::Input(path) if entity_kind(ty).is_none() => match self.declared(ty, name)? {
                None => Ok(Expr::Bool(false)),
                Some(declared) if declared.is_required() => Ok(Expr::Bool(true)),
                Some(_) => Ok(Expr::Has(within(path, name))),
            },
            Expr::If(..) | Expr::Select(..) => each(base, &mut |value| self.has(value, ty, name)),
            base => self.of_each(base, ty, &format!("`has {name}`"), &|known| {
                Ok(Expr::Bool(known.is_some_and(|known| known.attributes.contains_key(name))))
            }),
        }
    }

    /// `base has a.b.c`: false at the first that is missing.
    pub(super) fn has_path(&self, base: Expr, ty: &Type, names: &[&str]) -> Compiled {
        let [name, rest @ ..] = names else { return Ok(Expr::Bool(true)) };
        let has = self.has(base.clone(), ty, name)?;
        if rest.is_empty() || has == Expr::Bool(false) {
            return Ok(has);
        }
        match self.declared(ty, name)? {
            None => Ok(has),
            Some(declared) => {
                let inner = self.attribute(base, ty, name)?;
                Ok(Expr::And(vec![has, self.has_path(inner, &declared.attr_type, rest)?]))
            }
        }
    }

    /// `base.getTag(key)`
    pub(super) fn tag(&self, base: Expr, ty: &Type, key: Expr) -> Compiled {
        let tags = |known: Option<&Known>| known.map(|known| known.tags.clone()).unwrap_or_default();
        self.of_each(base, ty, "`.getTag(...)`", &|known| {
            Ok(match &key {
                Expr::String(key) => tags(known).remove(key).unwrap_or(Expr::Fail),
                key => Expr::Select(Box::new(key.clone()), tags(known), Box::new(Expr::Fail)),
            })
        })
    }

    /// `base.hasTag(key)`
    pub(super) fn has_tag(&self, base: Expr, ty: &Type, key: Expr) -> Compiled {
        self.of_each(base, ty, "`.hasTag(...)`", &|known| {
            let names: BTreeSet<String> = known.into_iter().flat_map(|known| known.tags.keys().cloned()).collect();
            Ok(match &key {
                Expr::String(key) => Expr::Bool(names.contains(key)),
                key if names.is_empty() => after(vec![key.clone()], Expr::Bool(false)),
                key => Expr::OneOf(Box::new(key.clone()), names),
            })
        })
    }

    /// What is asked, of every entity that `base` may be; `None` stands for one that is not given.
    fn of_each(&self, base: Expr, ty: &Type, what: &str, ask: &dyn Fn(Option<&Known>) -> Compiled) -> Compiled {
        match base {
            Expr::Entity(entity) => ask(self.world.known(&entity)),
            Expr::Input(path) => {
                let Some(kind) = entity_kind(ty) else { return unsupported(format!("{what} of an entity of one of several types")) };
                let answers = self.world.of_kind(&kind).map(|(id, known)| Ok((id.clone(), ask(Some(known))?)));
                select(path, answers, ask(None)?)
            }
            Expr::Fail => Ok(Expr::Fail),
            Expr::If(..) | Expr::Select(..) => each(base, &mut |value| self.of_each(value, ty, what, ask)),
            other => unsupported(format!("{what} of {}", kind_of(&other))),
        }
    }

    /// What the schema says of an attribute, if there can be one.
    fn declared(&self, ty: &Type, name: &str) -> Result<Option<AttributeType>, Unsupported> {
        match ty {
            Type::Record { open_attributes: OpenTag::OpenAttributes, .. } => unsupported("a record whose attributes are not all declared"),
            Type::Record { attrs, open_attributes: OpenTag::ClosedAttributes } => Ok(attrs.get_attr(name).cloned()),
            Type::Entity(kind @ EntityKind::Entity(_)) => Ok(kind.all_known_attrs(self.schema).get_attr(name).cloned()),
            Type::Entity(EntityKind::AnyEntity)
            | Type::Never
            | Type::Bool(_)
            | Type::Long
            | Type::String
            | Type::Set { .. }
            | Type::ExtensionType { .. } => unsupported("an attribute of what is neither a record nor an entity of one type"),
        }
    }
}

fn within(mut path: Path, name: &str) -> Path {
    path.attributes.push(name.to_string());
    path
}

/// The answers of the entities that are given by name, the last for all others.
pub(super) fn select(path: Path, answers: impl Iterator<Item = Result<(String, Expr), Unsupported>>, other: Expr) -> Compiled {
    let mut by_id = BTreeMap::new();
    for answer in answers {
        let (id, answer) = answer?;
        if answer != other {
            by_id.insert(id, answer);
        }
    }
    Ok(if by_id.is_empty() { other } else { Expr::Select(Box::new(Expr::Input(path)), by_id, Box::new(other)) })
}

/// `change` of every value that an `If` or `Select` may have, and of any other expression itself.
pub(super) fn each(base: Expr, change: &mut dyn FnMut(Expr) -> Compiled) -> Compiled {
    Ok(match base {
        Expr::If(branches, other) => {
            let branches = branches.into_iter().map(|(condition, value)| Ok((condition, each(value, change)?)));
            Expr::If(branches.collect::<Result<_, Unsupported>>()?, Box::new(each(*other, change)?))
        }
        Expr::Select(on, branches, other) => {
            let branches = branches.into_iter().map(|(id, value)| Ok((id, each(value, change)?)));
            Expr::Select(on, branches.collect::<Result<_, Unsupported>>()?, Box::new(each(*other, change)?))
        }
        value => change(value)?,
    })
}

/// What an expression is, for a message.
pub(super) fn kind_of(expr: &Expr) -> &'static str {
    match expr {
        Expr::Input(_) => "a value of the call",
        Expr::Set(_) => "a set",
        Expr::Record(_) => "a record",
        Expr::Entity(_) => "an entity",
        Expr::If(..) | Expr::Select(..) => "a value that a condition chooses",
        _ => "a computed value",
    }
}
