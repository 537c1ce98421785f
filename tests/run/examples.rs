//! The example policies for the network, linked and run: what each grants arrives, and what it does not never leaves.

use anyhow::{Result, ensure};
use std::path::Path;

use crate::agent;
use crate::host::{Host, Linked, Loopback, Policies, TcpEcho, Val, link, text};

/// An agent under one example, and the exports that a test calls.
fn example(name: &str, component: &str, exports: &str) -> Result<Linked> {
    let folder = crate::scratch()?;
    let file = folder.path().join("exports.cedar");
    std::fs::write(&file, exports)?;
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/examples");
    let policies = Policies {
        files: vec![examples.join("baseline.cedar"), examples.join(format!("{name}.cedar")), file],
        entities: Some(examples.join("entities.json")),
        principal: format!("Agent::\"{component}\""),
    };
    link(&agent(component)?, &policies, folder.path(), &[])
}

/// GETs by `fetch`: which are sent.
fn gets(linked: &Linked, host: &Host, rows: &[(&str, bool)]) -> Result<()> {
    for (url, arrives) in rows {
        let outcome = linked.run(host, "run", &[text(url)])?;
        ensure!(outcome.sent.is_empty() != *arrives, "{url}: {outcome:?}");
        ensure!(outcome.text()?.starts_with("status=200") == *arrives, "{url}: {outcome:?}");
    }
    Ok(())
}

#[test]
fn one_api_is_read() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().route("api.github.com", server.address).route("github.com", server.address);
    let rows = [
        ("https://api.github.com/repos/acme/tool", true),
        ("https://API.GitHub.com:443/repos/acme/tool?per_page=5", true),
        ("http://api.github.com/repos/acme/tool", false),
        ("https://api.github.com:8443/repos/acme/tool", false),
        ("https://api.github.com/repos/other/tool", false),
        ("https://api.github.com/repos/acme/../other/tool", false),
        ("https://github.com/repos/acme/tool", false),
    ];
    gets(&example("api-read", "fetch", "")?, &host, &rows)
}

#[test]
fn one_path_is_posted_to() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().route("reports.example.com", server.address);
    let rows = [
        ("https://reports.example.com/v1/status", true),
        ("https://reports.example.com/v1/reports", false),
        ("https://reports.example.com/v1/status/", false),
    ];
    gets(&example("api-post", "fetch", "")?, &host, &rows)
}

#[test]
fn vendors_are_called() -> Result<()> {
    let linked = example("vendors", "fetch", "")?;
    let guard = linked.lockfile.symbols.iter().find_map(|symbol| symbol.guard.as_ref()).expect("handle is guarded");
    ensure!(guard.inputs.iter().any(|input| input == "resource"), "{guard:?}");
    let server = Loopback::answering("hi")?;
    let names = ["vendor.example", "shop.vendor.example", "api.partner.example", "partner.example", "evilvendor.example"];
    let host = names.iter().fold(Host::new(), |host, name| host.route(name, server.address));
    let rows = [
        ("https://vendor.example/x", true),
        ("https://shop.vendor.example/x?y", true),
        ("https://api.partner.example/", true),
        ("http://vendor.example/x", false),
        ("https://vendor.example/admin", false),
        ("https://vendor.example/admin/x", false),
        ("https://vendor.example/%61dmin/x", false),
        ("https://partner.example/", false),
        ("https://evilvendor.example/", false),
    ];
    gets(&linked, &host, &rows)
}

#[test]
fn loopback_is_for_tests() -> Result<()> {
    let exports = "permit (principal, action == Action::\"export\", resource);";
    let linked = example("loopback", "net", exports)?;
    let server = TcpEcho::at(std::net::Ipv4Addr::LOCALHOST.into())?;
    // The ports of the example are few, and the server has one of its own.
    let host = Host::new().allow_loopback_sockets();
    let args = [Val::Option(None), text(&server.address.to_string()), text("hello")];
    let outcome = linked.run(&host, "tcp-connect", &args)?;
    let is_of_tests = (8000..9000).contains(&server.address.port());
    ensure!(outcome.used.is_empty() != is_of_tests, "{outcome:?}");
    Ok(())
}

#[test]
fn one_zone_is_looked_up() -> Result<()> {
    let exports = "permit (principal, action == Action::\"export\", resource);";
    let linked = example("dns", "net", exports)?;
    let host = Host::new().allow_loopback_sockets();
    for (name, asked) in
        [("example.com", true), ("www.Example.com", true), ("example.org", false), ("localhost", false), ("127.0.0.1", false)]
    {
        let outcome = linked.run(&host, "look-up", &[text(name)])?;
        ensure!(outcome.used.is_empty() != asked, "{name}: {outcome:?}");
    }
    Ok(())
}
