//! Sockets and names once they are guarded: connections, bindings, listening, datagrams and lookups, each permitted and refused, for IPv4 and IPv6.
//!
//! What must hold: a refused call answers `access-denied`, the host is not even asked to use the address, and no server hears anything; of a batch
//! with one refused datagram none is sent. All addresses are this machine's: the host lets no other through, guard or not.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::{Context, Result, ensure};

use crate::agent;
use crate::host::{Host, Linked, Outcome, TcpEcho, UdpEcho, Val, by_policy, caller, free_port, text};

const EXPORTS: &str = r#"permit (principal, action == Action::"export", resource);"#;
const FOUR: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const SIX: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
/// An address of this machine that is no other's, though it is not the usual one.
const SECOND: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

fn net(policies: &str) -> Result<Linked> {
    by_policy(&agent("net")?, &format!("{EXPORTS}{policies}"))
}

/// Permits an action on one address.
fn permit(action: &str, address: SocketAddr) -> String {
    format!("permit (principal, action == Action::\"{action}\", resource == Net::Address::\"{address}\");\n")
}

/// Permits an action under a condition.
fn when(action: &str, condition: &str) -> String {
    format!("permit (principal, action == Action::\"{action}\", resource) when {{ {condition} }};\n")
}

fn host() -> Host {
    Host::new().allow_loopback_sockets()
}

fn optional(part: Option<&str>) -> Val {
    Val::Option(part.map(|part| Box::new(text(part))))
}

fn connect(linked: &Linked, to: &str) -> Result<Outcome> {
    linked.run(&host(), "tcp-connect", &[optional(None), text(to), text("hello")]).with_context(|| to.to_owned())
}

/// Batches of datagrams: to whom each goes, and how many are to come back.
fn datagrams(own: IpAddr, connected: Option<&str>, batches: &[&[&str]], answers: u32) -> Vec<Val> {
    let batches = batches.iter().map(|batch| Val::List(batch.iter().map(|to| text(to)).collect())).collect();
    vec![text(&SocketAddr::new(own, 0).to_string()), optional(connected), Val::List(batches), text("hello"), Val::U32(answers)]
}

/// Whether the host was asked to use an address in such a way.
fn uses(outcome: &Outcome, purpose: &str) -> bool {
    outcome.used.iter().any(|used| used.starts_with(purpose))
}

/// The call answered `access-denied`, and the host was not asked.
fn refuses(outcome: &Outcome, call: &str, purpose: &str) -> Result<()> {
    let said = outcome.text()?;
    ensure!(said == format!("error: {call}: access-denied") && !uses(outcome, purpose), "{outcome:?}");
    Ok(())
}

#[test]
fn unlinked_sockets_reach_this_machine() -> Result<()> {
    let net = agent("net")?;
    for ip in [FOUR, SIX] {
        let (tcp, udp) = (TcpEcho::at(ip)?, UdpEcho::at(ip)?);
        let outcome = host().run(&net, "tcp-connect", &[optional(None), text(&tcp.address.to_string()), text("hello")])?;
        outcome.says("hello")?;
        ensure!(uses(&outcome, &format!("TcpConnect {}", tcp.address)), "{outcome:?}");
        ensure!(tcp.heard()? == ["hello", "hello"], "{:?}", tcp.heard());
        let to = udp.address.to_string();
        host().run(&net, "udp-send", &datagrams(ip, None, &[&[&to, &to], &[&to]], 3))?.says("sent 2,1 got hello hello hello")?;
        host().run(&net, "udp-send", &datagrams(ip, Some(&to), &[&["-"]], 1))?.says("sent 1 got hello")?;
        ensure!(udp.heard()?.len() == 8, "{:?}", udp.heard());
        let own = SocketAddr::new(ip, free_port(ip)?);
        host().run(&net, "tcp-listen", &[text(&own.to_string())])?.says(&own.port().to_string())?;
        let called = caller(own, "who is there");
        host().instantiate(&net)?.call("tcp-serve", &[text(&own.to_string())]).says("who is there")?;
        ensure!(called.join().expect("no panic")? == "who is there");
    }
    let outcome = host().run(&net, "look-up", &[text("localhost")])?;
    let found = outcome.text()?;
    ensure!(found.split(',').all(|ip| ip.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())), "{found}");
    let outcome = host().run(&net, "look-up", &[text("example.com")])?;
    outcome.says("error: resolve-addresses: name-unresolvable")?;
    ensure!(outcome.used == ["resolve example.com"], "{outcome:?}");
    Ok(())
}

