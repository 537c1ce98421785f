//! Second opinions on an example: what the engine of artifacts decides on it, and what Cedar does.
//!
//! In: a call, and what each side decides by. Out: whether both say of each side what was found. Must hold: nothing of the decision procedure is used; the engine is
//! the one that artifacts carry, on the very table, with the values where a trampoline or reader would have put them; Cedar reads what the table prints.

use super::authority::{Inputs, complete};
use super::space;
use crate::guard::decode::Decoded;
use crate::guard::frame;
use crate::guard::rules::{Expr, Path, Root};
use crate::guard::simplify::value::{Value, evaluate};
use crate::policy::replay::Cedar;
use crate::solve::Witness;
use caplink_guard::{Conditions, authority, message, print_condition};
use std::collections::BTreeMap;

/// Rules of one effect that Cedar is asked about; of those that decide nothing the first.
const RULES: usize = 16;

/// One side of a comparison.
pub struct Side<'s> {
    /// The table, if calls are guarded.
    pub table: Option<&'s [u8]>,
    /// What stands in it.
    pub decoded: Option<&'s Decoded>,
    /// Whether every call is allowed, if none is guarded.
    pub allows_all: bool,
    /// Whether this side is to allow the call.
    pub is_beyond: bool,
}

/// Whether engine and Cedar decide a call on each side as was found.
pub fn agree(known: &Cedar, action: &str, witness: &Witness, inputs: Inputs<'_>, sides: &[Side<'_>]) -> bool {
    let call = complete(witness, inputs);
    sides.iter().all(|side| match (side.table, side.decoded) {
        (Some(table), Some(decoded)) => {
            let passes = is_read(action, decoded, &call);
            let engine = engine(table, decoded, &call).map(|allows| passes && allows);
            let cedar = cedar(known, action, table, decoded, &call).map(|allows| passes && allows);
            // A call that cannot be laid out for a table (its function takes other parameters now) is decided by Cedar alone.
            engine.is_none_or(|allows| allows == side.is_beyond) && cedar.is_none_or(|allows| allows == side.is_beyond)
        }
        _ => side.allows_all == side.is_beyond,
    })
}

/// Whether a reader asks the engine at all.
pub(super) fn is_read(action: &str, decoded: &Decoded, call: &dyn Fn(&Path) -> Option<Value>) -> bool {
    if !space::reads_hosts(action) {
        return true;
    }
    let names = |text: &[u8]| decoded.texts.contains(text);
    let host = match call(&Path { root: Root::Resource, attributes: vec![] }) {
        Some(Value::Entity(entity)) => entity.id,
        _ => return true,
    };
    let method = match call(&Path { root: Root::Context, attributes: vec!["method".into()] }) {
        Some(Value::String(text)) if action == "http:request" => text,
        _ => String::new(),
    };
    authority::is_named(host.as_bytes(), names) && (!message::is_tunnel(method.as_bytes()) || names(method.as_bytes()))
}

fn engine(table: &[u8], decoded: &Decoded, call: &dyn Fn(&Path) -> Option<Value>) -> Option<bool> {
    let stored = frame::frame(decoded, call).ok()?;
    let limits = decoded.limited.iter().map(|(_, limit)| *limit as usize + 1).max().unwrap_or(0);
    Some(frame::decide(table, &stored, &mut vec![1; limits]))
}

fn cedar(known: &Cedar, action: &str, table: &[u8], decoded: &Decoded, call: &dyn Fn(&Path) -> Option<Value>) -> Option<bool> {
    let outcomes = |conditions: &mut dyn Iterator<Item = &Expr>| -> Vec<Option<bool>> {
        let outcome = |condition| if let Some(Value::Bool(value)) = evaluate(condition, call) { Some(value) } else { None };
        conditions.map(outcome).collect()
    };
    let permits = outcomes(&mut decoded.permits.iter());
    let limited = outcomes(&mut decoded.limited.iter().map(|(condition, _)| condition));
    let forbids = outcomes(&mut decoded.forbids.iter());
    // A forbid that fails denies here, and Cedar skips it.
    if forbids.contains(&None) {
        return None;
    }
    // What decides is enough: a permit that is true and forbids that are not; a forbid that is true; permits of which none is.
    let numbered =
        |outcomes: &[Option<bool>], of| outcomes.iter().zip(0..).map(|(outcome, number)| (*outcome, of, number)).collect::<Vec<_>>();
    let mut permits = [numbered(&permits, Conditions::Permits), numbered(&limited, Conditions::Limited)].concat();
    let mut forbids = numbered(&forbids, Conditions::Forbids);
    for rules in [&mut permits, &mut forbids] {
        if let Some(at) = rules.iter().position(|(outcome, ..)| *outcome == Some(true)) {
            *rules = vec![rules[at]];
        }
        rules.truncate(RULES);
    }
    if !permits.iter().any(|(outcome, ..)| *outcome == Some(true)) {
        forbids.clear();
    }
    let text = |(_, of, number): &(Option<bool>, Conditions, u32)| {
        let mut text = String::new();
        print_condition(table, *of, *number, &mut text).ok().map(|_| text)
    };
    let permits = permits.iter().map(text).collect::<Option<Vec<_>>>()?;
    let forbids = forbids.iter().map(text).collect::<Option<Vec<_>>>()?;
    let resource = match call(&Path { root: Root::Resource, attributes: vec![] }) {
        Some(Value::Entity(entity)) if decoded.inputs.keys().any(|path| path.root == Root::Resource) => Some(entity),
        _ => None,
    };
    known.allows(&permits, &forbids, action, resource.as_ref(), &context(decoded, call)?)
}

/// The context of a call, of those values that a table looks at; `None` if records have values that do not fit in each other.
fn context(decoded: &Decoded, call: &dyn Fn(&Path) -> Option<Value>) -> Option<BTreeMap<String, Value>> {
    let mut context = BTreeMap::new();
    for path in decoded.inputs.keys().filter(|path| path.root == Root::Context && !path.attributes.is_empty()) {
        let outer = |length: usize| Path { root: Root::Context, attributes: path.attributes[..length].to_vec() };
        let is_there = (1..path.attributes.len()).map(outer).all(|outer| !decoded.inputs.contains_key(&outer) || call(&outer).is_some());
        let Some(value) = call(path).filter(|_| is_there) else { continue };
        put(&mut context, &path.attributes, value)?;
    }
    Some(context)
}

fn put(record: &mut BTreeMap<String, Value>, attributes: &[String], value: Value) -> Option<()> {
    match attributes {
        [] => None,
        [name] => {
            // A record that was made for what lies in it keeps that.
            let kept = match (record.get(name), &value) {
                (Some(Value::Record(inner)), Value::Record(more)) => {
                    Value::Record(more.iter().chain(inner).map(|(name, value)| (name.clone(), value.clone())).collect())
                }
                _ => value,
            };
            record.insert(name.clone(), kept);
            Some(())
        }
        [name, rest @ ..] => match record.entry(name.clone()).or_insert_with(|| Value::Record(BTreeMap::new())) {
            Value::Record(inner) => put(inner, rest, value),
            _ => None,
        },
    }
}
