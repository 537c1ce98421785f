//! What the schema of an interface looks like, and that Cedar's own form of it is the same.

use super::*;
use crate::schema::fragment;
use cedar_policy_core::extensions::Extensions;
use cedar_policy_core::validator::json_schema::Fragment;

fn resolved(wit: &str) -> Resolve {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    resolve.push_str("test.wit", wit).expect("the WIT is valid");
    resolve
}

fn of(resolves: &[Resolve]) -> Result<Vec<Interface>, Vec<Diagnostic>> {
    let worlds = resolves.iter().flat_map(|resolve| resolve.worlds.iter().map(move |(world, _)| (resolve, world)));
    interfaces(worlds.flat_map(|(resolve, world)| imports(resolve, world, |name| name.starts_with("wasi:")).expect("valid names")))
}

/// The text, which Cedar reads as the fragment that policies are compiled with.
fn text_of(wit: &str) -> String {
    let interfaces = of(&[resolved(wit)]).expect("no twins");
    let text = text(&interfaces);
    let (read, warnings) =
        Fragment::from_cedarschema_str(&text, Extensions::all_available()).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!(warnings.count(), 0);
    let count = |fragment: &Fragment<_>| fragment.0.values().map(|namespace| namespace.actions.len()).sum::<usize>();
    let built = fragment::interfaces(&interfaces);
    assert_eq!(count(&read), count(&built));
    if count(&read) > 0 {
        assert_eq!(read, built);
    }
    text
}

#[track_caller]
fn check(parameters: &str, expected: &str) {
    let types = "record r { x: u8, y: option<string>, z: f32 } enum e { eur, usd } flags f { dry-run, force } resource h;\n\
                 variant v { card(string), cash, tag(u8), other(list<u8>) } type a = list<e>;";
    let text = text_of(&format!("package a:b; interface c {{ {types} call: func({parameters}); }} world w {{ import c; }}"));
    let context = text.split_once("context: ").expect("the action has a context").1;
    let lines: Vec<_> = context.trim_end_matches(",\n};\n").lines().map(str::trim).collect();
    assert_eq!(lines.join(" "), expected, "{parameters}");
}

