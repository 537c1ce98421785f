//! The threats to a guard of files, each by name, on folders that a hostile neighbour has prepared.
//!
//! Long because a threat is a table of cases, and a table is read as a whole.

use crate::host::Folders;
use crate::world::{NO_FLAGS, PLAIN, READ, Rules, Test, WRITE, World, list, read, write};
use caplink_membrane::files::Guard;
use caplink_membrane::files::host::{ErrorCode, Host, Kind, OpenFlags};
use caplink_membrane::files::policy::Action::{self, Append, Create, Delete, Link, List, Read, Stat, Write};
use caplink_membrane::slab::MOST;
use std::fs;
use std::os::unix::fs::symlink;

const EVERYTHING: &[Action] = &Action::ALL;

fn exists(guard: &Test, base: u32, path: &str) -> Result<Kind, ErrorCode> {
    guard.stat_at(base, true, path).map(|stat| Folders::kind(&stat))
}

#[test]
fn f1_paths_are_walked_here_and_never_leave_the_directory() {
    let world = World::new();
    for rules in [Rules::all(), Rules::default().permit(EVERYTHING, "/")] {
        let (mut guard, data) = world.guard(&rules);
        for (path, expected) in [
            ("pub/a", Ok("/data/pub/a")),
            ("pub//a", Ok("/data/pub/a")),
            ("./pub/./a", Ok("/data/pub/a")),
            ("pub/sub/../a", Ok("/data/pub/a")),
            ("pub/sub/../../README", Ok("/data/README")),
            ("pub/../pub/a", Ok("/data/pub/a")),
            ("pub/in/../a", Ok("/data/pub/a")),
            ("pub/l/../pub/a", Ok("/data/pub/a")),
            ("lp/a", Ok("/data/pub/a")),
            ("pub/a/", Err(ErrorCode::NotDirectory)),
            ("pub/a/.", Err(ErrorCode::NotDirectory)),
            ("pub/a/..", Err(ErrorCode::NotDirectory)),
            ("pub/missing/../a", Err(ErrorCode::NoEntry)),
            ("", Err(ErrorCode::NoEntry)),
            ("..", Err(ErrorCode::NotPermitted)),
            ("../outside", Err(ErrorCode::NotPermitted)),
            ("pub/../../outside", Err(ErrorCode::NotPermitted)),
            ("pub/a\0", Err(ErrorCode::Invalid)),
            ("/", Err(ErrorCode::NotPermitted)),
            ("/data/pub/a", Err(ErrorCode::NotPermitted)),
            ("//pub/a", Err(ErrorCode::NotPermitted)),
            ("pub/none", Err(ErrorCode::NoEntry)),
            ("pub/loop", Err(ErrorCode::Loop)),
            ("pub/dangling", Err(ErrorCode::NoEntry)),
        ] {
            assert_eq!(read(&mut guard, data, path), expected.map(str::to_owned), "{path:?}");
        }
        assert_eq!(read(&mut guard, data, &"a/".repeat(3000)), Err(ErrorCode::NameTooLong));
        assert_eq!(read(&mut guard, data, &"x".repeat(300)), Err(ErrorCode::NameTooLong));
        for path in [".", "./", "pub/..", "pub/sub/../..", "pub/.", "pub/", "pub/in/", "pub/in/.", "pub/slash", "lp/.."] {
            assert_eq!(exists(&guard, data, path), Ok(Kind::Directory), "{path:?}");
            let handle = guard.open_at(data, false, path, OpenFlags::DIRECTORY, READ);
            if path != "pub/slash" {
                guard.drop_descriptor(handle.expect("a directory opens"));
            }
        }
        assert_eq!(guard.host().held.now(), 1, "only the preopen is open");
    }
}

#[test]
fn f1_a_directory_that_was_opened_is_the_floor_of_what_is_walked_from_it() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::all());
    let sub = guard.open_at(data, true, "pub/sub", OpenFlags::DIRECTORY, READ).expect("a directory opens");
    assert_eq!(read(&mut guard, sub, "c").as_deref(), Ok("/data/pub/sub/c"));
    assert_eq!(read(&mut guard, sub, "../a"), Err(ErrorCode::NotPermitted));
}

