//! Reading files: bounded, once, and with a message that helps when the bytes are not what they should be.
//!
//! In: paths as given on the command line, `-` for stdin where a subcommand allows it. Out: bytes. Each file is read to memory exactly once, so that what
//! is hashed is what is linked. Refused: folders in place of files, more than [`INPUT_BYTES`], names that are not UTF-8. See
//! [`folder`] for policy folders, [`named`] for the files of reports, [`output`] and [`rewrite`] for what is written, [`recognise`] for the kinds of bytes.

pub mod folder;
pub mod git;
pub mod named;
pub mod output;
pub mod recognise;
pub mod rewrite;

use crate::console::Failure;
use crate::engine::Input;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::limits::INPUT_BYTES;
use caplink_model::text::escape;
use caplink_verify::{ROOM, Roomy};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// From how many bytes on a file is read by two threads.
#[cfg(unix)]
const LARGE: usize = 1 << 20;

/// Reads a component from a file or, for `-`, from stdin, and refuses bytes that cannot be one.
pub fn component(path: &Path) -> Result<Input, Failure> {
    let input = if path == Path::new("-") {
        Input { name: "stdin".into(), bytes: read(std::io::stdin().lock(), "stdin", INPUT_BYTES, 0, 0)? }
    } else {
        Input { name: file_name(path)?, bytes: bytes(path)? }
    };
    recognise::component(&input.name, &input.bytes)?;
    Ok(input)
}

/// Reads an agent as [`component`] does, into a buffer with room for what goes around it, and its name.
pub fn agent(path: &Path) -> Result<(String, Roomy), Failure> {
    let (name, buffer) = if path == Path::new("-") {
        ("stdin".to_string(), read(std::io::stdin().lock(), "stdin", INPUT_BYTES, 0, ROOM)?)
    } else {
        (file_name(path)?, bytes_within(path, INPUT_BYTES, ROOM)?)
    };
    let agent = Roomy::new(buffer, ROOM);
    recognise::component(&name, agent.bytes())?;
    Ok((name, agent))
}

/// Reads one file of text or bytes; the lockfile calls it by its last component.
pub fn file(path: &Path) -> Result<Input, Failure> {
    Ok(Input { name: file_name(path)?, bytes: bytes(path)? })
}

