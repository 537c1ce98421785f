//! The shipped schema, actions for any WIT, and what a user's schema file may do.
//!
//! Invariants: the file in `policies/` is the vocabulary; for random WIT the generated text is a Cedar schema, and a policy that names
//! every action and every exposed attribute validates in strict mode, against the text and against what policies are compiled with; the examples for
//! the network are valid, and what they permit is decided at each call.

use caplink_linker::policy::{self, Decision, Resource};
use caplink_linker::schema::compose::compose;
use caplink_linker::schema::interface::{Import, Interface, imports, interfaces, text};
use caplink_linker::schema::projection::{Record, Value};
use caplink_linker::schema::shipped::shipped;
use caplink_linker::source::Source;
use caplink_model::action::{ACTIONS, ResourceType};
use caplink_model::limits::POLICY_STACK;
use cedar_policy::{PolicySet, Schema, SchemaFragment, ValidationMode, Validator};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use wit_parser::{Resolve, UnresolvedPackageGroup};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/caplink.cedarschema");

/// Runs on the stack that Cedar needs.
fn on_big_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(POLICY_STACK).spawn(run).expect("a thread starts");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

fn validate(schema: &Schema, policies: &str) {
    let set: PolicySet = policies.parse().unwrap_or_else(|error| panic!("{error:?}\n{policies}"));
    let result = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
    let errors: Vec<_> = result.validation_errors().map(ToString::to_string).collect();
    assert!(result.validation_passed(), "{errors:?}\n{policies}");
}

fn resolved(wit: &str) -> Resolve {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    resolve.push_str("test.wit", wit).unwrap_or_else(|error| panic!("{error:?}\n{wit}"));
    resolve
}

#[test]
fn the_shipped_schema_is_generated() {
    let text = shipped(&BTreeSet::new());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(SHIPPED, &text).expect("the schema can be written");
    }
    assert_eq!(std::fs::read_to_string(SHIPPED).unwrap_or_default(), text, "run `BLESS=1 cargo test --test schema`");
}

#[test]
fn every_shipped_action_and_attribute_can_be_named() {
    let mut policies = String::new();
    for action in ACTIONS {
        let conditions = action.context.iter().map(|(name, cedar_type)| {
            let condition = match *cedar_type {
                "Long" => "== 443",
                "ipaddr" => ".isInRange(ip(\"10.0.0.0/8\"))",
                _ => "like \"a*\"",
            };
            match name.strip_suffix('?') {
                Some(name) => format!(" && context has {name} && context.{name} {condition}"),
                None => format!(" && context.{name} {condition}"),
            }
        });
        let (id, resource, conditions) = (action.id, action.resource.cedar_name(), conditions.collect::<String>());
        let _ = writeln!(
            policies,
            "permit (principal in Team::\"t\", action == Action::\"{id}\", resource == {resource}::\"r\") when {{ true{conditions} }};"
        );
        if let Some(group) = action.group() {
            let _ = writeln!(policies, "forbid (principal == Agent::\"a\", action in Action::\"{group}\", resource);");
        }
    }
    policies.push_str(
        "permit (principal, action, resource in HostGroup::\"g\");\npermit (principal, action, resource in Net::Host::\"com\");\n",
    );
    policies.push_str(
        "permit (principal, action, resource in Fs::Path::\"/data\");\npermit (principal, action, resource in Wit::Package::\"a:b\");\n",
    );
    on_big_stack(move || {
        let (text, warnings) = Schema::from_cedarschema_str(&shipped(&BTreeSet::new())).expect("the text is a schema");
        assert_eq!(warnings.count(), 0);
        validate(&text, &policies);
        validate(&compose(&[], &[]).expect("it composes").schema, &policies);
    });
}

/// The examples for requests, sockets and names, each as a link loads it, with the entities: valid, and nothing to warn of; and what each of them makes of
/// the actions that it is about.
#[test]
fn the_examples_for_the_network_are_valid_and_conditional() {
    type Actions = &'static [(&'static str, ResourceType)];
    const EXAMPLES: [(&str, &str, Actions); 5] = [
        ("api-read", "fetch", &[("http:request", ResourceType::NetHost)]),
        ("api-post", "fetch", &[("http:request", ResourceType::NetHost)]),
        ("vendors", "fetch", &[("http:request", ResourceType::NetHost)]),
        ("loopback", "net", &[("http:request", ResourceType::NetHost), ("net:connect", ResourceType::NetAddress)]),
        ("dns", "net", &[("net:resolve", ResourceType::NetHost), ("net:connect", ResourceType::NetAddress)]),
    ];
    on_big_stack(|| {
        let read = |name: &str| {
            let file = format!("{}/policies/examples/{name}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
        };
        let (baseline, entities) = (read("baseline.cedar"), read("entities.json"));
        for (name, agent, actions) in EXAMPLES {
            let text = read(&format!("{name}.cedar"));
            let files = [Source { file: "baseline.cedar", text: &baseline }, Source { file: "example.cedar", text: &text }];
            let schema = (compose(&[], &[]).expect("it composes").schema, [].as_slice());
            let entities = Source { file: "entities.json", text: &entities };
            let interfaces = ["run".to_string(), "wasi:cli/run".to_string()];
            let loaded = policy::load(&files, None, schema, Some(entities), &format!("Agent::\"{agent}\""), interfaces);
            let (policies, warnings) = loaded.unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
            assert_eq!(warnings, vec![], "{name}");
            let run = policies.decide("export", &Resource::Interface("run".into()));
            assert!(matches!(run, Ok(Decision::Allow(_))), "{name}: {run:?}");
            for (action, resource) in actions {
                let decision = policies.decide(action, &Resource::Any(*resource));
                assert!(matches!(decision, Ok(Decision::Residual(_))), "{name}: {action}: {decision:?}");
            }
            let bind = policies.decide("net:bind", &Resource::Any(ResourceType::NetAddress));
            assert!(matches!(bind, Ok(Decision::Deny(_))), "{name}: {bind:?}");
        }
    });
}

