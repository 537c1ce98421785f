//! What is decided on the calls that a request describes, and by which policies.
//!
//! In: a function of a release, and a condition that describes calls. Out: a [`Verdict`]: whether all, some or none of these calls are allowed, and for each rule
//! whether it holds for them. Must hold: (I15) `Always` and `Never` are proofs over every such call; what a reader denies before any rule is taken into account; what is not
//! decided is said to be not decided.

use super::authority::{Authority, beyond};
use super::calls::{Function, domain};
use super::release::{Release, policy};
use super::space::{self, Space};
use crate::guard::rules::{EntityName, Expr, Path, Root};
use crate::guard::simplify::value::Value;
use crate::solve::needs::inputs;
use crate::solve::{Answer, Ids, Outcome, Text, Witness, satisfy};
use caplink_guard::Conditions;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{PolicyRef, SymbolGrant};
use std::collections::{BTreeMap, BTreeSet};

/// Of which of the calls something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Of all.
    Always,
    /// Of some.
    Sometimes,
    /// Of none.
    Never,
    /// It was not found out.
    Unknown,
}

/// What is decided on the calls that a request describes.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Which of them are allowed.
    pub allowed: Holds,
    /// One that is allowed, if some are and some are not; empty if it matters nowhere.
    pub example: Option<String>,
    /// One that is not.
    pub counterexample: Option<String>,
    /// The rules, permits first.
    pub rules: Vec<Said>,
    /// Whether all rules would allow some of these calls that are denied before any rule is looked at: what must be named is not.
    pub is_unnamed: bool,
}

/// What a rule says of the calls.
#[derive(Clone, Debug)]
pub struct Said {
    /// The policy.
    pub policy: PolicyRef,
    /// Whether it permits.
    pub permits: bool,
    /// How many calls it permits, if it has a limit.
    pub limit: Option<u64>,
    /// Its condition, printed from the table; absent if it has none.
    pub condition: Option<String>,
    /// Of which calls it holds.
    pub holds: Holds,
    /// The values of a call on which its parts that never hold depend.
    pub fails_on: BTreeSet<String>,
}

/// Decides.
///
/// # Errors
/// If the function's table cannot be read.
pub fn decide(release: &Release, symbol: &SymbolGrant, condition: &Expr) -> Result<Verdict, Diagnostic> {
    let function = Function::of((release, symbol))?;
    let action = function.action();
    let texts = function.decision.table.as_ref().map(|table| &table.texts);
    let all = Authority::everything(std::iter::empty()).where_it_holds(condition);
    let own = function.decision.authority.where_it_holds(condition);
    let mut found = Found::default();
    let fixed = fixed(condition);
    for space in space::spaces(action, texts, texts) {
        let values = |path: &Path| domain(action, &space, path, &function, None);
        if let Some(sure) = fixed.as_ref().and_then(|call| of_call(call, &space, &function.decision.authority)) {
            let (is_there, allowed, by_rules) = sure;
            found.is_possible |= is_there;
            let witness = Witness::default();
            if allowed {
                found.allow(Some(&witness));
            } else if is_there {
                found.deny(Some(&witness));
            }
            found.unfenced |= by_rules;
            continue;
        }
        let possible = satisfy(&[(condition, Outcome::True)], &values);
        if possible == Answer::Never {
            continue;
        }
        found.is_possible = true;
        let fenced = own.but(&space.new);
        match beyond(&fenced, &Authority::nothing(), &values) {
            None => {}
            Some(more) => found.allow(more.example.as_ref()),
        }
        match beyond(&all, &function.decision.authority.but(&space.new), &values) {
            // Allowed, if not without end.
            Some(less) if less.times.is_some() => {}
            Some(less) => found.deny(less.example.as_ref()),
            None => {}
        }
        let by_rules = beyond(&own, &Authority::nothing(), &values).is_some_and(|more| more.example.is_some());
        found.unfenced |= by_rules;
    }
    let rules = rules(release, symbol, &function, condition)?;
    let allowed = match (found.is_possible, found.allowed, found.denied) {
        (false, ..) => Holds::Never,
        (true, Sure::No, _) => Holds::Never,
        (true, Sure::Yes, Sure::No) => Holds::Always,
        (true, Sure::Yes, Sure::Yes) => Holds::Sometimes,
        _ => Holds::Unknown,
    };
    let told = |example: Option<Witness>| example.filter(|_| allowed == Holds::Sometimes).map(|witness| witness.to_string());
    Ok(Verdict {
        allowed,
        example: told(found.example),
        counterexample: told(found.counterexample),
        rules,
        is_unnamed: allowed == Holds::Never && found.unfenced,
    })
}

