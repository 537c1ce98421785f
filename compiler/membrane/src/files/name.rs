//! Names and paths as texts: which names may reach a host, what a path consists of, how a preopen is called.
//!
//! A name is clean if every host takes it for the same, single thing: `/`, `\`, `:`, controls, a dot or space at the end, names of DOS
//! devices and short names (`SECRET~1`) are not clean (threats F1, F10). Nor are marks that combine, invisible marks and compatibility
//! forms, which some file systems fold into other names (F9); it is a rule of a few ranges and no table of Unicode: other names that are
//! not ASCII are compared as they are, scalar by scalar.
//!
//! Case is not folded (F9). A permit names a path as it is, and a host that folds case opens the same object for it. That a `forbid` of
//! `/data/secret` holds for `/data/SECRET` too cannot be seen from outside a decision table, and asking for other spellings would refuse
//! `README` wherever only `README` is permitted: whoever makes the tables must treat what is forbidden in all its ASCII spellings.

use alloc::string::String;

/// How many bytes a path may have that comes in.
pub const LONGEST: usize = 4095;

/// Ranges of characters that file systems drop, decompose or fold.
const FOLDED: &[(char, char)] = &[
    ('\u{17f}', '\u{17f}'),
    ('\u{300}', '\u{36f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{212a}', '\u{212b}'),
    ('\u{fb00}', '\u{fb06}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ff00}', '\u{ffef}'),
];

/// Whether a name is clean; `.` and `..` are not.
#[must_use]
pub fn is_clean(name: &str) -> bool {
    !name.is_empty()
        && !name.ends_with(['.', ' '])
        && !name.chars().any(|letter| {
            letter.is_ascii_control()
                || matches!(letter, '/' | '\\' | ':')
                || FOLDED.iter().any(|(first, last)| (*first..=*last).contains(&letter))
        })
        && !is_device(name)
        && !is_short(name)
}

/// Whether Windows takes it for a device: the part before the first dot, whatever its case, without spaces at its end.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ');
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"].iter().any(|device| stem.eq_ignore_ascii_case(device)) {
        return true;
    }
    let Some((port, number)) = stem.split_at_checked(3) else { return false };
    let mut number = number.chars();
    ["COM", "LPT"].iter().any(|device| port.eq_ignore_ascii_case(device))
        && matches!(number.next(), Some('0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}'))
        && number.next().is_none()
}

/// Whether it is a short name as Windows makes them: at most eight letters of which the last are `~` and digits, and an extension of at
/// most three.
fn is_short(name: &str) -> bool {
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    let Some((_, number)) = stem.rsplit_once('~') else { return false };
    !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) && stem.len() <= 8 && extension.len() <= 3
}

/// Whether a link may be made to it: clean names, one in the other (threat F3).
#[must_use]
pub fn is_clean_target(target: &str) -> bool {
    target.len() <= LONGEST && target.split('/').all(is_clean)
}

/// The canonical path of a name in a directory.
#[must_use]
pub fn join(directory: &str, name: &str) -> String {
    let mut path = String::with_capacity(directory.len() + 1 + name.len());
    if directory != "/" {
        path.push_str(directory);
    }
    path.push('/');
    path.push_str(name);
    path
}

/// What is left of a canonical path below another one, with the slash before it: empty if it is the same; none if it is elsewhere.
#[must_use]
pub fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder == "/" {
        return Some(if path == "/" { "" } else { path });
    }
    path.strip_prefix(folder).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The canonical path of a preopen: its name, where `.`, an empty component and a relative name mean what they would in `/`. None if it
/// is strange (threat F11).
#[must_use]
pub fn preopen(name: &str) -> Option<String> {
    let mut path = String::from("/");
    if name.len() > LONGEST {
        return None;
    }
    for component in name.split('/').filter(|component| !matches!(*component, "" | ".")) {
        if !is_clean(component) {
            return None;
        }
        path = join(&path, component);
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f10_names_that_windows_reads_differently_are_not_clean() {
        for name in [
            "a\\b",
            "\\",
            "C:x",
            "a:stream",
            "a::$DATA",
            "CON",
            "con",
            "Con.txt",
            "nul.tar.gz",
            "PRN",
            "AUX ",
            "COM1",
            "com9.txt",
            "COM\u{b9}",
            "LPT\u{b3}.x",
            "conin$",
            "CONOUT$",
            "a.",
            "a ",
            "...",
            "SECRET~1",
            "secre~12.txt",
            "a\u{1}",
            "a\n",
            "\u{7f}",
            "a\0",
            "CON .txt",
            "com0",
        ] {
            assert!(!is_clean(name), "{name:?}");
        }
        for name in [
            "a",
            "README",
            "a~",
            "backup~x",
            "CONSOLE",
            "COM",
            "COM10",
            "a b",
            ".hidden",
            "..a",
            "long-name~1-of-many",
            "n\u{e4}me",
            "\u{65e5}\u{672c}",
        ] {
            assert!(is_clean(name), "{name:?}");
        }
    }

    #[test]
    fn f9_names_that_file_systems_fold_are_not_clean() {
        for name in [
            "e\u{301}",
            "\u{ff33}ecret",
            "\u{17f}ecret",
            "\u{212a}ey",
            "se\u{200d}cret",
            "\u{fb01}le",
            "\u{feff}a",
            "a\u{202e}b",
            "\u{212b}",
            "x\u{2060}",
        ] {
            assert!(!is_clean(name), "{name:?}");
        }
    }

    #[test]
    fn f11_preopens_have_one_path_however_they_are_spelt() {
        for (name, path) in [
            ("", "/"),
            (".", "/"),
            ("/", "/"),
            ("//", "/"),
            ("./", "/"),
            ("data", "/data"),
            ("./data", "/data"),
            ("/data/", "/data"),
            ("/data//sub/.", "/data/sub"),
        ] {
            assert_eq!(preopen(name).as_deref(), Some(path), "{name:?}");
        }
        for name in ["..", "/data/..", "a/../b", "a\0", "C:\\data", "/a:b", "con"] {
            assert_eq!(preopen(name), None, "{name:?}");
        }
    }

    #[test]
    fn f1_what_lies_in_a_folder_is_told_by_whole_names() {
        assert_eq!(below("/a/b", "/a"), Some("/b"));
        assert_eq!((below("/a", "/a"), below("/", "/"), below("/a", "/")), (Some(""), Some(""), Some("/a")));
        assert_eq!((below("/ab", "/a"), below("/", "/a")), (None, None));
    }

    #[test]
    fn f3_links_are_made_to_clean_targets_only() {
        for target in ["", "/", "/etc", "a/", "..", "a/../b", "a//b", "./a", "a\0", "a/.", "C:x", "evil/"] {
            assert!(!is_clean_target(target), "{target:?}");
        }
        assert!(is_clean_target("a") && is_clean_target("a/b"));
    }
}
