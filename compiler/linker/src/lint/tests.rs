//! Every rule, by its own examples, and what holds of the registry.

use super::rules::{self, RULES};
use super::{AgentFile, Check, Example, Family, Report, Rule, Selection, Text, Texts, lint};
use crate::policy::question;
use crate::solve::{Answer, Outcome};
use crate::source::Source;
use caplink_model::finding::Level;
use std::collections::BTreeSet;

/// Lints an example on a stack as large as the edge provides.
/// The agents of an example of other rules than those about agents only tell what functions there are.
pub(super) fn run(rule: &Rule, example: &Example) -> Report {
    let ignore = if rule.family() == Family::Agents { vec![] } else { vec!["C3".to_string()] };
    let selection = Selection { ignore, ..Selection::default() };
    let policies = [Text { name: "policy.cedar", bytes: example.policy.as_bytes() }];
    let schemas: Vec<_> = example.schema.iter().map(|text| Text { name: "schema.cedarschema", bytes: text.as_bytes() }).collect();
    let files: Vec<_> = example
        .agents
        .iter()
        .map(|(name, principal)| {
            let path = format!("{}/../../tests/agents/{name}.wasm", env!("CARGO_MANIFEST_DIR"));
            (format!("{name}.wasm"), *principal, std::fs::read(path).expect("the agent is committed"))
        })
        .collect();
    let agents: Vec<_> = files.iter().map(|(name, principal, bytes)| AgentFile { name, principal: *principal, bytes }).collect();
    let texts = Texts {
        policies: &policies,
        schemas: &schemas,
        entities: example.entities.map(|text| Text { name: "entities.json", bytes: text.as_bytes() }),
        links: example.links.map(|text| Text { name: "links.json", bytes: text.as_bytes() }),
        agents: &agents,
    };
    on_large_stack(|| lint(&texts, &selection).unwrap_or_else(|errors| panic!("{errors:?}")))
}

fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(caplink_model::limits::POLICY_STACK).spawn_scoped(scope, work);
        thread.expect("a thread").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn shown(report: &Report) -> String {
    report.findings.iter().map(|finding| format!("\n  {} {} {:?} {}", finding.code, finding.name, finding.place, finding.message)).collect()
}

