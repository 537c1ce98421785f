//! What each function may be called with, before and now.
//!
//! In: two releases, either of which may be missing. Out: a [`Change`] for each function whose authority changed, with an example that was looked for over all
//! calls, and what is newly asked for without authority. Must hold: a function of the new release that is granted is compared with the function of the old one
//! of the same interface, track and name, and with everything else that the old one could do by the same actions; what was not proved to be no more is more.

use super::authority::{Beyond, Cause};
use super::calls::{Function, Known, alone, difference, elsewhere, growth, more};
use super::parallel;
use super::release::{FunctionKey, Release, name_of, policy};
use super::tier::{Growth, tier};
use crate::guard::rules::{EntityName, Expr, Path, Root};
use crate::guard::simplify::value::{Value, evaluate};
use crate::solve::Witness;
use caplink_model::InterfaceName;
use caplink_model::change::{self, Change, Direction, Example, Kind, Tier};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Export, Outcome, PolicyRef, SymbolGrant};
use caplink_model::text::escape;
use std::collections::BTreeSet;

/// Compares all functions.
///
/// # Errors
/// If a table cannot be read.
pub fn functions(old: Option<&Release>, new: Option<&Release>) -> Result<Vec<Change>, Diagnostic> {
    let (before, now) = (old.map(Release::functions).unwrap_or_default(), new.map(Release::functions).unwrap_or_default());
    let keys: BTreeSet<&FunctionKey> = before.keys().chain(now.keys()).collect();
    let mut both: Vec<Both<'_>> = vec![];
    for key in keys {
        let (olds, news) = (before.get(key).map_or(&[][..], Vec::as_slice), now.get(key).map_or(&[][..], Vec::as_slice));
        // Twins of one track are decided alike; where one side has fewer, its last stands for the others.
        for number in 0..olds.len().max(news.len()) {
            let old = old.zip(olds.get(number).or(olds.last()).copied());
            let new = new.zip(news.get(number).or(news.last()).copied());
            both.push((old, new));
        }
    }
    // Most functions are the same, and need no proof.
    both.retain(|(old, new)| !old.zip(*new).is_some_and(|((_, old), (_, new))| is_same(old, new)));
    // Where several actions are decided one by one, on either side, each is compared by itself.
    let both: Vec<Both<'_>> = both.into_iter().flat_map(|(old, new)| by_action(old, new)).collect();
    let compared = parallel::runs(&both, |run| {
        let known = Known::of(old);
        run.iter().map(|(old, new)| compare(*old, *new, &known)).collect::<Result<Vec<_>, _>>()
    });
    let mut changes = vec![];
    for run in compared {
        changes.extend(run?.into_iter().flatten());
    }
    Ok(changes)
}

/// A function of the old release and of the new one.
type Both<'r> = (Option<(&'r Release, &'r SymbolGrant)>, Option<(&'r Release, &'r SymbolGrant)>);

/// A function of both sides, or where one of them decides its actions one by one, a pair for each action.
fn by_action<'r>(old: Option<(&'r Release, &'r SymbolGrant)>, new: Option<(&'r Release, &'r SymbolGrant)>) -> Vec<Both<'r>> {
    let several = |side: &Option<(&Release, &SymbolGrant)>| side.is_some_and(|(_, symbol)| !symbol.decisions.is_empty());
    if !several(&old) && !several(&new) {
        return vec![(old, new)];
    }
    let parts = |side: Option<(&'r Release, &'r SymbolGrant)>| {
        let all = side.into_iter().flat_map(|(release, symbol)| release.parts(symbol).iter().map(move |part| (release, part)));
        all.collect::<Vec<_>>()
    };
    let (olds, news) = (parts(old), parts(new));
    let actions: BTreeSet<&String> = olds.iter().chain(&news).flat_map(|(_, part)| &part.actions).collect();
    let of =
        |parts: &[(&'r Release, &'r SymbolGrant)], action: &String| parts.iter().find(|(_, part)| part.actions.contains(action)).copied();
    let pairs = actions.into_iter().map(|action| (of(&olds, action), of(&news, action)));
    pairs.filter(|(old, new)| !old.zip(*new).is_some_and(|((_, old), (_, new))| is_same(old, new))).collect()
}

