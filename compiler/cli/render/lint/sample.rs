//! A hostile report for tests: names and messages that would break each format, texts with CRLF and with characters beyond the basic plane, no UTF-8.

use super::{File, View};
use caplink_linker::lint::{Check, Example, Report, Rule};
use caplink_model::finding::{Finding, Fix, Level, Place, Suppressed};

/// Each file's name and bytes.
pub const FILES: [(&str, &[u8]); 3] = [
    ("policies/a.cedar", "@id(\"a\")\r\npermit (\r\n  principal, // \u{1f600}\u{1f600} here\r\n  action,\r\n\tresource);\r\n".as_bytes()),
    ("::error file=%0A,x\n]]>\u{202e} \u{e9}<b>&\u{ffff}.cedar", b"\xff\xfepermit(principal, action, resource);"),
    ("quiet.cedar", b"permit(principal, action, resource);\n"),
];

/// A rule.
pub const RULE: Rule = Rule {
    code: "C104",
    name: "shadowed-permit",
    level: Level::Warning,
    summary: "A permit allows only what another allows",
    doc: "It can go, and then nobody has to read it.",
    avoid: Example::policy("permit (principal, action, resource);\npermit (principal, action, resource)\nwhen { true };\n"),
    prefer: Example::policy("permit (principal, action, resource);\n")
        .entities("[]")
        .agents(&[("pay", Some("Agent::\"pay\"")), ("net", None)]),
    check: Check::Reported,
};

/// Where the text stands in a file.
pub fn place(text: usize, part: &str) -> Place {
    let bytes = FILES[text].1;
    let start = bytes.windows(part.len()).position(|window| window == part.as_bytes()).expect("it is there");
    Place { text, range: start..start + part.len() }
}

/// A finding.
pub fn finding(message: &str, level: Level, place: Option<Place>) -> Finding {
    Finding {
        code: "C104",
        name: "shadowed-permit",
        level,
        message: message.into(),
        place,
        related: vec![],
        witness: None,
        help: None,
        fix: None,
        policy: Some("a".into()),
    }
}

/// The report.
pub fn report() -> Report {
    let first = Finding {
        related: vec![(place(0, "action"), "see [this](1) too".into())],
        witness: Some("principal == Agent::\"x\", context.path == \"100%\"".into()),
        help: Some("remove the policy".into()),
        fix: Some(Fix { title: "remove the policy".into(), text: 0, edits: vec![(place(0, "principal").range, "x\n".into())] }),
        ..finding("`a` is 100% shadowed ]]> <b> ::error::x [l](http://x)", Level::Warning, Some(place(0, "here")))
    };
    Report {
        findings: vec![
            first,
            finding("over lines", Level::Error, Some(place(0, "permit (\r\n  principal"))),
            finding("a line end\n::error::breaks\rout", Level::Info, Some(place(1, "permit"))),
            finding("over lines", Level::Error, Some(place(0, "permit (\r\n  principal"))),
            finding("the agent `agents/pay.wasm` needs nothing", Level::Info, None),
        ],
        suppressed: vec![Suppressed {
            finding: finding("allowed", Level::Warning, Some(place(0, "resource"))),
            reason: "for a test".into(),
        }],
        undecided: vec!["`a`: too many cases".into()],
        policies: 3,
    }
}

/// The view of a report.
pub fn view(report: &Report) -> View<'_> {
    View {
        files: FILES.iter().map(|(name, bytes)| File::new(name, bytes)).collect(),
        policy_files: 3,
        agents: vec!["agents/pay.wasm"],
        report,
        rules: &[&RULE],
        fixed: 0,
        beside: &[],
        verbose: false,
    }
}
