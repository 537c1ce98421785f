//! The values that the inputs of a table can have.
//!
//! In: places. Out: domains of the decision procedure. Must hold: whatever a call has at a place that is not denied before any rule is in the domain.
//! Nothing narrower is said: what only readers and hosts let through, such as canonical paths, is no matter of the table's.

use super::super::place::{Case, Kind, Place};
use super::super::rules::Path;
use super::Input;
use crate::solve::{Domain, Ids, Text};
use std::collections::BTreeMap;

/// The values that a place can hold.
pub(super) fn of_place(place: &Place) -> Domain {
    let long = |least, greatest| Domain::Long { least, greatest };
    match &place.kind {
        Kind::Bool | Kind::Flag(_) => Domain::Bool,
        Kind::Signed(size) => {
            let unused = 64_u32.saturating_sub(8 * u32::from(*size)).min(63);
            long(i64::MIN >> unused, i64::MAX >> unused)
        }
        Kind::Unsigned(size) => long(0, i64::MAX >> 63_u32.saturating_sub(8 * u32::from(*size))),
        Kind::Unsigned64 => long(0, i64::MAX),
        Kind::Char => Domain::String(Text::OneCharacter),
        Kind::String => Domain::String(Text::Any),
        Kind::OneOf(_, names) => Domain::String(Text::OneOf(names.iter().cloned().collect())),
        Kind::Record(attributes) => {
            let field = |(name, inner): &(String, Place)| (name.clone(), (of_place(inner), always(inner, &place.when)));
            Domain::Record(attributes.iter().map(field).collect())
        }
        Kind::Set(_, element) => Domain::Set(Box::new(of_place(element))),
        Kind::Decimal => Domain::Decimal,
        Kind::Datetime => Domain::Datetime,
        Kind::Duration => Domain::Duration,
        Kind::Ip => Domain::Ip { only_addresses: false },
        Kind::Entity(kind) => Domain::Entity { kind: kind.clone(), ids: Ids::Any(Text::Any) },
    }
}

/// The values that a path can have. A record that only what lies in it is asked of has those attributes, and is taken to be there: so an attribute that
/// is absent because its record is may be absent alone.
pub(super) fn of_path(inputs: &BTreeMap<Path, Input>, path: &Path) -> Option<Domain> {
    if let Some(input) = inputs.get(path) {
        return Some(input.domain());
    }
    // A record around it says what it is, if it is asked of as a whole.
    for length in (0..path.attributes.len()).rev() {
        let outer = Path { root: path.root, attributes: path.attributes[..length].to_vec() };
        if let Some(input) = inputs.get(&outer) {
            return super::inner(&input.place, &path.attributes[length..]).map(|place| of_place(&place));
        }
    }
    let inside = inputs.range(path..).take_while(|(inner, _)| inner.root == path.root && inner.attributes.starts_with(&path.attributes));
    let names = inside.filter_map(|(inner, _)| inner.attributes.get(path.attributes.len()));
    let mut fields = BTreeMap::new();
    for name in names {
        if !fields.contains_key(name) {
            let mut inner = path.clone();
            inner.attributes.push(name.clone());
            let required = inputs.get(&inner).is_none_or(|input| input.place.when.is_empty());
            fields.insert(name.clone(), (of_path(inputs, &inner)?, required));
        }
    }
    (!fields.is_empty()).then_some(Domain::Record(fields))
}

/// Whether a value is there whenever these cases are.
fn always(place: &Place, when: &[Case]) -> bool {
    place.when.iter().all(|case| when.contains(case))
}
