//! From Cedar's typed residuals to expressions of rules: the one place that walks them.
//!
//! In: a residual of strict validation and partial evaluation. Out: an [`Expr`] that has its value, or fails, on every call. Must hold: every kind of node is
//! compiled, or refused by name (threat P2); the matches name all kinds, so that a new one of Cedar's does not compile here. What asks for
//! entities is answered from the [`World`]; no entity is left but its name.

use super::constant::constant;
use super::world::World;
use crate::guard::rules::{EntityName, Expr, Part, Path, Pattern, Root};
use crate::guard::simplify::may_fail;
use cedar_policy_core::ast::{self, BinaryOp, PatternElem, UnaryOp, Var};
use cedar_policy_core::tpe::residual::{Residual, ResidualKind};
use cedar_policy_core::validator::ValidatorSchema;
use cedar_policy_core::validator::types::{EntityKind, Type};

/// Compiles the residuals of one set of policies.
pub(super) struct Compiler<'w> {
    pub world: &'w World,
    pub schema: &'w ValidatorSchema,
    /// The action, where partial evaluation has not put it in.
    pub action: Option<EntityName>,
}

/// A construct that no guard can decide, as it reads in "a guard cannot decide …".
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unsupported(pub String);

pub(super) type Compiled = Result<Expr, Unsupported>;

pub(super) fn unsupported<T>(what: impl Into<String>) -> Result<T, Unsupported> {
    Err(Unsupported(what.into()))
}

impl Compiler<'_> {
    /// The expression of a residual.
    pub fn compile(&self, residual: &Residual) -> Compiled {
        match residual {
            Residual::Concrete { value, .. } => constant(value).map_err(Unsupported),
            Residual::Error(_) => Ok(Expr::Fail),
            Residual::Partial { kind, .. } => self.kind(kind),
        }
    }

    fn kind(&self, kind: &ResidualKind) -> Compiled {
        Ok(match kind {
            ResidualKind::Var(Var::Principal) => root(Root::Principal),
            ResidualKind::Var(Var::Resource) => root(Root::Resource),
            ResidualKind::Var(Var::Context) => root(Root::Context),
            ResidualKind::Var(Var::Action) => match &self.action {
                Some(action) => Expr::Entity(action.clone()),
                None => return unsupported("an action that is not known"),
            },
            ResidualKind::If { test_expr, then_expr, else_expr } => {
                let mut branches = vec![(self.compile(test_expr)?, self.compile(then_expr)?)];
                // A chain of `else if` is one expression, however long.
                let mut rest = else_expr;
                while let Residual::Partial { kind: ResidualKind::If { test_expr, then_expr, else_expr }, .. } = rest.as_ref() {
                    branches.push((self.compile(test_expr)?, self.compile(then_expr)?));
                    rest = else_expr;
                }
                Expr::If(branches, Box::new(self.compile(rest)?))
            }
            ResidualKind::And { left, right } => Expr::And(self.chain(left, right, |kind| match kind {
                ResidualKind::And { left, right } => Some((left, right)),
                _ => None,
            })?),
            ResidualKind::Or { left, right } => Expr::Or(self.chain(left, right, |kind| match kind {
                ResidualKind::Or { left, right } => Some((left, right)),
                _ => None,
            })?),
            ResidualKind::UnaryApp { op, arg } => {
                let operand = Box::new(self.compile(arg)?);
                match op {
                    UnaryOp::Not => Expr::Not(operand),
                    UnaryOp::Neg => Expr::Negate(operand),
                    UnaryOp::IsEmpty => Expr::IsEmpty(operand),
                }
            }
            ResidualKind::BinaryApp { op: BinaryOp::Add, arg1, arg2 } => Expr::Add(self.chain(arg1, arg2, |kind| match kind {
                ResidualKind::BinaryApp { op: BinaryOp::Add, arg1, arg2 } => Some((arg1, arg2)),
                _ => None,
            })?),
            ResidualKind::BinaryApp { op: BinaryOp::Mul, arg1, arg2 } => Expr::Multiply(self.chain(arg1, arg2, |kind| match kind {
                ResidualKind::BinaryApp { op: BinaryOp::Mul, arg1, arg2 } => Some((arg1, arg2)),
                _ => None,
            })?),
            ResidualKind::BinaryApp { op, arg1, arg2 } => return self.binary(*op, arg1, arg2),
            ResidualKind::ExtensionFunctionApp { fn_name, args } => return self.extension(&fn_name.to_string(), args),
            ResidualKind::GetAttr { expr, attr } => return self.attribute(self.compile(expr)?, expr.ty(), attr),
            ResidualKind::HasAttr { expr, attr } => return self.has(self.compile(expr)?, expr.ty(), attr),
            ResidualKind::ExtHasAttr { expr, attrs } => {
                let names: Vec<&str> = attrs.iter().map(AsRef::as_ref).collect();
                return self.has_path(self.compile(expr)?, expr.ty(), &names);
            }
            ResidualKind::Like { expr, pattern } => Expr::Like(Box::new(self.compile(expr)?), parts(pattern)),
            ResidualKind::Is { expr, entity_type } => {
                let Some(kind) = entity_kind(expr.ty()) else { return unsupported("`is` of an entity of one of several types") };
                after(vec![self.compile(expr)?], Expr::Bool(kind == entity_type.to_string()))
            }
            ResidualKind::Set(elements) => Expr::Set(elements.iter().map(|element| self.compile(element)).collect::<Result<_, _>>()?),
            ResidualKind::Record(values) => {
                let values = values.iter().map(|(name, value)| Ok((name.to_string(), self.compile(value)?)));
                Expr::Record(values.collect::<Result<_, Unsupported>>()?)
            }
        })
    }

    /// The operands of a chain that nests to the left, in their order: one expression, however long.
    fn chain<'r>(
        &self,
        left: &'r Residual,
        right: &'r Residual,
        link: impl Fn(&'r ResidualKind) -> Option<(&'r std::sync::Arc<Residual>, &'r std::sync::Arc<Residual>)>,
    ) -> Result<Vec<Expr>, Unsupported> {
        let mut operands = vec![right];
        let mut first = left;
        while let Residual::Partial { kind, .. } = first {
            let Some((left, right)) = link(kind) else { break };
            operands.push(right);
            first = left;
        }
        operands.push(first);
        operands.into_iter().rev().map(|operand| self.compile(operand)).collect()
    }
}

