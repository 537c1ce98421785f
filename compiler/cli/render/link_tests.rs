//! The report of `link`: readable, at most 80 columns, and inert whatever the names are.

use super::*;
use crate::engine::LinkNotes;
use crate::render::layout::{WIDTH, width};
use crate::render::{json, sample};

struct Linked {
    lockfile: Lockfile,
    notes: LinkNotes,
}

fn linked() -> Linked {
    let mut lockfile = sample::lockfile(
        &[("acme:pay/api", &["charge"]), ("wasi:clocks/monotonic-clock@0.2.12", &["now"]), ("wasi:io/poll@0.2.12", &[])],
        &[("run", Sort::Func)],
    );
    let pay = || sample::policy("pay-small", "pay.cedar", 3);
    let clock = "wasi:clocks/monotonic-clock@0.2.12";
    let files = "wasi:filesystem/types@0.2.12";
    let forbidden = SymbolGrant {
        policies: vec![sample::policy("no-refunds", "pay.cedar", 12)],
        reason: None,
        guard: None,
        ..sample::denied("acme:pay/api", "refund", &["acme:pay/api#refund"], "trap")
    };
    let inert = SymbolGrant {
        outcome: Outcome::Inert,
        policies: vec![],
        reason: Some("it only waits".into()),
        ..sample::granted("wasi:io/poll@0.2.12", "poll", &["*"], pay())
    };
    lockfile.symbols = vec![
        sample::granted("acme:pay/api", "charge", &["acme:pay/api#charge"], pay()),
        forbidden,
        sample::granted(clock, "now", &["clock:monotonic"], sample::policy("time", "base.cedar", 1)),
        inert,
    ];
    for name in ["stat", "open-at", "read-via-stream", "write-via-stream", "append-via-stream", "unlink-file-at", "rename-at"] {
        lockfile.symbols.push(sample::denied(
            files,
            &format!("[method]descriptor.{name}"),
            &[if name == "stat" { "fs:stat" } else { "fs:read" }],
            "error access",
        ));
    }
    lockfile.exports.push(sample::export("debug", Sort::Func, Outcome::Deny));
    let near = Nearest { policy: sample::policy("files", "base.cedar", 9), differs: "its principal is Agent::\"reports\"".into() };
    let notes = LinkNotes {
        warnings: vec![],
        unused: vec![sample::policy("mail", "mail.cedar", 1)],
        nearest: [("fs:stat".to_string(), near)].into(),
    };
    Linked { lockfile, notes }
}

fn text(linked: &Linked) -> String {
    let report =
        Report { agent: "agent.wasm", output: Path::new("out.wasm"), written: true, lockfile: &linked.lockfile, notes: &linked.notes };
    anstream::adapter::strip_str(&render(&report)).to_string()
}

#[test]
fn counts_come_first_and_decisions_are_grouped() {
    let text = text(&linked());
    let expected = "\
agent.wasm -> out.wasm
  principal  Agent::\"billing\"
  agent      12.0 MB  sha256 d4f0bc5a29de
  artifact   12.0 MB (+12.5 KB)  sha256 c7c5c1d70c5d
  granted    3 of 11 functions
  denied     8 functions
  imports    2 of 4 remain and 1 for types only
  exports    1 of 2

GRANTED  3 functions
  permit pay-small  pay.cedar:3
    acme:pay/api
      charge
  permit time  base.cedar:1
    wasi:clocks/monotonic-clock@0.2.12  clock:monotonic
      now
  no authority by itself; follows what is granted
    wasi:io/poll@0.2.12
      poll

DENIED  8 functions
  forbid no-refunds  pay.cedar:12
    acme:pay/api
      refund  -> traps
  no permit matches
    wasi:filesystem/types@0.2.12  fs:read
      descriptor.open-at  descriptor.read-via-stream
      descriptor.write-via-stream  descriptor.append-via-stream
      descriptor.unlink-file-at  descriptor.rename-at  -> returns error access
  no permit matches
  nearest: permit files  base.cedar:9  its principal is Agent::\"reports\"
    wasi:filesystem/types@0.2.12  fs:stat
      descriptor.stat  -> returns error access

PERMITTED BUT NOT NEEDED  1 permit
  permit mail  mail.cedar:1

EXPORTS
  kept    run
  denied  debug  no permit matches

RUN
  `wasmtime run` does not provide these; the embedding host must:
    acme:pay/api
";
    assert_eq!(text, expected);
}

#[test]
fn i11_hostile_names_stay_inert_and_within_80_columns() {
    let evil = format!("\x1b]8;;x\x07\r\n::error::\u{202e}{}漢\u{9b}", "x".repeat(300));
    let mut linked = linked();
    linked.lockfile.principal = evil.clone();
    for symbol in &mut linked.lockfile.symbols {
        symbol.import = evil.clone();
        symbol.function.push_str(&evil);
        symbol.reason = Some(evil.clone());
        symbol.returns = symbol.returns.as_ref().map(|_| evil.clone());
        symbol.actions.push(evil.clone());
        symbol.policies.push(sample::policy(&evil, &evil, 1));
    }
    linked.lockfile.features.push(evil.clone());
    linked.lockfile.imports[0].name = evil.clone();
    linked.lockfile.exports[0].name = evil.clone();
    linked.lockfile.exports[1].resources.push(evil.clone());
    linked.notes.unused[0].id = evil.clone();
    let report = Report { agent: &evil, output: Path::new(&evil), written: true, lockfile: &linked.lockfile, notes: &linked.notes };
    let plain = anstream::adapter::strip_str(&render(&report)).to_string();
    for line in plain.lines() {
        assert!(width(line) <= WIDTH, "{line}");
        assert!(!line.trim_start().starts_with("::"), "a log command: {line}");
    }
    // What is left after our own styles are stripped has no control character; what was styled has only our own.
    assert!(plain.chars().all(|character| character == '\n' || !character.is_control() && character != '\u{202e}'));
    assert!(!render(&report).contains("\x1b]"));
    assert!(json::link(&report).bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)));
}

#[test]
fn a_strict_refusal_says_that_nothing_was_written() {
    let linked = linked();
    let report = Report { agent: "a", output: Path::new("out.wasm"), written: false, lockfile: &linked.lockfile, notes: &linked.notes };
    let text = anstream::adapter::strip_str(&render(&report)).to_string();
    assert!(text.contains("NOT WRITTEN"), "{text}");
    assert!(!text.contains("RUN"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&json::link(&report)).expect("it is JSON");
    assert_eq!(value["status"], "denied-under-strict");
    assert!(value.get("artifact").is_none() && value.get("run").is_none());
}
