//! Functions of the host behind a membrane that owns streams and the like: the handles that they take and return are exchanged, and nothing else changes.
//!
//! In: functions that mention resources of the membrane. Out: one core module that calls each function of the host with the host's own handles. The membrane says what stands for what:
//! `unwrap#` lends the host's handle behind a borrowed one, `take#` gives up an owned one, `wrap#` makes one of ours. Must hold: whatever else a call carries is passed on as it came. Refused
//! ([`is_convertible`]): handles inside variants and lists that are passed in.

use super::core::{Signatures, core_type};
use super::drops::{Dropped, Drops, Which};
use super::types::{mentioned, parts};
use crate::{
    agent::definition,
    layout::{flat_width, layout},
};
use wasm_encoder::{
    BlockType, CodeSection, EntityType, ExportKind, ExportSection, Function as CoreFunction, FunctionSection, ImportSection,
    InstructionSink, MemArg, MemoryType, Module, ValType,
};
use wit_parser::{Function, Handle, Resolve, SizeAlign, Type, TypeDefKind, TypeId, abi::AbiVariant};

/// The module, and what it imports.
pub struct Converter {
    /// The code; exports `f0`, `f1` …
    pub code: Module,
    /// What it drops after a call, imported from `d` by number.
    pub drops: Vec<Dropped>,
    /// What it asks of the membrane, imported from `w` by number.
    pub exchanges: Vec<(Exchange, TypeId)>,
}

/// How one handle becomes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// A handle of ours for the host's.
    Wrap,
    /// The host's handle, lent for a call.
    Unwrap,
    /// The host's handle, for one of ours that is given up.
    Take,
}

impl Exchange {
    /// The membrane's export for a resource of this name.
    pub fn export(self, resource: &str) -> String {
        let word = match self {
            Self::Wrap => "wrap",
            Self::Unwrap => "unwrap",
            Self::Take => "take",
        };
        format!("{word}#{resource}")
    }
}

/// Whether the handles of these resources stand where they can be exchanged.
pub fn is_convertible(resolve: &Resolve, function: &Function, owns: impl Fn(TypeId) -> bool) -> bool {
    let holds = |ty: &Type| mentioned(resolve, vec![*ty]).into_iter().any(&owns);
    fn is_plain(resolve: &Resolve, ty: &Type, holds: &impl Fn(&Type) -> bool) -> bool {
        let Type::Id(id) = ty else { return true };
        if !holds(ty) {
            return true;
        }
        let id = definition(resolve, *id);
        match resolve.types[id].kind {
            TypeDefKind::Handle(_) | TypeDefKind::Resource => true,
            TypeDefKind::Record(_) | TypeDefKind::Tuple(_) => parts(resolve, id).iter().all(|part| is_plain(resolve, part, holds)),
            _ => false,
        }
    }
    let signature = resolve.wasm_signature(AbiVariant::GuestExport, function);
    !function.kind.is_async()
        && (!signature.indirect_params || !function.params.iter().any(|param| holds(&param.ty)))
        && function.params.iter().all(|param| is_plain(resolve, &param.ty, &holds))
        && function.result.is_none_or(|ty| is_returnable(resolve, &ty, &holds))
}

/// Whether handles in a result stand where they can be exchanged: not in streams, futures or maps.
fn is_returnable(resolve: &Resolve, ty: &Type, holds: &impl Fn(&Type) -> bool) -> bool {
    let Type::Id(id) = ty else { return true };
    let id = definition(resolve, *id);
    match resolve.types[id].kind {
        TypeDefKind::Handle(_) | TypeDefKind::Resource => true,
        TypeDefKind::Future(_) | TypeDefKind::Stream(_) | TypeDefKind::Map(..) | TypeDefKind::FixedLengthList(..) => !holds(ty),
        _ => !holds(ty) || parts(resolve, id).iter().all(|part| is_returnable(resolve, part, holds)),
    }
}

