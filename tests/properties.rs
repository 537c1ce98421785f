//! Properties of linking, on random components and random grants.
//!
//! In: random WIT (`properties/world.rs`), made into a component that imports all or some of it and does nothing, and random sets of permits. For each:
//! the independent check accepts what the linker makes; the root imports only functions that are permitted, as read from the bytes; the same input gives the same
//! bytes; without one of the permits it imports no more; with a byte changed it is refused; its lockfile reads as it was written.
//!
//! `CAPLINK_PROPERTY_CASES` and `CAPLINK_PROPERTY_SEED` (the first) are for longer runs. A failure names its seed, and prints WIT and policies.

#[path = "properties/linking.rs"]
mod linking;
#[path = "properties/random.rs"]
mod random;
#[path = "properties/world.rs"]
mod world;

use caplink_model::lockfile::{Lockfile, Observe, Outcome, Provider};
use caplink_verify::Verified;
use linking::{ALL, Refusal, imported, link};
use random::Random;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use wasmparser::component_types::ComponentEntityType;
use wit_parser::Resolve;

/// Inputs that are refused for good reasons; everything else that is random here can be linked.
const REFUSED: &[&str] = &["E-TWIN", "E-TYPE-IMPORT"];

thread_local! {
    /// What was being tried, for the message of a failure.
    static TRIED: RefCell<Vec<String>> = const { RefCell::new(vec![]) };
}

fn tried(what: &str) {
    TRIED.with_borrow_mut(|tried| tried.push(what.into()));
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("it is a number"))
}

#[test]
fn random_grants_on_random_components() {
    let (first, cases) = (number("CAPLINK_PROPERTY_SEED", 1), number("CAPLINK_PROPERTY_CASES", 60));
    let stop_at = number("CAPLINK_PROPERTY_FAILURES", 1);
    let (mut met, mut failed) = (BTreeMap::<&str, u64>::new(), vec![]);
    linking::on_policy_stack(|| {
        for seed in first..first + cases {
            TRIED.with_borrow_mut(Vec::clear);
            match catch_unwind(AssertUnwindSafe(|| case(seed))) {
                Ok(what) => *met.entry(what).or_default() += 1,
                Err(panic) => {
                    let reason = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
                    let tried = TRIED.with_borrow(|tried| tried.join("\n--\n"));
                    failed.push(format!("seed {seed}: {}\n--\n{tried}", reason.unwrap_or("a panic")));
                }
            }
            if failed.len() as u64 >= stop_at {
                break;
            }
        }
    });
    assert!(failed.is_empty(), "\n{}", failed.join("\n\n====\n"));
    let linked = met.get("linked").copied().unwrap_or(0);
    assert!(linked * 10 >= cases * 6, "the generator makes too little that can be linked: {met:?}");
}

