//! Where a call's values lie in memory when a guard looks at them.
//!
//! In: a function and its projection. Out: one [`Place`] for each attribute. The frame is the call's parameters as a tuple in linear memory
//! (CanonicalABI.md, "Storing"): that is how the ABI passes more than sixteen flat parameters anyway, and a trampoline stores fewer in the same form. So
//! every place is a fixed offset from the frame, but for elements of lists, which have places from the start of each element.

use crate::{
    adapter::types::parts,
    agent::definition,
    layout::layout,
    schema::projection::{Attribute, Record, Step, Value, project},
};
use wit_parser::{Function, Resolve, SizeAlign, Type, TypeDefKind, TypeId};

/// A value in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes from the start of the frame, or of the element of the list that it lies in.
    pub offset: u32,
    /// It is there only if all of these hold; what it lies in is included.
    pub when: Vec<Case>,
    /// How it is stored, and what Cedar value it is.
    pub kind: Kind,
}

/// A case of a variant, option or result that must be the one stored. Offsets have the base of the place's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Where the discriminant lies.
    pub offset: u32,
    /// Its size in bytes: 1, 2 or 4.
    pub size: u8,
    /// What it must be.
    pub number: u32,
}

/// How a value is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A byte, 0 or 1. Bool.
    Bool,
    /// One bit of a flags value: the byte at the offset, this mask. Bool.
    Flag(u8),
    /// A signed integer of 1, 2, 4 or 8 bytes. Long.
    Signed(u8),
    /// An unsigned integer of 1, 2 or 4 bytes. Long.
    Unsigned(u8),
    /// A `u64`. Long; a call in which it is greater than `i64::MAX` is denied before any rule is looked at.
    Unsigned64,
    /// The four bytes of a Unicode scalar value. String.
    Char,
    /// Address and length in bytes of UTF-8. String.
    String,
    /// A discriminant of this size in bytes, and the names of its cases. String.
    OneOf(u8, Vec<String>),
    /// Attributes, sorted by name; their offsets and cases have the same base. Record.
    Record(Vec<(String, Place)>),
    /// Address and number of elements, the size of an element, and where it lies from each element's start. Set.
    Set(u32, Box<Place>),
    /// Eight bytes, of one of Cedar's extension types.
    Decimal,
    /// Milliseconds.
    Datetime,
    /// Milliseconds.
    Duration,
    /// 18 bytes: 4 or 6, the prefix length, the address with the most significant byte first (an IPv4 address in the first four). ipaddr.
    Ip,
    /// Address and length of the id, of an entity of this type. For the roots, and for tests.
    Entity(String),
}

/// The places of everything that rules may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The principal's id; `None` if it is known when linking.
    pub principal: Option<Place>,
    /// The resource's id; `None` if it is known when linking.
    pub resource: Option<Place>,
    /// The context: a [`Kind::Record`] whose offset is 0.
    pub context: Place,
}

/// The places of a call's parameters, as [`project`] names them.
pub fn of_function(resolve: &Resolve, sizes: &SizeAlign, function: &Function) -> Places {
    let types: Vec<_> = function.params.iter().map(|param| param.ty).collect();
    let offsets = sizes.field_offsets(types.iter()).into_iter().map(|(offset, ty)| (at(offset.size_wasm32()), *ty)).collect();
    let walk = Walk { resolve, sizes };
    let context = walk.record(&project(resolve, function), &Spot { offset: 0, when: vec![], what: What::Parts(offsets) });
    Places { principal: None, resource: None, context: Place { offset: 0, when: vec![], kind: context } }
}

struct Walk<'a> {
    resolve: &'a Resolve,
    sizes: &'a SizeAlign,
}

/// How far the walk has come.
#[derive(Clone)]
struct Spot {
    offset: u32,
    when: Vec<Case>,
    what: What,
}

/// What stands there.
#[derive(Clone)]
enum What {
    /// A WIT value.
    Value(Type),
    /// Several, at these offsets from the spot's: the parameters.
    Parts(Vec<(u32, Type)>),
    /// A flag.
    Flag(u8),
    /// A case's number.
    Tag(u8),
    /// The number of elements of a list.
    Length,
}