#[test]
fn random_wit_is_named_in_full_by_policies_that_validate() {
    on_big_stack(|| {
        let (mut attributes, mut hidden) = (0, 0);
        for seed in 1..=60 {
            let mut resolve = resolved(&Random(seed).package());
            let docs = "say \"hi\" \\ */ \u{202e}\u{2028}\r\n};\nentity Evil;\0";
            for (_, interface) in resolve.interfaces.iter_mut() {
                interface.docs.contents = Some(docs.into());
                interface.functions.values_mut().for_each(|function| function.docs.contents = Some(docs.into()));
            }
            let worlds = resolve.worlds.iter().map(|(world, _)| imports(&resolve, world, |_| false).expect("the names are valid"));
            let vocabulary = interfaces(worlds.flatten()).expect("no twins");
            names_in_full(&vocabulary);
            for action in vocabulary.iter().flat_map(|interface| interface.functions.values()) {
                attributes += action.context.attributes.len();
                hidden += action.context.hidden.len();
            }
        }
        assert!(attributes > 500 && hidden > 50, "the generator is too tame: {attributes} attributes, {hidden} hidden");
    });
}

/// WASI itself, as if the catalogue did not know it. One package at a time: its versions differ in what they call the same.
#[test]
fn vendored_wit_is_named_in_full_by_policies_that_validate() {
    on_big_stack(|| {
        let Ok(folders) = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/wit")) else { return };
        let folders = folders.map(|entry| entry.expect("the folder is readable").path()).filter(|path| path.is_dir());
        let mut groups: Vec<_> = folders.map(|folder| UnresolvedPackageGroup::parse_dir(folder).expect("the WIT is valid")).collect();
        let mut resolve = Resolve { all_features: true, ..Resolve::default() };
        let main = groups.pop().expect("there are packages");
        resolve.push_groups(main, groups).expect("the packages fit together");
        for (_, package) in &resolve.packages {
            let imports = package.interfaces.iter().map(|(name, id)| Import {
                resolve: &resolve,
                name: format!("{}:{}/{name}", package.name.namespace, package.name.name),
                docs: resolve.interfaces[*id].docs.contents.as_deref(),
                functions: resolve.interfaces[*id].functions.iter().map(|(name, function)| (name.as_str(), function)).collect(),
            });
            names_in_full(&interfaces(imports).expect("no twins"));
        }
    });
}

