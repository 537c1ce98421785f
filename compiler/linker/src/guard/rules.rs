//! The rules of a guard: policies whose scope is decided and whose conditions are left, over the values of one call.
//!
//! Plain data between `policy`, which makes it from Cedar's typed residuals, and the encoder of decision tables. The world is closed: entities stand for
//! nothing but their names, their attributes and ancestors are written out where the rules ask for them. Every expression is well typed.
//! An expression may fail (arithmetic overflow, the attribute of an absent entity): a permit that fails does not count, a forbid that fails denies.

use caplink_model::lockfile::PolicyRef;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The rules on one action: a call is allowed if a permit holds and no forbid holds or fails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// In the order of [`PolicyRef`]: by file, line and id.
    pub permits: Vec<Rule>,
    /// In the same order.
    pub forbids: Vec<Rule>,
}

/// One policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which policy.
    pub policy: PolicyRef,
    /// How many calls it permits, if it is a permit with `@limit`.
    pub limit: Option<u32>,
    /// A Bool.
    pub condition: Expr,
}

/// A value that an attribute of the call has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// Where it starts.
    pub root: Root,
    /// Attribute names from there; empty for the root itself. Only a context has attributes here: those of entities are written out.
    pub attributes: Vec<String>,
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.root {
            Root::Principal => "principal",
            Root::Resource => "resource",
            Root::Context => "context",
        })?;
        self.attributes.iter().try_for_each(|name| {
            let is_plain = name.chars().enumerate().all(|(at, c)| c == '_' || c.is_ascii_alphabetic() || at > 0 && c.is_ascii_digit());
            if is_plain && !name.is_empty() { write!(f, ".{name}") } else { write!(f, "[{name:?}]") }
        })
    }
}

/// What is not known when linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// The principal's id; its type is known. Guards of links always know it, tests do not.
    Principal,
    /// The resource's id; its type is known.
    Resource,
    /// The call's values, a record.
    Context,
}

/// An expression. Operands are evaluated from left to right; `And`, `Or`, `If` and `Select` evaluate only what they need.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expr {
    /// A constant.
    Bool(bool),
    /// A constant.
    Long(i64),
    /// A constant.
    String(String),
    /// A constant.
    Entity(EntityName),
    /// A constant: ten-thousandths.
    Decimal(i64),
    /// A constant: milliseconds since 1970.
    Datetime(i64),
    /// A constant: milliseconds.
    Duration(i64),
    /// A constant.
    Ip(Ip),
    /// A set. All elements are evaluated.
    Set(Vec<Expr>),
    /// A record. All values are evaluated.
    Record(BTreeMap<String, Expr>),
    /// A value of the call. It is there wherever it is evaluated: validation has seen to it. Fails if it is not.
    Input(Path),
    /// Whether a value of the call is there, and all that it lies in.
    Has(Path),
    /// Negation of a Bool.
    Not(Box<Expr>),
    /// True if all are, up to the first that is false. At least two.
    And(Vec<Expr>),
    /// True if one is, up to the first. At least two.
    Or(Vec<Expr>),
    /// The value beside the first condition that is true, else the last value.
    If(Vec<(Expr, Expr)>, Box<Expr>),
    /// Equality of two values of one type.
    Equal(Box<Expr>, Box<Expr>),
    /// Of two Longs, datetimes, durations or decimals.
    Less(Box<Expr>, Box<Expr>),
    /// Of two Longs, datetimes, durations or decimals.
    LessOrEqual(Box<Expr>, Box<Expr>),
    /// Sum from left to right; fails on overflow of `i64`. Of Longs, or of a datetime and durations (`offset`). At least two.
    Add(Vec<Expr>),
    /// Difference; fails on overflow. Of two Longs, or of two datetimes (`durationSince`).
    Subtract(Box<Expr>, Box<Expr>),
    /// Product from left to right; fails on overflow. At least two.
    Multiply(Vec<Expr>),
    /// Fails on overflow.
    Negate(Box<Expr>),
    /// A datetime's day at 00:00, rounded down; fails where that is out of range.
    ToDate(Box<Expr>),
    /// A datetime's duration since its day's 00:00.
    ToTime(Box<Expr>),
    /// A duration as a Long, divided by this many milliseconds, towards zero: 1 for `toMilliseconds`, 1,000, 60,000, 3,600,000, 86,400,000.
    Divide(Box<Expr>, i64),
    /// `set.contains(element)`.
    Contains(Box<Expr>, Box<Expr>),
    /// `set.containsAll(other)`.
    ContainsAll(Box<Expr>, Box<Expr>),
    /// `set.containsAny(other)`.
    ContainsAny(Box<Expr>, Box<Expr>),
    /// `set.isEmpty()`.
    IsEmpty(Box<Expr>),
    /// `string like pattern`. Of an entity it is its id: no policy asks that, but readers of hosts do.
    Like(Box<Expr>, Pattern),
    /// Whether a String is one of these; whether an entity of known type has one of these ids.
    OneOf(Box<Expr>, BTreeSet<String>),
    /// Whether an entity of a type with an intrinsic hierarchy is this one or in it.
    Under(Box<Expr>, Hierarchy, String),
    /// The value beside a String's own value, or beside the id of an entity of known type; if there is none, the last.
    Select(Box<Expr>, BTreeMap<String, Expr>, Box<Expr>),
    /// `isIpv4`.
    IsIpv4(Box<Expr>),
    /// `isIpv6`.
    IsIpv6(Box<Expr>),
    /// `isLoopback`.
    IsLoopback(Box<Expr>),
    /// `isMulticast`.
    IsMulticast(Box<Expr>),
    /// `a.isInRange(b)`.
    IsInRange(Box<Expr>, Box<Expr>),
    /// Fails always.
    Fail,
}

