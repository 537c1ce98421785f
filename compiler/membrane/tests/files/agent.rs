//! Random agents: sequences of calls, with paths from a grammar that has every token of threats F1 and F9.

use crate::host::{Folders, send};
use caplink_membrane::files::Guard;
use caplink_membrane::files::host::{DescriptorFlags, ErrorCode, Host, Kind, OpenFlags};
use caplink_membrane::files::policy::Policy;

/// Numbers that follow from a seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            random.below(2);
        }
        random
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % most
    }

    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

const NAMES: &[&str] = &["a", "b", "ab", "A", "pub", "sub", "l", "la", "priv", "x"];
const ODD: &[&str] = &[".", "..", "..", "", "out", "abs", "loop", "up", "fifo", "a\0", "b\\a", "pub ", "CON"];

const THERE: &[&str] = &[
    "A",
    "a",
    "pub",
    "pub/a",
    "pub/b",
    "pub/sub",
    "pub/sub/a",
    "pub/sub/ab",
    "pub/sub/ab/x",
    "priv/a",
    "ab/a",
    "pub/la",
    "l/b",
    "pub/l/a",
    "pub/up/a",
    "pub/sub/../a",
    "pub/x",
    "x",
    "b",
    "pub/sub/b",
    "ab/x",
    ".",
];

/// A path: mostly what exists, or is near it.
pub fn path(random: &mut Random) -> String {
    if random.one_in(2) {
        return random.of(THERE).into();
    }
    let mut path = String::new();
    match random.below(8) {
        0 => path.push_str("pub/"),
        1 => path.push_str("pub/sub/"),
        2 => path.push_str("pub/l/"),
        _ => {}
    }
    for place in 0..=random.below(3) {
        if place > 0 {
            path.push_str(if random.one_in(12) { "//" } else { "/" });
        }
        path.push_str(if random.one_in(5) { random.of(ODD) } else { random.of(NAMES) });
    }
    match random.below(40) {
        0 => path.insert(0, '/'),
        1 => path.push_str(&"n".repeat(256)),
        2..=5 => path.push('/'),
        6 => path.push_str("/."),
        7 => path.push_str("/.."),
        _ => {}
    }
    path
}

#[derive(Clone, Debug)]
pub enum Step {
    Open { base: usize, follow: bool, path: String, open: OpenFlags, flags: DescriptorFlags },
    Read(usize),
    Stream(usize),
    Write(usize),
    WriteStream(usize),
    Append(usize),
    Size(usize),
    Times(usize),
    List(usize),
    Attributes(usize),
    Stat { base: usize, follow: bool, path: String },
    Hash { base: usize, follow: bool, path: String },
    TimesAt { base: usize, follow: bool, path: String },
    Make { base: usize, path: String },
    RemoveDirectory { base: usize, path: String },
    Unlink { base: usize, path: String },
    ReadLink { base: usize, path: String },
    Symlink { base: usize, path: String, target: String },
    Rename { base: usize, old: String, to: usize, new: String },
    Link { base: usize, old: String, to: usize, new: String },
    Close(usize),
}

/// How many handles an agent has at once; the first is the preopen.
pub const HANDLES: usize = 5;

impl Step {
    pub fn random(random: &mut Random) -> Self {
        let base = if random.one_in(3) { random.below(HANDLES) } else { 0 };
        let (handle, follow) = (random.below(HANDLES), random.one_in(2));
        let to = if random.one_in(4) { random.below(HANDLES) } else { 0 };
        let mut target = path(random);
        if random.one_in(2) {
            target = random.of(NAMES).into();
        }
        match random.below(30) {
            0..=8 => {
                let open = OpenFlags::of([0, 0, 0, 2, 1, 9, 5, 8, random.below(16) as u32][random.below(9)]);
                let flags = DescriptorFlags::of([1, 1, 2, 3, 0, random.below(64) as u32 & !28][random.below(6)]);
                Self::Open { base, follow, path: path(random), open, flags }
            }
            9 | 10 => Self::Read(handle),
            11 => Self::Stream(handle),
            12 => Self::Write(handle),
            13 => Self::WriteStream(handle),
            14 => Self::Append(handle),
            15 => Self::Size(handle),
            16 => Self::Times(handle),
            17 => Self::List(if random.one_in(2) { 0 } else { handle }),
            18 => Self::Attributes(handle),
            19 => Self::Stat { base, follow, path: path(random) },
            20 => Self::Hash { base, follow, path: path(random) },
            21 => Self::TimesAt { base, follow, path: path(random) },
            22 => Self::Make { base, path: path(random) },
            23 => Self::RemoveDirectory { base, path: path(random) },
            24 => Self::Unlink { base, path: path(random) },
            25 => Self::ReadLink { base, path: path(random) },
            26 => Self::Symlink { base, path: path(random), target },
            27 => Self::Rename { base, old: path(random), to, new: path(random) },
            28 => Self::Link { base, old: path(random), to, new: path(random) },
            _ => Self::Close(1 + random.below(HANDLES - 1)),
        }
    }
}

