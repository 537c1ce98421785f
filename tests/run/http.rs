//! HTTP requests once they are guarded: what policy allows arrives as it was meant, and no spelling of another request gets past.
//!
//! What must hold: a refused request reaches neither a server nor the host's own hook, and the agent hears `HTTP-request-denied`, or that a setter of
//! the host's took no such part; an allowed one arrives at exactly the host, port, method and path that policy was asked about. The spellings are
//! sent twice: in wasmtime, in front of a server, and in a host that checks nothing of its own and notes what it was asked to send.

use anyhow::{Result, ensure};

use crate::agent;
use crate::host::{Host, Linked, Loopback, Outcome, Reply, Sent, Val, by_policy, by_policy_of, text};
use crate::spellings::{May, Row, rows};

const EXPORTS: &str = r#"permit (principal, action == Action::"export", resource);"#;

/// One host, one method, one scheme, and paths under a folder.
const READS: &str = r#"
    @id("gh:read")
    permit (principal == Agent::"spell", action == Action::"http:request", resource == Net::Host::"api.example.com")
    when { context.method == "GET" && context.scheme == "https" && context.path like "/repos/acme/*" };
"#;

fn spell(policies: &str) -> Result<Linked> {
    by_policy_of(&agent("spell")?, "spell", &format!("{EXPORTS}{policies}"), None)
}

fn optional(part: Option<&str>) -> Val {
    Val::Option(part.map(|part| Box::new(text(part))))
}

fn arguments(row: &Row) -> Vec<Val> {
    let headers = row.headers.iter().map(|(name, value)| Val::Tuple(vec![text(name), text(value)])).collect();
    vec![text(row.method), optional(row.scheme), optional(row.authority), optional(row.path), Val::List(headers)]
}

/// A plain request, as arguments of `spell`.
fn request(method: &str, url: &str) -> Vec<Val> {
    let (scheme, rest) = url.split_once("://").expect("a test's addresses have a scheme");
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    vec![text(method), optional(Some(scheme)), optional(Some(authority)), optional(Some(path)), Val::List(vec![])]
}

/// What the host was asked to send by the last call.
fn last<'a>(outcome: &'a Outcome, before: &mut usize) -> &'a [Sent] {
    let sent = &outcome.sent[*before..];
    *before = outcome.sent.len();
    sent
}

/// The policy above, by hand: whatever a row expects, nothing else may be sent.
fn is_allowed(sent: &Sent) -> bool {
    let (host, port) = sent.authority.split_once(':').unwrap_or((&sent.authority, "443"));
    let path = sent.path.split('?').next().unwrap_or_default();
    let plain_port = port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0') && port.parse::<u16>().is_ok();
    let dots = path.split('/').any(|segment| matches!(segment.split(';').next(), Some("." | "..")));
    let lower = path.to_ascii_lowercase();
    let escapes = ["%2e", "%2f", "%5c", "%00"].iter().any(|escape| lower.contains(escape));
    sent.method == "GET"
        && sent.scheme == "https"
        && host == "api.example.com"
        && plain_port
        && path.starts_with("/repos/acme/")
        && !dots
        && !escapes
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#' && byte != b'\\')
}

/// How many rows have a header that is none to wasmtime's own type, which refuses it before any guard.
const NO_HEADER: usize = 20;

/// The guard said no, or a setter of the host's did before it.
fn is_refused(said: &str) -> bool {
    said.contains("HttpRequestDenied") || said.starts_with("error: the request takes no such ")
}

