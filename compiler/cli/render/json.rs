//! Reports for programs. The types here are the format; the model's types are not serialised, so that they can change freely.
//!
//! Strings are exact, and every character outside printable ASCII is a `\u` escape: a report is inert in a terminal and in a log.

mod types;

use super::link::Report;
use super::run_line;
use crate::engine::{Inspection, Need, Verdict};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Lockfile, Observe, Outcome, Provider};
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io;
use std::path::Path;
use types::*;
pub use types::{outcome, provider, reach};

/// The report of `link`.
pub fn link(report: &Report<'_>) -> String {
    let (lockfile, notes) = (report.lockfile, report.notes);
    let of_its_own = lockfile.symbols.iter().filter(|symbol| symbol.provider == Provider::Virtual).count();
    let denied = lockfile.symbols.iter().filter(|symbol| symbol.outcome == Outcome::Deny).count() - of_its_own;
    let uncalled = lockfile.symbols.iter().filter(|symbol| symbol.outcome == Outcome::Unreached).count();
    let guarded = lockfile.symbols.iter().filter(|symbol| symbol.outcome == Outcome::Guard).count();
    let run = report.written.then(|| run_line::run_line(lockfile, report.output));
    let functions = lockfile.symbols.iter().map(|symbol| Function::of(symbol, notes.nearest_to(symbol)));
    let to_stdout = report.output == Path::new("-");
    print(&LinkReport {
        status: if report.written { "linked" } else { "denied-under-strict" },
        agent: Bytes::of(report.agent, &lockfile.agent),
        artifact: lockfile.artifact.as_ref().filter(|_| report.written).map(|artifact| {
            let path = report.output.display().to_string();
            Bytes::of(if to_stdout { "stdout" } else { &path }, artifact)
        }),
        principal: &lockfile.principal,
        demand: lockfile.demand.to_string(),
        observe: lockfile.observe.map(Observe::name),
        provisions: &lockfile.provisions,
        counts: Counts {
            functions: lockfile.symbols.len(),
            granted: lockfile.symbols.len() - guarded - denied - uncalled - of_its_own,
            guarded,
            r#virtual: of_its_own,
            denied,
            uncalled,
            imports: lockfile.imports.len(),
            exports: lockfile.exports.len(),
            exports_granted: lockfile.exports.iter().filter(|export| export.outcome == Outcome::Allow).count(),
        },
        imports: imports(lockfile),
        functions: functions.collect(),
        exports: exports(lockfile),
        not_needed: notes.unused.iter().map(Policy::of).collect(),
        run: run.as_ref().map(|run| Run { command: &run.words, notes: &run.notes, missing: &run.missing }),
        diagnostics: diagnostics(&notes.warnings),
    })
}

/// The report of `inspect`.
pub fn inspect(name: &str, inspection: &Inspection) -> String {
    let imports = inspection.imports.iter().map(|import| InspectedImport {
        name: &import.name,
        sort: sort(import.sort),
        functions: import
            .functions
            .iter()
            .map(|function| {
                let (need, actions, reason) = match &function.need {
                    Need::Actions(actions) => ("actions", actions.as_slice(), None),
                    Need::Custom(action) => ("custom", std::slice::from_ref(action), None),
                    Need::Inert(reason) => ("inert", &[][..], Some(reason.as_str())),
                    Need::Unknown(reason) => ("unknown", &[][..], Some(reason.as_str())),
                };
                let evidence = function.evidence.as_ref().map(Evidence::of);
                InspectedFunction { name: &function.name, need, actions, reason, called: function.is_called, evidence }
            })
            .collect(),
    });
    let exports = inspection.exports.iter().map(|export| InspectedExport {
        name: &export.name,
        sort: sort(export.sort),
        functions: &export.functions,
        resources: &export.resources,
    });
    print(&InspectReport {
        status: "inspected",
        component: Bytes::of(name, &inspection.component),
        features: &inspection.features,
        claims: &inspection.claims,
        imports: imports.collect(),
        exports: exports.collect(),
        diagnostics: diagnostics(&inspection.warnings),
    })
}

/// The report of `verify`.
pub fn verify(artifact: &str, lock: &str, verdict: &Verdict) -> String {
    let (status, lockfile, violations) = match verdict {
        Verdict::Accepted(verified) => ("accepted", Some(verified.lockfile()), &[][..]),
        Verdict::Refused(violations) => ("refused", None, violations.as_slice()),
    };
    print(&VerifyReport {
        status,
        artifact,
        lock,
        principal: lockfile.map(|lockfile| lockfile.principal.as_str()),
        imports: lockfile.map(imports),
        exports: lockfile.map(exports),
        diagnostics: diagnostics(violations),
    })
}

/// The report of a run that could not proceed.
pub fn failure(errors: &[Diagnostic]) -> String {
    print(&FailureReport { status: "error", diagnostics: diagnostics(errors) })
}

fn imports(lockfile: &Lockfile) -> Vec<Import<'_>> {
    lockfile.imports.iter().map(Import::of).collect()
}

fn exports(lockfile: &Lockfile) -> Vec<Export<'_>> {
    lockfile.exports.iter().map(Export::of).collect()
}

fn diagnostics(diagnostics: &[Diagnostic]) -> Vec<Message<'_>> {
    diagnostics.iter().map(Message::of).collect()
}

/// A report as text.
pub(super) fn print(report: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, Ascii(PrettyFormatter::new()));
    // Plain data with string keys has no value that JSON lacks, and a vector takes every byte.
    report.serialize(&mut serializer).expect("a report is plain data");
    out.push(b'\n');
    String::from_utf8(out).expect("JSON is UTF-8")
}

/// Pretty JSON in printable ASCII.
struct Ascii(PrettyFormatter<'static>);

// The spacing is serde_json's; only strings differ.
impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        for character in fragment.chars() {
            match character {
                ' '..='~' => writer.write_all(character.encode_utf8(&mut [0; 4]).as_bytes())?,
                other => other.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?,
            }
        }
        Ok(())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_exact_and_inert() {
        let text = print(&["\x1b[31m\u{202e}\u{7f}é\u{1f600}\"\\\n"]);
        assert!(text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)), "{text:?}");
        let back: Vec<String> = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(back, ["\x1b[31m\u{202e}\u{7f}é\u{1f600}\"\\\n"]);
    }

    #[test]
    fn a_failure_has_a_status_and_its_reasons() {
        let text = failure(&[Diagnostic::error("E-X", "reason").help("next")]);
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(value["status"], "error");
        assert_eq!(value["diagnostics"][0]["code"], "E-X");
        assert_eq!(value["diagnostics"][0]["severity"], "error");
        assert_eq!(value["diagnostics"][0]["help"], "next");
    }
}
