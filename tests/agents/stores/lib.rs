//! Agent `stores`: names of buckets and keys come in, what key-value stores and configuration answer goes out.

use wasi::config::store as config;
use wasi::keyvalue::store::{self, Bucket, Error};
use wasi::keyvalue::{atomics, batch};

wit_bindgen::generate!({ path: "../wit", world: "stores", generate_all });

struct Stores;
export!(Stores);

fn say(result: Result<String, Error>) -> String {
    result.unwrap_or_else(|error| match error {
        Error::NoSuchStore => "error: no such store".into(),
        Error::AccessDenied => "error: access denied".into(),
        Error::Other(text) => format!("error: {text}"),
    })
}

fn on(bucket: &str, work: impl FnOnce(&Bucket) -> Result<String, Error>) -> String {
    say(store::open(bucket).and_then(|bucket| work(&bucket)))
}

fn shown(value: Option<Vec<u8>>) -> String {
    value.map_or_else(|| "nothing".into(), |value| String::from_utf8_lossy(&value).into_owned())
}

impl Guest for Stores {
    fn get(bucket: String, key: String) -> String {
        on(&bucket, |bucket| bucket.get(&key).map(shown))
    }

    fn set(bucket: String, key: String, value: String) -> String {
        on(&bucket, |bucket| bucket.set(&key, value.as_bytes()).map(|()| "set".into()))
    }

    fn delete(bucket: String, key: String) -> String {
        on(&bucket, |bucket| bucket.delete(&key).map(|()| "deleted".into()))
    }

    fn exists(bucket: String, key: String) -> String {
        on(&bucket, |bucket| bucket.exists(&key).map(|found| found.to_string()))
    }

    fn list_keys(bucket: String) -> String {
        on(&bucket, |bucket| {
            let mut keys = bucket.list_keys(None)?.keys;
            keys.sort();
            Ok(keys.join(","))
        })
    }

    fn increment(bucket: String, key: String, delta: u64) -> String {
        on(&bucket, |bucket| atomics::increment(bucket, &key, delta).map(|sum| sum.to_string()))
    }

    fn get_many(bucket: String, keys: Vec<String>) -> String {
        on(&bucket, |bucket| {
            let values = batch::get_many(bucket, &keys)?;
            let values: Vec<_> = values.into_iter().map(|found| shown(found.map(|(_, value)| value))).collect();
            Ok(values.join(","))
        })
    }

    fn set_many(bucket: String, pairs: Vec<(String, String)>) -> String {
        let pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key, value.into_bytes())).collect();
        on(&bucket, |bucket| batch::set_many(bucket, &pairs).map(|()| "set".into()))
    }

    fn delete_many(bucket: String, keys: Vec<String>) -> String {
        on(&bucket, |bucket| batch::delete_many(bucket, &keys).map(|()| "deleted".into()))
    }

    fn open_many(bucket: String, times: u32) -> String {
        let mut open = vec![];
        for _ in 0..times {
            match store::open(&bucket) {
                Ok(bucket) => open.push(bucket),
                Err(_) => break,
            }
        }
        format!("opened {}", open.len())
    }

    fn get_often(bucket: String, key: String, times: u32) -> String {
        on(&bucket, |bucket| {
            let mut found = 0;
            for _ in 0..times {
                found += u32::from(bucket.get(&key)?.is_some());
            }
            Ok(format!("found {found}"))
        })
    }

    fn config(key: String) -> String {
        match config::get(&key) {
            Ok(value) => value.unwrap_or_else(|| "nothing".into()),
            Err(error) => format!("error: {error:?}"),
        }
    }

    fn config_all() -> String {
        match config::get_all() {
            Ok(mut pairs) => {
                pairs.sort();
                pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
            }
            Err(error) => format!("error: {error:?}"),
        }
    }
}
