//! `wasi:keyvalue` and `wasi:config` in memory, written by hand because the bindings of wasmtime's own crates for
//! them enter no span: calls come in, answers go out and every call is recorded.

use std::collections::BTreeMap;

use wasmtime::component::{ComponentType, Lift, Linker, Lower, Resource, ResourceType};
use wasmtime::{Result, StoreContextMut};

use super::provide::State;

pub type Bucket = BTreeMap<String, Vec<u8>>;
pub type Buckets = BTreeMap<String, Bucket>;

/// A handle's value: the identifier it was opened with.
struct Open(String);

#[derive(ComponentType, Lift, Lower)]
#[component(variant)]
enum Error {
    #[component(name = "no-such-store")]
    NoSuchStore,
    #[component(name = "access-denied")]
    AccessDenied,
    #[component(name = "other")]
    Other(String),
}

#[derive(ComponentType, Lift, Lower)]
#[component(record)]
struct KeyResponse {
    keys: Vec<String>,
    cursor: Option<u64>,
}

#[derive(ComponentType, Lift, Lower)]
#[component(variant)]
enum ConfigError {
    #[component(name = "upstream")]
    Upstream(String),
    #[component(name = "io")]
    Io(String),
}

type Answer<T> = Result<(std::result::Result<T, Error>,)>;
type Store<'a> = StoreContextMut<'a, State>;

const STORE: &str = "wasi:keyvalue/store@0.2.0-draft";
const ATOMICS: &str = "wasi:keyvalue/atomics@0.2.0-draft";
const BATCH: &str = "wasi:keyvalue/batch@0.2.0-draft";
const CONFIG: &str = "wasi:config/store@0.2.0-rc.1";

fn bucket<'a>(state: &'a mut State, handle: &Resource<Open>) -> Result<&'a mut Bucket> {
    let Open(identifier) = state.table.get(handle)?;
    Ok(state.buckets.get_mut(identifier).expect("opened buckets stay"))
}

pub fn add_to_linker(linker: &mut Linker<State>) -> Result<()> {
    let mut store = linker.instance(STORE)?;
    store.resource("bucket", ResourceType::host::<Open>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Open>::new_own(rep))?;
        Ok(())
    })?;
    store.func_wrap("open", |mut store: Store<'_>, (identifier,): (String,)| -> Answer<Resource<Open>> {
        let state = store.data_mut();
        state.record(STORE, "open");
        if !state.buckets.contains_key(&identifier) {
            return Ok((Err(Error::NoSuchStore),));
        }
        Ok((Ok(state.table.push(Open(identifier))?),))
    })?;
    type Key = (Resource<Open>, String);
    store.func_wrap("[method]bucket.get", |mut store: Store<'_>, (handle, key): Key| -> Answer<Option<Vec<u8>>> {
        store.data().record(STORE, "[method]bucket.get");
        Ok((Ok(bucket(store.data_mut(), &handle)?.get(&key).cloned()),))
    })?;
    store.func_wrap(
        "[method]bucket.set",
        |mut store: Store<'_>, (handle, key, value): (Resource<Open>, String, Vec<u8>)| -> Answer<()> {
            store.data().record(STORE, "[method]bucket.set");
            bucket(store.data_mut(), &handle)?.insert(key, value);
            Ok((Ok(()),))
        },
    )?;
    store.func_wrap("[method]bucket.delete", |mut store: Store<'_>, (handle, key): Key| -> Answer<()> {
        store.data().record(STORE, "[method]bucket.delete");
        bucket(store.data_mut(), &handle)?.remove(&key);
        Ok((Ok(()),))
    })?;
    store.func_wrap("[method]bucket.exists", |mut store: Store<'_>, (handle, key): Key| -> Answer<bool> {
        store.data().record(STORE, "[method]bucket.exists");
        Ok((Ok(bucket(store.data_mut(), &handle)?.contains_key(&key)),))
    })?;
    store.func_wrap(
        "[method]bucket.list-keys",
        |mut store: Store<'_>, (handle, _): (Resource<Open>, Option<u64>)| -> Answer<KeyResponse> {
            store.data().record(STORE, "[method]bucket.list-keys");
            let keys = bucket(store.data_mut(), &handle)?.keys().cloned().collect();
            Ok((Ok(KeyResponse { keys, cursor: None }),))
        },
    )?;
    add_atomics_and_batch(linker)?;
    add_config(linker)
}

fn add_atomics_and_batch(linker: &mut Linker<State>) -> Result<()> {
    linker.instance(ATOMICS)?.func_wrap(
        "increment",
        |mut store: Store<'_>, (handle, key, delta): (Resource<Open>, String, u64)| -> Answer<u64> {
            store.data().record(ATOMICS, "increment");
            let value = bucket(store.data_mut(), &handle)?.entry(key).or_insert_with(|| b"0".to_vec());
            let old = String::from_utf8_lossy(value).parse::<u64>().ok();
            let Some(new) = old.and_then(|old| old.checked_add(delta)) else {
                return Ok((Err(Error::Other("not a number, or too large".to_owned())),));
            };
            *value = new.to_string().into_bytes();
            Ok((Ok(new),))
        },
    )?;
    let mut batch = linker.instance(BATCH)?;
    type Keys = (Resource<Open>, Vec<String>);
    type Pair = (String, Vec<u8>);
    batch.func_wrap("get-many", |mut store: Store<'_>, (handle, keys): Keys| -> Answer<Vec<Option<Pair>>> {
        store.data().record(BATCH, "get-many");
        let bucket = bucket(store.data_mut(), &handle)?;
        let find = |key: String| bucket.get(&key).cloned().map(|value| (key, value));
        Ok((Ok(keys.into_iter().map(find).collect()),))
    })?;
    batch.func_wrap("set-many", |mut store: Store<'_>, (handle, pairs): (Resource<Open>, Vec<Pair>)| -> Answer<()> {
        store.data().record(BATCH, "set-many");
        bucket(store.data_mut(), &handle)?.extend(pairs);
        Ok((Ok(()),))
    })?;
    batch.func_wrap("delete-many", |mut store: Store<'_>, (handle, keys): Keys| -> Answer<()> {
        store.data().record(BATCH, "delete-many");
        let bucket = bucket(store.data_mut(), &handle)?;
        keys.iter().for_each(|key| drop(bucket.remove(key)));
        Ok((Ok(()),))
    })
}

fn add_config(linker: &mut Linker<State>) -> Result<()> {
    type Answer<T> = Result<(std::result::Result<T, ConfigError>,)>;
    let mut config = linker.instance(CONFIG)?;
    config.func_wrap("get", |store: Store<'_>, (key,): (String,)| -> Answer<Option<String>> {
        store.data().record(CONFIG, "get");
        Ok((Ok(store.data().config.get(&key).cloned()),))
    })?;
    config.func_wrap("get-all", |store: Store<'_>, (): ()| -> Answer<Vec<(String, String)>> {
        store.data().record(CONFIG, "get-all");
        Ok((Ok(store.data().config.clone().into_iter().collect()),))
    })
}
