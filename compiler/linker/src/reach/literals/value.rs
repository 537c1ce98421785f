//! What is known of a value on the operand stack, in a local or on the stack frame of a function.
//!
//! A value is relative to one call of the function: its parameters, and the address that its stack pointer had when it began. Must hold: [`Kind::Constant`] with
//! [`Value::sure`] is what every run has there. Whatever went through memory is not sure, because anything may have written there since.

use std::collections::BTreeMap;
use std::rc::Rc;

/// Entries of a stack frame that are remembered.
const FRAME: usize = 128;

/// A value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Whether nothing but instructions brought it here.
    pub sure: bool,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Anything.
    Unknown,
    /// A constant; of 32 bits, without sign.
    Constant(u64),
    /// A parameter of the function, plus a constant.
    Parameter(u32, u32),
    /// What lies so many bytes behind an address that a parameter holds, and how many bytes it takes.
    Loaded(u32, u32, u8),
    /// An address, as distance from the stack pointer that the function began with.
    Frame(i32),
}

impl Value {
    /// Anything.
    pub const UNKNOWN: Self = Self { kind: Kind::Unknown, sure: true };

    /// A constant.
    pub const fn constant(value: u64) -> Self {
        Self { kind: Kind::Constant(value), sure: true }
    }

    /// The same, through memory.
    pub const fn unsure(self) -> Self {
        Self { kind: self.kind, sure: false }
    }

    /// The constant that it is.
    pub const fn known(self) -> Option<u64> {
        if let Kind::Constant(value) = self.kind { Some(value) } else { None }
    }

    /// Whether callers may know more.
    pub const fn is_open(self) -> bool {
        matches!(self.kind, Kind::Parameter(..) | Kind::Loaded(..))
    }

    /// A sum of 32 bits.
    pub fn plus(self, other: Self) -> Self {
        let low = |value: u64| value as u32;
        let kind = match (self.kind, other.kind) {
            (Kind::Constant(a), Kind::Constant(b)) => Kind::Constant(u64::from(low(a).wrapping_add(low(b)))),
            (Kind::Parameter(index, more), Kind::Constant(value)) | (Kind::Constant(value), Kind::Parameter(index, more)) => {
                Kind::Parameter(index, more.wrapping_add(low(value)))
            }
            (Kind::Frame(at), Kind::Constant(value)) | (Kind::Constant(value), Kind::Frame(at)) => {
                Kind::Frame(at.wrapping_add_unsigned(low(value)))
            }
            _ => Kind::Unknown,
        };
        Self { kind, sure: self.sure && other.sure }
    }

    /// A difference of 32 bits.
    pub fn minus(self, other: Self) -> Self {
        let kind = match (self.kind, other.kind) {
            (Kind::Constant(a), Kind::Constant(b)) => Kind::Constant(u64::from((a as u32).wrapping_sub(b as u32))),
            (Kind::Parameter(index, more), Kind::Constant(value)) => Kind::Parameter(index, more.wrapping_sub(value as u32)),
            (Kind::Frame(at), Kind::Constant(value)) => Kind::Frame(at.wrapping_sub_unsigned(value as u32)),
            _ => Kind::Unknown,
        };
        Self { kind, sure: self.sure && other.sure }
    }

    /// What an operation gives, if both are constants.
    pub fn with(self, other: Self, operation: impl FnOnce(u64, u64) -> u64) -> Self {
        let kind = match (self.kind, other.kind) {
            (Kind::Constant(a), Kind::Constant(b)) => Kind::Constant(operation(a, b)),
            _ => Kind::Unknown,
        };
        Self { kind, sure: self.sure && other.sure }
    }

    /// What it is of a constant, if it is one.
    pub fn map(self, operation: impl FnOnce(u64) -> u64) -> Self {
        self.with(Self::constant(0), |value, _| operation(value))
    }
}

/// What a function is known to have written to its stack frame: by distance, how wide and what.
#[derive(Clone, Default)]
pub struct Frame(Rc<BTreeMap<i32, (u8, Value)>>);

impl Frame {
    /// Takes in what is written. A copy of eight bytes is one of two times four.
    pub fn store(&mut self, at: i32, width: u8, value: Value) {
        if self.0.len() >= FRAME && !self.0.contains_key(&at) {
            return;
        }
        let frame = Rc::make_mut(&mut self.0);
        // What reaches into it is gone.
        let overlap: Vec<i32> = frame.range(at.saturating_sub(7)..at.saturating_add(i32::from(width))).map(|(at, _)| *at).collect();
        for other in overlap {
            if frame.get(&other).is_some_and(|(width, _)| other.saturating_add(i32::from(*width)) > at) {
                frame.remove(&other);
            }
        }
        match (width, value.kind) {
            (8, Kind::Constant(both)) => {
                frame.insert(at, (4, Value { kind: Kind::Constant(both & 0xffff_ffff), ..value }));
                frame.insert(at.wrapping_add(4), (4, Value { kind: Kind::Constant(both >> 32), ..value }));
            }
            (8, Kind::Loaded(parameter, offset, 8)) => {
                frame.insert(at, (4, Value { kind: Kind::Loaded(parameter, offset, 4), ..value }));
                frame.insert(at.wrapping_add(4), (4, Value { kind: Kind::Loaded(parameter, offset.wrapping_add(4), 4), ..value }));
            }
            (_, Kind::Unknown) => {}
            _ => {
                frame.insert(at, (width, value));
            }
        }
    }

    /// What lies there, as far as it is known.
    pub fn load(&self, at: i32, width: u8) -> Value {
        let half = |at: i32| self.0.get(&at).and_then(|(width, value)| value.known().filter(|_| *width == 4));
        let value = match self.0.get(&at) {
            Some((stored, value)) if *stored == width => *value,
            Some((stored, value)) if *stored > width => value.map(|value| value & ((1 << (8 * u64::from(width))) - 1)),
            Some(_) if width == 8 => match (half(at), half(at.wrapping_add(4))) {
                (Some(low), Some(high)) => Value::constant(low | high << 32),
                _ => Value::UNKNOWN,
            },
            _ => Value::UNKNOWN,
        };
        value.unsure()
    }
}
