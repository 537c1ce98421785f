//! Functions that act on what is open: preopens, streams, bytes, attributes, entries; and what drops handles.

use super::membrane::{bytes, put, result};
use super::{GUARD, answer, call, done, host, stored, word};
use caplink_membrane::files::{Listed, host::Kind};

#[link(wasm_import_module = "[export]wasi:filesystem/types")]
unsafe extern "C" {
    #[link_name = "[resource-new]descriptor"]
    fn new_descriptor(rep: u32) -> u32;
    #[link_name = "[resource-new]directory-entry-stream"]
    fn new_entries(rep: u32) -> u32;
}

#[link(wasm_import_module = "wasi:filesystem/types")]
unsafe extern "C" {
    #[link_name = "filesystem-error-code"]
    fn host_error_code(error: u32, result: u32);
}

#[link(wasm_import_module = "wasi:io/error")]
unsafe extern "C" {
    #[link_name = "[resource-drop]error"]
    fn drop_error(error: u32);
}

/// A handle for a number of the guard's.
pub fn own_descriptor(rep: u32) -> u32 {
    // SAFETY: the guard keeps the number until the handle is dropped.
    unsafe { new_descriptor(rep) }
}

/// `get-directories`
#[unsafe(export_name = "wasi:filesystem/preopens#get-directories")]
pub extern "C" fn get_directories() -> u32 {
    call(|guard| {
        let preopens = guard.preopens();
        let (at, list) = (result(4, 8), result(4, 12 * preopens.len() as u32));
        put(at, list);
        put(at + 4, preopens.len() as u32);
        for (number, (rep, name)) in (0..).zip(preopens) {
            let element = list + 12 * number;
            put(element, own_descriptor(rep));
            put(element + 4, name.at);
            put(element + 8, name.length);
        }
        at
    })
}

/// `filesystem-error-code`: tells of an error of a stream, which is the host's as the stream is.
#[unsafe(export_name = "wasi:filesystem/types#filesystem-error-code")]
pub extern "C" fn filesystem_error_code(error: u32) -> u32 {
    call(|_| {
        let at = result(4, 4);
        // SAFETY: the host writes the 2 bytes of its result; what was borrowed is given back before the call ends.
        unsafe {
            host_error_code(error, at);
            drop_error(error);
        }
        at
    })
}

/// A descriptor is dropped.
#[unsafe(export_name = "wasi:filesystem/types#[dtor]descriptor")]
pub extern "C" fn drop_descriptor(rep: u32) {
    GUARD.with(|guard| guard.drop_descriptor(rep));
}

/// A stream of entries is dropped.
#[unsafe(export_name = "wasi:filesystem/types#[dtor]directory-entry-stream")]
pub extern "C" fn drop_entries(rep: u32) {
    GUARD.with(|guard| guard.drop_entries(rep));
}

/// `read-via-stream`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.read-via-stream")]
pub extern "C" fn read_via_stream(rep: u32, offset: u64) -> u32 {
    call(|guard| word(guard.read_via_stream(rep, offset)))
}

/// `write-via-stream`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.write-via-stream")]
pub extern "C" fn write_via_stream(rep: u32, offset: u64) -> u32 {
    call(|guard| word(guard.write_via_stream(rep, offset)))
}

/// `append-via-stream`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.append-via-stream")]
pub extern "C" fn append_via_stream(rep: u32) -> u32 {
    call(|guard| word(guard.append_via_stream(rep)))
}

/// `advise`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.advise")]
pub extern "C" fn advise(rep: u32, offset: u64, length: u64, advice: u32) -> u32 {
    call(|guard| done(guard.advise(rep, offset, length, advice)))
}

/// `sync-data`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.sync-data")]
pub extern "C" fn sync_data(rep: u32) -> u32 {
    call(|guard| done(guard.sync_data(rep)))
}

/// `sync`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.sync")]
pub extern "C" fn sync(rep: u32) -> u32 {
    call(|guard| done(guard.sync(rep)))
}

/// `get-flags`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.get-flags")]
pub extern "C" fn get_flags(rep: u32) -> u32 {
    call(|guard| answer(1, guard.get_flags(rep), |at, flags| put(at, flags.bits())))
}

/// `get-type`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.get-type")]
pub extern "C" fn get_type(rep: u32) -> u32 {
    call(|guard| answer(1, guard.get_type(rep), |at, kind| put(at, kind as u32)))
}

/// `set-size`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.set-size")]
pub extern "C" fn set_size(rep: u32, size: u64) -> u32 {
    call(|guard| done(guard.set_size(rep, size)))
}

/// `set-times`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.set-times")]
pub extern "C" fn set_times(rep: u32, access: u32, seconds: u64, nanos: u32, data: u32, data_seconds: u64, data_nanos: u32) -> u32 {
    let times: [host::Time; 2] = [(access, seconds, nanos), (data, data_seconds, data_nanos)];
    call(|guard| done(guard.set_times(rep, times)))
}

/// `read`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.read")]
pub extern "C" fn read(rep: u32, length: u64, offset: u64) -> u32 {
    call(|guard| {
        answer(4, guard.read(rep, length, offset), |at, (data, is_end)| {
            put(at, data.at);
            put(at + 4, data.length);
            put(at + 8, is_end.into());
        })
    })
}

/// `write`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.write")]
pub extern "C" fn write(rep: u32, data: u32, length: u32, offset: u64) -> u32 {
    call(|guard| {
        answer(8, guard.write(rep, bytes(data, length), offset), |at, written| {
            put(at, written as u32);
            put(at + 4, (written >> 32) as u32);
        })
    })
}

/// `stat`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.stat")]
pub extern "C" fn stat(rep: u32) -> u32 {
    call(|guard| stored(guard.stat(rep)))
}

/// `metadata-hash`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.metadata-hash")]
pub extern "C" fn metadata_hash(rep: u32) -> u32 {
    call(|guard| stored(guard.metadata_hash(rep)))
}

/// `is-same-object`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.is-same-object")]
pub extern "C" fn is_same_object(rep: u32, other: u32) -> u32 {
    call(|guard| guard.is_same_object(rep, other).into())
}

/// `read-directory`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.read-directory")]
pub extern "C" fn read_directory(rep: u32) -> u32 {
    // SAFETY: the guard keeps the number until the handle is dropped.
    call(|guard| word(guard.read_directory(rep).map(|rep| unsafe { new_entries(rep) })))
}

/// `read-directory-entry`: what was allocated for an entry that is passed over is given back before the next one.
#[unsafe(export_name = "wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry")]
pub extern "C" fn read_directory_entry(rep: u32) -> u32 {
    loop {
        let told = call(|guard| {
            let entry = match guard.look(rep) {
                Ok(Listed::Hidden) => return None,
                Ok(Listed::Shown(kind, name)) => Ok(Some((kind, name))),
                Ok(Listed::End) => Ok(None),
                Err(code) => Err(code),
            };
            let write = |at, entry: Option<(Kind, host::Slice)>| {
                put(at, entry.is_some().into());
                if let Some((kind, name)) = entry {
                    put(at + 4, kind as u32);
                    put(at + 8, name.at);
                    put(at + 12, name.length);
                }
            };
            Some(answer(4, entry, write))
        });
        if let Some(at) = told {
            return at;
        }
    }
}
