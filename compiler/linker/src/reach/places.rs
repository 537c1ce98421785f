//! Where in the source instructions come from, by a module's DWARF sections.
//!
//! In: a module, and the places of instructions in the agent's bytes. Out: a file and a line for those that the sections tell of. Of frames that were inlined
//! into each other the innermost that is not Rust's standard library is taken, else the outermost. The sections are untrusted: nothing may depend on the answer, whatever does
//! not parse is left out, and all work is counted ([`WORK`], [`SECTIONS`]), as sections can point to each other in ways that take their size squared.
//! No file is given from the root on: it is relative to the folder that was compiled in, or its last parts. Texts are unescaped and cut at [`SHOWN`].

use super::module::Module;
use super::names::cut;
use gimli::{
    Abbreviations, AttributeValue, DebugAbbrev, DebuggingInformationEntry, Dwarf, EndianSlice, LittleEndian, RangeIter, Section, SectionId,
    Unit, UnitHeader,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Characters of a file that are shown.
pub const SHOWN: usize = 200;
/// Bytes of all sections together.
const SECTIONS: u64 = 64 << 20;
/// Attributes, ranges, rows, and bytes of tables that are read.
const WORK: u64 = 200_000_000;
/// Bytes of the abbreviations of one unit.
const ABBREVIATIONS: usize = 64 << 10;
/// Bytes of the header of a line program: it becomes a list of files.
const HEADER: u64 = 1 << 20;
/// Frames that are inlined into each other.
const INLINED: usize = 64;

/// A line of a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, with `/` and never from the root on.
    pub file: String,
    /// The line; 0 if the compiler knew none.
    pub line: u32,
}

type Slice<'a> = EndianSlice<'a, LittleEndian>;

/// The places of instructions, which are given by their offsets in the agent's bytes.
pub fn places(bytes: &[u8], module: &Module<'_>, offsets: &BTreeSet<u64>) -> BTreeMap<u64, Place> {
    let mut places = BTreeMap::new();
    // In DWARF for wasm, addresses count from the contents of the code section.
    let wanted: BTreeSet<u64> =
        offsets.iter().filter_map(|offset| offset.checked_sub(module.code)).filter(|address| *address > 0).collect();
    let mut sections = BTreeMap::new();
    let mut size = 0_u64;
    for (name, range) in module.custom.iter().filter(|(name, _)| name.starts_with(".debug_")) {
        let part = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok()).and_then(|(start, end)| bytes.get(start..end));
        size = size.saturating_add(range.end.saturating_sub(range.start));
        sections.entry(*name).or_insert(part.unwrap_or_default());
    }
    if wanted.is_empty() || size > SECTIONS || !sections.contains_key(".debug_info") {
        return places;
    }
    let section = |id: SectionId| -> Result<Slice<'_>, gimli::Error> {
        Ok(EndianSlice::new(sections.get(id.name()).copied().unwrap_or_default(), LittleEndian))
    };
    let Ok(dwarf) = Dwarf::load(section) else { return places };
    let mut reader = Reader { dwarf, wanted, left: WORK, abbreviations: BTreeMap::new() };
    let mut units = reader.dwarf.units();
    while let Ok(Some(header)) = units.next() {
        // A unit that does not parse says nothing; the others may.
        if let Some(found) = reader.unit(header) {
            for (address, place) in found {
                places.entry(address + module.code).or_insert(place);
            }
        }
        if reader.left == 0 {
            break;
        }
    }
    places
}

struct Reader<'a> {
    dwarf: Dwarf<Slice<'a>>,
    wanted: BTreeSet<u64>,
    left: u64,
    abbreviations: BTreeMap<usize, Arc<Abbreviations>>,
}

/// A call that was inlined: how deep it stands, and its file and line.
struct Call {
    file: u64,
    line: u64,
}

impl<'a> Reader<'a> {
    fn work(&mut self, amount: u64) -> Option<()> {
        let left = self.left.checked_sub(amount);
        self.left = left.unwrap_or(0);
        left.map(|_| ())
    }

