//! Units: which imports one adapter component provides together.
//!
//! Each import that does not pass through whole is a unit by itself, but for standard streams and the network: where one of them is denied and the host gives no stream at
//! all, one adapter owns the streams of `wasi:io` and hands out streams that go nowhere, so that printing does not kill the agent. Only the definer of a resource can
//! make a handle of it, so all of these interfaces are one unit.

use super::needs::Needs;
use crate::{
    adapter::{
        Answer,
        value::{self, Value},
    },
    agent::{Agent, ImportItem, definition},
    capability::Membrane,
    grants::{Granted, Grants},
};
use caplink_model::{catalogue::Denied, lockfile::Outcome};
use std::collections::{BTreeMap, BTreeSet};
use wit_parser::{Handle, Resolve, Type, TypeDefKind, TypeId};

/// Imports that one adapter provides.
pub struct Unit {
    /// Their indices, ascending.
    pub members: Vec<usize>,
    /// What the functions that are not passed on answer.
    pub answers: BTreeMap<(usize, String), Answer>,
    /// The import whose `subscribe-duration` is used.
    pub clock: Option<usize>,
    /// What provides the functions that are granted, if a membrane does.
    pub membrane: Option<&'static Membrane>,
}

/// All units, by first member.
pub fn units(agent: &Agent, grants: &Grants, needs: &Needs<'_>) -> Vec<Unit> {
    let mut streams: Vec<Streams> = vec![];
    for granted in grants.symbols.iter().filter(|granted| !grants.parts.contains_key(&granted.import)) {
        if let Some(found) = denied_stream(agent, needs, granted) {
            match streams.iter_mut().find(|known| known.home == found.home) {
                Some(known) => {
                    known.members.extend(found.members);
                    known.made.extend(found.made);
                }
                None => streams.push(found),
            }
        }
    }
    for known in &mut streams {
        known.complete(agent, grants, needs);
    }
    let mut wrapped: BTreeMap<(usize, &str), (&'static Membrane, BTreeSet<usize>)> = BTreeMap::new();
    for (import, part) in &grants.parts {
        let unit = wrapped.entry((part.home, part.module.name)).or_insert((part.module, BTreeSet::new()));
        unit.1.insert(*import);
    }
    let shared: BTreeSet<usize> =
        streams.iter().flat_map(|known| &known.members).chain(wrapped.values().flat_map(|(_, members)| members)).copied().collect();
    let single = (0..agent.imports.len()).filter(|import| {
        let of = &agent.imports[*import];
        let elsewhere = of.is_lent || matches!(of.item, ImportItem::Type(_)) || shared.contains(import);
        !elsewhere && !needs.passes(*import)
    });
    let mut units: Vec<_> =
        single.map(|import| Unit { members: vec![import], answers: BTreeMap::new(), clock: None, membrane: None }).collect();
    units.extend(streams.iter().map(|known| Unit {
        members: known.members.iter().copied().collect(),
        answers: BTreeMap::new(),
        clock: known.clock,
        membrane: None,
    }));
    units.extend(wrapped.into_values().map(|(membrane, members)| Unit {
        members: members.into_iter().collect(),
        answers: BTreeMap::new(),
        clock: None,
        membrane: Some(membrane),
    }));
    units.sort_by_key(|unit| unit.members[0]);
    for unit in &mut units {
        let family = streams.iter().find(|known| known.members.contains(&unit.members[0]));
        let refused = |granted: &&Granted| (granted.outcome.is_refused() || granted.outcome == Outcome::Guard) && granted.held.is_none();
        for granted in grants.symbols.iter().filter(|granted| refused(granted) && unit.members.contains(&granted.import)) {
            let family = family.filter(|_| granted.outcome != Outcome::Unreached);
            let answer = family.and_then(|family| family.answer(agent, granted)).unwrap_or_else(|| plain(agent, needs, granted));
            unit.answers.insert((granted.import, granted.symbol.function.clone()), answer);
        }
        if !unit.answers.values().any(|answer| *answer == Answer::ReadyPollable) {
            unit.clock = None;
        }
    }
    units
}

/// The answer of a function by its own signature. What only prepares a denied call may go on, up to that call: its handles are of a resource that
/// the host has no part in.
fn plain(agent: &Agent, needs: &Needs<'_>, granted: &Granted) -> Answer {
    let function = granted.function(agent);
    if granted.outcome == Outcome::Unreached {
        return Answer::Unreached;
    }
    let made = function.result.as_ref().and_then(|ty| owned(&agent.resolve, ty));
    if let Some(made) = made.filter(|made| needs.import_of(*made) == Some(granted.import) && !needs.is_from_host(*made))
        && granted.denied == Denied::Sink
    {
        return Answer::NewHandle(made);
    }
    match value::denial(&agent.resolve, function, granted.denied) {
        Some((value, _)) => Answer::Constant(value),
        None => Answer::Trap,
    }
}

/// One family of streams that go nowhere.
struct Streams {
    /// The import that defines the streams.
    home: usize,
    members: BTreeSet<usize>,
    /// The resources of which the unit makes handles.
    made: BTreeSet<TypeId>,
    /// The pollable, if the unit defines it.
    pollable: Option<TypeId>,
    clock: Option<usize>,
}

/// A denied function that hands out a stream, or the network, which the host does not define.
fn denied_stream(agent: &Agent, needs: &Needs<'_>, granted: &Granted) -> Option<Streams> {
    if granted.outcome != Outcome::Deny || granted.denied != Denied::Sink {
        return None;
    }
    let package = agent.imports[granted.import].interface.as_ref()?.package_name();
    let stream = owned(&agent.resolve, granted.function(agent).result.as_ref()?)?;
    let home = needs.import_of(stream)?;
    // A network that no function of the host takes is as good as such a stream: what is asked of it is refused.
    let is_benign = matches!(package.as_str(), "wasi:cli" | "wasi:sockets");
    (is_benign && !needs.is_from_host(stream) && !needs.passes(home)).then(|| Streams {
        home,
        members: BTreeSet::from([home, granted.import]),
        made: BTreeSet::from([stream]),
        pollable: None,
        clock: None,
    })
}

/// The resource that a value owns, if it is a handle.
fn owned(resolve: &Resolve, ty: &Type) -> Option<TypeId> {
    let Type::Id(id) = ty else { return None };
    let id = definition(resolve, *id);
    match resolve.types[id].kind {
        TypeDefKind::Handle(Handle::Own(resource)) => Some(definition(resolve, resource)),
        TypeDefKind::Resource => Some(id),
        _ => None,
    }
}

impl Streams {
    /// Takes in the pollable, or finds a granted clock of the host's that can make one; the lockfile says that the adapter uses it.
    fn complete(&mut self, agent: &Agent, grants: &Grants, needs: &Needs<'_>) {
        let resolve = &agent.resolve;
        let subscribe =
            grants.symbols.iter().find(|granted| granted.import == self.home && granted.symbol.function.ends_with(".subscribe"));
        let Some(pollable) = subscribe.and_then(|granted| owned(resolve, granted.function(agent).result.as_ref()?)) else { return };
        let Some(import) = needs.import_of(pollable) else { return };
        if !needs.is_from_host(pollable) {
            self.pollable = Some(pollable);
            self.members.insert(import);
            return;
        }
        self.clock = grants
            .symbols
            .iter()
            .find(|granted| {
                granted.outcome == Outcome::Allow
                    && granted.symbol.function == "subscribe-duration"
                    && granted.function(agent).result.as_ref().and_then(|ty| owned(resolve, ty)) == Some(pollable)
            })
            .map(|granted| granted.import);
    }

    /// What a denied function of the family answers; `None` where its signature says it all.
    fn answer(&self, agent: &Agent, granted: &Granted) -> Option<Answer> {
        let resolve = &agent.resolve;
        let declared = granted.function(agent);
        let result = declared.result.as_ref();
        if let Some(made) = result.and_then(|ty| owned(resolve, ty)) {
            if self.made.contains(&made) || self.pollable == Some(made) {
                return Some(Answer::NewHandle(made));
            }
            return Some(if self.clock.is_some() { Answer::ReadyPollable } else { Answer::Trap });
        }
        let ok = |value: Option<Value>| Some(Answer::Constant(Some(Value::Case(0, value.map(Box::new)))));
        match granted.symbol.function.as_str() {
            // How many bytes the next write may have.
            "[method]output-stream.check-write" => ok(Some(Value::Number(65_536))),
            "[method]output-stream.write"
            | "[method]output-stream.write-zeroes"
            | "[method]output-stream.flush"
            | "[method]output-stream.blocking-flush"
            | "[method]output-stream.blocking-write-and-flush"
            | "[method]output-stream.blocking-write-zeroes-and-flush" => ok(None),
            // At its end, and not merely empty for now: a reader would come back for ever.
            "[method]input-stream.read"
            | "[method]input-stream.blocking-read"
            | "[method]input-stream.skip"
            | "[method]input-stream.blocking-skip" => {
                value::denial(resolve, declared, Denied::Error).map(|(value, _)| Answer::Constant(value))
            }
            "[method]pollable.ready" => Some(Answer::Constant(Some(Value::Number(1)))),
            "[method]pollable.block" => Some(Answer::Constant(None)),
            "poll" => Some(Answer::EveryIndex),
            "[method]error.to-debug-string" => Some(Answer::Constant(Some(Value::Text("")))),
            _ => None,
        }
    }
}
