//! Budgets, links of templates, and what is said of texts that are wrong.

use super::oracle::SCHEMA;
use super::{Decision, Party, deep};
use crate::guard::rules::Expr;
use crate::policy::question::{Question, Texts};
use crate::source::Source;

fn load(policies: &str, links: Option<&str>) -> Result<Question, String> {
    let texts = Texts {
        policies: &[Source { file: "p.cedar", text: policies }],
        links: links.map(|text| Source { file: "links.json", text }),
        schema: Source { file: "s.cedarschema", text: SCHEMA },
        entities: None,
    };
    Question::load(&texts).map_err(|errors| {
        let place = |error: &caplink_model::diagnostic::Diagnostic| error.location.as_ref().map(ToString::to_string).unwrap_or_default();
        errors
            .iter()
            .map(|error| format!("{} {} {} [{}]", error.code, place(error), error.message, error.help.as_deref().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join("\n")
    })
}

fn refused(policies: &str, links: Option<&str>, wanted: &[&str]) {
    let Err(error) = load(policies, links) else { panic!("{policies} {links:?} is accepted") };
    assert!(wanted.iter().all(|wanted| error.contains(wanted)), "{error}");
}

#[test]
fn a_limit_is_a_number_of_calls() {
    deep(|| {
        let limit = |text: &str| load(&format!("@limit(\"{text}\") permit(principal, action, resource);"), None);
        for (text, calls) in [("1 call", 1), ("100 calls", 100), ("4294967295 calls", u32::MAX)] {
            let found = limit(text).unwrap_or_else(|error| panic!("{error}"));
            let found = found.decide(Party::Unknown("Agent"), "Action::\"call\"", Party::Unknown("Net::Host"));
            let Ok(Decision::Residual(rules)) = found else { panic!("{text}: {found:?}") };
            assert_eq!((rules.permits[0].limit, &rules.permits[0].condition), (Some(calls), &Expr::Bool(true)));
        }
        for text in [
            "",
            "0 calls",
            "100",
            "calls",
            "01 calls",
            "+1 calls",
            "-1 calls",
            "1.5 calls",
            "4294967296 calls",
            "1  call",
            " 1 call",
            "1 Call",
            "1 calls ",
            "ten calls",
            "1 call per day",
        ] {
            refused(
                &format!("\n @limit(\"{text}\") permit(principal, action, resource);"),
                None,
                &["E-LIMIT p.cedar:2:2", "write `@limit(\"100 calls\")`"],
            );
        }
        refused("@limit(\"1 call\") forbid(principal, action, resource);", None, &["E-LIMIT p.cedar:1:1", "only a permit"]);
        refused("@limit permit(principal, action, resource);", None, &["E-LIMIT"]);
    });
}

const TEMPLATES: &str = "@id(\"one\") permit(principal == ?principal, action, resource);\n@limit(\"2 calls\")\npermit(principal in ?principal, action, resource in ?resource) when { context.flag };\n";

#[test]
fn links_make_policies_of_templates() {
    deep(|| {
        let links = r#"[
            {"template_id": "one", "link_id": "for a", "args": {"?principal": "Agent::\"a\""}},
            {"template_id": "p.cedar#2", "link_id": "hosts", "args": {"?principal": "Team::\"core\"", "?resource": "Net::Host::\"com\""}},
            {"template_id": "p.cedar#2", "link_id": "more hosts", "args": {"?principal": "Agent::\"b\"", "?resource": "Net::Host::\"net\""}}
        ]"#;
        let question = load(TEMPLATES, Some(links)).unwrap_or_else(|error| panic!("{error}"));
        let decide = |principal| question.decide(Party::Known(principal), "Action::\"call\"", Party::Unknown("Net::Host"));
        let Ok(Decision::Allow(by)) = decide("Agent::\"a\"") else { panic!("`a` is allowed") };
        assert_eq!((by[0].id.as_str(), by[0].file.as_str(), by[0].line), ("for a", "p.cedar", 1));
        let Ok(Decision::Residual(rules)) = decide("Agent::\"b\"") else { panic!("`b` is guarded") };
        let permit = &rules.permits[0];
        assert_eq!((permit.policy.id.as_str(), permit.policy.line, permit.limit), ("more hosts", 2, Some(2)));
        assert!(matches!(decide("Agent::\"c\""), Ok(Decision::Deny(_))));
    });
}

#[test]
fn links_that_do_not_fit_are_refused_where_they_are() {
    deep(|| {
        let one = |rest: &str| format!("[\n  {{\"template_id\": \"one\", \"link_id\": \"x\"{rest}}}]");
        let good = "{\"template_id\": \"one\", \"link_id\": \"x\", \"args\": {\"?principal\": \"Agent::\\\"a\\\"\"}}";
        let template =
            "@id(\"one\") permit(principal == ?principal, action, resource); @id(\"plain\") permit(principal, action, resource);";
        let check = |links: &str, wanted: &[&str]| refused(template, Some(links), &[&["E-TEMPLATE-LINK links.json:"], wanted].concat());
        check(&one(""), &[":2:3 ", "gives no `?principal`"]);
        check(
            &one(", \"args\": {\"?principal\": \"Agent::\\\"a\\\"\", \"?resource\": \"Net::Host::\\\"a\\\"\"}"),
            &[":2:3 ", "gives `?resource`, which `one` does not ask for"],
        );
        check(&one(", \"args\": {\"?principal\": \"nobody\"}"), &[":2:3 ", "is no Cedar entity"]);
        check(&one(", \"args\": {\"?who\": \"Agent::\\\"a\\\"\"}"), &[":2:", "unknown field `?who`"]);
        check(&one(", \"arguments\": {}"), &[":2:", "unknown field `arguments`"]);
        check(&one(", \"link_id\": \"y\""), &[":2:", "duplicate field"]);
        check("[{\"template_id\": \"two\", \"link_id\": \"x\"}]", &[":1:2 ", "`two` is no template"]);
        check("[{\"template_id\": \"plain\", \"link_id\": \"x\"}]", &[":1:2 ", "`plain` is a policy, not a template"]);
        check(&format!("[{good},\n{good}]"), &[":2:1 ", "the id `x` is taken"]);
        check(&format!("[{}]", good.replace("\"x\"", "\"plain\"")), &[":1:2 ", "the id `plain` is taken"]);
        check(&format!("[{}]", good.replace("\"x\"", "\"\"")), &["`link_id` is empty"]);
        for text in ["", "{}", "[", "[,]", "[1]", "[{\"template_id\": \"one\"}]"] {
            check(text, &[]);
        }
        check(&format!("[{good},]"), &[]);
        check(&format!("[{good}] x"), &["something follows the array"]);
        check(&format!("[{good} {good}]"), &["`,` or `]` is expected"]);
        refused(template, None, &["E-TEMPLATE-UNLINKED p.cedar:1:1", "--template-links"]);
        refused(template, Some("[]"), &["E-TEMPLATE-UNLINKED"]);
        refused(TEMPLATES, Some(&format!("[{good}]")), &["E-TEMPLATE-UNLINKED p.cedar:2:1", "`p.cedar#2`"]);
        // What a link says is validated as what a policy says.
        refused(template, Some(&one(", \"args\": {\"?principal\": \"Nobody::\\\"a\\\"\"}")), &["E-POLICY-INVALID", "Nobody"]);
    });
}

#[test]
fn what_to_write_instead_is_said() {
    deep(|| {
        for (condition, wanted) in [
            (
                "context.nosuch == 1",
                "E-POLICY-INVALID p.cedar:1:44 attribute `nosuch` in context for Action::\"call\" not found [there are `at`, `color`, `dry-run`,",
            ),
            ("context.note.texd == \"a\"", "[did you mean `text`? there are `more`, `text`]"),
            ("context[\"dry-runs\"]", "[did you mean `dry-run`? there are"),
            ("principal.bugdet > 1", "[did you mean `budget`? there are `budget`, `home`, `limits`, `peers`, `tier`]"),
            ("principal.home.town == \"x\"", "[there are `city`, `zip`]"),
            ("principal.limits.colls == 1", "[did you mean `calls`? there are `calls`, `note`]"),
            (
                "context.n == 18446744073709551615",
                "E-POLICY-PARSE p.cedar:1:57 integer literal `18446744073709551615` is too large [the greatest number of a policy is 9223372036854775807; a call with a greater u64 is denied",
            ),
            (
                "context.n < 1.5",
                "E-POLICY-PARSE p.cedar:1:58 `1.5` is a number with a fraction, which no policy compares [compare whole numbers, or values of type decimal: `.lessThan(decimal(\"1.5\"))`",
            ),
            ("context.n < 10.25", "`10.25` is a number with a fraction"),
            ("context.n / 2 == 1", "[policies can add, subtract and multiply: multiply the other side instead]"),
            ("context.text == 1", "E-POLICY-INVALID p.cedar:1:44 the types Long and String are not compatible [both operands"),
            ("context.text < \"a\"", "[texts have no order: compare them by `==`, `like`"),
            ("context.price < decimal(\"1.0\")", "[compare decimals by `.lessThan(...)`"),
            ("ip(context.text).isIpv4()", "[guards parse nothing at run time"),
            ("context.maybe == 1", "unable to guarantee safety of access to optional attribute `maybe`"),
            ("resource in Net::Hosts::\"x\"", "unrecognized entity type `Net::Hosts` [did you mean `Net::Host`?]"),
        ] {
            refused(&format!("permit(principal, action, resource) when {{ {condition} }};"), None, &[wanted]);
        }
    });
}

#[test]
fn parts_of_a_call_without_a_cedar_value_say_why() {
    deep(|| {
        let mut resolve = wit_parser::Resolve::default();
        let wit = "package acme:pay; interface api { record order { weight: f64, name: string, blob: list<u8> } charge: func(amount: f32, order: order, cents: u64); } world agent { import api; }";
        let package = resolve.push_str("pay.wit", wit).expect("it is WIT");
        let world = resolve.select_world(&[package], None).expect("it has a world");
        let imports = crate::schema::interface::imports(&resolve, world, |_| false).expect("they have names");
        let custom = crate::schema::interface::interfaces(imports).expect("they have actions");
        let schema = crate::schema::compose::compose(&custom, &[]).expect("it is a schema").schema;
        let check = |condition: &str, wanted: &str| {
            let text = format!("permit(principal, action == Action::\"acme:pay/api#charge\", resource) when {{ {condition} }};");
            let source = Source { file: "p.cedar", text: &text };
            let found = super::super::load(&[source], None, (schema.clone(), &custom), None, "Agent::\"x\"", ["acme:pay/api".to_string()]);
            let Err(errors) = found else { panic!("{condition} is accepted") };
            assert_eq!(errors[0].code, "E-POLICY-INVALID");
            assert!(errors[0].help.as_ref().is_some_and(|help| help.contains(wanted)), "{errors:#?}");
        };
        check("context.amount == 1", "`amount` is not exposed to policies: a floating-point number has no Cedar value");
        check("context.order.weight == 1", "`weight` is not exposed to policies: a floating-point number has no Cedar value");
        check("context.order.blob == \"\"", "`blob` is not exposed to policies: bytes have no Cedar value");
        check("context.sents == 1", "did you mean `cents`? there are `cents`, `order`");
    });
}
