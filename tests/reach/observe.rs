//! Runs instrumented modules and tells each call that happened.
//!
//! In: a module from [`super::smith`], and which of its exports to call. Out: [`Seen`]. A mark before a call and a mark at the beginning of a function, one directly after
//! the other, are one call; a beginning without a mark before it is a call by the host. Fuel and memory are limited; traps and exceptions are fine.

use super::smith::{Case, FORM};
use std::collections::{BTreeMap, BTreeSet};
use wasmtime::{Caller, Config, Engine, Extern, Func, Instance, Module, Store, StoreLimits, StoreLimitsBuilder, Val};

/// What happened.
#[derive(Default)]
pub struct Seen {
    /// Functions that ran.
    pub entered: BTreeSet<u32>,
    /// Calls between them, with the form of the call.
    pub calls: BTreeMap<(u32, u32), BTreeSet<u32>>,
    /// Functions of the host that were called.
    pub hosts: BTreeSet<String>,
    /// The call that is being made.
    last: Option<u32>,
}

impl Seen {
    fn enter(&mut self, function: u32) {
        self.entered.insert(function);
        if let Some(last) = self.last.take() {
            self.calls.entry((last & ((1 << FORM) - 1), function)).or_default().insert(last >> FORM);
        }
    }
}

struct State {
    seen: Seen,
    limits: StoreLimits,
}

/// An engine that compiles fast.
pub fn engine() -> Engine {
    let mut config = Config::new();
    config.cranelift_opt_level(wasmtime::OptLevel::None);
    config.cranelift_regalloc_algorithm(wasmtime::RegallocAlgorithm::SinglePass);
    config.wasm_gc(true).wasm_function_references(true).wasm_exceptions(true).wasm_memory64(true).wasm_tail_call(true);
    config.wasm_multi_memory(true).wasm_extended_const(true);
    config.consume_fuel(true).wasm_backtrace_max_frames(None);
    config.memory_reservation(0).memory_guard_size(0).memory_reservation_for_growth(0).memory_init_cow(false);
    config.gc_heap_reservation(0).gc_heap_guard_size(0).gc_heap_reservation_for_growth(0);
    // Each exception that is thrown looks at all frames.
    config.max_wasm_stack(64 << 10);
    config.parallel_compilation(false).generate_address_map(false);
    Engine::new(&config).expect("the engine starts")
}

/// Runs the exports of a module that are granted; the reason, if it does not even start.
pub fn run(engine: &Engine, case: &Case, granted: &[String]) -> Result<Seen, String> {
    let module = Module::new(engine, &case.module).map_err(|error| format!("{error:?}"))?;
    let limits = StoreLimitsBuilder::new().memory_size(1 << 20).table_elements(1000).build();
    let mut store = Store::new(engine, State { seen: Seen::default(), limits });
    store.limiter(|state| &mut state.limits);
    store.set_fuel(2_500).expect("fuel is on");
    let at = Func::wrap(&mut store, |mut caller: Caller<'_, State>, mark: u32| caller.data_mut().seen.last = Some(mark));
    let enter = Func::wrap(&mut store, |mut caller: Caller<'_, State>, function: u32| caller.data_mut().seen.enter(function));
    let called = |mut caller: Caller<'_, State>, name: &str| {
        let seen = &mut caller.data_mut().seen;
        seen.last = None;
        seen.hosts.insert(name.into());
    };
    let f0 = Func::wrap(&mut store, move |caller: Caller<'_, State>| called(caller, "f0"));
    let f1 = Func::wrap(&mut store, move |caller: Caller<'_, State>, number: u32| {
        called(caller, "f1");
        number
    });
    let imports: Vec<Extern> = module
        .imports()
        .map(|import| match import.name() {
            "at" => at.into(),
            "enter" => enter.into(),
            "f0" => f0.into(),
            _ => f1.into(),
        })
        .collect();
    if let Ok(instance) = Instance::new(&mut store, &module, &imports) {
        for name in granted {
            let function = instance.get_func(&mut store, name).expect("it is exported");
            for number in [0, 3] {
                call(&mut store, function, number);
            }
        }
    }
    Ok(store.into_data().seen)
}

fn call(store: &mut Store<State>, function: Func, number: i32) {
    store.data_mut().seen.last = None;
    store.set_fuel(2_500).expect("fuel is on");
    let ty = function.ty(&*store);
    let params: Option<Vec<Val>> = ty
        .params()
        .map(|param| match param {
            wasmtime::ValType::I32 => Some(Val::I32(number)),
            other => other.default_value(),
        })
        .collect();
    // What takes a reference that is not null can be called from inside only.
    let Some(params) = params else { return };
    let mut results = vec![Val::I32(0); ty.results().len()];
    let _ = function.call(store, &params, &mut results);
}