/// Sends every row in one instance. How many arrived, how many the guard refused, and how many a setter.
fn send_all(linked: &Linked, host: &Host, server: Option<&Loopback>) -> Result<(usize, usize, usize)> {
    let mut spell = host.instantiate(&linked.component)?;
    let (mut before, mut arrived, mut guarded, mut set) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for row in rows() {
        let served = server.map_or(0, |server| server.seen().len());
        let outcome = spell.call("spell", &arguments(&row));
        let sent = last(&outcome, &mut before);
        let seen = server.map(|server| server.seen().split_off(served)).unwrap_or_default();
        let said = outcome.text().unwrap_or("a trap");
        let fits = match (row.outcome, sent) {
            (May::Nothing | May::Either(_), []) => is_refused(said) && seen.is_empty(),
            (May::Arrive(line) | May::Either(line), [one]) => {
                let same = |header: &(&str, &str)| one.headers.contains(&(header.0.to_ascii_lowercase(), header.1.to_owned()));
                let at_server = seen
                    .iter()
                    .all(|seen| seen.method == one.method && seen.path == one.path && seen.header("host") == Some(one.authority.as_str()));
                let answered = server.is_none() || (seen.len() == 1 && said == "status=200 body=hi");
                one.line() == line && row.headers.iter().all(same) && is_allowed(one) && at_server && answered
            }
            _ => false,
        };
        if !fits {
            wrong.push(format!("{row:?}\n  said {said}\n  sent {sent:?}\n  seen {seen:?}"));
        }
        match sent {
            [] if said.contains("HttpRequestDenied") => guarded += 1,
            [] => set += 1,
            _ => arrived += 1,
        }
        if outcome.result.is_err() {
            (spell, before) = (host.instantiate(&linked.component)?, 0);
        }
    }
    ensure!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows().len(), wrong.join("\n"));
    Ok((arrived, guarded, set))
}

/// Rows that must arrive, rows that must not, and rows that may.
fn expected() -> (usize, usize, usize) {
    let count = |is: fn(&May) -> bool| rows().iter().filter(|row| is(&row.outcome)).count();
    (count(|may| matches!(may, May::Arrive(_))), count(|may| *may == May::Nothing), count(|may| matches!(may, May::Either(_))))
}

#[test]
fn there_are_spellings_enough() -> Result<()> {
    let (arrive, nothing, either) = expected();
    ensure!(arrive >= 30 && nothing >= 300 && either <= 40, "{arrive} arrive, {nothing} do not, {either} may");
    let threats = ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11", "H12", "H13", "H15", "H17", "R11", "R12"];
    for threat in threats {
        ensure!(rows().iter().any(|row| row.threat == threat), "no row for {threat}");
    }
    Ok(())
}

/// In wasmtime, with a server where policy points and one where it does not.
#[test]
fn no_spelling_gets_past_to_a_server() -> Result<()> {
    let (server, elsewhere) = (Loopback::answering("hi")?, Loopback::answering("elsewhere")?);
    let mut host = Host::new().allow_http_to_loopback();
    for port in ["", ":1", ":80", ":8443", ":65535"] {
        host = host.route(&format!("api.example.com{port}"), server.address);
    }
    for other in ["example.net", "api.example.com.", "example.com", "localhost", "169.254.169.254", "0.0.0.0", "x.api.example.com"] {
        host = host.route(other, elsewhere.address);
    }
    let (arrived, guarded, set) = send_all(&spell(READS)?, &host, Some(&server))?;
    let (arrive, nothing, either) = expected();
    ensure!(elsewhere.seen().is_empty(), "{:?}", elsewhere.seen());
    ensure!(server.seen().len() == arrived, "{} and {arrived}", server.seen().len());
    ensure!((arrive..=arrive + either).contains(&arrived), "{arrived} arrived");
    ensure!((nothing..=nothing + either).contains(&(guarded + set)), "{guarded} were denied and {set} refused by setters");
    Ok(())
}

/// In a host that takes every part as it is, so that nothing but the guard stands between the agent and the network.
#[test]
fn no_spelling_gets_past_to_a_host_without_checks() -> Result<()> {
    let host = Host::new().lax_http();
    let (arrived, guarded, set) = send_all(&spell(READS)?, &host, None)?;
    let (arrive, nothing, either) = expected();
    ensure!((arrive..=arrive + either).contains(&arrived), "{arrived} arrived");
    ensure!((nothing..=nothing + either).contains(&(guarded + set)), "{guarded} were denied and {set} refused");
    ensure!(set == NO_HEADER, "{set} were refused before the guard");
    Ok(())
}

/// Without a guard the lax host is asked for everything: the table does try what it says.
#[test]
fn without_a_guard_every_spelling_arrives() -> Result<()> {
    let host = Host::new().lax_http();
    let mut spell = host.instantiate(&agent("spell")?)?;
    let mut before = 0;
    let mut missing = Vec::new();
    for row in rows() {
        let outcome = spell.call("spell", &arguments(&row));
        if last(&outcome, &mut before).is_empty() {
            missing.push(format!("{row:?}: {}", outcome.text()?));
        }
    }
    // What is no header name or value to wasmtime's own type.
    ensure!(missing.len() == NO_HEADER, "{}:\n{}", missing.len(), missing.join("\n"));
    Ok(())
}

