//! Policy folders, read so that no policy is left out in silence: a `forbid` that is overlooked would widen grants.
//!
//! In: files and folders given by the user. Out: every `*.cedar` file, sorted by its name relative to what was given, with `/`. Refused: symbolic
//! links inside a folder (P13), policy files that are hidden or that are not regular files, other spellings of the ending, names that are not
//! UTF-8, two files of one relative name. A folder or file that the user names may itself be a link: naming it is a choice.

use super::{Input, bytes_within, cannot_read, file_name, not_utf8, shown, sort_by_name};
use crate::console::Failure;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::limits::INPUT_BYTES;
use std::fs::FileType;
use std::path::{Path, PathBuf};

const ENDING: &str = "cedar";

/// Reads all policies under the given files and folders.
pub fn policies(roots: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    files_under(roots, ENDING)
}

/// Reads all WIT files of a folder, with the same rules.
pub fn wit(root: &Path) -> Result<Vec<Input>, Failure> {
    files_under(&[root.to_path_buf()], "wit")
}

fn files_under(roots: &[PathBuf], ending: &str) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    let mut left = INPUT_BYTES;
    for root in roots {
        let metadata = std::fs::metadata(root).map_err(|error| cannot_read(root, &error))?;
        let files = if metadata.is_dir() { list(root, ending)? } else { vec![(file_name(root)?, root.clone())] };
        for (name, path) in files {
            let bytes = bytes_within(&path, left, 0)?;
            left -= bytes.len();
            inputs.push(Input { name, bytes });
        }
    }
    sort_by_name(&mut inputs)?;
    Ok(inputs)
}

/// The policy files of a folder and the folders in it, as relative name and path; in no order.
pub fn policy_files(root: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    list(root, ENDING)
}

/// The files of a folder itself that `wanted` accepts by name, sorted. What is wanted must be a regular file.
pub fn beside(root: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error| cannot_read(root, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_str().is_some_and(&wanted) {
            continue;
        }
        match entry.file_type().map_err(failed)? {
            kind if kind.is_file() => found.push(entry.path()),
            kind if kind.is_symlink() => return Err(symbolic_link(&entry.path())),
            _ => {}
        }
    }
    found.sort();
    Ok(found)
}

/// The files of a folder and the folders in it with this ending, as relative name and path; in no order.
fn list(root: &Path, ending: &str) -> Result<Vec<(String, PathBuf)>, Failure> {
    let extension = |name: &str| Path::new(name).extension().map(|found| found.to_os_string());
    let files = files_with(root, |name| extension(name).is_some_and(|found| found.eq_ignore_ascii_case(ending)))?;
    match files.iter().find(|(name, _)| extension(name).is_none_or(|found| found != ending)) {
        Some((_, path)) => {
            Err(refuse(path, &format!("does not end in `.{ending}` exactly"), "rename it, so that every tool agrees on what it is"))
        }
        None => Ok(files),
    }
}

/// The files of a folder and the folders in it that `wanted` accepts by their own name, as relative name and path; in no order. Of these nothing is
/// skipped: what cannot be read as a plain file is refused. A stack instead of recursion: depth is the user's input.
pub fn files_with(root: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), root.to_path_buf())];
    while let Some((prefix, folder)) = folders.pop() {
        let failed = |error| cannot_read(&folder, &error);
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| cannot_read(&path, &error))?;
            match classify(&path, kind, &wanted)? {
                Entry::Other => {}
                Entry::Folder(name) => folders.push((format!("{prefix}{name}/"), path)),
                Entry::File(name) => {
                    let name = format!("{prefix}{name}");
                    if name.split('/').any(|part| part.starts_with('.')) {
                        return Err(refuse(
                            &path,
                            "is hidden",
                            "rename it or delete it: a file that nobody sees must neither hold nor be skipped",
                        ));
                    }
                    files.push((name, path));
                }
            }
        }
    }
    Ok(files)
}

enum Entry {
    File(String),
    Folder(String),
    Other,
}

