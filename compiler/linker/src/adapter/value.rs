//! Constant results: what a stub answers, as a value and as the bytes that the canonical ABI reads (CanonicalABI.md, "Storing").

use crate::{agent::definition, layout::layout};
use caplink_model::catalogue::Denied;
use wit_parser::{Function, Resolve, SizeAlign, Type, TypeDefKind};

/// A constant of some WIT type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An integer, bool or char.
    Number(u64),
    /// A string.
    Text(&'static str),
    /// A list or map with nothing in it.
    Empty,
    /// A record or tuple.
    Fields(Vec<Value>),
    /// A case of a variant, enum, option or result, by number.
    Case(u32, Option<Box<Value>>),
}

/// The text of an error that is a string. The same for every denial: no reason leaks (threat G6).
pub const DENIED: &str = "access denied";

/// Cases that mean "denied", best first; then cases that at least mean "failed".
const ERROR_CASES: [&str; 17] = [
    "access-denied",
    "access",
    "not-permitted",
    "HTTP-request-denied",
    "permission-denied",
    "denied",
    "forbidden",
    "unauthorized",
    "not-authorized",
    "not-allowed",
    "closed",
    "refused",
    "rejected",
    "io",
    "other",
    "internal-error",
    "unexpected",
];

/// What a denied function answers: the value (or none for a function without result) and its name for people. `None` if only a trap is left.
pub fn denial(resolve: &Resolve, function: &Function, denied: Denied) -> Option<(Option<Value>, String)> {
    let Some(result) = &function.result else {
        return matches!(denied, Denied::Nothing | Denied::Sink).then(|| (None, "nothing".to_string()));
    };
    let answered = |(value, name): (Value, String)| (Some(value), name);
    match denied {
        Denied::Nothing | Denied::Sink => nothing(resolve, result).or_else(|| error(resolve, result)).map(answered),
        Denied::Error => error(resolve, result).map(answered),
    }
}

/// The natural nothing of a type: an empty list, `none`, a tuple or `ok` of these.
fn nothing(resolve: &Resolve, ty: &Type) -> Option<(Value, String)> {
    let Type::Id(id) = ty else { return None };
    match &resolve.types[definition(resolve, *id)].kind {
        TypeDefKind::List(_) | TypeDefKind::Map(..) => Some((Value::Empty, "[]".into())),
        TypeDefKind::Option(_) => Some((Value::Case(0, None), "none".into())),
        TypeDefKind::Tuple(tuple) => {
            let fields = tuple.types.iter().map(|ty| nothing(resolve, ty)).collect::<Option<Vec<_>>>()?;
            let names = fields.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
            Some((Value::Fields(fields.iter().map(|(value, _)| value.clone()).collect()), format!("({names})")))
        }
        TypeDefKind::Result(result) => match &result.ok {
            None => Some((Value::Case(0, None), "ok".into())),
            Some(ok) => nothing(resolve, ok).map(|(value, name)| (Value::Case(0, Some(Box::new(value))), format!("ok {name}"))),
        },
        _ => None,
    }
}

/// The interface's own error: `err` of a result, with the case that says "denied".
fn error(resolve: &Resolve, ty: &Type) -> Option<(Value, String)> {
    let Type::Id(id) = ty else { return None };
    let TypeDefKind::Result(result) = &resolve.types[definition(resolve, *id)].kind else { return None };
    let err = |payload: Option<Value>| Value::Case(1, payload.map(Box::new));
    match &result.err {
        None => Some((err(None), "error".into())),
        Some(ty) if is_text(resolve, ty) => Some((err(Some(Value::Text(DENIED))), format!("error \"{DENIED}\""))),
        Some(Type::Id(id)) => {
            let (value, name) = denied_case(resolve, &resolve.types[definition(resolve, *id)].kind)?;
            Some((err(Some(value)), format!("error {name}")))
        }
        Some(_) => None,
    }
}

fn denied_case(resolve: &Resolve, kind: &TypeDefKind) -> Option<(Value, String)> {
    let cases: Vec<(&str, Option<Type>)> = match kind {
        TypeDefKind::Enum(cases) => cases.cases.iter().map(|case| (case.name.as_str(), None)).collect(),
        TypeDefKind::Variant(variant) => variant.cases.iter().map(|case| (case.name.as_str(), case.ty)).collect(),
        _ => return None,
    };
    ERROR_CASES.iter().find_map(|wanted| {
        let (number, (name, payload)) = cases.iter().enumerate().find(|(_, (name, _))| name == wanted)?;
        let payload = match payload {
            None => None,
            Some(ty) => Some(Box::new(quiet(resolve, ty)?)),
        };
        Some((Value::Case(u32::try_from(number).ok()?, payload), (*name).to_string()))
    })
}

