//! `wasi:blobstore` in memory, written by hand because wasmtime has none: calls come in, answers go out and every call is recorded.
//!
//! It checks nothing that a guard is there to check. An object is written as much as its value was filled when `write-data` is called.

use std::collections::BTreeMap;

use wasmtime::component::{ComponentType, Lift, Linker, Lower, Resource, ResourceType};
use wasmtime::{Result, StoreContextMut};
use wasmtime_wasi::p2::pipe::{MemoryInputPipe, MemoryOutputPipe};
use wasmtime_wasi::p2::{DynInputStream, DynOutputStream};

use super::provide::State;

pub type Container = BTreeMap<String, Vec<u8>>;
pub type Containers = BTreeMap<String, Container>;

/// A handle's value: the name that it was opened with.
struct Open(String);

/// The names that are left of a listing.
struct Names(Vec<String>);

/// What was written to a value so far.
struct Outgoing(MemoryOutputPipe);

struct Incoming(Vec<u8>);

#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct ContainerMetadata {
    name: String,
    #[component(name = "created-at")]
    created_at: u64,
}

#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct ObjectMetadata {
    name: String,
    container: String,
    #[component(name = "created-at")]
    created_at: u64,
    size: u64,
}

#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct ObjectId {
    container: String,
    object: String,
}

type Answer<T> = Result<(std::result::Result<T, String>,)>;
type Store<'a> = StoreContextMut<'a, State>;
type Object = (Resource<Open>, String);

const STORE: &str = "wasi:blobstore/blobstore@0.2.0-draft";
const CONTAINER: &str = "wasi:blobstore/container@0.2.0-draft";
const TYPES: &str = "wasi:blobstore/types@0.2.0-draft";

/// A size that no container has, as long as a reading asks for it.
const MOST: u64 = 1 << 20;

fn none<T>(what: &str) -> std::result::Result<T, String> {
    Err(format!("no such {what}"))
}

fn container<'a>(state: &'a mut State, handle: &Resource<Open>) -> Result<&'a mut Container> {
    let Open(name) = state.table.get(handle)?;
    Ok(state.containers.get_mut(name).expect("an opened container stays"))
}

pub fn add_to_linker(linker: &mut Linker<State>) -> Result<()> {
    add_store(linker)?;
    add_container(linker)?;
    add_names(linker)?;
    add_values(linker)
}

fn add_store(linker: &mut Linker<State>) -> Result<()> {
    let mut store = linker.instance(STORE)?;
    store.func_wrap("create-container", |mut store: Store<'_>, (name,): (String,)| -> Answer<Resource<Open>> {
        let state = store.data_mut();
        state.record(STORE, "create-container");
        state.containers.entry(name.clone()).or_default();
        Ok((Ok(state.table.push(Open(name))?),))
    })?;
    store.func_wrap("get-container", |mut store: Store<'_>, (name,): (String,)| -> Answer<Resource<Open>> {
        let state = store.data_mut();
        state.record(STORE, "get-container");
        if !state.containers.contains_key(&name) {
            return Ok((none("container"),));
        }
        Ok((Ok(state.table.push(Open(name))?),))
    })?;
    store.func_wrap("delete-container", |mut store: Store<'_>, (name,): (String,)| -> Answer<()> {
        store.data().record(STORE, "delete-container");
        store.data_mut().containers.remove(&name);
        Ok((Ok(()),))
    })?;
    store.func_wrap("container-exists", |store: Store<'_>, (name,): (String,)| -> Answer<bool> {
        store.data().record(STORE, "container-exists");
        Ok((Ok(store.data().containers.contains_key(&name)),))
    })?;
    fn copy(state: &mut State, source: &ObjectId, target: ObjectId) -> std::result::Result<(), String> {
        let found = state.containers.get(&source.container).and_then(|container| container.get(&source.object)).cloned();
        let (Some(bytes), Some(into)) = (found, state.containers.get_mut(&target.container)) else { return none("object") };
        into.insert(target.object, bytes);
        Ok(())
    }
    store.func_wrap("copy-object", |mut store: Store<'_>, (source, target): (ObjectId, ObjectId)| -> Answer<()> {
        store.data().record(STORE, "copy-object");
        Ok((copy(store.data_mut(), &source, target),))
    })?;
    store.func_wrap("move-object", |mut store: Store<'_>, (source, target): (ObjectId, ObjectId)| -> Answer<()> {
        store.data().record(STORE, "move-object");
        let copied = copy(store.data_mut(), &source, target);
        if let (Ok(()), Some(container)) = (&copied, store.data_mut().containers.get_mut(&source.container)) {
            container.remove(&source.object);
        }
        Ok((copied,))
    })
}