#[test]
fn without_a_right_sockets_do_nothing() -> Result<()> {
    let (tcp, udp) = (TcpEcho::at(FOUR)?, UdpEcho::at(FOUR)?);
    let linked = net("")?;
    let outcome = connect(&linked, &tcp.address.to_string())?;
    outcome.says_error()?;
    ensure!(outcome.used.is_empty(), "{outcome:?}");
    let to = udp.address.to_string();
    linked.run(&host(), "udp-send", &datagrams(FOUR, None, &[&[&to]], 0))?.says_error()?;
    linked.run(&host(), "look-up", &[text("localhost")])?.says_error()?;
    ensure!(tcp.heard()?.is_empty() && udp.heard()?.is_empty());
    Ok(())
}

/// One address: no other, however it is spelt, and whoever else listens there.
#[test]
fn connects_to_one_address() -> Result<()> {
    for ip in [FOUR, SIX] {
        let (server, other) = (TcpEcho::at(ip)?, TcpEcho::at(ip)?);
        let linked = net(&permit("net:connect", server.address))?;
        let outcome = connect(&linked, &server.address.to_string())?;
        outcome.says("hello")?;
        ensure!(uses(&outcome, &format!("TcpConnect {}", server.address)), "{outcome:?}");
        let port = server.address.port();
        for to in [
            other.address.to_string(),
            format!("127.0.0.2:{port}"),
            format!("0.0.0.0:{port}"),
            format!("255.255.255.255:{port}"),
            format!("224.0.0.1:{port}"),
            format!("[::]:{port}"),
            format!("[::2]:{port}"),
            format!("[::127.0.0.1]:{port}"),
            format!("[64:ff9b::7f00:1]:{port}"),
            format!("[2002:7f00:1::]:{port}"),
            format!("[2001:0:7f00:1::]:{port}"),
            format!("[::1%1]:{port}"),
            format!("[fe80::1%1]:{port}"),
            format!("[ff02::1]:{port}"),
            SocketAddr::new(ip, 0).to_string(),
            SocketAddr::new(if ip == FOUR { SIX } else { FOUR }, port).to_string(),
        ] {
            refuses(&connect(&linked, &to)?, "start-connect", "TcpConnect").with_context(|| to)?;
        }
        ensure!(server.heard()?.len() == 2 && other.heard()?.is_empty(), "{:?} {:?}", server.heard(), other.heard());
    }
    Ok(())
}

/// A condition on the port alone leaves addresses open, but not those that stand for others.
#[test]
fn an_open_condition_is_no_way_around() -> Result<()> {
    let (server, second) = (TcpEcho::at(FOUR)?, TcpEcho::at(SECOND)?);
    let port = server.address.port();
    let linked = net(&when("net:connect", &format!("context.port == {port} && context.protocol == \"tcp\"")))?;
    connect(&linked, &server.address.to_string())?.says("hello")?;
    for to in ["0.0.0.0", "[::]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[::1%7]"] {
        refuses(&connect(&linked, &format!("{to}:{port}"))?, "start-connect", "TcpConnect").with_context(|| to)?;
    }
    refuses(&connect(&linked, &second.address.to_string())?, "start-connect", "TcpConnect")?;
    // Flow information is no part of where it goes.
    let outcome = connect(&linked, &format!("[::1]:{port} flow 5"))?;
    ensure!(outcome.used.iter().all(|used| !used.starts_with("TcpConnect") || used.contains("[::1]")), "{outcome:?}");
    ensure!(second.heard()?.is_empty());
    Ok(())
}

