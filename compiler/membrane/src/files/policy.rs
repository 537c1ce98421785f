//! What policy says of files: eight actions on a canonical absolute path in the agent's view; and which of them each method needs.
//!
//! [`METHODS`] is the whole of it, as a table; `files.rs` and what is beside it do what it says, and tests hold both together. A call may ask
//! more than one question, and a question more than once: that of an entry of a listing, of an error on the way, of what is gained by a
//! rename. So a policy cannot count calls by its questions.

use super::host::ErrorCode;

/// What may be done to a path. The order is that of the policy block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Read what a file holds.
    Read,
    /// Change what a file holds, its size and its times.
    Write,
    /// Add to the end of a file.
    Append,
    /// Make a file, directory or link where there is none.
    Create,
    /// Take away a file, directory or link.
    Delete,
    /// Read the names in a directory.
    List,
    /// Read attributes.
    Stat,
    /// Make and read links.
    Link,
}

impl Action {
    /// All, in the order of the policy block.
    pub const ALL: [Self; 8] = [Self::Read, Self::Write, Self::Append, Self::Create, Self::Delete, Self::List, Self::Stat, Self::Link];

    /// Its name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "fs:read",
            Self::Write => "fs:write",
            Self::Append => "fs:append",
            Self::Create => "fs:create",
            Self::Delete => "fs:delete",
            Self::List => "fs:list",
            Self::Stat => "fs:stat",
            Self::Link => "fs:link",
        }
    }
}

/// What is known of an action without a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is denied on every path.
    Denied,
    /// It is allowed on every path.
    Allowed,
    /// It depends on the path.
    Depends,
}

/// A policy.
pub trait Policy {
    /// What is known of an action without a path.
    fn state(&self, action: Action) -> State;

    /// Whether an action that [depends](State::Depends) on the path is allowed on it.
    fn allows(&self, action: Action, path: &str) -> bool;
}

/// Whether an action on a path is allowed.
pub fn allowed<P: Policy>(policy: &P, action: Action, path: &str) -> bool {
    match policy.state(action) {
        State::Denied => false,
        State::Allowed => true,
        State::Depends => policy.allows(action, path),
    }
}

/// The same as an answer.
///
/// # Errors
/// `access` if it is not.
pub fn decide<P: Policy>(policy: &P, action: Action, path: &str) -> Result<(), ErrorCode> {
    allowed(policy, action, path).then_some(()).ok_or(ErrorCode::Access)
}

/// Whether anything is allowed on a path: whether it exists is no secret then.
pub fn is_visible<P: Policy>(policy: &P, path: &str) -> bool {
    const LIKELY_FIRST: [Action; 8] =
        [Action::Stat, Action::List, Action::Read, Action::Write, Action::Append, Action::Create, Action::Delete, Action::Link];
    // What needs no table answers first.
    LIKELY_FIRST.iter().any(|action| policy.state(*action) == State::Allowed)
        || LIKELY_FIRST.iter().any(|action| allowed(policy, *action, path))
}

/// Whether one of these may be allowed on some path: if not, nothing need be looked for.
pub fn is_possible<P: Policy>(policy: &P, actions: &[Action]) -> bool {
    actions.iter().any(|action| policy.state(*action) != State::Denied)
}

/// Whether whatever is allowed on the path `new` is allowed on `old` too, so that what moves from there to here gains nothing (threats
/// F5, F6).
pub fn is_no_gain<P: Policy>(policy: &P, new: &str, old: &str) -> bool {
    Action::ALL.iter().all(|action| policy.state(*action) != State::Depends || !policy.allows(*action, new) || policy.allows(*action, old))
}

/// Whether policy treats all paths alike, so that a directory may move with all that is in it (threat F6).
pub fn is_blind<P: Policy>(policy: &P) -> bool {
    Action::ALL.iter().all(|action| policy.state(*action) != State::Depends)
}

/// When an action is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whenever the method is called.
    Always,
    /// Depending on flags, on what is there, or instead of another one; the header of `open.rs`, `list.rs` or `change.rs` says how.
    Partly,
}

/// A method, the actions that it needs on its path or on the first of two, and on the second.
pub type Needs = (&'static str, &'static [(Action, When)], &'static [(Action, When)]);

/// What each function of `wasi:filesystem` 0.2 needs: on `self` or the path in it, and on the new path of those that have one.
pub const METHODS: &[Needs] = {
    use Action::{Append, Create, Delete, Link, List, Read, Stat, Write};
    use When::{Always, Partly};
    &[
        ("[method]descriptor.read-via-stream", &[(Read, Always)], &[]),
        ("[method]descriptor.write-via-stream", &[(Write, Always)], &[]),
        ("[method]descriptor.append-via-stream", &[(Append, Always)], &[]),
        ("[method]descriptor.advise", &[], &[]),
        ("[method]descriptor.sync-data", &[], &[]),
        ("[method]descriptor.get-flags", &[], &[]),
        ("[method]descriptor.get-type", &[], &[]),
        ("[method]descriptor.set-size", &[(Write, Always)], &[]),
        ("[method]descriptor.set-times", &[(Write, Always)], &[]),
        ("[method]descriptor.read", &[(Read, Always)], &[]),
        ("[method]descriptor.write", &[(Write, Always)], &[]),
        ("[method]descriptor.read-directory", &[(List, Always)], &[]),
        ("[method]descriptor.sync", &[], &[]),
        ("[method]descriptor.create-directory-at", &[(Create, Always)], &[]),
        ("[method]descriptor.stat", &[(Stat, Always)], &[]),
        ("[method]descriptor.stat-at", &[(Stat, Always)], &[]),
        ("[method]descriptor.set-times-at", &[(Write, Always)], &[]),
        ("[method]descriptor.link-at", &[(Link, Always)], &[(Create, Always)]),
        (
            "[method]descriptor.open-at",
            &[(Read, Partly), (Write, Partly), (Append, Partly), (Create, Partly), (List, Partly), (Stat, Partly)],
            &[],
        ),
        ("[method]descriptor.readlink-at", &[(Link, Always)], &[]),
        ("[method]descriptor.remove-directory-at", &[(Delete, Always)], &[]),
        ("[method]descriptor.rename-at", &[(Delete, Always)], &[(Create, Always), (Delete, Partly)]),
        ("[method]descriptor.symlink-at", &[(Link, Always), (Create, Always)], &[]),
        ("[method]descriptor.unlink-file-at", &[(Delete, Always)], &[]),
        ("[method]descriptor.is-same-object", &[], &[]),
        ("[method]descriptor.metadata-hash", &[(Stat, Always)], &[]),
        ("[method]descriptor.metadata-hash-at", &[(Stat, Always)], &[]),
        ("[method]directory-entry-stream.read-directory-entry", &[(List, Partly), (Stat, Partly)], &[]),
        ("filesystem-error-code", &[], &[]),
        ("get-directories", &[], &[]),
    ]
};
