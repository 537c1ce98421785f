//! A link in memory, as `caplink link` does it: the linker, then the independent check. Shared by test binaries and benchmarks.
//!
//! In: an agent and the text of its policies; the principal is always `Agent::"a"`. Out: an artifact that was accepted, or why there is none.
#![allow(dead_code, reason = "each test binary uses its part")]

use caplink_linker::lock::Texts;
use caplink_linker::source::Source;
use caplink_model::limits::POLICY_STACK;
use caplink_model::lockfile::Observe;
use caplink_verify::Verified;
use std::collections::BTreeSet;
use std::path::Path;
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::{LiftLowerAbi, ManglingAndAbi, Resolve, WorldId, WorldKey};

/// Everything is granted.
pub const ALL: &str = "permit (principal, action, resource);\n";
/// Nothing is.
pub const NONE: &str = "";

/// Why there is no artifact.
#[derive(Debug)]
pub enum Refusal {
    /// The codes and messages of an input that cannot be linked.
    Input(Vec<(&'static str, String)>),
    /// The linker's own output was refused: a bug.
    Unsound(String),
}

/// Links. Must be on a stack of `POLICY_STACK`; see [`on_policy_stack`].
pub fn link(agent: &[u8], policies: &str) -> Result<Verified, Refusal> {
    observed(agent, policies, None)
}

/// The same, and what is linked records its calls, if a sink is given.
pub fn observed(agent: &[u8], policies: &str, sink: Option<Observe>) -> Result<Verified, Refusal> {
    let policies = [Source { file: "a.cedar", text: policies }];
    let texts = Texts { policies: &policies, schemas: &[], entities: None, links: None };
    let prepared = caplink_linker::prepare(
        agent,
        caplink_linker::Request {
            texts,
            principal: "Agent::\"a\"",
            demand: caplink_model::lockfile::Demand::Imports,
            observe: sink,
            virtuals: &caplink_model::virtuals::NOTHING,
        },
    )
    .map_err(|errors| Refusal::Input(errors.into_iter().map(|error| (error.code, error.message)).collect()))?;
    let checked = caplink_verify::standalone(agent).map_err(|violation| Refusal::Input(vec![("E-AGENT", violation.to_string())]))?;
    let features = checked.required_features().iter().map(ToString::to_string).collect();
    let linked = caplink_linker::finish(prepared, checked.contents(), features);
    let artifact = [&linked.prefix[..], agent, &linked.suffix[..]].concat();
    caplink_verify::verify(artifact, &linked.lockfile, Some(&checked))
        .map_err(|violations| Refusal::Unsound(violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

/// Runs on the stack that Cedar needs.
pub fn on_policy_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(POLICY_STACK).spawn_scoped(scope, run).expect("a thread starts");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The functions that a root imports: the import's name, and the function's, which is empty for a plain function.
pub fn imported(verified: &Verified) -> BTreeSet<(String, String)> {
    let functions = |import: &caplink_model::lockfile::Import| {
        let plain = (import.sort == caplink_model::lockfile::Sort::Func).then(String::new);
        import.functions.iter().cloned().chain(plain).map(|function| (import.name.clone(), function)).collect::<Vec<_>>()
    };
    verified.lockfile().imports.iter().flat_map(functions).collect()
}

/// A component for a world that imports everything that the world names, and does nothing. Fails where the encoder cannot express the world.
pub fn component(resolve: &Resolve, world: WorldId) -> Result<Vec<u8>, String> {
    component_that_needs(resolve, world, |_| true)
}

/// The same, but of interfaces that are imported only, it imports only the functions that it `needs`, and the types for them.
pub fn component_that_needs(resolve: &Resolve, world: WorldId, mut needs: impl FnMut(&str) -> bool) -> Result<Vec<u8>, String> {
    let mut needed = resolve.clone();
    for (key, _) in &resolve.worlds[world].imports {
        if let WorldKey::Interface(id) = key
            && !resolve.worlds[world].exports.contains_key(key)
        {
            needed.interfaces[*id].functions.retain(|name, _| needs(name));
        }
    }
    let mut module = wit_component::dummy_module(&needed, world, ManglingAndAbi::Legacy(LiftLowerAbi::Sync));
    wit_component::embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8).expect("the metadata is written");
    let mut encoder = ComponentEncoder::default();
    encoder.module(&module).map_err(|error| format!("{error:#}"))?;
    encoder.encode().map_err(|error| format!("{error:#}"))
}

/// An agent of `tests/agents`, as committed.
pub fn agent(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/agents/{name}.wasm"))).expect("the agent is committed")
}

/// The schema that policies for an agent are validated against, as `caplink schema` prints it.
pub fn schema(agent: &[u8]) -> String {
    use caplink_linker::schema::{interface, shipped};
    let agent = caplink_linker::agent::decode(agent).expect("it is an agent");
    let interfaces = interface::interfaces(caplink_linker::custom_imports(&agent)).expect("its functions have actions");
    shipped::shipped(&BTreeSet::new()) + &interface::text(&interfaces)
}
