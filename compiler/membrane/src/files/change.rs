//! What changes directories: making, removing, renaming and linking.
//!
//! The last name is never followed. Needed are: `create-directory-at` fs:create; `unlink-file-at` and `remove-directory-at` fs:delete;
//! `symlink-at` fs:link and fs:create on the new path, and a target of clean names only (threat F3); `link-at` fs:link on the old path,
//! fs:create on the new one; `rename-at` fs:delete on the old path, fs:create on the new one, and fs:delete on it if something is there.
//! All before the host is asked to look at the name.
//!
//! What was at the old path must not gain by being at the new one: whatever is allowed there must have been allowed here, action for
//! action; otherwise `not-permitted`, as hosts answer where permissions differ (F5, F6). So only regular files are linked, and of links
//! only those are renamed whose targets could have been made. A directory moves with all that is in it, and tables cannot be compared as
//! a whole: it may be renamed only if each action is allowed everywhere or denied everywhere. Handles of what moved get its new path.

use super::Guard;
use super::host::{ErrorCode, Host, Kind};
use super::name::{below, is_clean_target};
use super::policy::{Action, Policy, decide, is_blind, is_no_gain};
use super::walk::{Last, Place, Reached};
use alloc::string::String;

/// A clean name in an open directory, and whether a slash came after it.
type Named<'r, H> = (&'r <H as Host>::Descriptor, &'r str, bool);

/// The name that was reached, or what a method answers where the path ended with `.` or `..`.
fn named<'r, H: Host>(reached: &'r Reached<'_, H>, otherwise: ErrorCode) -> Result<Named<'r, H>, ErrorCode> {
    match &reached.place {
        Place::Name { name, slash, .. } => Ok((reached.directory(), name, *slash)),
        Place::Itself => Err(otherwise),
    }
}

impl<H: Host, P: Policy> Guard<H, P> {
    /// Where a name lies on whose path these actions are allowed.
    fn name(&self, handle: u32, path: &str, actions: &[Action]) -> Result<Reached<'_, H>, ErrorCode> {
        let reached = self.walk(handle, path, Last::Named, actions, true)?;
        for action in actions {
            decide(&self.policy, *action, &reached.path)?;
        }
        Ok(reached)
    }

    /// `create-directory-at`.
    ///
    /// # Errors
    /// The host's, of the walk, or `access`.
    pub fn create_directory_at(&self, handle: u32, path: &str) -> Result<(), ErrorCode> {
        let reached = self.name(handle, path, &[Action::Create])?;
        let (directory, name, _) = named(&reached, ErrorCode::Exist)?;
        self.host.create_directory_at(directory, name)
    }

    /// `remove-directory-at`.
    ///
    /// # Errors
    /// The host's, of the walk, or `access`.
    pub fn remove_directory_at(&self, handle: u32, path: &str) -> Result<(), ErrorCode> {
        let reached = self.name(handle, path, &[Action::Delete])?;
        let (directory, name, _) = named(&reached, ErrorCode::Invalid)?;
        self.host.remove_directory_at(directory, name)
    }

    /// `unlink-file-at`.
    ///
    /// # Errors
    /// The host's, of the walk, or `access`.
    pub fn unlink_file_at(&self, handle: u32, path: &str) -> Result<(), ErrorCode> {
        let reached = self.name(handle, path, &[Action::Delete])?;
        let (directory, name, slash) = named(&reached, ErrorCode::IsDirectory)?;
        if slash {
            return Err(ErrorCode::NotDirectory);
        }
        self.host.unlink_file_at(directory, name)
    }

    /// `symlink-at`.
    ///
    /// # Errors
    /// The host's, of the walk, `access`, or `not-permitted` for a target that is not clean.
    pub fn symlink_at(&self, handle: u32, target: &str, path: &str) -> Result<(), ErrorCode> {
        let reached = self.name(handle, path, &[Action::Link, Action::Create])?;
        if !is_clean_target(target) {
            return Err(if target.is_empty() { ErrorCode::NoEntry } else { ErrorCode::NotPermitted });
        }
        let (directory, name, slash) = named(&reached, ErrorCode::Exist)?;
        if slash {
            return Err(ErrorCode::NoEntry);
        }
        self.host.symlink_at(target, directory, name)
    }

    /// `link-at`.
    ///
    /// # Errors
    /// The host's, of the walk, `access`, or `not-permitted` if something were gained by it.
    pub fn link_at(&self, handle: u32, follow: bool, old: &str, new_handle: u32, new: &str) -> Result<(), ErrorCode> {
        if follow {
            return Err(ErrorCode::Invalid);
        }
        let old = self.name(handle, old, &[Action::Link])?;
        let new = self.name(new_handle, new, &[Action::Create])?;
        let (from, old_name, old_slash) = named(&old, ErrorCode::NotPermitted)?;
        let (to, new_name, new_slash) = named(&new, ErrorCode::Exist)?;
        let kind = H::kind(&self.host.stat_at(from, old_name)?);
        if old_slash && kind != Kind::Directory {
            return Err(ErrorCode::NotDirectory);
        }
        if kind != Kind::RegularFile || !is_no_gain(&self.policy, &new.path, &old.path) {
            return Err(ErrorCode::NotPermitted);
        }
        if new_slash {
            return Err(ErrorCode::NoEntry);
        }
        self.host.link_at(from, old_name, to, new_name)
    }

    /// `rename-at`.
    ///
    /// # Errors
    /// The host's, of the walks, `access`, or `not-permitted` if something could be gained by it.
    pub fn rename_at(&mut self, handle: u32, old: &str, new_handle: u32, new: &str) -> Result<(), ErrorCode> {
        let old = self.name(handle, old, &[Action::Delete])?;
        let new = self.name(new_handle, new, &[Action::Create])?;
        let (from, old_name, old_slash) = named(&old, ErrorCode::Busy)?;
        let (to, new_name, new_slash) = named(&new, ErrorCode::Busy)?;
        let kind = H::kind(&self.host.stat_at(from, old_name)?);
        match self.host.stat_at(to, new_name) {
            Ok(_) => decide(&self.policy, Action::Delete, &new.path)?,
            Err(ErrorCode::NoEntry) => {}
            Err(code) => return Err(code),
        }
        if (old_slash || new_slash) && kind != Kind::Directory {
            return Err(ErrorCode::NotDirectory);
        }
        let may_move = match kind {
            Kind::Directory => is_blind(&self.policy),
            Kind::RegularFile => is_no_gain(&self.policy, &new.path, &old.path),
            Kind::SymbolicLink => {
                is_clean_target(self.host.readlink_at(from, old_name)?.as_ref()) && is_no_gain(&self.policy, &new.path, &old.path)
            }
            _ => false,
        };
        if !may_move {
            return Err(ErrorCode::NotPermitted);
        }
        self.host.rename_at(from, old_name, to, new_name)?;
        let (old, new) = (old.path, new.path);
        self.moved(&old, &new);
        Ok(())
    }

    /// Gives handles of what moved its new path.
    fn moved(&mut self, old: &str, new: &str) {
        let renew = |path: &mut String| {
            if let Some(rest) = below(path, old) {
                *path = [new, rest].concat();
            }
        };
        for handle in &self.open.descriptors {
            if let Some(descriptor) = self.descriptors.get_mut(*handle) {
                renew(&mut descriptor.path);
            }
        }
        for handle in &self.open.entries {
            if let Some(entries) = self.entries.get_mut(*handle) {
                renew(&mut entries.path);
            }
        }
    }
}
