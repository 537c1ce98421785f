//! Literals that no call can have, and what is said instead of letting a policy do nothing.

use super::deep;
use crate::policy::load as load_policies;
use crate::source::Source;
use caplink_model::diagnostic::Diagnostic;

/// What loading says, each as `code line:column message [help]`.
fn said(policies: &str, links: Option<&str>, entities: Option<&str>) -> Result<Vec<String>, Vec<String>> {
    let line = |one: &Diagnostic| {
        let place = one.location.as_ref().map(|place| format!("{}:{}:{}", place.file, place.line, place.column)).unwrap_or_default();
        format!("{} {place} {} [{}]", one.code, one.message, one.help.as_deref().unwrap_or_default())
    };
    let lines = |all: &[Diagnostic]| all.iter().map(line).collect::<Vec<_>>();
    let user = Source {
        file: "user.cedarschema",
        text: "entity Agent in [Team] { home?: Net::Host, others?: Set<Net::Host> } tags { address: Net::Address };",
    };
    let mut resolve = wit_parser::Resolve::default();
    let wit = "package acme:files; interface disk { write: func(path: string, port: u16); } world agent { import disk; }";
    let package = resolve.push_str("files.wit", wit).expect("it is WIT");
    let world = resolve.select_world(&[package], None).expect("it has a world");
    let imports = crate::schema::interface::imports(&resolve, world, |_| false).expect("they have names");
    let custom = crate::schema::interface::interfaces(imports).expect("they have actions");
    let schema = crate::schema::compose::compose(&custom, &[user]).expect("it is a schema").schema;
    let entities = entities.map(|text| Source { file: "e.json", text });
    let links = links.map(|text| Source { file: "l.json", text });
    let found = deep(|| {
        let files = [Source { file: "p.cedar", text: policies }];
        load_policies(&files, links, (schema, &custom), entities, "Agent::\"x\"", ["acme:files/disk".to_string()])
            .map(|(_, warnings)| warnings)
    });
    found.map(|warnings| lines(&warnings)).map_err(|errors| lines(&errors))
}

fn refused(policies: &str, wanted: &[&str]) {
    let Err(errors) = said(policies, None, None) else { panic!("{policies} is accepted") };
    let found = errors.len() == wanted.len() && errors.iter().zip(wanted).all(|(error, wanted)| error.contains(wanted));
    assert!(found, "{policies}\n{errors:#?}\n{wanted:#?}");
}

fn accepted(policies: &str) {
    assert_eq!(said(policies, None, None), Ok(vec![]), "{policies}");
}

/// A permit of requests under a condition.
fn request(condition: &str) -> String {
    format!("permit(principal, action == Action::\"http:request\", resource) when {{ {condition} }};")
}

/// A permit of connections under a condition.
fn connect(condition: &str) -> String {
    format!("permit(principal, action == Action::\"net:connect\", resource) when {{ {condition} }};")
}

