//! The recording host: a component and what its run may touch come in; what it returned, printed and called goes out.
//!
//! Every call that leaves the component is recorded as (interface with the version the component imports, function).
//! Two independent witnesses keep the record complete: the calls themselves (`record`), and `Host::only`, which
//! traps on any function outside a set, so that a run that passes under `only(&its own record)` missed nothing.
//! Dropping a resource is not a function of an interface and is not recorded.
#![allow(dead_code, unused_imports, reason = "each test binary uses its part")]

mod agent;
mod blobstore;
mod confirm;
mod echo;
mod http;
mod imports;
mod keyvalue;
mod link;
mod loopback;
mod messaging;
mod provide;
mod record;
mod sockets;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use wasmtime::component::Component;
pub use wasmtime::component::Val;
use wasmtime::{Cache, CacheConfig, Config, Engine};
pub use wasmtime_wasi::FsPerms;

pub use agent::{Agent, Outcome};
pub use confirm::{recorded, text};
pub use echo::{TcpEcho, UdpEcho, caller, free_port};
pub use http::Sent;
pub use imports::{Imports, imports};
pub use link::{Linked, Policies, as_if_called, by_example, by_flags, by_nothing, by_policy, by_policy_of, call, link, observed, replays};
pub use loopback::{Loopback, Reply, Seen};

/// One function of one interface, as a component imports it: `("wasi:cli/environment@0.2.6", "get-environment")`.
pub type Call = (String, String);
pub type Calls = BTreeSet<Call>;

/// What a function of a custom interface answers, whatever its types.
pub type Answer = Arc<dyn Fn(&[Val]) -> wasmtime::Result<Vec<Val>> + Send + Sync>;

/// What the world around one run consists of. Everything that is not named here is empty or refused.
#[derive(Clone)]
pub struct Host {
    env: Vec<(String, String)>,
    args: Vec<String>,
    dirs: Vec<(PathBuf, String, FsPerms)>,
    stdin: Vec<u8>,
    loopback: bool,
    lax: bool,
    sockets: bool,
    routes: BTreeMap<String, SocketAddr>,
    buckets: keyvalue::Buckets,
    containers: blobstore::Containers,
    replies: messaging::Replies,
    config: BTreeMap<String, String>,
    answers: BTreeMap<Call, Answer>,
    only: Option<Calls>,
}

impl Host {
    /// An empty world in which `acme:pay/api` and `acme:ledger/book@0.1.0` answer.
    pub fn new() -> Self {
        Self {
            env: Vec::new(),
            args: Vec::new(),
            dirs: Vec::new(),
            stdin: Vec::new(),
            loopback: false,
            lax: false,
            sockets: false,
            routes: BTreeMap::new(),
            buckets: keyvalue::Buckets::default(),
            containers: blobstore::Containers::default(),
            replies: messaging::Replies::default(),
            config: BTreeMap::new(),
            answers: provide::acme(),
            only: None,
        }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    pub fn dir(mut self, host: &Path, guest: &str, perms: FsPerms) -> Self {
        self.dirs.push((host.to_owned(), guest.to_owned(), perms));
        self
    }

    pub fn stdin(mut self, bytes: &[u8]) -> Self {
        self.stdin = bytes.to_owned();
        self
    }

    /// Lets outgoing HTTP reach loopback addresses; any other authority is `HTTP-request-denied`.
    pub fn allow_http_to_loopback(mut self) -> Self {
        self.loopback = true;
        self
    }

    /// Takes whatever a request is made of, notes what it was asked to send, and sends nothing: what a host without checks of its own would see.
    pub fn lax_http(mut self) -> Self {
        self.lax = true;
        self
    }

    /// Lets sockets use loopback addresses, and the name `localhost` be looked up.
    pub fn allow_loopback_sockets(mut self) -> Self {
        self.sockets = true;
        self
    }

    /// Lets an authority (`api.example.com`, any scheme) be answered by a server of this machine.
    pub fn route(mut self, authority: &str, server: SocketAddr) -> Self {
        self.routes.insert(authority.to_owned(), server);
        self
    }

    /// A key-value store that `open` finds; any other identifier is `no-such-store`.
    pub fn bucket(mut self, identifier: &str, pairs: &[(&str, &str)]) -> Self {
        let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), value.as_bytes().to_owned()));
        self.buckets.insert(identifier.to_owned(), pairs.collect());
        self
    }

    /// A container of a blob store that `get-container` finds.
    pub fn container(mut self, name: &str, objects: &[(&str, &str)]) -> Self {
        let objects = objects.iter().map(|(object, text)| ((*object).to_owned(), text.as_bytes().to_owned()));
        self.containers.insert(name.to_owned(), objects.collect());
        self
    }

    /// The topics of the messages that answer a request on a topic; any other request is a timeout.
    pub fn replies(mut self, topic: &str, topics: &[Option<&str>]) -> Self {
        self.replies.insert(topic.to_owned(), topics.iter().map(|topic| topic.map(str::to_owned)).collect());
        self
    }

    pub fn config(mut self, key: &str, value: &str) -> Self {
        self.config.insert(key.to_owned(), value.to_owned());
        self
    }

    /// What a function of an interface that is not WASI answers; the interface as the component imports it.
    pub fn answer(
        mut self,
        interface: &str,
        function: &str,
        answer: impl Fn(&[Val]) -> wasmtime::Result<Vec<Val>> + Send + Sync + 'static,
    ) -> Self {
        self.answers.insert((interface.to_owned(), function.to_owned()), Arc::new(answer));
        self
    }

    /// Puts a trap in place of every imported function outside `calls`; reaching one is recorded and ends the run.
    pub fn only(mut self, calls: &Calls) -> Self {
        self.only = Some(calls.clone());
        self
    }

    /// Compiles and instantiates; calls made while instantiating are part of the agent's record.
    pub fn instantiate(&self, component: &[u8]) -> Result<Agent> {
        Agent::new(self, &compile(component)?)
    }
}

/// The one engine of a test process. Compiled components are kept under the target folder, keyed by their content.
fn engine() -> Result<&'static Engine> {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    if let Some(engine) = ENGINE.get() {
        return Ok(engine);
    }
    let mut cache = CacheConfig::new();
    cache.with_directory(Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled"));
    let mut config = Config::new();
    config.wasm_component_model_async(true);
    config.cache(Some(Cache::new(cache)?));
    Ok(ENGINE.get_or_init(|| Engine::new(&config).expect("a plain configuration has an engine")))
}

fn compile(component: &[u8]) -> Result<Component> {
    Component::from_binary(engine()?, component).map_err(anyhow::Error::from).context("the component does not compile")
}
