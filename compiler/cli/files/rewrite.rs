//! Replacing the text of a file that was read: at once, or not at all.
//!
//! In: the path, the bytes that were read, and the bytes to be there. Must hold: whatever stops the run, the file has the old text or the new one, and keeps its
//! permissions. Refused: links, which would be replaced by a file, and files that changed since they were read.

use super::output::{cannot_write, prepare, refuse};
use crate::console::Failure;
use std::path::Path;

/// Replaces `old` by `new`.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Failure> {
    let failed = |error| cannot_write(path, &error);
    let metadata = path.symlink_metadata().map_err(failed)?;
    if metadata.is_symlink() {
        return Err(refuse(path, "is a symbolic link", "name the file itself; links are not followed"));
    }
    if !metadata.is_file() {
        return Err(refuse(path, "is not a regular file", "name a file"));
    }
    if std::fs::read(path).map_err(failed)? != old {
        return Err(refuse(path, "changed while caplink ran", "run it again"));
    }
    if metadata.permissions().readonly() {
        return Err(refuse(path, "is read-only", "make it writable"));
    }
    // The folder is named, for a name without one.
    let folder = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    let file = prepare(&folder.join(path.file_name().unwrap_or_default()), &[new])?;
    file.as_file().set_permissions(metadata.permissions()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map(drop).map_err(|error| cannot_write(path, &error.error))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn text_is_replaced_and_permissions_stay() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.cedar");
        std::fs::write(&path, "old").expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("set");
        replace(&path, b"old", b"new").expect("replaced");
        assert_eq!(std::fs::read(&path).expect("read"), b"new");
        assert_eq!(path.metadata().expect("there").permissions().mode() & 0o777, 0o640);
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1);
    }

    #[test]
    fn links_and_changed_files_are_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [path, link] = ["a.cedar", "b.cedar"].map(|name| folder.path().join(name));
        std::fs::write(&path, "other").expect("written");
        symlink(&path, &link).expect("linked");
        for path in [&path, &link] {
            assert_eq!(replace(path, b"old", b"new").expect_err("must be refused").0[0].code, "E-OUTPUT");
        }
        replace(&link, b"other", b"new").expect_err("must be refused");
        assert_eq!(std::fs::read(&path).expect("read"), b"other");
        assert!(link.is_symlink());
    }
}
