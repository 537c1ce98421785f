//! What readers call of the host, added to the interfaces that the agent declares.
//!
//! In: an agent and its grants. Out: the agent, in which interfaces hold the functions that readers call even if the agent does not import
//! them; [`AgentImport::functions`](crate::agent::AgentImport::functions) does not list these, and no grant is of them. Must hold: each is, by its signature, the
//! function of the catalogue. Refused: an agent that declares one of them, or a type that it mentions, otherwise.

use super::{Part, Reader, find, graft::Published};
use crate::{
    agent::{Agent, ExportItem, ImportItem, definition},
    grants::Grants,
    signature::Signatures,
};
use caplink_model::{
    catalogue::{self, Known},
    diagnostic::Diagnostic,
    lockfile::Outcome,
    text::escape,
};
use std::collections::BTreeSet;
use wit_parser::{
    Case, Docs, Function, FunctionKind, Handle, InterfaceId, Param, Resolve, Result_, Span, Stability, Tuple, Type, TypeDef, TypeDefKind,
    TypeId, TypeOwner, Variant,
};

/// Adds what the readers of guarded functions call; of all granted ones, if they are observed.
///
/// # Errors
/// Each function that the agent declares otherwise than the catalogue has it.
pub fn lend(agent: &mut Agent, grants: &Grants, is_observed: bool) -> Result<(), Vec<Diagnostic>> {
    let mut errors = BTreeSet::new();
    let is_read = |outcome| outcome == Outcome::Guard || is_observed && outcome == Outcome::Allow;
    for granted in grants.symbols.iter().filter(|granted| is_read(granted.outcome)) {
        let import = &agent.imports[granted.import];
        let capability = import.interface.as_ref().and_then(|name| find(name, &granted.symbol.function));
        let Some(reader) = capability.map(|capability| capability.reader).filter(|reader| !reader.calls.is_empty()) else { continue };
        let function = granted.function(agent);
        let handle = function.params.first().and_then(|param| resource(&agent.resolve, param.ty));
        let home = handle.and_then(|resource| match agent.resolve.types[resource].owner {
            TypeOwner::Interface(home) => Some((home, resource)),
            TypeOwner::World(_) | TypeOwner::None => None,
        });
        let Some((home, resource)) = home else {
            errors.insert(strange(&granted.symbol.to_string(), "takes no handle first"));
            continue;
        };
        errors.extend(complete(agent, reader, home, resource).err());
    }
    let held = grants.symbols.iter().filter(|granted| granted.held.is_some() && !granted.is_virtual());
    let mut published = None;
    for granted in held {
        let part = grants.parts[&granted.import];
        let own = agent.imports[granted.import].policy_name();
        for (interface, function) in part.module.calls(&own, &granted.symbol.function) {
            errors.extend(extend(agent, grants, part, (interface, function), &mut published).err());
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into_iter().collect()) }
}

/// Adds to an interface of a wrap unit what its membrane calls of it.
fn extend(
    agent: &mut Agent,
    grants: &Grants,
    part: Part,
    (interface, name): (&str, &str),
    published: &mut Option<Published>,
) -> Result<(), Diagnostic> {
    let is_it = |import: &usize| agent.imports[*import].policy_name() == interface && grants.parts[import] == part;
    let Some(import) = grants.parts.keys().copied().find(is_it) else { return Err(strange(interface, "is not imported with the others")) };
    let ImportItem::Interface(id) = agent.imports[import].item else { return Err(strange(interface, "is no interface")) };
    let symbol = format!("{}#{name}", agent.imports[import].name);
    let strange = || strange(&symbol, "is not as the catalogue has it, or a type of it is not");
    if !agent.resolve.interfaces[id].functions.contains_key(name) {
        let published = published.get_or_insert_with(Published::new);
        if published.graft(&mut agent.resolve, id, interface, name).is_none() {
            return Err(strange());
        }
        agent.imports[import].lent.insert(name.to_string());
    }
    let Some(named) = agent.imports[import].interface.clone() else { return Err(strange()) };
    let signature = Signatures::new(&agent.resolve).digest(&agent.resolve.interfaces[id].functions[name]);
    if matches!(catalogue::lookup(&named, name, signature), Known::Entry(_)) { Ok(()) } else { Err(strange()) }
}

/// The resource of a handle, by definition.
fn resource(resolve: &Resolve, ty: Type) -> Option<TypeId> {
    let Type::Id(id) = ty else { return None };
    let id = definition(resolve, id);
    match resolve.types[id].kind {
        TypeDefKind::Handle(Handle::Own(resource) | Handle::Borrow(resource)) => Some(definition(resolve, resource)),
        TypeDefKind::Resource => Some(id),
        _ => None,
    }
}

/// Adds to the interface that defines a resource what the reader calls of it.
fn complete(agent: &mut Agent, reader: &Reader, home: InterfaceId, resource: TypeId) -> Result<(), Diagnostic> {
    let import = agent.imports.iter().position(|import| matches!(import.item, ImportItem::Interface(id) if id == home));
    let is_exported = agent.exports.iter().any(|export| matches!(export.item, ExportItem::Interface(id) if id == home));
    let import = import.filter(|_| !is_exported);
    let Some(import) = import else { return Err(strange(reader.interface, "works on handles of an interface that is not only imported")) };
    let Some(interface) = agent.imports[import].interface.clone() else {
        return Err(strange(reader.interface, "works on handles of an interface without a name"));
    };
    for (_, name) in reader.calls.iter().filter(|(of, _)| *of == interface.unversioned()) {
        if !agent.resolve.interfaces[home].functions.contains_key(*name) {
            let function = Builder { resolve: &mut agent.resolve, home, resource }.function(name);
            agent.resolve.interfaces[home].functions.insert((*name).to_string(), function);
            agent.imports[import].lent.insert((*name).to_string());
        }
        let signature = Signatures::new(&agent.resolve).digest(&agent.resolve.interfaces[home].functions[*name]);
        if !matches!(catalogue::lookup(&interface, name, signature), Known::Entry(_)) {
            return Err(strange(
                &format!("{}#{name}", agent.imports[import].name),
                "is not as the catalogue has it, or a type of it is not",
            ));
        }
    }
    Ok(())
}

