//! The calls that a guard is asked about, and what its reader refuses before any rule is looked at.
//!
//! In: an action, and the tables of both sides. Out: [`Space`]s, which together hold every call that one of them may allow, with forbids that say what readers do. Must
//! hold: a reader lets nothing pass that such a forbid denies, and denies nothing else (`authority::is_named`, `message::is_tunnel` in caplink-guard): hosts in the network of the machine, addresses and
//! tunnels pass only if the table names them. Addresses are a space of their own, because a table that does not name one denies it.

use super::authority::Rule;
use crate::guard::decode::Decoded;
use crate::guard::rules::{Expr, Hierarchy, Part, Path, Root};
use crate::policy::inputs;
use crate::solve::{Domain, Ids, Text};
use caplink_guard::{authority, host};
use caplink_model::action::Action;
use std::collections::BTreeSet;

/// Methods behind which there is more than the host that is asked: those of `message::is_tunnel`, as calls have them.
const TUNNELS: [&str; 2] = ["CONNECT", "TRACE"];

/// Some calls.
#[derive(Clone, Debug, Default)]
pub struct Space {
    /// The ids of the resource, if they are other than those of its type.
    pub resource: Option<Ids>,
    /// What the reader of the new side denies.
    pub new: Vec<Rule>,
    /// What the reader of the old side denies.
    pub old: Vec<Rule>,
}

/// The texts of a table; `None` where no reader looks at calls.
pub type Texts<'t> = Option<&'t BTreeSet<Vec<u8>>>;

/// The spaces of an action's calls. `new` and `old` are the texts of the tables.
pub fn spaces(action: &str, new: Texts<'_>, old: Texts<'_>) -> Vec<Space> {
    if !reads_hosts(action) {
        return vec![Space::default()];
    }
    let has_method = action == "http:request";
    // Without a reader every host passes, addresses too; what the fences of the old side say of addresses that it names is too strict, and only makes more of
    // what is more anyway.
    let Some(texts) = new else {
        let old = old.map_or(vec![], |texts| fences(texts, has_method));
        return vec![Space { resource: Some(Ids::Any(Text::Host)), new: vec![], old }];
    };
    let new = Some(texts);
    let fences = |texts: Texts<'_>| texts.map_or(vec![], |texts| fences(texts, has_method));
    let names = Space { resource: Some(Ids::Any(Text::HostName)), new: fences(new), old: fences(old) };
    let (literals, known) = (new.map(literals), old.map(literals));
    let addresses = literals.filter(|literals| !literals.is_empty()).map(|literals| {
        let tunnels = |texts: Texts<'_>| texts.filter(|_| has_method).and_then(tunnels);
        let unnamed = known.map(|known| rule(not(Expr::OneOf(Box::new(resource()), known))));
        Space {
            resource: Some(Ids::Listed(literals)),
            new: tunnels(new).into_iter().collect(),
            old: tunnels(old).into_iter().chain(unnamed).collect(),
        }
    });
    [names].into_iter().chain(addresses).collect()
}

/// Whether hosts are read, and delicate ones denied, before rules of an action are looked at.
pub fn reads_hosts(action: &str) -> bool {
    matches!(action, "http:request" | "net:resolve")
}

/// The inputs that say what a call of an action is about: a growth to others is one to something new.
pub fn subject(action: &str) -> Vec<Path> {
    match action {
        _ if reads_hosts(action) => vec![Path { root: Root::Resource, attributes: vec![] }],
        _ if action.starts_with("net:") => vec![Path { root: Root::Context, attributes: vec!["ip".into()] }],
        // Of other functions nothing is known of what their values mean.
        _ => vec![],
    }
}

/// Whether guarded calls of one of these actions are read and made canonical.
pub fn has_reader(actions: &[String]) -> bool {
    actions.iter().any(|action| reads_hosts(action) || action.starts_with("net:"))
}

