//! Calls on files as values, so that the same ones go to memory and to a folder of the host, and what both answer.

use caplink_membrane::code::Code;
use caplink_membrane::memory::time::Time;
use caplink_membrane::memory::{Flags, Kind, Moment, Open};

/// A call. Descriptors are places in the list of those that are open.
#[derive(Clone, Debug)]
pub enum Call {
    Open(usize, bool, String, Open, Flags),
    Close(usize),
    Read(usize, u64, u64),
    Write(usize, Vec<u8>, u64),
    Append(usize, Vec<u8>),
    SetSize(usize, u64),
    Sync(usize),
    Flags(usize),
    Kind(usize),
    Stat(usize),
    StatAt(usize, bool, String),
    SetTimes(usize, Moment, Moment),
    SetTimesAt(usize, bool, String, Moment, Moment),
    List(usize),
    CreateDirectory(usize, String),
    RemoveDirectory(usize, String),
    Unlink(usize, String),
    Link(usize, bool, String, usize, String),
    Rename(usize, String, usize, String),
    Symlink(usize, String, String),
    Readlink(usize, String),
    IsSame(usize, usize),
    IsSameAt(usize, usize, bool, String),
}

/// What a call gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Nothing,
    Bytes(Vec<u8>),
    Count(usize),
    Flags(Flags),
    Kind(Kind),
    /// Kind, names, size of what is no folder, and the times of a file that were set, not those of a clock.
    Status(Kind, u64, u64, [Option<Time>; 2]),
    Listed(Vec<(Kind, String)>),
    Text(String),
    Bool(bool),
}

/// What a call answers.
pub type Answer = Result<Given, Code>;

/// Whoever can be called.
pub trait Files {
    fn call(&mut self, call: &Call) -> Answer;
    /// How many descriptors are open, the first of which is the outermost folder.
    fn open(&self) -> usize;
}

/// A time, if it was set by a test: those are in the seventies.
pub fn set(time: Time) -> Option<Time> {
    (time.seconds < 100_000_000).then_some(time)
}
