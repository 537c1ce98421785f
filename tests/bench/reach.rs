//! What the analysis of calls takes, next to the validation of the same bytes: `cargo bench --bench reach`.
//!
//! In: agents named after `--`; without any, those of `tests/agents`, and what `tests/real/build` left in `CAPLINK_REAL_CACHE`. Out: for each, how many of the
//! functions that it imports calls may reach, and how; medians in milliseconds of one thread for both, and their ratio. Both run in this process, one after the other in each round.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

use caplink_linker::agent;
use caplink_linker::reach::analyse;
use caplink_model::lockfile::Reach;
use std::path::{Path, PathBuf};
use std::time::Instant;
use wasmparser::{FuncValidatorAllocations, Parser, ValidPayload, Validator, WasmFeatures};

/// What the ratio must not exceed for large agents.
const TARGET: f64 = 1.0;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let agents = if arguments.is_empty() { known_agents() } else { arguments.iter().map(PathBuf::from).collect() };
    let runs = std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(11);
    println!(
        "{:12} {:>10} {:>8} {:>8} {:>7} {:>7} {:>7} {:>9} {:>9} {:>6}",
        "agent", "bytes", "imported", "called", "direct", "tables", "data", "validate", "analyse", "ratio"
    );
    for path in agents {
        let bytes = std::fs::read(&path).expect("the agent can be read");
        let imported = agent::decode(&bytes).expect("it is an agent").imported_functions();
        let (mut validated, mut analysed) = (vec![], vec![]);
        let mut found = Default::default();
        for _ in 0..runs {
            let started = Instant::now();
            validate(&bytes);
            validated.push(started.elapsed().as_secs_f64() * 1e3);
            let started = Instant::now();
            found = analyse(&bytes, imported, |_| true, |found| found.evidence()).expect("it can be followed");
            analysed.push(started.elapsed().as_secs_f64() * 1e3);
        }
        let of = |reach: Reach| found.values().filter(|evidence| evidence.reach == reach).count();
        let (validate, analyse) = (median(&mut validated), median(&mut analysed));
        let ratio = analyse / validate;
        println!(
            "{:12} {:>10} {imported:>8} {:>8} {:>7} {:>7} {:>7} {validate:>9.1} {analyse:>9.1} {ratio:>6.2}{}",
            path.file_stem().unwrap_or_default().to_string_lossy(),
            bytes.len(),
            found.len(),
            of(Reach::Direct),
            of(Reach::Table),
            of(Reach::InterpreterLike),
            if bytes.len() >= 10 << 20 && ratio > TARGET { "  over the target" } else { "" }
        );
    }
    println!("times: medians of {runs}, in ms; the target for agents of 10 MB and more is {TARGET}");
}

fn known_agents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cache = std::env::var_os("CAPLINK_REAL_CACHE").map(PathBuf::from);
    let real =
        ["js", "py", "go", "go-get", "c"].into_iter().flat_map(|name| cache.as_ref().map(|cache| cache.join(format!("{name}.wasm"))));
    let small =
        ["ambient", "fetch", "files", "net", "pay", "pay3", "quiet", "serve"].map(|name| root.join(format!("tests/agents/{name}.wasm")));
    real.chain(small).filter(|path| path.exists()).collect()
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Validates everything, bodies included, on this thread.
fn validate(bytes: &[u8]) {
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    let mut parser = Parser::new(0);
    parser.set_features(WasmFeatures::all());
    let mut allocations = FuncValidatorAllocations::default();
    for payload in parser.parse_all(bytes) {
        if let ValidPayload::Func(function, body) = validator.payload(&payload.expect("it parses")).expect("it is valid") {
            let mut function = function.into_validator(allocations);
            function.validate(&body).expect("the body is valid");
            allocations = function.into_allocations();
        }
    }
}
