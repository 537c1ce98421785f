//! `wasi:http`: requests that the agent sends, and requests that it answers.
//!
//! Every door through which a request leaves is here: `outgoing-handler` (0.2), `client` (0.3), and `handler` and `incoming-handler` when they
//! are imported, because what answers them may be the network. Messages, headers and bodies are memory until one of these sends them, or until
//! an exported handler returns them to the host. Where sending is denied a request can still be made, out of nothing of the host's, so that the
//! agent reaches the call that says `HTTP-request-denied`. Changes of a request after the decision are the membrane's matter (it takes a copy first).

use super::{Because, Entry, acts, inert};
use crate::catalogue::Denied::{Error, Nothing, Sink};

const SENDING: Because = Because {
    reason: "it prepares a request or reads its response, and only the call that sends the request reaches a host",
    follows: &["http:request"],
};
const ANSWERING: Because = Because {
    reason: "it reads a request that the host delivered or prepares the answer to it, which the granted export is for",
    follows: &["export wasi:http/incoming-handler", "export wasi:http/handler"],
};
const MESSAGE: Because = Because {
    reason: "it reads or builds a message in memory, and only the call that sends a request or the granted export lets one out",
    follows: &["http:request", "export wasi:http/incoming-handler", "export wasi:http/handler"],
};
const CODE: Because = Because {
    reason: "it gives the code of an error that the agent already holds",
    follows: &["http:request", "export wasi:http/incoming-handler"],
};

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:http/client", "send", &["http:request"], Error),
    acts("wasi:http/handler", "handle", &["http:request"], Error),
    acts("wasi:http/incoming-handler", "handle", &["http:request"], Error),
    acts("wasi:http/outgoing-handler", "handle", &["http:request"], Error),
    inert("wasi:http/types", "[constructor]fields", MESSAGE, Sink),
    inert("wasi:http/types", "[constructor]outgoing-request", SENDING, Sink),
    inert("wasi:http/types", "[constructor]outgoing-response", ANSWERING, Error),
    inert("wasi:http/types", "[constructor]request-options", SENDING, Sink),
    inert("wasi:http/types", "[method]fields.append", MESSAGE, Sink),
    inert("wasi:http/types", "[method]fields.clone", MESSAGE, Sink),
    inert("wasi:http/types", "[method]fields.copy-all", MESSAGE, Error),
    inert("wasi:http/types", "[method]fields.delete", MESSAGE, Sink),
    inert("wasi:http/types", "[method]fields.entries", MESSAGE, Error),
    inert("wasi:http/types", "[method]fields.get", MESSAGE, Error),
    inert("wasi:http/types", "[method]fields.get-and-delete", MESSAGE, Error),
    inert("wasi:http/types", "[method]fields.has", MESSAGE, Error),
    inert("wasi:http/types", "[method]fields.set", MESSAGE, Sink),
    inert("wasi:http/types", "[method]future-incoming-response.get", SENDING, Error),
    inert("wasi:http/types", "[method]future-incoming-response.subscribe", SENDING, Error),
    inert("wasi:http/types", "[method]future-trailers.get", MESSAGE, Error),
    inert("wasi:http/types", "[method]future-trailers.subscribe", MESSAGE, Error),
    inert("wasi:http/types", "[method]incoming-body.stream", MESSAGE, Error),
    inert("wasi:http/types", "[method]incoming-request.authority", ANSWERING, Error),
    inert("wasi:http/types", "[method]incoming-request.consume", ANSWERING, Error),
    inert("wasi:http/types", "[method]incoming-request.headers", ANSWERING, Error),
    inert("wasi:http/types", "[method]incoming-request.method", ANSWERING, Error),
    inert("wasi:http/types", "[method]incoming-request.path-with-query", ANSWERING, Error),
    inert("wasi:http/types", "[method]incoming-request.scheme", ANSWERING, Error),
    inert("wasi:http/types", "[method]incoming-response.consume", SENDING, Error),
    inert("wasi:http/types", "[method]incoming-response.headers", SENDING, Error),
    inert("wasi:http/types", "[method]incoming-response.status", SENDING, Error),
    inert("wasi:http/types", "[method]outgoing-body.write", MESSAGE, Error),
    inert("wasi:http/types", "[method]outgoing-request.authority", SENDING, Error),
    inert("wasi:http/types", "[method]outgoing-request.body", SENDING, Error),
    inert("wasi:http/types", "[method]outgoing-request.headers", SENDING, Error),
    inert("wasi:http/types", "[method]outgoing-request.method", SENDING, Error),
    inert("wasi:http/types", "[method]outgoing-request.path-with-query", SENDING, Error),
    inert("wasi:http/types", "[method]outgoing-request.scheme", SENDING, Error),
    inert("wasi:http/types", "[method]outgoing-request.set-authority", SENDING, Sink),
    inert("wasi:http/types", "[method]outgoing-request.set-method", SENDING, Sink),
    inert("wasi:http/types", "[method]outgoing-request.set-path-with-query", SENDING, Sink),
    inert("wasi:http/types", "[method]outgoing-request.set-scheme", SENDING, Sink),
    inert("wasi:http/types", "[method]outgoing-response.body", ANSWERING, Error),
    inert("wasi:http/types", "[method]outgoing-response.headers", ANSWERING, Error),
    inert("wasi:http/types", "[method]outgoing-response.set-status-code", ANSWERING, Error),
    inert("wasi:http/types", "[method]outgoing-response.status-code", ANSWERING, Error),
    inert("wasi:http/types", "[method]request-options.between-bytes-timeout", SENDING, Error),
    inert("wasi:http/types", "[method]request-options.clone", SENDING, Sink),
    inert("wasi:http/types", "[method]request-options.connect-timeout", SENDING, Error),
    inert("wasi:http/types", "[method]request-options.first-byte-timeout", SENDING, Error),
    inert("wasi:http/types", "[method]request-options.get-between-bytes-timeout", MESSAGE, Error),
    inert("wasi:http/types", "[method]request-options.get-connect-timeout", MESSAGE, Error),
    inert("wasi:http/types", "[method]request-options.get-first-byte-timeout", MESSAGE, Error),
    inert("wasi:http/types", "[method]request-options.set-between-bytes-timeout", SENDING, Sink),
    inert("wasi:http/types", "[method]request-options.set-connect-timeout", SENDING, Sink),
    inert("wasi:http/types", "[method]request-options.set-first-byte-timeout", SENDING, Sink),
    inert("wasi:http/types", "[method]request.get-authority", MESSAGE, Error),
    inert("wasi:http/types", "[method]request.get-headers", MESSAGE, Error),
    inert("wasi:http/types", "[method]request.get-method", MESSAGE, Error),
    inert("wasi:http/types", "[method]request.get-options", MESSAGE, Error),
    inert("wasi:http/types", "[method]request.get-path-with-query", MESSAGE, Error),
    inert("wasi:http/types", "[method]request.get-scheme", MESSAGE, Error),
    inert("wasi:http/types", "[method]request.set-authority", SENDING, Error),
    inert("wasi:http/types", "[method]request.set-method", SENDING, Error),
    inert("wasi:http/types", "[method]request.set-path-with-query", SENDING, Error),
    inert("wasi:http/types", "[method]request.set-scheme", SENDING, Error),
    inert("wasi:http/types", "[method]response-outparam.send-informational", ANSWERING, Error),
    inert("wasi:http/types", "[method]response.get-headers", MESSAGE, Error),
    inert("wasi:http/types", "[method]response.get-status-code", MESSAGE, Error),
    inert("wasi:http/types", "[method]response.set-status-code", ANSWERING, Error),
    inert("wasi:http/types", "[static]fields.from-list", MESSAGE, Error),
    inert("wasi:http/types", "[static]incoming-body.finish", MESSAGE, Error),
    inert("wasi:http/types", "[static]outgoing-body.finish", MESSAGE, Error),
    inert("wasi:http/types", "[static]request.consume-body", MESSAGE, Error),
    inert("wasi:http/types", "[static]request.new", SENDING, Error),
    inert("wasi:http/types", "[static]response-outparam.set", ANSWERING, Error),
    inert("wasi:http/types", "[static]response.consume-body", MESSAGE, Error),
    inert("wasi:http/types", "[static]response.new", ANSWERING, Error),
    inert("wasi:http/types", "http-error-code", CODE, Nothing),
];
