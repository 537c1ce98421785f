//! Memory as a guard finds it: places of a context in a layout of our own, and values written there.
//!
//! Everything that a value does not occupy is random: padding, the payload of what is absent, the other bits of a byte of flags. A guard that looks
//! where it must not decides differently, sooner or later.

use crate::random::Random;
use crate::values::{Ip, Text, Type, Value, Width};
use caplink_linker::guard::place::{Case, Kind, Place, Places};

/// Places for the parties that are not known, and for a context.
pub fn places(random: &mut Random, principal: Option<&str>, resource: Option<&str>, context: &Type) -> Layout {
    let mut end = 0;
    let mut party = |kind: Option<&str>| {
        let place = Place { offset: end, when: vec![], kind: Kind::Entity(kind?.into()) };
        end += 8;
        Some(place)
    };
    let (principal, resource) = (party(principal), party(resource));
    let mut context = Lay { random, end }.place(context, &[]);
    context.0.offset = 0;
    Layout { places: Places { principal, resource, context: context.0 }, size: context.1 }
}

/// Places, and how many bytes they take.
pub struct Layout {
    pub places: Places,
    pub size: u32,
}

struct Lay<'r> {
    random: &'r mut Random,
    end: u32,
}

impl Lay<'_> {
    /// A place for a value, and where it ends.
    fn place(&mut self, ty: &Type, when: &[Case]) -> (Place, u32) {
        self.end += u32::try_from(self.random.below(3)).expect("it is small");
        let offset = self.end;
        let (size, kind) = match ty {
            Type::Bool if self.random.percent(40) => (1, Kind::Flag(1 << self.random.below(8))),
            Type::Bool => (1, Kind::Bool),
            Type::Long(Width::Signed(size)) => (*size, Kind::Signed(*size)),
            Type::Long(Width::Unsigned(8)) => (8, Kind::Unsigned64),
            Type::Long(Width::Unsigned(size)) => (*size, Kind::Unsigned(*size)),
            Type::String(Text::Bytes) => (8, Kind::String),
            Type::String(Text::Char) => (4, Kind::Char),
            Type::String(Text::OneOf(names)) => {
                let size = self.discriminant();
                (size, Kind::OneOf(size, names.clone()))
            }
            Type::Decimal => (8, Kind::Decimal),
            Type::Datetime => (8, Kind::Datetime),
            Type::Duration => (8, Kind::Duration),
            Type::Ip => (18, Kind::Ip),
            Type::Entity(name) => (8, Kind::Entity(name.clone())),
            Type::Set(element) => {
                let (place, size) = Lay { random: self.random, end: 0 }.place(element, &[]);
                (8, Kind::Set(size + 1, Box::new(place)))
            }
            Type::Record(fields) => {
                let mut places = vec![];
                for field in fields {
                    let mut when = when.to_vec();
                    if field.optional {
                        let size = self.discriminant();
                        when.push(Case { offset: self.end, size, number: u32::try_from(self.random.below(3)).expect("it is small") });
                        self.end += u32::from(size);
                    }
                    places.push((field.name.clone(), self.place(&field.ty, &when).0));
                }
                places.sort_by(|a, b| a.0.cmp(&b.0));
                (0, Kind::Record(places))
            }
        };
        self.end += u32::from(size);
        (Place { offset, when: when.to_vec(), kind }, self.end)
    }

    fn discriminant(&mut self) -> u8 {
        *self.random.pick(&[1, 2, 4])
    }
}

/// Where memory starts that a call's values may lie in: below is the engine's own, as in an adapter.
pub const BASE: u32 = 16_384;

/// A memory with room for a frame, otherwise random.
pub struct Memory<'r> {
    random: &'r mut Random,
    pub bytes: Vec<u8>,
    /// Where the frame starts.
    pub frame: u32,
}

impl<'r> Memory<'r> {
    pub fn new(random: &'r mut Random, size: u32) -> Self {
        let frame = BASE + u32::try_from(8 * random.below(8)).expect("it is small");
        let mut memory = Self { random, bytes: vec![0; BASE as usize], frame };
        memory.reserve(frame - BASE + size);
        memory
    }

