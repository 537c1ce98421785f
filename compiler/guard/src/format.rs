//! The bytes of a decision table.
//!
//! A table is a sequence of little-endian 32-bit words, with the bytes of its texts among them. An *address* is a number of bytes from the table's start;
//! all addresses are multiples of four. In this order, without gaps:
//!
//! | what | words |
//! | --- | --- |
//! | header | [`MAGIC`]; address of the texts; number of texts; address of the wide list; of the limited list; of the permit forest; of the forbid forest |
//! | nodes | one after the other, each after those that it names |
//! | texts | n + 1 addresses, ascending: text *i* is the bytes from the *i*th to the next; then the bytes, filled with zeros to a whole word |
//! | wide list | n; the places that hold a `u64` somewhere |
//! | permits | n; the condition of each permit without limit |
//! | limited list | n; condition and limit number of each permit with a limit; the limit numbers count from 0 |
//! | forbids | n; the condition of each forbid |
//! | permit forest, forbid forest | see below |
//!
//! Texts are strictly ascending in byte order, so they are distinct. A *text* in a node is the address of the word that says where it starts.
//!
//! # Nodes
//! The first word of a node has bit 31 set, no other word of a node has: so it can be seen whether an address is that of a node.
//! Bits 0-7: what it is. Bits 16-23: its depth, greater than that of every node it names, at most [`DEPTH`]. Of a place, bits 8-15 are its
//! argument, bits 24-30 the number of its cases. Of an expression, bits 8-11 are its type ([`kind`]), bits 12-15 the root of an input (0 principal,
//! 1 resource, 2 context), the others 0. The words that follow:
//!
//! A place ([`place`]): its offset; for each case the discriminant's offset, and its size (bits 24-30) with its number (bits 0-23). Then for `ONE_OF` n and n
//! texts; for `RECORD` n, and n times name and place, names ascending; for `SET` the size of an element and its place; for `ENTITY` the type's name.
//!
//! An expression ([`op`]):
//!
//! | op | words |
//! | --- | --- |
//! | `TRUE` `FALSE` `FAIL` | |
//! | `NUMBER` | text of 8 bytes, an `i64`: Long, decimal, datetime or duration by its type |
//! | `TEXT` `IP` | text; of an address 6 or 18 bytes: 4 or 6, prefix length, address |
//! | `ENTITY` | text of the type, text of the id |
//! | `SET` | n, n expressions |
//! | `RECORD` | n, n times name and expression, names ascending |
//! | `INPUT` `HAS` | place, n, n texts: the attributes from the root |
//! | `NOT` `NEGATE` `TO_DATE` `TO_TIME` `IS_EMPTY` `IS_IPV4` `IS_IPV6` `IS_LOOPBACK` `IS_MULTICAST` | expression |
//! | `AND` `OR` `ADD` `MULTIPLY` | n >= 2, n expressions |
//! | `IF` | n, n times condition and value, the last value |
//! | `EQUAL` `LESS` `LESS_OR_EQUAL` `SUBTRACT` `CONTAINS` `CONTAINS_ALL` `CONTAINS_ANY` `IS_IN_RANGE` | two expressions |
//! | `DIVIDE` | expression, divisor |
//! | `LIKE` | expression, anchors (1: the pattern starts with its first literal, 2: it ends with its last), n, n texts; there is a star between any two literals, and at the ends that are not anchored |
//! | `ONE_OF` | expression of a String or an entity, n, n texts, ascending |
//! | `RANGES` | expression of a number, n, n texts of 16 bytes, ascending and not touching: the least `i64` and the greatest |
//! | `IN_HOST` `IN_PATH` | expression of an entity, text |
//! | `SELECT` | expression of a String or an entity, n, n times text and value, texts ascending, the last value |
//!
//! # Forests
//! A forest says which rules can hold at all. It is only a filter: the condition of every rule that is left is evaluated as a whole.
//! A forest is: n and the address of the first of n conditions, which stand side by side in the list of permits or forbids; the number of groups; the groups.
//! A group is: how strings meet keys ([`mode`]); the `INPUT` that it asks for; the address behind the group; the number of slots less one, a power of two less one;
//! n; n lengths of keys, ascending; the slots; the number of children; the children. A slot is a key (a text) and the address of a forest, or two zeros.
//! A child is: n; n keys, ascending; its forest. A key's slot is found from its [`hash`] on, going up and around; there is an empty slot somewhere, which
//! ends the search. A key may have several slots, for several children. A number meets the text of 16 bytes that holds it twice.
//! An input that is absent meets no key. The conditions lie in the lists in the order in which a walk through the forest, conditions before groups, meets them.

