//! Surveying: texts that may be wrong in; everything that Cedar and links say of them out, and what the policies that are right mean.
//!
//! Where [`load`](super::load) stops at the first step that finds something, this goes on with what is left: a policy that does not validate is reported and
//! left out, and the others are still looked at. Must hold: nothing is dropped in silence; what is left out has a [`Notice`] or is listed as unchecked. The
//! caller provides a large stack (limits::POLICY_STACK). Nothing here decides a grant.

mod entities;
mod meanings;
mod notice;
mod reading;
mod vocabulary;

pub use entities::EntityOutline;
pub use notice::{Notice, Numbered};
pub use vocabulary::{Attribute, Vocabulary};

use super::clauses::Clauses;
use super::inputs::Values;
use super::load;
use super::outline::{self, Actions, Outline, Scope};
use super::world::World;
use super::{Item, explain, literal, validate};
use crate::guard::rules::{Path, Root};
use crate::schema::interface::Interface;
use crate::schema::projection::Record;
use crate::solve::{Domain, Ids};
use crate::source::Source;
use caplink_model::text::escape;
use cedar_policy::{Effect, PolicyId, PolicySet, Schema, ValidationWarning};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What is surveyed.
#[derive(Default)]
pub struct Input<'a> {
    /// Policy files.
    pub policies: Vec<Numbered<'a>>,
    /// Schema files.
    pub schemas: Vec<Numbered<'a>>,
    /// Entities.
    pub entities: Option<Numbered<'a>>,
    /// Links of templates.
    pub links: Option<Numbered<'a>>,
    /// The interfaces of agents that are not in the catalogue.
    pub custom: Vec<Interface>,
    /// The names of all interfaces that agents import or export.
    pub interfaces: BTreeSet<String>,
    /// The ids of agents, where all of them are known.
    pub agents: Option<BTreeSet<String>>,
}

/// What was found.
pub struct Survey {
    /// Policies, templates, and links of templates, those of a text in its order.
    pub policies: Vec<Surveyed>,
    /// What Cedar and links say.
    pub notices: Vec<Notice>,
    /// What the policies that are right say, by action; each with the policy's number.
    pub meanings: BTreeMap<String, Vec<(usize, Clauses)>>,
    /// The entities that are given, if they are.
    pub entities: Option<Vec<EntityOutline>>,
    /// The actions that there are.
    pub vocabulary: Vocabulary,
    /// What was not looked at, and why; escaped.
    pub unchecked: Vec<String>,
    schema: Option<Schema>,
    world: Option<World>,
    principals: Option<BTreeSet<String>>,
    /// Of the actions of agents' own interfaces.
    contexts: BTreeMap<String, Record>,
    domains: RefCell<BTreeMap<String, BTreeMap<Path, Option<Domain>>>>,
}

/// A policy, and what became of it.
pub struct Surveyed {
    /// As it is written; of a link, as its template is, with its slots filled in.
    pub outline: Outline,
    /// Whether it is a link, whose text is its template's.
    pub is_link: bool,
    /// Whether it passed validation.
    pub is_valid: bool,
}

/// A policy on its way.
struct Draft<'a> {
    surveyed: Surveyed,
    source: Numbered<'a>,
    item: Option<Item>,
}

impl Survey {
    /// The values that an input of an action's calls may have.
    pub fn domain(&self, action: &str, path: &Path) -> Option<Domain> {
        if let Some(known) = self.domains.borrow().get(action).and_then(|known| known.get(path)) {
            return known.clone();
        }
        let domain = self.derive(action, path);
        self.domains.borrow_mut().entry(action.to_string()).or_default().insert(path.clone(), domain.clone());
        domain
    }

