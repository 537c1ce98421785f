//! A tree of folders and files that is read where it lies, without a copy: its serial form, the writer and the reader.
//!
//! All numbers are little endian. First the count of entries (u32), then that many entries of 24 bytes, then names and contents, anywhere
//! behind. An entry is six u32:
//!
//! | at | of a file | of a folder |
//! | --- | --- | --- |
//! | 0 | 0 | 1 |
//! | 4 | where its name begins, from the first byte of all | same |
//! | 8 | bytes of its name | same |
//! | 12 | the entry of the folder that it is in | same |
//! | 16 | where its content begins | the entry of the first thing in it |
//! | 20 | bytes of its content | how many things are in it |
//!
//! Entry 0 is the outermost folder. What is in a folder lies together, sorted by the bytes of its name, and the folders' contents follow
//! each other in the order of the folders: so everything but entry 0 is in exactly one folder, and there is no cycle. [`Tree::check`]
//! refuses all else; without it, other bytes are a strange tree or an error, and never more.

use super::volume::LONGEST;
use super::walk::{Kind, View};
use crate::code::Code;
use alloc::vec::Vec;

const ENTRY: usize = 24;
const COUNT: usize = 4;
const FILE: u32 = 0;
const FOLDER: u32 = 1;

/// What a writer is given for a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// A folder.
    Folder,
    /// A file with these bytes.
    File(&'a [u8]),
}

/// Why a tree cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable<'a> {
    /// The path is empty, absolute, or has a part that is no name.
    Path(&'a str),
    /// The path stands twice, or behind one that comes later: the list is sorted by the names along the paths.
    Order(&'a str),
    /// The folder that it is in is not before it in the list, or is a file.
    Parent(&'a str),
    /// There are 4 GiB or more.
    Large,
}

/// Whether something may be called so.
pub fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && name.len() <= LONGEST && !name.contains(['/', '\0'])
}

/// Writes a tree: paths with `/` between names, each folder before what is in it, sorted by the names along the path (`a`, `a/b`, `a.c`).
///
/// # Errors
/// If a path is not one, or not in its place, or the bytes would be too many.
pub fn write<'a>(items: &[(&'a str, Item<'a>)]) -> Result<Vec<u8>, Unwritable<'a>> {
    struct Place<'a> {
        name: &'a str,
        parent: usize,
        item: Item<'a>,
        children: Vec<usize>,
    }
    let mut places = Vec::with_capacity(items.len() + 1);
    places.push(Place { name: "", parent: 0, item: Item::Folder, children: Vec::new() });
    // The folders that the item before is in, outermost first, and itself.
    let mut open: Vec<(&str, usize)> = Vec::new();
    for &(path, item) in items {
        if !path.split('/').all(is_name) {
            return Err(Unwritable::Path(path));
        }
        let (depth, name) = (path.matches('/').count(), path.rsplit('/').next().unwrap_or(path));
        let shared = path.split('/').zip(&open).take_while(|(name, (other, _))| name == other).count();
        if shared < depth {
            return Err(Unwritable::Parent(path));
        }
        if open.get(depth).is_some_and(|(before, _)| name <= *before) {
            return Err(Unwritable::Order(path));
        }
        open.truncate(depth);
        let parent = open.last().map_or(0, |&(_, place)| place);
        if places[parent].item != Item::Folder {
            return Err(Unwritable::Parent(path));
        }
        let place = places.len();
        if let Some(&last) = places[parent].children.last()
            && places[last].name >= name
        {
            return Err(Unwritable::Order(path));
        }
        places[parent].children.push(place);
        places.push(Place { name, parent, item, children: Vec::new() });
        open.push((name, place));
    }
    // Folder by folder: `order` has the place of each entry, `entries` the entry of each place.
    let mut order = Vec::with_capacity(places.len());
    let mut entries = alloc::vec![0; places.len()];
    order.push(0);
    let mut next = 0;
    while let Some(&place) = order.get(next) {
        entries[place] = next;
        order.extend_from_slice(&places[place].children);
        next += 1;
    }
    let mut bytes = Vec::new();
    let mut behind = COUNT + ENTRY * places.len();
    let mut first = 1;
    bytes.extend_from_slice(&number(places.len())?);
    for &place in &order {
        let Place { name, parent, item, children } = &places[place];
        let name_at = behind;
        behind += name.len();
        let (kind, at, length) = match item {
            Item::Folder => (FOLDER as usize, first, children.len()),
            Item::File(content) => (FILE as usize, behind, content.len()),
        };
        match item {
            Item::Folder => first += length,
            Item::File(_) => behind += length,
        }
        for field in [kind, name_at, name.len(), entries[*parent], at, length] {
            bytes.extend_from_slice(&number(field)?);
        }
    }
    number(behind)?;
    for &place in &order {
        bytes.extend_from_slice(places[place].name.as_bytes());
        if let Item::File(content) = places[place].item {
            bytes.extend_from_slice(content);
        }
    }
    Ok(bytes)
}

