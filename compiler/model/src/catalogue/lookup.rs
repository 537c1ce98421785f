//! Finding an entry: by interface, track, function and signature, all of them exact.
//!
//! In: what an agent declares. Out: the entry, or why there is none. What must hold: an entry is found only for a signature that a vendored
//! package of the very track has (`signatures.txt`, generated from `wit/`); nothing in the namespace `wasi` is ever custom, so that an unknown,
//! unversioned or changed WASI function cannot be granted by an action that its author named.

use super::{Denied, Effect, Entry, table::ENTRIES};
use crate::{Digest, InterfaceName};
use std::sync::LazyLock;

/// One line a signature: interface, track, function, digest; sorted by bytes. Several lines may differ in the digest only.
const SIGNATURES: &str = include_str!("signatures.txt");

static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| SIGNATURES.lines().collect());

/// What the catalogue knows of a function that an agent declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is this entry, with the very signature.
    Entry(&'static Entry),
    /// The interface is in the catalogue or in the namespace `wasi`, and the function is not listed for its track, or not with this signature:
    /// it cannot be granted.
    Foreign,
    /// The interface is not in the catalogue: a custom one, named by its own actions.
    Custom,
}

/// Looks a function up; `signature` is the digest of its canonical signature.
pub fn lookup(interface: &InterfaceName, function: &str, signature: Digest) -> Known {
    let name = interface.unversioned();
    // A name with a space in it cannot equal a line, for each line has exactly four fields.
    let line = format!("{name} {} {function} {signature}", interface.track());
    if LINES.binary_search(&line.as_str()).is_ok()
        && let Some(entry) = find(&name, function)
    {
        return Known::Entry(entry);
    }
    if interface.namespace == "wasi" || interfaces().any(|known| known == name) { Known::Foreign } else { Known::Custom }
}

/// The entry of a function by name, whatever its track and signature: for reports and completions, never for a grant.
pub fn find(interface: &str, function: &str) -> Option<&'static Entry> {
    let index = ENTRIES.binary_search_by(|entry| (entry.interface, entry.function).cmp(&(interface, function))).ok()?;
    Some(&ENTRIES[index])
}

/// Every entry, sorted by interface and function.
pub fn entries() -> &'static [Entry] {
    ENTRIES
}

/// Every listed signature as interface, track, function and digest, sorted.
pub fn signatures() -> impl Iterator<Item = (&'static str, &'static str, &'static str, Digest)> {
    LINES.iter().filter_map(|line| {
        let mut fields = line.split(' ');
        let mut next = || fields.next();
        Some((next()?, next()?, next()?, Digest::parse(next()?)?))
    })
}

/// The digest of the whole catalogue, as the lockfile records it: of each entry's names and effect, and of the signatures.
pub fn digest() -> Digest {
    let mut text = String::new();
    for entry in ENTRIES {
        let (kind, list) = match entry.effect {
            Effect::Acts(actions) => ("acts", actions),
            Effect::Inert { follows, .. } => ("inert", follows),
        };
        let denied = match entry.denied {
            Denied::Error => "error",
            Denied::Nothing => "nothing",
            Denied::Sink => "sink",
        };
        for part in [entry.interface, entry.function, kind, &list.join(","), denied] {
            text.push_str(part);
            text.push('\t');
        }
        text.push('\n');
    }
    Digest::of_parts([text.as_bytes(), SIGNATURES.as_bytes()])
}

/// The interfaces that the catalogue knows, unversioned, sorted.
pub fn interfaces() -> impl Iterator<Item = &'static str> {
    ENTRIES.chunk_by(|a, b| a.interface == b.interface).filter_map(|rows| rows.first()).map(|row| row.interface)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "wasi:cli/environment";
    const FUNCTION: &str = "get-environment";

    fn signature(track: &str) -> Digest {
        signatures().find(|line| (line.0, line.1, line.2) == (NAME, track, FUNCTION)).unwrap().3
    }

    fn check(interface: &str, function: &str, signature: Digest, expected: &str) {
        let interface = InterfaceName::parse(interface).unwrap();
        let found = match lookup(&interface, function, signature) {
            Known::Entry(entry) => {
                assert_eq!((entry.interface, entry.function), (interface.unversioned().as_str(), function));
                "entry"
            }
            Known::Foreign => "foreign",
            Known::Custom => "custom",
        };
        assert_eq!(found, expected, "{interface}#{function}");
    }

    #[test]
    fn lines_are_sorted_whole_and_of_known_functions() {
        assert_eq!(signatures().count(), SIGNATURES.lines().count());
        assert!(LINES.is_sorted_by(|a, b| a < b));
        for (interface, track, function, _) in signatures() {
            assert!(find(interface, function).is_some(), "{interface}#{function} ({track}) has no entry");
        }
    }

    #[test]
    fn every_version_of_a_listed_track_is_known() {
        for version in ["0.2.0", "0.2.3", "0.2.12", "0.2.99"] {
            check(&format!("{NAME}@{version}"), FUNCTION, signature("0.2"), "entry");
        }
        check(&format!("{NAME}@0.3.0"), FUNCTION, signature("0.3"), "entry");
        check(&format!("{NAME}@0.3.2"), FUNCTION, signature("0.3"), "entry");
    }

    #[test]
    fn n2_other_tracks_pre_releases_and_unversioned_twins_are_foreign() {
        for version in ["", "@0.1.0", "@0.2.0-rc-2023-11-10", "@0.3.0-rc-2025-09-16", "@0.4.0", "@1.0.0", "@0.0.2"] {
            check(&format!("{NAME}{version}"), FUNCTION, signature("0.2"), "foreign");
        }
    }

    #[test]
    fn a_draft_is_only_itself() {
        let draft = signatures().find(|line| (line.0, line.2) == ("wasi:keyvalue/store", "open")).unwrap();
        assert_eq!(draft.1, "0.2.0-draft");
        check("wasi:keyvalue/store@0.2.0-draft", "open", draft.3, "entry");
        for version in ["0.2.0", "0.2.0-draft3", "0.2.1-draft"] {
            check(&format!("wasi:keyvalue/store@{version}"), "open", draft.3, "foreign");
        }
    }

    #[test]
    fn n16_extra_functions_and_changed_signatures_are_foreign() {
        check("wasi:cli/environment@0.2.0", "zzz", signature("0.2"), "foreign");
        check("wasi:cli/environment@0.2.0", FUNCTION, Digest::of(b"changed"), "foreign");
        check("wasi:cli/environment@0.2.0", "get-arguments", signature("0.2"), "foreign");
        check("wasi:cli/environment@0.2.0", "", signature("0.2"), "foreign");
        check("wasi:cli/environment@0.2.0", "get-environment x", signature("0.2"), "foreign");
    }

    #[test]
    fn unknown_wasi_interfaces_are_foreign_and_others_are_custom() {
        check("wasi:nn/graph@0.2.0", "load", signature("0.2"), "foreign");
        check("wasi:cli/environments@0.2.0", FUNCTION, signature("0.2"), "foreign");
        check("acme:cli/environment@0.2.0", FUNCTION, signature("0.2"), "custom");
        check("wasmcloud:messaging/producer@0.3.0", "send", signature("0.2"), "custom");
    }

    #[test]
    fn the_digest_covers_entries_and_signatures() {
        assert_eq!(digest(), digest());
        assert_ne!(digest(), Digest::of(SIGNATURES.as_bytes()));
    }
}
