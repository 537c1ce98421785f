//! A linked agent on another host than wasmtime: jco turns it into JavaScript, Node runs it with the one import that was granted.
//!
//! What it does must be what it does on wasmtime: the call that its guard allows reaches the host, every other answers with its own error or traps.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::cache;
use crate::host::by_policy;

const POLICY: &str = r#"
    permit (principal, action == Action::"acme:pay/api#charge", resource) when { context.account like "acct-*" && context.cents <= 1000 };
    permit (principal, action == Action::"export", resource);
"#;

fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?} cannot start"))?;
    ensure!(output.status.success(), "{command:?}\n{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn a_linked_agent_runs_as_javascript() -> Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let linked = by_policy(&fs::read(here.join("../agents/pay.wasm"))?, POLICY)?;
    let scratch = tempfile::tempdir()?;
    fs::write(scratch.path().join("pay.wasm"), &linked.component)?;
    let jco = cache().join("npm/node_modules/.bin/jco");
    let arguments = ["transpile", "pay.wasm", "-o", "js", "--no-nodejs-compat", "--instantiation", "async", "--quiet"];
    output(Command::new(jco).args(arguments).current_dir(scratch.path()))?;
    let printed = output(Command::new("node").arg(here.join("jco/run.mjs")).arg(scratch.path().join("js")).arg("pay"))?;
    let expected = r#"{"run":"paid","much":"error: access denied","all":"error: access denied","refund":"error: access denied","ping":"RuntimeError","calls":["charge acct-1 5"]}"#;
    ensure!(printed.trim() == expected, "{printed}");
    Ok(())
}