#[test]
fn a_host_has_one_name() {
    for host in [
        "github.com",
        "localhost",
        "com",
        "a-b.c1",
        "xn--bcher-kva.example",
        "1.2.3.4.com",
        "127.0.0.1",
        "::1",
        "2001:db8::ff",
        "1x",
        "x0.a0x",
    ] {
        accepted(&format!("permit(principal, action == Action::\"http:request\", resource in Net::Host::\"{host}\");"));
    }
    for (host, wanted) in [
        ("API.GitHub.com", "names are in lower case [write `Net::Host::\"api.github.com\"`]"),
        ("api.github.com.", "[write `Net::Host::\"api.github.com\"`]"),
        ("api.github.com..", "a name has no dot at its end"),
        (".github.com", "[write `resource in Net::Host::\"github.com\"`]"),
        ("*.github.com", "a `*` in it stands for itself [write `resource in Net::Host::\"github.com\"`, which"),
        ("*github.com", "[write `resource in Net::Host::\"github.com\"`, which"),
        ("api-*.github.com", "[name a domain:"),
        ("*", "[leave it out where any host is meant: `resource`]"),
        ("", "it is empty"),
        (
            "https://api.github.com:8443/repos?q=1",
            "[write `resource == Net::Host::\"api.github.com\" && context.scheme == \"https\" && context.port == 8443 && context.path == \"/repos\" && context has query && context.query == \"q=1\"`]",
        ),
        ("github.com:443", "[write `Net::Host::\"github.com\"`, and compare the port: `context.port == 443`]"),
        ("github.com:", "a port is no part of a host [write `Net::Host::\"github.com\"`]"),
        ("github.com/repos", "a path is no part of a host [write `Net::Host::\"github.com\"`, and"),
        ("github.com@evil.com", "a user is no part of a host [write `Net::Host::\"evil.com\"`]"),
        ("b\u{fc}cher.example", "names are compared in ASCII"),
        ("[::1]", "[write `Net::Host::\"::1\"`]"),
        ("[::1]:80", "[write `Net::Host::\"::1\"`, and compare the port: `context.port == 80`]"),
        ("0:0::1", "[write `Net::Host::\"::1\"`]"),
        ("FE80::1", "[write `Net::Host::\"fe80::1\"`]"),
        ("::ffff:127.0.0.1", "[write `Net::Host::\"127.0.0.1\"`]"),
        ("127.1", "[write `Net::Host::\"127.0.0.1\"`]"),
        ("0x7f.1", "[write `Net::Host::\"127.0.0.1\"`]"),
        ("2130706433", "[write `Net::Host::\"127.0.0.1\"`]"),
        ("0177.0.0.1", "[write `Net::Host::\"127.0.0.1\"`]"),
        ("256.0.0.1", "neither a name nor an address"),
        ("fe80::1%eth0", "neither a name nor an address"),
        ("git hub.com", "neither a name nor an address"),
        ("git..com", "neither a name nor an address"),
    ] {
        let literal = format!("Net::Host::\"{host}\"");
        refused(&format!("forbid(principal, action == Action::\"http:request\", resource in {literal});"), &[wanted]);
        refused(&request(&format!("resource in {literal}")), &[wanted]);
        refused(
            &request(&format!("!(if context.port == 80 then [{literal}].contains(resource) else resource == Net::Host::\"a\")")),
            &[wanted],
        );
    }
    let two = "permit(principal, action == Action::\"http:request\", resource)\n  when { resource == Net::Host::\"A\" || resource in [Net::Host::\"b\", Net::Host::\"C\"] };";
    refused(two, &["E-POLICY-HOST p.cedar:2:22 ", "E-POLICY-HOST p.cedar:2:69 "]);
}

#[test]
fn an_address_has_one_spelling() {
    let by = |address: &str| format!("permit(principal, action == Action::\"net:connect\", resource == Net::Address::\"{address}\");");
    for address in ["127.0.0.1:80", "[::1]:80", "0.0.0.0:0", "[2001:db8::1]:65535"] {
        accepted(&by(address));
    }
    for (address, wanted) in [
        ("127.1:80", "[write `Net::Address::\"127.0.0.1:80\"`]"),
        ("127.0.0.1:080", "[write `Net::Address::\"127.0.0.1:80\"`]"),
        ("[0::1]:80", "[write `Net::Address::\"[::1]:80\"`]"),
        ("[::ffff:127.0.0.1]:80", "[write `Net::Address::\"127.0.0.1:80\"`]"),
        ("tcp://127.0.0.1:80", "[write `Net::Address::\"127.0.0.1:80\"`]"),
        (
            "127.0.0.1",
            "ends in a port from 0 to 65535 [write `Net::Address::\"127.0.0.1:443\"`, or `context.ip == ip(\"127.0.0.1\")` for every port]",
        ),
        ("127.0.0.1:65536", "ends in a port from 0 to 65535"),
        ("[::1]", "ends in a port from 0 to 65535"),
        ("::1", "stands in brackets"),
        ("10.0.0.0/8:443", "it is no range [compare ranges by `context.ip.isInRange("),
        ("localhost:80", "an address is a number, not a name"),
        ("*:80", "an address is a number, not a name"),
        ("", "an address is a number, not a name"),
    ] {
        refused(&by(address), &[wanted]);
    }
}

