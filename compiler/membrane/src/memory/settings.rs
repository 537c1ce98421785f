//! What the module of virtual providers is told by the linker: its mounts, its standard streams, its clock. The serial form, its writer and
//! its reader.
//!
//! All numbers are little endian; a text or a run of bytes is its length (u32) and then itself. In this order: 1 (u32, the version of this
//! form); standard input, output and error (u8 each, see [`Stdio`]); the clock (u8: 0 stands still, 1 counts), the seconds (u64) and
//! nanoseconds (u32) that a wall clock shows at first; the bytes of standard input; the number of mounts (u32); and each mount: its path as
//! the agent sees it, 0 and a limit in bytes (u64), or 1 and an embedded tree. Nothing follows. Refused: any other bytes; a path that is
//! empty, has a NUL, or stands twice (threat F11).

use super::embedded::Tree;
use super::time::Time;
use crate::code::Code;
use alloc::vec::Vec;

const VERSION: u32 = 1;
const MOUNTS: usize = 64;

/// Where a standard stream leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stdio {
    /// To the host's.
    Host = 0,
    /// Nowhere: input is empty, output is swallowed.
    Nowhere = 1,
    /// Input: to the embedded bytes.
    Bytes = 2,
}

/// What a mount holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held<'a> {
    /// Nothing at first, and then so many bytes.
    Writable(u64),
    /// A tree in its serial form (`embedded.rs`).
    Embedded(&'a [u8]),
}

/// A mount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mount<'a> {
    /// The path that the agent is told.
    pub path: &'a str,
    /// What is there.
    pub held: Held<'a>,
}

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings<'a> {
    /// Standard input.
    pub stdin: Stdio,
    /// Standard output, which is not [`Stdio::Bytes`].
    pub stdout: Stdio,
    /// Standard error, which is not [`Stdio::Bytes`].
    pub stderr: Stdio,
    /// Whether the clock counts.
    pub counts: bool,
    /// What the wall clock shows at first.
    pub start: Time,
    /// What is read from standard input.
    pub input: &'a [u8],
    /// The mounts, in the order in which the agent is told.
    pub mounts: Vec<Mount<'a>>,
}

impl<'a> Settings<'a> {
    /// The bytes that say this.
    ///
    /// # Errors
    /// `None` if a reader would refuse them.
    pub fn write(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend([self.stdin as u8, self.stdout as u8, self.stderr as u8, u8::from(self.counts)]);
        bytes.extend_from_slice(&self.start.seconds.to_le_bytes());
        bytes.extend_from_slice(&self.start.nanoseconds.to_le_bytes());
        put(&mut bytes, self.input)?;
        bytes.extend_from_slice(&u32::try_from(self.mounts.len()).ok()?.to_le_bytes());
        for mount in &self.mounts {
            put(&mut bytes, mount.path.as_bytes())?;
            match mount.held {
                Held::Writable(limit) => {
                    bytes.push(0);
                    bytes.extend_from_slice(&limit.to_le_bytes());
                }
                Held::Embedded(tree) => {
                    bytes.push(1);
                    put(&mut bytes, tree)?;
                    Tree::open(tree).and_then(|tree| tree.check()).ok()?;
                }
            }
        }
        (Settings::read(&bytes).as_ref() == Ok(self)).then_some(bytes)
    }

