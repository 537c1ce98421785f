//! A folder with what a hostile neighbour may have put there, policies as lists of rules, and short ways to ask a guard.
//!
//! The folder: `/data` is preopened from `data`, and beside it lies `outside`, which no agent may ever see. Every file holds its own
//! path, so whoever reads it knows what was read.

use crate::host::Folders;
use caplink_membrane::files::Guard;
use caplink_membrane::files::host::{DescriptorFlags, ErrorCode, OpenFlags};
use caplink_membrane::files::policy::{Action, Policy, State};
use std::cell::RefCell;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::rc::Rc;

/// Rules of a policy, and what it was asked.
#[derive(Clone, Default)]
pub struct Rules {
    /// An action is allowed in these folders; `/` is not the same as everywhere: it is decided by a table.
    pub permits: Vec<(Action, String)>,
    /// And not in these.
    pub forbids: Vec<(Action, String)>,
    /// These are allowed or denied whatever the path.
    pub fixed: Vec<(Action, bool)>,
    pub asked: Rc<RefCell<Vec<(Action, String)>>>,
    /// Rules that hold instead, from when they are put here.
    pub instead: Rc<RefCell<Option<Box<Rules>>>>,
}

pub fn is_in(path: &str, folder: &str) -> bool {
    folder == "/" || path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

impl Rules {
    pub fn all() -> Self {
        Self { fixed: Action::ALL.map(|action| (action, true)).to_vec(), ..Self::default() }
    }

    pub fn none() -> Self {
        Self { fixed: Action::ALL.map(|action| (action, false)).to_vec(), ..Self::default() }
    }

    pub fn permit(mut self, actions: &[Action], folder: &str) -> Self {
        self.permits.extend(actions.iter().map(|action| (*action, folder.to_owned())));
        self
    }

    pub fn forbid(mut self, actions: &[Action], folder: &str) -> Self {
        self.forbids.extend(actions.iter().map(|action| (*action, folder.to_owned())));
        self
    }

    /// Whether it is allowed, without a note.
    pub fn holds(&self, action: Action, path: &str) -> bool {
        if let Some(instead) = &*self.instead.borrow() {
            return instead.holds(action, path);
        }
        if let Some((_, holds)) = self.fixed.iter().find(|(fixed, _)| *fixed == action) {
            return *holds;
        }
        let any = |rules: &[(Action, String)]| rules.iter().any(|(rule, folder)| *rule == action && is_in(path, folder));
        any(&self.permits) && !any(&self.forbids)
    }
}

impl Policy for Rules {
    fn state(&self, action: Action) -> State {
        if let Some(instead) = &*self.instead.borrow() {
            return instead.state(action);
        }
        match self.fixed.iter().find(|(fixed, _)| *fixed == action) {
            Some((_, true)) => State::Allowed,
            Some((_, false)) => State::Denied,
            None if self.permits.iter().any(|(permit, _)| *permit == action) => State::Depends,
            None => State::Denied,
        }
    }

    fn allows(&self, action: Action, path: &str) -> bool {
        assert!(
            path.starts_with('/') && !path.contains("//") && !path.contains("/../") && !path.ends_with("/.."),
            "{path:?} is not canonical"
        );
        self.asked.borrow_mut().push((action, path.to_owned()));
        self.holds(action, path)
    }
}

pub const READ: DescriptorFlags = DescriptorFlags::READ;
pub const WRITE: DescriptorFlags = DescriptorFlags::WRITE;
pub const NO_FLAGS: DescriptorFlags = DescriptorFlags::none();
pub const PLAIN: OpenFlags = OpenFlags::none();

/// A folder that is gone after the test.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// `pub`, `priv`, links between and out of them, a hard link, a fifo.
    pub fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().expect("there is a folder for temporary files") };
        for file in ["pub/a", "pub/b", "pub/sub/c", "priv/s", "ro/f", "README", "outside"] {
            world.file(file);
        }
        for folder in ["pub/empty", "rw"] {
            fs::create_dir_all(world.path(folder)).expect("it can be made");
        }
        for (target, link) in [
            ("../priv", "pub/l"),
            ("../priv/s", "pub/ls"),
            ("sub", "pub/in"),
            ("a", "pub/la"),
            ("../../outside", "pub/out"),
            ("/etc", "pub/abs"),
            ("loop", "pub/loop"),
            ("in/", "pub/slash"),
            ("missing", "pub/dangling"),
            ("a\\b", "pub/windows"),
            ("pub", "lp"),
        ] {
            symlink(target, world.path(link)).expect("it can be made");
        }
        rustix::fs::mknodat(rustix::fs::CWD, world.path("pub/fifo"), rustix::fs::FileType::Fifo, rustix::fs::Mode::from_raw_mode(0o644), 0)
            .expect("it can be made");
        world
    }

    fn file(&self, path: &str) {
        let at = self.path(path);
        fs::create_dir_all(at.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(at, format!("/data/{path}")).expect("it can be written");
    }

    /// Where a path below `/data` lies; `outside` is not below it.
    pub fn path(&self, path: &str) -> PathBuf {
        if path == "outside" { self.folder.path().join("outside") } else { self.folder.path().join("data").join(path) }
    }

    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// A guard, and the handle of `/data`.
    pub fn guard(&self, rules: &Rules) -> (Guard<Folders, Rules>, u32) {
        let mut guard = Guard::new(Folders::new(&[(self.path(""), "/data")]), rules.clone());
        let data = guard.preopens().first().map_or(0, |(handle, _)| *handle);
        guard.host().calls.take();
        (guard, data)
    }
}

pub type Test = Guard<Folders, Rules>;

/// What a file at a path holds, opened and read, closed again.
pub fn read(guard: &mut Test, base: u32, path: &str) -> Result<String, ErrorCode> {
    let handle = guard.open_at(base, true, path, PLAIN, READ)?;
    let data = guard.read(handle, 1000, 0).map(|(data, _)| String::from_utf8(data).expect("it is a text"));
    guard.drop_descriptor(handle);
    data
}

/// Makes or overwrites a file as `std::fs::write` does.
pub fn write(guard: &mut Test, base: u32, path: &str, text: &str) -> Result<(), ErrorCode> {
    let handle = guard.open_at(base, true, path, OpenFlags::CREATE.with(OpenFlags::TRUNCATE), WRITE)?;
    let written = guard.write(handle, text.as_bytes(), 0).map(|_| ());
    guard.drop_descriptor(handle);
    written
}

/// The names in a directory.
pub fn list(guard: &mut Test, base: u32, path: &str) -> Result<Vec<String>, ErrorCode> {
    let handle = guard.open_at(base, true, path, OpenFlags::DIRECTORY, READ)?;
    let entries = guard.read_directory(handle);
    guard.drop_descriptor(handle);
    let entries = entries?;
    let mut names = Vec::new();
    while let Some((_, name)) = guard.next_entry(entries)? {
        names.push(name);
    }
    guard.drop_entries(entries);
    Ok(names)
}
