//! One seed: signatures, an agent, policies, a link, and calls that are compared.

use super::condition::{self, Policy};
use super::host::{Artifact, Running};
use super::linking::{Refusal, link};
use super::oracle::{Oracle, Verdict};
use super::random::Random;
use super::signature::{Function, Signatures, Type, signatures};
use super::{agent, projection, value};
use caplink_linker::schema::projection::project;
use caplink_verify::Verified;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use wasmtime::component::Val;
use wasmtime::{Engine, Trap};
use wit_parser::{Resolve, WorldItem};

/// Functions of one agent.
const FUNCTIONS: usize = 20;
/// Calls of one function.
const CALLS: usize = 6;
/// What the compiler may refuse of what is generated here, with the reason.
const REFUSED: &[&str] = &[];

/// What was being tried, for the message of a failure.
#[derive(Default)]
pub struct Tried {
    wit: RefCell<String>,
    call: RefCell<String>,
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--\n{}\n--\n{}", self.wit.borrow(), self.call.borrow())
    }
}

/// What all cases came to.
#[derive(Debug, Default)]
pub struct Counts {
    signatures: u64,
    asynchronous: u64,
    /// More than sixteen flat parameters.
    by_pointer: u64,
    with_condition: u64,
    hidden: u64,
    calls: u64,
    allowed: u64,
    /// With the function's own error.
    answered: u64,
    trapped: u64,
    /// The guard may be stricter than Cedar.
    either: u64,
    refused: BTreeMap<String, u64>,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { signatures, asynchronous, by_pointer, with_condition, hidden, calls, allowed, answered, trapped, either, refused } =
            self;
        write!(
            f,
            "{signatures} signatures ({asynchronous} async, {by_pointer} by pointer, {with_condition} with conditions, {hidden} hidden parameters), "
        )?;
        write!(
            f,
            "{calls} calls: {allowed} allowed, {} denied ({answered} by an error, {trapped} by a trap), {either} either way; ",
            answered + trapped
        )?;
        write!(f, "refused: {refused:?}")
    }
}

impl Counts {
    /// Enough of everything.
    pub fn are_mixed(&self) {
        let denied = self.answered + self.trapped;
        assert!(self.allowed * 10 >= self.calls * 3 && denied * 10 >= self.calls * 2, "{self}");
        assert!(self.with_condition * 10 >= self.signatures * 6 && self.refused.values().sum::<u64>() * 20 <= self.signatures, "{self}");
    }
}

/// A function with its policies and the calls of it.
struct Guarded {
    policies: Vec<Policy>,
    oracle: Oracle,
    hidden: BTreeSet<String>,
    calls: Vec<Vec<Val>>,
}

