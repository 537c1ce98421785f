//! The invariants of `compiler/ARCHITECTURE.md` that hold for whole artifacts, on the committed agents and on small components in WAT.
//!
//! Each test links with the crates themselves, reads the artifact again with wasmparser and wit-component, and trusts neither plan nor lockfile.

use caplink_linker::{Linked, finish, lock::Texts, prepare, source::Source};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Lockfile, Origin, Outcome, Provider, Sort};
use caplink_verify::Verified;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wit_component::DecodedWasm;
use wit_parser::WorldItem;

const AGENTS: [&str; 6] = ["ambient", "fetch", "files", "pay", "pay3", "serve"];

/// Policies that grant nothing, everything, and parts that split interfaces and resource families.
const POLICIES: [&str; 6] = [
    "",
    "permit(principal, action, resource);",
    "permit(principal, action in [Action::\"fs:stat\", Action::\"cli:stdout\", Action::\"export\"], resource);",
    "permit(principal, action in [Action::\"http\", Action::\"clock:monotonic\", Action::\"export\"], resource);",
    "permit(principal, action in [Action::\"fs\", Action::\"random\"], resource);",
    "permit(principal, action in [Action::\"clock\", Action::\"env\", Action::\"cli:stdin\", Action::\"export\"], resource);",
];

fn agent(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/agents/{name}.wasm"))).expect("the agent is committed")
}

fn link(agent: &[u8], policy: &str) -> Result<Verified, Vec<Diagnostic>> {
    let work = || {
        let policies = [Source { file: "p.cedar", text: policy }];
        let checked = caplink_verify::standalone(agent).expect("the agent is valid");
        let prepared = prepare(agent, Texts { policies: &policies, schemas: &[], entities: None, links: None }, "Agent::\"x\"")?;
        let features = checked.required_features().iter().map(ToString::to_string).collect();
        let Linked { prefix, suffix, lockfile, .. } = finish(prepared, checked.contents(), features);
        let artifact = [&prefix[..], agent, &suffix[..]].concat();
        Ok(caplink_verify::verify(artifact, &lockfile, Some(&checked)).expect("the linker's output is verified"))
    };
    std::thread::scope(|scope| {
        let stack = caplink_model::limits::POLICY_STACK;
        std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, work).expect("a thread").join().expect("no panic")
    })
}

/// Every committed agent under every policy.
fn artifacts() -> impl Iterator<Item = (Vec<u8>, Verified)> {
    AGENTS.iter().flat_map(|name| {
        let bytes = agent(name);
        POLICIES.iter().map(move |policy| (bytes.clone(), link(&bytes, policy).expect("it links")))
    })
}

/// The functions of each instance that a component imports, as wit-component reads them.
fn imports(component: &[u8]) -> BTreeMap<String, BTreeSet<String>> {
    let Ok(DecodedWasm::Component(resolve, world)) = wit_component::decode(component) else { panic!("it is a component") };
    let functions = |item: &WorldItem| match item {
        WorldItem::Interface { id, .. } => resolve.interfaces[*id].functions.keys().cloned().collect(),
        WorldItem::Function(_) => BTreeSet::from([String::new()]),
        WorldItem::Type { .. } => BTreeSet::new(),
    };
    resolve.worlds[world].imports.iter().map(|(key, item)| (resolve.name_world_key(key), functions(item))).collect()
}

fn granted(lockfile: &Lockfile) -> BTreeMap<String, BTreeSet<String>> {
    let mut granted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for symbol in lockfile.symbols.iter().filter(|symbol| symbol.provider == Provider::PassThrough) {
        granted.entry(symbol.import.clone()).or_default().insert(symbol.function.clone());
    }
    granted
}

#[test]
fn i1_the_agent_stands_in_the_artifact_byte_for_byte_and_once() {
    for (agent, verified) in artifacts() {
        let places = verified.bytes().windows(agent.len()).filter(|window| *window == agent).count();
        assert_eq!(places, 1);
    }
}

#[test]
fn i2_every_import_of_every_component_is_an_explicit_argument() {
    for (_, verified) in artifacts() {
        let lockfile = verified.lockfile();
        let mut parts = lockfile.components.iter();
        let mut offset = 0;
        for payload in wasmparser::Parser::new(0).parse_all(verified.bytes()) {
            let wasmparser::Payload::ComponentSection { unchecked_range, .. } = payload.expect("it parses") else { continue };
            // Components inside the agent come after its own section's start; only the root's own are of interest.
            if unchecked_range.start < offset {
                continue;
            }
            offset = unchecked_range.end;
            let range = usize::try_from(unchecked_range.start).expect("fits")..usize::try_from(unchecked_range.end).expect("fits");
            let part = parts.next().expect("the lockfile lists every component");
            let wanted: BTreeSet<_> = import_names(&verified.bytes()[range]);
            let given: BTreeSet<_> =
                lockfile.wiring.iter().filter(|wire| wire.component == part.name).map(|wire| wire.argument.clone()).collect();
            assert_eq!(given, wanted, "{}", part.name);
        }
        assert!(parts.next().is_none());
    }
}

