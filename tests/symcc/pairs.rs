//! The comparison of policy sets beside Cedar's symbolic compiler with cvc5, and beside Cedar's authorizer.
//!
//! For each pair (`change.rs`) both are compared with each other both ways. Where ours says that one set allows no call that the other does not, symcc must say
//! that it implies the other, and no request may be allowed by it and denied by the other: random ones, and some on which one of its permits is true.
//! Where ours has an example, symcc must say no, and the authorizer must allow it on the one set and deny it on the other, whatever is left open.
//! Where no atom relates two inputs, at least 98 of 100 must be decided.
//!
//! A forbid that fails denies in caplink, and Cedar skips it: pairs with one that may fail are left out, and counted. Settings are those of `symcc.rs`;
//! without solver eight times as many pairs are tried.

use crate::change::Pair;
use crate::random::Random;
use crate::replay::Requests;
use crate::solver::{Solver, environment, start};
use crate::{generate, number, tell};
use caplink_linker::diff::authority::{Authority, Beyond, Rule, beyond};
use caplink_linker::guard::rules::{Expr, Path};
use caplink_linker::guard::simplify::may_fail;
use caplink_linker::policy::question::{Party, Question, Texts};
use caplink_linker::solve::needs::inputs;
use caplink_linker::solve::{Answer, Domain, Outcome, Witness, satisfy};
use caplink_linker::source::Source;
use cedar_policy::{Authorizer, Decision, Entities, PolicySet, Request, Schema};
use cedar_policy_symcc::CompiledPolicySet;
use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

/// What was compared. Answers are counted by comparison, of which each pair has two.
#[derive(Debug, Default)]
struct Counts {
    pairs: usize,
    invalid: usize,
    /// Pairs with a forbid that may fail.
    failing: usize,
    none: usize,
    examples: usize,
    unproved: usize,
    /// Where no atom relates two inputs.
    independent: usize,
    independent_unproved: usize,
    replayed: usize,
    requests: usize,
    /// Examples beside which such a request was found without ours: how well requests would tell a wrong proof.
    met: usize,
    /// Answers of symcc that were compared, and how many of them were proofs.
    compared: usize,
    confirmed: usize,
    unanswered: BTreeMap<String, usize>,
    ours: Duration,
    slowest: Duration,
    loading: Duration,
    authorizer: Duration,
    compiling: Duration,
    solver: Duration,
}

/// How much is asked.
struct Effort {
    first: u64,
    pairs: u64,
    requests: usize,
    with_solver: bool,
}

/// Milliseconds for one question to the solver; half of all questions take thirty.
const LIMIT: u64 = 400;
/// The same for a proof that was not confirmed in this time: unlike an example, nothing else confirms it.
const PATIENCE: u64 = 4_000;
/// Pairs after which a line is written, and after which the solver is a new one.
const LINE: usize = 100;
/// Requests on which a permit is true, for each.
const AROUND: usize = 2;

#[test]
fn comparisons_agree_with_the_symbolic_compiler() {
    let effort =
        Effort { first: number("CAPLINK_SYMCC_SEED", 1), pairs: number("CAPLINK_SYMCC_CASES", 150), requests: 10, with_solver: true };
    hold(effort);
}

#[test]
fn comparisons_agree_with_the_authorizer() {
    // Other pairs than those that the solver is asked about.
    let (first, pairs) = (number("CAPLINK_SYMCC_SEED", 1) + (1 << 40), number("CAPLINK_SYMCC_CASES", 150) * 8);
    hold(Effort { first, pairs, requests: 30, with_solver: false });
}

fn hold(effort: Effort) {
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
        runtime.block_on(compare(&effort))
    };
    let thread = std::thread::Builder::new().stack_size(caplink_model::limits::POLICY_STACK).spawn(run).expect("it starts");
    let counts = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    tell(&format!("{counts:#?}"));
    assert!(counts.invalid * 10 <= counts.pairs, "too many policies are invalid: {counts:?}");
    assert!(counts.failing * 20 <= counts.pairs, "too many forbids may fail: {counts:?}");
    if counts.independent >= 500 {
        assert!(counts.independent_unproved * 50 <= counts.independent, "too little is decided: {counts:?}");
    }
}

