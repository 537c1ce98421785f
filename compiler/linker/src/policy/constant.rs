//! Cedar's values as constants of rules.

use super::world::name;
use crate::guard::rules::{Expr, Ip};
use cedar_policy_core::ast::{ExprKind, Literal, RepresentableExtensionValue, RestrictedExpr, Value, ValueKind};
use std::net::IpAddr;

/// A value as a constant.
///
/// # Errors
/// What kind of value no rule can hold.
pub(super) fn constant(value: &Value) -> Result<Expr, String> {
    Ok(match &value.value {
        ValueKind::Lit(Literal::Bool(value)) => Expr::Bool(*value),
        ValueKind::Lit(Literal::Long(value)) => Expr::Long(*value),
        ValueKind::Lit(Literal::String(value)) => Expr::String(value.to_string()),
        ValueKind::Lit(Literal::EntityUID(uid)) => Expr::Entity(name(uid)),
        ValueKind::Set(set) => Expr::Set(set.iter().map(constant).collect::<Result<_, _>>()?),
        ValueKind::Record(record) => {
            Expr::Record(record.iter().map(|(name, value)| Ok((name.to_string(), constant(value)?))).collect::<Result<_, String>>()?)
        }
        ValueKind::ExtensionValue(value) => extension(value)?,
    })
}

/// A value of an extension type, from the call that Cedar says makes it.
fn extension(value: &RepresentableExtensionValue) -> Result<Expr, String> {
    let unknown = || format!("a value of the type `{}`", value.typename());
    let (function, arguments) = value.value().canonical_repr();
    match (function.to_string().as_str(), arguments.as_slice()) {
        ("decimal", [text]) => literal(text).and_then(|text| decimal(&text)).map(Expr::Decimal).ok_or_else(unknown),
        ("ip", [text]) => literal(text).and_then(|text| ip(&text)).map(Expr::Ip).ok_or_else(unknown),
        ("duration", [text]) => milliseconds(text).map(Expr::Duration).ok_or_else(unknown),
        // A datetime is an offset from 1970.
        ("offset", [epoch, since]) => {
            let ExprKind::ExtensionFunctionApp { fn_name, args } = epoch.expr_kind() else { return Err(unknown()) };
            let is_epoch = fn_name.to_string() == "datetime"
                && matches!(args.first().map(|text| text.expr_kind()), Some(ExprKind::Lit(Literal::String(text))) if text == "1970-01-01");
            let ExprKind::ExtensionFunctionApp { fn_name, args } = since.expr_kind() else { return Err(unknown()) };
            match args.first().map(|text| text.expr_kind()) {
                Some(ExprKind::Lit(Literal::String(text))) if is_epoch && fn_name.to_string() == "duration" => {
                    in_milliseconds(text).map(Expr::Datetime).ok_or_else(unknown)
                }
                _ => Err(unknown()),
            }
        }
        _ => Err(unknown()),
    }
}

fn literal(text: &RestrictedExpr) -> Option<String> {
    match text.expr_kind() {
        ExprKind::Lit(Literal::String(text)) => Some(text.to_string()),
        _ => None,
    }
}

fn milliseconds(text: &RestrictedExpr) -> Option<i64> {
    literal(text).and_then(|text| in_milliseconds(&text))
}

fn in_milliseconds(text: &str) -> Option<i64> {
    text.strip_suffix("ms")?.parse().ok()
}

/// Ten-thousandths.
fn decimal(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    if fraction.is_empty() || fraction.len() > 4 {
        return None;
    }
    format!("{whole}{fraction:0<4}").parse().ok()
}

fn ip(text: &str) -> Option<Ip> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let (v6, address, most) = match address.parse().ok()? {
        IpAddr::V4(address) => (false, u32::from(address).into(), 32),
        IpAddr::V6(address) => (true, u128::from(address), 128),
    };
    let prefix = prefix.map_or(Some(most), |prefix| prefix.parse().ok())?;
    (prefix <= most).then_some(Ip { v6, address, prefix })
}
