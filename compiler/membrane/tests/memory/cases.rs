//! What a folder of the host does not show: limits, several mounts, what is read-only, streams, times, and sizes that no random test
//! reaches.

use crate::kept::clock;
use caplink_membrane::code::Code;
use caplink_membrane::memory::embedded::{Item, Tree, write};
use caplink_membrane::memory::stream::{Failure, Input, Output, PERMIT};
use caplink_membrane::memory::time::{Clock, Time, Virtual};
use caplink_membrane::memory::{Descriptor, Flags, Kind, LARGEST, Memory, Moment, NAME, Open, PIECE};

const READ: Flags = Flags { read: true, write: false, sync: false, mutate_directory: false };
const BOTH: Flags = Flags { write: true, ..READ };
const AS_IT_IS: Open = Open { create: false, directory: false, exclusive: false, truncate: false };
const CREATE: Open = Open { create: true, ..AS_IT_IS };

type Here = Memory<'static, Virtual>;

fn volume(limit: u64) -> (Here, Descriptor) {
    let mut memory = Memory::new(clock());
    let mount = memory.add_volume(limit);
    let root = memory.root(mount).expect("it was just added");
    (memory, root)
}

fn made(memory: &mut Here, dir: &Descriptor, path: &str) -> Descriptor {
    memory.open_at(dir, true, path, CREATE, BOTH).expect("it can be made")
}

fn read(memory: &Here, file: &Descriptor, length: u64, offset: u64) -> Vec<u8> {
    memory.read(file, length, offset, &mut Vec::new()).expect("it can be read").to_vec()
}

fn names(memory: &Here, dir: &Descriptor) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    while let Some(entry) = memory.list(dir, names.last().map(String::as_str)).expect("it is a folder") {
        names.push(entry.name);
    }
    names
}

#[test]
fn k9_content_and_names_count_and_are_given_back() {
    let (mut memory, root) = volume(NAME + PIECE as u64);
    let file = made(&mut memory, &root, "a");
    let bytes = vec![1; 2 * PIECE];
    assert_eq!(memory.write(&file, &bytes, 0), Ok(PIECE));
    assert_eq!(memory.write(&file, &bytes, PIECE as u64), Err(Code::InsufficientSpace));
    assert_eq!(memory.append(&file, b"x"), Err(Code::InsufficientSpace));
    assert_eq!(memory.create_directory_at(&root, "d"), Err(Code::InsufficientSpace));
    assert_eq!(memory.symlink_at(&root, "a", "l"), Err(Code::InsufficientSpace));
    assert_eq!(memory.link_at(&root, false, "a", &root, "h"), Err(Code::InsufficientSpace));
    assert_eq!(names(&memory, &root), ["a"]);
    memory.rename_at(&root, "a", &root, "b").expect("a move needs no room");
    assert_eq!(memory.used(0), Some(NAME + PIECE as u64));
    memory.set_size(&file, 0).expect("it is open for writing");
    assert_eq!(memory.used(0), Some(NAME));
    memory.set_size(&file, LARGEST).expect("a hole needs no room");
    assert_eq!((memory.used(0), memory.set_size(&file, LARGEST + 1)), (Some(NAME), Err(Code::FileTooLarge)));
}

#[test]
fn what_is_unlinked_lives_until_its_last_handle_is_closed() {
    let (mut memory, root) = volume(1 << 20);
    let file = made(&mut memory, &root, "a");
    let other = memory.duplicate(&file);
    memory.write(&file, b"still here", 0).expect("there is room");
    memory.unlink_file_at(&root, "a").expect("it is there");
    assert_eq!(memory.status_at(&root, true, "a"), Err(Code::NoEntry));
    assert_eq!((memory.status(&file).map(|status| status.links), memory.nodes(0)), (Ok(0), Some(2)));
    let again = made(&mut memory, &root, "a");
    assert!(!memory.is_same(&again, &file) && memory.hash(&again) != memory.hash(&file));
    memory.close(file);
    assert_eq!(read(&memory, &other, 99, 0), b"still here");
    memory.close(other);
    assert_eq!((memory.nodes(0), memory.used(0)), (Some(2), Some(NAME)));
}