fn number<'a>(value: usize) -> Result<[u8; 4], Unwritable<'a>> {
    Ok(u32::try_from(value).map_err(|_| Unwritable::Large)?.to_le_bytes())
}

/// A tree in its serial form.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    bytes: &'a [u8],
    count: u32,
}

/// An entry, as it is stored.
struct Entry {
    kind: u32,
    name_at: u32,
    name_length: u32,
    parent: u32,
    at: u32,
    length: u32,
}

impl<'a> Tree<'a> {
    /// A tree in these bytes: nothing but its size is looked at.
    ///
    /// # Errors
    /// If its entries do not lie in the bytes, or there is no outermost folder.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Code> {
        let count = bytes.first_chunk().map(|count| u32::from_le_bytes(*count)).ok_or(Code::Io)?;
        let tree = Self { bytes, count };
        let end = (count as usize).checked_mul(ENTRY).and_then(|length| length.checked_add(COUNT));
        if end.is_none_or(|end| end > bytes.len()) || tree.entry(0)?.kind != FOLDER {
            return Err(Code::Io);
        }
        Ok(tree)
    }

    /// Whether every entry is as the writer writes them.
    ///
    /// # Errors
    /// If one is not.
    pub fn check(&self) -> Result<(), Code> {
        let mut next = 1_u32;
        for number in 0..self.count {
            let entry = self.entry(number)?;
            if number > 0 && !is_name(self.name_of(&entry)?) || entry.parent > number {
                return Err(Code::Io);
            }
            match entry.kind {
                FILE => {
                    self.content(number)?;
                }
                FOLDER => {
                    let end = next.checked_add(entry.length).filter(|&end| end <= self.count).ok_or(Code::Io)?;
                    if entry.at != next || next <= number && entry.length > 0 {
                        return Err(Code::Io);
                    }
                    let mut before = "";
                    for child in next..end {
                        let child = self.entry(child)?;
                        let name = self.name_of(&child)?;
                        if child.parent != number || name <= before {
                            return Err(Code::Io);
                        }
                        before = name;
                    }
                    next = end;
                }
                _ => return Err(Code::Io),
            }
        }
        if next == self.count { Ok(()) } else { Err(Code::Io) }
    }

    /// The bytes of a file.
    pub fn content(&self, number: u32) -> Result<&'a [u8], Code> {
        let entry = self.entry(number)?;
        if entry.kind != FILE {
            return Err(Code::BadDescriptor);
        }
        self.slice(entry.at, entry.length)
    }

    fn slice(&self, at: u32, length: u32) -> Result<&'a [u8], Code> {
        let rest = self.bytes.get(at as usize..).ok_or(Code::Io)?;
        rest.get(..length as usize).ok_or(Code::Io)
    }

    fn entry(&self, number: u32) -> Result<Entry, Code> {
        if number >= self.count {
            return Err(Code::Io);
        }
        let bytes = self.bytes.get(COUNT + ENTRY * number as usize..).and_then(|rest| rest.first_chunk::<ENTRY>()).ok_or(Code::Io)?;
        let mut fields = bytes.chunks_exact(4).map(|field| u32::from_le_bytes([field[0], field[1], field[2], field[3]]));
        let mut field = || fields.next().ok_or(Code::Io);
        Ok(Entry { kind: field()?, name_at: field()?, name_length: field()?, parent: field()?, at: field()?, length: field()? })
    }

    fn name_of(&self, entry: &Entry) -> Result<&'a str, Code> {
        core::str::from_utf8(self.slice(entry.name_at, entry.name_length)?).map_err(|_| Code::Io)
    }

    fn folder(&self, number: u32) -> Result<Entry, Code> {
        let entry = self.entry(number)?;
        if entry.kind == FOLDER { Ok(entry) } else { Err(Code::NotDirectory) }
    }

    /// The first thing in a folder whose name is not before one, and whether it is that one.
    fn seek(&self, folder: &Entry, name: &str) -> Result<(u32, bool), Code> {
        let (mut low, mut high) = (0, folder.length);
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self.name_of(&self.entry(folder.at.checked_add(middle).ok_or(Code::Io)?)?)?;
            match found.cmp(name) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Equal => return Ok((middle, true)),
                core::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok((low, false))
    }
}

