//! Types and values on both sides: how Cedar writes them, and how memory may hold them.
//!
//! A [`Type`] says what Cedar sees and what the frame can store; two types are one to Cedar if [`Type::cedar`] is equal. A [`Value`] is always of a
//! type. [`Value::literal`] is Cedar text, [`Value::expression`] is what requests and entities are built from.

use cedar_policy::{EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Bool,
    Long(Width),
    String(Text),
    Decimal,
    Ip,
    Datetime,
    Duration,
    /// By its name.
    Entity(String),
    Set(Box<Type>),
    Record(Vec<Field>),
}

/// How memory holds a Long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// Signed, of this many bytes.
    Signed(u8),
    /// Unsigned, of this many bytes; of 8, some values have no Cedar value.
    Unsigned(u8),
}

/// How memory holds a String.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    Bytes,
    Char,
    OneOf(Vec<String>),
}

/// An attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub name: String,
    pub ty: Type,
    pub optional: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    /// Wide enough for a `u64`.
    Long(i128),
    String(String),
    Decimal(i64),
    Ip(Ip),
    Datetime(i64),
    Duration(i64),
    /// Type and id.
    Entity(String, String),
    Set(Vec<Value>),
    /// `None` for an optional attribute that is absent.
    Record(Vec<(String, Option<Value>)>),
}

/// An address range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ip {
    pub v6: bool,
    pub address: u128,
    pub prefix: u8,
}

/// The widest Long.
pub const LONG: Type = Type::Long(Width::Signed(8));
/// Any String.
pub const STRING: Type = Type::String(Text::Bytes);

impl Type {
    /// As a schema writes it.
    pub fn cedar(&self) -> String {
        match self {
            Self::Bool => "Bool".into(),
            Self::Long(_) => "Long".into(),
            Self::String(_) => "String".into(),
            Self::Decimal => "__cedar::decimal".into(),
            Self::Ip => "__cedar::ipaddr".into(),
            Self::Datetime => "__cedar::datetime".into(),
            Self::Duration => "__cedar::duration".into(),
            Self::Entity(name) => name.clone(),
            Self::Set(element) => format!("Set<{}>", element.cedar()),
            Self::Record(fields) => record(fields),
        }
    }

    /// Whether a record in it, or it, has an attribute that can be absent: no literal has that type.
    pub fn has_optional(&self) -> bool {
        match self {
            Self::Set(element) => element.has_optional(),
            Self::Record(fields) => fields.is_empty() || fields.iter().any(|field| field.optional || field.ty.has_optional()),
            _ => false,
        }
    }
}

/// A record type as a schema writes it.
pub fn record(fields: &[Field]) -> String {
    let fields: Vec<_> = fields
        .iter()
        .map(|field| format!("{}{}: {}", quote(&field.name), if field.optional { "?" } else { "" }, field.ty.cedar()))
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

impl Width {
    /// The numbers that it holds.
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::Signed(size) => (-(1 << (8 * size - 1)), (1 << (8 * size - 1)) - 1),
            Self::Unsigned(size) => (0, (1 << (8 * size)) - 1),
        }
    }
}

/// A string literal.
pub fn quote(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// The inside of a string literal; of a pattern, too, but for its stars.
pub fn escape(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            ' '..='~' => out.push(character),
            _ => write!(out, "\\u{{{:x}}}", u32::from(character)).expect("a string takes text"),
        }
    }
    out
}

