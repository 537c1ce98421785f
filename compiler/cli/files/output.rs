//! Writing an artifact and its lockfile: both or neither.
//!
//! In: the places named on the command line, then the bytes. Out: two files, each put in place by a rename in its own folder. A claim removes what
//! stood there before work begins, so that a run that fails, or is killed, leaves neither a stale nor a half-written file. Refused before
//! anything is touched: links, folders, an output that is also an input, one path for both outputs.

use super::{reason, shown};
use crate::console::Failure;
use caplink_model::diagnostic::Diagnostic;
use caplink_verify::Verified;
use std::fs::Metadata;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The outputs of one run, claimed: nothing stands in their places.
#[derive(Debug)]
pub struct Outputs {
    /// `None`: stdout.
    artifact: Option<PathBuf>,
    lock: Option<PathBuf>,
}

impl Outputs {
    /// Claims the places of the outputs. `None` for the artifact means stdout; `inputs` are all the files and folders that will be read.
    pub fn claim(artifact: Option<&Path>, lock: Option<&Path>, inputs: &[&Path]) -> Result<Self, Failure> {
        let mut claimed: Vec<PathBuf> = Vec::new();
        let mut failure = None;
        for path in artifact.into_iter().chain(lock) {
            match free_place(path, inputs, &claimed) {
                Ok(place) => claimed.push(place),
                Err(refused) => failure = failure.or(Some(refused)),
            }
        }
        // INVARIANT (I10): what is ours to write goes even if the other place is refused: the run fails, and must leave nothing stale.
        for place in &claimed {
            remove(place).map_err(|error| cannot_write(place, &error))?;
        }
        match failure {
            Some(failure) => Err(failure),
            None => {
                let mut claimed = claimed.into_iter();
                Ok(Self { artifact: artifact.and_then(|_| claimed.next()), lock: lock.and_then(|_| claimed.next()) })
            }
        }
    }

    /// Writes the artifact and its lockfile. After an error neither is there. Takes nothing that the independent check has not accepted (I4).
    pub fn write(&self, verified: &Verified) -> Result<(), Failure> {
        self.write_bytes(&[verified.bytes()], &verified.lockfile().print())
    }

    fn write_bytes(&self, artifact: &[&[u8]], lock: &str) -> Result<(), Failure> {
        let lock = self.lock.as_deref().map(|path| prepare(path, &[lock.as_bytes()])).transpose()?;
        let artifact_file = self.artifact.as_deref().map(|path| prepare(path, artifact)).transpose()?;
        // The lockfile goes first: an artifact never stands without it.
        let done = self.put(lock, self.lock.as_deref()).and_then(|()| match artifact_file {
            Some(file) => self.put(Some(file), self.artifact.as_deref()),
            None => to_stdout(artifact),
        });
        if done.is_err() {
            for place in self.artifact.iter().chain(&self.lock) {
                // The first error is the one to report.
                let _ = remove(place);
            }
        }
        done
    }

    fn put(&self, file: Option<NamedTempFile>, place: Option<&Path>) -> Result<(), Failure> {
        let (Some(file), Some(place)) = (file, place) else {
            return Ok(());
        };
        file.persist(place).map(drop).map_err(|error| cannot_write(place, &error.error))
    }
}

/// Writes new text files into a folder, which is made if it is missing; refuses to overwrite any, and leaves none if one fails.
pub fn write_new(folder: &Path, files: &[(&str, &str)]) -> Result<(), Failure> {
    if folder.exists() && !folder.is_dir() {
        return Err(refuse(folder, "is not a folder", "name a folder to write into; it is made if it is missing"));
    }
    for (name, _) in files {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(refuse(&path, "exists, and is not overwritten", "name another folder, or move the file away"));
        }
    }
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    let mut written: Vec<PathBuf> = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        let done = prepare(&path, &[text.as_bytes()])
            .and_then(|file| file.persist_noclobber(&path).map(drop).map_err(|error| cannot_write(&path, &error.error)));
        if let Err(failure) = done {
            for path in &written {
                let _ = remove(path);
            }
            return Err(failure);
        }
        written.push(path);
    }
    Ok(())
}

