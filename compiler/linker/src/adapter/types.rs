//! Component types: WIT types in, type indices of an encoded component or instance type out (component model, Binary.md, "Type Definitions").
//!
//! Must hold: a named type is encoded once in each scope and referred to by the index under which the scope names it; the validator refuses
//! anything else. A resource used as a value means `own`.

use crate::agent::{definition, is_resource};
use std::collections::{BTreeSet, HashMap};
use wasm_encoder::{
    Alias, ComponentBuilder, ComponentOuterAliasKind, ComponentTypeEncoder, ComponentTypeRef, ComponentValType, InstanceType,
    PrimitiveValType, TypeBounds,
};
use wit_parser::{Function, Handle, InterfaceId, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

/// Something that holds types: a component, or an instance type.
pub trait Scope {
    /// The next type index and the encoder for it.
    fn next_type(&mut self) -> (u32, ComponentTypeEncoder<'_>);
}

impl Scope for ComponentBuilder {
    fn next_type(&mut self) -> (u32, ComponentTypeEncoder<'_>) {
        self.ty(None)
    }
}

impl Scope for InstanceType {
    fn next_type(&mut self) -> (u32, ComponentTypeEncoder<'_>) {
        (self.type_count(), self.ty())
    }
}

/// The indices of types in one scope.
#[derive(Clone)]
pub struct TypeMap<'r> {
    resolve: &'r Resolve,
    named: HashMap<TypeId, u32>,
    anonymous: HashMap<TypeId, u32>,
}

impl<'r> TypeMap<'r> {
    /// No types yet.
    pub fn new(resolve: &'r Resolve) -> Self {
        Self { resolve, named: HashMap::new(), anonymous: HashMap::new() }
    }

    /// From now on, `id` is the type at `index`.
    pub fn bind(&mut self, id: TypeId, index: u32) {
        self.named.insert(id, index);
    }

    /// The index of a type that was bound, itself or through its aliases.
    pub fn find(&self, mut id: TypeId) -> Option<u32> {
        loop {
            if let Some(index) = self.named.get(&id) {
                return Some(*index);
            }
            match self.resolve.types[id].kind {
                TypeDefKind::Type(Type::Id(next)) => id = next,
                _ => return None,
            }
        }
    }

    fn resource(&self, id: TypeId) -> u32 {
        self.find(id).expect("I5: every resource is bound before it is used")
    }

    /// A type used as a value.
    pub fn value(&mut self, scope: &mut impl Scope, ty: &Type) -> ComponentValType {
        let primitive = match ty {
            Type::Bool => PrimitiveValType::Bool,
            Type::U8 => PrimitiveValType::U8,
            Type::U16 => PrimitiveValType::U16,
            Type::U32 => PrimitiveValType::U32,
            Type::U64 => PrimitiveValType::U64,
            Type::S8 => PrimitiveValType::S8,
            Type::S16 => PrimitiveValType::S16,
            Type::S32 => PrimitiveValType::S32,
            Type::S64 => PrimitiveValType::S64,
            Type::F32 => PrimitiveValType::F32,
            Type::F64 => PrimitiveValType::F64,
            Type::Char => PrimitiveValType::Char,
            Type::String => PrimitiveValType::String,
            Type::ErrorContext => PrimitiveValType::ErrorContext,
            Type::Id(id) => return ComponentValType::Type(self.value_index(scope, *id)),
        };
        ComponentValType::Primitive(primitive)
    }

    fn value_index(&mut self, scope: &mut impl Scope, id: TypeId) -> u32 {
        if let Some(index) = self.anonymous.get(&id) {
            return *index;
        }
        let index = match self.find(id) {
            Some(resource) if is_resource(self.resolve, id) => {
                let (index, encoder) = scope.next_type();
                encoder.defined_type().own(resource);
                index
            }
            Some(index) => return index,
            None => self.define(scope, id),
        };
        self.anonymous.insert(id, index);
        index
    }

    fn optional(&mut self, scope: &mut impl Scope, ty: Option<&Type>) -> Option<ComponentValType> {
        ty.map(|ty| self.value(scope, ty))
    }

    /// Encodes the structure of a type, whatever its name.
    pub fn define(&mut self, scope: &mut impl Scope, id: TypeId) -> u32 {
        let resolve = self.resolve;
        match &resolve.types[id].kind {
            TypeDefKind::Record(record) => {
                let fields: Vec<_> = record.fields.iter().map(|field| (field.name.as_str(), self.value(scope, &field.ty))).collect();
                defined(scope, |encoder| encoder.record(fields))
            }
            TypeDefKind::Variant(variant) => {
                let cases: Vec<_> = variant.cases.iter().map(|case| (case.name.as_str(), self.optional(scope, case.ty.as_ref()))).collect();
                defined(scope, |encoder| encoder.variant(cases))
            }
            TypeDefKind::Enum(names) => defined(scope, |encoder| encoder.enum_type(names.cases.iter().map(|case| case.name.as_str()))),
            TypeDefKind::Flags(names) => defined(scope, |encoder| encoder.flags(names.flags.iter().map(|flag| flag.name.as_str()))),
            TypeDefKind::Tuple(tuple) => {
                let types: Vec<_> = tuple.types.iter().map(|ty| self.value(scope, ty)).collect();
                defined(scope, |encoder| encoder.tuple(types))
            }
            TypeDefKind::List(element) => {
                let element = self.value(scope, element);
                defined(scope, |encoder| encoder.list(element))
            }
            TypeDefKind::FixedLengthList(element, length) => {
                let element = self.value(scope, element);
                defined(scope, |encoder| encoder.fixed_length_list(element, *length))
            }
            TypeDefKind::Map(key, value) => {
                let (key, value) = (self.value(scope, key), self.value(scope, value));
                defined(scope, |encoder| encoder.map(key, value))
            }
            TypeDefKind::Option(some) => {
                let some = self.value(scope, some);
                defined(scope, |encoder| encoder.option(some))
            }
            TypeDefKind::Result(result) => {
                let (ok, err) = (self.optional(scope, result.ok.as_ref()), self.optional(scope, result.err.as_ref()));
                defined(scope, |encoder| encoder.result(ok, err))
            }
            TypeDefKind::Future(payload) => {
                let payload = self.optional(scope, payload.as_ref());
                defined(scope, |encoder| encoder.future(payload))
            }
            TypeDefKind::Stream(payload) => {
                let payload = self.optional(scope, payload.as_ref());
                defined(scope, |encoder| encoder.stream(payload))
            }
            TypeDefKind::Handle(Handle::Own(resource)) => {
                let resource = self.resource(*resource);
                defined(scope, |encoder| encoder.own(resource))
            }
            TypeDefKind::Handle(Handle::Borrow(resource)) => {
                let resource = self.resource(*resource);
                defined(scope, |encoder| encoder.borrow(resource))
            }
            TypeDefKind::Type(Type::Id(next)) => self.value_index(scope, *next),
            TypeDefKind::Type(primitive) => match self.value(scope, primitive) {
                ComponentValType::Primitive(primitive) => defined(scope, |encoder| encoder.primitive(primitive)),
                ComponentValType::Type(index) => index,
            },
            TypeDefKind::Resource | TypeDefKind::Unknown => unreachable!("I5: a resource is bound, never defined by structure"),
        }
    }

    /// Encodes a function type.
    pub fn function(&mut self, scope: &mut impl Scope, function: &Function) -> u32 {
        let params: Vec<_> = function.params.iter().map(|param| (param.name.as_str(), self.value(scope, &param.ty))).collect();
        let result = self.optional(scope, function.result.as_ref());
        let (index, encoder) = scope.next_type();
        encoder.function().async_(function.kind.is_async()).params(params).result(result);
        index
    }
}

fn defined(scope: &mut impl Scope, encode: impl FnOnce(wasm_encoder::ComponentDefinedTypeEncoder<'_>)) -> u32 {
    let (index, encoder) = scope.next_type();
    encode(encoder.defined_type());
    index
}

/// The functions and types that an instance type is to list.
pub struct Listing<'p> {
    /// Interfaces whose items it lists; more than one for semver twins, which share names.
    pub interfaces: &'p [InterfaceId],
    /// The types that it lists.
    pub types: &'p BTreeSet<TypeId>,
    /// The functions that it lists.
    pub functions: &'p BTreeSet<String>,
}

/// An instance type with the listed items, in the interfaces' order; `outer` gives the index, in the enclosing scope, of the types that come from elsewhere.
pub fn instance_type(resolve: &Resolve, listing: &Listing<'_>, outer: &HashMap<TypeId, u32>) -> InstanceType {
    let mut scope = InstanceType::new();
    let mut map = TypeMap::new(resolve);
    let mut names: HashMap<&str, u32> = HashMap::new();
    for interface in listing.interfaces {
        for (name, &id) in resolve.interfaces[*interface].types.iter().filter(|(_, id)| listing.types.contains(id)) {
            if let Some(index) = names.get(name.as_str()) {
                // A semver twin's type of the same name: the plan has checked that it has the same structure.
                map.bind(id, *index);
                continue;
            }
            let bounds = if let Some(index) = outer.get(&id) {
                let alias = scope.type_count();
                scope.alias(Alias::Outer { kind: ComponentOuterAliasKind::Type, count: 1, index: *index });
                TypeBounds::Eq(alias)
            } else if matches!(resolve.types[id].kind, TypeDefKind::Resource) {
                TypeBounds::SubResource
            } else if is_resource(resolve, id) {
                TypeBounds::Eq(map.resource(id))
            } else {
                TypeBounds::Eq(map.define(&mut scope, id))
            };
            let index = scope.type_count();
            scope.export(name.as_str(), ComponentTypeRef::Type(bounds));
            map.bind(id, index);
            names.insert(name, index);
        }
    }
    let mut listed = BTreeSet::new();
    for interface in listing.interfaces {
        for (name, function) in &resolve.interfaces[*interface].functions {
            if listing.functions.contains(name) && listed.insert(name) {
                let ty = map.function(&mut scope, function);
                scope.export(name.as_str(), ComponentTypeRef::Func(ty));
            }
        }
    }
    scope
}

/// The interface in which a type is defined or named.
pub fn owner(resolve: &Resolve, id: TypeId) -> Option<InterfaceId> {
    match resolve.types[id].owner {
        TypeOwner::Interface(interface) => Some(interface),
        TypeOwner::World(_) | TypeOwner::None => None,
    }
}

/// For an alias in an interface (or world) to a type that another interface names: that type.
pub fn foreign(resolve: &Resolve, id: TypeId) -> Option<TypeId> {
    let TypeDefKind::Type(Type::Id(target)) = resolve.types[id].kind else { return None };
    let elsewhere =
        matches!(resolve.types[target].owner, TypeOwner::Interface(_)) && resolve.types[target].owner != resolve.types[id].owner;
    elsewhere.then_some(target)
}

/// Whether a type can be written out wherever it is needed: it mentions no resource and no other named type.
pub fn is_self_contained(resolve: &Resolve, id: TypeId) -> bool {
    let id = definition(resolve, id);
    !is_resource(resolve, id) && parts(resolve, id).into_iter().all(|part| is_structural(resolve, part))
}

fn is_structural(resolve: &Resolve, ty: Type) -> bool {
    let Type::Id(id) = ty else { return true };
    let id = definition(resolve, id);
    match resolve.types[id].kind {
        TypeDefKind::Record(_)
        | TypeDefKind::Variant(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Flags(_)
        | TypeDefKind::Resource
        | TypeDefKind::Handle(_) => false,
        _ => parts(resolve, id).into_iter().all(|part| is_structural(resolve, part)),
    }
}

/// The types that a type is made of, one step down.
pub fn parts(resolve: &Resolve, id: TypeId) -> Vec<Type> {
    match &resolve.types[id].kind {
        TypeDefKind::Record(record) => record.fields.iter().map(|field| field.ty).collect(),
        TypeDefKind::Variant(variant) => variant.cases.iter().filter_map(|case| case.ty).collect(),
        TypeDefKind::Tuple(tuple) => tuple.types.clone(),
        TypeDefKind::Option(ty) | TypeDefKind::List(ty) | TypeDefKind::FixedLengthList(ty, _) | TypeDefKind::Type(ty) => vec![*ty],
        TypeDefKind::Map(key, value) => vec![*key, *value],
        TypeDefKind::Result(result) => [result.ok, result.err].into_iter().flatten().collect(),
        TypeDefKind::Future(payload) | TypeDefKind::Stream(payload) => payload.iter().copied().collect(),
        TypeDefKind::Handle(Handle::Own(resource) | Handle::Borrow(resource)) => vec![Type::Id(*resource)],
        TypeDefKind::Enum(_) | TypeDefKind::Flags(_) | TypeDefKind::Resource | TypeDefKind::Unknown => vec![],
    }
}

/// The resources that types mention, by definition.
pub fn mentioned(resolve: &Resolve, mut open: Vec<Type>) -> BTreeSet<TypeId> {
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    while let Some(ty) = open.pop() {
        let Type::Id(id) = ty else { continue };
        let id = definition(resolve, id);
        if is_resource(resolve, id) {
            found.insert(id);
        } else if seen.insert(id) {
            open.extend(parts(resolve, id));
        }
    }
    found
}
