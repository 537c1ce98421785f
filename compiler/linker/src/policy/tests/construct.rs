//! One policy for each construct of Cedar: what it becomes, or how it is refused (threat P2).

use super::oracle::{SCHEMA, entities};
use super::{Decision, Party, deep, question};
use crate::guard::rules::{EntityName, Expr, Hierarchy, Ip, Part, Path, Root};
use std::collections::{BTreeMap, BTreeSet};

const ACTION: &str = r#"Action::"call""#;
const ANY: (Party<'_>, Party<'_>) = (Party::Unknown("Agent"), Party::Unknown("Net::Host"));
const A: (Party<'_>, Party<'_>) = (Party::Known("Agent::\"a\""), Party::Unknown("Net::Host"));

fn decide(policies: &str, (principal, resource): (Party<'_>, Party<'_>)) -> Result<Decision, String> {
    let shown = |errors: Vec<caplink_model::diagnostic::Diagnostic>| {
        errors.iter().map(|error| format!("{} {}", error.code, error.message)).collect::<Vec<_>>().join("; ")
    };
    let question = question(SCHEMA, policies, &entities().to_string()).map_err(shown)?;
    question.decide(principal, ACTION, resource).map_err(shown)
}

fn condition_for(condition: &str, parties: (Party<'_>, Party<'_>)) -> Expr {
    match decide(&format!("permit(principal, action, resource) when {{ {condition} }};"), parties) {
        Ok(Decision::Allow(_)) => Expr::Bool(true),
        Ok(Decision::Deny(_)) => Expr::Bool(false),
        Ok(Decision::Residual(rules)) => rules.permits[0].condition.clone(),
        Err(error) => panic!("{condition}: {error}"),
    }
}

fn check(condition: &str, expected: Expr) {
    assert_eq!(condition_for(condition, ANY), expected, "{condition}");
}

fn refused(condition: &str, wanted: &str) {
    let found = decide(&format!("permit(principal, action, resource) when {{ {condition} }};"), ANY);
    let error = found.expect_err(condition);
    assert!(error.contains(wanted), "{condition}: {error}");
}

fn input(name: &str) -> Expr {
    at(Root::Context, name)
}

fn path(name: &str) -> Path {
    Path { root: Root::Context, attributes: name.split('.').map(String::from).collect() }
}

fn at(root: Root, name: &str) -> Expr {
    Expr::Input(Path { root, attributes: name.split('.').filter(|name| !name.is_empty()).map(String::from).collect() })
}

fn principal() -> Expr {
    at(Root::Principal, "")
}

fn resource() -> Expr {
    at(Root::Resource, "")
}