/// Each of these is sent to a lax host, and arrives as the line beside it, or not at all.
fn check(policies: &str, entities: Option<&str>, cases: &[(&str, &str, Option<&str>)]) -> Result<()> {
    let linked = by_policy_of(&agent("spell")?, "spell", &format!("{EXPORTS}{policies}"), entities)?;
    let mut spell = Host::new().lax_http().instantiate(&linked.component)?;
    let mut before = 0;
    for (method, url, arrives) in cases {
        let outcome = spell.call("spell", &request(method, url));
        let sent: Vec<_> = last(&outcome, &mut before).iter().map(Sent::line).collect();
        let wanted: Vec<_> = arrives.iter().map(|line| (*line).to_owned()).collect();
        ensure!(sent == wanted, "{method} {url}: sent {sent:?}, {:?}", outcome.text());
        ensure!(arrives.is_some() || is_refused(outcome.text()?), "{method} {url}: {:?}", outcome.text());
    }
    Ok(())
}

#[test]
fn allowed_requests_arrive_unchanged() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().route("api.example.com", server.address);
    let linked = spell(&format!("{READS}{POSTS}"))?;
    ensure!(linked.returns("wasi:http/outgoing-handler", "handle")? == "error HTTP-request-denied", "{}", linked.text);

    let mut get = request("GET", "https://api.example.com/repos/acme/x?q=a%20b&q=c");
    let headers = [("accept", "text/plain"), ("authorization", "Bearer abc"), ("x-several", "one"), ("x-several", "two")];
    get[4] = Val::List(headers.iter().map(|(name, value)| Val::Tuple(vec![text(name), text(value)])).collect());
    let outcome = linked.run(&host, "spell", &get)?;
    outcome.says("status=200 body=hi")?;
    outcome.has_called("wasi:http/outgoing-handler", &["handle"])?;
    let seen = server.seen().pop().expect("it arrived");
    ensure!((seen.method.as_str(), seen.path.as_str()) == ("GET", "/repos/acme/x?q=a%20b&q=c"), "{seen:?}");
    for (name, value) in headers {
        ensure!(seen.headers.contains(&(name.to_owned(), value.to_owned())), "{name}: {seen:?}");
    }

    let body = "a body, ".repeat(2_000);
    let outcome = linked.run(&host, "send-text", &[text("POST"), text("https://api.example.com/charges"), text(&body)])?;
    outcome.says("status=200 body=hi")?;
    let seen = server.seen().pop().expect("it arrived");
    ensure!((seen.method.as_str(), seen.path.as_str()) == ("POST", "/charges"), "{seen:?}");
    ensure!(seen.bytes == body.len() as u64 && body.starts_with(&seen.body) && !seen.body.is_empty(), "{seen:?}");
    Ok(())
}

/// One path may be posted to.
const POSTS: &str = r#"
    permit (principal, action == Action::"http:request", resource == Net::Host::"api.example.com")
    when { context.method == "POST" && context.scheme == "https" && context.port == 443 && context.path == "/charges" };
"#;

#[test]
fn one_path_may_be_posted_to() -> Result<()> {
    let charges = Some("POST https://api.example.com/charges");
    let cases = [
        ("POST", "https://api.example.com/charges", charges),
        ("POST", "https://API.example.com:443/charges", charges),
        ("other:POST", "https://api.example.com/charges", charges),
        ("POST", "https://api.example.com/charges?dry", Some("POST https://api.example.com/charges?dry")),
        ("POST", "https://api.example.com:444/charges", None),
        ("POST", "http://api.example.com:443/charges", None),
        ("POST", "https://api.example.com/charges/", None),
        ("POST", "https://api.example.com/charges/1", None),
        ("POST", "https://api.example.com//charges", None),
        ("POST", "https://api.example.com/x/../charges", None),
        ("POST", "https://api.example.com/CHARGES", None),
        ("POST", "https://api.example.com/", None),
        ("GET", "https://api.example.com/charges", None),
        ("PUT", "https://api.example.com/charges", None),
        ("other:post", "https://api.example.com/charges", None),
    ];
    check(POSTS, None, &cases)
}