#[test]
fn each_wit_type_has_its_cedar_type_or_a_reason() {
    check("", "{}");
    check("p: bool, q: s64, r: string", r#"{ "p": Bool, "q": Long, "r": String, }"#);
    check("p: u64", r#"{ "p": Long, // u64: a call with more than 9223372036854775807 is denied }"#);
    check("p: char", r#"{ "p": String, // one character }"#);
    check("p: e, q: f", r#"{ "p": String, // "eur", "usd" "q": { "dry-run": Bool, "force": Bool, }, }"#);
    check("p: r", r#"{ "p": { "x": Long, "y"?: String, // "z" is not exposed: a floating-point number has no Cedar value }, }"#);
    check("p: tuple<u8, list<u8>>", r#"{ "p": { "0": Long, "1-len": Long, // "1" is not exposed: bytes have no Cedar value }, }"#);
    check("p: option<u8>, q: option<option<u8>>", r#"{ "p"?: Long, "q": { "some"?: { "value"?: Long, }, }, }"#);
    check("p: list<option<bool>>", r#"{ "p": Set<{ "value"?: Bool, }>, "p-len": Long, }"#);
    check("p: option<list<a>>", r#"{ "p"?: Set<Set<String>>, // "eur", "usd" "p-len"?: Long, }"#);
    check(
        "p: result<u8>, q: result",
        r#"{ "p": { "tag": String, // "ok", "err" "ok"?: Long, }, "q": { "tag": String, // "ok", "err" }, }"#,
    );
    check("p: list<f64>", r#"{ "p-len": Long, // "p" is not exposed: a floating-point number has no Cedar value }"#);
    check("p: own<h>", r#"{ // "p" is not exposed: a handle is no value }"#);
    check("p: tuple<borrow<h>>", r#"{ // "p" is not exposed: nothing in it has a Cedar value }"#);
    check("p: stream<u8>", r#"{ // "p" is not exposed: a stream is no value }"#);
    check("p: map<string, u8>", r#"{ // "p" is not exposed: a map has no Cedar value }"#);
}

#[test]
fn declared_names_beat_generated_ones() {
    check(
        "x: list<bool>, x-len: string",
        r#"{ "x": Set<Bool>, "x-len": String, // "x-len" is not exposed: the length of a list has the name of another part }"#,
    );
    check(
        "p: v",
        r#"{ "p": { "tag": String, // "card", "cash", "tag", "other" "card"?: String, "other-len"?: Long, // "tag" is not exposed: `tag` is the name of the case itself // "other" is not exposed: bytes have no Cedar value }, }"#,
    );
}

#[test]
fn groups_are_packages_and_interfaces() {
    let wit = "package acme:pay@1.2.0;\n/// Money.\ninterface api {\n  /// Takes it.\n  charge: func(cents: u32);\n}\n\
               interface types { type t = u8; }\n\
               world w { import api; import types; import store: interface { get: func(); } import notify: func(); }";
    let expected = "
action \"#notify\" appliesTo {
  principal: [Agent],
  resource: [Wit::Interface],
  context: {},
};

// Everything in the package acme:pay.
action \"acme:pay\";

// Money.
action \"acme:pay/api\" in [\"acme:pay\"];

// Takes it.
action \"acme:pay/api#charge\" in [\"acme:pay/api\"] appliesTo {
  principal: [Agent],
  resource: [Wit::Interface],
  context: {
    \"cents\": Long,
  },
};

action \"#store\";

action \"store#get\" in [\"#store\"] appliesTo {
  principal: [Agent],
  resource: [Wit::Interface],
  context: {},
};
";
    let sorted = |text: &str| {
        let mut blocks: Vec<_> = text.split("\n\n").map(|block| block.trim().to_string()).collect();
        blocks.sort();
        blocks
    };
    assert_eq!(sorted(&text_of(wit)), sorted(expected));
}

#[test]
fn a_package_does_not_join_a_shipped_action_of_its_name() {
    let text = text_of("package http:request; interface x { f: func(); } world w { import x; }");
    assert!(text.contains("action \"http:request/x\";\n"), "{text}");
    assert!(!text.contains("action \"http:request\""), "{text}");
}

#[test]
fn known_interfaces_are_left_out() {
    assert_eq!(text_of("package wasi:x; interface x { f: func(); } world w { import x; }"), "");
}

#[test]
fn twins_are_one_interface_unless_policies_would_see_them_differently() {
    let version = |version: &str, body: &str| resolved(&format!("package a:b@{version}; interface c {{ {body} }} world w {{ import c; }}"));
    let union =
        of(&[version("1.0.0", "f: func(x: u8); g: func();"), version("2.0.0", "f: func(x: u32); h: func();")]).expect("no conflict");
    assert_eq!(union[0].functions.keys().map(String::as_str).collect::<Vec<_>>(), ["f", "g", "h"]);
    let differ = of(&[version("1.0.0", "f: func(x: u8);"), version("2.0.0", "f: func(x: string);")]).expect_err("a conflict");
    assert_eq!(differ.iter().map(|error| error.code).collect::<Vec<_>>(), ["E-SCHEMA-TWIN"]);
    assert!(differ[0].message.contains("`a:b/c#f`"));
    let plain =
        [resolved("package a:b; world w { import x: func(); }"), resolved("package a:b; world w { import x: interface { f: func(); } }")];
    assert_eq!(of(&plain).expect_err("a conflict")[0].code, "E-SCHEMA-TWIN");
}

#[test]
fn a_type_bomb_is_not_exposed() {
    let mut body = String::from("type t0 = u8;\n");
    for level in 1..=18 {
        body.push_str(&format!("type t{level} = tuple<t{}, t{}>;\n", level - 1, level - 1));
    }
    let chain: String = (1..=80).map(|level| format!("type c{level} = option<c{}>;\n", level - 1)).collect();
    let wide: String = (0..5_000).map(|case| format!("c{case}, ")).collect();
    let text = text_of(&format!(
        "package a:b; interface c {{ {body} type c0 = u8; {chain} enum wide {{ {wide} }} f: func(bomb: t18, chain: c80, many: wide, fine: u8); }} world w {{ import c; }}"
    ));
    assert!(text.len() < 10_000, "{}", text.len());
    for name in ["bomb", "chain", "many"] {
        assert!(text.contains(&format!("// \"{name}\" is not exposed: its type expands to too many attributes")), "{text}");
    }
    assert!(text.contains("\"fine\": Long"));
}

#[test]
fn too_many_interfaces_are_refused() {
    let body: String = (0..900).map(|function| format!("call{function}: func(a: t, b: t, c: t, d: t);\n")).collect();
    let fields: String = (0..300).map(|field| format!("a-field-number-{field}: bool, ")).collect();
    let wit = format!("package a:b; interface c {{ record t {{ {fields} }} {body} }} world w {{ import c; }}");
    assert_eq!(of(&[resolved(&wit)]).expect_err("too large")[0].code, "E-SCHEMA-SIZE");
}
