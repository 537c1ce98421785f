//! The report of `verify` for people: accepted with what it grants, or refused with each violation.

use super::layout::{ASIDE, BAD, GOOD, NAME, Page, TITLE, Word};
use super::{count, diagnostic, function_name};
use crate::engine::Verdict;
use caplink_model::lockfile::{Lockfile, Outcome};

/// Renders the report.
pub fn render(artifact: &str, lock: &str, verdict: &Verdict) -> String {
    let mut page = Page::default();
    let names = [Word::untrusted(artifact).style(TITLE), Word::own("against"), Word::untrusted(lock)];
    match verdict {
        Verdict::Accepted(verified) => {
            page.line(0, std::iter::once(Word::own("accepted").style(GOOD)).chain(names));
            accepted(&mut page, verified.lockfile());
            for result in verified.report() {
                page.hanging(2, 6, [Word::own(result.check.number()), Word::untrusted(&result.what).style(ASIDE).gap(2)]);
            }
        }
        Verdict::Refused(violations) => {
            page.line(0, std::iter::once(Word::own("refused").style(BAD)).chain(names));
            page.line(2, [Word::own(format!("{}; do not run it", count(violations.len(), "violation")))]);
            for violation in violations {
                page.blank();
                diagnostic::one(&mut page, violation);
            }
        }
    }
    page.finish()
}

fn accepted(page: &mut Page, lockfile: &Lockfile) {
    page.line(2, [Word::own("for"), Word::untrusted(&lockfile.principal)]);
    let imports = lockfile.imports.len();
    if imports == 0 {
        page.line(2, [Word::own("it imports nothing")]);
    } else {
        page.line(2, [Word::own(format!("it imports exactly this, {} in all:", count(imports, "import")))]);
    }
    for import in &lockfile.imports {
        page.line(4, [Word::untrusted(&import.name).style(NAME)]);
        if !import.functions.is_empty() {
            page.hanging(6, 6, import.functions.iter().map(|function| Word::untrusted(function_name(function)).gap(2)));
        }
    }
    let exports: Vec<_> = lockfile.exports.iter().filter(|export| export.outcome == Outcome::Allow).collect();
    if exports.is_empty() {
        page.line(2, [Word::own("it exports nothing")]);
    } else {
        page.line(2, [Word::own("it exports:")]);
        page.hanging(4, 4, exports.iter().map(|export| Word::untrusted(&export.name).style(NAME).gap(2)));
    }
}
