//! Acceptances: a file that says which growth was reviewed, by whom and why.
//!
//! In: TOML with `[[accept]]` tables of `change`, `reason` and `author`. Out: [`Acceptance`]s. Must hold: each names one change by its digest, and says something.
//! Refused: anything else in the file, the same change twice, and empty words: an acceptance that nobody gave is none.

use crate::console::Failure;
use crate::files;
use caplink_model::Digest;
use caplink_model::change::Acceptance;
use caplink_model::diagnostic::Diagnostic;
use caplink_model::text::escape;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    change: String,
    reason: String,
    author: String,
}

/// Reads a file of acceptances.
pub fn read(path: &Path) -> Result<Vec<Acceptance>, Failure> {
    let input = files::file(path)?;
    let refuse = |reason: String| -> Failure {
        Diagnostic::error("E-ACCEPT", format!("{} cannot be used: {reason}", files::shown(path)))
            .help("each `[[accept]]` has a `change` (the id in the report), a `reason` and an `author`")
            .into()
    };
    let text = std::str::from_utf8(&input.bytes).map_err(|_| refuse("it is not UTF-8".into()))?;
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        refuse(format!("{place}{}", escape(error.message())))
    })?;
    let mut seen = BTreeSet::new();
    file.accept
        .into_iter()
        .map(|Entry { change, reason, author }| {
            let digest = Digest::parse(&change).ok_or_else(|| refuse(format!("`{}` is no id of a change", escape(&change))))?;
            if !seen.insert(digest) {
                return Err(refuse(format!("the change `{change}` is accepted twice")));
            }
            for (word, what) in [(&reason, "reason"), (&author, "author")] {
                if word.trim().is_empty() {
                    return Err(refuse(format!("the acceptance of `{change}` has no {what}")));
                }
            }
            Ok(Acceptance { change: digest, reason, author })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGE: &str = "1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f";

    fn check(text: &str, expected: Result<usize, &str>) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("accept.toml");
        std::fs::write(&path, text).expect("written");
        match (read(&path), expected) {
            (Ok(found), Ok(count)) => assert_eq!(found.len(), count),
            (Err(failure), Err(part)) => assert!(failure.0[0].message.contains(part), "{failure:?} should contain {part:?}"),
            (found, expected) => panic!("{text:?}: {found:?}, and expected {expected:?}"),
        }
    }

    fn entry(change: &str, reason: &str, author: &str) -> String {
        format!("[[accept]]\nchange = \"{change}\"\nreason = \"{reason}\"\nauthor = \"{author}\"\n")
    }

    #[test]
    fn each_acceptance_names_one_change_and_says_something() {
        let good = entry(CHANGE, "wanted", "reviewer@example.com");
        check("", Ok(0));
        check(&good, Ok(1));
        check(&format!("# why\n{good}{}", entry(&CHANGE.replace('1', "2"), "wanted", "reviewer@example.com")), Ok(2));
        check(&format!("{good}{good}"), Err("is accepted twice"));
        check(&entry("1f", "wanted", "reviewer"), Err("is no id of a change"));
        check(&entry(&CHANGE.to_uppercase(), "wanted", "reviewer"), Err("is no id of a change"));
        check(&entry(CHANGE, "  ", "reviewer"), Err("has no reason"));
        check(&entry(CHANGE, "wanted", ""), Err("has no author"));
        check(&format!("{good}until = 2030-01-01\n"), Err("unknown field `until`"));
        check("[accept]\nall = true\n", Err("line 1"));
        check("[[accept]]\nchange = \"a\"\n", Err("missing field"));
        check("[[accept\n", Err("line 1"));
    }
}
