//! `wasi:sockets`: TCP, UDP and name lookup.
//!
//! The `network` handle of 0.2 is ambient: everyone who can call a socket function can have it, so it decides nothing. Authority is in the
//! calls that name an address: connecting, binding, listening, and each datagram. A TCP socket of 0.3 that listens unbound is bound by that
//! call. Connecting a UDP socket of 0.2 sends nothing; it fixes where its datagrams go, so it is decided as sending. Options concern the agent's own socket.

use super::{Because, Entry, acts, inert};
use crate::catalogue::Denied::{Error, Nothing, Sink};

const NETWORK: Because = Because {
    reason: "every network function takes this handle and none is allowed by it; addresses and names are decided one by one",
    follows: &["net:*"],
};
const CREATE: Because = Because {
    reason: "a socket without an address reaches nothing; connecting, binding, listening and sending are decided with their addresses",
    follows: &["net:connect", "net:bind", "net:listen", "net:send"],
};
const TCP: Because = Because {
    reason: "it concerns a socket that the agent made, and names no address",
    follows: &["net:connect", "net:bind", "net:listen"],
};
const CONNECTED: Because =
    Because { reason: "it completes or uses a connection that was allowed when it began", follows: &["net:connect"] };
const LISTENING: Because =
    Because { reason: "it completes or sets up listening, which is allowed at its own call", follows: &["net:listen"] };
const BOUND: Because = Because { reason: "it completes a binding that was allowed when it began", follows: &["net:bind"] };
const FLOW: Because =
    Because { reason: "it uses a connection that was allowed when it was made or accepted", follows: &["net:connect", "net:listen"] };
const UDP: Because =
    Because { reason: "it concerns a socket that the agent made, and names no address", follows: &["net:connect", "net:bind", "net:send"] };
const RECEIVE: Because = Because {
    reason: "it receives what was sent to a socket whose binding or connection was allowed",
    follows: &["net:connect", "net:bind", "net:send"],
};
const SEND: Because = Because {
    reason: "it tells when a datagram can be sent, and sending is decided for each datagram",
    follows: &["net:connect", "net:send"],
};
const LOOKUP: Because = Because { reason: "it continues a lookup that was allowed when it began", follows: &["net:resolve"] };
const CODE: Because = Because { reason: "it gives the code of an error that the agent already holds", follows: &["net:*"] };

pub(super) const TABLE: &[Entry] = &[
    inert("wasi:sockets/instance-network", "instance-network", NETWORK, Sink),
    inert("wasi:sockets/ip-name-lookup", "[method]resolve-address-stream.resolve-next-address", LOOKUP, Error),
    inert("wasi:sockets/ip-name-lookup", "[method]resolve-address-stream.subscribe", LOOKUP, Error),
    acts("wasi:sockets/ip-name-lookup", "resolve-addresses", &["net:resolve"], Error),
    inert("wasi:sockets/network", "network-error-code", CODE, Nothing),
    acts("wasi:sockets/tcp", "[method]tcp-socket.accept", &["net:listen"], Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.address-family", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.finish-bind", BOUND, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.finish-connect", CONNECTED, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.finish-listen", LISTENING, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.hop-limit", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.is-listening", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.keep-alive-count", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.keep-alive-enabled", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.keep-alive-idle-time", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.keep-alive-interval", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.local-address", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.receive-buffer-size", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.remote-address", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.send-buffer-size", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-hop-limit", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-keep-alive-count", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-keep-alive-enabled", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-keep-alive-idle-time", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-keep-alive-interval", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-listen-backlog-size", LISTENING, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-receive-buffer-size", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.set-send-buffer-size", TCP, Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.shutdown", FLOW, Error),
    acts("wasi:sockets/tcp", "[method]tcp-socket.start-bind", &["net:bind"], Error),
    acts("wasi:sockets/tcp", "[method]tcp-socket.start-connect", &["net:connect"], Error),
    acts("wasi:sockets/tcp", "[method]tcp-socket.start-listen", &["net:listen"], Error),
    inert("wasi:sockets/tcp", "[method]tcp-socket.subscribe", TCP, Error),
    inert("wasi:sockets/tcp-create-socket", "create-tcp-socket", CREATE, Error),
    acts("wasi:sockets/types", "[method]tcp-socket.bind", &["net:bind"], Error),
    acts("wasi:sockets/types", "[method]tcp-socket.connect", &["net:connect"], Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-address-family", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-hop-limit", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-is-listening", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-keep-alive-count", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-keep-alive-enabled", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-keep-alive-idle-time", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-keep-alive-interval", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-local-address", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-receive-buffer-size", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-remote-address", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.get-send-buffer-size", TCP, Error),
    acts("wasi:sockets/types", "[method]tcp-socket.listen", &["net:listen", "net:bind"], Error),
    inert("wasi:sockets/types", "[method]tcp-socket.receive", FLOW, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.send", FLOW, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-hop-limit", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-keep-alive-count", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-keep-alive-enabled", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-keep-alive-idle-time", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-keep-alive-interval", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-listen-backlog-size", LISTENING, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-receive-buffer-size", TCP, Error),
    inert("wasi:sockets/types", "[method]tcp-socket.set-send-buffer-size", TCP, Error),
    acts("wasi:sockets/types", "[method]udp-socket.bind", &["net:bind"], Error),
    acts("wasi:sockets/types", "[method]udp-socket.connect", &["net:connect"], Error),
    inert("wasi:sockets/types", "[method]udp-socket.disconnect", CONNECTED, Error),
    inert("wasi:sockets/types", "[method]udp-socket.get-address-family", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.get-local-address", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.get-receive-buffer-size", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.get-remote-address", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.get-send-buffer-size", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.get-unicast-hop-limit", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.receive", RECEIVE, Error),
    acts("wasi:sockets/types", "[method]udp-socket.send", &["net:send"], Error),
    inert("wasi:sockets/types", "[method]udp-socket.set-receive-buffer-size", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.set-send-buffer-size", UDP, Error),
    inert("wasi:sockets/types", "[method]udp-socket.set-unicast-hop-limit", UDP, Error),
    inert("wasi:sockets/types", "[static]tcp-socket.create", CREATE, Error),
    inert("wasi:sockets/types", "[static]udp-socket.create", CREATE, Error),
    inert("wasi:sockets/udp", "[method]incoming-datagram-stream.receive", RECEIVE, Error),
    inert("wasi:sockets/udp", "[method]incoming-datagram-stream.subscribe", RECEIVE, Error),
    inert("wasi:sockets/udp", "[method]outgoing-datagram-stream.check-send", SEND, Error),
    acts("wasi:sockets/udp", "[method]outgoing-datagram-stream.send", &["net:send"], Error),
    inert("wasi:sockets/udp", "[method]outgoing-datagram-stream.subscribe", SEND, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.address-family", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.finish-bind", BOUND, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.local-address", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.receive-buffer-size", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.remote-address", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.send-buffer-size", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.set-receive-buffer-size", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.set-send-buffer-size", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.set-unicast-hop-limit", UDP, Error),
    acts("wasi:sockets/udp", "[method]udp-socket.start-bind", &["net:bind"], Error),
    acts("wasi:sockets/udp", "[method]udp-socket.stream", &["net:send"], Error),
    inert("wasi:sockets/udp", "[method]udp-socket.subscribe", UDP, Error),
    inert("wasi:sockets/udp", "[method]udp-socket.unicast-hop-limit", UDP, Error),
    inert("wasi:sockets/udp-create-socket", "create-udp-socket", CREATE, Error),
];
