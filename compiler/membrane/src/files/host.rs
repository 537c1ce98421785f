//! What the guard asks of a host: `wasi:filesystem/types` 0.2 on single names, and the values of that interface.
//!
//! Every path that a host gets here is one clean name, or `.` for the directory itself, and never is the last link followed: there is no
//! flag for it. A descriptor is closed by dropping it, so each is closed exactly once. What the guard only hands on (attributes, times,
//! data, streams) has a type of the host's own. Where a host answers in the order of the interface, the numbers of [`ErrorCode`] and
//! [`Kind`] are those of the canonical ABI.

use alloc::vec::Vec;

macro_rules! cases {
    ($(#[$about:meta])* $name:ident: $($case:ident)*) => {
        $(#[$about])*
        #[allow(missing_docs, reason = "the interface says what they mean")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($case),* }

        impl $name {
            /// All, in the order of the interface.
            pub const ALL: &[Self] = &[$(Self::$case),*];

            /// The one of this number in the interface.
            #[must_use]
            pub fn of(number: u8) -> Option<Self> {
                Self::ALL.get(usize::from(number)).copied()
            }
        }
    };
}

cases! {
    /// `error-code`.
    ErrorCode: Access WouldBlock Already BadDescriptor Busy Deadlock Quota Exist FileTooLarge IllegalByteSequence InProgress
        Interrupted Invalid Io IsDirectory Loop TooManyLinks MessageSize NameTooLong NoDevice NoEntry NoLock InsufficientMemory
        InsufficientSpace NotDirectory NotEmpty NotRecoverable Unsupported NoTty NoSuchDevice Overflow NotPermitted Pipe ReadOnly InvalidSeek TextFileBusy CrossDevice
}

cases! {
    /// `descriptor-type`.
    Kind: Unknown BlockDevice CharacterDevice Directory Fifo SymbolicLink RegularFile Socket
}

macro_rules! flags {
    ($(#[$about:meta])* $name:ident: $($flag:ident = $bit:literal)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name(u8);

        #[allow(missing_docs, reason = "the interface says what they mean")]
        impl $name {
            $(pub const $flag: Self = Self($bit);)*
            const DEFINED: u8 = 0 $(| $bit)*;

            /// No flag.
            #[must_use]
            pub const fn none() -> Self {
                Self(0)
            }

            /// The flags of these bits; those that the interface does not define are dropped (threat R13).
            #[must_use]
            pub const fn of(bits: u32) -> Self {
                Self(bits as u8 & Self::DEFINED)
            }

            /// The bits, as the canonical ABI passes them.
            #[must_use]
            pub const fn bits(self) -> u32 {
                self.0 as u32
            }

            /// Whether any of these is set.
            #[must_use]
            pub const fn has(self, any: Self) -> bool {
                self.0 & any.0 != 0
            }

            /// These as well.
            #[must_use]
            pub const fn with(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Without these.
            #[must_use]
            pub const fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }
        }
    };
}

flags! {
    /// `open-flags`.
    OpenFlags: CREATE = 1 DIRECTORY = 2 EXCLUSIVE = 4 TRUNCATE = 8
}

flags! {
    /// `descriptor-flags`.
    DescriptorFlags: READ = 1 WRITE = 2 FILE_INTEGRITY_SYNC = 4 DATA_INTEGRITY_SYNC = 8 REQUESTED_WRITE_SYNC = 16 MUTATE_DIRECTORY = 32
}

/// What a call of the host comes to.
pub type Answer<T> = Result<T, ErrorCode>;

/// A host. Names are single and clean, and links are not followed.
#[allow(missing_docs, reason = "the interface says what its functions do")]
pub trait Host {
    /// An open file or directory; dropping it closes it.
    type Descriptor;
    /// A `directory-entry-stream`; dropping it closes it.
    type Entries;
    /// An `input-stream`.
    type Input;
    /// An `output-stream`.
    type Output;
    /// A text of the host's.
    type Text: AsRef<str>;
    /// A list of bytes.
    type Data;
    /// A `descriptor-stat`.
    type Stat;
    /// Two `new-timestamp`.
    type Times: Clone;
    /// A `metadata-hash-value`.
    type Hash;
    /// An `advice`.
    type Advice;

    /// The type among attributes.
    fn kind(stat: &Self::Stat) -> Kind;

    fn preopens(&self) -> Vec<(Self::Descriptor, Self::Text)>;

    fn open_at(&self, directory: &Self::Descriptor, name: &str, open: OpenFlags, flags: DescriptorFlags) -> Answer<Self::Descriptor>;
    fn stat_at(&self, directory: &Self::Descriptor, name: &str) -> Answer<Self::Stat>;
    fn metadata_hash_at(&self, directory: &Self::Descriptor, name: &str) -> Answer<Self::Hash>;
    fn set_times_at(&self, directory: &Self::Descriptor, name: &str, times: Self::Times) -> Answer<()>;
    fn readlink_at(&self, directory: &Self::Descriptor, name: &str) -> Answer<Self::Text>;
    fn create_directory_at(&self, directory: &Self::Descriptor, name: &str) -> Answer<()>;
    fn remove_directory_at(&self, directory: &Self::Descriptor, name: &str) -> Answer<()>;
    fn unlink_file_at(&self, directory: &Self::Descriptor, name: &str) -> Answer<()>;
    fn symlink_at(&self, target: &str, directory: &Self::Descriptor, name: &str) -> Answer<()>;
    fn link_at(&self, old: &Self::Descriptor, old_name: &str, new: &Self::Descriptor, new_name: &str) -> Answer<()>;
    fn rename_at(&self, old: &Self::Descriptor, old_name: &str, new: &Self::Descriptor, new_name: &str) -> Answer<()>;

    fn read_via_stream(&self, file: &Self::Descriptor, offset: u64) -> Answer<Self::Input>;
    fn write_via_stream(&self, file: &Self::Descriptor, offset: u64) -> Answer<Self::Output>;
    fn append_via_stream(&self, file: &Self::Descriptor) -> Answer<Self::Output>;
    fn read(&self, file: &Self::Descriptor, length: u64, offset: u64) -> Answer<(Self::Data, bool)>;
    fn write(&self, file: &Self::Descriptor, data: &[u8], offset: u64) -> Answer<u64>;
    fn set_size(&self, file: &Self::Descriptor, size: u64) -> Answer<()>;
    fn set_times(&self, descriptor: &Self::Descriptor, times: Self::Times) -> Answer<()>;
    fn stat(&self, descriptor: &Self::Descriptor) -> Answer<Self::Stat>;
    fn metadata_hash(&self, descriptor: &Self::Descriptor) -> Answer<Self::Hash>;
    fn advise(&self, file: &Self::Descriptor, offset: u64, length: u64, advice: Self::Advice) -> Answer<()>;
    fn sync(&self, descriptor: &Self::Descriptor) -> Answer<()>;
    fn sync_data(&self, descriptor: &Self::Descriptor) -> Answer<()>;
    fn get_flags(&self, descriptor: &Self::Descriptor) -> Answer<DescriptorFlags>;
    fn get_type(&self, descriptor: &Self::Descriptor) -> Answer<Kind>;
    fn is_same_object(&self, one: &Self::Descriptor, other: &Self::Descriptor) -> bool;

    fn read_directory(&self, directory: &Self::Descriptor) -> Answer<Self::Entries>;
    fn next_entry(&self, entries: &Self::Entries) -> Answer<Option<(Kind, Self::Text)>>;
}
