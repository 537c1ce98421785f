//! Guards against the decisions that a public corpus records.
//!
//! In: a folder of tests in the form of cedar-policy/cedar-integration-tests: `CEDAR_CORPUS`, or else the small part of that corpus in `corpus/sample`
//! (Apache-2.0, see its README). Each test that is strictly valid is compiled with principal and resource known, with one of them known, and with neither; the
//! context is never known. Each request must be decided as recorded, and as the authorizer decides it, on 512 MiB of stack. Out: how many were
//! decided without a table, decided by a table, refused and why, and mismatched. Fails if one is mismatched, or if nothing was compared.
//!
//! The one difference that is no mismatch: a forbid that fails denies, and is counted by itself.

mod context;
#[path = "../differential/frame.rs"]
mod frame;
#[path = "../properties/random.rs"]
mod random;
#[path = "../differential/values.rs"]
mod values;

use caplink_linker::guard::{Table, encode};
use caplink_linker::policy::{Decision, question};
use caplink_linker::source::Source;
use caplink_model::limits::POLICY_STACK;
use cedar_policy::{
    AuthorizationError, Authorizer, Context, Effect, Entities, EntityUid, PolicySet, Request, Schema, ValidationMode, Validator,
    schema_str_to_json_with_resolved_types,
};
use frame::{Layout, Memory, places};
use question::{Party, Question, Texts};
use random::Random;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use values::{Type, Value};

/// What became of the requests, each in four modes.
#[derive(Debug, Default)]
struct Counts {
    tests: u64,
    not_valid: u64,
    tables: u64,
    decided: u64,
    residual: u64,
    forbid_failed: u64,
    refused: BTreeMap<String, u64>,
    mismatched: Vec<String>,
}

impl Counts {
    fn refuse(&mut self, reason: &str) {
        *self.refused.entry(reason.into()).or_default() += 1;
    }
}

/// A test as it is read.
struct Test {
    name: String,
    policies: String,
    set: PolicySet,
    text: String,
    schema: Schema,
    resolved: Json,
    json: String,
    entities: Entities,
}

/// What a target is decided by.
enum Guard {
    Always(bool),
    Table(Box<(Table, Layout, Type)>),
}

