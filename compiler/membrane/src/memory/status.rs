//! What is known of a node: its status, its times, its identity, what a folder lists, where a link points.
//!
//! In: descriptors and paths. Out: values. Must hold: a listing is sorted by name, without `.` and `..`, and is read from a name on, so
//! that a stream keeps one name and no copy of the folder; what is added behind that name meanwhile is listed, and what was removed is not.

use super::time::{Clock, Time};
use super::volume::Held;
use super::walk::{Kind, check, parent};
use super::{Descriptor, Memory, Mount};
use crate::code::Code;
use alloc::string::String;

/// `descriptor-stat`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// What it is.
    pub kind: Kind,
    /// How many names it has.
    pub links: u64,
    /// The bytes of a file or of a link's target; of a folder, 0.
    pub size: u64,
    /// When it was last read, as far as was asked to be noted.
    pub accessed: Time,
    /// When what it holds last changed.
    pub modified: Time,
    /// When it last changed in any way.
    pub changed: Time,
}

/// `new-timestamp`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Leave it.
    Same,
    /// The time of the change.
    Now,
    /// This one; nanoseconds may be more than a second.
    At(Time),
}

/// `directory-entry`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
}

impl<C: Clock> Memory<'_, C> {
    /// `stat`
    pub fn status(&self, of: &Descriptor) -> Result<Status, Code> {
        self.status_of(of, of.node)
    }

    /// `stat-at`
    pub fn status_at(&self, dir: &Descriptor, follows: bool, path: &str) -> Result<Status, Code> {
        self.status_of(dir, self.found(dir, follows, path)?)
    }

    /// `set-times`
    pub fn set_times(&mut self, of: &Descriptor, accessed: Moment, modified: Moment) -> Result<(), Code> {
        let moments = (normal(accessed)?, normal(modified)?);
        self.volume(of)?;
        self.set_times_of(of, of.node, moments)
    }

    /// `set-times-at`
    pub fn set_times_at(&mut self, dir: &Descriptor, follows: bool, path: &str, accessed: Moment, modified: Moment) -> Result<(), Code> {
        self.folder(dir)?;
        let moments = (normal(accessed)?, normal(modified)?);
        self.volume(dir)?;
        let node = if follows {
            self.find(dir, path, true)?
        } else {
            let (folder, name) = parent(self.view(dir)?, dir.node, path)?;
            check(name)?;
            if moments == (Moment::Same, Moment::Same) {
                // As on Linux, which does not even look whether there is anything.
                return Ok(());
            }
            self.find_in(dir, folder, name)?
        };
        self.set_times_of(dir, node, moments)
    }

    /// `is-same-object`
    pub fn is_same(&self, one: &Descriptor, other: &Descriptor) -> bool {
        (one.mount, one.node) == (other.mount, other.node)
    }

    /// `metadata-hash`: two numbers that stay with a node while it lives, and that no other has; programs take them for the number of an
    /// inode.
    pub fn hash(&self, of: &Descriptor) -> Result<(u64, u64), Code> {
        self.hash_of(of, of.node)
    }

    /// `metadata-hash-at`
    pub fn hash_at(&self, dir: &Descriptor, follows: bool, path: &str) -> Result<(u64, u64), Code> {
        self.hash_of(dir, self.found(dir, follows, path)?)
    }

    /// `readlink-at`
    pub fn readlink_at(&self, dir: &Descriptor, path: &str) -> Result<&str, Code> {
        self.folder(dir)?;
        let view = self.view(dir)?;
        let (folder, name) = parent(view, dir.node, path)?;
        let link = self.find_in(dir, folder, name)?;
        match view.kind(link)? {
            Kind::Link => view.target(link),
            Kind::Folder | Kind::File => Err(Code::Invalid),
        }
    }

    /// `read-directory`: whether a folder can be listed.
    pub fn may_list(&self, dir: &Descriptor) -> Result<(), Code> {
        self.folder(dir)
    }

    /// The first thing in a folder, or the first behind a name.
    pub fn list(&self, dir: &Descriptor, after: Option<&str>) -> Result<Option<Entry>, Code> {
        let view = self.view(dir)?;
        let Some((name, node)) = view.next(dir.node, after)? else { return Ok(None) };
        Ok(Some(Entry { kind: view.kind(node)?, name: String::from(name) }))
    }

    /// What has a name in a folder, which may be `.`.
    pub(super) fn find_in(&self, dir: &Descriptor, folder: u32, name: &str) -> Result<u32, Code> {
        check(name)?;
        if name == "." { Ok(folder) } else { self.view(dir)?.lookup(folder, name)?.ok_or(Code::NoEntry) }
    }

    /// As the host finds what it only looks at: of a path with one name a slash at the end counts for nothing, unless links are followed.
    fn found(&self, dir: &Descriptor, follows: bool, path: &str) -> Result<u32, Code> {
        self.folder(dir)?;
        let mut names = path.split('/').filter(|name| !name.is_empty() && *name != ".");
        if !follows
            && !path.starts_with('/')
            && !path.starts_with("./")
            && let (Some(name), None) = (names.next(), names.next())
            && name != ".."
        {
            return self.find_in(dir, dir.node, name);
        }
        self.find(dir, path, follows)
    }

    fn status_of(&self, of: &Descriptor, number: u32) -> Result<Status, Code> {
        let volume = match self.mount(of)? {
            Mount::Volume(volume) => volume,
            Mount::Tree(tree, time) => {
                let kind = self.view(of)?.kind(number)?;
                let size = if kind == Kind::File { tree.content(number)?.len() as u64 } else { 0 };
                return Ok(Status { kind, links: 1, size, accessed: *time, modified: *time, changed: *time });
            }
        };
        let node = volume.node(number);
        let (kind, size) = match &node.held {
            Held::File(content) => (Kind::File, content.size()),
            Held::Folder(_) => (Kind::Folder, 0),
            Held::Link(target) => (Kind::Link, target.len() as u64),
        };
        Ok(Status { kind, links: volume.links(number), size, accessed: node.accessed, modified: node.modified, changed: node.changed })
    }

    fn set_times_of(&mut self, of: &Descriptor, node: u32, (accessed, modified): (Moment, Moment)) -> Result<(), Code> {
        let now = self.now();
        let node = self.volume(of)?.node_mut(node);
        for (time, moment) in [(&mut node.accessed, accessed), (&mut node.modified, modified)] {
            match moment {
                Moment::Same => continue,
                Moment::Now => *time = now,
                Moment::At(at) => *time = at,
            }
            node.changed = now;
        }
        Ok(())
    }

    fn hash_of(&self, of: &Descriptor, number: u32) -> Result<(u64, u64), Code> {
        let serial = match self.mount(of)? {
            Mount::Volume(volume) => volume.node(number).serial,
            Mount::Tree(..) => u64::from(number) + 1,
        };
        let lower = mixed(serial ^ u64::from(of.mount) << 48);
        Ok((lower, mixed(lower)))
    }
}

/// A moment whose nanoseconds are below a second.
fn normal(moment: Moment) -> Result<Moment, Code> {
    let Moment::At(Time { seconds, nanoseconds }) = moment else { return Ok(moment) };
    let seconds = seconds.checked_add(u64::from(nanoseconds / 1_000_000_000)).ok_or(Code::Overflow)?;
    if seconds > i64::MAX as u64 {
        return Err(Code::Overflow);
    }
    Ok(Moment::At(Time { seconds, nanoseconds: nanoseconds % 1_000_000_000 }))
}

/// A number for each number (the last steps of SplitMix64, which can be undone, so no two are the same).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}
