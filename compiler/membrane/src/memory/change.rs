//! Names that come, go and move: `create-directory-at`, `symlink-at`, `link-at`, `unlink-file-at`, `remove-directory-at`, `rename-at`.
//!
//! In: descriptors of folders and paths. Out: nothing, or why not, in the order in which Linux asks. Must hold: a folder is never moved
//! into itself or what it holds, so there is no cycle and nothing is lost; a call that fails has changed nothing.

use super::names::Names;
use super::time::Clock;
use super::volume::{Folder, Held};
use super::walk::{Kind, View, check, parent, without_slashes};
use super::{Descriptor, Memory};
use crate::code::Code;

impl<C: Clock> Memory<'_, C> {
    /// `create-directory-at`
    pub fn create_directory_at(&mut self, dir: &Descriptor, path: &str) -> Result<(), Code> {
        // A slash at the end of what is to be made says nothing.
        self.make(dir, without_slashes(path), || Held::Folder(Folder { parent: 0, removed: false, folders: 0, names: Names::default() }))
    }

    /// `symlink-at`
    pub fn symlink_at(&mut self, dir: &Descriptor, target: &str, path: &str) -> Result<(), Code> {
        self.folder(dir)?;
        self.volume(dir)?;
        if target.starts_with('/') {
            return Err(Code::NotPermitted);
        }
        let (_, name) = parent(self.view(dir)?, dir.node, path)?;
        check(name)?;
        check(target)?;
        self.make(dir, path, || Held::Link(target.into()))
    }

    /// `link-at`
    pub fn link_at(&mut self, old: &Descriptor, follows: bool, path: &str, new: &Descriptor, new_path: &str) -> Result<(), Code> {
        self.folder(old)?;
        self.folder(new)?;
        self.volume(old)?;
        self.volume(new)?;
        if follows {
            return Err(Code::Invalid);
        }
        let (old_folder, old_name) = parent(self.view(old)?, old.node, path)?;
        let (folder, name) = parent(self.view(new)?, new.node, new_path)?;
        check(name)?;
        let node = self.find_in(old, old_folder, old_name)?;
        self.vacant(new, folder, name)?;
        if old.mount != new.mount {
            return Err(Code::CrossDevice);
        }
        if self.view(old)?.kind(node)? == Kind::Folder {
            return Err(Code::NotPermitted);
        }
        let now = self.now();
        self.volume(new)?.name(folder, name, node, now)
    }

    /// `unlink-file-at`
    pub fn unlink_file_at(&mut self, dir: &Descriptor, path: &str) -> Result<(), Code> {
        self.folder(dir)?;
        self.volume(dir)?;
        let (folder, name) = parent(self.view(dir)?, dir.node, path)?;
        let node = self.find_in(dir, folder, name)?;
        if self.view(dir)?.kind(node)? == Kind::Folder {
            return Err(Code::IsDirectory);
        }
        let now = self.now();
        self.volume(dir)?.remove(folder, name, now);
        Ok(())
    }

    /// `remove-directory-at`
    pub fn remove_directory_at(&mut self, dir: &Descriptor, path: &str) -> Result<(), Code> {
        self.folder(dir)?;
        self.volume(dir)?;
        let (folder, name) = parent(self.view(dir)?, dir.node, path)?;
        if name == "." {
            return Err(Code::Invalid);
        }
        let node = self.find_in(dir, folder, name)?;
        let now = self.now();
        let volume = self.volume(dir)?;
        if !volume.folder(node).ok_or(Code::NotDirectory)?.names.is_empty() {
            return Err(Code::NotEmpty);
        }
        volume.remove(folder, name, now);
        Ok(())
    }

    /// `rename-at`
    pub fn rename_at(&mut self, old: &Descriptor, path: &str, new: &Descriptor, new_path: &str) -> Result<(), Code> {
        self.folder(old)?;
        self.folder(new)?;
        self.volume(old)?;
        self.volume(new)?;
        let is_folder_said = path.ends_with('/') || new_path.ends_with('/');
        let (old_folder, old_name) = parent(self.view(old)?, old.node, without_slashes(path))?;
        let (folder, name) = parent(self.view(new)?, new.node, without_slashes(new_path))?;
        if old.mount != new.mount {
            return Err(Code::CrossDevice);
        }
        check(old_name)?;
        check(name)?;
        if old_name == "." || name == "." {
            return Err(Code::Busy);
        }
        let now = self.now();
        let volume = self.volume(old)?;
        let node = volume.lookup(old_folder, old_name)?.ok_or(Code::NoEntry)?;
        let is_folder = volume.folder(node).is_some();
        let there = volume.lookup(folder, name)?;
        if !volume.takes_names(folder) {
            return Err(Code::NoEntry);
        }
        if !is_folder && is_folder_said {
            return Err(Code::NotDirectory);
        }
        if is_folder && volume.holds(node, folder) {
            return Err(Code::Invalid);
        }
        let Some(there) = there else {
            volume.rename(old_folder, old_name, folder, name, now);
            return Ok(());
        };
        if volume.folder(there).is_some() && volume.holds(there, old_folder) {
            return Err(Code::NotEmpty);
        }
        if node == there {
            return Ok(());
        }
        match volume.folder(there) {
            None if is_folder => return Err(Code::NotDirectory),
            Some(_) if !is_folder => return Err(Code::IsDirectory),
            Some(folder) if !folder.names.is_empty() => return Err(Code::NotEmpty),
            None | Some(_) => {}
        }
        volume.remove(folder, name, now);
        volume.rename(old_folder, old_name, folder, name, now);
        Ok(())
    }

    fn make(&mut self, dir: &Descriptor, path: &str, held: impl FnOnce() -> Held) -> Result<(), Code> {
        self.folder(dir)?;
        self.volume(dir)?;
        let (folder, name) = parent(self.view(dir)?, dir.node, path)?;
        self.vacant(dir, folder, name)?;
        let now = self.now();
        self.volume(dir)?.make(folder, name, held(), now).map(|_| ())
    }

    /// Refuses a name that something has, and any in a folder that was removed.
    fn vacant(&self, dir: &Descriptor, folder: u32, name: &str) -> Result<(), Code> {
        match self.find_in(dir, folder, name) {
            Ok(_) => Err(Code::Exist),
            Err(Code::NoEntry) if self.view(dir)?.takes_names(folder) => Ok(()),
            Err(code) => Err(code),
        }
    }
}
