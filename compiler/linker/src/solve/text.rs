//! Texts of one kind: which there are, readable ones first, and an automaton that accepts them.
//!
//! In: a [`Text`]. Out: whether it has a text, exactly as far as the canonicalisers of guards tell; a text that is none of some; and the
//! automaton, as a step from a state by a character. Must hold: the automaton accepts every canonical text. It may accept more (labels of
//! hosts that are too long, escapes that are read in two ways): what it finds is checked by [`Text::admits`].
//!
//! Characters that no condition mentions are alike to conditions. [`Text::others`] lists which of them a search must have too: one of
//! each class for which no other class may stand in. A dot that is not mentioned needs no place in paths: with a letter for it a path is
//! still a path.

use super::domain::Text;
use caplink_guard::host::is_literal;
use caplink_guard::{authority, message, target};
use std::collections::BTreeSet;
use std::net::SocketAddr;

/// A state of the automaton of a kind of text.
pub(super) type State = u8;

/// Where every automaton starts.
pub(super) const START: State = 0;

// States of paths.
const ROOT: State = 1;
const SLASH: State = 2;
const INSIDE: State = 3;
const DOT: State = 4;
const DOTS: State = 5;
const ESCAPE: State = 6;
/// Behind the first digit of an escape: 16 states, one for each digit.
const DIGIT: State = 16;

// States of hosts: ten for each number of octets that may begin an IPv4 address, four for "it is none", then IPv6.
const ZERO: State = 1;
const THREE_DIGITS: State = 4;
const MANY_DIGITS: State = 5;
const NAME: State = 6;
const HYPHEN: State = 7;
const HEXADECIMAL: State = 8;
const HEXADECIMAL_HYPHEN: State = 9;
const COLON: State = 50;
const COLONS: State = 51;

impl Text {
    /// Whether there is such a text.
    pub(super) fn admits(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(texts) => texts.contains(text),
            Self::Host => {
                let mut room = [0; authority::LONGEST];
                authority::host(text.as_bytes(), &mut room) == Some(text.as_bytes())
            }
            Self::HostName => Self::Host.admits(text) && !is_literal(text.as_bytes()),
            Self::Path | Self::Query => {
                let mut bytes = if *self == Self::Path { text.as_bytes().to_vec() } else { format!("/?{text}").into_bytes() };
                let before = bytes.clone();
                let found = target::canonical(&mut bytes, &target::Strict { path: true, query: true });
                found.is_some_and(|found| found.length == before.len() && found.query.is_none() == (*self == Self::Path)) && bytes == before
            }
            Self::Method => message::method(text.as_bytes()).is_some(),
            Self::FilePath | Self::OneCharacter => self.accepts(text),
            Self::Address => text.parse::<SocketAddr>().is_ok_and(|address| address.to_string() == text),
        }
    }

    /// A text that is none of these, the most readable first.
    pub(super) fn fresh(&self, taken: &BTreeSet<String>) -> Option<String> {
        let free = |text: &String| !taken.contains(text);
        if let Self::OneOf(texts) = self {
            return texts.iter().find(|text| free(text)).cloned();
        }
        let familiar = self.familiar().iter().map(ToString::to_string);
        let numbered = (1_u32..).map(|number| match self {
            Self::OneCharacter => char::from_u32(0xff + number).unwrap_or('a').to_string(),
            Self::Host | Self::HostName => format!("host{number}.example"),
            Self::Path | Self::FilePath => format!("/a{number}"),
            Self::Method => format!("M{number}"),
            Self::Address => format!("10.0.0.1:{number}"),
            Self::Query => format!("a={number}"),
            Self::Any | Self::OneOf(_) => format!("a{number}"),
        });
        // More than are taken are always enough.
        familiar.chain(numbered).take(taken.len() + 64).find(free)
    }

    /// Readable texts that are tried before all others.
    pub(super) fn familiar(&self) -> &'static [&'static str] {
        match self {
            Self::Any => &["a", "b"],
            Self::OneOf(_) => &[],
            Self::Host | Self::HostName => &["example.com", "example.org"],
            Self::Path | Self::FilePath => &["/", "/a"],
            Self::Method => &["GET", "POST", "PUT", "DELETE"],
            Self::Query => &["", "a=1"],
            Self::Address => &["10.0.0.1:443", "10.0.0.2:443"],
            Self::OneCharacter => &["a", "b", "c"],
        }
    }

    /// Beside the characters that are mentioned: some that are needed, and classes of which any that is not mentioned does.
    pub(super) fn others(&self, mentioned: &dyn Fn(char) -> bool) -> (&'static [char], Vec<&'static str>) {
        match self {
            Self::Any | Self::OneOf(_) | Self::OneCharacter => (&[], vec![ANY]),
            // Where all characters of a number but one are mentioned, a letter would make it a name that ends in a number.
            Self::Host | Self::HostName if mentioned('.') || ('0'..='9').any(mentioned) => (&[], vec![LETTERS, DIGITS]),
            Self::Host | Self::HostName => (&[], vec![LETTERS]),
            // Which digits follow decides whether an escape is one.
            Self::Path | Self::Query if mentioned('%') => (HEX, vec![PLAIN]),
            Self::Path => (&['/'], vec![PLAIN]),
            Self::Query => (&[], vec![PLAIN]),
            Self::FilePath => (&['/'], vec![ANY]),
            Self::Method => (&[], vec![TOKEN]),
            Self::Address => (&[], vec![DIGITS]),
        }
    }

    /// The state after one more character, if there may be such texts.
    pub(super) fn next(&self, state: State, character: char) -> Option<State> {
        match self {
            Self::Any | Self::OneOf(_) => Some(START),
            Self::OneCharacter => (state == START).then_some(1),
            Self::Method => (is_token(character) && !character.is_ascii_lowercase()).then_some(1),
            Self::Address => (character.is_ascii_digit() || "[]:.abcdef".contains(character)).then_some(1),
            Self::Host => host(state, character),
            Self::HostName => host(state, character).filter(|state| *state < COLON),
            Self::Query => query(state, character),
            Self::Path => match (state, character) {
                (ESCAPE.., _) | (_, '%') if state != START => escape(state, character, true),
                (SLASH | ROOT | DOT | DOTS, ';') => None,
                _ if !is_path(character) => None,
                _ => segments(state, character),
            },
            Self::FilePath => {
                if character == '\0' {
                    None
                } else {
                    segments(state, character)
                }
            }
        }
    }

    /// Whether a text may end in a state.
    pub(super) fn ends(&self, state: State) -> bool {
        match self {
            Self::Any | Self::OneOf(_) => true,
            Self::OneCharacter | Self::Method | Self::Address => state == 1,
            Self::Host => match state {
                COLONS => true,
                COLON => false,
                _ => match state % 10 {
                    NAME => true,
                    ZERO..=THREE_DIGITS => state / 10 == 3,
                    _ => false,
                },
            },
            Self::HostName => state < COLON && state % 10 == NAME,
            Self::Query => state == START,
            Self::Path => matches!(state, ROOT | SLASH | INSIDE),
            Self::FilePath => matches!(state, ROOT | INSIDE),
        }
    }

    fn accepts(&self, text: &str) -> bool {
        text.chars().try_fold(START, |state, character| self.next(state, character)).is_some_and(|state| self.ends(state))
    }
}

