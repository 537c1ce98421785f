//! wac-graph as the oracle of composition.
//!
//! In: the small agents and some policies. For each the parts of a linked artifact, as they stand in its bytes, are composed again by
//! wac-graph: the root's imports by the types that the artifact gives them, and every argument that the lockfile's wiring lists. Out: both results
//! are compared as wit-component decodes them: the functions of their imports with full signatures, and the functions of their exports.
//!
//! What that shows: by wac's own typing each argument fits, whole instances and single types alike; the wiring leaves nothing open, as
//! wac would turn that into one more import; and no import is wider or narrower than in a composition that was not written by us. What it does not show: the
//! adapters are ours in both, so what they compute is not compared; nor are names of types that only one of both spells out.

#[path = "properties/linking.rs"]
mod linking;

use caplink_linker::signature;
use caplink_model::lockfile::{Origin, Wire};
use caplink_verify::Verified;
use linking::{ALL, NONE, link};
use std::collections::{BTreeMap, BTreeSet};
use wac_graph::types::{ItemKind, Package, Type};
use wac_graph::{CompositionGraph, EncodeOptions, NodeId};
use wasmparser::{Parser, Payload};
use wit_component::DecodedWasm;
use wit_parser::WorldItem;

const AGENTS: [&str; 9] = ["ambient", "fetch", "files", "net", "pay", "pay3", "serve", "spell", "worker"];

#[test]
fn wac_composes_the_same() {
    linking::on_policy_stack(|| {
        let (mut compared, mut narrowed) = (0, 0);
        for name in AGENTS {
            let agent = linking::agent(name);
            for policies in grants(&agent) {
                let linked = link(&agent, &policies).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}\n{policies}"));
                let composed = compose(&linked).unwrap_or_else(|error| panic!("{name}: {error:#}\n{policies}"));
                let (ours, theirs) = (surface(linked.bytes()), surface(&composed));
                assert_eq!(ours.imports, theirs.imports, "{name} under\n{policies}");
                assert_eq!(ours.exports, theirs.exports, "{name} under\n{policies}");
                compared += 1;
                narrowed += usize::from(linked.lockfile().components.len() > 1 && !ours.imports.is_empty());
            }
        }
        assert!(compared >= 4 * AGENTS.len() && narrowed > AGENTS.len(), "too little was compared: {compared}, {narrowed}");
    });
}

/// All, nothing, exports only, and each half of the actions that the agent needs.
fn grants(agent: &[u8]) -> Vec<String> {
    let all = link(agent, ALL).expect("all can be granted");
    let actions: BTreeSet<_> =
        all.lockfile().symbols.iter().filter(|symbol| symbol.reason.is_none()).flat_map(|symbol| &symbol.actions).collect();
    let exports = "permit (principal, action == Action::\"export\", resource);\n".to_string();
    let half = |odd: usize| {
        let permits = actions.iter().enumerate().filter(|(number, _)| number % 2 == odd);
        permits.map(|(_, action)| format!("permit (principal, action == Action::{action:?}, resource);\n")).collect::<String>()
    };
    vec![ALL.into(), NONE.into(), exports.clone(), half(0) + &exports, half(1) + &exports]
}

