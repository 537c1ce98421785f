//! C220 system-path: a permit covers the root folder or the system's own.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C220",
    name: "system-path",
    level: Level::Warning,
    summary: "a permit covers the root folder or the system's own",
    doc: "Below `/proc`, `/dev` and `/sys` stand the machine and its processes, not files; `/` is everything.",
    avoid: Example::policy(
        r#"@id("files:read")
permit (
  principal == Agent::"files",
  action == Action::"fs:read",
  resource in Fs::Path::"/proc"
);"#,
    ),
    prefer: Example::policy(
        r#"@id("files:read")
permit (
  principal == Agent::"files",
  action == Action::"fs:read",
  resource in Fs::Path::"/data"
);"#,
    ),
    check: Check::Computed(check),
};

/// Folders of the system.
const FOLDERS: [&str; 8] = ["/proc", "/dev", "/sys", "/run", "/etc", "/boot", "/root", "/var/run"];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits) {
        for entity in outline.entities().into_iter().filter(|entity| entity.kind == "Fs::Path") {
            let path = entity.id.as_str();
            if path == "/" || FOLDERS.iter().any(|folder| path == *folder || path.starts_with(&format!("{folder}/")) && path != "/dev/null")
            {
                let message = format!("`{}` is the system's, not the agent's", caplink_model::text::escape(path));
                found.push(Finding {
                    help: Some("name the folder that the agent works in".into()),
                    ..RULE.at(outline, &entity.range, message)
                });
            }
        }
    }
}
