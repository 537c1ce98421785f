//! Filesystems that exist in memory only, and so carry no authority: writable ones with a limit, and read-only trees that were embedded at
//! link time.
//!
//! In: calls of `wasi:filesystem` 0.2, each with a descriptor that was given out here. Out: what wasmtime-wasi 48 answers on Linux for a
//! folder of its own, code by code; [`tests/memory/`](../tests/memory/main.rs) compares both. Must hold: a path never leaves the folder
//! that it starts in (`walk.rs`); nothing is changed by a call that fails; what is read-only refuses every change with `not-permitted`, as
//! a folder does that a host gave for reading. Deliberately other than a host's folder: listings are sorted; reading leaves no trace in
//! times; `status-change-timestamp` is the time of the last change; mounts are volumes of their own, between which names cannot move
//! (`cross-device`).

mod change;
mod content;
pub mod embedded;
mod names;
mod room;
pub mod settings;
mod status;
pub mod stream;
pub mod time;
mod volume;
mod walk;

use crate::code::Code;
use alloc::vec::Vec;
use embedded::Tree;
use time::{Clock, Time};
use volume::{Held, ROOT, Volume};
use walk::{Found, How, View, find, walk};

pub use content::{LARGEST, PIECE};
pub use status::{Entry, Moment, Status};
pub use volume::NAME;
pub use walk::Kind;

/// Mounts, and the clock that their times are from.
#[derive(Debug)]
pub struct Memory<'a, C> {
    clock: C,
    last: Time,
    mounts: Vec<Mount<'a>>,
}

#[derive(Debug)]
enum Mount<'a> {
    Volume(Volume),
    /// With the time that everything in it has.
    Tree(Tree<'a>, Time),
}

/// What an open file or folder is to its opener. One is given back with [`Memory::close`].
#[derive(Debug)]
pub struct Descriptor {
    mount: u32,
    node: u32,
    reads: bool,
    writes: bool,
}

/// Flags of `open-at`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Make a file if there is none.
    pub create: bool,
    /// Fail if it is no folder.
    pub directory: bool,
    /// With `create`: fail if there is something.
    pub exclusive: bool,
    /// Empty the file.
    pub truncate: bool,
}

/// Flags of a descriptor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// It may be read.
    pub read: bool,
    /// It may be written.
    pub write: bool,
    /// One of the three kinds of synchronous writing, of which there is none here.
    pub sync: bool,
    /// What is in the folder may be changed.
    pub mutate_directory: bool,
}

impl<'a, C: Clock> Memory<'a, C> {
    /// Without mounts.
    pub fn new(clock: C) -> Self {
        Self { clock, last: Time::default(), mounts: Vec::new() }
    }

    /// The clock.
    pub fn clock(&mut self) -> &mut C {
        &mut self.clock
    }

    /// Adds an empty writable filesystem with room for so many bytes, and says its number.
    pub fn add_volume(&mut self, limit: u64) -> usize {
        let now = self.now();
        self.mounts.push(Mount::Volume(Volume::new(limit, now)));
        self.mounts.len() - 1
    }

    /// Adds a read-only tree, and says its number.
    pub fn add_tree(&mut self, tree: Tree<'a>) -> usize {
        let now = self.now();
        self.mounts.push(Mount::Tree(tree, now));
        self.mounts.len() - 1
    }

    /// The outermost folder of a mount.
    pub fn root(&mut self, mount: usize) -> Option<Descriptor> {
        let writes = matches!(self.mounts.get(mount)?, Mount::Volume(_));
        Some(self.descriptor(mount as u32, ROOT, true, writes))
    }

    /// How many bytes of a writable mount's room are used.
    pub fn used(&self, mount: usize) -> Option<u64> {
        match self.mounts.get(mount)? {
            Mount::Volume(volume) => Some(volume.used()),
            Mount::Tree(..) => None,
        }
    }

    /// How many nodes a writable mount has.
    pub fn nodes(&self, mount: usize) -> Option<usize> {
        match self.mounts.get(mount)? {
            Mount::Volume(volume) => Some(volume.nodes()),
            Mount::Tree(..) => None,
        }
    }

