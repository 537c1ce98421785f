//! Lines of a recorder: what a call is about and what was decided, as one line of JSON that no value can break or forge.
//!
//! In: a *description* of a function, which says where the values of its calls lie, a call's values in memory, and the decision. Out: bytes of printable ASCII that
//! end with the only line feed. Must hold: the values are read from the very frame that was decided on, by the rules of [`format`](crate::format); values are in Cedar's
//! JSON form; a line has at most [`LONGEST`] bytes. What has no Cedar value (a `u64` above the largest Long) is left out and said to be; a line that would be too
//! long has no context and says so. Never fails: what is strange is left out.
//!
//! A description is laid out as a decision table is, with the same places and texts. Its header: [`DECIDED`] or [`FREE`]; address of the texts; number of texts; a `TEXT`
//! with the members that stand first in each line, as JSON; a `TEXT` with the resource as JSON; the place of the resource; that of the context. The last three may be 0.

use crate::format::place;
use crate::ip::{self, Ip};
use crate::text::Text;
use crate::{Memory, Words};

/// The first word of a description: rules decide on the calls.
pub const DECIDED: u32 = u32::from_le_bytes(*b"crd1");
/// The first word of a description: every call is allowed.
pub const FREE: u32 = u32::from_le_bytes(*b"crf1");
/// What each line starts with.
pub const MARK: &str = "caplink: ";
/// Bytes of the longest line, with its line feed.
pub const LONGEST: usize = 65_536;
/// Bytes of the longest members that a description has for all lines.
pub const HEAD: usize = 32_768;

/// Kept free for the end of a line.
const END: usize = 64;
const DAY: i64 = 86_400_000;

/// Where the header says what.
mod header {
    pub const HEAD: u32 = 12;
    pub const KNOWN: u32 = 16;
    pub const RESOURCE: u32 = 20;
    pub const CONTEXT: u32 = 24;
}

/// What of a call is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Its values, in the frame at this address.
    Frame(u32),
    /// No rule was asked about it.
    Nothing,
    /// It acts on something that could not be read.
    Unread,
}

/// Why a value is not written.
enum Stop {
    /// The line would be too long.
    Full,
    /// It has no Cedar value.
    Omit,
}

type Result = core::result::Result<(), Stop>;

/// Writes the line of a call into a buffer of [`LONGEST`] bytes; returns its length.
#[must_use]
pub fn line<T: Words + ?Sized, M: Memory + ?Sized>(description: &T, memory: &M, shown: Shown, is_allowed: bool, out: &mut [u8]) -> usize {
    let room = out.len().min(LONGEST).saturating_sub(END);
    let (values, _) = out.split_at_mut(room);
    let mut record = Record { words: description, memory, text: Text::new(values), omits: shown == Shown::Unread };
    // What does not fit here is not there: the linker has seen to it that it does.
    let _ = record.head(is_allowed);
    let is_whole = if let Shown::Frame(frame) = shown { record.values(frame).is_ok() } else { true };
    let (length, omits) = (record.text.length(), record.omits);
    let mut end = Text::new(out.get_mut(length..).unwrap_or_default());
    let marks = [(!is_whole, &b",\"truncated\":true"[..]), (omits, b",\"omitted\":true"), (true, b"}\n")];
    for byte in marks.iter().filter(|(is_so, _)| *is_so).flat_map(|(_, mark)| *mark) {
        let _ = end.byte(*byte);
    }
    length + end.length()
}

/// Whether a description is of a function whose calls are all allowed.
#[must_use]
pub fn is_free<T: Words + ?Sized>(description: &T) -> bool {
    description.word(0) == FREE
}

struct Record<'a, T: ?Sized, M: ?Sized> {
    words: &'a T,
    memory: &'a M,
    text: Text<'a>,
    /// Something that is there was left out.
    omits: bool,
}

