//! `--fix`: findings' own changes, applied in rounds until none is left.
//!
//! In: what was read, and a way to lint it. Out: the same with changed texts, which are written then, and the report of what remains. Must hold: edits that overlap are not
//! applied in one round; a text that would no longer parse is left as it was; each file is written once, when everything is known.

use super::Inputs;
use crate::console::Failure;
use crate::engine::Answer;
use crate::files::{named::Named, rewrite};
use caplink_linker::lint::Report;
use caplink_model::finding::{Finding, Fix};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A fix may make room for another; this many times.
const ROUNDS: usize = 8;
/// What does not parse.
const UNPARSED: &str = "C001";

/// Applies fixes and writes the files; the report of what remains, and how many findings were fixed.
pub fn all(inputs: &mut Inputs, lint: impl Fn(&Inputs) -> Answer<Report>) -> Result<(Report, usize), Failure> {
    let before: Vec<_> = inputs.texts().map(|file| file.input.bytes.clone()).collect();
    let mut report = lint(inputs)?;
    let mut fixed = 0;
    // What came from stdin has no place to be written to.
    let mut left_alone: BTreeSet<usize> =
        inputs.texts().enumerate().filter(|(_, file)| file.path.is_none()).map(|(text, _)| text).collect();
    for _ in 0..ROUNDS {
        let chosen = choose(&report.findings, &left_alone);
        if chosen.is_empty() {
            break;
        }
        let old = apply(inputs, &chosen);
        // An error here is a bug of a fix: what was read could be linted.
        let next = lint(inputs).ok();
        let broken: Vec<_> = match &next {
            Some(next) => chosen.keys().copied().filter(|text| unparsed(next, *text) > unparsed(&report, *text)).collect(),
            None => chosen.keys().copied().collect(),
        };
        match next.filter(|_| broken.is_empty()) {
            Some(next) => {
                fixed += chosen.values().map(Vec::len).sum::<usize>();
                report = next;
            }
            None => {
                left_alone.extend(broken);
                inputs.texts_mut().zip(old).for_each(|(file, old)| file.input.bytes = old);
            }
        }
    }
    for (file, before) in inputs.texts().zip(&before) {
        if let Some(path) = file.path.as_ref().filter(|_| file.input.bytes != *before) {
            rewrite::replace(path, before, &file.input.bytes)?;
        }
    }
    Ok((report, fixed))
}

/// For each text the fixes that do not touch each other, the first ones first.
fn choose<'a>(findings: &'a [Finding], left_alone: &BTreeSet<usize>) -> BTreeMap<usize, Vec<&'a Fix>> {
    let mut chosen: BTreeMap<usize, Vec<&Fix>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        if left_alone.contains(&fix.text) || fix.edits.is_empty() {
            continue;
        }
        let others = chosen.entry(fix.text).or_default();
        let touched = others.iter().flat_map(|other| &other.edits);
        if !touched.into_iter().any(|(range, _)| fix.edits.iter().any(|(ours, _)| touch(range, ours))) {
            others.push(fix);
        }
    }
    chosen
}

/// Whether two ranges have a byte or an end in common.
fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// Changes the texts; what they were before.
fn apply(inputs: &mut Inputs, chosen: &BTreeMap<usize, Vec<&Fix>>) -> Vec<Vec<u8>> {
    let one = |(text, file): (usize, &mut Named)| {
        let old = file.input.bytes.clone();
        let mut edits: Vec<_> = chosen.get(&text).into_iter().flatten().flat_map(|fix| &fix.edits).collect();
        // From the end, so that the ranges before stay true.
        edits.sort_by_key(|(range, _)| Reverse(range.start));
        for (range, new) in edits {
            let end = range.end.min(file.input.bytes.len());
            file.input.bytes.splice(range.start.min(end)..end, new.bytes());
        }
        old
    };
    inputs.texts_mut().enumerate().map(one).collect()
}

fn unparsed(report: &Report, text: usize) -> usize {
    let there = |finding: &&Finding| finding.code == UNPARSED && finding.place.as_ref().is_some_and(|place| place.text == text);
    report.findings.iter().filter(there).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Input;
    use caplink_model::finding::{Level, Place};

    fn finding(code: &'static str, range: Range<usize>, edits: Vec<(Range<usize>, String)>) -> Finding {
        Finding {
            code,
            name: "x",
            level: Level::Error,
            message: "x".into(),
            place: Some(Place { text: 0, range }),
            related: vec![],
            witness: None,
            help: None,
            fix: (!edits.is_empty()).then(|| Fix { title: "x".into(), text: 0, edits }),
            policy: None,
        }
    }

    /// Every `a` becomes what `new` says; `!` does not parse.
    fn check(text: &str, new: &str, expected: (&str, usize, usize)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.cedar");
        std::fs::write(&path, text).expect("written");
        let policies = vec![Named { input: Input { name: "a.cedar".into(), bytes: text.into() }, path: Some(path.clone()) }];
        let mut inputs = Inputs { policies, ..Inputs::default() };
        let lint = |inputs: &Inputs| {
            let bytes = inputs.policies[0].input.bytes.iter().enumerate();
            let findings = bytes.filter_map(|(at, byte)| match byte {
                b'a' => Some(finding("C104", at..at + 1, vec![(at..at + 1, new.to_string())])),
                b'!' => Some(finding(UNPARSED, at..at + 1, vec![])),
                _ => None,
            });
            Ok(Report { findings: findings.collect(), ..Report::default() })
        };
        let (report, fixed) = all(&mut inputs, lint).expect("it proceeds");
        let written = std::fs::read_to_string(&path).expect("read");
        assert_eq!((written.as_str(), report.findings.len(), fixed), expected, "{text} with {new}");
    }

    #[test]
    fn fixes_are_applied_until_none_is_left() {
        check("xayaz", "", ("xyz", 0, 2));
        // Neighbours touch, and take a round each.
        check("aaa", "b", ("bbb", 0, 3));
        check("bbb", "", ("bbb", 0, 0));
    }

    #[test]
    fn fixes_that_never_end_are_given_up() {
        check("xa", "a", ("xa", 1, ROUNDS));
    }

    #[test]
    fn a_text_that_would_not_parse_is_left_alone() {
        check("xaxa", "!", ("xaxa", 2, 0));
    }
}