/// The values of a request that says each of them; `None` is one that is not there.
type Call = BTreeMap<Path, Option<Value>>;

/// The one call that a condition describes, if it is a list of values.
fn fixed(condition: &Expr) -> Option<Call> {
    let Expr::And(all) = condition else { return None };
    let mut call = Call::new();
    for one in all {
        let (path, value) = match one {
            Expr::OneOf(input, texts) if texts.len() == 1 => {
                let Expr::Input(path) = &**input else { return None };
                let text = texts.first()?.clone();
                let is_resource = path.root == Root::Resource && path.attributes.is_empty();
                let value =
                    if is_resource { Value::Entity(EntityName { kind: "Net::Host".into(), id: text }) } else { Value::String(text) };
                (path, Some(value))
            }
            Expr::Equal(input, value) => match (&**input, &**value) {
                (Expr::Input(path), Expr::Long(value)) => (path, Some(Value::Long(*value))),
                _ => return None,
            },
            Expr::Not(has) => match &**has {
                Expr::Has(path) => (path, None),
                _ => return None,
            },
            _ => return None,
        };
        if call.insert(path.clone(), value).is_some() {
            return None;
        }
    }
    Some(call)
}

/// Whether a call is one of a space, whether it is allowed, and whether rules alone would allow it; `None` if a rule reads what the call does not say.
fn of_call(call: &Call, space: &Space, authority: &Authority) -> Option<(bool, bool, bool)> {
    let host = call.iter().find_map(|(path, value)| match value {
        Some(Value::Entity(entity)) if path.root == Root::Resource => Some(&entity.id),
        _ => None,
    })?;
    let is_there = match space.resource.as_ref()? {
        Ids::Listed(listed) => listed.contains(host),
        Ids::Any(Text::HostName) => !caplink_guard::host::is_literal(host.as_bytes()),
        Ids::Any(_) => true,
    };
    let fenced = authority.but(&space.new);
    if !fenced.inputs().iter().all(|path| call.contains_key(path)) {
        return None;
    }
    let value = |path: &Path| call.get(path).cloned().flatten();
    let is_allowed = |authority: &Authority| authority.times(&value) != Some(0);
    Some((is_there, is_there && is_allowed(&fenced), is_allowed(authority)))
}

/// Whether there is such a call.
#[derive(Clone, Copy, Default, PartialEq)]
enum Sure {
    #[default]
    No,
    Perhaps,
    Yes,
}

#[derive(Default)]
struct Found {
    is_possible: bool,
    allowed: Sure,
    denied: Sure,
    unfenced: bool,
    example: Option<Witness>,
    counterexample: Option<Witness>,
}

impl Found {
    fn allow(&mut self, example: Option<&Witness>) {
        note(&mut self.allowed, &mut self.example, example);
    }

    fn deny(&mut self, example: Option<&Witness>) {
        note(&mut self.denied, &mut self.counterexample, example);
    }
}

fn note(sure: &mut Sure, kept: &mut Option<Witness>, example: Option<&Witness>) {
    match example {
        Some(example) => {
            *sure = Sure::Yes;
            kept.get_or_insert_with(|| example.clone());
        }
        None if *sure == Sure::No => *sure = Sure::Perhaps,
        None => {}
    }
}