/// Compares one function of two releases.
fn compare(
    old: Option<(&Release, &SymbolGrant)>,
    new: Option<(&Release, &SymbolGrant)>,
    known: &Known<'_>,
) -> Result<Option<Change>, Diagnostic> {
    if let (Some((_, before)), Some((release, now))) = (old, new)
        && matches!(before.outcome, Outcome::Allow | Outcome::Guard)
        && now.outcome == Outcome::Inert
    {
        return Ok(Some(harmless(before, release, now)));
    }
    let granted =
        |side: Option<(&Release, &SymbolGrant)>| side.is_some_and(|(_, symbol)| matches!(symbol.outcome, Outcome::Allow | Outcome::Guard));
    match (granted(old), granted(new)) {
        (false, false) => Ok(undecided(old, new)),
        (true, false) => Ok(old.map(|old| revoked(old, new))),
        (false, true) => {
            let Some((release, symbol)) = new else { return Ok(None) };
            gained(old, &Function::of((release, symbol))?, known).map(Some)
        }
        (true, true) => {
            let (Some((old, before)), Some((new, now))) = (old, new) else { return Ok(None) };
            let old = Function::of((old, before))?;
            let new = Function::of((new, now))?;
            both(&old, &new, known)
        }
    }
}

/// Whether nothing differs that a report tells.
fn is_same(old: &SymbolGrant, new: &SymbolGrant) -> bool {
    let table = |symbol: &SymbolGrant| {
        symbol.guards().map(|guard| (guard.table, guard.limits.iter().map(|limit| limit.calls).collect::<Vec<_>>())).collect::<Vec<_>>()
    };
    let decided =
        |symbol: &SymbolGrant| symbol.decisions.iter().map(|decision| (decision.action.clone(), decision.outcome)).collect::<Vec<_>>();
    decided(old) == decided(new)
        && (old.outcome, &old.actions, old.provider, &old.returns) == (new.outcome, &new.actions, new.provider, &new.returns)
        && table(old) == table(new)
}

/// Both decide some calls.
fn both(old: &Function<'_>, new: &Function<'_>, known: &Known<'_>) -> Result<Option<Change>, Diagnostic> {
    let more = more(old, new, known);
    let less = difference(new, old, known).filter(|less| less.example.is_some());
    let (before, now) = (state(old.symbol), state(new.symbol));
    let actions = new.symbol.actions.clone();
    let subject = quoted(&actions);
    let Some(more) = more else {
        let Some(less) = less else { return Ok(None) };
        let is_budget = less.times.is_some();
        return Ok(Some(Change {
            kind: if is_budget { Kind::Budget } else { Kind::Condition },
            direction: Direction::Narrower,
            summary: format!("{subject} {} allowed {}", are(&actions), if is_budget { "less often" } else { "for fewer calls" }),
            before,
            after: now,
            lost: example(&less),
            causes: losing(old.symbol, new.symbol, &less),
            ..draft(new, actions)
        }));
    };
    let is_budget = more.times.is_some() && less.as_ref().is_none_or(|less| less.times.is_some());
    let (growth, more) = growth(old, new, more, known)?;
    let (tier, reason) = tier(&actions, growth);
    let how = match (is_budget, less.is_some()) {
        (true, _) => "more often",
        (false, true) => "for other calls, some of which were not",
        (false, false) => "for more calls",
    };
    Ok(Some(Change {
        kind: if is_budget { Kind::Budget } else { Kind::Condition },
        direction: if less.is_some() { Direction::Incomparable } else { Direction::Wider },
        tier,
        reason,
        summary: format!("{subject} {} allowed {how}", are(&actions)),
        before,
        after: now,
        gained: example(&more),
        lost: less.as_ref().and_then(example),
        unproved: more.unproved.map(str::to_string),
        causes: gaining(Some(old.symbol), new.symbol, &more),
        ..draft(new, actions)
    }))
}

