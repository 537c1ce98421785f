//! Guards between an agent and a host, on random signatures: what the agent sends, what the guard decides on, and what the host receives are the same values.
//!
//! In: random WIT (`abi/signature.rs`), an agent that forwards every call (`abi/agent.rs`), policies with conditions on the values (`abi/condition.rs`). For
//! each call: the host receives what was sent, and the caller what the host returned, bit for bit; and it happens exactly if Cedar's authorizer allows it, by
//! a projection of its own (`abi/projection.rs`). A denied call does not reach the host and answers the function's own error, or traps.
//!
//! `CAPLINK_ABI_CASES`, `CAPLINK_ABI_SEED` (the first) and `CAPLINK_ABI_FAILURES` (after which it stops) are for longer runs, which print counts. A failure names
//! its seed, and prints WIT, policies and values.
#![allow(clippy::disallowed_macros, reason = "a long run says how far it is")]

#[path = "abi/agent.rs"]
mod agent;
#[path = "abi/case.rs"]
mod case;
#[path = "abi/concurrent.rs"]
mod concurrent;
#[path = "abi/condition.rs"]
mod condition;
#[path = "abi/delayed.rs"]
mod delayed;
#[path = "abi/found.rs"]
mod found;
#[path = "abi/growth.rs"]
mod growth;
#[path = "abi/handles.rs"]
mod handles;
#[path = "abi/host.rs"]
mod host;
#[path = "properties/linking.rs"]
mod linking;
#[path = "abi/oracle.rs"]
mod oracle;
#[path = "abi/projection.rs"]
mod projection;
#[path = "properties/random.rs"]
mod random;
#[path = "abi/signature.rs"]
mod signature;
#[path = "abi/value.rs"]
mod value;

use case::Counts;
use std::panic::{AssertUnwindSafe, catch_unwind};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("it is a number"))
}

#[test]
fn values_pass_random_guards_unchanged() {
    let (first, cases) = (number("CAPLINK_ABI_SEED", 1), number("CAPLINK_ABI_CASES", 8));
    let stop_at = number("CAPLINK_ABI_FAILURES", 1);
    let (mut counts, mut failed) = (Counts::default(), vec![]);
    linking::on_policy_stack(|| {
        let engine = host::engine().expect("the configuration is one");
        for seed in first..first + cases {
            let tried = case::Tried::default();
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| case::run(seed, &engine, &tried, &mut counts))) {
                let reason = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
                let replay = format!("CAPLINK_ABI_SEED={seed} CAPLINK_ABI_CASES=1 cargo test --test abi values_pass");
                failed.push(format!("\nseed {seed}: {}\n{tried}\n{replay}\n", reason.unwrap_or("a panic")));
            }
            if failed.len() as u64 >= stop_at {
                break;
            }
            if cases > 100 && (seed + 1 - first) % 100 == 0 {
                eprintln!("up to seed {seed}: {counts}; {} seeds failed", failed.len());
            }
        }
    });
    eprintln!("{counts}");
    assert!(failed.is_empty(), "{}", failed.join("\n====\n"));
    // One seed, replayed, may be of one kind.
    if cases >= 8 {
        counts.are_mixed();
    }
}