/// A method that is not named is none that a wildcard means: tunnels and echoes.
#[test]
fn tunnels_need_to_be_named() -> Result<()> {
    let any = r#"permit (principal, action == Action::"http:request", resource == Net::Host::"api.example.com");"#;
    let url = "https://api.example.com/x";
    let cases = [
        ("GET", url, Some("GET https://api.example.com/x")),
        ("DELETE", url, Some("DELETE https://api.example.com/x")),
        ("CONNECT", url, None),
        ("other:CONNECT", url, None),
        ("other:connect", url, None),
        ("TRACE", url, None),
        ("other:TRACE", url, None),
    ];
    check(any, None, &cases)?;
    let named = r#"permit (principal, action == Action::"http:request", resource == Net::Host::"api.example.com") when { context.method == "TRACE" };"#;
    check(named, None, &[("TRACE", url, Some("TRACE https://api.example.com/x")), ("CONNECT", url, None), ("GET", url, None)])
}

/// A group of hosts stands in the entities; a domain is in its parent domains.
#[test]
fn groups_and_domains_hold_hosts() -> Result<()> {
    const ENTITIES: &str = r#"[
        { "uid": { "type": "Agent", "id": "spell" }, "attrs": {}, "parents": [] },
        { "uid": { "type": "HostGroup", "id": "vendors" }, "attrs": {}, "parents": [] },
        { "uid": { "type": "Net::Host", "id": "api.example.com" }, "attrs": {}, "parents": [{ "type": "HostGroup", "id": "vendors" }] },
        { "uid": { "type": "Net::Host", "id": "pay.example.net" }, "attrs": {}, "parents": [{ "type": "HostGroup", "id": "vendors" }] }
    ]"#;
    let vendors =
        r#"permit (principal, action == Action::"http:request", resource in HostGroup::"vendors") when { context.scheme == "https" };"#;
    let cases = [
        ("GET", "https://api.example.com/x", Some("GET https://api.example.com/x")),
        ("GET", "https://PAY.example.net/x", Some("GET https://pay.example.net/x")),
        ("GET", "http://api.example.com/x", None),
        ("GET", "https://example.net/x", None),
        ("GET", "https://api.example.net/x", None),
        ("GET", "https://vendors/x", None),
    ];
    check(vendors, Some(ENTITIES), &cases)?;

    let domain = r#"
        permit (principal, action == Action::"http:request", resource in Net::Host::"example.com");
        forbid (principal, action == Action::"http:request", resource == Net::Host::"admin.example.com");
    "#;
    let cases = [
        ("GET", "https://example.com/x", Some("GET https://example.com/x")),
        ("GET", "https://api.example.com/x", Some("GET https://api.example.com/x")),
        ("GET", "http://a.b.Example.com:8080/x", Some("GET http://a.b.example.com:8080/x")),
        ("GET", "http://example.com:80/x", Some("GET http://example.com/x")),
        ("GET", "http://example.com:443/x", Some("GET http://example.com:443/x")),
        ("GET", "https://admin.example.com/x", None),
        ("GET", "https://ADMIN.example.com/x", None),
        ("GET", "https://admin.example.com./x", None),
        ("GET", "https://admin.example.com:443/x", None),
        ("GET", "https://notexample.com/x", None),
        ("GET", "https://example.com.example.net/x", None),
        ("GET", "https://com/x", None),
        ("GET", "https://example.com./x", None),
        ("GET", "https://.example.com/x", None),
        ("GET", "https://xn--a.example.com/x", None),
    ];
    check(domain, None, &cases)
}

#[test]
fn forbidden_paths_are_forbidden_however_they_are_spelt() -> Result<()> {
    let policies = r#"
        permit (principal, action == Action::"http:request", resource == Net::Host::"api.example.com");
        forbid (principal, action == Action::"http:request", resource) when { context.path like "/admin*" };
        forbid (principal, action == Action::"http:request", resource) when { context.method == "DELETE" };
    "#;
    let cases = [
        ("GET", "https://api.example.com/x", Some("GET https://api.example.com/x")),
        ("GET", "https://api.example.com", Some("GET https://api.example.com/")),
        ("GET", "https://api.example.com/x/admin", Some("GET https://api.example.com/x/admin")),
        ("GET", "https://api.example.com/admin", None),
        ("GET", "https://api.example.com/admin?x", None),
        ("GET", "https://api.example.com/x/../admin", None),
        ("GET", "https://api.example.com/./admin", None),
        ("GET", "https://api.example.com//admin", None),
        ("GET", "https://api.example.com/%61dmin", None),
        ("GET", "https://api.example.com/%41/../%61dmin", None),
        ("GET", "https://api.example.com/x/%2e%2e/admin", None),
        ("GET", "https://api.example.com/x/..%2fadmin", None),
        ("GET", "https://api.example.com/x/..;/admin", None),
        ("GET", "https://api.example.com/\\admin", None),
        ("DELETE", "https://api.example.com/x", None),
        ("other:DELETE", "https://api.example.com/x", None),
        ("other:delete", "https://api.example.com/x", None),
    ];
    check(policies, None, &cases)
}

