//! Handles: small numbers that stand for what a membrane keeps.
//!
//! A handle is an index and a generation, so that one that was given back stands for nothing, whatever has its place now (threat R9). There are at most
//! [`MOST`] (threat R25).

use alloc::vec::Vec;

/// How many may be open at once.
pub const MOST: usize = 4096;
/// The bits of a handle that are its index.
const INDEX: u32 = 0xffff;

/// What is kept, by handle.
#[derive(Debug)]
pub struct Slab<T> {
    places: Vec<Place<T>>,
    free: Vec<u32>,
}

#[derive(Debug)]
struct Place<T> {
    generation: u32,
    kept: Option<T>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Slab<T> {
    /// Nothing is kept yet.
    pub const fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    /// Whether another one can be kept.
    pub fn has_room(&self) -> bool {
        self.len() < MOST
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps a value; gives it back if there are too many.
    ///
    /// # Errors
    /// The value, if [`MOST`] are kept.
    pub fn keep(&mut self, value: T) -> Result<u32, T> {
        if !self.has_room() {
            return Err(value);
        }
        let index = match self.free.pop() {
            Some(index) => index,
            None => {
                self.places.push(Place { generation: 0, kept: None });
                (self.places.len() - 1) as u32
            }
        };
        let place = &mut self.places[index as usize];
        place.kept = Some(value);
        // Never 0: a handle of nothing.
        Ok((place.generation << 16) | (index + 1))
    }

    fn place(&self, handle: u32) -> Option<usize> {
        let index = (handle & INDEX).checked_sub(1)? as usize;
        let place = self.places.get(index)?;
        (place.generation == handle >> 16 && place.kept.is_some()).then_some(index)
    }

    /// What a handle stands for.
    pub fn get(&self, handle: u32) -> Option<&T> {
        self.places.get(self.place(handle)?)?.kept.as_ref()
    }

    /// What a handle stands for, to be changed.
    pub fn get_mut(&mut self, handle: u32) -> Option<&mut T> {
        let index = self.place(handle)?;
        self.places[index].kept.as_mut()
    }

    /// Gives up what a handle stands for.
    pub fn remove(&mut self, handle: u32) -> Option<T> {
        let index = self.place(handle)?;
        let place = &mut self.places[index];
        place.generation = (place.generation + 1) & INDEX;
        self.free.push(index as u32);
        place.kept.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r9_a_handle_that_was_given_back_stands_for_nothing() {
        let mut slab = Slab::new();
        let first = slab.keep('a').expect("there is room");
        assert_eq!(slab.remove(first), Some('a'));
        let second = slab.keep('b').expect("there is room");
        assert_ne!(first, second);
        assert_eq!(slab.remove(first), None);
        assert_eq!((slab.get(first), slab.get(0), slab.get(u32::MAX)), (None, None, None));
        assert_eq!(slab.get(second), Some(&'b'));
    }

    #[test]
    fn r25_there_are_at_most_so_many() {
        let mut slab = Slab::new();
        let handles: Vec<_> = (0..MOST).map(|number| slab.keep(number).expect("there is room")).collect();
        assert_eq!(slab.keep(MOST), Err(MOST));
        assert_eq!(slab.remove(handles[7]), Some(7));
        assert!(slab.keep(7).is_ok() && slab.keep(8).is_err());
    }
}