/// A function that was not granted and is.
fn gained(old: Option<(&Release, &SymbolGrant)>, new: &Function<'_>, known: &Known<'_>) -> Result<Change, Diagnostic> {
    let actions = new.symbol.actions.clone();
    // What no call is allowed by is told as granted all the same: the artifact imports the function.
    let none = "the host's function is imported, though no call was found that its guard allows";
    let all = alone(new, known).unwrap_or(Beyond { unproved: Some(none), ..Beyond::default() });
    let others = elsewhere(new, known, new.symbol)?;
    let before = old.map(|(_, symbol)| symbol).or(others.as_ref().map(|(other, _)| other.symbol));
    let (found, growth) = match others {
        None => (all, Growth::New),
        Some((_, None)) => (all, Growth::SameAction),
        // By another function it could do some of this: what matters is the rest.
        Some((other, Some(more))) => {
            let (growth, more) = growth(&other, new, more, &Known::default())?;
            (more, growth)
        }
    };
    let own = FunctionKey::of(new.symbol);
    let mut others = known.with_action(new.action()).iter().map(|(_, symbol)| FunctionKey::of(symbol));
    let is_track = others.any(|other| package(&other.interface) == package(&own.interface) && other.track != own.track);
    let (tier, reason) = tier(&actions, growth);
    let (subject, is_same) = (quoted(&actions), growth == Growth::SameAction);
    let (kind, summary) = match (is_same, is_track) {
        (true, true) => (Kind::Track, format!("{subject} {} asked of another version of its interface", are(&actions))),
        (false, true) => {
            (Kind::Track, format!("{subject} {} asked of another version of its interface, and allowed for more calls", are(&actions)))
        }
        (true, false) => (Kind::FunctionGranted, format!("another function for {subject}, which {} allowed before", were(&actions))),
        _ if new.symbol.outcome == Outcome::Guard => {
            (Kind::FunctionGranted, format!("{subject} {} newly allowed, for some calls", are(&actions)))
        }
        _ => (Kind::FunctionGranted, format!("{subject} {} newly allowed", are(&actions))),
    };
    let demand = match old.map(|(_, symbol)| symbol.outcome) {
        None => "the agent did not import it before",
        Some(Outcome::Unreached) => "no call reached it before",
        Some(_) => "the agent imported it before, and it was denied",
    };
    let path = new.symbol.evidence.as_ref().map_or(String::new(), |evidence| {
        let steps: Vec<_> = evidence.path.iter().map(|step| escape(step)).collect();
        format!("; it is called by {}", steps.join(" > "))
    });
    Ok(Change {
        kind,
        direction: Direction::Wider,
        tier,
        reason,
        summary,
        before: old.map_or("not imported".into(), |(_, symbol)| state(symbol)),
        after: state(new.symbol),
        gained: example(&found),
        unproved: found.unproved.map(str::to_string),
        // Nothing was decided on what no call reached.
        causes: gaining(before.filter(|before| before.outcome != Outcome::Unreached), new.symbol, &found),
        demand: Some(format!("{demand}{path}")),
        ..draft(new, actions)
    })
}

fn package(interface: &str) -> &str {
    interface.split_once('/').map_or(interface, |(package, _)| package)
}

/// A function that is no longer granted.
fn revoked((_, before): (&Release, &SymbolGrant), new: Option<(&Release, &SymbolGrant)>) -> Change {
    let actions = before.actions.clone();
    let forbids = new.iter().flat_map(|(_, symbol)| &symbol.policies).map(|policy| cause(true, policy, "forbids it"));
    let gone =
        before.policies.iter().filter(|policy| new.is_none_or(|(_, symbol)| !symbol.policies.iter().any(|other| other.id == policy.id)));
    let causes = match new {
        // What the agent no longer asks for says nothing of policies.
        None => vec![],
        Some((_, symbol)) if symbol.outcome == Outcome::Unreached => vec![],
        Some(_) => forbids.chain(gone.map(|policy| cause(false, policy, "permitted it"))).collect(),
    };
    Change {
        kind: Kind::FunctionRevoked,
        direction: Direction::Narrower,
        summary: format!("{} {} no longer allowed", quoted(&actions), are(&actions)),
        before: state(before),
        after: new.map_or("not imported".into(), |(_, symbol)| state(symbol)),
        causes,
        demand: Some(
            match new.map(|(_, symbol)| symbol.outcome) {
                None => "the agent no longer imports it",
                Some(Outcome::Unreached) => "the agent still imports it, and no call reaches it any more",
                Some(_) => "the agent still imports it",
            }
            .into(),
        ),
        line: new.and_then(|(release, symbol)| release.line_of(symbol)),
        functions: vec![new.map_or_else(|| name_of(before), |(_, symbol)| name_of(symbol))],
        ..empty(actions)
    }
}

/// What acted counts as harmless now: the catalogue changed.
fn harmless(before: &SymbolGrant, release: &Release, now: &SymbolGrant) -> Change {
    let change = Change {
        kind: Kind::Tool,
        summary: "a function that was granted by policy counts as harmless now".into(),
        before: state(before),
        after: state(now),
        line: release.line_of(now),
        functions: vec![name_of(now)],
        ..empty(before.actions.clone())
    };
    if before.outcome == Outcome::Allow { change } else { reclassified(change) }
}

fn reclassified(change: Change) -> Change {
    let reason = "the catalogue of caplink changed, and the host is asked for it whatever policy says".to_string();
    let unproved = Some("what the catalogue says of it was changed".to_string());
    Change { direction: Direction::Wider, tier: Tier::Medium, reason, unproved, ..change }
}

