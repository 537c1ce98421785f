//! The engine's decision next to `Authorizer::is_authorized` on the same request, and how long many policies take to compile: `cargo bench --bench decide`.
//!
//! In: 1 to 10,000 policies `host == … && path like …` for one agent and action, and a request that the last one allows, then one that none does. Out:
//! nanoseconds of each, their ratio, and the engine's cost next to that at 10 policies. Then 10,000 policies over 30 functions of an interface: seconds to
//! load, validate and compile them for an agent, next to what Cedar alone takes to parse and validate. Both run in one process, in turns.
#![allow(clippy::disallowed_macros, reason = "a benchmark prints")]

#[path = "../properties/linking.rs"]
mod linking;

use caplink_linker::guard::place::{Kind, Place, Places};
use caplink_linker::policy::Decision;
use caplink_linker::policy::question::{Party, Question, Texts};
use caplink_linker::source::Source;
use cedar_policy::{Authorizer, Context, Entities, PolicySet, Request, Schema, ValidationMode, Validator};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;
use wit_parser::Resolve;

const SCHEMA: &str = r#"
    entity Agent;
    entity Service;
    action "go" appliesTo { principal: [Agent], resource: [Service], context: { host: String, path: String } };
"#;

fn main() {
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(|| {
        decisions();
        compilation();
    });
    thread.expect("a thread starts").join().expect("no panic");
}

fn decisions() {
    println!(
        "{:>8} {:8} {:>14} {:>10} {:>10} {:>8} {:>12}",
        "policies", "request", "Authorizer ns", "engine ns", "ratio", "of 10's", "table bytes"
    );
    let mut at_ten = [f64::NAN; 2];
    for many in [1, 10, 100, 1_000, 10_000] {
        let text = policies(many);
        let last = many - 1;
        let table = table(&text);
        caplink_guard::check(&table).expect("the engine accepts it");
        let set: PolicySet = text.parse().expect("it is Cedar");
        for (number, (name, host, path)) in
            [("allowed", format!("h{last}.example.com"), format!("/v1/{last}/a/b")), ("denied", "h.example.org".into(), "/v1/0/a/b".into())]
                .into_iter()
                .enumerate()
        {
            let request = request(&host, &path);
            let authorizer = Authorizer::new();
            let entities = Entities::empty();
            let (memory, frame) = frame(&host, &path);
            let allowed = authorizer.is_authorized(&request, &set, &entities).decision() == cedar_policy::Decision::Allow;
            assert_eq!(allowed, number == 0, "the oracle");
            assert_eq!(caplink_guard::decide(&table, &memory[..], frame, &mut ()), allowed, "the engine");
            let cedar = nanoseconds(200_000 / (many + 100), || {
                black_box(authorizer.is_authorized(black_box(&request), &set, &entities));
            });
            let engine = nanoseconds(200_000, || {
                black_box(caplink_guard::decide(black_box(&table), black_box(&memory[..]), frame, &mut ()));
            });
            if many == 10 {
                at_ten[number] = engine;
            }
            println!(
                "{many:>8} {name:8} {cedar:>14.0} {engine:>10.1} {:>10.0} {:>8.2} {:>12}",
                cedar / engine,
                engine / at_ten[number],
                table.len()
            );
        }
    }
    println!("targets: ratio at least 20 for 1 policy and 10,000 for 10,000; the engine at 10,000 at most twice as slow as at 10");
}

