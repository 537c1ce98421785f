//! What stands behind each import: a host and a component's imports come in, a linker and the state of a run go out.
//!
//! WASI 0.2 and 0.3 come from wasmtime; key-value, configuration, blob stores, messaging, logging and custom interfaces are written here and record
//! themselves. Imports outside `Host::only` are replaced by traps, which must stand where a function stood before.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Result, bail};
use wasmtime::component::{Linker, LinkerInstance, ResourceTable, Val};
use wasmtime_wasi::p2::pipe::{MemoryInputPipe, MemoryOutputPipe};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use super::blobstore::{self, Containers};
use super::http::{self, Network, Sent};
use super::imports::{self, Import};
use super::keyvalue::{self, Buckets};
use super::messaging::{self, Replies};
use super::record::{Recorder, on_track};
use super::sockets::{self, Used};
use super::{Answer, Call, Host, engine};

/// More than any test prints.
const OUTPUT: usize = 1 << 20;

/// The versions at which wasmtime 48 defines WASI; a component's 0.2.x and 0.3.x are served by these.
const DEFINED: [(&str, &str); 2] = [("0.2", "0.2.12"), ("0.3", "0.3.0")];

pub type Answered = Arc<Mutex<Vec<(Call, Vec<Val>)>>>;

pub struct State {
    pub table: ResourceTable,
    pub buckets: Buckets,
    pub containers: Containers,
    pub replies: Replies,
    pub config: BTreeMap<String, String>,
    recorder: Arc<Recorder>,
    wasi: WasiCtx,
    pub network: Network,
    pub used: Used,
    http: WasiHttpCtx,
}

impl State {
    pub fn record(&self, interface: &str, function: &str) {
        self.recorder.record((interface.to_owned(), function.to_owned()));
    }

    /// Records a call of WASI 0.2 that is answered here in place of wasmtime.
    pub fn record_import(&self, interface: &str, function: &str) {
        self.recorder.record_span(interface, "0.2", function);
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks: &mut self.network }
    }
}

/// The ends of a run that a test reads.
pub struct Outputs {
    pub sent: Arc<Mutex<Vec<Sent>>>,
    pub used: Used,
    pub stdout: MemoryOutputPipe,
    pub stderr: MemoryOutputPipe,
}

pub fn state(host: &Host, recorder: &Arc<Recorder>) -> Result<(State, Outputs)> {
    let outputs = Outputs {
        sent: Arc::default(),
        used: Used::default(),
        stdout: MemoryOutputPipe::new(OUTPUT),
        stderr: MemoryOutputPipe::new(OUTPUT),
    };
    let mut wasi = WasiCtx::builder();
    wasi.envs(&host.env).args(&host.args);
    wasi.stdin(MemoryInputPipe::new(host.stdin.clone()));
    wasi.stdout(outputs.stdout.clone()).stderr(outputs.stderr.clone());
    for (path, guest, perms) in &host.dirs {
        wasi.preopened_dir(path, guest, *perms)?;
    }
    if host.sockets {
        sockets::allow_loopback(&mut wasi, &outputs.used);
    }
    let state = State {
        table: ResourceTable::new(),
        buckets: host.buckets.clone(),
        containers: host.containers.clone(),
        replies: host.replies.clone(),
        config: host.config.clone(),
        recorder: Arc::clone(recorder),
        wasi: wasi.build(),
        http: WasiHttpCtx::new(),
        network: Network { loopback: host.loopback, lax: host.lax, routes: host.routes.clone(), sent: Arc::clone(&outputs.sent) },
        used: Arc::clone(&outputs.used),
    };
    Ok((state, outputs))
}

