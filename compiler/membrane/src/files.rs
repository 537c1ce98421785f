//! The guard of `wasi:filesystem` 0.2: owns the agent's descriptors and streams of directory entries, and asks policy with each use of one.
//!
//! In: calls of the agent, by the numbers of its handles; a [`Host`]; a [`Policy`], which knows eight actions on canonical absolute paths
//! in the agent's view. Out: what the agent gets. Streams over files are the host's own.
//!
//! Must hold, for a path of the agent's view as the name of the preopen and what lies below it:
//! - a decision is made on the path without links, by [`walk`], and directly before the host is asked to act on it; the host follows no
//!   links and sees single clean names;
//! - a descriptor of a file does what its flags ask for and what policy allows with each call; opening a file with neither `read` nor
//!   `write` is reading, since hosts give readable files (threat F4);
//! - where policy denies, the answer is `access`, whether the thing exists or not (F8);
//! - what is neither file, directory nor link is not opened, and if it was, it is closed (F12);
//! - nothing moves or is linked to where more is allowed than where it was (F5, F6), and open descriptors keep up with what moves.
//!
//! A preopen gives its name as path; names that lead to one path, as `data` and `/data`, are one preopen, the first (F11). Strange names
//! and preopens on whose path nothing could ever be allowed are not listed. That two preopens are the same folder of the host under two
//! names is the operator's decision: each name is a path of its own.
//!
//! What this cannot know: what others do in the same folders. A directory that they move while the agent has it open is still known by
//! its old path, and what they replace at the very moment of a call is what the call acts on; but it never leaves the directory that is
//! held. Times, numbers of links and hashes say what the host says (F16).

mod change;
pub mod host;
mod list;
pub mod name;
mod open;
pub mod policy;
mod seen;
mod used;
pub mod walk;

use crate::slab::Slab;
use alloc::string::String;
use alloc::vec::Vec;
use host::{DescriptorFlags, ErrorCode, Host};
use policy::{Action, Policy, is_possible};
use walk::{Last, Reached, walk};

pub use list::Listed;
pub use open::Rights;

/// A guard.
pub struct Guard<H: Host, P> {
    host: H,
    policy: P,
    descriptors: Slab<Descriptor<H>>,
    entries: Slab<Entries<H>>,
    /// The handles of both, so that their paths can be kept up with what moves.
    open: Open,
}

/// Handles that are open.
struct Open {
    descriptors: Vec<u32>,
    entries: Vec<u32>,
}

/// What a handle of the agent's stands for.
struct Descriptor<H: Host> {
    host: H::Descriptor,
    /// The canonical path, without links.
    path: String,
    /// Of a file, what it was opened for; of a directory none, as all that is done with one is decided anew.
    rights: Option<Rights>,
}

/// A stream of entries.
struct Entries<H: Host> {
    host: H::Entries,
    /// The path of the directory.
    path: String,
}

impl<H: Host, P: Policy> Guard<H, P> {
    /// A guard without open handles.
    pub const fn new(host: H, policy: P) -> Self {
        let open = Open { descriptors: Vec::new(), entries: Vec::new() };
        Self { host, policy, descriptors: Slab::new(), entries: Slab::new(), open }
    }

    /// The host.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// How many handles are open.
    pub fn open_handles(&self) -> usize {
        self.descriptors.len() + self.entries.len()
    }

    /// `get-directories`: handles and names. Those beyond [`crate::slab::MOST`] are not listed.
    pub fn preopens(&mut self) -> Vec<(u32, H::Text)> {
        let mut listed: Vec<(u32, H::Text)> = Vec::new();
        let mut paths: Vec<String> = Vec::new();
        if !is_possible(&self.policy, &Action::ALL) {
            return listed;
        }
        for (host, name) in self.host.preopens() {
            let Some(path) = name::preopen(name.as_ref()).filter(|path| !paths.contains(path)) else { continue };
            paths.push(path.clone());
            if let Ok(handle) = self.keep(Descriptor { host, path, rights: None }) {
                listed.push((handle, name));
            }
        }
        listed
    }

    /// `[resource-drop]descriptor`.
    pub fn drop_descriptor(&mut self, handle: u32) {
        self.descriptors.remove(handle);
        self.open.descriptors.retain(|open| *open != handle);
    }

    /// `[resource-drop]directory-entry-stream`.
    pub fn drop_entries(&mut self, handle: u32) {
        self.entries.remove(handle);
        self.open.entries.retain(|open| *open != handle);
    }

    fn descriptor(&self, handle: u32) -> Result<&Descriptor<H>, ErrorCode> {
        self.descriptors.get(handle).ok_or(ErrorCode::BadDescriptor)
    }

    fn directory(&self, handle: u32) -> Result<&Descriptor<H>, ErrorCode> {
        let descriptor = self.descriptor(handle)?;
        if descriptor.rights.is_some() { Err(ErrorCode::NotDirectory) } else { Ok(descriptor) }
    }

    /// Walks from a handle. If none of these actions can be allowed, the host is not asked.
    fn walk(&self, handle: u32, path: &str, last: Last, actions: &[Action], does_change: bool) -> Result<Reached<'_, H>, ErrorCode> {
        let base = self.directory(handle)?;
        if !is_possible(&self.policy, actions) {
            return Err(ErrorCode::Access);
        }
        // A host may hold to it that a directory changes only through descriptors that say so.
        let change = if does_change { DescriptorFlags::MUTATE_DIRECTORY } else { DescriptorFlags::none() };
        walk((&self.host, &self.policy), (&base.host, &base.path), path, last, DescriptorFlags::READ.with(change))
    }

    fn keep(&mut self, descriptor: Descriptor<H>) -> Result<u32, ErrorCode> {
        let handle = self.descriptors.keep(descriptor).map_err(|_| ErrorCode::Quota)?;
        self.open.descriptors.push(handle);
        Ok(handle)
    }
}

/// Whether a slab takes one more (threat R25).
fn room<T>(slab: &Slab<T>) -> Result<(), ErrorCode> {
    slab.has_room().then_some(()).ok_or(ErrorCode::Quota)
}
