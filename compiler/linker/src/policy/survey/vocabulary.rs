//! The actions that there are, for people who write about them: ids, groups, contexts; and the schema that policies are checked against.
//!
//! In: the shipped vocabulary, agents' interfaces, copies of the vocabulary, the user's schema files. Out: the schema, and notices of what is wrong or has
//! drifted. Must hold: this version's vocabulary is authoritative; a copy adds only what it knows of other interfaces.

use super::super::outline;
use super::{Input, Notice, Numbered};
use crate::schema::{compose, copy, fragment};
use caplink_model::action::ACTIONS;
use caplink_model::diagnostic::{Diagnostic, Severity};
use cedar_policy::Schema;
use cedar_policy_core::validator::types::Type;
use std::collections::{BTreeMap, BTreeSet};

/// The actions that there are.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Each action with all groups that it is in.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// The type of each action's resources.
    pub resources: BTreeMap<String, String>,
    /// The context of each action, by attribute.
    pub contexts: BTreeMap<String, BTreeMap<String, Attribute>>,
    /// For each group what was in it when the vocabulary was copied, and the copy's text number.
    pub copied: BTreeMap<String, (BTreeSet<String>, usize)>,
    /// The entity types that the user's schema files declare, and where.
    pub declared: BTreeMap<String, (usize, usize)>,
}

/// An attribute of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Whether every call has it.
    pub is_required: bool,
    /// Its attributes, if it is a record.
    pub inner: BTreeMap<String, Attribute>,
}

impl Vocabulary {
    /// Whether an action that there is not may be that of an agent's own interface, and no misspelt one of ours.
    pub fn is_foreign(&self, action: &outline::Entity) -> bool {
        let id = action.id.as_str();
        let is_known = self.groups.contains_key(id) || self.groups.values().any(|groups| groups.contains(id));
        let ours =
            ACTIONS.iter().filter_map(|action| action.group()).any(|group| id.split_once(':').is_some_and(|(first, _)| first == group));
        action.kind == "Action" && !is_known && (id.contains('#') || id.contains(':') && !ours)
    }

    /// The actions that a scope admits.
    pub fn admitted(&self, scope: &outline::Actions) -> Vec<&str> {
        let named: BTreeSet<&str> = scope.entities().iter().map(|entity| entity.id.as_str()).collect();
        let admits = |(action, groups): &(&String, &BTreeSet<String>)| match scope {
            outline::Actions::Any => true,
            outline::Actions::Equal(_) => named.contains(action.as_str()),
            outline::Actions::In(_) => named.contains(action.as_str()) || groups.iter().any(|group| named.contains(group.as_str())),
        };
        let actions = self.groups.iter().filter(|(action, _)| self.resources.contains_key(*action));
        actions.filter(admits).map(|(action, _)| action.as_str()).collect()
    }

    fn of(schema: &Schema) -> Self {
        let mut vocabulary = Self::default();
        let entities = schema.action_entities().expect("Cedar refuses a schema whose actions are in each other");
        for action in schema.actions() {
            let id = action.id().unescaped().to_string();
            let groups = entities.ancestors(action).into_iter().flatten().map(|group| group.id().unescaped().to_string());
            vocabulary.groups.insert(id.clone(), groups.collect());
            let resource = schema.resources_for_action(action).and_then(|mut resources| resources.next().map(ToString::to_string));
            if let Some(resource) = resource {
                vocabulary.resources.insert(id.clone(), resource);
            }
            if let Some(ty) = schema.as_ref().context_type(action.as_ref()) {
                vocabulary.contexts.insert(id, attributes(ty));
            }
        }
        vocabulary
    }
}

fn attributes(ty: &Type) -> BTreeMap<String, Attribute> {
    match ty {
        Type::Record { attrs, .. } => attrs
            .iter()
            .map(|(name, attribute)| {
                let inner = attributes(&attribute.attr_type);
                (name.to_string(), Attribute { is_required: attribute.is_required(), inner })
            })
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// The schema of a survey.
pub(super) struct Surveyed {
    pub schema: Schema,
    pub vocabulary: Vocabulary,
}

/// Composes the schema; `None` if a file is wrong.
pub(super) fn schema(input: &Input<'_>, notices: &mut Vec<Notice>) -> Option<Surveyed> {
    let (mut own, mut copies) = (vec![], vec![]);
    let mut is_wrong = false;
    for numbered in &input.schemas {
        match copy::read(&numbered.source) {
            Ok(None) => own.push(*numbered),
            Ok(Some(found)) => copies.push((*numbered, found)),
            Err(errors) => {
                is_wrong = true;
                notices.extend(errors.iter().map(|error| numbered.notice("C405", error)));
            }
        }
    }
    let interfaces = fragment::interfaces(&input.custom);
    let mut copied = vec![];
    let mut groups = BTreeMap::new();
    for (numbered, mut found) in copies {
        let mut drift = std::mem::take(&mut found.drift);
        drift.extend(found.without(&interfaces));
        for earlier in &copied {
            // Two copies of one interface: the first holds.
            drift.extend(found.without(earlier));
        }
        let more = drift.len().saturating_sub(1);
        if let Some((offset, first)) = drift.into_iter().next() {
            let more = if more == 0 { String::new() } else { format!(", and {more} more") };
            let message = format!("this is no longer what caplink ships or the agents import: {first}{more}");
            let word = numbered.source.text[offset..]
                .chars()
                .take_while(|character| !character.is_whitespace())
                .map(char::len_utf8)
                .sum::<usize>();
            let help = "print it again with `caplink schema AGENT.wasm`, and read what has changed";
            notices.push(Notice::new("C406", numbered.number, offset..offset + word, message).help(help));
        }
        for (group, actions) in found.groups {
            groups.entry(group).or_insert((actions, numbered.number));
        }
        copied.push(found.others);
    }
    if is_wrong {
        return None;
    }
    let sources: Vec<_> = own.iter().map(|numbered| numbered.source).collect();
    let placed = |diagnostics: Vec<Diagnostic>, notices: &mut Vec<Notice>| {
        for diagnostic in diagnostics {
            let file = diagnostic.location.as_ref().map(|location| location.file.as_str());
            let at = own.iter().find(|numbered| Some(numbered.source.file) == file).or(own.first()).or(input.schemas.first());
            let code = if diagnostic.severity == Severity::Warning { "C407" } else { "C405" };
            notices.push(at.or(input.policies.first()).map_or_else(
                || Notice::new(code, 0, 0..0, diagnostic.message.clone()),
                |numbered: &Numbered<'_>| numbered.notice(code, &diagnostic),
            ));
        }
    };
    match compose::compose_with(&input.custom, copied, &sources) {
        Ok(composed) => {
            placed(composed.warnings, notices);
            let mut vocabulary = Vocabulary::of(&composed.schema);
            vocabulary.copied = groups;
            for numbered in &own {
                for (name, offset) in compose::declared(&numbered.source) {
                    vocabulary.declared.insert(name, (numbered.number, offset));
                }
            }
            Some(Surveyed { schema: composed.schema, vocabulary })
        }
        Err(errors) => {
            placed(errors, notices);
            None
        }
    }
}