/// X4: an IPv4 address inside an IPv6 one is IPv4 to policy.
#[test]
fn mapped_addresses_are_the_addresses_they_hold() -> Result<()> {
    let server = TcpEcho::at(FOUR)?;
    let port = server.address.port();
    let mapped = format!("[::ffff:127.0.0.1]:{port}");
    let any = "permit (principal, action == Action::\"net:connect\", resource) when { context.port > 0 };";
    let forbid = r#"forbid (principal, action == Action::"net:connect", resource) when { context.ip.isInRange(ip("127.0.0.0/8")) };"#;
    let linked = net(&format!("{any}{forbid}"))?;
    for to in [mapped.clone(), format!("[::ffff:7f00:1]:{port}"), server.address.to_string(), format!("127.9.9.9:{port}")] {
        refuses(&connect(&linked, &to)?, "start-connect", "TcpConnect").with_context(|| to)?;
    }
    ensure!(server.heard()?.is_empty());
    // What is allowed goes on as it came, and this host takes no mapped address.
    let linked = net(&when("net:connect", "context.ip.isLoopback()"))?;
    connect(&linked, &server.address.to_string())?.says("hello")?;
    let outcome = connect(&linked, &mapped)?;
    ensure!(
        ["hello", "error: start-connect: invalid-argument", "error: start-connect: access-denied"].contains(&outcome.text()?),
        "{outcome:?}"
    );
    Ok(())
}

#[test]
fn conditions_see_address_port_and_protocol() -> Result<()> {
    let (four, six, udp) = (TcpEcho::at(FOUR)?, TcpEcho::at(SIX)?, UdpEcho::at(FOUR)?);
    for (condition, to_four, to_six) in [
        ("context.ip.isLoopback()", true, true),
        ("context.ip.isIpv4()", true, false),
        ("context.ip.isIpv6() && context.ip.isLoopback()", false, true),
        ("context.ip == ip(\"127.0.0.1\")", true, false),
        ("context.ip.isInRange(ip(\"::1/128\"))", false, true),
        ("context.ip.isInRange(ip(\"10.0.0.0/8\"))", false, false),
        ("context.protocol == \"tcp\"", true, true),
        ("context.protocol == \"udp\"", false, false),
        ("context.port < 1024", false, false),
    ] {
        let linked = net(&when("net:connect", condition))?;
        for (server, allowed) in [(&four, to_four), (&six, to_six)] {
            let outcome = connect(&linked, &server.address.to_string())?;
            if allowed {
                outcome.says("hello").with_context(|| condition)?;
            } else {
                refuses(&outcome, "start-connect", "TcpConnect").with_context(|| condition)?;
            }
        }
    }
    // What may be reached by TCP may not for that be sent datagrams.
    let bind = permit("net:bind", SocketAddr::new(FOUR, 0));
    let linked = net(&format!("{bind}{}", permit("net:connect", udp.address)))?;
    let to = udp.address.to_string();
    linked.run(&host(), "udp-send", &datagrams(FOUR, None, &[&[&to]], 0))?.text()?;
    ensure!(udp.heard()?.is_empty(), "{:?}", udp.heard());
    Ok(())
}

