//! `wasi:filesystem`: descriptors, paths and the host's preopened directories.
//!
//! `open-at` needs what its flags say: reading, writing (truncation is writing), creating, listing a directory. `rename-at` deletes here and
//! creates there; a hard or symbolic link creates a name. What a moved or linked file may then be used for is a matter of both paths: as soon
//! as any of these actions has a condition, the membrane owns all descriptors and enforces it.

use super::{Because, Entry, acts, inert};
use crate::catalogue::Denied::{Error, Nothing};

const PREOPENS: Because = Because {
    reason: "it hands out what the host opened in advance, and every use of a descriptor is an action of its own",
    follows: &["fs:*"],
};
const HELD: Because = Because { reason: "it tells what an open descriptor is, and opening it was decided before", follows: &["fs:*"] };
const ADVISE: Because = Because {
    reason: "it tells the host how a file will be used, and neither returns nor changes content",
    follows: &["fs:read", "fs:write", "fs:append"],
};
const FLUSH: Because = Because {
    reason: "it asks the host to put on disk what was changed before, and changes nothing itself",
    follows: &["fs:write", "fs:append", "fs:create", "fs:delete"],
};
const LISTING: Because = Because { reason: "it continues a listing that was allowed when it began", follows: &["fs:list"] };
const CODE: Because = Because { reason: "it gives the code of an error that the agent already holds", follows: &["fs:*"] };

pub(super) const TABLE: &[Entry] = &[
    inert("wasi:filesystem/preopens", "get-directories", PREOPENS, Nothing),
    inert("wasi:filesystem/types", "[method]descriptor.advise", ADVISE, Error),
    acts("wasi:filesystem/types", "[method]descriptor.append-via-stream", &["fs:append"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.create-directory-at", &["fs:create"], Error),
    inert("wasi:filesystem/types", "[method]descriptor.get-flags", HELD, Error),
    inert("wasi:filesystem/types", "[method]descriptor.get-type", HELD, Error),
    inert("wasi:filesystem/types", "[method]descriptor.is-same-object", HELD, Error),
    acts("wasi:filesystem/types", "[method]descriptor.link-at", &["fs:link", "fs:create"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.metadata-hash", &["fs:stat"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.metadata-hash-at", &["fs:stat"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.open-at", &["fs:read", "fs:write", "fs:append", "fs:create", "fs:list"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.read", &["fs:read"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.read-directory", &["fs:list"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.read-via-stream", &["fs:read"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.readlink-at", &["fs:link"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.remove-directory-at", &["fs:delete"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.rename-at", &["fs:delete", "fs:create"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.set-size", &["fs:write"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.set-times", &["fs:write"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.set-times-at", &["fs:write"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.stat", &["fs:stat"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.stat-at", &["fs:stat"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.symlink-at", &["fs:link", "fs:create"], Error),
    inert("wasi:filesystem/types", "[method]descriptor.sync", FLUSH, Error),
    inert("wasi:filesystem/types", "[method]descriptor.sync-data", FLUSH, Error),
    acts("wasi:filesystem/types", "[method]descriptor.unlink-file-at", &["fs:delete"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.write", &["fs:write"], Error),
    acts("wasi:filesystem/types", "[method]descriptor.write-via-stream", &["fs:write"], Error),
    inert("wasi:filesystem/types", "[method]directory-entry-stream.read-directory-entry", LISTING, Error),
    inert("wasi:filesystem/types", "filesystem-error-code", CODE, Nothing),
];