#[test]
fn f2_links_in_the_middle_are_followed_inside() {
    let world = World::new();
    let rules = Rules::default().permit(EVERYTHING, "/data").forbid(EVERYTHING, "/data/priv");
    let (mut guard, data) = world.guard(&rules);
    for (path, expected) in [
        ("pub/in/c", Ok("/data/pub/sub/c")),
        ("pub/slash/c", Ok("/data/pub/sub/c")),
        ("pub/la", Ok("/data/pub/a")),
        ("pub/l/s", Err(ErrorCode::Access)),
        ("pub/l/none", Err(ErrorCode::Access)),
        ("pub/ls", Err(ErrorCode::Access)),
        ("priv/s", Err(ErrorCode::Access)),
        ("pub/../priv/s", Err(ErrorCode::Access)),
        ("lp/l/s", Err(ErrorCode::Access)),
        ("pub/out", Err(ErrorCode::NotPermitted)),
        ("pub/abs/passwd", Err(ErrorCode::NotPermitted)),
        ("pub/windows", Err(ErrorCode::NotPermitted)),
    ] {
        assert_eq!(read(&mut guard, data, path), expected.map(str::to_owned), "{path:?}");
    }
    assert_eq!(list(&mut guard, data, "pub/l"), Err(ErrorCode::Access));
    assert_eq!(write(&mut guard, data, "pub/ls", "x"), Err(ErrorCode::Access));
    assert_eq!(write(&mut guard, data, "pub/l/new", "x"), Err(ErrorCode::Access));
    assert_eq!(world.text("priv/s"), "/data/priv/s");
    assert!(!world.path("priv/new").exists());
    assert_eq!(guard.open_at(data, false, "pub/la", PLAIN, READ), Err(ErrorCode::Loop));
}

#[test]
fn f2_a_file_that_was_made_behind_a_link_is_made_where_it_leads() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Create, Write], "/data/pub/missing"));
    assert_eq!(write(&mut guard, data, "pub/dangling", "new"), Ok(()));
    assert_eq!(world.text("pub/missing"), "new");
    assert_eq!(guard.open_at(data, true, "pub/dangling", OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE), WRITE), Err(ErrorCode::Access));
}

#[test]
fn f3_links_are_made_to_what_is_below_only() {
    let world = World::new();
    let (guard, data) = world.guard(&Rules::all());
    for target in ["/etc", "/", "..", "../priv", "a/../../x", "evil/", "a\0", "a//b", "./a", "a/.", "C:x", "a\\b"] {
        assert_eq!(guard.symlink_at(data, target, "pub/new"), Err(ErrorCode::NotPermitted), "{target:?}");
    }
    assert_eq!(guard.symlink_at(data, "", "pub/new"), Err(ErrorCode::NoEntry));
    assert!(guard.host().acts().iter().all(|call| !call.starts_with("symlink-at")));
    assert_eq!(guard.symlink_at(data, "sub/c", "pub/new"), Ok(()));
    assert_eq!(guard.readlink_at(data, "pub/new").as_deref(), Ok("sub/c"));
    assert_eq!(guard.readlink_at(data, "pub/abs"), Err(ErrorCode::NotPermitted));
    assert_eq!(guard.readlink_at(data, "pub/a"), Err(ErrorCode::Invalid));
}

