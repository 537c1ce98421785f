//! Places, from the nodes of a table.
//!
//! In: the address of a place's node. Out: the [`Place`]. Must hold: encoding it gives the same words.

use super::super::place::{Case, Kind, Place};
use super::{Reader, Result};
use caplink_guard::format::place;

impl Reader<'_> {
    /// The place of a node.
    pub(super) fn place(&mut self, node: u32) -> Result<Place> {
        let (head, offset) = (self.word(node)?, self.word(node + 4)?);
        let argument = (head >> 8 & 0xff) as u8;
        let cases = head >> 24 & 0x7f;
        self.spend(1 + cases as usize)?;
        let mut when = vec![];
        for at in (node + 8..node + 8 + 8 * cases).step_by(8) {
            let number = self.word(at + 4)?;
            when.push(Case { offset: self.word(at)?, size: (number >> 24) as u8, number: number & 0x00ff_ffff });
        }
        let payload = node + 8 + 8 * cases;
        let kind = match head & 0xff {
            place::BOOL => Kind::Bool,
            place::FLAG => Kind::Flag(argument),
            place::SIGNED => Kind::Signed(argument),
            place::UNSIGNED => Kind::Unsigned(argument),
            place::UNSIGNED64 => Kind::Unsigned64,
            place::DECIMAL => Kind::Decimal,
            place::DATETIME => Kind::Datetime,
            place::DURATION => Kind::Duration,
            place::CHAR => Kind::Char,
            place::STRING => Kind::String,
            place::IP => Kind::Ip,
            place::ENTITY => Kind::Entity(self.text(payload)?),
            place::ONE_OF => {
                let names = (0..self.word(payload)?).map(|index| self.text(payload + 4 + 4 * index)).collect::<Result<_>>()?;
                Kind::OneOf(argument, names)
            }
            place::SET => Kind::Set(self.word(payload)?, Box::new(self.place(self.word(payload + 4)?)?)),
            place::RECORD => {
                let count = self.word(payload)?;
                let attribute = |index| {
                    let at = payload + 4 + 8 * index;
                    Ok((self.text(at)?, self.place(self.word(at + 4)?)?))
                };
                Kind::Record((0..count).map(attribute).collect::<Result<_>>()?)
            }
            _ => return self.wrong(node, "there is no such place"),
        };
        Ok(Place { offset, when, kind })
    }
}