/// X6: to bind is a right of its own, for connections out too, and to listen another.
#[test]
fn binds_and_listens_where_it_may() -> Result<()> {
    for ip in [FOUR, SIX] {
        let own = SocketAddr::new(ip, free_port(ip)?);
        let server = TcpEcho::at(ip)?;
        let (bind, listen, connect) = (permit("net:bind", own), permit("net:listen", own), permit("net:connect", server.address));
        let at = [text(&own.to_string())];

        let linked = net(&format!("{bind}{listen}"))?;
        linked.run(&host(), "tcp-listen", &at)?.says(&own.port().to_string())?;
        let served = linked.confirmed(&host(), |agent| {
            let called = caller(own, "who is there");
            let outcome = agent.call("tcp-serve", &at);
            assert_eq!(called.join().expect("no panic").ok().as_deref(), Some("who is there"), "{outcome:?}");
            outcome
        })?;
        served.says("who is there")?;
        ensure!(uses(&served, &format!("TcpListen {own}")) && uses(&served, "TcpAccept"), "{served:?}");
        for other in ["127.0.0.2:0", "0.0.0.0:0", "[::]:0", "[::ffff:127.0.0.1]:0", "127.0.0.1:0", "[::1]:0", "[::1%1]:0"] {
            refuses(&linked.run(&host(), "tcp-listen", &[text(other)])?, "start-bind", "TcpBind").with_context(|| other)?;
        }

        let linked = net(&format!("{bind}{connect}"))?;
        refuses(&linked.run(&host(), "tcp-listen", &at)?, "start-listen", "TcpListen")?;
        let to = server.address.to_string();
        linked.run(&host(), "tcp-connect", &[optional(Some(&own.to_string())), text(&to), text("bound")])?.says("bound")?;

        let linked = net(&connect)?;
        refuses(&linked.run(&host(), "tcp-listen", &at)?, "start-bind", "TcpBind")?;
        let outcome = linked.run(&host(), "tcp-connect", &[optional(Some(&own.to_string())), text(&to), text("x")])?;
        refuses(&outcome, "start-bind", "TcpBind")?;

        let linked = net(&listen)?;
        refuses(&linked.run(&host(), "tcp-listen", &at)?, "start-bind", "TcpBind")?;
    }
    Ok(())
}

/// X2: every datagram is asked about, wherever its address stands.
#[test]
fn sends_datagrams_to_one_address() -> Result<()> {
    for ip in [FOUR, SIX] {
        let (server, other) = (UdpEcho::at(ip)?, UdpEcho::at(ip)?);
        let policies = format!("{}{}", permit("net:bind", SocketAddr::new(ip, 0)), permit("net:send", server.address));
        let linked = net(&policies)?;
        let run = |connected: Option<&str>, batches: &[&[&str]], answers: u32| {
            linked.run(&host(), "udp-send", &datagrams(ip, connected, batches, answers))
        };
        let (good, bad) = (server.address.to_string(), other.address.to_string());
        let (good, bad) = (good.as_str(), bad.as_str());

        run(None, &[&[good]], 1)?.says("sent 1 got hello")?;
        run(None, &[&[good, good, good], &[], &[good]], 4)?.says("sent 3,0,1 got hello hello hello hello")?;
        run(Some(good), &[&["-"], &[good]], 2)?.says("sent 1,1 got hello hello")?;
        let heard = server.heard()?.len();
        ensure!(heard == 14, "{heard}: each run happens twice");

        for batch in [&[good, bad, good][..], &[bad], &[bad, good], &[good, good, good, good, bad]] {
            let outcome = run(None, &[batch], 0)?;
            outcome.says("sent access-denied got ")?;
            ensure!(!uses(&outcome, "UdpSend"), "{outcome:?}");
        }
        ensure!(server.heard()?.len() == heard && other.heard()?.is_empty(), "a part of a refused batch was sent");
        // A refusal leaves the socket as it was.
        run(None, &[&[good, bad], &[good], &[bad], &[good]], 2)?.says("sent access-denied,1,access-denied,1 got hello hello")?;
        ensure!(server.heard()?.len() == heard + 4 && other.heard()?.is_empty());

        refuses(&run(Some(bad), &[], 0)?, "stream", "UdpSend")?;
        // In a connected socket another address is none to send to; without a connection no address is.
        for (connected, batch) in [(Some(good), [bad]), (Some(good), ["-"]), (None, ["-"])] {
            let outcome = run(connected, &[&batch], 0)?;
            let said = outcome.text()?;
            let alone = connected.is_some() && batch == ["-"];
            ensure!((said == "sent 1 got ") == alone && !outcome.used.iter().any(|used| used.contains(bad)), "{outcome:?}");
        }
        let port = server.address.port();
        for to in [
            SocketAddr::new(ip, 0).to_string(),
            format!("0.0.0.0:{port}"),
            format!("[::]:{port}"),
            format!("[::ffff:127.0.0.1]:{}", port.wrapping_add(1).max(1)),
            format!("255.255.255.255:{port}"),
            format!("224.0.0.1:{port}"),
            format!("[ff02::1]:{port}"),
            format!("[::1%1]:{port}"),
            format!("[64:ff9b::7f00:1]:{port}"),
        ] {
            let outcome = run(None, &[&[good, &to]], 0)?;
            outcome.says("sent access-denied got ").with_context(|| to)?;
            ensure!(!uses(&outcome, "UdpSend"), "{outcome:?}");
        }
        ensure!(server.heard()?.len() == heard + 6 && other.heard()?.is_empty(), "{:?}", server.heard());
    }
    Ok(())
}