fn b(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

fn ids(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(ToString::to_string).collect()
}

fn one_of(expr: Expr, all: &[&str]) -> Expr {
    Expr::OneOf(b(expr), ids(all))
}

fn long(value: i64) -> Expr {
    Expr::Long(value)
}

fn text(value: &str) -> Expr {
    Expr::String(value.into())
}

fn under(expr: Expr, host: &str) -> Expr {
    Expr::Under(b(expr), Hierarchy::Host, host.into())
}

#[test]
fn operators_become_expressions() {
    deep(|| {
        let (n, m, flag) = (|| input("n"), || input("m"), || input("flag"));
        check("context.flag", flag());
        check("!context.flag", Expr::Not(b(flag())));
        check("context[\"dry-run\"]", input("dry-run"));
        check("context.flag && context.note.text == \"a\"", Expr::And(vec![flag(), one_of(input("note.text"), &["a"])]));
        check("context.flag || context.n == 1", Expr::Or(vec![flag(), Expr::Equal(b(n()), b(long(1)))]));
        check(
            "if context.flag then context.n < 1 else context.m <= 2",
            Expr::If(vec![(flag(), Expr::Less(b(n()), b(long(1))))], b(Expr::LessOrEqual(b(m()), b(long(2))))),
        );
        check("context.n > 1", Expr::Less(b(long(1)), b(n())));
        check("context.n >= 1", Expr::LessOrEqual(b(long(1)), b(n())));
        check("context.n != context.m", Expr::Not(b(Expr::Equal(b(n()), b(m())))));
        check("context.n + 1 < context.m", Expr::Less(b(Expr::Add(vec![n(), long(1)])), b(m())));
        check("context.n - context.m < 0", Expr::Less(b(Expr::Subtract(b(n()), b(m()))), b(long(0))));
        check("context.n * 2 < context.m", Expr::Less(b(Expr::Multiply(vec![n(), long(2)])), b(m())));
        check("-context.n < 0", Expr::Less(b(Expr::Negate(b(n()))), b(long(0))));
        check(
            "context.text like \"a*\\*\"",
            Expr::Like(b(input("text")), vec![Part::Literal("a".into()), Part::Star, Part::Literal("*".into())]),
        );
        check("context.text like \"a**\"", Expr::Like(b(input("text")), vec![Part::Literal("a".into()), Part::Star]));
        check("context.text like \"ab\"", one_of(input("text"), &["ab"]));
        check("[context.text, \"b\"].contains(context.text)", Expr::Bool(true));
        check("context.names.contains(\"a\")", Expr::Contains(b(input("names")), b(text("a"))));
        check("context.names.containsAll([\"b\", \"a\"])", Expr::ContainsAll(b(input("names")), b(Expr::Set(vec![text("a"), text("b")]))));
        check("context.names.containsAny([\"b\", \"a\"])", Expr::ContainsAny(b(input("names")), b(Expr::Set(vec![text("a"), text("b")]))));
        check("context.names.isEmpty()", Expr::IsEmpty(b(input("names"))));
        let record = |value: Expr| Expr::Record(BTreeMap::from([("a".to_string(), value)]));
        check("{a: context.n} == {a: 1}", Expr::Equal(b(record(n())), b(record(long(1)))));
        check("principal is Agent && context.flag", flag());
        check("principal is Agent in Team::\"core\"", one_of(principal(), &["a"]));
    });
}

#[test]
fn extension_methods_become_expressions() {
    deep(|| {
        let (price, at, span, ip) = (|| input("price"), || input("at"), || input("span"), || input("ip"));
        check("context.price.lessThan(decimal(\"1.5\"))", Expr::Less(b(price()), b(Expr::Decimal(15_000))));
        check("context.price.lessThanOrEqual(decimal(\"-0.01\"))", Expr::LessOrEqual(b(price()), b(Expr::Decimal(-100))));
        check("context.price.greaterThan(decimal(\"1.0\"))", Expr::Less(b(Expr::Decimal(10_000)), b(price())));
        check("context.price.greaterThanOrEqual(decimal(\"1.0\"))", Expr::LessOrEqual(b(Expr::Decimal(10_000)), b(price())));
        check("context.at < datetime(\"1970-01-02\")", Expr::Less(b(at()), b(Expr::Datetime(86_400_000))));
        check("context.at <= datetime(\"1969-12-31\")", Expr::LessOrEqual(b(at()), b(Expr::Datetime(-86_400_000))));
        check("context.at.offset(context.span) == context.at", Expr::Equal(b(Expr::Add(vec![at(), span()])), b(at())));
        check("context.at.durationSince(context.at) < context.span", Expr::Less(b(Expr::Subtract(b(at()), b(at()))), b(span())));
        check("context.at.toDate() == context.at", Expr::Equal(b(Expr::ToDate(b(at()))), b(at())));
        check("context.at.toTime() < duration(\"1h\")", Expr::Less(b(Expr::ToTime(b(at()))), b(Expr::Duration(3_600_000))));
        for (method, by) in
            [("toMilliseconds", 1), ("toSeconds", 1_000), ("toMinutes", 60_000), ("toHours", 3_600_000), ("toDays", 86_400_000)]
        {
            check(&format!("context.span.{method}() < 1"), Expr::Less(b(Expr::Divide(b(span()), by)), b(long(1))));
        }
        check("context.ip.isIpv4()", Expr::IsIpv4(b(ip())));
        check("context.ip.isIpv6()", Expr::IsIpv6(b(ip())));
        check("context.ip.isLoopback()", Expr::IsLoopback(b(ip())));
        check("context.ip.isMulticast()", Expr::IsMulticast(b(ip())));
        let range = Expr::Ip(Ip { v6: false, address: 0x0a00_0000, prefix: 8 });
        check("context.ip.isInRange(ip(\"10.0.0.0/8\"))", Expr::IsInRange(b(ip()), b(range)));
        let one = Expr::Ip(Ip { v6: true, address: 1, prefix: 128 });
        check("context.ip == ip(\"::1\")", Expr::Equal(b(ip()), b(one)));
    });
}

#[test]
fn presence_is_asked_only_of_what_may_be_absent() {
    deep(|| {
        check("context has n", Expr::Bool(true));
        check("context has nosuch || context.flag", input("flag"));
        check("context has maybe", Expr::Has(path("maybe")));
        check("context has note.more", Expr::Has(path("note.more")));
        check("context has note.more.flat", Expr::Has(path("note.more")));
        check(
            "context has other.more.deep",
            Expr::And(vec![Expr::Has(path("other")), Expr::Has(path("other.more")), Expr::Has(path("other.more.deep"))]),
        );
        check(
            "context has maybe && context.maybe == 1",
            Expr::And(vec![Expr::Has(path("maybe")), Expr::Equal(b(input("maybe")), b(long(1)))]),
        );
    });
}

#[test]
fn attributes_are_asked_of_what_an_expression_may_be() {
    deep(|| {
        check("(if context.flag then context.note else context.note).text == \"a\"", one_of(input("note.text"), &["a"]));
        check("{a: context.n, b: context.m}.a == 1", Expr::Equal(b(input("n")), b(long(1))));
        // What stands beside it in the record may fail, and then all fails.
        let evaluated = Expr::Not(b(Expr::IsEmpty(b(Expr::Set(vec![Expr::Add(vec![input("m"), long(1)])])))));
        check("{a: context.flag, b: context.m + 1}.a", Expr::And(vec![evaluated, input("flag")]));
    });
}

#[test]
fn the_world_is_closed() {
    deep(|| {
        // An entity that is not given has no attributes and no tags, and is in nothing but itself.
        check("Agent::\"ghost\" has tier", Expr::Bool(false));
        check("Agent::\"ghost\".budget > 0 || true", Expr::Bool(false));
        check("Agent::\"ghost\".hasTag(\"role\")", Expr::Bool(false));
        check("Agent::\"ghost\" in Team::\"all\"", Expr::Bool(false));
        check("Agent::\"ghost\" in Agent::\"ghost\"", Expr::Bool(true));
        check("principal == Agent::\"ghost\"", one_of(principal(), &["ghost"]));
        check("principal in Agent::\"ghost\"", one_of(principal(), &["ghost"]));
        check("principal in Team::\"all\"", one_of(principal(), &["a", "c"]));
        check("principal in [Team::\"core\", Team::\"none\"]", one_of(principal(), &["a"]));
        check("principal has tier", one_of(principal(), &["a", "c"]));
        check("principal has tier && principal.tier == \"gold\"", one_of(principal(), &["a", "c"]));
        check("principal has limits.note", one_of(principal(), &["a", "c"]));
        // `c` lives where nobody is: asking for the city fails, and a permit that fails is none.
        check("principal.home.city == \"Rome\"", one_of(principal(), &["b"]));
        check("principal.hasTag(\"role\") && principal.getTag(\"role\") == \"dev\"", one_of(principal(), &["a"]));
        let roles = Expr::Select(
            b(principal()),
            BTreeMap::from([
                ("a".to_string(), one_of(input("text"), &["env", "role"])),
                ("c".to_string(), one_of(input("text"), &["role"])),
            ]),
            b(Expr::Bool(false)),
        );
        check("principal.hasTag(context.text)", roles);
        check("context.who.budget > 50", one_of(input("who"), &["a", "c"]));
        let team = |id: &str| Expr::Entity(EntityName { kind: "Team".into(), id: id.into() });
        assert_eq!(
            condition_for("principal in context.teams", A),
            Expr::ContainsAny(b(input("teams")), b(Expr::Set(vec![team("all"), team("core")])))
        );
        // What is known is decided when linking.
        assert_eq!(condition_for("principal.budget + context.n <= 100", A), condition_for("100 + context.n <= 100", A));
        assert_eq!(
            condition_for("principal in Team::\"all\" && principal has tier && principal.tier == \"gold\" || false", A),
            Expr::Bool(true)
        );
    });
}

#[test]
fn hosts_and_paths_are_in_what_their_names_say() {
    deep(|| {
        // An entity that is given is in the domain, and with it everything under it.
        check("resource in Net::Host::\"github.com\"", Expr::Or(vec![under(resource(), "cdn.net"), under(resource(), "github.com")]));
        check("resource in Net::Host::\"vendor.com\"", under(resource(), "vendor.com"));
        check("resource in Net::Group::\"vendors\"", under(resource(), "vendor.com"));
        check("resource in Net::Group::\"nobody\"", Expr::Bool(false));
        check("resource == Net::Host::\"github.com\"", one_of(resource(), &["github.com"]));
        check("context.path in Fs::Path::\"/data\"", Expr::Under(b(input("path")), Hierarchy::Path, "/data".into()));
        for (inside, outside, holds) in [
            ("Net::Host::\"api.github.com\"", "Net::Host::\"github.com\"", true),
            ("Net::Host::\"evilgithub.com\"", "Net::Host::\"github.com\"", false),
            ("Net::Host::\"github.com\"", "Net::Host::\"api.github.com\"", false),
            ("Net::Host::\"10.0.0.1\"", "Net::Host::\"0.0.1\"", false),
            ("Net::Host::\"x.y.cdn.net\"", "Net::Host::\"com\"", true),
            ("Net::Host::\"x.vendor.com\"", "Net::Group::\"vendors\"", true),
            ("Net::Host::\"api.vendor.com\"", "Net::Group::\"vendors\"", true),
            // What ends in a number is an address, or nothing that a host resolves: it lies in no domain.
            ("Net::Host::\"x.10.0.0.1\"", "Net::Group::\"lab\"", false),
            ("Fs::Path::\"/data/a\"", "Fs::Path::\"/data\"", true),
            ("Fs::Path::\"/database\"", "Fs::Path::\"/data\"", false),
            ("Fs::Path::\"/data\"", "Fs::Path::\"/\"", true),
        ] {
            check(&format!("{inside} in {outside}"), Expr::Bool(holds));
        }
    });
}

#[test]
fn what_no_guard_can_decide_is_refused_by_name() {
    deep(|| {
        refused(
            "context.host in resource",
            "E-POLICY-UNSUPPORTED `p.cedar#1` asks for what a guard cannot decide: `in` between two entities",
        );
        refused("ip(context.text).isIpv4()", "E-POLICY-INVALID");
        refused("context.nosuch == 1", "E-POLICY-INVALID");
        refused("context.maybe == 1", "E-POLICY-INVALID");
        refused("context.n == \"a\"", "E-POLICY-INVALID");
        refused("context.n < 1.5", "E-POLICY-PARSE");
        refused("context.n < 9223372036854775808", "E-POLICY-PARSE");
        let nested = (0..300).fold("context.n".to_string(), |inner, _| format!("-(1 - {inner})"));
        refused(&format!("{nested} == 1"), "E-POLICY-DEPTH brackets nest deeper");
        let deep_one = (0..101).fold("context.n".to_string(), |inner, _| format!("-(1 - {inner})"));
        refused(&format!("{deep_one} == 1"), "E-POLICY-DEPTH `p.cedar#1` nests expressions deeper than 200");
        // Chains are not deep.
        let sum = vec!["context.n"; 1_000].join(" + ");
        let any = (0..500).map(|n| format!("context.n == {n}")).collect::<Vec<_>>().join(" || ");
        let Expr::Equal(left, _) = condition_for(&format!("{sum} == 1"), ANY) else { panic!("a sum is compared") };
        assert!(matches!(*left, Expr::Add(terms) if terms.len() == 1_000));
        assert!(matches!(condition_for(&any, ANY), Expr::Or(terms) if terms.len() == 500));
    });
}

#[test]
fn rules_are_what_the_decision_needs() {
    deep(|| {
        let permits = |policies: &str| match decide(policies, A) {
            Ok(Decision::Residual(rules)) => {
                let shown = |rules: &[crate::guard::rules::Rule]| {
                    rules.iter().map(|rule| (rule.policy.id.clone(), rule.limit, rule.condition == Expr::Bool(true))).collect::<Vec<_>>()
                };
                (shown(&rules.permits), shown(&rules.forbids))
            }
            other => panic!("{policies}: {other:?}"),
        };
        let rule = |id: &str, limit, always| (id.to_string(), limit, always);
        let always = "@id(\"always\") permit(principal, action, resource);";
        let some = "@id(\"some\") permit(principal, action, resource) when { context.flag };";
        let never = "@id(\"never\") forbid(principal, action, resource) when { context.n + 1 == 1 };";
        assert_eq!(permits(&format!("{some} {never}")), (vec![rule("some", None, false)], vec![rule("never", None, false)]));
        assert_eq!(permits(&format!("{some} {always} {never}")), (vec![rule("always", None, true)], vec![rule("never", None, false)]));
        assert!(matches!(decide(&format!("{some} {always}"), A), Ok(Decision::Allow(by)) if by.len() == 1 && by[0].id == "always"));
        let failing = "@id(\"fails\") forbid(principal, action, resource) when { 9223372036854775807 + 1 > 0 };";
        assert!(matches!(decide(&format!("{always} {failing}"), A), Ok(Decision::Deny(by)) if by.len() == 1 && by[0].id == "fails"));
        let late = "@id(\"late\") forbid(principal, action, resource) when { context.n + 1 > 0 || true };";
        assert!(matches!(decide(&format!("{always} {late}"), A), Ok(Decision::Deny(by)) if by.len() == 1 && by[0].id == "late"));
        assert!(matches!(decide(never, A), Ok(Decision::Deny(by)) if by.is_empty()));
        // A budget makes even an unconditional permit a rule; it matters only if nothing else allows.
        let budget = "@id(\"budget\") @limit(\"100 calls\") permit(principal, action, resource);";
        assert_eq!(permits(budget), (vec![rule("budget", Some(100), true)], vec![]));
        assert_eq!(permits(&format!("{budget} {some}")), (vec![rule("budget", Some(100), true), rule("some", None, false)], vec![]));
        assert!(matches!(decide(&format!("{budget} {always}"), A), Ok(Decision::Allow(by)) if by.len() == 1));
    });
}
