//! A running component: calls of its exports come in, an `Outcome` per call goes out.

use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use wasmtime::Store;
use wasmtime::component::{Component, ComponentExportIndex, Func, Instance, Linker, Val};
use wasmtime_wasi::I32Exit;
use wasmtime_wasi_http::WasiHttpView;
use wasmtime_wasi_http::p2::bindings::Proxy;
use wasmtime_wasi_http::p2::bindings::http::types::Scheme;

use super::http::Sent;
use super::provide::{self, Answered, Outputs, State};
use super::record::Recorder;
use super::{Call, Calls, Host, engine, imports};

/// What one call of an export came to. `calls`, `answered`, `sent`, `used`, `stdout` and `stderr` cover the agent's life so far,
/// from its instantiation on.
#[derive(Debug)]
pub struct Outcome {
    /// The returned values, or the text of the trap.
    pub result: Result<Vec<Val>, String>,
    pub calls: Calls,
    /// The calls of custom interfaces with their arguments, in order.
    pub answered: Vec<(Call, Vec<Val>)>,
    /// The requests that the host was asked to send, and what sockets, brokers and the log were to use: addresses, names, and messages with their topics, in order.
    pub sent: Vec<Sent>,
    pub used: Vec<String>,
    /// No resource of the host's is held: no request, stream, socket or pollable.
    pub idle: bool,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// The one string that was returned; a trap or anything else is an error.
    pub fn text(&self) -> Result<&str> {
        match &self.result {
            Ok(values) => match values.as_slice() {
                [Val::String(text)] => Ok(text),
                other => bail!("not one string: {other:?}"),
            },
            Err(trap) => bail!("trapped: {trap}"),
        }
    }

    /// The returned string is this one.
    pub fn says(&self, expected: &str) -> Result<()> {
        let found = self.text()?;
        ensure!(found == expected, "`{found}` and not `{expected}`: {self:?}");
        Ok(())
    }

    /// The returned string is an agent's account of a failure.
    pub fn says_error(&self) -> Result<()> {
        let found = self.text()?;
        ensure!(found.starts_with("error: "), "`{found}` is no error: {self:?}");
        Ok(())
    }

    /// These functions of an interface (with or without its version) were called.
    pub fn has_called(&self, interface: &str, functions: &[&str]) -> Result<()> {
        for function in functions {
            let called = self.called(interface, function);
            ensure!(called, "no call of `{interface}#{function}`: {:?}", self.calls);
        }
        Ok(())
    }

    /// Whether a function was called; the interface with or without its version.
    pub fn called(&self, interface: &str, function: &str) -> bool {
        let same = |name: &str| name == interface || name.split('@').next() == Some(interface);
        self.calls.iter().any(|(name, called)| same(name) && called == function)
    }
}

pub struct Agent {
    runtime: Runtime,
    store: Store<State>,
    instance: Instance,
    component: Component,
    recorder: Arc<Recorder>,
    answered: Answered,
    outputs: Outputs,
}

impl Agent {
    pub(super) fn new(host: &Host, component: &Component) -> Result<Self> {
        let imported = imports::list(component)?;
        let recorder = Recorder::new(imports::calls(&imported));
        let answered = Answered::default();
        let linker = provide::linker(host, &imported, &answered)?;
        let (state, outputs) = provide::state(host, &recorder)?;
        let mut store = Store::new(engine()?, state);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let instance = recorder
            .during(|| runtime.block_on(linker.instantiate_async(&mut store, component)))
            .map_err(anyhow::Error::from)
            .context("the component does not instantiate")?;
        Ok(Self { runtime, store, instance, component: component.clone(), recorder, answered, outputs })
    }

    /// Instantiates a component that has no imports and no exports where nothing at all is defined.
    pub fn alone(component: &[u8]) -> Result<()> {
        let component = super::compile(component)?;
        let ty = component.component_type();
        let (imports, exports) = (ty.imports(engine()?).len(), ty.exports(engine()?).len());
        ensure!((imports, exports) == (0, 0), "{imports} imports and {exports} exports");
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let mut store = Store::new(engine()?, ());
        runtime.block_on(Linker::new(engine()?).instantiate_async(&mut store, &component))?;
        Ok(())
    }

