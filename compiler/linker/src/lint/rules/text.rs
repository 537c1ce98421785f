//! What rules do with texts: terms by their places, edits that take a part out.
//!
//! In: outlines and their sources. Out: answers and fixes. Must hold: an edit takes out what it says and leaves a text that parses; where that is not certain
//! from the characters around, there is no edit.

use crate::guard::rules::{EntityName, Expr, Ip, Path, Root};
use crate::guard::simplify::may_fail;
use crate::lint::meaning::Entry;
use crate::lint::{Demand, Findings, Subject};
use crate::policy::outline::{Entity, Kind, Operator, Outline, Scope, Term};
use crate::solve::{Answer, Outcome, Witness};
use caplink_model::finding::Fix;
use caplink_model::text::escape;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::Range;

/// Conditions of one policy that are compared with each other at most.
pub const COMPARED: usize = 64;

/// Whether there are too many conditions to compare each with each; says so if there are.
pub fn too_many(outline: &Outline, count: usize, found: &mut Findings) -> bool {
    if count > COMPARED {
        found.undecided(format!("the {count} conditions of `{}` were not compared with each other", escape(&outline.id)));
    }
    count > COMPARED
}

/// The term at a place.
pub fn term<'o>(outline: &'o Outline, range: &Range<usize>) -> Option<&'o Term> {
    outline.condition.iter().flat_map(Term::all).find(|term| term.range == *range)
}

/// Whether a `has` stands at a place.
pub fn is_has(outline: &Outline, range: &Range<usize>) -> bool {
    let mut kind = term(outline, range).map(|term| &term.kind);
    while let Some(Kind::Not(inner)) = kind {
        kind = Some(&inner.kind);
    }
    matches!(kind, Some(Kind::Has(..)))
}

/// The removal of an operand of a chain of `&&`.
pub fn without_conjunct(subject: &Subject<'_>, outline: &Outline, range: &Range<usize>) -> Option<Fix> {
    let source = subject.texts.get(outline.text)?;
    let (before, after) = (source.get(outline.range.start..range.start)?, source.get(range.end..outline.range.end)?);
    let edit = if let Some(rest) = after.trim_start().strip_prefix("&&") {
        let blank = rest.len() - rest.trim_start().len();
        // What stands before must be where a conjunction begins, or another `&&`: an operator that binds tighter would take what follows.
        let starts = before.trim_end().ends_with(['{', '(']) || before.trim_end().ends_with("&&");
        starts.then(|| range.start..range.end + (after.len() - rest.len()) + blank)
    } else if let Some(rest) = before.trim_end().strip_suffix("&&") {
        let ends = after.trim_start().starts_with(['}', ')']);
        ends.then(|| outline.range.start + rest.trim_end().len()..range.end)
    } else {
        None
    }?;
    // A comment would go with it.
    let taken = source.get(edit.clone())?;
    (!taken.contains("//")).then(|| Fix { title: "remove the condition".into(), text: outline.text, edits: vec![(edit, String::new())] })
}

/// The removal of a policy, with the end of its line.
pub fn without_policy(subject: &Subject<'_>, outline: &Outline) -> Option<Fix> {
    let source = subject.texts.get(outline.text)?;
    let rest = source.get(outline.range.end..)?;
    let blank = rest.find(|character: char| !character.is_whitespace()).unwrap_or(rest.len());
    let taken = source.get(outline.range.clone())?;
    (taken.ends_with(';') && !taken.contains("//")).then(|| Fix {
        title: "remove the policy".into(),
        text: outline.text,
        edits: vec![(outline.range.start..outline.range.end + blank, String::new())],
    })
}

/// Whether a policy grants or forbids everything, without a condition.
pub fn is_blanket(outline: &Outline) -> bool {
    crate::policy::survey::is_unscoped(outline) && outline.condition.is_none()
}

/// The range, or the policy's head if it is empty.
pub fn nonempty(outline: &Outline, range: &Range<usize>) -> Range<usize> {
    if range.is_empty() { outline.head.clone() } else { range.clone() }
}

/// An attribute of the call.
pub fn context(name: &str) -> Path {
    Path { root: Root::Context, attributes: vec![name.to_string()] }
}

/// A request on which the policy holds, and this too.
pub fn reaches(subject: &Subject<'_>, entry: &Entry, also: &Expr) -> Option<Witness> {
    match subject.meaning.also(&subject.survey, entry, also) {
        Answer::Sometimes(witness) => Some(witness),
        Answer::Never | Answer::Unknown => None,
    }
}

/// A request to somewhere that no policy names, on which the policy holds.
pub fn reaches_any(subject: &Subject<'_>, entry: &Entry) -> Option<Witness> {
    let resource = Path { root: Root::Resource, attributes: vec![] };
    if entry.requires(&resource) {
        return None;
    }
    let resource = Box::new(Expr::Input(resource));
    let elsewhere = match entry.action.as_str() {
        "http:request" => Expr::Equal(resource, Box::new(entity("Net::Host", "any-host.somewhere"))),
        // In a range that is for documentation only.
        _ => Expr::Equal(
            Box::new(Expr::Input(context("ip"))),
            Box::new(Expr::Ip(Ip { v6: false, address: u32::from(std::net::Ipv4Addr::new(198, 51, 100, 77)).into(), prefix: 32 })),
        ),
    };
    reaches(subject, entry, &elsewhere)
}