/// What the new table lets pass before any rule is looked at, and the old one did not: spellings that are only refused where a table names the
/// part of a request, and numbers that are no Long where a table reads them.
pub fn loosened(actions: &[String], old: &Decoded, new: &Decoded) -> Option<&'static str> {
    let is_request = actions.iter().any(|action| action == "http:request");
    let dropped = |text: &[u8]| is_request && old.texts.contains(text) && !new.texts.contains(text);
    if dropped(b"path") {
        return Some("paths are no longer read, so they are no longer held to one spelling");
    }
    if dropped(b"query") {
        return Some("queries are no longer read, so they are no longer held to one spelling");
    }
    if dropped(b"method") {
        return Some("methods are no longer read, so headers that override them are no longer refused");
    }
    let wide = |table: &Decoded| table.wide.iter().map(|place| place.offset).collect::<BTreeSet<_>>();
    (!wide(old).is_subset(&wide(new))).then_some("numbers above 9223372036854775807 were refused in a value that is no longer read")
}

fn rule(condition: Expr) -> Rule {
    Rule::new(condition, None)
}

fn not(expr: Expr) -> Expr {
    Expr::Not(Box::new(expr))
}

fn resource() -> Expr {
    Expr::Input(Path { root: Root::Resource, attributes: vec![] })
}

fn texts(table: &BTreeSet<Vec<u8>>) -> impl Iterator<Item = &str> {
    table.iter().filter_map(|text| std::str::from_utf8(text).ok())
}

/// The addresses that a table names.
fn literals(table: &BTreeSet<Vec<u8>>) -> BTreeSet<String> {
    texts(table).filter(|text| host::is_literal(text.as_bytes()) && is_canonical(text)).map(str::to_string).collect()
}

fn is_canonical(text: &str) -> bool {
    let mut room = [0; authority::LONGEST];
    authority::host(text.as_bytes(), &mut room) == Some(text.as_bytes())
}

/// What a reader denies of names.
fn fences(table: &BTreeSet<Vec<u8>>, has_method: bool) -> Vec<Rule> {
    let named: Vec<&str> = texts(table)
        .filter(|text| !host::is_literal(text.as_bytes()) && is_canonical(text) && !authority::is_named(text.as_bytes(), |_| false))
        .collect();
    let covered = Expr::Or([Expr::Bool(false), Expr::Bool(false)].into_iter().chain(named.iter().map(|domain| covers(domain))).collect());
    let mut delicate = vec![not(like("*.*")), like("xn--*"), like("*.xn--*")];
    delicate.extend(authority::SPECIAL.iter().filter_map(|label| std::str::from_utf8(label).ok()).map(under));
    let hosts = rule(Expr::And(vec![Expr::Or(delicate), not(covered)]));
    [hosts].into_iter().chain(tunnels(table).filter(|_| has_method)).collect()
}

/// Whether a name is a domain or lies in it, with all its labels that mislead in the domain.
fn covers(domain: &str) -> Expr {
    let misled = [format!("xn--*.{domain}"), format!("*.xn--*.{domain}")].map(|pattern| not(like(&pattern)));
    Expr::And([under(domain)].into_iter().chain(misled).collect())
}

fn under(domain: &str) -> Expr {
    Expr::Under(Box::new(resource()), Hierarchy::Host, domain.to_string())
}

/// A pattern of stars and hosts' characters.
fn like(pattern: &str) -> Expr {
    let mut parts = vec![];
    for (number, literal) in pattern.split('*').enumerate() {
        if number > 0 {
            parts.push(Part::Star);
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal.to_string()));
        }
    }
    Expr::Like(Box::new(resource()), parts)
}

/// The methods that make tunnels, if the table does not name them.
fn tunnels(table: &BTreeSet<Vec<u8>>) -> Option<Rule> {
    let unnamed: BTreeSet<String> = TUNNELS.iter().filter(|method| !table.contains(method.as_bytes())).map(ToString::to_string).collect();
    let method = Expr::Input(Path { root: Root::Context, attributes: vec!["method".into()] });
    (!unnamed.is_empty()).then(|| rule(Expr::OneOf(Box::new(method), unnamed)))
}

/// What a path has by its place, narrowed to what calls of the action have, and to a space; what no table reads has what the vocabulary says.
pub fn domain(action: &str, space: &Space, path: &Path, declared: Option<Domain>) -> Option<Domain> {
    let declared = declared.or_else(|| vocabulary(action, path))?;
    Some(match (path.root, &path.attributes[..], declared) {
        (Root::Resource, [], Domain::Entity { kind, .. }) => {
            let ids = space.resource.clone().unwrap_or_else(|| Ids::Any(inputs::resource(&kind)));
            Domain::Entity { kind, ids }
        }
        (Root::Context, [name], declared) => inputs::attribute(action, name, declared),
        (_, _, declared) => declared,
    })
}