async fn compare(effort: &Effort) -> Counts {
    let mut solver = if effort.with_solver { start(LIMIT).await } else { None };
    if effort.with_solver && solver.is_none() {
        tell("WARNING: there is no cvc5: set CVC5, or `apt-get install cvc5`. ONLY THE AUTHORIZER IS ASKED.");
    }
    let mut counts = Counts::default();
    for seed in effort.first..effort.first + effort.pairs {
        counts.pairs += 1;
        pair(seed, effort, &mut solver, &mut counts).await;
        // A solver that grew old is replaced.
        if counts.pairs.is_multiple_of(LINE) {
            tell(&format!("{counts:?}"));
            solver = if effort.with_solver { start(LIMIT).await } else { None };
        }
    }
    counts
}

/// One set.
struct Side {
    policies: PolicySet,
    authority: Authority,
    permits: Vec<Expr>,
}

impl Side {
    fn allows(&self, request: &Request) -> bool {
        Authorizer::new().is_authorized(request, &self.policies, &Entities::empty()).decision() == Decision::Allow
    }
}

async fn pair(seed: u64, effort: &Effort, solver: &mut Option<Solver>, counts: &mut Counts) {
    let random = &mut Random::new(seed);
    let pair = Pair::any(random);
    let texts = pair.texts();
    let source = texts.concat();
    let context = format!("seed {seed}:\n{source}");
    let schema = generate::schema(pair.action, &source);
    let started = Instant::now();
    let loaded = Question::load(&Texts {
        policies: &[Source { file: "p.cedar", text: &source }],
        links: None,
        schema: Source { file: "s.cedarschema", text: &schema },
        entities: None,
    });
    let Ok(question) = loaded else {
        counts.invalid += 1;
        return;
    };
    let schema = Schema::from_cedarschema_str(&schema).unwrap_or_else(|error| panic!("{context}{error}")).0;
    let action = format!("Action::\"{}\"", pair.action);
    let conditions = question
        .conditions(Party::Unknown("Agent"), &action, Party::Unknown(pair.resource))
        .unwrap_or_else(|found| panic!("{context}{found:?}"));
    let conditions: Vec<(String, bool, Expr)> = conditions
        .into_iter()
        .map(|(policy, permits, condition)| (policy.id, permits, condition.unwrap_or_else(|why| panic!("{context}{why}"))))
        .collect();
    assert_eq!(conditions.len(), source.matches("@id").count(), "{context}");
    if conditions.iter().any(|(_, permits, condition)| !permits && may_fail(condition)) {
        counts.failing += 1;
        return;
    }
    let side = |name: &str, text: &str| {
        let rules = |effect: bool| {
            let own = conditions.iter().filter(move |(id, permits, _)| id.starts_with(name) && *permits == effect);
            own.map(|(id, _, condition)| Rule::new(condition.clone(), Some(id.clone()))).collect::<Vec<_>>()
        };
        let (permits, forbids) = (rules(true), rules(false));
        let policies = PolicySet::from_str(text).expect("it was read before");
        Side {
            policies,
            permits: permits.iter().map(|rule| rule.condition.clone()).collect(),
            authority: Authority::new(permits, vec![], forbids),
        }
    };
    let [old, new] = [side("old", &texts[0]), side("new", &texts[1])];
    let domain = |path: &Path| question.domain(&action, "Agent", pair.resource, path);
    let requests = Requests { schema: &schema, action: &action, domain: &domain };
    counts.loading += started.elapsed();
    let is_independent = conditions.iter().all(|(.., condition)| is_independent(condition, &domain));

    let ways = [(&new, &old), (&old, &new)];
    let mut answers = vec![];
    for (one, other) in ways {
        let started = Instant::now();
        let answer = beyond(&one.authority, &other.authority, &domain);
        let time = started.elapsed();
        counts.ours += time;
        counts.slowest = counts.slowest.max(time);
        counts.independent += usize::from(is_independent);
        answers.push(match answer {
            None => {
                counts.none += 1;
                Some(true)
            }
            Some(Beyond { example: Some(witness), .. }) => {
                counts.examples += 1;
                let around = (0..AROUND).map(|_| requests.around(&witness, random));
                for request in [requests.completed(&witness)].into_iter().chain(around) {
                    let (allows, denies) = (one.allows(&request), !other.allows(&request));
                    assert!(allows && denies, "{context}{witness} is allowed: {allows}, and denied: {denies}: {request}");
                    counts.replayed += 1;
                }
                Some(false)
            }
            Some(_) => {
                counts.unproved += 1;
                counts.independent_unproved += usize::from(is_independent);
                None
            }
        });
    }
    let started = Instant::now();
    let mut is_met = [false; 2];
    for request in sample(random, effort.requests, [&old, &new], &requests) {
        let allowed = [new.allows(&request), old.allows(&request)];
        counts.requests += 1;
        for way in 0..2 {
            let is_more = allowed[way] && !allowed[1 - way];
            assert!(!is_more || answers[way] != Some(true), "{context}way {way}: ours is that there is none, but {request}");
            is_met[way] |= is_more && answers[way] == Some(false);
        }
    }
    counts.met += is_met.into_iter().filter(|met| *met).count();
    counts.authorizer += started.elapsed();
    ask(solver, &pair, &schema, ways, &answers, counts, &context).await;
}

