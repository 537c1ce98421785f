//! From a path to a node, as Linux finds it beneath a folder (`openat2` with `RESOLVE_BENEATH`), without recursion.
//!
//! In: a tree, a folder in it, a path as the caller spelt it. Out: a node, or the folder and name where there is none yet. Must hold
//! (threats F1, F2): no step leaves the folder that the walk began in, neither by `..` nor by a link; an absolute path, or a link to one,
//! is refused; at most [`LINKS`] links are followed.

use crate::code::Code;
use alloc::vec::Vec;

/// How many links one path may lead through.
const LINKS: usize = 40;
/// The bytes that a path may have.
const PATH: usize = 4095;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A symbolic link.
    Link,
}

/// A tree that can be walked.
pub trait View {
    /// What a node is.
    fn kind(&self, node: u32) -> Result<Kind, Code>;
    /// What has a name in a folder.
    fn lookup(&self, folder: u32, name: &str) -> Result<Option<u32>, Code>;
    /// The folder that a folder is in.
    fn parent(&self, folder: u32) -> Result<u32, Code>;
    /// Where a link points.
    fn target(&self, link: u32) -> Result<&str, Code>;
    /// Whether something can be made in a folder.
    fn takes_names(&self, folder: u32) -> bool;
    /// The first name in a folder, or the first that comes after one.
    fn next(&self, folder: u32, after: Option<&str>) -> Result<Option<(&str, u32)>, Code>;
}

/// How a path is walked.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Follow a link at the end.
    pub follows: bool,
    /// What is not there is to be made.
    pub creates: bool,
    /// What is found must be a folder.
    pub folder: bool,
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<'p> {
    /// To a node.
    Node(u32),
    /// To a name that nothing has.
    Missing {
        /// The folder in which nothing has it.
        folder: u32,
        /// The name.
        name: &'p str,
    },
}

/// Walks a path from a folder on.
pub fn walk<'p>(view: &'p dyn View, start: u32, path: &'p str, how: How) -> Result<Found<'p>, Code> {
    check(path)?;
    let mut how = how;
    let mut at = start;
    let mut text = path;
    // What is left of the paths in which links were met that are not at the end.
    let mut pending: Vec<&str> = Vec::new();
    let mut links = 0;
    'text: loop {
        if text.starts_with('/') {
            return Err(Code::NotPermitted);
        }
        loop {
            let (name, after) = cut(text, text.bytes().position(|byte| byte == b'/').unwrap_or(text.len()));
            let rest = after.trim_start_matches('/');
            let is_last = rest.is_empty() && pending.is_empty();
            let found = match name {
                "." => at,
                ".." if at == start => return Err(Code::NotPermitted),
                ".." => view.parent(at)?,
                _ => {
                    if is_last && !after.is_empty() {
                        if how.creates {
                            return Err(Code::IsDirectory);
                        }
                        (how.follows, how.folder) = (true, true);
                    }
                    match view.lookup(at, name)? {
                        Some(found) => found,
                        None if is_last => return Ok(Found::Missing { folder: at, name }),
                        None => return Err(Code::NoEntry),
                    }
                }
            };
            let kind = view.kind(found)?;
            if kind == Kind::Link && (how.follows || !is_last) {
                links += 1;
                if links > LINKS {
                    return Err(Code::Loop);
                }
                if !rest.is_empty() {
                    pending.push(rest);
                }
                text = view.target(found)?;
                continue 'text;
            }
            if is_last {
                return if how.folder && kind != Kind::Folder { Err(Code::NotDirectory) } else { Ok(Found::Node(found)) };
            }
            if kind != Kind::Folder {
                return Err(Code::NotDirectory);
            }
            at = found;
            text = if rest.is_empty() { pending.pop().unwrap_or("") } else { rest };
        }
    }
}

/// Finds a node.
pub fn find(view: &dyn View, start: u32, path: &str, follows: bool) -> Result<u32, Code> {
    match walk(view, start, path, How { follows, ..How::default() })? {
        Found::Node(node) => Ok(node),
        Found::Missing { .. } => Err(Code::NoEntry),
    }
}

/// The folder in which a path's last name is, and that name, which is `.` if the path ends in a slash, `.` or `..`. Neither is said whether
/// anything has it, nor whether anything could: see [`check`].
pub fn parent<'p>(view: &dyn View, start: u32, path: &'p str) -> Result<(u32, &'p str), Code> {
    let (folders, name) = split(path).ok_or(Code::NoEntry)?;
    let folder = if folders.is_empty() {
        start
    } else {
        match walk(view, start, folders, How { follows: true, folder: true, creates: false })? {
            Found::Node(node) => node,
            Found::Missing { .. } => return Err(Code::NoEntry),
        }
    };
    Ok((folder, name))
}

/// A path without slashes at its end, if it is not the root.
pub fn without_slashes(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" => cut(path, path.len().min(1)).0,
        path => path,
    }
}

/// What a path must be to be walked, to be a link's target, or to be looked up as a last name.
pub fn check(path: &str) -> Result<(), Code> {
    match path.len() {
        _ if path.bytes().any(|byte| byte == 0) => Err(Code::Invalid),
        0 => Err(Code::NoEntry),
        1..=PATH => Ok(()),
        _ => Err(Code::NameTooLong),
    }
}

/// The part before the last name, and that.
fn split(path: &str) -> Option<(&str, &str)> {
    if path.is_empty() {
        return None;
    }
    if path.ends_with('/') || path.ends_with("/.") {
        return Some((path, "."));
    }
    let (folders, name) = cut(path, path.bytes().rposition(|byte| byte == b'/').map_or(0, |slash| slash + 1));
    if name == ".." {
        return Some((path, "."));
    }
    Some((tidy(folders), name))
}

/// The two parts of a text before and behind a slash, or an end.
fn cut(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Folders without what follows the last of their names: `/` if there is nothing else.
fn tidy(folders: &str) -> &str {
    let mut folders = folders;
    loop {
        let shorter = without_slashes(folders);
        let shorter = shorter.strip_suffix("/.").unwrap_or(shorter);
        if shorter.len() == folders.len() {
            return folders;
        }
        folders = if shorter.is_empty() { "/" } else { shorter };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_paths_are_split_before_their_last_name() {
        for (path, folders, name) in [
            ("foo/bar/qux", "foo/bar", "qux"),
            ("foo//./bar", "foo", "bar"),
            ("foo", "", "foo"),
            ("foo/", "foo/", "."),
            ("foo/.", "foo/.", "."),
            (".", "", "."),
            ("..", "..", "."),
            ("../foo", "..", "foo"),
            ("./foo", ".", "foo"),
            ("foo/..", "foo/..", "."),
            ("/foo", "/", "foo"),
            ("//./foo", "/", "foo"),
            ("/", "/", "."),
        ] {
            assert_eq!(split(path), Some((folders, name)), "{path}");
        }
        assert_eq!(split(""), None);
        for (path, without) in [("", ""), ("/", "/"), ("//", "/"), ("foo//", "foo"), ("foo/.", "foo/."), ("/foo/", "/foo")] {
            assert_eq!(without_slashes(path), without, "{path}");
        }
    }
}
