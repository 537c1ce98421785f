//! What a release decides on the calls of a log.
//!
//! In: a release, and calls that recorders wrote down. Out: each call that it decides otherwise, once. Must hold: tables are decided on by the engine of artifacts, on the recorded
//! values where a trampoline or reader would have put them, and limits are counted over the log in its order; what the log does not show, and a table asks for,
//! is not decided, and that is told. Readers are followed as far as the log shows what they look at: headers of requests it does not show.

use super::release::{FunctionKey, Release, name_of};
use super::replay::is_read;
use crate::capability;
use crate::guard::decode::Decoded;
use crate::guard::frame::{self, Unstorable};
use crate::guard::rules::{EntityName, Expr, Path, Root};
use crate::guard::simplify::value::Value;
use crate::record::{Call, value};
use crate::solve::Witness;
use caplink_guard::target::{self, Strict};
use caplink_model::InterfaceName;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Outcome, SymbolGrant};
use std::collections::BTreeMap;

/// A call that is decided otherwise than the log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// The function, as the log names it; unescaped.
    pub function: String,
    /// Whether it was allowed.
    pub was_allowed: bool,
    /// The values of the call in Cedar's words, escaped; empty if the log shows none.
    pub request: String,
    /// Whether it is allowed now, and why; or why that is not decided. Unescaped.
    pub now: Result<(bool, String), &'static str>,
    /// The lines, from 1.
    pub lines: Vec<u32>,
}

/// Decides the calls of a log.
///
/// # Errors
/// If a table cannot be read.
pub fn replays(release: &Release, calls: &[Call]) -> Result<Vec<Otherwise>, Diagnostic> {
    let functions = release.functions();
    let mut replay = Replay { release, tables: BTreeMap::new(), left: BTreeMap::new() };
    let mut found: Vec<Otherwise> = vec![];
    let mut known: BTreeMap<(String, bool, String), usize> = BTreeMap::new();
    for call in calls {
        let key = FunctionKey::new(&call.symbol.import, &call.symbol.function);
        let twins = functions.get(&key).map_or(&[][..], Vec::as_slice);
        let symbol = twins.iter().find(|symbol| symbol.import == call.symbol.import).or(twins.first());
        let now = match symbol {
            None => Ok((false, "the agent does not import it".to_string())),
            Some(symbol) => replay.decide(symbol, call)?,
        };
        if now.as_ref().is_ok_and(|(allowed, _)| *allowed == call.allowed) {
            continue;
        }
        let values = format!(
            "{:?} {:?} {:?} {}",
            now,
            call.resource,
            call.context.as_ref().map(|context| serde_json::Value::from(context.clone()).to_string()),
            call.truncated
        );
        let number = *known.entry((call.symbol.to_string(), call.allowed, values)).or_insert(found.len());
        match found.get_mut(number) {
            Some(same) => same.lines.push(call.line),
            None => found.push(Otherwise {
                function: call.symbol.to_string(),
                was_allowed: call.allowed,
                request: request(call),
                now,
                lines: vec![call.line],
            }),
        }
    }
    Ok(found)
}

/// The values of a call in Cedar's words, escaped.
fn request(call: &Call) -> String {
    let mut values = BTreeMap::new();
    if let Some(resource) = resource(call) {
        values.insert(Path { root: Root::Resource, attributes: vec![] }, Some(resource));
    }
    for (name, json) in call.context.iter().flatten() {
        values.insert(Path { root: Root::Context, attributes: vec![name.clone()] }, value(json));
    }
    Witness { values }.to_string()
}

fn resource(call: &Call) -> Option<Value> {
    let (kind, id) = call.resource.clone()?;
    Some(Value::Entity(EntityName { kind, id }))
}

/// Why a call is not decided.
const UNSHOWN: &str = "the log does not show what the guard asks for";
const UNREAD: &str = "nothing could read what the call acts on when it was recorded, and the log does not show it";
const UNLIKE: &str = "the function had other parameters when the call was recorded";

type Decided = Result<(bool, String), &'static str>;

struct Replay<'r> {
    release: &'r Release,
    /// What decides on guarded functions, by name.
    tables: BTreeMap<String, Decoded>,
    /// How many calls are left, by adapter and limit.
    left: BTreeMap<(String, u32), u32>,
}

