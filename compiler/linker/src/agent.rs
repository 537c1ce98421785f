//! Reading an agent: bytes of an untrusted component in, its typed imports and exports out.
//!
//! Every import is one [`AgentImport`], bound to its exact name; nothing is looked up by interface, so semver twins stay two imports. Refused:
//! anything that is not a component, core module and component imports, resource types imported by themselves, import attributes (`implements`,
//! `external-id`, version suffixes), names outside our own grammar, and exports that hand an import on.

pub mod nesting;
mod scan;

use caplink_model::{InterfaceName, diagnostic::Diagnostic, limits, symbol, text::escape};
use std::collections::BTreeSet;
use wit_component::DecodedWasm;
use wit_parser::{Function, InterfaceId, Resolve, TypeDefKind, TypeId, WorldItem};

/// An agent, decoded.
pub struct Agent {
    /// All types and functions that it mentions, as it declares them.
    pub resolve: Resolve,
    /// Its imports, in their order: an interface stands after those whose types it uses.
    pub imports: Vec<AgentImport>,
    /// Its exports, in their order.
    pub exports: Vec<AgentExport>,
    /// What its `producers` section claims, as `field: name version`; unescaped.
    pub producers: Vec<String>,
}

/// One import of the agent.
pub struct AgentImport {
    /// The exact import string.
    pub name: String,
    /// The parsed name; `None` for a plain name.
    pub interface: Option<InterfaceName>,
    /// What is imported.
    pub item: ImportItem,
    /// Functions of the interface that the agent does not declare, and that adapters call.
    pub lent: BTreeSet<String>,
    /// Whether adapters alone use it: the agent does not import it.
    pub is_lent: bool,
}

/// What an import is.
pub enum ImportItem {
    /// An instance with the functions and types of this interface.
    Interface(InterfaceId),
    /// A function, imported by the world itself.
    Function(Box<Function>),
    /// A type that is not a resource, named by the world itself; it carries no authority.
    Type(TypeId),
}

/// One export of the agent.
pub struct AgentExport {
    /// The exact export string.
    pub name: String,
    /// The parsed name; `None` for a plain name.
    pub interface: Option<InterfaceName>,
    /// What is exported.
    pub item: ExportItem,
}

/// What an export is.
pub enum ExportItem {
    /// An instance of this interface.
    Interface(InterfaceId),
    /// A function.
    Function(Box<Function>),
}

impl Agent {
    /// How many functions it imports.
    pub fn imported_functions(&self) -> usize {
        self.imports.iter().map(|import| import.functions(&self.resolve).len()).sum()
    }
}

impl AgentImport {
    /// The functions of this import with their names inside it; the one function of a bare import has the empty name.
    pub fn functions<'a>(&'a self, resolve: &'a Resolve) -> Vec<(&'a str, &'a Function)> {
        match &self.item {
            ImportItem::Interface(id) => {
                let declared = resolve.interfaces[*id].functions.iter().filter(|(name, _)| !self.lent.contains(*name));
                declared.map(|(name, function)| (name.as_str(), function)).collect()
            }
            ImportItem::Function(function) => vec![("", function)],
            ImportItem::Type(_) => vec![],
        }
    }

    /// A function of this import, by its name inside it; one that is lent too.
    pub fn function<'a>(&'a self, resolve: &'a Resolve, name: &str) -> Option<&'a Function> {
        match &self.item {
            ImportItem::Interface(id) => resolve.interfaces[*id].functions.get(name),
            ImportItem::Function(function) => name.is_empty().then_some(function),
            ImportItem::Type(_) => None,
        }
    }

    /// The name that policies use: without its version.
    pub fn policy_name(&self) -> String {
        policy_name(&self.name, self.interface.as_ref())
    }
}

impl AgentExport {
    /// The functions that the host may call.
    pub fn functions<'a>(&'a self, resolve: &'a Resolve) -> Vec<&'a Function> {
        match &self.item {
            ExportItem::Interface(id) => resolve.interfaces[*id].functions.values().collect(),
            ExportItem::Function(function) => vec![function],
        }
    }

    /// The name that policies use: without its version.
    pub fn policy_name(&self) -> String {
        policy_name(&self.name, self.interface.as_ref())
    }
}

fn policy_name(name: &str, interface: Option<&InterfaceName>) -> String {
    interface.map_or_else(|| name.to_string(), InterfaceName::unversioned)
}