    /// What bytes say. Of an embedded tree only the size is looked at.
    ///
    /// # Errors
    /// If they are not of this form.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Code> {
        let mut rest = bytes;
        if number(&mut rest)? != VERSION {
            return Err(Code::Invalid);
        }
        let [stdin, stdout, stderr, clock] = *take::<4>(&mut rest)?;
        let start = Time { seconds: u64::from_le_bytes(*take(&mut rest)?), nanoseconds: number(&mut rest)? };
        let counts = match clock {
            0 => false,
            1 => true,
            _ => return Err(Code::Invalid),
        };
        let (stdin, stdout, stderr) = (stdio(stdin)?, stdio(stdout)?, stdio(stderr)?);
        if start.nanoseconds >= 1_000_000_000 || stdout == Stdio::Bytes || stderr == Stdio::Bytes {
            return Err(Code::Invalid);
        }
        let input = run(&mut rest)?;
        let count = number(&mut rest)? as usize;
        if count > MOUNTS {
            return Err(Code::Invalid);
        }
        let mut mounts: Vec<Mount<'a>> = Vec::with_capacity(count);
        for _ in 0..count {
            let path = core::str::from_utf8(run(&mut rest)?).map_err(|_| Code::Invalid)?;
            if path.is_empty() || path.contains('\0') || mounts.iter().any(|mount| mount.path == path) {
                return Err(Code::Invalid);
            }
            let held = match take::<1>(&mut rest)? {
                [0] => Held::Writable(u64::from_le_bytes(*take(&mut rest)?)),
                [1] => {
                    let tree = run(&mut rest)?;
                    Tree::open(tree)?;
                    Held::Embedded(tree)
                }
                _ => return Err(Code::Invalid),
            };
            mounts.push(Mount { path, held });
        }
        if !rest.is_empty() {
            return Err(Code::Invalid);
        }
        Ok(Self { stdin, stdout, stderr, counts, start, input, mounts })
    }
}

fn put(bytes: &mut Vec<u8>, run: &[u8]) -> Option<()> {
    bytes.extend_from_slice(&u32::try_from(run.len()).ok()?.to_le_bytes());
    bytes.extend_from_slice(run);
    Some(())
}

fn stdio(byte: u8) -> Result<Stdio, Code> {
    match byte {
        0 => Ok(Stdio::Host),
        1 => Ok(Stdio::Nowhere),
        2 => Ok(Stdio::Bytes),
        _ => Err(Code::Invalid),
    }
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], Code> {
    let (taken, behind) = rest.split_first_chunk().ok_or(Code::Invalid)?;
    *rest = behind;
    Ok(taken)
}

fn number(rest: &mut &[u8]) -> Result<u32, Code> {
    Ok(u32::from_le_bytes(*take(rest)?))
}

fn run<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Code> {
    let length = number(rest)? as usize;
    let (taken, behind) = rest.split_at_checked(length).ok_or(Code::Invalid)?;
    *rest = behind;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::embedded::{Item, write};

    fn settings(tree: &[u8]) -> Settings<'_> {
        let mounts = alloc::vec![Mount { path: "/tmp", held: Held::Writable(1 << 40) }, Mount { path: "/lib", held: Held::Embedded(tree) }];
        let start = Time { seconds: 9, nanoseconds: 999_999_999 };
        Settings { stdin: Stdio::Bytes, stdout: Stdio::Host, stderr: Stdio::Nowhere, counts: true, start, input: b"line\n", mounts }
    }

    #[test]
    fn settings_are_read_as_they_were_written() {
        let tree = write(&[("a", Item::File(b"b"))]).expect("the list is in order");
        let written = settings(&tree);
        let bytes = written.write().expect("it can be said");
        assert_eq!(Settings::read(&bytes), Ok(written));
    }

    #[test]
    fn f11_hostile_settings_are_refused() {
        let tree = write(&[]).expect("it may be empty");
        let good = settings(&tree);
        let bytes = good.write().expect("it can be said");
        for length in 0..bytes.len() {
            assert_eq!(Settings::read(&bytes[..length]), Err(Code::Invalid), "{length}");
        }
        assert!(Settings::read(&[&bytes[..], b"\0"].concat()).is_err());
        let twice = Settings { mounts: [&good.mounts[..1], &good.mounts[..1]].concat(), ..good.clone() };
        let nameless = Settings { mounts: alloc::vec![Mount { path: "", held: Held::Writable(0) }], ..good.clone() };
        let broken = Settings { mounts: alloc::vec![Mount { path: "/", held: Held::Embedded(b"") }], ..good.clone() };
        let output = Settings { stdout: Stdio::Bytes, ..good.clone() };
        let late = Settings { start: Time { seconds: 0, nanoseconds: u32::MAX }, ..good.clone() };
        for bad in [twice, nameless, broken, output, late] {
            assert_eq!(bad.write(), None);
        }
    }
}