impl Replay<'_> {
    fn decide(&mut self, symbol: &SymbolGrant, call: &Call) -> Result<Decided, Diagnostic> {
        let first = symbol.policies.first().map(|policy| policy.id.clone());
        Ok(match symbol.outcome {
            Outcome::Allow => Ok((true, format!("policy {} permits every call", first.unwrap_or_default()))),
            Outcome::Inert => Ok((true, "it counts as harmless".into())),
            Outcome::Deny | Outcome::Unreached => {
                let reason = symbol.reason.clone().or(first.map(|id| format!("policy {id} forbids it")));
                Ok((false, reason.unwrap_or_else(|| "no permit matches".into())))
            }
            Outcome::Guard => self.guarded(symbol, call)?,
        })
    }

    fn guarded(&mut self, symbol: &SymbolGrant, call: &Call) -> Result<Decided, Diagnostic> {
        let name = name_of(symbol);
        if !self.tables.contains_key(&name) {
            let table = self.release.decision(symbol)?.table;
            self.tables.insert(name.clone(), table.expect("I3: a guarded function has a table"));
        }
        let decoded = self.tables[&name].clone();
        let (Some(table), Some(guard)) = (self.release.table(symbol), &symbol.guard) else { return Ok(Err(UNSHOWN)) };
        let because = |what: &str| format!("{what}: {}", guard.condition);
        let has_reader = InterfaceName::parse(&symbol.import).is_ok_and(|of| capability::find(&of, &symbol.function).is_some());
        let shows_nothing = call.resource.is_none() && call.context.is_none();
        if call.truncated && decoded.inputs.keys().any(|path| path.root == Root::Context || shows_nothing) {
            return Ok(Err(UNSHOWN));
        }
        if has_reader && shows_nothing && !call.truncated {
            return Ok(match (call.allowed, call.omitted) {
                (false, _) => Ok((false, "what the call acts on cannot be read, or not in one way only".into())),
                (true, true) => Err(UNREAD),
                // Nothing was asked: what it acts on was decided before.
                (true, false) => Ok((true, "it acts on nothing that was not decided before".into())),
            });
        }
        let values = match Values::of(call, &decoded, has_reader) {
            Some(values) => values,
            None => return Ok(Ok((false, "its path or query is spelt in a way that hosts read differently".into()))),
        };
        let look = |path: &Path| values.get(path);
        if has_reader && !symbol.actions.iter().all(|action| is_read(action, &decoded, &look)) {
            return Ok(Ok((false, because("the host or method must be named by a permit"))));
        }
        if call.omitted && has_unshown_number(&decoded, &look) {
            return Ok(Ok((false, "a number is above 9223372036854775807".into())));
        }
        let stored = match frame::frame(&decoded, &look) {
            Ok(stored) => stored,
            Err(Unstorable::Absent(_)) => return Ok(Err(UNSHOWN)),
            Err(Unstorable::Value(_) | Unstorable::Conflict(_) | Unstorable::Large) => return Ok(Err(UNLIKE)),
        };
        let (adapter, mut budgets) = self.budgets(symbol, &decoded);
        let is_allowed = frame::decide(table, &stored, &mut budgets);
        for (number, left) in (0..).zip(budgets) {
            self.left.insert((adapter.clone(), number), left);
        }
        let has_limits = !guard.limits.is_empty();
        Ok(Ok((is_allowed, because(if has_limits { "the guard, with its limits, allows" } else { "the guard allows" }))))
    }

    /// The limits of a table as they are now, and whose they are: functions of one adapter count together.
    fn budgets(&self, symbol: &SymbolGrant, decoded: &Decoded) -> (String, Vec<u32>) {
        let wires = &self.release.lockfile.wiring;
        let wire = wires.iter().find(|wire| wire.component == "agent" && wire.argument == symbol.import);
        let adapter = wire.map_or_else(|| symbol.import.clone(), |wire| wire.name.clone());
        let limits = symbol.guard.iter().flat_map(|guard| &guard.limits);
        // Of those that have no part in this function the lockfile says nothing.
        let used = decoded.limited.iter().filter(|(condition, _)| *condition != Expr::Bool(false));
        let start: BTreeMap<u32, u32> = used.zip(limits).map(|((_, number), limit)| (*number, limit.calls)).collect();
        let number = |number: &u32| self.left.get(&(adapter.clone(), *number)).copied().filter(|_| start.contains_key(number));
        let left = decoded.limited.iter().map(|(_, at)| number(at).or(start.get(at).copied()).unwrap_or(0)).collect();
        (adapter, left)
    }
}

/// Whether a table looks at a number that may be one which Cedar does not have: it is left out of the log.
fn has_unshown_number(decoded: &Decoded, call: &dyn Fn(&Path) -> Option<Value>) -> bool {
    decoded.wide.iter().any(|place| decoded.inputs.iter().filter(|(_, input)| input.place == *place).all(|(path, _)| call(path).is_none()))
}

/// The values of a call as a reader would show them.
struct Values<'c> {
    call: &'c Call,
    /// Path and query, where they were made canonical.
    spelt: BTreeMap<&'static str, String>,
}

impl<'c> Values<'c> {
    /// `None` if the reader of this table denies the call.
    fn of(call: &'c Call, decoded: &Decoded, has_reader: bool) -> Option<Self> {
        let text = |name: &str| call.context.as_ref()?.get(name)?.as_str();
        let mut spelt = BTreeMap::new();
        if let (true, Some(path)) = (has_reader, text("path")) {
            let query = text("query");
            let mut bytes = [path, query.map_or("", |_| "?"), query.unwrap_or_default()].concat().into_bytes();
            let reads = |name: &[u8]| decoded.texts.contains(name);
            let strict = Strict { path: reads(b"path"), query: reads(b"query") };
            let found = target::canonical(&mut bytes, &strict)?;
            let part = |start: usize, end: usize| Some(String::from_utf8_lossy(bytes.get(start..end)?).into_owned());
            spelt.insert("path", part(0, found.path)?);
            if let Some(start) = found.query {
                spelt.insert("query", part(start, found.length)?);
            }
        }
        Some(Self { call, spelt })
    }

    fn get(&self, path: &Path) -> Option<Value> {
        match (path.root, &path.attributes[..]) {
            (Root::Resource, []) => resource(self.call),
            (Root::Context, [name]) if self.spelt.contains_key(name.as_str()) => Some(Value::String(self.spelt[name.as_str()].clone())),
            (Root::Context, []) => value(&serde_json::Value::Object(self.call.context.clone()?)),
            (Root::Context, [first, rest @ ..]) => {
                let found = self.call.context.as_ref()?.get(first)?;
                value(rest.iter().try_fold(found, |value, name| value.as_object()?.get(name))?)
            }
            (Root::Principal, _) | (Root::Resource, _) => None,
        }
    }
}
