//! The host: it records what each function is called with, and answers what it was told to.

use super::signature::Signatures;
use anyhow::Result;
use wasmtime::component::{Component, Func, Instance, Linker, Val};
use wasmtime::{Config, Engine, OptLevel, RegallocAlgorithm, ResourceLimiter, Store};

/// What a run has seen.
#[derive(Default)]
pub struct State {
    /// Calls: which function, and with what.
    pub seen: Vec<(usize, Vec<Val>)>,
    /// What the next call gets.
    pub answer: Option<Val>,
    /// Bytes of linear memory.
    pub memory: usize,
}

impl ResourceLimiter for State {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.memory += desired - current;
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

/// An artifact that can be instantiated again after it has trapped.
pub struct Artifact {
    engine: Engine,
    component: Component,
    linker: Linker<State>,
    exports: Vec<String>,
}

/// An instance with its functions.
pub struct Running {
    pub store: Store<State>,
    functions: Vec<Func>,
}

/// Compiles quickly, and does not run long.
pub fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config.wasm_component_model_async(true).cranelift_opt_level(OptLevel::None).cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
    config.generate_address_map(false).native_unwind_info(false).wasm_backtrace_max_frames(None);
    Ok(Engine::new(&config)?)
}

impl Artifact {
    pub fn new(engine: &Engine, bytes: &[u8], signatures: &Signatures) -> Result<Self> {
        let component = Component::from_binary(engine, bytes)?;
        let mut linker = Linker::new(engine);
        for (number, function) in signatures.functions.iter().enumerate() {
            let mut at = if function.is_plain { linker.root() } else { linker.instance("abi:t/api")? };
            if function.is_async {
                at.func_new_concurrent(&function.name, move |accessor, _, arguments, results| {
                    Box::pin(async move {
                        // The caller has to wait.
                        tokio::task::yield_now().await;
                        accessor.with(|mut access| answer(access.data_mut(), number, arguments, results))
                    })
                })?;
            } else {
                at.func_new(&function.name, move |mut store, _, arguments, results| answer(store.data_mut(), number, arguments, results))?;
            }
        }
        let exports = signatures.functions.iter().map(|function| function.export.clone()).collect();
        Ok(Self { engine: engine.clone(), component, linker, exports })
    }

    pub async fn start(&self) -> Result<Running> {
        let mut store = Store::new(&self.engine, State::default());
        store.limiter(|state| state);
        let instance: Instance = self.linker.instantiate_async(&mut store, &self.component).await?;
        let find = |name: &String| instance.get_func(&mut store, name).unwrap_or_else(|| panic!("the artifact has no `{name}`"));
        let functions = self.exports.iter().map(find).collect();
        Ok(Running { store, functions })
    }
}

impl Running {
    /// Calls an export: what it returned, or that it trapped.
    pub async fn call(&mut self, number: usize, arguments: &[Val], has_result: bool) -> wasmtime::Result<Option<Val>> {
        let mut results = vec![Val::Bool(false); usize::from(has_result)];
        self.functions[number].call_async(&mut self.store, arguments, &mut results).await?;
        Ok(results.pop())
    }
}

fn answer(state: &mut State, number: usize, arguments: &[Val], results: &mut [Val]) -> wasmtime::Result<()> {
    state.seen.push((number, arguments.to_vec()));
    match (results, state.answer.take()) {
        ([result], Some(answer)) => *result = answer,
        ([], None) => {}
        _ => return Err(wasmtime::Error::msg("an answer was expected")),
    }
    Ok(())
}