/// An entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityName {
    /// Its type, as in `Net::Host`.
    pub kind: String,
    /// Its id, unescaped.
    pub id: String,
}

/// An address range: Cedar's ipaddr. Two are equal if all three are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ip {
    /// IPv6; else IPv4, whose address is in the low 32 bits.
    pub v6: bool,
    /// The address, not masked.
    pub address: u128,
    /// The prefix length, at most 32 or 128.
    pub prefix: u8,
}

/// Parts of a `like` pattern. No two stars and no two literals stand side by side, and no literal is empty.
pub type Pattern = Vec<Part>;

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `*`: any string, the empty one included.
    Star,
    /// This very text.
    Literal(String),
}

/// How ids of a type lie in each other (design section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hierarchy {
    /// `Net::Host`: in each of its parent domains, whole labels; an IP literal is in none.
    Host,
    /// `Fs::Path`: in each of its parent directories up to `/`, whole components.
    Path,
}

impl Expr {
    /// Whether evaluation may look at this value.
    pub fn reads(&self, path: &Path) -> bool {
        match self {
            Self::Input(found) | Self::Has(found) => found == path,
            other => other.operands().into_iter().any(|operand| operand.reads(path)),
        }
    }

    /// What it is made of, one step down, from left to right.
    pub fn operands(&self) -> Vec<&Self> {
        match self {
            Self::Bool(_) | Self::Long(_) | Self::String(_) | Self::Entity(_) | Self::Decimal(_) | Self::Datetime(_) => vec![],
            Self::Duration(_) | Self::Ip(_) | Self::Input(_) | Self::Has(_) | Self::Fail => vec![],
            Self::Set(all) | Self::And(all) | Self::Or(all) | Self::Add(all) | Self::Multiply(all) => all.iter().collect(),
            Self::Record(fields) => fields.values().collect(),
            Self::Not(of) | Self::Negate(of) | Self::ToDate(of) | Self::ToTime(of) | Self::Divide(of, _) | Self::IsEmpty(of) => vec![of],
            Self::Like(of, _) | Self::OneOf(of, _) | Self::Under(of, ..) => vec![of],
            Self::IsIpv4(of) | Self::IsIpv6(of) | Self::IsLoopback(of) | Self::IsMulticast(of) => vec![of],
            Self::If(cases, otherwise) => cases.iter().flat_map(|(condition, value)| [condition, value]).chain([&**otherwise]).collect(),
            Self::Select(of, cases, otherwise) => [&**of].into_iter().chain(cases.values()).chain([&**otherwise]).collect(),
            Self::Equal(a, b) | Self::Less(a, b) | Self::LessOrEqual(a, b) | Self::Subtract(a, b) => vec![a, b],
            Self::Contains(a, b) | Self::ContainsAll(a, b) | Self::ContainsAny(a, b) | Self::IsInRange(a, b) => vec![a, b],
        }
    }
}