fn add_container(linker: &mut Linker<State>) -> Result<()> {
    let mut interface = linker.instance(CONTAINER)?;
    interface.resource("container", ResourceType::host::<Open>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Open>::new_own(rep))?;
        Ok(())
    })?;
    interface.func_wrap("[method]container.name", |store: Store<'_>, (handle,): (Resource<Open>,)| -> Answer<String> {
        store.data().record(CONTAINER, "[method]container.name");
        Ok((Ok(store.data().table.get(&handle)?.0.clone()),))
    })?;
    interface.func_wrap("[method]container.info", |store: Store<'_>, (handle,): (Resource<Open>,)| -> Answer<ContainerMetadata> {
        store.data().record(CONTAINER, "[method]container.info");
        Ok((Ok(ContainerMetadata { name: store.data().table.get(&handle)?.0.clone(), created_at: 7 }),))
    })?;
    type Part = (Resource<Open>, String, u64, u64);
    interface.func_wrap(
        "[method]container.get-data",
        |mut store: Store<'_>, (handle, object, start, end): Part| -> Answer<Resource<Incoming>> {
            store.data().record(CONTAINER, "[method]container.get-data");
            let Some(bytes) = container(store.data_mut(), &handle)?.get(&object).cloned() else { return Ok((none("object"),)) };
            let end = usize::try_from(end)?.min(bytes.len());
            let part = bytes.get(usize::try_from(start)?..end).unwrap_or_default().to_vec();
            Ok((Ok(store.data_mut().table.push(Incoming(part))?),))
        },
    )?;
    interface.func_wrap(
        "[method]container.write-data",
        |mut store: Store<'_>, (handle, object, value): (Resource<Open>, String, Resource<Outgoing>)| -> Answer<()> {
            store.data().record(CONTAINER, "[method]container.write-data");
            let bytes = store.data().table.get(&value)?.0.contents().to_vec();
            container(store.data_mut(), &handle)?.insert(object, bytes);
            Ok((Ok(()),))
        },
    )?;
    interface.func_wrap(
        "[method]container.list-objects",
        |mut store: Store<'_>, (handle,): (Resource<Open>,)| -> Answer<Resource<Names>> {
            store.data().record(CONTAINER, "[method]container.list-objects");
            let names = container(store.data_mut(), &handle)?.keys().cloned().collect();
            Ok((Ok(store.data_mut().table.push(Names(names))?),))
        },
    )?;
    interface.func_wrap("[method]container.delete-object", |mut store: Store<'_>, (handle, object): Object| -> Answer<()> {
        store.data().record(CONTAINER, "[method]container.delete-object");
        container(store.data_mut(), &handle)?.remove(&object);
        Ok((Ok(()),))
    })?;
    interface.func_wrap(
        "[method]container.delete-objects",
        |mut store: Store<'_>, (handle, objects): (Resource<Open>, Vec<String>)| -> Answer<()> {
            store.data().record(CONTAINER, "[method]container.delete-objects");
            let container = container(store.data_mut(), &handle)?;
            objects.iter().for_each(|object| drop(container.remove(object)));
            Ok((Ok(()),))
        },
    )?;
    interface.func_wrap("[method]container.has-object", |mut store: Store<'_>, (handle, object): Object| -> Answer<bool> {
        store.data().record(CONTAINER, "[method]container.has-object");
        Ok((Ok(container(store.data_mut(), &handle)?.contains_key(&object)),))
    })?;
    interface.func_wrap("[method]container.object-info", |mut store: Store<'_>, (handle, object): Object| -> Answer<ObjectMetadata> {
        store.data().record(CONTAINER, "[method]container.object-info");
        let name = store.data().table.get(&handle)?.0.clone();
        let Some(size) = container(store.data_mut(), &handle)?.get(&object).map(Vec::len) else { return Ok((none("object"),)) };
        Ok((Ok(ObjectMetadata { name: object, container: name, created_at: 7, size: size as u64 }),))
    })?;
    interface.func_wrap("[method]container.clear", |mut store: Store<'_>, (handle,): (Resource<Open>,)| -> Answer<()> {
        store.data().record(CONTAINER, "[method]container.clear");
        container(store.data_mut(), &handle)?.clear();
        Ok((Ok(()),))
    })
}

