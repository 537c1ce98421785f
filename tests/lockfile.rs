//! The published JSON Schema of lockfiles, `compiler/model/lockfile.schema.json`, against lockfiles and against the type that writes them.
//!
//! In: every lockfile under `golden/`, and those of the small agents. What must hold: each is valid; a member too many, a member
//! missing and a word that is not in its list are not; the schema's members are those of the type, in its order, and no object is open.

#[path = "properties/linking.rs"]
mod linking;

use caplink_model::Digest;
use caplink_model::lockfile::{
    ActionGrant, Component, Contents, Demand, Evidence, Export, FORMAT, Guard, Import, Limit, Lockfile, Observe, Origin, Outcome,
    PolicyRef, Provider, Reach, Role, Sort, Source, SymbolGrant, Table, Wire,
};
use caplink_model::virtuals::{Provision, What};
use jsonschema::Validator;
use serde_json::{Map, Value, json, to_value};
use std::collections::BTreeMap;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema() -> Value {
    let text = std::fs::read_to_string(root().join("compiler/model/lockfile.schema.json")).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn validator() -> Validator {
    let schema = schema();
    jsonschema::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema).expect("the schema can be used")
}

fn is_valid(validator: &Validator, lockfile: &Value, what: &str) {
    let errors: Vec<_> = validator.iter_errors(lockfile).map(|error| format!("{} at {}", error, error.instance_path)).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

/// Every member once, with a value.
fn full() -> Lockfile {
    let digest = Digest::of(b"");
    let contents = Contents { sha256: digest, size: 5 };
    let source = Source { file: "a.cedar".into(), sha256: digest };
    let policies = vec![PolicyRef { id: "a".into(), file: "a.cedar".into(), line: 1 }];
    let text = |text: &str| text.to_string();
    let guard = Guard {
        condition: text("context.n <= 1"),
        inputs: vec![text("context.n")],
        permits: vec![text("a")],
        forbids: vec![text("b")],
        limits: vec![Limit { policy: text("a"), calls: 5 }],
        table: digest,
    };
    let decided = ActionGrant { action: text("fs:read"), outcome: Outcome::Guard, policies: policies.clone(), guard: Some(guard.clone()) };
    let denied = ActionGrant { action: text("fs:write"), outcome: Outcome::Deny, policies: vec![], guard: None };
    Lockfile {
        provisions: vec![Provision {
            what: What::File,
            name: Some(text("/a")),
            value: Some(text("b")),
            size: Some(5),
            sha256: Some(digest),
        }],
        lockfile: FORMAT,
        tool: text("caplink 0.1.0"),
        catalogue: digest,
        principal: text("Agent::\"a\""),
        demand: Demand::Reachable,
        agent: contents,
        policies: vec![source.clone()],
        schemas: vec![source.clone()],
        entities: Some(source.clone()),
        links: Some(source),
        observe: Some(Observe::Stderr),
        features: vec![text("threads")],
        imports: vec![Import { name: text("a:b/c"), sort: Sort::Instance, functions: vec![text("f")], resources: vec![text("r")] }],
        components: vec![Component { name: text("a:b/c"), role: Role::Adapter, sha256: digest, size: 5, uses: vec![text("a:b/c#f")] }],
        wiring: vec![Wire {
            component: text("agent"),
            argument: text("a:b/c"),
            sort: Sort::Instance,
            from: Origin::Import,
            name: text("a:b/c"),
            item: Some(text("r")),
        }],
        symbols: vec![SymbolGrant {
            decisions: vec![decided, denied],
            import: text("a:b/c"),
            function: text("f"),
            outcome: Outcome::Deny,
            provider: Provider::Stub,
            returns: Some(text("[]")),
            actions: vec![text("a:b/c#f")],
            policies: policies.clone(),
            reason: Some(text("no permit matches")),
            guard: Some(guard),
            evidence: Some(Evidence { reach: Reach::Table, path: vec![text("export run"), text("main")] }),
        }],
        exports: vec![Export {
            name: text("run"),
            sort: Sort::Func,
            outcome: Outcome::Allow,
            functions: vec![text("f")],
            resources: vec![text("a:b/c.r")],
            policies,
        }],
        tables: vec![Table::of(b"cgt1")],
        artifact: Some(contents),
    }
}

#[test]
fn lockfiles_are_valid() {
    let validator = validator();
    is_valid(&validator, &to_value(full()).expect("it is plain data"), "the full lockfile");
    let mut open = vec![root().join("golden")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is readable") {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|name| name == "grants.json") {
                let text = std::fs::read_to_string(&path).expect("the file is readable");
                is_valid(&validator, &serde_json::from_str(&text).expect("it is JSON"), &path.display().to_string());
            }
        }
    }
    linking::on_policy_stack(|| {
        for agent in ["ambient", "fetch", "files", "net", "pay", "pay3", "serve", "spell", "worker"] {
            let guards = "@limit(\"9 calls\") permit (principal, action == Action::\"random:secure\", resource);";
            for policies in [linking::ALL, linking::NONE, guards] {
                let linked = linking::link(&linking::agent(agent), policies).expect("it can be linked");
                is_valid(&validator, &to_value(linked.lockfile()).expect("it is plain data"), agent);
                let within = linked.lockfile().without_artifact();
                is_valid(&validator, &to_value(within).expect("it is plain data"), agent);
            }
        }
    });
}

