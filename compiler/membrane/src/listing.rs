//! Listings of which some names are hidden.
//!
//! In: how many names are wanted, and a host that tells the next ones of a stream, of which some may be seen. Out: what the caller is told. Must hold: names that may not be seen are told by
//! nothing, not by a count and not by an answer without names before the end; the host is asked for no more than is wanted. Refused: nothing; a host that tells no name and no end is
//! believed, and asked again only by the caller.

/// How many names the host is asked for at once.
pub const AT_ONCE: u64 = 1024;

/// What the host told when it was asked for the next names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// How many names there were.
    pub told: u64,
    /// How many of them may be seen.
    pub visible: u64,
    /// Whether the stream has ended.
    pub is_end: bool,
}

impl Batch {
    /// Whether it has names, and the caller may see none of them.
    pub fn is_hidden(&self) -> bool {
        self.told > 0 && self.visible == 0 && !self.is_end
    }
}

/// Asks for the next names until there is one to be seen, or the end.
///
/// # Errors
/// Those of the host.
pub fn read<E>(wanted: u64, mut host: impl FnMut(u64) -> Result<Batch, E>) -> Result<Batch, E> {
    loop {
        let batch = host(wanted.min(AT_ONCE))?;
        if !batch.is_hidden() {
            return Ok(batch);
        }
    }
}

/// Passes over that many names that may be seen, and over all hidden ones before them: how many, and whether the stream has ended.
///
/// # Errors
/// Those of the host.
pub fn skip<E>(wanted: u64, mut host: impl FnMut(u64) -> Result<Batch, E>) -> Result<(u64, bool), E> {
    let mut skipped = 0_u64;
    loop {
        let batch = host(wanted.saturating_sub(skipped).min(AT_ONCE))?;
        skipped = skipped.saturating_add(batch.visible);
        if batch.is_end || batch.told == 0 || skipped >= wanted {
            return Ok((skipped, batch.is_end));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// A host with names of which those that are `true` may be seen; it tells the end with the last one.
    struct Host {
        names: Vec<bool>,
        asked: Vec<u64>,
    }

    impl Host {
        fn of(names: &[bool]) -> Self {
            Self { names: names.to_vec(), asked: Vec::new() }
        }

        fn next(&mut self, wanted: u64) -> Result<Batch, &'static str> {
            self.asked.push(wanted);
            let count = self.names.len().min(wanted as usize);
            let visible = self.names.drain(..count).filter(|name| *name).count();
            Ok(Batch { told: count as u64, visible: visible as u64, is_end: self.names.is_empty() })
        }
    }

    #[test]
    fn k5_hidden_names_are_passed_over_until_there_is_one_to_be_seen() {
        let mut host = Host::of(&[false, false, false, true, true]);
        assert_eq!(read(1, |wanted| host.next(wanted)), Ok(Batch { told: 1, visible: 1, is_end: false }));
        assert_eq!(host.asked, [1, 1, 1, 1]);
        let mut host = Host::of(&[false; 3000]);
        assert_eq!(read(u64::MAX, |wanted| host.next(wanted)), Ok(Batch { told: 952, visible: 0, is_end: true }));
        assert_eq!(host.asked, [AT_ONCE; 3]);
    }

    #[test]
    fn k5_only_names_that_may_be_seen_are_skipped_and_counted() {
        let mut host = Host::of(&[false, true, false, true, false, true]);
        assert_eq!(skip(2, |wanted| host.next(wanted)), Ok((2, false)));
        assert_eq!(host.names, [false, true]);
        assert_eq!(skip(9, |wanted| host.next(wanted)), Ok((1, true)));
    }

    #[test]
    fn nothing_that_is_wanted_and_nothing_that_is_told_ends_a_reading() {
        let mut host = Host::of(&[false, true]);
        assert_eq!(read(0, |wanted| host.next(wanted)), Ok(Batch { told: 0, visible: 0, is_end: false }));
        assert_eq!(skip(0, |wanted| host.next(wanted)), Ok((0, false)));
        assert_eq!(host.asked, [0, 0]);
        let silent = Batch { told: 0, visible: 0, is_end: false };
        assert_eq!(read(3, |_| Ok::<_, ()>(silent)), Ok(silent));
        assert_eq!(skip(3, |_| Ok::<_, ()>(silent)), Ok((0, false)));
    }

    #[test]
    fn an_error_of_the_host_is_told() {
        assert_eq!(read(1, |_| Err("gone")), Err("gone"));
        assert_eq!(skip(1, |_| Err("gone")), Err("gone"));
    }
}
