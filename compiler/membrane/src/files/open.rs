//! `open-at`: what opening needs, and what the handle may then do.
//!
//! A file: `read`, and the absence of `write`, need fs:read. `write` needs fs:write, or else fs:append: then the handle can append and
//! nothing else. `truncate` needs fs:write if the file exists, and is not asked for if it does not. `create` needs fs:create if there is
//! no such file: the host is asked to create it `exclusive`ly, and otherwise to open what exists, so what was decided is what happens; if
//! others make or remove it meanwhile, it is looked at again, a few times. `create` with `exclusive` always needs fs:create, so that
//! `exist` tells nothing to whom it may not.
//!
//! A directory: something must be allowed on its path, whatever it is. What is done with it is decided then, so opening it gives away
//! only that it exists. What lies below a directory that cannot be seen is reached by its whole path from the preopen, as the libraries
//! of Rust, Python, Go and C do.

use super::host::{DescriptorFlags, ErrorCode, Host, Kind, OpenFlags};
use super::policy::{Action, Policy, allowed, decide, is_visible};
use super::walk::{Last, Place, Reached};
use super::{Descriptor, Guard, room};

/// How often others may get in between.
const ATTEMPTS: usize = 4;

/// What a descriptor of a file was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Reading.
    pub read: bool,
    /// Writing anywhere, and appending.
    pub write: bool,
    /// Appending.
    pub append: bool,
}

/// Why a file was not opened.
enum Stop {
    /// For good.
    With(ErrorCode),
    /// Others have made or removed it since it was looked at.
    Changed,
}

impl From<ErrorCode> for Stop {
    fn from(code: ErrorCode) -> Self {
        Self::With(code)
    }
}

impl<H: Host, P: Policy> Guard<H, P> {
    /// `open-at`.
    ///
    /// # Errors
    /// The host's, of the walk, or `access`.
    pub fn open_at(&mut self, handle: u32, follow: bool, path: &str, open: OpenFlags, flags: DescriptorFlags) -> Result<u32, ErrorCode> {
        room(&self.descriptors)?;
        for _ in 0..ATTEMPTS {
            match self.try_open(handle, follow, path, open, flags) {
                Ok(descriptor) => return self.keep(descriptor),
                Err(Stop::With(code)) => return Err(code),
                Err(Stop::Changed) => {}
            }
        }
        Err(ErrorCode::Busy)
    }