    /// Calls an exported function of the world.
    pub fn call(&mut self, export: &str, args: &[Val]) -> Outcome {
        let index = self.component.get_export_index(None, export);
        self.call_at(index, export, args)
    }

    /// Calls a function of an exported interface.
    pub fn call_in(&mut self, interface: &str, export: &str, args: &[Val]) -> Outcome {
        let instance = self.component.get_export_index(None, interface);
        let index = instance.and_then(|instance| self.component.get_export_index(Some(&instance), export));
        self.call_at(index, &format!("{interface}#{export}"), args)
    }

    /// Runs a command. `exit` ends it as it ends a process: success is no trap.
    pub fn command(&mut self) -> Outcome {
        self.call_in("wasi:cli/run@0.2.0", "run", &[])
    }

    /// Lets a component that exports `wasi:http/incoming-handler` answer a GET: a `u16` and a `string` are returned.
    pub fn serve(&mut self, url: &str) -> Outcome {
        let Self { runtime, store, instance, recorder, .. } = self;
        let result = recorder.during(|| runtime.block_on(serve(store, instance, url)));
        let values = result.map(|(status, body)| vec![Val::U16(status), Val::String(body)]);
        self.outcome(values)
    }

    fn call_at(&mut self, index: Option<ComponentExportIndex>, name: &str, args: &[Val]) -> Outcome {
        let Self { runtime, store, instance, recorder, .. } = self;
        let func = index.and_then(|index| instance.get_func(&mut *store, index));
        let result = func
            .with_context(|| format!("the component exports no function `{name}`"))
            .and_then(|func| recorder.during(|| runtime.block_on(call(store, func, args))));
        self.outcome(result)
    }

    fn outcome(&self, result: Result<Vec<Val>>) -> Outcome {
        let text = |bytes: Bytes| String::from_utf8_lossy(&bytes).into_owned();
        Outcome {
            result: result.map_err(|error| format!("{error:#}")),
            calls: self.recorder.calls(),
            answered: self.answered.lock().expect("no panic while logging").clone(),
            sent: self.outputs.sent.lock().expect("no panic while logging").clone(),
            idle: self.store.data().table.is_empty(),
            used: self.outputs.used.lock().expect("no panic while logging").clone(),
            stdout: text(self.outputs.stdout.contents()),
            stderr: text(self.outputs.stderr.contents()),
        }
    }
}

async fn call(store: &mut Store<State>, func: Func, args: &[Val]) -> Result<Vec<Val>> {
    let mut results = vec![Val::Bool(false); func.ty(&*store).results().len()];
    match func.call_async(&mut *store, args, &mut results).await {
        Ok(()) => Ok(results),
        Err(error) => match error.downcast_ref::<I32Exit>() {
            Some(I32Exit(0)) => Ok(vec![Val::Result(Ok(None))]),
            _ => Err(error.into()),
        },
    }
}

async fn serve(store: &mut Store<State>, instance: &Instance, url: &str) -> Result<(u16, String)> {
    let request = Request::get(url).body(Empty::<Bytes>::new())?;
    let (sender, receiver) = oneshot::channel();
    let mut http = store.data_mut().http();
    let request = http.new_incoming_request(Scheme::Http, request)?;
    let out = http.new_response_outparam(sender)?;
    let proxy = Proxy::new(&mut *store, instance)?;
    let handled = proxy.wasi_http_incoming_handler().call_handle(&mut *store, request, out);
    // The body has to be taken while it is written.
    let answered = async {
        let response = receiver.await.context("no response was set")?.context("the agent answered an error")?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await?.to_bytes();
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    };
    tokio::pin!(handled, answered);
    // After a trap nothing answers any more.
    tokio::select! {
        done = &mut handled => {
            done?;
            answered.await
        }
        response = &mut answered => {
            handled.await?;
            response
        }
    }
}
