//! Functions of published WIT, added to an interface that an agent declares without them.
//!
//! In: an interface of the agent, and the package that was vendored for it. Out: the same interface with one more function, and with the types that it mentions. Must hold: a type that the
//! interface has is used as it is; whoever asks compares the signature with the catalogue. Refused: functions that mention a resource which the interface does not name.

use crate::agent::definition;
use wit_parser::{
    Case, Field, Function, FunctionKind, Handle, InterfaceId, Param, Record, Resolve, Result_, SourceMap, Tuple, Type, TypeDef,
    TypeDefKind, TypeId, TypeOwner, Variant,
};

/// A package: its files, by name and text.
type Package = &'static [(&'static str, &'static str)];

/// Packages in the order in which each stands after those that it uses.
const PACKAGES: [Package; 4] = [
    &[("io.wit", include_str!("../../../../wit/io-0.2.12/io.wit"))],
    &[("clocks.wit", include_str!("../../../../wit/clocks-0.2.12/clocks.wit"))],
    &[("filesystem.wit", include_str!("../../../../wit/filesystem-0.2.12/filesystem.wit"))],
    &[
        ("blobstore.wit", include_str!("../../../../wit/blobstore-0.2.0-draft/blobstore.wit")),
        ("container.wit", include_str!("../../../../wit/blobstore-0.2.0-draft/container.wit")),
        ("types.wit", include_str!("../../../../wit/blobstore-0.2.0-draft/types.wit")),
        ("world.wit", include_str!("../../../../wit/blobstore-0.2.0-draft/world.wit")),
    ],
];

/// The published interfaces that membranes call functions of.
pub struct Published {
    resolve: Resolve,
}

impl Published {
    /// Parses them.
    pub fn new() -> Self {
        let mut resolve = Resolve { all_features: true, ..Resolve::default() };
        for package in PACKAGES {
            let mut map = SourceMap::default();
            package.iter().for_each(|(name, text)| map.push_str(name, *text));
            let group = map.parse().unwrap_or_else(|_| unreachable!("I9: vendored WIT parses"));
            resolve.push_group(group).unwrap_or_else(|_| unreachable!("I9: vendored WIT resolves"));
        }
        Self { resolve }
    }

    /// The function of an interface without version.
    fn function(&self, interface: &str, name: &str) -> Option<&Function> {
        let (package, interface) = interface.split_once('/')?;
        let found = self.resolve.packages.iter().find(|(_, of)| format!("{}:{}", of.name.namespace, of.name.name) == package)?.1;
        self.resolve.interfaces[*found.interfaces.get(interface)?].functions.get(name)
    }

    /// Adds a function to an interface of an agent; `None` if there is none of this name, or if it mentions what the interface does not name.
    pub fn graft(&self, agent: &mut Resolve, home: InterfaceId, interface: &str, name: &str) -> Option<()> {
        let function = self.function(interface, name)?;
        let mut copy = Copy { from: &self.resolve, to: agent, home };
        let params =
            function.params.iter().map(|param| Some(Param { ty: copy.value(param.ty)?, ..param.clone() })).collect::<Option<_>>()?;
        let result = match function.result {
            Some(ty) => Some(copy.value(ty)?),
            None => None,
        };
        let kind = match function.kind {
            FunctionKind::Method(id) => FunctionKind::Method(copy.named(id)?),
            FunctionKind::Static(id) => FunctionKind::Static(copy.named(id)?),
            FunctionKind::Freestanding => FunctionKind::Freestanding,
            _ => return None,
        };
        let function = Function { params, result, kind, ..function.clone() };
        agent.interfaces[home].functions.insert(name.into(), function);
        Some(())
    }
}

struct Copy<'a> {
    from: &'a Resolve,
    to: &'a mut Resolve,
    home: InterfaceId,
}

impl Copy<'_> {
    fn value(&mut self, ty: Type) -> Option<Type> {
        let Type::Id(id) = ty else { return Some(ty) };
        if self.from.types[id].name.is_some() {
            return self.named(id).map(Type::Id);
        }
        let kind = self.kind(id)?;
        Some(Type::Id(self.add(None, kind)))
    }

    fn optional(&mut self, ty: Option<Type>) -> Option<Option<Type>> {
        match ty {
            Some(ty) => self.value(ty).map(Some),
            None => Some(None),
        }
    }

    /// A named type: the interface's own of this name, or a new one.
    fn named(&mut self, id: TypeId) -> Option<TypeId> {
        let name = self.from.types[id].name.clone()?;
        if let Some(found) = self.to.interfaces[self.home].types.get(&name) {
            return Some(*found);
        }
        let kind = self.kind(definition(self.from, id))?;
        Some(self.add(Some(name), kind))
    }

    fn kind(&mut self, id: TypeId) -> Option<TypeDefKind> {
        Some(match self.from.types[id].kind.clone() {
            TypeDefKind::Record(record) => {
                let fields = record.fields.into_iter().map(|field| Some(Field { ty: self.value(field.ty)?, ..field }));
                TypeDefKind::Record(Record { fields: fields.collect::<Option<_>>()? })
            }
            TypeDefKind::Variant(variant) => {
                let cases = variant.cases.into_iter().map(|case| Some(Case { ty: self.optional(case.ty)?, ..case }));
                TypeDefKind::Variant(Variant { cases: cases.collect::<Option<_>>()? })
            }
            TypeDefKind::Tuple(tuple) => {
                TypeDefKind::Tuple(Tuple { types: tuple.types.into_iter().map(|ty| self.value(ty)).collect::<Option<_>>()? })
            }
            TypeDefKind::Option(ty) => TypeDefKind::Option(self.value(ty)?),
            TypeDefKind::List(ty) => TypeDefKind::List(self.value(ty)?),
            TypeDefKind::Result(result) => TypeDefKind::Result(Result_ { ok: self.optional(result.ok)?, err: self.optional(result.err)? }),
            TypeDefKind::Type(ty) => TypeDefKind::Type(self.value(ty)?),
            TypeDefKind::Handle(Handle::Own(id)) => TypeDefKind::Handle(Handle::Own(self.named(id)?)),
            TypeDefKind::Handle(Handle::Borrow(id)) => TypeDefKind::Handle(Handle::Borrow(self.named(id)?)),
            kind @ (TypeDefKind::Enum(_) | TypeDefKind::Flags(_)) => kind,
            _ => return None,
        })
    }

    fn add(&mut self, name: Option<String>, kind: TypeDefKind) -> TypeId {
        let owner = name.as_ref().map_or(TypeOwner::None, |_| TypeOwner::Interface(self.home));
        let (docs, stability, span) = Default::default();
        let id = self.to.types.alloc(TypeDef { name: name.clone(), kind, owner, docs, stability, span, external_id: None });
        if let Some(name) = name {
            self.to.interfaces[self.home].types.insert(name, id);
        }
        id
    }
}
