//! `wasi:random`: secure and insecure random bytes.
//!
//! Denied, it traps unless a virtual source is chosen: there is no error to return, and bytes that are no surprise would be taken for secrets.

use super::{Entry, acts};
use crate::catalogue::Denied::Error;

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:random/insecure", "get-insecure-random-bytes", &["random:insecure"], Error),
    acts("wasi:random/insecure", "get-insecure-random-u64", &["random:insecure"], Error),
    acts("wasi:random/insecure-seed", "get-insecure-seed", &["random:insecure"], Error),
    acts("wasi:random/insecure-seed", "insecure-seed", &["random:insecure"], Error),
    acts("wasi:random/random", "get-random-bytes", &["random:secure"], Error),
    acts("wasi:random/random", "get-random-u64", &["random:secure"], Error),
];
