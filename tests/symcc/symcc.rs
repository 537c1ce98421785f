//! The decision procedure beside Cedar's own symbolic compiler with cvc5, and its witnesses in Cedar's authorizer, on random policies.
//!
//! For each case one or two policies on one action (`generate.rs`): ours says whether a policy may match, may not match, may fail, and
//! how two of them relate; symcc is asked the same. Where ours is not unknown, both must agree; each witness of ours is replayed
//! (`replay.rs`) and must do what was said. At least 85 of 100 answers of ours must be known.
//!
//! `pairs.rs` does the same with the comparison of policy sets.
//!
//! `CAPLINK_SYMCC_CASES` and `CAPLINK_SYMCC_SEED` are for longer runs. The solver is `CVC5`, or `cvc5` on the path; without one only
//! witnesses are checked, and that is said.

mod change;
mod generate;
mod pairs;
mod random;
mod replay;
mod solver;

use caplink_linker::guard::rules::{Expr, Path};
use caplink_linker::policy::question::{Party, Question, Texts};
use caplink_linker::solve::{Answer, Outcome, satisfy};
use caplink_linker::source::Source;
use cedar_policy::{Policy, PolicySet, Schema};
use cedar_policy_symcc::CompiledPolicy;
use cedar_policy_symcc::err::Error;
use random::Random;
use replay::{Replay, Requests};
use solver::{Solver, environment, start};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

/// What was compared.
#[derive(Debug, Default)]
struct Counts {
    cases: usize,
    invalid: usize,
    never: usize,
    sometimes: usize,
    unknown: usize,
    replayed: usize,
    compared: usize,
    unanswered: BTreeMap<String, usize>,
    ours: Duration,
    slowest: Duration,
    solver: Duration,
}

/// One question: what ours wants of which policies, and what symcc then says if it never happens.
struct Asked<'a> {
    name: &'a str,
    wanted: Vec<(usize, Outcome)>,
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("it is a number"))
}

#[test]
fn ours_agrees_with_the_symbolic_compiler() {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
        runtime.block_on(compare())
    };
    let thread = std::thread::Builder::new().stack_size(caplink_model::limits::POLICY_STACK).spawn(run).expect("it starts");
    let counts = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    tell(&format!("{counts:#?}"));
    let known = counts.never + counts.sometimes;
    assert!(known * 100 >= (known + counts.unknown) * 85, "too much is unknown: {counts:?}");
    assert!(counts.invalid * 10 <= counts.cases, "too many policies are invalid: {counts:?}");
}

fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

async fn compare() -> Counts {
    let schema = Schema::from_cedarschema_str(generate::SCHEMA).expect("it is a schema").0;
    let mut solver = start(2_000).await;
    if solver.is_none() {
        tell("WARNING: there is no cvc5: set CVC5, or `apt-get install cvc5`. ONLY WITNESSES ARE CHECKED.");
    }
    let (first, cases) = (number("CAPLINK_SYMCC_SEED", 1), number("CAPLINK_SYMCC_CASES", 150));
    let mut counts = Counts::default();
    for seed in first..first + cases {
        counts.cases += 1;
        case(seed, &schema, &mut solver, &mut counts).await;
        // A solver that grew old is replaced, and the new one tried.
        if counts.cases.is_multiple_of(100) {
            tell(&format!("{counts:?}"));
            solver = start(2_000).await;
        }
    }
    counts
}

