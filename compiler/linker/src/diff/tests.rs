//! Releases that are linked from small agents and policies, and what changed between them.

mod laws;

use super::{Release, allowed, compare, within};
use crate::lock::Texts;
use crate::source::Source;
use caplink_model::Digest;
use caplink_model::change::{Change, Comparison, Direction, Kind, Tier};
use caplink_model::lockfile::{Contents, Lockfile};
use std::fmt::Write as _;

/// An agent that imports this, and exports `run`.
fn component(imports: &str) -> Vec<u8> {
    let text = format!(
        r#"(component {imports}
          (core module $m (func (export "run")))
          (core instance $i (instantiate $m))
          (func (export "run") (canon lift (core func $i "run"))))"#
    );
    wat::parse_str(text).expect("the agent is WAT")
}

const PAY: &str = r#"(import "acme:pay/api@1.2.0" (instance
    (export "charge" (func (param "account" string) (param "cents" u32) (param "dry-run" bool) (param "note" (option string)) (result (result string (error string)))))
    (export "ping" (func (param "x" u8) (result u32)))))"#;

/// A large stack, as Cedar needs it.
fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(caplink_model::limits::POLICY_STACK).spawn_scoped(scope, work);
        thread.expect("a thread").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn lockfile(agent: &[u8], policies: &str) -> Lockfile {
    let policies = [Source { file: "p.cedar", text: policies }];
    let texts = Texts { policies: &policies, schemas: &[], entities: None, links: None };
    let prepared = crate::prepare(
        agent,
        crate::Request {
            texts,
            principal: r#"Agent::"a""#,
            demand: caplink_model::lockfile::Demand::Imports,
            observe: None,
            virtuals: &caplink_model::virtuals::NOTHING,
        },
    )
    .unwrap_or_else(|errors| panic!("{errors:#?}"));
    let contents = Contents { sha256: Digest::of(agent), size: agent.len() as u64 };
    let linked = crate::finish(prepared, contents, vec![]);
    Lockfile { artifact: Some(contents), ..linked.lockfile }
}

fn release(agent: &[u8], policies: &str) -> Release {
    let text = lockfile(agent, policies).print();
    Release::of_lockfile("a.grants.json", "a.grants.json", &text).unwrap_or_else(|error| panic!("{error:?}"))
}

fn fetch() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/agents/fetch.wasm")).expect("the agent is there")
}

fn changes(old: &Release, new: &Release) -> Vec<Change> {
    let comparison = deep(|| compare(std::slice::from_ref(old), std::slice::from_ref(new))).expect("it can be compared");
    comparison.pairs.into_iter().flat_map(|pair| pair.changes).collect()
}

/// Each change in a line.
fn told(changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes {
        let _ = write!(text, "{} {} {}: {}", change.tier.name(), change.direction.name(), change.kind.name(), change.summary);
        if let Some(gained) = &change.gained {
            let times = gained.times.map(|times| format!(" {times} times")).unwrap_or_default();
            let _ = write!(text, " | now {}{times}", if gained.request.is_empty() { "any call" } else { &gained.request });
        }
        if let Some(lost) = &change.lost {
            let times = lost.times.map(|times| format!(" {times} times")).unwrap_or_default();
            let _ = write!(text, " | no longer {}{times}", if lost.request.is_empty() { "any call" } else { &lost.request });
        }
        if let Some(unproved) = &change.unproved {
            let _ = write!(text, " | not proved: {unproved}");
        }
        for cause in &change.causes {
            let _ = write!(text, " | {} {} {}", if cause.is_new { "new" } else { "old" }, cause.policy.id, cause.role);
        }
        text.push('\n');
    }
    text
}

/// What changes between these policies, for an agent.
fn check(agent: &[u8], old: &str, new: &str, expected: &str) {
    let (old, new) = deep(|| (release(agent, old), release(agent, new)));
    assert_eq!(told(&changes(&old, &new)).trim_end(), expected.trim_end());
}

fn permit(id: &str, action: &str, condition: &str) -> String {
    format!("@id({id:?}) permit (principal, action == Action::{action:?}, resource){};\n", when(condition))
}

fn forbid(id: &str, action: &str, condition: &str) -> String {
    format!("@id({id:?}) forbid (principal, action == Action::{action:?}, resource){};\n", when(condition))
}

fn when(condition: &str) -> String {
    if condition.is_empty() { String::new() } else { format!(" when {{ {condition} }}") }
}

const CHARGE: &str = "acme:pay/api#charge";

#[test]
fn the_same_is_no_change() {
    let policies = permit("p", CHARGE, "context.cents < 100");
    check(&component(PAY), &policies, &policies, "");
    // Nor is what policies are called, in which order they stand, and how they say it.
    let other = format!(
        "// moved\n{}{}",
        permit("r", CHARGE, "context.cents <= 99 && context.cents > 20"),
        permit("q", CHARGE, "context.cents <= 20")
    );
    check(&component(PAY), &policies, &other, "");
}

