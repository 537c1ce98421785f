//! Writes the description of a function for a recorder: what stands in the line of each of its calls.
//!
//! In: the function's name and actions, its resource if every call has the same, and the places of a call's values. Out: bytes in the format of
//! `caplink_guard::record`. Must hold: the places are those that rules would name; names are escaped as values are. Refused: what is beyond the format.

use super::encode::{Layout, Unplaced};
use super::lower::Lowering;
use super::place::{Kind, Place, Places};
use super::rules::Expr;
use crate::record::quoted;
use caplink_guard::record::{DECIDED, FREE, HEAD};
use caplink_model::Symbol;

/// What the lines of a function say.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The function.
    pub symbol: &'a Symbol,
    /// Its actions.
    pub actions: &'a [String],
    /// Whether every call is allowed.
    pub is_free: bool,
    /// The resource of every call: type and id.
    pub resource: Option<(&'a str, &'a str)>,
    /// Where a call's values lie, if they are visible.
    pub places: Option<&'a Places>,
}

/// Writes a description.
///
/// # Errors
/// If names are longer than lines may be, or types nest deeper than a recorder follows.
pub fn describe(subject: &Subject<'_>) -> Result<Vec<u8>, Unplaced> {
    let none = Places { principal: None, resource: None, context: Place { offset: 0, when: vec![], kind: Kind::Record(vec![]) } };
    let places = subject.places.unwrap_or(&none);
    let mut lowering = Lowering::new(places);
    let known = subject.resource.map(|(kind, id)| format!("{{\"type\":{},\"id\":{}}}", quoted(kind), quoted(id)));
    let head = head(subject);
    if head.len() + known.as_ref().map_or(0, String::len) > HEAD {
        return Err(Unplaced::Large);
    }
    let head = lowering.expression(&Expr::String(head))?;
    let known = known.map(|known| lowering.expression(&Expr::String(known))).transpose()?;
    let place = |lowering: &mut Lowering<'_>, place: &Place| lowering.place(place, &place.when);
    let resource = subject.places.and_then(|places| places.resource.as_ref()).map(|of| place(&mut lowering, of)).transpose()?;
    let context = subject.places.map(|places| place(&mut lowering, &places.context)).transpose()?;
    let roots = [Some(head), known, resource, context];
    let mut out = Layout::write(&lowering, roots.into_iter().flatten().collect())?;
    out.patch(0, if subject.is_free { FREE } else { DECIDED });
    for (at, root) in (12..).step_by(4).zip(roots) {
        let address = root.map_or(0, |root| out.nodes[&root]);
        out.patch(at, address);
    }
    Ok(out.bytes)
}

/// The members that stand first.
fn head(subject: &Subject<'_>) -> String {
    let actions: Vec<_> = subject.actions.iter().map(|action| quoted(action)).collect();
    let actions = match &actions[..] {
        [only] => format!("\"action\":{only}"),
        several => format!("\"actions\":[{}]", several.join(",")),
    };
    format!("\"symbol\":{},{actions}", quoted(&subject.symbol.to_string()))
}