/// Neither side decides calls: what is denied, and what follows something that is granted.
fn undecided(old: Option<(&Release, &SymbolGrant)>, new: Option<(&Release, &SymbolGrant)>) -> Option<Change> {
    let (release, symbol) = new?;
    let actions = symbol.actions.clone();
    let functions = vec![name_of(symbol)];
    let line = release.line_of(symbol);
    let nothing_followed = |symbol: &SymbolGrant| symbol.reason.as_deref() == Some("nothing that it follows is granted");
    let change = |kind, summary: String| {
        Some(Change {
            kind,
            summary,
            before: old.map_or("not imported".into(), |(_, old)| state(old)),
            after: state(symbol),
            line,
            functions: functions.clone(),
            ..empty(vec![])
        })
    };
    match (old.map(|(_, symbol)| symbol), symbol.outcome) {
        // The catalogue of the old release gave it authority, and that of the new one does not.
        (Some(before), Outcome::Inert) if before.outcome == Outcome::Deny && !nothing_followed(before) => {
            change(Kind::Tool, "a function that was denied counts as harmless now".into()).map(reclassified)
        }
        // What it would have needed is told of functions that no call reaches, too.
        (Some(before), Outcome::Inert) if before.outcome == Outcome::Unreached && !before.actions.is_empty() => {
            change(Kind::Tool, "a function that acted counts as harmless now".into()).map(reclassified)
        }
        (None, Outcome::Inert) => change(Kind::Import, "a function without authority of its own is newly imported".into()),
        (Some(before), Outcome::Inert) if before.outcome.is_refused() => {
            change(Kind::Import, "a function without authority of its own is newly imported".into())
        }
        (None, Outcome::Unreached) => None,
        (None, _) => {
            let change = change(
                Kind::Provider,
                format!(
                    "{} newly asked for, and denied",
                    if actions.is_empty() { "a function is".into() } else { format!("{} {}", quoted(&actions), are(&actions)) }
                ),
            )?;
            Some(Change { actions, ..change })
        }
        (Some(before), Outcome::Deny)
            if before.outcome == Outcome::Deny && (before.provider, &before.returns) != (symbol.provider, &symbol.returns) =>
        {
            change(Kind::Provider, "a refused call returns something else".into())
        }
        _ => None,
    }
}

/// Whether a change is another function for what could be done before.
pub fn is_elsewhere(change: &Change) -> bool {
    change.unproved.is_none() && change.reason == tier(&change.actions, Growth::SameAction).1
}

/// The functions of an action of which some call is allowed on which a condition is true, each with such a call; without one if that was not decided.
pub fn allowed(release: &Release, action: &str, condition: Option<&Expr>) -> Result<Vec<(String, Option<Example>)>, Diagnostic> {
    let mut found = vec![];
    if action == "export" {
        let allowed = release.lockfile.exports.iter().filter(|export| export.outcome == Outcome::Allow);
        return Ok(allowed.filter(|export| condition.is_none_or(|condition| holds_of(condition, &export.name))).map(named).collect());
    }
    // What is observed is written, whether the agent writes there itself or not.
    if let Some(sink) = release.lockfile.observe.filter(|sink| sink.action() == action) {
        let (interface, function) = sink.writes_by();
        let example = condition.is_none().then(|| Example { request: String::new(), times: None });
        found.push((format!("{interface}#{function}"), example));
    }
    for symbol in release.symbols() {
        if !matches!(symbol.outcome, Outcome::Allow | Outcome::Guard) || !symbol.actions.iter().any(|other| other == action) {
            continue;
        }
        let mut function = Function::of((release, symbol))?;
        if let Some(condition) = condition {
            function.decision.authority = function.decision.authority.where_it_holds(condition);
        }
        let calls = alone(&function, &Known::default());
        found.extend(calls.map(|calls| (name_of(symbol), example(&calls))));
    }
    Ok(found)
}

/// Whether a condition is true of an export, or fails.
fn holds_of(condition: &Expr, name: &str) -> bool {
    let call = |path: &Path| (path.root == Root::Resource).then(|| Value::Entity(interface(name)));
    evaluate(condition, &call) != Some(Value::Bool(false))
}

/// An interface, function or type, as policies name it.
fn interface(name: &str) -> EntityName {
    let id = InterfaceName::parse(name).map_or_else(|_| name.to_string(), |name| name.unversioned());
    EntityName { kind: "Wit::Interface".into(), id }
}