#[test]
fn what_a_request_never_has_is_refused() {
    for condition in [
        "context.path == \"/\" || context.path like \"/api/*\" || context.path like \"*/admin\" || context.path like \"*..*\"",
        "[\"/a\", \"/b/\", \"/%C3%A9/...\"].contains(context.path) && [\"GET\", \"M-SEARCH\"].contains(context.method)",
        "context.scheme == \"https\" || context.scheme like \"http*\" || context.method like \"P*\" || context.port == 65535",
        "context has query && context.query == \"next=https://x.com/?a\"",
        "context.path != \"/%2A\\u{25}2A\" || context.path like \"/a\\*\"",
    ] {
        accepted(&request(condition));
    }
    for (condition, wanted) in [
        (
            "context.path == \"https://API.x.com/v1\"",
            "E-POLICY-URL p.cedar:1:86 `context.path` is never `https://API.x.com/v1`: it holds the path alone, not a URL [write `resource == Net::Host::\"api.x.com\" && context.scheme == \"https\" && context.path == \"/v1\"`]",
        ),
        (
            "context.path like \"https://api.x.com*\"",
            "E-POLICY-URL p.cedar:1:70 `context.path` is never like `https://api.x.com*`: it holds the path alone, not a URL [write `resource == Net::Host::\"api.x.com\" && context.scheme == \"https\"`]",
        ),
        (
            "context.path like \"*://*.x.com:8080/v1/*\"",
            "[write `resource in Net::Host::\"x.com\" && context.port == 8080 && context.path like \"/v1/*\"`]",
        ),
        ("context.scheme == \"https://x.com\"", "E-POLICY-URL p.cedar:1:88 `context.scheme` is never"),
        ("\"api\" == context.path", "a path begins with `/` [write `context.path == \"/api\"`]"),
        ("context.path == \"\"", "`context.path` is never empty: a path begins with `/` [write `context.path == \"/\"`]"),
        ("context.path like \"api/*\"", "[write `context.path like \"/api/*\"`]"),
        (
            "context.path == \"/a?b=c#d\"",
            "what follows the `?` is in `context.query` [write `context.path == \"/a\" && context has query && context.query == \"b=c\"`]",
        ),
        ("context.path == \"/a#b\"", "what follows `#` is never sent"),
        ("context.path == \"/a/../b/./c\"", "a path has no part `.` or `..` [write `context.path == \"/b/c\"`]"),
        ("context.path like \"*/../*\"", "[calls with such a path are denied before any policy is asked: leave it out]"),
        ("context.path == \"//a\"", "a path has no empty part [write `context.path == \"/a\"`]"),
        ("context.path == \"/a\\\\b\"", "a path has no `\\`"),
        ("context.path == \"/%c3%a9\"", "escapes are in upper case [write `context.path == \"/%C3%A9\"`]"),
        ("context.path == \"/%61\"", "what needs no escape is not escaped [write `context.path == \"/a\"`]"),
        ("context.path == \"/100%\"", "a `%` begins an escape of two digits"),
        ("context.path == \"/\u{e9} \"", "[write `context.path == \"/%C3%A9%20\"`]"),
        ("context.path like \"*%2f*\"", "[write `context.path like \"*%2F*\"`]"),
        ("context.method == \"get\"", "methods are in upper case [write `context.method == \"GET\"`]"),
        ("context.method != \"Delete\"", "[write `context.method == \"DELETE\"`]"),
        ("context.method like \"p*\"", "[write `context.method like \"P*\"`]"),
        ("context.method == \"GET \"", "no method has such characters"),
        ("context.scheme == \"HTTPS\"", "it is `http` or `https` [write `context.scheme == \"https\"`]"),
        ("context.scheme == \"ftp\"", "it is `http` or `https`"),
        ("context.scheme like \"ws*\"", "it is `http` or `https`"),
        ("context has query && context.query == \"a#b\"", "`context.query` is never `a#b`: what follows `#` is never sent"),
        ("context.port == 70000", "`context.port` is never 70000"),
        ("[80, 70000].contains(context.port)", "E-POLICY-NEVER p.cedar:1:75 `context.port` is never 70000"),
        ("[\"GET\", \"put\"].contains(context.method)", "E-POLICY-NEVER p.cedar:1:78 `context.method` is never `put`"),
        ("[\"put\", \"GET\"].containsAny([context.method])", "`context.method` is never `put`"),
        ("context.method == (if context.port == 80 then \"put\" else \"PUT\")", "`context.method` is never `put`"),
    ] {
        refused(&request(condition), &[wanted]);
    }
}

