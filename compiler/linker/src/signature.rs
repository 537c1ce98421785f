//! The canonical signature of a function and its digest: what makes a declared function the one that the catalogue knows.
//!
//! In: a `Resolve`, from WIT text or decoded from a component, and one of its functions. Out: a digest that is equal for equal signatures
//! wherever they came from, and a short line for reports. What must hold: a signature says whether the function is async, its kind, its
//! parameters by name and type, and its result. Types count by structure, with the names of fields, cases and flags, and not by their own
//! name, because a component may alias, rename or prune them; resources count by the interface that defines them, without version,
//! because a resource is its identity. Digests of types are kept per type, so a type that doubles at each step costs one step each, and
//! the walk keeps its own stack, so depth costs memory in proportion and never the call stack.
//!
//! Refused: nothing. Names are taken to be kebab-case labels, as both readers of wit-parser check.

use caplink_model::Digest;
use std::collections::HashMap;
use std::fmt::Write as _;
use wit_parser::{Function, FunctionKind, Handle, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

/// The most bytes that [`text`] returns.
pub const TEXT_BYTES: usize = 240;

/// How deep [`text`] looks into types without a name of their own.
const TEXT_DEPTH: usize = 8;

/// Digests of the functions of one `Resolve`; types that several functions share are hashed once.
pub struct Signatures<'a> {
    resolve: &'a Resolve,
    types: HashMap<TypeId, Digest>,
}

impl<'a> Signatures<'a> {
    /// Starts with nothing hashed.
    pub fn new(resolve: &'a Resolve) -> Self {
        Self { resolve, types: HashMap::new() }
    }

    /// The digest of a function's canonical signature.
    pub fn digest(&mut self, function: &Function) -> Digest {
        let (kind, resource) = match function.kind {
            FunctionKind::Freestanding => ("func", None),
            FunctionKind::AsyncFreestanding => ("async func", None),
            FunctionKind::Method(id) => ("method", Some(id)),
            FunctionKind::AsyncMethod(id) => ("async method", Some(id)),
            FunctionKind::Static(id) => ("static", Some(id)),
            FunctionKind::AsyncStatic(id) => ("async static", Some(id)),
            FunctionKind::Constructor(id) => ("constructor", Some(id)),
        };
        let mut out = String::from(kind);
        if let Some(id) = resource {
            out.push(' ');
            self.push(&mut out, &Type::Id(id));
        }
        out.push('(');
        for param in &function.params {
            out.push_str(&param.name);
            out.push(':');
            self.push(&mut out, &param.ty);
            out.push(';');
        }
        out.push_str(")->");
        self.push_optional(&mut out, function.result.as_ref());
        Digest::of(out.as_bytes())
    }

    /// The digest of a type.
    pub fn type_digest(&mut self, id: TypeId) -> Digest {
        self.hash(id);
        self.types[&id]
    }

    fn push(&mut self, out: &mut String, ty: &Type) {
        if let Type::Id(id) = ty {
            self.hash(*id);
        }
        self.name(out, ty);
    }

    fn push_optional(&mut self, out: &mut String, ty: Option<&Type>) {
        match ty {
            Some(ty) => self.push(out, ty),
            None => out.push('_'),
        }
    }

    /// Hashes a type after the types that it is made of.
    fn hash(&mut self, root: TypeId) {
        let mut stack = vec![root];
        while let Some(&id) = stack.last() {
            if self.types.contains_key(&id) {
                stack.pop();
                continue;
            }
            let before = stack.len();
            let known = &self.types;
            children(&self.resolve.types[id].kind, |ty| match ty {
                Type::Id(child) if !known.contains_key(child) => stack.push(*child),
                _ => {}
            });
            if stack.len() == before {
                let digest = self.node(id);
                self.types.insert(id, digest);
                stack.pop();
            }
        }
    }

