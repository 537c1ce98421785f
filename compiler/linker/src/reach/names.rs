//! What the functions of a core module are called, for people.
//!
//! In: a module, and the few functions that are asked for. Out: for each a name from the module's `name` section, else the name by which it is exported or
//! imported; Rust's mangled names, and plain ones of C++, in the form of the source. The texts are untrusted and unescaped: nothing may depend on them, two functions may have one name,
//! and a module can lie. A section that does not parse gives the names that stand before the fault. Each is cut at [`SHOWN`] characters.

use super::module::{Module, Space};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use wasmparser::{BinaryReader, Name, NameSectionReader, Subsections};

/// Characters of a name that are shown.
pub const SHOWN: usize = 120;
/// Bytes of a mangled name that is still read; longer ones stay as they are.
const MANGLED: usize = 4096;

/// The names of the functions that are wanted; those without any are left out.
pub fn names(bytes: &[u8], module: &Module<'_>, wanted: &BTreeSet<u32>) -> BTreeMap<u32, String> {
    let mut names = BTreeMap::new();
    if wanted.is_empty() {
        return names;
    }
    for name in sections(bytes, module).flat_map(|section| section.map_while(Result::ok)) {
        let Name::Function(functions) = name else { continue };
        for function in functions.into_iter().map_while(Result::ok) {
            if wanted.contains(&function.index) && !function.name.is_empty() {
                names.entry(function.index).or_insert_with(|| readable(function.name));
            }
        }
    }
    for (name, (space, index)) in &module.exports {
        if *space == Space::Func && wanted.contains(index) {
            names.entry(*index).or_insert_with(|| readable(name));
        }
    }
    for index in wanted {
        if let Some(import) = module.import_of(*index).and_then(|number| module.imports.get(number)) {
            names.entry(*index).or_insert_with(|| cut(&format!("{}#{}", head(import.module), head(import.name)), SHOWN));
        }
    }
    names
}

/// The module's own name.
pub fn module_name(bytes: &[u8], module: &Module<'_>) -> Option<String> {
    let mut names = sections(bytes, module).flat_map(|section| section.map_while(Result::ok));
    names.find_map(|name| if let Name::Module { name, .. } = name { Some(cut(name, SHOWN)) } else { None }).filter(|name| !name.is_empty())
}

fn sections<'a>(bytes: &'a [u8], module: &'a Module<'_>) -> impl Iterator<Item = Subsections<'a, Name<'a>>> {
    module.custom.iter().filter(|(name, _)| *name == "name").filter_map(|(_, range)| {
        let part = bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)?;
        Some(NameSectionReader::new(BinaryReader::new(part, range.start)))
    })
}

/// A text cut at so many characters; what was cut ends in `...`.
pub fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.to_string(),
        Some(_) => text.chars().take(characters.saturating_sub(3)).chain("...".chars()).collect(),
    }
}

/// As much of a text as can be shown.
fn head(text: &str) -> &str {
    text.char_indices().nth(SHOWN).map_or(text, |(end, _)| &text[..end])
}

/// A symbol as the source has it.
fn readable(symbol: &str) -> String {
    if symbol.len() <= MANGLED {
        if let Ok(name) = rustc_demangle::try_demangle(symbol) {
            let mut short = Short(String::new());
            // It fails when enough was written.
            let _ = write!(short, "{name:#}");
            if !short.0.is_empty() {
                return cut(&short.0, SHOWN);
            }
        }
        if let Some(name) = plain(symbol) {
            return cut(&name, SHOWN);
        }
    }
    cut(symbol, SHOWN)
}

/// Takes what can be shown and one character more.
struct Short(String);

impl Write for Short {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let room = (SHOWN + 1).saturating_sub(self.0.chars().count());
        self.0.extend(text.chars().take(room));
        if text.chars().nth(room).is_some() { Err(std::fmt::Error) } else { Ok(()) }
    }
}

/// A name of C++ that is one name or names in each other, without templates, operators and abbreviations (Itanium C++ ABI, "Name Mangling"); all others stay
/// mangled, because whole demanglers are as large as compilers' parsers.
fn plain(symbol: &str) -> Option<String> {
    let rest = symbol.strip_prefix("_Z")?;
    let (mut rest, nested) = match rest.strip_prefix('N') {
        Some(rest) => (rest.trim_start_matches(['r', 'V', 'K', 'R', 'O']), true),
        None => (rest, false),
    };
    let mut names = vec![];
    while rest.starts_with(|first: char| first.is_ascii_digit()) {
        let digits = rest.find(|character: char| !character.is_ascii_digit())?;
        let length = rest[..digits].parse::<usize>().ok()?;
        names.push(rest.get(digits..digits.checked_add(length)?)?);
        rest = &rest[digits + length..];
        if !nested {
            break;
        }
    }
    let ends = if nested { rest.starts_with('E') } else { !rest.starts_with(['I', 'B']) };
    (!names.is_empty() && ends).then(|| names.join("::"))
}