    fn unit(&mut self, header: UnitHeader<Slice<'a>>) -> Option<BTreeMap<u64, Place>> {
        self.work(64)?;
        let abbreviations = self.abbreviations(&header)?;
        self.afford_lines(&header, &abbreviations)?;
        let unit = Unit::new_with_abbreviations(&self.dwarf, header, abbreviations).ok()?;
        let inside = self.inside(self.dwarf.unit_ranges(&unit).ok()?)?;
        if inside.is_empty() {
            return None;
        }
        let rows = self.rows(&unit, &inside)?;
        if rows.is_empty() {
            return None;
        }
        let inside = rows.keys().copied().collect();
        let calls = self.calls(&unit, &inside).unwrap_or_default();
        let mut found = BTreeMap::new();
        for (address, (file, line)) in rows {
            let inlined = calls.get(&address).into_iter().flatten().rev().map(|call| (call.file, call.line));
            let mut last = None;
            for (file, line) in std::iter::once((file, line)).chain(inlined) {
                let Some(path) = self.file(&unit, file) else { continue };
                let is_std = is_std(&path);
                last = Some((path, line));
                if !is_std {
                    break;
                }
            }
            if let Some((path, line)) = last {
                let compiled_in = unit.comp_dir.map(|dir| normal(&dir.to_string_lossy()));
                found.insert(address, Place { file: shown(&path, compiled_in.as_deref()), line: u32::try_from(line).unwrap_or(0) });
            }
        }
        Some(found)
    }

    /// The abbreviations of a unit: one that has very many is not read, and those that several units share are read once.
    fn abbreviations(&mut self, header: &UnitHeader<Slice<'a>>) -> Option<Arc<Abbreviations>> {
        let start = header.debug_abbrev_offset().0;
        if let Some(known) = self.abbreviations.get(&start) {
            return Some(known.clone());
        }
        let all = self.dwarf.debug_abbrev.reader().slice();
        let end = start.checked_add(ABBREVIATIONS)?.min(all.len());
        self.work(end.checked_sub(start)? as u64)?;
        let read = header.abbreviations(&DebugAbbrev::from(EndianSlice::new(all.get(..end)?, LittleEndian))).ok()?;
        let read = Arc::new(read);
        self.abbreviations.insert(start, read.clone());
        Some(read)
    }

    /// Counts what it takes to read the line program, before a reader makes a list of its files.
    fn afford_lines(&mut self, header: &UnitHeader<Slice<'a>>, abbreviations: &Abbreviations) -> Option<()> {
        let mut entries = header.entries(abbreviations);
        let root = entries.next_dfs().ok()??;
        let attributes = root.attrs().len() as u64;
        let start = match root.attr_value(gimli::DW_AT_stmt_list) {
            Some(AttributeValue::DebugLineRef(offset)) => offset.0,
            Some(_) => return None,
            None => return self.work(attributes),
        };
        let lines = self.dwarf.debug_line.reader().slice().get(start..)?;
        let number = |at: usize, width: usize| -> Option<u64> {
            let bytes = lines.get(at..at + width)?;
            Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
        };
        let (length, width, mut at) = match number(0, 4)? {
            0xffff_ffff => (number(4, 8)?, 8, 12),
            length => (length, 4, 4),
        };
        at += if number(at, 2)? >= 5 { 4 } else { 2 };
        if number(at, width)? > HEADER {
            return None;
        }
        self.work(attributes.saturating_add(length))
    }

    /// What is wanted and lies in ranges. What starts at 0 was left out by the linker.
    fn inside(&mut self, mut ranges: RangeIter<Slice<'a>>) -> Option<BTreeSet<u64>> {
        let mut inside = BTreeSet::new();
        while let Some(range) = ranges.next().ok()? {
            self.work(1)?;
            if range.begin > 0 && range.begin < range.end {
                let found = self.wanted.range(range.begin..range.end).copied().collect::<Vec<_>>();
                self.work(found.len() as u64)?;
                inside.extend(found);
            }
        }
        Some(inside)
    }

