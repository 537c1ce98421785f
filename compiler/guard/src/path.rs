//! Paths of files as a hierarchy: `/data/out/a.txt` is in `/data/out` is in `/data` is in `/`.
//!
//! Whole components only, and what does not start with `/` is in nothing. Paths are compared as they are; making them canonical (no `.`, `..`, empty component) is the business of whoever stores them.

/// Whether a path is this one or lies in it.
#[must_use]
pub fn is_under(path: &[u8], folder: &[u8]) -> bool {
    let Some(rest) = path.strip_prefix(folder) else { return false };
    rest.is_empty() || folder == b"/" || (folder.first() == Some(&b'/') && rest.first() == Some(&b'/'))
}
