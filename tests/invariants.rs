//! The invariants of `compiler/ARCHITECTURE.md` that hold for whole artifacts, on the committed agents and on small components in WAT.
//!
//! Each test links with the crates themselves, reads the artifact again with wasmparser and wit-component, and trusts neither plan nor lockfile.

use caplink_linker::{Linked, Request, finish, lock::Texts, prepare, source::Source};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Demand, Lockfile, Origin, Outcome, Provider, Sort};
use caplink_verify::Verified;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wit_component::DecodedWasm;
use wit_parser::WorldItem;

const AGENTS: [&str; 11] = ["ambient", "fetch", "files", "net", "pay", "pay3", "quiet", "serve", "spell", "traced", "worker"];

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
    link_by(agent, policy, Demand::Imports)
}

fn link_by(agent: &[u8], policy: &str, demand: Demand) -> Result<Verified, Vec<Diagnostic>> {
    let work = || {
        let policies = [Source { file: "p.cedar", text: policy }];
        let checked = caplink_verify::standalone(agent).expect("the agent is valid");
        let prepared = prepare(
            agent,
            Request {
                texts: Texts { policies: &policies, schemas: &[], entities: None, links: None },
                principal: "Agent::\"x\"",
                demand,
                observe: None,
                virtuals: &caplink_model::virtuals::NOTHING,
            },
        )?;
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
        let link = move |policy: &str, demand| (bytes.clone(), link_by(&bytes, policy, demand).expect("it links"));
        POLICIES.iter().flat_map(move |policy| [Demand::Imports, Demand::Reachable].map(|demand| link(policy, demand)))
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
    for symbol in lockfile.symbols.iter().filter(|symbol| matches!(symbol.provider, Provider::PassThrough | Provider::Guard)) {
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
            assert_eq!(symbol.provider == Provider::PassThrough, !symbol.outcome.is_refused(), "{symbol:?}");
        }
    }
}

