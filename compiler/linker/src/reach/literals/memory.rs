//! The bytes that a module's memory has when its instance is made, and whose memory is whose.
//!
//! In: definitions and links. Out: bytes of active data segments at constant addresses; of segments that overlap, the later one counts. Must hold: what is not written by
//! a segment is not known, nor is anything beyond 32 bits. A memory is named by the module that defines it; where several are possible, it has no name. Nothing recurses.

use super::super::component::{Agent, ComponentId, CoreInstance, ModuleId, Sort};
use super::super::module::Module;
use super::super::resolve::{Links, Target};
use std::collections::BTreeMap;
use wasmparser::ExternalKind;

/// Steps through instances on the way to a memory.
const STEPS: usize = 64;
/// Bytes of a text.
const TEXT: u64 = 4096;

/// The bytes that data segments write to one memory.
pub struct Memory<'a> {
    bytes: &'a [u8],
    /// Pieces that do not overlap: from which address, up to which, and where their bytes lie.
    pieces: BTreeMap<u64, (u64, u64)>,
}

impl<'a> Memory<'a> {
    /// Of memory 0 of modules that share it, in their order.
    pub fn new<'m>(bytes: &'a [u8], modules: impl Iterator<Item = &'m Module<'a>>) -> Self
    where
        'a: 'm,
    {
        let mut pieces: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
        for data in modules.flat_map(|module| &module.data) {
            let Some((0, Some(start))) = data.active else { continue };
            let length = data.range.end.saturating_sub(data.range.start);
            let Some(end) = start.checked_add(length).filter(|end| *end <= 1 << 32 && length > 0) else { continue };
            // What an earlier one left on both sides stays.
            if let Some((before, (stop, place))) = pieces.range(..start).next_back().map(|(at, piece)| (*at, *piece))
                && stop > start
            {
                pieces.insert(before, (start, place));
                if stop > end {
                    pieces.insert(end, (stop, place + (end - before)));
                }
            }
            while let Some((at, (stop, place))) = pieces.range(start..end).next().map(|(at, piece)| (*at, *piece)) {
                pieces.remove(&at);
                if stop > end {
                    pieces.insert(end, (stop, place + (end - at)));
                }
            }
            pieces.insert(start, (end, data.range.start));
        }
        Self { bytes, pieces }
    }

    /// So many bytes from an address on.
    pub fn read(&self, address: u64, length: u64) -> Option<Vec<u8>> {
        let end = address.checked_add(length).filter(|_| length <= TEXT)?;
        let mut read = vec![];
        let mut at = address;
        while at < end {
            let (start, (stop, place)) = self.pieces.range(..=at).next_back()?;
            if *stop <= at {
                return None;
            }
            let part = end.min(*stop) - at;
            let from = usize::try_from(place + (at - start)).ok()?;
            read.extend_from_slice(self.bytes.get(from..from.checked_add(usize::try_from(part).ok()?)?)?);
            at += part;
        }
        Some(read)
    }

    /// A number, in so many bytes.
    pub fn number(&self, address: u64, width: u64) -> Option<u64> {
        Some(self.read(address, width.min(8))?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// A text. One with a byte of 0 is none: where strings are UTF-16, this is how they look.
    pub fn text(&self, address: u64, length: u64) -> Option<String> {
        if length == 0 {
            return Some(String::new());
        }
        String::from_utf8(self.read(address, length)?).ok().filter(|text| !text.contains('\0'))
    }

    /// A text that ends before a byte of 0, of at most so many bytes.
    pub fn ended_text(&self, address: u64, most: u64) -> Option<String> {
        let (start, (stop, place)) = self.pieces.range(..=address).next_back()?;
        let length = stop.checked_sub(address)?.min(most + 1);
        let from = usize::try_from(place + (address - start)).ok()?;
        let part = self.bytes.get(from..from.checked_add(usize::try_from(length).ok()?)?)?;
        let end = part.iter().position(|byte| *byte == 0)?;
        std::str::from_utf8(&part[..end]).ok().map(str::to_string)
    }
}

/// The bytes of the memory that a module defines.
pub fn of<'a>(agent: &Agent<'a>, owners: &[Option<ModuleId>], owner: ModuleId) -> Memory<'a> {
    let others = agent.modules.iter().zip(owners).enumerate().filter(|(id, (_, of))| *id != owner && **of == Some(owner));
    Memory::new(agent.bytes, std::iter::once(&agent.modules[owner]).chain(others.map(|(_, (module, _))| module)))
}

/// Which module defines the memory 0 of each.
pub fn owners(agent: &Agent<'_>, links: &Links<'_, '_>) -> Vec<Option<ModuleId>> {
    (0..agent.modules.len()).map(|module| owner(agent, links, module)).collect()
}

fn owner(agent: &Agent<'_>, links: &Links<'_, '_>, module: ModuleId) -> Option<ModuleId> {
    let Some(import) = agent.modules[module].memory_import else { return links.is_live_module(module).then_some(module) };
    let import = agent.modules[module].imports.get(import)?;
    let mut owner = None;
    for (component, instance) in links.sites_of(module) {
        let CoreInstance::Instantiated(_, arguments) = agent.components[*component].core_instances.get(*instance as usize)? else {
            return None;
        };
        let found = exported(agent, links, *component, *arguments.get(import.module)?, import.name)?;
        if owner.is_some_and(|owner| owner != found) {
            return None;
        }
        owner = Some(found);
    }
    owner
}

/// The module that defines the memory which a lowered function reads.
pub fn lowered_owner(agent: &Agent<'_>, links: &Links<'_, '_>, component: ComponentId, function: u32) -> Option<ModuleId> {
    let memory = agent.components[component].lowered_memories.get(&function)?;
    let (instance, name) = agent.components[component].core_memories.get(*memory as usize)?;
    exported(agent, links, component, *instance, name)
}

/// The module that defines the memory which a core instance exports; memory 0 of it.
fn exported(agent: &Agent<'_>, links: &Links<'_, '_>, mut component: ComponentId, mut instance: u32, name: &str) -> Option<ModuleId> {
    let mut name = name;
    for _ in 0..STEPS {
        match agent.components[component].core_instances.get(instance as usize)? {
            CoreInstance::Bag(items) => {
                let (ExternalKind::Memory, index) = items.get(name)? else { return None };
                (instance, name) = *agent.components[component].core_memories.get(*index as usize)?;
            }
            CoreInstance::Instantiated(module, _) => {
                let targets = links.item(component, Sort::Module, *module).ok()?;
                let [Target::Module(module)] = targets.as_slice() else { return None };
                let (0, import) = (*agent.modules[*module].memory_exports.get(name)?, agent.modules[*module].memory_import) else {
                    return None;
                };
                let Some(import) = import else { return Some(*module) };
                // It hands on one that it imports.
                let import = agent.modules[*module].imports.get(import)?;
                let [(site, made)] = links.sites_of(*module) else { return None };
                let CoreInstance::Instantiated(_, arguments) = agent.components[*site].core_instances.get(*made as usize)? else {
                    return None;
                };
                (component, instance, name) = (*site, *arguments.get(import.module)?, import.name);
            }
        }
    }
    None
}
