//! One schema from the shipped vocabulary, the actions of the agent's other imports, and the user's schema files.
//!
//! In: the actions of the agent's other imports, and the user's files. Out: the schema that policies are validated
//! against, and warnings; or every error with its file, line and column. Must hold (threats.md, P18): a user's file declares entity types and
//! common types only; it replaces `Agent`, `Team` and `HostGroup` and redefines, hides or captures nothing else of ours. Refuses: actions,
//! declarations in our namespaces, names that our text relies on, declarations without definition, brackets beyond Cedar's reach. The
//! caller provides the stack ([`caplink_model::limits::POLICY_STACK`]).

mod whole;

use super::fragment;
use super::interface::Interface;
use super::shipped::ENTITY_TYPES;
use crate::source::Source;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use cedar_policy::Schema;
use cedar_policy_core::extensions::Extensions;
use cedar_policy_core::parser::Loc;
use cedar_policy_core::validator::json_schema::Fragment;
use cedar_policy_core::validator::{CedarSchemaError, RawName, SchemaError, ValidatorSchema, ValidatorSchemaFragment};
use std::collections::BTreeSet;
use whole::Places;

/// The schema that policies are validated against.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The schema; complete: nothing in it is declared without definition.
    pub schema: Schema,
    /// What the reader should know, though it is no error.
    pub warnings: Vec<Diagnostic>,
}