#[test]
fn other_documents_are_not_valid() {
    let validator = validator();
    let good = to_value(full()).expect("it is plain data");
    for pointer in objects(&good, "") {
        let object = |document: &mut Value, change: &dyn Fn(&mut Map<String, Value>)| {
            change(document.pointer_mut(&pointer).and_then(Value::as_object_mut).expect("it is an object"));
        };
        let mut more = good.clone();
        object(&mut more, &|object| drop(object.insert("more".into(), json!(1))));
        assert!(!validator.is_valid(&more), "`{pointer}` may have a member of any name");
        let names: Vec<_> = good.pointer(&pointer).and_then(Value::as_object).expect("it is an object").keys().cloned().collect();
        for name in names {
            let mut less = good.clone();
            object(&mut less, &|object| drop(object.shift_remove(&name)));
            let optional = serde_json::from_value::<Lockfile>(less.clone()).is_ok();
            // The type reads a missing `entities` as none; no lockfile is printed so, and the schema asks for it.
            assert_eq!(validator.is_valid(&less), optional && name != "entities", "`{pointer}/{name}` is left out");
            let mut other = good.clone();
            object(&mut other, &|object| drop(object.insert(name.clone(), json!(1.5))));
            assert!(!validator.is_valid(&other), "`{pointer}/{name}` may be of any type");
        }
    }
    for (pointer, value) in [
        ("/lockfile", json!(1)),
        ("/tool", json!("other 1.0.0")),
        ("/catalogue", json!("A".repeat(64))),
        ("/demand", json!("guess")),
        ("/agent/size", json!(-1)),
        ("/agent/sha256", json!("0".repeat(63))),
        ("/policies/0/file", json!("/etc/passwd")),
        ("/imports/0/sort", json!("value")),
        ("/components/0/role", json!("host")),
        ("/wiring/0/from", json!("root")),
        ("/symbols/0/outcome", json!("Allow")),
        ("/symbols/0/evidence/reach", json!("tables")),
        ("/symbols/0/evidence/path", json!([])),
        ("/observe", json!("file")),
        ("/symbols/0/provider", json!("passthrough")),
        ("/symbols/0/policies/0/line", json!(0)),
        ("/exports/0/outcome", json!("inert")),
        ("/exports/0/sort", json!("component")),
        ("/components", json!([])),
    ] {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).expect("there is such a member") = value.clone();
        assert!(!validator.is_valid(&changed), "`{pointer}` may be {value}");
    }
}

/// Pointers to all objects in a document.
fn objects(value: &Value, at: &str) -> Vec<String> {
    let mut found = vec![];
    match value {
        Value::Object(members) => {
            found.push(at.to_string());
            found.extend(members.iter().flat_map(|(name, value)| objects(value, &format!("{at}/{name}"))));
        }
        Value::Array(elements) => {
            found.extend(elements.iter().enumerate().flat_map(|(number, value)| objects(value, &format!("{at}/{number}"))))
        }
        _ => {}
    }
    found
}

#[test]
fn the_schema_has_the_members_of_the_type() {
    let (schema, full) = (schema(), to_value(full()).expect("it is plain data"));
    let types: BTreeMap<&str, &Value> = [
        ("Lockfile", ""),
        ("Contents", "/agent"),
        ("Source", "/policies/0"),
        ("Import", "/imports/0"),
        ("Component", "/components/0"),
        ("Wire", "/wiring/0"),
        ("SymbolGrant", "/symbols/0"),
        ("PolicyRef", "/symbols/0/policies/0"),
        ("Evidence", "/symbols/0/evidence"),
        ("Guard", "/symbols/0/guard"),
        ("Limit", "/symbols/0/guard/limits/0"),
        ("Provision", "/virtual/0"),
        ("ActionGrant", "/symbols/0/decisions/0"),
        ("Export", "/exports/0"),
        ("Table", "/tables/0"),
    ]
    .into_iter()
    .map(|(name, pointer)| (name, full.pointer(pointer).expect("every member has a value")))
    .collect();
    for (name, definition) in schema["$defs"].as_object().expect("there are definitions") {
        let Some(properties) = definition["properties"].as_object() else {
            assert!(!types.contains_key(name.as_str()), "{name} has no members");
            continue;
        };
        let members =
            types.get(name.as_str()).and_then(|value| value.as_object()).unwrap_or_else(|| panic!("{name} is no type of the lockfile"));
        assert!(members.keys().eq(properties.keys()), "{name}: {:?} and {:?}", members.keys(), properties.keys());
        assert_eq!(definition["additionalProperties"], json!(false), "{name} is open");
    }
    assert!(types.keys().all(|name| schema["$defs"][name].is_object()), "a type has no definition");
}
