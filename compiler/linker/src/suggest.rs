//! A least-privilege policy for an agent: what calls can reach, scoped by the constants that they pass, or by what a recorded run did.
//!
//! In: an agent, how calls reach its imports, and perhaps the calls of a run. Out: Cedar text. Must hold: it validates under the agent's schema and links as it stands; each
//! permit says in comments why it is there; a condition stands only where a guard can decide it. Constants and logs are hints: whoever reads the policy decides. Every
//! text of the agent's is quoted for the language that it stands in.

use crate::agent::{Agent, AgentImport};
use crate::demand::ByFunction;
use crate::reach::{Confidence, Told};
use crate::record::Call;
use crate::schema::syntax::{comment, quote};
use crate::signature::Signatures;
use crate::{capability, grants};
use caplink_guard::{authority, host, message, target};
use caplink_model::action::Action;
use caplink_model::catalogue::{self, Effect, Known};
use caplink_model::lockfile::Reach;
use caplink_model::text::escape;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use wit_parser::{Type, TypeDefKind};

/// Values up to which a condition lists them.
const LISTED: usize = 8;
/// Functions that a comment names.
const NAMED: usize = 3;
/// Columns of a comment.
const WIDTH: usize = 96;

/// A call of a recorded run, which was allowed.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its actions.
    pub actions: Vec<String>,
    /// The id of its resource, if that was visible.
    pub resource: Option<String>,
    /// Its values in Cedar's JSON form, if they were visible and none was left out.
    pub context: Option<BTreeMap<String, Value>>,
}

impl Seen {
    /// The calls of a log that were allowed.
    pub fn of(log: &[Call]) -> Vec<Self> {
        let allowed = log.iter().filter(|call| call.allowed);
        allowed
            .map(|call| {
                let is_whole = !call.truncated && !call.omitted;
                let context = call.context.as_ref().filter(|_| is_whole);
                Self {
                    actions: call.actions.clone(),
                    resource: call.resource.as_ref().map(|(_, id)| id.clone()),
                    context: context.map(|context| context.iter().map(|(name, value)| (name.clone(), value.clone())).collect()),
                }
            })
            .collect()
    }
}

/// Why an action is needed, and by which functions.
struct Need<'a> {
    functions: Vec<Function<'a>>,
    /// How calls reach the functions that prepare its calls, if it is one that others prepare.
    beside: Vec<&'a Told>,
}

impl Need<'_> {
    /// How calls reach it, and what prepares it.
    fn told(&self) -> impl Iterator<Item = &Told> {
        self.functions.iter().filter_map(|function| function.told).chain(self.beside.iter().copied())
    }
}

struct Function<'a> {
    import: &'a AgentImport,
    name: &'a str,
    told: Option<&'a Told>,
    /// Whether conditions on its calls can be decided.
    is_guardable: bool,
    /// The parameters that policies can compare with a constant as they are.
    comparable: BTreeSet<&'a str>,
}

/// One permit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Permit {
    resource: Option<String>,
    conditions: Vec<String>,
}

/// How calls reach imports, by import and function.
pub type Calls = ByFunction<Told>;

/// Writes the policy of an agent whose principal is called `name`. `calls` is `None` where every import counts as demanded.
pub fn suggest(agent: &Agent, name: &str, calls: Option<&Calls>, seen: Option<&[Seen]>) -> String {
    let principal = format!("principal == Agent::{}", quote(name));
    let (needs, unknown) = needs(agent, calls);
    let mut out = heading(calls, seen.is_some());
    for export in agent.exports.iter().map(crate::agent::AgentExport::policy_name).collect::<BTreeSet<_>>() {
        out.push_str(&format!("\n// The host may call {}.\n", escape(&export)));
        let resource = format!("resource == Wit::Interface::{}", quote(&export));
        out.push_str(&permit(&format!("export:{export}"), &principal, "export", &Permit { resource: Some(resource), conditions: vec![] }));
    }
    for (action, need) in &needs {
        out.push('\n');
        out.push_str(&reasons(action, need));
        let observed = seen.map(|seen| seen.iter().filter(|seen| seen.actions.iter().any(|other| other == action)).collect::<Vec<_>>());
        let (notes, permits) = match &observed {
            Some(observed) if observed.is_empty() => {
                out.push_str("// The recorded run did not do this: remove the slashes to grant it all the same.\n");
                let waiting = permit(action, &principal, action, &open(action, need));
                out.extend(waiting.lines().map(|line| format!("//{line}\n")));
                continue;
            }
            Some(observed) => narrowed(action, need, observed),
            None => scoped(action, need),
        };
        out.push_str(&comment("", &wrapped(&notes)));
        let several = permits.len() > 1;
        for (number, one) in permits.iter().enumerate() {
            let id = if several { format!("{action}:{}", number + 1) } else { action.clone() };
            out.push_str(&permit(&id, &principal, action, one));
        }
    }
    if !unknown.is_empty() {
        out.push_str("\n// No policy can grant these, which caplink does not know:\n");
        unknown.iter().for_each(|name| out.push_str(&comment("", name)));
    }
    out
}

