//! A WASI preview 1 command comes in (first argument), the same command as a component goes out (second argument).
//!
//! If the command calls functions of WIT interfaces beside, their folder (third argument) and a world in it (fourth) say which. It is then given an
//! allocator for what they return: the Go linker leaves 8 KiB below its data, which only JavaScript fills, and nothing of Go's runs while a result
//! is put there. Two results of at most 4 KiB are there at a time.

use std::env::args_os;
use std::ffi::OsString;
use std::fs;

use anyhow::{Context, Result, ensure};
use wasi_preview1_component_adapter_provider::{WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// Goes round in what lies between the addresses 4096 and 12288.
const ALLOCATOR: &str = r#"
    (global $caplink-next (mut i32) (i32.const 4096))
    (func (export "cabi_realloc") (param $old i32) (param $size i32) (param $align i32) (param $wanted i32) (result i32)
        (local $at i32)
        (if (i32.or (local.get $old) (i32.gt_u (local.get $wanted) (i32.const 4096))) (then unreachable))
        (local.set $at
            (i32.and
                (i32.sub (i32.add (global.get $caplink-next) (local.get $align)) (i32.const 1))
                (i32.sub (i32.const 0) (local.get $align))))
        (if (i32.gt_u (i32.add (local.get $at) (local.get $wanted)) (i32.const 12288)) (then (local.set $at (i32.const 4096))))
        (global.set $caplink-next (i32.add (local.get $at) (local.get $wanted)))
        (local.get $at))
"#;

fn main() -> Result<()> {
    let mut args = args_os().skip(1);
    let source = args.next().context("the module to adapt is missing")?;
    let target = args.next().context("the component to write is missing")?;
    let mut module = fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
    if let Some(folder) = args.next() {
        module = calling(&module, folder, &args.next().context("the world is missing")?.to_string_lossy())?;
    }
    let adapter = WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER;
    let component = ComponentEncoder::default()
        .validate(true)
        .realloc_via_memory_grow(true)
        .module(&module)?
        .adapter(WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, adapter)?
        .encode()?;
    fs::write(&target, component).with_context(|| format!("cannot write {}", target.display()))
}

/// The module with the allocator, and with what the world says of its imports.
fn calling(module: &[u8], folder: OsString, world: &str) -> Result<Vec<u8>> {
    let printed = wasmprinter::print_bytes(module)?;
    let open = printed.trim_end().strip_suffix(')').context("a module ends with a parenthesis")?;
    ensure!(!open.contains("cabi_realloc"), "the module has an allocator of its own");
    let mut module = wat::parse_str(format!("{open}{ALLOCATOR})"))?;
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(folder)?;
    let world = resolve.select_world(&[package], Some(world))?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    Ok(module)
}