/// Composes the artifact's own parts by wac-graph, wire by wire.
fn compose(linked: &Verified) -> anyhow::Result<Vec<u8>> {
    let lockfile = linked.lockfile();
    let mut graph = CompositionGraph::new();
    // The artifact is read for the types of its imports only; it is no part of the composition.
    let whole = Package::from_bytes("linked:whole", None, linked.bytes(), graph.types_mut())?;
    let mut hosts: BTreeMap<&str, NodeId> = BTreeMap::new();
    for import in &lockfile.imports {
        let kind = graph.types()[whole.ty()].imports[&import.name];
        hosts.insert(&import.name, graph.import(import.name.clone(), kind)?);
    }
    let mut instances: BTreeMap<&str, NodeId> = BTreeMap::new();
    for (number, (component, bytes)) in lockfile.components.iter().zip(components(linked.bytes())).enumerate() {
        let package = Package::from_bytes(&format!("linked:part{number}"), None, bytes, graph.types_mut())?;
        let package_type = package.ty();
        let package = graph.register_package(package)?;
        let instance = graph.instantiate(package);
        for wire in lockfile.wiring.iter().filter(|wire| wire.component == component.name) {
            let argument = source(&mut graph, wire, &hosts, &instances)?;
            let expected = graph.types()[package_type].imports[&wire.argument];
            same_name(&mut graph, expected, argument);
            graph.set_instantiation_argument(instance, &wire.argument, argument)?;
        }
        instances.insert(&component.name, instance);
    }
    let agent = instances[lockfile.components.last().expect("there is an agent").name.as_str()];
    for export in lockfile.exports.iter().filter(|export| export.outcome == caplink_model::lockfile::Outcome::Allow) {
        let item = graph.alias_instance_export(agent, &export.name)?;
        graph.export(item, &export.name)?;
    }
    Ok(graph.encode(EncodeOptions::default())?)
}

/// wac takes resource types for one if they have one name, and knows an imported type by the import's. So in wac's model, not in the bytes, an
/// adapter's type import is named as what it receives. That it *is* that type, the validator decides once wac has encoded the result.
fn same_name(graph: &mut CompositionGraph, expected: ItemKind, argument: NodeId) {
    let given = graph[argument].item_kind();
    if let (ItemKind::Type(Type::Resource(expected)), ItemKind::Type(Type::Resource(given))) = (expected, given) {
        let types = graph.types_mut();
        let (expected, given) = (types.resolve_resource(expected), types.resolve_resource(given));
        let name = types[given].name.clone();
        types[expected].name = name;
    }
}

fn source(
    graph: &mut CompositionGraph,
    wire: &Wire,
    hosts: &BTreeMap<&str, NodeId>,
    instances: &BTreeMap<&str, NodeId>,
) -> anyhow::Result<NodeId> {
    let from = match wire.from {
        Origin::Import => hosts[wire.name.as_str()],
        Origin::Component => instances[wire.name.as_str()],
    };
    Ok(match &wire.item {
        Some(item) => graph.alias_instance_export(from, item)?,
        None => from,
    })
}

/// The components that stand directly in the root.
fn components(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut found, mut depth) = (vec![], 0);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.expect("the artifact is well formed") {
            Payload::ComponentSection { unchecked_range, .. } => {
                if depth == 0 {
                    let place = |at: u64| usize::try_from(at).expect("it is in memory");
                    found.push(&bytes[place(unchecked_range.start)..place(unchecked_range.end)]);
                }
                depth += 1;
            }
            Payload::ModuleSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            _ => {}
        }
    }
    found
}

/// What crosses a component's border: import or export and function, with the signature.
struct Surface {
    imports: BTreeMap<(String, String), String>,
    exports: BTreeMap<(String, String), String>,
}

fn surface(bytes: &[u8]) -> Surface {
    let Ok(DecodedWasm::Component(resolve, world)) = wit_component::decode(bytes) else { panic!("it cannot be decoded") };
    let functions = |items: &wit_parser::IndexMap<wit_parser::WorldKey, WorldItem>| {
        let mut functions = BTreeMap::new();
        for (key, item) in items {
            let name = resolve.name_world_key(key);
            match item {
                WorldItem::Interface { id, .. } => {
                    let all = resolve.interfaces[*id].functions.values();
                    functions.extend(all.map(|function| ((name.clone(), function.name.clone()), signature::text(&resolve, function))));
                }
                WorldItem::Function(function) => {
                    functions.insert((name, String::new()), signature::text(&resolve, function));
                }
                WorldItem::Type { .. } => {}
            }
        }
        functions
    };
    Surface { imports: functions(&resolve.worlds[world].imports), exports: functions(&resolve.worlds[world].exports) }
}