impl Value {
    /// As a policy writes it.
    pub fn literal(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Long(value) if *value < 0 => format!("({value})"),
            Self::Long(value) => value.to_string(),
            Self::String(text) => quote(text),
            Self::Decimal(value) => format!("decimal(\"{}\")", decimal(*value)),
            Self::Ip(ip) => format!("ip(\"{}\")", ip.text()),
            Self::Datetime(value) => datetime(*value),
            Self::Duration(value) => format!("duration(\"{value}ms\")"),
            Self::Entity(kind, id) => format!("{kind}::{}", quote(id)),
            Self::Set(elements) => format!("[{}]", elements.iter().map(Self::literal).collect::<Vec<_>>().join(", ")),
            Self::Record(fields) => {
                let fields = fields.iter().filter_map(|(name, value)| Some(format!("{}: {}", quote(name), value.as_ref()?.literal())));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// As a request holds it. A `u64` that Cedar has no value for is taken for `instead`.
    pub fn expression(&self, instead: i64) -> RestrictedExpression {
        match self {
            Self::Bool(value) => RestrictedExpression::new_bool(*value),
            Self::Long(value) => RestrictedExpression::new_long(i64::try_from(*value).unwrap_or(instead)),
            Self::String(text) => RestrictedExpression::new_string(text.clone()),
            Self::Decimal(value) => RestrictedExpression::new_decimal(decimal(*value)),
            Self::Ip(ip) => RestrictedExpression::new_ip(ip.text()),
            Self::Datetime(value) => datetime(*value).parse().expect("a datetime is a restricted expression"),
            Self::Duration(value) => RestrictedExpression::new_duration(format!("{value}ms")),
            Self::Entity(kind, id) => RestrictedExpression::new_entity_uid(uid(kind, id)),
            Self::Set(elements) => RestrictedExpression::new_set(elements.iter().map(|element| element.expression(instead))),
            Self::Record(fields) => RestrictedExpression::new_record(
                fields.iter().filter_map(|(name, value)| Some((name.clone(), value.as_ref()?.expression(instead)))),
            )
            .expect("names are not repeated"),
        }
    }

    /// Whether a part of it has no Cedar value.
    pub fn is_beyond_cedar(&self) -> bool {
        match self {
            Self::Long(value) => i64::try_from(*value).is_err(),
            Self::Set(elements) => elements.iter().any(Self::is_beyond_cedar),
            Self::Record(fields) => fields.iter().filter_map(|(_, value)| value.as_ref()).any(Self::is_beyond_cedar),
            _ => false,
        }
    }

    /// Every entity in it.
    pub fn entities<'a>(&'a self, out: &mut Vec<(&'a str, &'a str)>) {
        match self {
            Self::Entity(kind, id) => out.push((kind, id)),
            Self::Set(elements) => elements.iter().for_each(|element| element.entities(out)),
            Self::Record(fields) => fields.iter().filter_map(|(_, value)| value.as_ref()).for_each(|value| value.entities(out)),
            _ => {}
        }
    }
}

/// An entity's name as Cedar has it.
pub fn uid(kind: &str, id: &str) -> EntityUid {
    let name: EntityTypeName = kind.parse().expect("it is a type name");
    EntityUid::from_type_name_and_id(name, EntityId::new(id))
}

/// The attributes of a record value by name.
pub fn expressions(fields: &[(String, Option<Value>)], instead: i64) -> BTreeMap<String, RestrictedExpression> {
    fields.iter().filter_map(|(name, value)| Some((name.clone(), value.as_ref()?.expression(instead)))).collect()
}

fn decimal(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", value.unsigned_abs() / 10_000, value.unsigned_abs() % 10_000)
}

/// A date where it is a whole second of the years 1970 to 2400, else an offset.
fn datetime(value: i64) -> String {
    if value % 1_000 != 0 || !(0..13_569_465_600_000).contains(&value) {
        return format!("datetime(\"1970-01-01\").offset(duration(\"{value}ms\"))");
    }
    let (days, seconds) = (value / 86_400_000, value / 1_000 % 86_400);
    let (mut year, mut day) = (1970, days);
    let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    while day >= 365 + i64::from(leap(year)) {
        day -= 365 + i64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    let date = format!("{year:04}-{month:02}-{:02}", day + 1);
    match seconds {
        0 => format!("datetime(\"{date}\")"),
        _ => format!("datetime(\"{date}T{:02}:{:02}:{:02}Z\")", seconds / 3_600, seconds / 60 % 60, seconds % 60),
    }
}

impl Ip {
    /// As Cedar reads it; it refuses IPv4 in IPv6, and so it is written in groups.
    fn text(self) -> String {
        let Self { v6, address, prefix } = self;
        if v6 {
            let groups: Vec<_> = (0..8).rev().map(|group| format!("{:x}", (address >> (16 * group)) & 0xffff)).collect();
            format!("{}/{prefix}", groups.join(":"))
        } else {
            let parts: Vec<_> = (0..4).rev().map(|part| ((address >> (8 * part)) & 0xff).to_string()).collect();
            format!("{}/{prefix}", parts.join("."))
        }
    }
}
