//! An agent that stays where it was read: validated there, and enclosed by the rest of the artifact without being copied.
//!
//! In: a buffer with room before the agent's bytes. Out: [`CheckedAgent`], the proof that they are valid alone, which [`CheckedAgent::enclose`] turns into
//! [`Enclosed`]. Must hold: between the two the agent's bytes are not touched; the fields are private, and nothing here writes to them.

use crate::validity::standalone;
use crate::violation::Violation;
use caplink_model::lockfile::Contents;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

/// Room before an agent for what goes before it; more is made where it does not suffice.
pub const ROOM: usize = 256 << 10;

/// An agent's bytes, at the end of a buffer.
pub struct Roomy {
    buffer: Vec<u8>,
    start: usize,
}

impl Roomy {
    /// The bytes of `buffer` from `start` on are the agent.
    pub fn new(buffer: Vec<u8>, start: usize) -> Self {
        let start = start.min(buffer.len());
        Self { buffer, start }
    }

    /// The agent.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Validates the agent by itself, as [`standalone`] does, while `meanwhile` works on the same bytes.
    pub fn check<T>(self, meanwhile: impl FnOnce(&[u8]) -> T) -> (Result<CheckedAgent, Violation>, T) {
        let (proof, done) = thread::scope(|scope| {
            let bytes = self.bytes();
            let checking = scope.spawn(|| standalone(bytes).map(|proof| (proof.contents(), proof.required_features().to_vec())));
            let done = meanwhile(bytes);
            (checking.join().unwrap_or_else(|panic| resume_unwind(panic)), done)
        });
        (proof.map(|(contents, features)| CheckedAgent { agent: self, contents, features }), done)
    }
}

/// Proof that an agent is a valid component by itself. Only [`Roomy::check`] makes it.
pub struct CheckedAgent {
    agent: Roomy,
    contents: Contents,
    features: Vec<&'static str>,
}

impl CheckedAgent {
    /// The agent's digest and size.
    pub fn contents(&self) -> Contents {
        self.contents
    }

    /// What it needs of a host, as [`crate::required_features`] says.
    pub fn required_features(&self) -> &[&'static str] {
        &self.features
    }

    /// The artifact: `prefix`, the agent, `suffix`.
    pub fn enclose(self, prefix: &[u8], suffix: &[u8]) -> Enclosed {
        let Roomy { mut buffer, start } = self.agent;
        let size = buffer.len() - start;
        // What fits into the room is written there; what does not, moves the agent.
        let room = start.min(prefix.len());
        buffer.splice(start - room..start, prefix.iter().copied());
        buffer.extend_from_slice(suffix);
        let start = start - room;
        Enclosed { agent: prefix.len()..prefix.len() + size, contents: self.contents, buffer, start }
    }
}

/// An artifact around an agent that was validated. Only [`CheckedAgent::enclose`] makes it.
pub struct Enclosed {
    pub(crate) buffer: Vec<u8>,
    /// Where the artifact starts in the buffer.
    pub(crate) start: usize,
    /// Where the agent stands in the artifact.
    pub(crate) agent: Range<usize>,
    pub(crate) contents: Contents,
}

impl Enclosed {
    /// The artifact.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// The agent's identity, if `component` is the very place of the artifact where it was validated.
    pub(crate) fn known(&self, component: &[u8]) -> Option<Contents> {
        (self.bytes()[self.agent.clone()].as_ptr_range() == component.as_ptr_range()).then_some(self.contents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_enclosed_in_place_or_moved() {
        let component = b"\0asm\x0d\0\x01\0";
        for (room, prefix) in [(4, &b"ab"[..]), (2, b"ab"), (1, b"abc"), (0, b"abc"), (3, b"")] {
            let buffer = [&vec![7; room][..], component].concat();
            let (checked, size) = Roomy::new(buffer, room).check(<[u8]>::len);
            let enclosed = checked.expect("it is valid").enclose(prefix, b"yz");
            assert_eq!((size, enclosed.bytes()), (8, [prefix, component, b"yz"].concat().as_slice()), "{room}");
            assert!(enclosed.known(&enclosed.bytes()[prefix.len()..prefix.len() + 8]).is_some());
            assert!(enclosed.known(component).is_none());
        }
    }
}