/// Checks one seed.
pub fn run(seed: u64, engine: &Engine, tried: &Tried, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let signatures = signatures(&mut random, FUNCTIONS);
    let wit = signatures.text();
    tried.wit.replace(wit.clone());
    let mut resolve = Resolve::default();
    let package = resolve.push_str("random.wit", &wit).unwrap_or_else(|error| panic!("the generator: {error:#}"));
    let world = resolve.packages[package].worlds["w"];
    let agent = agent::agent(&resolve, world, &signatures);
    let declared: BTreeMap<_, _> = resolve.worlds[world]
        .exports
        .values()
        .filter_map(|item| if let WorldItem::Function(function) = item { Some((function.name.as_str(), function)) } else { None })
        .collect();
    let mut guarded: Vec<_> = signatures
        .functions
        .iter()
        .map(|function| {
            // What a type that is too large shows is not this test's matter.
            let shown = project(&resolve, declared[function.export.as_str()]);
            let hidden = shown.hidden.into_iter().filter(|hidden| hidden.reason.contains("too many")).map(|hidden| hidden.name).collect();
            guarded(&mut random, function, hidden)
        })
        .collect();

    let linked = linked(&agent, &signatures, &mut guarded, tried, counts);
    for (function, guarded) in signatures.functions.iter().zip(&mut guarded) {
        let (import, name) = if function.is_plain { (function.name.as_str(), "") } else { ("abi:t/api", function.name.as_str()) };
        let symbol = linked.lockfile().symbols.iter().find(|symbol| symbol.import == import && symbol.function == name);
        let guard = symbol.expect("the lockfile lists every function").guard.as_ref();
        guarded.oracle.inputs = guard.map(|guard| guard.inputs.clone()).unwrap_or_default();
    }
    for (function, guarded) in signatures.functions.iter().zip(&guarded) {
        counts.signatures += 1;
        counts.asynchronous += u64::from(function.is_async);
        counts.with_condition += u64::from(guarded.policies.iter().any(|policy| !policy.reads.is_empty()));
        counts.hidden += guarded.hidden.len() as u64;
        let flat = resolve.wasm_signature(wit_parser::abi::AbiVariant::GuestImport, declared[function.export.as_str()]);
        counts.by_pointer += u64::from(flat.indirect_params);
    }
    let artifact = Artifact::new(engine, linked.bytes(), &signatures).unwrap_or_else(|error| panic!("the artifact: {error:#}"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
    runtime.block_on(async {
        let mut running = artifact.start().await.unwrap_or_else(|error| panic!("the artifact: {error:#}"));
        // Functions take turns on one instance.
        for round in 0..CALLS {
            for (number, (function, guarded)) in signatures.functions.iter().zip(&guarded).enumerate() {
                let arguments = &guarded.calls[round];
                let texts: String = guarded.policies.iter().map(|policy| policy.text.as_str()).collect();
                tried.call.replace(format!("{}: {}\n{texts}{arguments:?}", function.name, function.text()));
                let answer = function.result.as_ref().map(|ty| value::value(&mut random, ty));
                if call(&mut running, number, function, guarded, arguments, answer, counts).await {
                    running = artifact.start().await.unwrap_or_else(|error| panic!("the artifact: {error:#}"));
                }
            }
        }
    });
}

/// Policies and calls for one function: one call for which the conditions were made, several that differ in a part, one that has nothing to do with it.
fn guarded(random: &mut Random, function: &Function, hidden: BTreeSet<String>) -> Guarded {
    let base = value::arguments(random, function);
    let other = value::changed(random, function, &base);
    let context = projection::context(function, &base, &hidden);
    let policies = condition::policies(random, &function.action(), &context, &projection::context(function, &other, &hidden));
    let mut calls = vec![base.clone(), other];
    calls.extend((3..CALLS).map(|_| value::changed(random, function, &base)));
    calls.push(value::arguments(random, function));
    let oracle = Oracle::new(&policies, &function.action());
    Guarded { policies, oracle, hidden, calls }
}

/// Links; where the compiler refuses policies of a function for a known reason, the function is permitted without a condition.
fn linked(agent: &[u8], signatures: &Signatures, guarded: &mut [Guarded], tried: &Tried, counts: &mut Counts) -> Verified {
    const EXPORTS: &str = "permit (principal, action == Action::\"export\", resource);\n";
    let text = |guarded: &[Guarded]| {
        let all = guarded.iter().flat_map(|guarded| &guarded.policies).map(|policy| policy.text.as_str());
        [EXPORTS].into_iter().chain(all).collect::<String>()
    };
    let policies = text(guarded);
    let errors = match link(agent, &policies) {
        Ok(verified) => return verified,
        Err(Refusal::Input(errors)) => errors,
        Err(Refusal::Unsound(error)) => {
            tried.call.replace(policies);
            panic!("the check of the artifact: {error}");
        }
    };
    if errors.iter().any(|(code, _)| !REFUSED.contains(code)) {
        tried.call.replace(policies);
        panic!("{errors:?}");
    }
    for (function, guarded) in signatures.functions.iter().zip(guarded.iter_mut()) {
        let alone = text(std::slice::from_ref(guarded));
        if let Err(Refusal::Input(errors)) = link(agent, &alone) {
            *counts.refused.entry(errors[0].0.to_string()).or_default() += 1;
            let permit = format!("permit (principal, action == Action::\"{}\", resource);\n", function.action());
            guarded.policies = vec![Policy { text: permit, reads: vec![] }];
            guarded.oracle = Oracle::new(&guarded.policies, &function.action());
        }
    }
    let policies = text(guarded);
    link(agent, &policies).unwrap_or_else(|error| panic!("{error:?}\n{policies}"))
}

/// One call; whether it trapped, so that the instance is of no more use.
async fn call(
    running: &mut Running,
    number: usize,
    function: &Function,
    guarded: &Guarded,
    arguments: &[Val],
    answer: Option<Val>,
    counts: &mut Counts,
) -> bool {
    let verdict = guarded.oracle.verdict(&projection::context(function, arguments, &guarded.hidden));
    let state = running.store.data_mut();
    state.seen.clear();
    state.answer.clone_from(&answer);
    let returned = running.call(number, arguments, answer.is_some()).await;
    let seen = std::mem::take(&mut running.store.data_mut().seen);
    counts.calls += 1;
    let allowed = match verdict {
        Verdict::Allowed => true,
        Verdict::Denied => false,
        Verdict::Either => {
            counts.either += 1;
            !seen.is_empty()
        }
    };
    if allowed {
        counts.allowed += 1;
        assert!(!seen.is_empty(), "Cedar allows the call, and it did not reach the host: {returned:?}");
        let expected = [(number, arguments.to_vec())];
        assert!(seen == expected, "the host received other values than were sent:\n{seen:?}\n{expected:?}");
        let returned = returned.unwrap_or_else(|error| panic!("an allowed call trapped: {error:?}"));
        assert!(returned == answer, "the caller received another result than the host returned:\n{returned:?}\n{answer:?}");
        return false;
    }
    assert!(seen.is_empty(), "Cedar denies the call, and it reached the host: {seen:?}");
    match (refusal(function), returned) {
        (Some(error), Ok(Some(returned))) => {
            counts.answered += 1;
            assert!(returned == error, "a denied call answered {returned:?} and not {error:?}");
            false
        }
        (None, Err(trap)) => {
            counts.trapped += 1;
            assert_eq!(trap.downcast_ref::<Trap>(), Some(&Trap::UnreachableCodeReached), "a denied call trapped otherwise: {trap:?}");
            true
        }
        (expected, returned) => panic!("a denied call came to {returned:?} and not to {expected:?}"),
    }
}

/// The error that a denied call answers; `None` if it traps.
fn refusal(function: &Function) -> Option<Val> {
    const CASE: &str = "access-denied";
    let Some(Type::Result(_, error)) = &function.result else { return None };
    let denied = || Val::String("access denied".into());
    let error = match error.as_deref() {
        None => None,
        Some(Type::String) => Some(denied()),
        Some(Type::Enum(named)) => Some(Val::Enum(named.parts.iter().find(|(name, ())| name == CASE)?.0.clone())),
        Some(Type::Variant(named)) => {
            let payload = match &named.parts.iter().find(|(name, _)| name == CASE)?.1 {
                None => None,
                Some(Type::String) => Some(denied()),
                Some(Type::Option(_)) => Some(Val::Option(None)),
                Some(_) => return None,
            };
            Some(Val::Variant(CASE.into(), payload.map(Box::new)))
        }
        Some(_) => return None,
    };
    Some(Val::Result(Err(error.map(Box::new))))
}