    /// Another descriptor for the same.
    pub fn duplicate(&mut self, descriptor: &Descriptor) -> Descriptor {
        self.descriptor(descriptor.mount, descriptor.node, descriptor.reads, descriptor.writes)
    }

    /// Gives a descriptor back. A file without names goes with its last one.
    pub fn close(&mut self, descriptor: Descriptor) {
        if let Some(Mount::Volume(volume)) = self.mounts.get_mut(descriptor.mount as usize) {
            volume.release(descriptor.node);
        }
    }

    /// `open-at`
    pub fn open_at(&mut self, dir: &Descriptor, follows: bool, path: &str, open: Open, flags: Flags) -> Result<Descriptor, Code> {
        self.folder(dir)?;
        if flags.sync {
            return Err(Code::Unsupported);
        }
        if open.directory && (open.create || open.exclusive || open.truncate) {
            return Err(Code::Invalid);
        }
        // As the host opens: making and emptying are writing, and what is not written is read.
        let writes = flags.write || open.create || open.truncate;
        let reads = flags.read || !flags.write;
        if writes {
            self.volume(dir)?;
        }
        let exclusive = open.create && open.exclusive;
        let how = How { follows: follows && !exclusive, creates: open.create, folder: false };
        let node = match walk(self.view(dir)?, dir.node, path, how)? {
            Found::Node(_) if exclusive => return Err(Code::Exist),
            Found::Node(node) => {
                match self.view(dir)?.kind(node)? {
                    Kind::Link => return Err(Code::Loop),
                    Kind::Folder if writes => return Err(Code::IsDirectory),
                    Kind::File if open.directory => return Err(Code::NotDirectory),
                    Kind::Folder | Kind::File => {}
                }
                if open.truncate {
                    let now = self.now();
                    let volume = self.volume(dir)?;
                    let (content, room) = volume.file_mut(node)?;
                    content.resize(0, room)?;
                    volume.touch(node, now);
                }
                node
            }
            Found::Missing { folder, name } if open.create => {
                let name = alloc::string::String::from(name);
                let now = self.now();
                self.volume(dir)?.make(folder, &name, Held::File(content::Content::default()), now)?
            }
            Found::Missing { .. } => return Err(Code::NoEntry),
        };
        Ok(self.descriptor(dir.mount, node, reads, writes))
    }

    /// `read`: at most `length` bytes, and none at the end only. What does not lie in one piece is gathered in `spare`.
    pub fn read<'b>(&'b self, file: &Descriptor, length: u64, offset: u64, spare: &'b mut Vec<u8>) -> Result<&'b [u8], Code> {
        let content = match self.mount(file)? {
            Mount::Volume(volume) => match &volume.node(file.node).held {
                Held::File(content) => Ok(content),
                Held::Folder(_) | Held::Link(_) => return Err(Code::BadDescriptor),
            },
            Mount::Tree(tree, _) => Err(tree.content(file.node)?),
        };
        if offset > i64::MAX as u64 {
            return Err(Code::Invalid);
        }
        if !file.reads {
            return Err(Code::BadDescriptor);
        }
        match content {
            Ok(content) => content.read(offset, length, spare),
            Err(bytes) => {
                let bytes = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or(&[]);
                Ok(&bytes[..bytes.len().min(length.min(PIECE as u64) as usize)])
            }
        }
    }

    /// `write`: how many bytes were written, which are fewer if there is no room for more.
    pub fn write(&mut self, file: &Descriptor, bytes: &[u8], offset: u64) -> Result<usize, Code> {
        self.file(file)?;
        self.volume(file)?;
        if offset > i64::MAX as u64 {
            return Err(Code::Invalid);
        }
        if !file.writes {
            return Err(Code::BadDescriptor);
        }
        if bytes.is_empty() {
            return Ok(0);
        }
        let now = self.now();
        let volume = self.volume(file)?;
        let (content, room) = volume.file_mut(file.node)?;
        let written = content.write(bytes, offset, room)?;
        volume.touch(file.node, now);
        Ok(written)
    }