impl<T: Words + ?Sized, M: Memory + ?Sized> Record<'_, T, M> {
    fn byte(&mut self, byte: u8) -> Result {
        self.text.byte(byte).ok_or(Stop::Full)
    }

    fn put(&mut self, bytes: &[u8]) -> Result {
        bytes.iter().try_for_each(|byte| self.byte(*byte))
    }

    fn word(&self, at: u32) -> u32 {
        self.words.word(at)
    }

    fn item(&self, first: u32, index: u32) -> u32 {
        self.word(first.wrapping_add(index.wrapping_mul(4)))
    }

    /// Writes the text of a `TEXT` as it is.
    fn given(&mut self, node: u32) -> Result {
        let words = self.words;
        let at = words.word(node.wrapping_add(4));
        self.put(words.text(words.word(at), words.word(at.wrapping_add(4))).unwrap_or_default())
    }

    fn head(&mut self, is_allowed: bool) -> Result {
        self.put(MARK.as_bytes())?;
        self.byte(b'{')?;
        self.given(self.word(header::HEAD))?;
        self.put(if is_allowed { b",\"decision\":\"allow\"" } else { b",\"decision\":\"deny\"" })
    }

    /// Resource and context. What was written of one that is not whole is taken back.
    fn values(&mut self, frame: u32) -> Result {
        let [known, resource, context] = [header::KNOWN, header::RESOURCE, header::CONTEXT].map(|at| self.word(at));
        if known != 0 {
            self.member(b",\"resource\":", |record| record.given(known))?;
        } else if resource != 0 {
            self.member(b",\"resource\":", |record| record.value(resource, frame, false))?;
        }
        if context != 0 {
            self.member(b",\"context\":", |record| record.value(context, frame, false))?;
        }
        Ok(())
    }

    /// A member whose value may have to be left out.
    fn member(&mut self, name: &[u8], value: impl FnOnce(&mut Self) -> Result) -> Result {
        let start = self.text.length();
        match self.put(name).and_then(|()| value(self)) {
            Ok(()) => Ok(()),
            Err(stop) => {
                self.text.shorten(start);
                self.left_out(stop)
            }
        }
    }

    /// Goes on after what has no value.
    fn left_out(&mut self, stop: Stop) -> Result {
        match stop {
            Stop::Full => Err(Stop::Full),
            Stop::Omit => {
                self.omits = true;
                Ok(())
            }
        }
    }

    fn small(&self, base: u32, offset: u32, size: u32) -> core::result::Result<u32, Stop> {
        base.checked_add(offset).and_then(|at| self.memory.small(at, size)).ok_or(Stop::Omit)
    }

    fn long(&self, base: u32, offset: u32) -> core::result::Result<i64, Stop> {
        base.checked_add(offset).and_then(|at| self.memory.long(at)).ok_or(Stop::Omit)
    }

    /// Whether all cases of a place hold.
    fn is_there(&self, at: u32, base: u32) -> bool {
        (0..self.word(at) >> 24 & 0x7f).all(|index| {
            let case = at.wrapping_add(8 + 8 * index);
            let number = self.item(case, 1);
            self.small(base, self.word(case), number >> 24 & 0x7f).is_ok_and(|found| found == number & 0x00ff_ffff)
        })
    }

    /// What follows the cases of a place.
    fn payload(&self, node: u32) -> u32 {
        node.wrapping_add(8 + (self.word(node) >> 24 & 0x7f) * 8)
    }

    /// The value at a place that is there. In a set (`is_element`) a record has all its attributes or is none.
    fn value(&mut self, at: u32, base: u32, is_element: bool) -> Result {
        let head = self.word(at);
        let (offset, argument, payload) = (self.item(at, 1), head >> 8 & 0xff, self.payload(at));
        match head & 0xff {
            place::BOOL => {
                let value = self.small(base, offset, 1)? != 0;
                self.truth(value)
            }
            place::FLAG => {
                let value = self.small(base, offset, 1)? & argument != 0;
                self.truth(value)
            }
            place::SIGNED if argument == 8 => {
                let value = self.long(base, offset)?;
                self.number(value)
            }
            place::SIGNED => {
                let unused = 32_u32.wrapping_sub(argument * 8) & 31;
                let value = (self.small(base, offset, argument)? << unused).cast_signed() >> unused;
                self.number(value.into())
            }
            place::UNSIGNED => {
                let value = self.small(base, offset, argument)?;
                self.number(value.into())
            }
            place::UNSIGNED64 => match self.long(base, offset)? {
                value @ 0.. => self.number(value),
                _ => Err(Stop::Omit),
            },
            place::CHAR => {
                let character = char::from_u32(self.small(base, offset, 4)?).ok_or(Stop::Omit)?;
                self.string(character.encode_utf8(&mut [0; 4]))
            }
            place::STRING => self.stored(base, offset),
            place::ONE_OF => {
                let number = self.small(base, offset, argument)?;
                if number >= self.word(payload) { Err(Stop::Omit) } else { self.name(self.item(payload, 1 + number)) }
            }
            place::ENTITY => {
                self.put(b"{\"type\":")?;
                self.name(self.word(payload))?;
                self.put(b",\"id\":")?;
                self.stored(base, offset)?;
                self.byte(b'}')
            }
            place::SET => self.set(payload, base, offset),
            place::RECORD => self.record(payload, base, is_element),
            place::IP => {
                self.extension(b"ip")?;
                self.address(base, offset)?;
                self.put(b"\"}}")
            }
            what @ (place::DECIMAL | place::DATETIME | place::DURATION) => {
                let value = self.long(base, offset)?;
                self.time(what, value)?;
                self.put(b"\"}}")
            }
            _ => Err(Stop::Omit),
        }
    }

    fn set(&mut self, payload: u32, base: u32, offset: u32) -> Result {
        let (start, count) = (self.small(base, offset, 4)?, self.small(base, offset.wrapping_add(4), 4)?);
        let (size, element) = (self.word(payload), self.item(payload, 1));
        self.byte(b'[')?;
        for index in 0..count {
            if index > 0 {
                self.byte(b',')?;
            }
            let base = size.checked_mul(index).and_then(|offset| start.checked_add(offset)).ok_or(Stop::Omit)?;
            self.value(element, base, true)?;
        }
        self.byte(b']')
    }

    fn record(&mut self, payload: u32, base: u32, is_element: bool) -> Result {
        let mut is_first = true;
        self.byte(b'{')?;
        for index in 0..self.word(payload) {
            let at = payload.wrapping_add(4).wrapping_add(index.wrapping_mul(8));
            let (name, place) = (self.word(at), self.item(at, 1));
            if !self.is_there(place, base) {
                continue;
            }
            let start = self.text.length();
            if !is_first {
                self.byte(b',')?;
            }
            let written = self.name(name).and_then(|()| self.byte(b':')).and_then(|()| self.value(place, base, is_element));
            match written {
                Ok(()) => is_first = false,
                Err(Stop::Omit) if !is_element => {
                    self.text.shorten(start);
                    self.omits = true;
                }
                Err(stop) => return Err(stop),
            }
        }
        self.byte(b'}')
    }

    fn truth(&mut self, value: bool) -> Result {
        self.put(if value { b"true" } else { b"false" })
    }

    fn number(&mut self, value: i64) -> Result {
        if value < 0 {
            self.byte(b'-')?;
        }
        self.digits(value.unsigned_abs(), 1)
    }

    /// A number with at least so many digits.
    fn digits(&mut self, value: u64, least: u32) -> Result {
        let mut size = 1_u64;
        for _ in 1..least {
            size = size.saturating_mul(10);
        }
        while value / size >= 10 {
            size *= 10;
        }
        while size > 0 {
            self.byte(b'0' + (value / size % 10) as u8)?;
            size /= 10;
        }
        Ok(())
    }

    /// The string whose address and length are stored.
    fn stored(&mut self, base: u32, offset: u32) -> Result {
        let (at, length) = (self.small(base, offset, 4)?, self.small(base, offset.wrapping_add(4), 4)?);
        let memory = self.memory;
        let bytes = memory.get(at, length).ok_or(Stop::Omit)?;
        self.string(core::str::from_utf8(bytes).map_err(|_| Stop::Omit)?)
    }

    /// A text of the description, as a string.
    fn name(&mut self, at: u32) -> Result {
        let words = self.words;
        let bytes = words.text(words.word(at), words.word(at.wrapping_add(4))).unwrap_or_default();
        self.string(core::str::from_utf8(bytes).map_err(|_| Stop::Omit)?)
    }

    /// A JSON string in printable ASCII.
    fn string(&mut self, text: &str) -> Result {
        self.byte(b'"')?;
        for character in text.chars() {
            match character {
                '"' | '\\' => {
                    self.byte(b'\\')?;
                    self.byte(character as u8)?;
                }
                ' '..='~' => self.byte(character as u8)?,
                other => {
                    for unit in other.encode_utf16(&mut [0; 2]) {
                        self.put(b"\\u")?;
                        for shift in [12, 8, 4, 0] {
                            let digit = (*unit >> shift & 15) as u8;
                            self.byte(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit })?;
                        }
                    }
                }
            }
        }
        self.byte(b'"')
    }

    /// A value of an extension type, up to its argument.
    fn extension(&mut self, function: &[u8]) -> Result {
        self.put(b"{\"__extn\":{\"fn\":\"")?;
        self.put(function)?;
        self.put(b"\",\"arg\":\"")
    }

    fn address(&mut self, base: u32, offset: u32) -> Result {
        let at = base.checked_add(offset).ok_or(Stop::Omit)?;
        let memory = self.memory;
        let [version, prefix] = *memory.get(at, 2).ok_or(Stop::Omit)? else { return Err(Stop::Omit) };
        let bytes = |length| memory.get(at.wrapping_add(2), length).ok_or(Stop::Omit);
        let (ip, whole) = match version {
            4 => (Ip::V4(*bytes(4)?.first_chunk().ok_or(Stop::Omit)?), 32),
            6 => (Ip::V6(*bytes(16)?.first_chunk().ok_or(Stop::Omit)?), 128),
            _ => return Err(Stop::Omit),
        };
        if prefix > whole {
            return Err(Stop::Omit);
        }
        ip::write(ip, &mut self.text).ok_or(Stop::Full)?;
        if prefix == whole {
            return Ok(());
        }
        self.byte(b'/')?;
        self.digits(prefix.into(), 1)
    }

    /// A decimal, a datetime or a duration, up to the end of its argument. A datetime that no literal has has no value.
    fn time(&mut self, what: u32, value: i64) -> Result {
        let sign = |record: &mut Self| if value < 0 { record.byte(b'-') } else { Ok(()) };
        let size = value.unsigned_abs();
        match what {
            place::DECIMAL => {
                self.extension(b"decimal")?;
                sign(self)?;
                self.digits(size / 10_000, 1)?;
                self.byte(b'.')?;
                self.digits(size % 10_000, 4)
            }
            place::DURATION => {
                self.extension(b"duration")?;
                sign(self)?;
                self.digits(size, 1)?;
                self.put(b"ms")
            }
            _ => {
                let (days, time) = (value.div_euclid(DAY), value.rem_euclid(DAY).unsigned_abs());
                let (year, month, day) = date(days).ok_or(Stop::Omit)?;
                self.extension(b"datetime")?;
                let parts = [
                    (year, 4, b'-'),
                    (month, 2, b'-'),
                    (day, 2, b'T'),
                    (time / 3_600_000, 2, b':'),
                    (time / 60_000 % 60, 2, b':'),
                    (time / 1_000 % 60, 2, b'.'),
                    (time % 1_000, 3, b'Z'),
                ];
                parts.into_iter().try_for_each(|(value, digits, after)| {
                    self.digits(value, digits)?;
                    self.byte(after)
                })
            }
        }
    }
}

/// Year, month and day of a number of days since 1970-01-01; `None` if the year does not have four digits, as literals have.
#[must_use]
pub fn date(days: i64) -> Option<(u64, u64, u64)> {
    // Days since 0000-03-01, in eras of 400 years (146,097 days); years start in March, so that leap days end them.
    let since = days.checked_add(719_468)?;
    let (era, day) = (since.div_euclid(146_097), since.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let rest = day - (365 * year + year / 4 - year / 100);
    let month = (5 * rest + 2) / 153;
    let (date, month) = (rest - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era.checked_mul(400)? + i64::from(month <= 2);
    (1..=9999).contains(&year).then_some((year.unsigned_abs(), month.unsigned_abs(), date.unsigned_abs()))
}
