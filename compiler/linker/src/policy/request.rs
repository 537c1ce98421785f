//! Requests that people ask about, as conditions over the calls of an action.
//!
//! In: an action, and a condition in Cedar over `resource` and `context`; or a URL with a method, for requests. Out: an expression of rules. Must hold: the condition passed strict
//! validation against the vocabulary; attributes of an action that is not in it are those that are given. A URL is made canonical as readers do it, or refused.

use super::question::{Party, Question, Texts};
use crate::guard::rules::{Expr, Path, Root};
use crate::schema::shipped::shipped;
use crate::solve::Domain;
use crate::source::Source;
use caplink_guard::{authority, message, target};
use caplink_model::action::Action;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use cedar_policy::Expression;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::str::FromStr as _;

/// What is known of the values of a call, by attribute names from the context.
pub type Attributes = BTreeMap<Vec<String>, Domain>;

const HELP: &str = "write `https://api.example.com/path GET`, or a condition such as `resource == Net::Host::\"example.com\"`";

/// The condition that a text says. The caller provides a stack of `limits::POLICY_STACK`.
///
/// # Errors
/// If it is neither a URL nor a condition that is valid for the action.
pub fn condition(action: &str, text: &str, attributes: &Attributes) -> Result<Expr, Vec<Diagnostic>> {
    if text.contains("://") && !text.contains('"') {
        return url(action, text).map_err(|reason| {
            let message = format!("`{}` is no request: {reason}", escape(text));
            vec![Diagnostic::error("E-REQUEST", message).help(HELP)]
        });
    }
    // One expression, and not the end of it with something behind.
    if let Err(error) = Expression::from_str(text) {
        let message = format!("`{}` is no condition: {}", escape(text), escape(&error.to_string()));
        return Err(vec![Diagnostic::error("E-REQUEST", message).help(HELP)]);
    }
    let known = Action::find(action);
    let resource = known.map_or("Wit::Interface", |action| action.resource.cedar_name());
    let mut schema = shipped(&BTreeSet::new());
    if known.is_none() {
        let _ = write!(
            schema,
            "\naction {action:?} appliesTo {{ principal: [Agent], resource: [Wit::Interface], context: {} }};\n",
            record(attributes, &[])
        );
    }
    // What may be absent has to be asked for in policies; in a request it is enough to name it.
    let schema = if known.is_some() { schema.replace("?: ", ": ") } else { schema };
    let policy = format!("permit (principal, action == Action::{action:?}, resource) when {{ {text} }};");
    let texts = Texts {
        policies: &[Source { file: "REQUEST", text: &policy }],
        links: None,
        schema: Source { file: "schema", text: &schema },
        entities: None,
    };
    let question = Question::load(&texts)?;
    let all = question.conditions(Party::Unknown("Agent"), &format!("Action::{action:?}"), Party::Unknown(resource))?;
    match all.into_iter().next() {
        Some((_, _, Ok(condition))) => Ok(condition),
        Some((_, _, Err(construct))) => {
            Err(vec![Diagnostic::error("E-REQUEST", format!("the request uses {}, which no guard decides", escape(&construct)))])
        }
        None => Ok(Expr::Bool(false)),
    }
}

/// A record type of those attributes that begin so.
fn record(attributes: &Attributes, outer: &[String]) -> String {
    let names: BTreeSet<&String> =
        attributes.keys().filter(|path| path.starts_with(outer)).filter_map(|path| path.get(outer.len())).collect();
    let fields = names.into_iter().map(|name| {
        let path = [outer, std::slice::from_ref(name)].concat();
        let is_outer = attributes.keys().any(|other| other.len() > path.len() && other.starts_with(&path));
        let ty = match attributes.get(&path) {
            _ if is_outer => record(attributes, &path),
            Some(domain) => type_of(domain),
            None => "String".into(),
        };
        format!("{name:?}: {ty}")
    });
    format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

fn type_of(domain: &Domain) -> String {
    match domain {
        Domain::Bool => "Bool".into(),
        Domain::Long { .. } => "Long".into(),
        Domain::String(_) => "String".into(),
        Domain::Entity { kind, .. } => kind.clone(),
        Domain::Decimal => "decimal".into(),
        Domain::Datetime => "datetime".into(),
        Domain::Duration => "duration".into(),
        Domain::Ip { .. } => "ipaddr".into(),
        Domain::Set(element) => format!("Set<{}>", type_of(element)),
        Domain::Record(fields) => {
            let fields = fields.iter().map(|(name, (domain, _))| format!("{name:?}: {}", type_of(domain)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

/// `https://host:port/path?query METHOD`; without a path, any; without a method, any.
fn url(action: &str, text: &str) -> Result<Expr, String> {
    if action != "http:request" {
        return Err(format!("URLs are of `http:request`, not of `{}`", escape(action)));
    }
    let mut words = text.split_whitespace();
    let (Some(url), method, None) = (words.next(), words.next(), words.next()) else { return Err("it is a URL and a method".into()) };
    let (scheme, rest) = url.split_once("://").ok_or("it has no scheme")?;
    let default = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return Err("its scheme is neither `http` nor `https`".into()),
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, target) = rest.split_at(end);
    let mut room = [0; authority::LONGEST];
    let authority = authority::canonical(host.as_bytes(), default, &mut room).ok_or("its host is one that every guard denies")?;
    let host = std::str::from_utf8(authority.host).map_err(|_| "its host is no text")?;
    let input =
        |root, name: &str| Box::new(Expr::Input(Path { root, attributes: if name.is_empty() { vec![] } else { vec![name.to_string()] } }));
    let is = |root, name: &str, value: &str| Expr::OneOf(input(root, name), [value.to_string()].into());
    let mut all = vec![
        is(Root::Resource, "", host),
        is(Root::Context, "scheme", scheme),
        Expr::Equal(input(Root::Context, "port"), Box::new(Expr::Long(authority.port.into()))),
    ];
    if !target.is_empty() {
        let mut bytes = if target.starts_with('?') { format!("/{target}") } else { target.to_string() }.into_bytes();
        let strict = target::Strict { path: true, query: true };
        let found = target::canonical(&mut bytes, &strict).ok_or("its path is one that guards deny")?;
        let canonical = std::str::from_utf8(&bytes[..found.length]).map_err(|_| "its path is no text")?;
        all.push(is(Root::Context, "path", &canonical[..found.path]));
        let query = Path { root: Root::Context, attributes: vec!["query".into()] };
        all.push(match found.query {
            Some(start) => is(Root::Context, "query", &canonical[start..]),
            None => Expr::Not(Box::new(Expr::Has(query))),
        });
    }
    if let Some(method) = method {
        let known = message::method(method.as_bytes()).ok_or("its method is one that guards deny")?;
        let name = if known == message::OTHER { method.as_bytes() } else { message::method_name(known).unwrap_or(method.as_bytes()) };
        all.push(is(Root::Context, "method", std::str::from_utf8(name).map_err(|_| "its method is no text")?));
    }
    Ok(Expr::And(all))
}