    /// Bytes that were not there; where they start.
    pub fn reserve(&mut self, size: u32) -> u32 {
        let start = self.bytes.len();
        for _ in 0..size {
            // Zeros are the likeliest mistake.
            let byte = if self.random.percent(30) { 0 } else { self.random.bits().to_le_bytes()[5] };
            self.bytes.push(byte);
        }
        u32::try_from(start).expect("it is small")
    }

    pub fn put(&mut self, at: u32, bytes: &[u8]) {
        let at = usize::try_from(at).expect("it is small");
        self.bytes[at..at + bytes.len()].copy_from_slice(bytes);
    }

    /// The last bytes of a number.
    pub fn number(&mut self, at: u32, size: u8, value: i128) {
        self.put(at, &value.to_le_bytes()[..usize::from(size)]);
    }

    /// Address and length.
    pub fn pair(&mut self, at: u32, address: u32, length: usize) {
        self.number(at, 4, address.into());
        self.number(at + 4, 4, i128::try_from(length).expect("it is small"));
    }

    pub fn text(&mut self, at: u32, text: &str) {
        let room = u32::try_from(text.len()).expect("it is small");
        let (before, after) = (u32::from(self.random.percent(50)), u32::from(self.random.percent(50)));
        let address = self.reserve(before + room + after) + before;
        self.put(address, text.as_bytes());
        self.pair(at, address, text.len());
    }

    /// A value where it belongs; offsets are from `base`.
    pub fn value(&mut self, base: u32, place: &Place, value: &Value) {
        let at = base + place.offset;
        match (&place.kind, value) {
            (Kind::Bool, Value::Bool(value)) => self.number(at, 1, i128::from(*value)),
            (Kind::Flag(mask), Value::Bool(value)) => {
                let byte = self.bytes[usize::try_from(at).expect("it is small")];
                self.number(at, 1, (if *value { byte | mask } else { byte & !mask }).into());
            }
            (Kind::Signed(size) | Kind::Unsigned(size), Value::Long(value)) => self.number(at, *size, *value),
            (Kind::Unsigned64, Value::Long(value)) => self.number(at, 8, *value),
            (Kind::Decimal, Value::Decimal(value))
            | (Kind::Datetime, Value::Datetime(value))
            | (Kind::Duration, Value::Duration(value)) => {
                self.number(at, 8, (*value).into());
            }
            (Kind::String, Value::String(text)) | (Kind::Entity(_), Value::Entity(_, text)) => self.text(at, text),
            (Kind::Char, Value::String(text)) => self.number(at, 4, u32::from(text.chars().next().expect("it is a character")).into()),
            (Kind::OneOf(size, names), Value::String(text)) => {
                let number = names.iter().position(|name| name == text).expect("it is a case");
                self.number(at, *size, i128::try_from(number).expect("it is small"));
            }
            (Kind::Ip, Value::Ip(Ip { v6, address, prefix })) => {
                self.number(at, 1, if *v6 { 6 } else { 4 });
                self.number(at + 1, 1, (*prefix).into());
                if *v6 {
                    self.put(at + 2, &address.to_be_bytes());
                } else {
                    self.put(at + 2, &address.to_be_bytes()[12..]);
                }
            }
            (Kind::Set(size, place), Value::Set(elements)) => {
                let count = u32::try_from(elements.len()).expect("it is small");
                let start = self.reserve(size * count);
                for (number, element) in (0..).zip(elements) {
                    self.value(start + number * size, place, element);
                }
                self.pair(at, start, elements.len());
            }
            (Kind::Record(places), Value::Record(values)) => {
                for (name, value) in values {
                    let place = &places.iter().find(|(placed, _)| placed == name).expect("every attribute has a place").1;
                    match (value, place.when.split_last()) {
                        (Some(value), _) => {
                            for case in &place.when {
                                self.number(base + case.offset, case.size, case.number.into());
                            }
                            self.value(base, place, value);
                        }
                        (None, last) => {
                            let case = last.expect("what is absent has a case").0;
                            self.number(base + case.offset, case.size, (case.number ^ 1).into());
                        }
                    }
                }
            }
            (kind, value) => panic!("{value:?} is not stored as {kind:?}"),
        }
    }
}
