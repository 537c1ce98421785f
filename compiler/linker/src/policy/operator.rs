//! Operators of two operands, and the methods of Cedar's extension types.

use super::constant::constant;
use super::residual::{Compiled, Compiler, Unsupported, after, entity_kind, unsupported};
use crate::guard::rules::Expr;
use cedar_policy_core::ast::{BinaryOp, PartialValue, Value};
use cedar_policy_core::extensions::Extensions;
use cedar_policy_core::tpe::residual::Residual;
use cedar_policy_core::validator::types::Type;

impl Compiler<'_> {
    /// An operator of two operands.
    pub(super) fn binary(&self, op: BinaryOp, left: &Residual, right: &Residual) -> Compiled {
        let (a, b) = (self.compile(left)?, self.compile(right)?);
        let both = |make: fn(Box<Expr>, Box<Expr>) -> Expr, a, b| make(Box::new(a), Box::new(b));
        Ok(match op {
            BinaryOp::Eq if differ(left.ty(), right.ty()) => after(vec![a, b], Expr::Bool(false)),
            BinaryOp::Eq => both(Expr::Equal, a, b),
            BinaryOp::Less => both(Expr::Less, a, b),
            BinaryOp::LessEq => both(Expr::LessOrEqual, a, b),
            BinaryOp::Add => Expr::Add(vec![a, b]),
            BinaryOp::Sub => both(Expr::Subtract, a, b),
            BinaryOp::Mul => Expr::Multiply(vec![a, b]),
            BinaryOp::In => return self.is_in(a, left.ty(), b, right.ty()),
            BinaryOp::Contains if element(left.ty()).is_some_and(|element| differ(element, right.ty())) => {
                after(vec![a, b], Expr::Bool(false))
            }
            BinaryOp::Contains => both(Expr::Contains, a, b),
            BinaryOp::ContainsAll => both(Expr::ContainsAll, a, b),
            BinaryOp::ContainsAny => both(Expr::ContainsAny, a, b),
            BinaryOp::GetTag => return self.tag(a, left.ty(), b),
            BinaryOp::HasTag => return self.has_tag(a, left.ty(), b),
        })
    }

    /// A function of an extension type. Cedar names them by strings, so the others are refused here.
    pub(super) fn extension(&self, function: &str, arguments: &[Residual]) -> Compiled {
        let mut operands = arguments.iter().map(|argument| self.compile(argument)).collect::<Result<Vec<_>, _>>()?;
        let last = operands.pop().map(Box::new);
        let first = operands.pop().map(Box::new);
        Ok(match (function, first, last, operands.len()) {
            ("lessThan", Some(a), Some(b), 0) => Expr::Less(a, b),
            ("lessThanOrEqual", Some(a), Some(b), 0) => Expr::LessOrEqual(a, b),
            ("greaterThan", Some(a), Some(b), 0) => Expr::Less(b, a),
            ("greaterThanOrEqual", Some(a), Some(b), 0) => Expr::LessOrEqual(b, a),
            ("isIpv4", None, Some(a), 0) => Expr::IsIpv4(a),
            ("isIpv6", None, Some(a), 0) => Expr::IsIpv6(a),
            ("isLoopback", None, Some(a), 0) => Expr::IsLoopback(a),
            ("isMulticast", None, Some(a), 0) => Expr::IsMulticast(a),
            ("isInRange", Some(a), Some(b), 0) => Expr::IsInRange(a, b),
            ("offset", Some(a), Some(b), 0) => match *a {
                // As for `+`: one sum, however long the chain.
                Expr::Add(mut terms) => {
                    terms.push(*b);
                    Expr::Add(terms)
                }
                a => Expr::Add(vec![a, *b]),
            },
            ("durationSince", Some(a), Some(b), 0) => Expr::Subtract(a, b),
            ("toDate", None, Some(a), 0) => Expr::ToDate(a),
            ("toTime", None, Some(a), 0) => Expr::ToTime(a),
            ("toMilliseconds", None, Some(a), 0) => Expr::Divide(a, 1),
            ("toSeconds", None, Some(a), 0) => Expr::Divide(a, 1_000),
            ("toMinutes", None, Some(a), 0) => Expr::Divide(a, 60_000),
            ("toHours", None, Some(a), 0) => Expr::Divide(a, 3_600_000),
            ("toDays", None, Some(a), 0) => Expr::Divide(a, 86_400_000),
            // Partial evaluation folds these; where there was none, they are folded here.
            ("ip" | "decimal" | "datetime" | "duration", None, Some(text), 0) => match *text {
                Expr::String(text) => return constructed(function, &text),
                _ => return unsupported(format!("`{function}(...)` of a text that only the call tells")),
            },
            _ => return unsupported(format!("the function `{function}` of {} arguments", arguments.len())),
        })
    }
}

/// What a constructor makes of a literal.
fn constructed(function: &str, text: &str) -> Compiled {
    let name = function.parse().map_err(|_| Unsupported(format!("the function `{function}`")))?;
    let made = Extensions::all_available().func(&name).ok().and_then(|found| found.call(&[Value::from(text)]).ok());
    match made {
        Some(PartialValue::Value(value)) => constant(&value).map_err(Unsupported),
        _ => unsupported(format!("`{function}(...)` of such a text")),
    }
}

/// Whether these are entities of different types: no two of them are equal.
fn differ(left: &Type, right: &Type) -> bool {
    matches!((entity_kind(left), entity_kind(right)), (Some(left), Some(right)) if left != right)
}

/// The type of a set's elements.
fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Set { element_type } => element_type.as_deref(),
        Type::Never | Type::Bool(_) | Type::Long | Type::String | Type::Entity(_) | Type::Record { .. } | Type::ExtensionType { .. } => {
            None
        }
    }
}
