//! Which texts a parameter of a WIT function has, by its flat core values or by where it lies in memory.
//!
//! In: a type, values or an address, and memory. Out: the strings in it; of an enum or variant the name of its case, where the case has no string of its own. `none` has no text. Must
//! hold: a reading without a fault is all that the parameter holds. Types are followed [`DEPTH`] deep and lists [`ITEMS`] long; beyond, there is a fault.

use super::memory::Memory;
use super::value::Value;
use crate::agent::definition;
use crate::layout;
use std::cell::RefCell;
use std::collections::HashMap;
use wit_parser::{Resolve, SizeAlign, Type, TypeDefKind, TypeId};

const DEPTH: u32 = 16;
const ITEMS: u64 = 64;
/// Types, cases and items of one reading.
const STEPS: usize = 1 << 16;

/// What was read.
#[derive(Default)]
pub struct Reading {
    /// The texts.
    pub texts: Vec<String>,
    /// Whether something was not a constant, or not to be read.
    pub fault: bool,
    /// Whether something came through memory.
    pub unsure: bool,
    /// How much was done.
    pub steps: usize,
}

impl Reading {
    /// Whether so much more may be done.
    fn step(&mut self, amount: usize) -> bool {
        self.steps = self.steps.saturating_add(amount);
        self.fault |= self.steps > STEPS;
        self.steps <= STEPS
    }
}

/// The types of an agent.
pub struct Shapes<'a> {
    resolve: &'a Resolve,
    /// Whether there are strings in a type, and strings or names.
    texts: RefCell<HashMap<TypeId, (bool, bool)>>,
    /// How large they are.
    pub sizes: SizeAlign,
}

impl<'a> Shapes<'a> {
    /// Of these.
    pub fn new(resolve: &'a Resolve) -> Self {
        let mut sizes = SizeAlign::default();
        sizes.fill(resolve);
        Self { resolve, texts: RefCell::default(), sizes }
    }

    fn kind(&self, ty: &Type) -> Option<(TypeId, &'a TypeDefKind)> {
        let Type::Id(id) = ty else { return None };
        let id = definition(self.resolve, *id);
        Some((id, &self.resolve.types[id].kind))
    }

    /// The type that an alias is of.
    fn plain(&self, ty: &Type) -> Type {
        match self.kind(ty) {
            Some((_, TypeDefKind::Type(ty))) => *ty,
            Some((id, _)) => Type::Id(id),
            None => *ty,
        }
    }

    /// Whether there are strings in it.
    pub fn has_string(&self, ty: &Type) -> bool {
        self.texts(ty, DEPTH).0
    }

    /// Whether there are strings in it, or names of cases.
    pub fn has_text(&self, ty: &Type) -> bool {
        self.texts(ty, DEPTH).1
    }

    fn texts(&self, ty: &Type, depth: u32) -> (bool, bool) {
        let Some(deeper) = depth.checked_sub(1) else { return (false, false) };
        let Type::Id(id) = self.plain(ty) else { return (self.plain(ty) == Type::String, self.plain(ty) == Type::String) };
        if let Some(known) = self.texts.borrow().get(&id) {
            return *known;
        }
        let kind = &self.resolve.types[id].kind;
        let inside: Vec<Type> = match kind {
            TypeDefKind::Record(record) => record.fields.iter().map(|field| field.ty).collect(),
            TypeDefKind::Tuple(tuple) => tuple.types.clone(),
            TypeDefKind::Variant(variant) => variant.cases.iter().filter_map(|case| case.ty).collect(),
            TypeDefKind::Option(some) | TypeDefKind::List(some) => vec![*some],
            TypeDefKind::Result(result) => result.ok.into_iter().chain(result.err).collect(),
            _ => vec![],
        };
        let named = matches!(kind, TypeDefKind::Enum(_) | TypeDefKind::Variant(_));
        let found = inside.iter().map(|ty| self.texts(ty, deeper)).fold((false, named), |all, one| (all.0 || one.0, all.1 || one.1));
        self.texts.borrow_mut().insert(id, found);
        found
    }

    /// The cases of a type that has some: their names, where they are texts, and payloads.
    fn cases(&self, kind: &'a TypeDefKind) -> Option<Vec<(Option<&'a str>, Option<Type>)>> {
        Some(match kind {
            TypeDefKind::Variant(variant) => variant.cases.iter().map(|case| (Some(case.name.as_str()), case.ty)).collect(),
            TypeDefKind::Enum(names) => names.cases.iter().map(|case| (Some(case.name.as_str()), None)).collect(),
            TypeDefKind::Option(some) => vec![(None, None), (None, Some(*some))],
            TypeDefKind::Result(result) => vec![(None, result.ok), (None, result.err)],
            _ => return None,
        })
    }

