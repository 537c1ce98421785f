//! Agent `net`: addresses come in as text and are handed to the host's sockets as they are; what came of it goes out.

use std::net::SocketAddr;

use wasi::io::streams::{InputStream, OutputStream, StreamError};
use wasi::sockets::instance_network::instance_network;
use wasi::sockets::ip_name_lookup::resolve_addresses;
use wasi::sockets::network::{ErrorCode, IpAddress, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, Ipv6SocketAddress};
use wasi::sockets::tcp::TcpSocket;
use wasi::sockets::tcp_create_socket::create_tcp_socket;
use wasi::sockets::udp::{OutgoingDatagram, OutgoingDatagramStream};
use wasi::sockets::udp_create_socket::create_udp_socket;

wit_bindgen::generate!({ path: "../wit", world: "net", generate_all });

struct Net;
export!(Net);

/// What `blocking-write-and-flush` takes at most.
const CHUNK: usize = 4096;

type Said<T> = Result<T, String>;

fn say(result: Said<String>) -> String {
    result.unwrap_or_else(|error| format!("error: {error}"))
}

/// Names the call that failed.
fn at(call: &'static str) -> impl Fn(ErrorCode) -> String {
    move |code| format!("{call}: {}", code.name())
}

fn address(text: &str) -> Said<IpSocketAddress> {
    let bad = |_| format!("not an address: `{text}`");
    let (address, flow) = match text.split_once(" flow ") {
        Some((address, flow)) => (address, flow.parse().map_err(|_| "not a flow")?),
        None => (text, 0),
    };
    Ok(match address.parse().map_err(bad)? {
        SocketAddr::V4(address) => {
            let [a, b, c, d] = address.ip().octets();
            IpSocketAddress::Ipv4(Ipv4SocketAddress { port: address.port(), address: (a, b, c, d) })
        }
        SocketAddr::V6(address) => {
            let [a, b, c, d, e, f, g, h] = address.ip().segments();
            IpSocketAddress::Ipv6(Ipv6SocketAddress {
                port: address.port(),
                flow_info: flow,
                address: (a, b, c, d, e, f, g, h),
                scope_id: address.scope_id(),
            })
        }
    })
}

fn family(address: &IpSocketAddress) -> IpAddressFamily {
    match address {
        IpSocketAddress::Ipv4(_) => IpAddressFamily::Ipv4,
        IpSocketAddress::Ipv6(_) => IpAddressFamily::Ipv6,
    }
}

fn port(address: IpSocketAddress) -> u16 {
    match address {
        IpSocketAddress::Ipv4(address) => address.port,
        IpSocketAddress::Ipv6(address) => address.port,
    }
}

/// Asks again until it is done, waiting in between.
fn finish<T>(wait: impl Fn(), ask: impl Fn() -> Result<T, ErrorCode>) -> Result<T, ErrorCode> {
    loop {
        match ask() {
            Err(ErrorCode::WouldBlock) => wait(),
            done => return done,
        }
    }
}

fn tcp_bind(socket: &TcpSocket, own: &IpSocketAddress) -> Said<()> {
    socket.start_bind(&instance_network(), *own).map_err(at("start-bind"))?;
    finish(|| socket.subscribe().block(), || socket.finish_bind()).map_err(at("finish-bind"))
}

fn tcp_listen(own: &str) -> Said<TcpSocket> {
    let own = address(own)?;
    let socket = create_tcp_socket(family(&own)).map_err(at("create"))?;
    tcp_bind(&socket, &own)?;
    socket.start_listen().map_err(at("start-listen"))?;
    finish(|| socket.subscribe().block(), || socket.finish_listen()).map_err(at("finish-listen"))?;
    Ok(socket)
}

fn failed(error: StreamError) -> String {
    match error {
        StreamError::Closed => "stream: closed".to_owned(),
        StreamError::LastOperationFailed(error) => format!("stream: {}", error.to_debug_string()),
    }
}

fn write(output: &OutputStream, bytes: &[u8]) -> Said<()> {
    bytes.chunks(CHUNK).try_for_each(|chunk| output.blocking_write_and_flush(chunk)).map_err(failed)
}

