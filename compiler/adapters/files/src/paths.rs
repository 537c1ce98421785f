//! Functions that take paths.

use super::handles::own_descriptor;
use super::membrane::{put, text};
use super::{answer, call, done, host, stored, word};
use caplink_membrane::files::host::{DescriptorFlags, OpenFlags};

/// Of `path-flags` the only one; others are not defined, and mean nothing.
fn follows(flags: u32) -> bool {
    flags & 1 != 0
}

/// `open-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.open-at")]
pub extern "C" fn open_at(rep: u32, follow: u32, path: u32, length: u32, open: u32, flags: u32) -> u32 {
    call(|guard| {
        let opened = guard.open_at(rep, follows(follow), text(path, length), OpenFlags::of(open), DescriptorFlags::of(flags));
        word(opened.map(own_descriptor))
    })
}

/// `stat-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.stat-at")]
pub extern "C" fn stat_at(rep: u32, follow: u32, path: u32, length: u32) -> u32 {
    call(|guard| stored(guard.stat_at(rep, follows(follow), text(path, length))))
}

/// `metadata-hash-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.metadata-hash-at")]
pub extern "C" fn metadata_hash_at(rep: u32, follow: u32, path: u32, length: u32) -> u32 {
    call(|guard| stored(guard.metadata_hash_at(rep, follows(follow), text(path, length))))
}

/// `set-times-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.set-times-at")]
pub extern "C" fn set_times_at(
    rep: u32,
    follow: u32,
    path: u32,
    length: u32,
    access: u32,
    seconds: u64,
    nanos: u32,
    data: u32,
    data_seconds: u64,
    data_nanos: u32,
) -> u32 {
    let times: [host::Time; 2] = [(access, seconds, nanos), (data, data_seconds, data_nanos)];
    call(|guard| done(guard.set_times_at(rep, follows(follow), text(path, length), times)))
}

/// `readlink-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.readlink-at")]
pub extern "C" fn readlink_at(rep: u32, path: u32, length: u32) -> u32 {
    call(|guard| {
        answer(4, guard.readlink_at(rep, text(path, length)), |at, target| {
            put(at, target.at);
            put(at + 4, target.length);
        })
    })
}

/// `create-directory-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.create-directory-at")]
pub extern "C" fn create_directory_at(rep: u32, path: u32, length: u32) -> u32 {
    call(|guard| done(guard.create_directory_at(rep, text(path, length))))
}

/// `remove-directory-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.remove-directory-at")]
pub extern "C" fn remove_directory_at(rep: u32, path: u32, length: u32) -> u32 {
    call(|guard| done(guard.remove_directory_at(rep, text(path, length))))
}

/// `unlink-file-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.unlink-file-at")]
pub extern "C" fn unlink_file_at(rep: u32, path: u32, length: u32) -> u32 {
    call(|guard| done(guard.unlink_file_at(rep, text(path, length))))
}

/// `symlink-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.symlink-at")]
pub extern "C" fn symlink_at(rep: u32, target: u32, target_length: u32, path: u32, length: u32) -> u32 {
    call(|guard| done(guard.symlink_at(rep, text(target, target_length), text(path, length))))
}

/// `link-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.link-at")]
pub extern "C" fn link_at(rep: u32, follow: u32, old: u32, old_length: u32, new_rep: u32, new: u32, new_length: u32) -> u32 {
    call(|guard| done(guard.link_at(rep, follows(follow), text(old, old_length), new_rep, text(new, new_length))))
}

/// `rename-at`
#[unsafe(export_name = "wasi:filesystem/types#[method]descriptor.rename-at")]
pub extern "C" fn rename_at(rep: u32, old: u32, old_length: u32, new_rep: u32, new: u32, new_length: u32) -> u32 {
    call(|guard| done(guard.rename_at(rep, text(old, old_length), new_rep, text(new, new_length))))
}