    /// Writes bytes at the end.
    pub fn append(&mut self, file: &Descriptor, bytes: &[u8]) -> Result<usize, Code> {
        let end = self.status(file)?.size;
        self.write(file, bytes, end)
    }

    /// `set-size`
    pub fn set_size(&mut self, file: &Descriptor, size: u64) -> Result<(), Code> {
        self.file(file)?;
        self.volume(file)?;
        if !file.writes || size > i64::MAX as u64 {
            return Err(Code::Invalid);
        }
        let now = self.now();
        let volume = self.volume(file)?;
        let (content, room) = volume.file_mut(file.node)?;
        content.resize(size, room)?;
        volume.touch(file.node, now);
        Ok(())
    }

    /// `sync` and `sync-data`, which have nothing to do.
    pub fn sync(&self, _: &Descriptor) -> Result<(), Code> {
        Ok(())
    }

    /// `advise`, of which there is nothing to take.
    pub fn advise(&self, file: &Descriptor) -> Result<(), Code> {
        self.file(file)
    }

    /// `read-via-stream`: whether there may be a stream.
    pub fn may_read(&self, file: &Descriptor) -> Result<(), Code> {
        match self.kind(file)? {
            Kind::Folder => Err(Code::IsDirectory),
            Kind::File | Kind::Link => Ok(()),
        }
    }

    /// `write-via-stream` and `append-via-stream`: whether there may be a stream. Whether the descriptor may be written is asked when
    /// something is.
    pub fn may_write(&mut self, file: &Descriptor) -> Result<(), Code> {
        self.file(file)?;
        self.volume(file).map(|_| ())
    }

    /// `get-flags`
    pub fn flags(&self, of: &Descriptor) -> Result<Flags, Code> {
        let is_folder = self.kind(of)? == Kind::Folder;
        Ok(Flags { read: of.reads, write: of.writes && !is_folder, sync: false, mutate_directory: of.writes && is_folder })
    }

    /// `get-type`
    pub fn kind(&self, of: &Descriptor) -> Result<Kind, Code> {
        self.view(of)?.kind(of.node)
    }

    /// The time of a change, which is never before that of another.
    fn now(&mut self) -> Time {
        self.last = self.last.max(self.clock.now());
        self.last
    }

    fn descriptor(&mut self, mount: u32, node: u32, reads: bool, writes: bool) -> Descriptor {
        if let Some(Mount::Volume(volume)) = self.mounts.get_mut(mount as usize) {
            volume.hold(node);
        }
        Descriptor { mount, node, reads, writes }
    }

    fn mount(&self, of: &Descriptor) -> Result<&Mount<'a>, Code> {
        self.mounts.get(of.mount as usize).ok_or(Code::BadDescriptor)
    }

    fn view(&self, of: &Descriptor) -> Result<&dyn View, Code> {
        Ok(match self.mount(of)? {
            Mount::Volume(volume) => volume,
            Mount::Tree(tree, _) => tree,
        })
    }

    /// The volume of a descriptor, if it may be changed.
    fn volume(&mut self, of: &Descriptor) -> Result<&mut Volume, Code> {
        match self.mounts.get_mut(of.mount as usize) {
            Some(Mount::Volume(volume)) => Ok(volume),
            Some(Mount::Tree(..)) => Err(Code::NotPermitted),
            None => Err(Code::BadDescriptor),
        }
    }

    fn file(&self, of: &Descriptor) -> Result<(), Code> {
        if self.kind(of)? == Kind::File { Ok(()) } else { Err(Code::BadDescriptor) }
    }

    fn folder(&self, of: &Descriptor) -> Result<(), Code> {
        if self.kind(of)? == Kind::Folder { Ok(()) } else { Err(Code::NotDirectory) }
    }

    fn find(&self, dir: &Descriptor, path: &str, follows: bool) -> Result<u32, Code> {
        self.folder(dir)?;
        find(self.view(dir)?, dir.node, path, follows)
    }
}