fn classify(path: &Path, kind: FileType, wanted: &dyn Fn(&str) -> bool) -> Result<Entry, Failure> {
    // What is wanted ends in letters that a name which is not UTF-8 can end in too.
    let is_wanted = path.file_name().is_some_and(|name| wanted(&name.to_string_lossy()));
    if kind.is_symlink() {
        // A link to a folder could hold policies; any other link is not one of the files that are read.
        if !is_wanted && !path.metadata().is_ok_and(|target| target.is_dir()) {
            return Ok(Entry::Other);
        }
        return Err(symbolic_link(path));
    }
    if !kind.is_dir() && !is_wanted {
        return Ok(Entry::Other);
    }
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(not_utf8(path));
    };
    if kind.is_dir() {
        return Ok(Entry::Folder(name.into()));
    }
    if !kind.is_file() {
        return Err(refuse(path, "is not a regular file", "replace it by a file"));
    }
    Ok(Entry::File(name.into()))
}

fn symbolic_link(path: &Path) -> Failure {
    refuse(path, "is a symbolic link", "replace it by the file or folder itself, or name its target on the command line")
}

/// A file that cannot be what it is read as.
pub fn refuse(path: &Path, what: &str, next: &str) -> Failure {
    Diagnostic::error("E-INPUT-FILE", format!("{} {what}", shown(path))).help(next).into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("it has a parent")).expect("created");
            std::fs::write(path, file).expect("written");
        }
        folder
    }

    fn names(root: &Path) -> Result<Vec<String>, &'static str> {
        let found = policies(&[root.to_path_buf()]).map_err(|failure| failure.0[0].code)?;
        Ok(found.into_iter().map(|input| input.name).collect())
    }

    #[test]
    fn policies_are_found_at_every_depth_and_sorted() {
        let folder = folder(&["b.cedar", "a/z.cedar", "a.cedar", "a/b/c.cedar", "README.md", ".git/config", "a/x.cedarschema"]);
        let expected = ["a.cedar", "a/b/c.cedar", "a/z.cedar", "b.cedar"].map(String::from).to_vec();
        assert_eq!(names(folder.path()), Ok(expected));
        assert_eq!(names(&folder.path().join("a/z.cedar")), Ok(vec!["z.cedar".into()]));
        assert_eq!(names(&folder.path().join("none")), Err("E-READ"));
    }

    #[test]
    fn what_could_hide_a_policy_is_refused() {
        for hidden in [".a.cedar", ".old/a.cedar", "a.CEDAR", "a.Cedar"] {
            assert_eq!(names(folder(&[hidden]).path()), Err("E-INPUT-FILE"), "{hidden}");
        }
        let made = folder(&["d/x.md"]);
        std::fs::create_dir(made.path().join("folder.cedar")).expect("created");
        assert_eq!(names(made.path()), Ok(vec![]));
    }

    #[test]
    fn symbolic_links_are_refused_inside_a_folder_and_followed_when_named() {
        let target = folder(&["a.cedar", "notes"]);
        for link in ["x.cedar", "sub"] {
            let made = folder(&["b.cedar"]);
            symlink(if link == "sub" { target.path().to_path_buf() } else { target.path().join("a.cedar") }, made.path().join(link))
                .expect("linked");
            assert_eq!(names(made.path()), Err("E-INPUT-FILE"), "{link}");
        }
        let made = folder(&["b.cedar"]);
        symlink(target.path().join("gone"), made.path().join("dangling.cedar")).expect("linked");
        assert_eq!(names(made.path()), Err("E-INPUT-FILE"));
        let made = folder(&["b.cedar"]);
        symlink(target.path().join("notes"), made.path().join("notes")).expect("linked");
        assert_eq!(names(made.path()), Ok(vec!["b.cedar".into()]));
        symlink(target.path(), made.path().join("named")).expect("linked");
        assert_eq!(names(&made.path().join("named")), Ok(vec!["a.cedar".into()]));
    }

    #[test]
    fn names_that_are_not_utf8_are_refused() {
        use std::os::unix::ffi::OsStrExt as _;
        let made = folder(&["b.cedar"]);
        std::fs::write(made.path().join(std::ffi::OsStr::from_bytes(b"\xff.cedar")), "").expect("written");
        assert_eq!(names(made.path()), Err("E-INPUT-NAME"));
    }

    #[test]
    fn two_roots_must_not_share_a_relative_name() {
        let (one, two) = (folder(&["a.cedar"]), folder(&["a.cedar"]));
        let roots = [one.path().to_path_buf(), two.path().to_path_buf()];
        assert_eq!(policies(&roots).map_err(|failure| failure.0[0].code), Err("E-INPUT-NAME"));
    }
}
