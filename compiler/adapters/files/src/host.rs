//! The host's functions, lowered, behind the trait that the guard asks.
//!
//! Must hold: a handle of the host is dropped once, by `Drop`; what the host returns lies in memory of the running call and stays until
//! the next one.

use super::RESULT;
use super::membrane::{byte, result, text, word};
use alloc::vec::Vec;
use caplink_membrane::files::host::{Answer, DescriptorFlags, ErrorCode, Host, Kind, OpenFlags};

#[link(wasm_import_module = "wasi:filesystem/preopens")]
unsafe extern "C" {
    #[link_name = "get-directories"]
    fn get_directories(result: u32);
}

#[link(wasm_import_module = "wasi:filesystem/types")]
unsafe extern "C" {
    #[link_name = "[resource-drop]descriptor"]
    fn drop_descriptor(descriptor: u32);
    #[link_name = "[resource-drop]directory-entry-stream"]
    fn drop_entries(entries: u32);
    #[link_name = "[method]descriptor.read-via-stream"]
    fn read_via_stream(file: u32, offset: u64, result: u32);
    #[link_name = "[method]descriptor.write-via-stream"]
    fn write_via_stream(file: u32, offset: u64, result: u32);
    #[link_name = "[method]descriptor.append-via-stream"]
    fn append_via_stream(file: u32, result: u32);
    #[link_name = "[method]descriptor.advise"]
    fn advise(file: u32, offset: u64, length: u64, advice: u32, result: u32);
    #[link_name = "[method]descriptor.sync-data"]
    fn sync_data(descriptor: u32, result: u32);
    #[link_name = "[method]descriptor.get-flags"]
    fn get_flags(descriptor: u32, result: u32);
    #[link_name = "[method]descriptor.get-type"]
    fn get_type(descriptor: u32, result: u32);
    #[link_name = "[method]descriptor.set-size"]
    fn set_size(file: u32, size: u64, result: u32);
    #[link_name = "[method]descriptor.set-times"]
    fn set_times(descriptor: u32, access: u32, seconds: u64, nanos: u32, data: u32, data_seconds: u64, data_nanos: u32, result: u32);
    #[link_name = "[method]descriptor.read"]
    fn read(file: u32, length: u64, offset: u64, result: u32);
    #[link_name = "[method]descriptor.write"]
    fn write(file: u32, data: u32, length: u32, offset: u64, result: u32);
    #[link_name = "[method]descriptor.read-directory"]
    fn read_directory(directory: u32, result: u32);
    #[link_name = "[method]descriptor.sync"]
    fn sync(descriptor: u32, result: u32);
    #[link_name = "[method]descriptor.create-directory-at"]
    fn create_directory_at(directory: u32, name: u32, length: u32, result: u32);
    #[link_name = "[method]descriptor.stat"]
    fn stat(descriptor: u32, result: u32);
    #[link_name = "[method]descriptor.stat-at"]
    fn stat_at(directory: u32, follow: u32, name: u32, length: u32, result: u32);
    #[link_name = "[method]descriptor.set-times-at"]
    fn set_times_at(
        directory: u32,
        follow: u32,
        name: u32,
        length: u32,
        access: u32,
        seconds: u64,
        nanos: u32,
        data: u32,
        data_seconds: u64,
        data_nanos: u32,
        result: u32,
    );
    #[link_name = "[method]descriptor.link-at"]
    fn link_at(old: u32, follow: u32, old_name: u32, old_length: u32, new: u32, new_name: u32, new_length: u32, result: u32);
    #[link_name = "[method]descriptor.open-at"]
    fn open_at(directory: u32, follow: u32, name: u32, length: u32, open: u32, flags: u32, result: u32);
    #[link_name = "[method]descriptor.readlink-at"]
    fn readlink_at(directory: u32, name: u32, length: u32, result: u32);
    #[link_name = "[method]descriptor.remove-directory-at"]
    fn remove_directory_at(directory: u32, name: u32, length: u32, result: u32);
    #[link_name = "[method]descriptor.rename-at"]
    fn rename_at(old: u32, old_name: u32, old_length: u32, new: u32, new_name: u32, new_length: u32, result: u32);
    #[link_name = "[method]descriptor.symlink-at"]
    fn symlink_at(directory: u32, target: u32, target_length: u32, name: u32, length: u32, result: u32);
    #[link_name = "[method]descriptor.unlink-file-at"]
    fn unlink_file_at(directory: u32, name: u32, length: u32, result: u32);
    #[link_name = "[method]descriptor.is-same-object"]
    fn is_same_object(one: u32, other: u32) -> u32;
    #[link_name = "[method]descriptor.metadata-hash"]
    fn metadata_hash(descriptor: u32, result: u32);
    #[link_name = "[method]descriptor.metadata-hash-at"]
    fn metadata_hash_at(directory: u32, follow: u32, name: u32, length: u32, result: u32);
    #[link_name = "[method]directory-entry-stream.read-directory-entry"]
    fn read_directory_entry(entries: u32, result: u32);
}