/// What comes, until as much came as is wanted or the other side ends.
fn read(input: &InputStream, wanted: usize) -> Said<Vec<u8>> {
    let mut bytes = Vec::new();
    while bytes.len() < wanted {
        match input.blocking_read((wanted - bytes.len()) as u64) {
            Ok(chunk) => bytes.extend(chunk),
            Err(StreamError::Closed) => break,
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(bytes)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn tcp_connect(own: Option<&str>, to: &str, say: &str) -> Said<String> {
    let to = address(to)?;
    let socket = create_tcp_socket(family(&to)).map_err(at("create"))?;
    if let Some(own) = own {
        tcp_bind(&socket, &address(own)?)?;
    }
    socket.start_connect(&instance_network(), to).map_err(at("start-connect"))?;
    let (input, output) = finish(|| socket.subscribe().block(), || socket.finish_connect()).map_err(at("finish-connect"))?;
    write(&output, say.as_bytes())?;
    Ok(text(&read(&input, say.len())?))
}

fn tcp_serve(own: &str) -> Said<String> {
    let socket = tcp_listen(own)?;
    let (_accepted, input, output) = finish(|| socket.subscribe().block(), || socket.accept()).map_err(at("accept"))?;
    let heard = input.blocking_read(CHUNK as u64).map_err(failed)?;
    write(&output, &heard)?;
    Ok(text(&heard))
}

/// One call of `send` with all of them.
fn send(outgoing: &OutgoingDatagramStream, datagrams: &[OutgoingDatagram]) -> Said<String> {
    while outgoing.check_send().map_err(at("check-send"))? < datagrams.len() as u64 {
        outgoing.subscribe().block();
    }
    let sent = outgoing.send(datagrams).map(|sent| sent.to_string());
    Ok(sent.unwrap_or_else(|code| code.name().to_owned()))
}

fn udp_send(own: &str, connected: Option<&str>, batches: &[Vec<String>], say: &str, answers: u32) -> Said<String> {
    let own = address(own)?;
    let socket = create_udp_socket(family(&own)).map_err(at("create"))?;
    socket.start_bind(&instance_network(), own).map_err(at("start-bind"))?;
    finish(|| socket.subscribe().block(), || socket.finish_bind()).map_err(at("finish-bind"))?;
    let connected = connected.map(address).transpose()?;
    let (incoming, outgoing) = socket.stream(connected).map_err(at("stream"))?;

    let datagram = |to: &String| {
        let remote_address = (to != "-").then(|| address(to)).transpose()?;
        Ok(OutgoingDatagram { data: say.as_bytes().to_owned(), remote_address })
    };
    let mut sent = Vec::new();
    for batch in batches {
        let datagrams = batch.iter().map(datagram).collect::<Said<Vec<_>>>()?;
        sent.push(send(&outgoing, &datagrams)?);
    }
    let mut got = Vec::new();
    while got.len() < answers as usize {
        incoming.subscribe().block();
        let received = incoming.receive(u64::from(answers)).map_err(at("receive"))?;
        got.extend(received.iter().map(|datagram| text(&datagram.data)));
    }
    Ok(format!("sent {} got {}", sent.join(","), got.join(" ")))
}

fn look_up(name: &str) -> Said<String> {
    let stream = resolve_addresses(&instance_network(), name).map_err(at("resolve-addresses"))?;
    let mut found = Vec::new();
    while let Some(address) = finish(|| stream.subscribe().block(), || stream.resolve_next_address()).map_err(at("resolve-next-address"))? {
        found.push(match address {
            IpAddress::Ipv4((a, b, c, d)) => std::net::Ipv4Addr::new(a, b, c, d).to_string(),
            IpAddress::Ipv6((a, b, c, d, e, f, g, h)) => std::net::Ipv6Addr::new(a, b, c, d, e, f, g, h).to_string(),
        });
    }
    Ok(found.join(","))
}

impl Guest for Net {
    fn tcp_connect(own: Option<String>, to: String, text: String) -> String {
        say(tcp_connect(own.as_deref(), &to, &text))
    }

    fn tcp_listen(own: String) -> String {
        let listening = tcp_listen(&own).and_then(|socket| socket.local_address().map_err(at("local-address")));
        say(listening.map(|address| port(address).to_string()))
    }

    fn tcp_serve(own: String) -> String {
        say(tcp_serve(&own))
    }

    fn udp_send(own: String, connected: Option<String>, batches: Vec<Vec<String>>, text: String, answers: u32) -> String {
        say(udp_send(&own, connected.as_deref(), &batches, &text, answers))
    }

    fn look_up(name: String) -> String {
        say(look_up(&name))
    }
}
