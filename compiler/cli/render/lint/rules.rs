//! Rules for people and programs: what `--explain` and `--rules` print. The text is the rules' own.

use super::text::style;
use crate::render::count;
use crate::render::json;
use crate::render::layout::{ASIDE, NAME, Page, TITLE, Word};
use caplink_linker::lint::{Example, Rule};
use serde::Serialize;

/// Everything about one rule.
pub fn explain(rule: &Rule) -> String {
    let mut page = Page::default();
    page.line(0, [Word::own(rule.code).style(style(rule.level)), Word::own(rule.name).style(TITLE)]);
    page.line(2, [Word::own(format!("{}, {}", rule.level, rule.family().title())).style(ASIDE)]);
    page.blank();
    page.line(0, [Word::own(format!("{}.", rule.summary))]);
    page.line(0, [Word::own(rule.doc)]);
    for (title, example) in [("Avoid:", &rule.avoid), ("Prefer:", &rule.prefer)] {
        page.blank();
        page.line(0, [Word::own(title).style(TITLE)]);
        for (label, text) in parts(example) {
            if !label.is_empty() {
                page.line(2, [Word::own(label).style(ASIDE)]);
            }
            for line in text.trim_end().lines() {
                page.line(4, [Word::own(line)]);
            }
        }
    }
    page.finish()
}

/// All rules, by family.
pub fn list(rules: &[&Rule]) -> String {
    let mut page = Page::default();
    let mut family = None;
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| (rule.family(), rule.code));
    for rule in &rules {
        if family.replace(rule.family()) != Some(rule.family()) {
            page.section(rule.family().title(), TITLE, []);
        }
        let level = Word::own(format!("{:<7}", rule.level.to_string())).style(style(rule.level)).gap(2);
        let name = Word::own(format!("{:<width$}", rule.name)).gap(2);
        page.hanging(2, 8, [Word::own(rule.code).style(NAME), level, name, Word::own(rule.summary).gap(2)]);
    }
    page.blank();
    page.line(0, [Word::own(format!("{}; `caplink lint --explain CODE` says more of one", count(rules.len(), "rule")))]);
    page.finish().trim_start_matches('\n').to_string()
}

/// Rules for programs.
pub fn json(rules: &[&Rule]) -> String {
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| JsonRule {
            code: rule.code,
            name: rule.name,
            level: rule.level.to_string(),
            family: rule.family().title(),
            summary: rule.summary,
            doc: rule.doc,
            avoid: JsonExample::of(&rule.avoid),
            prefer: JsonExample::of(&rule.prefer),
        })
        .collect();
    json::print(&JsonRules { lint: 1, rules })
}

/// The texts of an example, each with what it is; the policy is named only beside others.
pub(super) fn parts(example: &Example) -> Vec<(String, String)> {
    let agents = example.agents.iter().map(|(agent, principal)| match principal {
        Some(principal) => format!("{agent} as {principal}"),
        None => (*agent).to_string(),
    });
    let agents = agents.collect::<Vec<_>>().join("\n");
    let others = [("schema", example.schema), ("entities", example.entities), ("template links", example.links)];
    let others = others.into_iter().chain([("agents", (!agents.is_empty()).then_some(agents.as_str()))]);
    let mut parts: Vec<_> = others.filter_map(|(label, text)| Some((format!("{label}:"), text?.to_string()))).collect();
    let label = if parts.is_empty() { String::new() } else { "policies:".into() };
    parts.insert(0, (label, example.policy.to_string()));
    parts
}

#[derive(Serialize)]
struct JsonRules<'a> {
    lint: u32,
    rules: Vec<JsonRule<'a>>,
}

#[derive(Serialize)]
struct JsonRule<'a> {
    code: &'a str,
    name: &'a str,
    level: String,
    family: &'a str,
    summary: &'a str,
    doc: &'a str,
    avoid: JsonExample<'a>,
    prefer: JsonExample<'a>,
}

#[derive(Serialize)]
struct JsonExample<'a> {
    policy: &'a str,
    schema: Option<&'a str>,
    entities: Option<&'a str>,
    links: Option<&'a str>,
    agents: Vec<JsonAgent<'a>>,
}

#[derive(Serialize)]
struct JsonAgent<'a> {
    name: &'a str,
    principal: Option<&'a str>,
}

impl JsonExample<'_> {
    fn of(example: &Example) -> JsonExample<'static> {
        JsonExample {
            policy: example.policy,
            schema: example.schema,
            entities: example.entities,
            links: example.links,
            agents: example.agents.iter().map(|(name, principal)| JsonAgent { name, principal: *principal }).collect(),
        }
    }
}
