//! `wasi:keyvalue`: buckets of keys, in the drafts `0.2.0-draft` and `0.2.0-draft2`.
//!
//! A bucket is named once, when it is opened; what is done to it later is decided with that name and the key, in every interface of the
//! package. Reading the value that a compare-and-swap starts from is reading. An imported `watcher` hands a bucket and a value to another
//! component, which may do anything with them.

use super::{Because, Entry, acts, inert};
use crate::catalogue::Denied::Error;

const OPEN: Because = Because {
    reason: "it names a bucket, and each later use of the bucket is an action that is decided with that name",
    follows: &["kv:*"],
};

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:keyvalue/atomics", "[method]cas.current", &["kv:read"], Error),
    acts("wasi:keyvalue/atomics", "[static]cas.new", &["kv:swap"], Error),
    acts("wasi:keyvalue/atomics", "increment", &["kv:increment"], Error),
    acts("wasi:keyvalue/atomics", "swap", &["kv:swap"], Error),
    acts("wasi:keyvalue/batch", "delete-many", &["kv:delete"], Error),
    acts("wasi:keyvalue/batch", "get-many", &["kv:read"], Error),
    acts("wasi:keyvalue/batch", "set-many", &["kv:write"], Error),
    acts("wasi:keyvalue/store", "[method]bucket.delete", &["kv:delete"], Error),
    acts("wasi:keyvalue/store", "[method]bucket.exists", &["kv:read"], Error),
    acts("wasi:keyvalue/store", "[method]bucket.get", &["kv:read"], Error),
    acts("wasi:keyvalue/store", "[method]bucket.list-keys", &["kv:list"], Error),
    acts("wasi:keyvalue/store", "[method]bucket.set", &["kv:write"], Error),
    inert("wasi:keyvalue/store", "open", OPEN, Error),
    acts("wasi:keyvalue/watcher", "on-delete", &["kv:read", "kv:write", "kv:delete", "kv:list", "kv:increment", "kv:swap"], Error),
    acts("wasi:keyvalue/watcher", "on-set", &["kv:read", "kv:write", "kv:delete", "kv:list", "kv:increment", "kv:swap"], Error),
];