#[test]
fn f4_open_flags_are_writes_too() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Read], "/data/ro"));
    for open in [OpenFlags::TRUNCATE, OpenFlags::CREATE.with(OpenFlags::TRUNCATE)] {
        for flags in [READ, NO_FLAGS] {
            assert_eq!(guard.open_at(data, true, "ro/f", open, flags), Err(ErrorCode::Access));
        }
    }
    assert_eq!(guard.open_at(data, true, "ro/f", PLAIN, WRITE), Err(ErrorCode::Access));
    assert_eq!(guard.open_at(data, true, "ro/new", OpenFlags::CREATE, READ), Err(ErrorCode::Access));
    assert!(guard.open_at(data, true, "ro/f", OpenFlags::CREATE, READ).is_ok(), "it exists, so nothing is created");
    let handle = guard.open_at(data, true, "ro/f", PLAIN, NO_FLAGS).expect("it may be read");
    assert_eq!(guard.write(handle, b"x", 0), Err(ErrorCode::BadDescriptor));
    assert_eq!(guard.set_size(handle, 0), Err(ErrorCode::BadDescriptor));
    assert_eq!(guard.write_via_stream(handle, 0).err(), Some(ErrorCode::BadDescriptor));
    assert_eq!(world.text("ro/f"), "/data/ro/f");
    assert!(!world.path("ro/new").exists());

    // Without flags a host gives a readable file.
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Write], "/data/ro"));
    assert_eq!(guard.open_at(data, true, "ro/f", PLAIN, NO_FLAGS), Err(ErrorCode::Access));
    assert_eq!(guard.open_at(data, true, "ro/f", PLAIN, READ.with(WRITE)), Err(ErrorCode::Access));
    let handle = guard.open_at(data, true, "ro/f", PLAIN, WRITE).expect("it may be written");
    assert_eq!(guard.read(handle, 10, 0), Err(ErrorCode::BadDescriptor));
    assert_eq!(guard.read_via_stream(handle, 0), Err(ErrorCode::BadDescriptor));
    assert_eq!(guard.get_flags(handle), Ok(WRITE));

    // `create` opens for writing in the host; the agent did not ask for it.
    let (mut guard, data) = world.guard(&Rules::all());
    let handle = guard.open_at(data, true, "ro/made", OpenFlags::CREATE, READ).expect("it may be made");
    assert_eq!((guard.write(handle, b"x", 0), guard.get_flags(handle)), (Err(ErrorCode::BadDescriptor), Ok(READ)));
}

#[test]
fn f4_combinations_without_sense_are_refused_as_by_hosts() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::all());
    for open in [OpenFlags::CREATE, OpenFlags::EXCLUSIVE, OpenFlags::TRUNCATE] {
        assert_eq!(guard.open_at(data, true, "pub", OpenFlags::DIRECTORY.with(open), READ), Err(ErrorCode::Invalid));
    }
    for (path, open, flags, expected) in [
        ("pub", PLAIN, WRITE, ErrorCode::IsDirectory),
        ("pub", OpenFlags::CREATE, READ, ErrorCode::IsDirectory),
        ("pub/", OpenFlags::CREATE, READ, ErrorCode::IsDirectory),
        (".", OpenFlags::TRUNCATE, READ, ErrorCode::IsDirectory),
        ("pub/a", OpenFlags::DIRECTORY, READ, ErrorCode::NotDirectory),
        ("pub/new/", OpenFlags::CREATE, WRITE, ErrorCode::IsDirectory),
        ("pub/a", OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE), WRITE, ErrorCode::Exist),
        ("pub/la", OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE), WRITE, ErrorCode::Exist),
        ("pub", OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE), WRITE, ErrorCode::Exist),
    ] {
        assert_eq!(guard.open_at(data, true, path, open, flags), Err(expected), "{path:?} {open:?}");
    }
}

#[test]
fn f5_hard_links_give_no_more_than_was_there() {
    let world = World::new();
    let rules =
        Rules::default().permit(&[Read, Link, Stat], "/data").permit(&[Write, Create, Delete], "/data/rw").permit(&[Create], "/data/ro/y");
    let (mut guard, data) = world.guard(&rules);
    assert_eq!(guard.link_at(data, false, "ro/f", data, "rw/x"), Err(ErrorCode::NotPermitted));
    assert_eq!(guard.link_at(data, false, "ro/f", data, "ro/y"), Err(ErrorCode::NotPermitted), "`create` on the file itself was not there");
    let rules = Rules::default().permit(&[Read, Link, Create], "/data/ro").permit(&[Read, Link, Create, Delete, Write], "/data/rw");
    let (down, base) = world.guard(&rules);
    fs::write(world.path("rw/w"), "w").expect("it can be written");
    assert_eq!(down.link_at(base, false, "rw/w", base, "ro/w"), Ok(()), "less is allowed there");
    assert_eq!(down.link_at(base, true, "rw/w", base, "ro/v"), Err(ErrorCode::Invalid));
    assert_eq!(down.link_at(base, false, "ro/w", base, "rw/v"), Err(ErrorCode::NotPermitted));
    assert_eq!(down.link_at(base, false, "pub/a", base, "rw/v"), Err(ErrorCode::Access));
    for kind in ["pub/la", "pub/sub", "pub/fifo"] {
        let (all, base) = world.guard(&Rules::all());
        assert_eq!(all.link_at(base, false, kind, base, "rw/k"), Err(ErrorCode::NotPermitted), "{kind}");
    }
    assert!(!world.path("rw/x").exists() && !world.path("rw/v").exists() && !world.path("rw/k").exists());
    assert_eq!(write(&mut guard, data, "ro/f", "x"), Err(ErrorCode::Access));
}

