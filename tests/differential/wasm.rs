//! The same tables on the engines that artifacts carry: the committed core modules, in wasmtime.
//!
//! In: a table, and the memory and budgets of a call. Out: the decision, and what is left of the budgets. The memory is laid out as in an adapter: the
//! engine's own part below [`BASE`](crate::frame::BASE), the call's values from there on, the table and the counters behind them.

use caplink_guard::format::part;
use caplink_linker::guard::Table;
use std::sync::OnceLock;
use wasmtime::{Engine, Instance, Memory, MemoryType, Module, Store, TypedFunc};

/// Where the table lies: behind every frame.
const TABLE: u32 = 1 << 20;

/// The engines, as committed, with the parts that each has.
const ENGINES: [(&str, u32, &[u8]); 4] = [
    ("plain", 0, include_bytes!("../../compiler/adapters/plain.wasm")),
    ("numbers", part::VALUES | part::NUMBERS, include_bytes!("../../compiler/adapters/numbers.wasm")),
    ("sets", part::VALUES | part::SETS, include_bytes!("../../compiler/adapters/sets.wasm")),
    ("full", part::ALL, include_bytes!("../../compiler/adapters/full.wasm")),
];

/// A table on every engine that can decide on it.
pub fn machines(table: &Table) -> Vec<Machine> {
    let fitting = ENGINES.iter().filter(|(_, parts, _)| table.needs & !parts == 0);
    fitting.map(|(name, ..)| Machine::new(name, &table.bytes, table.limits.len())).collect()
}

/// One table on one engine.
pub struct Machine {
    pub name: &'static str,
    store: Store<()>,
    memory: Memory,
    decide: TypedFunc<(u32, u32, u32, u32), u32>,
    length: u32,
    counters: u32,
}

impl Machine {
    /// Loads a table onto an engine.
    fn new(engine: &'static str, table: &[u8], limits: usize) -> Self {
        static MODULES: OnceLock<(Engine, Vec<(&str, Module)>)> = OnceLock::new();
        let (runtime, modules) = MODULES.get_or_init(|| {
            let runtime = Engine::default();
            let modules =
                ENGINES.iter().map(|(name, _, bytes)| (*name, Module::new(&runtime, bytes).expect("the engine is a module"))).collect();
            (runtime, modules)
        });
        let (name, module) = modules.iter().find(|(name, _)| *name == engine).expect("it is one of the engines");
        let length = u32::try_from(table.len()).expect("it is small");
        let counters = TABLE + length.next_multiple_of(8);
        let pages = (counters as usize + 4 * limits).div_ceil(65_536) as u32;
        let mut store = Store::new(runtime, ());
        let memory = Memory::new(&mut store, MemoryType::new(pages, Some(256))).expect("there is room");
        memory.write(&mut store, TABLE as usize, table).expect("it fits");
        let instance = Instance::new(&mut store, module, &[memory.into()]).expect("it imports a memory and nothing else");
        let decide = instance.get_typed_func(&mut store, "decide").expect("it exports its decision");
        Self { name, store, memory, decide, length, counters }
    }

    /// Decides on a call with these values and budgets, which it changes.
    pub fn decide(&mut self, memory: &[u8], frame: u32, budgets: &mut [u32]) -> bool {
        let base = crate::frame::BASE as usize;
        assert!(memory.len() < TABLE as usize, "the frame is before the table");
        self.memory.write(&mut self.store, base, &memory[base..]).expect("it fits");
        for (at, left) in (self.counters as usize..).step_by(4).zip(budgets.iter()) {
            self.memory.write(&mut self.store, at, &left.to_le_bytes()).expect("it fits");
        }
        let allowed = self.decide.call(&mut self.store, (TABLE, self.length, frame, self.counters)).expect("the engine does not trap") == 1;
        for (at, left) in (self.counters as usize..).step_by(4).zip(budgets) {
            let mut bytes = [0; 4];
            self.memory.read(&self.store, at, &mut bytes).expect("it is there");
            *left = u32::from_le_bytes(bytes);
        }
        allowed
    }
}