#[test]
fn i4_a_condition_that_only_the_call_can_decide_is_never_an_answer() {
    let codes =
        |policy: &str| link(&agent("pay"), policy).err().map(|errors| errors.iter().map(|error| error.code).collect::<BTreeSet<_>>());
    let charge = "(principal, action == Action::\"acme:pay/api#charge\", resource)";
    let outcome = |policy: &str| {
        let verified = link(&agent("pay"), policy).expect("it links");
        let symbol = verified.lockfile().symbols.iter().find(|symbol| symbol.function == "charge").expect("the agent imports it");
        (symbol.outcome, symbol.provider)
    };
    let guarded = (Outcome::Guard, Provider::Guard);
    assert_eq!(outcome(&format!("permit{charge} when {{ context.account == \"a\" }};")), guarded);
    assert_eq!(outcome(&format!("permit{charge}; forbid{charge} when {{ context.account == \"a\" }};")), guarded);
    assert_eq!(outcome(&format!("@limit(\"1 call\") permit{charge};")), guarded);
    // Where no guard can see what the condition is about, as with variables of WASI 0.3, there is no artifact.
    let unseen =
        |policy: &str| link(&agent("pay3"), policy).err().map(|errors| errors.iter().map(|error| error.code).collect::<BTreeSet<_>>());
    let read = "(principal, action == Action::\"env:read\", resource";
    assert_eq!(unseen(&format!("permit{read} == Env::Var::\"HOME\");")), Some(BTreeSet::from(["E-POLICY-CONDITION"])));
    assert_eq!(unseen(&format!("permit{read}); forbid{read} == Env::Var::\"HOME\");")), Some(BTreeSet::from(["E-POLICY-CONDITION"])));
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

/// Policies with conditions, for agents that import interfaces of no catalogue.
const GUARDED: [(&str, &str); 6] = [
    ("pay", include_str!("../policies/examples/pay.cedar")),
    ("pay3", include_str!("../policies/examples/pay3.cedar")),
    ("worker", include_str!("../policies/examples/worker.cedar")),
    ("fetch", "permit(principal, action == Action::\"http:request\", resource == Net::Host::\"api.example.com\");"),
    ("spell", "permit(principal, action == Action::\"http:request\", resource) when { context.method == \"GET\" };"),
    (
        "net",
        "permit(principal, action in [Action::\"net:connect\", Action::\"net:bind\", Action::\"net:listen\", Action::\"net:send\"], resource)
         when { context.port == 443 };
         permit(principal, action == Action::\"net:resolve\", resource in Net::Host::\"a.example\");",
    ),
];

/// The agents that [`GUARDED`] is for, each linked for itself.
fn guarded() -> impl Iterator<Item = Verified> {
    GUARDED.iter().map(|(name, policy)| {
        // The examples are for the agent's own name.
        let policy = policy.replace(&format!("Agent::\"{name}\""), "Agent::\"x\"");
        link(&agent(name), &policy).expect("it links")
    })
}

#[test]
fn i7_beyond_what_is_granted_the_root_imports_what_guards_use_and_that_is_inert() {
    let mut used = 0;
    for verified in guarded() {
        let lockfile = verified.lockfile();
        let mut expected: BTreeSet<(String, String)> = BTreeSet::new();
        for (import, functions) in granted(lockfile) {
            expected.extend(functions.into_iter().map(|function| (import.clone(), function)));
        }
        for name in lockfile.components.iter().flat_map(|component| &component.uses) {
            let (import, function) = name.split_once('#').expect("it names a function of an interface");
            let interface = import.split('@').next().expect("it has a name");
            let entry = caplink_model::catalogue::find(interface, function).expect("it is in the catalogue");
            assert!(matches!(entry.effect, caplink_model::catalogue::Effect::Inert { .. }), "{name} has authority of its own");
            expected.insert((import.into(), function.into()));
            used += 1;
        }
        let imported = imports(verified.bytes())
            .into_iter()
            .flat_map(|(import, functions)| functions.into_iter().map(move |function| (import.clone(), function)));
        assert_eq!(imported.collect::<BTreeSet<_>>(), expected);
    }
    assert_eq!(used, 21, "ten for each agent with HTTP, one for TCP");
}

/// The core modules of all adapters of an artifact.
fn core_modules(verified: &Verified) -> Vec<Vec<u8>> {
    let mut found = vec![];
    let slice = |range: std::ops::Range<u64>| &verified.bytes()[range.start as usize..range.end as usize];
    for payload in wasmparser::Parser::new(0).parse_all(verified.bytes()) {
        match payload.expect("it is a component") {
            // The agent stands behind the adapters; its modules are none of ours.
            wasmparser::Payload::ComponentSection { unchecked_range, .. }
                if caplink_model::Digest::of(slice(unchecked_range.clone())) == verified.lockfile().agent.sha256 =>
            {
                return found;
            }
            wasmparser::Payload::ModuleSection { unchecked_range, .. } => found.push(slice(unchecked_range).to_vec()),
            _ => {}
        }
    }
    panic!("there is no agent in it");
}

#[test]
fn i12_the_condition_in_the_lockfile_is_printed_from_the_table_in_the_artifact() {
    let mut seen = 0;
    for verified in guarded() {
        let modules = core_modules(&verified);
        let data: Vec<&[u8]> = modules.iter().flat_map(|module| data(module)).collect();
        for symbol in &verified.lockfile().symbols {
            let Some(guard) = &symbol.guard else { continue };
            let tables = data.iter().flat_map(|data| (0..data.len()).step_by(4).map(move |start| &data[start..]));
            let tables = tables.filter(|rest| rest.starts_with(b"cgt1"));
            let ends = tables.flat_map(|rest| (4..=rest.len()).step_by(4).map(move |end| &rest[..end]));
            let table =
                ends.into_iter().find(|table| caplink_model::Digest::of(table) == guard.table).expect("its table is in the artifact");
            caplink_guard::check(table).expect("the engine accepts it");
            let mut text = String::new();
            caplink_guard::print(table, &mut text).expect("it can be printed");
            assert_eq!(text, guard.condition, "{}", symbol.function);
            seen += 1;
        }
    }
    assert_eq!(seen, 16, "guards of the examples");
}

fn data(module: &[u8]) -> Vec<&[u8]> {
    let payloads = wasmparser::Parser::new(0).parse_all(module).map(|payload| payload.expect("it is a module"));
    let sections =
        payloads.filter_map(|payload| if let wasmparser::Payload::DataSection(section) = payload { Some(section) } else { None });
    sections.flat_map(|section| section.into_iter().map(|data| data.expect("it is data").data).collect::<Vec<_>>()).collect()
}

/// Before the decision, values are only stored; after it, the parameters are passed on in their order, and nothing else happens.
#[test]
fn i13_a_guarded_call_is_forwarded_with_the_values_that_were_decided_on() {
    use wasmparser::{Operator, Parser, Payload, TypeRef};
    let mut seen = 0;
    for verified in guarded() {
        for module in core_modules(&verified) {
            let (mut hosts, mut deciders, mut parameters, mut types) = (0, vec![], vec![], vec![]);
            for payload in Parser::new(0).parse_all(&module) {
                match payload.expect("it is a module") {
                    Payload::TypeSection(section) => {
                        let found = section.into_iter_err_on_gc_types().map(|ty| ty.expect("it is a type").params().len());
                        types.extend(found);
                    }
                    Payload::ImportSection(section) => {
                        for (number, import) in section.into_imports().enumerate() {
                            let import = import.expect("it is an import");
                            match (import.module, import.ty) {
                                ("h", TypeRef::Func(_)) => hosts += 1,
                                // A reader asks the engine too, and is not the code that forwards.
                                ("env", _) => break,
                                ("e" | "c", TypeRef::Func(_)) => deciders.push(number as u32),
                                _ => {}
                            }
                        }
                    }
                    Payload::FunctionSection(section) => {
                        parameters.extend(section.into_iter().map(|ty| types[ty.expect("it is a function") as usize]));
                    }
                    Payload::CodeSectionEntry(body) if !deciders.is_empty() => {
                        let count = parameters.remove(0);
                        let operators = body.get_operators_reader().expect("it has code").into_iter();
                        let operators: Vec<_> = operators.map(|operator| operator.expect("it is code")).collect();
                        let asked = operators.iter().position(
                            |operator| matches!(operator, Operator::Call { function_index } if deciders.contains(function_index)),
                        );
                        let Some(asked) = asked else { continue };
                        let changes = |operator: &Operator<'_>| {
                            matches!(
                                operator,
                                Operator::LocalSet { .. }
                                    | Operator::LocalTee { .. }
                                    | Operator::Call { .. }
                                    | Operator::CallIndirect { .. }
                            )
                        };
                        assert!(!operators[..asked].iter().any(changes), "{operators:?}");
                        assert!(matches!(operators[asked + 1], Operator::If { .. }), "{operators:?}");
                        let mut after = operators[asked + 2..].iter();
                        for number in 0..count {
                            assert!(
                                matches!(after.next(), Some(Operator::LocalGet { local_index }) if *local_index as usize == number),
                                "{operators:?}"
                            );
                        }
                        let call = after.find(|operator| !matches!(operator, Operator::I32Const { .. }));
                        assert!(matches!(call, Some(Operator::Call { function_index }) if *function_index < hosts), "{operators:?}");
                        seen += 1;
                    }
                    _ => {}
                }
            }
        }
    }
    assert_eq!(seen, 16, "guards of the examples");
}