/// What random cases found once, in their smallest form.
#[test]
fn what_was_found_stays_fixed() {
    const TYPES: &str = "interface types { enum kind { a, b } record pair { x: kind, y: kind } f: func() -> pair; g: func(); }";
    const WORLD: &str = "use types.{kind, pair}; import make: func(k: kind) -> pair;";
    let all = |names: &[&str]| names.iter().map(|name| permit(name)).collect::<String>();
    for (world, types, policies, refused) in [
        // A granted static function whose signature does not mention its resource.
        ("import types;", "interface types { resource r { s: static func(); m: func(); } }", all(&["p:q/types#[static]r.s"]), None),
        // A granted function outside interfaces that mentions types of a denied one.
        (WORLD, TYPES, all(&["#make"]), None),
        (WORLD, TYPES, all(&["#make", "p:q/types#g"]), None),
        // A granted export that mentions records of a denied interface, or of one denied in part.
        ("import types; export run: interface { use types.{pair}; go: func() -> pair; }", TYPES, export_permit("run"), None),
        (
            "import types; export run: interface { use types.{pair}; go: func() -> pair; }",
            TYPES,
            export_permit("run") + &permit("p:q/types#g"),
            None,
        ),
        // A granted export that cannot stand without a denied one.
        (
            "export types; export user;",
            "interface types { resource r; } interface user { use types.{r}; f: func() -> r; }",
            export_permit("p:q/user"),
            Some("E-EXPORT-NEEDS"),
        ),
    ] {
        let wit = format!("package p:q;\n{types}\nworld w {{ {world} }}");
        let mut resolve = Resolve::default();
        let package = resolve.push_str("found.wit", &wit).unwrap_or_else(|error| panic!("{error:#}\n{wit}"));
        let agent = linking::component(&resolve, resolve.packages[package].worlds["w"]).expect("it is a component");
        match (linking::on_policy_stack(|| link(&agent, &policies)), refused) {
            (Ok(linked), None) => {
                let granted: Vec<_> = policies.lines().map(|line| format!("{line}\n")).collect();
                check(&linked, Some(&granted));
            }
            (Err(Refusal::Input(errors)), Some(code)) => assert!(errors.iter().all(|(found, _)| *found == code), "{errors:?}"),
            (Err(refusal), _) => panic!("{refusal:?}\n{wit}\n{policies}"),
            (Ok(_), Some(code)) => panic!("it is linked, and not refused with {code}\n{wit}\n{policies}"),
        }
    }
}

/// an exported interface that uses an alias of a handle, a list or the like of named types should be linked even if it does not name
/// those types itself; the verifier refuses it, in safety, as the validator says that the instance is not valid to be used as export.
#[test]
fn an_alias_of_a_nameless_type_is_refused() {
    for (types, user) in [
        ("resource r; type short = borrow<r>; f: func();", "use types.{short}; g: func(h: short);"),
        ("resource r; type short = list<borrow<r>>; f: func();", "use types.{short}; g: func(h: short);"),
        // A second name for a record that mentions another named type.
        ("enum kind { a, b } record pair { x: kind } f: func();", "use types.{pair}; type other = pair; g: func(h: other);"),
    ] {
        let wit =
            format!("package p:q; interface types {{ {types} }} interface user {{ {user} }} world w {{ import types; export user; }}");
        let mut resolve = Resolve::default();
        let package = resolve.push_str("found.wit", &wit).expect("it is WIT");
        let agent = linking::component(&resolve, resolve.packages[package].worlds["w"]).expect("it is a component");
        let refused = linking::on_policy_stack(|| link(&agent, &export_permit("p:q/user")));
        assert!(matches!(refused, Err(Refusal::Unsound(_))), "{wit} is fixed: move it to `what_was_found_stays_fixed`");
    }
}

/// Checks everything about one seed; says how far it came.
fn case(seed: u64) -> &'static str {
    let mut random = Random::new(seed);
    let wit = world::world(&mut random);
    tried(&wit);
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let package = match resolve.push_str("random.wit", &wit) {
        Ok(package) => package,
        // An export may depend on an interface that is both imported and exported; WIT has no word for which.
        Err(error) if error.to_string().contains("in incompatible ways") => return "no world",
        Err(error) => panic!("the generator: {error:#}"),
    };
    let world = resolve.packages[package].worlds["w"];
    // Toolchains import what the code calls, not whole interfaces.
    let needs = [100, 100, 60, 30][random.below(4)];
    // wit-component panics on some worlds with two versions of a package.
    let Ok(Ok(agent)) = catch_unwind(AssertUnwindSafe(|| linking::component_that_needs(&resolve, world, |_| random.percent(needs)))) else {
        return "no component";
    };

    let all = match link(&agent, ALL) {
        Ok(all) => all,
        Err(Refusal::Input(errors)) if errors.iter().all(|(code, _)| REFUSED.contains(code)) => return "refused",
        Err(refusal) => panic!("under all permits: {refusal:?}"),
    };
    check(&all, None);
    let mut permits: BTreeSet<_> =
        all.lockfile().symbols.iter().flat_map(|symbol| symbol.actions.clone()).map(|action| permit(&action)).collect();
    permits.extend(all.lockfile().exports.iter().map(|export| export_permit(&export.name)));

    let share = [0, 20, 50, 80][random.below(4)];
    let mut granted: Vec<String> = permits.into_iter().filter(|_| random.percent(share)).collect();
    let Some(some) = linked(&agent, &granted) else { return "exports apart" };
    check(&some, Some(&granted));
    let same = linked(&agent, &granted).expect("the same input is linked again");
    assert!(some.bytes() == same.bytes() && some.lockfile() == same.lockfile(), "the same input gave different bytes");
    mutated(&some, agent.len(), &mut random);
    let sink = [Observe::Stderr, Observe::Logging][random.below(2)];
    observed(&agent, &[granted.concat(), permit(sink.action())].concat(), sink);

    assert!(imported(&some).is_subset(&imported(&all)), "fewer permits import more");
    if !granted.is_empty() {
        granted.remove(random.below(granted.len()));
        let Some(fewer) = linked(&agent, &granted) else { return "exports apart" };
        check(&fewer, Some(&granted));
        let more: Vec<_> = imported(&fewer).difference(&imported(&some)).cloned().collect();
        assert!(more.is_empty(), "without a permit the root imports more: {more:?}");
    }
    "linked"
}