fn add_names(linker: &mut Linker<State>) -> Result<()> {
    let mut interface = linker.instance(CONTAINER)?;
    interface.resource("stream-object-names", ResourceType::host::<Names>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Names>::new_own(rep))?;
        Ok(())
    })?;
    fn next(state: &mut State, handle: &Resource<Names>, wanted: u64) -> Result<(Vec<String>, bool)> {
        let Names(left) = state.table.get_mut(handle)?;
        let count = left.len().min(usize::try_from(wanted.min(MOST))?);
        let names = left.drain(..count).collect();
        Ok((names, left.is_empty()))
    }
    type Wanted = (Resource<Names>, u64);
    interface.func_wrap(
        "[method]stream-object-names.read-stream-object-names",
        |mut store: Store<'_>, (handle, wanted): Wanted| -> Answer<(Vec<String>, bool)> {
            store.data().record(CONTAINER, "[method]stream-object-names.read-stream-object-names");
            Ok((Ok(next(store.data_mut(), &handle, wanted)?),))
        },
    )?;
    interface.func_wrap(
        "[method]stream-object-names.skip-stream-object-names",
        |mut store: Store<'_>, (handle, wanted): Wanted| -> Answer<(u64, bool)> {
            store.data().record(CONTAINER, "[method]stream-object-names.skip-stream-object-names");
            let (names, is_end) = next(store.data_mut(), &handle, wanted)?;
            Ok((Ok((names.len() as u64, is_end)),))
        },
    )
}

fn add_values(linker: &mut Linker<State>) -> Result<()> {
    let mut types = linker.instance(TYPES)?;
    types.resource("outgoing-value", ResourceType::host::<Outgoing>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Outgoing>::new_own(rep))?;
        Ok(())
    })?;
    types.resource("incoming-value", ResourceType::host::<Incoming>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Incoming>::new_own(rep))?;
        Ok(())
    })?;
    types.func_wrap("[static]outgoing-value.new-outgoing-value", |mut store: Store<'_>, (): ()| -> Result<(Resource<Outgoing>,)> {
        store.data().record(TYPES, "[static]outgoing-value.new-outgoing-value");
        Ok((store.data_mut().table.push(Outgoing(MemoryOutputPipe::new(usize::try_from(MOST)?)))?,))
    })?;
    types.func_wrap(
        "[method]outgoing-value.outgoing-value-write-body",
        |mut store: Store<'_>, (handle,): (Resource<Outgoing>,)| -> Result<(std::result::Result<Resource<DynOutputStream>, ()>,)> {
            store.data().record(TYPES, "[method]outgoing-value.outgoing-value-write-body");
            let stream: DynOutputStream = Box::new(store.data().table.get(&handle)?.0.clone());
            Ok((Ok(store.data_mut().table.push(stream)?),))
        },
    )?;
    types.func_wrap("[static]outgoing-value.finish", |mut store: Store<'_>, (handle,): (Resource<Outgoing>,)| -> Answer<()> {
        store.data().record(TYPES, "[static]outgoing-value.finish");
        store.data_mut().table.delete(handle)?;
        Ok((Ok(()),))
    })?;
    types.func_wrap("[method]incoming-value.size", |store: Store<'_>, (handle,): (Resource<Incoming>,)| -> Result<(u64,)> {
        store.data().record(TYPES, "[method]incoming-value.size");
        Ok((store.data().table.get(&handle)?.0.len() as u64,))
    })?;
    types.func_wrap(
        "[static]incoming-value.incoming-value-consume-sync",
        |mut store: Store<'_>, (handle,): (Resource<Incoming>,)| -> Answer<Vec<u8>> {
            store.data().record(TYPES, "[static]incoming-value.incoming-value-consume-sync");
            Ok((Ok(store.data_mut().table.delete(handle)?.0),))
        },
    )?;
    types.func_wrap(
        "[static]incoming-value.incoming-value-consume-async",
        |mut store: Store<'_>, (handle,): (Resource<Incoming>,)| -> Answer<Resource<DynInputStream>> {
            store.data().record(TYPES, "[static]incoming-value.incoming-value-consume-async");
            let Incoming(bytes) = store.data_mut().table.delete(handle)?;
            let stream: DynInputStream = Box::new(MemoryInputPipe::new(bytes));
            Ok((Ok(store.data_mut().table.push(stream)?),))
        },
    )
}
