//! Which WebAssembly features are accepted, and which of them a component needs.
//!
//! In: the parts of a component. Out: a sorted list of names for the lockfile. The rule is deterministic and looks at declarations only:
//! types, canonical functions, memories and tags. Instructions are not looked at, so features that have no declaration (tail calls,
//! SIMD, extended constants) are never listed; every host of components has had them for long.

use crate::validity;
use crate::violation::Violation;
use wasmparser::{
    CanonicalFunction, CanonicalOption, ComponentDefinedType, ComponentType, ComponentTypeDeclaration, CompositeInnerType,
    InstanceTypeDeclaration, Payload, Result, WasmFeatures,
};

/// The features under which everything is validated: what wasmtime 48 enables by default, without threads.
///
/// That is WebAssembly 3.0 (which real toolchains emit from: multiple values, bulk memory, reference types, SIMD and relaxed SIMD, tail
/// calls, extended constants, exceptions, several memories, 64-bit memories, garbage collection) and the component model with async,
/// which WASI 0.3 needs. Left out: threads and shared memory, because no component can share memory and a shared one would make
/// checked values change; and all that wasmtime itself has off: stack switching, custom page sizes, wide arithmetic, the stackful and
/// further async built-ins, error contexts, maps, fixed-length lists, component values, nested names, `implements` and version suffixes
/// (which would change what an import means), threading and garbage-collected values in the component model.
pub fn features() -> WasmFeatures {
    (WasmFeatures::WASM3 | WasmFeatures::COMPONENT_MODEL | WasmFeatures::CM_ASYNC).difference(WasmFeatures::THREADS)
}

/// The features that `component` needs beyond those of every host of WASI 0.2 components, sorted: `component-model-async`, `exceptions`,
/// `gc`, `memory64`. Bytes that do not parse as far as they do.
///
/// # Errors
/// If the bytes do not parse.
pub fn required_features(component: &[u8]) -> Result<Vec<&'static str>, Violation> {
    let mut needs = Needs::default();
    validity::walk(component, true, |payload| needs.look(payload).map_err(|error| validity::invalid(&error)))?;
    Ok(needs.names())
}

/// The names, sorted, in the order of [`Needs`].
const NAMES: [&str; 4] = ["component-model-async", "exceptions", "gc", "memory64"];

/// Which of [`NAMES`] were found so far.
#[derive(Clone, Copy, Default)]
pub(crate) struct Needs([bool; 4]);

impl Needs {
    /// Takes note of one part.
    pub(crate) fn look(&mut self, payload: &Payload<'_>) -> Result<()> {
        let [asynchronous, exceptions, gc, memory64] = &mut self.0;
        match payload {
            Payload::ComponentTypeSection(section) => {
                for found in section.clone() {
                    *asynchronous |= is_asynchronous(&found?);
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section.clone() {
                    *asynchronous |= is_asynchronous_built_in(&function?);
                }
            }
            Payload::TypeSection(section) => {
                for group in section.clone() {
                    *gc |= group?.types().any(|sub| !matches!(sub.composite_type.inner, CompositeInnerType::Func(_)));
                }
            }
            Payload::MemorySection(section) => {
                for memory in section.clone() {
                    *memory64 |= memory?.memory64;
                }
            }
            Payload::TagSection(section) => *exceptions |= section.count() > 0,
            _ => {}
        }
        Ok(())
    }

    /// The names, sorted.
    pub(crate) fn names(self) -> Vec<&'static str> {
        NAMES.into_iter().zip(self.0).filter(|(_, needed)| *needed).map(|(name, _)| name).collect()
    }
}

/// Whether a type, or one declared inside it, is an async function, a future or a stream.
fn is_asynchronous(outermost: &ComponentType<'_>) -> bool {
    let mut left = vec![outermost];
    while let Some(next) = left.pop() {
        match next {
            ComponentType::Func(function) if function.async_ => return true,
            ComponentType::Defined(ComponentDefinedType::Future(_) | ComponentDefinedType::Stream(_)) => return true,
            ComponentType::Instance(declarations) => left.extend(declarations.iter().filter_map(|declaration| match declaration {
                InstanceTypeDeclaration::Type(inner) => Some(inner),
                _ => None,
            })),
            ComponentType::Component(declarations) => left.extend(declarations.iter().filter_map(|declaration| match declaration {
                ComponentTypeDeclaration::Type(inner) => Some(inner),
                _ => None,
            })),
            _ => {}
        }
    }
    false
}

fn is_asynchronous_built_in(function: &CanonicalFunction) -> bool {
    match function {
        CanonicalFunction::Lift { options, .. } | CanonicalFunction::Lower { options, .. } => options.contains(&CanonicalOption::Async),
        CanonicalFunction::ResourceNew { .. } | CanonicalFunction::ResourceDrop { .. } | CanonicalFunction::ResourceRep { .. } => false,
        _ => true,
    }
}