#[cfg(test)]
mod tests {
    use super::super::component;
    use super::*;

    fn agent(module: &str) -> Vec<u8> {
        wat::parse_str(format!("(component (core module {module}))")).expect("it is WAT")
    }

    fn all(bytes: &[u8], wanted: &[u32]) -> Vec<(u32, String)> {
        let Ok(agent) = component::read(bytes) else { return vec![] };
        let Some(module) = agent.modules.first() else { return vec![] };
        names(bytes, module, &wanted.iter().copied().collect()).into_iter().collect()
    }

    #[test]
    fn names_come_from_the_section_then_from_exports_then_from_imports() {
        let bytes = agent(
            r#"$lib.wasm (import "a:b/c" "go" (func)) (func $inner) (func (;2;)) (func $_ZN4main3get17h0123456789abcdefE)
            (export "out" (func 2)) (export "more" (func 1))"#,
        );
        let named = |pairs: &[(u32, &str)]| pairs.iter().map(|(index, name)| (*index, name.to_string())).collect::<Vec<_>>();
        assert_eq!(all(&bytes, &[0, 1, 2, 3, 9]), named(&[(0, "a:b/c#go"), (1, "inner"), (2, "out"), (3, "main::get")]));
        assert_eq!(all(&bytes, &[3]), named(&[(3, "main::get")]));
        assert_eq!(all(&bytes, &[]), vec![]);
        let read = component::read(&bytes).ok().expect("it parses");
        assert_eq!(module_name(&bytes, &read.modules[0]).as_deref(), Some("lib.wasm"));
        let other = agent("(func)");
        assert_eq!(module_name(&other, &component::read(&other).ok().expect("it parses").modules[0]), None);
    }

    #[test]
    fn mangled_names_are_shown_as_in_the_source() {
        for (symbol, name) in [
            ("_ZN4core3fmt9Formatter3pad17hdeadbeefdeadbeefE", "core::fmt::Formatter::pad"),
            ("_RNvCs1234_7mycrate3foo", "mycrate::foo"),
            ("_ZN3net4dialEPKc", "net::dial"),
            ("_ZNK3net6Client4sendEv", "net::Client::send"),
            ("_Z4mainiPPc", "main"),
            ("_ZN3netI3fooE", "_ZN3netI3fooE"),
            ("_Z3fooIiEvT_", "_Z3fooIiEvT_"),
            ("_ZN99999999999999999999999aE", "_ZN99999999999999999999999aE"),
            ("_ZN18446744073709551615aE", "_ZN18446744073709551615aE"),
            ("_ZN2\u{e9}\u{e9}E", "_ZN2\u{e9}\u{e9}E"),
            ("_Z", "_Z"),
            ("main.main", "main.main"),
        ] {
            assert_eq!(readable(symbol), name, "{symbol}");
        }
    }

    #[test]
    fn long_names_are_cut() {
        let long = "\u{e9}".repeat(SHOWN + 1);
        assert_eq!(readable(&long).chars().count(), SHOWN);
        assert!(readable(&long).ends_with("..."));
        assert_eq!(readable(&"x".repeat(SHOWN)), "x".repeat(SHOWN));
        let mangled = format!("_ZN{}17hdeadbeefdeadbeefE", "5hello".repeat(200));
        assert!(readable(&mangled).starts_with("hello::hello") && readable(&mangled).len() == SHOWN);
        // Back references of v0 would grow without end.
        let bomb = format!("_R{}NvC1a1b{}", "IC1a".repeat(50), "B0_".repeat(50));
        assert!(readable(&bomb).chars().count() <= SHOWN);
    }

    #[test]
    fn a_mutated_section_gives_names_or_none_and_no_panic() {
        let bytes = agent("$m (func $a) (func $_ZN4main3get17h0123456789abcdefE) (func $_RNvCs1234_7mycrate3foo)");
        for at in 0..bytes.len() {
            for flip in [1, 0x7f, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                for (_, name) in all(&bytes, &[0, 1, 2, u32::MAX]) {
                    assert!(name.chars().count() <= SHOWN);
                }
            }
        }
    }
}