/// Nearly all characters; which of them are there otherwise makes no difference.
const ANY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_~!@$^&()+,:;<>|{}àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ";
const LETTERS: &str = "abcdefghijklmnopqrstuvwyz";
const DIGITS: &str = "1234567890";
const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF-_~!$&'()*+,:=@";
const HEX: &[char] = &['/', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
const TOKEN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~!#$%&'*+.^`|";

fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

/// Whether paths have a character outside of escapes.
fn is_path(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,/:;=@".contains(character)
}

/// Segments behind slashes, none of them empty, `.` or `..`.
fn segments(state: State, character: char) -> Option<State> {
    match (state, character) {
        (START, '/') => Some(ROOT),
        (START, _) | (ROOT | SLASH | DOT | DOTS, '/') => None,
        (_, '/') => Some(SLASH),
        (ROOT | SLASH, '.') => Some(DOT),
        (DOT, '.') => Some(DOTS),
        _ => Some(INSIDE),
    }
}

/// `%` and two digits, of what needs an escape; in paths neither of a control, nor of a slash, nor of a byte that no UTF-8 has.
fn escape(state: State, character: char, in_path: bool) -> Option<State> {
    let digit = character.to_digit(16).filter(|_| !character.is_ascii_lowercase()).and_then(|digit| State::try_from(digit).ok());
    match state {
        ESCAPE => Some(DIGIT + digit?),
        DIGIT.. => {
            let byte = (state - DIGIT) << 4 | digit?;
            let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            let refused = in_path && (byte.is_ascii_control() || matches!(byte, b'/' | b'\\' | 0xc0 | 0xc1));
            (!unreserved && !refused).then_some(INSIDE)
        }
        _ => Some(ESCAPE),
    }
}

fn query(state: State, character: char) -> Option<State> {
    match state {
        DIGIT.. => escape(state, character, false).map(|_| START),
        ESCAPE => escape(state, character, false),
        _ if character == '%' => Some(ESCAPE),
        _ => (is_path(character) || character == '?').then_some(START),
    }
}

/// Labels between dots, of which the last is a number only in four octets; or what may be IPv6.
fn host(state: State, character: char) -> Option<State> {
    if state >= COLON {
        return match character {
            ':' => Some(COLONS),
            '0'..='9' | 'a'..='f' => Some(state),
            _ => None,
        };
    }
    let (octets, label) = (state / 10, state % 10);
    let within = |label: State| Some(octets * 10 + label);
    match (label, character) {
        (HYPHEN | HEXADECIMAL_HYPHEN | START, '.') | (START, '-') => None,
        (_, ':') if octets == 0 && label <= NAME => Some(COLON),
        (ZERO..=THREE_DIGITS, '.') if octets < 3 => Some((octets + 1) * 10),
        (_, '.') => Some(40),
        (START, '0') => within(ZERO),
        (START, '1'..='9') => within(ZERO + 1),
        (ZERO, '0'..='9') => within(ZERO + 2),
        (ZERO..=MANY_DIGITS, '0'..='9') => within((label + 1).min(MANY_DIGITS)),
        (ZERO, 'x') => within(HEXADECIMAL),
        (HEXADECIMAL | HEXADECIMAL_HYPHEN, '-') => within(HEXADECIMAL_HYPHEN),
        (HEXADECIMAL | HEXADECIMAL_HYPHEN, 'a'..='z' | '0'..='9') => within(HEXADECIMAL),
        (_, '-') => within(HYPHEN),
        (_, 'a'..='z' | '0'..='9') => within(NAME),
        _ => None,
    }
}
