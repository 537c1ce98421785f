//! `caplink diff`, the whole process: `cargo bench --bench diff`.
//!
//! In: nothing; it links an agent of 200 functions under 1,000 policies, five a function, twice: with no policy, one in ten, or every policy changed; and 500 small agents
//! twice, of which one in ten changed. Out: medians and minima in milliseconds, and ratios of the medians to the floor: what it takes to read the same lockfiles and hold
//! them to their canonical text, in this process, in turn with the diff. `CAPLINK` names another `caplink`, `RUNS` how often each runs.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

#[path = "clock.rs"]
mod clock;

use caplink_model::lockfile::Lockfile;
use clock::{summary, timed};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const FUNCTIONS: usize = 200;
const AGENTS: usize = 500;

fn main() {
    let runs = std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let folder = folder.path();
    std::fs::write(folder.join("agent.wasm"), agent(FUNCTIONS)).expect("the agent can be written");
    std::fs::write(folder.join("small.wasm"), agent(2)).expect("the agent can be written");
    for (name, every) in [("same", 0), ("tenth", 10), ("all", 1)] {
        link(folder, "agent.wasm", "Agent::\"a\"", &policies(FUNCTIONS, every), &format!("{name}.wasm"));
    }
    std::fs::copy(folder.join("same.grants.json"), folder.join("old.grants.json")).expect("the lockfile can be copied");
    for side in ["before", "after"] {
        std::fs::create_dir(folder.join(side)).expect("a folder");
        for number in 0..AGENTS {
            let every = usize::from(side == "after" && number % 10 == 0);
            link(folder, "small.wasm", &format!("Agent::\"a{number}\""), &policies(2, every), &format!("{side}/a{number}.wasm"));
            // The lockfiles are what is compared.
            std::fs::remove_file(folder.join(format!("{side}/a{number}.wasm"))).expect("the artifact can be removed");
        }
    }
    for name in ["same", "tenth", "all"] {
        std::fs::remove_file(folder.join(format!("{name}.wasm"))).expect("the artifact can be removed");
    }
    println!("{:>28} {:>19} {:>19} {:>6} {:>9}", "", "reading", "diff", "ratio", "target");
    let cases = [
        ("200 symbols, none changed", "old.grants.json", "same.grants.json", 200.0),
        ("200 symbols, 1 of 10 changed", "old.grants.json", "tenth.grants.json", 200.0),
        ("200 symbols, all changed", "old.grants.json", "all.grants.json", 200.0),
        ("500 agents, 1 of 10 changed", "before", "after", 10_000.0),
    ];
    for (what, old, new, target) in cases {
        let (mut floor, mut diff) = (vec![], vec![]);
        for _ in 0..runs {
            floor.push(timed(|| [old, new].iter().for_each(|side| read(&folder.join(side)))));
            diff.push(timed(|| run(folder, old, new)));
        }
        let (floor, diff) = (summary(floor), summary(diff));
        println!("{what:>28} {:>9.1} {:>9.1} {:>9.1} {:>9.1} {:>6.2} {target:>9.0}", floor.0, floor.1, diff.0, diff.1, diff.0 / floor.0);
    }
    println!("times: median, then minimum, in ms of {runs} runs");
}

/// An agent that imports so many functions.
fn agent(functions: usize) -> Vec<u8> {
    let mut text = String::from("(component (import \"acme:big/api\" (instance");
    for number in 0..functions {
        let _ = write!(
            text,
            " (export \"f{number}\" (func (param \"account\" string) (param \"amount\" u32) (param \"dry-run\" bool) (result u32)))"
        );
    }
    text.push_str("))(core module $m (func (export \"run\")))(core instance $i (instantiate $m))(func (export \"run\") (canon lift (core func $i \"run\"))))");
    wat::parse_str(text).expect("the agent is WAT")
}

/// Five policies a function; of every so many functions they are others.
fn policies(functions: usize, every: usize) -> String {
    let mut text = String::new();
    for number in 0..functions {
        let least = if every > 0 && number % every == 0 { 100 } else { 50 };
        let action = format!("action == Action::\"acme:big/api#f{number}\"");
        for account in 0..3 {
            let _ = writeln!(
                text,
                "@id(\"p{number}-{account}\")\npermit (principal, {action}, resource)\nwhen {{ context.account like \"team{account}-{number}-*\" && context.amount < {} }};",
                least + account
            );
        }
        let _ = writeln!(
            text,
            "@id(\"t{number}\")\npermit (principal, {action}, resource) when {{ context[\"dry-run\"] && context.amount <= {least} }};"
        );
        let _ = writeln!(
            text,
            "@id(\"f{number}\")\nforbid (principal, {action}, resource) when {{ context.account == \"team{}-{number}-closed\" }};",
            number % 3
        );
    }
    text
}

fn caplink() -> Command {
    Command::new(std::env::var_os("CAPLINK").unwrap_or_else(|| env!("CARGO_BIN_EXE_caplink").into()))
}

fn link(folder: &Path, agent: &str, principal: &str, policies: &str, out: &str) {
    std::fs::write(folder.join("p.cedar"), policies).expect("the policies can be written");
    let mut command = caplink();
    command.current_dir(folder).args(["link", agent, "-p", "p.cedar", "--principal", principal, "-o", out]);
    assert!(command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("caplink runs").success(), "{out} is linked");
}

fn read(side: &Path) {
    let files = if side.is_dir() {
        std::fs::read_dir(side).expect("the folder is there").map(|entry| entry.expect("the folder is readable").path()).collect()
    } else {
        vec![side.to_path_buf()]
    };
    for file in files {
        let text = std::fs::read_to_string(file).expect("the lockfile is there");
        assert!(Lockfile::parse(&text).is_ok());
    }
}

fn run(folder: &Path, old: &str, new: &str) {
    let status = caplink().current_dir(folder).args(["diff", old, new]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = status.expect("caplink runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}
