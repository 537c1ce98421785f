//! `caplink lint`, the whole process: `cargo bench --bench lint`.
//!
//! In: nothing; it generates 1,000 and 10,000 policies of several shapes for 97 agents, and one file as an editor saves it. Out: medians and minima in milliseconds,
//! and ratios of the medians to the floor: what Cedar takes to parse and strictly validate the same policies, in this process, in turn with the lint. The agents
//! are copies of those of `tests/agents`, 20 of them. `CAPLINK` names another `caplink`, `RUNS` how often each runs.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

#[path = "clock.rs"]
mod clock;

use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use clock::{summary, timed};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Policies, with how many agents, and what the lint must not exceed in milliseconds.
const CASES: [(usize, usize, f64); 4] = [(4, 0, 50.0), (1_000, 0, 1_000.0), (1_000, 20, 1_000.0), (10_000, 20, 15_000.0)];

fn main() {
    let runs = std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(5);
    println!("{:>9} {:>7} {:>19} {:>19} {:>6} {:>9}", "policies", "agents", "Cedar", "lint", "ratio", "target");
    for (count, agents, target) in CASES {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let text = policies(count);
        std::fs::write(folder.path().join("p.cedar"), &text).expect("the policies can be written");
        let agents = copies(folder.path(), agents);
        let (mut floor, mut lint) = (vec![], vec![]);
        for _ in 0..runs {
            floor.push(timed(|| cedar(&text)));
            lint.push(timed(|| run(folder.path(), &agents)));
        }
        let (floor, lint) = (summary(floor), summary(lint));
        println!(
            "{count:>9} {:>7} {:>9.1} {:>9.1} {:>9.1} {:>9.1} {:>6.2} {target:>9.0}",
            agents.len(),
            floor.0,
            floor.1,
            lint.0,
            lint.1,
            lint.0 / floor.0
        );
    }
    println!("times: median, then minimum, in ms of {runs} runs");
}

/// Policies without a mistake, each of its own.
fn policies(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        let (agent, group) = (number % 97, number % 50);
        let _ = match number % 10 {
            0..6 => writeln!(
                text,
                "@id(\"p{number}\")\npermit (principal == Agent::\"agent{agent}\", action == Action::\"http:request\", \
                 resource == Net::Host::\"h{number}.svc{group}.example.com\")\nwhen {{ context.scheme == \"https\" && context.port == 443 && \
                 [\"GET\", \"HEAD\"].contains(context.method) && context.path like \"/v{}/items{number}/*\" }};\n",
                number % 7
            ),
            6 | 7 => writeln!(
                text,
                "@id(\"p{number}\")\nforbid (principal == Agent::\"agent{agent}\", action == Action::\"http:request\", \
                 resource in Net::Host::\"svc{group}.example.com\")\nwhen {{ context.path like \"/v{}/admin{number}/*\" }};\n",
                number % 7
            ),
            8 => writeln!(
                text,
                "@id(\"p{number}\")\npermit (principal == Agent::\"agent{agent}\", action == Action::\"net:connect\", resource)\n\
                 when {{ context.ip.isInRange(ip(\"203.0.{}.0/24\")) && context.port == {} }};\n",
                number % 256,
                1_000 + number % 5_000
            ),
            _ => writeln!(
                text,
                "@id(\"p{number}\")\npermit (principal == Agent::\"agent{agent}\", action in [Action::\"fs:read\", Action::\"fs:list\"], \
                 resource in Fs::Path::\"/data/agent{agent}/{number}\");\n"
            ),
        };
    }
    text
}

/// Copies of the committed agents, by other names.
fn copies(folder: &Path, count: usize) -> Vec<String> {
    let names = ["ambient", "fetch", "files", "net", "pay", "serve", "worker"];
    let copy = |number: usize| {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/agents/{}.wasm", names[number % names.len()]));
        let name = format!("agent{number}.wasm");
        std::fs::copy(from, folder.join(&name)).expect("the agent can be copied");
        name
    };
    (0..count).map(copy).collect()
}

fn cedar(text: &str) {
    let schema =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/caplink.cedarschema")).expect("the schema is there");
    let (schema, _) = Schema::from_cedarschema_str(&schema).expect("it is a schema");
    let set: PolicySet = text.parse().expect("the policies parse");
    assert!(Validator::new(schema).validate(&set, ValidationMode::Strict).validation_passed());
}

fn run(folder: &Path, agents: &[String]) {
    let caplink = std::env::var_os("CAPLINK").unwrap_or_else(|| env!("CARGO_BIN_EXE_caplink").into());
    let mut command = Command::new(caplink);
    command.current_dir(folder).args(["lint", "p.cedar", "--format", "concise"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !agents.is_empty() {
        command.arg("--agents").args(agents);
    }
    let status = command.status().expect("caplink runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}
