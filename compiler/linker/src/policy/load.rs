//! Loading: texts into one validated policy set.

use super::{Base, Item, Policies, decide, entities, explain, links, literal, prescan, validate, world::World};
use crate::schema::interface::Interface;
use crate::source::Source;
use caplink_model::diagnostic::{Diagnostic, Location, Severity};
use caplink_model::{lockfile::PolicyRef, text::escape};
use cedar_policy::{Effect, Entities, Policy, PolicyId, PolicySet, Schema, Template};
use cedar_policy_core::tpe::entities::PartialEntities;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// Parses, names, merges and strictly validates policy files, for one principal.
///
/// `custom` are the actions of the agent's other imports, as the schema has them. `links` are links of the files' templates. `interfaces` are the unversioned names (and plain names) of everything that the agent imports or exports: the
/// `Wit::Interface` entities.
///
/// # Errors
/// Every diagnostic found in the first step that finds one: texts, then ids, then entities and principal, then validation and literals.
pub fn load(
    files: &[Source<'_>],
    links: Option<Source<'_>>,
    (schema, custom): (Schema, &[Interface]),
    given: Option<Source<'_>>,
    principal: &str,
    interfaces: impl IntoIterator<Item = String>,
) -> Result<(Policies, Vec<Diagnostic>), Vec<Diagnostic>> {
    let read = read(files, links)?;
    let principal = entities::principal(principal, &schema).map_err(|error| vec![error])?;
    let store = entities::of_link(given, &principal, &schema, interfaces)?;
    let wrong = literal::entities(store.as_ref().iter(), given);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (base, warnings) = base(read, schema, custom, store, Concern::Effect)?;
    Ok((Policies { base, principal }, warnings))
}

/// Policies that were read and named.
#[derive(Default)]
pub(super) struct Read<'a> {
    pub set: PolicySet,
    pub policies: Vec<Item>,
    /// Of every policy and template, by its id in the set.
    pub places: BTreeMap<PolicyId, Place<'a>>,
}

/// Where a policy or template is, and what it does.
pub(super) struct Place<'a> {
    pub source: Source<'a>,
    pub offset: usize,
    pub effect: Effect,
}

/// Whether a policy that can never match is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern {
    /// It is: policies are there to have an effect.
    Effect,
    /// It is not: policies mean what they say.
    Meaning,
}

/// Validates, and prepares what every decision needs.
pub(super) fn base(
    read: Read<'_>,
    schema: Schema,
    custom: &[Interface],
    store: Entities,
    concern: Concern,
) -> Result<(Base, Vec<Diagnostic>), Vec<Diagnostic>> {
    let literals = if concern == Concern::Effect { literal::policies(&read, &schema) } else { vec![] };
    let warnings = together(validate::validate(&read.set, &schema, &read.places, custom, concern), literals)?;
    let broken = |error: String| vec![Diagnostic::error("E-ENTITIES", format!("the entities do not fit the schema: {}", escape(&error)))];
    let (world, store) = World::new(store.as_ref(), &schema).map_err(broken)?;
    let entities = PartialEntities::from_concrete(store, schema.as_ref()).map_err(|error| broken(error.to_string()))?;
    let mut policies = read.policies;
    policies.sort_by(|a, b| a.order().cmp(&b.order()));
    let by_action = decide::by_action(&policies, &schema).map_err(broken)?;
    Ok((Base { policies, by_action, schema, world, entities }, warnings))
}

/// What validation finds, and more of the same step, in the order of the places.
fn together(validated: Result<Vec<Diagnostic>, Vec<Diagnostic>>, more: Vec<Diagnostic>) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let (mut errors, mut warnings): (Vec<_>, Vec<_>) = more.into_iter().partition(|one| one.severity == Severity::Error);
    match validated {
        Ok(found) => warnings.extend(found),
        Err(found) => errors.extend(found),
    }
    for found in [&mut errors, &mut warnings] {
        found.sort_by(|a, b| (&a.location, &a.message).cmp(&(&b.location, &b.message)));
        found.dedup();
    }
    if errors.is_empty() { Ok(warnings) } else { Err(errors) }
}

