//! Files by the names that reports show: as they can be opened from the current folder, with `/`, so that editors and build services find them.
//!
//! In: files and folders given by the user, or `-`. Out: bytes, each file once whichever way it was reached, sorted by name. Refused: what [`folder`] refuses, files that do not
//! end in `.cedar`, and policy files over [`POLICY_FILE_BYTES`]. Whether the bytes are text is not looked at.

use super::{bytes_within, cannot_read, folder, not_utf8, read, shown};
use crate::console::Failure;
use crate::engine::Input;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::limits::{INPUT_BYTES, POLICY_FILE_BYTES};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// What reports call the policies that came from stdin.
const STDIN: &str = "stdin.cedar";

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its name in reports, and its bytes.
    pub input: Input,
    /// Where it is; stdin is nowhere.
    pub path: Option<PathBuf>,
}

/// Reads the policy files that are named, those of the folders that are named, and stdin for `-`.
pub fn policies(roots: &[PathBuf]) -> Result<Vec<Named>, Failure> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut left = INPUT_BYTES;
    for root in roots {
        if root == Path::new("-") {
            if seen.insert(root.clone()) {
                let bytes = read(std::io::stdin().lock(), "stdin", POLICY_FILE_BYTES, 0, 0)?;
                found.push(Named { input: Input { name: STDIN.into(), bytes }, path: None });
            }
            continue;
        }
        for path in paths(root)? {
            let place = path.canonicalize().map_err(|error| cannot_read(&path, &error))?;
            if seen.insert(place) {
                let file = policy(path, left)?;
                left -= file.input.bytes.len();
                found.push(file);
            }
        }
    }
    found.sort_by(|a, b| a.input.name.cmp(&b.input.name));
    Ok(found)
}

/// Reads another file: a schema, entities, template links.
pub fn file(path: &Path) -> Result<Named, Failure> {
    Ok(Named { input: Input { name: name(path)?, bytes: bytes_within(path, INPUT_BYTES, 0)? }, path: Some(path.to_path_buf()) })
}

/// The name of a path in reports: relative to the current folder if it is in it, without `.`.
pub fn name(path: &Path) -> Result<String, Failure> {
    let here = std::env::current_dir().ok();
    let relative = here.as_ref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let mut name = String::new();
    for component in relative.components() {
        let part = match component {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            other => other.as_os_str().to_str().ok_or_else(|| not_utf8(path))?,
        };
        if !(name.is_empty() || name.ends_with('/')) {
            name.push('/');
        }
        name.push_str(part);
    }
    Ok(name)
}

/// The policy files at a path.
fn paths(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let metadata = std::fs::metadata(root).map_err(|error| cannot_read(root, &error))?;
    if metadata.is_dir() {
        return Ok(folder::policy_files(root)?.into_iter().map(|(_, path)| path).collect());
    }
    if root.extension().is_none_or(|ending| ending != "cedar") {
        return Err(folder::refuse(
            root,
            "is no policy file: its name does not end in `.cedar`",
            "name `.cedar` files, or the folders that hold them",
        ));
    }
    if !metadata.is_file() {
        return Err(folder::refuse(root, "is not a regular file", "use `-` to read from a pipe"));
    }
    Ok(vec![root.to_path_buf()])
}

fn policy(path: PathBuf, left: usize) -> Result<Named, Failure> {
    let size = std::fs::metadata(&path).map_err(|error| cannot_read(&path, &error))?.len();
    if usize::try_from(size).is_ok_and(|size| size <= POLICY_FILE_BYTES) {
        return Ok(Named { input: Input { name: name(&path)?, bytes: bytes_within(&path, left, 0)? }, path: Some(path) });
    }
    let message = format!("the policy file {} is larger than {} MiB", shown(&path), POLICY_FILE_BYTES >> 20);
    Err(Diagnostic::error("E-BUDGET", message).help("split it into several files").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> &'static str {
        result.expect_err("must be refused").0[0].code
    }

    #[test]
    fn names_are_as_they_can_be_opened() {
        for (path, expected) in [("./a/./b.cedar", "a/b.cedar"), ("../a//b", "../a/b"), ("/x/y", "/x/y"), ("a b", "a b")] {
            assert_eq!(name(Path::new(path)), Ok(expected.into()));
        }
        let here = std::env::current_dir().expect("there is one");
        assert_eq!(name(&here.join("a/b")), Ok("a/b".into()));
    }

    #[test]
    fn a_file_is_read_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir(path("sub")).expect("created");
        for name in ["b.cedar", "sub/a.cedar", "notes.md"] {
            std::fs::write(path(name), name).expect("written");
        }
        let roots = [path("."), path("b.cedar"), path("sub/../b.cedar")];
        let found = policies(&roots).expect("it can be read");
        assert_eq!(found.iter().map(|file| file.input.bytes.as_slice()).collect::<Vec<_>>(), [b"b.cedar".as_slice(), b"sub/a.cedar"]);
        assert_eq!(code(policies(&[path("notes.md")])), "E-INPUT-FILE");
        assert_eq!(code(policies(&[path("none")])), "E-READ");
    }

    #[test]
    fn large_policy_files_are_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.cedar");
        let file = std::fs::File::create(&path).expect("created");
        file.set_len(POLICY_FILE_BYTES as u64 + 1).expect("extended");
        assert_eq!(code(policies(&[path])), "E-BUDGET");
    }
}