#[test]
fn f6_renames_give_no_more_than_was_there() {
    let world = World::new();
    let rules = Rules::default().permit(EVERYTHING, "/data").forbid(&[Read], "/data/priv").forbid(&[Write], "/data/ro");
    let (mut guard, data) = world.guard(&rules);
    assert_eq!(guard.rename_at(data, "priv/s", data, "pub/s"), Err(ErrorCode::NotPermitted), "it could be read there");
    assert_eq!(guard.rename_at(data, "ro/f", data, "pub/f"), Err(ErrorCode::NotPermitted), "it could be written there");
    assert_eq!(guard.rename_at(data, "pub/sub", data, "pub/sub2"), Err(ErrorCode::NotPermitted), "a directory, and a table decides");
    assert_eq!(guard.rename_at(data, "pub/a", data, "priv/a"), Ok(()));
    assert_eq!(read(&mut guard, data, "priv/a"), Err(ErrorCode::Access));
    assert_eq!(guard.rename_at(data, "pub/b", data, "pub/sub/b"), Ok(()));
    for link in ["pub/l", "pub/abs", "pub/slash", "pub/out"] {
        assert_eq!(guard.rename_at(data, link, data, "pub/sub/moved"), Err(ErrorCode::NotPermitted), "{link} could not have been made");
    }
    assert_eq!(guard.rename_at(data, "pub/la", data, "pub/sub/la"), Ok(()));
    assert_eq!(guard.rename_at(data, "pub/fifo", data, "pub/sub/fifo"), Err(ErrorCode::NotPermitted));
    assert_eq!(world.text("priv/s"), "/data/priv/s");
}

#[test]
fn f6_what_is_overwritten_is_deleted() {
    let world = World::new();
    let rules = Rules::default().permit(EVERYTHING, "/data/pub").forbid(&[Delete], "/data/pub/b");
    let (mut guard, data) = world.guard(&rules);
    assert_eq!(guard.rename_at(data, "pub/a", data, "pub/b"), Err(ErrorCode::Access));
    assert_eq!(world.text("pub/b"), "/data/pub/b");
    assert_eq!(guard.rename_at(data, "pub/a", data, "pub/c"), Ok(()));
}

#[test]
fn f6_open_handles_know_where_they_moved() {
    let world = World::new();
    let rules = Rules::default().permit(EVERYTHING, "/data").forbid(&[Write], "/data/ro");
    let (mut guard, data) = world.guard(&rules);
    let file = guard.open_at(data, true, "pub/a", PLAIN, READ.with(WRITE)).expect("it opens");
    assert_eq!(guard.write(file, b"x", 0), Ok(1));
    assert_eq!(guard.rename_at(data, "pub/a", data, "ro/a"), Ok(()));
    assert_eq!(guard.write(file, b"x", 0), Err(ErrorCode::Access));
    assert!(guard.read(file, 1, 0).is_ok());

    // Where policy is blind, directories move, and what was opened below them too.
    let (mut guard, data) = world.guard(&Rules::all());
    let sub = guard.open_at(data, true, "pub/sub", OpenFlags::DIRECTORY, READ).expect("it opens");
    let entries = guard.read_directory(sub).expect("it can be listed");
    assert_eq!(guard.rename_at(data, "pub", data, "moved"), Ok(()));
    assert_eq!(read(&mut guard, sub, "c").as_deref(), Ok("/data/pub/sub/c"));
    assert!(guard.next_entry(entries).is_ok());
    assert_eq!(guard.rename_at(data, "moved/", data, "pub/"), Ok(()));
    assert_eq!(guard.rename_at(data, "pub", data, "pub/sub/x"), Err(ErrorCode::Invalid));
}

