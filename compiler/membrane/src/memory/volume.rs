//! The nodes of a writable filesystem: files, folders and links by number, each with its names and handles counted.
//!
//! In: numbers that this volume gave out, names that are no path. Must hold: a node lives while it has a name or a handle, and no longer;
//! the number of one that is gone is in no folder and in no handle; each name is charged [`NAME`] bytes of room, each piece of content and
//! each link's target what it takes.

use super::content::Content;
use super::names::Names;
use super::room::Room;
use super::time::Time;
use super::walk::{Kind, View};
use crate::code::Code;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What a name costs: the node, the name itself, its place in a folder.
pub const NAME: u64 = 512;
/// The longest name.
pub const LONGEST: usize = 255;
/// The number of the folder that everything is in.
pub const ROOT: u32 = 0;

/// A writable filesystem.
#[derive(Debug)]
pub struct Volume {
    nodes: Vec<Option<Node>>,
    free: Vec<u32>,
    serial: u64,
    room: Room,
}

/// A file, folder or link.
#[derive(Debug)]
pub struct Node {
    /// A number that no other node ever had.
    pub serial: u64,
    /// How many names it has.
    pub names: u32,
    /// How many descriptors and streams stand for it.
    pub handles: u32,
    /// When it was last read, as far as was asked to be noted.
    pub accessed: Time,
    /// When what it holds last changed.
    pub modified: Time,
    /// When it last changed in any way.
    pub changed: Time,
    /// What it holds.
    pub held: Held,
}

/// What a node holds.
#[derive(Debug)]
pub enum Held {
    /// A file's bytes.
    File(Content),
    /// A folder's names.
    Folder(Folder),
    /// Where a link points.
    Link(Box<str>),
}

/// A folder.
#[derive(Debug)]
pub struct Folder {
    /// The folder that it is in; of the outermost one, and of one that was removed, itself.
    pub parent: u32,
    /// Whether it was removed, and lives by its handles only.
    pub removed: bool,
    /// How many folders are in it.
    pub folders: u32,
    /// What is in it.
    pub names: Names,
}

impl Volume {
    /// An empty one, with room for so many bytes.
    pub fn new(limit: u64, now: Time) -> Self {
        let mut volume = Self { nodes: Vec::new(), free: Vec::new(), serial: 0, room: Room::new(limit) };
        volume.place(Held::Folder(Folder { parent: ROOT, removed: false, folders: 0, names: Names::default() }), now);
        volume.node_mut(ROOT).names = 1;
        volume
    }

    /// How much of the room is used.
    pub fn used(&self) -> u64 {
        self.room.used()
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.nodes.len() - self.free.len()
    }

    /// A node.
    pub fn node(&self, number: u32) -> &Node {
        self.nodes[number as usize].as_ref().expect("a number that was given out stands for a node until its last name and handle are gone")
    }

    /// A node, to be changed.
    pub fn node_mut(&mut self, number: u32) -> &mut Node {
        self.nodes[number as usize].as_mut().expect("a number that was given out stands for a node until its last name and handle are gone")
    }

    /// A folder.
    pub fn folder(&self, number: u32) -> Option<&Folder> {
        match &self.node(number).held {
            Held::Folder(folder) => Some(folder),
            Held::File(_) | Held::Link(_) => None,
        }
    }

    fn folder_mut(&mut self, number: u32) -> Option<&mut Folder> {
        match &mut self.node_mut(number).held {
            Held::Folder(folder) => Some(folder),
            Held::File(_) | Held::Link(_) => None,
        }
    }

    /// The content of a file, and the room that it may grow in.
    pub fn file_mut(&mut self, number: u32) -> Result<(&mut Content, &mut Room), Code> {
        match self.nodes[number as usize].as_mut().map(|node| &mut node.held) {
            Some(Held::File(content)) => Ok((content, &mut self.room)),
            _ => Err(Code::BadDescriptor),
        }
    }

    /// How many names a node has, as hosts count them: those of a folder, its `.`, and the `..` of each folder in it.
    pub fn links(&self, number: u32) -> u64 {
        match self.folder(number) {
            Some(folder) if !folder.removed => 2 + u64::from(folder.folders),
            Some(_) => 0,
            None => u64::from(self.node(number).names),
        }
    }

    /// Its content changed.
    pub fn touch(&mut self, number: u32, now: Time) {
        let node = self.node_mut(number);
        (node.modified, node.changed) = (now, now);
    }

    /// Makes a node with a name in a folder, where nothing has that name.
    ///
    /// # Errors
    /// If the folder was removed, or there is no room.
    pub fn make(&mut self, folder: u32, name: &str, held: Held, now: Time) -> Result<u32, Code> {
        if !self.takes_names(folder) {
            return Err(Code::NoEntry);
        }
        let target = if let Held::Link(target) = &held { target.len() as u64 } else { 0 };
        self.room.take(NAME + target)?;
        let number = self.place(held, now);
        self.insert(folder, name, number, now);
        Ok(number)
    }