/// Requests that may tell the sets apart: random ones, and such that a permit is true.
fn sample(random: &mut Random, number: usize, sides: [&Side; 2], requests: &Requests<'_>) -> Vec<Request> {
    let mut all: Vec<Request> = (0..number).map(|_| requests.around(&Witness::default(), random)).collect();
    for permit in sides.into_iter().flat_map(|side| &side.permits) {
        if let Answer::Sometimes(mut witness) = satisfy(&[(permit, Outcome::True)], requests.domain) {
            all.extend((0..AROUND).map(|_| requests.around(&witness, random)));
            // One value is another one.
            if !witness.values.is_empty() {
                let path = witness.values.keys().nth(random.below(witness.values.len())).cloned();
                path.map(|path| witness.values.remove(&path));
                all.extend((0..AROUND).map(|_| requests.around(&witness, random)));
            }
        }
    }
    all
}

/// Asks symcc for what was decided.
async fn ask(
    solver: &mut Option<Solver>,
    pair: &Pair,
    schema: &Schema,
    ways: [(&Side, &Side); 2],
    answers: &[Option<bool>],
    counts: &mut Counts,
    context: &str,
) {
    if solver.is_none() {
        return;
    }
    let environment = environment(pair.action, pair.resource);
    let started = Instant::now();
    let compile =
        |side: &Side| CompiledPolicySet::compile(&side.policies, &environment, schema).unwrap_or_else(|error| panic!("{context}{error}"));
    let (new, old) = (compile(ways[0].0), compile(ways[0].1));
    counts.compiling += started.elapsed();
    let started = Instant::now();
    for (way, ours) in answers.iter().enumerate() {
        let (Some(ours), Some(compiler)) = (*ours, solver.as_mut()) else { continue };
        let (one, other) = if way == 0 { (&new, &old) } else { (&old, &new) };
        let mut theirs = compiler.check_implies_opt(one, other).await;
        if theirs.is_err() {
            // After an answer that did not come a solver is not asked again.
            *solver = start(LIMIT).await;
            if let (true, Some(mut patient)) = (ours, start(PATIENCE).await) {
                theirs = patient.check_implies_opt(one, other).await;
            }
        }
        match theirs {
            Ok(theirs) => {
                assert_eq!(ours, theirs, "{context}way {way}: whether there is none: ours is {ours}, symcc's {theirs}");
                counts.compared += 1;
                counts.confirmed += usize::from(ours);
            }
            Err(error) => *counts.unanswered.entry(format!("{error}, ours is {ours}")).or_default() += 1,
        }
    }
    counts.solver += started.elapsed();
}

/// Whether each atom reads one input.
fn is_independent(expr: &Expr, domain: &dyn Fn(&Path) -> Option<Domain>) -> bool {
    let all = |operands: &[&Expr]| operands.iter().all(|operand| is_independent(operand, domain));
    match expr {
        Expr::Not(_) | Expr::And(_) | Expr::Or(_) => all(&expr.operands()),
        Expr::Equal(a, b) if is_boolean(a, domain) && is_boolean(b, domain) => all(&[a, b]),
        Expr::If(_, last) if is_boolean(last, domain) => all(&expr.operands()),
        atom => inputs(atom).len() <= 1,
    }
}

/// Whether a value is a Bool; that it is none is only said where it is part of an atom.
fn is_boolean(expr: &Expr, domain: &dyn Fn(&Path) -> Option<Domain>) -> bool {
    match expr {
        Expr::Bool(_) | Expr::Has(_) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) | Expr::Equal(..) | Expr::Less(..) => true,
        Expr::LessOrEqual(..) | Expr::Contains(..) | Expr::ContainsAll(..) | Expr::ContainsAny(..) | Expr::IsEmpty(_) => true,
        Expr::Like(..) | Expr::OneOf(..) | Expr::Under(..) | Expr::IsInRange(..) => true,
        Expr::IsIpv4(_) | Expr::IsIpv6(_) | Expr::IsLoopback(_) | Expr::IsMulticast(_) => true,
        Expr::If(_, last) => is_boolean(last, domain),
        Expr::Input(path) => domain(path) == Some(Domain::Bool),
        _ => false,
    }
}