/// The median of five runs.
fn nanoseconds(times: usize, mut run: impl FnMut()) -> f64 {
    let mut found: Vec<_> = (0..5)
        .map(|_| {
            let start = Instant::now();
            (0..times).for_each(|_| run());
            start.elapsed().as_nanos() as f64 / times as f64
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found[2]
}

fn policies(many: usize) -> String {
    let mut text = String::new();
    for number in 0..many {
        let condition = format!("context.host == \"h{number}.example.com\" && context.path like \"/v1/{number}/*\"");
        let _ = writeln!(text, "permit (principal == Agent::\"a\", action == Action::\"go\", resource) when {{ {condition} }};");
    }
    text
}

fn table(policies: &str) -> Vec<u8> {
    let policies = [Source { file: "a.cedar", text: policies }];
    let schema = Source { file: "a.cedarschema", text: SCHEMA };
    let question = Question::load(&Texts { policies: &policies, links: None, schema, entities: None }).expect("they are valid");
    let decision = question.decide(Party::Known("Agent::\"a\""), "Action::\"go\"", Party::Known("Service::\"s\"")).expect("it compiles");
    let Decision::Residual(rules) = decision else { panic!("the call decides") };
    let text = |name: &str, offset| (name.to_string(), Place { offset, when: vec![], kind: Kind::String });
    let context = Place { offset: 0, when: vec![], kind: Kind::Record(vec![text("host", 0), text("path", 8)]) };
    let places = Places { principal: None, resource: None, context };
    caplink_linker::guard::encode(&rules, &places).expect("everything has a place").bytes
}

fn request(host: &str, path: &str) -> Request {
    let uid = |text: &str| text.parse().expect("it is an entity");
    let context = Context::from_json_value(serde_json::json!({ "host": host, "path": path }), None).expect("it is a record");
    Request::new(uid("Agent::\"a\""), uid("Action::\"go\""), uid("Service::\"s\""), context, None).expect("it is a request")
}

/// A memory with both strings, and where the frame is in it.
fn frame(host: &str, path: &str) -> (Vec<u8>, u32) {
    let number = |value: usize| u32::try_from(value).expect("it is small").to_le_bytes();
    let (frame, texts) = (16, 32);
    let mut memory = vec![0; frame];
    memory.extend([number(texts), number(host.len()), number(texts + host.len()), number(path.len())].concat());
    memory.extend(host.bytes().chain(path.bytes()));
    (memory, 16)
}

/// 10,000 policies over 30 functions.
fn compilation() {
    const FUNCTIONS: usize = 30;
    const POLICIES: usize = 10_000;
    let functions: String = (0..FUNCTIONS).map(|number| format!("  f{number}: func(host: string, path: string);\n")).collect();
    let wit = format!("package p:q;\ninterface api {{\n{functions}}}\nworld w {{ import api; export run: func(); }}");
    let mut resolve = Resolve::default();
    let package = resolve.push_str("a.wit", &wit).expect("it is WIT");
    let agent = linking::component(&resolve, resolve.packages[package].worlds["w"]).expect("it is a component");
    let mut text = "permit (principal, action == Action::\"export\", resource);\n".to_string();
    for number in 0..POLICIES {
        let condition = format!("context.host == \"h{number}.example.com\" && context.path like \"/v1/{number}/*\"");
        let action = number % FUNCTIONS;
        let _ =
            writeln!(text, "permit (principal == Agent::\"a\", action == Action::\"p:q/api#f{action}\", resource) when {{ {condition} }};");
    }
    let schema = linking::schema(&agent);
    let mut times = [vec![], vec![]];
    for _ in 0..3 {
        let start = Instant::now();
        let set: PolicySet = text.parse().expect("it is Cedar");
        let (schema, _) = Schema::from_cedarschema_str(&schema).expect("it is a schema");
        assert!(Validator::new(schema).validate(&set, ValidationMode::Strict).validation_passed(), "they are valid");
        times[0].push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let linked = linking::link(&agent, &text).expect("it can be linked");
        times[1].push(start.elapsed().as_secs_f64());
        assert_eq!(linked.lockfile().imports.iter().map(|import| import.functions.len()).sum::<usize>(), FUNCTIONS, "all are guarded");
    }
    let [cedar, ours] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    println!(
        "{POLICIES} policies, {FUNCTIONS} functions: Cedar parses and validates in {cedar:.2} s; linked in {ours:.2} s, {:.1} times that; the target is 3 s",
        ours / cedar
    );
}
