//! `wasi:filesystem/preopens` and `wasi:filesystem/types`: numbers in, the membrane's answers out, laid out as the WIT says.
//!
//! Must hold: a number of flags or of a case that the WIT does not have never comes in, for whoever called was lifted by the host; if one
//! does, everything ends. A descriptor is made only if there is room for its handle, so that nothing is created or emptied by an `open-at`
//! that fails with `quota`.

use crate::abi::{Area, bytes, refuse, text};
use crate::host;
use crate::world::{File, In, Kept, Out, Why, World, end, with};
use caplink_membrane::code::Code;
use caplink_membrane::memory::stream::{Input, Output};
use caplink_membrane::memory::time::Time;
use caplink_membrane::memory::{Flags, Kind, Moment, Open, Status};

fn unit(result: Result<(), Code>) -> u32 {
    match result {
        Ok(()) => Area::new().at(),
        Err(code) => Area::failed(1, code as u8).at(),
    }
}

fn handle(result: Result<u32, Code>) -> u32 {
    match result {
        Ok(handle) => Area::new().word(4, handle).at(),
        Err(code) => Area::failed(4, code as u8).at(),
    }
}

fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Folder => 3,
        Kind::Link => 5,
        Kind::File => 6,
    }
}

fn status(result: Result<Status, Code>) -> u32 {
    let Status { kind, links, size, accessed, modified, changed } = match result {
        Ok(status) => status,
        Err(code) => return Area::failed(8, code as u8).at(),
    };
    let mut area = Area::new().byte(8, number(kind)).long(16, links).long(24, size);
    for (at, time) in [(32, accessed), (56, modified), (80, changed)] {
        area = area.byte(at, 1).long(at + 8, time.seconds).word(at + 16, time.nanoseconds);
    }
    area.at()
}

fn hash(result: Result<(u64, u64), Code>) -> u32 {
    match result {
        Ok((lower, upper)) => Area::new().long(8, lower).long(16, upper).at(),
        Err(code) => Area::failed(8, code as u8).at(),
    }
}

fn moment(case: u32, seconds: u64, nanoseconds: u32) -> Moment {
    match case {
        0 => Moment::Same,
        1 => Moment::Now,
        2 => Moment::At(Time { seconds, nanoseconds }),
        _ => refuse(),
    }
}

/// `path-flags`, of which there is one.
fn follows(flags: u32) -> bool {
    flags & 1 != 0
}

/// A handle, if there is room for one more.
fn kept(world: &mut World, kept: impl FnOnce(&mut World) -> Result<Kept, Code>, new: fn(u32) -> u32) -> Result<u32, Code> {
    if !world.kept.has_room() {
        return Err(Code::Quota);
    }
    let kept = kept(world)?;
    Ok(new(world.keep(kept)))
}

#[unsafe(export_name = "wasi:filesystem/preopens#get-directories")]
extern "C" fn get_directories() -> u32 {
    with(|world| {
        world.words.clear();
        for number in 0..world.settings.mounts.len() {
            let Some(root) = world.memory.root(number) else { refuse() };
            let handle = host::new_descriptor(world.keep(Kept::Descriptor(File::Memory(root))));
            let path = world.settings.mounts[number].path;
            world.words.extend([handle, crate::abi::address(path), path.len() as u32]);
        }
        Area::new().word(0, crate::abi::address(&*world.words)).word(4, (world.words.len() / 3) as u32).at()
    })
}

#[unsafe(export_name = "wasi:filesystem/types#[dtor]descriptor")]
extern "C" fn end_descriptor(rep: u32) {
    end(rep);
}

