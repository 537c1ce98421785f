//! Literals that no call can have: hosts, addresses, paths, methods and the like in another than their canonical form (threats P3, P4).
//!
//! In: policies as they were read, or entities. Out: diagnostics, each with the safe form spelt out. Guards see canonical values only, so such a literal
//! makes a `forbid` that forbids nothing, and a `permit` that was meant otherwise. Must hold: what is an error cannot match on any call that the policy's
//! scope admits. Comparisons are seen where a literal, or a set of literals, stands beside the attribute itself, not through records.

mod names;
mod texts;

use super::load::Read;
use crate::source::Source;
use caplink_model::{diagnostic::Diagnostic, text::escape};
use cedar_policy::{Effect, EntityUid, Schema};
use cedar_policy_core::ast::{
    self, ActionConstraint, BinaryOp, EntityUID, Expr, ExprKind, Literal, PartialValue, PatternElem, Template, UnaryOp, Value, ValueKind,
    Var,
};
use cedar_policy_core::validator::types::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use texts::{Part, Text};

pub(super) use names::instead_of;

/// What is wrong with a literal.
struct Fault {
    code: &'static str,
    message: String,
    help: String,
}

impl Fault {
    fn diagnostic(self) -> Diagnostic {
        Diagnostic::error(self.code, self.message).help(self.help)
    }
}

/// What is wrong with an entity's name.
fn entity(uid: &EntityUID) -> Option<Fault> {
    let id: &str = uid.eid().as_ref();
    match uid.entity_type().to_string().as_str() {
        "Net::Host" => names::host(id),
        "Net::Address" => names::address(id),
        _ => None,
    }
}

/// The canonical literal that is meant by one of a host or address, if it is another.
pub(super) fn canonical(literal: &str) -> Option<String> {
    let uid: EntityUid = literal.parse().ok()?;
    let id = uid.id().unescaped();
    match uid.type_name().to_string().as_str() {
        "Net::Host" => names::canonical_host(id).err().flatten().map(|host| names::host_literal(&host)),
        "Net::Address" => names::canonical_address(id).err().flatten().map(|address| format!("Net::Address::\"{address}\"")),
        _ => None,
    }
}

/// Looks through all policies, templates and links.
pub(super) fn policies(read: &Read<'_>, schema: &Schema) -> Vec<Diagnostic> {
    let attributes = attributes(schema);
    let mut found = vec![];
    for template in read.set.templates() {
        let place = &read.places[template.id()];
        Walk { source: place.source, effect: place.effect, template: template.as_ref(), attributes: &attributes, found: &mut found }.run();
    }
    for policy in read.set.policies() {
        let core: &ast::Policy = policy.as_ref();
        let place = &read.places[policy.id()];
        if policy.template_id().is_none() {
            Walk { source: place.source, effect: place.effect, template: core.template(), attributes: &attributes, found: &mut found }
                .run();
        }
        for fault in core.env().values().filter_map(entity) {
            let message = format!("in the link `{}`: {}", escape(policy.id().as_ref()), fault.message);
            found.push(place.source.place(Fault { message, ..fault }.diagnostic(), place.offset));
        }
    }
    found
}

/// Looks through all entities.
pub(super) fn entities<'e>(entities: impl Iterator<Item = &'e ast::Entity>, source: Option<Source<'_>>) -> Vec<Diagnostic> {
    let mut names = BTreeSet::new();
    for entity in entities {
        names.insert(entity.uid());
        names.extend(entity.ancestors());
        for (_, value) in entity.attrs().chain(entity.tags()) {
            if let PartialValue::Value(value) = value {
                within(value, &mut names);
            }
        }
    }
    let placed = names.into_iter().filter_map(|name| {
        let diagnostic = entity(name)?.diagnostic();
        let id: &str = name.eid().as_ref();
        // Where it stands first, if it stands there as JSON usually spells it.
        let place = source.and_then(|source| Some((source, source.text.find(&serde_json::to_string(id).ok()?)?)));
        Some(match place {
            Some((source, offset)) => source.place(diagnostic, offset),
            None => diagnostic,
        })
    });
    placed.collect()
}