#[test]
fn what_a_socket_never_has_is_refused() {
    for condition in [
        "context.protocol == \"tcp\" && context.port >= 1024 && context.ip.isInRange(ip(\"10.20.0.0/16\"))",
        "context.ip == ip(\"127.0.0.1\") || context.ip == ip(\"::1\") || context.ip == ip(\"10.0.0.1/32\") || context.ip.isInRange(ip(\"::/0\"))",
    ] {
        accepted(&connect(condition));
    }
    for (condition, wanted) in [
        ("context.protocol == \"TCP\"", "it is `tcp` or `udp` [write `context.protocol == \"tcp\"`]"),
        ("[\"icmp\"].contains(context.protocol)", "it is `tcp` or `udp`"),
        ("context.ip == ip(\"10.0.0.0/8\")", "no range is equal to it [write `context.ip.isInRange(ip(\"10.0.0.0/8\"))`]"),
        ("context.ip == ip(\"::ffff:7f00:1\")", "[write `context.ip == ip(\"127.0.0.1\")`]"),
        ("context.ip.isInRange(ip(\"::ffff:7f00:0/104\"))", "[write `context.ip.isInRange(ip(\"127.0.0.0/8\"))`]"),
    ] {
        refused(&connect(condition), &[wanted]);
        refused(&format!("forbid(principal, action in Action::\"net\", resource) when {{ context has ip && {condition} }};"), &[wanted]);
    }
}

#[test]
fn what_another_function_means_by_a_name_is_its_own_business() {
    let by = |scope: &str, condition: &str| format!("forbid(principal, {scope}, resource) when {{ {condition} }};");
    accepted(&by("action == Action::\"acme:files/disk#write\"", "context.path == \"https://x\" && context.path like \"a*\""));
    accepted(&by("action in Action::\"acme:files\"", "context.path == \"../secret\""));
    refused(&by("action in Action::\"http\"", "context.path == \"../secret\""), &["E-POLICY-NEVER"]);
    // It may match on a call of either.
    let both = by("action", "context has path && context.path == \"../secret\"");
    let Ok(warnings) = said(&both, None, None) else { panic!("{both}") };
    assert!(matches!(warnings.as_slice(), [one] if one.starts_with("W-POLICY-NEVER")), "{warnings:?}");
}

#[test]
fn a_prefix_without_a_separator_is_a_warning_where_it_permits() {
    let warned = |policy: &str, wanted: Option<&str>| {
        let Ok(warnings) = said(policy, None, None) else { panic!("{policy}") };
        assert_eq!(warnings.len(), usize::from(wanted.is_some()), "{policy}\n{warnings:?}");
        assert!(wanted.is_none_or(|wanted| warnings[0].starts_with("W-POLICY-PREFIX p.cedar:1:") && warnings[0].contains(wanted)));
    };
    warned(
        &request("context.path like \"/api*\""),
        Some("holds for every name that begins so [write `context.path == \"/api\" || context.path like \"/api/*\"`]"),
    );
    warned(
        &request("context.path like \"/repos/*/pulls*\""),
        Some("[write `context.path like \"/repos/*/pulls\" || context.path like \"/repos/*/pulls/*\"`]"),
    );
    for safe in ["/api/*", "/*", "*", "/report-*", "/v1/*.json", "*/api"] {
        warned(&request(&format!("context.path like \"{safe}\"")), None);
    }
    let forbid = "forbid(principal, action == Action::\"http:request\", resource)";
    warned(&format!("{forbid} when {{ context.path like \"/admin*\" }};"), None);
    warned(&format!("{forbid} unless {{ context.path like \"/api*\" }};"), Some("write `context.path == \"/api\""));
    warned(&request("!(context.path like \"/admin*\")"), None);
}

