//! What `diff` and `check` compare: artifacts, lockfiles, folders of them, folders of policies; on disk or in a revision of a git repository.
//!
//! In: an argument. Out: a [`Side`]. Must hold: what a folder holds of these kinds is read or refused, never skipped: a lockfile that is overlooked would hide what an agent
//! may do; an artifact and the lockfile beside it belong together. Refused: links in folders, hidden files, components that caplink has not linked, and folders that
//! hold nothing to compare. Policies beside releases are what those were made from: there the releases are compared.

use crate::console::Failure;
use crate::engine::{self, Input, Policies};
use crate::files::{self, folder, git, named};
use caplink_linker::diff::Release;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One side of a comparison.
pub enum Side {
    /// What was linked.
    Releases(Vec<Release>),
    /// Policies, without an agent.
    Policies(Policies),
}

const LOCKFILE: &str = ".grants.json";
const ARTIFACT: &str = ".wasm";
const POLICY: &str = ".cedar";
const SCHEMA: &str = ".cedarschema";
const ENTITIES: &str = "entities.json";
const LINKS: &str = "template-links.json";

/// A file of a folder, not read yet.
struct Found {
    /// Its path from the folder.
    name: String,
    /// Its path in reports.
    shown: String,
    place: Place,
}

enum Place {
    Disk(PathBuf),
    Git(git::Entry),
}

/// Reads both sides, at once.
pub fn sides(old: &str, new: &str) -> Result<(Side, Side), Failure> {
    let (old, new) = std::thread::scope(|scope| {
        let old = scope.spawn(|| side(old));
        let new = side(new);
        (old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), new)
    });
    // The first is told first.
    Ok((old?, new?))
}

/// Reads a side.
fn side(argument: &str) -> Result<Side, Failure> {
    let path = Path::new(argument);
    let revision = git::revision(argument);
    match (path.symlink_metadata().is_ok(), revision) {
        (true, Some(_)) => {
            Err(Diagnostic::error("E-SIDE", format!("`{}` is the name of a file, and could be a revision too", escape(argument)))
                .help("write `./NAME` for the file")
                .into())
        }
        (false, Some((revision, path))) => match git::read(revision, path)? {
            git::Object::File(bytes) => one(path, bytes, None),
            git::Object::Folder(entries) => in_git(path, entries),
        },
        _ if path.is_dir() => on_disk(path),
        _ => file(path),
    }
}

/// A single release: for questions about one agent.
pub fn release(argument: &str) -> Result<Release, Failure> {
    let refuse = |what: &str| -> Failure {
        Diagnostic::error("E-SIDE", format!("`{}` {what}", escape(argument))).help("give one lockfile or one artifact").into()
    };
    match side(argument)? {
        Side::Releases(mut releases) if releases.len() == 1 => releases.pop().ok_or_else(|| refuse("holds none")),
        Side::Releases(_) => Err(refuse("holds several agents")),
        Side::Policies(_) => Err(refuse("holds policies, and no agent")),
    }
}

/// A file on disk; what lies beside it belongs to it.
fn file(path: &Path) -> Result<Side, Failure> {
    let name = if path == Path::new("-") { "stdin".into() } else { named::name(path)? };
    let bytes = if path == Path::new("-") { files::stdin()? } else { files::file(path)?.bytes };
    let beside = |from: &str, to: &str| {
        let text = path.to_str()?;
        let other = PathBuf::from(format!("{}{to}", text.strip_suffix(from)?));
        other.is_file().then_some(other)
    };
    let other = if is_component(&bytes) { beside(ARTIFACT, LOCKFILE) } else { beside(LOCKFILE, ARTIFACT) };
    let other = other.map(|path| files::file(&path)).transpose()?;
    one(&name, bytes, other)
}

/// One file, with what belongs to it.
fn one(name: &str, bytes: Vec<u8>, other: Option<Input>) -> Result<Side, Failure> {
    if name.ends_with(POLICY) {
        let policies = vec![Input { name: name.into(), bytes }];
        return Ok(Side::Policies(Policies { name: name.into(), policies, schemas: vec![], entities: None, links: None }));
    }
    if is_component(&bytes) {
        let release = engine::artifact(name, name, bytes, other.as_ref())?;
        return Ok(Side::Releases(vec![release]));
    }
    let release = engine::lockfile(name, name, &bytes)?;
    if let Some(artifact) = other {
        engine::belongs(&release, &artifact)?;
    }
    Ok(Side::Releases(vec![release]))
}

fn is_component(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0asm")
}

fn on_disk(root: &Path) -> Result<Side, Failure> {
    let shown = named::name(root)?;
    let found = folder::files_with(root, is_wanted)?.into_iter().map(|(name, path)| {
        let shown = named::name(&path)?;
        Ok(Found { name, shown, place: Place::Disk(path) })
    });
    whole(&shown, found.collect::<Result<_, Failure>>()?)
}