#[test]
fn f8_what_is_denied_looks_the_same_whether_it_exists_or_not() {
    let world = World::new();
    for rules in
        [Rules::default().permit(EVERYTHING, "/data/pub"), Rules::default().permit(EVERYTHING, "/").forbid(EVERYTHING, "/data/priv")]
    {
        let (mut guard, data) = world.guard(&rules);
        for path in [
            "priv/s",
            "priv/none",
            "priv",
            "priv/s/",
            "priv/none/",
            "priv/none/x",
            "priv/s/x",
            "pub/l/s",
            "pub/l/x",
            "pub/l",
            "priv/../pub/a",
            "priv/none/../../pub/a",
            "priv/none/../s",
        ] {
            assert_eq!(read(&mut guard, data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(exists(&guard, data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.metadata_hash_at(data, true, path).err(), Some(ErrorCode::Access), "{path}");
            assert_eq!(guard.set_times_at(data, true, path, ()), Err(ErrorCode::Access), "{path}");
            assert_eq!(list(&mut guard, data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.open_at(data, true, path, PLAIN, WRITE), Err(ErrorCode::Access), "{path}");
            for open in [OpenFlags::CREATE, OpenFlags::CREATE.with(OpenFlags::EXCLUSIVE), OpenFlags::CREATE.with(OpenFlags::TRUNCATE)] {
                let expected = if path == "pub/l" && open.has(OpenFlags::EXCLUSIVE) { ErrorCode::Exist } else { ErrorCode::Access };
                assert_eq!(guard.open_at(data, true, path, open, WRITE), Err(expected), "{path}");
            }
        }
        for path in ["priv/s", "priv/none", "priv/none/x", "priv/s/x", "pub/l/s", "pub/l/x"] {
            assert_eq!(guard.unlink_file_at(data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.remove_directory_at(data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.create_directory_at(data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.readlink_at(data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.symlink_at(data, "a", path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.link_at(data, false, path, data, "pub/new"), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.link_at(data, false, "pub/a", data, path), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.rename_at(data, path, data, "pub/new"), Err(ErrorCode::Access), "{path}");
            assert_eq!(guard.rename_at(data, "pub/a", data, path), Err(ErrorCode::Access), "{path}");
        }
        assert!(
            guard.host().acts().iter().all(|call| call.starts_with("open-at pub") || call.starts_with("open-at priv")),
            "only directories were opened"
        );
        assert_eq!(guard.host().held.now(), 1);
    }
}

#[test]
fn f8_what_is_missing_on_the_way_to_what_is_granted_is_told() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Read, Write, Create], "/data/new/out"));
    assert_eq!(write(&mut guard, data, "new/out/x", "x"), Err(ErrorCode::NoEntry));
    assert_eq!(write(&mut guard, data, "new/x", "x"), Err(ErrorCode::Access));
    fs::create_dir_all(world.path("new/out")).expect("it can be made");
    assert_eq!(write(&mut guard, data, "new/out/x", "x"), Ok(()), "directories on the way need nothing");
    assert_eq!(read(&mut guard, data, "new/out/x").as_deref(), Ok("x"));
    assert_eq!(read(&mut guard, data, "new"), Err(ErrorCode::Access));
}

#[test]
fn f8_listings_show_what_may_be_seen() {
    let world = World::new();
    for name in ["a\\b", "a:b", "con.txt", "x.", "e\u{301}"] {
        fs::write(world.path("rw").join(name), "").expect("it can be written");
    }
    fs::write(world.path("rw/seen"), "").expect("it can be written");
    let (mut guard, data) = world.guard(&Rules::all());
    assert_eq!(list(&mut guard, data, "rw"), Ok(vec!["seen".to_owned()]));
    let rules = Rules::default().permit(&[List, Stat], "/data").forbid(EVERYTHING, "/data/priv").forbid(EVERYTHING, "/data/README");
    let (mut guard, data) = world.guard(&rules);
    assert_eq!(list(&mut guard, data, "."), Ok(["lp", "pub", "ro", "rw"].map(str::to_owned).to_vec()));
    assert_eq!(list(&mut guard, data, "priv"), Err(ErrorCode::Access));
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Stat], "/data/pub"));
    assert_eq!(list(&mut guard, data, "pub"), Err(ErrorCode::Access));
}

#[test]
fn f9_paths_are_decided_in_the_very_spelling_that_the_host_gets() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Read], "/data/README"));
    assert_eq!(read(&mut guard, data, "README").as_deref(), Ok("/data/README"));
    for path in ["readme", "Readme", "README\u{301}", "\u{ff32}EADME", "READ\u{200d}ME"] {
        assert!(read(&mut guard, data, path).is_err(), "{path:?}");
    }
}

