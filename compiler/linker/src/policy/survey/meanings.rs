//! What valid policies say, action by action; and the values that a call's inputs may have, where WIT says more of them than Cedar's types.
//!
//! In: drafts, schema, world. Out: clauses in the survey. Must hold: a policy whose meaning depends on entities that are not given, or that asks for what no guard
//! can decide, is left out and said to be.

use super::{Draft, Notice, Survey};
use crate::guard::simplify;
use crate::policy::clauses::{Reader, named};
use crate::policy::outline::{self, Outline, Scope};
use crate::policy::world::World;
use crate::policy::{Item, decide};
use crate::schema::projection::{Record, Step, Value};
use crate::solve::{Domain, Text};
use caplink_model::text::escape;
use cedar_policy::{Policy, Schema};
use std::collections::BTreeSet;

/// Compiles what is right, for every action.
///
/// # Errors
/// If the schema's actions are in each other.
pub(super) fn meanings(drafts: &[Draft<'_>], schema: &Schema, world: &World, survey: &mut Survey) -> Result<(), String> {
    let reader = Reader::new(schema, world);
    let (numbers, items): (Vec<usize>, Vec<&Item>) = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.surveyed.is_valid && !draft.surveyed.outline.is_template)
        .filter_map(|(number, draft)| Some((number, draft.item.as_ref()?)))
        .unzip();
    let by_action = decide::by_action(items.iter().copied(), schema)?;
    let mut unsupported = BTreeSet::new();
    let mut dependent = BTreeSet::new();
    for environment in reader.environments() {
        let Some((action, ..)) = named(environment) else { continue };
        let name = action.id().unescaped().to_string();
        let mut found = vec![];
        for at in by_action.get(&action).into_iter().flatten() {
            let number = numbers[*at];
            let outline = &drafts[number].surveyed.outline;
            if survey.entities.is_none() && depends_on_entities(outline) {
                dependent.insert(number);
                continue;
            }
            let policy: &Policy = &items[*at].policy;
            match reader.read(policy, environment) {
                Some(Ok(clauses)) => {
                    if simplify::depth(&clauses.whole) > decide::DEPTH && unsupported.insert(number) {
                        let message = format!("`{}` nests expressions deeper than {}", escape(&outline.id), decide::DEPTH);
                        let notice = Notice::new("C002", outline.text, outline.head.clone(), message).policy(&outline.id);
                        survey.notices.push(notice.help("split the policy into several policies"));
                    }
                    found.push((number, clauses));
                }
                None => {}
                Some(Err(construct)) if unsupported.insert(number) => {
                    let message = format!("a guard cannot decide {}", escape(&construct.0));
                    let help = "write the condition without it: compare attributes of the call with constants, or with attributes of entities that are given";
                    let notice = Notice::new("C028", outline.text, outline.head.clone(), message);
                    survey.notices.push(notice.help(help).policy(&outline.id));
                }
                // It has been said for another action.
                Some(Err(_)) => {}
            }
        }
        if !found.is_empty() {
            survey.meanings.entry(name).or_default().extend(found);
        }
    }
    for number in dependent {
        let id = &drafts[number].surveyed.outline.id;
        survey.unchecked.push(format!("`{}` asks for entities, and none are given: what it means was not looked at", escape(id)));
    }
    Ok(())
}

/// Whether what a policy means depends on entities, beyond what names say by themselves.
fn depends_on_entities(outline: &Outline) -> bool {
    use outline::{Kind, Operator};
    let by_name =
        |entity: &outline::Entity| ["Net::Host", "Fs::Path", "Wit::Interface", "Wit::Package", "Action"].contains(&entity.kind.as_str());
    let scope = |scope: &Scope| match scope {
        Scope::In(entity) | Scope::IsIn(_, entity) => !by_name(entity),
        Scope::Any | Scope::Equal(_) | Scope::Is(_) | Scope::Slot { .. } => false,
    };
    let is_entity = |kind: &Kind| matches!(kind, Kind::Principal | Kind::Resource | Kind::Entity(_));
    let term = |term: &outline::Term| match &term.kind {
        Kind::Attribute(of, _) | Kind::Has(of, _) => is_entity(&of.kind),
        Kind::Binary(Operator::GetTag | Operator::HasTag, ..) => true,
        Kind::Binary(Operator::In, _, outer) => outer.all().iter().any(|term| match &term.kind {
            Kind::Entity(entity) => !by_name(entity),
            Kind::Set(_) | Kind::Principal | Kind::Action | Kind::Resource => false,
            _ => true,
        }),
        _ => false,
    };
    scope(&outline.principal) || scope(&outline.resource) || outline.condition.iter().flat_map(outline::Term::all).any(term)
}

/// The values that WIT leaves of those that Cedar's type has: the cases of an enumeration, numbers without a sign, one character.
pub(super) fn narrower(context: &Record, path: &[String]) -> Option<Domain> {
    let (name, rest) = path.split_first()?;
    let attribute = context.attribute(name)?;
    let is_length = attribute.steps.last() == Some(&Step::Length);
    match (&attribute.value, rest) {
        (Value::Record(inner), [_, ..]) => narrower(inner, rest),
        (Value::OneOf(cases), []) => Some(Domain::String(Text::OneOf(cases.iter().cloned().collect()))),
        (Value::Char, []) => Some(Domain::String(Text::OneCharacter)),
        (Value::UnsignedLong, []) => Some(Domain::Long { least: 0, greatest: i64::MAX }),
        (Value::Long, []) if is_length => Some(Domain::Long { least: 0, greatest: i64::MAX }),
        _ => None,
    }
}
