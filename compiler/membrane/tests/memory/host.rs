//! Calls go to a folder of the host, by the system calls that wasmtime-wasi 48 makes on Linux: `openat2` beneath the folder for all but the
//! last name of a path, and a plain call for that.

use crate::call::{Answer, Call, Files, Given, set};
use caplink_membrane::code::Code;
use caplink_membrane::memory::time::Time;
use caplink_membrane::memory::{Flags, Kind, Moment, Open};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, ResolveFlags, Stat, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT};
use rustix::io::Errno;
use std::path::{Component, Path};

/// A folder, and what is open.
pub struct Host {
    open: Vec<Opened>,
    /// Whether it was given for reading only.
    is_fixed: bool,
}

struct Opened {
    at: OwnedFd,
    reads: bool,
    writes: bool,
}

impl Host {
    pub fn new(folder: &Path) -> Self {
        let at = rustix::fs::open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).expect("it is a folder");
        Self { open: vec![Opened { at, reads: true, writes: true }], is_fixed: false }
    }

    /// A folder that was given for reading only.
    pub fn fixed(folder: &Path) -> Self {
        let mut host = Self { is_fixed: true, ..Self::new(folder) };
        host.open[0].writes = false;
        host
    }

    /// Refuses what changes anything.
    fn changes(&self) -> Result<(), Code> {
        if self.is_fixed { Err(Code::NotPermitted) } else { Ok(()) }
    }

    fn folder(&self, place: usize) -> Result<BorrowedFd<'_>, Code> {
        let at = self.open[place].at.as_fd();
        if kind(&rustix::fs::fstat(at).map_err(code)?) == Kind::Folder { Ok(at) } else { Err(Code::NotDirectory) }
    }

    fn file(&self, place: usize) -> Result<BorrowedFd<'_>, Code> {
        let at = self.open[place].at.as_fd();
        if kind(&rustix::fs::fstat(at).map_err(code)?) == Kind::File { Ok(at) } else { Err(Code::BadDescriptor) }
    }
}

fn code(errno: Errno) -> Code {
    match errno {
        Errno::PERM | Errno::XDEV => Code::NotPermitted,
        Errno::NOENT => Code::NoEntry,
        Errno::BADF => Code::BadDescriptor,
        Errno::BUSY => Code::Busy,
        Errno::NOTDIR => Code::NotDirectory,
        Errno::ISDIR => Code::IsDirectory,
        Errno::INVAL => Code::Invalid,
        Errno::EXIST => Code::Exist,
        Errno::FBIG => Code::FileTooLarge,
        Errno::NOSPC => Code::InsufficientSpace,
        Errno::NAMETOOLONG => Code::NameTooLong,
        Errno::NOTEMPTY => Code::NotEmpty,
        Errno::LOOP => Code::Loop,
        Errno::OVERFLOW => Code::Overflow,
        other => panic!("the host says {other}"),
    }
}

fn kind(stat: &Stat) -> Kind {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        FileType::RegularFile => Kind::File,
        other => panic!("there is a {other:?}"),
    }
}

fn status(stat: &Stat) -> Given {
    let kind = kind(stat);
    let time = |seconds: i64, nanoseconds: u64| {
        let seconds = u64::try_from(seconds).expect("no test is before 1970");
        set(Time { seconds, nanoseconds: u32::try_from(nanoseconds).expect("it is below a second") }).filter(|_| kind == Kind::File)
    };
    let times = [time(stat.st_atime, stat.st_atime_nsec), time(stat.st_mtime, stat.st_mtime_nsec)];
    let size = if kind == Kind::Folder { 0 } else { u64::try_from(stat.st_size).expect("sizes are not negative") };
    Given::Status(kind, stat.st_nlink, size, times)
}