pub fn linker(host: &Host, imported: &[Import], answered: &Answered) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine()?);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    keyvalue::add_to_linker(&mut linker)?;
    blobstore::add_to_linker(&mut linker)?;
    messaging::add_to_linker(&mut linker)?;
    // What stands in place of a definition of wasmtime's, or of one of those above.
    linker.allow_shadowing(true);
    if host.lax {
        http::lax(&mut linker)?;
    }
    if host.sockets {
        sockets::only_local_names(&mut linker)?;
    }
    for import in imported {
        let Some((function, is_async)) = &import.function else {
            continue;
        };
        let call = (import.interface.clone(), function.clone());
        if let Some(answer) = host.answers.get(&call) {
            let work = answering(call, Arc::clone(answer), Arc::clone(answered));
            define(&mut at(&mut linker, &import.interface)?, function, *is_async, work)?;
        }
    }
    linker.allow_shadowing(false);
    let Some(only) = &host.only else {
        return Ok(linker);
    };
    for call in imports::calls(imported).difference(only) {
        let import = imported.iter().find(|import| is(import, call)).expect("taken from these imports");
        let is_async = import.function.as_ref().is_some_and(|(_, is_async)| *is_async);
        let interface = defined(&call.0);
        // A trap under a name that nothing bears would guard nothing.
        linker.allow_shadowing(false);
        if define(&mut at(&mut linker, &interface)?, &call.1, is_async, refusing(call)).is_ok() {
            bail!("the host has no `{}` in `{interface}` to put a trap in place of", call.1);
        }
        linker.allow_shadowing(true);
        define(&mut at(&mut linker, &interface)?, &call.1, is_async, refusing(call))?;
    }
    Ok(linker)
}

fn is(import: &Import, call: &Call) -> bool {
    let named = |(name, _): &(String, bool)| *name == call.1;
    import.interface == call.0 && import.function.as_ref().is_some_and(named)
}

/// The name under which the host defines an interface that a component imports.
fn defined(interface: &str) -> String {
    if let Some((base, version)) = interface.split_once('@')
        && base.starts_with("wasi:")
        && !version.contains('-')
        && let Some((_, ours)) = DEFINED.iter().find(|(track, _)| on_track(version, track))
    {
        return format!("{base}@{ours}");
    }
    interface.to_owned()
}

fn at<'a>(linker: &'a mut Linker<State>, interface: &str) -> Result<LinkerInstance<'a, State>> {
    if interface.is_empty() { Ok(linker.root()) } else { Ok(linker.instance(interface)?) }
}

/// What a dynamic host function does once its call is under way.
type Work = Arc<dyn Fn(&State, &[Val]) -> wasmtime::Result<Vec<Val>> + Send + Sync>;

fn answering(call: Call, answer: Answer, answered: Answered) -> Work {
    Arc::new(move |state, args| {
        state.recorder.record(call.clone());
        answered.lock().expect("no panic while logging").push((call.clone(), args.to_vec()));
        answer(args)
    })
}

fn refusing(call: &Call) -> Work {
    let call = call.clone();
    Arc::new(move |state, _| {
        state.recorder.record(call.clone());
        Err(wasmtime::Error::msg(format!("a call outside the set: {}#{}", call.0, call.1)))
    })
}

fn define(linker: &mut LinkerInstance<'_, State>, name: &str, is_async: bool, work: Work) -> wasmtime::Result<()> {
    if !is_async {
        return linker.func_new(name, move |store, _, args, results| {
            results.clone_from_slice(&work(store.data(), args)?);
            Ok(())
        });
    }
    linker.func_new_concurrent(name, move |accessor, _, args, results| {
        let work = Arc::clone(&work);
        Box::pin(async move {
            // Long enough that the caller has to wait.
            tokio::time::sleep(Duration::from_millis(2)).await;
            let found = accessor.with(|mut access| work(access.data_mut(), args))?;
            results.clone_from_slice(&found);
            Ok(())
        })
    })
}

/// The custom interfaces of the agents here: they take what they are given and say so.
pub fn acme() -> BTreeMap<Call, Answer> {
    fn said(verb: &'static str) -> Answer {
        Arc::new(move |args| match args {
            [Val::String(account), Val::U64(cents)] => {
                let text = Val::String(format!("{verb} {cents} {account}"));
                Ok(vec![Val::Result(Ok(Some(Box::new(text))))])
            }
            _ => Err(wasmtime::Error::msg("an account and cents were expected")),
        })
    }
    let pay = |function: &str| ("acme:pay/api".to_owned(), function.to_owned());
    let book = |function: &str| ("acme:ledger/book@0.1.0".to_owned(), function.to_owned());
    BTreeMap::from([
        (pay("charge"), said("charged")),
        (pay("refund"), said("refunded")),
        (pay("ping"), Arc::new(|args: &[Val]| Ok(args.to_vec())) as Answer),
        (book("post"), said("posted")),
        (book("balance"), Arc::new(|_: &[Val]| Ok(vec![Val::U64(100)])) as Answer),
        (book("currency"), Arc::new(|_: &[Val]| Ok(vec![Val::String("EUR".to_owned())])) as Answer),
    ])
}
