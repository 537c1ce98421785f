//! A host over real folders: what `wasmtime-wasi` does for single names, by the calls of the system, each counted and written down.
//!
//! In: the folders that are preopened. It panics at what a guard must never ask: a name that is not clean, and something on a closed
//! descriptor cannot even be written. `openat` is used with `O_NOFOLLOW` and nothing that would confine it: that nothing escapes is the
//! guard's merit.

use caplink_membrane::files::host::{Answer, DescriptorFlags, ErrorCode, Host, Kind, OpenFlags};
use caplink_membrane::files::name::is_clean;
use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;
use std::cell::{Cell, RefCell};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::rc::Rc;

/// What is held of a host, by kind: made and given back.
#[derive(Default)]
pub struct Held {
    pub made: Cell<usize>,
    pub closed: Cell<usize>,
}

impl Held {
    pub fn now(&self) -> usize {
        self.made.get() - self.closed.get()
    }
}

pub struct Handle {
    pub file: OwnedFd,
    flags: DescriptorFlags,
    is_directory: bool,
    held: Rc<Held>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.held.closed.set(self.held.closed.get() + 1);
    }
}

pub struct Entries {
    left: RefCell<std::vec::IntoIter<(Kind, String)>>,
    _handle: Handle,
}

/// Before which call, and what is done then.
type Between = (&'static str, Box<dyn FnOnce()>);

#[derive(Default)]
pub struct Folders {
    pub preopens: Vec<(PathBuf, String)>,
    pub held: Rc<Held>,
    /// Calls by name, with the name that they were given.
    pub calls: RefCell<Vec<String>>,
    /// Run once, before the next call of this name: another one gets in between.
    pub between: RefCell<Option<Between>>,
    /// What `get-type` says instead of the truth.
    pub said: Cell<Option<Kind>>,
}

pub fn code(errno: Errno) -> ErrorCode {
    match errno {
        Errno::PERM => ErrorCode::NotPermitted,
        Errno::NOENT => ErrorCode::NoEntry,
        Errno::BADF => ErrorCode::BadDescriptor,
        Errno::BUSY => ErrorCode::Busy,
        Errno::ACCESS => ErrorCode::Access,
        Errno::NOTDIR => ErrorCode::NotDirectory,
        Errno::ISDIR => ErrorCode::IsDirectory,
        Errno::INVAL => ErrorCode::Invalid,
        Errno::EXIST => ErrorCode::Exist,
        Errno::NAMETOOLONG => ErrorCode::NameTooLong,
        Errno::NOTEMPTY => ErrorCode::NotEmpty,
        Errno::LOOP => ErrorCode::Loop,
        Errno::SPIPE => ErrorCode::InvalidSeek,
        Errno::XDEV => ErrorCode::CrossDevice,
        Errno::MLINK => ErrorCode::TooManyLinks,
        _ => ErrorCode::Io,
    }
}

fn kind(kind: FileType) -> Kind {
    match kind {
        FileType::RegularFile => Kind::RegularFile,
        FileType::Directory => Kind::Directory,
        FileType::Symlink => Kind::SymbolicLink,
        FileType::Fifo => Kind::Fifo,
        FileType::Socket => Kind::Socket,
        FileType::CharacterDevice => Kind::CharacterDevice,
        FileType::BlockDevice => Kind::BlockDevice,
        FileType::Unknown => Kind::Unknown,
    }
}

impl Folders {
    pub fn new(preopens: &[(PathBuf, &str)]) -> Self {
        let preopens = preopens.iter().map(|(folder, name)| (folder.clone(), (*name).to_owned())).collect();
        Self { preopens, ..Self::default() }
    }

    fn call(&self, function: &'static str, name: &str) {
        assert!(is_clean(name) || (function == "open-at" && name == "."), "{function} was asked for {name:?}");
        self.did(function, name);
    }

    fn did(&self, function: &'static str, name: &str) {
        self.calls.borrow_mut().push(format!("{function} {name}"));
        let due = self.between.borrow().as_ref().is_some_and(|(before, _)| *before == function);
        if let Some((_, act)) = due.then(|| self.between.borrow_mut().take()).flatten() {
            act();
        }
    }

    fn handle(&self, file: OwnedFd, flags: DescriptorFlags, is_directory: bool) -> Handle {
        self.held.made.set(self.held.made.get() + 1);
        Handle { file, flags, is_directory, held: Rc::clone(&self.held) }
    }

    /// The calls of these functions since it was last asked.
    pub fn acts(&self) -> Vec<String> {
        const WALKING: [&str; 3] = ["stat-at", "readlink-at", "preopens"];
        self.calls.take().into_iter().filter(|call| !WALKING.iter().any(|function| call.starts_with(function))).collect()
    }
}

fn file(handle: &Handle) -> Answer<&OwnedFd> {
    if handle.is_directory { Err(ErrorCode::BadDescriptor) } else { Ok(&handle.file) }
}

impl Host for Folders {
    type Descriptor = Handle;
    type Entries = Entries;
    /// What was left to read.
    type Input = Vec<u8>;
    /// Where writing begins; `None` is at the end.
    type Output = (OwnedFd, Option<u64>);
    type Text = String;
    type Data = Vec<u8>;
    type Stat = (Kind, u64);
    type Times = ();
    type Hash = (u64, u64);
    type Advice = ();

    fn kind(stat: &(Kind, u64)) -> Kind {
        stat.0
    }

    fn preopens(&self) -> Vec<(Handle, String)> {
        self.did("preopens", "");
        let open = |folder: &PathBuf| {
            let file =
                rustix::fs::open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).expect("the folder is there");
            self.handle(file, DescriptorFlags::READ.with(DescriptorFlags::MUTATE_DIRECTORY), true)
        };
        self.preopens.iter().map(|(folder, name)| (open(folder), name.clone())).collect()
    }

    fn open_at(&self, directory: &Handle, name: &str, open: OpenFlags, flags: DescriptorFlags) -> Answer<Handle> {
        self.call("open-at", name);
        assert!(name != "." || open == OpenFlags::DIRECTORY);
        // As wasmtime: without `write` it is opened for reading, and whatever makes or truncates can write.
        let writes = flags.has(DescriptorFlags::WRITE);
        let makes = open.has(OpenFlags::CREATE.with(OpenFlags::TRUNCATE));
        let reads = flags.has(DescriptorFlags::READ) || !writes;
        let mut how = match (reads, writes || makes) {
            (true, true) => OFlags::RDWR,
            (false, true) => OFlags::WRONLY,
            _ => OFlags::RDONLY,
        };
        how |= OFlags::CLOEXEC | OFlags::NOFOLLOW;
        for (flag, bit) in [(OpenFlags::CREATE, OFlags::CREATE), (OpenFlags::EXCLUSIVE, OFlags::EXCL), (OpenFlags::TRUNCATE, OFlags::TRUNC)]
        {
            if open.has(flag) {
                how |= bit;
            }
        }
        let file = rustix::fs::openat(&directory.file, name, how, Mode::from_raw_mode(0o644)).map_err(code)?;
        let is_directory = kind(FileType::from_raw_mode(rustix::fs::fstat(&file).map_err(code)?.st_mode)) == Kind::Directory;
        if open.has(OpenFlags::DIRECTORY) && !is_directory {
            return Err(ErrorCode::NotDirectory);
        }
        let read = if reads { DescriptorFlags::READ } else { DescriptorFlags::none() };
        let write = if is_directory || !(writes || makes) { DescriptorFlags::none() } else { DescriptorFlags::WRITE };
        Ok(self.handle(file, read.with(write), is_directory))
    }

    fn stat_at(&self, directory: &Handle, name: &str) -> Answer<(Kind, u64)> {
        self.call("stat-at", name);
        let stat = rustix::fs::statat(&directory.file, name, AtFlags::SYMLINK_NOFOLLOW).map_err(code)?;
        Ok((kind(FileType::from_raw_mode(stat.st_mode)), stat.st_ino))
    }

    fn metadata_hash_at(&self, directory: &Handle, name: &str) -> Answer<(u64, u64)> {
        self.call("metadata-hash-at", name);
        let stat = rustix::fs::statat(&directory.file, name, AtFlags::SYMLINK_NOFOLLOW).map_err(code)?;
        Ok((stat.st_dev, stat.st_ino))
    }

    fn set_times_at(&self, directory: &Handle, name: &str, (): ()) -> Answer<()> {
        self.call("set-times-at", name);
        let times = rustix::fs::Timestamps {
            last_access: rustix::fs::Timespec { tv_sec: 1, tv_nsec: 0 },
            last_modification: rustix::fs::Timespec { tv_sec: 1, tv_nsec: 0 },
        };
        rustix::fs::utimensat(&directory.file, name, &times, AtFlags::SYMLINK_NOFOLLOW).map_err(code)
    }

    fn readlink_at(&self, directory: &Handle, name: &str) -> Answer<String> {
        self.call("readlink-at", name);
        let target = rustix::fs::readlinkat(&directory.file, name, Vec::new()).map_err(code)?;
        target.into_string().map_err(|_| ErrorCode::IllegalByteSequence)
    }

    fn create_directory_at(&self, directory: &Handle, name: &str) -> Answer<()> {
        self.call("create-directory-at", name);
        rustix::fs::mkdirat(&directory.file, name, Mode::from_raw_mode(0o755)).map_err(code)
    }

    fn remove_directory_at(&self, directory: &Handle, name: &str) -> Answer<()> {
        self.call("remove-directory-at", name);
        rustix::fs::unlinkat(&directory.file, name, AtFlags::REMOVEDIR).map_err(code)
    }

    fn unlink_file_at(&self, directory: &Handle, name: &str) -> Answer<()> {
        self.call("unlink-file-at", name);
        rustix::fs::unlinkat(&directory.file, name, AtFlags::empty()).map_err(code)
    }

    fn symlink_at(&self, target: &str, directory: &Handle, name: &str) -> Answer<()> {
        self.call("symlink-at", name);
        rustix::fs::symlinkat(target, &directory.file, name).map_err(code)
    }

    fn link_at(&self, old: &Handle, old_name: &str, new: &Handle, new_name: &str) -> Answer<()> {
        self.call("link-at", old_name);
        self.call("link-at", new_name);
        rustix::fs::linkat(&old.file, old_name, &new.file, new_name, AtFlags::empty()).map_err(code)
    }

    fn rename_at(&self, old: &Handle, old_name: &str, new: &Handle, new_name: &str) -> Answer<()> {
        self.call("rename-at", old_name);
        self.call("rename-at", new_name);
        rustix::fs::renameat(&old.file, old_name, &new.file, new_name).map_err(code)
    }

    fn read_via_stream(&self, handle: &Handle, offset: u64) -> Answer<Vec<u8>> {
        self.did("read-via-stream", "");
        if handle.is_directory {
            return Err(ErrorCode::IsDirectory);
        }
        pread(&handle.file, 1 << 16, offset)
    }

    fn write_via_stream(&self, handle: &Handle, offset: u64) -> Answer<(OwnedFd, Option<u64>)> {
        self.did("write-via-stream", "");
        Ok((file(handle)?.try_clone().map_err(|_| ErrorCode::Io)?, Some(offset)))
    }

    fn append_via_stream(&self, handle: &Handle) -> Answer<(OwnedFd, Option<u64>)> {
        self.did("append-via-stream", "");
        Ok((file(handle)?.try_clone().map_err(|_| ErrorCode::Io)?, None))
    }

    fn read(&self, handle: &Handle, length: u64, offset: u64) -> Answer<(Vec<u8>, bool)> {
        self.did("read", "");
        let data = pread(file(handle)?, length.min(1 << 16) as usize, offset)?;
        let end = data.is_empty();
        Ok((data, end))
    }

    fn write(&self, handle: &Handle, data: &[u8], offset: u64) -> Answer<u64> {
        self.did("write", "");
        rustix::io::pwrite(file(handle)?, data, offset).map(|written| written as u64).map_err(code)
    }

    fn set_size(&self, handle: &Handle, size: u64) -> Answer<()> {
        self.did("set-size", "");
        rustix::fs::ftruncate(file(handle)?, size).map_err(code)
    }

    fn set_times(&self, handle: &Handle, (): ()) -> Answer<()> {
        self.did("set-times", "");
        let times = rustix::fs::Timestamps {
            last_access: rustix::fs::Timespec { tv_sec: 1, tv_nsec: 0 },
            last_modification: rustix::fs::Timespec { tv_sec: 1, tv_nsec: 0 },
        };
        rustix::fs::futimens(&handle.file, &times).map_err(code)
    }

    fn stat(&self, handle: &Handle) -> Answer<(Kind, u64)> {
        self.did("stat", "");
        let stat = rustix::fs::fstat(&handle.file).map_err(code)?;
        Ok((kind(FileType::from_raw_mode(stat.st_mode)), stat.st_ino))
    }

    fn metadata_hash(&self, handle: &Handle) -> Answer<(u64, u64)> {
        self.did("metadata-hash", "");
        let stat = rustix::fs::fstat(&handle.file).map_err(code)?;
        Ok((stat.st_dev, stat.st_ino))
    }

    fn advise(&self, handle: &Handle, _: u64, _: u64, (): ()) -> Answer<()> {
        self.did("advise", "");
        file(handle).map(|_| ())
    }

    fn sync(&self, _: &Handle) -> Answer<()> {
        self.did("sync", "");
        Ok(())
    }

    fn sync_data(&self, _: &Handle) -> Answer<()> {
        self.did("sync-data", "");
        Ok(())
    }

    fn get_flags(&self, handle: &Handle) -> Answer<DescriptorFlags> {
        self.did("get-flags", "");
        Ok(handle.flags)
    }

    fn get_type(&self, handle: &Handle) -> Answer<Kind> {
        self.did("get-type", "");
        if let Some(said) = self.said.get() {
            return Ok(said);
        }
        Ok(kind(FileType::from_raw_mode(rustix::fs::fstat(&handle.file).map_err(code)?.st_mode)))
    }

    fn is_same_object(&self, one: &Handle, other: &Handle) -> bool {
        self.did("is-same-object", "");
        let identity = |handle: &Handle| rustix::fs::fstat(&handle.file).map(|stat| (stat.st_dev, stat.st_ino)).ok();
        identity(one).is_some() && identity(one) == identity(other)
    }

    fn read_directory(&self, directory: &Handle) -> Answer<Entries> {
        self.did("read-directory", "");
        let mut entries = Vec::new();
        for entry in rustix::fs::Dir::read_from(&directory.file).map_err(code)? {
            let entry = entry.map_err(code)?;
            let name = entry.file_name().to_str().map_err(|_| ErrorCode::IllegalByteSequence)?;
            entries.push((kind(entry.file_type()), name.to_owned()));
        }
        entries.sort_by(|one, other| one.1.cmp(&other.1));
        let copy = directory.file.try_clone().map_err(|_| ErrorCode::Io)?;
        Ok(Entries { left: RefCell::new(entries.into_iter()), _handle: self.handle(copy, DescriptorFlags::none(), true) })
    }

    fn next_entry(&self, entries: &Entries) -> Answer<Option<(Kind, String)>> {
        self.did("read-directory-entry", "");
        Ok(entries.left.borrow_mut().next())
    }
}

fn pread(file: &OwnedFd, length: usize, offset: u64) -> Answer<Vec<u8>> {
    let mut data = vec![0; length];
    let read = rustix::io::pread(file, &mut data, offset).map_err(code)?;
    data.truncate(read);
    Ok(data)
}

/// Writes to a stream.
pub fn send((file, at): &(OwnedFd, Option<u64>), data: &[u8]) {
    let at = at.unwrap_or_else(|| rustix::fs::fstat(file).map_or(0, |stat| stat.st_size as u64));
    let _ = rustix::io::pwrite(file, data, at);
}