    /// The digest of a type whose children are all hashed. An alias is the type that it stands for.
    fn node(&self, id: TypeId) -> Digest {
        let kind = &self.resolve.types[id].kind;
        if let TypeDefKind::Type(Type::Id(target)) = kind {
            return self.types[target];
        }
        let mut out = String::new();
        match kind {
            TypeDefKind::Type(ty) => self.name(&mut out, ty),
            TypeDefKind::Resource => {
                out.push_str("resource ");
                out.push_str(&resource_name(self.resolve, id));
            }
            TypeDefKind::Flags(flags) => labels(&mut out, "flags", flags.flags.iter().map(|flag| &flag.name)),
            TypeDefKind::Enum(cases) => labels(&mut out, "enum", cases.cases.iter().map(|case| &case.name)),
            TypeDefKind::Record(record) => {
                out.push_str("record{");
                for field in &record.fields {
                    self.member(&mut out, &field.name, Some(&field.ty));
                }
                out.push('}');
            }
            TypeDefKind::Variant(variant) => {
                out.push_str("variant{");
                for case in &variant.cases {
                    self.member(&mut out, &case.name, case.ty.as_ref());
                }
                out.push('}');
            }
            _ => {
                out.push_str(kind.as_str());
                if let TypeDefKind::FixedLengthList(_, len) = kind {
                    let _ = write!(out, "[{len}]");
                }
                self.arguments(&mut out, kind);
            }
        }
        Digest::of(out.as_bytes())
    }

    fn member(&self, out: &mut String, name: &str, ty: Option<&Type>) {
        out.push_str(name);
        if let Some(ty) = ty {
            out.push(':');
            self.name(out, ty);
        }
        out.push(';');
    }

    /// The type arguments of a constructor such as `list` or `result`, in their order; `_` stands for an absent one.
    fn arguments(&self, out: &mut String, kind: &TypeDefKind) {
        out.push('<');
        match kind {
            TypeDefKind::Result(result) => {
                for ty in [&result.ok, &result.err] {
                    match ty {
                        Some(ty) => self.name(out, ty),
                        None => out.push('_'),
                    }
                    out.push(',');
                }
            }
            _ => children(kind, |ty| {
                self.name(out, ty);
                out.push(',');
            }),
        }
        out.push('>');
    }

    /// A primitive by its name; any other type by its digest. An alias of a primitive is that primitive.
    fn name(&self, out: &mut String, ty: &Type) {
        let mut ty = *ty;
        while let Type::Id(id) = ty {
            let TypeDefKind::Type(target) = self.resolve.types[id].kind else {
                let _ = write!(out, "#{}", self.types[&id]);
                return;
            };
            ty = target;
        }
        out.push_str(primitive(&ty));
    }
}

/// The digest of one function's canonical signature. For many functions of one `Resolve`, [`Signatures`] hashes shared types once.
pub fn digest(resolve: &Resolve, function: &Function) -> Digest {
    Signatures::new(resolve).digest(function)
}

/// The name of a resource: `ns:pkg/interface.resource` of the interface that defines it, without version. An alias of a resource has the
/// name of what it stands for. A resource that a world defines directly is `world.resource`.
pub fn resource_name(resolve: &Resolve, id: TypeId) -> String {
    let mut id = id;
    while let TypeDefKind::Type(Type::Id(target)) = resolve.types[id].kind {
        id = target;
    }
    let definition = &resolve.types[id];
    let name = definition.name.as_deref().unwrap_or("_");
    let TypeOwner::Interface(interface) = definition.owner else {
        return format!("world.{name}");
    };
    let interface = &resolve.interfaces[interface];
    match (interface.package.map(|package| &resolve.packages[package].name), &interface.name) {
        (Some(package), Some(interface)) => format!("{}:{}/{interface}.{name}", package.namespace, package.name),
        _ => format!("inline.{name}"),
    }
}