    /// Gives a node one more name, in a folder where nothing has it.
    ///
    /// # Errors
    /// If the folder was removed, or there is no room.
    pub fn name(&mut self, folder: u32, name: &str, number: u32, now: Time) -> Result<(), Code> {
        if !self.takes_names(folder) {
            return Err(Code::NoEntry);
        }
        self.room.take(NAME)?;
        self.insert(folder, name, number, now);
        Ok(())
    }

    /// Moves a name from one folder to another, in which nothing has the new one.
    pub fn rename(&mut self, from: u32, name: &str, to: u32, new: &str, now: Time) {
        if let Some(number) = self.take_out(from, name, now) {
            self.insert(to, new, number, now);
        }
    }

    /// Takes a name out of a folder. What has no other name and no handle goes; a folder must be empty.
    pub fn remove(&mut self, folder: u32, name: &str, now: Time) {
        let Some(number) = self.take_out(folder, name, now) else { return };
        self.room.give_back(NAME);
        if let Some(folder) = self.folder_mut(number) {
            (folder.parent, folder.removed) = (number, true);
        }
        self.drop_unused(number);
    }

    /// Whether a folder is another one, or that one is somewhere in it.
    pub fn holds(&self, folder: u32, other: u32) -> bool {
        let mut at = other;
        loop {
            if at == folder {
                return true;
            }
            match self.folder(at) {
                Some(inner) if inner.parent != at => at = inner.parent,
                _ => return false,
            }
        }
    }

    /// One handle more stands for a node.
    pub fn hold(&mut self, number: u32) {
        self.node_mut(number).handles += 1;
    }

    /// One handle less stands for a node.
    pub fn release(&mut self, number: u32) {
        let node = self.node_mut(number);
        node.handles = node.handles.saturating_sub(1);
        self.drop_unused(number);
    }

    fn place(&mut self, held: Held, now: Time) -> u32 {
        self.serial += 1;
        let node = Node { serial: self.serial, names: 0, handles: 0, accessed: now, modified: now, changed: now, held };
        match self.free.pop() {
            Some(number) => {
                self.nodes[number as usize] = Some(node);
                number
            }
            None => {
                self.nodes.push(Some(node));
                (self.nodes.len() - 1) as u32
            }
        }
    }

    fn insert(&mut self, parent: u32, name: &str, number: u32, now: Time) {
        let node = self.node_mut(number);
        node.names += 1;
        node.changed = now;
        let is_folder = if let Held::Folder(folder) = &mut node.held {
            folder.parent = parent;
            true
        } else {
            false
        };
        if let Some(folder) = self.folder_mut(parent) {
            folder.folders += u32::from(is_folder);
            folder.names.insert(name, number);
        }
        self.touch(parent, now);
    }

    fn take_out(&mut self, parent: u32, name: &str, now: Time) -> Option<u32> {
        let number = self.folder_mut(parent)?.names.remove(name)?;
        let is_folder = self.folder(number).is_some();
        if let Some(folder) = self.folder_mut(parent) {
            folder.folders -= u32::from(is_folder);
        }
        self.touch(parent, now);
        let node = self.node_mut(number);
        node.names -= 1;
        node.changed = now;
        Some(number)
    }

    fn drop_unused(&mut self, number: u32) {
        let node = self.node(number);
        if node.names > 0 || node.handles > 0 {
            return;
        }
        if let Some(Node { held, .. }) = self.nodes[number as usize].take() {
            match held {
                // A file of no bytes has no pieces, so cutting it off never fails.
                Held::File(mut content) => content.resize(0, &mut self.room).unwrap_or(()),
                Held::Link(target) => self.room.give_back(target.len() as u64),
                Held::Folder(_) => {}
            }
        }
        self.free.push(number);
    }
}

impl View for Volume {
    fn kind(&self, node: u32) -> Result<Kind, Code> {
        Ok(match &self.node(node).held {
            Held::File(_) => Kind::File,
            Held::Folder(_) => Kind::Folder,
            Held::Link(_) => Kind::Link,
        })
    }

    fn lookup(&self, folder: u32, name: &str) -> Result<Option<u32>, Code> {
        let folder = self.folder(folder).ok_or(Code::NotDirectory)?;
        match name.len() {
            _ if folder.removed => Ok(None),
            0..=LONGEST => Ok(folder.names.get(name)),
            _ => Err(Code::NameTooLong),
        }
    }

    fn parent(&self, folder: u32) -> Result<u32, Code> {
        Ok(self.folder(folder).ok_or(Code::NotDirectory)?.parent)
    }

    fn target(&self, link: u32) -> Result<&str, Code> {
        match &self.node(link).held {
            Held::Link(target) => Ok(target),
            Held::File(_) | Held::Folder(_) => Err(Code::Invalid),
        }
    }

    fn takes_names(&self, folder: u32) -> bool {
        self.folder(folder).is_some_and(|folder| !folder.removed)
    }

    fn next(&self, folder: u32, after: Option<&str>) -> Result<Option<(&str, u32)>, Code> {
        Ok(self.folder(folder).ok_or(Code::NotDirectory)?.names.next(after))
    }
}