fn entity(kind: &str, id: &str) -> Expr {
    Expr::Entity(EntityName { kind: kind.into(), id: id.into() })
}

/// The agent that a policy is for, if its scope names one.
pub fn principal(outline: &Outline) -> Option<&str> {
    match &outline.principal {
        Scope::Equal(agent) if agent.kind == "Agent" => Some(&agent.id),
        _ => None,
    }
}

/// Whether a policy may be for an agent.
pub fn may_be_for(subject: &Subject<'_>, outline: &Outline, agent: &Demand) -> bool {
    match (&outline.principal, &agent.principal, &subject.survey.entities) {
        (Scope::Equal(named), _, _) => agent.may_be(&named.id),
        (Scope::In(group) | Scope::IsIn(_, group), Some(id), Some(entities)) if group.kind != "Agent" => {
            let mut rest = vec![("Agent".to_string(), id.clone())];
            let mut seen = BTreeSet::new();
            while let Some(name) = rest.pop().filter(|name| seen.insert(name.clone())) {
                if name == (group.kind.clone(), group.id.clone()) {
                    return true;
                }
                let own = entities.iter().filter(|entity| (&entity.kind, &entity.id) == (&name.0, &name.1));
                rest.extend(own.flat_map(|entity| entity.parents.iter().cloned()));
            }
            false
        }
        _ => true,
    }
}

/// The agents that a policy may be for.
pub fn agents<'s>(subject: &'s Subject<'_>, outline: &Outline) -> Vec<&'s Demand> {
    subject.agents.iter().filter(|agent| may_be_for(subject, outline, agent)).collect()
}

/// Names for people: the first few, escaped, in backticks.
pub fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let mut shown: Vec<String> = names.iter().take(5).map(|name| format!("`{}`", escape(name))).collect();
    if names.len() > 5 {
        shown.push(format!("{} more", names.len() - 5));
    }
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// The hosts that permits name, and whether what is below them is meant too.
pub fn hosts<'s>(subject: &'s Subject<'_>) -> Vec<(&'s Outline, &'s Entity, bool)> {
    let mut found = vec![];
    for outline in subject.sound().filter(|outline| outline.permits) {
        match &outline.resource {
            Scope::Equal(host) => found.push((outline, host, false)),
            Scope::In(host) | Scope::IsIn(_, host) => found.push((outline, host, true)),
            Scope::Any | Scope::Is(_) | Scope::Slot { .. } => {}
        }
        for term in outline.condition.iter().flat_map(Term::all) {
            let Kind::Binary(operator, a, b) = &term.kind else { continue };
            let named = [a, b].into_iter().flat_map(|side| side.all()).filter_map(|term| match &term.kind {
                Kind::Entity(entity) => Some(entity),
                _ => None,
            });
            found.extend(named.map(|host| (outline, host, *operator == Operator::In)));
        }
    }
    found.retain(|(_, host, _)| host.kind == "Net::Host");
    found
}

/// The names that patterns of permits end in: `github.io` of `like "*.github.io"`.
pub fn patterns<'s>(subject: &'s Subject<'_>) -> Vec<(&'s Outline, String, Range<usize>)> {
    let mut found = vec![];
    for outline in subject.sound().filter(|outline| outline.permits) {
        for term in outline.condition.iter().flat_map(Term::all) {
            let Kind::Like(_, pattern) = &term.kind else { continue };
            let [None, rest @ ..] = pattern.as_slice() else { continue };
            if let Some(name) = rest.iter().copied().collect::<Option<String>>() {
                let name = name.trim_start_matches('.');
                if !is_file_ending(name) {
                    found.push((outline, name.to_string(), term.range.clone()));
                }
            }
        }
    }
    found
}

/// The hosts that a policy names.
pub fn hosts_of(outline: &Outline) -> Vec<&Entity> {
    outline.entities().into_iter().filter(|entity| entity.kind == "Net::Host").collect()
}

/// Whether a host is the machine itself.
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip| Reach::of(ip) == Reach::Loopback)
}

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The machine itself.
    Loopback,
    /// What hands out credentials.
    Metadata,
    /// A private network.
    Private,
    /// Anywhere else.
    Public,
}

impl Reach {
    /// Where an address leads.
    pub fn of(ip: IpAddr) -> Self {
        const METADATA: [&str; 5] = ["169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254"];
        let ip = ip.to_canonical();
        if METADATA.iter().any(|known| known.parse() == Ok(ip)) {
            return Self::Metadata;
        }
        match ip {
            _ if ip.is_loopback() || ip.is_unspecified() => Self::Loopback,
            IpAddr::V4(ip) if ip.is_private() || ip.is_link_local() || ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64 => {
                Self::Private
            }
            IpAddr::V6(ip) if ip.is_unique_local() || ip.is_unicast_link_local() => Self::Private,
            _ => Self::Public,
        }
    }
}

