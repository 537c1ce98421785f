//! Recorders: where they write, and what they call for that.
//!
//! In: an agent and a sink. Out: a [`Recorder`], a committed core module from `compiler/adapters`, with the imports that have what it calls; the agent has been
//! lent what it does not import itself: functions, types, and whole interfaces, which no grant is of and which it is not given. Must hold: each function is, by
//! its signature, the one of the catalogue; the module imports exactly what is listed here. Refused: an agent that declares one of them, or a type of it, otherwise.

use crate::{
    adapter::types::mentioned,
    agent::{Agent, AgentImport, ExportItem, ImportItem, definition},
    signature::Signatures,
};
use caplink_model::{
    InterfaceName,
    catalogue::{self, Known},
    diagnostic::Diagnostic,
    lockfile::Observe,
    text::escape,
};
use std::collections::BTreeSet;
use wit_parser::{
    Case, Docs, Enum, EnumCase, Function, FunctionKind, Handle, Interface, InterfaceId, Package, PackageName, Param, Result_, Span,
    Stability, Type, TypeDef, TypeDefKind, TypeId, TypeOwner, Variant,
};

/// A module that stands before the engine and writes what was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorder {
    /// Where it writes.
    pub sink: Observe,
    /// The module.
    pub bytes: &'static [u8],
    /// What it calls of the host.
    pub calls: Vec<Tool>,
    /// The resources of which it drops handles: interface and name, and which it is here.
    pub drops: Vec<(&'static str, &'static str, TypeId)>,
}

/// A function that a recorder calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    /// The agent's import, or one that was lent.
    pub import: usize,
    /// The interface, without version.
    pub interface: &'static str,
    /// The function.
    pub function: &'static str,
}

const STDERR: &[u8] = include_bytes!("../../../adapters/stderr.wasm");
const LOGGING: &[u8] = include_bytes!("../../../adapters/logging.wasm");
const GET: (&str, &str) = ("wasi:cli/stderr", "get-stderr");
const WRITE: (&str, &str) = ("wasi:io/streams", "[method]output-stream.blocking-write-and-flush");
const LOG: (&str, &str) = ("wasi:logging/logging", "log");
const ERROR: &str = "wasi:io/error";
const LEVELS: [&str; 6] = ["trace", "debug", "info", "warn", "error", "critical"];

#[cfg(test)]
impl Recorder {
    /// A module, and what it imports beside the memory and the engine.
    pub fn imports(sink: Observe) -> (&'static [u8], Vec<(&'static str, String)>) {
        let named = |(interface, name): (&'static str, &str)| (interface, name.to_string());
        match sink {
            Observe::Logging => (LOGGING, vec![named(LOG)]),
            Observe::Stderr => {
                let drops = [(WRITE.0, "[resource-drop]output-stream"), (ERROR, "[resource-drop]error")];
                (STDERR, [GET, WRITE].into_iter().chain(drops).map(named).collect())
            }
        }
    }
}

/// The recorder of a sink, for an agent.
///
/// # Errors
/// If the agent declares what it calls otherwise than the catalogue has it.
pub fn recorder(agent: &mut Agent, sink: Observe) -> Result<Recorder, Diagnostic> {
    let mut lender = Lender { agent };
    match sink {
        Observe::Stderr => lender.stderr(),
        Observe::Logging => lender.logging(),
    }
}

fn strange(symbol: &str, what: &str) -> Diagnostic {
    let message = format!("`{}` {what}: no recorder can write there", escape(symbol));
    Diagnostic::error("E-OBSERVE", message).help("build the agent against the published WIT of the interface, or link without --observe")
}

struct Lender<'a> {
    agent: &'a mut Agent,
}

