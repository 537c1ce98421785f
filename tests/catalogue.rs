//! The vendored WIT packages against their origins, the catalogue against the packages, and signatures against real components.
//!
//! `BLESS=1 cargo test --test catalogue` rewrites `compiler/model/src/catalogue/signatures.txt`, and nothing else: an entry is written by hand.

use caplink_linker::signature::{self, Signatures};
use caplink_model::catalogue::{self, Known};
use caplink_model::{Digest, InterfaceName};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use wit_parser::{
    Function, InterfaceId, LiftLowerAbi, ManglingAndAbi, Resolve, Type, UnresolvedPackageGroup, WasmImport, WorldItem, WorldKey,
    abi::WasmType,
};

/// `(interface, track, function)` of a vendored function, as in the signature list.
type Key = (String, String, String);

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<_> = root("wit").read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// All vendored packages in one `Resolve`, unstable features included: a host may have them.
fn vendored() -> Resolve {
    let mut groups: Vec<_> = folders().iter().map(|folder| UnresolvedPackageGroup::parse_dir(folder).unwrap()).collect();
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let main = groups.pop().unwrap();
    resolve.push_groups(main, groups).unwrap();
    resolve
}

fn interfaces(resolve: &Resolve) -> Vec<(InterfaceName, InterfaceId)> {
    let packages = resolve.packages.iter().flat_map(|(_, package)| package.interfaces.values());
    packages.map(|id| (InterfaceName::parse(&resolve.id_of(*id).unwrap()).unwrap(), *id)).collect()
}

fn vendored_signatures(resolve: &Resolve) -> BTreeMap<Key, Digest> {
    let mut signatures = Signatures::new(resolve);
    let mut all = BTreeMap::new();
    for (name, id) in interfaces(resolve) {
        for function in resolve.interfaces[id].functions.values() {
            let key = (name.unversioned(), name.track().to_string(), function.name.clone());
            assert_eq!(all.insert(key, signatures.digest(function)), None, "two packages of one track have {name}#{}", function.name);
        }
    }
    all
}

#[test]
fn each_vendored_package_has_its_origin_licence_and_digest() {
    let origins: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(root("wit/origins.json")).unwrap()).unwrap();
    let listed: Vec<_> = origins.iter().map(|origin| root("wit").join(origin["folder"].as_str().unwrap())).collect();
    assert_eq!(listed, folders(), "`wit/origins.json` lists each folder of `wit/` once, sorted");

    for (origin, folder) in origins.iter().zip(folders()) {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_else(|| panic!("{folder:?}: {value} is no text")).to_string();
        let group = UnresolvedPackageGroup::parse_dir(&folder).unwrap();
        let version = text(&origin["version"]);
        assert_eq!(group.main.name.to_string(), format!("{}@{version}", text(&origin["package"])), "{folder:?}");
        assert!(folder.ends_with(format!("{}-{version}", group.main.name.name)), "{folder:?}");
        assert!(["Apache-2.0", "Apache-2.0 WITH LLVM-exception"].contains(&text(&origin["licence"]).as_str()), "{folder:?}");
        assert_eq!(text(&origin["origin"]["registry"]), "crates.io", "{folder:?}");
        assert!(Digest::parse(&text(&origin["origin"]["sha256"])).is_some(), "{folder:?}: the digest of the crate");

        let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let named = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_string();
        let mut origins: Vec<_> = origin["origin"]["files"].as_array().unwrap().iter().map(|file| named(Path::new(&text(file)))).collect();
        origins.sort();
        assert_eq!(files.iter().map(|path| named(path)).collect::<Vec<_>>(), origins, "{folder:?}: each file has its origin");
        // As `sha256sum *.wit | sha256sum` prints it.
        let sums: String = files.iter().map(|path| format!("{}  {}\n", Digest::of(&std::fs::read(path).unwrap()), named(path))).collect();
        assert_eq!(Digest::of(sums.as_bytes()).to_string(), text(&origin["sha256"]), "{folder:?} is not what was vendored");
    }
}

