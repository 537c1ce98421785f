//! Times of files, and clocks that tell nothing of the world: one that stands still, and one that counts.
//!
//! In: where a clock starts. Out: readings. Must hold: readings never go back. Threats T1 and T5: nothing of the host's time is in them; a
//! wait is over at once, and on a clock that counts it is then as late as was waited for.

/// Nanoseconds of a second.
const SECOND: u64 = 1_000_000_000;
/// What each reading adds to a clock that counts: 1 ms, so that a program that reads the clock until a second has passed reads it a
/// thousand times.
pub const STEP: u64 = 1_000_000;

/// A point in time: seconds since 1970, and nanoseconds below a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// Whole seconds.
    pub seconds: u64,
    /// The rest, below 1,000,000,000.
    pub nanoseconds: u32,
}

impl Time {
    /// So many nanoseconds later; the last second of all if there is none so late.
    pub fn after(self, nanoseconds: u64) -> Self {
        let sum = u64::from(self.nanoseconds) + nanoseconds % SECOND;
        Self { seconds: self.seconds.saturating_add(nanoseconds / SECOND).saturating_add(sum / SECOND), nanoseconds: (sum % SECOND) as u32 }
    }
}

/// Where a filesystem has the times of its files from.
pub trait Clock {
    /// The time of a change that is made now.
    fn now(&mut self) -> Time;
}

/// A virtual clock, which is at once a monotonic clock and a wall clock.
#[derive(Clone, Copy, Debug)]
pub struct Virtual {
    counts: bool,
    /// What a wall clock shows when the counter is 0.
    start: Time,
    /// Nanoseconds that have passed.
    passed: u64,
}

impl Virtual {
    /// A clock that counts, or stands still at its start.
    pub fn new(counts: bool, start: Time) -> Self {
        Self { counts, start, passed: 0 }
    }

    /// The monotonic clock: 0 at first, in nanoseconds.
    pub fn monotonic(&mut self) -> u64 {
        self.step();
        self.passed
    }

    /// What the monotonic clock shows, without a reading that would move it.
    pub fn passed(&self) -> u64 {
        self.passed
    }

    /// The wall clock.
    pub fn wall(&mut self) -> Time {
        self.step();
        self.start.after(self.passed)
    }

    /// How finely it counts, in nanoseconds.
    pub fn resolution(&self) -> u64 {
        STEP
    }

    /// Whether waits move it.
    pub fn counts(&self) -> bool {
        self.counts
    }

    /// It was waited for a point of the monotonic clock.
    pub fn wait(&mut self, deadline: u64) {
        if self.counts {
            self.passed = self.passed.max(deadline);
        }
    }

    fn step(&mut self) {
        if self.counts {
            self.passed = self.passed.saturating_add(STEP);
        }
    }
}

/// Files are changed at the time that the wall clock shows; a change moves a clock that counts, so that a later one is later.
impl Clock for Virtual {
    fn now(&mut self) -> Time {
        self.wall()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t1_a_frozen_clock_is_constant() {
        let start = Time { seconds: 5, nanoseconds: 7 };
        let mut clock = Virtual::new(false, start);
        clock.wait(SECOND);
        assert_eq!((clock.monotonic(), clock.wall(), clock.now()), (0, start, start));
    }

    #[test]
    fn t5_a_wait_is_over_at_once_and_moves_a_clock_that_counts() {
        let mut clock = Virtual::new(true, Time { seconds: 5, nanoseconds: 999_000_000 });
        assert_eq!((clock.monotonic(), clock.monotonic()), (STEP, 2 * STEP));
        clock.wait(SECOND);
        clock.wait(3);
        assert_eq!(clock.wall(), Time { seconds: 7, nanoseconds: 0 });
        clock.wait(u64::MAX);
        assert_eq!(clock.monotonic(), u64::MAX);
    }
}