/// What each rule of a function says.
fn rules(release: &Release, symbol: &SymbolGrant, function: &Function<'_>, condition: &Expr) -> Result<Vec<Said>, Diagnostic> {
    let (Some(guard), Some(table), Some(decoded)) = (&symbol.guard, release.table(symbol), &function.decision.table) else {
        // Nothing decides on single calls.
        let permits = !symbol.outcome.is_refused();
        let said = |policy: &PolicyRef| Said {
            policy: policy.clone(),
            permits,
            limit: None,
            condition: None,
            holds: Holds::Always,
            fails_on: BTreeSet::new(),
        };
        return Ok(symbol.policies.iter().map(said).collect());
    };
    let mut said = vec![];
    let limits = decoded.limited.iter().zip(0..).filter(|((of, _), _)| *of != Expr::Bool(false)).zip(&guard.limits);
    let permits =
        decoded.permits.iter().zip(0..).zip(&guard.permits).map(|((of, number), id)| (of, number, id, true, None, Conditions::Permits));
    let limited =
        limits.map(|(((of, _), number), limit)| (of, number, &limit.policy, true, Some(u64::from(limit.calls)), Conditions::Limited));
    let forbids =
        decoded.forbids.iter().zip(0..).zip(&guard.forbids).map(|((of, number), id)| (of, number, id, false, None, Conditions::Forbids));
    for (of, number, id, is_permit, limit, list) in permits.chain(limited).chain(forbids) {
        let Some(policy) = policy(symbol, id) else { continue };
        let mut text = String::new();
        let printed = caplink_guard::print_condition(table, list, number, &mut text).unwrap_or(false);
        let (holds, fails_on) = of_rule(function, condition, of, is_permit);
        let is_conditional = printed && *of != Expr::Bool(true);
        said.push(Said { policy: policy.clone(), permits: is_permit, limit, condition: is_conditional.then_some(text), holds, fails_on });
    }
    Ok(said)
}

/// Of which calls a rule holds. A forbid that fails holds.
fn of_rule(function: &Function<'_>, condition: &Expr, rule: &Expr, permits: bool) -> (Holds, BTreeSet<String>) {
    let (yes, no) = if permits { (Outcome::True, Outcome::NotTrue) } else { (Outcome::NotFalse, Outcome::False) };
    let holds = ask(function, condition, rule, yes, no);
    let parts: Vec<&Expr> = match rule {
        Expr::And(all) => all.iter().collect(),
        one => vec![one],
    };
    let failing = parts.into_iter().filter(|part| holds == Holds::Never && ask(function, condition, part, yes, no) == Holds::Never);
    (holds, failing.flat_map(inputs).map(|path| path.to_string()).collect())
}

fn ask(function: &Function<'_>, condition: &Expr, rule: &Expr, yes: Outcome, no: Outcome) -> Holds {
    let action = function.action();
    let texts = function.decision.table.as_ref().map(|table| &table.texts);
    let (mut holds, mut fails) = (Sure::No, Sure::No);
    for space in space::spaces(action, texts, texts) {
        let values = |path: &Path| domain(action, &space, path, function, None);
        for (outcome, sure) in [(yes, &mut holds), (no, &mut fails)] {
            match satisfy(&[(condition, Outcome::True), (rule, outcome)], &values) {
                Answer::Never => {}
                Answer::Sometimes(_) => *sure = Sure::Yes,
                Answer::Unknown if *sure == Sure::No => *sure = Sure::Perhaps,
                Answer::Unknown => {}
            }
        }
    }
    match (holds, fails) {
        (Sure::No, _) => Holds::Never,
        (Sure::Yes, Sure::No) => Holds::Always,
        (Sure::Yes, Sure::Yes) => Holds::Sometimes,
        _ => Holds::Unknown,
    }
}