/// The payload of an error that says nothing: a fixed string, or `none`.
fn quiet(resolve: &Resolve, ty: &Type) -> Option<Value> {
    match ty {
        ty if is_text(resolve, ty) => Some(Value::Text(DENIED)),
        Type::Id(id) => matches!(resolve.types[definition(resolve, *id)].kind, TypeDefKind::Option(_)).then_some(Value::Case(0, None)),
        _ => None,
    }
}

/// Whether a type is `string`, under whatever name.
fn is_text(resolve: &Resolve, ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::Id(id) => matches!(resolve.types[definition(resolve, *id)].kind, TypeDefKind::Type(Type::String)),
        _ => false,
    }
}

/// The static memory of an adapter's core module, filled from address `base` on.
pub struct Statics<'r> {
    resolve: &'r Resolve,
    sizes: &'r SizeAlign,
    base: usize,
    /// The bytes from `base` on.
    pub bytes: Vec<u8>,
}

impl<'r> Statics<'r> {
    /// Empty memory that starts at `base`, which must be a multiple of 8.
    pub fn new(resolve: &'r Resolve, sizes: &'r SizeAlign, base: usize) -> Self {
        Self { resolve, sizes, base, bytes: vec![] }
    }

    /// Stores a constant and returns its address.
    pub fn store(&mut self, ty: &Type, value: &Value) -> usize {
        let at = self.reserve(self.sizes.size(ty).size_wasm32(), self.sizes.align(ty).align_wasm32());
        self.write(at, ty, value);
        at
    }

    /// Where the bytes start.
    pub fn base(&self) -> usize {
        self.base
    }

    /// Places bytes and returns their address.
    pub fn place(&mut self, bytes: &[u8], align: usize) -> usize {
        let at = self.reserve(bytes.len(), align);
        self.bytes[at - self.base..].copy_from_slice(bytes);
        at
    }

    fn reserve(&mut self, size: usize, align: usize) -> usize {
        let at = (self.base + self.bytes.len()).next_multiple_of(align.max(1));
        self.bytes.resize(at + size - self.base, 0);
        at
    }

    fn put(&mut self, at: usize, number: u64, size: usize) {
        let at = at - self.base;
        self.bytes[at..at + size].copy_from_slice(&number.to_le_bytes()[..size]);
    }

    fn pair(&mut self, at: usize, pointer: usize, length: usize) {
        self.put(at, pointer as u64, 4);
        self.put(at + 4, length as u64, 4);
    }

    fn write(&mut self, at: usize, ty: &Type, value: &Value) {
        let size = self.sizes.size(ty).size_wasm32();
        match (value, ty) {
            (Value::Text(text), _) => {
                let pointer = self.reserve(text.len(), 1);
                let start = pointer - self.base;
                self.bytes[start..start + text.len()].copy_from_slice(text.as_bytes());
                self.pair(at, pointer, text.len());
            }
            // A list's pointer must be aligned for its elements even where there are none.
            (Value::Empty, _) => self.pair(at, 8, 0),
            (Value::Number(number), _) => self.put(at, *number, size.min(8)),
            (Value::Fields(values), Type::Id(id)) => {
                let types = super::types::parts(self.resolve, definition(self.resolve, *id));
                let offsets: Vec<_> =
                    self.sizes.field_offsets(types.iter()).into_iter().map(|(offset, ty)| (offset.size_wasm32(), *ty)).collect();
                for ((offset, ty), value) in offsets.into_iter().zip(values) {
                    self.write(at + offset, &ty, value);
                }
            }
            (Value::Case(number, payload), Type::Id(id)) => {
                let layout = layout(self.resolve, self.sizes, definition(self.resolve, *id));
                self.put(at, u64::from(*number), layout.tag_size);
                if let (Some(value), Some(Some(ty))) = (payload, layout.cases.get(*number as usize).copied()) {
                    self.write(at + layout.payload, &ty, value);
                }
            }
            (Value::Fields(_) | Value::Case(..), _) => unreachable!("I5: a constant has the shape of its type"),
        }
    }

    /// The bytes of a constant as one little-endian number; for results that are returned directly.
    pub fn number_at(&self, at: usize, size: usize) -> u64 {
        let start = at - self.base;
        let mut bytes = [0; 8];
        bytes[..size].copy_from_slice(&self.bytes[start..start + size]);
        u64::from_le_bytes(bytes)
    }
}
