//! `wasi:messaging` and `wasi:logging` in memory, written by hand because wasmtime has none: calls come in, answers go out, every call is recorded, and what was
//! sent or logged is noted among the names that were used.

use std::collections::BTreeMap;

use wasmtime::component::{ComponentType, Lift, Linker, Lower, Resource, ResourceType};
use wasmtime::{Result, StoreContextMut};

use super::provide::State;

/// By topic, the topics of the messages that answer a request, if they have any.
pub type Replies = BTreeMap<String, Vec<Option<String>>>;

struct Client;

#[derive(Default)]
struct Options;

/// A message: its bytes, and the topic that it came on.
struct Message {
    data: Vec<u8>,
    topic: Option<String>,
}

#[derive(ComponentType, Lift, Lower)]
#[component(variant)]
enum Error {
    #[component(name = "timeout")]
    Timeout,
    #[component(name = "connection")]
    Connection(String),
    #[component(name = "permission-denied")]
    PermissionDenied(String),
    #[component(name = "other")]
    Other(String),
}

#[derive(Clone, Copy, ComponentType, Debug, Lift, Lower)]
#[component(enum)]
#[repr(u8)]
enum Level {
    #[component(name = "trace")]
    Trace,
    #[component(name = "debug")]
    Debug,
    #[component(name = "info")]
    Info,
    #[component(name = "warn")]
    Warn,
    #[component(name = "error")]
    Error,
    #[component(name = "critical")]
    Critical,
}

type Answer<T> = Result<(std::result::Result<T, Error>,)>;
type Store<'a> = StoreContextMut<'a, State>;
type Metadata = Vec<(String, String)>;

const TYPES: &str = "wasi:messaging/types@0.2.0-draft";
const PRODUCER: &str = "wasi:messaging/producer@0.2.0-draft";
const REQUEST: &str = "wasi:messaging/request-reply@0.2.0-draft";
const LOGGING: &str = "wasi:logging/logging@0.1.0-draft";

fn note(state: &State, what: &str, topic: &str, data: &[u8]) {
    let line = format!("{what} {topic} {}", String::from_utf8_lossy(data));
    state.used.lock().expect("no panic while noting").push(line);
}

pub fn add_to_linker(linker: &mut Linker<State>) -> Result<()> {
    add_types(linker)?;
    add_requests(linker)?;
    linker.instance(PRODUCER)?.func_wrap(
        "send",
        |mut store: Store<'_>, (client, topic, message): (Resource<Client>, String, Resource<Message>)| -> Answer<()> {
            store.data().record(PRODUCER, "send");
            store.data().table.get(&client)?;
            let message = store.data_mut().table.delete(message)?;
            note(store.data(), "publish", &topic, &message.data);
            Ok((Ok(()),))
        },
    )?;
    linker.instance(LOGGING)?.func_wrap("log", |store: Store<'_>, (level, context, message): (Level, String, String)| -> Result<()> {
        store.data().record(LOGGING, "log");
        note(store.data(), &format!("{level:?}").to_lowercase(), &context, message.as_bytes());
        Ok(())
    })
}

fn add_types(linker: &mut Linker<State>) -> Result<()> {
    let mut types = linker.instance(TYPES)?;
    types.resource("client", ResourceType::host::<Client>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Client>::new_own(rep))?;
        Ok(())
    })?;
    types.resource("message", ResourceType::host::<Message>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Message>::new_own(rep))?;
        Ok(())
    })?;
    types.func_wrap("[static]client.connect", |mut store: Store<'_>, (_,): (String,)| -> Answer<Resource<Client>> {
        store.data().record(TYPES, "[static]client.connect");
        Ok((Ok(store.data_mut().table.push(Client)?),))
    })?;
    types.func_wrap("[constructor]message", |mut store: Store<'_>, (data,): (Vec<u8>,)| -> Result<(Resource<Message>,)> {
        store.data().record(TYPES, "[constructor]message");
        Ok((store.data_mut().table.push(Message { data, topic: None })?,))
    })?;
    types.func_wrap("[method]message.topic", |store: Store<'_>, (handle,): (Resource<Message>,)| -> Result<(Option<String>,)> {
        store.data().record(TYPES, "[method]message.topic");
        Ok((store.data().table.get(&handle)?.topic.clone(),))
    })?;
    types.func_wrap("[method]message.data", |store: Store<'_>, (handle,): (Resource<Message>,)| -> Result<(Vec<u8>,)> {
        store.data().record(TYPES, "[method]message.data");
        Ok((store.data().table.get(&handle)?.data.clone(),))
    })?;
    types.func_wrap("[method]message.set-content-type", |store: Store<'_>, (handle, _): (Resource<Message>, String)| -> Result<()> {
        store.data().record(TYPES, "[method]message.set-content-type");
        store.data().table.get(&handle)?;
        Ok(())
    })?;
    types.func_wrap("[method]message.set-metadata", |store: Store<'_>, (handle, _): (Resource<Message>, Metadata)| -> Result<()> {
        store.data().record(TYPES, "[method]message.set-metadata");
        store.data().table.get(&handle)?;
        Ok(())
    })
}

fn add_requests(linker: &mut Linker<State>) -> Result<()> {
    let mut requests = linker.instance(REQUEST)?;
    requests.resource("request-options", ResourceType::host::<Options>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Options>::new_own(rep))?;
        Ok(())
    })?;
    requests.func_wrap("[constructor]request-options", |mut store: Store<'_>, (): ()| -> Result<(Resource<Options>,)> {
        store.data().record(REQUEST, "[constructor]request-options");
        Ok((store.data_mut().table.push(Options)?,))
    })?;
    for name in ["[method]request-options.set-timeout-ms", "[method]request-options.set-expected-replies"] {
        requests.func_wrap(name, move |store: Store<'_>, (handle, _): (Resource<Options>, u32)| -> Result<()> {
            store.data().record(REQUEST, name);
            store.data().table.get(&handle)?;
            Ok(())
        })?;
    }
    type Request = (Resource<Client>, String, Resource<Message>, Option<Resource<Options>>);
    requests.func_wrap(
        "request",
        |mut store: Store<'_>, (client, topic, message, options): Request| -> Answer<Vec<Resource<Message>>> {
            let state = store.data_mut();
            state.record(REQUEST, "request");
            state.table.get(&client)?;
            note(state, "request", &topic, &state.table.get(&message)?.data);
            if let Some(options) = options {
                state.table.delete(options)?;
            }
            let Some(topics) = state.replies.get(&topic).cloned() else { return Ok((Err(Error::Timeout),)) };
            let mut replies = vec![];
            for reply in topics {
                let data = format!("from {}", reply.as_deref().unwrap_or("nowhere")).into_bytes();
                replies.push(state.table.push(Message { data, topic: reply })?);
            }
            Ok((Ok(replies),))
        },
    )?;
    requests.func_wrap("reply", |mut store: Store<'_>, (to, message): (Resource<Message>, Resource<Message>)| -> Answer<()> {
        store.data().record(REQUEST, "reply");
        let message = store.data_mut().table.delete(message)?;
        let topic = store.data().table.get(&to)?.topic.clone();
        note(store.data(), "reply", topic.as_deref().unwrap_or("nowhere"), &message.data);
        Ok((Ok(()),))
    })
}