#[test]
fn f10_names_that_windows_reads_differently_never_reach_the_host() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::all());
    for name in ["pub\\a", "C:pub", "a:stream", "CON", "com1.txt", "COM\u{b9}", "a.", "a ", "SECRET~1", "pub/nul/x", "con/../pub/a"] {
        assert_eq!(read(&mut guard, data, name), Err(ErrorCode::NotPermitted), "{name:?}");
        assert_eq!(write(&mut guard, data, name, ""), Err(ErrorCode::NotPermitted), "{name:?}");
        assert_eq!(guard.create_directory_at(data, name), Err(ErrorCode::NotPermitted), "{name:?}");
        assert_eq!(guard.rename_at(data, "pub/a", data, name), Err(ErrorCode::NotPermitted), "{name:?}");
    }
    assert!(guard.host().acts().iter().all(|call| call == "open-at pub"), "on the way to what was to be renamed");
}

#[test]
fn f11_preopens_are_taken_by_their_canonical_paths() {
    let world = World::new();
    let names = ["/data", "data", "/data/", "./data/.", "/data/sub", "..", "/x/../data", "C:\\", "a\0b", "."];
    let preopens: Vec<_> = names.iter().map(|name| (world.path(if *name == "/data/sub" { "pub/sub" } else { "" }), *name)).collect();
    let rules = Rules::default().permit(&[Read], "/data").forbid(&[Read], "/data/sub");
    let mut guard = Guard::new(Folders::new(&preopens), rules);
    let listed = guard.preopens();
    assert_eq!(listed.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["/data", "/data/sub", "."]);
    assert_eq!(guard.host().held.now(), 3, "the others are closed");
    assert_eq!(read(&mut guard, listed[0].0, "pub/a").as_deref(), Ok("/data/pub/a"));
    assert_eq!(read(&mut guard, listed[1].0, "c"), Err(ErrorCode::Access), "its path is in what is forbidden");
    assert_eq!(read(&mut guard, listed[2].0, "data/pub/a"), Err(ErrorCode::NoEntry), "`.` is `/`, so its `data` would be `/data`");
    assert_eq!(read(&mut guard, listed[2].0, "pub/a"), Err(ErrorCode::Access));
    let mut guard = Guard::new(Folders::new(&preopens), Rules::none());
    assert!(guard.preopens().is_empty() && guard.host().acts().is_empty());
}

