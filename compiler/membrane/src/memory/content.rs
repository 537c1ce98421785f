//! What a file in memory holds: bytes in pieces of 64 KiB, so that growing never copies them and holes cost nothing.
//!
//! In: bytes at an offset, and how much room is left. Out: borrowed bytes. Must hold: pieces are sorted by number and none is longer than
//! [`PIECE`]; what no piece holds, or lies behind the end of one, is zero; each piece is charged for the room that it was given, and gives
//! it back when it goes.

use super::room::Room;
use crate::code::Code;
use alloc::vec::Vec;

/// The bytes of a piece, and the most that one read answers with.
pub const PIECE: usize = 1 << 16;
/// The largest size of a file: as on ext4, and far from where offsets overflow.
pub const LARGEST: u64 = 1 << 44;
/// What the first piece of a small file begins with.
const SMALLEST: usize = 256;

/// The bytes of a file.
#[derive(Debug, Default)]
pub struct Content {
    size: u64,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    number: u64,
    /// What it was charged for.
    charged: u32,
    bytes: Vec<u8>,
}

impl Content {
    /// How many bytes there are, holes included.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// At most `length` bytes from an offset on, in one slice, which is empty at the end only. What does not lie in one piece is gathered
    /// in `spare`.
    pub fn read<'a>(&'a self, offset: u64, length: u64, spare: &'a mut Vec<u8>) -> Result<&'a [u8], Code> {
        let length = length.min(self.size.saturating_sub(offset)).min(PIECE as u64) as usize;
        if length == 0 {
            return Ok(&[]);
        }
        let from = (offset % PIECE as u64) as usize;
        if let Ok(at) = self.find(offset / PIECE as u64)
            && let Some(bytes) = self.pieces[at].bytes.get(from..from + length)
        {
            return Ok(bytes);
        }
        spare.clear();
        spare.try_reserve_exact(length).map_err(|_| Code::InsufficientMemory)?;
        while spare.len() < length {
            let at = offset + spare.len() as u64;
            let from = (at % PIECE as u64) as usize;
            let end = spare.len() + (PIECE - from).min(length - spare.len());
            if let Ok(index) = self.find(at / PIECE as u64) {
                let bytes = self.pieces[index].bytes.get(from..).unwrap_or(&[]);
                spare.extend_from_slice(&bytes[..bytes.len().min(end - spare.len())]);
            }
            spare.resize(end, 0);
        }
        Ok(spare)
    }

    /// Writes bytes at an offset, as many as there is room for; bytes between the end and the offset become zero.
    ///
    /// # Errors
    /// If not even one can be written.
    pub fn write(&mut self, bytes: &[u8], offset: u64, room: &mut Room) -> Result<usize, Code> {
        if bytes.is_empty() {
            return Ok(0);
        }
        if offset >= LARGEST {
            return Err(Code::FileTooLarge);
        }
        let bytes = &bytes[..(bytes.len() as u64).min(LARGEST - offset) as usize];
        let mut done = 0;
        while done < bytes.len() {
            let at = offset + done as u64;
            let from = (at % PIECE as u64) as usize;
            let end = PIECE.min(from + bytes.len() - done);
            let piece = match self.piece(at / PIECE as u64, end, room) {
                Ok(piece) => piece,
                Err(code) if done == 0 => return Err(code),
                Err(_) => break,
            };
            let new = &bytes[done..done + end - from];
            if piece.len() < from {
                piece.resize(from, 0);
            }
            let over = (piece.len() - from).min(new.len());
            piece[from..from + over].copy_from_slice(&new[..over]);
            piece.extend_from_slice(&new[over..]);
            done += new.len();
        }
        self.size = self.size.max(offset + done as u64);
        Ok(done)
    }

    /// Cuts the end off, or adds a hole.
    ///
    /// # Errors
    /// If no file may be so large.
    pub fn resize(&mut self, size: u64, room: &mut Room) -> Result<(), Code> {
        if size > LARGEST {
            return Err(Code::FileTooLarge);
        }
        if size < self.size {
            let kept = self.pieces.partition_point(|piece| piece.number * (PIECE as u64) < size);
            for piece in self.pieces.drain(kept..) {
                room.give_back(u64::from(piece.charged));
            }
            if let Some(last) = self.pieces.last_mut() {
                last.bytes.truncate((size - last.number * PIECE as u64).min(PIECE as u64) as usize);
            }
        }
        self.size = size;
        Ok(())
    }

