//! The values that an input may have.
//!
//! In: a domain. Out: whether a value is in it, and some value of it. Must hold: what [`Domain::any`] returns is admitted.

use crate::guard::rules::EntityName;
use crate::guard::simplify::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The values that an input may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Both.
    Bool,
    /// From one number to another.
    Long {
        /// The first.
        least: i64,
        /// The last.
        greatest: i64,
    },
    /// Some texts.
    String(Text),
    /// The entities of one type.
    Entity {
        /// Their type, as in `Net::Host`.
        kind: String,
        /// Their ids.
        ids: Ids,
    },
    /// All decimals.
    Decimal,
    /// All datetimes.
    Datetime,
    /// All durations.
    Duration,
    /// Addresses and ranges of them.
    Ip {
        /// Whether there are single addresses only.
        only_addresses: bool,
    },
    /// All sets of such values.
    Set(Box<Domain>),
    /// All records of such values, each with whether it is required.
    Record(BTreeMap<String, (Domain, bool)>),
}

/// Which ids entities of a type have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ids {
    /// Exactly these.
    Listed(BTreeSet<String>),
    /// Such texts.
    Any(Text),
}

/// Which texts there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// All.
    Any,
    /// These.
    OneOf(BTreeSet<String>),
    /// Canonical names of hosts, and addresses.
    Host,
    /// Canonical names of hosts, without addresses.
    HostName,
    /// Canonical paths of requests.
    Path,
    /// Methods of requests.
    Method,
    /// Canonical queries of requests.
    Query,
    /// Absolute paths of files.
    FilePath,
    /// Socket addresses.
    Address,
    /// Texts of one character.
    OneCharacter,
}

impl Domain {
    /// Whether a value is one of these.
    pub(super) fn admits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Bool, Value::Bool(_)) => true,
            (Self::Long { least, greatest }, Value::Long(number)) => (least..=greatest).contains(&number),
            (Self::String(text), Value::String(value)) => text.admits(value),
            (Self::Entity { kind, ids }, Value::Entity(entity)) => *kind == entity.kind && ids.admits(&entity.id),
            (Self::Decimal, Value::Decimal(_)) | (Self::Datetime, Value::Datetime(_)) | (Self::Duration, Value::Duration(_)) => true,
            (Self::Ip { only_addresses }, Value::Ip(ip)) => !only_addresses || ip.prefix == if ip.v6 { 128 } else { 32 },
            (Self::Set(element), Value::Set(elements)) => elements.iter().all(|value| element.admits(value)),
            (Self::Record(fields), Value::Record(values)) => {
                values.iter().all(|(name, value)| fields.get(name).is_some_and(|(domain, _)| domain.admits(value)))
                    && fields.iter().all(|(name, (_, required))| !required || values.contains_key(name))
            }
            _ => false,
        }
    }

    /// Some value, if there is one.
    pub(crate) fn any(&self) -> Option<Value> {
        let none = BTreeSet::new();
        Some(match self {
            Self::Bool => Value::Bool(false),
            Self::Long { least, greatest } if least > greatest => return None,
            Self::Long { least, greatest } => Value::Long(1.clamp(*least, *greatest)),
            Self::String(text) => Value::String(text.fresh(&none)?),
            Self::Entity { kind, ids } => Value::Entity(EntityName { kind: kind.clone(), id: ids.fresh(&none)? }),
            Self::Decimal => Value::Decimal(10_000),
            Self::Datetime => Value::Datetime(0),
            Self::Duration => Value::Duration(1),
            Self::Ip { .. } => Value::Ip(super::address::familiar()),
            Self::Set(_) => Value::Set(BTreeSet::new()),
            Self::Record(fields) => {
                let required = fields.iter().filter(|(_, (_, required))| *required);
                Value::Record(required.map(|(name, (domain, _))| Some((name.clone(), domain.any()?))).collect::<Option<_>>()?)
            }
        })
    }
}

impl Ids {
    pub(super) fn admits(&self, id: &str) -> bool {
        match self {
            Self::Listed(ids) => ids.contains(id),
            Self::Any(text) => text.admits(id),
        }
    }

    /// An id that is none of these, the most readable first.
    pub(super) fn fresh(&self, taken: &BTreeSet<String>) -> Option<String> {
        match self {
            Self::Listed(ids) => ids.iter().find(|id| !taken.contains(*id)).cloned(),
            Self::Any(text) => text.fresh(taken),
        }
    }
}