fn strange(symbol: &str, what: &str) -> Diagnostic {
    let message = format!("`{}` {what}: no guard can read what the agent's calls act on", escape(symbol));
    Diagnostic::error("E-CAPABILITY-TYPES", message).help("build the agent against the published WIT of the interface")
}

/// Builds functions of `wasi:http/types`, `wasi:sockets/tcp` and `wasi:messaging/types` from the types that the interface has, or else new ones.
struct Builder<'a> {
    resolve: &'a mut Resolve,
    home: InterfaceId,
    /// The resource that the guarded function takes.
    resource: TypeId,
}

impl Builder<'_> {
    fn function(&mut self, name: &str) -> Function {
        let (of, method) = name.trim_start_matches("[method]").split_once('.').expect("I5: readers call methods");
        let resource = if of == "fields" { self.fields() } else { self.resource };
        let (value, result) = match method {
            "method" => (None, Some(Type::Id(self.method()))),
            "set-method" => (Some(Type::Id(self.method())), Some(self.nothing_or_failure())),
            "scheme" => (None, Some(self.scheme())),
            "set-scheme" => (Some(self.scheme()), Some(self.nothing_or_failure())),
            "authority" | "path-with-query" | "topic" => (None, Some(self.anonymous(TypeDefKind::Option(Type::String)))),
            "set-authority" | "set-path-with-query" => {
                (Some(self.anonymous(TypeDefKind::Option(Type::String))), Some(self.nothing_or_failure()))
            }
            "headers" => {
                let fields = self.fields();
                (None, Some(self.anonymous(TypeDefKind::Handle(Handle::Own(fields)))))
            }
            "entries" => {
                let value = self.anonymous(TypeDefKind::List(Type::U8));
                let entry = self.anonymous(TypeDefKind::Tuple(Tuple { types: vec![Type::String, value] }));
                (None, Some(self.anonymous(TypeDefKind::List(entry))))
            }
            "local-address" => {
                let [ok, err] = ["ip-socket-address", "error-code"].map(|name| self.named(name).map(Type::Id));
                (None, Some(self.anonymous(TypeDefKind::Result(Result_ { ok, err }))))
            }
            _ => unreachable!("I5: every function that readers call is built here"),
        };
        let itself = self.anonymous(TypeDefKind::Handle(Handle::Borrow(resource)));
        let param = |name: &str, ty| Param { name: name.into(), ty, span: Span::default() };
        let value = value.map(|ty| param(method.trim_start_matches("set-"), ty));
        Function {
            name: name.into(),
            kind: FunctionKind::Method(resource),
            params: std::iter::once(param("self", itself)).chain(value).collect(),
            result,
            docs: Docs::default(),
            stability: Stability::default(),
            span: Span::default(),
            external_id: None,
        }
    }

    fn method(&mut self) -> TypeId {
        self.variant("method", &["get", "head", "post", "put", "delete", "connect", "options", "trace", "patch"])
    }

    fn scheme(&mut self) -> Type {
        let scheme = self.variant("scheme", &["HTTP", "HTTPS"]);
        self.anonymous(TypeDefKind::Option(Type::Id(scheme)))
    }

    fn nothing_or_failure(&mut self) -> Type {
        self.anonymous(TypeDefKind::Result(Result_ { ok: None, err: None }))
    }

    fn fields(&mut self) -> TypeId {
        self.named("fields").unwrap_or_else(|| self.add(Some("fields"), TypeDefKind::Resource))
    }

    /// The variant of this name, or a new one with these cases and `other(string)`.
    fn variant(&mut self, name: &str, cases: &[&str]) -> TypeId {
        if let Some(id) = self.named(name) {
            return id;
        }
        let case = |name: &str, ty| Case { name: name.into(), ty, docs: Docs::default(), span: Span::default() };
        let cases = cases.iter().map(|name| case(name, None)).chain([case("other", Some(Type::String))]).collect();
        self.add(Some(name), TypeDefKind::Variant(Variant { cases }))
    }

    fn named(&self, name: &str) -> Option<TypeId> {
        self.resolve.interfaces[self.home].types.get(name).copied()
    }

    fn anonymous(&mut self, kind: TypeDefKind) -> Type {
        Type::Id(self.add(None, kind))
    }

    fn add(&mut self, name: Option<&str>, kind: TypeDefKind) -> TypeId {
        let owner = name.map_or(TypeOwner::None, |_| TypeOwner::Interface(self.home));
        let id = self.resolve.types.alloc(TypeDef {
            name: name.map(String::from),
            kind,
            owner,
            docs: Docs::default(),
            stability: Stability::default(),
            span: Span::default(),
            external_id: None,
        });
        if let Some(name) = name {
            self.resolve.interfaces[self.home].types.insert(name.into(), id);
        }
        id
    }
}
