//! The record of one run: spans of the WASI host crates and calls of hand-written interfaces come in, `Calls` go out.
//!
//! The bindings of wasmtime-wasi and wasmtime-wasi-http enter a span `wit-bindgen import` for each call; its target
//! names package and interface, its field the function. The span carries no version, so the name is looked up among
//! the component's imports on the same track (0.2 or 0.3). A call that is found nowhere there is kept under a name
//! that no lockfile holds. A run happens on one thread, which carries the recorder while it runs.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{Call, Calls};

thread_local! {
    static CURRENT: RefCell<Option<Arc<Recorder>>> = const { RefCell::new(None) };
}

pub struct Recorder {
    imported: Calls,
    calls: Mutex<Calls>,
}

impl Recorder {
    pub fn new(imported: Calls) -> Arc<Self> {
        static SUBSCRIBE: Once = Once::new();
        SUBSCRIBE.call_once(|| {
            tracing::subscriber::set_global_default(Spans).expect("no other subscriber in a test process");
        });
        Arc::new(Self { imported, calls: Mutex::default() })
    }

    pub fn calls(&self) -> Calls {
        self.calls.lock().expect("no panic while recording").clone()
    }

    pub fn record(&self, call: Call) {
        self.calls.lock().expect("no panic while recording").insert(call);
    }

    /// Records a call that the host names without a patch version.
    pub fn record_span(&self, interface: &str, track: &str, function: &str) {
        let same = |(name, imported): &&Call| {
            let (base, version) = name.split_once('@').unwrap_or((name, ""));
            base == interface && on_track(version, track) && imported == function
        };
        let mut found = self.imported.iter().filter(same).peekable();
        if found.peek().is_none() {
            self.record((format!("{interface}@{track}, not imported"), function.to_owned()));
        }
        found.for_each(|call| self.record(call.clone()));
    }

    /// Runs `work` while this thread records here.
    pub fn during<R>(self: &Arc<Self>, work: impl FnOnce() -> R) -> R {
        CURRENT.set(Some(Arc::clone(self)));
        let result = work();
        CURRENT.set(None);
        result
    }
}

/// Whether a version such as `0.2.6` is one of the track `0.2`.
pub fn on_track(version: &str, track: &str) -> bool {
    version.strip_prefix(track).is_some_and(|rest| rest.starts_with('.'))
}

/// Interface and track of a bindings module such as `wasmtime_wasi::p2::bindings::generated::wasi::cli::environment`.
fn interface(target: &str) -> Option<(String, &'static str)> {
    let (bindings, path) = target.split_once("::wasi::")?;
    let (package, interface) = path.split_once("::")?;
    let track = if bindings.contains("::p3::") { "0.3" } else { "0.2" };
    Some((format!("wasi:{package}/{interface}").replace('_', "-"), track))
}

struct Spans;

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.name() == "wit-bindgen import"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut function = Function(String::new());
        span.record(&mut function);
        let target = span.metadata().target();
        let (interface, track) = interface(target).unwrap_or_else(|| (target.to_owned(), "unknown"));
        CURRENT.with_borrow(|current| {
            let current = current.as_ref().expect("host calls happen on the thread that runs the component");
            current.record_span(&interface, track, &function.0);
        });
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Function(String);

impl Visit for Function {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "function" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
