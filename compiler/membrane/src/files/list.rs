//! `read-directory`: fs:list on the directory, and of what is in it only what may be seen.
//!
//! An entry is shown if fs:stat or fs:list is allowed on its path, and if its name is clean, since no other could be used (threat F8).
//! Entries are read from the host one by one, so memory does not grow with the directory (F14).

use super::host::{ErrorCode, Host, Kind};
use super::name::{is_clean, join};
use super::policy::{Action, Policy, allowed, decide};
use super::{Entries, Guard, room};

/// What is said of an entry.
pub enum Listed<T> {
    /// Its type and name.
    Shown(Kind, T),
    /// It is passed over.
    Hidden,
    /// There is none.
    End,
}

impl<H: Host, P: Policy> Guard<H, P> {
    /// `read-directory`. Needs fs:list.
    ///
    /// # Errors
    /// The host's, `access`, or `quota`.
    pub fn read_directory(&mut self, handle: u32) -> Result<u32, ErrorCode> {
        room(&self.entries)?;
        let directory = self.directory(handle)?;
        decide(&self.policy, Action::List, &directory.path)?;
        let entries = Entries { host: self.host.read_directory(&directory.host)?, path: directory.path.clone() };
        let handle = self.entries.keep(entries).map_err(|_| ErrorCode::Quota)?;
        self.open.entries.push(handle);
        Ok(handle)
    }

    /// `read-directory-entry`.
    ///
    /// # Errors
    /// The host's.
    pub fn next_entry(&self, handle: u32) -> Result<Option<(Kind, H::Text)>, ErrorCode> {
        loop {
            match self.look(handle)? {
                Listed::Shown(kind, name) => return Ok(Some((kind, name))),
                Listed::Hidden => {}
                Listed::End => return Ok(None),
            }
        }
    }

    /// One entry of the host's: for whoever must give back what it allocated before the next one.
    ///
    /// # Errors
    /// The host's.
    pub fn look(&self, handle: u32) -> Result<Listed<H::Text>, ErrorCode> {
        let entries = self.entries.get(handle).ok_or(ErrorCode::BadDescriptor)?;
        let Some((kind, name)) = self.host.next_entry(&entries.host)? else { return Ok(Listed::End) };
        if !is_clean(name.as_ref()) {
            return Ok(Listed::Hidden);
        }
        let path = join(&entries.path, name.as_ref());
        let is_shown = [Action::Stat, Action::List].into_iter().any(|action| allowed(&self.policy, action, &path));
        Ok(if is_shown { Listed::Shown(kind, name) } else { Listed::Hidden })
    }
}
