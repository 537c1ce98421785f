//! One golden case: copy, run, compare, and on request accept.

use crate::{artifact, command, diff, names};
use std::collections::BTreeSet;
use std::path::Path;

const EXPECTATIONS: [&str; 4] = ["stdout", "stderr", "artifact.wat", "grants.json"];

/// Runs a case; `keeps_violations`: accepting may not change which codes the output names.
pub fn check(case: &Path, keeps_violations: bool, bless: bool) -> Result<(), String> {
    let cmd = std::fs::read_to_string(case.join("cmd")).map_err(|error| format!("cmd: {error}"))?;
    let lines = command::parse(&cmd)?;
    let place = tempfile::tempdir().map_err(|error| error.to_string())?;
    let folder = place.path().join("case");
    copy(case, &folder, true)?;
    for (name, target) in [("agents", "tests/agents"), ("policies", "policies")] {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join(target);
        command::symlink(target, &place.path().join(name)).map_err(|error| error.to_string())?;
    }

    let (mut stdout, mut stderr) = (String::new(), String::new());
    let mut wrong = Vec::new();
    for line in &lines {
        let output = line.run(&folder)?;
        if !line.is_shown && output.code == Some(line.code) {
            continue;
        }
        if lines.len() > 1 && !(output.stdout.is_empty() && output.stderr.is_empty()) {
            let sections = [(&mut stdout, &output.stdout), (&mut stderr, &output.stderr)];
            sections.into_iter().filter(|(_, bytes)| !bytes.is_empty()).for_each(|(text, _)| text.push_str(&format!("$ {}\n", line.text)));
        }
        stdout.push_str(&artifact::text(&output.stdout));
        stderr.push_str(&artifact::text(&output.stderr));
        if output.code != Some(line.code) {
            wrong.push(format!("`{}` exits with {:?}, and cmd says {}", line.text, output.code, line.code));
            break;
        }
    }
    for machine in [place.path(), Path::new(env!("CARGO_MANIFEST_DIR"))] {
        if let Some(machine) = machine.to_str().filter(|machine| stdout.contains(machine) || stderr.contains(machine)) {
            wrong.push(format!("the output holds a path of this machine, {machine}"));
        }
    }
    let lock = std::fs::read_to_string(folder.join("out.grants.json")).unwrap_or_default();
    let wat = match std::fs::read(folder.join("out.wasm")) {
        Ok(bytes) => artifact::print(&bytes, &lock)?,
        Err(_) => String::new(),
    };
    let found = [stdout, stderr, wat, lock];
    if !wrong.is_empty() {
        return Err(format!("{}\nstdout:\n{}stderr:\n{}", wrong.join("\n"), found[0], found[1]));
    }
    if bless { accept(case, &found, keeps_violations) } else { compare(case, &found) }
}

/// Copies a folder's inputs; those in `.wat` are also translated.
fn copy(from: &Path, to: &Path, top: bool) -> Result<(), String> {
    std::fs::create_dir(to).map_err(|error| error.to_string())?;
    for name in names(from) {
        let path = from.join(&name);
        if path.is_dir() {
            copy(&path, &to.join(&name), false)?;
            continue;
        }
        if top && (name == "cmd" || EXPECTATIONS.contains(&name.as_str())) {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{name}: inputs are text: {error}"))?;
        if let Some(stem) = name.strip_suffix(".wat") {
            let wasm = wat::parse_str(&text).map_err(|error| format!("{name}: {error}"))?;
            std::fs::write(to.join(format!("{stem}.wasm")), wasm).map_err(|error| error.to_string())?;
        }
        std::fs::write(to.join(&name), text).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn expected(case: &Path) -> [String; 4] {
    EXPECTATIONS.map(|name| std::fs::read_to_string(case.join(name)).unwrap_or_default())
}

fn compare(case: &Path, found: &[String; 4]) -> Result<(), String> {
    let mut wrong = Vec::new();
    for ((name, expected), found) in EXPECTATIONS.iter().zip(expected(case)).zip(found) {
        if expected != *found {
            wrong.push(format!("{name} differs (- expected, + found):\n{}", diff::lines(&expected, found)));
        } else if expected.is_empty() && case.join(name).exists() {
            wrong.push(format!("{name} is stale: there is nothing to expect; delete it"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn accept(case: &Path, found: &[String; 4], keeps_violations: bool) -> Result<(), String> {
    let before = expected(case);
    let known = before.iter().any(|text| !text.is_empty());
    if keeps_violations && known && codes(&before) != codes(found) {
        return Err(format!("BLESS does not change the violations {:?} to {:?}; edit the case by hand", codes(&before), codes(found)));
    }
    for (name, found) in EXPECTATIONS.iter().zip(found) {
        let path = case.join(name);
        let done = match found.is_empty() {
            true if path.exists() => std::fs::remove_file(path),
            true => Ok(()),
            false => std::fs::write(path, found),
        };
        done.map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

/// The codes that the output names, `E-...` and `V...`, as they stand in brackets or as JSON strings.
fn codes(texts: &[String; 4]) -> BTreeSet<&str> {
    let words = texts[..2].iter().flat_map(|text| text.split(['[', ']', '"']));
    let is_code = |word: &&str| {
        let rest = word.strip_prefix("E-").or_else(|| word.strip_prefix('V'));
        rest.is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
        })
    };
    words.filter(is_code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(cmd: &str, expected: &[(&str, &str)]) -> tempfile::TempDir {
        let case = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in expected.iter().chain(&[("cmd", cmd), ("agent.wat", "(component)")]) {
            std::fs::write(case.path().join(name), text).expect("written");
        }
        case
    }

    const MISSING: &str = "FAIL 2: caplink inspect none.wasm\n";

    #[test]
    fn accepting_never_accepts_another_exit_code() {
        let case = case(&MISSING.replace("FAIL 2", "FAIL 1"), &[]);
        let refused = check(case.path(), false, true).expect_err("the exit code is 2");
        assert!(refused.contains("exits with Some(2)"), "{refused}");
        assert!(!case.path().join("stderr").exists());
        assert!(check(case.path(), false, false).is_err());
    }

    #[test]
    fn accepting_never_changes_a_named_violation() {
        let case = case(MISSING, &[("stderr", "error[V5]: imports\n")]);
        let refused = check(case.path(), true, true).expect_err("the violation differs");
        assert!(refused.contains("BLESS does not change"), "{refused}");
        assert_eq!(expected(case.path())[1], "error[V5]: imports\n");
        check(case.path(), false, true).expect("outside golden/verify it is only text");
        check(case.path(), true, true).expect("the same violation");
        check(case.path(), true, false).expect("accepted");
    }

    #[test]
    fn stale_and_differing_expectations_fail() {
        for (name, text) in [("stdout", ""), ("artifact.wat", "(component)"), ("grants.json", "{}"), ("stderr", "error")] {
            let case = case(MISSING, &[(name, text)]);
            assert!(check(case.path(), false, false).is_err(), "{name}");
        }
    }
}
