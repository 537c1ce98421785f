//! Loading: texts into one validated policy set.

use super::{Facts, Policies, prescan};
use crate::source::Source;
use caplink_model::{InterfaceName, diagnostic::Diagnostic, lockfile::PolicyRef, text::escape};
use cedar_policy::{
    Effect, Entities, Entity, EntityUid, PartialEntities, Policy, PolicyId, PolicySet, Schema, ValidationError, ValidationMode,
    ValidationWarning, Validator,
};
use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

/// Parses, names, merges and strictly validates policy files, for one principal.
///
/// `interfaces` are the unversioned names (and plain names) of everything that the agent imports or exports: the `Wit::Interface` entities.
///
/// # Errors
/// Every diagnostic found in the first step that finds one: texts, then ids, then entities and principal, then validation.
pub fn load(
    files: &[Source<'_>],
    schema: Schema,
    entities: Option<Source<'_>>,
    principal: &str,
    interfaces: impl IntoIterator<Item = String>,
) -> Result<(Policies, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut errors = vec![];
    let mut set = PolicySet::new();
    let mut facts = BTreeMap::new();
    let mut places = BTreeMap::new();
    for source in files {
        match parse(source) {
            Ok(policies) => {
                for (number, (policy, offset)) in (1..).zip(policies) {
                    add(policy, number, *source, offset, &mut set, &mut facts, &mut places).unwrap_or_else(|error| errors.push(error));
                }
            }
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let principal = parse_principal(principal, &schema).map_err(|error| vec![error])?;
    let store = entity_store(entities, &principal, &schema, interfaces)?;
    let warnings = validate(&set, &schema, &facts, &places)?;
    let broken = |error: String| vec![Diagnostic::error("E-ENTITIES", format!("the entities do not fit the schema: {}", escape(&error)))];
    let entities = PartialEntities::from_concrete(store.clone(), &schema).map_err(|error| broken(error.to_string()))?;
    let actions = schema.action_entities().map_err(|error| broken(error.to_string()))?;
    Ok((Policies { set, schema, store, entities, actions, principal, facts }, warnings))
}

/// The policies of one file in their order, with the byte offset of each.
fn parse(source: &Source<'_>) -> Result<Vec<(Policy, usize)>, Vec<Diagnostic>> {
    prescan::check(source).map_err(|error| vec![error])?;
    let set = PolicySet::from_str(source.text)
        .map_err(|errors| errors.iter().map(|error| source.diagnose("E-POLICY-PARSE", error)).collect::<Vec<_>>())?;
    let templates: Vec<_> = set
        .templates()
        .map(|template| {
            let name = template.annotation("id").map(|name| format!("the template `{}`", escape(name)));
            let name = name.unwrap_or_else(|| "a template without `@id`".into());
            Diagnostic::error("E-TEMPLATE-UNLINKED", format!("`{}` has {name}, which does nothing until it is linked", escape(source.file)))
                .help("write the policy out for each principal and resource; links for templates are not read yet")
        })
        .collect();
    if !templates.is_empty() {
        return Err(templates);
    }
    let mut policies: Vec<_> = set.policies().map(|policy| (policy.clone(), offset(policy))).collect();
    policies.sort_by_key(|(_, offset)| *offset);
    Ok(policies)
}

fn offset(policy: &Policy) -> usize {
    let core: &cedar_policy_core::ast::Policy = policy.as_ref();
    core.loc().map_or(0, |location| location.span.offset())
}

/// Adds a policy under its `@id`, or under `file#number`.
fn add<'a>(
    policy: Policy,
    number: usize,
    source: Source<'a>,
    offset: usize,
    set: &mut PolicySet,
    facts: &mut BTreeMap<PolicyId, Facts>,
    places: &mut BTreeMap<PolicyId, (Source<'a>, usize)>,
) -> Result<(), Diagnostic> {
    let name = match policy.annotation("id") {
        Some("") => {
            return Err(Diagnostic::error("E-POLICY-ID", "the policy's `@id` is empty")
                .at(source.location(offset))
                .help("give it a name that tells its purpose"));
        }
        Some(name) => name.to_string(),
        None => format!("{}#{number}", source.file),
    };
    let id = PolicyId::new(&name);
    if let Some((first, at)) = places.get(&id) {
        return Err(Diagnostic::error(
            "E-POLICY-ID",
            format!("the id `{}` is taken by the policy at {}", escape(&name), first.location(*at)),
        )
        .at(source.location(offset))
        .excerpt(source.line(offset))
        .help("give one of them another `@id`"));
    }
    let effect = policy.effect();
    set.add(policy.new_id(id.clone()))
        .map_err(|error| Diagnostic::error("E-POLICY-ID", escape(&error.to_string())).at(source.location(offset)))?;
    let reference = PolicyRef { id: name, file: source.file.to_string(), line: source.location(offset).line };
    facts.insert(id.clone(), Facts { reference, effect });
    places.insert(id, (source, offset));
    Ok(())
}

fn parse_principal(text: &str, schema: &Schema) -> Result<EntityUid, Diagnostic> {
    let principal = EntityUid::from_str(text).map_err(|_| {
        Diagnostic::error("E-PRINCIPAL", format!("`{}` is not a Cedar entity", escape(text)))
            .help("write it as in --principal 'Agent::\"billing\"'")
    })?;
    let known: Vec<_> = schema.principals().map(ToString::to_string).collect();
    if !known.contains(&principal.type_name().to_string()) {
        return Err(Diagnostic::error(
            "E-PRINCIPAL",
            format!("no action applies to principals of type `{}`", escape(&principal.type_name().to_string())),
        )
        .help("the principal of a link is an `Agent`"));
    }
    Ok(principal)
}

/// The user's entities, the principal, and the interfaces in their packages: a closed world.
fn entity_store(
    source: Option<Source<'_>>,
    principal: &EntityUid,
    schema: &Schema,
    interfaces: impl IntoIterator<Item = String>,
) -> Result<Entities, Vec<Diagnostic>> {
    let given = match source {
        None => Entities::empty(),
        Some(source) => Entities::from_json_str(source.text, Some(schema)).map_err(|error| {
            let diagnostic = Diagnostic::error("E-ENTITIES", format!("`{}`: {}", escape(source.file), escape(&reasons(&error))));
            let diagnostic = match json_place(source.text) {
                Some(offset) => source.place(diagnostic, offset),
                None => diagnostic,
            };
            vec![diagnostic.help("entities are a JSON array of {\"uid\": {\"type\": \"Agent\", \"id\": \"...\"}, \"attrs\": {}, \"parents\": []}, as the schema declares them")]
        })?,
    };
    let mut added = vec![];
    if given.get(principal).is_none() {
        if let Some(source) = source {
            return Err(vec![
                Diagnostic::error("E-PRINCIPAL", format!("`{}` has no entity `{}`", escape(source.file), escape(&principal.to_string())))
                    .help("add it, with its attributes and parents, or correct --principal"),
            ]);
        }
        added.push(Entity::with_uid(principal.clone()));
    }
    let mut packages = HashSet::new();
    for name in interfaces {
        let mut parents = HashSet::new();
        if let Ok(parsed) = InterfaceName::parse(&name) {
            let package = uid("Wit::Package", &parsed.package_name());
            if packages.insert(package.clone()) && given.get(&package).is_none() {
                added.push(Entity::with_uid(package.clone()));
            }
            parents.insert(package);
        }
        let interface = uid("Wit::Interface", &name);
        if given.get(&interface).is_some() {
            return Err(vec![
                Diagnostic::error(
                    "E-ENTITIES",
                    format!("the entities redefine `{}`, which caplink derives from the agent", escape(&interface.to_string())),
                )
                .help("remove it; interfaces are in their packages by themselves"),
            ]);
        }
        added.push(Entity::new_no_attrs(interface, parents));
    }
    // Two imports of one interface by different versions are one entity.
    let mut seen = HashSet::new();
    added.retain(|entity| seen.insert(entity.uid()));
    given.add_entities(added, Some(schema)).map_err(|error| {
        vec![
            Diagnostic::error("E-ENTITIES", format!("the entities do not fit the schema: {}", escape(&reasons(&error))))
                .help("give the principal's attributes with --entities"),
        ]
    })
}

/// An error and what it was caused by.
fn reasons(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

pub(super) fn uid(type_name: &str, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(type_name.parse().expect("I9: our type names are Cedar names"), cedar_policy::EntityId::new(id))
}

/// Where JSON text breaks off, if it is not JSON at all.
fn json_place(text: &str) -> Option<usize> {
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    let start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    Some(start + error.column().saturating_sub(1))
}

/// The name that differs least, if it is like the wrong one; the first of several.
fn closest(wrong: &str, mut known: Vec<String>) -> Option<String> {
    known.sort();
    let near = known.into_iter().map(|name| (distance(wrong, &name), name)).min_by_key(|(distance, _)| *distance)?;
    (near.0 <= 3).then_some(near.1)
}

/// How many characters must be put in, left out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, character) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, other) in b.iter().enumerate() {
            let change = diagonal + usize::from(character != *other);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

/// What Cedar says of a policy that can never match, and of one whose scope fits no action.
const IMPOSSIBLE: &str = "policy is impossible";
const NOWHERE: &str = "unable to find an applicable action";

/// Strict validation. Warnings that mean "this forbid does nothing" or "this text is not what it looks like" are errors (P4, P7).
fn validate(
    set: &PolicySet,
    schema: &Schema,
    facts: &BTreeMap<PolicyId, Facts>,
    places: &BTreeMap<PolicyId, (Source<'_>, usize)>,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let result = Validator::new(schema.clone()).validate(set, ValidationMode::Strict);
    let name = |id: &PolicyId, mut diagnostic: Diagnostic| {
        // Cedar repeats its generated id in the message; ours says the file.
        diagnostic.message = diagnostic.message.replace(&format!("for policy `{}`, ", escape(id.as_ref())), "");
        let (source, offset) = places[id];
        if diagnostic.location.is_none() { diagnostic.at(source.location(offset)).excerpt(source.line(offset)) } else { diagnostic }
    };
    let mut errors: Vec<_> = result
        .validation_errors()
        .map(|error| {
            let diagnostic = name(error.policy_id(), places[error.policy_id()].0.diagnose("E-POLICY-INVALID", error));
            let known: Vec<String> = match error {
                ValidationError::UnrecognizedActionId(_) => schema.actions().map(ToString::to_string).collect(),
                ValidationError::UnrecognizedEntityType(_) => schema.entity_types().map(ToString::to_string).collect(),
                _ => return diagnostic,
            };
            // Cedar proposes any of all names, however far, and not the same one in every run.
            let help = error.to_string().split('`').nth_back(1).and_then(|wrong| closest(wrong, known));
            let help = help.map(|name| format!("did you mean `{}`?", escape(&name)));
            Diagnostic { help: help.or_else(|| Some("`caplink schema AGENT.wasm` prints what there is".into())), ..diagnostic }
        })
        .collect();
    let mut warnings = vec![];
    let wrong: HashSet<_> = result.validation_errors().map(ValidationError::policy_id).collect();
    // What is wrong with a policy says more than that it therefore does nothing.
    for warning in result.validation_warnings().filter(|warning| !wrong.contains(warning.policy_id())) {
        let id = warning.policy_id();
        let forbids = facts[id].effect == Effect::Forbid;
        let code = match warning {
            ValidationWarning::ImpossiblePolicy(_) | ValidationWarning::InvalidActionApplication(_) if forbids => "E-FORBID-DEAD",
            ValidationWarning::ImpossiblePolicy(_) | ValidationWarning::InvalidActionApplication(_) => "W-PERMIT-DEAD",
            _ => "E-CONFUSABLE",
        };
        let mut diagnostic = name(id, places[id].0.diagnose(code, warning));
        match code {
            "W-PERMIT-DEAD" => diagnostic.severity = caplink_model::diagnostic::Severity::Warning,
            "E-FORBID-DEAD" => {
                diagnostic.help.get_or_insert("it forbids nothing: correct its action, resource or condition, or remove it".into());
            }
            _ => {
                diagnostic.help.get_or_insert(
                    "it is not what it looks like: write it in the letters of one script, and say `\\u{...}` for the rest".into(),
                );
            }
        }
        if code == "W-PERMIT-DEAD" { &mut warnings } else { &mut errors }.push(diagnostic);
    }
    // Cedar says of one dead policy both that it is impossible and why.
    for found in [&mut errors, &mut warnings] {
        let explained: Vec<_> = found.iter().filter(|one| one.message.starts_with(NOWHERE)).map(|one| one.location.clone()).collect();
        found.retain(|one| !one.message.starts_with(IMPOSSIBLE) || !explained.contains(&one.location));
    }
    errors.sort_by(|a, b| (&a.location, &a.message).cmp(&(&b.location, &b.message)));
    warnings.sort_by(|a, b| (&a.location, &a.message).cmp(&(&b.location, &b.message)));
    if !result.validation_passed() && errors.is_empty() {
        errors.push(Diagnostic::error("E-POLICY-INVALID", "Cedar refuses the policies without saying why"));
    }
    if errors.is_empty() { Ok(warnings) } else { Err(errors) }
}