impl Lender<'_> {
    fn stderr(&mut self) -> Result<Recorder, Diagnostic> {
        let stderr = match self.find(GET.0, "0.2").filter(|import| self.declares(*import, GET.1)) {
            Some(import) => import,
            None => self.lend_stderr(),
        };
        let get = self.tool(stderr, GET)?;
        let made = self.resource_of(stderr, GET.1).ok_or_else(|| strange(GET.0, "does not hand out one stream"))?;
        let streams = self.home(made).ok_or_else(|| strange(WRITE.0, "is not only imported"))?;
        if !self.declares(streams, WRITE.1) {
            self.lend_write(streams, made);
        }
        let write = self.tool(streams, WRITE)?;
        let error = self.resource_of(streams, WRITE.1).ok_or_else(|| strange(WRITE.0, "has no error"))?;
        let drops = vec![(WRITE.0, "output-stream", made), (ERROR, "error", error)];
        Ok(Recorder { sink: Observe::Stderr, bytes: STDERR, calls: vec![get, write], drops })
    }

    fn logging(&mut self) -> Result<Recorder, Diagnostic> {
        let import = self.find_or_lend("wasi", "logging", "logging", "0.1.0-draft");
        if !self.declares(import, LOG.1) {
            let level = self.named(import, "level").unwrap_or_else(|| {
                let case = |name: &str| EnumCase { name: name.into(), docs: Docs::default(), span: Span::default() };
                self.add(import, Some("level"), TypeDefKind::Enum(Enum { cases: LEVELS.map(case).to_vec() }))
            });
            let params = vec![("level", Type::Id(level)), ("context", Type::String), ("message", Type::String)];
            self.lend(import, LOG.1, FunctionKind::Freestanding, params, None);
        }
        Ok(Recorder { sink: Observe::Logging, bytes: LOGGING, calls: vec![self.tool(import, LOG)?], drops: vec![] })
    }

    /// `get-stderr`, over the agent's own streams if it has any.
    fn lend_stderr(&mut self) -> usize {
        let streams = self.streams();
        let stream =
            self.named(streams, "output-stream").unwrap_or_else(|| self.add(streams, Some("output-stream"), TypeDefKind::Resource));
        let version = self.version();
        let stderr = self.find_or_lend("wasi", "cli", "stderr", &version);
        let alias = self.named(stderr, "output-stream");
        let alias = alias.unwrap_or_else(|| self.add(stderr, Some("output-stream"), TypeDefKind::Type(Type::Id(stream))));
        let result = self.add(stderr, None, TypeDefKind::Handle(Handle::Own(alias)));
        self.lend(stderr, GET.1, FunctionKind::Freestanding, vec![], Some(Type::Id(result)));
        stderr
    }

    fn streams(&mut self) -> usize {
        self.find(WRITE.0, "0.2").unwrap_or_else(|| {
            let version = self.version();
            self.find_or_lend("wasi", "io", "error", &version);
            self.find_or_lend("wasi", "io", "streams", &version)
        })
    }

    fn lend_write(&mut self, streams: usize, stream: TypeId) {
        let failure = self.named(streams, "stream-error").unwrap_or_else(|| {
            let error = self.named(streams, "error").unwrap_or_else(|| {
                let version = self.version();
                let errors = self.find_or_lend("wasi", "io", "error", &version);
                let error = self.named(errors, "error").unwrap_or_else(|| self.add(errors, Some("error"), TypeDefKind::Resource));
                self.add(streams, Some("error"), TypeDefKind::Type(Type::Id(error)))
            });
            let error = self.add(streams, None, TypeDefKind::Handle(Handle::Own(error)));
            let case = |name: &str, ty| Case { name: name.into(), ty, docs: Docs::default(), span: Span::default() };
            let cases = vec![case("last-operation-failed", Some(Type::Id(error))), case("closed", None)];
            self.add(streams, Some("stream-error"), TypeDefKind::Variant(Variant { cases }))
        });
        let itself = self.add(streams, None, TypeDefKind::Handle(Handle::Borrow(stream)));
        let contents = self.add(streams, None, TypeDefKind::List(Type::U8));
        let result = self.add(streams, None, TypeDefKind::Result(Result_ { ok: None, err: Some(Type::Id(failure)) }));
        let params = vec![("self", Type::Id(itself)), ("contents", Type::Id(contents))];
        self.lend(streams, WRITE.1, FunctionKind::Method(stream), params, Some(Type::Id(result)));
    }

    /// The import of an interface at a track.
    fn find(&self, interface: &str, track: &str) -> Option<usize> {
        let is_it = |name: &InterfaceName| name.unversioned() == interface && name.track().to_string() == track;
        self.agent.imports.iter().position(|import| import.interface.as_ref().is_some_and(is_it))
    }

    /// The version of what is lent: that of the agent's own WASI, so that a host that runs it has it; else the first.
    fn version(&self) -> String {
        let names = self.agent.imports.iter().filter_map(|import| import.interface.as_ref());
        let own = names.filter(|name| matches!(&*name.package_name(), "wasi:cli" | "wasi:io") && name.track().to_string() == "0.2");
        own.filter_map(|name| name.version.clone()).max().map_or("0.2.0".into(), |version| version.to_string())
    }

    fn find_or_lend(&mut self, namespace: &str, package: &str, interface: &str, version: &str) -> usize {
        let name = format!("{namespace}:{package}/{interface}@{version}");
        let parsed = InterfaceName::parse(&name).expect("I5: what is lent has a good name");
        if let Some(known) = self.find(&parsed.unversioned(), &parsed.track().to_string()) {
            return known;
        }
        let resolve = &mut self.agent.resolve;
        let key = PackageName { namespace: namespace.into(), name: package.into(), version: parsed.version.clone() };
        let home = resolve.package_names.get(&key).copied().unwrap_or_else(|| {
            let id = resolve.packages.alloc(Package {
                name: key.clone(),
                docs: Docs::default(),
                interfaces: Default::default(),
                worlds: Default::default(),
            });
            resolve.package_names.insert(key, id);
            id
        });
        let id = resolve.interfaces.alloc(Interface {
            name: Some(interface.into()),
            types: Default::default(),
            functions: Default::default(),
            docs: Docs::default(),
            stability: Stability::default(),
            package: Some(home),
            span: Span::default(),
            clone_of: None,
        });
        let imports = &mut self.agent.imports;
        imports.push(AgentImport { name, interface: Some(parsed), item: ImportItem::Interface(id), lent: BTreeSet::new(), is_lent: true });
        imports.len() - 1
    }

    fn interface(&self, import: usize) -> InterfaceId {
        match self.agent.imports[import].item {
            ImportItem::Interface(id) => id,
            ImportItem::Function(_) | ImportItem::Type(_) => unreachable!("I5: an import with an interface's name is one"),
        }
    }

    fn declares(&self, import: usize, function: &str) -> bool {
        self.agent.resolve.interfaces[self.interface(import)].functions.contains_key(function)
    }

    fn named(&self, import: usize, name: &str) -> Option<TypeId> {
        self.agent.resolve.interfaces[self.interface(import)].types.get(name).copied()
    }

    fn add(&mut self, import: usize, name: Option<&str>, kind: TypeDefKind) -> TypeId {
        let home = self.interface(import);
        let owner = name.map_or(TypeOwner::None, |_| TypeOwner::Interface(home));
        let resolve = &mut self.agent.resolve;
        let id = resolve.types.alloc(TypeDef {
            name: name.map(String::from),
            kind,
            owner,
            docs: Docs::default(),
            stability: Stability::default(),
            span: Span::default(),
            external_id: None,
        });
        if let Some(name) = name {
            resolve.interfaces[home].types.insert(name.into(), id);
        }
        id
    }

    fn lend(&mut self, import: usize, name: &str, kind: FunctionKind, params: Vec<(&str, Type)>, result: Option<Type>) {
        let param = |(name, ty): (&str, Type)| Param { name: name.into(), ty, span: Span::default() };
        let function = Function {
            name: name.into(),
            kind,
            params: params.into_iter().map(param).collect(),
            result,
            docs: Docs::default(),
            stability: Stability::default(),
            span: Span::default(),
            external_id: None,
        };
        let home = self.interface(import);
        self.agent.resolve.interfaces[home].functions.insert(name.into(), function);
        self.agent.imports[import].lent.insert(name.into());
    }

    /// The one resource that a function returns, by definition.
    fn resource_of(&self, import: usize, function: &str) -> Option<TypeId> {
        let resolve = &self.agent.resolve;
        let function = self.agent.imports[import].function(resolve, function)?;
        let found: Vec<_> = mentioned(resolve, function.result.into_iter().collect()).into_iter().collect();
        if let [only] = found[..] { Some(definition(resolve, only)) } else { None }
    }

    /// The import that defines a resource, and is no export too.
    fn home(&self, resource: TypeId) -> Option<usize> {
        let TypeOwner::Interface(home) = self.agent.resolve.types[resource].owner else { return None };
        let is_exported = self.agent.exports.iter().any(|export| matches!(export.item, ExportItem::Interface(id) if id == home));
        let mut imports = self.agent.imports.iter();
        imports.position(|import| matches!(import.item, ImportItem::Interface(id) if id == home)).filter(|_| !is_exported)
    }

    /// A function that is what the catalogue says.
    fn tool(&self, import: usize, (interface, function): (&'static str, &'static str)) -> Result<Tool, Diagnostic> {
        let (resolve, of) = (&self.agent.resolve, &self.agent.imports[import]);
        let signature = of.function(resolve, function).map(|function| Signatures::new(resolve).digest(function));
        let known = of.interface.as_ref().zip(signature).map(|(name, signature)| catalogue::lookup(name, function, signature));
        let is_it = of.interface.as_ref().is_some_and(|name| name.unversioned() == interface);
        match known {
            Some(Known::Entry(_)) if is_it => Ok(Tool { import, interface, function }),
            _ => Err(strange(&format!("{}#{function}", of.name), "is not as the catalogue has it, or a type of it is not")),
        }
    }
}