/// What an action of the vocabulary has at a path.
fn vocabulary(action: &str, path: &Path) -> Option<Domain> {
    let action = Action::find(action)?;
    let field = |(name, ty): &(&str, &str)| {
        let domain = match *ty {
            "String" => Domain::String(Text::Any),
            "Long" => Domain::Long { least: i64::MIN, greatest: i64::MAX },
            "ipaddr" => Domain::Ip { only_addresses: false },
            _ => return None,
        };
        let name = name.strip_suffix('?').map_or((*name, true), |name| (name, false));
        Some((name.0.to_string(), (inputs::attribute(action.id, name.0, domain), name.1)))
    };
    match (path.root, &path.attributes[..]) {
        (Root::Resource, []) => Some(Domain::Entity { kind: action.resource.cedar_name().into(), ids: Ids::Any(Text::Any) }),
        (Root::Context, []) => Some(Domain::Record(action.context.iter().map(field).collect::<Option<_>>()?)),
        (Root::Context, [name]) => action.context.iter().filter_map(field).find(|(other, _)| other == name).map(|(_, (domain, _))| domain),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::rules::EntityName;
    use crate::guard::simplify::value::{Value, evaluate};
    use caplink_guard::message;

    #[test]
    fn fences_say_what_readers_deny() {
        let labels = ["a", "com", "localhost", "internal", "xn--a", "xn--b", "example"];
        let mut hosts: Vec<String> = labels.iter().map(ToString::to_string).collect();
        for length in 2..=3 {
            let longer = hosts.iter().filter(|host| host.split('.').count() == length - 1);
            let longer: Vec<_> = longer.flat_map(|host| labels.iter().map(move |label| format!("{label}.{host}"))).collect();
            hosts.extend(longer);
        }
        let tables: [&[&str]; 8] = [
            &[],
            &["localhost"],
            &["com", "example.com"],
            &["xn--a.com"],
            &["a.xn--a.com", "internal"],
            &["db.internal", "10.0.0.1", "path"],
            &["xn--a", "a", "CONNECT"],
            &["xn--b.xn--a.internal", "localhost", "com"],
        ];
        for named in tables {
            let table: BTreeSet<Vec<u8>> = named.iter().map(|text| text.as_bytes().to_vec()).collect();
            let fences = fences(&table, false);
            for host in &hosts {
                let id = EntityName { kind: "Net::Host".into(), id: host.clone() };
                let call = |path: &Path| (path.root == Root::Resource).then(|| Value::Entity(id.clone()));
                let passes = fences.iter().all(|fence| evaluate(&fence.condition, &call) == Some(Value::Bool(false)));
                let is_named = |text: &[u8]| table.contains(text);
                assert_eq!(passes, authority::is_named(host.as_bytes(), is_named), "{host} beside {named:?}");
            }
        }
    }

    #[test]
    fn tunnels_are_those_of_readers() {
        let methods = ["GET", "CONNECT", "TRACE", "OPTIONS", "PATCH", "M"];
        for method in methods {
            assert_eq!(TUNNELS.contains(&method), message::is_tunnel(method.as_bytes()), "{method}");
        }
        assert!(tunnels(&TUNNELS.iter().map(|method| method.as_bytes().to_vec()).collect()).is_none());
    }

    #[test]
    fn addresses_that_are_named_have_a_space_of_their_own() {
        let table = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<BTreeSet<_>>();
        let (with, without) = (table(&["10.0.0.1", "example.com", "010.0.0.1"]), table(&["example.com"]));
        assert_eq!(spaces("http:request", Some(&without), Some(&with)).len(), 1);
        let both = spaces("http:request", Some(&with), Some(&without));
        assert_eq!(both[1].resource, Some(Ids::Listed(["10.0.0.1".to_string()].into())));
        assert_eq!(spaces("kv:read", None, None).len(), 1);
        // Without a reader addresses are hosts like others.
        assert_eq!(spaces("http:request", None, Some(&with))[0].resource, Some(Ids::Any(Text::Host)));
    }
}
