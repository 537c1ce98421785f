//! The error codes of `wasi:filesystem/types`, in the order of its WIT: the number of one is its place there, in 0.2 and in 0.3.

/// Why a call on a file or folder failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Code {
    /// `EACCES`
    Access,
    /// `EAGAIN`
    WouldBlock,
    /// `EALREADY`
    Already,
    /// `EBADF`
    BadDescriptor,
    /// `EBUSY`
    Busy,
    /// `EDEADLK`
    Deadlock,
    /// `EDQUOT`
    Quota,
    /// `EEXIST`
    Exist,
    /// `EFBIG`
    FileTooLarge,
    /// `EILSEQ`
    IllegalByteSequence,
    /// `EINPROGRESS`
    InProgress,
    /// `EINTR`
    Interrupted,
    /// `EINVAL`
    Invalid,
    /// `EIO`
    Io,
    /// `EISDIR`
    IsDirectory,
    /// `ELOOP`
    Loop,
    /// `EMLINK`
    TooManyLinks,
    /// `EMSGSIZE`
    MessageSize,
    /// `ENAMETOOLONG`
    NameTooLong,
    /// `ENODEV`
    NoDevice,
    /// `ENOENT`
    NoEntry,
    /// `ENOLCK`
    NoLock,
    /// `ENOMEM`
    InsufficientMemory,
    /// `ENOSPC`
    InsufficientSpace,
    /// `ENOTDIR`
    NotDirectory,
    /// `ENOTEMPTY`
    NotEmpty,
    /// `ENOTRECOVERABLE`
    NotRecoverable,
    /// `ENOTSUP`
    Unsupported,
    /// `ENOTTY`
    NoTty,
    /// `ENXIO`
    NoSuchDevice,
    /// `EOVERFLOW`
    Overflow,
    /// `EPERM`
    NotPermitted,
    /// `EPIPE`
    Pipe,
    /// `EROFS`
    ReadOnly,
    /// `ESPIPE`
    InvalidSeek,
    /// `ETXTBSY`
    TextFileBusy,
    /// `EXDEV`
    CrossDevice,
}

/// The names, in the order of the numbers.
const NAMES: [&str; 37] = [
    "access",
    "would-block",
    "already",
    "bad-descriptor",
    "busy",
    "deadlock",
    "quota",
    "exist",
    "file-too-large",
    "illegal-byte-sequence",
    "in-progress",
    "interrupted",
    "invalid",
    "io",
    "is-directory",
    "loop",
    "too-many-links",
    "message-size",
    "name-too-long",
    "no-device",
    "no-entry",
    "no-lock",
    "insufficient-memory",
    "insufficient-space",
    "not-directory",
    "not-empty",
    "not-recoverable",
    "unsupported",
    "no-tty",
    "no-such-device",
    "overflow",
    "not-permitted",
    "pipe",
    "read-only",
    "invalid-seek",
    "text-file-busy",
    "cross-device",
];

impl Code {
    /// Its name in WIT.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_those_of_the_wit() {
        let wit = include_str!("../../../wit/filesystem-0.2.12/filesystem.wit");
        let (_, cases) = wit.split_once("enum error-code {").expect("the WIT has the codes");
        let (cases, _) = cases.split_once('}').expect("the codes end");
        let cases: alloc::vec::Vec<_> =
            cases.lines().map(str::trim).filter(|line| line.ends_with(',') && !line.starts_with("//")).collect();
        assert_eq!(cases.len(), NAMES.len());
        assert!(cases.iter().zip(NAMES).all(|(case, name)| case.strip_suffix(',') == Some(name)));
        for (code, name) in [(Code::Access, "access"), (Code::NoEntry, "no-entry"), (Code::CrossDevice, "cross-device")] {
            assert_eq!(code.name(), name);
        }
    }
}
