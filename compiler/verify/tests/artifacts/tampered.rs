//! What must be refused for its authority: components, imports, wiring, provenance, exports. One change to an accepted artifact or its
//! lockfile at a time, and the check that finds it.

use crate::fixture::*;
use caplink_model::Digest;
use caplink_model::lockfile::{Lockfile, Observe, Origin, Outcome, Provider, Role, Sort};
use caplink_verify::{Check, standalone, verify};

const PAY: &str = "acme:pay/api@1.0.0";
const AGENT_PAY: &str = r#"(with "acme:pay/api@1.0.0" (instance $narrow-i))))"#;
const FULL_PAY: &str = r#"(export "ping" (func (param "text" string) (result u32)))))
  (alias"#;

#[test]
fn v3_embedded_components() {
    // One byte of the agent's code, still valid; one of an adapter's, no longer valid.
    for code in [[0x41, 0x01, 0x41, 0x02, 0x6a].as_slice(), &[0x03, 0x00, 0x00, 0x0b]] {
        bytes(Check::Components, |mut file| {
            let at = file.windows(code.len()).position(|window| window == code).expect("the code");
            file[at + 1] += 1;
            file
        });
    }
    lock(Check::Components, |lockfile| lockfile.components[2].sha256 = Digest::of(b"other"));
    lock(Check::Components, |lockfile| lockfile.components[0].size += 1);
    lock(Check::Components, |lockfile| lockfile.components[0].role = Role::Agent);
    lock(Check::Components, |lockfile| lockfile.components[2].role = Role::Adapter);
    lock(Check::Components, |lockfile| lockfile.components.swap(0, 1));
    lock(Check::Components, |lockfile| lockfile.components[0].name = "agent".into());
    lock(Check::Components, |lockfile| lockfile.agent.sha256 = Digest::of(b"other"));
    lock(Check::Components, |lockfile| drop(lockfile.components.pop()));
    // A component that the lockfile does not list, used or not; a decoy that is the agent's twin; no component at all.
    wat(Check::Components, &[("(instance $store-i", "(component) (instance $store-i")], |_| {});
    wat(Check::Components, &[("(component $store\n", "(component $extra) (instance (instantiate $extra)) (component $store\n")], |_| {});
    root(Check::Components, |file| {
        let agent = sections(&file).into_iter().rfind(|(id, _)| *id == 4).expect("an agent").1.to_vec();
        [file.as_slice(), &section(4, &agent)].concat()
    });
    let nothing = compile("(component)");
    refused_by(Check::Components, verify(seal(&nothing, &lockfile(&nothing)), &lockfile(&nothing), None));
}

#[test]
fn v3_the_given_agent_is_the_embedded_one() {
    let root = compile(ROOT);
    let lockfile = lockfile(&root);
    let other = compile("(component)");
    let proof = standalone(&other).expect("it is valid");
    refused_by(Check::Components, verify(seal(&root, &lockfile), &lockfile, Some(&proof)));
}

#[test]
fn v5_imports() {
    // One more import, one that is listed and not there, other order, other version.
    wat(Check::Imports, &[("(component $store\n", r#"(import "wasi:cli/exit@0.2.0" (instance)) (component $store "#)], |_| {});
    wat(Check::Imports, &[("(component $store\n", r#"(import "extra" (func)) (component $store "#)], |_| {});
    lock(Check::Imports, |lockfile| lockfile.imports.push(import("a:b/c@1.0.0", &[], &[])));
    lock(Check::Imports, |lockfile| lockfile.imports.swap(0, 1));
    lock(Check::Imports, |lockfile| drop(lockfile.imports.pop()));
    lock(Check::Imports, |lockfile| lockfile.imports[0].sort = Sort::Func);
    lock(Check::Imports, |lockfile| lockfile.imports[0].name = "acme:clock/now@0.2.4".into());
    // Twins and names that hosts read in their own way, also if the lockfile lists them.
    for twin in ["acme:clock/now@0.2.9", "acme:clock/now@0.2.9+x"] {
        let extra = format!(r#"(import "{twin}" (instance)) (component $store "#);
        wat(Check::Imports, &[("(component $store\n", &extra)], |lockfile| lockfile.imports.push(import(twin, &[], &[])));
    }
    // Some of these names the validator accepts; the verifier's own grammar does not.
    for odd in ["a:b:c/d", "url=<https://a>", "locked-dep=<a:b@1.0.0>", "a:b/c@1", "A:b/cD", "a--b", "[get]x"] {
        let bytes = compile(r#"(component (import "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" (instance)))"#);
        let at = bytes.windows(32).position(|window| window == [b'a'; 32]).expect("the name");
        let content = [&[1, 0, odd.len() as u8], odd.as_bytes(), &[5, 0]].concat();
        let renamed = [&bytes[..at - 5], &section(10, &content)].concat();
        let found = verify(seal(&renamed, &lockfile(&renamed)), &lockfile(&renamed), None).expect_err("must be refused");
        assert!(found.iter().any(|one| matches!(one.check, Check::Imports | Check::Validity)), "{odd}: {found:?}");
    }
}

#[test]
fn v6_functions_of_imports() {
    let more = r#"(export "ping" (func (param "text" string) (result u32))) (export "charge" (func))))
  (alias"#;
    wat(Check::ImportTypes, &[(FULL_PAY, more)], |_| {});
    let more = FULL_PAY.replacen(")))))", r#"))) (export "handle" (type (sub resource)))))"#, 1);
    wat(Check::ImportTypes, &[(FULL_PAY, &more)], |_| {});
    let more = FULL_PAY.replacen(")))))", r#"))) (export "m" (core module)))))"#, 1).replace(")))))\n", "))))\n");
    wat(Check::Shape, &[(FULL_PAY, &more)], |_| {});
    let more = FULL_PAY.replacen(")))))", r#"))) (export "inner" (instance (export "f" (func))))))"#, 1);
    wat(Check::ImportTypes, &[(FULL_PAY, &more)], |_| {});
    lock(Check::ImportTypes, |lockfile| drop(lockfile.imports[1].functions.pop()));
    lock(Check::ImportTypes, |lockfile| lockfile.imports[1].functions.swap(0, 1));
    lock(Check::ImportTypes, |lockfile| lockfile.imports[0].functions.push("resolution".into()));
    lock(Check::ImportTypes, |lockfile| lockfile.imports[1].resources.clear());
}

#[test]
fn v7_instances_and_wiring() {
    // Adapters in another order, twice, not at all.
    let store = "(instance $store-i (instantiate $store))";
    wat(Check::Instances, &[(store, ""), ("(instance $agent-i", "(instance $store-i (instantiate $store)) (instance $agent-i")], |_| {});
    wat(Check::Instances, &[(store, "(instance (instantiate $store)) (instance $store-i (instantiate $store))")], |_| {});
    // The arguments in another order; an instance made of single items.
    wat(
        Check::Instances,
        &[(AGENT_PAY, "))"), ("(instantiate $agent\n", r#"(instantiate $agent (with "acme:pay/api@1.0.0" (instance $narrow-i)) "#)],
        |_| {},
    );
    let bag = r#"(alias export $store-i "get" (func $get)) (instance $bag (export "get" (func $get))) (instance $agent-i"#;
    wat(
        Check::Instances,
        &[
            (r#"(with "acme:kv/store@0.1.0" (instance $store-i))"#, r#"(with "acme:kv/store@0.1.0" (instance $bag))"#),
            ("(instance $agent-i", bag),
        ],
        |_| {},
    );
    // An argument that the component does not import.
    wat(Check::Instances, &[("(instantiate $store)", r#"(instantiate $store (with "x" (instance $clock)))"#)], |_| {});
    lock(Check::Instances, |lockfile| drop(lockfile.wiring.pop()));
    lock(Check::Instances, |lockfile| lockfile.wiring.push(lockfile.wiring[4].clone()));
    lock(Check::Instances, |lockfile| lockfile.wiring[0].item = None);
    lock(Check::Instances, |lockfile| lockfile.wiring[3].name = PAY.into());
    lock(Check::Instances, |lockfile| lockfile.wiring.swap(0, 1));
}

#[test]
fn v8_what_the_agent_receives() {
    // The root import lists everything, and the agent gets the host's instance instead of the adapter's, with the wiring to fit.
    let full = FULL_PAY.replacen(")))))", r#"))) (export "charge" (func (param "cents" u64) (result bool)))))"#, 1);
    let bypass = |lockfile: &mut Lockfile| {
        lockfile.imports[1].functions.push("charge".into());
        lockfile.wiring[4] = wire("agent", PAY, Sort::Instance, Origin::Import, PAY, None);
    };
    let swapped = r#"(with "acme:pay/api@1.0.0" (instance $pay))))"#;
    wat(Check::Provenance, &[(FULL_PAY, &full), (AGENT_PAY, swapped)], bypass);
    // The lockfile says stub, and the host provides; it says pass-through, and an adapter without the host provides.
    lock(Check::Provenance, |lockfile| lockfile.symbols[0].provider = Provider::Trap);
    lock(Check::Provenance, |lockfile| lockfile.symbols[0].provider = Provider::Sink);
    lock(Check::Provenance, |lockfile| lockfile.symbols[1].provider = Provider::PassThrough);
    lock(Check::Provenance, |lockfile| lockfile.symbols[3].provider = Provider::PassThrough);
    // A denied function that is passed through; a function of the root import that no symbol passes through.
    lock(Check::Provenance, |lockfile| lockfile.symbols[4].outcome = Outcome::Deny);
    lock(Check::Provenance, |lockfile| lockfile.symbols[4].provider = Provider::Stub);
    // The same, listed as what an adapter uses: that excuses only what has no authority of its own.
    lock(Check::Provenance, |lockfile| {
        lockfile.symbols[4].provider = Provider::Stub;
        lockfile.components[1].uses.push(format!("{PAY}#{}", lockfile.symbols[4].function));
    });
    // Symbols that are missing, twice, or not imported.
    lock(Check::Provenance, |lockfile| drop(lockfile.symbols.remove(3)));
    lock(Check::Provenance, |lockfile| lockfile.symbols.push(lockfile.symbols[0].clone()));
    lock(Check::Provenance, |lockfile| lockfile.symbols.push(symbol("a:b/c", "f", Provider::Stub)));
    // An import of another name behind the same type.
    wat(Check::Provenance, &[("(import \"acme:clock/now@0.2.3\"", "(import \"acme:clock/now@0.3.0\"")], |lockfile| {
        lockfile.imports[0].name = "acme:clock/now@0.3.0".into();
        lockfile.wiring[2].name = "acme:clock/now@0.3.0".into();
    });
}

#[test]
fn v8_what_is_recorded() {
    // Recorded in an artifact that is not observed; not recorded in one that is; recorded, and denied; recorded by an adapter that is not listed to write.
    lock(Check::Provenance, |lockfile| lockfile.symbols[4].provider = Provider::Record);
    lock(Check::Provenance, |lockfile| lockfile.observe = Some(Observe::Stderr));
    lock(Check::Provenance, |lockfile| {
        lockfile.symbols[3].provider = Provider::Record;
        lockfile.observe = Some(Observe::Stderr);
    });
    lock(Check::Provenance, |lockfile| {
        lockfile.symbols[4].provider = Provider::Record;
        lockfile
            .symbols
            .iter_mut()
            .filter(|symbol| symbol.provider == Provider::PassThrough)
            .for_each(|symbol| symbol.outcome = Outcome::Inert);
        lockfile.observe = Some(Observe::Logging);
    });
    // Listed to write, and nothing says that it is observed; or elsewhere than it is said.
    let writes = |lockfile: &mut Lockfile| lockfile.components[1].uses.push("wasi:cli/stderr@0.2.0#get-stderr".into());
    lock(Check::Provenance, writes);
    lock(Check::Provenance, |lockfile| {
        writes(lockfile);
        lockfile.observe = Some(Observe::Logging);
    });
}

#[test]
fn v9_what_adapters_receive() {
    // The store's stub asks for the host's clock as well.
    let import = r#"(component $store (import "acme:clock/now@0.2.3" (instance (export "now" (func (result u64))))) "#;
    let edits = [
        ("(component $store\n", import),
        ("(instantiate $store)", r#"(instantiate $store (with "acme:clock/now@0.2.3" (instance $clock)))"#),
    ];
    let listed = |lockfile: &mut Lockfile| {
        let clock = "acme:clock/now@0.2.3";
        lockfile.wiring.insert(0, wire("acme:kv/store@0.1.0", clock, Sort::Instance, Origin::Import, clock, None));
    };
    let found = check(&edited(&edits), listed).expect_err("must be refused");
    assert_eq!(found.iter().map(|one| one.check).collect::<Vec<_>>(), [Check::AdapterArguments], "{found:?}");
}

#[test]
fn v10_sorts_and_second_instances() {
    let second = r#"(instance (instantiate $agent
        (with "acme:clock/now@0.2.3" (instance $clock))
        (with "acme:kv/store@0.1.0" (instance $store-i))
        (with "acme:pay/api@1.0.0" (instance $narrow-i))))
      (alias export $agent-i "run""#;
    wat(Check::Sorts, &[(r#"(alias export $agent-i "run""#, second)], |_| {});
    let with = |what: &str| format!("{what} (component $store\n");
    wat(Check::Shape, &[("(component $store\n", &with(r#"(import "m" (core module))"#))], |_| {});
    wat(Check::Sorts, &[("(component $store\n", &with(r#"(import "c" (component))"#))], |_| {});
    wat(Check::Sorts, &[("(component $store\n", &with("(type (component))"))], |_| {});
    // A component that wants a component, and gets one.
    wat(
        Check::Sorts,
        &[
            ("(component $narrow\n", r#"(component $narrow (import "c" (component)) "#),
            ("(instantiate $narrow\n", r#"(instantiate $narrow (with "c" (component $store)) "#),
        ],
        |_| {},
    );
    wat(Check::Sorts, &[(r#"(alias export $agent-i "run""#, r#"(export "c" (component $store)) (alias export $agent-i "run""#)], |_| {});
}

#[test]
fn v11_exports() {
    let run = r#"(export "run" (func $run) (func (result u32))))"#;
    // One more, one denied, one missing, other order, other name.
    wat(Check::Exports, &[(run, r#"(export "run" (func $run)) (export "run-again" (func $run)))"#)], |_| {});
    let debug = r#"(alias export $agent-i "debug" (func $debug)) (export "debug" (func $debug)) (export "run" (func $run)))"#;
    wat(Check::Exports, &[(run, debug)], |_| {});
    wat(Check::Exports, &[(run, ")")], |_| {});
    lock(Check::Exports, |lockfile| lockfile.exports[1].outcome = Outcome::Allow);
    lock(Check::Exports, |lockfile| lockfile.exports[2].outcome = Outcome::Deny);
    lock(Check::Exports, |lockfile| lockfile.exports.swap(0, 2));
    lock(Check::Exports, |lockfile| drop(lockfile.exports.remove(1)));
    lock(Check::Exports, |lockfile| lockfile.exports[0].functions.clear());
    lock(Check::Exports, |lockfile| lockfile.exports[0].sort = Sort::Func);
    lock(Check::Exports, |lockfile| lockfile.exports.push(export("more", Sort::Func, Outcome::Deny, &[])));
    // The same name, but something else behind it: another function of the agent, an adapter's, the host's.
    wat(Check::Exports, &[(r#"(alias export $agent-i "run" (func $run))"#, r#"(alias export $agent-i "debug" (func $run))"#)], |_| {});
    wat(Check::Exports, &[(r#"(alias export $agent-i "run" (func $run))"#, r#"(alias export $store-i "get" (func $run))"#)], |_| {});
    let api = r#"(export "acme:agent/api@1.0.0" (instance $api))
  (export "run""#;
    for evil in ["$pay", "$clock", "$narrow-i"] {
        let swapped = api.replacen("$api", evil, 1);
        wat(Check::Exports, &[(api, &swapped)], |_| {});
    }
    let host = format!(r#"(export "evil:kv/store@1.0.0" (instance $clock)) {run}"#);
    wat(Check::Exports, &[(run, &host)], |lockfile| {
        lockfile.exports.push(export("evil:kv/store@1.0.0", Sort::Instance, Outcome::Allow, &["now"]));
    });
}
