//! Guards against Cedar's own authorizer, on random schemas, entities, policies and requests.
//!
//! In: a seed for each case (`differential/case.rs`). For each: the policies are compiled into decision tables, for a few actions, principals and
//! resources, known or not; each request is decided by the table on a frame in memory, natively and by the engines in wasm, which must agree, and by
//! `Authorizer::is_authorized` on the same values, on 512 MiB of stack. Any difference fails, but for those that the design documents as stricter,
//! which are counted one by one (`differential/guard.rs`).
//!
//! `CAPLINK_SEED` (the first), `CAPLINK_CASES`, `CAPLINK_PAIRS` (stop at so many) and `CAPLINK_THREADS` are for longer runs, which print what they
//! counted. A pair is one policy evaluated on one request by both sides. A failure prints the seed, and everything of the case in its smallest form.

#[path = "differential/case.rs"]
mod case;
#[path = "differential/constants.rs"]
mod constants;
#[path = "differential/expressions.rs"]
mod expressions;
#[path = "differential/frame.rs"]
mod frame;
#[path = "differential/guard.rs"]
mod guard;
#[path = "differential/policies.rs"]
mod policies;
#[path = "properties/random.rs"]
mod random;
#[path = "differential/rules.rs"]
mod rules;
#[path = "differential/values.rs"]
mod values;
#[path = "differential/wasm.rs"]
mod wasm;
#[path = "differential/wit.rs"]
mod wit;
#[path = "differential/world.rs"]
mod world;

use caplink_model::limits::POLICY_STACK;
use case::{Asked, Case, Target, text};
use guard::{Compiled, Loaded, Outcome};
use policies::Written;
use random::Random;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Compiled for each case, and requests for each of them.
const TARGETS: usize = 4;
const REQUESTS: usize = 150;

/// What was compared.
#[derive(Default)]
struct Counts {
    cases: u64,
    policies: u64,
    invalid: u64,
    tables: u64,
    table_bytes: u64,
    decided: u64,
    requests: u64,
    guarded_requests: u64,
    pairs: u64,
    rule_pairs: u64,
    outcomes: BTreeMap<Outcome, u64>,
    refused: BTreeMap<String, u64>,
    failures: Vec<String>,
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("it is a number"))
}

#[test]
fn guards_decide_as_cedar_does() {
    let first = number("CAPLINK_SEED").unwrap_or(1);
    let (cases, pairs) = (number("CAPLINK_CASES"), number("CAPLINK_PAIRS"));
    let is_long = cases.is_some() || pairs.is_some();
    let until = Instant::now() + Duration::from_secs(if is_long { 1 << 30 } else { 3 });
    let (next, compared) = (AtomicU64::new(first), AtomicU64::new(0));
    let run = || {
        let mut counts = Counts::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            let done = compared.load(Ordering::Relaxed) >= pairs.unwrap_or(u64::MAX) || seed - first >= cases.unwrap_or(u64::MAX);
            // A few cases always.
            if done || (Instant::now() > until && seed - first >= 10) || !counts.failures.is_empty() {
                return counts;
            }
            let before = counts.pairs;
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| compare(seed, &mut counts))) {
                let reason = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
                counts.failures.push(format!("seed {seed}: {}", reason.unwrap_or("a panic")));
            }
            compared.fetch_add(counts.pairs - before, Ordering::Relaxed);
        }
    };
    let counts = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..number("CAPLINK_THREADS").unwrap_or(1))
            .map(|_| std::thread::Builder::new().stack_size(POLICY_STACK).spawn_scoped(scope, run).expect("a thread starts"))
            .collect();
        threads
            .into_iter()
            .fold(Counts::default(), |all, thread| all.with(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
    });
    if is_long {
        writeln!(std::io::stderr(), "from seed {first}:\n{}", counts.shown()).expect("stderr takes all");
    }
    assert!(counts.failures.is_empty(), "\n{}", counts.failures.join("\n====\n"));
    let of = |outcome| counts.outcomes.get(&outcome).copied().unwrap_or(0);
    let (allowed, denied) = (of(Outcome::Allowed), of(Outcome::Denied));
    // One case again may be of one kind.
    assert!(counts.cases < 10 || (counts.tables > 0 && allowed > 0 && denied > 0), "too little was compared: {}", counts.shown());
    // Shares mean something in many cases only; a slow machine has few in three seconds.
    if counts.cases >= 100 {
        assert!(allowed * 100 >= counts.requests * 30, "too little was allowed: {}", counts.shown());
        assert!(counts.refused.values().sum::<u64>() * 3 <= counts.tables, "too much was refused: {}", counts.shown());
    }
}