/// Decodes an agent. Function bodies are not validated here: that is `verify`'s part, once.
///
/// # Errors
/// Everything wrong with the imports and exports, or the first thing that makes the file unreadable.
pub fn decode(bytes: &[u8]) -> Result<Agent, Vec<Diagnostic>> {
    nesting::whole(bytes).map_err(|error| vec![error])?;
    let outline = scan::scan(bytes).map_err(|error| vec![error])?;
    let mut errors = outline.refusals;
    if !errors.is_empty() {
        return Err(errors);
    }
    let unreadable = |error: String| vec![Diagnostic::error("E-DECODE", format!("the component cannot be read: {}", escape(&error)))];
    let (resolve, world) = match wit_component::decode(bytes) {
        Ok(DecodedWasm::Component(resolve, world)) => (resolve, world),
        Ok(DecodedWasm::WitPackage(..)) => {
            let help = "give `caplink schema` WIT packages; an agent is a component with code";
            return Err(vec![Diagnostic::error("E-NOT-COMPONENT", "the file is a WIT package, which holds types and no agent").help(help)]);
        }
        Err(error) => return Err(unreadable(format!("{error:#}"))),
    };
    let mut imports = vec![];
    for (key, item) in &resolve.worlds[world].imports {
        let name = resolve.name_world_key(key);
        let item = match item {
            WorldItem::Interface { id, .. } => ImportItem::Interface(*id),
            WorldItem::Function(function) => ImportItem::Function(Box::new(function.clone())),
            // An alias of a resource that an interface defines is that interface's.
            WorldItem::Type { id, .. } if matches!(resolve.types[*id].kind, TypeDefKind::Resource) => {
                errors.push(resource_import(&name));
                continue;
            }
            WorldItem::Type { id, .. } => ImportItem::Type(*id),
        };
        match parse_name(&name, "imports") {
            Ok(interface) => imports.push(AgentImport { name, interface, item, lent: BTreeSet::new(), is_lent: false }),
            Err(error) => errors.push(error),
        }
    }
    let mut exports = vec![];
    for (key, item) in &resolve.worlds[world].exports {
        let name = resolve.name_world_key(key);
        let item = match item {
            WorldItem::Interface { id, .. } => ExportItem::Interface(*id),
            WorldItem::Function(function) => ExportItem::Function(Box::new(function.clone())),
            WorldItem::Type { .. } => continue,
        };
        match parse_name(&name, "exports") {
            Ok(interface) => exports.push(AgentExport { name, interface, item }),
            Err(error) => errors.push(error),
        }
    }
    if imports.iter().map(|import| import.functions(&resolve).len()).sum::<usize>() > limits::NAMES {
        return Err(vec![scan::too_many("imported functions")]);
    }
    for import in &imports {
        errors.extend(import.functions(&resolve).iter().filter(|(name, _)| !name.is_empty() && !symbol::is_function_name(name)).map(
            |(name, _)| {
                Diagnostic::error(
                    "E-NAME-FORM",
                    format!("`{}` has a function `{}` whose name is of no known form", escape(&import.name), escape(name)),
                )
            },
        ));
    }
    // The decoder must have seen what stands in the file, name by name: otherwise an import could be left unbound.
    if errors.is_empty()
        && (imports.iter().map(|i| &i.name).ne(outline.imports.iter()) || exports.iter().map(|e| &e.name).ne(outline.exports.iter()))
    {
        errors.push(Diagnostic::error(
            "E-DECODE",
            "the component's imports or exports cannot all be read as WIT interfaces, functions and types",
        ));
    }
    if errors.is_empty() { Ok(Agent { resolve, imports, exports, producers: outline.producers }) } else { Err(errors) }
}

fn resource_import(name: &str) -> Diagnostic {
    Diagnostic::error(
        "E-TYPE-IMPORT",
        format!("the agent imports the resource type `{}` by itself, which names a host type outside every interface", escape(name)),
    )
    .help("move the resource into an interface")
}

fn parse_name(name: &str, verb: &str) -> Result<Option<InterfaceName>, Diagnostic> {
    if symbol::is_plain_name(name) {
        return Ok(None);
    }
    InterfaceName::parse(name)
        .map(Some)
        .map_err(|error| Diagnostic::error(error.code, format!("the agent {verb} `{}`: {}", escape(name), error.reason)))
}

/// Whether a type is a resource, directly or by alias.
pub fn is_resource(resolve: &Resolve, id: TypeId) -> bool {
    matches!(resolve.types[definition(resolve, id)].kind, TypeDefKind::Resource)
}

/// The type that a chain of aliases ends in.
pub fn definition(resolve: &Resolve, mut id: TypeId) -> TypeId {
    while let TypeDefKind::Type(wit_parser::Type::Id(next)) = resolve.types[id].kind {
        id = next;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_names_than_the_limit_are_refused() {
        let codes = |wat: &str| {
            let bytes = wat::parse_str(wat).expect("it is WAT");
            decode(&bytes).err().map(|errors| errors.iter().map(|error| error.code).collect::<Vec<_>>())
        };
        let functions = |count: usize| (0..count).map(|number| format!("(export \"f{number}\" (func))")).collect::<String>();
        let within = |count| format!("(component (import \"a:b/c\" (instance {})))", functions(count));
        assert_eq!(codes(&within(limits::NAMES)), None);
        assert_eq!(codes(&within(limits::NAMES + 1)), Some(vec!["E-BUDGET"]));
        let imports: String = (0..=limits::NAMES).map(|number| format!("(import \"f{number}\" (func))")).collect();
        assert_eq!(codes(&format!("(component {imports})")), Some(vec!["E-BUDGET"]));
    }
}