fn beneath(start: BorrowedFd<'_>, path: &Path, flags: OFlags) -> Result<OwnedFd, Code> {
    // What is read is not noted, as in memory.
    let flags = flags | OFlags::CLOEXEC | if flags.contains(OFlags::PATH) { OFlags::empty() } else { OFlags::NOATIME };
    let mode = if flags.contains(OFlags::CREATE) { Mode::from_raw_mode(0o666) } else { Mode::empty() };
    loop {
        // The kernel does not decide on `..` while anything anywhere is renamed, as other tests do.
        match rustix::fs::openat2(start, path, flags, mode, ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS) {
            Err(Errno::AGAIN) => {}
            opened => return opened.map_err(code),
        }
    }
}

fn without_slashes(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" => &path[..path.len().min(1)],
        path => path,
    }
}

/// `open_parent` of wasmtime-wasi.
fn parent<'p>(start: BorrowedFd<'_>, path: &'p str) -> Result<(OwnedFd, &'p Path), Code> {
    if path.is_empty() {
        return Err(Code::NoEntry);
    }
    let mut parts = Path::new(path).components();
    let (folders, name) = match parts.next_back() {
        Some(last @ (Component::Normal(_) | Component::CurDir)) if !path.ends_with('/') && !path.ends_with("/.") => {
            (parts.as_path(), Path::new(last.as_os_str()))
        }
        _ => (Path::new(path), Path::new(".")),
    };
    let folder = if folders.as_os_str().is_empty() {
        rustix::io::fcntl_dupfd_cloexec(start, 0).map_err(code)?
    } else {
        beneath(start, folders, OFlags::DIRECTORY | OFlags::PATH)?
    };
    Ok((folder, name))
}

/// `stat_impl` of wasmtime-wasi.
fn stat_at(start: BorrowedFd<'_>, path: &str, follows: bool) -> Result<Stat, Code> {
    let mut parts = Path::new(path).components();
    if let (false, Some(Component::Normal(name)), None) = (follows, parts.next(), parts.next()) {
        return rustix::fs::statat(start, name, AtFlags::SYMLINK_NOFOLLOW).map_err(code);
    }
    let flags = if follows { OFlags::PATH } else { OFlags::PATH | OFlags::NOFOLLOW };
    rustix::fs::fstat(beneath(start, Path::new(path), flags)?).map_err(code)
}

fn timestamps(accessed: Moment, modified: Moment) -> Result<Timestamps, Code> {
    let time = |moment| {
        Ok(match moment {
            Moment::Same => Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT },
            Moment::Now => Timespec { tv_sec: 0, tv_nsec: UTIME_NOW },
            Moment::At(Time { seconds, nanoseconds }) => {
                let seconds = seconds.checked_add(u64::from(nanoseconds / 1_000_000_000)).ok_or(Code::Overflow)?;
                Timespec { tv_sec: i64::try_from(seconds).map_err(|_| Code::Overflow)?, tv_nsec: i64::from(nanoseconds % 1_000_000_000) }
            }
        })
    };
    Ok(Timestamps { last_access: time(accessed)?, last_modification: time(modified)? })
}

fn open_flags(follows: bool, open: Open, flags: Flags) -> Result<OFlags, Code> {
    if flags.sync {
        return Err(Code::Unsupported);
    }
    if open.directory && (open.create || open.exclusive || open.truncate) {
        return Err(Code::Invalid);
    }
    let mut host = match (flags.read || !flags.write, flags.write || open.create || open.truncate) {
        (true, true) => OFlags::RDWR,
        (true, false) => OFlags::RDONLY,
        (false, _) => OFlags::WRONLY,
    };
    match (open.create, open.exclusive) {
        (true, true) => host |= OFlags::CREATE | OFlags::EXCL,
        (true, false) => host |= OFlags::CREATE,
        (false, _) => {}
    }
    if open.truncate && !host.contains(OFlags::EXCL) {
        host |= OFlags::TRUNC;
    }
    if !follows {
        host |= OFlags::NOFOLLOW;
    }
    Ok(host)
}