/// The text is a schema, and a policy that names every group, action and attribute is valid under it and under what policies are compiled
/// with.
fn names_in_full(vocabulary: &[Interface]) {
    let mut policies = String::new();
    for interface in vocabulary {
        for group in [interface.group(), interface.package_group()].into_iter().flatten() {
            let _ = writeln!(policies, "permit (principal, action in Action::\"{group}\", resource);");
        }
        for action in interface.functions.values() {
            let (id, name, condition) = (&action.id, &interface.name, conditions("context", &action.context));
            let _ = writeln!(
                policies,
                "permit (principal, action == Action::\"{id}\", resource == Wit::Interface::\"{name}\") when {{ {condition} }};"
            );
        }
    }
    let text = shipped(&BTreeSet::new()) + &text(vocabulary);
    assert!(!text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{text}");
    let (read, _) = SchemaFragment::from_cedarschema_str(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    validate(&Schema::from_schema_fragments([read]).expect("the text is a schema"), &policies);
    validate(&compose(vocabulary, &[]).expect("it composes").schema, &policies);
}

/// A condition that reads every attribute below `base`.
fn conditions(base: &str, record: &Record) -> String {
    let mut all = vec!["true".to_string()];
    for attribute in &record.attributes {
        let part = format!("{base}[\"{}\"]", attribute.name);
        let read = match &attribute.value {
            Value::Bool => format!("{part} == true"),
            Value::Long | Value::UnsignedLong => format!("{part} <= 9"),
            Value::String | Value::Char => format!("{part} like \"a*\""),
            Value::OneOf(cases) => format!("{part} == \"{}\"", cases[0]),
            Value::Record(inner) => conditions(&part, inner),
            Value::Set(element) => match **element {
                Value::Bool => format!("{part}.contains(true)"),
                Value::Long | Value::UnsignedLong => format!("{part}.containsAny([1, 2])"),
                Value::String | Value::Char | Value::OneOf(_) => format!("{part}.contains(\"a\")"),
                Value::Record(_) | Value::Set(_) => format!("!{part}.isEmpty()"),
            },
        };
        let has = if attribute.is_optional() { format!("{base} has \"{}\" && ", attribute.name) } else { String::new() };
        all.push(format!("({has}{read})"));
    }
    all.join(" && ")
}

/// A generator of WIT packages (xorshift64*).
struct Random(u64);

const NAMES: [&str; 40] = [
    "in",
    "if",
    "has",
    "like",
    "is",
    "true",
    "false",
    "then",
    "else",
    "principal",
    "action",
    "resource",
    "context",
    "permit",
    "when",
    "tag",
    "tag-len",
    "some",
    "value",
    "value-len",
    "ok",
    "err",
    "x",
    "x-len",
    "x-len-len",
    "HTTP-url",
    "LONG",
    "entity",
    "namespace",
    "type",
    "list",
    "self",
    "applies-to",
    "a1",
    "z0-9",
    "u8",
    "string",
    "option",
    "export",
    "http",
];

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).expect("31 bits fit") % bound
    }

    /// Different names, each escaped.
    fn names(&mut self, most: usize) -> Vec<String> {
        let mut pool = NAMES.to_vec();
        (0..=self.below(most)).map(|_| format!("%{}", pool.swap_remove(self.below(pool.len())))).collect()
    }

    fn package(&mut self) -> String {
        let mut types = Vec::new();
        let mut body = String::from(
            "  resource handle {\n    constructor(of: u32);\n    go: func(by: list<string>);\n    all: static func() -> u32;\n  }\n",
        );
        types.push("handle".to_string());
        for number in 0..6 + self.below(6) {
            let name = format!("t{number}");
            let names = self.names(5);
            let list = |mut of: Box<dyn FnMut(&String) -> String + '_>| names.iter().map(|name| of(name) + ", ").collect::<String>();
            let _ = match self.below(5) {
                0 => writeln!(body, "  type {name} = {};", self.of(&types, 3)),
                1 => writeln!(body, "  record {name} {{ {} }}", list(Box::new(|name| format!("{name}: {}", self.of(&types, 2))))),
                2 => writeln!(
                    body,
                    "  variant {name} {{ {} }}",
                    list(Box::new(|name| match self.below(3) {
                        0 => name.clone(),
                        _ => format!("{name}({})", self.of(&types, 2)),
                    }))
                ),
                3 => writeln!(body, "  enum {name} {{ {} }}", list(Box::new(String::clone))),
                _ => writeln!(body, "  flags {name} {{ {} }}", list(Box::new(String::clone))),
            };
            types.push(name);
        }
        let mut functions = String::new();
        for name in self.names(8) {
            let parameters: String = self.names(6).iter().map(|name| format!("{name}: {}, ", self.of(&types, 3))).collect();
            let _ = writeln!(functions, "  /// Does \"it\" // to \\ this.\n  {name}: {}func({parameters});", ["", "async "][self.below(2)]);
        }
        format!(
            "package %in:http@1.{}.0;\ninterface %if {{\n{body}{functions}}}\nworld w {{\n  import %if;\n  import %like: interface {{\n    type t0 = u8;\n    \
             get: func(key: string);\n  }}\n  import %export: func(%in: list<string>, %is: option<u64>);\n}}\n",
            self.below(9)
        )
    }

    fn of(&mut self, types: &[String], depth: usize) -> String {
        const PLAIN: [&str; 14] =
            ["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string", "error-context"];
        let choice = self.below(if depth == 0 { 6 } else { 20 });
        let mut inner = || self.of(types, depth.saturating_sub(1));
        match choice {
            0..=2 => PLAIN[self.below(PLAIN.len())].into(),
            3 => "string".into(),
            4 => "borrow<handle>".into(),
            5 => types[self.below(types.len())].clone(),
            6..=8 => format!("option<{}>", inner()),
            9..=11 => format!("list<{}>", inner()),
            12 => format!("list<{}, 4>", inner()),
            13 => format!("tuple<{}, {}>", inner(), inner()),
            14 => format!("result<{}, {}>", inner(), inner()),
            15 => format!("result<_, {}>", inner()),
            16 => "result".into(),
            17 => format!("map<string, {}>", inner()),
            18 => format!("stream<{}>", inner()),
            _ => format!("future<{}>", inner()),
        }
    }
}