#[test]
fn f12_what_is_neither_file_nor_directory_is_not_opened() {
    let world = World::new();
    symlink("/dev/null", world.path("pub/null")).expect("it can be made");
    let (mut guard, data) = world.guard(&Rules::all());
    for flags in [READ, WRITE, READ.with(WRITE)] {
        assert_eq!(guard.open_at(data, true, "pub/fifo", PLAIN, flags), Err(ErrorCode::Access));
    }
    assert_eq!(read(&mut guard, data, "pub/fifo/x"), Err(ErrorCode::NotDirectory));
    assert_eq!(read(&mut guard, data, "pub/null"), Err(ErrorCode::NotPermitted));
    assert_eq!(guard.set_times_at(data, true, "pub/fifo", ()), Err(ErrorCode::Access));
    assert_eq!(guard.host().acts(), ["open-at pub"; 6], "and not the fifo");
    // And if it was put there after it was looked at.
    for said in Kind::ALL.iter().filter(|kind| **kind != Kind::RegularFile) {
        guard.host().said.set(Some(*said));
        assert_eq!(guard.open_at(data, true, "pub/a", PLAIN, READ), Err(ErrorCode::Access), "{said:?}");
    }
    assert_eq!(guard.host().held.now(), 1, "what was opened is closed");
}

#[test]
fn f12_what_is_put_there_meanwhile_is_not_followed() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::default().permit(EVERYTHING, "/data/pub"));
    let (from, to) = (world.path("pub/a"), world.path("priv/s"));
    let swap = move || {
        fs::remove_file(&from).expect("it is there");
        symlink(&to, &from).expect("it can be made");
    };
    *guard.host().between.borrow_mut() = Some(("open-at", Box::new(|| {})));
    *guard.host().between.borrow_mut() = Some(("open-at", Box::new(swap)));
    // The first to be opened is `pub`; what was swapped is seen as a link, which leads out.
    assert_eq!(read(&mut guard, data, "pub/a"), Err(ErrorCode::NotPermitted));
    let (mut guard, sub) = world.guard(&Rules::default().permit(EVERYTHING, "/data/pub"));
    let folder = guard.open_at(sub, true, "pub", OpenFlags::DIRECTORY, READ).expect("it opens");
    let (from, to) = (world.path("pub/b"), world.path("priv/s"));
    let swap = move || {
        fs::remove_file(&from).expect("it is there");
        symlink(&to, &from).expect("it can be made");
    };
    *guard.host().between.borrow_mut() = Some(("open-at", Box::new(swap)));
    assert_eq!(read(&mut guard, folder, "b"), Err(ErrorCode::Loop), "after it was looked at it became a link");
}

#[test]
fn f12_what_is_made_or_removed_meanwhile_is_looked_at_again() {
    let world = World::new();
    let rules = Rules::default().permit(&[Read, Write], "/data/pub").permit(&[Create], "/data/pub/made");
    let (mut guard, data) = world.guard(&rules);
    let folder = guard.open_at(data, true, "pub", OpenFlags::DIRECTORY, READ).expect("it opens");
    let at = world.path("pub/made");
    *guard.host().between.borrow_mut() = Some(("open-at", Box::new(move || fs::write(at, "theirs").expect("it can be written"))));
    let handle = guard.open_at(folder, true, "made", OpenFlags::CREATE, READ).expect("it is theirs now");
    assert_eq!(guard.read(handle, 10, 0), Ok((b"theirs".to_vec(), false)));
    let at = world.path("pub/a");
    *guard.host().between.borrow_mut() = Some(("open-at", Box::new(move || fs::remove_file(at).expect("it is there"))));
    assert_eq!(guard.open_at(folder, true, "a", OpenFlags::CREATE, WRITE), Err(ErrorCode::Access), "gone, and it may not be made anew");
    assert!(!world.path("pub/a").exists());
    // A new file may be made and appended to; one that exists may not be truncated.
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Append, Create], "/data/pub"));
    let folder = guard.open_at(data, true, "pub", OpenFlags::DIRECTORY, READ).expect("it opens");
    let at = world.path("pub/late");
    *guard.host().between.borrow_mut() = Some(("open-at", Box::new(move || fs::write(at, "theirs").expect("it can be written"))));
    let open = OpenFlags::CREATE.with(OpenFlags::TRUNCATE);
    assert_eq!(guard.open_at(folder, true, "late", open, WRITE), Err(ErrorCode::Access));
    assert!(guard.open_at(folder, true, "new", open, WRITE).is_ok());
    assert_eq!(world.text("pub/late"), "theirs");
}

