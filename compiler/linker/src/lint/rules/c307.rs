//! C307 grown-group: a group of actions has more in it than when the vocabulary was copied.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Level;
use caplink_model::finding::{Finding, Place};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub const RULE: Rule = Rule {
    code: "C307",
    name: "grown-group",
    level: Level::Warning,
    summary: "a group of actions has more in it than when the vocabulary was copied",
    doc: "A permit of a group grants what is added to it later: a new function of an interface, a new action of this tool. Name the actions, or read what is new and copy the vocabulary again.",
    avoid: Example::policy(r#"@id("pay:exports")
permit (principal == Agent::"pay", action in [Action::"export", Action::"cli", Action::"env:read"], resource);

@id("pay:api")
permit (principal == Agent::"pay", action in Action::"acme:pay/api", resource);"#)
        .schema(r#"action "acme:pay";
action "acme:pay/api" in ["acme:pay"];
action "acme:pay/api#charge" in ["acme:pay/api"] appliesTo { principal: [Agent], resource: [Wit::Interface], context: { account: String, cents: Long } };"#)
        .agents(&[("pay", Some(r#"Agent::"pay""#))]),
    prefer: Example::policy(r#"@id("pay:exports")
permit (principal == Agent::"pay", action in [Action::"export", Action::"cli", Action::"env:read"], resource);

@id("pay:api")
permit (principal == Agent::"pay", action in [Action::"acme:pay/api#charge", Action::"acme:pay/api#ping"], resource);"#)
        .schema(r#"action "acme:pay";
action "acme:pay/api" in ["acme:pay"];
action "acme:pay/api#charge" in ["acme:pay/api"] appliesTo { principal: [Agent], resource: [Wit::Interface], context: { account: String, cents: Long } };"#)
        .agents(&[("pay", Some(r#"Agent::"pay""#))]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let vocabulary = &subject.survey.vocabulary;
    for outline in subject.sound().filter(|outline| outline.permits) {
        for group in outline.action.entities() {
            let Some((_, copy)) = vocabulary.copied.get(&group.id) else { continue };
            let before = members(&vocabulary.copied, &group.id);
            let now = vocabulary
                .groups
                .iter()
                .filter(|(action, groups)| groups.contains(&group.id) && vocabulary.resources.contains_key(*action));
            let new: Vec<&str> = now.map(|(action, _)| action.as_str()).filter(|action| !before.contains(action)).collect();
            if !new.is_empty() {
                found.push(Finding {
                    related: vec![(Place { text: *copy, range: 0..0 }, "the copy of the vocabulary".into())],
                    help: Some("name the actions that are meant, or print the copy again with `caplink schema AGENT.wasm`".into()),
                    ..RULE.at(outline, &group.range, format!("this group now has {} too", text::listed(new.into_iter())))
                });
            }
        }
    }
}

/// What was in a group, directly or in groups in it.
fn members<'v>(groups: &'v BTreeMap<String, (BTreeSet<String>, usize)>, group: &str) -> BTreeSet<&'v str> {
    let mut found = BTreeSet::new();
    let mut rest: Vec<&str> = groups.get(group).into_iter().flat_map(|(actions, _)| actions).map(String::as_str).collect();
    while let Some(action) = rest.pop() {
        if found.insert(action) {
            rest.extend(groups.get(action).into_iter().flat_map(|(actions, _)| actions).map(String::as_str));
        }
    }
    found
}