/// The first word: the version of this format.
pub const MAGIC: u32 = u32::from_le_bytes(*b"cgt1");
/// Bytes of the header.
pub const HEADER: u32 = 28;
/// The greatest depth of a node.
pub const DEPTH: u32 = 64;
/// How deep forests may lie in each other.
pub const FOREST_DEPTH: u32 = 4;
/// Evaluation steps of one decision; one more denies.
pub const FUEL: u32 = 4_000_000;
/// The bit by which the first word of a node is known.
pub const START: u32 = 1 << 31;

/// What a place is, in this order: numbers, texts, sets, records.
pub mod place {
    /// A byte.
    pub const BOOL: u32 = 1;
    /// A bit of a byte; the argument is its mask.
    pub const FLAG: u32 = 2;
    /// The argument is the size.
    pub const SIGNED: u32 = 3;
    /// The argument is the size: 1, 2 or 4.
    pub const UNSIGNED: u32 = 4;
    /// A `u64`. The argument of this, of a record and of a set is 1 if there is a `u64` in it, else 0.
    pub const UNSIGNED64: u32 = 5;
    /// Eight bytes.
    pub const DECIMAL: u32 = 6;
    /// Eight bytes.
    pub const DATETIME: u32 = 7;
    /// Eight bytes.
    pub const DURATION: u32 = 8;
    /// A Unicode scalar value.
    pub const CHAR: u32 = 9;
    /// Address and length.
    pub const STRING: u32 = 10;
    /// A discriminant; the argument is its size.
    pub const ONE_OF: u32 = 11;
    /// Address and length of the id.
    pub const ENTITY: u32 = 12;
    /// 18 bytes.
    pub const IP: u32 = 13;
    /// Address and number of elements.
    pub const SET: u32 = 14;
    /// Attributes.
    pub const RECORD: u32 = 15;
}

/// What an expression is.
#[expect(missing_docs, reason = "the table above says what they are")]
pub mod op {
    pub const FALSE: u32 = 16;
    pub const TRUE: u32 = 17;
    pub const FAIL: u32 = 18;
    pub const NUMBER: u32 = 19;
    pub const TEXT: u32 = 20;
    pub const IP: u32 = 21;
    pub const ENTITY: u32 = 22;
    pub const SET: u32 = 23;
    pub const RECORD: u32 = 24;
    pub const INPUT: u32 = 25;
    pub const HAS: u32 = 26;
    pub const AND: u32 = 27;
    pub const OR: u32 = 28;
    pub const IF: u32 = 29;
    pub const ADD: u32 = 30;
    pub const MULTIPLY: u32 = 31;
    pub const NOT: u32 = 32;
    pub const RANGES: u32 = 33;
    pub const ONE_OF: u32 = 34;
    pub const SELECT: u32 = 35;
    pub const LIKE: u32 = 36;
    pub const IN_HOST: u32 = 37;
    pub const IN_PATH: u32 = 38;
    pub const IS_EMPTY: u32 = 39;
    pub const IS_IPV4: u32 = 40;
    pub const IS_IPV6: u32 = 41;
    pub const IS_LOOPBACK: u32 = 42;
    pub const IS_MULTICAST: u32 = 43;
    pub const NEGATE: u32 = 44;
    pub const TO_DATE: u32 = 45;
    pub const TO_TIME: u32 = 46;
    pub const DIVIDE: u32 = 47;
    pub const EQUAL: u32 = 48;
    pub const LESS: u32 = 49;
    pub const LESS_OR_EQUAL: u32 = 50;
    pub const CONTAINS: u32 = 51;
    pub const CONTAINS_ALL: u32 = 52;
    pub const CONTAINS_ANY: u32 = 53;
    pub const IS_IN_RANGE: u32 = 54;
    pub const SUBTRACT: u32 = 55;
}

/// Types, as the places that have them.
#[expect(missing_docs, reason = "they are Cedar's")]
pub mod kind {
    pub const BOOL: u32 = super::place::BOOL;
    pub const LONG: u32 = super::place::UNSIGNED64;
    pub const DECIMAL: u32 = super::place::DECIMAL;
    pub const DATETIME: u32 = super::place::DATETIME;
    pub const DURATION: u32 = super::place::DURATION;
    pub const STRING: u32 = super::place::STRING;
    pub const ENTITY: u32 = super::place::ENTITY;
    pub const IP: u32 = super::place::IP;
    pub const SET: u32 = super::place::SET;
    pub const RECORD: u32 = super::place::RECORD;
}