#[test]
fn links_and_entities_are_looked_through() {
    let template =
        "@id(\"t\") permit(principal, action == Action::\"http:request\", resource in ?resource) when { context.method == \"get\" };";
    let link = |id: &str, host: &str| {
        format!("{{\"template_id\": \"t\", \"link_id\": \"{id}\", \"args\": {{\"?resource\": \"Net::Host::\\\"{host}\\\"\"}}}}")
    };
    let found = said(template, Some(&format!("[{}, {}]", link("a", "GitHub.com"), link("b", "x.com"))), None);
    let errors = found.expect_err("neither the host nor the method is canonical");
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(
        errors.iter().any(|error| error.contains("in the link `a`: no call is to `Net::Host::\"GitHub.com\"`: names are in lower case"))
    );
    assert!(errors.iter().any(|error| error.contains("`context.method` is never `get`")));

    let agent = "{\"uid\": {\"type\": \"Agent\", \"id\": \"x\"}, \"attrs\": {}, \"parents\": []}";
    let check = |entity: &str, wanted: &str| {
        let text = format!("[\n{agent},\n{entity}\n]");
        let errors = said("permit(principal, action, resource);", None, Some(&text)).expect_err("it is not canonical");
        assert!(errors.len() == 1 && errors[0].contains(wanted), "{errors:?}");
    };
    let host = |id: &str, parents: &str| {
        format!("{{\"uid\": {{\"type\": \"Net::Host\", \"id\": \"{id}\"}}, \"attrs\": {{}}, \"parents\": [{parents}]}}")
    };
    check(&host("*.vendor.com", ""), "E-POLICY-HOST e.json:3:37 no call is to `Net::Host::\"*.vendor.com\"`");
    check(&host("vendor.com", "{\"type\": \"Net::Host\", \"id\": \"Group.com\"}"), "E-POLICY-HOST e.json:3:");
    let other = |rest: &str| format!("{{\"uid\": {{\"type\": \"Agent\", \"id\": \"y\"}}, \"parents\": [], {rest}}}");
    let entity = |kind: &str, id: &str| format!("{{\"__entity\": {{\"type\": \"{kind}\", \"id\": \"{id}\"}}}}");
    check(&other(&format!("\"attrs\": {{\"home\": {}}}", entity("Net::Host", "X.com"))), "E-POLICY-HOST");
    check(&other(&format!("\"attrs\": {{\"others\": [{}]}}", entity("Net::Host", "127.1"))), "[write `Net::Host::\"127.0.0.1\"`]");
    check(
        &other(&format!("\"attrs\": {{}}, \"tags\": {{\"t\": {{\"address\": {}}}}}", entity("Net::Address", "127.0.0.1:080"))),
        "E-POLICY-ADDRESS",
    );
    let fine = format!("[{agent}, {}]", host("vendor.com", "{\"type\": \"HostGroup\", \"id\": \"The Vendors\"}"));
    assert_eq!(said("permit(principal, action, resource);", None, Some(&fine)), Ok(vec![]));
}

#[test]
fn a_host_is_no_text_and_what_to_write_is_said() {
    for (condition, wanted) in [
        (
            "resource like \"*.github.com\"",
            "[a host is no text: write `resource in Net::Host::\"github.com\"`, which holds for it and for every name below it]",
        ),
        ("resource like \"*github.com\"", "[a host is no text: write `resource in Net::Host::\"github.com\"`, which"),
        ("resource like \"api.github.com\"", "[a host is no text: write `resource == Net::Host::\"api.github.com\"`]"),
        (
            "resource like \"https://api.github.com/*\"",
            "[a host is no text: write `resource == Net::Host::\"api.github.com\" && context.scheme == \"https\"`]",
        ),
        ("resource == \"api.github.com\"", "[a host is no text: write `resource == Net::Host::\"api.github.com\"`]"),
        ("context.host == \"github.com\"", "[the host is the resource: `resource == Net::Host::"),
        ("context.url like \"https://github.com/*\"", "[the host is the resource: `resource == Net::Host::"),
        ("resource.name like \"*.github.com\"", "[the host is the resource: `resource == Net::Host::"),
    ] {
        refused(&request(condition), &[wanted]);
    }
}
