//! A small folder for random agents, what is in it, and the oracle: which changes and what knowledge a policy permits.
//!
//! The oracle knows nothing of paths that were given: it looks at the folder before and after, at inodes, and at what files say of
//! themselves. Each file holds the path at which it was made, so what is read must have been allowed to be read there: what a guard lets
//! move must not become readable by it. An inode may be changed if that is allowed on any path that it has had.

use crate::world::Rules;
use caplink_membrane::files::policy::Action;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

/// What there is: files and directories, and links with their targets.
const FILES: &[&str] = &["A", "a", "pub/a", "pub/b", "pub/sub/a", "pub/sub/ab/x"];
const PRIVATE: &[&str] = &["priv/a", "priv/b", "priv/sub/a"];
const LINKS: &[(&str, &str)] = &[
    ("../priv", "pub/l"),
    ("a", "pub/la"),
    ("pub/sub", "ab"),
    ("pub/", "l"),
    ("../../outside", "pub/out"),
    ("..", "pub/up"),
    ("/etc", "pub/abs"),
    ("loop", "pub/loop"),
    ("../b", "pub/sub/b"),
    ("../priv/a", "pub/sub/la"),
];

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub inode: u64,
    is_old: bool,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    File(Vec<u8>),
    Link(PathBuf),
    Directory,
    Other,
}

/// What is there, by path in the agent's view, and `outside`.
pub type Snapshot = BTreeMap<String, Object>;

pub struct Tree {
    pub folder: PathBuf,
    has_private: bool,
}

impl Tree {
    /// In an empty folder.
    pub fn new(folder: PathBuf, has_private: bool) -> Self {
        let tree = Self { folder, has_private };
        tree.fill();
        tree
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn fill(&self) {
        let private = if self.has_private { PRIVATE } else { &[] };
        for file in FILES.iter().chain(private) {
            let at = self.data().join(file);
            fs::create_dir_all(at.parent().expect("it is in a folder")).expect("it can be made");
            fs::write(at, format!("/data/{file}")).expect("it can be written");
        }
        fs::create_dir_all(self.folder.join("outside")).expect("it can be made");
        fs::write(self.folder.join("outside/a"), "outside").expect("it can be written");
        for (target, link) in LINKS {
            symlink(target, self.data().join(link)).expect("it can be made");
        }
        let fifo = self.data().join("pub/fifo");
        rustix::fs::mknodat(rustix::fs::CWD, fifo, rustix::fs::FileType::Fifo, rustix::fs::Mode::from_raw_mode(0o644), 0)
            .expect("it can be made");
    }

    /// As it was at first.
    pub fn renew(&self) {
        for entry in fs::read_dir(&self.folder).expect("it is there") {
            let path = entry.expect("it is readable").path();
            if path.is_dir() && !path.is_symlink() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("it can be removed");
        }
        self.fill();
    }

    pub fn snapshot(&self) -> Snapshot {
        let mut found = Snapshot::new();
        look(&self.data(), "/data", &mut found);
        look(&self.folder.join("outside"), "outside", &mut found);
        found
    }
}

fn look(at: &Path, name: &str, found: &mut Snapshot) {
    let stat = fs::symlink_metadata(at).expect("it is there");
    let content = if stat.is_dir() {
        Content::Directory
    } else if stat.is_symlink() {
        Content::Link(fs::read_link(at).expect("it is readable"))
    } else if stat.is_file() {
        Content::File(fs::read(at).expect("it is readable"))
    } else {
        Content::Other
    };
    if stat.is_dir() {
        for entry in fs::read_dir(at).expect("it is readable") {
            let entry = entry.expect("it is readable");
            look(&entry.path(), &format!("{name}/{}", entry.file_name().to_string_lossy()), found);
        }
    }
    found.insert(name.to_owned(), Object { inode: stat.ino(), is_old: stat.mtime() == 1, content });
}

/// Content without inodes, to compare two folders.
pub fn shape(snapshot: &Snapshot) -> BTreeMap<&str, String> {
    snapshot.iter().map(|(path, object)| (path.as_str(), format!("{:?}", object.content))).collect()
}

/// The paths that inodes have had.
#[derive(Default)]
pub struct History {
    paths: BTreeMap<u64, BTreeSet<String>>,
}

impl History {
    pub fn note(&mut self, snapshot: &Snapshot) {
        for (path, object) in snapshot {
            let paths = self.paths.entry(object.inode).or_default();
            if !paths.contains(path) {
                paths.insert(path.clone());
            }
        }
    }

    fn any(&self, inode: u64, rules: &Rules, actions: &[Action]) -> bool {
        let paths = self.paths.get(&inode);
        paths.is_some_and(|paths| paths.iter().any(|path| path.starts_with('/') && actions.iter().any(|action| rules.holds(*action, path))))
    }

    /// Whether what was told of an inode may be known.
    pub fn may_see(&self, inode: u64, rules: &Rules) -> bool {
        self.any(inode, rules, &[Action::Stat])
    }

    /// What changed against policy.
    pub fn violations(&self, before: &Snapshot, after: &Snapshot, rules: &Rules) -> Vec<String> {
        let mut found = Vec::new();
        let holds = |action, path: &str| path.starts_with('/') && rules.holds(action, path);
        for path in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
            let (old, new) = (before.get(path), after.get(path));
            let is_same = matches!((old, new), (Some(old), Some(new)) if old.inode == new.inode);
            if old.is_some() && !is_same && !holds(Action::Delete, path) {
                found.push(format!("{path} was deleted"));
            }
            if new.is_some() && !is_same && !holds(Action::Create, path) {
                found.push(format!("{path} was created"));
            }
            let (Some(old), Some(new)) = (old, new) else { continue };
            if is_same && old.content != new.content && !self.any(new.inode, rules, &[Action::Write, Action::Append]) {
                found.push(format!("{path} was written"));
            }
            if is_same && !old.is_old && new.is_old && !self.any(new.inode, rules, &[Action::Write]) {
                found.push(format!("{path} got other times"));
            }
        }
        found
    }
}

/// Whether what was read may be: what files say of where they were made.
pub fn may_read(data: &[u8], rules: &Rules) -> bool {
    let text = String::from_utf8_lossy(data);
    // An agent may have written over the first letters, or appended.
    let origin = text.trim_end_matches('+').trim_end_matches('\0');
    let known = |file: &&&str| {
        let whole = format!("/data/{file}");
        origin.len() > 3 && origin.get(1..) == whole.get(1..)
    };
    if text.contains("utside") {
        return false;
    }
    FILES.iter().chain(PRIVATE).filter(known).all(|file| rules.holds(Action::Read, &format!("/data/{file}")))
}
