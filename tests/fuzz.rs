//! A short run of each fuzz target: seeds, and what becomes of them by random changes.
//!
//! In: a few policies, and tables that the encoder made of them. Each is changed at random for about a second, and given to the body of its target in
//! `fuzz/bodies.rs` or `fuzz/trampoline.rs`, which panics if something is wrong. The same targets run for longer with `cargo fuzz run policy_text` in `tests/fuzz`.

#[path = "fuzz/bodies.rs"]
mod bodies;
#[path = "properties/linking.rs"]
mod linking;
#[path = "properties/random.rs"]
mod random;
#[path = "fuzz/trampoline.rs"]
mod trampoline;
#[path = "properties/world.rs"]
mod world;

use caplink_linker::guard::encode;
use caplink_linker::guard::place::{Kind, Place, Places};
use caplink_linker::guard::rules::{EntityName, Expr, Hierarchy, Part, Path, Root, Rule, Rules};
use caplink_model::lockfile::PolicyRef;
use random::Random;
use std::time::{Duration, Instant};

const POLICIES: &[&str] = &[
    "permit(principal, action, resource);",
    "permit(principal == User::\"a\", action == Action::\"read\", resource is Doc) when { resource.owner == principal && context.port < 1024 + 1 };",
    "@id(\"x\") @limit(\"3 calls\") permit(principal in Group::\"g\", action in Action::\"all\", resource) unless { context.host like \"*.a\\*b\" };",
    "forbid(principal, action, resource in Net::Host::\"com\") when { context has price && context.price.lessThan(decimal(\"1.5\")) };",
    "permit(principal, action, resource) when { context has to.city && [\"a\", \"\\u{e9}\"].containsAll(context.names) };",
    "permit(principal, action, resource) when { if context.secure then principal.hasTag(context.host) else -context.port * 2 >= 7 };",
    "permit(principal, action, resource) when { context has peer && context.peer.isInRange(ip(\"10.0.0.0/8\")) && context has at && context.at.toDate() == context.at };",
];

/// Bytes that break things.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff\xff\xff\xff",
    b"(",
    b")",
    b"\"",
    b" && ",
    b"!",
    b"-",
    b"\\u{",
    b"*",
    b"9223372036854775808",
    b"\x00\x00\x00\x01",
    b"?principal",
];

/// Changes some bytes.
fn change(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => bytes.truncate(bytes.len() - random.below(bytes.len() + 1).min(8)),
            1 => drop(bytes.splice(at..at, random.pick::<&[u8]>(PIECES).iter().copied())),
            2 => {
                let (from, to) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
                let copied = bytes[from.min(to)..from.max(to).min(from.min(to) + 64)].to_vec();
                drop(bytes.splice(at..at, copied));
            }
            _ if at < bytes.len() && random.percent(50) => bytes[at] = random.bits().to_le_bytes()[3],
            _ if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            _ => {}
        }
    }
}

/// How many of how many inputs were accepted in about a second, or in `CAPLINK_FUZZ_SECONDS`, from `CAPLINK_SEED`.
fn run(seeds: &[Vec<u8>], body: impl Fn(&[u8]) -> bool) -> (u64, u64) {
    let number = |name, default| std::env::var(name).map_or(default, |text| text.parse().expect("it is a number"));
    let until = Instant::now() + Duration::from_secs(number("CAPLINK_FUZZ_SECONDS", 1));
    let (mut random, mut accepted, mut all) = (Random::new(number("CAPLINK_SEED", 1)), 0, 0);
    while Instant::now() < until || all < 100 {
        let mut input = random.pick(seeds).clone();
        change(&mut random, &mut input);
        accepted += u64::from(body(&input));
        all += 1;
    }
    (accepted, all)
}

#[test]
fn policy_texts_give_policies_or_diagnostics() {
    for policy in POLICIES {
        assert!(bodies::policy_text(policy.as_bytes()), "a seed is refused: {policy}");
    }
    let seeds: Vec<_> = POLICIES.iter().map(|policy| policy.as_bytes().to_vec()).collect();
    let (accepted, all) = run(&seeds, bodies::policy_text);
    assert!(accepted > 0 && accepted < all, "{accepted} of {all} changed policies are accepted");
}

#[test]
fn tables_are_refused_or_decide() {
    let seeds = tables();
    for seed in &seeds {
        assert!(bodies::table_decoder(seed), "a seed is refused");
    }
    let (accepted, all) = run(&seeds, bodies::table_decoder);
    assert!(accepted > 0 && accepted < all, "{accepted} of {all} changed tables are accepted");
}

#[test]
fn whatever_is_imported_can_be_guarded() {
    let guarded = (1_u64..=24).filter(|seed| trampoline::trampoline(&seed.to_le_bytes())).count();
    assert!(guarded >= 8, "{guarded} of 24 random components are guarded");
}

/// Tables with 64 bytes of memory behind them.
fn tables() -> Vec<Vec<u8>> {
    let field = |name: &str, offset, kind| (name.to_string(), Place { offset, when: vec![], kind });
    let record = vec![
        field("host", 0, Kind::String),
        field("names", 8, Kind::Set(8, Box::new(field("", 0, Kind::String).1))),
        field("port", 16, Kind::Signed(8)),
    ];
    let places = Places {
        principal: None,
        resource: Some(Place { offset: 24, when: vec![], kind: Kind::Entity("Net::Host".into()) }),
        context: Place { offset: 0, when: vec![], kind: Kind::Record(record) },
    };
    let input = |name: &str| Box::new(Expr::Input(Path { root: Root::Context, attributes: vec![name.into()] }));
    let resource = Box::new(Expr::Input(Path { root: Root::Resource, attributes: vec![] }));
    let is = |name: &str, value| Expr::Equal(input(name), Box::new(value));
    let conditions = [
        is("host", Expr::String("a.com".into())),
        Expr::And(vec![is("port", Expr::Long(17)), Expr::Like(input("host"), vec![Part::Literal("/v".into()), Part::Star])]),
        Expr::Under(resource.clone(), Hierarchy::Host, "com".into()),
        Expr::Equal(resource, Box::new(Expr::Entity(EntityName { kind: "Net::Host".into(), id: "x".into() }))),
        Expr::Less(Box::new(Expr::Add(vec![*input("port"), Expr::Long(i64::MAX)])), Box::new(Expr::Long(3))),
        Expr::Contains(input("names"), input("host")),
    ];
    let rule = |line, limit, condition: &Expr| {
        let policy = PolicyRef { id: format!("p{line}"), file: "p.cedar".into(), line };
        Rule { policy, limit, condition: condition.clone() }
    };
    let many = Rules {
        permits: (1..30).map(|line| rule(line, None, &is("host", Expr::String(format!("h{line}.com"))))).collect(),
        forbids: conditions.iter().map(|condition| rule(40, None, condition)).collect(),
    };
    let each =
        conditions.iter().map(|condition| Rules { permits: vec![rule(1, None, condition), rule(2, Some(2), condition)], forbids: vec![] });
    each.chain([many])
        .map(|rules| {
            let table = encode(&rules, &places).expect("everything has a place").bytes;
            [&[64][..], &table, &[7; 64]].concat()
        })
        .collect()
}
