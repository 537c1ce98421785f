//! From a directory and a path to the place that the path leads to, one clean name at a time.
//!
//! In: the descriptor of a directory, its canonical path, and a path as the agent gives it. Out: the directory in which the last name
//! lies, open, that name, and its canonical path, in which there is no link. Must hold: the host sees single clean names and follows no
//! link; a link is read and its target walked here, with `..` taken from the directories that are held open, never below the one that the
//! walk began at (threats F1, F2). Each name is looked at before it is opened, so that no fifo or device is opened on the way (F12).
//! Refused: absolute paths and links, NUL, names that are not clean, what is too long or too deep, more than 40 links.
//!
//! Whether something exists is told only where policy lets it be seen (F8). An error on the way stands only if anything is allowed on the
//! path where it arose, or, without `..` in what was left of the path, on the path that it was to lead to; otherwise it is `access`. So
//! `out/x` is `no-entry` where `out` is missing and `/data/out/x` may be created. `..` needs something to be allowed on the directory
//! that it leaves; otherwise `secret/../out/x` would tell whether there is a `secret`. What is on the path as the agent spells it is
//! checked before the host is asked anything. That a link leads to a place that is granted, is told.

use super::host::{DescriptorFlags, ErrorCode, Host, Kind, OpenFlags};
use super::name::{LONGEST, is_clean, join};
use super::policy::{Policy, is_visible};
use alloc::string::String;
use alloc::vec::Vec;

/// How many links are followed, as on Linux.
pub const MOST_LINKS: usize = 40;
/// How many directories are held at once.
pub const DEEPEST: usize = 256;

/// What becomes of the last name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// It is looked at, and followed if it is a link.
    Followed,
    /// It is looked at; a link is followed only if a slash comes after it.
    Found,
    /// Only the way to it is walked.
    Named,
}

/// Where a path led.
pub struct Reached<'b, H: Host> {
    base: &'b H::Descriptor,
    held: Option<H::Descriptor>,
    /// The canonical path.
    pub path: String,
    /// What is there.
    pub place: Place<H>,
}

/// What is at the end of a path.
pub enum Place<H: Host> {
    /// The directory that is held itself: the path ended with `.` or `..`.
    Itself,
    /// A name in the directory that is held.
    Name {
        /// It is clean.
        name: String,
        /// Whether a slash came after it.
        slash: bool,
        /// What the host said of it; for [`Last::Named`] nothing.
        found: Option<Result<H::Stat, ErrorCode>>,
    },
}

impl<'b, H: Host> Reached<'b, H> {
    /// The directory that is held.
    pub fn directory(&self) -> &H::Descriptor {
        self.held.as_ref().unwrap_or(self.base)
    }

    /// Takes the directory that is held, unless it is the one that the walk began at.
    pub fn take(self) -> Result<H::Descriptor, &'b H::Descriptor> {
        self.held.ok_or(self.base)
    }
}

/// Walks.
///
/// # Errors
/// As the header says.
pub fn walk<'b, H: Host, P: Policy>(
    (host, policy): (&H, &P),
    base: (&'b H::Descriptor, &str),
    path: &str,
    last: Last,
    flags: DescriptorFlags,
) -> Result<Reached<'b, H>, ErrorCode> {
    let mut names = Names::default();
    names.add(path)?;
    let walk = Walk { host, policy, base: base.0, flags, last, here: base.1.into(), held: Vec::new(), names };
    walk.run()
}

/// The components that are left, the next one last.
#[derive(Default)]
struct Names {
    left: Vec<String>,
    /// Whether the path ended with a slash.
    slash: bool,
}

impl Names {
    /// Puts the components of a path, or of a link's target, before those that are left.
    fn add(&mut self, path: &str) -> Result<(), ErrorCode> {
        if path.is_empty() {
            return Err(ErrorCode::NoEntry);
        }
        if path.contains('\0') {
            return Err(ErrorCode::Invalid);
        }
        if path.len() > LONGEST {
            return Err(ErrorCode::NameTooLong);
        }
        let components = || path.split('/').filter(|component| !component.is_empty());
        if path.starts_with('/') || components().any(|component| !matches!(component, "." | "..") && !is_clean(component)) {
            return Err(ErrorCode::NotPermitted);
        }
        self.slash |= self.left.is_empty() && path.ends_with('/');
        self.left.extend(components().rev().map(String::from));
        Ok(())
    }
}