/// A function's signature on one line for reports: named types by their name, at most [`TEXT_BYTES`] bytes.
pub fn text(resolve: &Resolve, function: &Function) -> String {
    let mut out = String::new();
    if function.kind.is_async() {
        out.push_str("async ");
    }
    out.push_str("func(");
    for (index, param) in function.params.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "{}: ", param.name);
        type_text(resolve, &mut out, &param.ty, TEXT_DEPTH);
    }
    out.push(')');
    if let Some(result) = &function.result {
        out.push_str(" -> ");
        type_text(resolve, &mut out, result, TEXT_DEPTH);
    }
    if out.len() > TEXT_BYTES {
        let end = out.floor_char_boundary(TEXT_BYTES - '…'.len_utf8());
        out.truncate(end);
        out.push('…');
    }
    out
}

fn type_text(resolve: &Resolve, out: &mut String, ty: &Type, depth: usize) {
    let Type::Id(id) = ty else {
        return out.push_str(primitive(ty));
    };
    let definition = &resolve.types[*id];
    if let Some(name) = &definition.name {
        return out.push_str(name);
    }
    // What lies deeper, or beyond the line's end, is cut: a report names a type, it does not define it.
    if depth == 0 || out.len() > TEXT_BYTES {
        return out.push('…');
    }
    if let TypeDefKind::Type(target) = &definition.kind {
        return type_text(resolve, out, target, depth - 1);
    }
    // A handle that is owned is written as its resource, as in WIT.
    if let TypeDefKind::Handle(Handle::Own(resource)) = &definition.kind {
        return type_text(resolve, out, &Type::Id(*resource), depth - 1);
    }
    out.push_str(if let TypeDefKind::FixedLengthList(..) = definition.kind { "list" } else { definition.kind.as_str() });
    let start = out.len();
    let argument = |out: &mut String, ty: Option<&Type>| {
        out.push_str(if out.len() == start { "<" } else { ", " });
        match ty {
            Some(ty) => type_text(resolve, out, ty, depth - 1),
            None => out.push('_'),
        }
    };
    match &definition.kind {
        TypeDefKind::Result(result) if result.err.is_some() => {
            argument(out, result.ok.as_ref());
            argument(out, result.err.as_ref());
        }
        kind => children(kind, |ty| argument(out, Some(ty))),
    }
    if let TypeDefKind::FixedLengthList(_, len) = definition.kind {
        let _ = write!(out, ", {len}");
    }
    if out.len() > start {
        out.push('>');
    }
}

/// Visits the types that a type is directly made of, in their order.
fn children(kind: &TypeDefKind, mut visit: impl FnMut(&Type)) {
    match kind {
        TypeDefKind::Record(record) => record.fields.iter().for_each(|field| visit(&field.ty)),
        TypeDefKind::Variant(variant) => variant.cases.iter().filter_map(|case| case.ty.as_ref()).for_each(visit),
        TypeDefKind::Tuple(tuple) => tuple.types.iter().for_each(visit),
        TypeDefKind::Result(result) => [&result.ok, &result.err].into_iter().flatten().for_each(visit),
        TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => visit(&Type::Id(*id)),
        TypeDefKind::Option(ty) | TypeDefKind::List(ty) | TypeDefKind::FixedLengthList(ty, _) | TypeDefKind::Type(ty) => visit(ty),
        TypeDefKind::Map(key, value) => [key, value].into_iter().for_each(visit),
        TypeDefKind::Future(ty) | TypeDefKind::Stream(ty) => ty.iter().for_each(visit),
        TypeDefKind::Resource | TypeDefKind::Flags(_) | TypeDefKind::Enum(_) | TypeDefKind::Unknown => {}
    }
}

fn labels<'a>(out: &mut String, keyword: &str, names: impl Iterator<Item = &'a String>) {
    out.push_str(keyword);
    out.push('{');
    for name in names {
        out.push_str(name);
        out.push(';');
    }
    out.push('}');
}

fn primitive(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "bool",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::S8 => "s8",
        Type::S16 => "s16",
        Type::S32 => "s32",
        Type::S64 => "s64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Char => "char",
        Type::String => "string",
        Type::ErrorContext => "error-context",
        Type::Id(_) => "_",
    }
}
