//! `wasi:config`: configuration values by key, in all drafts (`runtime`, later `store`).
//!
//! `get-all` reads every key; a membrane leaves out the denied ones. A denied key is absent.

use super::{Entry, acts};
use crate::catalogue::Denied::Nothing;

pub(super) const TABLE: &[Entry] = &[
    acts("wasi:config/runtime", "get", &["config:read"], Nothing),
    acts("wasi:config/runtime", "get-all", &["config:read"], Nothing),
    acts("wasi:config/store", "get", &["config:read"], Nothing),
    acts("wasi:config/store", "get-all", &["config:read"], Nothing),
];