struct Walk<'w, 'b, H: Host, P> {
    host: &'w H,
    policy: &'w P,
    base: &'b H::Descriptor,
    /// What directories on the way are opened with.
    flags: DescriptorFlags,
    last: Last,
    /// The canonical path of the directory that is held last.
    here: String,
    /// The directories below the base, and how long the path of the one above each is.
    held: Vec<(H::Descriptor, usize)>,
    names: Names,
}

impl<'b, H: Host, P: Policy> Walk<'_, 'b, H, P> {
    fn run(mut self) -> Result<Reached<'b, H>, ErrorCode> {
        let mut links = 0;
        while let Some(name) = self.names.left.pop() {
            match name.as_str() {
                "." => continue,
                ".." => {
                    self.leave()?;
                    continue;
                }
                _ => {}
            }
            let path = join(&self.here, &name);
            let is_last = self.names.left.is_empty();
            let slash = is_last && self.names.slash;
            if is_last && self.last == Last::Named {
                return Ok(self.reached(path, Place::Name { name, slash, found: None }));
            }
            let found = self.host.stat_at(self.directory(), &name);
            match found.as_ref().map(H::kind) {
                Ok(Kind::SymbolicLink) if !is_last || slash || self.last == Last::Followed => {
                    links += 1;
                    self.follow(&name, links).map_err(|code| self.blame(code, &path))?;
                }
                _ if is_last => return Ok(self.reached(path, Place::Name { name, slash, found: Some(found) })),
                Ok(Kind::Directory) => self.enter(&name).map_err(|code| self.blame(code, &path))?,
                Ok(_) => return Err(self.blame(ErrorCode::NotDirectory, &path)),
                Err(code) => return Err(self.blame(*code, &path)),
            }
        }
        let path = self.here.clone();
        Ok(self.reached(path, Place::Itself))
    }

    fn reached(self, path: String, place: Place<H>) -> Reached<'b, H> {
        let held = self.held.into_iter().next_back().map(|(directory, _)| directory);
        Reached { base: self.base, held, path, place }
    }

    fn directory(&self) -> &H::Descriptor {
        self.held.last().map_or(self.base, |(directory, _)| directory)
    }

    fn enter(&mut self, name: &str) -> Result<(), ErrorCode> {
        if self.held.len() == DEEPEST {
            return Err(ErrorCode::NameTooLong);
        }
        let directory = self.host.open_at(self.directory(), name, OpenFlags::DIRECTORY, self.flags)?;
        self.held.push((directory, self.here.len()));
        self.here = join(&self.here, name);
        Ok(())
    }

    fn leave(&mut self) -> Result<(), ErrorCode> {
        if self.held.is_empty() {
            return Err(ErrorCode::NotPermitted);
        }
        if !is_visible(self.policy, &self.here) {
            return Err(ErrorCode::Access);
        }
        if let Some((_, above)) = self.held.pop() {
            self.here.truncate(above);
        }
        Ok(())
    }

    fn follow(&mut self, name: &str, links: usize) -> Result<(), ErrorCode> {
        if links > MOST_LINKS {
            return Err(ErrorCode::Loop);
        }
        let target = self.host.readlink_at(self.directory(), name)?;
        self.names.add(target.as_ref())
    }

    /// An error on the way, if the agent may see it.
    fn blame(&self, code: ErrorCode, path: &str) -> ErrorCode {
        if is_visible(self.policy, path) {
            return code;
        }
        let left = &self.names.left;
        if left.iter().any(|name| name == "..") {
            return ErrorCode::Access;
        }
        let end = left.iter().rev().filter(|name| *name != ".").fold(String::from(path), |path, name| join(&path, name));
        if end != path && is_visible(self.policy, &end) { code } else { ErrorCode::Access }
    }
}
