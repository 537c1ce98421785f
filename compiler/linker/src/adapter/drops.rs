//! Giving back what a refused call was handed: every owned handle, every borrowed handle of an imported resource, every readable stream and
//! future end (threat R10; CanonicalABI.md traps when a borrow outlives its call).
//!
//! In: a function and its flat or spilled parameters. Out: core instructions, and the list of drops that the core module must import.

use super::{core::core_type, types::parts};
use crate::{
    agent::definition,
    layout::{flat_width, layout},
};
use wasm_encoder::{BlockType, InstructionSink, MemArg, ValType};
use wit_parser::{Function, Handle, Resolve, SizeAlign, Type, TypeDefKind, TypeId, abi::AbiVariant};

/// Something that is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dropped {
    /// A handle of the resource with this definition.
    Resource(TypeId),
    /// The readable end of a stream of this type.
    Stream(TypeId),
    /// The readable end of a future of this type.
    Future(TypeId),
}

/// What is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Everything, because nothing was passed on.
    All,
    /// Borrowed handles only, because what was owned was passed on.
    Borrowed,
}

/// Which drops a function needs, and the instructions for them.
pub struct Drops<'a, F> {
    resolve: &'a Resolve,
    sizes: &'a SizeAlign,
    /// Whether the adapter defines the resource itself: then a borrow arrives as a representation and is not dropped.
    owns: F,
    which: Which,
    /// The drops, in order of first use: their place is the index of the imported core function.
    needed: &'a mut Vec<Dropped>,
    /// The types of the locals used, parameters first.
    locals: Vec<ValType>,
    body: Vec<u8>,
}

impl<'a, F: Fn(TypeId) -> bool> Drops<'a, F> {
    /// Code for one function: the types of its extra locals, and instructions without a final `end`.
    pub fn of(
        resolve: &'a Resolve,
        sizes: &'a SizeAlign,
        owns: F,
        needed: &'a mut Vec<Dropped>,
        which: Which,
        function: &Function,
    ) -> (Vec<ValType>, Vec<u8>) {
        let signature = resolve.wasm_signature(AbiVariant::GuestExport, function);
        let params: Vec<_> = signature.params.iter().map(core_type).collect();
        let mut drops = Self { resolve, sizes, owns, which, needed, locals: params.clone(), body: vec![] };
        let types: Vec<_> = function.params.iter().map(|param| param.ty).collect();
        if signature.indirect_params {
            for (offset, ty) in sizes.field_offsets(types.iter()) {
                drops.stored(ty, 0, offset.size_wasm32());
            }
        } else {
            let mut local = 0;
            for ty in &types {
                drops.flat(ty, &mut local);
            }
        }
        (drops.locals.split_off(params.len()), drops.body)
    }

