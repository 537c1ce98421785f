//! WIT packages as text: files of a folder in, resolved packages out, and the interfaces whose functions have actions of their own.
//!
//! The folder is laid out as the tools do it: the package's files at its top, what it needs under `deps/`, each a file or a folder.

use crate::{schema::interface::Import, source::Source};
use caplink_model::{
    Digest, InterfaceName,
    catalogue::{self, Known},
    diagnostic::{Diagnostic, Location},
    text::escape,
};
use std::collections::BTreeMap;
use wit_parser::{Resolve, SourceMap, UnresolvedPackageGroup, WorldItem, WorldKey};

/// Resolves the packages of one folder.
///
/// # Errors
/// What the parser or the resolution says first.
pub fn load(files: &[Source<'_>]) -> Result<Resolve, Vec<Diagnostic>> {
    let mut groups: BTreeMap<String, SourceMap> = BTreeMap::new();
    for file in files {
        groups.entry(package_of(file.file)).or_default().push_str(file.file, file.text);
    }
    let mut parsed: BTreeMap<String, UnresolvedPackageGroup> = BTreeMap::new();
    for (folder, map) in groups {
        match map.parse() {
            Ok(group) => drop(parsed.insert(folder, group)),
            Err((map, error)) => return Err(vec![refused(&error.render(&map), files)]),
        }
    }
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let main = parsed.remove("");
    let mut rest: Vec<_> = parsed.into_values().collect();
    let Some(main) = main.or_else(|| rest.pop()) else { return Ok(resolve) };
    match resolve.push_groups(main, rest) {
        Ok(_) => Ok(resolve),
        Err(error) => Err(vec![refused(&error.to_string(), files)]),
    }
}

/// The parser's report in our form. It is a message, and perhaps lines with a place (`--> FILE:LINE:COLUMN`) and an excerpt.
fn refused(report: &str, files: &[Source<'_>]) -> Diagnostic {
    let mut lines = report.lines();
    let message = lines.next().unwrap_or("no reason is given");
    let diagnostic = Diagnostic::error("E-WIT", format!("the WIT cannot be read: {}", escape(message)))
        .help("`wasm-tools component wit DIR` reads the same layout");
    let place = lines.find_map(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| {
        let mut parts = place.rsplitn(3, ':');
        let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Location { file: parts.next()?.to_string(), line, column })
    });
    let Some(location) = place else { return diagnostic };
    let text = files.iter().find(|file| file.file == location.file).map_or("", |file| file.text);
    let line = usize::try_from(location.line).ok().and_then(|line| text.lines().nth(line.saturating_sub(1)));
    diagnostic.at(location).excerpt(line.unwrap_or(""))
}

/// The package that a file belongs to: empty for the folder's own, else its place under `deps`.
fn package_of(file: &str) -> String {
    match file.strip_prefix("deps/") {
        Some(below) => below.split('/').next().unwrap_or(below).to_string(),
        None => String::new(),
    }
}

/// The interfaces of all packages that are not in the catalogue, and the functions that worlds import directly.
pub fn custom_imports(resolve: &Resolve) -> Vec<Import<'_>> {
    let mut found = vec![];
    for (id, interface) in resolve.interfaces.iter() {
        let Some(name) = resolve.id_of(id).and_then(|name| InterfaceName::parse(&name).ok()) else { continue };
        if catalogue::lookup(&name, "", Digest::of(b"")) != Known::Custom {
            continue;
        }
        let functions = interface.functions.iter().map(|(name, function)| (name.as_str(), function)).collect();
        found.push(Import { resolve, name: name.unversioned(), docs: interface.docs.contents.as_deref(), functions });
    }
    for (_, world) in resolve.worlds.iter() {
        for (key, item) in &world.imports {
            match (key, item) {
                (WorldKey::Name(name), WorldItem::Function(function)) => {
                    found.push(Import { resolve, name: name.clone(), docs: None, functions: vec![("", function)] });
                }
                (WorldKey::Name(name), WorldItem::Interface { id, .. }) => {
                    let interface = &resolve.interfaces[*id];
                    let functions = interface.functions.iter().map(|(name, function)| (name.as_str(), function)).collect();
                    found.push(Import { resolve, name: name.clone(), docs: interface.docs.contents.as_deref(), functions });
                }
                _ => {}
            }
        }
    }
    found
}