impl Walk<'_> {
    fn record(&self, record: &Record, from: &Spot) -> Kind {
        let place = |attribute: &Attribute| (attribute.name.clone(), self.attribute(attribute, from));
        let mut attributes: Vec<_> = record.attributes.iter().map(place).collect();
        attributes.sort_by(|a, b| a.0.cmp(&b.0));
        Kind::Record(attributes)
    }

    fn attribute(&self, attribute: &Attribute, from: &Spot) -> Place {
        let spot = attribute.steps.iter().fold(from.clone(), |spot, step| self.step(spot, *step));
        let kind = self.kind(&attribute.value, &spot);
        Place { offset: spot.offset, when: spot.when, kind }
    }

    fn step(&self, mut spot: Spot, step: Step) -> Spot {
        match step {
            Step::Field(number) => {
                let parts = match &spot.what {
                    What::Parts(parts) => parts.clone(),
                    _ => {
                        let types = parts(self.resolve, self.definition(&spot));
                        let offsets = self.sizes.field_offsets(types.iter());
                        offsets.into_iter().map(|(offset, ty)| (at(offset.size_wasm32()), *ty)).collect()
                    }
                };
                let (offset, ty) = parts[number as usize];
                spot.offset += offset;
                spot.what = What::Value(ty);
            }
            Step::Flag(number) => {
                spot.offset += number / 8;
                spot.what = What::Flag(1 << (number % 8));
            }
            Step::Case(number) => self.enter(&mut spot, number),
            Step::Some => self.enter(&mut spot, 1),
            Step::Tag => spot.what = What::Tag(self.tag_size(&spot)),
            Step::Length => {
                spot.offset += 4;
                spot.what = What::Length;
            }
        }
        spot
    }

    /// Goes to the payload of a case.
    fn enter(&self, spot: &mut Spot, number: u32) {
        let layout = layout(self.resolve, self.sizes, self.definition(spot));
        spot.when.push(Case { offset: spot.offset, size: self.tag_size(spot), number });
        spot.offset += at(layout.payload);
        spot.what = What::Value(layout.cases[number as usize].expect("I5: a projected case has a payload"));
    }

    fn tag_size(&self, spot: &Spot) -> u8 {
        let size = layout(self.resolve, self.sizes, self.definition(spot)).tag_size;
        u8::try_from(size).expect("I5: a discriminant has at most four bytes")
    }

    fn kind(&self, value: &Value, spot: &Spot) -> Kind {
        match (value, &spot.what) {
            (Value::Bool, What::Flag(mask)) => Kind::Flag(*mask),
            (Value::Bool, _) => Kind::Bool,
            (Value::Long, What::Length) => Kind::Unsigned(4),
            (Value::Long, What::Value(ty)) => self.integer(*ty),
            (Value::Long, _) => unreachable!("I5: a Long is an integer or a length"),
            (Value::UnsignedLong, _) => Kind::Unsigned64,
            (Value::String, _) => Kind::String,
            (Value::Char, _) => Kind::Char,
            (Value::OneOf(names), What::Tag(size)) => Kind::OneOf(*size, names.clone()),
            (Value::OneOf(names), _) => Kind::OneOf(self.tag_size(spot), names.clone()),
            (Value::Record(record), _) => self.record(record, spot),
            (Value::Set(element), _) => {
                let ty = parts(self.resolve, self.definition(spot))[0];
                let start = Spot { offset: 0, when: vec![], what: What::Value(ty) };
                let place = Place { offset: 0, when: vec![], kind: self.kind(element, &start) };
                Kind::Set(at(self.sizes.size(&ty).size_wasm32()), Box::new(place))
            }
        }
    }

    fn integer(&self, mut ty: Type) -> Kind {
        while let Type::Id(id) = ty {
            let TypeDefKind::Type(aliased) = self.resolve.types[id].kind else { break };
            ty = aliased;
        }
        match ty {
            Type::S8 => Kind::Signed(1),
            Type::S16 => Kind::Signed(2),
            Type::S32 => Kind::Signed(4),
            Type::S64 => Kind::Signed(8),
            Type::U8 => Kind::Unsigned(1),
            Type::U16 => Kind::Unsigned(2),
            Type::U32 => Kind::Unsigned(4),
            _ => unreachable!("I5: a Long is an integer of at most 63 bits"),
        }
    }

    fn definition(&self, spot: &Spot) -> TypeId {
        match spot.what {
            What::Value(Type::Id(id)) => definition(self.resolve, id),
            _ => unreachable!("I5: steps lead into types with parts"),
        }
    }
}

fn at(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("I5: the validator bounds the size of types")
}