    fn derive(&self, action: &str, path: &Path) -> Option<Domain> {
        let (schema, world) = (self.schema.as_ref()?, self.world.as_ref()?);
        let principal = "Agent".parse().expect("I9: our type names are Cedar names");
        let resource = self.vocabulary.resources.get(action)?.parse().ok()?;
        let domain = Values::Canonical(world).domain(schema, &super::entities::uid("Action", action), &principal, &resource, path)?;
        Some(match (domain, &self.principals) {
            (Domain::Entity { kind, .. }, Some(ids)) if path.root == Root::Principal => {
                Domain::Entity { kind, ids: Ids::Listed(ids.clone()) }
            }
            (domain, _) => match self.contexts.get(action).and_then(|context| meanings::narrower(context, &path.attributes)) {
                Some(narrower) if path.root == Root::Context => narrower,
                _ => domain,
            },
        })
    }
}

/// Surveys.
pub fn survey(input: &Input<'_>) -> Survey {
    let mut notices = vec![];
    let (mut drafts, mut set) = reading::read(&input.policies, &mut notices);
    let linked = input.links.map(|links| reading::link(links, &mut drafts, &mut set, &mut notices));
    for draft in drafts.iter().filter(|draft| draft.surveyed.outline.is_template) {
        let outline = &draft.surveyed.outline;
        if !linked.as_ref().is_some_and(|linked: &BTreeSet<String>| linked.contains(&outline.id)) {
            let message = format!("the template `{}` does nothing until it is linked", escape(&outline.id));
            let help = "link it in a file for --template-links, or write the policy out for each principal and resource";
            notices.push(Notice::new("C017", outline.text, outline.head.clone(), message).help(help));
        }
    }
    let mut survey = Survey {
        policies: vec![],
        notices,
        meanings: BTreeMap::new(),
        entities: None,
        vocabulary: Vocabulary::default(),
        unchecked: vec![],
        schema: None,
        world: None,
        principals: None,
        contexts: input
            .custom
            .iter()
            .flat_map(|interface| interface.functions.values())
            .map(|function| (function.id.clone(), function.context.clone()))
            .collect(),
        domains: RefCell::default(),
    };
    if let Some(schema) = vocabulary::schema(input, &mut survey.notices) {
        survey.vocabulary = schema.vocabulary;
        examine(input, &schema.schema, drafts, set, &mut survey);
        survey.schema = Some(schema.schema);
    } else {
        survey.unchecked.push("the policies were not validated, because the schema is wrong".into());
        survey.policies.extend(drafts.into_iter().map(|draft| draft.surveyed));
    }
    survey.notices.sort_by(|a, b| a.order().cmp(&b.order()));
    survey.notices.dedup();
    survey
}

/// Validates against the schema, and reads what is right.
fn examine(input: &Input<'_>, schema: &Schema, mut drafts: Vec<Draft<'_>>, mut set: PolicySet, survey: &mut Survey) {
    // Links stand after their templates, and go before them.
    for (number, draft) in drafts.iter_mut().enumerate().rev() {
        let outline = &draft.surveyed.outline;
        let unknown = outline.action.entities().iter().find(|action| survey.vocabulary.is_foreign(action));
        let Some(action) = unknown else { continue };
        let knows = input.agents.is_some() || !input.interfaces.is_empty();
        let notice = if knows {
            let message = format!("no agent here imports `{}`", escape(&action.id));
            let help = "remove the policy, correct the name (`caplink inspect AGENT.wasm` prints them), or give the agent that has it";
            Notice::new("C303", outline.text, action.range.clone(), message).help(help)
        } else {
            let message = format!("nothing here tells what `{}` is, so the policy is not checked", escape(&action.id));
            let help = "give the agents with --agents, or the output of `caplink schema AGENT.wasm` as a schema file";
            Notice::new("C029", outline.text, action.range.clone(), message).help(help)
        };
        // Of a link its template says it.
        if !draft.surveyed.is_link {
            survey.notices.push(notice.policy(&outline.id));
        }
        draft.item = None;
        let id = PolicyId::new(number.to_string());
        // It is one of the three.
        let _ = set.remove_static(id.clone());
        let _ = set.unlink(id.clone());
        let _ = set.remove_template(id);
    }
    let invalid = validated(&drafts, &set, schema, input, &mut survey.notices);
    literals(&drafts, &set, schema, &mut survey.notices);
    let given = entities::given(input.entities, schema, &mut survey.notices);
    survey.entities = given.outlines;
    let mut principals = input.agents.clone();
    if let Some(entities) = &survey.entities {
        let listed: BTreeSet<String> = entities.iter().filter(|entity| entity.kind == "Agent").map(|entity| entity.id.clone()).collect();
        principals = Some(match principals {
            Some(known) => known.into_iter().chain(listed).collect(),
            None => listed,
        });
    }
    survey.principals = principals;
    for (number, draft) in drafts.iter_mut().enumerate() {
        draft.surveyed.is_valid = draft.surveyed.outline.is_template || draft.item.is_some() && !invalid.contains(&number);
    }
    let read = entities::world(given.store, schema, &input.interfaces, &survey.vocabulary)
        .and_then(|world| meanings::meanings(&drafts, schema, &world, survey).map(|()| world));
    match read {
        Ok(world) => survey.world = Some(world),
        Err(reason) => {
            // A report that only lacks findings would pass for a clean one.
            let text = input.entities.or(input.policies.first().copied()).map_or(0, |numbered| numbered.number);
            let message = format!("what policies mean could not be looked at: {}", escape(&reason));
            survey
                .notices
                .push(Notice::new("C404", text, 0..0, message).help("correct the entities; without them this is a bug of caplink"));
        }
    }
    survey.policies = drafts.into_iter().map(|draft| draft.surveyed).collect();
}