async fn case(seed: u64, schema: &Schema, solver: &mut Option<Solver>, counts: &mut Counts) {
    let random = &mut Random::new(seed);
    let (action, resource) = generate::ACTIONS[[0, 1, 2, 2][random.below(4)]];
    let number = 1 + random.below(2);
    let texts: Vec<String> = (0..number).map(|number| generate::policy(random, action, resource, &format!("p{number}"))).collect();
    let source = texts.concat();
    let context = format!("seed {seed}:\n{source}");
    let loaded = Question::load(&Texts {
        policies: &[Source { file: "p.cedar", text: &source }],
        links: None,
        schema: Source { file: "s.cedarschema", text: generate::SCHEMA },
        entities: None,
    });
    let Ok(question) = loaded else {
        counts.invalid += 1;
        return;
    };
    let named = format!("Action::\"{action}\"");
    let conditions =
        question.conditions(Party::Unknown("Agent"), &named, Party::Unknown(resource)).unwrap_or_else(|found| panic!("{context}{found:?}"));
    let conditions: BTreeMap<String, Expr> = conditions
        .into_iter()
        .map(|(policy, _, condition)| (policy.id, condition.unwrap_or_else(|why| panic!("{context}{why}"))))
        .collect();
    assert_eq!(conditions.len(), number, "{context}");
    let policies = PolicySet::from_str(&source).expect("it was read before");
    let domain = |path: &Path| question.domain(&named, "Agent", resource, path);
    let replay = Replay { policies: &policies, requests: Requests { schema, action: &named, domain: &domain } };

    use Outcome::{Fails, NotTrue, True};
    let mut all = vec![];
    for policy in 0..number {
        all.push(Asked { name: "never matches", wanted: vec![(policy, True)] });
        all.push(Asked { name: "always matches", wanted: vec![(policy, NotTrue)] });
        all.push(Asked { name: "never errors", wanted: vec![(policy, Fails)] });
    }
    if number == 2 {
        all.push(Asked { name: "implies", wanted: vec![(0, True), (1, NotTrue)] });
        all.push(Asked { name: "implies", wanted: vec![(1, True), (0, NotTrue)] });
        all.push(Asked { name: "disjoint", wanted: vec![(0, True), (1, True)] });
    }
    let mut answers = vec![];
    for asked in &all {
        let wanted: Vec<(&Expr, Outcome)> =
            asked.wanted.iter().map(|(policy, outcome)| (&conditions[&format!("p{policy}")], *outcome)).collect();
        let started = Instant::now();
        let answer = satisfy(&wanted, &domain);
        let time = started.elapsed();
        counts.ours += time;
        counts.slowest = counts.slowest.max(time);
        match &answer {
            Answer::Never => counts.never += 1,
            Answer::Unknown => counts.unknown += 1,
            Answer::Sometimes(witness) => {
                counts.sometimes += 1;
                for _ in 0..3 {
                    let did = replay.run(witness, random);
                    for (policy, outcome) in &asked.wanted {
                        let did = did[&format!("p{policy}")];
                        assert!(did.is(*outcome), "{context}{}: p{policy} was to be {outcome:?}, but {did:?} on {witness}", asked.name);
                    }
                    counts.replayed += 1;
                }
            }
        }
        answers.push(match answer {
            Answer::Never => Some(true),
            Answer::Sometimes(_) => Some(false),
            Answer::Unknown => None,
        });
    }
    if solver.is_none() {
        return;
    }
    let environment = environment(action, resource);
    let compiled: Vec<CompiledPolicy> = texts
        .iter()
        .map(|text| {
            let policy = Policy::from_str(text).expect("it was read before");
            CompiledPolicy::compile(&policy, &environment, schema).unwrap_or_else(|error| panic!("{context}{error}"))
        })
        .collect();
    // Equivalence is implication both ways; symcc has a question of its own for it.
    if let [Some(ours), Some(back)] = [answers.get(6), answers.get(7)].map(|answer| answer.copied().flatten()) {
        all.push(Asked { name: "equivalent", wanted: vec![(0, True), (1, True)] });
        answers.truncate(all.len() - 1);
        answers.push(Some(ours && back));
    }
    let started = Instant::now();
    for (asked, ours) in all.iter().zip(&answers) {
        let Some(compiler) = solver.as_mut() else { break };
        match theirs(compiler, asked, &compiled).await {
            Ok(theirs) => {
                if let Some(ours) = ours {
                    assert_eq!(*ours, theirs, "{context}{} {:?}: ours is {ours}, symcc's {theirs}", asked.name, asked.wanted);
                    counts.compared += 1;
                }
            }
            // After an answer that did not come a solver is not asked again.
            Err(error) => {
                *counts.unanswered.entry(error.to_string()).or_default() += 1;
                *solver = start(2_000).await;
            }
        }
    }
    counts.solver += started.elapsed();
}

/// What symcc says of a question, if the solver answers.
async fn theirs(solver: &mut Solver, asked: &Asked<'_>, policies: &[CompiledPolicy]) -> Result<bool, Error> {
    let one = &policies[asked.wanted[0].0];
    let other = asked.wanted.get(1).map(|(policy, _)| &policies[*policy]);
    match (asked.name, other) {
        ("never matches", None) => solver.check_never_matches_opt(one).await,
        ("always matches", None) => solver.check_always_matches_opt(one).await,
        ("never errors", None) => solver.check_never_errors_opt(one).await,
        ("implies", Some(other)) => solver.check_matches_implies_opt(one, other).await,
        ("disjoint", Some(other)) => solver.check_matches_disjoint_opt(one, other).await,
        ("equivalent", Some(other)) => solver.check_matches_equivalent_opt(one, other).await,
        _ => unreachable!("{} of {} policies", asked.name, asked.wanted.len()),
    }
}