    /// File and line of each address, by the line program.
    fn rows(&mut self, unit: &Unit<Slice<'a>>, inside: &BTreeSet<u64>) -> Option<BTreeMap<u64, (u64, u64)>> {
        let mut found = BTreeMap::new();
        let mut rows = unit.line_program.clone()?.rows();
        let (mut first, mut before) = (true, None::<(u64, u64, u64)>);
        let mut left_out = false;
        // Rows up to a fault are still good.
        while let Ok(Some((_, row))) = rows.next_row() {
            self.work(1)?;
            if first {
                left_out = row.address() == 0;
            }
            if let Some((address, file, line)) = before
                && !left_out
                && address < row.address()
            {
                let covered = inside.range(address..row.address()).copied().collect::<Vec<_>>();
                self.work(covered.len() as u64)?;
                for address in covered {
                    found.entry(address).or_insert((file, line));
                }
            }
            first = row.end_sequence();
            before = (!first).then(|| (row.address(), row.file_index(), row.line().map_or(0, u64::from)));
        }
        Some(found)
    }

    /// The calls that were inlined around each address, the outermost first.
    fn calls(&mut self, unit: &Unit<Slice<'a>>, inside: &BTreeSet<u64>) -> Option<BTreeMap<u64, Vec<Call>>> {
        let mut found: BTreeMap<u64, Vec<Call>> = BTreeMap::new();
        let mut entries = unit.entries_raw(None).ok()?;
        let mut entry = DebuggingInformationEntry::null();
        while !entries.is_empty() {
            let is_entry = entries.read_entry(&mut entry).ok()?;
            self.work(1 + entry.attrs().len() as u64)?;
            if !is_entry || entry.tag() != gimli::DW_TAG_inlined_subroutine {
                continue;
            }
            let Ok(ranges) = self.dwarf.die_ranges(unit, &entry) else { continue };
            let number = |name| entry.attr(name).and_then(gimli::Attribute::udata_value);
            let file = match entry.attr_value(gimli::DW_AT_call_file) {
                Some(AttributeValue::FileIndex(file)) => file,
                _ => continue,
            };
            let line = number(gimli::DW_AT_call_line).unwrap_or(0);
            for address in self.inside(ranges)?.intersection(inside) {
                let calls = found.entry(*address).or_default();
                if calls.len() < INLINED {
                    calls.push(Call { file, line });
                }
            }
        }
        Some(found)
    }

    /// The path of a file, as it was compiled.
    fn file(&self, unit: &Unit<Slice<'a>>, file: u64) -> Option<String> {
        let header = unit.line_program.as_ref()?.header();
        let file = header.file(file)?;
        let text = |value| Some(normal(&self.dwarf.attr_string(unit, value).ok()?.to_string_lossy()));
        let mut path = text(file.path_name())?;
        for folder in [file.directory(header).and_then(text), unit.comp_dir.map(|folder| normal(&folder.to_string_lossy()))] {
            if let Some(folder) = folder.filter(|folder| !folder.is_empty() && !is_absolute(&path)) {
                path = format!("{}/{path}", folder.trim_end_matches('/'));
            }
        }
        Some(path)
    }
}

fn normal(path: &str) -> String {
    // Longer ones are no paths.
    cut(path, 4096).replace('\\', "/")
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.as_bytes().get(1) == Some(&b':')
}

fn is_std(path: &str) -> bool {
    ["/rustc/", "library/std", "library/core", "library/alloc"].iter().any(|part| path.contains(part))
}

/// A path as it is shown: without the folder that was compiled in, or its last three parts.
fn shown(path: &str, compiled_in: Option<&str>) -> String {
    let folders = |path: &str| {
        let mut parts: Vec<String> = vec![];
        for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
            match (part, parts.last().map(String::as_str)) {
                ("..", Some(last)) if last != ".." => {
                    parts.pop();
                }
                _ => parts.push(part.to_string()),
            }
        }
        parts
    };
    let parts = folders(path);
    let inside = match compiled_in.filter(|folder| is_absolute(folder) == is_absolute(path)).map(folders) {
        Some(root) if parts.len() > root.len() && parts.starts_with(&root) => Some(parts[root.len()..].to_vec()),
        None if !is_absolute(path) => Some(parts.clone()),
        _ => None,
    };
    let parts = inside.filter(|parts| parts.first().is_some_and(|first| first != "..")).unwrap_or_else(|| {
        let named: Vec<String> = parts.into_iter().filter(|part| part != ".." && !part.ends_with(':')).collect();
        named[named.len().saturating_sub(3)..].to_vec()
    });
    cut(&parts.join("/"), SHOWN)
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
