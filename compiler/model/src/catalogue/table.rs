//! The table itself: one line a function, one file a package, sorted by interface and function.
//!
//! In: nothing. Out: `ENTRIES`. One line serves all tracks that have the function: which signatures they may have is in `signatures.txt`,
//! generated from `wit/`. What must hold: each function of `wit/` has exactly one line (`tests/catalogue.rs` compares), and a function is inert
//! only with a reason that says why a call of it decides nothing.

mod blobstore;
mod cli;
mod clocks;
mod config;
mod filesystem;
mod http;
mod io;
mod keyvalue;
mod logging;
mod messaging;
mod random;
mod sockets;

use super::{Denied, Effect, Entry};

/// Every entry, sorted by interface and function: the packages stand in the order of their names.
pub(super) const ENTRIES: &[Entry] = &concat();

const TABLES: [&[Entry]; 12] = [
    blobstore::TABLE,
    cli::TABLE,
    clocks::TABLE,
    config::TABLE,
    filesystem::TABLE,
    http::TABLE,
    io::TABLE,
    keyvalue::TABLE,
    logging::TABLE,
    messaging::TABLE,
    random::TABLE,
    sockets::TABLE,
];

/// All actions of the vocabulary but `export`: for a function that runs what the linker cannot see.
const ANYTHING: &[&str] = &[
    "http:request",
    "fs:read",
    "fs:write",
    "fs:append",
    "fs:create",
    "fs:delete",
    "fs:list",
    "fs:stat",
    "fs:link",
    "net:connect",
    "net:bind",
    "net:listen",
    "net:send",
    "net:resolve",
    "env:read",
    "cli:args",
    "cli:cwd",
    "cli:stdin",
    "cli:stdout",
    "cli:stderr",
    "cli:terminal",
    "cli:exit",
    "clock:wall",
    "clock:monotonic",
    "random:secure",
    "random:insecure",
    "config:read",
    "kv:read",
    "kv:write",
    "kv:delete",
    "kv:list",
    "kv:increment",
    "kv:swap",
    "blob:read",
    "blob:write",
    "blob:delete",
    "blob:list",
    "blob:admin",
    "msg:publish",
    "msg:request",
    "log:write",
];

/// Why a function is inert, and what makes it needed.
#[derive(Clone, Copy)]
struct Because {
    reason: &'static str,
    follows: &'static [&'static str],
}

const fn acts(interface: &'static str, function: &'static str, actions: &'static [&'static str], denied: Denied) -> Entry {
    Entry { interface, function, effect: Effect::Acts(actions), denied }
}

const fn inert(interface: &'static str, function: &'static str, because: Because, denied: Denied) -> Entry {
    Entry { interface, function, effect: Effect::Inert { reason: because.reason, follows: because.follows }, denied }
}

const COUNT: usize = {
    let (mut count, mut table) = (0, 0);
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

const fn concat() -> [Entry; COUNT] {
    let mut all = [TABLES[0][0]; COUNT];
    let (mut to, mut table) = (0, 0);
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            all[to] = TABLES[table][row];
            to += 1;
            row += 1;
        }
        table += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::{ACTIONS, Action};
    use std::collections::BTreeSet;

    #[test]
    fn entries_are_sorted_and_listed_once() {
        for pair in ENTRIES.windows(2) {
            let [before, after] = pair else { unreachable!() };
            assert!((before.interface, before.function) < (after.interface, after.function), "{after:?} stands too late");
        }
    }

    #[test]
    fn names_can_be_parsed() {
        for entry in ENTRIES {
            let name = crate::InterfaceName::parse(entry.interface).unwrap_or_else(|error| panic!("{}: {error:?}", entry.interface));
            assert_eq!((name.namespace.as_str(), name.version), ("wasi", None), "{entry:?}");
            assert!(crate::symbol::is_function_name(entry.function), "{entry:?}");
        }
    }

    /// I9: every action in the catalogue is in the vocabulary.
    #[test]
    fn i9_every_action_is_in_the_vocabulary() {
        let mut used = BTreeSet::new();
        for entry in ENTRIES {
            let Effect::Acts(ids) = entry.effect else { continue };
            assert!(!ids.is_empty(), "{entry:?} acts without an action");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{entry:?} repeats an action");
            assert_eq!(entry.actions().count(), ids.len());
            assert!(!ids.contains(&"export"), "{entry:?}: exports are no calls");
            used.extend(ids.iter().copied().filter(|_| ids != ANYTHING));
        }
        let unused: Vec<_> = ACTIONS.iter().filter(|action| action.id != "export" && !used.contains(action.id)).collect();
        assert!(unused.is_empty(), "no function needs {unused:?}");
    }

    #[test]
    fn anything_is_every_action_but_export() {
        let all: Vec<_> = ACTIONS.iter().map(|action| action.id).filter(|id| *id != "export").collect();
        assert_eq!(ANYTHING, all);
    }

    #[test]
    fn inert_functions_say_why_and_what_they_follow() {
        for entry in ENTRIES {
            let Effect::Inert { reason, follows } = entry.effect else { continue };
            assert!(reason.split(' ').count() >= 6, "{entry:?}: too short to be a reason");
            assert!(
                reason.starts_with(|c: char| c.is_ascii_lowercase()) && !reason.ends_with('.'),
                "{entry:?}: not in the style of messages"
            );
            assert!(!follows.is_empty(), "{entry:?} follows nothing, so it could never be granted");
            assert_eq!(follows.iter().collect::<BTreeSet<_>>().len(), follows.len(), "{entry:?} repeats what it follows");
            for followed in follows {
                assert!(exists(followed, entry), "{entry:?} follows `{followed}`, which is nothing");
            }
        }
    }

    fn exists(followed: &str, entry: &Entry) -> bool {
        if let Some(interface) = followed.strip_prefix("export ") {
            return ENTRIES.iter().any(|entry| entry.interface == interface);
        }
        if let Some(group) = followed.strip_suffix(":*") {
            return ACTIONS.iter().any(|action| action.group() == Some(group));
        }
        // Only streams and what they need are shared by interfaces of any package.
        Action::find(followed).is_some() || (followed == "*" && entry.interface.starts_with("wasi:io/"))
    }
}