fn heading(calls: Option<&Calls>, observed: bool) -> String {
    let mut text = match calls {
        Some(_) => "What calls in the agent can reach, and nothing else.".to_string(),
        None => "Everything that the agent imports: what it calls was not found out.".to_string(),
    };
    if calls.is_some_and(|calls| calls.values().any(|told| told.reach == Reach::InterpreterLike)) {
        text.push_str(
            "\nThe agent is interpreter-like: data decides what it calls, so this is more than it needs. Cut it down by hand, or record a run\n\
             (`caplink link --observe`) and give the log with `--observed`.",
        );
    }
    if observed {
        text.push_str("\nNarrowed to a recorded run: what that did not do is not permitted.");
    }
    text.push_str("\nConstants and names are read from the agent: check them before you rely on them.");
    comment("", &text)
}

fn needs<'a>(agent: &'a Agent, calls: Option<&'a Calls>) -> (BTreeMap<String, Need<'a>>, Vec<String>) {
    let mut signatures = Signatures::new(&agent.resolve);
    let (mut needs, mut unknown): (BTreeMap<String, Need<'a>>, Vec<String>) = (BTreeMap::new(), vec![]);
    for import in &agent.imports {
        for (name, function) in import.functions(&agent.resolve) {
            let told = calls.and_then(|calls| calls.get(&(import.name.clone(), name.to_string())));
            if calls.is_some() && told.is_none() {
                continue;
            }
            let signature = signatures.digest(function);
            let known = import.interface.as_ref().map_or(Known::Custom, |interface| catalogue::lookup(interface, name, signature));
            let (actions, is_guardable): (Vec<String>, bool) = match known {
                Known::Foreign => {
                    unknown.push(format!("{}#{name}", import.name));
                    continue;
                }
                Known::Custom => (vec![grants::custom_action(import, name)], true),
                Known::Entry(entry) => match entry.effect {
                    Effect::Acts(actions) => {
                        let has_reader = import.interface.as_ref().is_some_and(|interface| capability::find(interface, name).is_some());
                        (actions.iter().map(ToString::to_string).collect(), has_reader && actions.len() == 1)
                    }
                    Effect::Inert { .. } => continue,
                },
            };
            for action in actions {
                let need = needs.entry(action).or_insert_with(|| Need { functions: vec![], beside: vec![] });
                let comparable = function.params.iter().filter(|param| is_comparable(agent, param.ty)).map(|param| param.name.as_str());
                need.functions.push(Function { import, name, told, is_guardable, comparable: comparable.collect() });
            }
        }
    }
    if let (Some(request), Some(calls)) = (needs.get_mut("http:request"), calls) {
        // The parts of a request are set before it is sent.
        request.beside = calls.iter().filter(|((import, _), _)| import.starts_with("wasi:http/types")).map(|(_, told)| told).collect();
    }
    (needs, unknown)
}

fn permit(id: &str, principal: &str, action: &str, permit: &Permit) -> String {
    let resource = permit.resource.as_deref().unwrap_or("resource");
    let mut out = format!("@id({})\npermit (\n  {principal},\n  action == Action::{},\n  {resource}\n)", quote(id), quote(action));
    if !permit.conditions.is_empty() {
        out.push_str(&format!("\nwhen {{\n  {}\n}}", permit.conditions.join(" &&\n  ")));
    }
    out.push_str(";\n");
    out
}

/// Why the action is needed: what it is, and the call paths.
fn reasons(action: &str, need: &Need<'_>) -> String {
    let mut text = match Action::find(action) {
        Some(known) => format!("{action}: {}.", known.doc),
        None => format!("Call {}.", escape(action)),
    };
    for function in need.functions.iter().take(NAMED) {
        let own = if function.name.is_empty() { String::new() } else { format!("#{}", function.name) };
        let by = match function.told {
            Some(told) if told.reach == Reach::InterpreterLike => "called as data decides".to_string(),
            Some(told) => {
                let path = told.in_short().path.join(" > ");
                format!("called {}by {path}", if told.reach == Reach::Table { "perhaps, " } else { "" })
            }
            None => "imported".to_string(),
        };
        text.push_str(&format!("\n{}{own}: {by}", function.import.name));
        let place = function.told.and_then(|told| told.path.iter().rev().find_map(|stop| stop.place.as_ref()));
        if let Some(place) = place {
            text.push_str(&format!(", at {place}"));
        }
    }
    if need.functions.len() > NAMED {
        text.push_str(&format!("\nand {} more", need.functions.len() - NAMED));
    }
    comment("", &wrapped(&text))
}

/// Lines of at most a hundred columns; what goes on is indented.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            if column > 0 && column + 1 + word.len() > WIDTH {
                out.push_str("\n ");
                column = 1;
            }
            if column > 0 {
                out.push(' ');
            }
            out.push_str(word);
            column += 1 + word.len();
        }
        out.push('\n');
    }
    out
}

