//! What is done with an open handle: reading, writing, size, times, and what is harmless.
//!
//! Policy is asked each time, for the handle's path and the method's action, and only if the handle was opened for it: what it was not
//! opened for is `bad-descriptor`, and `access` if it was opened to append only. The times of an open file or directory need fs:write and
//! not that it was opened for writing, as in POSIX. Harmless with what is open are `sync`, `sync-data`, `advise`, `get-flags`,
//! `get-type`, `is-same-object`. At most [`MOST_READ`] bytes are read at once, so that a host has no reason to fill the guard's memory
//! (threat R16).

use super::host::{DescriptorFlags, ErrorCode, Host, Kind};
use super::policy::{Action, Policy, decide};
use super::{Descriptor, Guard};

/// The most bytes that one call of `read` gives.
pub const MOST_READ: u64 = 1 << 20;

impl<H: Host, P: Policy> Guard<H, P> {
    /// A file that may be used so now.
    fn file(&self, handle: u32, action: Action) -> Result<&H::Descriptor, ErrorCode> {
        let descriptor = self.descriptor(handle)?;
        let rights = descriptor.rights.ok_or(ErrorCode::BadDescriptor)?;
        let opened = match action {
            Action::Read => rights.read,
            Action::Append => rights.append,
            _ => rights.write,
        };
        if !opened {
            return Err(if rights.append && action != Action::Read { ErrorCode::Access } else { ErrorCode::BadDescriptor });
        }
        self.may(descriptor, action)?;
        Ok(&descriptor.host)
    }

    fn may(&self, descriptor: &Descriptor<H>, action: Action) -> Result<(), ErrorCode> {
        decide(&self.policy, action, &descriptor.path)
    }

    /// `read-via-stream`. Needs fs:read.
    ///
    /// # Errors
    /// The host's, `access`, or `bad-descriptor`.
    pub fn read_via_stream(&self, handle: u32, offset: u64) -> Result<H::Input, ErrorCode> {
        if self.descriptor(handle)?.rights.is_none() {
            return Err(ErrorCode::IsDirectory);
        }
        self.host.read_via_stream(self.file(handle, Action::Read)?, offset)
    }

    /// `write-via-stream`. Needs fs:write.
    ///
    /// # Errors
    /// The host's, `access`, or `bad-descriptor`.
    pub fn write_via_stream(&self, handle: u32, offset: u64) -> Result<H::Output, ErrorCode> {
        self.host.write_via_stream(self.file(handle, Action::Write)?, offset)
    }

    /// `append-via-stream`. Needs fs:append.
    ///
    /// # Errors
    /// The host's, `access`, or `bad-descriptor`.
    pub fn append_via_stream(&self, handle: u32) -> Result<H::Output, ErrorCode> {
        self.host.append_via_stream(self.file(handle, Action::Append)?)
    }

    /// `read`. Needs fs:read.
    ///
    /// # Errors
    /// The host's, `access`, or `bad-descriptor`.
    pub fn read(&self, handle: u32, length: u64, offset: u64) -> Result<(H::Data, bool), ErrorCode> {
        self.host.read(self.file(handle, Action::Read)?, length.min(MOST_READ), offset)
    }

    /// `write`. Needs fs:write.
    ///
    /// # Errors
    /// The host's, `access`, or `bad-descriptor`.
    pub fn write(&self, handle: u32, data: &[u8], offset: u64) -> Result<u64, ErrorCode> {
        self.host.write(self.file(handle, Action::Write)?, data, offset)
    }

    /// `set-size`. Needs fs:write.
    ///
    /// # Errors
    /// The host's, `access`, or `bad-descriptor`.
    pub fn set_size(&self, handle: u32, size: u64) -> Result<(), ErrorCode> {
        self.host.set_size(self.file(handle, Action::Write)?, size)
    }

    /// `set-times`. Needs fs:write.
    ///
    /// # Errors
    /// The host's, or `access`.
    pub fn set_times(&self, handle: u32, times: H::Times) -> Result<(), ErrorCode> {
        let descriptor = self.descriptor(handle)?;
        self.may(descriptor, Action::Write)?;
        self.host.set_times(&descriptor.host, times)
    }

    /// `stat`. Needs fs:stat.
    ///
    /// # Errors
    /// The host's, or `access`.
    pub fn stat(&self, handle: u32) -> Result<H::Stat, ErrorCode> {
        let descriptor = self.descriptor(handle)?;
        self.may(descriptor, Action::Stat)?;
        self.host.stat(&descriptor.host)
    }

    /// `metadata-hash`. Needs fs:stat.
    ///
    /// # Errors
    /// The host's, or `access`.
    pub fn metadata_hash(&self, handle: u32) -> Result<H::Hash, ErrorCode> {
        let descriptor = self.descriptor(handle)?;
        self.may(descriptor, Action::Stat)?;
        self.host.metadata_hash(&descriptor.host)
    }

    /// `advise`.
    ///
    /// # Errors
    /// The host's.
    pub fn advise(&self, handle: u32, offset: u64, length: u64, advice: H::Advice) -> Result<(), ErrorCode> {
        let descriptor = self.descriptor(handle)?;
        descriptor.rights.ok_or(ErrorCode::BadDescriptor)?;
        self.host.advise(&descriptor.host, offset, length, advice)
    }

    /// `sync`.
    ///
    /// # Errors
    /// The host's.
    pub fn sync(&self, handle: u32) -> Result<(), ErrorCode> {
        self.host.sync(&self.descriptor(handle)?.host)
    }

    /// `sync-data`.
    ///
    /// # Errors
    /// The host's.
    pub fn sync_data(&self, handle: u32) -> Result<(), ErrorCode> {
        self.host.sync_data(&self.descriptor(handle)?.host)
    }

    /// `get-flags`: the host's, without what the handle was not opened for.
    ///
    /// # Errors
    /// The host's.
    pub fn get_flags(&self, handle: u32) -> Result<DescriptorFlags, ErrorCode> {
        let descriptor = self.descriptor(handle)?;
        let mut flags = self.host.get_flags(&descriptor.host)?;
        if let Some(rights) = descriptor.rights {
            if !rights.read {
                flags = flags.without(DescriptorFlags::READ);
            }
            if !rights.append {
                flags = flags.without(DescriptorFlags::WRITE);
            }
        }
        Ok(flags)
    }

    /// `get-type`, which the guard knows itself.
    ///
    /// # Errors
    /// `bad-descriptor` without a handle.
    pub fn get_type(&self, handle: u32) -> Result<Kind, ErrorCode> {
        Ok(if self.descriptor(handle)?.rights.is_some() { Kind::RegularFile } else { Kind::Directory })
    }

    /// `is-same-object`.
    pub fn is_same_object(&self, handle: u32, other: u32) -> bool {
        match (self.descriptor(handle), self.descriptor(other)) {
            (Ok(one), Ok(other)) => self.host.is_same_object(&one.host, &other.host),
            _ => false,
        }
    }
}