#[test]
fn wider_conditions_come_with_a_request() {
    let pay = component(PAY);
    check(
        &pay,
        &permit("p", CHARGE, "context.cents < 100"),
        &permit("p", CHARGE, "context.cents < 200"),
        "medium wider condition: `acme:pay/api#charge` is allowed for more calls | now context.cents == 100 | new p permits more than before",
    );
    check(
        &pay,
        &permit("p", CHARGE, "context.cents < 200"),
        &permit("p", CHARGE, "context.cents < 100"),
        "none narrower condition: `acme:pay/api#charge` is allowed for fewer calls | no longer context.cents == 100 | new p permits less than before",
    );
    check(
        &pay,
        &permit("p", CHARGE, "context.account == \"a\""),
        &permit("p", CHARGE, "context.account == \"b\""),
        "medium incomparable condition: `acme:pay/api#charge` is allowed for other calls, some of which were not | now context.account == \"b\" | no longer context.account == \"a\" | new p permits more than before",
    );
    check(
        &pay,
        &format!("{}{}", permit("p", CHARGE, ""), forbid("f", CHARGE, "context.cents > 5 && context[\"dry-run\"]")),
        &permit("p", CHARGE, ""),
        "medium wider condition: `acme:pay/api#charge` is allowed for more calls | now context.cents == 6, context[\"dry-run\"] == true | old f forbade it, and does not any more",
    );
}

#[test]
fn functions_that_were_not_granted_are_new() {
    let pay = component(PAY);
    check(
        &pay,
        "",
        &permit("p", CHARGE, "context.cents < 2 && context has note"),
        "high wider function-granted: `acme:pay/api#charge` is newly allowed, for some calls | now context.cents == 0, context.note == \"a\" | new p permits it, and did not before",
    );
    check(
        &pay,
        &permit("p", CHARGE, ""),
        &forbid("f", CHARGE, ""),
        "none narrower function-revoked: `acme:pay/api#charge` is no longer allowed | new f forbids it | old p permitted it",
    );
    check(
        &pay,
        &format!("{}{}", permit("p", CHARGE, ""), forbid("f", CHARGE, "")),
        &permit("p", CHARGE, ""),
        "high wider function-granted: `acme:pay/api#charge` is newly allowed | now any call | new p permits it, and did not before | old f forbade it, and does not any more",
    );
}

#[test]
fn limits_are_compared_as_numbers_of_calls() {
    let pay = component(PAY);
    let limited = |id: &str, calls: u32, condition: &str| format!("@limit(\"{calls} calls\") {}", permit(id, CHARGE, condition));
    check(
        &pay,
        &limited("p", 5, ""),
        &limited("p", 7, ""),
        "medium wider budget: `acme:pay/api#charge` is allowed more often | now any call 6 times | new p permits more than before",
    );
    check(
        &pay,
        &limited("p", 7, ""),
        &limited("p", 5, ""),
        "none narrower budget: `acme:pay/api#charge` is allowed less often | no longer any call 6 times | new p permits less than before",
    );
    check(
        &pay,
        &limited("p", 5, "context.cents < 10"),
        &permit("p", CHARGE, "context.cents < 5"),
        "medium incomparable condition: `acme:pay/api#charge` is allowed for other calls, some of which were not | now context.cents == 1 6 times | no longer context.cents == 5 | new p permits more than before",
    );
    // One limit of ten became two: either alone allows no more, but both together do.
    check(
        &pay,
        &limited("p", 10, "context.cents < 10"),
        &format!("{}{}", limited("p", 10, "context.cents < 5"), limited("q", 10, "context.cents >= 5 && context.cents < 10")),
        "medium wider condition: `acme:pay/api#charge` is allowed for more calls | not proved: limits count together in another way, and it was not proved that they allow no more | new q permits it, and did not before",
    );
}

