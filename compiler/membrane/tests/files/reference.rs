//! What an unguarded host does, as `wasmtime-wasi` does it on Linux: `openat2` that is confined to the directory, and for what has a last
//! name the calls of the system on it in the directory that `openat2` found.

use crate::agent::{HANDLES, Outcome, Step, outcome};
use crate::host::code;
use caplink_membrane::files::host::{DescriptorFlags, ErrorCode, Kind, OpenFlags};
use rustix::fs::{AtFlags, FileType, Mode, OFlags, ResolveFlags};
use std::os::fd::OwnedFd;
use std::path::Path;

pub struct Handle {
    file: OwnedFd,
    reads: bool,
    writes: bool,
    is_directory: bool,
}

pub struct Reference {
    pub handles: Vec<Handle>,
}

type Answer<T> = Result<T, ErrorCode>;

fn beneath(base: &OwnedFd, path: &str, flags: OFlags) -> Answer<OwnedFd> {
    let mode = if flags.contains(OFlags::CREATE) { Mode::from_raw_mode(0o644) } else { Mode::empty() };
    loop {
        match rustix::fs::openat2(base, path, flags | OFlags::CLOEXEC, mode, ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS) {
            Err(rustix::io::Errno::AGAIN) => {}
            Err(rustix::io::Errno::XDEV) => return Err(ErrorCode::NotPermitted),
            other => return other.map_err(code),
        }
    }
}

fn kind(mode: u32) -> Kind {
    match FileType::from_raw_mode(mode) {
        FileType::RegularFile => Kind::RegularFile,
        FileType::Directory => Kind::Directory,
        FileType::Symlink => Kind::SymbolicLink,
        FileType::Fifo => Kind::Fifo,
        _ => Kind::Unknown,
    }
}