fn import_names(component: &[u8]) -> BTreeSet<String> {
    let mut depth = 0;
    let mut names = BTreeSet::new();
    for payload in wasmparser::Parser::new(0).parse_all(component) {
        match payload.expect("it parses") {
            wasmparser::Payload::ModuleSection { .. } | wasmparser::Payload::ComponentSection { .. } => depth += 1,
            wasmparser::Payload::End(_) => depth -= 1,
            wasmparser::Payload::ComponentImportSection(section) if depth == 0 => {
                names.extend(section.into_iter().map(|import| import.expect("it parses").name.name.to_string()));
            }
            _ => {}
        }
    }
    names
}

#[test]
fn i3_every_function_that_the_agent_imports_has_one_provider() {
    for (agent, verified) in artifacts() {
        let lockfile = verified.lockfile();
        let demanded: BTreeSet<_> = imports(&agent)
            .into_iter()
            .flat_map(|(name, functions)| functions.into_iter().map(move |function| (name.clone(), function)))
            .collect();
        let provided: Vec<_> = lockfile.symbols.iter().map(|symbol| (symbol.import.clone(), symbol.function.clone())).collect();
        assert_eq!(provided.len(), demanded.len());
        assert_eq!(provided.into_iter().collect::<BTreeSet<_>>(), demanded);
        for symbol in &lockfile.symbols {
            assert_eq!(symbol.provider == Provider::PassThrough, symbol.outcome != Outcome::Deny, "{symbol:?}");
        }
    }
}

#[test]
fn i4_a_condition_that_only_the_call_can_decide_is_never_an_answer() {
    let codes =
        |policy: &str| link(&agent("pay"), policy).err().map(|errors| errors.iter().map(|error| error.code).collect::<BTreeSet<_>>());
    let charge = "(principal, action == Action::\"acme:pay/api#charge\", resource)";
    assert_eq!(codes(&format!("permit{charge} when {{ context.account == \"a\" }};")), Some(BTreeSet::from(["E-POLICY-CONDITION"])));
    assert_eq!(
        codes(&format!("permit{charge}; forbid{charge} when {{ context.account == \"a\" }};")),
        Some(BTreeSet::from(["E-POLICY-CONDITION"]))
    );
    assert_eq!(codes(&format!("permit{charge} when {{ context.nosuch == 1 }};")), Some(BTreeSet::from(["E-POLICY-INVALID"])));
    // What is decided without the call is an answer: a condition on the principal, a forbid that always holds.
    assert_eq!(codes(&format!("permit{charge} when {{ principal == Agent::\"x\" }};")), None);
    assert_eq!(codes(&format!("permit{charge} when {{ context.account == \"a\" }}; forbid{charge};")), None);
}

#[test]
fn i5_the_artifact_imports_what_was_planned_and_nothing_else() {
    for (_, verified) in artifacts() {
        let listed: BTreeMap<_, BTreeSet<String>> =
            verified.lockfile().imports.iter().map(|import| (import.name.clone(), import.functions.iter().cloned().collect())).collect();
        assert_eq!(imports(verified.bytes()), listed);
    }
}

#[test]
fn i6_a_resource_type_has_one_origin_for_every_component_that_takes_it() {
    for (_, verified) in artifacts() {
        let lockfile = verified.lockfile();
        let provider = |component: &str| lockfile.components.iter().find(|part| part.name == component).map(|part| part.name.clone());
        let mut origins: BTreeMap<(String, String), BTreeSet<bool>> = BTreeMap::new();
        for wire in lockfile.wiring.iter().filter(|wire| wire.sort == Sort::Type) {
            let item = wire.item.clone().expect("a type comes out of an instance");
            // An import `a:b/c@1` and the adapter that provides it stand for the same interface.
            let interfaces = match wire.from {
                Origin::Import => wire.name.clone(),
                Origin::Component => provider(&wire.name).expect("it is a component"),
            };
            for interface in interfaces.split(", ") {
                origins.entry((interface.to_string(), item.clone())).or_default().insert(wire.from == Origin::Import);
            }
        }
        for ((interface, item), origins) in origins {
            assert_eq!(origins.len(), 1, "{interface}.{item} comes from the host and from an adapter");
        }
    }
}

#[test]
fn i7_the_root_imports_granted_functions_only_and_one_instance_a_track() {
    for (_, verified) in artifacts() {
        let granted = granted(verified.lockfile());
        for (name, functions) in imports(verified.bytes()) {
            assert!(functions.is_subset(granted.get(&name).unwrap_or(&BTreeSet::new())), "{name}: {functions:?}");
        }
    }
    let twins = wat::parse_str(
        r#"(component
            (import "acme:pay/api@0.2.0" (instance (export "charge" (func)) (export "refund" (func))))
            (import "acme:pay/api@0.2.6" (instance (export "charge" (func)) (export "ping" (func)))))"#,
    )
    .expect("it is WAT");
    let verified = link(&twins, "permit(principal, action == Action::\"acme:pay/api#charge\", resource);").expect("it links");
    let expected = BTreeMap::from([("acme:pay/api@0.2.6".to_string(), BTreeSet::from(["charge".to_string()]))]);
    assert_eq!(imports(verified.bytes()), expected);
}