fn within<'v>(value: &'v Value, names: &mut BTreeSet<&'v EntityUID>) {
    match &value.value {
        ValueKind::Lit(Literal::EntityUID(uid)) => drop(names.insert(uid)),
        ValueKind::Set(set) => set.iter().for_each(|value| within(value, names)),
        ValueKind::Record(record) => record.values().for_each(|value| within(value, names)),
        ValueKind::Lit(_) | ValueKind::ExtensionValue(_) => {}
    }
}

/// An attribute of some action's context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Text(Part),
    Port,
    Ip,
    /// Of an action that is not of our vocabulary: whatever it means.
    Other,
}

/// The actions that have an attribute, each with all that it is in, and what the attribute means.
type Attributes = BTreeMap<String, Vec<(BTreeSet<EntityUID>, Meaning)>>;

fn attributes(schema: &Schema) -> Attributes {
    let mut attributes = Attributes::new();
    let entities = schema.action_entities().ok();
    for action in schema.actions() {
        let Some(Type::Record { attrs, .. }) = schema.as_ref().context_type(action.as_ref()) else { continue };
        let groups = entities.iter().flat_map(|entities| entities.ancestors(action).into_iter().flatten());
        let inside: BTreeSet<EntityUID> = groups.chain([action]).map(|uid: &EntityUid| uid.as_ref().clone()).collect();
        for (name, _) in attrs.iter() {
            let meaning = match (action.id().unescaped(), name.as_str()) {
                ("http:request", "scheme") => Meaning::Text(Part::Scheme),
                ("http:request", "method") => Meaning::Text(Part::Method),
                ("http:request", "path") => Meaning::Text(Part::Path),
                ("http:request", "query") => Meaning::Text(Part::Query),
                ("net:connect" | "net:bind" | "net:listen" | "net:send", "protocol") => Meaning::Text(Part::Protocol),
                ("net:connect" | "net:bind" | "net:listen" | "net:send", "ip") => Meaning::Ip,
                ("http:request" | "net:connect" | "net:bind" | "net:listen" | "net:send", "port") => Meaning::Port,
                _ => Meaning::Other,
            };
            attributes.entry(name.to_string()).or_default().push((inside.clone(), meaning));
        }
    }
    attributes
}

/// A walk through one policy.
struct Walk<'w> {
    source: Source<'w>,
    effect: Effect,
    template: &'w Template,
    attributes: &'w Attributes,
    found: &'w mut Vec<Diagnostic>,
}