/// The lockfile's place for an artifact: `OUT.grants.json` for `OUT.wasm`.
pub fn lock_beside(artifact: &Path) -> PathBuf {
    let name = artifact.file_name().unwrap_or_default().to_string_lossy().into_owned();
    artifact.with_file_name(format!("{}.grants.json", name.strip_suffix(".wasm").unwrap_or(&name)))
}

/// The canonical place of an output that may be written: no input, and not claimed already.
fn free_place(path: &Path, inputs: &[&Path], claimed: &[PathBuf]) -> Result<PathBuf, Failure> {
    let place = place(path)?;
    if claimed.contains(&place) {
        return Err(refuse(path, "is named for both the artifact and the lockfile", "give `--lock` another path"));
    }
    refuse_input(path, &place, inputs)?;
    Ok(place)
}

/// The canonical path of an output: its folder must exist, and what stands there must be a file that can be replaced.
fn place(path: &Path) -> Result<PathBuf, Failure> {
    let Some(name) = path.file_name() else {
        return Err(refuse(path, "is not the path of a file", "name a file, such as `out.wasm`"));
    };
    match path.symlink_metadata() {
        Ok(found) if found.is_symlink() => return Err(refuse(path, "is a symbolic link", "name the file itself; links are not followed")),
        Ok(found) if found.is_dir() => return Err(refuse(path, "is a folder", "name a file in it, such as `out.wasm`")),
        Ok(found) if !found.is_file() => return Err(refuse(path, "is not a regular file", "use `-o -` to write to a pipe")),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(cannot_write(path, &error)),
    }
    let parent = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let parent = parent.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => refuse(path, "is in a folder that does not exist", "make the folder first"),
        _ => cannot_write(path, &error),
    })?;
    Ok(parent.join(name))
}

fn refuse_input(path: &Path, place: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    let hidden = "name another file; an input is never overwritten";
    let ours = place.metadata().ok();
    for input in inputs {
        let Ok(root) = input.canonicalize() else {
            continue;
        };
        if root == *place || same_file(ours.as_ref(), root.metadata().ok().as_ref()) {
            return Err(refuse(path, "is also an input", hidden));
        }
        if place.starts_with(&root) && place.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("cedar")) {
            return Err(refuse(path, &format!("would be a policy file under {}", shown(input)), hidden));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn same_file(one: Option<&Metadata>, two: Option<&Metadata>) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    one.zip(two).is_some_and(|(one, two)| (one.dev(), one.ino()) == (two.dev(), two.ino()))
}

/// Without inode numbers the canonical path decides.
#[cfg(not(unix))]
fn same_file(_one: Option<&Metadata>, _two: Option<&Metadata>) -> bool {
    false
}

/// Writes to a nameless neighbour of `place`, which disappears unless it is renamed.
pub(super) fn prepare(place: &Path, pieces: &[&[u8]]) -> Result<NamedTempFile, Failure> {
    let folder = place.parent().unwrap_or(Path::new("."));
    let write = || -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".caplink-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
        for piece in pieces {
            file.write_all(piece)?;
        }
        Ok(file)
    };
    write().map_err(|error| cannot_write(place, &error))
}

fn to_stdout(pieces: &[&[u8]]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    pieces
        .iter()
        .try_for_each(|piece| stdout.write_all(piece))
        .and_then(|()| stdout.flush())
        .map_err(|error| cannot_write(Path::new("stdout"), &error))
}

fn remove(place: &Path) -> io::Result<()> {
    match std::fs::remove_file(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub(super) fn refuse(path: &Path, what: &str, next: &str) -> Failure {
    Diagnostic::error("E-OUTPUT", format!("the output {} {what}", shown(path))).help(next).into()
}

/// Names the file, not its folder: the reader knows where they are.
pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let name = path.file_name().map_or(path, Path::new);
    Diagnostic::error("E-WRITE", format!("the output {} cannot be written: {}", shown(name), reason(error)))
        .help("check that its folder can be written and that the disk is not full")
        .into()
}

#[cfg(test)]
#[path = "output_tests.rs"]
mod tests;