/// Strict validation; returns the numbers of those that fail it.
fn validated(drafts: &[Draft<'_>], set: &PolicySet, schema: &Schema, input: &Input<'_>, notices: &mut Vec<Notice>) -> BTreeSet<usize> {
    let (errors, warnings) = validate::find(set, schema);
    let draft = |id: &PolicyId| {
        let number: Option<usize> = AsRef::<str>::as_ref(id).parse().ok();
        let found = number.and_then(|number| Some((number, drafts.get(number)?)));
        found.expect("the ids of the set are the numbers of the drafts")
    };
    let mut invalid = BTreeSet::new();
    for error in &errors {
        let (number, draft) = draft(error.policy_id());
        invalid.insert(number);
        let source = &draft.source.source;
        let mut diagnostic = source.diagnose("E-POLICY-INVALID", error);
        diagnostic.message = without_id(diagnostic.message, error.policy_id());
        let diagnostic = explain::invalid(error, diagnostic, source, (schema, &input.custom));
        notices.push(draft.notice(notice::code_of_invalid(error), diagnostic.message, diagnostic.help, error));
    }
    for warning in warnings {
        let (number, draft) = draft(warning.policy_id());
        // What is wrong with a policy says more than that it therefore does nothing.
        if invalid.contains(&number) {
            continue;
        }
        let code = match &warning {
            ValidationWarning::BidiCharsInString(_) | ValidationWarning::BidiCharsInIdentifier(_) => "C019",
            ValidationWarning::ImpossiblePolicy(_) => "C020",
            ValidationWarning::InvalidActionApplication(_) => "C021",
            _ => "C018",
        };
        let message = without_id(escape(&warning.to_string()), warning.policy_id());
        let help = match code {
            "C018" | "C019" => "it is not what it looks like: write it in the letters of one script, and say `\\u{...}` for the rest",
            "C020" => "it does nothing: correct its action, resource or condition, or remove it",
            _ => "no action in the scope has such a principal and resource: correct the scope, or remove the policy",
        };
        notices.push(draft.notice(code, message, Some(help.into()), &warning));
    }
    // Cedar says of one dead policy both that it is impossible and why.
    let explained: BTreeSet<_> = notices.iter().filter(|one| one.code == "C021").filter_map(|one| one.policy.clone()).collect();
    notices.retain(|one| one.code != "C020" || !one.policy.as_ref().is_some_and(|policy| explained.contains(policy)));
    invalid
}

/// Cedar repeats the id that policies have here, which is a number.
fn without_id(message: String, id: &PolicyId) -> String {
    message.replace(&format!("for policy `{}`, ", escape(id.as_ref())), "")
}

impl Draft<'_> {
    fn notice(&self, code: &'static str, message: String, help: Option<String>, found: &dyn miette::Diagnostic) -> Notice {
        let outline = &self.surveyed.outline;
        let label = found.labels().and_then(|mut labels| labels.next());
        let range =
            label.map(|label| label.offset()..label.offset() + label.len()).filter(|range| !range.is_empty() && *range != outline.range);
        let mut notice = Notice::new(code, outline.text, range.unwrap_or_else(|| outline.head.clone()), message).policy(&outline.id);
        notice.help = help;
        notice
    }
}

