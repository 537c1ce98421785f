//! The third target: adapters with guards, for whatever a component may import.
//!
//! In: bytes, of which the first eight choose a random world (`properties/world.rs`). Every function of it is guarded by a condition that reads each value that a
//! policy can name. What must hold: it is linked, and the independent check accepts it; or it is refused for a reason that has a code.

use crate::linking::{self, Refusal, link};
use crate::random::Random;
use crate::world;
use caplink_linker::agent::{self, AgentImport};
use caplink_linker::grants::custom_action;
use caplink_linker::schema::projection::{Attribute, Record, Value, project};
use caplink_model::lockfile::Provider;
use std::fmt::Write as _;
use std::panic::catch_unwind;
use wit_parser::Resolve;

/// Says whether something was guarded.
pub fn trampoline(data: &[u8]) -> bool {
    let mut seed = [0; 8];
    let length = data.len().min(8);
    seed[..length].copy_from_slice(&data[..length]);
    let text = world::world(&mut Random::new(u64::from_le_bytes(seed)));
    let mut resolve = Resolve::default();
    let Ok(package) = resolve.push_str("fuzz.wit", &text) else { return false };
    let world = resolve.packages[package].worlds["w"];
    // The encoder of wit-component gives up, or panics, on some worlds: that is not what is tried here.
    let Ok(Ok(component)) = catch_unwind(|| linking::component(&resolve, world)) else { return false };
    let Ok(agent) = agent::decode(&component) else { return false };
    let policies = policies(&agent);
    match linking::on_policy_stack(|| link(&component, &policies)) {
        Ok(linked) => linked.lockfile().symbols.iter().any(|symbol| symbol.provider == Provider::Guard),
        Err(Refusal::Input(errors)) => {
            assert!(!errors.is_empty(), "it is refused without a word");
            false
        }
        Err(Refusal::Unsound(violations)) => panic!("{violations}\n{text}\n{policies}"),
    }
}

/// A permit with a condition for each function.
fn policies(agent: &agent::Agent) -> String {
    let mut out = "permit (principal, action == Action::\"export\", resource);\n".to_string();
    let functions = |import: &AgentImport| {
        let of = import
            .functions(&agent.resolve)
            .into_iter()
            .map(|(name, function)| (custom_action(import, name), project(&agent.resolve, function)));
        of.collect::<Vec<_>>()
    };
    let mut all: Vec<_> = agent.imports.iter().flat_map(functions).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.dedup_by(|a, b| a.0 == b.0);
    for (action, record) in all {
        let mut reads = vec![];
        read("context", &record, &mut reads, 3);
        let condition = if reads.is_empty() { String::new() } else { format!(" when {{ {} }}", reads.join(" || ")) };
        let _ = writeln!(out, "@limit(\"9 calls\") permit (principal, action == Action::{action:?}, resource){condition};");
    }
    out
}

/// A condition on each attribute, some levels deep.
fn read(of: &str, record: &Record, out: &mut Vec<String>, depth: usize) {
    for Attribute { name, value, .. } in &record.attributes {
        let path = format!("{of}[{name:?}]");
        let optional = record.attribute(name).is_some_and(Attribute::is_optional);
        let mut inner = vec![];
        match value {
            Value::Bool => inner.push(path.clone()),
            Value::Long | Value::UnsignedLong => inner.push(format!("{path} + 1 <= 7")),
            Value::String | Value::Char | Value::OneOf(_) => inner.push(format!("{path} like \"a*\"")),
            Value::Set(_) => inner.push(format!("{path}.isEmpty()")),
            Value::Record(record) if depth > 0 => read(&path, record, &mut inner, depth - 1),
            Value::Record(_) => {}
        }
        let guard = if optional { format!("{of} has {name:?} && ") } else { String::new() };
        out.extend(inner.into_iter().map(|condition| format!("({guard}{condition})")));
    }
}
