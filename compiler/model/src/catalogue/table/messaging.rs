//! `wasi:messaging`: messages to topics, as the draft stands.
//!
//! A reply goes to a topic that the sender of the first message chose, so it is publishing. An imported `incoming-handler` delivers a message
//! to another component, which may publish it or answer.

use super::{Because, Entry, acts, inert};
use crate::catalogue::Denied::Error;

const CLIENT: Because = Because {
    reason: "it names a broker that the host set up, and sends nothing; each message is an action that is decided with its topic",
    follows: &["msg:*"],
};
const MESSAGE: Because = Because {
    reason: "it reads or builds a message in memory, and only sending it is an action",
    follows: &["msg:*", "export wasi:messaging/incoming-handler"],
};
const OPTIONS: Because = Because { reason: "it sets how long a request waits for how many replies", follows: &["msg:request"] };

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:messaging/incoming-handler", "handle", &["msg:publish", "msg:request"], Error),
    acts("wasi:messaging/producer", "send", &["msg:publish"], Error),
    inert("wasi:messaging/request-reply", "[constructor]request-options", OPTIONS, Error),
    inert("wasi:messaging/request-reply", "[method]request-options.set-expected-replies", OPTIONS, Error),
    inert("wasi:messaging/request-reply", "[method]request-options.set-timeout-ms", OPTIONS, Error),
    acts("wasi:messaging/request-reply", "reply", &["msg:publish"], Error),
    acts("wasi:messaging/request-reply", "request", &["msg:request"], Error),
    inert("wasi:messaging/types", "[constructor]message", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]client.disconnect", CLIENT, Error),
    inert("wasi:messaging/types", "[method]message.add-metadata", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.content-type", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.data", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.metadata", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.remove-metadata", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.set-content-type", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.set-data", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.set-metadata", MESSAGE, Error),
    inert("wasi:messaging/types", "[method]message.topic", MESSAGE, Error),
    inert("wasi:messaging/types", "[static]client.connect", CLIENT, Error),
];