/// An observed artifact is accepted and grants what the other one does, or is refused by name.
fn observed(agent: &[u8], policies: &str, sink: Observe) {
    let plain = match link(agent, policies) {
        Ok(plain) => plain,
        Err(Refusal::Input(_)) => return,
        Err(refusal) => panic!("{refusal:?}"),
    };
    let found = match linking::observed(agent, policies, Some(sink)) {
        Ok(found) => found,
        Err(Refusal::Input(errors)) if errors.iter().all(|(code, _)| matches!(*code, "E-OBSERVE" | "E-CAPABILITY-TYPES" | "E-TWIN")) => {
            return;
        }
        Err(refusal) => panic!("observed: {refusal:?}\n{policies}"),
    };
    for (before, now) in plain.lockfile().symbols.iter().zip(&found.lockfile().symbols) {
        assert_eq!((before.outcome, &before.returns, &before.guard), (now.outcome, &now.returns, &now.guard), "{now:?}");
        let expected = if before.outcome == Outcome::Allow { Provider::Record } else { before.provider };
        assert_eq!(now.provider, expected, "{now:?}");
    }
    assert!(imported(&plain).is_subset(&imported(&found)), "it imports less");
}

fn permit(action: &str) -> String {
    format!("permit (principal, action == Action::{action:?}, resource);\n")
}

/// Policies name interfaces without their version.
fn export_permit(export: &str) -> String {
    let name = export.split('@').next().unwrap_or(export);
    format!("permit (principal, action == Action::\"export\", resource == Wit::Interface::{name:?});\n")
}

/// Links, unless an export is granted without another that it needs.
fn linked(agent: &[u8], granted: &[String]) -> Option<Verified> {
    let policies = granted.concat();
    tried(&policies);
    match link(agent, &policies) {
        Ok(linked) => Some(linked),
        Err(Refusal::Input(errors)) if errors.iter().all(|(code, _)| *code == "E-EXPORT-NEEDS") => None,
        Err(refusal) => panic!("{refusal:?}"),
    }
}

