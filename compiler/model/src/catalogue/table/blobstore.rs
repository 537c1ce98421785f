//! `wasi:blobstore`: objects in named containers, as the draft stands.
//!
//! A container is named once, when it is opened or made; what is done to it later is decided with that name. Copying and moving name both
//! ends, and a membrane checks both. Clearing or removing a container removes its objects, so it needs that right as well, for whatever object.

use super::{Because, Entry, acts, inert};
use crate::catalogue::Denied::Error;

const OPEN: Because = Because {
    reason: "it names a container, and each later use of the container is an action that is decided with that name",
    follows: &["blob:*"],
};
const READING: Because = Because { reason: "it reads what an allowed `get-data` opened", follows: &["blob:read"] };
const WRITING: Because =
    Because { reason: "it fills a value in memory, and nothing is stored before `write-data`", follows: &["blob:write"] };
const LISTING: Because = Because { reason: "it continues a listing that was allowed when it began", follows: &["blob:list"] };

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:blobstore/blobstore", "container-exists", &["blob:list"], Error),
    acts("wasi:blobstore/blobstore", "copy-object", &["blob:read", "blob:write"], Error),
    acts("wasi:blobstore/blobstore", "create-container", &["blob:admin"], Error),
    acts("wasi:blobstore/blobstore", "delete-container", &["blob:admin", "blob:delete"], Error),
    inert("wasi:blobstore/blobstore", "get-container", OPEN, Error),
    acts("wasi:blobstore/blobstore", "move-object", &["blob:read", "blob:write", "blob:delete"], Error),
    acts("wasi:blobstore/container", "[method]container.clear", &["blob:admin", "blob:delete"], Error),
    acts("wasi:blobstore/container", "[method]container.delete-object", &["blob:delete"], Error),
    acts("wasi:blobstore/container", "[method]container.delete-objects", &["blob:delete"], Error),
    acts("wasi:blobstore/container", "[method]container.get-data", &["blob:read"], Error),
    acts("wasi:blobstore/container", "[method]container.has-object", &["blob:read"], Error),
    acts("wasi:blobstore/container", "[method]container.info", &["blob:list"], Error),
    acts("wasi:blobstore/container", "[method]container.list-objects", &["blob:list"], Error),
    inert("wasi:blobstore/container", "[method]container.name", OPEN, Error),
    acts("wasi:blobstore/container", "[method]container.object-info", &["blob:read"], Error),
    acts("wasi:blobstore/container", "[method]container.write-data", &["blob:write"], Error),
    inert("wasi:blobstore/container", "[method]stream-object-names.read-stream-object-names", LISTING, Error),
    inert("wasi:blobstore/container", "[method]stream-object-names.skip-stream-object-names", LISTING, Error),
    inert("wasi:blobstore/types", "[method]incoming-value.size", READING, Error),
    inert("wasi:blobstore/types", "[method]outgoing-value.outgoing-value-write-body", WRITING, Error),
    inert("wasi:blobstore/types", "[static]incoming-value.incoming-value-consume-async", READING, Error),
    inert("wasi:blobstore/types", "[static]incoming-value.incoming-value-consume-sync", READING, Error),
    inert("wasi:blobstore/types", "[static]outgoing-value.finish", WRITING, Error),
    inert("wasi:blobstore/types", "[static]outgoing-value.new-outgoing-value", WRITING, Error),
];