/// The permit without a condition.
fn open(action: &str, need: &Need<'_>) -> Permit {
    let interface = |function: &Function<'_>| format!("resource == Wit::Interface::{}", quote(&function.import.policy_name()));
    let resource = match Action::find(action) {
        Some(_) => None,
        None => need.functions.first().map(interface),
    };
    Permit { resource, conditions: vec![] }
}

/// The permits that constants call for, and what to say of them.
fn scoped(action: &str, need: &Need<'_>) -> (String, Vec<Permit>) {
    let open = || vec![open(action, need)];
    if !need.functions.iter().all(|function| function.is_guardable) {
        return (nearby(need), open());
    }
    match action {
        "http:request" | "net:resolve" => {
            let hosts = values(need, &["authority", "name"]);
            let Some((hosts, confidence)) = hosts else {
                return ("Which hosts is not known from the code: name them, or record a run. This allows every host.".into(), open());
            };
            let note = match confidence {
                Confidence::Proved => "Every call passes these hosts.",
                _ => "These hosts stand near the calls, and others may be asked too: a run will tell.",
            };
            let permits: BTreeSet<Permit> = hosts.iter().filter_map(|host| of_host(action, need, host)).collect();
            if permits.is_empty() {
                let note = "No host in the code is one that a guard would let pass: name them, or record a run. This allows every host.";
                return (note.into(), open());
            }
            (note.into(), permits.into_iter().collect())
        }
        _ if Action::find(action).is_some() => (nearby(need), open()),
        _ => of_custom(action, need),
    }
}

/// The constants of the first of these parameters that has some, over all functions of a need.
fn values(need: &Need<'_>, parameters: &[&str]) -> Option<(BTreeSet<String>, Confidence)> {
    let found = need.told().flat_map(|told| &told.literals).filter(|literals| parameters.contains(&literals.parameter.as_str()));
    let (mut values, mut confidence) = (BTreeSet::new(), Confidence::Proved);
    for literals in found {
        values.extend(literals.values.iter().cloned());
        confidence = confidence.min(literals.confidence);
    }
    (!values.is_empty() && confidence != Confidence::Unknown).then_some((values, confidence))
}