/// The host.
pub struct Canonical;

/// A `descriptor` of the host.
pub struct Descriptor(u32);

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: the handle is the guard's, and dropped once.
        unsafe { drop_descriptor(self.0) }
    }
}

/// A `directory-entry-stream` of the host.
pub struct Entries(u32);

impl Drop for Entries {
    fn drop(&mut self) {
        // SAFETY: see above.
        unsafe { drop_entries(self.0) }
    }
}

/// A text or list of the host's, or of the caller's.
#[derive(Clone, Copy)]
pub struct Slice {
    /// Where it lies.
    pub at: u32,
    /// How long it is.
    pub length: u32,
}

impl Slice {
    fn stored(at: u32) -> Self {
        Self { at: word(at), length: word(at + 4) }
    }
}

impl AsRef<str> for Slice {
    fn as_ref(&self) -> &str {
        text(self.at, self.length)
    }
}

/// A `new-timestamp`, flat: its case, seconds, nanoseconds.
pub type Time = (u32, u64, u32);

/// No link is followed.
const STAYS: u32 = 0;

/// Calls the host with room for its result; where the payload lies, or the error.
fn asked(payload: u32, host: impl FnOnce(u32)) -> Answer<u32> {
    let at = result(8, RESULT);
    host(at);
    if byte(at) == 0 { Ok(at + payload) } else { Err(ErrorCode::of(byte(at + payload)).unwrap_or(ErrorCode::Io)) }
}

fn name(name: &str) -> (u32, u32) {
    (name.as_ptr() as u32, name.len() as u32)
}

// SAFETY: in all of this, the host reads names and data that are borrowed for the call, and writes a result that is not larger than the
// room for it.
impl Host for Canonical {
    type Descriptor = Descriptor;
    type Entries = Entries;
    type Input = u32;
    type Output = u32;
    type Text = Slice;
    type Data = Slice;
    /// Where it lies; the whole result begins 8 bytes before.
    type Stat = u32;
    type Times = [Time; 2];
    /// As attributes.
    type Hash = u32;
    type Advice = u32;

    fn kind(stat: &u32) -> Kind {
        Kind::of(byte(*stat)).unwrap_or(Kind::Unknown)
    }

    fn preopens(&self) -> Vec<(Descriptor, Slice)> {
        let at = result(8, RESULT);
        unsafe { get_directories(at) };
        let list = Slice::stored(at);
        (0..list.length)
            .map(|number| list.at + 12 * number)
            .map(|element| (Descriptor(word(element)), Slice::stored(element + 4)))
            .collect()
    }

    fn open_at(&self, directory: &Descriptor, path: &str, open: OpenFlags, flags: DescriptorFlags) -> Answer<Descriptor> {
        let (at, length) = name(path);
        asked(4, |area| unsafe { open_at(directory.0, STAYS, at, length, open.bits(), flags.bits(), area) }).map(|at| Descriptor(word(at)))
    }

    fn stat_at(&self, directory: &Descriptor, path: &str) -> Answer<u32> {
        let (at, length) = name(path);
        asked(8, |area| unsafe { stat_at(directory.0, STAYS, at, length, area) })
    }

    fn metadata_hash_at(&self, directory: &Descriptor, path: &str) -> Answer<u32> {
        let (at, length) = name(path);
        asked(8, |area| unsafe { metadata_hash_at(directory.0, STAYS, at, length, area) })
    }

    fn set_times_at(&self, directory: &Descriptor, path: &str, [access, data]: [Time; 2]) -> Answer<()> {
        let (at, length) = name(path);
        let host = |area| unsafe {
            set_times_at(directory.0, STAYS, at, length, access.0, access.1, access.2, data.0, data.1, data.2, area);
        };
        asked(1, host).map(drop)
    }

    fn readlink_at(&self, directory: &Descriptor, path: &str) -> Answer<Slice> {
        let (at, length) = name(path);
        asked(4, |area| unsafe { readlink_at(directory.0, at, length, area) }).map(Slice::stored)
    }

    fn create_directory_at(&self, directory: &Descriptor, path: &str) -> Answer<()> {
        let (at, length) = name(path);
        asked(1, |area| unsafe { create_directory_at(directory.0, at, length, area) }).map(drop)
    }

    fn remove_directory_at(&self, directory: &Descriptor, path: &str) -> Answer<()> {
        let (at, length) = name(path);
        asked(1, |area| unsafe { remove_directory_at(directory.0, at, length, area) }).map(drop)
    }

    fn unlink_file_at(&self, directory: &Descriptor, path: &str) -> Answer<()> {
        let (at, length) = name(path);
        asked(1, |area| unsafe { unlink_file_at(directory.0, at, length, area) }).map(drop)
    }