#[test]
fn hosts_that_only_the_table_can_name_are_told() {
    let fetch = fetch();
    let http = |id: &str, condition: &str| permit(id, "http:request", condition);
    check(
        &fetch,
        &http("p", "resource in Net::Host::\"github.com\" && context.method == \"GET\""),
        &http("p", "resource in Net::Host::\"github.com\""),
        "high wider condition: `http:request` is allowed for more calls | now resource == Net::Host::\"github.com\", context.method == \"POST\" | new p permits more than before",
    );
    check(
        &fetch,
        &http("p", "resource in Net::Host::\"github.com\""),
        &format!("{}{}", http("p", "resource in Net::Host::\"github.com\""), http("q", "resource == Net::Host::\"evil.example\"")),
        "critical wider condition: `http:request` is allowed for more calls | now resource == Net::Host::\"evil.example\", context.method == \"GET\" | new q permits it, and did not before",
    );
    // Of several growths the gravest is shown, in one policy too.
    for new in [
        http("p", "[Net::Host::\"a.example\", Net::Host::\"b.example\"].contains(resource)"),
        http(
            "p",
            "resource == Net::Host::\"a.example\" || (resource == Net::Host::\"b.example\" && context.method == \"GET\" && context.port == 9)",
        ),
    ] {
        let (old, new) = deep(|| {
            (release(&fetch, &http("p", "resource == Net::Host::\"a.example\" && context.method == \"GET\"")), release(&fetch, &new))
        });
        let found = changes(&old, &new);
        let example = found[0].gained.as_ref().map(|gained| gained.request.as_str()).unwrap_or_default();
        assert!(found[0].tier == Tier::Critical && example.contains("b.example"), "{}", told(&found));
    }
    // Every port but one, and every host: the network of the machine stays closed until it is named.
    check(
        &fetch,
        &http("p", "context.port != 22"),
        &format!("{}{}", http("p", "context.port != 22"), http("q", "resource == Net::Host::\"localhost\" && context.port == 80")),
        "critical wider condition: `http:request` is allowed for more calls | now resource == Net::Host::\"localhost\", context.method == \"GET\", context.port == 1 | new q permits it, and did not before",
    );
    // A forbid that names a host does not open it.
    check(
        &fetch,
        &http("p", "context.port != 22"),
        &format!(
            "{}{}",
            http("p", "context.port != 22"),
            forbid("f", "http:request", "resource == Net::Host::\"localhost\" && context.port == 80")
        ),
        "",
    );
    // Without a condition there is no guard, and nothing that keeps the network of the machine closed.
    check(
        &fetch,
        &http("p", "context.port != 22"),
        &http("p", ""),
        "critical wider condition: `http:request` is allowed for more calls | now resource == Net::Host::\"b\" | new p permits more than before",
    );
}

#[test]
fn what_no_guard_reads_is_not_taken_for_denied() {
    let fetch = fetch();
    let url = |text: &str| crate::policy::request::condition("http:request", text, &Default::default()).expect("it is a request");
    let open = deep(|| release(&fetch, &permit("p", "http:request", "")));
    let closed = deep(|| release(&fetch, &permit("p", "http:request", "context.port != 22")));
    for request in ["http://10.0.0.1/ GET", "http://[::1]/ GET", "http://localhost/ GET", "https://example.com/ GET"] {
        let is_allowed =
            |release: &Release| !deep(|| allowed(release, "http:request", Some(&url(request)))).expect("it can be asked").is_empty();
        assert!(is_allowed(&open), "{request} passes without a guard");
        assert_eq!(is_allowed(&closed), request.contains("example"), "{request}");
    }
    let exports =
        format!("{}permit (principal, action == Action::\"export\", resource == Wit::Interface::\"run\");", permit("p", CHARGE, ""));
    let pay = deep(|| release(&component(PAY), &exports));
    assert_eq!(allowed(&pay, "export", None).expect("it can be asked").len(), 1);
    assert_eq!(allowed(&closed, "export", None).expect("it can be asked").len(), 0);
}

#[test]
fn a_host_that_the_table_holds_for_another_reason_stays_forbidden() {
    let fetch = fetch();
    let permits = permit("p", "http:request", "context.method == \"GET\" || (context has query && context.query == \"localhost\")");
    let forbids = forbid("f", "http:request", "resource == Net::Host::\"localhost\"");
    let release = deep(|| release(&fetch, &format!("{permits}{forbids}")));
    let url = crate::policy::request::condition("http:request", "http://localhost/ GET", &Default::default()).expect("it is a request");
    assert!(deep(|| allowed(&release, "http:request", Some(&url))).expect("it can be asked").is_empty());
    assert!(release.lockfile.symbols.iter().any(|symbol| symbol.guard.as_ref().is_some_and(|guard| guard.forbids == ["f"])));
}