/// Generates the module for functions, whose host's functions it imports from `h` by number.
pub fn generate(resolve: &Resolve, sizes: &SizeAlign, functions: &[&Function], owns: impl Fn(TypeId) -> bool + Copy) -> Converter {
    let (mut drops, mut exchanges, mut bodies) = (vec![], vec![], vec![]);
    for function in functions {
        let (locals, after) = Drops::of(resolve, sizes, owns, &mut drops, Which::Borrowed, function);
        bodies.push((locals, after));
    }
    // Drops come first: what gives back refers to them by number.
    let mut signatures = Signatures::default();
    let number = |many: usize| u32::try_from(many).expect("I5: functions are few");
    let first_host = number(drops.len());
    let allocate = first_host + number(functions.len());
    let first_exchange = allocate + 2;
    let mut code = CodeSection::new();
    let mut types = vec![];
    for (place, (function, (locals, after))) in functions.iter().zip(bodies).enumerate() {
        let outer = resolve.wasm_signature(AbiVariant::GuestExport, function);
        let inner = resolve.wasm_signature(AbiVariant::GuestImport, function);
        let params: Vec<_> = outer.params.iter().map(core_type).collect();
        let results: Vec<_> = outer.results.iter().map(core_type).collect();
        let area = number(params.len() + locals.len());
        let mut maker = Maker { resolve, sizes, owns, exchanges: &mut exchanges, first_exchange, next: area + 1, body: vec![] };
        if let (true, Some(result)) = (inner.retptr, &function.result) {
            let size = i32::try_from(sizes.size(result).size_wasm32()).expect("I5: results are small");
            let align = i32::try_from(sizes.align(result).align_wasm32()).expect("I5: alignments are small");
            maker.code().i32_const(0).i32_const(0).i32_const(align).i32_const(size).call(allocate).local_set(area);
        }
        let mut local = 0;
        if outer.indirect_params {
            maker.code().local_get(0);
        } else {
            for param in &function.params {
                maker.pass(&param.ty, &mut local);
            }
        }
        if inner.retptr {
            maker.code().local_get(area);
        }
        maker.code().call(first_host + number(place));
        match (&function.result, inner.retptr) {
            (Some(result), true) => {
                maker.stored(result, area, 0);
                maker.code().local_get(area);
            }
            (Some(result), false) => maker.flat(result),
            (None, _) => {}
        }
        let result_local = (!results.is_empty()).then_some(maker.next);
        let Maker { mut body, next, .. } = maker;
        // What was returned is kept while borrowed handles are given back.
        if let Some(local) = result_local {
            InstructionSink::new(&mut body).local_set(local);
        }
        body.extend(after);
        let mut sink = InstructionSink::new(&mut body);
        sink.call(allocate + 1);
        if let Some(local) = result_local {
            sink.local_get(local);
        }
        let more = (area..next).map(|_| ValType::I32).chain(results.iter().copied());
        let mut function = CoreFunction::new_with_locals_types(locals.into_iter().chain(more));
        function.raw(body);
        function.instructions().end();
        code.function(&function);
        types.push((params, results, inner));
    }
    let (mut imports, mut defined, mut exports) = (ImportSection::new(), FunctionSection::new(), ExportSection::new());
    for drop in 0..drops.len() {
        let ty = signatures.add(vec![ValType::I32], vec![]);
        imports.import("d", &drop.to_string(), EntityType::Function(ty));
    }
    for (place, (.., inner)) in types.iter().enumerate() {
        let ty = signatures.add(inner.params.iter().map(core_type).collect(), inner.results.iter().map(core_type).collect());
        imports.import("h", &place.to_string(), EntityType::Function(ty));
    }
    let ty = signatures.add(vec![ValType::I32; 4], vec![ValType::I32]);
    imports.import("m", "r", EntityType::Function(ty));
    let ty = signatures.add(vec![], vec![]);
    imports.import("m", "done", EntityType::Function(ty));
    for place in 0..exchanges.len() {
        let ty = signatures.add(vec![ValType::I32], vec![ValType::I32]);
        imports.import("w", &place.to_string(), EntityType::Function(ty));
    }
    imports.import("b", "memory", MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    for (place, (params, results, _)) in types.into_iter().enumerate() {
        defined.function(signatures.add(params, results));
        exports.export(&format!("f{place}"), ExportKind::Func, first_exchange + number(exchanges.len() + place));
    }
    let mut module = Module::new();
    module.section(&signatures.types).section(&imports).section(&defined).section(&exports).section(&code);
    Converter { code: module, drops, exchanges }
}

struct Maker<'a, F> {
    resolve: &'a Resolve,
    sizes: &'a SizeAlign,
    owns: F,
    exchanges: &'a mut Vec<(Exchange, TypeId)>,
    first_exchange: u32,
    /// The next local that is free.
    next: u32,
    body: Vec<u8>,
}

