//! `wasi:logging`: records to the host's log. Denied, a record is forgotten, as a filter on levels would do.

use super::{Entry, acts};
use crate::catalogue::Denied::Sink;

pub(super) const TABLE: &[Entry] = &[acts("wasi:logging/logging", "log", &["log:write"], Sink)];