/// How a string meets a key.
pub mod mode {
    /// It is the key.
    pub const EXACT: u32 = 0;
    /// It starts with the key.
    pub const PREFIX: u32 = 1;
    /// It ends with the key; such keys are hashed from their end.
    pub const SUFFIX: u32 = 2;
}

/// The word at an address.
#[must_use]
pub fn word(table: &[u8], at: u32) -> Option<u32> {
    table.get(at as usize..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The text that the word at an address says the start of.
#[must_use]
pub fn text(table: &[u8], at: u32) -> Option<&[u8]> {
    let ends: &[u8; 8] = table.get(at as usize..)?.first_chunk()?;
    let [a, b, c, d, e, f, g, h] = *ends;
    table.get(u32::from_le_bytes([a, b, c, d]) as usize..u32::from_le_bytes([e, f, g, h]) as usize)
}

/// The type of the value at a place.
#[must_use]
pub fn place_kind(place: u32) -> Option<u32> {
    Some(match place {
        place::BOOL | place::FLAG => kind::BOOL,
        place::SIGNED | place::UNSIGNED | place::UNSIGNED64 => kind::LONG,
        place::CHAR | place::STRING | place::ONE_OF => kind::STRING,
        place::RECORD => kind::RECORD,
        place::SET => kind::SET,
        place::DECIMAL => kind::DECIMAL,
        place::DATETIME => kind::DATETIME,
        place::DURATION => kind::DURATION,
        place::IP => kind::IP,
        place::ENTITY => kind::ENTITY,
        _ => return None,
    })
}

/// What the values of a node with this first word are: a place, or a type, which is one too.
#[must_use]
pub fn class(head: u32) -> u32 {
    if head & 0xff < op::FALSE { head & 0xff } else { head >> 8 & 15 }
}

/// Parts that an engine can lack, as a mask.
pub mod part {
    /// Constants as values, choices, addresses, decimals and times.
    pub const VALUES: u32 = 1;
    /// Arithmetic, `char`s, and questions about addresses.
    pub const NUMBERS: u32 = 2;
    /// Sets and records.
    pub const SETS: u32 = 4;
    /// All of them.
    pub const ALL: u32 = VALUES | NUMBERS | SETS;
}

/// The parts of an engine that a node with this operation or place needs.
#[must_use]
pub const fn needs(what: u32) -> u32 {
    match what {
        place::BOOL..=place::UNSIGNED64 | place::STRING..=place::ENTITY => 0,
        op::FALSE..=op::FAIL | op::INPUT..=op::OR | op::NOT..=op::ONE_OF | op::LIKE..=op::IN_PATH | op::EQUAL..=op::LESS_OR_EQUAL => 0,
        place::DECIMAL..=place::DURATION | place::IP | op::NUMBER..=op::ENTITY | op::IF | op::SELECT => part::VALUES,
        place::CHAR | op::ADD | op::MULTIPLY | op::IS_IPV4..=op::DIVIDE | op::IS_IN_RANGE | op::SUBTRACT => part::NUMBERS,
        place::SET | place::RECORD | op::SET | op::RECORD | op::IS_EMPTY | op::CONTAINS..=op::CONTAINS_ANY => part::SETS,
        _ => part::ALL,
    }
}

/// The parts of an engine that a table needs.
#[must_use]
pub fn table_needs(table: &[u8]) -> u32 {
    let end = word(table, 4).unwrap_or_default();
    let nodes = (HEADER..end).step_by(4).map_while(|at| word(table, at)).filter(|head| head & START != 0);
    nodes.fold(0, |mask, head| mask | needs(head & 0xff))
}

/// The hash before the first byte (FNV-1a, 32 bits).
pub const HASH: u32 = 0x811c_9dc5;

/// The hash with one more byte.
#[must_use]
pub fn hash_byte(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Where the search for a hash starts, before it is masked.
#[must_use]
pub fn spread(hash: u32) -> u32 {
    hash ^ (hash >> 15)
}

/// Where the search for a key starts, before it is masked. A key of [`mode::SUFFIX`] is hashed from its last byte to its first.
#[must_use]
pub fn hash(mode: u32, key: &[u8]) -> u32 {
    spread(if mode == mode::SUFFIX {
        key.iter().rev().fold(HASH, |hash, byte| hash_byte(hash, *byte))
    } else {
        key.iter().fold(HASH, |hash, byte| hash_byte(hash, *byte))
    })
}