/// Seeds that once found something: 6019 an engine in wasm that read behind an empty set, and trapped.
#[test]
fn what_was_found_stays_fixed() {
    let run = || compare(6019, &mut Counts::default());
    let thread = std::thread::Builder::new().stack_size(POLICY_STACK).spawn(run).expect("a thread starts");
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

/// Everything about one seed.
fn compare(seed: u64, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let case = Case::new(&mut random);
    counts.cases += 1;
    counts.policies += u64::try_from(case.policies.len()).expect("it is small");
    counts.invalid += u64::try_from(case.invalid).expect("it is small");
    let loaded = match Loaded::new(&case, &case.policies) {
        Ok(loaded) => loaded,
        Err(codes) => return counts.refuse(codes),
    };
    for _ in 0..TARGETS {
        let target = case.target(&mut random);
        let mut compiled = match Compiled::new(&loaded, &target) {
            Ok(compiled) => compiled,
            Err(Ok(codes)) => {
                counts.refuse(codes);
                continue;
            }
            Err(Err(bug)) => return counts.failures.push(report(seed, &case, &target, None, &bug)),
        };
        let rules = match compiled.size() {
            Some((bytes, rules)) => {
                counts.tables += 1;
                counts.table_bytes += u64::try_from(bytes).expect("it is small");
                rules
            }
            None => {
                counts.decided += 1;
                0
            }
        };
        for number in 0..REQUESTS {
            let asked = case.ask(&mut random, &target);
            if number == 0 {
                // The requests are such as the schema describes.
                target.request(&asked, 0, Some(&case.schema));
            }
            match compiled.ask(&asked) {
                Ok(outcome) => {
                    *counts.outcomes.entry(outcome).or_default() += 1;
                    counts.requests += 1;
                    counts.guarded_requests += u64::from(rules > 0);
                    counts.pairs += u64::try_from(case.policies.len()).expect("it is small");
                    counts.rule_pairs += u64::try_from(rules).expect("it is small");
                }
                Err(difference) => return counts.failures.push(report(seed, &case, &target, Some(&asked), &difference)),
            }
        }
    }
}

/// A failure with all that it takes to see it again.
fn report(seed: u64, case: &Case, target: &Target<'_>, asked: Option<&Asked>, difference: &str) -> String {
    let (policies, difference) = smallest(case, target, asked).unwrap_or_else(|| (text(&case.policies), difference.into()));
    let request = asked.map(ToString::to_string).unwrap_or_default();
    let wit = case.call.as_ref().map(|call| call.text.as_str()).unwrap_or_default();
    format!(
        "{difference}\n-- policies\n{policies}\n-- action {:?}, principal {:?}, resource {:?}\n-- request\n{request}\n-- entities\n{}\n-- schema\n{}\n{wit}\n\
         -- again: CAPLINK_SEED={seed} CAPLINK_CASES=1 cargo test --test differential",
        target.action.id, target.principal, target.resource, case.entities, case.world.schema
    )
}

/// The failure with as few policies as still fail, each alone.
fn smallest(case: &Case, target: &Target<'_>, asked: Option<&Asked>) -> Option<(String, String)> {
    let fails = |policies: &[Written]| {
        let loaded = Loaded::new(case, policies).ok()?;
        let compile = || match (Compiled::new(&loaded, target), asked) {
            (Ok(mut compiled), Some(asked)) => compiled.ask(asked).err(),
            (Err(Err(bug)), None) => Some(bug),
            _ => None,
        };
        catch_unwind(AssertUnwindSafe(compile)).unwrap_or_else(|_| Some("a panic".into()))
    };
    let mut policies = case.policies.clone();
    let mut difference = fails(&policies)?;
    let mut size = policies.len();
    while size > 0 {
        let mut at = 0;
        while at < policies.len() {
            let mut fewer = policies.clone();
            fewer.drain(at..(at + size).min(policies.len()));
            match fails(&fewer) {
                Some(found) => (policies, difference) = (fewer, found),
                None => at += size,
            }
        }
        size /= 2;
    }
    Some((text(&policies), difference))
}

impl Counts {
    fn refuse(&mut self, codes: guard::Refusal) {
        codes.into_iter().for_each(|code| *self.refused.entry(code.into()).or_default() += 1);
    }

    fn with(mut self, other: Self) -> Self {
        let Self {
            cases,
            policies,
            invalid,
            tables,
            table_bytes,
            decided,
            requests,
            guarded_requests,
            pairs,
            rule_pairs,
            outcomes,
            refused,
            failures,
        } = other;
        self.cases += cases;
        self.policies += policies;
        self.invalid += invalid;
        self.tables += tables;
        self.table_bytes += table_bytes;
        self.decided += decided;
        self.requests += requests;
        self.guarded_requests += guarded_requests;
        self.pairs += pairs;
        self.rule_pairs += rule_pairs;
        outcomes.into_iter().for_each(|(outcome, count)| *self.outcomes.entry(outcome).or_default() += count);
        refused.into_iter().for_each(|(code, count)| *self.refused.entry(code).or_default() += count);
        self.failures.extend(failures);
        self
    }

    fn shown(&self) -> String {
        let percent = |of: u64| 100 * of / self.requests.max(1);
        let allowed = self.outcomes.get(&Outcome::Allowed).copied().unwrap_or(0);
        format!(
            "{} cases, {} policies ({} more were not valid), {} tables of {} bytes in all, {} decided without a table\n\
             {} requests ({} of tables), {}% allowed, {} (policy, request) pairs, {} of them with policies that are in the table\n\
             outcomes {:?}\nrefused {:?}\n{} failures",
            self.cases,
            self.policies,
            self.invalid,
            self.tables,
            self.table_bytes,
            self.decided,
            self.requests,
            self.guarded_requests,
            percent(allowed),
            self.pairs,
            self.rule_pairs,
            self.outcomes,
            self.refused,
            self.failures.len()
        )
    }
}