#[unsafe(export_name = "wasi:filesystem/types#[dtor]directory-entry-stream")]
extern "C" fn end_directory_entry_stream(rep: u32) {
    end(rep);
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.read-via-stream")]
extern "C" fn read_via_stream(this: u32, offset: u64) -> u32 {
    let stream = |world: &mut World| {
        let File::Memory(file) = world.file(this);
        world.memory.may_read(file)?;
        let File::Memory(file) = file_of(&world.kept, this);
        Ok(Kept::Input(In::Here(Input::File(world.memory.duplicate(file), offset))))
    };
    handle(with(|world| kept(world, stream, host::new_input_stream)))
}

fn file_of(kept: &caplink_membrane::slab::Slab<Kept>, rep: u32) -> &File {
    match kept.get(rep) {
        Some(Kept::Descriptor(file)) => file,
        _ => refuse(),
    }
}

/// An output stream of a file.
fn written(this: u32, output: impl FnOnce(caplink_membrane::memory::Descriptor) -> Output) -> u32 {
    let stream = |world: &mut World| {
        let File::Memory(file) = file_of(&world.kept, this);
        world.memory.may_write(file)?;
        Ok(Kept::Output(Out::Here(output(world.memory.duplicate(file)))))
    };
    handle(with(|world| kept(world, stream, host::new_output_stream)))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.write-via-stream")]
extern "C" fn write_via_stream(this: u32, offset: u64) -> u32 {
    written(this, |file| Output::File(file, offset))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.append-via-stream")]
extern "C" fn append_via_stream(this: u32) -> u32 {
    written(this, Output::Append)
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.advise")]
extern "C" fn advise(this: u32, _offset: u64, _length: u64, _advice: u32) -> u32 {
    unit(with(|world| match world.file(this) {
        File::Memory(file) => world.memory.advise(file),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.sync-data")]
extern "C" fn sync_data(this: u32) -> u32 {
    unit(with(|world| match world.file(this) {
        File::Memory(file) => world.memory.sync(file),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.sync")]
extern "C" fn sync(this: u32) -> u32 {
    sync_data(this)
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.get-flags")]
extern "C" fn get_flags(this: u32) -> u32 {
    let result = with(|world| match world.file(this) {
        File::Memory(file) => world.memory.flags(file),
    });
    match result {
        Ok(Flags { read, write, sync: _, mutate_directory }) => {
            Area::new().byte(1, u8::from(read) | u8::from(write) << 1 | u8::from(mutate_directory) << 5).at()
        }
        Err(code) => Area::failed(1, code as u8).at(),
    }
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.get-type")]
extern "C" fn get_type(this: u32) -> u32 {
    let result = with(|world| match world.file(this) {
        File::Memory(file) => world.memory.kind(file),
    });
    match result {
        Ok(kind) => Area::new().byte(1, number(kind)).at(),
        Err(code) => Area::failed(1, code as u8).at(),
    }
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.set-size")]
extern "C" fn set_size(this: u32, size: u64) -> u32 {
    unit(with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(file) => memory.set_size(file, size),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.set-times")]
extern "C" fn set_times(
    this: u32,
    case: u32,
    seconds: u64,
    nanoseconds: u32,
    other: u32,
    other_seconds: u64,
    other_nanoseconds: u32,
) -> u32 {
    let (accessed, modified) = (moment(case, seconds, nanoseconds), moment(other, other_seconds, other_nanoseconds));
    unit(with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(file) => memory.set_times(file, accessed, modified),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.read")]
extern "C" fn read(this: u32, length: u64, offset: u64) -> u32 {
    let result = with(|World { memory, kept, spare, .. }| match file_of(kept, this) {
        File::Memory(file) => {
            memory.read(file, length, offset, spare).map(|bytes| Area::new().list(4, bytes).byte(12, u8::from(bytes.is_empty())))
        }
    });
    match result {
        Ok(area) => area.at(),
        Err(code) => Area::failed(4, code as u8).at(),
    }
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.write")]
extern "C" fn write(this: u32, at: u32, length: u32, offset: u64) -> u32 {
    let result = with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(file) => memory.write(file, bytes(at, length), offset),
    });
    match result {
        Ok(written) => Area::new().long(8, written as u64).at(),
        Err(code) => Area::failed(8, code as u8).at(),
    }
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.read-directory")]
extern "C" fn read_directory(this: u32) -> u32 {
    let listing = |world: &mut World| {
        let File::Memory(dir) = file_of(&world.kept, this);
        world.memory.may_list(dir)?;
        Ok(Kept::Listing(world.memory.duplicate(dir), None))
    };
    handle(with(|world| kept(world, listing, host::new_directory_entry_stream)))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry")]
extern "C" fn read_directory_entry(this: u32) -> u32 {
    with(|World { memory, kept, .. }| {
        let Some(Kept::Listing(dir, last)) = kept.get_mut(this) else { refuse() };
        match memory.list(dir, last.as_deref()) {
            Ok(Some(entry)) => {
                // It is kept for the next call, and stays where it is until then.
                let name = last.insert(entry.name);
                Area::new().byte(4, 1).byte(8, number(entry.kind)).list(12, name.as_bytes()).at()
            }
            Ok(None) => Area::new().at(),
            Err(code) => Area::failed(4, code as u8).at(),
        }
    })
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.create-directory-at")]
extern "C" fn create_directory_at(this: u32, at: u32, length: u32) -> u32 {
    unit(with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(dir) => memory.create_directory_at(dir, text(at, length)),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.stat")]
extern "C" fn stat(this: u32) -> u32 {
    status(with(|world| match world.file(this) {
        File::Memory(file) => world.memory.status(file),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.stat-at")]
extern "C" fn stat_at(this: u32, flags: u32, at: u32, length: u32) -> u32 {
    status(with(|world| match world.file(this) {
        File::Memory(dir) => world.memory.status_at(dir, follows(flags), text(at, length)),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.set-times-at")]
extern "C" fn set_times_at(
    this: u32,
    flags: u32,
    at: u32,
    length: u32,
    case: u32,
    seconds: u64,
    nanoseconds: u32,
    other: u32,
    other_seconds: u64,
    other_nanoseconds: u32,
) -> u32 {
    let (accessed, modified) = (moment(case, seconds, nanoseconds), moment(other, other_seconds, other_nanoseconds));
    unit(with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(dir) => memory.set_times_at(dir, follows(flags), text(at, length), accessed, modified),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.link-at")]
extern "C" fn link_at(this: u32, flags: u32, at: u32, length: u32, new: u32, new_at: u32, new_length: u32) -> u32 {
    unit(with(|World { memory, kept, .. }| match (file_of(kept, this), file_of(kept, new)) {
        (File::Memory(old), File::Memory(new)) => memory.link_at(old, follows(flags), text(at, length), new, text(new_at, new_length)),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.open-at")]
extern "C" fn open_at(this: u32, flags: u32, at: u32, length: u32, open: u32, mode: u32) -> u32 {
    let open = Open { create: open & 1 != 0, directory: open & 2 != 0, exclusive: open & 4 != 0, truncate: open & 8 != 0 };
    let mode = Flags { read: mode & 1 != 0, write: mode & 2 != 0, sync: mode & 0b1_1100 != 0, mutate_directory: mode & 0b10_0000 != 0 };
    let opened = |world: &mut World| {
        let File::Memory(dir) = file_of(&world.kept, this);
        Ok(Kept::Descriptor(File::Memory(world.memory.open_at(dir, follows(flags), text(at, length), open, mode)?)))
    };
    handle(with(|world| kept(world, opened, host::new_descriptor)))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.readlink-at")]
extern "C" fn readlink_at(this: u32, at: u32, length: u32) -> u32 {
    let result = with(|world| match world.file(this) {
        File::Memory(dir) => world.memory.readlink_at(dir, text(at, length)).map(|target| Area::new().list(4, target.as_bytes())),
    });
    match result {
        Ok(area) => area.at(),
        Err(code) => Area::failed(4, code as u8).at(),
    }
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.remove-directory-at")]
extern "C" fn remove_directory_at(this: u32, at: u32, length: u32) -> u32 {
    unit(with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(dir) => memory.remove_directory_at(dir, text(at, length)),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.rename-at")]
extern "C" fn rename_at(this: u32, at: u32, length: u32, new: u32, new_at: u32, new_length: u32) -> u32 {
    unit(with(|World { memory, kept, .. }| match (file_of(kept, this), file_of(kept, new)) {
        (File::Memory(old), File::Memory(new)) => memory.rename_at(old, text(at, length), new, text(new_at, new_length)),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.symlink-at")]
extern "C" fn symlink_at(this: u32, target: u32, target_length: u32, at: u32, length: u32) -> u32 {
    unit(with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(dir) => memory.symlink_at(dir, text(target, target_length), text(at, length)),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.unlink-file-at")]
extern "C" fn unlink_file_at(this: u32, at: u32, length: u32) -> u32 {
    unit(with(|World { memory, kept, .. }| match file_of(kept, this) {
        File::Memory(dir) => memory.unlink_file_at(dir, text(at, length)),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.is-same-object")]
extern "C" fn is_same_object(this: u32, other: u32) -> u32 {
    with(|world| match (world.file(this), world.file(other)) {
        (File::Memory(one), File::Memory(other)) => u32::from(world.memory.is_same(one, other)),
    })
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.metadata-hash")]
extern "C" fn metadata_hash(this: u32) -> u32 {
    hash(with(|world| match world.file(this) {
        File::Memory(file) => world.memory.hash(file),
    }))
}

#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.metadata-hash-at")]
extern "C" fn metadata_hash_at(this: u32, flags: u32, at: u32, length: u32) -> u32 {
    hash(with(|world| match world.file(this) {
        File::Memory(dir) => world.memory.hash_at(dir, follows(flags), text(at, length)),
    }))
}

/// The host's errors are not from files: those that the host gave through other interfaces have no code here.
#[unsafe(export_name = "wasi:filesystem/types#filesystem-error-code")]
extern "C" fn filesystem_error_code(error: u32) -> u32 {
    match with(|world| world.why(error)) {
        Why::Code(code) => Area::new().byte(0, 1).byte(1, code as u8).at(),
        Why::Host(_) => Area::new().at(),
    }
}
