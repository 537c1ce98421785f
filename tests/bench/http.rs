//! A guarded HTTP client next to the same client with an unconditional permit, in wasmtime, over loopback: `cargo bench --bench http`.
//!
//! In: the agent `spell`, linked under a policy on host, port, method, scheme and path, and under one without conditions. Out: the time of a small
//! GET, and the rate of a 64 MiB body up and down, for both, and their ratios: at most 1.05 for the time, at least 0.98 for the rates. The two take
//! turns in one process, so that a busy machine slows both; the ratio is the median of the ratios of neighbours. Then the bytes that the guard adds.
//! `ROUNDS` says how often.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

#[path = "../host/mod.rs"]
mod host;
#[path = "../properties/linking.rs"]
mod linking;

use std::path::Path;
use std::time::Instant;

use host::{Loopback, Reply};
use linking::link;
use tokio::runtime::Runtime;
use wasmtime::component::{Component, Instance, Linker, ResourceTable, TypedFunc};
use wasmtime::{Config, Engine, Store};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpHooks, WasiHttpView};

const MEBIBYTES: u32 = 64;
/// Requests in one round.
const REQUESTS: u32 = 200;

/// Nothing but the loopback interface is ever named here, so the hooks of wasmtime can stay as they are.
struct Plain;
impl WasiHttpHooks for Plain {}

struct State {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    hooks: Plain,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks: &mut self.hooks }
    }
}

struct Client {
    store: Store<State>,
    spray: TypedFunc<(String, u32), (String,)>,
    upload: TypedFunc<(String, u32), (String,)>,
    download: TypedFunc<(String,), (String,)>,
}

impl Client {
    fn new(runtime: &Runtime, engine: &Engine, bytes: &[u8]) -> Self {
        let component = Component::new(engine, bytes).expect("it compiles");
        let mut linker = Linker::new(engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).expect("it is new");
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker).expect("it is new");
        let state = State { wasi: WasiCtx::builder().build(), http: WasiHttpCtx::new(), hooks: Plain, table: ResourceTable::new() };
        let mut store = Store::new(engine, state);
        let instance: Instance = runtime.block_on(linker.instantiate_async(&mut store, &component)).expect("it has all that it imports");
        let spray = instance.get_typed_func(&mut store, "spray").expect("it is exported");
        let upload = instance.get_typed_func(&mut store, "upload").expect("it is exported");
        let download = instance.get_typed_func(&mut store, "download").expect("it is exported");
        Self { store, spray, upload, download }
    }

    /// Microseconds a request that the guard refuses: all of its work but writing back, and none of the host's.
    fn refused(&mut self, runtime: &Runtime, url: &str) -> f64 {
        let start = Instant::now();
        let (said,) = runtime.block_on(self.spray.call_async(&mut self.store, (url.to_owned(), REQUESTS))).expect("no trap");
        let taken = start.elapsed();
        assert_eq!(said, format!("answered=0 refused={REQUESTS}"));
        taken.as_secs_f64() * 1e6 / f64::from(REQUESTS)
    }

    /// Microseconds a request.
    fn request(&mut self, runtime: &Runtime, url: &str) -> f64 {
        let start = Instant::now();
        let (said,) = runtime.block_on(self.spray.call_async(&mut self.store, (url.to_owned(), REQUESTS))).expect("no trap");
        let taken = start.elapsed();
        assert_eq!(said, format!("answered={REQUESTS} refused=0"));
        taken.as_secs_f64() * 1e6 / f64::from(REQUESTS)
    }

    /// MiB a second.
    fn upload(&mut self, runtime: &Runtime, url: &str) -> f64 {
        let start = Instant::now();
        let (said,) = runtime.block_on(self.upload.call_async(&mut self.store, (url.to_owned(), MEBIBYTES))).expect("no trap");
        assert_eq!(said, "status=200 body=taken");
        f64::from(MEBIBYTES) / start.elapsed().as_secs_f64()
    }

    /// MiB a second.
    fn download(&mut self, runtime: &Runtime, url: &str) -> f64 {
        let start = Instant::now();
        let (said,) = runtime.block_on(self.download.call_async(&mut self.store, (url.to_owned(),))).expect("no trap");
        assert_eq!(said, format!("status=200 bytes={}", u64::from(MEBIBYTES) << 20));
        f64::from(MEBIBYTES) / start.elapsed().as_secs_f64()
    }
}

fn main() {
    let agent = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agents/spell.wasm")).expect("the agent is committed");
    let server = Loopback::replying(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", _) => Reply::text("taken"),
        (_, "/repos/acme/large") => Reply::bytes((MEBIBYTES as usize) << 20),
        _ => Reply::text("hi"),
    })
    .expect("a port is free");
    let exports = "permit (principal, action == Action::\"export\", resource);";
    let open = format!("{exports} permit (principal, action == Action::\"http:request\", resource);");
    let narrow = format!(
        "{exports} permit (principal, action == Action::\"http:request\", resource == Net::Host::\"127.0.0.1\")
        when {{ [\"GET\", \"POST\"].contains(context.method) && context.scheme == \"http\" && context.port == {}
            && context.path like \"/repos/acme/*\" }};",
        server.address.port()
    );
    let [open, narrow] = [open, narrow].map(|policies| linking::on_policy_stack(|| link(&agent, &policies)).expect("it can be linked"));
    let sizes = [&open, &narrow].map(|linked| (linked.bytes().len(), linked.lockfile().without_artifact().print().len()));
    println!(
        "the guard adds {} bytes to an artifact of {}, {} of them in its lockfile",
        sizes[1].0 - sizes[0].0,
        sizes[0].0,
        sizes[1].1 - sizes[0].1
    );

    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(15);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let engine = Engine::new(&Config::new()).expect("a plain configuration has an engine");
    let mut clients = [&open, &narrow].map(|linked| Client::new(&runtime, &engine, linked.bytes()));
    println!("{:28} {:>10} {:>10} {:>7}", "", "open", "guarded", "ratio");
    let small = server.url("/repos/acme/x?page=1");
    let large = server.url("/repos/acme/large");
    let other = server.url("/other");
    println!("a refused GET takes {:.1} µs", median((0..rounds).map(|_| clients[1].refused(&runtime, &other)).collect()));
    compare("a small GET, µs", rounds, |ratio| ratio <= 1.05, |which| clients[which].request(&runtime, &small));
    compare("64 MiB up, MiB/s", rounds, |ratio| ratio >= 0.98, |which| clients[which].upload(&runtime, &large));
    compare("64 MiB down, MiB/s", rounds, |ratio| ratio >= 0.98, |which| clients[which].download(&runtime, &large));
}

/// Measures both in turns, each first every other time, after one round that does not count.
fn compare(name: &str, rounds: usize, meets: impl Fn(f64) -> bool, mut measure: impl FnMut(usize) -> f64) {
    let (mut open, mut guarded, mut ratios) = (vec![], vec![], vec![]);
    measure(0);
    measure(1);
    for round in 0..rounds {
        let mut both = [0.0; 2];
        for which in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
            both[which] = measure(which);
        }
        open.push(both[0]);
        guarded.push(both[1]);
        ratios.push(both[1] / both[0]);
    }
    let ratio = median(ratios);
    let mark = if meets(ratio) { "" } else { "  misses the target" };
    println!("{name:28} {:10.1} {:10.1} {ratio:7.3}{mark}", median(open), median(guarded));
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
