//! Each method of the interface, once allowed and once denied; and that the table of needs says what the guard does.
//!
//! For each method and each action that it needs, everything else is allowed and this one is not: the answer must be `access`, and the
//! host must not have been asked to act. And with the needed actions alone it must work.

use crate::world::{PLAIN, READ, Rules, Test, WRITE, World};
use caplink_membrane::files::host::{DescriptorFlags, ErrorCode, OpenFlags};
use caplink_membrane::files::policy::{Action, METHODS, When};
use std::collections::BTreeSet;

type Call = (&'static str, fn(&mut Test, u32, Handles) -> Result<(), ErrorCode>);

/// Handles that were opened before.
#[derive(Clone, Copy)]
struct Handles {
    reading: u32,
    writing: u32,
    directory: u32,
    entries: u32,
}

const NEW: OpenFlags = OpenFlags::CREATE;

/// How to call each method so that it works. The `at` methods act on `pub/a`, or make `rw/new`.
const CALLS: &[Call] = &[
    ("read-via-stream", |guard, _, handles| guard.read_via_stream(handles.reading, 0).map(drop)),
    ("write-via-stream", |guard, _, handles| guard.write_via_stream(handles.writing, 0).map(drop)),
    ("append-via-stream", |guard, _, handles| guard.append_via_stream(handles.writing).map(drop)),
    ("advise", |guard, _, handles| guard.advise(handles.reading, 0, 0, ())),
    ("sync-data", |guard, _, handles| guard.sync_data(handles.reading)),
    ("get-flags", |guard, _, handles| guard.get_flags(handles.reading).map(drop)),
    ("get-type", |guard, _, handles| guard.get_type(handles.reading).map(drop)),
    ("set-size", |guard, _, handles| guard.set_size(handles.writing, 3)),
    ("set-times", |guard, _, handles| guard.set_times(handles.reading, ())),
    ("read", |guard, _, handles| guard.read(handles.reading, 1, 0).map(drop)),
    ("write", |guard, _, handles| guard.write(handles.writing, b"x", 0).map(drop)),
    ("read-directory", |guard, _, handles| guard.read_directory(handles.directory).map(drop)),
    ("sync", |guard, _, handles| guard.sync(handles.reading)),
    ("create-directory-at", |guard, data, _| guard.create_directory_at(data, "rw/new")),
    ("stat", |guard, _, handles| guard.stat(handles.reading).map(drop)),
    ("stat-at", |guard, data, _| guard.stat_at(data, true, "pub/a").map(drop)),
    ("set-times-at", |guard, data, _| guard.set_times_at(data, true, "pub/a", ())),
    ("link-at", |guard, data, _| guard.link_at(data, false, "pub/a", data, "rw/new")),
    ("open-at", |guard, data, _| guard.open_at(data, true, "pub/a", PLAIN, READ).map(drop)),
    ("readlink-at", |guard, data, _| guard.readlink_at(data, "pub/la").map(drop)),
    ("remove-directory-at", |guard, data, _| guard.remove_directory_at(data, "pub/empty")),
    ("rename-at", |guard, data, _| guard.rename_at(data, "pub/a", data, "rw/new")),
    ("symlink-at", |guard, data, _| guard.symlink_at(data, "a", "rw/new")),
    ("unlink-file-at", |guard, data, _| guard.unlink_file_at(data, "pub/b")),
    ("is-same-object", |guard, _, handles| guard.is_same_object(handles.reading, handles.writing).then_some(()).ok_or(ErrorCode::Io)),
    ("metadata-hash", |guard, _, handles| guard.metadata_hash(handles.reading).map(drop)),
    ("metadata-hash-at", |guard, data, _| guard.metadata_hash_at(data, true, "pub/a").map(drop)),
    ("read-directory-entry", |guard, _, handles| match guard.next_entry(handles.entries) {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(ErrorCode::Access),
        Err(code) => Err(code),
    }),
];

/// Opens handles while everything is allowed, then calls under other rules.
fn call(world: &World, rules: &Rules, method: &Call) -> (Result<(), ErrorCode>, Vec<String>) {
    let shared = Rules::all();
    let (mut guard, data) = world.guard(&shared);
    let handles = Handles {
        reading: guard.open_at(data, true, "pub/a", PLAIN, READ).expect("it opens"),
        writing: guard.open_at(data, true, "pub/a", PLAIN, READ.with(WRITE)).expect("it opens"),
        directory: guard.open_at(data, true, "pub", OpenFlags::DIRECTORY, READ).expect("it opens"),
        entries: guard
            .open_at(data, true, "pub", OpenFlags::DIRECTORY, READ)
            .and_then(|pub_| guard.read_directory(pub_))
            .expect("it opens"),
    };
    guard.host().calls.take();
    *shared.instead.borrow_mut() = Some(Box::new(rules.clone()));
    let answer = method.1(&mut guard, data, handles);
    let mut acts = guard.host().acts();
    acts.retain(|act| !["open-at pub", "open-at rw"].contains(&act.as_str()));
    (answer, acts)
}

fn needs(method: &str) -> (BTreeSet<Action>, BTreeSet<Action>) {
    let ending = format!(".{method}");
    let (_, first, second) = METHODS.iter().find(|(name, ..)| name.ends_with(&ending)).expect("the table has every method");
    let always = |needs: &[(Action, When)]| needs.iter().filter(|(_, when)| *when == When::Always).map(|(action, _)| *action).collect();
    (always(first), always(second))
}

#[test]
fn f7_the_table_has_every_function_of_the_interface() {
    let wit = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit/filesystem-0.2.12/filesystem.wit");
    let text = std::fs::read_to_string(wit).expect("the interface is there");
    let mut resource = String::new();
    let mut declared = BTreeSet::new();
    for line in text.lines() {
        let line = line.trim_end();
        if let Some(name) = line.trim().strip_prefix("resource ").and_then(|rest| rest.strip_suffix(" {")) {
            resource = name.to_owned();
        } else if line == "  }" {
            resource.clear();
        } else if let Some((name, _)) = line.trim().split_once(": func(") {
            declared.insert(if resource.is_empty() { name.to_owned() } else { format!("[method]{resource}.{name}") });
        }
    }
    let listed: BTreeSet<String> = METHODS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(declared, listed);
    let called: BTreeSet<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    let methods: BTreeSet<&str> = METHODS.iter().filter_map(|(name, ..)| Some(name.strip_prefix("[method]")?.split_once('.')?.1)).collect();
    assert_eq!(called, methods);
}

#[test]
fn f7_each_method_works_with_what_it_needs_and_is_refused_without() {
    for method in CALLS {
        let (first, second) = needs(method.0);
        let world = World::new();
        // Exactly what is needed. A handle has been opened before.
        let mut rules = Rules::default();
        let partly: &[Action] = match method.0 {
            "open-at" => &[Action::Read],
            "read-directory-entry" => &[Action::Stat],
            _ => &[],
        };
        for action in first.iter().chain(partly) {
            rules = rules.permit(&[*action], "/data/pub");
        }
        for action in &second {
            // What is allowed on the new path must be allowed on the old one.
            rules = rules.permit(&[*action], "/data");
        }
        if ["create-directory-at", "symlink-at"].contains(&method.0) {
            rules = first.iter().fold(rules, |rules, action| rules.permit(&[*action], "/data/rw"));
        }
        assert_eq!(call(&world, &rules, method).0, Ok(()), "{} with what it needs", method.0);

        // All but one.
        for action in first.iter().chain(&second).chain(partly.iter().filter(|_| method.0 == "open-at")) {
            let world = World::new();
            let rules = Rules::default().permit(&Action::ALL, "/data").forbid(&[*action], "/data");
            let (answer, acts) = call(&world, &rules, method);
            assert_eq!(answer, Err(ErrorCode::Access), "{} without {}", method.0, action.name());
            assert_eq!(acts, [""; 0], "{} without {}: the host was asked", method.0, action.name());
        }
        if !(first.is_empty() && second.is_empty() && partly.is_empty()) {
            let (answer, acts) = call(&World::new(), &Rules::none(), method);
            assert_eq!(answer, Err(ErrorCode::Access), "{}", method.0);
            assert!(acts.iter().all(|act| act.starts_with("read-directory-entry")), "{}: {acts:?}", method.0);
        }
    }
}

#[test]
fn f7_the_actions_of_open_at_depend_on_flags_and_on_what_is_there() {
    use Action::{Append, Create, List, Read, Stat, Write};
    let exclusive = NEW.with(OpenFlags::EXCLUSIVE);
    type Case = (&'static str, OpenFlags, DescriptorFlags, &'static [Action], &'static [&'static [Action]]);
    let cases: &[Case] = &[
        ("pub/a", PLAIN, READ, &[Read], &[&[Write, Append, Create, List, Stat]]),
        ("pub/a", PLAIN, WRITE, &[Write], &[&[Read, Create, Stat]]),
        ("pub/a", PLAIN, WRITE, &[Append], &[&[Read, Create, Stat]]),
        ("pub/a", PLAIN, READ.with(WRITE), &[Read, Write], &[&[Read], &[Write]]),
        ("pub/a", OpenFlags::TRUNCATE, WRITE, &[Write], &[&[Append], &[Read]]),
        ("pub/a", OpenFlags::TRUNCATE, READ, &[Read, Write], &[&[Read], &[Write]]),
        ("pub/a", NEW, WRITE, &[Write], &[&[Create]]),
        ("rw/new", NEW, WRITE, &[Write, Create], &[&[Write], &[Create], &[Append]]),
        ("rw/new", NEW.with(OpenFlags::TRUNCATE), WRITE, &[Append, Create], &[&[Append]]),
        ("rw/new", exclusive, READ, &[Read, Create], &[&[Read], &[Create]]),
        ("rw", PLAIN, READ, &[Stat], &[]),
        ("rw", OpenFlags::DIRECTORY, READ, &[List], &[]),
        ("rw", OpenFlags::DIRECTORY, READ, &[Create], &[]),
    ];
    for (path, open, flags, enough, not_enough) in cases {
        let under = |actions: &[Action]| {
            let world = World::new();
            let (mut guard, data) = world.guard(&Rules::default().permit(actions, &format!("/data/{path}")));
            guard.open_at(data, true, path, *open, *flags).map(drop)
        };
        assert_eq!(under(enough), Ok(()), "{path} {open:?} {flags:?} with {enough:?}");
        for actions in *not_enough {
            assert_eq!(under(actions), Err(ErrorCode::Access), "{path} {open:?} {flags:?} with {actions:?}");
        }
        assert_eq!(under(&[Action::Link]).is_ok(), path == &"rw" && *open != NEW, "a directory opens if anything is allowed");
    }
}
