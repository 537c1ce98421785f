//! Guard trampolines: what stands in front of a host function, whatever its signature.
//!
//! In: a function and what its table reads. Out: core instructions that store what is read in the frame, in the form in which the canonical ABI
//! stores a tuple of all parameters, and how the very same core values are forwarded. The frame and the area for results are fixed places: a guard's
//! instance runs one call at a time, and nothing is awaited between the decision and the call. Must hold: what the table sees is what the host
//! gets (threat G1): values are forwarded as they came, flat or by the pointer that the table looked behind.

use super::core::{Answer, Stub, core_type};
use super::types::parts;
use crate::{
    agent::definition,
    capability::{Capability, Reader},
    layout::{flat_width, layout},
};
use caplink_guard::format::part;
use wasm_encoder::{BlockType, InstructionSink, MemArg, ValType};
use wit_parser::{Function, Resolve, SizeAlign, Type, TypeDefKind, TypeId, abi::AbiVariant};

use super::value::Statics;

/// The engines of decision tables, the smallest first, with the [parts](caplink_guard::format::part) that they have: core modules that import a memory and
/// export `decide`. `compiler/adapters` has their source, which is one.
const ENGINES: [(u32, &[u8]); 4] = [
    (0, include_bytes!("../../../adapters/plain.wasm")),
    (part::VALUES | part::NUMBERS, include_bytes!("../../../adapters/numbers.wasm")),
    (part::VALUES | part::SETS, include_bytes!("../../../adapters/sets.wasm")),
    (part::ALL, include_bytes!("../../../adapters/full.wasm")),
];
/// The engine's own memory ends below this address.
const ENGINE_END: usize = 16_384;
/// A reader's own memory lies from there to below this address.
const READER_END: usize = 32_768;
/// A recorder's own memory lies from there to below this address; a membrane's from the engine's end on.
pub(super) const RECORDER_END: usize = 147_456;

/// What decides on the calls of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The decision table.
    pub table: Vec<u8>,
    /// What of the frame it may read: offsets and sizes in bytes.
    pub reads: Vec<(u32, u32)>,
    /// The parts of an engine that it needs.
    pub needs: u32,
    /// How many calls each limit of the adapter has, by number; the same for all guards of an adapter.
    pub limits: Vec<u32>,
    /// What finds out what a call acts on, if its parameters do not say it all; it then has the frame of the table, and `reads` is of that.
    pub capability: Option<Capability>,
    /// What a recorder writes of each call, if one does; then the table may be empty, for a function whose calls are all allowed.
    pub record: Option<Vec<u8>>,
}

impl Guard {
    /// What decides on a call: module and name of an import of the code.
    pub fn decider(&self) -> (&'static str, &'static str) {
        let engine = if self.record.is_some() { "o" } else { "e" };
        self.capability.map_or((engine, "decide"), |capability| ("c", capability.entry))
    }
}

/// Memory below the constants: the frame, and the area for results.
pub struct Room {
    frame: usize,
    result: usize,
    /// Where the constants start.
    pub end: usize,
}

/// Where a call's frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// At a fixed address, where the trampoline stores it.
    At(usize),
    /// Where the first parameter points.
    Given,
}

/// How a call is guarded and forwarded.
pub struct Trampoline {
    /// Instructions that store what the table reads.
    pub spill: Vec<u8>,
    /// Where it is then.
    pub frame: Frame,
    /// The address that is passed for the result, and returned, if the result comes by pointer.
    pub result: Option<usize>,
    /// The core type of the host's function.
    pub params: Vec<ValType>,
    /// Its results.
    pub results: Vec<ValType>,
}

/// The smallest engine that decides on all tables of an adapter.
pub fn engine(needs: impl Iterator<Item = u32>) -> &'static [u8] {
    let needs = needs.fold(0, |all, needs| all | needs);
    let found = ENGINES.iter().find(|(parts, _)| needs & !parts == 0);
    found.expect("I5: the last engine has all parts").1
}

/// The reader of an adapter, if it has one: the guards of one interface share it.
pub fn reader<'a>(guards: impl Iterator<Item = &'a Guard>) -> Option<&'static Reader> {
    let mut found: Vec<_> = guards.filter_map(|guard| guard.capability).map(|capability| capability.reader).collect();
    found.dedup();
    assert!(found.len() < 2, "I5: an adapter with guards of the catalogue has one interface");
    found.pop()
}