#[test]
fn every_rule_finds_what_to_avoid_and_nothing_in_what_to_prefer() {
    let mut wrong = String::new();
    for rule in RULES {
        let avoid = run(rule, &rule.avoid);
        let grave: BTreeSet<_> = avoid.findings.iter().filter(|finding| finding.level > Level::Info).map(|finding| finding.code).collect();
        let only = grave.iter().all(|code| *code == rule.code);
        if !only || !avoid.findings.iter().any(|finding| finding.code == rule.code) {
            wrong.push_str(&format!("\n{} {}: to avoid:{}\n  undecided {:?}", rule.code, rule.name, shown(&avoid), avoid.undecided));
        }
        let prefer = run(rule, &rule.prefer);
        if prefer.findings.iter().any(|finding| finding.level > Level::Info || finding.code == rule.code) {
            wrong.push_str(&format!("\n{} {}: to prefer:{}", rule.code, rule.name, shown(&prefer)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn rules_have_their_form() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        assert!(seen.insert(rule.code) && seen.insert(rule.name), "{} or its name is taken", rule.code);
        let digits = rule.code.strip_prefix('C').expect("a code begins with C");
        assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", rule.code);
        assert!(rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.name);
        assert!(!rule.summary.ends_with('.') && rule.doc.ends_with('.'), "{}", rule.code);
        assert!(
            rule.avoid.policy != rule.prefer.policy
                || rule.avoid.schema != rule.prefer.schema
                || rule.avoid.entities != rule.prefer.entities
                || rule.avoid.links != rule.prefer.links,
            "{}: the examples are the same",
            rule.code
        );
    }
    assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code), "rules are sorted by code");
    // The README says how many there are.
    assert!(include_str!("../../../../README.md").contains(&format!("It knows {} rules", RULES.len())));
    let reported = RULES.iter().filter(|rule| matches!(rule.check, Check::Reported)).count();
    assert!(reported < RULES.len());
}

#[test]
fn i15_what_is_not_decided_is_no_finding() {
    let correlated = r#"
@id("pay:undecided")
permit (principal == Agent::"pay", action == Action::"acme:pay/api#charge", resource == Wit::Interface::"acme:pay/api")
when { context.cents * context.cents == 7 };
"#;
    let example = Example::policy(correlated).agents(&[("pay", None)]);
    let rule = rules::find("C101").expect("it is a rule");
    let report = run(rule, &example);
    // No square is 7, and nothing here knows that.
    assert!(!report.findings.iter().any(|finding| finding.code == "C101"), "{}", shown(&report));
    assert_eq!(report.undecided.len(), 1, "{:?}", report.undecided);
    // It may fail all the same: what fails is found by trying.
    assert!(report.findings.iter().any(|finding| finding.code == "C108" && finding.witness.is_some()), "{}", shown(&report));
}

#[test]
fn policies_meet_however_they_name_an_entity() {
    let named = [
        r#"resource == Net::Host::"a.example.com""#,
        r#"resource in Net::Host::"a.example.com""#,
        r#"[Net::Host::"a.example.com", Net::Host::"b.example.com"].contains(resource)"#,
        r#"resource in [Net::Host::"a.example.com", Net::Host::"b.example.com"]"#,
        r#"(if context.port == 443 then Net::Host::"a.example.com" else Net::Host::"b.example.com") == resource"#,
    ];
    for permit in named {
        for forbid in named {
            let policy = |effect: &str, condition: &str| {
                format!("@id(\"{effect}\")\n{effect} (principal, action == Action::\"http:request\", resource) when {{ {condition} }};\n")
            };
            let text: &'static str = (policy("permit", permit) + &policy("forbid", forbid)).leak();
            let report = run(rules::find("C106").expect("it is a rule"), &Example::policy(text));
            assert!(!report.findings.iter().any(|finding| finding.code == "C106"), "{text}{}", shown(&report));
        }
    }
}

/// Lint compiles typed conditions conjunct by conjunct, links compile what partial evaluation leaves: they must say the same.
#[test]
fn lint_and_link_read_conditions_alike() {
    let mut compared = 0;
    let mut compare = |text: &'static str| {
        let texts = [Text { name: "policy.cedar", bytes: text.as_bytes() }];
        let texts = Texts { policies: &texts, ..Texts::default() };
        let Ok(subject) = super::subject(&texts) else { return };
        let schema = crate::schema::shipped::shipped(&BTreeSet::new());
        let question = question::Texts {
            policies: &[Source { file: "policy.cedar", text }],
            links: None,
            schema: Source { file: "schema.cedarschema", text: &schema },
            entities: None,
        };
        let Ok(question) = question::Question::load(&question) else { return };
        for (action, clauses) in &subject.survey.meanings {
            let kind = &subject.survey.vocabulary.resources[action];
            let name = format!("Action::\"{action}\"");
            let (principal, resource) = (question::Party::Unknown("Agent"), question::Party::Unknown(kind));
            let conditions = question.conditions(principal, &name, resource).expect("it is decided");
            for (number, ours) in clauses {
                let id = &subject.policy(*number).id;
                let theirs = conditions.iter().find(|(reference, ..)| reference.id == *id).expect("both have the policy");
                let theirs = theirs.2.as_ref().expect("both read it");
                for (one, other) in [(&ours.whole, theirs), (theirs, &ours.whole)] {
                    let wanted = [(one, Outcome::True), (other, Outcome::NotTrue)];
                    let answer = subject.meaning.ask(&subject.survey, action, &wanted);
                    assert!(!matches!(answer, Answer::Sometimes(_)), "{answer:?} in\n{text}\n{:?}\n{theirs:?}", ours.whole);
                }
                compared += 1;
            }
        }
    };
    on_large_stack(|| {
        // Without interfaces: their packages are known to lint only.
        let examples = RULES.iter().flat_map(|rule| [rule.avoid, rule.prefer]).filter(|example| example.schema.is_none());
        for example in examples.filter(|example| example.entities.is_none() && !example.policy.contains("Wit::")) {
            compare(example.policy);
        }
    });
    assert!(compared > 100, "{compared}");
}

#[test]
fn a_template_for_a_function_that_nothing_tells_of_is_unchecked_once() {
    let text = r#"
@id("template")
permit (principal == ?principal, action == Action::"acme:x/y#z", resource == Wit::Interface::"acme:x/y");
"#;
    let links = r#"[{"template_id": "template", "link_id": "a", "args": {"?principal": "Agent::\"a\""}},
        {"template_id": "template", "link_id": "b", "args": {"?principal": "Agent::\"b\""}}]"#;
    let report = run(rules::find("C029").expect("it is a rule"), &Example::policy(text).links(links));
    let codes: Vec<_> = report.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["C029"], "{}", shown(&report));
}
