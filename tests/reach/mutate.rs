//! Components that are broken: the committed agents and random ones, cut off, or with some bytes changed.
//!
//! In: random numbers. Out: bytes. Half of the changes put an edge value where a number stands, such as the largest index.

use super::random::Random;
use super::{compose, extra, shims, smith};
use std::path::Path;

/// Makes mutants.
pub struct Mutants {
    agents: Vec<Vec<u8>>,
    bytes: Vec<u8>,
}

impl Mutants {
    /// Reads the committed agents.
    pub fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agents");
        let names = ["ambient", "fetch", "files", "net", "pay", "pay3", "serve", "spell", "worker"];
        let read = |name| std::fs::read(folder.join(format!("{name}.wasm"))).expect("it is committed");
        Self { agents: names.map(read).to_vec(), bytes: vec![] }
    }

    /// One more.
    pub fn mutant(&mut self, random: &mut Random) -> &[u8] {
        self.bytes = match random.below(8) {
            0 | 1 => random.pick(&self.agents).clone(),
            2 | 3 => wat::parse_str(shims::shim(random.below(shims::KINDS), random).wat).expect("it is a component"),
            4 => smith::case(random).map_or(vec![], |case| extra::component(&case.module, &case.exports)),
            _ => wat::parse_str(compose::component(random)).expect("it is a component"),
        };
        let length = self.bytes.len();
        if length == 0 {
            return &self.bytes;
        }
        if random.percent(15) {
            self.bytes.truncate(random.below(length));
            return &self.bytes;
        }
        for _ in 0..random.below(6) + 1 {
            // What counts lies at the beginning and at the end; the middle of agents is code.
            let place = match random.below(3) {
                0 => random.below(length.min(2000)),
                1 => length - 1 - random.below(length.min(5000)),
                _ => random.below(length),
            };
            match random.below(8) {
                0 => self.bytes[place] = 0x7f,
                1 => self.bytes[place] = 0,
                2 => self.bytes[place] = self.bytes[place].wrapping_add(1),
                3 => self.bytes[place] = self.bytes[place].wrapping_sub(1),
                4 => self.bytes[place] ^= 1 << random.below(8),
                5 => {
                    // The largest number that fits into this many bytes.
                    let end = (place + 1 + random.below(4)).min(length - 1);
                    self.bytes[place..end].fill(0xff);
                    self.bytes[end] = 0x0f;
                }
                6 => self.bytes.swap(place, random.below(length)),
                _ => self.bytes[place] = random.bits() as u8,
            }
        }
        &self.bytes
    }
}