#[test]
fn lockfiles_that_do_not_hold_together_are_refused() {
    let pay = component(PAY);
    let good = deep(|| lockfile(&pay, &permit("p", CHARGE, "context.cents < 100")));
    let refused = |lockfile: &Lockfile| Release::of_lockfile("a", "a", &lockfile.print()).expect_err("must be refused").message;
    let edited = |edit: &dyn Fn(&mut Lockfile)| {
        let mut lockfile = good.clone();
        edit(&mut lockfile);
        refused(&lockfile)
    };
    let charge = |lockfile: &Lockfile| lockfile.symbols.iter().position(|symbol| symbol.function == "charge").expect("it is there");
    type Edit<'e> = &'e dyn Fn(&mut Lockfile);
    let cases: [(Edit<'_>, &str); 7] = [
        (
            &|lockfile| {
                lockfile.imports[0].functions.push("refund".into());
                lockfile.components[0].uses.push("acme:pay/api@1.2.0#refund".into());
            },
            "`acme:pay/api@1.2.0#refund`, which nothing accounts for",
        ),
        (
            &|lockfile| {
                let at = charge(lockfile);
                lockfile.symbols[at].guard.as_mut().expect("guarded").condition = "context.cents <= 9".into()
            },
            "a condition that is not its table's",
        ),
        (
            &|lockfile| {
                let at = charge(lockfile);
                lockfile.symbols[at].guard.as_mut().expect("guarded").permits = vec!["q".into()]
            },
            "a policy that did not decide on it",
        ),
        (
            &|lockfile| {
                let at = charge(lockfile);
                lockfile.symbols[at].guard = None;
                lockfile.tables.clear();
            },
            "both that its calls are guarded and that they are not",
        ),
        (&|lockfile| lockfile.imports[0].functions.push("refund".into()), "`acme:pay/api@1.2.0#refund`, which nothing accounts for"),
        (&|lockfile| lockfile.tables.clear(), "of a guard is missing"),
        (
            &|lockfile| {
                lockfile.artifact = None;
                lockfile.tables.clear()
            },
            "the copy that an artifact carries",
        ),
    ];
    for (edit, expected) in cases {
        let message = edited(edit);
        assert!(message.contains(expected), "{message:?} should contain {expected:?}");
    }
}

#[test]
fn names_and_versions_are_no_growth() {
    let policies = permit("p", CHARGE, "context.cents < 100");
    let (old, patch) = deep(|| (release(&component(PAY), &policies), release(&component(&PAY.replace("1.2.0", "1.3.1")), &policies)));
    let found = changes(&old, &patch);
    assert!(found.iter().all(|change| change.direction == Direction::Same && change.kind == Kind::Code), "{}", told(&found));
    // A new major track is.
    let major = deep(|| release(&component(&PAY.replace("1.2.0", "2.0.0")), &policies));
    let found = changes(&old, &major);
    assert_eq!((found[0].kind, found[0].tier, found[0].direction), (Kind::Track, Tier::Low, Direction::Wider), "{}", told(&found));
    assert_eq!(found.iter().filter(|change| change.kind == Kind::FunctionRevoked).count(), 0, "{}", told(&found));
}

#[test]
fn another_function_for_the_same_is_low() {
    let random = |functions: &str| component(&format!("(import \"wasi:random/random@0.2.3\" (instance {functions}))"));
    let one = r#"(export "get-random-u64" (func (result u64)))"#;
    let both = r#"(export "get-random-bytes" (func (param "len" u64) (result (list u8)))) (export "get-random-u64" (func (result u64)))"#;
    let policies = permit("p", "random:secure", "");
    let (old, new) = deep(|| (release(&random(one), &policies), release(&random(both), &policies)));
    let found = changes(&old, &new);
    assert_eq!((found[0].kind, found[0].tier), (Kind::FunctionGranted, Tier::Low), "{}", told(&found));
    assert!(deep(|| within(&old, &new)).expect("it can be compared").is_empty());
    let child = deep(|| release(&component(PAY), &permit("p", CHARGE, "")));
    let beyond = deep(|| within(&old, &child)).expect("it can be compared");
    assert_eq!((beyond.len(), beyond[0].tier), (1, Tier::High));
}

#[test]
fn agents_that_come_are_new_and_files_that_move_are_not() {
    let pay = component(PAY);
    let (small, large) =
        deep(|| (release(&pay, &permit("p", CHARGE, "context.cents < 100")), release(&fetch(), &permit("p", "http:request", ""))));
    let named = |release: &Release, name: &str| {
        let mut named = release.clone();
        (named.name, named.key) = (name.into(), name.into());
        named
    };
    let of = |old: &[Release], new: &[Release]| -> Comparison { deep(|| compare(old, new)).expect("it can be compared") };
    let moved = of(
        &[named(&small, "a/x.grants.json"), named(&large, "b.grants.json")],
        &[named(&large, "c/b.grants.json"), named(&small, "x.grants.json")],
    );
    assert_eq!((moved.pairs.len(), moved.unchanged), (0, 2));
    let grown = of(&[named(&small, "x.grants.json")], &[named(&small, "x.grants.json"), named(&large, "b.grants.json")]);
    assert_eq!(grown.unchanged, 1);
    let change = &grown.pairs[0].changes[0];
    assert_eq!((change.kind, change.tier, change.direction), (Kind::AgentAdded, Tier::Critical, Direction::Wider));
    let gone = of(&[named(&small, "x.grants.json"), named(&large, "b.grants.json")], &[named(&small, "x.grants.json")]);
    assert!(gone.growth().next().is_none());
}
