//! What is in a folder: numbers by name, sorted by the bytes of the names.
//!
//! In: names. Out: numbers, and the name behind another. Must hold: each run is sorted, not empty and at most [`LONGEST`] long, and
//! everything in it is before everything in the next, so that a change moves few names however many there are.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// The names of a run.
const LONGEST: usize = 256;

/// Numbers by name.
#[derive(Debug, Default)]
pub struct Names {
    runs: Vec<Vec<(Box<str>, u32)>>,
}

impl Names {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The number of a name.
    pub fn get(&self, name: &str) -> Option<u32> {
        let (run, place) = self.find(name);
        let (found, number) = self.runs.get(run)?.get(place)?;
        (**found == *name).then_some(*number)
    }

    /// The first name, or the first that comes after one, and its number.
    pub fn next(&self, after: Option<&str>) -> Option<(&str, u32)> {
        let (mut run, mut place) = after.map_or((0, 0), |name| self.find(name));
        if let (Some(name), Some((found, _))) = (after, self.runs.get(run).and_then(|run| run.get(place)))
            && **found == *name
        {
            place += 1;
        }
        if place == self.runs.get(run)?.len() {
            (run, place) = (run + 1, 0);
        }
        let (name, number) = self.runs.get(run)?.get(place)?;
        Some((name, *number))
    }

    /// Adds a name that there is not.
    pub fn insert(&mut self, name: &str, number: u32) {
        let (run, place) = self.find(name);
        let Some(names) = self.runs.get_mut(run) else {
            self.runs.push(alloc::vec![(name.into(), number)]);
            return;
        };
        names.insert(place, (name.into(), number));
        if names.len() > LONGEST {
            let rest = names.split_off(if place == LONGEST { place } else { LONGEST / 2 });
            self.runs.insert(run + 1, rest);
        }
    }

    /// Takes a name out, and says its number.
    pub fn remove(&mut self, name: &str) -> Option<u32> {
        let (run, place) = self.find(name);
        let names = self.runs.get_mut(run)?;
        if *names.get(place)?.0 != *name {
            return None;
        }
        let (_, number) = names.remove(place);
        if names.is_empty() {
            self.runs.remove(run);
        }
        Some(number)
    }

    /// Where a name is or belongs: a run and a place in it. That is the last run whose first name is not after it.
    fn find(&self, name: &str) -> (usize, usize) {
        let behind = self.runs.partition_point(|run| run.first().is_some_and(|(first, _)| **first <= *name));
        let run = behind.saturating_sub(1);
        (run, self.runs.get(run).map_or(0, |run| run.partition_point(|(found, _)| **found < *name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use alloc::string::String;

    #[test]
    fn f14_names_are_those_of_an_ordered_map() {
        let (mut names, mut map) = (Names::default(), BTreeMap::<String, u32>::new());
        let mut state = 1_u32;
        for step in 0..60_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let name = if step < 20_000 { alloc::format!("{step:05}") } else { alloc::format!("{:05}", (state >> 8) % 30_000) };
            // First more and more, in the end fewer and fewer.
            if (state >> 28) + u32::from(step >= 40_000) * 8 < 10 {
                if map.insert(name.clone(), step).is_none() {
                    names.insert(&name, step);
                } else {
                    map.insert(name.clone(), names.get(&name).expect("it is in both"));
                }
            } else {
                assert_eq!(names.remove(&name), map.remove(&name));
            }
            let next = map.range::<str, _>((core::ops::Bound::Excluded(name.as_str()), core::ops::Bound::Unbounded)).next();
            assert_eq!(names.next(Some(&name)), next.map(|(name, number)| (name.as_str(), *number)));
            assert_eq!((names.get(&name), names.is_empty()), (map.get(&name).copied(), map.is_empty()));
        }
        assert!(names.runs.iter().all(|run| !run.is_empty() && run.len() <= LONGEST));
        let mut all = map.iter();
        let mut last: Option<String> = None;
        while let Some((name, number)) = names.next(last.as_deref()) {
            assert_eq!(all.next(), Some((&String::from(name), &number)));
            last = Some(name.into());
        }
        assert_eq!(all.next(), None);
    }
}
