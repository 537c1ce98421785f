//! A host that runs components and notes which of its functions they call.
//!
//! In: a component, and which of its exports to call. Out: the names that were called. Each export is called in a fresh instance, because a trap ends an instance.

use std::collections::BTreeSet;
use wasmtime::component::{Component, Func, Instance, Linker, Val};
use wasmtime::{Engine, Store, StoreContextMut};

/// The host.
pub struct Host {
    linker: Linker<BTreeSet<String>>,
}

impl Host {
    /// A host that has functions `h0` and so on, of any type without results.
    pub fn new(engine: &Engine, functions: usize) -> Self {
        let mut linker = Linker::new(engine);
        for number in 0..functions {
            let name = format!("h{number}");
            let noted = name.clone();
            let note = move |mut store: StoreContextMut<'_, BTreeSet<String>>, _, _: &[Val], _: &mut [Val]| {
                store.data_mut().insert(noted.clone());
                Ok(())
            };
            linker.root().func_new(&name, note).expect("each name is there once");
        }
        Self { linker }
    }

    /// What is called while exports with these names are called, and how many calls of exports came back.
    ///
    /// # Errors
    /// If the component is not accepted.
    pub fn run(&self, component: &[u8], granted: impl Fn(&str) -> bool) -> Result<(BTreeSet<String>, usize), String> {
        let engine = self.linker.engine();
        let component = Component::new(engine, component).map_err(|error| format!("{error:?}"))?;
        let ready = self.linker.instantiate_pre(&component).map_err(|error| format!("{error:?}"))?;
        let names: Vec<String> = component.component_type().exports(engine).map(|(name, _)| name.to_string()).collect();
        let (mut called, mut returned) = (BTreeSet::new(), 0);
        for name in names.iter().filter(|name| granted(name)) {
            let paths: &[Option<&str>] = if name.starts_with('i') { &[Some("a"), Some("b")] } else { &[None] };
            for inner in paths {
                let mut store = Store::new(engine, BTreeSet::new());
                store.set_fuel(30_000).expect("fuel is on");
                if let Ok(instance) = ready.instantiate(&mut store) {
                    let function = find(&mut store, &instance, name, *inner);
                    let params: Vec<Val> = function.ty(&store).params().map(|(_, ty)| value(&ty)).collect();
                    returned += usize::from(function.call(&mut store, &params, &mut []).is_ok());
                }
                called.extend(store.into_data());
            }
        }
        Ok((called, returned))
    }
}

fn find(store: &mut Store<BTreeSet<String>>, instance: &Instance, name: &str, inner: Option<&str>) -> Func {
    let outer = instance.get_export_index(&mut *store, None, name).expect("it is exported");
    let index = inner.map_or(outer, |inner| instance.get_export_index(&mut *store, Some(&outer), inner).expect("it is exported"));
    instance.get_func(&mut *store, index).expect("it is a function")
}

fn value(ty: &wasmtime::component::Type) -> Val {
    match ty {
        wasmtime::component::Type::String => Val::String("text".into()),
        _ => Val::U32(1),
    }
}