/// An export, with the request of the host.
fn named(export: &Export) -> (String, Option<Example>) {
    let request = format!("resource == Wit::Interface::\"{}\"", escape(&interface(&export.name).id));
    (export.name.clone(), Some(Example { request, times: None }))
}

/// What a report says of a side.
pub fn state(symbol: &SymbolGrant) -> String {
    match (symbol.outcome, &symbol.guard) {
        (Outcome::Guard, Some(guard)) => {
            let limits: Vec<String> =
                guard.limits.iter().map(|limit| format!("at most {} calls by `{}`", limit.calls, escape(&limit.policy))).collect();
            if limits.is_empty() { guard.condition.clone() } else { format!("{} ({})", guard.condition, limits.join(", ")) }
        }
        (Outcome::Allow | Outcome::Guard, _) => "allowed".into(),
        (Outcome::Inert, _) => "imported, without authority of its own".into(),
        (Outcome::Unreached, _) => "not demanded: no call reaches it".into(),
        (Outcome::Deny, _) => match &symbol.returns {
            Some(returns) if returns == "trap" => "denied, traps".into(),
            Some(returns) => format!("denied, returns {returns}"),
            None => "denied".into(),
        },
    }
}

/// The policies that make more possible.
fn gaining(old: Option<&SymbolGrant>, new: &SymbolGrant, found: &Beyond) -> Vec<change::Cause> {
    let was = |id: &str| old.and_then(|old| policy(old, id));
    let mut causes = vec![];
    for one in &found.causes {
        match one {
            Cause::Permit(id) => {
                if let Some(found) = policy(new, id) {
                    let role = match old {
                        None => "permits it",
                        Some(_) if was(id).is_none() => "permits it, and did not before",
                        Some(_) => "permits more than before",
                    };
                    causes.push(cause(true, found, role));
                }
            }
            Cause::Forbid(id) => match (policy(new, id), was(id)) {
                (Some(found), Some(_)) => causes.push(cause(true, found, "forbids less than before")),
                (Some(found), None) => causes.push(cause(true, found, "names it, though it forbids")),
                (None, Some(found)) => causes.push(cause(false, found, "forbade it, and does not any more")),
                (None, None) => {}
            },
        }
    }
    // What forbade the function as a whole.
    let forbade = old.filter(|old| old.outcome == Outcome::Deny).into_iter().flat_map(|old| &old.policies);
    causes.extend(
        forbade.filter(|forbid| policy(new, &forbid.id).is_none()).map(|forbid| cause(false, forbid, "forbade it, and does not any more")),
    );
    causes.sort_by_key(|cause| !cause.is_new);
    causes.dedup();
    causes
}

/// The policies that make less possible.
fn losing(old: &SymbolGrant, new: &SymbolGrant, found: &Beyond) -> Vec<change::Cause> {
    let mut causes = vec![];
    for one in &found.causes {
        match one {
            Cause::Permit(id) => match (policy(new, id), policy(old, id)) {
                (Some(found), _) => causes.push(cause(true, found, "permits less than before")),
                (None, Some(found)) => causes.push(cause(false, found, "permitted it, and does not any more")),
                (None, None) => {}
            },
            Cause::Forbid(id) => {
                if let Some(found) = policy(new, id) {
                    causes.push(cause(
                        true,
                        found,
                        if policy(old, id).is_none() { "forbids it, and did not before" } else { "forbids more than before" },
                    ));
                }
            }
        }
    }
    causes.sort_by_key(|cause| !cause.is_new);
    causes
}

fn cause(is_new: bool, policy: &PolicyRef, role: &str) -> change::Cause {
    change::Cause { is_new, policy: policy.clone(), role: role.into() }
}

fn example(found: &Beyond) -> Option<Example> {
    found.example.as_ref().map(|witness: &Witness| Example { request: witness.to_string(), times: found.times })
}

fn draft(function: &Function<'_>, actions: Vec<String>) -> Change {
    let line = function.release.line_of(function.symbol);
    Change { functions: vec![name_of(function.symbol)], line, ..empty(actions) }
}

/// A change of nothing, about these actions; its kind and everything else is filled in.
pub fn empty(actions: Vec<String>) -> Change {
    Change { actions, ..Change::empty(Kind::Code) }
}

/// Actions in a sentence.
pub fn quoted(actions: &[String]) -> String {
    let names: Vec<String> = actions.iter().map(|action| format!("`{}`", escape(action))).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "a function".into(),
    }
}

fn are(actions: &[String]) -> &'static str {
    if actions.len() > 1 { "are" } else { "is" }
}

fn were(actions: &[String]) -> &'static str {
    if actions.len() > 1 { "were" } else { "was" }
}