    fn symlink_at(&self, target: &str, directory: &Descriptor, path: &str) -> Answer<()> {
        let ((to, to_length), (at, length)) = (name(target), name(path));
        asked(1, |area| unsafe { symlink_at(directory.0, to, to_length, at, length, area) }).map(drop)
    }

    fn link_at(&self, old: &Descriptor, old_name: &str, new: &Descriptor, new_name: &str) -> Answer<()> {
        let ((from, from_length), (to, to_length)) = (name(old_name), name(new_name));
        asked(1, |area| unsafe { link_at(old.0, STAYS, from, from_length, new.0, to, to_length, area) }).map(drop)
    }

    fn rename_at(&self, old: &Descriptor, old_name: &str, new: &Descriptor, new_name: &str) -> Answer<()> {
        let ((from, from_length), (to, to_length)) = (name(old_name), name(new_name));
        asked(1, |area| unsafe { rename_at(old.0, from, from_length, new.0, to, to_length, area) }).map(drop)
    }

    fn read_via_stream(&self, file: &Descriptor, offset: u64) -> Answer<u32> {
        asked(4, |area| unsafe { read_via_stream(file.0, offset, area) }).map(word)
    }

    fn write_via_stream(&self, file: &Descriptor, offset: u64) -> Answer<u32> {
        asked(4, |area| unsafe { write_via_stream(file.0, offset, area) }).map(word)
    }

    fn append_via_stream(&self, file: &Descriptor) -> Answer<u32> {
        asked(4, |area| unsafe { append_via_stream(file.0, area) }).map(word)
    }

    fn read(&self, file: &Descriptor, length: u64, offset: u64) -> Answer<(Slice, bool)> {
        asked(4, |area| unsafe { read(file.0, length, offset, area) }).map(|at| (Slice::stored(at), byte(at + 8) != 0))
    }

    fn write(&self, file: &Descriptor, data: &[u8], offset: u64) -> Answer<u64> {
        let (at, length) = (data.as_ptr() as u32, data.len() as u32);
        let written = asked(8, |area| unsafe { write(file.0, at, length, offset, area) });
        written.map(|at| u64::from(word(at)) | u64::from(word(at + 4)) << 32)
    }

    fn set_size(&self, file: &Descriptor, size: u64) -> Answer<()> {
        asked(1, |area| unsafe { set_size(file.0, size, area) }).map(drop)
    }

    fn set_times(&self, descriptor: &Descriptor, [access, data]: [Time; 2]) -> Answer<()> {
        let host = |area| unsafe { set_times(descriptor.0, access.0, access.1, access.2, data.0, data.1, data.2, area) };
        asked(1, host).map(drop)
    }

    fn stat(&self, descriptor: &Descriptor) -> Answer<u32> {
        asked(8, |area| unsafe { stat(descriptor.0, area) })
    }

    fn metadata_hash(&self, descriptor: &Descriptor) -> Answer<u32> {
        asked(8, |area| unsafe { metadata_hash(descriptor.0, area) })
    }

    fn advise(&self, file: &Descriptor, offset: u64, length: u64, advice: u32) -> Answer<()> {
        asked(1, |area| unsafe { advise(file.0, offset, length, advice, area) }).map(drop)
    }

    fn sync(&self, descriptor: &Descriptor) -> Answer<()> {
        asked(1, |area| unsafe { sync(descriptor.0, area) }).map(drop)
    }

    fn sync_data(&self, descriptor: &Descriptor) -> Answer<()> {
        asked(1, |area| unsafe { sync_data(descriptor.0, area) }).map(drop)
    }

    fn get_flags(&self, descriptor: &Descriptor) -> Answer<DescriptorFlags> {
        asked(1, |area| unsafe { get_flags(descriptor.0, area) }).map(|at| DescriptorFlags::of(byte(at).into()))
    }

    fn get_type(&self, descriptor: &Descriptor) -> Answer<Kind> {
        asked(1, |area| unsafe { get_type(descriptor.0, area) }).map(|at| Kind::of(byte(at)).unwrap_or(Kind::Unknown))
    }

    fn is_same_object(&self, one: &Descriptor, other: &Descriptor) -> bool {
        unsafe { is_same_object(one.0, other.0) != 0 }
    }

    fn read_directory(&self, directory: &Descriptor) -> Answer<Entries> {
        asked(4, |area| unsafe { read_directory(directory.0, area) }).map(|at| Entries(word(at)))
    }

    fn next_entry(&self, entries: &Entries) -> Answer<Option<(Kind, Slice)>> {
        let at = asked(4, |area| unsafe { read_directory_entry(entries.0, area) })?;
        let entry = || (Kind::of(byte(at + 4)).unwrap_or(Kind::Unknown), Slice::stored(at + 8));
        Ok((byte(at) != 0).then(entry))
    }
}
