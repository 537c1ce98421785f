//! Calls go to files in memory.

use crate::call::{Answer, Call, Files, Given, set};
use caplink_membrane::code::Code;
use caplink_membrane::memory::embedded::Tree;
use caplink_membrane::memory::time::{Clock, Time, Virtual};
use caplink_membrane::memory::{Descriptor, Kind, Memory, Status};

/// A writable mount, and what is open.
pub struct Kept {
    pub memory: Memory<'static, Virtual>,
    pub open: Vec<Descriptor>,
}

/// A clock that counts from 2020.
pub fn clock() -> Virtual {
    let mut clock = Virtual::new(true, Time { seconds: 1_577_836_800, nanoseconds: 0 });
    clock.now();
    clock
}

impl Kept {
    pub fn new(limit: u64) -> Self {
        let mut memory = Memory::new(clock());
        let mount = memory.add_volume(limit);
        let root = memory.root(mount).expect("it was just added");
        Self { memory, open: vec![root] }
    }

    /// A tree in its serial form, which is read-only.
    pub fn fixed(tree: &'static [u8]) -> Self {
        let mut memory = Memory::new(clock());
        let mount = memory.add_tree(Tree::open(tree).expect("it is a tree"));
        let root = memory.root(mount).expect("it was just added");
        Self { memory, open: vec![root] }
    }

    /// Closes all, and says how many nodes and bytes are left.
    pub fn left(mut self) -> (usize, u64) {
        for descriptor in self.open {
            self.memory.close(descriptor);
        }
        (self.memory.nodes(0).expect("it is writable"), self.memory.used(0).expect("it is writable"))
    }
}

fn status(status: Status) -> Given {
    let is_file = status.kind == Kind::File;
    let size = if status.kind == Kind::Folder { 0 } else { status.size };
    Given::Status(status.kind, status.links, size, [status.accessed, status.modified].map(|time| set(time).filter(|_| is_file)))
}

fn nothing(result: Result<(), Code>) -> Answer {
    result.map(|()| Given::Nothing)
}

impl Files for Kept {
    fn open(&self) -> usize {
        self.open.len()
    }

    fn call(&mut self, call: &Call) -> Answer {
        let Self { memory, open } = self;
        match call {
            Call::Open(dir, follows, path, flags, mode) => {
                let descriptor = memory.open_at(&open[*dir], *follows, path, *flags, *mode)?;
                open.push(descriptor);
                Ok(Given::Nothing)
            }
            Call::Close(descriptor) => {
                let descriptor = open.remove(*descriptor);
                memory.close(descriptor);
                Ok(Given::Nothing)
            }
            Call::Read(file, length, offset) => {
                memory.read(&open[*file], *length, *offset, &mut Vec::new()).map(|bytes| Given::Bytes(bytes.to_vec()))
            }
            Call::Write(file, bytes, offset) => memory.write(&open[*file], bytes, *offset).map(Given::Count),
            Call::Append(file, bytes) => {
                memory.may_write(&open[*file])?;
                memory.append(&open[*file], bytes).map(Given::Count)
            }
            Call::SetSize(file, size) => nothing(memory.set_size(&open[*file], *size)),
            Call::Sync(of) => nothing(memory.sync(&open[*of])),
            Call::Flags(of) => memory.flags(&open[*of]).map(Given::Flags),
            Call::Kind(of) => memory.kind(&open[*of]).map(Given::Kind),
            Call::Stat(of) => memory.status(&open[*of]).map(status),
            Call::StatAt(dir, follows, path) => memory.status_at(&open[*dir], *follows, path).map(status),
            Call::SetTimes(of, accessed, modified) => nothing(memory.set_times(&open[*of], *accessed, *modified)),
            Call::SetTimesAt(dir, follows, path, accessed, modified) => {
                nothing(memory.set_times_at(&open[*dir], *follows, path, *accessed, *modified))
            }
            Call::List(dir) => {
                memory.may_list(&open[*dir])?;
                let mut listed: Vec<(Kind, String)> = Vec::new();
                while let Some(entry) = memory.list(&open[*dir], listed.last().map(|(_, name)| name.as_str()))? {
                    listed.push((entry.kind, entry.name));
                }
                Ok(Given::Listed(listed))
            }
            Call::CreateDirectory(dir, path) => nothing(memory.create_directory_at(&open[*dir], path)),
            Call::RemoveDirectory(dir, path) => nothing(memory.remove_directory_at(&open[*dir], path)),
            Call::Unlink(dir, path) => nothing(memory.unlink_file_at(&open[*dir], path)),
            Call::Link(old, follows, path, new, to) => nothing(memory.link_at(&open[*old], *follows, path, &open[*new], to)),
            Call::Rename(old, path, new, to) => nothing(memory.rename_at(&open[*old], path, &open[*new], to)),
            Call::Symlink(dir, target, path) => nothing(memory.symlink_at(&open[*dir], target, path)),
            Call::Readlink(dir, path) => memory.readlink_at(&open[*dir], path).map(|target| Given::Text(target.into())),
            Call::IsSame(one, other) => Ok(Given::Bool(memory.is_same(&open[*one], &open[*other]))),
            Call::IsSameAt(of, dir, follows, path) => {
                let hash = memory.hash_at(&open[*dir], *follows, path)?;
                Ok(Given::Bool(memory.hash(&open[*of])? == hash))
            }
        }
    }
}