impl Reference {
    /// Whether this system has `openat2`.
    pub fn new(folder: &Path) -> Option<Self> {
        let file = rustix::fs::open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).ok()?;
        beneath(&file, ".", OFlags::PATH).ok()?;
        Some(Self { handles: vec![Handle { file, reads: true, writes: false, is_directory: true }] })
    }

    fn directory(&self, number: usize) -> Answer<&OwnedFd> {
        let handle = self.handles.get(number % self.handles.len()).ok_or(ErrorCode::BadDescriptor)?;
        if handle.is_directory { Ok(&handle.file) } else { Err(ErrorCode::NotDirectory) }
    }

    fn file(&self, number: usize) -> Answer<&Handle> {
        let handle = self.handles.get(number % self.handles.len()).ok_or(ErrorCode::BadDescriptor)?;
        if handle.is_directory { Err(ErrorCode::BadDescriptor) } else { Ok(handle) }
    }

    fn stat(&self, base: usize, follow: bool, path: &str) -> Answer<Kind> {
        let follow = if follow { OFlags::empty() } else { OFlags::NOFOLLOW };
        let file = beneath(self.directory(base)?, path, OFlags::PATH | follow)?;
        Ok(kind(rustix::fs::fstat(&file).map_err(code)?.st_mode))
    }

    /// The directory in which the last name of a path lies, and that name, with its slash if it has one.
    fn parent<'p>(&self, base: usize, path: &'p str) -> Answer<(OwnedFd, &'p str)> {
        let base = self.directory(base)?;
        let trimmed = path.trim_end_matches('/');
        let (parent, _) =
            trimmed.rsplit_once('/').map_or((".", trimmed), |(parent, name)| (if parent.is_empty() { "/" } else { parent }, name));
        if path.is_empty() {
            return Err(ErrorCode::NoEntry);
        }
        let name = &path[if parent == "." && !path.starts_with("./") { 0 } else { trimmed.rfind('/').map_or(0, |at| at + 1) }..];
        if name.trim_end_matches('/') == ".." || path.starts_with('/') {
            // It may lead out; whatever it names, nothing can be done with it.
            beneath(base, path, OFlags::PATH)?;
            return Err(ErrorCode::Busy);
        }
        Ok((beneath(base, parent, OFlags::PATH | OFlags::DIRECTORY)?, name))
    }

    fn open(&self, base: usize, follow: bool, path: &str, open: OpenFlags, flags: DescriptorFlags) -> Answer<Handle> {
        let makes = OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE).with(OpenFlags::TRUNCATE);
        if open.has(OpenFlags::DIRECTORY) && open.has(makes) {
            return Err(ErrorCode::Invalid);
        }
        let base = self.directory(base)?;
        // A fifo would wait for somebody.
        if beneath(base, path, OFlags::PATH).is_ok_and(|found| rustix::fs::fstat(&found).is_ok_and(|stat| kind(stat.st_mode) == Kind::Fifo))
        {
            return Err(if open.has(OpenFlags::DIRECTORY) { ErrorCode::NotDirectory } else { ErrorCode::Access });
        }
        let writes = flags.has(DescriptorFlags::WRITE);
        let reads = flags.has(DescriptorFlags::READ) || !writes;
        let can_write = writes || open.has(OpenFlags::CREATE.with(OpenFlags::TRUNCATE));
        let mut how = match (reads, can_write) {
            (true, true) => OFlags::RDWR,
            (false, true) => OFlags::WRONLY,
            _ => OFlags::RDONLY,
        };
        let exclusive = if open.has(OpenFlags::CREATE) { OFlags::EXCL } else { OFlags::empty() };
        for (flag, bit) in [(OpenFlags::CREATE, OFlags::CREATE), (OpenFlags::EXCLUSIVE, exclusive), (OpenFlags::TRUNCATE, OFlags::TRUNC)] {
            if open.has(flag) {
                how |= bit;
            }
        }
        if !follow {
            how |= OFlags::NOFOLLOW;
        }
        let file = beneath(base, path, how)?;
        let is_directory = kind(rustix::fs::fstat(&file).map_err(code)?.st_mode) == Kind::Directory;
        if open.has(OpenFlags::DIRECTORY) && !is_directory {
            return Err(ErrorCode::NotDirectory);
        }
        Ok(Handle { file, reads, writes, is_directory })
    }

    pub fn take(&mut self, step: &Step) -> Outcome {
        let done = |answer: Answer<()>| outcome(answer, |()| Outcome::Done);
        let two = |this: &Self, base, old, to, new| Ok::<_, ErrorCode>((this.parent(base, old)?, this.parent(to, new)?));
        match step {
            Step::Open { base, follow, path, open, flags } => {
                if self.handles.len() == HANDLES {
                    self.handles.remove(1);
                }
                outcome(self.open(*base, *follow, path, *open, *flags), |handle| {
                    self.handles.push(handle);
                    Outcome::Done
                })
            }
            Step::Close(number) if *number < self.handles.len() => {
                self.handles.remove(*number);
                Outcome::Done
            }
            Step::Close(_) => Outcome::Nothing,
            Step::Read(number) | Step::Stream(number) => {
                let read = self.file(*number).and_then(|handle| if handle.reads { Ok(handle) } else { Err(ErrorCode::BadDescriptor) });
                let read = read.and_then(|handle| {
                    let mut data = vec![0; 4096];
                    let length = rustix::io::pread(&handle.file, &mut data, 0).map_err(code)?;
                    data.truncate(length);
                    Ok(data)
                });
                outcome(read, Outcome::Data)
            }
            Step::Write(number) | Step::WriteStream(number) | Step::Append(number) | Step::Size(number) => {
                let written = self.file(*number).and_then(|handle| {
                    if !handle.writes {
                        return Err(ErrorCode::BadDescriptor);
                    }
                    let end = rustix::fs::fstat(&handle.file).map_err(code)?.st_size as u64;
                    match step {
                        Step::Size(_) => return rustix::fs::ftruncate(&handle.file, 2).map_err(code),
                        Step::Write(_) => rustix::io::pwrite(&handle.file, b"w", 0),
                        Step::WriteStream(_) => rustix::io::pwrite(&handle.file, b"v", 0),
                        _ => rustix::io::pwrite(&handle.file, b"+", end),
                    }
                    .map(drop)
                    .map_err(code)
                });
                done(written)
            }
            Step::Times(number) => done(self.handles.get(*number % self.handles.len()).map(drop).ok_or(ErrorCode::BadDescriptor)),
            Step::Attributes(number) => {
                let kind = |handle: &Handle| if handle.is_directory { Kind::Directory } else { Kind::RegularFile };
                outcome(self.handles.get(*number % self.handles.len()).map(kind).ok_or(ErrorCode::BadDescriptor), Outcome::Kind)
            }
            Step::List(number) => {
                let names = self.directory(*number).and_then(|directory| {
                    let entries = rustix::fs::Dir::read_from(directory).map_err(code)?;
                    let mut names: Vec<_> = entries
                        .filter_map(|entry| Some(entry.ok()?.file_name().to_str().ok()?.to_owned()))
                        .filter(|name| name != "." && name != "..")
                        .collect();
                    names.sort();
                    Ok(names)
                });
                outcome(names, Outcome::Names)
            }
            Step::Stat { base, follow, path } => outcome(self.stat(*base, *follow, path), Outcome::Kind),
            Step::Hash { base, follow, path } => outcome(self.stat(*base, *follow, path), |_| Outcome::Done),
            Step::TimesAt { base, follow, path } => match self.stat(*base, *follow, path) {
                Ok(Kind::Fifo) => Outcome::Code(ErrorCode::Access),
                other => outcome(other, |_| Outcome::Done),
            },
            Step::Make { base, path } => done(self.parent(*base, path).and_then(|(parent, name)| {
                rustix::fs::mkdirat(parent, name.trim_end_matches('/'), Mode::from_raw_mode(0o755)).map_err(code)
            })),
            Step::RemoveDirectory { base, path } => done(
                self.parent(*base, path)
                    .and_then(|(parent, name)| rustix::fs::unlinkat(parent, name.trim_end_matches('/'), AtFlags::REMOVEDIR).map_err(code)),
            ),
            Step::Unlink { base, path } => {
                done(self.parent(*base, path).and_then(|(parent, name)| rustix::fs::unlinkat(parent, name, AtFlags::empty()).map_err(code)))
            }
            Step::ReadLink { base, path } => {
                let target = self.parent(*base, path).and_then(|(parent, name)| {
                    let target = rustix::fs::readlinkat(parent, name, Vec::new()).map_err(code)?;
                    let target = target.into_string().map_err(|_| ErrorCode::IllegalByteSequence)?;
                    if target.starts_with('/') { Err(ErrorCode::NotPermitted) } else { Ok(target) }
                });
                outcome(target, Outcome::Text)
            }
            Step::Symlink { base, path, target } => {
                done(self.parent(*base, path).and_then(|(parent, name)| rustix::fs::symlinkat(target.as_str(), parent, name).map_err(code)))
            }
            Step::Rename { base, old, to, new } => done(
                two(self, *base, old, *to, new).and_then(|((from, old), (to, new))| rustix::fs::renameat(from, old, to, new).map_err(code)),
            ),
            Step::Link { base, old, to, new } => done(
                two(self, *base, old, *to, new)
                    .and_then(|((from, old), (to, new))| rustix::fs::linkat(from, old, to, new, AtFlags::empty()).map_err(code)),
            ),
        }
    }
}