/// Literals are for those whose policy names them, and a name without dots too.
#[test]
fn loopback_is_reached_when_it_is_named() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let port = server.address.port();
    let named = |host: &str| {
        format!(
            "permit (principal, action == Action::\"http:request\", resource == Net::Host::\"{host}\")
            when {{ context.scheme == \"http\" && context.port == {port} }};"
        )
    };
    let host = Host::new().allow_http_to_loopback();
    let four = spell(&named("127.0.0.1"))?;
    four.run(&host, "spell", &request("GET", &server.url("/x")))?.says("status=200 body=hi")?;
    let before = server.seen().len();
    for spelt in
        ["127.1", "127.0.0.01", "0177.0.0.1", "0x7f.1", "2130706433", "localhost", "127.0.0.2", "0.0.0.0", "[::1]", "[::127.0.0.1]"]
    {
        let outcome = four.run(&host, "spell", &request("GET", &format!("http://{spelt}:{port}/x")))?;
        ensure!(is_refused(outcome.text()?) && outcome.sent.is_empty(), "{spelt}: {outcome:?}");
    }
    let outcome = four.run(&host, "spell", &request("GET", "http://127.0.0.1/x"))?;
    ensure!(is_refused(outcome.text()?) && outcome.sent.is_empty(), "{outcome:?}");
    ensure!(server.seen().len() == before, "{:?}", server.seen());
    // An IPv4 address in an IPv6 one is IPv4.
    let mapped = four.run(&host, "spell", &request("GET", &format!("http://[::ffff:127.0.0.1]:{port}/x")))?;
    ensure!(mapped.sent.iter().all(|sent| sent.authority == server.address.to_string()), "{mapped:?}");

    let six = named("::1");
    for spelt in ["[::1]", "[0:0:0:0:0:0:0:1]", "[::0:1]"] {
        let linked = spell(&six)?;
        let outcome = linked.run(&Host::new().lax_http(), "spell", &request("GET", &format!("http://{spelt}:{port}/x")))?;
        let arrived: Vec<_> = outcome.sent.iter().map(Sent::line).collect();
        ensure!(arrived == [format!("GET http://[::1]:{port}/x")], "{spelt}: {outcome:?}");
    }

    let local = spell(&named("localhost"))?;
    local.run(&host, "spell", &request("GET", &format!("http://localhost:{port}/x")))?.says("status=200 body=hi")?;
    let outcome = local.run(&host, "spell", &request("GET", &format!("http://localhost.:{port}/x")))?;
    ensure!(is_refused(outcome.text()?) && outcome.sent.is_empty(), "{outcome:?}");
    Ok(())
}

/// A header that has the server take another method is one way to send that method; where policy leaves methods open it is a header like any other.
#[test]
fn headers_name_no_other_method() -> Result<()> {
    let overriding = |policies: &str, name: &str| -> Result<Outcome> {
        let mut arguments = request("POST", "https://api.example.com/charges");
        arguments[4] = Val::List(vec![Val::Tuple(vec![text(name), text("DELETE")])]);
        spell(policies)?.run(&Host::new().lax_http(), "spell", &arguments)
    };
    for name in ["x-http-method-override", "X-HTTP-Method", "x-method-override"] {
        let refused = overriding(POSTS, name)?;
        ensure!(is_refused(refused.text()?) && refused.sent.is_empty(), "{name}: {refused:?}");
    }
    ensure!(overriding(POSTS, "x-method")?.sent.len() == 1);
    Ok(())
}

/// An answer that points elsewhere is an answer: nobody follows it.
#[test]
fn redirects_are_not_followed() -> Result<()> {
    let elsewhere = Loopback::answering("elsewhere")?;
    let target = elsewhere.url("/admin");
    let server = Loopback::replying(move |_| Reply::redirect(&target))?;
    let host = Host::new().allow_http_to_loopback().route("api.example.com", server.address);
    let linked = spell(READS)?;
    linked.run(&host, "spell", &request("GET", "https://api.example.com/repos/acme/x"))?.says("status=302 body=")?;
    ensure!(server.seen().len() == 2 && elsewhere.seen().is_empty(), "{:?}", elsewhere.seen());
    // To follow it is another request, which is decided as such.
    let outcome = linked.run(&host, "spell", &request("GET", &elsewhere.url("/admin")))?;
    ensure!(is_refused(outcome.text()?) && elsewhere.seen().is_empty(), "{outcome:?}");
    Ok(())
}

/// R3: the headers of a request that was handed over stay what they were, whoever holds a handle of them.
#[test]
fn headers_do_not_change_after_the_decision() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().route("api.example.com", server.address);
    let linked = spell(READS)?;
    for (name, value) in [("x-later", "1"), ("x-http-method-override", "DELETE")] {
        let outcome = linked.run(&host, "change-later", &[text("https://api.example.com/repos/acme/x"), text(name), text(value)])?;
        outcome.says("status=200 body=hi")?;
    }
    ensure!(server.seen().iter().all(|seen| seen.header("x-later").is_none() && seen.header("x-http-method-override").is_none()));
    Ok(())
}