/// A long batch is one decision: its last datagram decides about the first.
#[test]
fn a_long_batch_is_refused_for_its_last_datagram() -> Result<()> {
    let (server, other) = (UdpEcho::at(FOUR)?, UdpEcho::at(FOUR)?);
    let linked = net(&format!("{}{}", permit("net:bind", SocketAddr::new(FOUR, 0)), permit("net:send", server.address)))?;
    let (good, bad) = (server.address.to_string(), other.address.to_string());
    let mut batch = vec![good.as_str(); 15];
    let run = |batch: &[&str]| linked.run(&host(), "udp-send", &datagrams(FOUR, None, &[batch], 0));
    run(&batch)?.says("sent 15 got ")?;
    batch.push(&bad);
    run(&batch)?.says("sent access-denied got ")?;
    ensure!(server.heard()?.len() == 30 && other.heard()?.is_empty(), "{:?}", server.heard());
    Ok(())
}

/// X5: a name that may not be looked up is not asked about, since asking tells it to whoever serves it.
#[test]
fn looks_up_names_it_may() -> Result<()> {
    let named = |name: &str| format!("permit (principal, action == Action::\"net:resolve\", resource == Net::Host::\"{name}\");");
    let linked = net(&named("localhost"))?;
    let look_up = |linked: &Linked, name: &str| linked.run(&host(), "look-up", &[text(name)]);
    let outcome = look_up(&linked, "localhost")?;
    ensure!(outcome.text()?.contains("127.0.0.1") || outcome.text()?.contains("::1"), "{outcome:?}");
    ensure!(outcome.used == ["resolve localhost"], "{outcome:?}");
    // What is the same name in other letters is asked about as policy writes it, or not at all.
    let outcome = look_up(&linked, "LOCALHOST")?;
    ensure!(outcome.used.is_empty() || outcome.used == ["resolve localhost"], "{outcome:?}");
    for name in [
        "localhost.",
        "localhost..",
        "x.localhost",
        "localhost.example.com",
        "secret.example.com",
        "example.com",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "2130706433",
        "0",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "\u{ff4c}ocalhost",
        "localhos\u{ff54}",
        "localhost\0",
        "localhost ",
        " localhost",
        "local\thost",
        "user@localhost",
        "localhost:80",
        "localhost/",
        "%6cocalhost",
        "",
        ".",
    ] {
        refuses(&look_up(&linked, name)?, "resolve-addresses", "resolve").with_context(|| format!("{name:?}"))?;
    }

    let linked = net("permit (principal, action == Action::\"net:resolve\", resource in Net::Host::\"example.com\");")?;
    for (name, asked) in [("api.example.com", "api.example.com"), ("example.com", "example.com"), ("API.Example.com", "api.example.com")] {
        let outcome = look_up(&linked, name)?;
        outcome.says("error: resolve-addresses: name-unresolvable")?;
        ensure!(outcome.used == [format!("resolve {asked}")], "{outcome:?}");
    }
    for name in ["notexample.com", "example.com.example.net", "com", "localhost", "api.example.com.", "xn--a.example.com"] {
        refuses(&look_up(&linked, name)?, "resolve-addresses", "resolve").with_context(|| name)?;
    }

    // To connect is no right to look names up, and none to look up is one to connect.
    let server = TcpEcho::at(FOUR)?;
    let linked = net(&permit("net:connect", server.address))?;
    refuses(&look_up(&linked, "localhost")?, "resolve-addresses", "resolve")?;
    let outcome = connect(&net(&named("localhost"))?, &server.address.to_string())?;
    outcome.says_error()?;
    ensure!(!uses(&outcome, "TcpConnect") && server.heard()?.is_empty(), "{outcome:?}");
    Ok(())
}