impl<F: Fn(TypeId) -> bool> Maker<'_, F> {
    fn code(&mut self) -> InstructionSink<'_> {
        InstructionSink::new(&mut self.body)
    }

    fn holds(&self, ty: &Type) -> bool {
        mentioned(self.resolve, vec![*ty]).into_iter().any(&self.owns)
    }

    /// The resource of a handle of the membrane's, and whether it is borrowed.
    fn handle(&self, ty: &Type) -> Option<(TypeId, bool)> {
        let Type::Id(id) = ty else { return None };
        let id = definition(self.resolve, *id);
        let (resource, borrowed) = match self.resolve.types[id].kind {
            TypeDefKind::Handle(Handle::Borrow(inner)) => (definition(self.resolve, inner), true),
            TypeDefKind::Handle(Handle::Own(inner)) => (definition(self.resolve, inner), false),
            TypeDefKind::Resource => (id, false),
            _ => return None,
        };
        (self.owns)(resource).then_some((resource, borrowed))
    }

    fn exchange(&mut self, exchange: Exchange, resource: TypeId) {
        let wanted = (exchange, resource);
        let place = self.exchanges.iter().position(|known| *known == wanted).unwrap_or_else(|| {
            self.exchanges.push(wanted);
            self.exchanges.len() - 1
        });
        let index = self.first_exchange + u32::try_from(place).expect("I5: resources are few");
        self.code().call(index);
    }

    /// Passes on what the locals from `*local` on hold, and moves past them.
    fn pass(&mut self, ty: &Type, local: &mut u32) {
        if let Some((resource, borrowed)) = self.handle(ty) {
            let at = *local;
            self.code().local_get(at);
            self.exchange(if borrowed { Exchange::Unwrap } else { Exchange::Take }, resource);
            *local += 1;
            return;
        }
        match ty {
            Type::Id(id) if self.holds(ty) => {
                for part in parts(self.resolve, definition(self.resolve, *id)) {
                    self.pass(&part, local);
                }
            }
            _ => {
                for _ in 0..flat_width(self.resolve, ty) {
                    let at = *local;
                    self.code().local_get(at);
                    *local += 1;
                }
            }
        }
    }

    /// Exchanges the one flat value that a result is.
    fn flat(&mut self, ty: &Type) {
        if let Some((resource, _)) = self.handle(ty) {
            self.exchange(Exchange::Wrap, resource);
        } else if let (Type::Id(id), true) = (ty, self.holds(ty)) {
            // A record or tuple of one handle.
            for part in parts(self.resolve, definition(self.resolve, *id)) {
                self.flat(&part);
            }
        }
    }

    /// Exchanges what stands in memory at local `base` plus `offset`.
    fn stored(&mut self, ty: &Type, base: u32, offset: usize) {
        if !self.holds(ty) {
            return;
        }
        if let Some((resource, _)) = self.handle(ty) {
            self.code().local_get(base).local_get(base).i32_load(at(offset, 2));
            self.exchange(Exchange::Wrap, resource);
            self.code().i32_store(at(offset, 2));
            return;
        }
        let Type::Id(id) = ty else { return };
        let id = definition(self.resolve, *id);
        match &self.resolve.types[id].kind {
            TypeDefKind::Variant(_) | TypeDefKind::Option(_) | TypeDefKind::Result(_) => {
                let layout = layout(self.resolve, self.sizes, id);
                for (number, case) in layout.cases.iter().enumerate() {
                    let Some(case) = case.as_ref().filter(|case| self.holds(case)) else { continue };
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
                let (element, size) = (*element, self.sizes.size(element).size_wasm32());
                let size = i32::try_from(size).expect("I5: element sizes are bounded by the validator");
                let here = self.next;
                self.next += 2;
                self.code().local_get(base).i32_load(at(offset, 2)).local_set(here);
                self.code()
                    .local_get(base)
                    .i32_load(at(offset + 4, 2))
                    .i32_const(size)
                    .i32_mul()
                    .local_get(here)
                    .i32_add()
                    .local_set(here + 1);
                self.code().block(BlockType::Empty).loop_(BlockType::Empty).local_get(here).local_get(here + 1).i32_ge_u().br_if(1);
                self.stored(&element, here, 0);
                self.code().local_get(here).i32_const(size).i32_add().local_set(here).br(0).end().end();
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
}

fn at(offset: usize, align: u32) -> MemArg {
    MemArg { offset: offset as u64, align, memory_index: 0 }
}
