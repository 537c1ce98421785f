//! The filesystem in memory, held to a folder of the host: the same calls, the same answers, the same tree at the end; and what a host does
//! not show case by case.
//!
//! `CAPLINK_MEMORY_CASES` says how many random sequences are run, and `CAPLINK_MEMORY_SEED` where they begin.

mod call;
mod cases;
mod host;
mod kept;
mod random;

use call::{Answer, Call, Files, Given};
use caplink_membrane::memory::embedded::{self, Item};
use caplink_membrane::memory::{Flags, Kind, Open};
use host::Host;
use kept::Kept;
use random::Random;
use std::path::Path;

/// Calls in a sequence.
const CALLS: usize = 60;
/// Descriptors that may be open.
const MOST: usize = 8;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("it is a number"))
}

/// A folder for tests: in memory where the host has such a place, for what is compared is not the disk.
fn folder() -> tempfile::TempDir {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() { tempfile::tempdir_in(shared) } else { tempfile::tempdir() }.expect("there is a place for temporary folders")
}

#[test]
fn f7_every_method_answers_as_a_folder_of_the_host_does() {
    let cases = number("CAPLINK_MEMORY_CASES", 300);
    let first = number("CAPLINK_MEMORY_SEED", 1);
    let place = folder();
    for seed in first..first + cases {
        let folder = place.path().join(seed.to_string());
        std::fs::create_dir(&folder).expect("it is new");
        run(seed, &folder);
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
}

#[test]
fn f15_an_embedded_tree_answers_as_a_folder_that_was_given_for_reading() {
    let cases = number("CAPLINK_MEMORY_CASES", 300);
    let first = number("CAPLINK_MEMORY_SEED", 1);
    let place = folder();
    let file = vec![7; 150_000];
    let items = [
        ("a", Item::Folder),
        ("a/a", Item::Folder),
        ("a/a/b", Item::File(b"deep")),
        ("a/b", Item::File(&file)),
        ("b", Item::Folder),
        ("b/c", Item::Folder),
        ("c", Item::File(b"")),
    ];
    for (path, item) in items {
        let path = place.path().join(path);
        match item {
            Item::Folder => std::fs::create_dir(path),
            Item::File(bytes) => std::fs::write(path, bytes),
        }
        .expect("it is new");
    }
    let tree = embedded::write(&items).expect("the list is in order").leak();
    for seed in first..first + cases {
        compare(seed, &mut Kept::fixed(tree), &mut Host::fixed(place.path()));
    }
}

fn run(seed: u64, folder: &Path) {
    let (mut memory, mut host) = (Kept::new(1 << 30), Host::new(folder));
    compare(seed, &mut memory, &mut host);
    empty(&mut memory);
    assert_eq!(memory.left(), (1, 0), "sequence {seed}: all that is left is the outermost folder");
}

fn compare(seed: u64, memory: &mut Kept, host: &mut Host) {
    let mut random = Random::new(seed);
    let mut calls: Vec<Call> = Vec::new();
    for _ in 0..CALLS {
        let call = match random.call(memory.open()) {
            Call::Open(..) if memory.open() == MOST => Call::Close(1 + random.below(MOST - 1)),
            call => call,
        };
        calls.push(call.clone());
        let (is, should) = (memory.call(&call), host.call(&call));
        assert!(is == should, "sequence {seed}: {}\nmemory: {is:?}\nhost:   {should:?}", shown(&calls));
    }
    let (is, should) = (tree(memory), tree(host));
    assert!(is == should, "sequence {seed}: {}\nmemory: {is:?}\nhost:   {should:?}", shown(&calls));
}

fn shown(calls: &[Call]) -> String {
    calls.iter().map(|call| format!("\n{:.300}", format!("{call:?}"))).collect()
}

/// Everything under the outermost folder: paths, and what the calls that read say of each.
fn tree(files: &mut dyn Files) -> Vec<(String, Vec<Answer>)> {
    let mut found = Vec::new();
    let mut paths = vec![String::from(".")];
    while let Some(path) = paths.pop() {
        let mut answers = vec![files.call(&Call::StatAt(0, false, path.clone()))];
        match answers[0] {
            Ok(Given::Status(Kind::Link, ..)) => answers.push(files.call(&Call::Readlink(0, path.clone()))),
            Ok(Given::Status(kind, ..)) => {
                let flags = Flags { read: true, ..Flags::default() };
                answers.push(files.call(&Call::Open(0, false, path.clone(), Open::default(), flags)));
                let opened = files.open() - 1;
                if kind == Kind::File {
                    answers.extend((0..6).map(|piece| files.call(&Call::Read(opened, 65_536, piece * 65_536))));
                } else {
                    answers.push(files.call(&Call::List(opened)));
                }
                if let Some(Ok(Given::Listed(names))) = answers.last() {
                    paths.extend(names.iter().map(|(_, name)| format!("{path}/{name}")));
                }
                answers.push(files.call(&Call::Close(opened)));
            }
            _ => {}
        }
        found.push((path, answers));
    }
    found
}

/// Removes everything.
fn empty(files: &mut Kept) {
    let found = tree(files);
    let mut paths: Vec<_> = found.iter().map(|(path, _)| path).filter(|path| *path != ".").collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
    for path in paths {
        if files.call(&Call::Unlink(0, path.clone())).is_err() {
            files.call(&Call::RemoveDirectory(0, path.clone())).expect("it is a folder, and empty by now");
        }
    }
}