fn nothing(result: Result<(), Errno>) -> Answer {
    result.map(|()| Given::Nothing).map_err(code)
}

impl Files for Host {
    fn open(&self) -> usize {
        self.open.len()
    }

    fn call(&mut self, call: &Call) -> Answer {
        match self.answer(call) {
            // A tree does not count the folders in a folder.
            Ok(Given::Status(Kind::Folder, _, size, times)) if self.is_fixed => Ok(Given::Status(Kind::Folder, 1, size, times)),
            answer => answer,
        }
    }
}

impl Host {
    fn answer(&mut self, call: &Call) -> Answer {
        match call {
            Call::Open(dir, follows, path, open, flags) => {
                let start = self.folder(*dir)?;
                let host_flags = open_flags(*follows, *open, *flags)?;
                if flags.write || open.create || open.truncate {
                    self.changes()?;
                }
                let at = beneath(start, Path::new(path), host_flags)?;
                if open.directory && kind(&rustix::fs::fstat(&at).map_err(code)?) != Kind::Folder {
                    return Err(Code::NotDirectory);
                }
                let (reads, writes) = (flags.read || !flags.write, flags.write || open.create || open.truncate);
                self.open.push(Opened { at, reads, writes });
                Ok(Given::Nothing)
            }
            Call::Close(descriptor) => {
                self.open.remove(*descriptor);
                Ok(Given::Nothing)
            }
            Call::Read(file, length, offset) => {
                let mut bytes = vec![0; usize::try_from(*length).unwrap_or(usize::MAX).min(65536)];
                let read = rustix::io::pread(self.file(*file)?, &mut bytes, *offset).map_err(code)?;
                bytes.truncate(read);
                Ok(Given::Bytes(bytes))
            }
            Call::Write(file, bytes, offset) => {
                let file = self.file(*file)?;
                self.changes()?;
                rustix::io::pwrite(file, bytes, *offset).map(Given::Count).map_err(code)
            }
            Call::Append(file, bytes) => {
                let file = self.file(*file)?;
                self.changes()?;
                let bytes = [std::io::IoSlice::new(bytes)];
                rustix::io::pwritev2(file, &bytes, 0, rustix::io::ReadWriteFlags::APPEND).map(Given::Count).map_err(code)
            }
            Call::SetSize(file, size) => {
                let file = self.file(*file)?;
                self.changes()?;
                nothing(rustix::fs::ftruncate(file, *size))
            }
            Call::Sync(of) => nothing(rustix::fs::fsync(&self.open[*of].at)),
            Call::Flags(of) => {
                let is_folder = self.folder(*of).is_ok();
                let Opened { reads, writes, .. } = self.open[*of];
                Ok(Given::Flags(Flags { read: reads, write: writes && !is_folder, sync: false, mutate_directory: writes && is_folder }))
            }
            Call::Kind(of) => rustix::fs::fstat(&self.open[*of].at).map(|stat| Given::Kind(kind(&stat))).map_err(code),
            Call::Stat(of) => rustix::fs::fstat(&self.open[*of].at).map(|stat| status(&stat)).map_err(code),
            Call::StatAt(dir, follows, path) => stat_at(self.folder(*dir)?, path, *follows).map(|stat| status(&stat)),
            Call::SetTimes(of, accessed, modified) => {
                let times = timestamps(*accessed, *modified)?;
                self.changes()?;
                nothing(rustix::fs::futimens(&self.open[*of].at, &times))
            }
            Call::SetTimesAt(dir, follows, path, accessed, modified) => {
                let start = self.folder(*dir)?;
                let times = timestamps(*accessed, *modified)?;
                self.changes()?;
                if *follows {
                    let file = match beneath(start, Path::new(path), OFlags::WRONLY) {
                        Err(Code::IsDirectory) => beneath(start, Path::new(path), OFlags::RDONLY)?,
                        other => other?,
                    };
                    return nothing(rustix::fs::futimens(file, &times));
                }
                let (folder, name) = parent(start, path)?;
                nothing(rustix::fs::utimensat(folder, name, &times, AtFlags::SYMLINK_NOFOLLOW))
            }
            Call::List(dir) => {
                let folder = self.folder(*dir)?;
                let again = rustix::fs::openat(folder, ".", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
                let mut listed = Vec::new();
                for entry in Dir::new(again.map_err(code)?).map_err(code)? {
                    let entry = entry.map_err(code)?;
                    let name = entry.file_name().to_str().expect("tests write UTF-8").to_owned();
                    if name != "." && name != ".." {
                        let stat = rustix::fs::statat(folder, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW).map_err(code)?;
                        listed.push((kind(&stat), name));
                    }
                }
                listed.sort_by(|one, other| one.1.cmp(&other.1));
                Ok(Given::Listed(listed))
            }
            Call::CreateDirectory(dir, path) => {
                let start = self.folder(*dir)?;
                self.changes()?;
                let (folder, name) = parent(start, without_slashes(path))?;
                nothing(rustix::fs::mkdirat(folder, name, Mode::from_raw_mode(0o777)))
            }
            Call::RemoveDirectory(dir, path) => {
                let start = self.folder(*dir)?;
                self.changes()?;
                let (folder, name) = parent(start, path)?;
                nothing(rustix::fs::unlinkat(folder, name, AtFlags::REMOVEDIR))
            }
            Call::Unlink(dir, path) => {
                let start = self.folder(*dir)?;
                self.changes()?;
                let (folder, name) = parent(start, path)?;
                nothing(rustix::fs::unlinkat(folder, name, AtFlags::empty()))
            }
            Call::Link(old, follows, path, new, to) => {
                let (old, new) = (self.folder(*old)?, self.folder(*new)?);
                self.changes()?;
                if *follows {
                    return Err(Code::Invalid);
                }
                let (old, name) = parent(old, path)?;
                let (new, to) = parent(new, to)?;
                nothing(rustix::fs::linkat(old, name, new, to, AtFlags::empty()))
            }
            Call::Rename(old, path, new, to) => {
                let (old, new) = (self.folder(*old)?, self.folder(*new)?);
                self.changes()?;
                let slash = if path.ends_with('/') || to.ends_with('/') { "/" } else { "" };
                let (old, name) = parent(old, without_slashes(path))?;
                let (new, to) = parent(new, without_slashes(to))?;
                let name = format!("{}{slash}", name.to_str().expect("tests write UTF-8"));
                nothing(rustix::fs::renameat(old, name, new, to))
            }
            Call::Symlink(dir, target, path) => {
                let start = self.folder(*dir)?;
                self.changes()?;
                if target.starts_with('/') {
                    return Err(Code::NotPermitted);
                }
                let (folder, name) = parent(start, path)?;
                nothing(rustix::fs::symlinkat(target.as_str(), folder, name))
            }
            Call::Readlink(dir, path) => {
                let (folder, name) = parent(self.folder(*dir)?, path)?;
                let target = rustix::fs::readlinkat(folder, name, Vec::new()).map_err(code)?;
                Ok(Given::Text(target.into_string().expect("tests write UTF-8")))
            }
            Call::IsSame(one, other) => {
                let [one, other] = [one, other].map(|place| rustix::fs::fstat(&self.open[*place].at).expect("it is open"));
                Ok(Given::Bool((one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)))
            }
            Call::IsSameAt(of, dir, follows, path) => {
                let at = stat_at(self.folder(*dir)?, path, *follows)?;
                let of = rustix::fs::fstat(&self.open[*of].at).map_err(code)?;
                Ok(Given::Bool((of.st_dev, of.st_ino) == (at.st_dev, at.st_ino)))
            }
        }
    }
}
