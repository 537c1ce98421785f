//! What a user's schema file may do, and where each refusal points.

use super::*;
use caplink_model::limits::POLICY_STACK;

/// Composes on the stack that Cedar needs.
fn composed(files: &[(&str, &str)]) -> Result<Composed, Vec<Diagnostic>> {
    let run = || compose(&[], &files.iter().map(|(file, text)| Source { file, text }).collect::<Vec<_>>());
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(POLICY_STACK).spawn_scoped(scope, run).expect("a thread starts");
        thread.join().expect("no panic")
    })
}

fn accepted(text: &str) -> Composed {
    composed(&[("user.cedarschema", text)]).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"))
}

/// The text is refused with one error, of this code and at this place.
#[track_caller]
fn refused(text: &str, code: &str, line: u32, column: u32) -> Diagnostic {
    let errors = composed(&[("user.cedarschema", text)]).expect_err(text);
    let found: Vec<_> = errors.iter().map(|error| (error.code, error.location.as_ref().map(|at| (at.line, at.column)))).collect();
    assert_eq!(found, [(code, Some((line, column)))], "{errors:?}\n{text}");
    assert_eq!(
        errors[0].excerpt.as_deref(),
        Some(caplink_model::text::escape(text.lines().nth(line as usize - 1).unwrap_or_default()).as_str())
    );
    errors[0].clone()
}

#[test]
fn a_user_may_replace_three_types_and_add_others() {
    accepted("");
    accepted("// nothing\n");
    accepted("entity Agent in [Team] { owner: String, budget?: Long } tags String;");
    accepted("entity Team { region: Acme::Region };\nnamespace Acme { entity Region enum [\"eu\", \"us\"]; }");
    accepted("entity HostGroup in [HostGroup];");
    accepted(
        "entity Agent in [Team, Acme::Unit] { limits: Limits };\ntype Limits = { day: Long };\nnamespace Acme { entity Unit; type Owner = String; }",
    );
    let two = [("a.cedarschema", "entity Agent in [Acme::Unit];"), ("b.cedarschema", "namespace Acme { entity Unit; }")];
    assert!(composed(&two).is_ok());
    assert!(accepted("entity Agent { a: String };").schema.is_complete());
}

#[test]
fn p18_nothing_else_of_ours_is_redefined() {
    refused("\n  action \"http:request\" appliesTo { principal: [Agent], resource: [Agent] };", "E-SCHEMA-REDEFINES", 2, 3);
    refused("action \"mine\";", "E-SCHEMA-REDEFINES", 1, 1);
    refused("namespace Acme { action \"mine\"; }", "E-SCHEMA-REDEFINES", 1, 18);
    refused("namespace Net {\n  entity Host;\n}", "E-SCHEMA-REDEFINES", 2, 3);
    refused("namespace Net { entity Mine; }", "E-SCHEMA-REDEFINES", 1, 17);
    refused("namespace Net::Net { entity Host; }", "E-SCHEMA-REDEFINES", 1, 22);
    refused("namespace Wit { type Interface = String; }", "E-SCHEMA-REDEFINES", 1, 17);
    refused("type Agent = { a: String };", "E-SCHEMA-REDEFINES", 1, 1);
    for name in ["Long", "String", "Bool", "ipaddr", "decimal", "Record", "Host", "Path", "Interface", "Package", "Action"] {
        refused(&format!("entity {name};"), "E-SCHEMA-REDEFINES", 1, 1);
    }
    refused("type ipaddr = Long;", "E-SCHEMA-REDEFINES", 1, 1);
    refused("type Host = Long;", "E-SCHEMA-REDEFINES", 1, 1);
    refused("external entity Agent;", "E-SCHEMA-EXTERNAL", 1, 1);
    refused("external entity Mine;", "E-SCHEMA-EXTERNAL", 1, 1);
    refused("external action \"http:request\";", "E-SCHEMA-REDEFINES", 1, 1);
}

