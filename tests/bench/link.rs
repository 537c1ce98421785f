//! `caplink link`, the whole process, next to `wasm-tools validate` of the same bytes, the whole process: `cargo bench --bench link`.
//!
//! In: agents named after `--`; without any, those of `tests/agents`, and what `tests/real/build` left in `CAPLINK_REAL_CACHE`. Out: medians and
//! minima in milliseconds, and the ratio of the medians. Runs are interleaved, so that a busy machine slows both. What is timed writes its
//! outputs to a temporary folder. Where no `wasm-tools` is on the path, this program validates in a process of its own, as `wasm-tools` does: it
//! parses everything first, and validates the bodies on all cores then. `CAPLINK` names another `caplink`, `RUNS` how often each runs.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use wasmparser::{FuncValidatorAllocations, Parser, ValidPayload, Validator, WasmFeatures};

/// What the ratio must not exceed for large agents.
const TARGET: f64 = 1.3;

/// What each agent is linked under.
const POLICIES: [(&str, &str); 2] = [("all", "permit (principal, action, resource);\n"), ("none", "")];

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, file] = &arguments[..]
        && flag == "--validate"
    {
        return validate(&std::fs::read(file).expect("the file can be read"));
    }
    let agents = if arguments.is_empty() { known_agents() } else { arguments.iter().map(PathBuf::from).collect() };
    let runs = std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(15);
    let has_wasm_tools = run(Command::new("wasm-tools").arg("--version")).is_some();
    println!("validation by {}, {runs} runs each", if has_wasm_tools { "`wasm-tools validate`" } else { "this program" });
    println!("{:12} {:>10} {:8} {:>17} {:>17} {:>6}", "agent", "bytes", "granted", "validate", "link", "ratio");
    for agent in agents {
        for (granted, policy) in POLICIES {
            compare(&agent, granted, policy, runs, has_wasm_tools);
        }
    }
    println!("times: median, then minimum, in ms; the target for agents of 10 MB and more is {TARGET}");
}

fn known_agents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cache = std::env::var_os("CAPLINK_REAL_CACHE").map(PathBuf::from);
    let real = ["js", "py", "go", "c"].into_iter().flat_map(|name| cache.as_ref().map(|cache| cache.join(format!("{name}.wasm"))));
    let small = ["files", "pay", "ambient"].map(|name| root.join(format!("tests/agents/{name}.wasm")));
    real.chain(small).filter(|path| path.exists()).collect()
}

fn compare(agent: &Path, granted: &str, policy: &str, runs: usize, has_wasm_tools: bool) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let policies = folder.path().join("a.cedar");
    std::fs::write(&policies, policy).expect("the policy can be written");
    let mut validating = match has_wasm_tools {
        true => Command::new("wasm-tools"),
        false => Command::new(std::env::current_exe().expect("this program has a path")),
    };
    validating.arg(if has_wasm_tools { "validate" } else { "--validate" }).arg(agent);
    let caplink = std::env::var_os("CAPLINK").unwrap_or_else(|| env!("CARGO_BIN_EXE_caplink").into());
    let mut linking = Command::new(caplink);
    linking.arg("link").arg(agent).arg("-p").arg(&policies).args(["--principal", "Agent::\"a\"", "-o"]).arg(folder.path().join("out.wasm"));

    let (mut validated, mut linked) = (vec![], vec![]);
    for _ in 0..runs {
        validated.extend(run(&mut validating));
        linked.extend(run(&mut linking));
    }
    assert_eq!(validated.len(), runs, "{agent:?} is not valid");
    assert_eq!(linked.len(), runs, "{agent:?} cannot be linked");
    let (validate, link) = (summary(&mut validated), summary(&mut linked));
    let name = agent.file_stem().unwrap_or_default().to_string_lossy();
    let size = agent.metadata().expect("it was read").len();
    let ratio = link.0 / validate.0;
    println!(
        "{name:12} {size:>10} {granted:8} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {ratio:>6.2}{}",
        validate.0,
        validate.1,
        link.0,
        link.1,
        if size >= 10 << 20 && ratio > TARGET { "  over the target" } else { "" }
    );
}

/// Median and minimum.
fn summary(times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[0])
}

/// How long a process took, in milliseconds, if it succeeded.
fn run(command: &mut Command) -> Option<f64> {
    let started = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| started.elapsed().as_secs_f64() * 1e3)
}

/// What `wasm-tools validate` does, without its features.
fn validate(bytes: &[u8]) {
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    let mut parser = Parser::new(0);
    parser.set_features(WasmFeatures::all());
    let mut bodies = Vec::new();
    for payload in parser.parse_all(bytes) {
        if let ValidPayload::Func(function, body) = validator.payload(&payload.expect("it parses")).expect("it is valid") {
            bodies.push(Mutex::new(Some((function, body))));
        }
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut allocations = FuncValidatorAllocations::default();
                while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (function, body) = body.lock().expect("no panic").take().expect("taken once");
                    let mut validator = function.into_validator(allocations);
                    validator.validate(&body).expect("it is valid");
                    allocations = validator.into_allocations();
                }
            });
        }
    });
}
