//! Streams that are in memory: of a file from a place on, of bytes that were embedded, and one that swallows everything.
//!
//! In: lengths and bytes. Out: bytes, or that the stream is closed or has failed. Must hold: a stream never blocks; one that failed or came
//! to its end is closed from then on, as wasmtime's streams of files are; `permit` bytes can be written by every call.

use super::time::Clock;
use super::{Descriptor, Memory, PIECE};
use crate::code::Code;
use alloc::vec::Vec;

/// What `check-write` permits.
pub const PERMIT: u64 = PIECE as u64;

/// Why a stream gives or takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It is closed.
    Closed,
    /// The operation failed, and the stream is closed now.
    Failed(Code),
}

/// A stream to be read.
#[derive(Debug)]
pub enum Input<'a> {
    /// A file, from an offset on.
    File(Descriptor, u64),
    /// What is left of bytes.
    Bytes(&'a [u8]),
    /// The end. It keeps what it was a stream of until it is dropped.
    Closed(Option<Descriptor>),
}

/// A stream to be written.
#[derive(Debug)]
pub enum Output {
    /// A file, from an offset on.
    File(Descriptor, u64),
    /// The end of a file.
    Append(Descriptor),
    /// Nowhere.
    Sink,
    /// Nowhere any more. It keeps what it was a stream of until it is dropped.
    Closed(Option<Descriptor>),
}

impl<'a> Input<'a> {
    /// `read` and `blocking-read`: at most `length` bytes.
    pub fn read<'b, C: Clock>(&mut self, memory: &'b Memory<'_, C>, length: u64, spare: &'b mut Vec<u8>) -> Result<&'b [u8], Failure>
    where
        'a: 'b,
    {
        let result = match self {
            Self::Closed(_) => return Err(Failure::Closed),
            _ if length == 0 => return Ok(&[]),
            Self::Bytes(bytes) => {
                let (read, rest) = bytes.split_at(bytes.len().min(length.min(PERMIT) as usize));
                *bytes = rest;
                Ok(read)
            }
            Self::File(file, offset) => {
                let read = memory.read(file, length, *offset, spare);
                *offset += read.map_or(0, |read| read.len() as u64);
                read
            }
        };
        match result {
            Ok([]) => {
                self.close();
                Err(Failure::Closed)
            }
            Ok(read) => Ok(read),
            Err(code) => {
                self.close();
                Err(Failure::Failed(code))
            }
        }
    }

    /// Gives up what the stream keeps.
    pub fn end<C: Clock>(self, memory: &mut Memory<'_, C>) {
        if let Self::File(file, _) | Self::Closed(Some(file)) = self {
            memory.close(file);
        }
    }

    fn close(&mut self) {
        *self = match core::mem::replace(self, Self::Closed(None)) {
            Self::File(file, _) => Self::Closed(Some(file)),
            Self::Bytes(_) => Self::Closed(None),
            Self::Closed(file) => Self::Closed(file),
        };
    }
}

impl Output {
    /// `check-write`
    pub fn permit(&self) -> Result<u64, Failure> {
        if let Self::Closed(_) = self { Err(Failure::Closed) } else { Ok(PERMIT) }
    }

    /// `flush` and `blocking-flush`, which have nothing to do.
    pub fn flush(&self) -> Result<(), Failure> {
        self.permit().map(|_| ())
    }

    /// `write`, all of it.
    pub fn write<C: Clock>(&mut self, memory: &mut Memory<'_, C>, bytes: &[u8]) -> Result<(), Failure> {
        let mut bytes = bytes;
        let result = loop {
            let written = match self {
                Self::Closed(_) => return Err(Failure::Closed),
                Self::Sink => return Ok(()),
                Self::File(file, offset) => {
                    let written = memory.write(file, bytes, *offset);
                    *offset = offset.saturating_add(written.map_or(0, |written| written as u64));
                    written
                }
                Self::Append(file) => memory.append(file, bytes),
            };
            match written {
                // Never none of some bytes: that is an error.
                Ok(written) if written < bytes.len() => bytes = &bytes[written..],
                Ok(_) => break Ok(()),
                Err(code) => break Err(code),
            }
        };
        result.map_err(|code| {
            self.close();
            Failure::Failed(code)
        })
    }

    /// `write-zeroes`
    pub fn write_zeroes<C: Clock>(&mut self, memory: &mut Memory<'_, C>, length: u64) -> Result<(), Failure> {
        const ZEROES: [u8; 256] = [0; 256];
        let mut left = length;
        loop {
            let now = left.min(ZEROES.len() as u64);
            self.write(memory, &ZEROES[..now as usize])?;
            left -= now;
            if left == 0 {
                return Ok(());
            }
        }
    }

    /// Gives up what the stream keeps.
    pub fn end<C: Clock>(self, memory: &mut Memory<'_, C>) {
        if let Self::File(file, _) | Self::Append(file) | Self::Closed(Some(file)) = self {
            memory.close(file);
        }
    }

    fn close(&mut self) {
        *self = match core::mem::replace(self, Self::Closed(None)) {
            Self::File(file, _) | Self::Append(file) => Self::Closed(Some(file)),
            Self::Sink => Self::Closed(None),
            Self::Closed(file) => Self::Closed(file),
        };
    }
}
