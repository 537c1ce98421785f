//! Nothing stays: many calls of one instance, and arguments that are too large.
//!
//! A guard's memory is taken anew for each call and has a maximum, so that it neither grows from call to call nor with what an agent sends (threat R16).

use super::agent;
use super::host::{Artifact, Running, engine};
use super::linking::{link, on_policy_stack};
use super::signature::{Function, Signatures, Type};
use anyhow::{Result, ensure};
use std::sync::Arc;
use std::time::{Duration, Instant};
use wasmtime::component::Val;
use wit_parser::Resolve;

const POLICIES: &str = r#"
    permit (principal, action == Action::"export", resource);
    permit (principal, action == Action::"abi:t/api#f0", resource) when { context.text like "yes*" };
    permit (principal, action == Action::"abi:t/api#f1", resource) when { context["bytes-len"] <= 1024 };
"#;

/// `f0` of a string, `f1` of bytes; both return what the host makes of it, or an error.
fn artifact() -> Result<Artifact> {
    let text = Arc::new(Type::String);
    let result = Type::Result(Some(Arc::clone(&text)), Some(text));
    let function = |number: usize, name: &str, ty: Type| Function {
        name: format!("f{number}"),
        export: format!("g{number}"),
        is_plain: false,
        is_async: false,
        parameters: vec![(name.into(), ty)],
        result: Some(result.clone()),
    };
    let functions = vec![function(0, "text", Type::String), function(1, "bytes", Type::List(Arc::new(Type::U8)))];
    let signatures = Signatures::of(functions);
    let mut resolve = Resolve::default();
    let package = resolve.push_str("growth.wit", &signatures.text())?;
    let world = resolve.packages[package].worlds["w"];
    let agent = agent::agent(&resolve, world, &signatures);
    let linked = on_policy_stack(|| link(&agent, POLICIES)).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    Artifact::new(&engine()?, linked.bytes(), &signatures)
}

/// An allowed or a denied call; whether it is as it should be.
async fn call(running: &mut Running, number: usize, argument: &Val, allowed: bool) -> Result<()> {
    let answer = Val::Result(Ok(Some(Box::new(Val::String("z".repeat(1024))))));
    let denied = Val::Result(Err(Some(Box::new(Val::String("access denied".into())))));
    running.store.data_mut().answer = Some(answer.clone());
    let returned = running.call(number, std::slice::from_ref(argument), true).await?;
    let seen = std::mem::take(&mut running.store.data_mut().seen);
    ensure!(returned == Some(if allowed { answer } else { denied }), "{returned:?}");
    ensure!(
        seen.len() == usize::from(allowed) && seen.iter().all(|(_, arguments)| arguments == std::slice::from_ref(argument)),
        "{seen:?}"
    );
    Ok(())
}

pub fn block_on<T>(run: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts").block_on(run)
}

#[test]
fn many_calls_leave_nothing_behind() -> Result<()> {
    const TIMES: usize = 20_000;
    let artifact = artifact()?;
    block_on(async {
        let mut running = artifact.start().await?;
        let (yes, no) = (Val::String(format!("yes{}", "y".repeat(1021))), Val::String("n".repeat(1024)));
        let (small, large) = (Val::List(vec![Val::U8(7); 1024]), Val::List(vec![Val::U8(7); 1025]));
        let mut first = 0;
        for time in 0..TIMES {
            call(&mut running, 0, &yes, true).await?;
            call(&mut running, 0, &no, false).await?;
            // Bytes are slow to pass as values.
            if time % 50 == 0 {
                call(&mut running, 1, &small, true).await?;
                call(&mut running, 1, &large, false).await?;
            }
            if time == 0 {
                first = running.store.data().memory;
            }
        }
        let last = running.store.data().memory;
        ensure!(first > 0 && last == first, "{first} bytes of memory became {last}");
        Ok(())
    })
}

#[test]
fn an_argument_larger_than_a_guard_holds_traps() -> Result<()> {
    const MIB: usize = 1 << 20;
    let artifact = artifact()?;
    block_on(async {
        for (size, fits) in [(15 * MIB, true), (16 * MIB, false), (17 * MIB, false), (40 * MIB, false)] {
            for text in ["yes", "no"] {
                let mut running = artifact.start().await?;
                let argument = Val::String(text.to_string() + &"x".repeat(size - text.len()));
                let start = Instant::now();
                let came = call(&mut running, 0, &argument, text == "yes").await;
                if fits {
                    came?;
                    continue;
                }
                let trap = came.expect_err("the call traps");
                ensure!(trap.downcast_ref::<wasmtime::Trap>() == Some(&wasmtime::Trap::UnreachableCodeReached), "{trap:?}");
                ensure!(running.store.data().seen.is_empty(), "the host was called");
                ensure!(start.elapsed() < Duration::from_secs(10), "it took {:?}", start.elapsed());
            }
        }
        Ok(())
    })
}
