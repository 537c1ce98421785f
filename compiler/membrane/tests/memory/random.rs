//! Random calls, which follow from a seed alone: few names, so that they meet, and now and then what nobody should write.

use crate::call::Call;
use caplink_membrane::memory::time::Time;
use caplink_membrane::memory::{Flags, Moment, Open};

/// Where random choices come from (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        random.bits();
        random
    }

    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.bits() >> 33).expect("31 bits fit") % bound
    }

    fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn path(&mut self) -> String {
        if self.percent(4) {
            let odd =
                ["", "/", "/a", "//a", "./a", "a/.", "a//b", "a\0", "b/a\0c", "..", "../a", "a/..", ".", "./", "a/./b", "./.", "a/../../a"];
            return match self.below(odd.len() + 3) {
                0 => "n".repeat(256),
                1 => format!("{}/a", "n".repeat(255)),
                2 => "a/".repeat(2048),
                other => odd[other - 3].into(),
            };
        }
        let mut path = String::from(self.pick(&["a", "b", "c"]));
        while self.percent(35) {
            path.push('/');
            path.push_str(self.pick(&["a", "b", "c", "a", "b", "c", ".", ".."]));
        }
        if self.percent(6) {
            path.push('/');
        }
        path
    }

    fn bytes(&mut self) -> Vec<u8> {
        let length = match self.below(8) {
            0 => 0,
            1 => self.below(70_000),
            2 => 4096,
            _ => self.below(40),
        };
        let first = self.bits() as u8;
        (0..length).map(|at| first.wrapping_add(at as u8) | 1).collect()
    }

    fn offset(&mut self) -> u64 {
        match self.below(12) {
            0 => self.below(300_000) as u64,
            1 => 65_536,
            2 => 65_530,
            3 => u64::MAX - self.below(9) as u64,
            4 | 5 => 0,
            _ => self.below(60) as u64,
        }
    }

    fn moment(&mut self) -> Moment {
        match self.below(12) {
            0 | 1 => Moment::Same,
            2 => Moment::Now,
            3 => Moment::At(Time { seconds: 3, nanoseconds: u32::MAX }),
            4 if self.percent(20) => Moment::At(Time { seconds: u64::MAX, nanoseconds: u32::MAX }),
            _ => Moment::At(Time { seconds: self.below(9_000) as u64, nanoseconds: self.below(9) as u32 }),
        }
    }

    /// A call when so many descriptors are open.
    pub fn call(&mut self, open: usize) -> Call {
        let of = self.below(open);
        // Mostly the outermost folder, so that calls succeed.
        let dir = if self.percent(60) { 0 } else { of };
        let other = if self.percent(60) { 0 } else { self.below(open) };
        // Mostly not the outermost folder, which has no bytes.
        let file = if self.percent(5) { 0 } else { (1 + self.below(open)).min(open - 1) };
        let follows = self.percent(50);
        match self.below(42) {
            0..=8 => {
                let open =
                    Open { create: self.percent(50), directory: self.percent(8), exclusive: self.percent(15), truncate: self.percent(15) };
                let flags =
                    Flags { read: self.percent(60), write: self.percent(50), sync: self.percent(1), mutate_directory: self.percent(10) };
                Call::Open(dir, follows, self.path(), open, flags)
            }
            9 | 10 if of > 0 => Call::Close(of),
            9..=11 => Call::Read(file, self.offset().min(70_000), self.offset()),
            12..=14 => Call::Write(file, self.bytes(), self.offset()),
            15 => Call::Append(file, self.bytes()),
            16 => Call::SetSize(file, self.offset()),
            17 if self.percent(20) => Call::Sync(of),
            17 => Call::Flags(of),
            18 => Call::Kind(of),
            19 => Call::Stat(of),
            20 | 21 => Call::StatAt(dir, follows, self.path()),
            22 => Call::SetTimes(of, self.moment(), self.moment()),
            23 => Call::SetTimesAt(dir, follows, self.path(), self.moment(), self.moment()),
            24 => Call::List(of),
            25..=27 => Call::CreateDirectory(dir, self.path()),
            28 | 29 => Call::RemoveDirectory(dir, self.path()),
            30 | 31 => Call::Unlink(dir, self.path()),
            32 | 33 => Call::Link(dir, self.percent(3), self.path(), other, self.path()),
            34..=36 => Call::Rename(dir, self.path(), other, self.path()),
            37 | 38 => Call::Symlink(dir, self.path(), self.path()),
            39 => Call::Readlink(dir, self.path()),
            40 => Call::IsSame(of, other),
            _ => Call::IsSameAt(of, dir, follows, self.path()),
        }
    }
}
