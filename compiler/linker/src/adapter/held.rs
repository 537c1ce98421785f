//! A membrane in an adapter component: its resources, its core modules, and what they are given.
//!
//! In: what the plan holds of a membrane. Out: instances of core modules, whose functions the adapter lifts. Must hold: a membrane is given the host's functions that the plan lists, and
//! for all others traps; each resource that it owns is new, with the membrane's own destructor.

use super::{Encoder, Wrapped, convert, membrane, trampoline};
use crate::{
    agent::Agent,
    capability::membrane::import_of,
    plan::{Adapter, ForeignType, Held},
};
use std::collections::BTreeMap;
use wasm_encoder::{CanonicalOption, ComponentExportKind, ExportKind, ModuleArg};
use wit_parser::SizeAlign;

impl Encoder<'_> {
    /// Instantiates a membrane's memory, which its resources need: each has a destructor there.
    pub(super) fn begin_membrane(&mut self, agent: &Agent, adapter: &Adapter, held: &Held) {
        let mut found = vec![];
        for member in &adapter.members {
            for (name, id) in self.interface_types(agent, *member) {
                if held.module.owns(agent, id) && import_of(agent, id) == Some(*member) {
                    found.push((id, agent.imports[*member].policy_name(), name.clone()));
                }
            }
        }
        let module = self.builder.core_module(None, &membrane::base(held, &held.settings, found.len()));
        self.base = self.builder.core_instantiate(None, module, std::iter::empty::<(&str, ModuleArg)>());
        for (number, (id, interface, name)) in found.into_iter().enumerate() {
            let drop = self.builder.core_alias_export(None, self.base, &format!("d{number}"), ExportKind::Func);
            self.wrapped.push(Wrapped { id, interface, name, drop });
        }
    }

    /// Instantiates the membrane, with what it was granted and traps for the rest: its instance, and the options by which its functions are lifted.
    pub(super) fn finish_membrane(&mut self, agent: &Agent, adapter: &Adapter, held: &Held) -> (u32, Vec<CanonicalOption>) {
        let options = self.options(self.base, "memory");
        let engine = self.builder.core_module_raw(None, trampoline::engine(std::iter::once(held.needs)));
        let engine = self.builder.core_instantiate(None, engine, [("env", ModuleArg::Instance(self.base))]);
        let mut supplied: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        let mut lacking = vec![];
        for (module, name, ty) in membrane::imports(held.module.bytes) {
            if matches!(module.as_str(), "e" | "p") {
                continue;
            }
            match self.supply_membrane(agent, adapter, (&module, &name), &options) {
                Some(index) => supplied.entry(module).or_default().push((name, index)),
                None => lacking.push((module, name, ty)),
            }
        }
        if !lacking.is_empty() {
            let types: Vec<_> = lacking.iter().map(|(.., ty)| ty.clone()).collect();
            let traps = self.builder.core_module(None, &membrane::traps(&types));
            let traps = self.builder.core_instantiate(None, traps, std::iter::empty::<(&str, ModuleArg)>());
            for (number, (module, name, _)) in lacking.into_iter().enumerate() {
                let trap = self.builder.core_alias_export(None, traps, &number.to_string(), ExportKind::Func);
                supplied.entry(module).or_default().push((name, trap));
            }
        }
        let mut arguments =
            vec![("env", ModuleArg::Instance(self.base)), ("p", ModuleArg::Instance(self.base)), ("e", ModuleArg::Instance(engine))];
        for (module, functions) in &supplied {
            let exports = functions.iter().map(|(name, index)| (name.as_str(), ExportKind::Func, *index));
            arguments.push((module, ModuleArg::Instance(self.builder.core_instantiate_exports(None, exports))));
        }
        let module = self.builder.core_module_raw(None, held.module.bytes);
        let instance = self.builder.core_instantiate(None, module, arguments);
        let drops: Vec<_> = self.wrapped.iter().map(|wrapped| format!("{}#[dtor]{}", wrapped.interface, wrapped.name)).collect();
        let slots = std::iter::once("r").chain(drops.iter().map(String::as_str));
        let slots: Vec<_> = slots.map(|name| self.builder.core_alias_export(None, instance, name, ExportKind::Func)).collect();
        let names: Vec<_> = (0..slots.len()).map(|number| number.to_string()).collect();
        let exports = names.iter().zip(&slots).map(|(name, index)| (name.as_str(), ExportKind::Func, *index));
        let slots = self.builder.core_instantiate_exports(None, exports);
        let fill = self.builder.core_module(None, &membrane::fill(drops.len()));
        self.builder.core_instantiate(None, fill, [("b", ModuleArg::Instance(self.base)), ("f", ModuleArg::Instance(slots))]);
        (instance, options)
    }

    /// Instantiates what exchanges handles in functions of other interfaces: the core function for each.
    pub(super) fn convert(&mut self, agent: &Agent, sizes: &SizeAlign, held: &Held, membrane: u32) -> BTreeMap<(usize, String), u32> {
        if held.converts.is_empty() {
            return BTreeMap::new();
        }
        let options = self.options(self.base, "memory");
        let function = |(import, name): &(usize, String)| agent.imports[*import].function(self.resolve, name).expect("I3: it was planned");
        let functions: Vec<_> = held.converts.iter().map(function).collect();
        let own = &self.own;
        let converter = convert::generate(self.resolve, sizes, &functions, |id| own.contains(&id));
        let drops: Vec<_> = converter.drops.iter().map(|dropped| self.drop_of(*dropped)).collect();
        let hosts: Vec<_> = held.converts.iter().map(|(import, name)| self.lowered(self.hosts[import], name, &options)).collect();
        let mut exchanges = vec![];
        for (exchange, id) in &converter.exchanges {
            let resource = self.resolve.types[*id].name.as_deref().expect("I5: a resource has a name");
            exchanges.push(self.builder.core_alias_export(None, membrane, &exchange.export(resource), ExportKind::Func));
        }
        let r = self.builder.core_alias_export(None, self.base, "r", ExportKind::Func);
        let done = self.builder.core_alias_export(None, membrane, "done#call", ExportKind::Func);
        let numbered = |indices: &[u32]| indices.iter().enumerate().map(|(number, index)| (number.to_string(), *index)).collect::<Vec<_>>();
        let parts = [
            ("d", numbered(&drops)),
            ("h", numbered(&hosts)),
            ("w", numbered(&exchanges)),
            ("m", vec![("r".to_string(), r), ("done".to_string(), done)]),
        ];
        let mut arguments = vec![("b", ModuleArg::Instance(self.base))];
        for (name, functions) in &parts {
            let exports = functions.iter().map(|(name, index)| (name.as_str(), ExportKind::Func, *index));
            arguments.push((name, ModuleArg::Instance(self.builder.core_instantiate_exports(None, exports))));
        }
        let module = self.builder.core_module(None, &converter.code);
        let instance = self.builder.core_instantiate(None, module, arguments);
        let core = |(number, key): (usize, &(usize, String))| {
            (key.clone(), self.builder.core_alias_export(None, instance, &format!("f{number}"), ExportKind::Func))
        };
        held.converts.iter().enumerate().map(core).collect()
    }

    /// What a membrane imports, if it was granted: a function of the host, or one on handles.
    fn supply_membrane(
        &mut self,
        agent: &Agent,
        adapter: &Adapter,
        (module, name): (&str, &str),
        options: &[CanonicalOption],
    ) -> Option<u32> {
        if let Some(interface) = module.strip_prefix("[export]") {
            let (what, resource) = name.split_once(']')?;
            let wrapped =
                self.wrapped.iter().find(|wrapped| (wrapped.interface.as_str(), wrapped.name.as_str()) == (interface, resource))?;
            let index = self.types.find(wrapped.id).expect("I5: every resource is bound before it is used");
            return Some(match what {
                "[resource-new" => self.builder.resource_new(index),
                "[resource-rep" => self.builder.resource_rep(index),
                _ => self.builder.resource_drop(index),
            });
        }
        let part = adapter.hosts.iter().find(|part| agent.imports[part.import].policy_name() == module);
        let Some(resource) = name.strip_prefix("[resource-drop]") else {
            let part = part.filter(|part| part.functions.contains(name))?;
            return Some(self.lowered(self.hosts[&part.import], name, options));
        };
        let listed = part.filter(|part| part.types.iter().any(|id| self.resolve.types[*id].name.as_deref() == Some(resource)));
        let index = match listed {
            Some(part) => self.builder.alias_export(self.hosts[&part.import], resource, ComponentExportKind::Type),
            None => {
                let is_it = |foreign: &&ForeignType| {
                    foreign.name == resource
                        && import_of(agent, foreign.id).is_some_and(|import| agent.imports[import].policy_name() == module)
                };
                let foreign = adapter.foreign.iter().find(is_it)?;
                *self.outer.get(&foreign.id)?
            }
        };
        Some(self.builder.resource_drop(index))
    }
}