#[test]
fn f15_an_embedded_tree_is_read_in_place_and_refuses_every_change() {
    let bytes: &'static [u8] =
        write(&[("d", Item::Folder), ("d/e", Item::Folder), ("d/f", Item::File(b"content")), ("g", Item::File(b""))])
            .expect("in order")
            .leak();
    let mut memory = Memory::new(clock());
    let mount = memory.add_tree(Tree::open(bytes).expect("it is a tree"));
    let root = memory.root(mount).expect("it was just added");
    let file = memory.open_at(&root, true, "d/./e/../f", AS_IT_IS, READ).expect("it is there");
    let mut spare = Vec::new();
    let read = memory.read(&file, 99, 3, &mut spare).expect("it can be read");
    assert_eq!(read, b"tent");
    assert!(bytes.as_ptr_range().contains(&read.as_ptr()));
    assert_eq!(memory.flags(&root), Ok(READ));
    assert_eq!((names(&memory, &root), memory.kind(&file)), (vec!["d".into(), "g".into()], Ok(Kind::File)));
    assert_eq!(memory.status_at(&root, true, "d/f").map(|status| (status.size, status.links)), Ok((7, 1)));
    for (path, code) in [("..", Code::NotPermitted), ("/d", Code::NotPermitted), ("d/x", Code::NoEntry), ("g/x", Code::NotDirectory)] {
        assert_eq!(memory.open_at(&root, true, path, AS_IT_IS, READ).err(), Some(code), "{path}");
    }
    let no = Err(Code::NotPermitted);
    for (open, flags) in [(CREATE, READ), (Open { truncate: true, ..AS_IT_IS }, READ), (AS_IT_IS, BOTH)] {
        assert_eq!(memory.open_at(&root, true, "g", open, flags).err(), Some(Code::NotPermitted));
    }
    assert_eq!(memory.write(&file, b"x", 0), Err(Code::NotPermitted));
    assert_eq!((memory.set_size(&file, 0), memory.may_write(&file)), (no, no));
    assert_eq!(memory.set_times(&file, Moment::Now, Moment::Now), no);
    assert_eq!(memory.set_times_at(&root, true, "g", Moment::Now, Moment::Now), no);
    assert_eq!((memory.create_directory_at(&root, "n"), memory.symlink_at(&root, "g", "n")), (no, no));
    assert_eq!((memory.unlink_file_at(&root, "g"), memory.remove_directory_at(&root, "d/e")), (no, no));
    assert_eq!((memory.rename_at(&root, "g", &root, "n"), memory.link_at(&root, false, "g", &root, "n")), (no, no));
    assert_eq!(memory.readlink_at(&root, "g"), Err(Code::Invalid));
}

#[test]
fn f6_mounts_are_apart() {
    let (mut memory, one) = volume(1 << 20);
    let mount = memory.add_volume(1 << 20);
    let two = memory.root(mount).expect("it was just added");
    made(&mut memory, &one, "a");
    assert_eq!(memory.rename_at(&one, "a", &two, "a"), Err(Code::CrossDevice));
    assert_eq!(memory.link_at(&one, false, "a", &two, "a"), Err(Code::CrossDevice));
    assert!(names(&memory, &two).is_empty() && !memory.is_same(&one, &two) && memory.hash(&one) != memory.hash(&two));
    assert!(memory.root(2).is_none());
}

#[test]
fn f2_at_most_forty_links_are_followed() {
    let (mut memory, root) = volume(1 << 20);
    made(&mut memory, &root, "0");
    for number in 1..=41 {
        memory.symlink_at(&root, &(number - 1).to_string(), &number.to_string()).expect("there is room");
    }
    assert_eq!(memory.status_at(&root, true, "40").map(|status| status.kind), Ok(Kind::File));
    assert_eq!(memory.status_at(&root, true, "41"), Err(Code::Loop));
    memory.symlink_at(&root, "self/self", "self").expect("nobody looks where it points");
    assert_eq!(memory.status_at(&root, true, "self"), Err(Code::Loop));
}

#[test]
fn f1_depth_is_no_recursion() {
    let (mut memory, root) = volume(1 << 30);
    let mut at = memory.duplicate(&root);
    for _ in 0..50_000 {
        memory.create_directory_at(&at, "d").expect("there is room");
        let next = memory.open_at(&at, false, "d", AS_IT_IS, READ).expect("it is there");
        memory.close(std::mem::replace(&mut at, next));
    }
    assert_eq!(memory.rename_at(&root, "d", &at, "d"), Err(Code::Invalid));
    assert_eq!(memory.status_at(&root, true, &"d/".repeat(2047)).map(|status| status.kind), Ok(Kind::Folder));
    assert_eq!(memory.nodes(0), Some(50_001));
}

