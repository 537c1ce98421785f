//! What random cases found once, in its smallest form.

use super::growth::block_on;
use super::host::{Artifact, engine};
use super::linking::{link, on_policy_stack};
use super::oracle::{Oracle, Verdict};
use super::signature::{Function, Signatures, Type};
use super::{agent, condition::Policy, projection};
use anyhow::Result;
use std::sync::Arc;
use wasmtime::component::Val;
use wit_parser::Resolve;

fn policy(effect: &str, condition: &str) -> Policy {
    Policy { text: format!("{effect} (principal, action == Action::\"abi:t/api#f0\", resource) when {{ {condition} }};\n"), reads: vec![] }
}

#[test]
fn what_was_found_stays_fixed() -> Result<()> {
    let permit = |condition| policy("permit", condition);
    let forbid = |condition| policy("forbid", condition);
    for policies in [
        // A condition that fails, of a permit beside one that holds.
        vec![permit("if context.n * 2 == 4 then !context.yes else context.yes"), permit("context.yes")],
        vec![permit("if context.n * 2 == 4 then !context.yes else context.yes")],
        vec![permit("context.yes"), forbid("if context.n * 2 == 4 then !context.yes else !context.yes")],
        vec![permit("context.n * 2 == 4 || context.yes"), permit("context.yes && context.words.contains(\"a\")")],
    ] {
        check(&policies)?;
    }
    Ok(())
}

/// One call with a number that is too large to be doubled: it is decided as Cedar does.
fn check(policies: &[Policy]) -> Result<()> {
    let parameters = vec![("n".into(), Type::S64), ("yes".into(), Type::Bool), ("words".into(), Type::List(Arc::new(Type::String)))];
    let result = Some(Type::Result(None, None));
    let function = Function { name: "f0".into(), export: "g0".into(), is_plain: false, is_async: false, parameters, result };
    let arguments = [Val::S64(i64::MAX), Val::Bool(true), Val::List(vec![Val::String("a".into())])];
    let context = projection::context(&function, &arguments, &Default::default());
    let verdict = Oracle::new(policies, "abi:t/api#f0").verdict(&context);
    let signatures = Signatures::of(vec![function]);
    let mut resolve = Resolve::default();
    let package = resolve.push_str("found.wit", &signatures.text())?;
    let agent = agent::agent(&resolve, resolve.packages[package].worlds["w"], &signatures);
    let text: String = policies.iter().map(|policy| policy.text.as_str()).collect();
    let all = format!("permit (principal, action == Action::\"export\", resource);\n{text}");
    let linked = on_policy_stack(|| link(&agent, &all)).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let artifact = Artifact::new(&engine()?, linked.bytes(), &signatures)?;
    let returned = block_on(async {
        let mut running = artifact.start().await?;
        running.store.data_mut().answer = Some(Val::Result(Ok(None)));
        anyhow::Ok(running.call(0, &arguments, true).await?)
    })?;
    let expected = Val::Result(if verdict == Verdict::Allowed { Ok(None) } else { Err(None) });
    assert_eq!(returned, Some(expected), "{text}");
    Ok(())
}