fn root(root: Root) -> Expr {
    Expr::Input(Path { root, attributes: vec![] })
}

/// `value` once all of `first` were evaluated: it fails if one of them does.
pub(super) fn after(first: Vec<Expr>, value: Expr) -> Expr {
    // A set with one element is not empty, if there is the element.
    let evaluated = |expr| Expr::Not(Box::new(Expr::IsEmpty(Box::new(Expr::Set(vec![expr])))));
    let mut first: Vec<Expr> = first.into_iter().filter(may_fail).map(evaluated).collect();
    let condition = match first.len() {
        0 => return value,
        1 => first.remove(0),
        _ => Expr::And(first),
    };
    Expr::If(vec![(condition, value)], Box::new(Expr::Fail))
}

/// The entity type of values of a type, if they are entities of one type.
pub(super) fn entity_kind(ty: &Type) -> Option<String> {
    match ty {
        Type::Entity(EntityKind::Entity(types)) => types.get_single_entity().map(ToString::to_string),
        Type::Entity(EntityKind::AnyEntity)
        | Type::Never
        | Type::Bool(_)
        | Type::Long
        | Type::String
        | Type::Set { .. }
        | Type::Record { .. }
        | Type::ExtensionType { .. } => None,
    }
}

/// A pattern, without two stars or two literals side by side.
fn parts(pattern: &ast::Pattern) -> Pattern {
    let mut parts: Pattern = vec![];
    for element in pattern.iter() {
        match (element, parts.last_mut()) {
            (PatternElem::Wildcard, Some(Part::Star)) => {}
            (PatternElem::Wildcard, _) => parts.push(Part::Star),
            (PatternElem::Char(character), Some(Part::Literal(text))) => text.push(*character),
            (PatternElem::Char(character), _) => parts.push(Part::Literal(character.to_string())),
        }
    }
    parts
}
