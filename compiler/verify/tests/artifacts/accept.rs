//! What must be accepted: artifacts of the shape that the linker writes.

use crate::fixture::*;
use caplink_model::lockfile::{Origin, Outcome, Provider, Sort};
use caplink_verify::{Check, embedded_lockfile, standalone, verify};

#[test]
fn an_artifact_that_keeps_to_its_lockfile_is_accepted() {
    let verified =
        check(ROOT, |_| {}).map_err(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>()).expect("must be accepted");
    let what = |check| verified.report().iter().find(|result| result.check == check).map(|result| result.what.as_str());
    assert_eq!(what(Check::Imports), Some("2 imports"));
    assert_eq!(what(Check::Provenance), Some("5 functions, 3 passed through"));
    assert_eq!(what(Check::Instances), Some("3 instances with 5 arguments"));
    assert_eq!(what(Check::Exports), Some("2 exports"));
    let mut numbers: Vec<_> = verified.report().iter().map(|result| result.check).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 13, "every check reports");
}

#[test]
fn the_agent_that_was_validated_on_the_way_in_is_compared() {
    let root = compile(ROOT);
    let lockfile = lockfile(&root);
    let sections = sections(&root);
    let agent = sections.iter().rfind(|(id, _)| *id == 4).expect("an agent").1;
    let proof = standalone(agent).expect("the agent is valid");
    assert_eq!((proof.contents(), proof.instances()), (lockfile.agent, 2));
    let verified = verify(seal(&root, &lockfile), &lockfile, Some(&proof)).expect("must be accepted");
    assert_eq!(verified.lockfile().artifact, Some(contents(verified.bytes())));
    assert_eq!(embedded_lockfile(verified.bytes()), Ok(lockfile));
    // What was written can be verified again, with the digest.
    let again = verify(verified.bytes().to_vec(), verified.lockfile(), None).expect("must be accepted");
    assert_eq!(again.lockfile(), verified.lockfile());
}

#[test]
fn an_agent_without_imports_and_exports_is_accepted() {
    let root = compile("(component (component) (instance (instantiate 0)))");
    let agent = contents(sections(&root)[0].1);
    let mut lockfile = lockfile(&compile(ROOT));
    lockfile.agent = agent;
    lockfile.components = lockfile.components.split_off(2);
    (lockfile.components[0].sha256, lockfile.components[0].size) = (agent.sha256, agent.size);
    (lockfile.imports, lockfile.wiring, lockfile.symbols, lockfile.exports) = (vec![], vec![], vec![], vec![]);
    verify(seal(&root, &lockfile), &lockfile, None).expect("must be accepted");
}

#[test]
fn bare_functions_are_passed_through_and_stubbed() {
    let wat = r#"(component
      (import "log" (func $log (param "text" string)))
      (component $stub
        (core module $m (func (export "f") unreachable))
        (core instance $i (instantiate $m))
        (func $f (canon lift (core func $i "f")))
        (export "exec" (func $f)))
      (component $agent (import "exec" (func)) (import "log" (func (param "text" string))))
      (instance $i (instantiate $stub))
      (alias export $i "exec" (func $exec))
      (instance (instantiate $agent (with "exec" (func $exec)) (with "log" (func $log)))))"#;
    let accepted = |provider| {
        let root = compile(wat);
        let mut lockfile = lockfile(&compile(ROOT));
        let found: Vec<_> = sections(&root).into_iter().filter(|(id, _)| *id == 4).map(|(_, content)| contents(content)).collect();
        lockfile.components.remove(1);
        for (component, found) in lockfile.components.iter_mut().zip(&found) {
            (component.sha256, component.size) = (found.sha256, found.size);
        }
        lockfile.components[0].name = "exec".into();
        lockfile.agent = found[1];
        lockfile.imports = vec![import("log", &[], &[])];
        lockfile.imports[0].sort = Sort::Func;
        lockfile.wiring = vec![
            wire("agent", "exec", Sort::Func, Origin::Component, "exec", Some("exec")),
            wire("agent", "log", Sort::Func, Origin::Import, "log", None),
        ];
        lockfile.symbols = vec![symbol("exec", "", Provider::Trap), symbol("log", "", provider)];
        lockfile.exports = vec![];
        verify(seal(&root, &lockfile), &lockfile, None)
    };
    accepted(Provider::PassThrough).expect("must be accepted");
    refused_by(Check::Provenance, accepted(Provider::Stub));
}

#[test]
fn an_export_of_the_agent_may_be_denied() {
    let wat = edited(&[(r#"(export "run" (func $run) (func (result u32))))"#, ")"), (r#"(alias export $agent-i "run" (func $run))"#, "")]);
    check(&wat, |lockfile| lockfile.exports[2].outcome = Outcome::Deny).expect("must be accepted");
}

#[test]
fn types_are_exported_before_the_functions_that_mention_them() {
    let wat = edited(&[
        (
            r#"(func $run (result u32) (canon lift (core func $i "run")))"#,
            r#"(func $run (result u32) (canon lift (core func $i "run")))
               (type $e (enum "a" "b")) (export $level "level" (type $e))
               (func $set (param "to" $level) (result u32) (canon lift (core func $i "set")))"#,
        ),
        (
            r#"(core module $m (func (export "run")"#,
            r#"(core module $m (func (export "set") (param i32) (result i32) i32.const 1) (func (export "run")"#,
        ),
        (r#"(export "debug" (func $run))"#, r#"(export "debug" (func $run)) (export "set" (func $set))"#),
        (
            r#"(alias export $agent-i "run" (func $run))"#,
            r#"(alias export $agent-i "run" (func $run))
               (alias export $agent-i "set" (func $set))
               (alias export $agent-i "level" (type $level-a))
               (export $level "level" (type $level-a))"#,
        ),
        (
            r#"(export "run" (func $run) (func (result u32))))"#,
            r#"(export "set" (func $set) (func (param "to" $level) (result u32)))
               (export "run" (func $run) (func (result u32))))"#,
        ),
    ]);
    let listed = |at: usize| {
        check(&wat, |lockfile| {
            lockfile.exports.insert(2, export("set", Sort::Func, Outcome::Allow, &[]));
            lockfile.exports.insert(at, export("level", Sort::Type, Outcome::Allow, &[]));
        })
    };
    // The agent exports it before the interface.
    listed(0).expect("must be accepted");
    refused_by(Check::Exports, listed(1));
}