#[test]
fn each_error_has_its_place() {
    refused("entity Agent in [Team] {\n  é: String,\n};", "E-SCHEMA-PARSE", 2, 3);
    let error = refused("/* é */ entity", "E-SCHEMA-PARSE", 1, 1);
    assert_eq!(error.message, "invalid token");
    let error = refused("entity A\nentity B;", "E-SCHEMA-PARSE", 2, 1);
    assert!(error.message.starts_with("unexpected token `entity`: expected "), "{}", error.message);
    assert!(refused("entity A;\nnamespace B { };", "E-SCHEMA-PARSE", 2, 16).help.is_some());
    refused("entity A", "E-SCHEMA-PARSE", 1, 9);
    refused("entity A;\nentity A;", "E-SCHEMA-PARSE", 1, 8);
    refused("entity Agent { of: Nowhere };", "E-SCHEMA-INVALID", 1, 20);
    refused("type Kind = String;\nentity Mine in [Kind];", "E-SCHEMA-INVALID", 2, 17);
    refused("entity Mine in [Nowhere];", "E-SCHEMA-INVALID", 1, 17);
    let error = refused("type Z = Long;\ntype B = { a: A, z: Z };\ntype A = Set<B>;\ntype C = { a: A };", "E-SCHEMA-INVALID", 2, 1);
    assert_eq!(error.message, "types refer to themselves: `A`, `B`");
    refused("namespace N { type A = { a?: A }; }", "E-SCHEMA-INVALID", 1, 15);
    refused("entity Mine;\nnamespace Acme { type Mine = Long; }", "E-SCHEMA-INVALID", 2, 18);
    refused("\nnamespace Acme { entity Agent; }", "E-SCHEMA-INVALID", 2, 18);
    refused(
        "\nentity Kind enum [\"a\"];\nentity Mine in [Kind];\nentity More in [Mine];\nentity Agent in [\"x\"];",
        "E-SCHEMA-PARSE",
        5,
        18,
    );
}

#[test]
fn several_unknown_types_are_told_in_order() {
    let text = "entity Agent in [No1] { b: No2, a: Set<No3> };\nnamespace N { entity A in No4; type T = No5; }";
    for _ in 0..10 {
        let errors = composed(&[("a.cedarschema", "entity Fine;"), ("b.cedarschema", text)]).expect_err("refused");
        let told: Vec<_> = errors.iter().map(|error| format!("{} {}", error.message, error.location.as_ref().expect("a place"))).collect();
        assert_eq!(
            told,
            [
                "the type `No1` is declared nowhere b.cedarschema:1:18",
                "the type `No2` is declared nowhere b.cedarschema:1:28",
                "the type `No3` is declared nowhere b.cedarschema:1:40",
                "the type `No4` is declared nowhere b.cedarschema:2:27",
                "the type `No5` is declared nowhere b.cedarschema:2:41"
            ]
        );
    }
}

#[test]
fn errors_of_all_files_come_together_in_order() {
    let files = [
        ("b.cedarschema", "entity A;\naction \"x\";"),
        ("a.cedarschema", "entity A;\nnamespace Fs { entity Path; }"),
        ("c.cedarschema", "entity"),
    ];
    let errors = composed(&files).expect_err("refused");
    let places: Vec<_> = errors.iter().map(|error| format!("{} {}", error.code, error.location.as_ref().expect("a place"))).collect();
    assert_eq!(
        places,
        [
            "E-SCHEMA-DUPLICATE a.cedarschema:1:1",
            "E-SCHEMA-REDEFINES a.cedarschema:2:16",
            "E-SCHEMA-REDEFINES b.cedarschema:2:1",
            "E-SCHEMA-PARSE c.cedarschema:1:7"
        ]
    );
    assert_eq!(errors[0].message, "`A` is declared here and at b.cedarschema:1:1");
}

#[test]
fn deep_brackets_are_refused_before_cedar_sees_them() {
    let nested = |depth: usize| format!("type T = {}Long{};", "Set<".repeat(depth), ">".repeat(depth));
    accepted(&nested(200));
    refused(&nested(257), "E-SCHEMA-NESTING", 1, 10 + 256 * 4 + 3);
    refused(&format!("entity A {}", "{a:".repeat(100_000)), "E-SCHEMA-NESTING", 1, 10 + 256 * 3);
}

#[test]
fn hostile_text_is_escaped() {
    let error = refused("action \"\u{202e}x\\u{1b}\";", "E-SCHEMA-REDEFINES", 1, 1);
    assert_eq!(error.message, "the action `\\u{202e}x\\u{1b}` is declared here, and only caplink declares actions");
    assert_eq!(error.excerpt.as_deref(), Some("action \"\\u{202e}x\\\\u{1b}\";"));
}

#[test]
fn warnings_have_their_place() {
    let warnings = accepted("namespace Acme {\n  entity Long;\n}").warnings;
    assert!(warnings.iter().all(|warning| warning.location.is_some()), "{warnings:?}");
}
