//! What each part of a policy says, for any principal and resource: conditions by conjunct, with their places.
//!
//! In: a policy that passed strict validation. Out: for an action the scope and each conjunct of the clauses as expressions of rules, compiled by the
//! [`Compiler`] of links from Cedar's typed trees, without partial evaluation, which would lose the places. Must hold: the whole has the value, or fails, as
//! the policy's condition does (tests compare it with what links decide by). Refuses what no guard can decide, by name.

use super::residual::{Compiler, Unsupported};
use super::world::{World, name};
use crate::guard::rules::Expr;
use crate::guard::simplify;
use cedar_policy::{EntityUid, Policy, Schema};
use cedar_policy_core::ast::{self, ExprKind};
use cedar_policy_core::tpe::residual::Residual;
use cedar_policy_core::validator::ValidationMode;
use cedar_policy_core::validator::typecheck::{PolicyCheck, Typechecker};
use cedar_policy_core::validator::types::{RequestEnv, Type};
use std::ops::Range;

/// A conjunct of a policy's clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Where it stands.
    pub range: Range<usize>,
    /// A Bool.
    pub condition: Expr,
    /// If it is a chain of `||`, its operands with their places.
    pub alternatives: Vec<(Range<usize>, Expr)>,
}

/// What a policy says of the calls of one action, in the order of evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clauses {
    /// What the scope asks of principal and resource.
    pub scope: Expr,
    /// The conjuncts.
    pub clauses: Vec<Clause>,
    /// The tests of `if`s right in the conjuncts, with their places.
    pub tests: Vec<(Range<usize>, Expr)>,
    /// Everything: a Bool, simplified; where it fails, Cedar skips the policy.
    pub whole: Expr,
}

type Typed = ast::Expr<Option<Type>>;

/// Typechecks and compiles policies over one schema and world.
pub(super) struct Reader<'s> {
    schema: &'s Schema,
    world: &'s World,
    typechecker: Typechecker<'s>,
    /// One for each action, principal type and resource type.
    environments: Vec<RequestEnv<'s>>,
}

impl<'s> Reader<'s> {
    pub fn new(schema: &'s Schema, world: &'s World) -> Self {
        let core = schema.as_ref();
        Self {
            schema,
            world,
            typechecker: Typechecker::new(core, ValidationMode::Strict),
            environments: core.unlinked_request_envs(ValidationMode::Strict).collect(),
        }
    }

    /// The actions that policies can be about, each with the types of its principals and resources.
    pub fn environments(&self) -> &[RequestEnv<'s>] {
        &self.environments
    }

    /// What a policy says in an environment; `None` where its types already exclude every call.
    pub fn read(&self, policy: &Policy, environment: &RequestEnv<'s>) -> Option<Result<Clauses, Unsupported>> {
        let core: &ast::Policy = policy.as_ref();
        let linked = environment.clone().link_slot_env(core.env());
        match self.typechecker.typecheck_by_single_request_env(core.template(), &linked) {
            PolicyCheck::Success(typed) => Some(self.compile(&typed, core, environment)),
            PolicyCheck::Irrelevant(..) => None,
            PolicyCheck::Fail(_) => Some(Err(Unsupported("what is not of the types of the action".into()))),
        }
    }

    fn compile(&self, typed: &Typed, policy: &ast::Policy, environment: &RequestEnv<'s>) -> Result<Clauses, Unsupported> {
        let action = environment.action_entity_uid().map(name);
        let compiler = Compiler { world: self.world, schema: self.schema.as_ref(), action };
        let compile = |typed: &Typed| {
            let residual = Residual::try_from_typed_expr(typed, policy.env()).map_err(|error| Unsupported(error.to_string()))?;
            compiler.compile(&residual).map(simplify::expression)
        };
        // `principal && (action && (resource && clauses))`
        let mut scope = vec![];
        let mut rest = Some(typed);
        for _ in 0..3 {
            let Some(whole) = rest.take() else { break };
            match whole.expr_kind() {
                ExprKind::And { left, right } => {
                    scope.push(compile(left)?);
                    rest = Some(right);
                }
                _ => scope.push(compile(whole)?),
            }
        }
        let (mut clauses, mut tests) = (vec![], vec![]);
        for typed in rest.into_iter().flat_map(|rest| leaves(rest, true)) {
            let mut alternatives = vec![];
            match typed.expr_kind() {
                ExprKind::Or { .. } => {
                    for operand in leaves(typed, false) {
                        alternatives.push((place(operand), compile(operand)?));
                    }
                }
                ExprKind::If { test_expr, .. } => tests.push((place(test_expr), compile(test_expr)?)),
                _ => {}
            }
            clauses.push(Clause { range: place(typed), condition: compile(typed)?, alternatives });
        }
        // A policy without clauses has `true` for them.
        clauses.retain(|clause| !(clause.range.is_empty() && clause.condition == Expr::Bool(true)));
        let scope = simplify::expression(Expr::And(scope));
        let all: Vec<Expr> = std::iter::once(scope.clone()).chain(clauses.iter().map(|clause| clause.condition.clone())).collect();
        Ok(Clauses { scope, clauses, tests, whole: simplify::expression(Expr::And(all)) })
    }
}

fn place(typed: &Typed) -> Range<usize> {
    typed.source_loc().map_or(0..0, |loc| loc.span.offset()..loc.span.offset() + loc.span.len())
}

/// The operands of a chain of `&&`, or of `||`, however it nests, in their order.
fn leaves(typed: &Typed, all: bool) -> Vec<&Typed> {
    let (mut found, mut rest) = (vec![], vec![typed]);
    while let Some(typed) = rest.pop() {
        match typed.expr_kind() {
            ExprKind::And { left, right } if all => rest.extend([&**right, &**left]),
            ExprKind::Or { left, right } if !all => rest.extend([&**right, &**left]),
            _ => found.push(typed),
        }
    }
    found
}

/// The names of an environment: action, principal type, resource type.
pub(super) fn named(environment: &RequestEnv<'_>) -> Option<(EntityUid, String, String)> {
    let action = environment.action_entity_uid()?.clone();
    let (principal, resource) = (environment.principal_entity_type()?, environment.resource_entity_type()?);
    Some((action.into(), principal.to_string(), resource.to_string()))
}
