//! What is at a path: `stat-at`, `metadata-hash-at`, `readlink-at`, and the times of what is there.
//!
//! The decision is on the path without links if the last one is to be followed, and on that of the link otherwise. Attributes are those
//! that the walk saw: the host is not asked twice.

use super::Guard;
use super::host::{ErrorCode, Host, Kind};
use super::policy::{Action, Policy, decide};
use super::walk::{Last, Place, Reached};

impl<H: Host, P: Policy> Guard<H, P> {
    /// Where a path leads, and what is there, once policy has allowed an action on it.
    fn find(&self, handle: u32, follow: bool, path: &str, action: Action, does_change: bool) -> Result<Reached<'_, H>, ErrorCode> {
        let last = if follow { Last::Followed } else { Last::Found };
        let mut reached = self.walk(handle, path, last, &[action], does_change)?;
        decide(&self.policy, action, &reached.path)?;
        if let Place::Name { found, slash, .. } = &mut reached.place {
            match found.take() {
                Some(Ok(stat)) if *slash && H::kind(&stat) != Kind::Directory => return Err(ErrorCode::NotDirectory),
                Some(Err(code)) => return Err(code),
                stat => *found = stat,
            }
        }
        Ok(reached)
    }

    /// `stat-at`. Needs fs:stat.
    ///
    /// # Errors
    /// The host's, of the walk, or `access`.
    pub fn stat_at(&self, handle: u32, follow: bool, path: &str) -> Result<H::Stat, ErrorCode> {
        let mut reached = self.find(handle, follow, path, Action::Stat, false)?;
        match &mut reached.place {
            Place::Name { found, .. } => found.take().unwrap_or(Err(ErrorCode::Access)),
            Place::Itself => self.host.stat(reached.directory()),
        }
    }

    /// `metadata-hash-at`. Needs fs:stat.
    ///
    /// # Errors
    /// The host's, of the walk, or `access`.
    pub fn metadata_hash_at(&self, handle: u32, follow: bool, path: &str) -> Result<H::Hash, ErrorCode> {
        let reached = self.find(handle, follow, path, Action::Stat, false)?;
        match &reached.place {
            Place::Name { name, .. } => self.host.metadata_hash_at(reached.directory(), name),
            Place::Itself => self.host.metadata_hash(reached.directory()),
        }
    }

    /// `set-times-at`. Needs fs:write.
    ///
    /// # Errors
    /// The host's, of the walk, or `access`.
    pub fn set_times_at(&self, handle: u32, follow: bool, path: &str, times: H::Times) -> Result<(), ErrorCode> {
        let reached = self.find(handle, follow, path, Action::Write, true)?;
        match &reached.place {
            Place::Name { name, found: Some(Ok(stat)), .. } => match H::kind(stat) {
                Kind::RegularFile | Kind::Directory | Kind::SymbolicLink => self.host.set_times_at(reached.directory(), name, times),
                _ => Err(ErrorCode::Access),
            },
            Place::Name { .. } => Err(ErrorCode::Access),
            Place::Itself => self.host.set_times(reached.directory(), times),
        }
    }

    /// `readlink-at`. Needs fs:link.
    ///
    /// # Errors
    /// The host's, of the walk, `access`, or `not-permitted` for an absolute target.
    pub fn readlink_at(&self, handle: u32, path: &str) -> Result<H::Text, ErrorCode> {
        let reached = self.walk(handle, path, Last::Named, &[Action::Link], false)?;
        decide(&self.policy, Action::Link, &reached.path)?;
        let Place::Name { name, slash: false, .. } = &reached.place else { return Err(ErrorCode::Invalid) };
        let target = self.host.readlink_at(reached.directory(), name)?;
        if target.as_ref().starts_with('/') { Err(ErrorCode::NotPermitted) } else { Ok(target) }
    }
}