    fn code(&mut self) -> InstructionSink<'_> {
        InstructionSink::new(&mut self.body)
    }

    /// What a value of this very type is, if it is dropped itself.
    fn dropped(&self, id: TypeId) -> Option<Dropped> {
        let resource = |id| definition(self.resolve, id);
        let borrows = matches!(self.resolve.types[id].kind, TypeDefKind::Handle(Handle::Borrow(_)));
        if self.which == Which::Borrowed && !borrows {
            return None;
        }
        match self.resolve.types[id].kind {
            TypeDefKind::Resource | TypeDefKind::Handle(Handle::Own(_)) => Some(Dropped::Resource(match self.resolve.types[id].kind {
                TypeDefKind::Handle(Handle::Own(inner)) => resource(inner),
                _ => id,
            })),
            TypeDefKind::Handle(Handle::Borrow(inner)) => Some(resource(inner)).filter(|id| !(self.owns)(*id)).map(Dropped::Resource),
            TypeDefKind::Stream(_) => Some(Dropped::Stream(id)),
            TypeDefKind::Future(_) => Some(Dropped::Future(id)),
            _ => None,
        }
    }

    fn holds_handles(&self, ty: &Type) -> bool {
        let Type::Id(id) = ty else { return false };
        let id = definition(self.resolve, *id);
        match self.resolve.types[id].kind {
            TypeDefKind::Handle(_) | TypeDefKind::Resource | TypeDefKind::Stream(_) | TypeDefKind::Future(_) => self.dropped(id).is_some(),
            _ => parts(self.resolve, id).iter().any(|part| self.holds_handles(part)),
        }
    }

    fn index(&mut self, dropped: Dropped) -> u32 {
        let at = self.needed.iter().position(|known| *known == dropped).unwrap_or_else(|| {
            self.needed.push(dropped);
            self.needed.len() - 1
        });
        u32::try_from(at).expect("I5: fewer resources than 2^32")
    }

    /// Drops what the locals from `*local` on hold, and moves past them.
    fn flat(&mut self, ty: &Type, local: &mut u32) {
        let start = *local;
        *local += flat_width(self.resolve, ty);
        if !self.holds_handles(ty) {
            return;
        }
        let Type::Id(id) = ty else { return };
        let id = definition(self.resolve, *id);
        if let Some(dropped) = self.dropped(id) {
            let index = self.index(dropped);
            self.get(start);
            self.code().call(index);
            return;
        }
        match &self.resolve.types[id].kind {
            TypeDefKind::Variant(_) | TypeDefKind::Option(_) | TypeDefKind::Result(_) => {
                for (number, case) in layout(self.resolve, self.sizes, id).cases.iter().enumerate() {
                    let Some(case) = case.as_ref().filter(|case| self.holds_handles(case)) else { continue };
                    self.get(start);
                    self.code().i32_const(i32::try_from(number).expect("I5: cases are few")).i32_eq().if_(BlockType::Empty);
                    let mut inner = start + 1;
                    self.flat(case, &mut inner);
                    self.code().end();
                }
            }
            TypeDefKind::List(element) => {
                let element = *element;
                self.list(
                    &element,
                    |drops| {
                        drops.get(start);
                    },
                    |drops| {
                        drops.get(start + 1);
                    },
                );
            }
            _ => {
                let mut inner = start;
                for part in parts(self.resolve, id) {
                    self.flat(&part, &mut inner);
                }
            }
        }
    }

    /// A local as an i32: in a joined case it may be wider.
    fn get(&mut self, local: u32) {
        let wide = self.locals.get(local as usize) == Some(&ValType::I64);
        let mut code = self.code();
        code.local_get(local);
        if wide {
            code.i32_wrap_i64();
        }
    }

    /// Drops what stands in memory at local `base` plus `offset`.
    fn stored(&mut self, ty: &Type, base: u32, offset: usize) {
        if !self.holds_handles(ty) {
            return;
        }
        let Type::Id(id) = ty else { return };
        let id = definition(self.resolve, *id);
        if let Some(dropped) = self.dropped(id) {
            let index = self.index(dropped);
            self.code().local_get(base).i32_load(at(offset, 2)).call(index);
            return;
        }
        match &self.resolve.types[id].kind {
            TypeDefKind::Variant(_) | TypeDefKind::Option(_) | TypeDefKind::Result(_) => {
                let layout = layout(self.resolve, self.sizes, id);
                for (number, case) in layout.cases.iter().enumerate() {
                    let Some(case) = case.as_ref().filter(|case| self.holds_handles(case)) else { continue };
                    let mut code = self.code();
                    code.local_get(base);
                    match layout.tag_size {
                        1 => code.i32_load8_u(at(offset, 0)),
                        2 => code.i32_load16_u(at(offset, 1)),
                        _ => code.i32_load(at(offset, 2)),
                    };
                    code.i32_const(i32::try_from(number).expect("I5: cases are few")).i32_eq().if_(BlockType::Empty);
                    self.stored(case, base, offset + layout.payload);
                    self.code().end();
                }
            }
            TypeDefKind::List(element) => {
                let element = *element;
                self.list(
                    &element,
                    |drops| {
                        drops.code().local_get(base).i32_load(at(offset, 2));
                    },
                    |drops| {
                        drops.code().local_get(base).i32_load(at(offset + 4, 2));
                    },
                );
            }
            TypeDefKind::FixedLengthList(element, length) => {
                let (element, size) = (*element, self.sizes.size(element).size_wasm32());
                for number in 0..*length as usize {
                    self.stored(&element, base, offset + number * size);
                }
            }
            _ => {
                let types = parts(self.resolve, id);
                let sizes = self.sizes;
                for (field, ty) in sizes.field_offsets(types.iter()) {
                    self.stored(ty, base, offset + field.size_wasm32());
                }
            }
        }
    }

    /// Drops what each element of a list holds.
    fn list(&mut self, element: &Type, pointer: impl FnOnce(&mut Self), length: impl FnOnce(&mut Self)) {
        let size = i32::try_from(self.sizes.size(element).size_wasm32()).expect("I5: element sizes are bounded by the validator");
        let at = u32::try_from(self.locals.len()).expect("I5: locals are few");
        self.locals.extend([ValType::I32, ValType::I32]);
        pointer(self);
        self.code().local_set(at);
        length(self);
        self.code().i32_const(size).i32_mul().local_get(at).i32_add().local_set(at + 1);
        self.code().block(BlockType::Empty).loop_(BlockType::Empty).local_get(at).local_get(at + 1).i32_ge_u().br_if(1);
        self.stored(element, at, 0);
        self.code().local_get(at).i32_const(size).i32_add().local_set(at).br(0).end().end();
    }
}

fn at(offset: usize, align: u32) -> MemArg {
    MemArg { offset: offset as u64, align, memory_index: 0 }
}