impl Walk<'_> {
    fn run(mut self) {
        let scope = [self.template.principal_constraint().as_inner(), self.template.resource_constraint().as_inner()];
        for uid in scope.into_iter().filter_map(|constraint| constraint.get_euid()) {
            self.name(uid, None);
        }
        // Each with whether more calls are allowed where it holds.
        let allows = self.effect == Effect::Permit;
        let mut rest: Vec<(&Expr, bool)> = self.template.non_scope_constraints().map(|condition| (condition, allows)).into_iter().collect();
        while let Some((expr, allows)) = rest.pop() {
            match expr.expr_kind() {
                ExprKind::Lit(Literal::EntityUID(uid)) => self.name(uid, Some(expr)),
                ExprKind::UnaryApp { op: UnaryOp::Not, arg } => rest.push((arg, !allows)),
                ExprKind::And { left, right } | ExprKind::Or { left, right } => rest.extend([(&**left, allows), (&**right, allows)]),
                ExprKind::BinaryApp { op, arg1, arg2 } => {
                    if matches!(op, BinaryOp::Eq | BinaryOp::Contains | BinaryOp::ContainsAll | BinaryOp::ContainsAny) {
                        self.compared(arg1, arg2);
                        self.compared(arg2, arg1);
                    }
                    rest.extend([(&**arg1, true), (&**arg2, true)]);
                }
                ExprKind::Like { expr: text, pattern } => {
                    if let Some(name) = attribute(text) {
                        let element = |element: &PatternElem| match element {
                            PatternElem::Char(character) => Some(*character),
                            PatternElem::Wildcard => None,
                        };
                        let pattern = Text { elements: pattern.iter().map(element).collect(), is_pattern: true };
                        self.like(name, &pattern, expr, allows);
                    }
                    rest.push((text, true));
                }
                ExprKind::ExtensionFunctionApp { fn_name, args } => {
                    if let ("isInRange", [ip, range]) = (fn_name.to_string().as_str(), args.as_slice()) {
                        self.in_range(ip, range);
                    }
                    rest.extend(args.iter().map(|arg| (arg, true)));
                }
                _ => rest.extend(children(expr).into_iter().map(|child| (child, true))),
            }
        }
    }

    /// What an attribute means on the calls that the scope admits, and whether it may mean something else on others of them.
    fn meanings(&self, name: &str) -> (Vec<Meaning>, bool) {
        let mut known: Vec<Meaning> = vec![];
        let mut other = false;
        for (inside, meaning) in self.attributes.get(name).into_iter().flatten() {
            let admits = match self.template.action_constraint() {
                ActionConstraint::Any => true,
                ActionConstraint::Eq(action) => inside.contains(action.as_ref()),
                ActionConstraint::In(groups) => groups.iter().any(|group| inside.contains(group.as_ref())),
            };
            match meaning {
                _ if !admits => {}
                Meaning::Other => other = true,
                meaning if !known.contains(meaning) => known.push(*meaning),
                _ => {}
            }
        }
        (known, other)
    }

    fn name(&mut self, uid: &EntityUID, expr: Option<&Expr>) {
        if let Some(fault) = entity(uid) {
            let place = uid.loc().or_else(|| expr.and_then(Expr::source_loc)).or_else(|| self.template.loc());
            let offset = place.map_or(0, |loc| loc.span.offset());
            self.found.push(self.source.place(fault.diagnostic(), offset));
        }
    }

    /// A comparison of `left`, if that is an attribute or a set with one, with the literals of `right`.
    fn compared(&mut self, left: &Expr, right: &Expr) {
        for name in elements(left).into_iter().filter_map(attribute) {
            let (known, other) = self.meanings(name);
            for literal in elements(right) {
                for meaning in &known {
                    let fault = match (meaning, literal.expr_kind()) {
                        (Meaning::Text(part), ExprKind::Lit(Literal::String(text))) => texts::fault(*part, &Text::exact(text)),
                        (Meaning::Port, ExprKind::Lit(Literal::Long(port))) => port_fault(*port),
                        (Meaning::Ip, _) => range(literal).and_then(|range| ip_fault(range, false)),
                        _ => None,
                    };
                    self.report(fault, other, literal);
                }
            }
        }
    }

    fn like(&mut self, name: &str, pattern: &Text, expr: &Expr, allows: bool) {
        let (known, other) = self.meanings(name);
        for meaning in &known {
            let Meaning::Text(part) = meaning else { continue };
            self.report(texts::fault(*part, pattern), other, expr);
            if let (Part::Path, true, false) = (part, allows, other)
                && let Some(safe) = texts::open_prefix(pattern)
            {
                let message = format!("`context.path` like `{}` holds for every name that begins so", escape(&pattern.written()));
                let diagnostic = Diagnostic::warning("W-POLICY-PREFIX", message).help(format!("write `{safe}`"));
                self.push(diagnostic, expr);
            }
        }
    }

    fn in_range(&mut self, ip: &Expr, literal: &Expr) {
        let Some(name) = attribute(ip) else { return };
        let (known, other) = self.meanings(name);
        if known.contains(&Meaning::Ip) {
            self.report(range(literal).and_then(|range| ip_fault(range, true)), other, literal);
        }
    }

    /// An error; a warning where the attribute is also that of other functions, on which it may match.
    fn report(&mut self, fault: Option<Fault>, other: bool, expr: &Expr) {
        let Some(fault) = fault else { return };
        let diagnostic = if other {
            let code = if fault.code == "E-POLICY-URL" { "W-POLICY-URL" } else { "W-POLICY-NEVER" };
            Diagnostic::warning(code, format!("{}, though other functions may have it", fault.message)).help(fault.help)
        } else {
            fault.diagnostic()
        };
        self.push(diagnostic, expr);
    }

    fn push(&mut self, diagnostic: Diagnostic, expr: &Expr) {
        let place = expr.source_loc().or_else(|| self.template.loc());
        self.found.push(self.source.place(diagnostic, place.map_or(0, |loc| loc.span.offset())));
    }
}