#[test]
fn f13_appending_is_not_writing() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Append], "/data/pub"));
    let handle = guard.open_at(data, true, "pub/a", PLAIN, WRITE).expect("it opens");
    assert_eq!(guard.write(handle, b"x", 0), Err(ErrorCode::Access));
    assert_eq!(guard.write_via_stream(handle, 0).err(), Some(ErrorCode::Access));
    assert_eq!(guard.set_size(handle, 0), Err(ErrorCode::Access));
    crate::host::send(&guard.append_via_stream(handle).expect("it may append"), b"+");
    assert_eq!(world.text("pub/a"), "/data/pub/a+");
    assert_eq!(guard.open_at(data, true, "pub/a", OpenFlags::TRUNCATE, WRITE), Err(ErrorCode::Access));
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Write], "/data/pub"));
    let handle = guard.open_at(data, true, "pub/a", PLAIN, WRITE).expect("it opens");
    assert_eq!(guard.append_via_stream(handle).err(), Some(ErrorCode::Access));
}

#[test]
fn f14_large_directories_are_read_entry_by_entry() {
    let world = World::new();
    for number in 0..2000 {
        fs::write(world.path("rw").join(format!("f{number}")), "").expect("it can be written");
    }
    let (mut guard, data) = world.guard(&Rules::default().permit(&[List], "/data").forbid(&[List], "/data/rw/f7"));
    assert_eq!(list(&mut guard, data, "rw").map(|names| names.len()), Ok(1999));
}

#[test]
fn r9_a_handle_that_was_given_back_is_nothing() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::all());
    let handle = guard.open_at(data, true, "pub/a", PLAIN, READ).expect("it opens");
    guard.drop_descriptor(handle);
    guard.drop_descriptor(handle);
    guard.drop_entries(handle);
    for stale in [handle, 0, u32::MAX] {
        assert_eq!(guard.read(stale, 1, 0), Err(ErrorCode::BadDescriptor));
        assert_eq!(guard.stat(stale), Err(ErrorCode::BadDescriptor));
        assert_eq!(guard.open_at(stale, true, "pub", PLAIN, READ), Err(ErrorCode::BadDescriptor));
        assert_eq!(guard.next_entry(stale), Err(ErrorCode::BadDescriptor));
        assert_eq!(guard.link_at(data, false, "pub/a", stale, "x"), Err(ErrorCode::BadDescriptor));
        assert!(!guard.is_same_object(stale, data));
    }
}

#[test]
fn r10_what_is_refused_leaves_nothing_open() {
    let world = World::new();
    let (mut guard, data) = world.guard(&Rules::default().permit(&[Stat], "/data/pub/in"));
    for _ in 0..1000 {
        for path in ["pub/sub/c", "pub/l/s", "pub/in/../a", "pub/fifo", "pub/out", "pub/loop", "pub/sub/none/x"] {
            assert!(read(&mut guard, data, path).is_err());
            assert!(guard.rename_at(data, path, data, path).is_err());
        }
    }
    assert_eq!((guard.host().held.now(), guard.open_handles()), (1, 1));
    let held = std::rc::Rc::clone(&guard.host().held);
    drop(guard);
    assert_eq!(held.made.get(), held.closed.get());
}

#[test]
fn r25_there_are_at_most_so_many_handles() {
    let world = World::new();
    fn limit(most: u64) {
        let wanted = rustix::process::Rlimit { current: Some(most), ..rustix::process::getrlimit(rustix::process::Resource::Nofile) };
        rustix::process::setrlimit(rustix::process::Resource::Nofile, wanted).expect("the limit can be raised");
    }
    limit(MOST as u64 + 1000);
    let (mut guard, data) = world.guard(&Rules::all());
    for _ in 1..MOST {
        guard.open_at(data, true, "README", PLAIN, READ).expect("there is room");
    }
    assert_eq!(guard.open_at(data, true, "README", PLAIN, READ), Err(ErrorCode::Quota));
    let entries = guard.read_directory(data).expect("streams are counted by themselves");
    guard.drop_entries(entries);
    assert!(guard.preopens().is_empty());
    assert_eq!(guard.host().held.now(), MOST);
}