#[test]
fn all_packages_load_together() {
    assert_eq!(vendored().packages.len(), folders().len());
}

#[test]
fn the_signature_list_is_that_of_the_vendored_packages() {
    let all = vendored_signatures(&vendored());
    let mut lines: Vec<_> = all.iter().map(|((name, track, function), digest)| format!("{name} {track} {function} {digest}\n")).collect();
    lines.sort();
    let (expected, path) = (lines.concat(), root("compiler/model/src/catalogue/signatures.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    let differing: Vec<_> = found.lines().collect::<BTreeSet<_>>().symmetric_difference(&expected.lines().collect()).copied().collect();
    assert!(found == expected, "the list differs from `wit/` in {differing:#?}; read the change, then run with BLESS=1");
}

#[test]
fn every_vendored_function_has_an_entry_and_every_entry_a_function() {
    let functions: BTreeSet<_> = vendored_signatures(&vendored()).into_keys().map(|(name, _, function)| (name, function)).collect();
    let entries: BTreeSet<_> = catalogue::entries().iter().map(|entry| (entry.interface.to_string(), entry.function.to_string())).collect();
    let missing: Vec<_> = functions.difference(&entries).collect();
    let stale: Vec<_> = entries.difference(&functions).collect();
    assert!(missing.is_empty() && stale.is_empty(), "without an entry: {missing:#?}; without a function in `wit/`: {stale:#?}");
}

#[test]
fn every_vendored_function_is_found_by_its_declared_name_and_signature() {
    let resolve = vendored();
    for (name, id) in interfaces(&resolve) {
        for function in resolve.interfaces[id].functions.values() {
            let found = catalogue::lookup(&name, &function.name, signature::digest(&resolve, function));
            assert!(matches!(found, Known::Entry(entry) if entry.function == function.name), "{name}#{}: {found:?}", function.name);
        }
    }
}

/// Every vendored function, alone and with all others, in a component as the toolchain writes it: whatever else of its interface is pruned, it
/// has the signature of the text.
#[test]
fn components_have_the_signatures_of_the_text() {
    let mut resolve = vendored();
    let mut world = String::from("package test:test;\nworld all {\n");
    for (name, _) in interfaces(&resolve) {
        writeln!(world, "  import {name};").unwrap();
    }
    resolve.push_source("test.wit", &format!("{world}}}\n")).unwrap();
    let all: Vec<_> = interfaces(&resolve)
        .into_iter()
        .flat_map(|(name, id)| resolve.interfaces[id].functions.values().map(move |function| (name.clone(), id, function)))
        .collect();
    // All at once, every fifth, and each twentieth alone: alone costs a component each.
    check_component(&resolve, &all);
    for start in 0..5 {
        check_component(&resolve, &all.iter().skip(start).step_by(5).cloned().collect::<Vec<_>>());
    }
    for one in all.iter().step_by(20) {
        check_component(&resolve, std::slice::from_ref(one));
    }
}

fn check_component(resolve: &Resolve, functions: &[(InterfaceName, InterfaceId, &Function)]) {
    let bytes = component(resolve, functions);
    let decoded = wit_component::decode(&bytes).unwrap();
    let wit_component::DecodedWasm::Component(decoded, world) = decoded else { panic!("not a component") };
    let mut signatures = Signatures::new(&decoded);
    let mut found = BTreeSet::new();
    for (key, item) in &decoded.worlds[world].imports {
        let (WorldKey::Interface(_), WorldItem::Interface { id, .. }) = (key, item) else { panic!("{key:?}") };
        let name = InterfaceName::parse(&decoded.name_world_key(key)).unwrap();
        for function in decoded.interfaces[*id].functions.values() {
            let digest = signatures.digest(function);
            assert_eq!(digest, signature::digest(&decoded, function));
            let known = catalogue::lookup(&name, &function.name, digest);
            let text = signature::text(&decoded, function);
            assert!(matches!(known, Known::Entry(entry) if entry.function == function.name), "{name}#{}: {text}", function.name);
            found.insert((name.to_string(), function.name.clone()));
        }
    }
    let wanted: BTreeSet<_> = functions.iter().map(|(name, _, function)| (name.to_string(), function.name.clone())).collect();
    assert_eq!(found, wanted);
}

/// A component whose core module imports exactly these functions.
fn component(resolve: &Resolve, functions: &[(InterfaceName, InterfaceId, &Function)]) -> Vec<u8> {
    let mangling = ManglingAndAbi::Legacy(LiftLowerAbi::Sync);
    let mut wat = String::from("(module\n");
    for (_, id, function) in functions {
        let key = WorldKey::Interface(*id);
        let (module, name) = resolve.wasm_import_name(mangling, WasmImport::Func { interface: Some(&key), func: function });
        let core = resolve.wasm_signature(mangling.import_variant(), function);
        write!(wat, "(import {module:?} {name:?} (func").unwrap();
        for (keyword, types) in [("param", &core.params), ("result", &core.results)] {
            types.iter().for_each(|ty| write!(wat, " ({keyword} {})", core_type(*ty)).unwrap());
        }
        wat.push_str("))\n");
    }
    wat.push_str("(memory (export \"memory\") 1)\n");
    wat.push_str("(func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) unreachable))");
    let mut module = wat::parse_str(&wat).unwrap();
    let (world, _) = resolve.worlds.iter().find(|(_, world)| world.name == "all").unwrap();
    wit_component::embed_component_metadata(&mut module, resolve, world, wit_component::StringEncoding::UTF8).unwrap();
    wit_component::ComponentEncoder::default().module(&module).unwrap().validate(true).encode().unwrap()
}

fn core_type(ty: WasmType) -> &'static str {
    match ty {
        WasmType::I32 | WasmType::Pointer | WasmType::Length => "i32",
        WasmType::I64 | WasmType::PointerOrI64 => "i64",
        WasmType::F32 => "f32",
        WasmType::F64 => "f64",
    }
}

/// What an agent may declare under a WASI name, and what the catalogue makes of it.
fn declared(package: &str, interface: &str, function: &str, wit: &str) -> Known {
    let mut resolve = vendored();
    resolve.push_source("declared.wit", &format!("package {package};\ninterface {interface} {{\n{wit}\n}}\n")).unwrap();
    let (path, version) = package.split_once('@').unwrap();
    let name = InterfaceName::parse(&format!("{path}/{interface}@{version}")).unwrap();
    let (_, id) = interfaces(&resolve).into_iter().find(|(found, _)| *found == name).unwrap();
    catalogue::lookup(&name, function, signature::digest(&resolve, &resolve.interfaces[id].functions[function]))
}

#[test]
fn n16_a_lying_declaration_is_foreign() {
    let environment = |function, wit| declared("wasi:cli@0.2.3", "environment", function, wit);
    let known = |known| matches!(known, Known::Entry(_));
    assert!(known(environment("get-environment", "get-environment: func() -> list<tuple<string, string>>;")));
    // A name for a type changes nothing; any change of structure does.
    let alias = "type pair = tuple<string, string>; type pairs = list<pair>; get-environment: func() -> pairs;";
    assert!(known(environment("get-environment", alias)));
    for wit in [
        "get-environment: func() -> list<tuple<string, list<u8>>>;",
        "get-environment: func() -> list<tuple<string, string, string>>;",
        "get-environment: func() -> option<list<tuple<string, string>>>;",
        "get-environment: func(name: string) -> list<tuple<string, string>>;",
        "get-environment: async func() -> list<tuple<string, string>>;",
        "get-environment: func();",
    ] {
        assert_eq!(environment("get-environment", wit), Known::Foreign, "{wit}");
    }
    assert_eq!(environment("zzz", "zzz: func();"), Known::Foreign);
    // Parameter names are part of the signature: policies name them.
    let exit = |wit| declared("wasi:cli@0.2.3", "exit", "exit", wit);
    assert!(known(exit("exit: func(status: result);")));
    assert_eq!(exit("exit: func(code: result);"), Known::Foreign);
}

#[test]
fn a_resource_of_another_interface_is_another_resource() {
    let stdin = |wit| declared("wasi:cli@0.2.3", "stdin", "get-stdin", wit);
    assert!(matches!(stdin("use wasi:io/streams@0.2.12.{input-stream as s}; get-stdin: func() -> s;"), Known::Entry(_)));
    assert_eq!(stdin("resource input-stream; get-stdin: func() -> input-stream;"), Known::Foreign);
    assert_eq!(stdin("use wasi:io/streams@0.2.12.{output-stream}; get-stdin: func() -> output-stream;"), Known::Foreign);
    let handler = |wit: &str| declared("wasi:http@0.2.3", "outgoing-handler", "handle", wit);
    let uses = "use wasi:http/types@0.2.12.{outgoing-request, request-options, future-incoming-response, error-code};";
    let result = "result<future-incoming-response, error-code>";
    let handle = |request| handler(&format!("{uses} handle: func(request: {request}, options: option<request-options>) -> {result};"));
    assert!(matches!(handle("outgoing-request"), Known::Entry(_)));
    assert_eq!(handle("borrow<outgoing-request>"), Known::Foreign);
}

#[test]
fn signatures_read_like_wit() {
    let resolve = vendored();
    let text = |interface: &str, function: &str| {
        let (_, id) = interfaces(&resolve).into_iter().find(|(name, _)| name.to_string() == interface).unwrap();
        signature::text(&resolve, &resolve.interfaces[id].functions[function])
    };
    assert_eq!(text("wasi:cli/exit@0.2.12", "exit"), "func(status: result)");
    assert_eq!(
        text("wasi:http/outgoing-handler@0.2.12", "handle"),
        "func(request: outgoing-request, options: option<request-options>) -> result<future-incoming-response, error-code>"
    );
    assert_eq!(text("wasi:http/client@0.3.0", "send"), "async func(request: request) -> result<response, error-code>");
    assert_eq!(text("wasi:cli/stdin@0.3.0", "read-via-stream"), "func() -> tuple<stream<u8>, future<result<_, error-code>>>");
    assert_eq!(text("wasi:filesystem/types@0.2.12", "[method]descriptor.sync"), "func(self: borrow<descriptor>) -> result<_, error-code>");
}

/// Types that double at each step, and types as deep as a component can nest them, cost one step each.
#[test]
fn hostile_types_are_hashed_in_time_and_without_the_call_stack() {
    let mut resolve = Resolve::default();
    let package = resolve.push_source("a.wit", "package a:b;\ninterface i { f: func(x: string) -> list<u8>; }\n").unwrap();
    let id = resolve.packages[package].interfaces["i"];
    let mut function = resolve.interfaces[id].functions["f"].clone();
    let Some(Type::Id(list)) = function.result else { panic!("a list is no primitive") };
    let template = resolve.types[list].clone();

    let mut last = Type::U8;
    for step in 0..100_000 {
        let kind = match step % 2 {
            0 => wit_parser::TypeDefKind::Tuple(wit_parser::Tuple { types: vec![last, last] }),
            _ => wit_parser::TypeDefKind::List(last),
        };
        last = Type::Id(resolve.types.alloc(wit_parser::TypeDef { kind, ..template.clone() }));
    }
    function.result = Some(last);
    let digest = signature::digest(&resolve, &function);
    assert_ne!(digest, signature::digest(&resolve, &resolve.interfaces[id].functions["f"]));
    assert!(signature::text(&resolve, &function).len() <= signature::TEXT_BYTES);
}
