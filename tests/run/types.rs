//! Agents that declare HTTP otherwise than WASI does, or less of it: a guard reads requests by functions whose types it knows, or there is none.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module};
use wit_parser::{LiftLowerAbi, ManglingAndAbi, Resolve};

use crate::host::as_if_called;

const SCOPED: &str = r#"
    permit (principal, action == Action::"export", resource);
    permit (principal, action == Action::"http:request", resource == Net::Host::"api.example.com") when { context.method == "GET" };
"#;

fn wit(package: &str) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("wit/{package}-0.2.12/{package}.wit"));
    fs::read_to_string(&path).with_context(|| format!("no WIT at {}", path.display()))
}

/// The interfaces of a package: they come before its worlds.
fn interfaces(package: &str) -> Result<String> {
    let text = wit(package)?;
    let before = text.split("\nworld ").next().and_then(|text| text.rsplit_once("\n}\n"));
    Ok(format!("{}\n}}\n", before.context("an interface ends before the worlds")?.0))
}

/// An agent with the vendored HTTP, in which `from` reads `to`.
fn agent(from: &str, to: &str) -> Result<Vec<u8>> {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    for package in ["io", "clocks"] {
        resolve.push_source(package, &interfaces(package)?)?;
    }
    let http = interfaces("http")?;
    ensure!(http.contains(from), "the WIT has no `{from}`");
    let world = "world lying { import outgoing-handler; export go: func(); }";
    let package = resolve.push_source("http", &format!("{}{world}\n", http.replace(from, to)))?;
    let world = resolve.select_world(&[package], Some("lying"))?;
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Legacy(LiftLowerAbi::Sync));
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    ComponentEncoder::default().module(&module)?.encode()
}

#[test]
fn an_agent_with_the_published_types_is_guarded() -> Result<()> {
    let linked = as_if_called(&agent("package", "package")?, SCOPED)?;
    ensure!(linked.returns("wasi:http/outgoing-handler", "handle")? == "error HTTP-request-denied", "{}", linked.text);
    Ok(())
}

/// Threat N16: what the guard would read is not what the host has.
#[test]
fn n16_an_agent_with_other_http_types_is_refused() -> Result<()> {
    let lies = [
        ("    get,\n", "    get,\n    gets,\n"),
        ("    HTTPS,\n", "    HTTPT,\n"),
        ("authority: func() -> option<string>;", "authority: func() -> string;"),
        ("entries: func() -> list<tuple<field-name, field-value>>;", "entries: func() -> list<tuple<field-name, string>>;"),
        (
            "set-path-with-query: func(path-with-query: option<string>) -> result;",
            "set-path-with-query: func(path-with-query: option<string>);",
        ),
    ];
    for (from, to) in lies {
        let agent = agent(from, to)?;
        let error = match as_if_called(&agent, SCOPED) {
            Ok(linked) => anyhow::bail!("`{to}` was linked: {}", linked.text),
            Err(error) => format!("{error:#}"),
        };
        ensure!(error.contains("E-CAPABILITY-TYPES"), "`{to}`: {error}");
    }
    Ok(())
}

/// Threat N1: one agent that imports HTTP under two versions has a guard before each, and the host is asked for one.
#[test]
fn n1_both_of_two_versions_are_guarded() -> Result<()> {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    for version in ["0.2.12", "0.2.13"] {
        for package in ["io", "clocks", "http"] {
            let name = format!("{package}-{version}");
            resolve.push_source(&name, &interfaces(package)?.replace("@0.2.12", &format!("@{version}")))?;
        }
    }
    let world = "package twin:twin; world twins {
        import wasi:http/outgoing-handler@0.2.12; import wasi:http/outgoing-handler@0.2.13; export go: func();
    }";
    let package = resolve.push_source("twin", world)?;
    let world = resolve.select_world(&[package], Some("twins"))?;
    let mut module = dummy_module(&resolve, world, ManglingAndAbi::Legacy(LiftLowerAbi::Sync));
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    let agent = ComponentEncoder::default().merge_imports_based_on_semver(false).module(&module)?.encode()?;
    let linked = as_if_called(&agent, SCOPED)?;
    let handles: Vec<_> = linked.lockfile.symbols.iter().filter(|symbol| symbol.function == "handle").collect();
    ensure!(handles.len() == 2 && handles.iter().all(|handle| handle.guard.is_some()), "{handles:?}");
    let asked = |interface: &str| linked.lockfile.imports.iter().filter(|import| import.name.starts_with(interface)).count();
    ensure!((asked("wasi:http/outgoing-handler"), asked("wasi:http/types")) == (1, 1), "{}", linked.text);
    Ok(())
}

/// The whole of what stands in front of a request, engine, reader and table.
#[test]
fn the_adapter_of_http_is_small() -> Result<()> {
    let linked = as_if_called(&agent("package", "package")?, SCOPED)?;
    let adapter = linked.lockfile.components.iter().find(|component| component.name.starts_with("wasi:http/outgoing-handler"));
    let size = adapter.context("there is an adapter")?.size;
    ensure!(size <= 40 * 1024, "{size} bytes");
    Ok(())
}
