//! The catalogue: for every function of every WASI package in `wit/`, the actions that a call needs, or the written reason why it is inert.
//!
//! In: an unversioned interface name, its semver track, a function name and the digest of the signature that the agent declares. Out:
//! the entry, or the fact that there is none. A function that is not listed, or whose signature differs, is unknown and is never inert.

mod lookup;
mod table;

pub use lookup::{Known, digest, entries, find, interfaces, lookup, signatures};

use crate::action::Action;

/// What one function may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The interface without version, `wasi:cli/environment`.
    pub interface: &'static str,
    /// The function's name inside the interface, `[method]descriptor.stat`.
    pub function: &'static str,
    /// What a call needs.
    pub effect: Effect,
    /// What the agent sees when the function is denied.
    pub denied: Denied,
}

/// What a call of a function needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Every action listed here may be exercised by a call; which of them, may depend on its arguments.
    Acts(&'static [&'static str]),
    /// No authority by itself.
    Inert {
        /// Why it grants none, in a sentence.
        reason: &'static str,
        /// It is granted when the agent demands it and at least one of these is granted to the agent: an action (`http:request`), a whole
        /// group (`fs:*`), an export (`export wasi:http/incoming-handler`), or `*` for any granted function or export whose types mention the
        /// resource that it works on.
        follows: &'static [&'static str],
    },
}

/// What a denied function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Returns the interface's own error where its signature has one, else traps.
    Error,
    /// Returns the natural nothing of its result: an empty list, `none`, zero tuples, `ok` of these. Language runtimes call such functions before any
    /// agent code.
    Nothing,
    /// Accepts the call and forgets it: output that goes nowhere, input that is at its end, a handle that nothing can be done with.
    Sink,
}

impl Entry {
    /// The actions that a call may exercise; empty for an inert function.
    pub fn actions(&self) -> impl Iterator<Item = &'static Action> {
        let ids = match self.effect {
            Effect::Acts(ids) => ids,
            Effect::Inert { .. } => &[],
        };
        ids.iter().map(|id| Action::find(id).expect("I9: every action in the catalogue is in the vocabulary"))
    }
}