/// Requests to one host, or lookups of one name.
fn of_host(action: &str, need: &Need<'_>, text: &str) -> Option<Permit> {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
        None => (None, text),
    };
    let rest = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let proved =
        |parameter: &str| values(need, &[parameter]).filter(|(_, confidence)| *confidence == Confidence::Proved).map(|(values, _)| values);
    let schemes = scheme.map_or_else(|| proved("scheme").unwrap_or_default(), |scheme| [scheme].into());
    let schemes: BTreeSet<String> = schemes.into_iter().map(|scheme| scheme.to_ascii_lowercase()).collect();
    let default = if schemes.iter().eq(["http"]) { 80 } else { 443 };
    let mut room = [0; authority::LONGEST];
    let found = authority::canonical(rest.as_bytes(), default, &mut room)?;
    let resource = Some(format!("resource == Net::Host::{}", quote(std::str::from_utf8(found.host).ok()?)));
    if action == "net:resolve" {
        return (!host::is_literal(found.host)).then_some(Permit { resource, conditions: vec![] });
    }
    let mut conditions = vec![];
    conditions.extend(one_of(
        "context.scheme",
        schemes.iter().filter(|scheme| ["http", "https"].contains(&scheme.as_str())).map(|text| quote(text)),
    ));
    if schemes.len() == 1 || rest.rsplit_once(':').is_some_and(|(_, port)| !port.is_empty() && !port.contains(']')) {
        conditions.push(format!("context.port == {}", found.port));
    }
    let methods = proved("method").unwrap_or_default();
    let known = |method: &String| {
        let known = message::method(method.to_ascii_uppercase().as_bytes()).filter(|known| *known != message::OTHER)?;
        std::str::from_utf8(message::method_name(known)?).ok().map(quote)
    };
    let known: BTreeSet<_> = methods.iter().map(known).collect();
    if !known.contains(&None) {
        conditions.extend(one_of("context.method", known.into_iter().flatten()));
    }
    let paths = proved("path-with-query").unwrap_or_default();
    let paths: Option<BTreeSet<String>> = paths.iter().map(|path| path_of(path)).collect();
    conditions.extend(paths.and_then(|paths| one_of("context.path", paths.iter().map(|path| quote(path)))));
    Some(Permit { resource, conditions })
}

/// The path of a request target, as guards see it.
fn path_of(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let found = target::canonical(&mut bytes, &target::Strict { path: true, query: false })?;
    std::str::from_utf8(&bytes[..found.path]).ok().map(str::to_string)
}

/// That an input has one of these literals; nothing for none or too many.
fn one_of(input: &str, literals: impl Iterator<Item = String>) -> Option<String> {
    let literals: BTreeSet<String> = literals.collect();
    match literals.len() {
        1 => literals.first().map(|literal| format!("{input} == {literal}")),
        2..=LISTED => Some(format!("[{}].contains({input})", literals.into_iter().collect::<Vec<_>>().join(", "))),
        _ => None,
    }
}

/// A function of a custom interface: the texts that every call passes.
fn of_custom(action: &str, need: &Need<'_>) -> (String, Vec<Permit>) {
    let Permit { resource, .. } = open(action, need);
    let mut conditions = vec![];
    if let [function] = need.functions.as_slice() {
        let all = function.told.iter().flat_map(|told| &told.literals);
        let is_known = |literals: &&crate::reach::Literals| {
            literals.confidence == Confidence::Proved && function.comparable.contains(literals.parameter.as_str())
        };
        for literals in all.filter(is_known) {
            conditions.extend(one_of(&context(&literals.parameter), literals.values.iter().map(|text| quote(text))));
        }
    }
    let note = if conditions.is_empty() { nearby(need) } else { "Every call passes these constants.".into() };
    (note, vec![Permit { resource, conditions }])
}

/// An attribute of the context.
fn context(name: &str) -> String {
    let is_plain =
        name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_word = ["true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar"].contains(&name);
    if is_plain && !is_word { format!("context.{name}") } else { format!("context[{}]", quote(name)) }
}

/// What was found near the calls, where no condition can say it.
fn nearby(need: &Need<'_>) -> String {
    let told = need.functions.iter().filter_map(|function| function.told);
    let texts: BTreeSet<&String> = told.flat_map(|told| &told.literals).flat_map(|literals| &literals.values).collect();
    if texts.is_empty() {
        return String::new();
    }
    let texts: Vec<_> = texts.into_iter().take(LISTED).map(|text| quote(text)).collect();
    format!("Constants in the code: {}. This permit does not look at them: limit that at the host too.", texts.join(", "))
}

/// The permits that a run calls for.
fn narrowed(action: &str, need: &Need<'_>, seen: &[&Seen]) -> (String, Vec<Permit>) {
    let note = |what: &str| {
        format!("Seen {} in the recorded run{what}", if seen.len() == 1 { "once".into() } else { format!("{} times", seen.len()) })
    };
    let is_visible = seen.iter().all(|seen| seen.context.is_some());
    if !is_visible || !need.functions.iter().all(|function| function.is_guardable) {
        return (note("; what the calls acted on is not visible to policies yet."), vec![open(action, need)]);
    }
    let mut groups: BTreeMap<Option<&String>, Vec<&BTreeMap<String, Value>>> = BTreeMap::new();
    for one in seen {
        groups.entry(one.resource.as_ref()).or_default().extend(&one.context);
    }
    let kind = Action::find(action).map_or("Wit::Interface", |action| action.resource.cedar_name());
    let permits = groups.into_iter().map(|(resource, calls)| {
        let resource = match resource {
            Some(id) if has_hosts(action) => Some(format!("resource == {kind}::{}", quote(id))),
            _ => open(action, need).resource,
        };
        Permit { resource, conditions: conditions(&calls) }
    });
    (note("."), permits.collect())
}