    fn try_open(&self, handle: u32, follow: bool, path: &str, open: OpenFlags, flags: DescriptorFlags) -> Result<Descriptor<H>, Stop> {
        let makes = open.has(OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE).with(OpenFlags::TRUNCATE));
        if open.has(OpenFlags::DIRECTORY) && makes {
            return Err(ErrorCode::Invalid.into());
        }
        let does_change = makes || flags.has(DescriptorFlags::WRITE.with(DescriptorFlags::MUTATE_DIRECTORY));
        // What must not exist is not followed, as in POSIX.
        let is_new = open.has(OpenFlags::CREATE) && open.has(OpenFlags::EXCLUSIVE);
        let last = if follow && !is_new { Last::Followed } else { Last::Found };
        if open.has(OpenFlags::CREATE) && path.ends_with('/') {
            // As on Linux, whatever is there.
            let reached = self.walk(handle, path, Last::Named, &Action::ALL, does_change)?;
            self.rights(&reached.path, open, flags)?;
            let is_there = is_new && matches!(reached.place, Place::Itself);
            return Err(if is_there { ErrorCode::Exist } else { ErrorCode::IsDirectory }.into());
        }
        let reached = self.walk(handle, path, last, &Action::ALL, does_change)?;
        let kind = match &reached.place {
            Place::Itself => Ok(Kind::Directory),
            Place::Name { found: Some(Err(code)), .. } => Err(*code),
            Place::Name { found: Some(Ok(stat)), .. } => Ok(H::kind(stat)),
            Place::Name { found: None, .. } => Err(ErrorCode::Access),
        };
        let slash = matches!(reached.place, Place::Name { slash: true, .. });
        match kind {
            Ok(Kind::Directory) => self.open_directory(reached, open, flags),
            Ok(kind) if kind != Kind::SymbolicLink && (open.has(OpenFlags::DIRECTORY) || slash) => {
                Err(self.shown(ErrorCode::NotDirectory, &reached.path))
            }
            Ok(Kind::RegularFile) => self.open_file(reached, open, flags),
            // A link that was not to be followed.
            Ok(Kind::SymbolicLink) => {
                self.rights(&reached.path, open, flags)?;
                Err(if is_new { ErrorCode::Exist } else { ErrorCode::Loop }.into())
            }
            Ok(_) => Err(ErrorCode::Access.into()),
            Err(ErrorCode::NoEntry) if open.has(OpenFlags::CREATE) => self.create(reached, open, flags),
            Err(code) if open.has(OpenFlags::DIRECTORY) || slash => Err(self.shown(code, &reached.path)),
            Err(code) => {
                self.rights(&reached.path, open, flags)?;
                Err(code.into())
            }
        }
    }

    /// An answer that tells what is at a path.
    fn shown(&self, code: ErrorCode, path: &str) -> Stop {
        if is_visible(&self.policy, path) { code.into() } else { ErrorCode::Access.into() }
    }

    /// What a file at a path may be opened for, if policy allows all that is asked for but creation.
    fn rights(&self, path: &str, open: OpenFlags, flags: DescriptorFlags) -> Result<Rights, ErrorCode> {
        let writes = flags.has(DescriptorFlags::WRITE);
        let read = flags.has(DescriptorFlags::READ) || !writes;
        if read {
            decide(&self.policy, Action::Read, path)?;
        }
        let write = writes && allowed(&self.policy, Action::Write, path);
        if writes && !write {
            decide(&self.policy, Action::Append, path)?;
        }
        if open.has(OpenFlags::CREATE) && open.has(OpenFlags::EXCLUSIVE) {
            decide(&self.policy, Action::Create, path)?;
        }
        Ok(Rights { read, write, append: writes })
    }

    fn open_directory(&self, reached: Reached<'_, H>, open: OpenFlags, flags: DescriptorFlags) -> Result<Descriptor<H>, Stop> {
        let is_new = open.has(OpenFlags::CREATE) && open.has(OpenFlags::EXCLUSIVE);
        if is_new {
            self.rights(&reached.path, open, flags)?;
            return Err(ErrorCode::Exist.into());
        }
        if open.has(OpenFlags::CREATE.with(OpenFlags::TRUNCATE)) || flags.has(DescriptorFlags::WRITE) {
            return Err(self.shown(ErrorCode::IsDirectory, &reached.path));
        }
        if !is_visible(&self.policy, &reached.path) {
            return Err(ErrorCode::Access.into());
        }
        let path = reached.path.clone();
        let host = match &reached.place {
            Place::Name { name, .. } => self.host.open_at(reached.directory(), name, OpenFlags::DIRECTORY, flags)?,
            Place::Itself => match reached.take() {
                Ok(held) => held,
                Err(base) => self.host.open_at(base, ".", OpenFlags::DIRECTORY, flags)?,
            },
        };
        Ok(Descriptor { host, path, rights: None })
    }

    fn open_file(&self, reached: Reached<'_, H>, open: OpenFlags, flags: DescriptorFlags) -> Result<Descriptor<H>, Stop> {
        let rights = self.rights(&reached.path, open, flags)?;
        if open.has(OpenFlags::CREATE) && open.has(OpenFlags::EXCLUSIVE) {
            return Err(ErrorCode::Exist.into());
        }
        let truncate = open.has(OpenFlags::TRUNCATE);
        if truncate && !rights.write {
            decide(&self.policy, Action::Write, &reached.path)?;
        }
        let how = if truncate { OpenFlags::TRUNCATE } else { OpenFlags::none() };
        match self.open_named(reached, how, flags, rights) {
            Err(ErrorCode::NoEntry) if open.has(OpenFlags::CREATE) => Err(Stop::Changed),
            other => Ok(other?),
        }
    }

    fn create(&self, reached: Reached<'_, H>, open: OpenFlags, flags: DescriptorFlags) -> Result<Descriptor<H>, Stop> {
        let is_new = open.has(OpenFlags::EXCLUSIVE);
        let rights = self.rights(&reached.path, open, flags)?;
        if !is_new {
            decide(&self.policy, Action::Create, &reached.path)?;
        }
        match self.open_named(reached, OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE), flags, rights) {
            Err(ErrorCode::Exist) if !is_new => Err(Stop::Changed),
            other => Ok(other?),
        }
    }

    /// Opens what must be a regular file. Policy allows it.
    fn open_named(
        &self,
        reached: Reached<'_, H>,
        open: OpenFlags,
        flags: DescriptorFlags,
        rights: Rights,
    ) -> Result<Descriptor<H>, ErrorCode> {
        let Place::Name { name, .. } = &reached.place else { return Err(ErrorCode::IsDirectory) };
        let host = self.host.open_at(reached.directory(), name, open, flags)?;
        // Others may have put something else there.
        if self.host.get_type(&host)? != Kind::RegularFile {
            return Err(ErrorCode::Access);
        }
        Ok(Descriptor { host, path: reached.path, rights: Some(rights) })
    }
}
