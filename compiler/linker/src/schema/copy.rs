//! A copy of the vocabulary, as `caplink schema` printed it once: what it says otherwise than this version does, and what it knows of other interfaces.
//!
//! In: a schema text. Out: nothing for one of the user's own, which declares no action; else its differences from the shipped schema, the actions of other
//! interfaces, and what each group had in it. Must hold: the shipped part of a copy is compared and never used: this version's own is authoritative (P18).

use super::compose::parse;
use super::fragment;
use crate::source::Source;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use cedar_policy_core::validator::RawName;
use cedar_policy_core::validator::json_schema::{ActionType, Fragment};
use std::collections::{BTreeMap, BTreeSet};

/// What a copy says.
pub struct Copy {
    /// The actions of other interfaces, and their groups.
    pub(crate) others: Fragment<RawName>,
    /// Where it differs from the shipped schema: the byte offset, and how.
    pub drift: Vec<(usize, String)>,
    /// For each group the actions right in it.
    pub groups: BTreeMap<String, BTreeSet<String>>,
}

/// Reads a copy.
///
/// # Errors
/// What Cedar cannot parse.
pub fn read(source: &Source<'_>) -> Result<Option<Copy>, Vec<Diagnostic>> {
    let (mut written, _) = parse(source)?;
    if written.0.values().all(|namespace| namespace.actions.is_empty()) {
        return Ok(None);
    }
    let shipped = fragment::shipped(&BTreeSet::new());
    let mut drift = vec![];
    // What someone kept of the output for other interfaces only lacks nothing.
    let is_ours = |name: &_| shipped.0.values().any(|ours| ours.actions.contains_key(name));
    let is_whole = written.0.values().flat_map(|theirs| theirs.actions.keys()).any(is_ours);
    for (namespace, ours) in shipped.0.iter().filter(|_| is_whole) {
        let Some(theirs) = written.0.get_mut(namespace) else {
            let name = namespace.as_ref().map(ToString::to_string).unwrap_or_default();
            drift.push((0, format!("the namespace `{}` is missing", escape(&name))));
            continue;
        };
        for (name, entity) in &ours.entity_types {
            match theirs.entity_types.remove(name) {
                Some(theirs) if theirs == *entity => {}
                Some(theirs) => drift.push((at(theirs.loc.as_ref()), format!("the entity type `{name}` is declared otherwise"))),
                None => drift.push((0, format!("the entity type `{name}` is missing"))),
            }
        }
        for (name, action) in &ours.actions {
            match theirs.actions.remove(name) {
                Some(theirs) if same(&theirs, action) => {}
                Some(theirs) => drift.push((at(theirs.loc.as_ref()), format!("the action `{}` is declared otherwise", escape(name)))),
                None => drift.push((0, format!("the action `{}` is missing", escape(name)))),
            }
        }
    }
    // What is left of actions is of other interfaces; what is left of types is of a vocabulary that is not ours.
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all = parse(source)?.0;
    for (name, action) in all.0.values().flat_map(|namespace| &namespace.actions) {
        for group in action.member_of.iter().flatten() {
            groups.entry(group.id.to_string()).or_default().insert(name.to_string());
        }
    }
    let mut others = Fragment(BTreeMap::new());
    for (namespace, mut definition) in written.0 {
        for (name, entity) in &definition.entity_types {
            drift.push((at(entity.loc.as_ref()), format!("the entity type `{name}` is none of this version's")));
        }
        let (own, foreign): (Vec<_>, Vec<_>) =
            std::mem::take(&mut definition.actions).into_iter().partition(|(name, _)| namespace.is_none() && is_of_an_interface(name));
        for (name, action) in foreign {
            drift.push((at(action.loc.as_ref()), format!("the action `{}` is none of this version's", escape(&name))));
        }
        definition.entity_types.clear();
        definition.actions = own.into_iter().collect();
        if !definition.actions.is_empty() || !definition.common_types.is_empty() {
            others.0.insert(namespace, definition);
        }
    }
    drift.sort();
    Ok(Some(Copy { others, drift, groups }))
}

impl Copy {
    /// Leaves only those actions that are not declared elsewhere; returns the names of those that are, and differ from `theirs`.
    pub(crate) fn without(&mut self, theirs: &Fragment<RawName>) -> Vec<(usize, String)> {
        let mut differ = vec![];
        for (namespace, definition) in &theirs.0 {
            let Some(ours) = self.others.0.get_mut(namespace) else { continue };
            for (name, action) in &definition.actions {
                if let Some(old) = ours.actions.remove(name)
                    && !same(&old, action)
                {
                    differ.push((at(old.loc.as_ref()), format!("the action `{}` is not what the agent imports", escape(name))));
                }
            }
        }
        differ
    }
}

/// Whether two declarations say the same, wherever they stand.
fn same(a: &ActionType<RawName>, b: &ActionType<RawName>) -> bool {
    let plain = |action: &ActionType<RawName>| ActionType { loc: None, annotations: Default::default(), ..action.clone() };
    plain(a) == plain(b)
}

/// Whether an id may be that of a function, an interface or a package.
fn is_of_an_interface(id: &str) -> bool {
    id.contains(['#', '/', ':'])
}

fn at(loc: Option<&cedar_policy_core::parser::Loc>) -> usize {
    loc.map_or(0, cedar_policy_core::parser::Loc::start)
}
