//! How many instances a component makes, without making them.
//!
//! In: the parts of a component in order, after they were found valid. Out: the number of component and core module instances, with every
//! nested component counted once and multiplied by its uses; 30 components that instantiate each other twice are 2^30 instances and
//! 30 additions. Sums saturate. Refused: more than the limit, and an instantiation of a component that is known only at run time.

use crate::violation::{Check, Violation};
use caplink_model::limits::INSTANCES;
use wasmparser::{
    ComponentAlias, ComponentExternalKind, ComponentInstance, ComponentOuterAliasKind, ComponentTypeRef, Encoding, Instance, Payload,
};

/// The components and modules that are open, outermost first.
#[derive(Default)]
pub(crate) struct Budget {
    open: Vec<Definition>,
    total: u64,
}

/// A component that is being counted.
struct Definition {
    is_module: bool,
    /// What one instance of it makes, itself included.
    makes: u64,
    /// What an instance of each component in its index space makes; `None` if only its instantiation tells.
    components: Vec<Option<u64>>,
}

impl Budget {
    /// Takes note of one part.
    pub(crate) fn count(&mut self, payload: &Payload<'_>) -> Result<(), Violation> {
        match payload {
            Payload::Version { encoding, .. } => {
                self.open.push(Definition { is_module: *encoding == Encoding::Module, makes: 1, components: Vec::new() });
            }
            Payload::End(_) => {
                let Some(done) = self.open.pop() else { return Ok(()) };
                match self.open.last_mut() {
                    Some(around) if !done.is_module => around.components.push(Some(done.makes)),
                    Some(_) => {}
                    None => self.total = done.makes,
                }
            }
            Payload::InstanceSection(section) => {
                let instances = section.clone().into_iter().flatten().filter(|instance| matches!(instance, Instance::Instantiate { .. }));
                self.add(Some(instances.count() as u64))?;
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section.clone().into_iter().flatten() {
                    if let ComponentInstance::Instantiate { component_index, .. } = instance {
                        let makes = self.component(0, component_index);
                        self.add(makes)?;
                    }
                }
            }
            Payload::ComponentImportSection(section) => {
                for import in section.clone().into_iter().flatten() {
                    if let ComponentTypeRef::Component(_) = import.ty {
                        self.define(None);
                    }
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone().into_iter().flatten() {
                    match alias {
                        ComponentAlias::InstanceExport { kind: ComponentExternalKind::Component, .. } => self.define(None),
                        ComponentAlias::Outer { kind: ComponentOuterAliasKind::Component, count, index } => {
                            let makes = self.component(count as usize, index);
                            self.define(makes);
                        }
                        _ => {}
                    }
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section.clone().into_iter().flatten() {
                    if export.kind == ComponentExternalKind::Component {
                        let makes = self.component(0, export.index);
                        self.define(makes);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The number of instances, if it is within the limit.
    pub(crate) fn total(&self) -> Result<u64, Violation> {
        match self.total {
            total if total <= INSTANCES => Ok(total),
            _ => Err(Violation::new(Check::Budget, format!("it makes more than {INSTANCES} instances"))),
        }
    }

    fn component(&self, outward: usize, index: u32) -> Option<u64> {
        let at = self.open.len().checked_sub(outward + 1)?;
        *self.open[at].components.get(index as usize)?
    }

    fn define(&mut self, makes: Option<u64>) {
        if let Some(current) = self.open.last_mut() {
            current.components.push(makes);
        }
    }

    fn add(&mut self, makes: Option<u64>) -> Result<(), Violation> {
        let Some(makes) = makes else {
            let message = "it instantiates a component that it receives, so that its instances cannot be counted";
            return Err(Violation::new(Check::Budget, message));
        };
        if let Some(current) = self.open.last_mut() {
            current.makes = current.makes.saturating_add(makes);
        }
        Ok(())
    }
}
