//! A WASI preview 1 command comes in (first argument), the same command as a component goes out (second argument).

use std::env::args_os;
use std::fs;

use anyhow::{Context, Result};
use wasi_preview1_component_adapter_provider::{WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER};
use wit_component::ComponentEncoder;

fn main() -> Result<()> {
    let mut args = args_os().skip(1);
    let source = args.next().context("the module to adapt is missing")?;
    let target = args.next().context("the component to write is missing")?;
    let module = fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let adapter = WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER;
    let component =
        ComponentEncoder::default().validate(true).module(&module)?.adapter(WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, adapter)?.encode()?;
    fs::write(&target, component).with_context(|| format!("cannot write {}", target.display()))
}