fn children(expr: &Expr) -> Vec<&Expr> {
    match expr.expr_kind() {
        ExprKind::If { test_expr, then_expr, else_expr } => vec![test_expr, then_expr, else_expr],
        ExprKind::UnaryApp { arg, .. } => vec![arg],
        ExprKind::GetAttr { expr, .. } | ExprKind::HasAttr { expr, .. } | ExprKind::ExtHasAttr { expr, .. } => vec![expr],
        ExprKind::Is { expr, .. } | ExprKind::Like { expr, .. } => vec![expr],
        ExprKind::And { left, right } | ExprKind::Or { left, right } => vec![left, right],
        ExprKind::BinaryApp { arg1, arg2, .. } => vec![arg1, arg2],
        ExprKind::ExtensionFunctionApp { args, .. } | ExprKind::Set(args) => args.iter().collect(),
        ExprKind::Record(values) => values.values().collect(),
        ExprKind::Lit(_) | ExprKind::Var(_) | ExprKind::Slot(_) | ExprKind::Unknown(_) => vec![],
    }
}

/// A value, or the values of a set or of two branches.
fn elements(expr: &Expr) -> Vec<&Expr> {
    let mut found = vec![];
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        match expr.expr_kind() {
            ExprKind::Set(values) => rest.extend(values.iter()),
            ExprKind::If { then_expr, else_expr, .. } => rest.extend([&**then_expr, &**else_expr]),
            _ => found.push(expr),
        }
    }
    found
}

/// The name in `context.name`.
fn attribute(expr: &Expr) -> Option<&str> {
    match expr.expr_kind() {
        ExprKind::GetAttr { expr, attr } if matches!(expr.expr_kind(), ExprKind::Var(Var::Context)) => Some(attr.as_str()),
        _ => None,
    }
}

/// The text in `ip("...")`.
fn range(expr: &Expr) -> Option<&str> {
    match expr.expr_kind() {
        ExprKind::ExtensionFunctionApp { fn_name, args } if fn_name.to_string() == "ip" => match args.first()?.expr_kind() {
            ExprKind::Lit(Literal::String(text)) => Some(text.as_str()),
            _ => None,
        },
        _ => None,
    }
}

fn port_fault(port: i64) -> Option<Fault> {
    let message = format!("`context.port` is never {port}");
    u16::try_from(port).is_err().then(|| Fault { code: "E-POLICY-NEVER", message, help: "ports are numbers from 0 to 65535".into() })
}

/// What is wrong with an address or a range of addresses.
fn ip_fault(text: &str, as_range: bool) -> Option<Fault> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, prefix.parse::<u32>().ok()));
    let address: IpAddr = address.parse().ok()?;
    let whole = if address.is_ipv4() { 32 } else { 128 };
    let (carried, length) = match address.to_canonical() {
        IpAddr::V4(inner) if address.is_ipv6() && prefix.unwrap_or(whole) >= 96 => {
            (Some(IpAddr::V4(inner)), prefix.map(|prefix| prefix - 96))
        }
        _ => (None, prefix),
    };
    let is_range = prefix.is_some_and(|prefix| prefix < whole);
    let why = match (carried, as_range) {
        (Some(_), _) => "an IPv4 address in an IPv6 one is shown as the IPv4 address",
        (None, false) if is_range => "a call has one address, and no range is equal to it",
        _ => return None,
    };
    let spelt = carried.unwrap_or(address);
    let help = match length.filter(|_| is_range || as_range) {
        Some(length) => format!("write `context.ip.isInRange(ip(\"{spelt}/{length}\"))`"),
        None => format!("write `context.ip == ip(\"{spelt}\")`"),
    };
    Some(Fault { code: "E-POLICY-NEVER", message: format!("`context.ip` is never that of `ip(\"{}\")`: {why}", escape(text)), help })
}