/// What holds for every artifact. `granted` are its permits, if they are written out.
fn check(verified: &Verified, granted: Option<&[String]>) {
    let lockfile = verified.lockfile();
    assert_eq!(Lockfile::parse(&lockfile.print()).as_ref(), Ok(lockfile), "the lockfile does not read as it was written");
    let permitted = |action: &String| granted.is_none_or(|granted| granted.contains(&permit(action)));
    let mut functions = BTreeSet::new();
    for symbol in &lockfile.symbols {
        let allowed = symbol.outcome == Outcome::Allow;
        assert_eq!(allowed, symbol.actions.iter().all(permitted), "{} {}", symbol.import, symbol.function);
        if allowed {
            functions.insert((track(&symbol.import), symbol.function.clone()));
        }
    }
    let read = functions_in(verified.bytes());
    assert_eq!(read, imported(verified), "the bytes import what the lockfile does not say");
    for (import, function) in read {
        assert!(functions.contains(&(track(&import), function.clone())), "the root imports {import} {function}, which is not granted");
    }
    for (import, function) in functions {
        assert!(
            imported(verified).iter().any(|(name, of)| track(name) == import && *of == function),
            "{import} {function} is granted in vain"
        );
    }
}

/// A name with its semver track in place of its version. All versions here have one of two forms.
fn track(name: &str) -> String {
    match name.split_once('@') {
        Some((path, version)) if version.starts_with("0.") => format!("{path}@{}", &version[..3]),
        Some((path, version)) => format!("{path}@{}", &version[..1]),
        None => name.into(),
    }
}

/// The functions that a component imports, by the types that wasmparser gives its imports.
fn functions_in(bytes: &[u8]) -> BTreeSet<(String, String)> {
    let types = wasmparser::Validator::new_with_features(caplink_verify::features()).validate_all(bytes).expect("the artifact is valid");
    let mut functions = BTreeSet::new();
    let (mut names, mut depth) = (vec![], 0);
    for payload in wasmparser::Parser::new(0).parse_all(bytes) {
        match payload.expect("the artifact is well formed") {
            wasmparser::Payload::ModuleSection { .. } | wasmparser::Payload::ComponentSection { .. } => depth += 1,
            wasmparser::Payload::End(_) => depth -= 1,
            wasmparser::Payload::ComponentImportSection(section) if depth == 0 => {
                names.extend(section.into_iter().map(|import| import.expect("the artifact is well formed").name.name.to_string()));
            }
            _ => {}
        }
    }
    for name in names {
        match types.as_ref().component_item_for_import(&name).expect("the import has a type").ty {
            ComponentEntityType::Func(_) => drop(functions.insert((name, String::new()))),
            ComponentEntityType::Instance(id) => {
                let exports = types[id].exports.iter().filter(|(_, item)| matches!(item.ty, ComponentEntityType::Func(_)));
                functions.extend(exports.map(|(function, _)| (name.clone(), function.clone())));
            }
            _ => {}
        }
    }
    functions
}

/// A changed byte is refused: always by the digest of the artifact; and without it, as while linking, everywhere but where it changes no import.
fn mutated(verified: &Verified, agent: usize, random: &mut Random) {
    let bytes = verified.bytes();
    let imports = |bytes: &[u8]| functions_in(bytes);
    for _ in 0..6 {
        let mut changed = bytes.to_vec();
        // Bytes of the root are what an attacker would change; the agent is most of the file.
        let outside = bytes.len() - agent;
        let at = random.below(outside.max(1));
        let prefix = verified_prefix(bytes, agent, verified);
        let at = if at < prefix { at } else { at + agent };
        changed[at] ^= 1 << random.below(8);
        assert!(caplink_verify::verify(changed.clone(), verified.lockfile(), None).is_err(), "byte {at} was changed, and it is accepted");
        let without = Lockfile { artifact: None, ..verified.lockfile().clone() };
        if caplink_verify::verify(changed.clone(), &without, None).is_ok() {
            assert_eq!(imports(&changed), imports(bytes), "byte {at} changes the imports, and the root is accepted");
        }
    }
}

/// Where the agent starts.
fn verified_prefix(bytes: &[u8], size: usize, verified: &Verified) -> usize {
    let agent = verified.lockfile().agent.sha256;
    let start = (0..=bytes.len() - size)
        .rev()
        .find(|at| bytes[*at..].starts_with(b"\0asm\x0d\0\x01\0") && caplink_model::Digest::of(&bytes[*at..at + size]) == agent);
    start.expect("the agent is in the artifact")
}
