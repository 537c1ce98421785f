//! Mistakes planted in policies that have none: each must be found where it was planted, by the rule that is for it.
//!
//! 200 sample policies of several shapes, without a finding above info; then, kind by kind, the same with one mistake in each.

use caplink_linker::lint::{Selection, Text, Texts, lint};
use caplink_model::finding::{Finding, Level};
use std::fmt::Write as _;

const SAMPLES: usize = 200;

/// A sample, in parts that mistakes change.
#[derive(Clone)]
struct Sample {
    annotations: String,
    agent: String,
    action: String,
    resource: String,
    conditions: Vec<String>,
    /// Other policies, which the mistake needs.
    more: String,
}

fn samples() -> Vec<Sample> {
    let sample = |number: usize| {
        let mut conditions = vec![r#"context.scheme == "https""#.to_string()];
        match number % 4 {
            0 => conditions.push(format!(r#"context.method == "GET" && context.path like "/v{}/items/*""#, number % 7)),
            1 => conditions.push(format!(r#"["GET", "HEAD"].contains(context.method) && context.port == {}"#, 8000 + number)),
            2 => conditions
                .push(format!(r#"context.method == "POST" && (context.path == "/a{number}" || context.path like "/b{number}/*")"#)),
            _ => conditions.push(format!(r#"context.method == "GET" && context has query && context.query like "page={number}&*""#)),
        }
        let resource = if number.is_multiple_of(3) { "in" } else { "==" };
        Sample {
            annotations: format!("@id(\"sample:{number}\")"),
            agent: format!("agent{number}"),
            action: "http:request".into(),
            resource: format!(r#"resource {resource} Net::Host::"h{number}.example.com""#),
            conditions,
            more: String::new(),
        }
    };
    (0..SAMPLES).map(sample).collect()
}

impl Sample {
    fn policy(&self, effect: &str, annotations: &str, resource: &str, conditions: &[String]) -> String {
        let when = if conditions.is_empty() { String::new() } else { format!("\nwhen {{\n  {}\n}}", conditions.join(" &&\n  ")) };
        format!(
            "{annotations}\n{effect} (principal == Agent::\"{}\", action == Action::\"{}\", {resource}){when};\n",
            self.agent, self.action
        )
    }

    fn text(&self) -> String {
        self.policy("permit", &self.annotations, &self.resource, &self.conditions) + &self.more
    }
}

/// The findings in all samples, each of which is a file.
fn findings(samples: &[Sample]) -> Vec<Vec<Finding>> {
    let contents: Vec<String> = samples.iter().map(Sample::text).collect();
    let names: Vec<String> = (0..samples.len()).map(|number| format!("{number}.cedar")).collect();
    let policies: Vec<_> = names.iter().zip(&contents).map(|(name, text)| Text { name, bytes: text.as_bytes() }).collect();
    let texts = Texts { policies: &policies, ..Texts::default() };
    let report = std::thread::scope(|scope| {
        let lint = || lint(&texts, &Selection::default()).expect("there is no agent");
        let thread = std::thread::Builder::new().stack_size(caplink_model::limits::POLICY_STACK).spawn_scoped(scope, lint);
        thread.expect("a thread").join().expect("no panic")
    });
    let mut by_file = vec![vec![]; samples.len()];
    for finding in report.findings {
        let text = finding.place.as_ref().expect("every finding here is in a text").text;
        by_file[text].push(finding);
    }
    by_file
}

#[test]
fn samples_have_no_mistakes() {
    let mut wrong = String::new();
    for (number, found) in findings(&samples()).iter().enumerate() {
        for finding in found.iter().filter(|finding| finding.level > Level::Info) {
            let _ = write!(wrong, "\n{number}: {} {}", finding.code, finding.message);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

type Plant = fn(&mut Sample, usize);

/// Kinds of mistakes, each with the rule that is for it.
const KINDS: &[(&str, Plant)] = &[
    ("C201", |sample, _| sample.resource = sample.resource.replace(".example.com", ".Example.com")),
    ("C201", |sample, _| sample.resource = sample.resource.replace(".example.com", ".example.com:8443")),
    ("C204", |sample, _| sample.conditions.push(r#"context.method != "get""#.into())),
    ("C203", |sample, number| sample.conditions.push(format!(r#"context.path like "https://h{number}.example.com/*""#))),
    ("C205", |sample, _| sample.conditions.push(r#"context.path like "/v*""#.into())),
    ("C006", |sample, _| sample.conditions.push(r#"context.port == "443""#.into())),
    ("C004", |sample, _| sample.action = "http:requets".into()),
    ("C005", |sample, _| sample.resource = sample.resource.replace("Net::Host", "Net::Hosts")),
    ("C007", |sample, _| sample.conditions.push(r#"context.host == "h""#.into())),
    ("C008", |sample, _| sample.conditions.insert(0, r#"context.query like "page=*""#.into())),
    ("C109", |sample, _| sample.conditions.extend([r#"context.port < 80"#.into(), r#"context.port > 90"#.into()])),
    ("C101", |sample, _| sample.conditions.push("context.port > 70000".into())),
    ("C102", |sample, _| sample.conditions.push("context.port <= 65535".into())),
    ("C111", |sample, _| sample.conditions.push(r#"context.scheme != "http""#.into())),
    ("C110", |sample, _| sample.conditions.push("context has port".into())),
    ("C112", |sample, _| sample.conditions.push(r#"(context.path like "/*s" || context.path == "/hers")"#.into())),
    ("C114", |sample, _| sample.conditions.push("context.path == context.path".into())),
    ("C115", |sample, _| sample.conditions.push(r#""GET" == "GET""#.into())),
    ("C103", |sample, number| {
        let mut conditions = sample.conditions.clone();
        conditions.reverse();
        // What guards a value stays before it.
        if number % 4 != 3 {
            sample.more = sample.policy("permit", &format!("@id(\"again:{number}\")"), &sample.resource, &conditions);
        } else {
            sample.more = sample.policy("permit", &format!("@id(\"again:{number}\")"), &sample.resource, &sample.conditions);
        }
    }),
    ("C104", |sample, number| {
        sample.more = sample.policy("permit", &format!("@id(\"wide:{number}\")"), &sample.resource, &sample.conditions[..1]);
    }),
    ("C105", |sample, number| {
        let condition = [r#"context.scheme == "https""#.to_string()];
        sample.more = sample.policy("forbid", &format!("@id(\"none:{number}\")"), r#"resource in Net::Host::"example.com""#, &condition);
    }),
    ("C106", |sample, number| {
        sample.more = sample.policy("forbid", &format!("@id(\"idle:{number}\")"), r#"resource in Net::Host::"example.org""#, &[]);
    }),
    ("C216", |sample, _| drop(sample.conditions.remove(0))),
    ("C215", |sample, _| sample.resource = "resource".into()),
    ("C212", |sample, _| sample.resource = r#"resource == Net::Host::"169.254.169.254""#.into()),
    ("C211", |sample, _| sample.resource = r#"resource == Net::Host::"127.0.0.1""#.into()),
    ("C209", |sample, _| sample.resource = r#"resource in Net::Host::"com""#.into()),
    ("C208", |sample, _| sample.resource = r#"resource in Net::Host::"github.io""#.into()),
    ("C014", |sample, _| sample.annotations = String::new()),
    ("C023", |sample, _| sample.annotations.push_str("@limits(\"5 calls\")")),
    ("C022", |sample, _| sample.annotations.push_str("@limit(\"5\")")),
    ("C024", |sample, _| sample.annotations.push_str("@caplink_allow(\"C216\")")),
    ("C025", |sample, _| sample.annotations.push_str("@caplink_allow(\"C101: not any more\")")),
    ("C001", |sample, _| sample.conditions.push("context.port =".into())),
    ("C017", |sample, _| sample.resource = sample.resource.split('"').next().unwrap_or_default().replace("Net::Host::", "?resource")),
];

#[test]
fn every_planted_mistake_is_found_where_it_was_planted() {
    let kinds: std::collections::BTreeSet<_> = KINDS.iter().map(|(code, _)| code).collect();
    assert!(kinds.len() >= 20);
    let mut missed = String::new();
    for (kind, (code, plant)) in KINDS.iter().enumerate() {
        let mut planted = samples();
        planted.iter_mut().enumerate().for_each(|(number, sample)| plant(sample, number));
        for (number, found) in findings(&planted).iter().enumerate() {
            if !found.iter().any(|finding| finding.code == *code) {
                let others: Vec<_> = found.iter().map(|finding| finding.code).collect();
                let _ = write!(missed, "\nkind {kind}: {code} in\n{}found: {others:?}", planted[number].text());
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.chars().take(8_000).collect::<String>());
}

#[test]
fn fixes_undo_mistakes_and_nothing_else() {
    const FIXED: [&str; 6] = ["C201", "C102", "C111", "C110", "C103", "C025"];
    let plain = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    let mut wrong = String::new();
    // A port in a host is a fault with a fix of its own, which is the same.
    for (code, plant) in KINDS.iter().filter(|(code, _)| FIXED.contains(code)) {
        let originals = samples();
        let mut planted = originals.clone();
        planted.iter_mut().enumerate().for_each(|(number, sample)| plant(sample, number));
        for ((original, sample), found) in originals.iter().zip(&planted).zip(findings(&planted)) {
            let mut text = sample.text();
            let fixes = found.into_iter().filter(|finding| finding.code == *code).filter_map(|finding| finding.fix);
            let mut edits: Vec<_> = fixes.flat_map(|fix| fix.edits).collect();
            edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
            edits.into_iter().for_each(|(range, new)| text.replace_range(range, &new));
            if plain(&text) != plain(&original.text()) {
                let _ = write!(wrong, "\n{code}:\n{}became\n{text}", sample.text());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.chars().take(6_000).collect::<String>());
}
