//! What a component imports, function by function: a compiled component comes in, interfaces with functions go out.
//!
//! Interfaces without functions (types only) are listed with an empty set. A function at the root has interface "".

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use wasmtime::component::Component;
use wasmtime::component::types::ComponentItem;

use super::{Calls, compile, engine};

pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// The imports of a component given as bytes.
pub fn imports(component: &[u8]) -> Result<Imports> {
    let mut found = Imports::new();
    for import in list(&compile(component)?)? {
        let functions = found.entry(import.interface).or_default();
        functions.extend(import.function.map(|(name, _)| name));
    }
    Ok(found)
}

/// An interface with one of its functions (and whether its type is async), or with none at all.
pub struct Import {
    pub interface: String,
    pub function: Option<(String, bool)>,
}

pub fn list(component: &Component) -> Result<Vec<Import>> {
    let engine = engine()?;
    let mut found = Vec::new();
    for (name, item) in component.component_type().imports(engine) {
        match item.ty {
            ComponentItem::ComponentFunc(function) => {
                found.push(Import { interface: String::new(), function: Some((name.to_owned(), function.async_())) })
            }
            ComponentItem::ComponentInstance(instance) => {
                let interface = name.to_owned();
                found.push(Import { interface, function: None });
                for (function, item) in instance.exports(engine) {
                    if let ComponentItem::ComponentFunc(ty) = item.ty {
                        let function = Some((function.to_owned(), ty.async_()));
                        found.push(Import { interface: name.to_owned(), function });
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Every imported function.
pub fn calls(imports: &[Import]) -> Calls {
    let call = |import: &Import| {
        let (name, _) = import.function.as_ref()?;
        Some((import.interface.clone(), name.clone()))
    };
    imports.iter().filter_map(call).collect()
}
