//! `in`: whether an entity is another, or is in it, or in one of a set.
//!
//! What is given of entities is written out as lists of names; hosts and paths that only the call tells are compared by their names too.

use super::access::{each, kind_of, select};
use super::residual::{Compiled, Compiler, after, entity_kind, unsupported};
use crate::guard::rules::{EntityName, Expr, Path};
use crate::guard::simplify::{may_fail, value::is_under};
use cedar_policy_core::validator::types::Type;
use std::collections::BTreeSet;

impl Compiler<'_> {
    /// `left in right`
    pub(super) fn is_in(&self, left: Expr, left_type: &Type, right: Expr, right_type: &Type) -> Compiled {
        match left {
            Expr::Fail => Ok(Expr::Fail),
            Expr::If(..) | Expr::Select(..) => each(left, &mut |value| self.is_in(value, left_type, right.clone(), right_type)),
            Expr::Entity(_) | Expr::Input(_) => {
                let Some(kind) = entity_kind(left_type) else { return unsupported("`in` of an entity of one of several types") };
                self.is_in_any(&left, &kind, right, right_type)
            }
            other => unsupported(format!("`in` of {}", kind_of(&other))),
        }
    }

    /// `left` is a constant or an input, an entity of type `kind`.
    fn is_in_any(&self, left: &Expr, kind: &str, right: Expr, right_type: &Type) -> Compiled {
        match right {
            Expr::Fail => Ok(Expr::Fail),
            Expr::If(..) | Expr::Select(..) => each(right, &mut |value| self.is_in_any(left, kind, value, right_type)),
            Expr::Set(elements) => {
                let element_type = match right_type {
                    Type::Set { element_type: Some(element) } => element,
                    _ => return unsupported("`in` a set of which the type is not known"),
                };
                let first = elements.iter().filter(|element| may_fail(element)).cloned().collect();
                let each = elements.into_iter().map(|element| self.is_in_any(left, kind, element, element_type));
                let mut each = each.collect::<Result<Vec<_>, _>>()?;
                Ok(after(
                    first,
                    match each.len() {
                        0 => Expr::Bool(false),
                        1 => each.remove(0),
                        _ => Expr::Or(each),
                    },
                ))
            }
            Expr::Entity(outer) => Ok(match left {
                Expr::Entity(entity) => Expr::Bool(self.world.within(entity).contains(&outer)),
                left => self.inside(left, kind, &outer),
            }),
            Expr::Input(path) => match right_type {
                Type::Set { element_type: Some(element) } => self.is_in_given(left, kind, element, &|ids, same| match same {
                    Some(left) => Expr::Contains(Box::new(Expr::Input(path.clone())), Box::new(left.clone())),
                    None if ids.is_empty() => Expr::Bool(false),
                    None => {
                        let names = ids.into_iter().map(Expr::Entity).collect();
                        Expr::ContainsAny(Box::new(Expr::Input(path.clone())), Box::new(Expr::Set(names)))
                    }
                }),
                one => self.is_in_given(left, kind, one, &|ids, same| match same {
                    Some(left) => Expr::Equal(Box::new(left.clone()), Box::new(Expr::Input(path.clone()))),
                    None if ids.is_empty() => Expr::Bool(false),
                    None => one_of(&path, ids),
                }),
            },
            other => unsupported(format!("`in` {}", kind_of(&other))),
        }
    }

    /// `left in` something that only the call tells, whose type or whose elements' type is `right`: `ask` for the names of that type that an entity is
    /// in, or for an entity that is in nothing but itself.
    fn is_in_given(&self, left: &Expr, kind: &str, right: &Type, ask: &dyn Fn(Vec<EntityName>, Option<&Expr>) -> Expr) -> Compiled {
        let Some(outer) = entity_kind(right) else { return unsupported("`in` an entity of one of several types") };
        let within = |entity: &EntityName| self.world.within(entity).into_iter().filter(|name| name.kind == outer).collect::<Vec<_>>();
        match left {
            Expr::Entity(entity) => Ok(ask(within(entity), None)),
            Expr::Input(path) => {
                if self.world.hierarchy(kind).is_some() {
                    return unsupported("`in` between two entities of which only the call tells the names");
                }
                let answers = self.world.of_kind(kind).map(|(id, _)| {
                    let entity = EntityName { kind: kind.to_string(), id: id.clone() };
                    Ok((id.clone(), ask(within(&entity), None)))
                });
                let other = if kind == outer { ask(vec![], Some(left)) } else { ask(vec![], None) };
                select(path.clone(), answers, other)
            }
            other => unsupported(format!("`in` of {}", kind_of(other))),
        }
    }

    /// Whether an entity of this type, of which only the call tells the name, is in `outer`.
    fn inside(&self, input: &Expr, kind: &str, outer: &EntityName) -> Expr {
        let ids: BTreeSet<String> = self.world.inside(kind, outer).cloned().collect();
        let Some(hierarchy) = self.world.hierarchy(kind) else {
            return if ids.is_empty() { Expr::Bool(false) } else { Expr::OneOf(Box::new(input.clone()), ids) };
        };
        // What is under one of them by its name is in all that this one is in.
        let outermost = ids.iter().filter(|id| !ids.iter().any(|other| *other != **id && is_under(hierarchy, id, other)));
        let mut under: Vec<_> = outermost.map(|id| Expr::Under(Box::new(input.clone()), hierarchy, id.clone())).collect();
        match under.len() {
            0 => Expr::Bool(false),
            1 => under.remove(0),
            _ => Expr::Or(under),
        }
    }
}

fn one_of(path: &Path, names: Vec<EntityName>) -> Expr {
    Expr::OneOf(Box::new(Expr::Input(path.clone())), names.into_iter().map(|name| name.id).collect())
}