#[test]
fn times_never_go_back() {
    struct Backwards(u64);
    impl Clock for Backwards {
        fn now(&mut self) -> Time {
            self.0 -= 1;
            Time { seconds: self.0, nanoseconds: 0 }
        }
    }
    let mut memory = Memory::new(Backwards(1_000));
    let mount = memory.add_volume(1 << 20);
    let root = memory.root(mount).expect("it was just added");
    let first = memory.status(&root).expect("it is open");
    memory.create_directory_at(&root, "a").expect("there is room");
    assert!(memory.status(&root).expect("it is open").modified >= first.modified);
}

#[test]
fn streams_of_files_end_as_those_of_hosts_do() {
    let (mut memory, root) = volume(NAME + 2 * PIECE as u64);
    let file = made(&mut memory, &root, "a");
    let mut output = Output::File(memory.duplicate(&file), 3);
    assert_eq!((output.permit(), output.write(&mut memory, b"def"), output.write_zeroes(&mut memory, 300)), (Ok(PERMIT), Ok(()), Ok(())));
    let mut append = Output::Append(memory.duplicate(&file));
    assert_eq!(append.write(&mut memory, b"end"), Ok(()));
    let mut input = Input::File(memory.duplicate(&file), 2);
    let mut spare = Vec::new();
    assert_eq!(input.read(&memory, 0, &mut spare), Ok(&b""[..]));
    assert_eq!(input.read(&memory, 4, &mut spare), Ok(&b"\0def"[..]));
    assert_eq!(input.read(&memory, PERMIT, &mut spare).map(<[u8]>::len), Ok(303));
    assert_eq!(input.read(&memory, PERMIT, &mut spare), Err(Failure::Closed));
    assert_eq!(append.write(&mut memory, b"more"), Ok(()));
    assert_eq!(input.read(&memory, PERMIT, &mut spare), Err(Failure::Closed));
    // A descriptor that may not be written has streams, and they fail.
    let read_only = memory.open_at(&root, true, "a", AS_IT_IS, READ).expect("it is there");
    assert_eq!(memory.may_write(&read_only), Ok(()));
    let mut refused = Output::Append(read_only);
    assert_eq!(refused.write(&mut memory, b"x"), Err(Failure::Failed(Code::BadDescriptor)));
    assert_eq!((refused.permit(), refused.flush()), (Err(Failure::Closed), Err(Failure::Closed)));
    // What there is no room for fails in the middle, and what there was room for is there.
    assert_eq!(output.write(&mut memory, &vec![7; 3 * PIECE]), Err(Failure::Failed(Code::InsufficientSpace)));
    assert_eq!(memory.status(&file).map(|status| status.size), Ok(2 * PIECE as u64));
    for stream in [output, append, refused] {
        stream.end(&mut memory);
    }
    input.end(&mut memory);
    memory.unlink_file_at(&root, "a").expect("it is there");
    memory.close(file);
    assert_eq!((memory.nodes(0), memory.used(0)), (Some(1), Some(0)));
}

#[test]
fn k9_a_sink_swallows_and_embedded_input_ends() {
    let (mut memory, root) = volume(0);
    let mut sink = Output::Sink;
    assert_eq!((sink.write(&mut memory, &[1; 9_999]), sink.flush(), memory.used(0)), (Ok(()), Ok(()), Some(0)));
    let (mut input, mut spare) = (Input::Bytes(b"line\n"), Vec::new());
    assert_eq!(input.read(&memory, 3, &mut spare), Ok(&b"lin"[..]));
    assert_eq!(input.read(&memory, 99, &mut spare), Ok(&b"e\n"[..]));
    assert_eq!(input.read(&memory, 99, &mut spare), Err(Failure::Closed));
    assert_eq!((memory.may_read(&root), memory.may_write(&root)), (Err(Code::IsDirectory), Err(Code::BadDescriptor)));
}

#[test]
fn f14_a_listing_goes_on_behind_its_last_name() {
    let (mut memory, root) = volume(1 << 20);
    for name in ["b", "a", "c", "ä", "B"] {
        let file = made(&mut memory, &root, name);
        memory.close(file);
    }
    assert_eq!(names(&memory, &root), ["B", "a", "b", "c", "ä"]);
    assert_eq!(memory.list(&root, Some("a")).map(|entry| entry.map(|entry| entry.name)), Ok(Some("b".into())));
    memory.unlink_file_at(&root, "b").expect("it is there");
    assert_eq!(memory.list(&root, Some("b")).map(|entry| entry.map(|entry| entry.name)), Ok(Some("c".into())));
    assert_eq!(memory.list(&root, Some("ä")), Ok(None));
}
