//! Every command in `README.md` is run, and prints what the page says; and those of `.github/workflows/grants.yml` are run, which the page recommends.
//!
//! In: the page's `console` blocks. A line that starts with `$ ` is a command; what follows it, up to the next command or the end of the block, is its
//! output. `cargo run -q --` stands for the binary under test. Commands run in one scratch folder that links to the shipped folders, in the page's order, so
//! that a later one can read what an earlier one wrote. `cargo test` is what runs this.

use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The commands of a page, each with the output that the page shows.
fn commands(page: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = vec![];
    let mut inside = false;
    for line in page.lines() {
        match (inside, line.strip_prefix("$ ")) {
            (false, _) => inside = line == "```console",
            (true, _) if line == "```" => inside = false,
            (true, Some(command)) => found.push((command.to_string(), String::new())),
            (true, None) => {
                let (_, output) = found.last_mut().expect("a console block starts with a command");
                output.push_str(line);
                output.push('\n');
            }
        }
    }
    found
}

/// Splits a command as a shell does, as far as the page needs it: words, and single quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in command.chars() {
        match character {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().expect("there is one").push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_prints_what_the_page_shows() {
    let page = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    for name in ["tests", "policies", "wit"] {
        std::os::unix::fs::symlink(root().join(name), scratch.path().join(name)).expect("linked");
    }
    std::fs::create_dir(scratch.path().join("target")).expect("created");
    let commands = commands(&page);
    let mut run = 0;
    for (command, shown) in &commands {
        if command == "cargo test" {
            continue;
        }
        let arguments =
            command.strip_prefix("cargo run -q -- ").unwrap_or_else(|| panic!("`{command}` is not a command of the page's form"));
        let output = Command::new(env!("CARGO_BIN_EXE_caplink"))
            .args(words(arguments))
            .current_dir(scratch.path())
            .env_remove("NO_COLOR")
            .output()
            .expect("it runs");
        let printed = format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        assert!(output.status.success(), "`{command}` fails:\n{printed}");
        assert_eq!(printed.trim_end(), shown.trim_end(), "`{command}` prints something else:\n{printed}");
        run += 1;
    }
    assert!(run >= 2 && commands.iter().any(|(command, _)| command == "cargo test"), "the page shows the main job and the tests");
}

/// The workflow's links and comparisons, where nothing changed between base and head: each must succeed, and reports be what the other steps look for.
#[test]
fn the_workflow_of_grants_compares_what_it_links() {
    let workflow = std::fs::read_to_string(root().join(".github/workflows/grants.yml")).expect("the workflow is there");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let base = scratch.path().join("target/base");
    for folder in ["target/base", "target/grants/base", "target/grants/head", "report"] {
        std::fs::create_dir_all(scratch.path().join(folder)).expect("created");
    }
    for side in [scratch.path(), &base] {
        for name in ["tests", "policies"] {
            std::os::unix::fs::symlink(root().join(name), side.join(name)).expect("linked");
        }
    }
    let mut run = vec![];
    for line in workflow.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let Some((before, command)) =
            line.split_once("caplink ").filter(|(_, rest)| rest.starts_with("link ") || rest.starts_with("diff target/"))
        else {
            continue;
        };
        let (command, report) = command.trim_end_matches(')').split_once(" > ").unwrap_or((command.trim_end_matches(')'), ""));
        let folder = if before.contains("(cd target/base && ") { base.as_path() } else { scratch.path() };
        let output =
            Command::new(env!("CARGO_BIN_EXE_caplink")).args(words(command)).current_dir(folder).env_clear().output().expect("it runs");
        assert!(output.status.success(), "`{command}` fails:\n{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).expect("it is UTF-8");
        match report {
            "report/comment.md" => {
                let marker = printed.lines().next().expect("the comment is not empty");
                assert!(workflow.contains(&format!("startsWith('{marker}')")), "the comment is not found by {marker}");
            }
            "report/caplink.sarif" => assert!(printed.contains("\"version\": \"2.1.0\""), "{printed}"),
            other => assert!(other.is_empty(), "nothing reads {other}"),
        }
        run.push(words(command).swap_remove(0));
    }
    assert_eq!(run, ["link", "link", "diff", "diff", "diff"]);
    let scripts = workflow.split("run:").skip(1).map(|step| step.split("- uses:").next().unwrap_or_default());
    assert!(scripts.into_iter().all(|script| !script.contains("${{ github")), "what others wrote reaches a shell as a variable only");
}

#[test]
fn commands_and_outputs_are_told_apart() {
    let page = "x\n```console\n$ a 'b c'\nout\n$ d\n```\n$ not\n";
    assert_eq!(commands(page), [("a 'b c'".to_string(), "out\n".to_string()), ("d".to_string(), String::new())]);
    assert_eq!(words("a 'b  c' d"), ["a", "b  c", "d"]);
}