/// Reads policy files and links.
pub(super) fn read<'a>(files: &[Source<'a>], links: Option<Source<'a>>) -> Result<Read<'a>, Vec<Diagnostic>> {
    let mut errors = vec![];
    let mut read = Read::default();
    let mut templates = BTreeMap::new();
    for source in files {
        match parse(source) {
            Ok(statements) => {
                for (number, found) in (1..).zip(statements) {
                    errors.extend(add(&mut read, &mut templates, found, number, *source).err());
                }
            }
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let links = links.map_or(Ok(vec![]), |source| links::parse(&source))?;
    let linked: BTreeSet<PolicyId> = links.iter().map(|link| PolicyId::new(&link.template)).collect();
    for (id, template) in templates.iter().filter(|(id, _)| !linked.contains(id)) {
        let message = format!("the template `{}` does nothing until it is linked", escape(id.as_ref()));
        let help = "link it in a file for --template-links, or write the policy out for each principal and resource";
        errors.push(template.place(Diagnostic::error("E-TEMPLATE-UNLINKED", message)).help(help));
    }
    for link in links {
        errors.extend(links::add(&mut read, &templates, link).err());
    }
    errors.sort_by(|a, b| a.location.cmp(&b.location));
    if errors.is_empty() { Ok(read) } else { Err(errors) }
}

/// A template, to be linked.
pub(super) struct Named {
    pub template: Template,
    pub reference: PolicyRef,
    pub limit: Option<u32>,
    pub location: Location,
    pub excerpt: String,
}

impl Named {
    pub fn place(&self, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at(self.location.clone()).excerpt(&self.excerpt)
    }
}

/// A statement of a policy file.
pub(super) enum Statement {
    Policy(Policy),
    Template(Template),
}

impl Statement {
    fn annotation(&self, name: &str) -> Option<&str> {
        match self {
            Self::Policy(policy) => policy.annotation(name),
            Self::Template(template) => template.annotation(name),
        }
    }

    fn effect(&self) -> Effect {
        match self {
            Self::Policy(policy) => policy.effect(),
            Self::Template(template) => template.effect(),
        }
    }

    fn offset(&self) -> usize {
        let location = match self {
            Self::Policy(policy) => AsRef::<cedar_policy_core::ast::Policy>::as_ref(policy).loc(),
            Self::Template(template) => AsRef::<cedar_policy_core::ast::Template>::as_ref(template).loc(),
        };
        location.map_or(0, |location| location.span.offset())
    }
}

/// One file as Cedar reads it, under ids by position.
pub(super) fn set(source: &Source<'_>) -> Result<PolicySet, Vec<Diagnostic>> {
    prescan::check(source).map_err(|error| vec![error])?;
    PolicySet::from_str(source.text).map_err(|errors| {
        let explained = |error: &cedar_policy::ParseError| {
            let offset = miette::Diagnostic::labels(error).and_then(|mut labels| labels.next()).map_or(0, |label| label.offset());
            explain::unparsed(source, offset, source.diagnose("E-POLICY-PARSE", error))
        };
        errors.iter().map(explained).collect::<Vec<_>>()
    })
}

/// The statements of one file in their order.
pub(super) fn parse(source: &Source<'_>) -> Result<Vec<Found>, Vec<Diagnostic>> {
    let set = set(source)?;
    let policies = set.policies().cloned().map(Statement::Policy);
    let mut statements: Vec<_> = policies.chain(set.templates().cloned().map(Statement::Template)).collect();
    statements.sort_by_key(Statement::offset);
    // Lines are counted once for all statements: a file may have thousands.
    let (mut from, mut line, mut start) = (0, 1, 0);
    let placed = statements.into_iter().map(|statement| {
        let offset = statement.offset();
        let passed = source.text.get(from..offset).unwrap_or_default();
        line += u32::try_from(passed.matches('\n').count()).unwrap_or(u32::MAX);
        start = passed.rfind('\n').map_or(start, |feed| from + feed + 1);
        from = offset;
        let column = source.text.get(start..offset).unwrap_or_default().chars().count() + 1;
        let location = Location { file: source.file.to_string(), line, column: u32::try_from(column).unwrap_or(u32::MAX) };
        let excerpt = source.text[start..].lines().next().unwrap_or_default().to_string();
        Found { statement, offset, location, excerpt }
    });
    Ok(placed.collect())
}

/// A statement, and where it is.
pub(super) struct Found {
    pub statement: Statement,
    pub offset: usize,
    pub location: Location,
    pub excerpt: String,
}

/// Adds a statement under its `@id`, or under `file#number`.
fn add<'a>(
    read: &mut Read<'a>,
    templates: &mut BTreeMap<PolicyId, Named>,
    found: Found,
    number: usize,
    source: Source<'a>,
) -> Result<(), Diagnostic> {
    let Found { statement, offset, location, excerpt } = found;
    let name = match statement.annotation("id") {
        Some("") => {
            return Err(source
                .place(Diagnostic::error("E-POLICY-ID", "the policy's `@id` is empty"), offset)
                .help("give it a name that tells its purpose"));
        }
        Some(name) => name.to_string(),
        None => format!("{}#{number}", source.file),
    };
    let effect = statement.effect();
    let limit = match statement.annotation("limit") {
        None => None,
        Some(_) if effect == Effect::Forbid => {
            let message = format!("`{}` forbids, and only a permit can have `@limit`", escape(&name));
            return Err(source
                .place(Diagnostic::error("E-LIMIT", message), offset)
                .help("remove `@limit`, or write a permit with `@limit(\"100 calls\")` for what the forbid lets through"));
        }
        Some(text) => Some(limit(text).ok_or_else(|| {
            let message = format!("`@limit(\"{}\")` is no number of calls", escape(text));
            source.place(Diagnostic::error("E-LIMIT", message), offset).help("write `@limit(\"100 calls\")`: from 1 to 4294967295 calls")
        })?),
    };
    let id = PolicyId::new(&name);
    read.claim(&name, &id, source, offset, effect)?;
    let reference = PolicyRef { id: name, file: source.file.to_string(), line: location.line };
    let broken = |error: String| source.place(Diagnostic::error("E-POLICY-ID", escape(&error)), offset);
    match statement {
        Statement::Policy(policy) => {
            let policy = policy.new_id(id);
            read.set.add(policy.clone()).map_err(|error| broken(error.to_string()))?;
            read.policies.push(Item { policy, reference, effect, limit, location, excerpt });
        }
        Statement::Template(template) => {
            let template = template.new_id(id.clone());
            read.set.add_template(template.clone()).map_err(|error| broken(error.to_string()))?;
            templates.insert(id, Named { template, reference, limit, location, excerpt });
        }
    }
    Ok(())
}

impl<'a> Read<'a> {
    /// Takes an id for a policy or template.
    pub(super) fn claim(&mut self, name: &str, id: &PolicyId, source: Source<'a>, offset: usize, effect: Effect) -> Result<(), Diagnostic> {
        if let Some(Place { source: first, offset: at, .. }) = self.places.get(id) {
            let message = format!("the id `{}` is taken by the policy at {}", escape(name), first.location(*at));
            return Err(source.place(Diagnostic::error("E-POLICY-ID", message), offset).help("give one of them another `@id`"));
        }
        self.places.insert(id.clone(), Place { source, offset, effect });
        Ok(())
    }
}

impl Item {
    fn order(&self) -> (&str, u32, &str) {
        (&self.reference.file, self.reference.line, &self.reference.id)
    }
}

/// The number of calls that `@limit` gives: `100 calls`, `1 call`.
pub(crate) fn limit(text: &str) -> Option<u32> {
    let (number, unit) = text.split_once(' ')?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    (plain && matches!(unit, "call" | "calls")).then(|| number.parse().ok()).flatten()
}