/// Reads a log, or stdin for `-`: its name, and its text. What is not UTF-8 in it is another program's.
pub fn log(path: &Path) -> Result<(String, String), Failure> {
    let (name, bytes) = if path == Path::new("-") { ("stdin".to_string(), stdin()?) } else { (path.display().to_string(), bytes(path)?) };
    Ok((name, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Reads stdin.
pub fn stdin() -> Result<Vec<u8>, Failure> {
    read(std::io::stdin().lock(), "stdin", INPUT_BYTES, 0, 0)
}

/// Reads several files that must have different names.
pub fn files(paths: &[impl AsRef<Path>]) -> Result<Vec<Input>, Failure> {
    let mut inputs = paths.iter().map(|path| file(path.as_ref())).collect::<Result<Vec<_>, _>>()?;
    sort_by_name(&mut inputs)?;
    Ok(inputs)
}

/// A path for people: escaped, in backticks.
pub fn shown(path: &Path) -> String {
    format!("`{}`", escape(&path.display().to_string()))
}

/// Sorts by name and refuses two inputs of one name, which the lockfile could not tell apart.
fn sort_by_name(inputs: &mut [Input]) -> Result<(), Failure> {
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    match inputs.windows(2).find(|pair| pair[0].name == pair[1].name) {
        None => Ok(()),
        Some(pair) => Err(Diagnostic::error("E-INPUT-NAME", format!("two input files are named `{}`", escape(&pair[0].name)))
            .help("the lockfile names files relative to what is given on the command line; rename one, or give the folder above both")
            .into()),
    }
}

/// The last component of a path, which must be UTF-8 to stand in a lockfile.
fn file_name(path: &Path) -> Result<String, Failure> {
    match path.file_name().map(|name| name.to_str()) {
        Some(Some(name)) => Ok(name.to_string()),
        Some(None) => Err(not_utf8(path)),
        None => Err(Diagnostic::error("E-READ", format!("{} is not a file", shown(path))).help("give the path of a file").into()),
    }
}

fn not_utf8(path: &Path) -> Failure {
    Diagnostic::error("E-INPUT-NAME", format!("the name {} is not UTF-8", shown(path)))
        .help("rename it: the lockfile is UTF-8 text and must name each input exactly")
        .into()
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    bytes_within(path, INPUT_BYTES, 0)
}

/// The bytes of a file, after `room` zeros.
fn bytes_within(path: &Path, limit: usize, room: usize) -> Result<Vec<u8>, Failure> {
    let failed = |error| cannot_read(path, &error);
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(Diagnostic::error("E-READ", format!("{} is a folder", shown(path))).help("give the path of a file").into());
    }
    #[cfg(unix)]
    if metadata.is_file()
        && let Some(bytes) = large(&file, metadata.len(), limit, room)
    {
        return Ok(bytes);
    }
    // One byte more than is expected, so that the end is found without growing.
    let expected = usize::try_from(metadata.len()).unwrap_or(limit).min(limit) + 1;
    read(file, &shown(path), limit, expected, room)
}

/// A large file, both halves at once: touching so much new memory takes as long as reading. `None` where one go at it will say more: for a small file, one over the
/// limit, one that cannot be read, and one that changed meanwhile.
#[cfg(unix)]
fn large(file: &File, length: u64, limit: usize, room: usize) -> Option<Vec<u8>> {
    use std::os::unix::fs::FileExt as _;
    let size = usize::try_from(length).ok().filter(|size| (LARGE..=limit).contains(size))?;
    let mut bytes = vec![0; room + size + room];
    bytes.truncate(room + size);
    let (first, second) = bytes[room..].split_at_mut(size / 2);
    let middle = first.len() as u64;
    let read = std::thread::scope(|scope| {
        let other = scope.spawn(|| file.read_exact_at(second, middle));
        let one = file.read_exact_at(first, 0);
        one.is_ok() && other.join().is_ok_and(|other| other.is_ok())
    });
    (read && file.metadata().is_ok_and(|now| now.len() == length)).then_some(bytes)
}

fn read(source: impl Read, shown: &str, limit: usize, expected: usize, room: usize) -> Result<Vec<u8>, Failure> {
    // As much room behind as before.
    let mut bytes = Vec::with_capacity(room + expected + room);
    bytes.resize(room, 0);
    let bound = u64::try_from(limit).unwrap_or(u64::MAX);
    source
        .take(bound.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Diagnostic::error("E-READ", format!("{shown} cannot be read: {}", reason(&error))))?;
    if bytes.len() - room > limit {
        return Err(Diagnostic::error("E-BUDGET", format!("{shown} is larger than the {} MiB that caplink reads", INPUT_BYTES >> 20))
            .help("split the input, or strip debug information with `wasm-tools strip`")
            .into());
    }
    Ok(bytes)
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Failure {
    let help = match error.kind() {
        std::io::ErrorKind::NotFound => "check the path; it is relative to the current folder",
        std::io::ErrorKind::PermissionDenied => "check the permissions of the file and of the folders above it",
        _ => "check that the file is readable",
    };
    Diagnostic::error("E-READ", format!("{} cannot be read: {}", shown(path), reason(error))).help(help).into()
}

/// What the system says, in the same words on every system where that is easy.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it does not exist".into(),
        std::io::ErrorKind::PermissionDenied => "permission is denied".into(),
        _ => escape(&error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> &'static str {
        result.expect_err("must be refused").0[0].code
    }

    #[test]
    fn missing_files_and_folders_are_errors() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(code(file(&folder.path().join("none"))), "E-READ");
        assert_eq!(code(file(folder.path())), "E-READ");
        assert_eq!(code(component(Path::new(".."))), "E-READ");
    }

    #[test]
    fn reading_stops_at_the_limit() {
        assert_eq!(read(&b"abc"[..], "x", 3, 0, 0), Ok(b"abc".to_vec()));
        assert_eq!(code(read(std::io::repeat(0), "x", 3, 0, 0)), "E-BUDGET");
    }

    #[test]
    fn two_inputs_of_one_name_are_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let paths = ["a", "b"].map(|sub| folder.path().join(sub));
        for path in &paths {
            std::fs::create_dir(path).expect("created");
            std::fs::write(path.join("s.cedarschema"), "").expect("written");
        }
        assert_eq!(code(files(&paths.map(|path| path.join("s.cedarschema")))), "E-INPUT-NAME");
    }
}