/// R10: what was handed over with a refused request is given back.
#[test]
fn refused_requests_leave_nothing_behind() -> Result<()> {
    const TIMES: u32 = 20_000;
    let linked = spell(READS)?;
    let mut spell = Host::new().instantiate(&linked.component)?;
    let outcome = spell.call("spray", &[text("https://example.net/x"), Val::U32(TIMES)]);
    outcome.says(&format!("answered=0 refused={TIMES}"))?;
    ensure!(outcome.sent.is_empty() && outcome.idle, "something of the host's is left");
    Ok(())
}

/// Bodies stream through: they are the host's, and none of it is copied by a guard.
#[test]
fn large_bodies_pass() -> Result<()> {
    let server = Loopback::replying(|seen| if seen.method == "GET" { Reply::bytes(8 << 20) } else { Reply::text("taken") })?;
    let host = Host::new().route("api.example.com", server.address);
    let linked = spell(&format!("{READS}{POSTS}"))?;
    linked.run(&host, "download", &[text("https://api.example.com/repos/acme/x")])?.says("status=200 bytes=8388608")?;
    linked.run(&host, "upload", &[text("https://api.example.com/charges"), Val::U32(8)])?.says("status=200 body=taken")?;
    ensure!(server.seen().last().map(|seen| seen.bytes) == Some(8 << 20), "{:?}", server.seen());
    let outcome = linked.run(&host, "upload", &[text("https://api.example.com/other"), Val::U32(8)])?;
    ensure!(is_refused(outcome.text()?) && outcome.sent.is_empty(), "{outcome:?}");
    Ok(())
}

/// Other agents come to the same guard: one with a client of its own, and one that relays.
#[test]
fn agents_that_fetch_are_guarded() -> Result<()> {
    let server = Loopback::answering("hi")?;
    let host = Host::new().route("api.example.com", server.address).route("example.net", server.address);
    let policies = READS.replace("principal == Agent::\"spell\"", "principal");
    let fetch = by_policy(&agent("fetch")?, &format!("{EXPORTS}{policies}"))?;
    fetch.run(&host, "run", &[text("https://api.example.com/repos/acme/x")])?.says("status=200 body=hi")?;
    for url in ["https://api.example.com/", "http://api.example.com/repos/acme/x", "https://example.net/repos/acme/x"] {
        let outcome = fetch.run(&host, "run", &[text(url)])?;
        ensure!(is_refused(outcome.text()?) && outcome.sent.is_empty(), "{outcome:?}");
    }
    let serve = by_policy(&agent("serve")?, &format!("{EXPORTS}{policies}"))?;
    for (url, status) in [("https://api.example.com/repos/acme/x", 200), ("https://api.example.com/", 502), ("https://example.net/x", 502)]
    {
        let outcome = serve.confirmed(&host, |agent| agent.serve(&format!("http://agent/relay?{url}")))?;
        ensure!(matches!(outcome.result.as_deref(), Ok([Val::U16(found), _]) if *found == status), "{url}: {outcome:?}");
        ensure!(outcome.sent.len() == usize::from(status == 200), "{url}: {outcome:?}");
    }
    Ok(())
}