/// The texts in `ip("...")` of permits.
pub fn ip_literals<'s>(subject: &'s Subject<'_>) -> Vec<(&'s Outline, &'s str, Range<usize>)> {
    let mut found = vec![];
    for outline in subject.sound().filter(|outline| outline.permits) {
        for term in outline.condition.iter().flat_map(Term::all) {
            if let Kind::Call(name, arguments) = &term.kind
                && name == "ip"
                && let [Term { kind: Kind::String(text), .. }] = arguments.as_slice()
            {
                found.push((outline, text.as_str(), term.range.clone()));
            }
        }
    }
    found
}

/// The addresses that permits name: of sockets, and networks that lie in one kind of addresses.
pub fn addresses<'s>(subject: &'s Subject<'_>) -> Vec<(&'s Outline, Range<usize>, Reach)> {
    let mut found = vec![];
    for (outline, literal, range) in ip_literals(subject) {
        let (address, prefix) = literal.split_once('/').map_or((literal, None), |(address, prefix)| (address, prefix.parse::<u8>().ok()));
        let Ok(ip) = address.parse::<IpAddr>() else { continue };
        // A range that has the service of a link-local network in it.
        let reach = match (Reach::of(ip), prefix, ip) {
            (Reach::Private, Some(..=31), IpAddr::V4(v4)) if v4.is_link_local() => Reach::Metadata,
            (reach, _, _) => reach,
        };
        found.push((outline, range, reach));
    }
    for outline in subject.sound().filter(|outline| outline.permits) {
        for entity in outline.entities().into_iter().filter(|entity| entity.kind == "Net::Address") {
            if let Ok(address) = entity.id.parse::<std::net::SocketAddr>() {
                found.push((outline, entity.range.clone(), Reach::of(address.ip())));
            }
        }
    }
    found
}

/// Where permits lead to a place of this kind, by its names or by addresses.
pub fn leading<'s>(subject: &'s Subject<'_>, reach: Reach, names: &[&str]) -> Vec<(&'s Outline, Range<usize>)> {
    let leads = |id: &str| names.contains(&id) || id.parse().is_ok_and(|ip| Reach::of(ip) == reach);
    let named = hosts(subject).into_iter().filter(|(_, host, _)| leads(&host.id)).map(|(outline, host, _)| (outline, host.range.clone()));
    let addresses = addresses(subject).into_iter().filter(|(_, _, found)| *found == reach).map(|(outline, range, _)| (outline, range));
    named.chain(addresses).collect()
}

/// Policies that can fail: where, and a request on which they do.
pub fn failing<'s>(subject: &'s Subject<'_>, permits: bool) -> Vec<(&'s Outline, &'s Range<usize>, String)> {
    let mut found = vec![];
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        let request = entries.iter().filter(|entry| outline.permits == permits && may_fail(&entry.clauses.whole)).find_map(|entry| {
            match subject.meaning.ask(&subject.survey, &entry.action, &[(&entry.clauses.whole, Outcome::Fails)]) {
                Answer::Sometimes(witness) => Some((entry, entry.request(&witness))),
                Answer::Never | Answer::Unknown => None,
            }
        });
        let Some((entry, request)) = request else { continue };
        let place = entry.clauses.clauses.iter().find(|clause| may_fail(&clause.condition)).map(|clause| &clause.range);
        found.push((outline, place.unwrap_or(&outline.head), request));
    }
    found
}

/// Policies of one effect that hold only where a wider one does, each with the first such.
pub fn narrower<'s>(subject: &'s Subject<'_>, permits: bool) -> Vec<(&'s Outline, &'s Outline)> {
    let mut said = BTreeSet::new();
    let pairs = subject.covered().pairs.iter().filter(|(_, equal)| !**equal);
    let pairs = pairs.map(|((policy, wider), _)| (*policy, subject.policy(*policy), subject.policy(*wider)));
    pairs
        .filter(|(number, outline, _)| outline.permits == permits && said.insert(*number))
        .map(|(_, outline, wider)| (outline, wider))
        .collect()
}

/// Whether a text is a domain name under a known public suffix: `example.com`.
pub fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let has_dot = text.contains('.') && text.split('.').all(is_label);
    has_dot && !is_file_ending(text) && psl::suffix(text.to_ascii_lowercase().as_bytes()).is_some_and(|suffix| suffix.is_known())
}

/// Whether a text ends as names of files do, though there is a top-level domain of that name.
fn is_file_ending(text: &str) -> bool {
    const ENDINGS: [&str; 10] = ["java", "md", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip"];
    text.rsplit('.').next().is_some_and(|last| ENDINGS.contains(&last))
}

pub use crate::policy::{closest, distance};