    /// The place of a piece in the list, or where it belongs. Mostly it is the last one.
    fn find(&self, number: u64) -> Result<usize, usize> {
        match self.pieces.last() {
            None => Err(0),
            Some(last) if last.number == number => Ok(self.pieces.len() - 1),
            Some(last) if last.number < number => Err(self.pieces.len()),
            Some(_) => self.pieces.binary_search_by_key(&number, |piece| piece.number),
        }
    }

    /// A piece that has room for bytes up to `end`. The first one grows with the file; the others are given all at once.
    fn piece(&mut self, number: u64, end: usize, room: &mut Room) -> Result<&mut Vec<u8>, Code> {
        let needed = if number == 0 { end.next_power_of_two().max(SMALLEST) } else { PIECE };
        let at = match self.find(number) {
            Ok(at) => at,
            Err(at) => {
                let mut bytes = Vec::new();
                self.pieces.try_reserve(1).map_err(|_| Code::InsufficientSpace)?;
                bytes.try_reserve_exact(needed).map_err(|_| Code::InsufficientSpace)?;
                room.take(needed as u64)?;
                self.pieces.insert(at, Piece { number, charged: needed as u32, bytes });
                at
            }
        };
        let piece = &mut self.pieces[at];
        if needed > piece.charged as usize {
            room.take((needed - piece.charged as usize) as u64)?;
            let more = needed - piece.bytes.len();
            if piece.bytes.try_reserve_exact(more).is_err() {
                room.give_back((needed - piece.charged as usize) as u64);
                return Err(Code::InsufficientSpace);
            }
            piece.charged = needed as u32;
        }
        Ok(&mut piece.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &Content, offset: u64, length: u64) -> Vec<u8> {
        content.read(offset, length, &mut Vec::new()).expect("there is memory").to_vec()
    }

    #[test]
    fn holes_are_zero_and_cost_nothing() {
        let (mut content, mut room) = (Content::default(), Room::new(1 << 20));
        assert_eq!(content.write(b"end", 10 << 20, &mut room), Ok(3));
        assert_eq!((content.size(), room.used()), ((10 << 20) + 3, PIECE as u64));
        assert_eq!(read(&content, (10 << 20) - 2, 9), b"\0\0end");
        content.resize(0, &mut room).expect("it may be empty");
        assert_eq!(room.used(), 0);
        content.resize(4, &mut room).expect("it may be larger");
        assert_eq!(read(&content, 0, 9), b"\0\0\0\0");
    }

    #[test]
    fn what_was_cut_off_does_not_come_back() {
        let (mut content, mut room) = (Content::default(), Room::new(1 << 20));
        assert_eq!(content.write(b"secret", 0, &mut room), Ok(6));
        content.resize(2, &mut room).expect("it may be smaller");
        content.resize(6, &mut room).expect("it may be larger");
        assert_eq!(read(&content, 0, 9), b"se\0\0\0\0");
        assert_eq!(content.write(b"x", PIECE as u64 - 1, &mut room), Ok(1));
        assert_eq!(read(&content, PIECE as u64 - 2, 9), b"\0x");
    }

    #[test]
    fn k9_what_there_is_no_room_for_is_not_written() {
        let (mut content, mut room) = (Content::default(), Room::new(PIECE as u64));
        let bytes = [7; PIECE + 1];
        assert_eq!(content.write(&bytes, 0, &mut room), Ok(PIECE));
        assert_eq!(content.write(&bytes, PIECE as u64, &mut room), Err(Code::InsufficientSpace));
        assert_eq!(content.size(), PIECE as u64);
        assert_eq!(content.write(&bytes, LARGEST, &mut room), Err(Code::FileTooLarge));
        assert_eq!(content.write(&[], LARGEST, &mut room), Ok(0));
    }
}