    /// Reads flat values. With `any_case`, one whose case is not known is read as each of its cases.
    pub fn flat(&self, ty: &Type, values: &[Value], memory: Option<&Memory<'_>>, any_case: bool, read: &mut Reading) {
        self.flat_within(ty, values, memory, any_case, DEPTH, read);
    }

    fn flat_within(&self, ty: &Type, values: &[Value], memory: Option<&Memory<'_>>, any_case: bool, depth: u32, read: &mut Reading) {
        let Some(deeper) = depth.checked_sub(1) else {
            read.fault = true;
            return;
        };
        let ty = self.plain(ty);
        if !read.step(1) || !self.has_text(&ty) {
            return;
        }
        let known = |index: usize| values.get(index).and_then(|value| value.known());
        let unsure = |index: usize| values.get(index).is_none_or(|value| !value.sure);
        let kind = self.kind(&ty).map(|(_, kind)| kind);
        match kind {
            _ if ty == Type::String => {
                let (address, length) = (known(0), known(1));
                let text = address
                    .zip(length)
                    .and_then(|(address, length)| if length == 0 { Some(String::new()) } else { memory?.text(address, length) });
                read.unsure |= unsure(1) || unsure(0) && length != Some(0);
                read.fault |= text.is_none();
                read.texts.extend(text);
            }
            Some(TypeDefKind::List(item)) => match known(0).zip(known(1)) {
                Some((address, length)) => self.list(item, address, length, memory, deeper, read),
                None => read.fault |= known(1) != Some(0),
            },
            Some(TypeDefKind::Record(record)) => {
                self.fields(record.fields.iter().map(|field| &field.ty), values, memory, any_case, deeper, read);
            }
            Some(TypeDefKind::Tuple(tuple)) => self.fields(tuple.types.iter(), values, memory, any_case, deeper, read),
            Some(kind) => {
                let Some(cases) = self.cases(kind) else {
                    read.fault = true;
                    return;
                };
                if !read.step(cases.len()) {
                    return;
                }
                read.unsure |= unsure(0);
                let payload = values.get(1..).unwrap_or_default();
                match known(0).map(|tag| usize::try_from(tag).ok().and_then(|tag| cases.get(tag))) {
                    Some(Some((name, ty))) => match ty {
                        Some(ty) if self.has_string(ty) || name.is_none() => self.flat_within(ty, payload, memory, any_case, deeper, read),
                        _ => read.texts.extend(name.map(str::to_string)),
                    },
                    Some(None) => read.fault = true,
                    None => {
                        read.fault = true;
                        if any_case {
                            for ty in cases.iter().filter_map(|(_, ty)| ty.as_ref()).filter(|ty| self.has_string(ty)) {
                                self.flat_within(ty, payload, memory, any_case, deeper, read);
                            }
                        }
                    }
                }
            }
            None => read.fault = true,
        }
    }

