//! Where a call's values lie in memory when a guard looks at them.
//!
//! In: a function and its projection. Out: one [`Place`] for each attribute. The frame is the call's parameters as a tuple in linear memory
//! (CanonicalABI.md, "Storing"): that is how the ABI passes more than sixteen flat parameters anyway, and a trampoline stores fewer in the same form. So
//! every place is a fixed offset from the frame, but for elements of lists, which have places from the start of each element.

/// A value in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes from the start of the frame, or of the element of the list that it lies in.
    pub offset: u32,
    /// It is there only if all of these hold.
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
