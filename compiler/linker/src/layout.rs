//! How values lie in linear memory and in flat parameters (CanonicalABI.md, "Alignment", "Element Size", "Flattening").

use wit_parser::{
    Resolve, SizeAlign, Type, TypeDefKind,
    abi::{FlatTypes, WasmType},
};

/// How a variant lies in memory.
pub struct Layout {
    /// Bytes of the discriminant.
    pub tag_size: usize,
    /// Offset of the payload.
    pub payload: usize,
    /// The payload of each case.
    pub cases: Vec<Option<Type>>,
}

/// The layout of a variant, enum, option or result; of anything else, one without cases.
pub fn layout(resolve: &Resolve, sizes: &SizeAlign, id: wit_parser::TypeId) -> Layout {
    let (tag, cases) = match &resolve.types[id].kind {
        TypeDefKind::Variant(variant) => (variant.tag(), variant.cases.iter().map(|case| case.ty).collect()),
        TypeDefKind::Enum(names) => (names.tag(), vec![None; names.cases.len()]),
        TypeDefKind::Option(some) => (wit_parser::Int::U8, vec![None, Some(*some)]),
        TypeDefKind::Result(result) => (wit_parser::Int::U8, vec![result.ok, result.err]),
        _ => (wit_parser::Int::U8, vec![]),
    };
    let payload = sizes.payload_offset(tag, cases.iter().map(Option::as_ref)).size_wasm32();
    let tag_size = match tag {
        wit_parser::Int::U8 => 1,
        wit_parser::Int::U16 => 2,
        wit_parser::Int::U32 => 4,
        wit_parser::Int::U64 => 8,
    };
    Layout { tag_size, payload, cases }
}

/// How many flat core values a type has.
pub fn flat_width(resolve: &Resolve, ty: &Type) -> u32 {
    let mut storage = [WasmType::I32; 64];
    let mut flat = FlatTypes::new(&mut storage);
    resolve.push_flat(ty, &mut flat);
    u32::try_from(flat.to_vec().len()).expect("I5: flat types are few")
}