#[test]
fn guards_decide_as_the_corpus_records() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/sample");
    let folder = std::env::var_os("CEDAR_CORPUS").map_or(sample, PathBuf::from);
    let counts = std::thread::scope(|scope| {
        let run = || run(&folder);
        let thread = std::thread::Builder::new().stack_size(POLICY_STACK).spawn_scoped(scope, run).expect("a thread starts");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    writeln!(std::io::stderr(), "{counts:#?}").expect("stderr takes all");
    assert!(counts.mismatched.is_empty(), "{} mismatched, first: {}", counts.mismatched.len(), counts.mismatched[0]);
    assert!(counts.decided > 0 && counts.residual > 0, "nothing was compared in {}", folder.display());
}

fn run(folder: &Path) -> Counts {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("the folder is readable").path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json") && !file.to_string_lossy().ends_with(".entities.json"));
    files.sort();
    let mut counts = Counts::default();
    for file in files {
        let json: Json = serde_json::from_str(&read(&file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        counts.tests += 1;
        match test(folder, &file, &json) {
            Some(test) => compare(&test, &json, &mut counts),
            None => counts.not_valid += 1,
        }
    }
    counts
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A test that is strictly valid.
fn test(folder: &Path, file: &Path, json: &Json) -> Option<Test> {
    // Paths in a test are from the root of its repository.
    let part =
        |name: &str| read(&folder.join(Path::new(json[name].as_str().expect("it names a file")).file_name().expect("it names a file")));
    let (policies, text, json) = (part("policies"), part("schema"), part("entities"));
    let set: PolicySet = policies.parse().ok()?;
    let (schema, _) = Schema::from_cedarschema_str(&text).ok()?;
    let (resolved, _) = schema_str_to_json_with_resolved_types(&text).ok()?;
    let valid = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict).validation_passed();
    let entities = Entities::from_json_str(&json, Some(&schema)).ok()?;
    let name = file.file_stem()?.to_string_lossy().into_owned();
    valid.then_some(Test { name, policies, set, text, schema, resolved, json, entities })
}

fn compare(test: &Test, json: &Json, counts: &mut Counts) {
    let files = [Source { file: "p.cedar", text: &test.policies }];
    let question = Question::load(&Texts {
        policies: &files,
        links: None,
        schema: Source { file: "s.cedarschema", text: &test.text },
        entities: Some(Source { file: "e.json", text: &test.json }),
    });
    let question = match question {
        Ok(question) => question,
        Err(errors) => return errors.iter().for_each(|error| counts.refuse(error.code)),
    };
    let mut guards: BTreeMap<(String, String, String), Option<Guard>> = BTreeMap::new();
    for request in json["requests"].as_array().expect("a test has requests") {
        let Some((principal, action, resource)) = parties(request) else {
            counts.refuse("a name that Cedar does not read");
            continue;
        };
        let context = Context::from_json_value(request["context"].clone(), Some((&test.schema, &action))).ok();
        let asked = context.as_ref().and_then(|context| {
            Request::new(principal.clone(), action.clone(), resource.clone(), context.clone(), Some(&test.schema)).ok()
        });
        let (Some(context), Some(asked)) = (context, asked) else {
            counts.refuse("a request that the schema does not describe");
            continue;
        };
        let response = Authorizer::new().is_authorized(&asked, &test.set, &test.entities);
        let allows = response.decision() == cedar_policy::Decision::Allow;
        let forbid_failed = response.diagnostics().errors().any(|AuthorizationError::PolicyEvaluationError(error)| {
            test.set.policy(error.policy_id()).is_some_and(|policy| policy.effect() == Effect::Forbid)
        });
        if allows != (request["decision"] == "allow") {
            counts.mismatched.push(format!("{}: the authorizer decides {allows}, and {} is recorded", test.name, request["decision"]));
        }
        for mode in 0..4 {
            let known = |party: &EntityUid, known: bool| if known { party.to_string() } else { party.type_name().to_string() };
            let key = (known(&principal, mode & 1 == 0), action.to_string(), known(&resource, mode & 2 == 0));
            let guard = guards.entry(key.clone()).or_insert_with(|| match compile(test, &question, &key, &action, mode) {
                Ok(guard) => {
                    counts.tables += u64::from(matches!(guard, Guard::Table(_)));
                    Some(guard)
                }
                Err(reason) => {
                    counts.refuse(&reason);
                    None
                }
            });
            let decided = match guard {
                None => continue,
                Some(Guard::Always(allow)) => {
                    counts.decided += 1;
                    *allow
                }
                Some(Guard::Table(table)) => {
                    let (table, layout, ty) = &**table;
                    let Type::Record(fields) = ty else { unreachable!("a context is a record") };
                    let Some(context) = context::value(&context, fields, &asked) else {
                        counts.refuse("a context that is not read");
                        continue;
                    };
                    counts.residual += 1;
                    ask(table, layout, [&principal, &resource], context)
                }
            };
            match (decided, allows) {
                (false, true) if forbid_failed => counts.forbid_failed += 1,
                (decided, allows) if decided == allows => {}
                _ => {
                    counts.mismatched.push(format!("{} as {key:?}: the guard decides {decided}; Cedar: {response:?}\n{request}", test.name))
                }
            }
        }
    }
}

fn parties(request: &Json) -> Option<(EntityUid, EntityUid, EntityUid)> {
    let uid = |name: &str| EntityUid::from_json(request[name].clone()).ok();
    Some((uid("principal")?, uid("action")?, uid("resource")?))
}

fn compile(test: &Test, question: &Question, key: &(String, String, String), action: &EntityUid, mode: u32) -> Result<Guard, String> {
    let party = |text, unknown| if unknown { Party::Unknown(text) } else { Party::Known(text) };
    let (principal, resource) = (party(&key.0, mode & 1 != 0), party(&key.2, mode & 2 != 0));
    let codes = |errors: Vec<caplink_model::diagnostic::Diagnostic>| errors.iter().map(|error| error.code).collect::<Vec<_>>().join(" ");
    match question.decide(principal, &key.1, resource).map_err(codes)? {
        Decision::Allow(_) => Ok(Guard::Always(true)),
        Decision::Deny(_) => Ok(Guard::Always(false)),
        Decision::Residual(rules) => {
            let name = action.type_name().to_string();
            let ty = context::of_action(&test.resolved, &name, action.id().unescaped()).ok_or("a context type that is not read")?;
            let kind = |party| match party {
                Party::Unknown(kind) => Some(kind),
                Party::Known(_) => None,
            };
            let layout = places(&mut Random::new(1), kind(principal), kind(resource), &ty);
            let table = encode(&rules, &layout.places).map_err(|error| format!("{error:?}"))?;
            caplink_guard::check(&table.bytes)
                .unwrap_or_else(|error| panic!("{}: its own table is refused: {error:?}\n{rules:#?}", test.name));
            Ok(Guard::Table(Box::new((table, layout, ty))))
        }
    }
}

fn ask(table: &Table, layout: &Layout, parties: [&EntityUid; 2], context: Vec<(String, Option<Value>)>) -> bool {
    let mut random = Random::new(2);
    let mut memory = Memory::new(&mut random, layout.size);
    let frame = memory.frame;
    for (place, party) in [&layout.places.principal, &layout.places.resource].into_iter().zip(parties) {
        if let Some(place) = place {
            memory.value(frame, place, &Value::Entity(party.type_name().to_string(), party.id().unescaped().into()));
        }
    }
    memory.value(frame, &layout.places.context, &Value::Record(context));
    caplink_guard::decide(&table.bytes, memory.bytes.as_slice(), frame, &mut ())
}