/// Room for the largest frame and the largest result.
pub fn room(sizes: &SizeAlign, stubs: &[Stub<'_>], own_end: usize) -> Room {
    let (mut frame, mut result) = (0, 0);
    for stub in stubs.iter().filter(|stub| matches!(stub.answer, Answer::Guarded(..))) {
        let types: Vec<_> = stub.function.params.iter().map(|param| param.ty).collect();
        frame = frame.max(sizes.record(types.iter()).size.size_wasm32());
        result = result.max(stub.function.result.as_ref().map_or(0, |ty| sizes.size(ty).size_wasm32()));
    }
    let result_at = (own_end + frame).next_multiple_of(8);
    Room { frame: own_end, result: result_at, end: (result_at + result).next_multiple_of(8) }
}

/// Where the memory of engine, reader and recorder ends.
pub fn own_end(reader: Option<&Reader>, is_observed: bool) -> usize {
    match (reader, is_observed) {
        (_, true) => RECORDER_END,
        (Some(_), false) => READER_END,
        (None, false) => ENGINE_END,
    }
}

/// Stores the counters of all limits and returns their address.
pub fn place_counters(stubs: &[Stub<'_>], statics: &mut Statics<'_>) -> usize {
    let limits = stubs.iter().find_map(|stub| if let Answer::Guarded(guard, _) = &stub.answer { Some(&guard.limits) } else { None });
    let bytes: Vec<u8> = limits.into_iter().flatten().flat_map(|limit| limit.to_le_bytes()).collect();
    statics.place(&bytes, 4)
}

/// The trampoline of one function.
pub fn generate(resolve: &Resolve, sizes: &SizeAlign, function: &Function, guard: &Guard, room: &Room) -> Trampoline {
    let outer = resolve.wasm_signature(AbiVariant::GuestExport, function);
    let inner = resolve.wasm_signature(AbiVariant::GuestImport, function);
    let locals: Vec<_> = outer.params.iter().map(core_type).collect();
    let everything = [(0, u32::MAX)];
    let reads = if guard.capability.is_some() || guard.record.is_some() { &everything[..] } else { &guard.reads };
    let mut spill = Spill { resolve, sizes, reads, frame: room.frame, locals: &locals };
    let mut body = vec![];
    if !outer.indirect_params {
        let types: Vec<_> = function.params.iter().map(|param| param.ty).collect();
        let mut local = 0;
        for (offset, ty) in sizes.field_offsets(types.iter()) {
            spill.store(&mut body, ty, &mut local, offset.size_wasm32());
        }
    }
    Trampoline {
        spill: body,
        frame: if outer.indirect_params { Frame::Given } else { Frame::At(room.frame) },
        result: inner.retptr.then_some(room.result),
        params: inner.params.iter().map(core_type).collect(),
        results: inner.results.iter().map(core_type).collect(),
    }
}

struct Spill<'a> {
    resolve: &'a Resolve,
    sizes: &'a SizeAlign,
    reads: &'a [(u32, u32)],
    frame: usize,
    locals: &'a [ValType],
}

impl Spill<'_> {
    /// Stores the value in the locals from `*local` on, as far as it is read, at `offset` of the frame; moves past its locals.
    fn store(&mut self, out: &mut Vec<u8>, ty: &Type, local: &mut u32, offset: usize) {
        let start = *local;
        *local += flat_width(self.resolve, ty);
        if !self.is_read(offset, self.sizes.size(ty).size_wasm32()) {
            return;
        }
        match ty {
            Type::Bool | Type::U8 | Type::S8 => self.number(out, start, ValType::I32, offset, 1),
            Type::U16 | Type::S16 => self.number(out, start, ValType::I32, offset, 2),
            Type::U32 | Type::S32 | Type::Char | Type::ErrorContext => self.number(out, start, ValType::I32, offset, 4),
            Type::U64 | Type::S64 => self.number(out, start, ValType::I64, offset, 8),
            Type::F32 => self.number(out, start, ValType::F32, offset, 4),
            Type::F64 => self.number(out, start, ValType::F64, offset, 8),
            Type::String => self.pair(out, start, offset),
            Type::Id(id) => self.defined(out, definition(self.resolve, *id), start, offset),
        }
    }

    fn defined(&mut self, out: &mut Vec<u8>, id: TypeId, start: u32, offset: usize) {
        match &self.resolve.types[id].kind {
            TypeDefKind::List(_) | TypeDefKind::Map(..) => self.pair(out, start, offset),
            TypeDefKind::Flags(flags) => {
                let bytes = match flags.flags.len() {
                    0..=8 => 1,
                    9..=16 => 2,
                    _ => 4,
                };
                for word in 0..flags.flags.len().div_ceil(32) {
                    self.number(out, start + u32::try_from(word).expect("I5: flags are few"), ValType::I32, offset + 4 * word, bytes);
                }
            }
            TypeDefKind::Variant(_) | TypeDefKind::Enum(_) | TypeDefKind::Option(_) | TypeDefKind::Result(_) => {
                self.variant(out, id, start, offset);
            }
            TypeDefKind::FixedLengthList(element, length) => {
                let (mut local, size) = (start, self.sizes.size(element).size_wasm32());
                for number in 0..*length as usize {
                    self.store(out, element, &mut local, offset + number * size);
                }
            }
            TypeDefKind::Record(_) | TypeDefKind::Tuple(_) => {
                let (types, mut local, sizes) = (parts(self.resolve, id), start, self.sizes);
                for (field, ty) in sizes.field_offsets(types.iter()) {
                    self.store(out, ty, &mut local, offset + field.size_wasm32());
                }
            }
            // Handles have no Cedar value: nothing reads them.
            TypeDefKind::Handle(_) | TypeDefKind::Resource | TypeDefKind::Future(_) | TypeDefKind::Stream(_) => {
                self.number(out, start, ValType::I32, offset, 4);
            }
            // A second name for a type that has no name of its own.
            TypeDefKind::Type(ty) => self.store(out, ty, &mut start.clone(), offset),
            TypeDefKind::Unknown => unreachable!("I5: definitions are resolved"),
        }
    }

    fn variant(&mut self, out: &mut Vec<u8>, id: TypeId, start: u32, offset: usize) {
        let layout = layout(self.resolve, self.sizes, id);
        self.number(out, start, ValType::I32, offset, layout.tag_size);
        for (number, case) in layout.cases.iter().enumerate() {
            let Some(case) = case else { continue };
            let mut stores = vec![];
            self.store(&mut stores, case, &mut (start + 1), offset + layout.payload);
            if stores.is_empty() {
                continue;
            }
            self.get(out, start, ValType::I32);
            InstructionSink::new(out).i32_const(i32::try_from(number).expect("I5: cases are few")).i32_eq().if_(BlockType::Empty);
            out.append(&mut stores);
            InstructionSink::new(out).end();
        }
    }

    fn pair(&self, out: &mut Vec<u8>, start: u32, offset: usize) {
        self.number(out, start, ValType::I32, offset, 4);
        self.number(out, start + 1, ValType::I32, offset + 4, 4);
    }

    /// Stores one core value of this type in this many bytes, if they are read.
    fn number(&self, out: &mut Vec<u8>, local: u32, ty: ValType, offset: usize, size: usize) {
        if !self.is_read(offset, size) {
            return;
        }
        InstructionSink::new(out).i32_const(0);
        self.get(out, local, ty);
        let at = |align| MemArg { offset: (self.frame + offset) as u64, align, memory_index: 0 };
        let mut sink = InstructionSink::new(out);
        match (ty, size) {
            (ValType::I64, _) => sink.i64_store(at(3)),
            (ValType::F32, _) => sink.f32_store(at(2)),
            (ValType::F64, _) => sink.f64_store(at(3)),
            (_, 1) => sink.i32_store8(at(0)),
            (_, 2) => sink.i32_store16(at(1)),
            _ => sink.i32_store(at(2)),
        };
    }

    /// A local as a value of the type that a case has: what cases share is passed in the widest (CanonicalABI.md, "Flattening").
    fn get(&self, out: &mut Vec<u8>, local: u32, wanted: ValType) {
        let mut sink = InstructionSink::new(out);
        sink.local_get(local);
        match (self.locals[local as usize], wanted) {
            (ValType::I64, ValType::I32) => sink.i32_wrap_i64(),
            (ValType::I64, ValType::F32) => sink.i32_wrap_i64().f32_reinterpret_i32(),
            (ValType::I64, ValType::F64) => sink.f64_reinterpret_i64(),
            (ValType::I32, ValType::F32) => sink.f32_reinterpret_i32(),
            _ => return,
        };
    }

    fn is_read(&self, offset: usize, size: usize) -> bool {
        self.reads.iter().any(|(start, length)| (*start as usize) < offset + size && offset < *start as usize + *length as usize)
    }
}