/// Literals that no call can have.
fn literals(drafts: &[Draft<'_>], set: &PolicySet, schema: &Schema, notices: &mut Vec<Notice>) {
    let places = drafts.iter().enumerate().map(|(number, draft)| {
        let outline = &draft.surveyed.outline;
        let effect = if outline.permits { Effect::Permit } else { Effect::Forbid };
        (PolicyId::new(number.to_string()), load::Place { source: draft.source.source, offset: outline.range.start, effect })
    });
    let read = load::Read { set: set.clone(), policies: vec![], places: places.collect() };
    let mut found = literal::policies(&read, schema);
    found.sort();
    found.dedup();
    for diagnostic in found {
        let file = diagnostic.location.as_ref().map(|location| location.file.clone());
        let mut sources = drafts.iter().map(|draft| draft.source);
        let source =
            sources.find(|source| Some(source.source.file) == file.as_deref()).expect("every literal has a place in a policy file");
        let mut notice = source.notice(code_of(diagnostic.code), &diagnostic);
        let within = drafts.iter().map(|draft| &draft.surveyed.outline).filter(|outline| outline.text == source.number);
        if let Some(outline) = within.clone().find(|outline| outline.range.contains(&notice.range.start)) {
            notice.policy = Some(outline.id.clone());
            widen(&mut notice, outline);
            notice.fix_literal(&source.source);
        }
        notices.push(notice);
    }
}

/// Gives a notice that has only a beginning the end of the term that begins there.
fn widen(notice: &mut Notice, outline: &Outline) {
    let start = notice.range.start;
    use outline::Kind;
    let is_whole =
        |term: &&outline::Term| matches!(term.kind, Kind::Like(..) | Kind::String(_) | Kind::Long(_) | Kind::Entity(_) | Kind::Call(..));
    let terms = outline.condition.iter().flat_map(outline::Term::all).filter(is_whole).map(|term| &term.range);
    let entities = outline.entities().into_iter().map(|entity| &entity.range);
    if let Some(range) = entities.chain(terms).filter(|range| range.start == start && !range.is_empty()).min_by_key(|range| range.end) {
        notice.range = range.clone();
    }
}

/// The rule that reports what links report by this code.
fn code_of(code: &str) -> &'static str {
    match code {
        "E-POLICY-PARSE" => "C001",
        "E-POLICY-DEPTH" => "C002",
        "E-TEMPLATE-LINK" => "C026",
        "E-POLICY-HOST" => "C201",
        "E-POLICY-ADDRESS" => "C202",
        "E-POLICY-URL" | "W-POLICY-URL" => "C203",
        "E-POLICY-NEVER" | "W-POLICY-NEVER" => "C204",
        "W-POLICY-PREFIX" => "C205",
        "E-ENTITIES" => "C404",
        "W-SCHEMA" => "C407",
        _ => "C405",
    }
}

/// Whether the scope names actions at all.
pub fn is_unscoped(outline: &Outline) -> bool {
    outline.action == Actions::Any && outline.principal == Scope::Any && outline.resource == Scope::Any
}

/// A text with its number.
pub fn numbered<'a>(number: usize, file: &'a str, text: &'a str) -> Numbered<'a> {
    Numbered { number, source: Source { file, text } }
}

/// The id of an `Agent`, as Cedar writes it.
pub fn agent_id(text: &str) -> Option<String> {
    let uid: cedar_policy::EntityUid = text.parse().ok()?;
    (uid.type_name().to_string() == "Agent").then(|| uid.id().unescaped().to_string())
}
