//! Files as a revision of a git repository has them: `REV:PATH`, as git writes it.
//!
//! In: a revision and a path from the root of the repository (or from the current folder, if it starts with `./`). Out: a file's bytes, or the files of a folder.
//! git itself reads its objects; nothing is checked out, no filter runs, and nothing is fetched. Refused: names that git would take for options, and whatever
//! git refuses.

use crate::console::Failure;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::limits::INPUT_BYTES;
use caplink_model::text::escape;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

/// What stands at a path.
pub enum Object {
    /// A file.
    File(Vec<u8>),
    /// The files of a folder and of the folders in it.
    Folder(Vec<Entry>),
}

/// A file of a folder.
pub struct Entry {
    /// Its path from the folder.
    pub name: String,
    /// Whether it is a regular file, and not a link or another repository.
    pub is_file: bool,
    object: String,
}

/// The revision and the path of an argument that has the form.
pub fn revision(argument: &str) -> Option<(&str, &str)> {
    let (revision, path) = argument.split_once(':')?;
    let is_path = argument.starts_with(['.', '/']) || revision.is_empty() || path.starts_with('\\');
    (!is_path).then_some((revision, path))
}

/// Reads what stands at `REV:PATH`.
pub fn read(revision: &str, path: &str) -> Result<Object, Failure> {
    if revision.starts_with('-') || [revision, path].iter().any(|text| text.contains(['\n', '\0'])) {
        return Err(refused(revision, path, "git would take it for something else"));
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    let name = format!("{revision}:{path}");
    let failed = |reason: String| refused(revision, path, &reason);
    let kind = text(&["cat-file", "-t", &name]).map_err(failed)?;
    match kind.trim() {
        "blob" => {
            let size: usize = text(&["cat-file", "-s", &name]).map_err(failed)?.trim().parse().unwrap_or(usize::MAX);
            if size > INPUT_BYTES {
                return Err(refused(revision, path, &format!("it is larger than the {} MiB that caplink reads", INPUT_BYTES >> 20)));
            }
            run(&["cat-file", "blob", &name]).map(Object::File).map_err(failed)
        }
        "tree" | "commit" => {
            let listed = run(&["ls-tree", "-r", "-z", "--full-tree", &name]).map_err(failed)?;
            let entries = listed
                .split(|byte| *byte == 0)
                .filter(|line| !line.is_empty())
                .map(|line| entry(line).ok_or_else(|| refused(revision, path, "it holds a name that is not UTF-8")));
            entries.collect::<Result<_, _>>().map(Object::Folder)
        }
        other => Err(refused(revision, path, &format!("it is a {}", escape(other)))),
    }
}

/// `MODE TYPE OBJECT\tPATH`
fn entry(line: &[u8]) -> Option<Entry> {
    let (head, name) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, _, object) = (words.next()?, words.next()?, words.next()?);
    Some(Entry { name: name.into(), is_file: mode.starts_with("100"), object: object.into() })
}

/// Reads many files through one process.
pub struct Reader {
    process: Child,
    left: usize,
}

impl Reader {
    /// Starts git.
    pub fn new() -> Result<Self, Failure> {
        let process = command(&["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        Ok(Self { process: process.map_err(|error| no_git(&error))?, left: INPUT_BYTES })
    }

    /// The bytes of an entry.
    pub fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, Failure> {
        let failed = || -> Failure {
            Diagnostic::error("E-GIT", format!("git does not give `{}`", escape(&entry.name)))
                .help("check the repository with `git fsck`")
                .into()
        };
        let (Some(input), Some(output)) = (self.process.stdin.as_mut(), self.process.stdout.as_mut()) else { return Err(failed()) };
        writeln!(input, "{}", entry.object).and_then(|()| input.flush()).map_err(|_| failed())?;
        // One byte at a time up to the end of the line: what follows is the file's.
        let mut head = Vec::new();
        BufReader::with_capacity(1, &mut *output).read_until(b'\n', &mut head).map_err(|_| failed())?;
        let head = String::from_utf8_lossy(&head).into_owned();
        let size: usize = head.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or_else(failed)?;
        if size > self.left {
            let message = format!(
                "`{}` and what was read before are larger than the {} MiB that caplink reads",
                escape(&entry.name),
                INPUT_BYTES >> 20
            );
            return Err(Diagnostic::error("E-BUDGET", message).help("name a smaller folder").into());
        }
        self.left -= size;
        let mut bytes = vec![0; size];
        let mut end = [0];
        output.read_exact(&mut bytes).and_then(|()| output.read_exact(&mut end)).map_err(|_| failed())?;
        Ok(bytes)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // Whatever it says, everything that was asked for has been read.
        let _ = self.process.wait();
    }
}

/// git without anything that could run a program, ask, wait, or fetch.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(["--no-replace-objects", "--no-pager", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"]).args(arguments);
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    command.stdin(Stdio::null());
    command
}

fn text(arguments: &[&str]) -> Result<String, String> {
    run(arguments).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn run(arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = command(arguments).output().map_err(|error| format!("git cannot be run: {}", escape(&error.to_string())))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default();
    Err(format!("git says: {}", escape(said.strip_prefix("fatal: ").unwrap_or(said))))
}

fn no_git(error: &std::io::Error) -> Failure {
    Diagnostic::error("E-GIT", format!("git cannot be run: {}", escape(&error.to_string()))).help("install git, or give files").into()
}

fn refused(revision: &str, path: &str, reason: &str) -> Failure {
    Diagnostic::error("E-GIT", format!("`{}:{}` cannot be read: {reason}", escape(revision), escape(path)))
        .help("write `REV:PATH` as for `git show`, or `./NAME` for a file whose name has a colon")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_told_from_paths() {
        for (argument, expected) in [
            ("main:grants", Some(("main", "grants"))),
            ("origin/main:grants/a.grants.json", Some(("origin/main", "grants/a.grants.json"))),
            ("v1.2^{commit}:./a:b", Some(("v1.2^{commit}", "./a:b"))),
            ("HEAD:", Some(("HEAD", ""))),
            ("./main:grants", None),
            ("/tmp/main:grants", None),
            (":grants", None),
            ("grants", None),
            (r"C:\grants", None),
        ] {
            assert_eq!(revision(argument), expected, "{argument}");
        }
    }

    #[test]
    fn what_git_would_take_for_an_option_is_refused() {
        for (revision, path) in [("--output=x", "a"), ("-p", "a"), ("main\n-p", "a"), ("main", "a\nb"), ("main", "a\0")] {
            let failure = read(revision, path).err().expect("must be refused");
            assert_eq!(failure.0[0].code, "E-GIT");
            assert!(failure.0[0].message.contains("something else"), "{failure:?}");
        }
    }
}
