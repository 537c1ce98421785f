//! Reachability against what code does: each call that is observed must be one that the analysis saw.
//!
//! `smith.rs` and `extra.rs` make random core modules with all forms of calls, and `observe.rs` runs them; `compose.rs` makes components of several modules, `shims.rs`
//! what wit-component makes and twins of it, and `host.rs` runs both; `hostile.rs` and `code.rs` make what is too large, and `mutate.rs` what is broken.
//!
//! `CAPLINK_REACH_CASES` and `CAPLINK_REACH_SEED` (the first) are for longer runs: so many modules, a fifth of that of components and of broken ones, and everything
//! hostile at its full size. Counts are printed. A failure names its seed.

#[path = "reach/code.rs"]
mod code;
#[path = "reach/compose.rs"]
mod compose;
#[path = "reach/extra.rs"]
mod extra;
#[path = "reach/host.rs"]
mod host;
#[path = "reach/hostile.rs"]
mod hostile;
#[path = "reach/mutate.rs"]
mod mutate;
#[path = "reach/observe.rs"]
mod observe;
#[path = "properties/random.rs"]
mod random;
#[path = "reach/shims.rs"]
mod shims;
#[path = "reach/smith.rs"]
mod smith;

use caplink_linker::reach;
use random::Random;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// What the analysis may use of the stack, whatever it reads.
const STACK: usize = 512 << 10;
/// How long it may take; a machine that is busy with other tests needs longer.
const LONGEST: Duration = Duration::from_secs(20);

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("it is a number"))
}

/// The seeds of a test: so many in the ordinary run, and in longer runs one for so many modules.
fn seeds(ordinary: u64, share: u64) -> std::ops::Range<u64> {
    let first = number("CAPLINK_REACH_SEED", 1);
    first..first + number("CAPLINK_REACH_CASES", ordinary * share) / share
}

/// Whether this is a longer run.
fn is_long() -> bool {
    number("CAPLINK_REACH_CASES", 0) >= 10_000
}

/// Counts by name.
#[derive(Default)]
struct Counts(BTreeMap<String, u64>);

impl Counts {
    fn add(&mut self, name: impl Into<String>, number: usize) {
        *self.0.entry(name.into()).or_default() += number as u64;
    }

    fn get(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }
}

#[allow(clippy::disallowed_macros, reason = "a long run says what it did")]
fn print(what: &str, counts: &Counts) {
    println!("{what}");
    for (name, number) in &counts.0 {
        println!("  {name}: {number}");
    }
}

