//! Links of templates: Cedar's own JSON form.
//!
//! In: `[{"template_id": "...", "link_id": "...", "args": {"?principal": "Agent::\"x\""}}]`. Out: policies under their link's id, at their template's
//! place. Must hold: every link names a template and gives each of its slots, and nothing else; whatever the form does not know is refused.

use super::Item;
use super::load::{Named, Place, Read};
use crate::source::Source;
use caplink_model::{diagnostic::Diagnostic, lockfile::PolicyRef, text::escape};
use cedar_policy::{EntityUid, Policy, PolicyId, PolicySet, SlotId, Template};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

/// One link, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    template_id: String,
    link_id: String,
    #[serde(default)]
    args: Arguments,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    #[serde(rename = "?principal")]
    principal: Option<String>,
    #[serde(rename = "?resource")]
    resource: Option<String>,
}

/// One link.
pub(super) struct Link<'a> {
    pub template: String,
    id: String,
    arguments: Arguments,
    source: Source<'a>,
    offset: usize,
}

pub(super) const HELP: &str =
    "links are a JSON array of {\"template_id\": \"...\", \"link_id\": \"...\", \"args\": {\"?principal\": \"Agent::\\\"x\\\"\"}}";

/// The links of a file, each with its place.
///
/// # Errors
/// The first place that is not of the form.
pub(super) fn parse<'a>(source: &Source<'a>) -> Result<Vec<Link<'a>>, Vec<Diagnostic>> {
    let text = source.text;
    let refuse = |offset: usize, reason: &str| {
        let message = format!("`{}`: {}", escape(source.file), escape(reason));
        vec![source.place(Diagnostic::error("E-TEMPLATE-LINK", message), offset).help(HELP)]
    };
    let blank = |at: usize| at + text[at..].len() - text[at..].trim_start_matches([' ', '\t', '\r', '\n']).len();
    let mut links = vec![];
    let mut at = blank(0);
    if !text[at..].starts_with('[') {
        return Err(refuse(at, "an array of links is expected"));
    }
    at = blank(at + 1);
    let mut closed = text[at..].starts_with(']');
    while !closed {
        let mut stream = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Written>();
        let written = match stream.next() {
            Some(Ok(written)) => written,
            Some(Err(error)) => {
                // serde_json counts lines and columns from where it started.
                let lines = text[at..].split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
                let reason = error.to_string();
                let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
                return Err(refuse(at + lines + error.column().saturating_sub(1), reason));
            }
            None => return Err(refuse(at, "a link is expected")),
        };
        let end = at + stream.byte_offset();
        let Written { template_id, link_id, args } = written;
        links.push(Link { template: template_id, id: link_id, arguments: args, source: *source, offset: at });
        at = blank(end);
        match text[at..].chars().next() {
            Some(',') => at = blank(at + 1),
            Some(']') => closed = true,
            _ => return Err(refuse(at, "`,` or `]` is expected")),
        }
    }
    at = blank(at + 1);
    if at < text.len() { Err(refuse(at, "something follows the array")) } else { Ok(links) }
}

impl Link<'_> {
    /// The name of the policy that it makes.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it begins in its text.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Adds the policy that it makes of this template, under an id.
    ///
    /// # Errors
    /// Why it makes none.
    pub fn add_to(&self, set: &mut PolicySet, template: &PolicyId, id: &PolicyId) -> Result<Policy, String> {
        let found = set.template(template).ok_or_else(|| format!("`{}` is no template", escape(&self.template)))?;
        let values = values(found, &self.template, &self.id, &self.arguments).map_err(|(message, _)| message)?;
        set.link(template.clone(), id.clone(), values).map_err(|error| escape(&error.to_string()))?;
        set.policy(id).cloned().ok_or_else(|| format!("`{}` was not linked", escape(&self.id)))
    }
}

/// Adds the policy that a link makes.
pub(super) fn add<'a>(read: &mut Read<'a>, templates: &BTreeMap<PolicyId, Named>, link: Link<'a>) -> Result<(), Diagnostic> {
    let Link { template, id, arguments, source, offset } = link;
    let refuse = |message: String, help: &str| Err(source.place(Diagnostic::error("E-TEMPLATE-LINK", message), offset).help(help));
    if id.is_empty() {
        return refuse("the `link_id` is empty".into(), "give it a name that tells its purpose");
    }
    let template_id = PolicyId::new(&template);
    let Some(named) = templates.get(&template_id) else {
        let what = if read.places.contains_key(&template_id) { "is a policy, not a template" } else { "is no template" };
        return refuse(
            format!("`{}` {what}", escape(&template)),
            "a template is named by its `@id`, or by `file#number`, and has `?principal` or `?resource`",
        );
    };
    let values = match values(&named.template, &template, &id, &arguments) {
        Ok(values) => values,
        Err((message, help)) => return refuse(message, help),
    };
    let policy_id = PolicyId::new(&id);
    if let Some(Place { source: first, offset: at, .. }) = read.places.get(&policy_id) {
        let message = format!("the id `{}` is taken by the policy at {}", escape(&id), first.location(*at));
        return refuse(message, "give the link another `link_id`");
    }
    let template_place = &read.places[&template_id];
    let place = Place { source: template_place.source, offset: template_place.offset, effect: template_place.effect };
    let effect = place.effect;
    if let Err(error) = read.set.link(template_id, policy_id.clone(), values) {
        return refuse(escape(&error.to_string()), HELP);
    }
    let Some(policy) = read.set.policy(&policy_id).cloned() else {
        return refuse(format!("`{}` was not linked", escape(&id)), "this is an error in caplink: please report it");
    };
    read.places.insert(policy_id, place);
    let reference = PolicyRef { id, ..named.reference.clone() };
    let (location, excerpt) = (named.location.clone(), named.excerpt.clone());
    read.policies.push(Item { policy, reference, effect, limit: named.limit, location, excerpt });
    Ok(())
}

/// What a link gives for each slot of its template; else what is wrong with it, and the next step.
fn values(found: &Template, template: &str, id: &str, arguments: &Arguments) -> Result<HashMap<SlotId, EntityUid>, (String, &'static str)> {
    let mut values = HashMap::new();
    let slots = [(SlotId::principal(), &arguments.principal, "?principal"), (SlotId::resource(), &arguments.resource, "?resource")];
    for (slot, given, name) in slots {
        match (found.slots().any(|known| *known == slot), given) {
            (true, Some(text)) => {
                let entity =
                    EntityUid::from_str(text).map_err(|_| (format!("`{}`, given for `{name}`, is no Cedar entity", escape(text)), HELP))?;
                values.insert(slot, entity);
            }
            (true, None) => {
                return Err((format!("`{}` gives no `{name}`, which `{}` asks for", escape(id), escape(template)), HELP));
            }
            (false, Some(_)) => {
                let message = format!("`{}` gives `{name}`, which `{}` does not ask for", escape(id), escape(template));
                return Err((message, "remove it from `args`"));
            }
            (false, None) => {}
        }
    }
    Ok(values)
}