/// What a step came to, without what differs between two equal folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Code(ErrorCode),
    Data(Vec<u8>),
    Names(Vec<String>),
    Kind(Kind),
    Text(String),
    /// There is no such handle.
    Nothing,
}

pub fn outcome<T>(answer: Result<T, ErrorCode>, with: impl FnOnce(T) -> Outcome) -> Outcome {
    answer.map_or_else(Outcome::Code, with)
}

/// An agent under a guard.
pub struct Agent<P> {
    pub guard: Guard<Folders, P>,
    pub handles: Vec<u32>,
    /// Inodes that were told by `stat`, since they were taken last.
    pub seen: Vec<u64>,
}

impl<P: Policy> Agent<P> {
    pub fn new(mut guard: Guard<Folders, P>) -> Self {
        let handles = guard.preopens().into_iter().map(|(handle, _)| handle).collect();
        Self { guard, handles, seen: Vec::new() }
    }

    fn handle(&self, number: usize) -> u32 {
        self.handles.get(number % self.handles.len().max(1)).copied().unwrap_or(0)
    }

    fn stat(&mut self, answer: Result<(Kind, u64), ErrorCode>) -> Outcome {
        outcome(answer, |stat| {
            self.seen.push(stat.1);
            Outcome::Kind(Folders::kind(&stat))
        })
    }

    pub fn take(&mut self, step: &Step) -> Outcome {
        let done = |answer| outcome(answer, |()| Outcome::Done);
        match step {
            Step::Open { base, follow, path, open, flags } => {
                if self.handles.len() == HANDLES {
                    self.guard.drop_descriptor(self.handles.remove(1));
                }
                let base = self.handle(*base);
                outcome(self.guard.open_at(base, *follow, path, *open, *flags), |handle| {
                    self.handles.push(handle);
                    Outcome::Done
                })
            }
            Step::Close(number) if *number < self.handles.len() => {
                self.guard.drop_descriptor(self.handles.remove(*number));
                Outcome::Done
            }
            Step::Close(_) => Outcome::Nothing,
            Step::Read(number) => outcome(self.guard.read(self.handle(*number), 4096, 0), |(data, _)| Outcome::Data(data)),
            Step::Stream(number) => outcome(self.guard.read_via_stream(self.handle(*number), 0), Outcome::Data),
            Step::Write(number) => outcome(self.guard.write(self.handle(*number), b"w", 0), |_| Outcome::Done),
            Step::WriteStream(number) => outcome(self.guard.write_via_stream(self.handle(*number), 0), |stream| {
                send(&stream, b"v");
                Outcome::Done
            }),
            Step::Append(number) => outcome(self.guard.append_via_stream(self.handle(*number)), |stream| {
                send(&stream, b"+");
                Outcome::Done
            }),
            Step::Size(number) => done(self.guard.set_size(self.handle(*number), 2)),
            Step::Times(number) => done(self.guard.set_times(self.handle(*number), ())),
            Step::Attributes(number) => {
                let answer = self.guard.stat(self.handle(*number));
                self.stat(answer)
            }
            Step::List(number) => {
                let stream = match self.guard.read_directory(self.handle(*number)) {
                    Ok(stream) => stream,
                    Err(code) => return Outcome::Code(code),
                };
                let mut names = Vec::new();
                let last = loop {
                    match self.guard.next_entry(stream) {
                        Ok(Some((_, name))) => names.push(name),
                        other => break other,
                    }
                };
                self.guard.drop_entries(stream);
                outcome(last, |_| Outcome::Names(names))
            }
            Step::Stat { base, follow, path } => {
                let answer = self.guard.stat_at(self.handle(*base), *follow, path);
                self.stat(answer)
            }
            Step::Hash { base, follow, path } => outcome(self.guard.metadata_hash_at(self.handle(*base), *follow, path), |(_, inode)| {
                self.seen.push(inode);
                Outcome::Done
            }),
            Step::TimesAt { base, follow, path } => done(self.guard.set_times_at(self.handle(*base), *follow, path, ())),
            Step::Make { base, path } => done(self.guard.create_directory_at(self.handle(*base), path)),
            Step::RemoveDirectory { base, path } => done(self.guard.remove_directory_at(self.handle(*base), path)),
            Step::Unlink { base, path } => done(self.guard.unlink_file_at(self.handle(*base), path)),
            Step::ReadLink { base, path } => outcome(self.guard.readlink_at(self.handle(*base), path), Outcome::Text),
            Step::Symlink { base, path, target } => done(self.guard.symlink_at(self.handle(*base), target, path)),
            Step::Rename { base, old, to, new } => done(self.guard.rename_at(self.handle(*base), old, self.handle(*to), new)),
            Step::Link { base, old, to, new } => done(self.guard.link_at(self.handle(*base), false, old, self.handle(*to), new)),
        }
    }
}