/// Whether the resource of an action is what its calls name.
fn has_hosts(action: &str) -> bool {
    matches!(action, "http:request" | "net:resolve")
}

/// What all of some calls have in common: few values, or a range of numbers, or the folder of paths.
fn conditions(calls: &[&BTreeMap<String, Value>]) -> Vec<String> {
    let names: BTreeSet<&String> = calls.iter().flat_map(|call| call.keys()).collect();
    let mut conditions = vec![];
    for name in names {
        let input = context(name);
        let values: Vec<Option<&Value>> = calls.iter().map(|call| call.get(name)).collect();
        // Not in every call: an option of WIT, or the query.
        let is_optional = values.contains(&None);
        let values: Vec<&Value> = values.into_iter().flatten().collect();
        let found = of_values(name, &input, &values);
        conditions.extend(found.map(|found| if is_optional { where_it_is(name, &found) } else { found }));
    }
    conditions
}

/// A condition on an attribute, if that is there; Cedar's validator knows no other form that allows it to be absent.
fn where_it_is(name: &str, condition: &str) -> String {
    format!("(if context has {} then {condition} else true)", quote(name))
}

fn of_values(name: &str, input: &str, values: &[&Value]) -> Option<String> {
    if let Some(numbers) = values.iter().map(|value| value.as_i64()).collect::<Option<BTreeSet<i64>>>() {
        return match (numbers.first()?, numbers.last()?) {
            (least, greatest) if least == greatest => Some(format!("{input} == {}", long(*least))),
            (least, greatest) => Some(format!("{input} >= {} && {input} <= {}", long(*least), long(*greatest))),
        };
    }
    if let Some(flags) = values.iter().map(|value| value.as_bool()).collect::<Option<BTreeSet<bool>>>() {
        return (flags.len() == 1).then(|| if flags.contains(&true) { input.to_string() } else { format!("!{input}") });
    }
    let texts = values.iter().map(|value| value.as_str()).collect::<Option<BTreeSet<&str>>>();
    if let Some(texts) = texts {
        let listed = one_of(input, texts.iter().map(|text| quote(text)));
        return listed.or_else(|| (name == "path").then(|| folder(input, &texts)).flatten());
    }
    let addresses = values.iter().map(|value| extension(value)).collect::<Option<BTreeSet<String>>>()?;
    one_of(input, addresses.into_iter())
}

/// A Long, as Cedar writes it.
fn long(number: i64) -> String {
    // The least cannot be written as the negation of a Long.
    if number == i64::MIN { "(-9223372036854775807 - 1)".into() } else { number.to_string() }
}

/// A value of an extension type: `ip("10.0.0.1")`.
fn extension(value: &Value) -> Option<String> {
    let inner = value.get("__extn")?;
    let (function, argument) = (inner.get("fn")?.as_str()?, inner.get("arg")?.as_str()?);
    ["ip", "decimal", "datetime", "duration"].contains(&function).then(|| format!("{function}({})", quote(argument)))
}

/// The folder that many paths lie in.
fn folder(input: &str, paths: &BTreeSet<&str>) -> Option<String> {
    let first = paths.first()?;
    let mut common = &first[..first.rfind('/')? + 1];
    for path in paths {
        while !path.starts_with(common) {
            let shorter = common[..common.len() - 1].rfind('/')?;
            common = &common[..=shorter];
        }
    }
    Some(format!("{input} like {}", quote(&format!("{}*", common.replace('*', "\\*"))).replace("\\\\*", "\\*")))
}

/// Whether constants of a parameter can be compared in policies: strings, and enums by the names of their cases.
fn is_comparable(agent: &Agent, ty: Type) -> bool {
    match ty {
        Type::String => true,
        Type::Id(id) => match agent.resolve.types[id].kind {
            TypeDefKind::Enum(_) => true,
            TypeDefKind::Type(other) => is_comparable(agent, other),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests;