fn in_git(root: &str, entries: Vec<git::Entry>) -> Result<Side, Failure> {
    let root = root.strip_prefix("./").unwrap_or(root).trim_end_matches('/');
    let mut found = vec![];
    for entry in entries.into_iter().filter(|entry| is_wanted(&entry.name)) {
        let shown = if root.is_empty() { entry.name.clone() } else { format!("{root}/{}", entry.name) };
        let refuse = |what: &str| Diagnostic::error("E-INPUT-FILE", format!("`{}` {what}", escape(&shown)));
        if !entry.is_file {
            return Err(refuse("is a link, or another repository").help("put the file itself there").into());
        }
        if entry.name.split('/').any(|part| part.starts_with('.')) {
            return Err(refuse("is hidden")
                .help("rename it or delete it: a file that nobody sees must neither hold nor be skipped")
                .into());
        }
        found.push(Found { name: entry.name.clone(), shown, place: Place::Git(entry) });
    }
    whole(root, found)
}

/// Whether a file is one of those that are compared, however its name is spelt.
fn is_wanted(name: &str) -> bool {
    has_ending(&name.to_ascii_lowercase())
}

fn has_ending(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    [LOCKFILE, ARTIFACT, POLICY, SCHEMA].iter().any(|ending| name.ends_with(ending)) || [ENTITIES, LINKS].contains(&name)
}

/// A folder: its releases, or if there are none its policies.
fn whole(root: &str, mut found: Vec<Found>) -> Result<Side, Failure> {
    found.sort_by(|a, b| a.name.cmp(&b.name));
    if let Some(file) = found.iter().find(|file| !has_ending(&file.name)) {
        let message = format!("`{}` has another spelling of its ending than `{LOCKFILE}`, `{ARTIFACT}` or `{POLICY}`", escape(&file.shown));
        return Err(Diagnostic::error("E-INPUT-FILE", message).help("rename it, so that every tool agrees on what it is").into());
    }
    let mut reader = None;
    let stems: BTreeSet<String> = found.iter().filter_map(|file| file.name.strip_suffix(LOCKFILE)).map(str::to_string).collect();
    let (mut releases, mut artifacts) = (vec![], BTreeMap::new());
    for file in &found {
        if file.name.ends_with(LOCKFILE) {
            let bytes = read(file, &mut reader)?;
            releases.push((
                file.name.strip_suffix(LOCKFILE).unwrap_or_default().to_string(),
                engine::lockfile(&file.shown, &file.name, &bytes)?,
            ));
        } else if let Some(stem) = file.name.strip_suffix(ARTIFACT) {
            let bytes = read(file, &mut reader)?;
            if stems.contains(stem) {
                artifacts.insert(stem.to_string(), Input { name: file.shown.clone(), bytes });
            } else {
                releases.push((stem.to_string(), engine::artifact(&file.shown, &file.name, bytes, None)?));
            }
        }
    }
    for (stem, release) in &releases {
        if let Some(artifact) = artifacts.get(stem) {
            engine::belongs(release, artifact)?;
        }
    }
    if !releases.is_empty() {
        return Ok(Side::Releases(releases.into_iter().map(|(_, release)| release).collect()));
    }
    policies(root, &found, &mut reader)
}

fn policies(root: &str, found: &[Found], reader: &mut Option<git::Reader>) -> Result<Side, Failure> {
    let mut all = |ending: &str| -> Result<Vec<Input>, Failure> {
        let files = found.iter().filter(|file| file.name.ends_with(ending));
        files.map(|file| Ok(Input { name: file.name.clone(), bytes: read(file, reader)? })).collect()
    };
    let policies = all(POLICY)?;
    if policies.is_empty() {
        let message =
            format!("`{}` holds no lockfile (`*{LOCKFILE}`), no artifact (`*{ARTIFACT}`) and no policy (`*{POLICY}`)", escape(root));
        return Err(Diagnostic::error("E-SIDE", message)
            .help("check the path: an empty side would make everything new, or nothing")
            .into());
    }
    let schemas = all(SCHEMA)?;
    let mut only = |name: &str| -> Result<Option<Input>, Failure> {
        let mut files = all(name)?;
        files.retain(|file| file.name.rsplit('/').next() == Some(name));
        if files.len() > 1 {
            let message =
                format!("`{}` holds `{}` and `{}`, and only one is used", escape(root), escape(&files[0].name), escape(&files[1].name));
            return Err(Diagnostic::error("E-INPUT-NAME", message).help("compare the folders one by one").into());
        }
        Ok(files.pop())
    };
    let (entities, links) = (only(ENTITIES)?, only(LINKS)?);
    Ok(Side::Policies(Policies { name: root.into(), policies, schemas, entities, links }))
}

fn read(file: &Found, reader: &mut Option<git::Reader>) -> Result<Vec<u8>, Failure> {
    match &file.place {
        Place::Disk(path) => Ok(files::file(path)?.bytes),
        Place::Git(entry) => {
            if reader.is_none() {
                *reader = Some(git::Reader::new()?);
            }
            match reader {
                Some(reader) => reader.read(entry),
                None => unreachable!("it was just put there"),
            }
        }
    }
}