/// Runs on a stack of a size.
fn on_stack<T: Send>(size: usize, work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(size).spawn_scoped(scope, work);
        thread.expect("the system gives a thread").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[test]
fn calls_of_random_modules_are_in_the_graph() {
    let seeds = seeds(80, 1);
    let (mut counts, engine) = (Counts::default(), observe::engine());
    on_stack(16 << 20, || seeds.clone().for_each(|seed| one_module(seed, &engine, &mut counts)));
    print(&format!("random modules, seeds {seeds:?}"), &counts);
    let cases = seeds.end - seeds.start;
    assert!(counts.get("modules that ran") * 10 >= cases * 8, "{:?}", counts.0);
    for form in smith::FORMS {
        assert!(counts.get(&format!("modules with {form}")) * 100 >= cases * 3, "too few modules made a {form}: {:?}", counts.0);
    }
}

fn one_module(seed: u64, engine: &wasmtime::Engine, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let Some(case) = smith::case(&mut random) else {
        counts.add("no module", 1);
        return;
    };
    let share = [40, 80, 100][random.below(3)];
    let granted: Vec<String> = case.exports.iter().filter(|_| random.percent(share)).cloned().collect();
    let component = extra::component(&case.module, &granted);
    let seen = match observe::run(engine, &case, &granted) {
        Ok(seen) => seen,
        Err(error) => {
            let reason = error.lines().last().unwrap_or_default();
            counts.add(format!("not accepted by the engine: {}", reason.trim()), 1);
            return;
        }
    };
    counts.add("modules that ran", 1);
    let graph = reach::graph(&component, |_| true).unwrap_or_else(|| panic!("seed {seed}: the analysis gives up"));
    let show = || wasmprinter::print_bytes(&case.module).unwrap_or_default();
    for function in &seen.entered {
        assert!(graph.reached.contains(&(0, *function)), "seed {seed}: function {function} ran, granted {granted:?}\n{}", show());
    }
    let mut forms = BTreeSet::new();
    for ((from, to), by) in &seen.calls {
        let names: Vec<_> = by.iter().map(|form| smith::FORMS[*form as usize]).collect();
        assert!(graph.calls.contains(&((0, *from), (0, *to))), "seed {seed}: {from} called {to} by {names:?}\n{}", show());
        names.iter().for_each(|name| counts.add(format!("calls by {name}"), 1));
        forms.extend(names);
    }
    forms.iter().for_each(|form| counts.add(format!("modules with {form}"), 1));
    if !seen.hosts.is_empty() {
        let demanded = reach::reach(&component, |_| true).demanded.expect("the graph was found");
        for host in &seen.hosts {
            assert!(demanded.contains(&(host.clone(), String::new())), "seed {seed}: {host} was called\n{}", show());
        }
        counts.add("modules that called the host", 1);
    }
    counts.add("functions that ran", seen.entered.len());
    counts.add("functions in graphs", graph.reached.len());
    counts.add("calls observed", seen.calls.len());
    counts.add("calls in graphs", graph.calls.len());
}

/// The functions of the host that are demanded.
fn demanded(bytes: &[u8], granted: impl Fn(&str) -> bool) -> Option<BTreeSet<String>> {
    Some(reach::reach(bytes, granted).demanded?.into_iter().map(|(import, _)| import).collect())
}

#[test]
fn what_random_components_call_is_demanded() {
    let seeds = seeds(40, 5);
    let mut counts = Counts::default();
    let host = host::Host::new(&observe::engine(), compose::HOSTS);
    on_stack(16 << 20, || seeds.clone().for_each(|seed| one_component(seed, &host, &mut counts)));
    print(&format!("random components, seeds {seeds:?}"), &counts);
    let cases = seeds.end - seeds.start;
    assert!(counts.get("components that ran") * 10 >= cases * 8, "{:?}", counts.0);
    assert!(counts.get("components that called the host") * 10 >= cases * 6, "{:?}", counts.0);
}

fn one_component(seed: u64, host: &host::Host, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let wat = compose::component(&mut random);
    let bytes = wat::parse_str(&wat).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{wat}"));
    let share = [30, 60, 100][random.below(3)];
    let chosen = random.bits();
    let granted = |name: &str| {
        let sum = name.bytes().fold(chosen, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        sum >> 33 & 0xffff < share * 0x1_0000 / 100
    };
    let (called, returned) = match host.run(&bytes, granted) {
        Ok(ran) => ran,
        Err(error) => {
            let reason = error.lines().last().unwrap_or_default();
            counts.add(format!("not accepted by the engine: {}", reason.trim()), 1);
            if std::env::var("CAPLINK_REACH_SHOW").is_ok() {
                panic!("seed {seed}: {error}\n{wat}");
            }
            return;
        }
    };
    counts.add("components that ran", 1);
    let demanded = demanded(&bytes, granted).unwrap_or_else(|| panic!("seed {seed}: the analysis gives up\n{wat}"));
    assert!(called.is_subset(&demanded), "seed {seed}: {called:?} were called, {demanded:?} are demanded\n{wat}");
    counts.add("components that called the host", usize::from(!called.is_empty()));
    counts.add("components that do not demand everything", usize::from(demanded.len() < compose::HOSTS));
    counts.add("exports that returned", returned);
    counts.add("functions called", called.len());
    counts.add("functions demanded", demanded.len());
}

#[test]
fn shims_are_seen_through_and_twins_are_not() {
    let seeds = seeds(2 * shims::KINDS as u64, 5);
    let mut counts = Counts::default();
    let host = host::Host::new(&observe::engine(), 10);
    on_stack(16 << 20, || seeds.clone().for_each(|seed| one_shim(seed, &host, &mut counts)));
    print(&format!("shims, seeds {seeds:?}"), &counts);
    let cases = seeds.end - seeds.start;
    assert!(counts.get("exports that called the host") * 2 >= cases, "{:?}", counts.0);
}

fn one_shim(seed: u64, host: &host::Host, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let shim = shims::shim(usize::try_from(seed).expect("it is small"), &mut random);
    let (wat, twin) = (&shim.wat, shim.twin.unwrap_or("genuine"));
    let bytes = wat::parse_str(wat).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{wat}"));
    let chosen = shim.expected[random.below(shim.expected.len())].0.clone();
    for export in shim.expected.iter().map(|(export, _)| export).chain([&"all".to_string(), &"none".to_string()]) {
        let granted = |name: &str| export == "all" || export == name;
        let expected: BTreeSet<String> =
            shim.expected.iter().filter(|(name, _)| granted(name)).flat_map(|(_, hosts)| hosts).cloned().collect();
        let found = demanded(&bytes, granted).unwrap_or_else(|| panic!("seed {seed}: the analysis gives up\n{wat}"));
        assert_eq!(found, expected, "seed {seed}: {twin}, {export} is granted\n{wat}");
        // One of them also runs.
        if *export == chosen {
            let (called, _) = host.run(&bytes, granted).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{wat}"));
            assert!(called.is_subset(&found), "seed {seed}: {twin}, {export}: {called:?} were called\n{wat}");
            counts.add("exports that called the host", usize::from(!called.is_empty()));
        }
    }
    counts.add(format!("shims: {twin}"), 1);
}

/// Whether the analysis had an answer, and how long it took, on a small stack.
fn timed(bytes: &[u8]) -> (bool, Duration) {
    on_stack(STACK, || {
        let start = Instant::now();
        let found = reach::reach(bytes, |_| true).demanded.is_some();
        (found, start.elapsed())
    })
}

#[test]
fn what_is_too_large_is_given_up_in_time() {
    let mut counts = Counts::default();
    for (name, make) in hostile::HOSTILE {
        if std::env::var("CAPLINK_REACH_ONLY").is_ok_and(|only| !name.contains(&only)) {
            continue;
        }
        let bytes = make(if is_long() { 1000 } else { 15 });
        let (found, took) = timed(&bytes);
        let answer = if found { "answered" } else { "given up" };
        counts.add(
            format!("{name}: milliseconds, {answer}, {} KiB", bytes.len() >> 10),
            usize::try_from(took.as_millis()).expect("it is short"),
        );
        assert!(took < LONGEST, "{name} took {took:?}, and is {answer}");
    }
    print("hostile components", &counts);
}

#[test]
fn what_is_broken_is_read_without_a_panic() {
    let seeds = seeds(300, 5);
    let mut counts = Counts::default();
    let mut mutants = mutate::Mutants::new();
    on_stack(16 << 20, || {
        for seed in seeds.clone() {
            let (found, took) = timed(mutants.mutant(&mut Random::new(seed)));
            assert!(took < LONGEST, "seed {seed} took {took:?}");
            counts.add(if found { "answered" } else { "given up" }, 1);
        }
    });
    print(&format!("mutants, seeds {seeds:?}"), &counts);
}