/// Composes the schema. Errors are sorted by place; all that can be found at once are there.
pub fn compose(custom: &[Interface], user: &[Source<'_>]) -> Result<Composed, Vec<Diagnostic>> {
    compose_with(custom, vec![], user)
}

/// The same, with the actions of interfaces that copies of the vocabulary tell of.
pub(crate) fn compose_with(custom: &[Interface], copied: Vec<Fragment<RawName>>, user: &[Source<'_>]) -> Result<Composed, Vec<Diagnostic>> {
    let mut declared = Declared::default();
    let mut fragments = Vec::new();
    for source in user {
        match parse(source) {
            Ok((fragment, warnings)) => {
                declared.warnings.extend(warnings);
                declared.check(source, &fragment);
                fragments.push((source, fragment));
            }
            Err(errors) => declared.errors.extend(errors),
        }
    }
    let Declared { places, omit, mut errors, warnings } = declared;
    errors.extend(whole::shadows(&places));
    errors.extend(whole::cycle(fragments.iter().map(|(_, fragment)| fragment), &places));
    if errors.is_empty() {
        errors.extend(fragments.iter().flat_map(|(source, fragment)| whole::undeclared(source, fragment, &places)));
    }
    if errors.is_empty() {
        let mut fragments: Vec<_> = fragments.into_iter().map(|(_, fragment)| fragment).collect();
        fragments.push(fragment::shipped(&omit));
        if !custom.is_empty() {
            fragments.push(fragment::interfaces(custom));
        }
        fragments.extend(copied);
        match build(fragments) {
            Ok(schema) => return Ok(Composed { schema, warnings }),
            Err(error) => errors.push(whole::invalid(&error, user, &places)),
        }
    }
    errors.sort_by(|a, b| (&a.location, a).cmp(&(&b.location, b)));
    Err(errors)
}

/// The entity types that a file declares, each with its place; none if it cannot be parsed.
pub(crate) fn declared(source: &Source<'_>) -> Vec<(String, usize)> {
    let Ok((fragment, _)) = parse(source) else { return vec![] };
    let names = fragment.0.iter().flat_map(|(namespace, definition)| {
        definition.entity_types.iter().map(move |(name, entity)| {
            let full = namespace.as_ref().map_or_else(|| name.to_string(), |namespace| format!("{namespace}::{name}"));
            (full, offset(entity.loc.as_ref()))
        })
    });
    names.collect()
}

/// What the user's files declare.
#[derive(Default)]
struct Declared<'a> {
    places: Places<'a>,
    omit: BTreeSet<String>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl<'a> Declared<'a> {
    fn check(&mut self, source: &Source<'a>, fragment: &Fragment<RawName>) {
        for (namespace, declarations) in &fragment.0 {
            let namespace = namespace.as_ref().map(ToString::to_string);
            for (name, action) in &declarations.actions {
                let message = format!("the action `{}` is declared here, and only caplink declares actions", escape(name));
                self.refuse(source, offset(action.loc.as_ref()), "E-SCHEMA-REDEFINES", message, "remove the declaration");
            }
            for (name, entity) in &declarations.entity_types {
                let offset = offset(entity.loc.as_ref());
                if entity.external {
                    let message = format!("the entity type `{}` is declared here as external and defined nowhere", escape(name.as_ref()));
                    let help = "declare it without `external`, or remove the declaration: caplink's own types are always there";
                    self.refuse(source, offset, "E-SCHEMA-EXTERNAL", message, help);
                } else {
                    self.declare(source, offset, namespace.as_deref(), name.as_ref(), true);
                }
            }
            for (name, common) in &declarations.common_types {
                self.declare(source, offset(common.loc.as_ref()), namespace.as_deref(), name.as_ref().as_ref(), false);
            }
        }
    }

    fn declare(&mut self, source: &Source<'a>, offset: usize, namespace: Option<&str>, name: &str, is_entity: bool) {
        let full = namespace.map_or_else(|| name.to_string(), |namespace| format!("{namespace}::{name}"));
        let shown = escape(&full);
        let outer = namespace.and_then(|namespace| namespace.split("::").next());
        if let Some(outer) = outer.filter(|outer| ENTITY_TYPES.iter().any(|ours| ours.namespace == *outer)) {
            let message = format!("`{shown}` is declared in the namespace `{outer}`, which is caplink's");
            return self.refuse(source, offset, "E-SCHEMA-REDEFINES", message, "declare it in a namespace of your own");
        }
        if namespace.is_none() {
            match effect(name) {
                Name::Free => {}
                Name::Replaces if is_entity => {
                    self.omit.insert(name.to_string());
                }
                Name::Replaces => {
                    let message = format!("`{shown}` is declared here as a type, and must be an entity type");
                    return self.refuse(source, offset, "E-SCHEMA-REDEFINES", message, &format!("write `entity {name} ...;`"));
                }
                Name::Captures(ours) => {
                    let message = format!("`{shown}` would stand in front of `{ours}`");
                    return self.refuse(
                        source,
                        offset,
                        "E-SCHEMA-REDEFINES",
                        message,
                        "rename it, or declare it in a namespace of your own",
                    );
                }
            }
        }
        if let Some((first, at)) = self.places.get(&full) {
            let message = format!("`{shown}` is declared here and at {}", first.location(*at));
            return self.refuse(source, offset, "E-SCHEMA-DUPLICATE", message, "keep one of the two declarations");
        }
        self.places.insert(full, (*source, offset));
    }

    fn refuse(&mut self, source: &Source<'_>, offset: usize, code: &'static str, message: String, help: &str) {
        self.errors.push(source.place(Diagnostic::error(code, message).help(help), offset));
    }
}

/// What a declaration in the empty namespace does to ours.
enum Name {
    Free,
    Replaces,
    Captures(String),
}

fn effect(name: &str) -> Name {
    // Cedar refuses some of these itself; an `entity Long` it accepts, and every `Long` in our text would then be that entity.
    const BUILT_IN: [&str; 13] = [
        "Bool",
        "Boolean",
        "Long",
        "String",
        "Set",
        "Record",
        "Entity",
        "Extension",
        "Action",
        "ipaddr",
        "decimal",
        "datetime",
        "duration",
    ];
    match ENTITY_TYPES.iter().find(|ours| ours.name == name) {
        Some(ours) if ours.is_replaceable() => Name::Replaces,
        Some(ours) => Name::Captures(ours.cedar_name()),
        None if BUILT_IN.contains(&name) => Name::Captures(name.into()),
        None => Name::Free,
    }
}

fn offset(loc: Option<&Loc>) -> usize {
    loc.map_or(0, Loc::start)
}

type Parsed = (Fragment<RawName>, Vec<Diagnostic>);

pub(super) fn parse(source: &Source<'_>) -> Result<Parsed, Vec<Diagnostic>> {
    if let Some(offset) = source.too_deep(true) {
        let error = Diagnostic::error("E-SCHEMA-NESTING", "brackets are nested too deep here").help("name the inner types with `type`");
        return Err(vec![source.place(error, offset)]);
    }
    match Fragment::from_cedarschema_str(source.text, Extensions::all_available()) {
        Ok((fragment, warnings)) => {
            let warnings = warnings.map(|warning| {
                let diagnostic = Diagnostic::warning("W-SCHEMA", message(&warning));
                source.place(with_help(diagnostic, &warning), first_label(&warning))
            });
            let mut warnings: Vec<_> = warnings.collect();
            warnings.sort();
            Ok((fragment, warnings))
        }
        Err(CedarSchemaError::Parsing(error)) => {
            let error: &dyn miette::Diagnostic = error.errors();
            let further = error.related().into_iter().flatten();
            Err(std::iter::once(error).chain(further).map(|error| unparsed(source, error)).collect())
        }
        Err(error) => Err(vec![unparsed(source, &error)]),
    }
}

fn unparsed(source: &Source<'_>, error: &dyn miette::Diagnostic) -> Diagnostic {
    let diagnostic = with_help(Diagnostic::error("E-SCHEMA-PARSE", message(error)), error);
    source.place(diagnostic, first_label(error))
}

fn build(fragments: Vec<Fragment<RawName>>) -> Result<Schema, Box<SchemaError>> {
    let fragments = fragments.into_iter().map(ValidatorSchemaFragment::from_schema_fragment).collect::<Result<Vec<_>, _>>()?;
    Ok(Schema::from(ValidatorSchema::from_schema_fragments(fragments, Extensions::all_available())?))
}

/// The places that Cedar names, as offsets.
fn labels(error: &dyn miette::Diagnostic) -> impl Iterator<Item = usize> {
    error.labels().into_iter().flatten().map(|label| label.offset())
}

fn first_label(error: &dyn miette::Diagnostic) -> usize {
    labels(error).next().unwrap_or(0)
}

/// Cedar's message, with what it expected.
fn message(error: &dyn miette::Diagnostic) -> String {
    let label = error.labels().and_then(|mut labels| labels.next()).and_then(|label| label.label().map(String::from));
    match label {
        Some(label) => format!("{}: {}", escape(&error.to_string()), escape(&label)),
        None => escape(&error.to_string()),
    }
}

fn with_help(diagnostic: Diagnostic, error: &dyn miette::Diagnostic) -> Diagnostic {
    match error.help() {
        Some(help) => diagnostic.help(escape(&help.to_string())),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests;