impl View for Tree<'_> {
    fn kind(&self, node: u32) -> Result<Kind, Code> {
        match self.entry(node)?.kind {
            FILE => Ok(Kind::File),
            FOLDER => Ok(Kind::Folder),
            _ => Err(Code::Io),
        }
    }

    fn lookup(&self, folder: u32, name: &str) -> Result<Option<u32>, Code> {
        let folder = self.folder(folder)?;
        if name.len() > LONGEST {
            return Err(Code::NameTooLong);
        }
        let (place, is_there) = self.seek(&folder, name)?;
        Ok(if is_there { Some(folder.at + place) } else { None })
    }

    fn parent(&self, folder: u32) -> Result<u32, Code> {
        Ok(self.folder(folder)?.parent)
    }

    fn target(&self, _: u32) -> Result<&str, Code> {
        Err(Code::Invalid)
    }

    fn takes_names(&self, _: u32) -> bool {
        false
    }

    fn next(&self, folder: u32, after: Option<&str>) -> Result<Option<(&str, u32)>, Code> {
        let folder = self.folder(folder)?;
        let place = match after {
            None => 0,
            Some(name) => {
                let (place, is_there) = self.seek(&folder, name)?;
                place + u32::from(is_there)
            }
        };
        if place >= folder.length {
            return Ok(None);
        }
        let number = folder.at.checked_add(place).ok_or(Code::Io)?;
        Ok(Some((self.name_of(&self.entry(number)?)?, number)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: &[(&str, Item<'_>)] = &[
        ("a", Item::Folder),
        ("a/b", Item::Folder),
        ("a/b/c", Item::File(b"deep")),
        ("a/d", Item::File(b"")),
        ("a.txt", Item::File(b"beside")),
        ("z", Item::Folder),
    ];

    #[test]
    fn f15_what_was_written_is_read() {
        let bytes = write(ITEMS).expect("the list is in order");
        let tree = Tree::open(&bytes).expect("it is a tree");
        assert_eq!(tree.check(), Ok(()));
        let mut found = Vec::new();
        let mut name = None;
        while let Some((next, number)) = tree.next(0, name).expect("it can be listed") {
            found.push((next, number));
            name = Some(next);
        }
        assert_eq!(found.iter().map(|found| found.0).collect::<Vec<_>>(), ["a", "a.txt", "z"]);
        let a = found[0].1;
        let b = tree.lookup(a, "b").expect("it is a folder").expect("it is there");
        let c = tree.lookup(b, "c").expect("it is a folder").expect("it is there");
        assert_eq!((tree.content(c), tree.parent(b), tree.kind(b)), (Ok(&b"deep"[..]), Ok(a), Ok(Kind::Folder)));
        assert_eq!(
            (tree.lookup(b, "d"), tree.lookup(c, "d"), tree.content(a)),
            (Ok(None), Err(Code::NotDirectory), Err(Code::BadDescriptor))
        );
        assert_eq!(
            Tree::open(&write(&[]).expect("it may be empty")).map(|tree| tree.next(0, None).is_ok_and(|next| next.is_none())),
            Ok(true)
        );
    }

    #[test]
    fn f15_what_is_out_of_order_is_not_written() {
        let file = Item::File(b"");
        assert_eq!(write(&[("b", file), ("a", file)]), Err(Unwritable::Order("a")));
        assert_eq!(write(&[("a", file), ("a", file)]), Err(Unwritable::Order("a")));
        assert_eq!(write(&[("a", file), ("a/b", file)]), Err(Unwritable::Parent("a/b")));
        assert_eq!(write(&[("a/b", file)]), Err(Unwritable::Parent("a/b")));
        assert_eq!(write(&[("a", Item::Folder), ("b", file), ("a/c", file)]), Err(Unwritable::Parent("a/c")));
        for path in ["", "/a", "a/", "a//b", ".", "..", "a/../b", "a\0"] {
            assert_eq!(write(&[(path, file)]), Err(Unwritable::Path(path)));
        }
    }

    #[test]
    fn f15_hostile_bytes_are_refused_or_harmless() {
        let bytes = write(ITEMS).expect("the list is in order");
        let mut refused = 0;
        for at in 0..bytes.len() {
            for value in [0, 1, 2, 0x7f, 0xff, bytes[at] ^ 1] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                let Ok(tree) = Tree::open(&bytes) else {
                    refused += 1;
                    continue;
                };
                refused += usize::from(tree.check().is_err());
                for number in 0..9 {
                    // Only that they come back matters here.
                    let results = (tree.kind(number), tree.parent(number), tree.next(number, None), tree.next(number, Some("a")));
                    let _ = (results, tree.content(number), tree.lookup(number, "b"));
                }
            }
            let _ = Tree::open(&bytes[..at]).map(|tree| tree.check());
        }
        assert!(refused > 500, "{refused}");
        for bytes in [&b""[..], b"\xff\xff\xff\xff", b"\0\0\0\0"] {
            assert!(Tree::open(bytes).is_err());
        }
    }
}