    fn fields<'t>(
        &self,
        types: impl Iterator<Item = &'t Type>,
        values: &[Value],
        memory: Option<&Memory<'_>>,
        any_case: bool,
        depth: u32,
        read: &mut Reading,
    ) {
        let mut at = 0;
        for ty in types {
            self.flat_within(ty, values.get(at..).unwrap_or_default(), memory, any_case, depth, read);
            at += layout::flat_width(self.resolve, ty) as usize;
        }
    }

    fn list(&self, item: &Type, address: u64, length: u64, memory: Option<&Memory<'_>>, depth: u32, read: &mut Reading) {
        let size = self.sizes.size(item).size_wasm32() as u64;
        read.fault |= length > ITEMS;
        for index in 0..length.min(ITEMS) {
            match memory.zip(size.checked_mul(index).and_then(|offset| address.checked_add(offset))) {
                Some((memory, address)) => self.stored(item, address, memory, depth, read),
                None => read.fault = true,
            }
        }
    }

    /// Reads what lies in memory.
    fn stored(&self, ty: &Type, address: u64, memory: &Memory<'_>, depth: u32, read: &mut Reading) {
        let Some(deeper) = depth.checked_sub(1) else {
            read.fault = true;
            return;
        };
        let ty = self.plain(ty);
        if !read.step(1) || !self.has_text(&ty) || read.texts.len() as u64 >= ITEMS {
            read.fault |= read.texts.len() as u64 >= ITEMS;
            return;
        }
        read.unsure = true;
        let pair = || memory.number(address, 4).zip(memory.number(address.checked_add(4)?, 4));
        let Some((id, kind)) = self.kind(&ty) else {
            let text = pair().and_then(|(address, length)| memory.text(address, length));
            read.fault |= text.is_none();
            read.texts.extend(text);
            return;
        };
        let at = |offset: usize| address.saturating_add(offset as u64);
        match kind {
            TypeDefKind::List(item) => match pair() {
                Some((address, length)) => self.list(item, address, length, Some(memory), deeper, read),
                None => read.fault = true,
            },
            TypeDefKind::Record(record) => {
                for (offset, ty) in self.sizes.field_offsets(record.fields.iter().map(|field| &field.ty)) {
                    self.stored(ty, at(offset.size_wasm32()), memory, deeper, read);
                }
            }
            TypeDefKind::Tuple(tuple) => {
                for (offset, ty) in self.sizes.field_offsets(tuple.types.iter()) {
                    self.stored(ty, at(offset.size_wasm32()), memory, deeper, read);
                }
            }
            kind => {
                if !read.step(self.cases(kind).map_or(0, |cases| cases.len())) {
                    return;
                }
                let layout = layout::layout(self.resolve, &self.sizes, id);
                let tag = memory.number(address, layout.tag_size as u64).and_then(|tag| usize::try_from(tag).ok());
                match tag.zip(self.cases(kind)).and_then(|(tag, cases)| cases.get(tag).copied()) {
                    Some((name, Some(ty))) if self.has_string(&ty) || name.is_none() => {
                        self.stored(&ty, at(layout.payload), memory, deeper, read);
                    }
                    Some((name, _)) => read.texts.extend(name.map(str::to_string)),
                    None => read.fault = true,
                }
            }
        }
    }

    /// Where in memory the flat values of a type lie, as offset and width; `None` if they cannot be read one by one.
    pub fn spread(&self, ty: &Type, offset: usize) -> Option<Vec<(usize, u8)>> {
        let mut spread = vec![];
        self.spread_within(ty, offset, DEPTH, &mut spread)?;
        (spread.len() == layout::flat_width(self.resolve, ty) as usize).then_some(spread)
    }

    fn spread_within(&self, ty: &Type, offset: usize, depth: u32, spread: &mut Vec<(usize, u8)>) -> Option<()> {
        let deeper = depth.checked_sub(1)?;
        let ty = self.plain(ty);
        let width = |size: usize| u8::try_from(size).ok().filter(|size| *size <= 8);
        match self.kind(&ty) {
            None if ty == Type::String => spread.extend([(offset, 4), (offset + 4, 4)]),
            None => spread.push((offset, width(self.sizes.size(&ty).size_wasm32())?)),
            Some((_, TypeDefKind::List(_))) => spread.extend([(offset, 4), (offset + 4, 4)]),
            Some((_, TypeDefKind::Record(record))) => {
                for (at, ty) in self.sizes.field_offsets(record.fields.iter().map(|field| &field.ty)) {
                    self.spread_within(ty, offset + at.size_wasm32(), deeper, spread)?;
                }
            }
            Some((_, TypeDefKind::Tuple(tuple))) => {
                for (at, ty) in self.sizes.field_offsets(tuple.types.iter()) {
                    self.spread_within(ty, offset + at.size_wasm32(), deeper, spread)?;
                }
            }
            Some((id, kind)) if let Some(cases) = self.cases(kind) => {
                let layout = layout::layout(self.resolve, &self.sizes, id);
                spread.push((offset, width(layout.tag_size)?));
                // Payloads that lie in the same way; others are joined in ways that memory does not have.
                let mut payload = None;
                for ty in cases.iter().filter_map(|(_, ty)| ty.as_ref()) {
                    let mut lies = vec![];
                    self.spread_within(ty, offset + layout.payload, deeper, &mut lies)?;
                    if payload.get_or_insert_with(|| lies.clone()) != &lies {
                        return None;
                    }
                }
                spread.extend(payload.unwrap_or_default());
            }
            Some((_, TypeDefKind::Handle(_) | TypeDefKind::Resource)) => spread.push((offset, 4)),
            Some(_) => return None,
        }
        Some(())
    }
}
