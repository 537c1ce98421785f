//! C219 credential-file: a permit reads a file that holds credentials.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C219",
    name: "credential-file",
    level: Level::Warning,
    summary: "a permit reads a file that holds credentials",
    doc: "Keys and tokens in files are those of the user, not of the agent. Name the files that the agent works on.",
    avoid: Example::policy(
        r#"@id("files:read")
permit (
  principal == Agent::"files",
  action == Action::"fs:read",
  resource in Fs::Path::"/files/.ssh"
);"#,
    ),
    prefer: Example::policy(
        r#"@id("files:read")
permit (
  principal == Agent::"files",
  action == Action::"fs:read",
  resource in Fs::Path::"/files/project"
);"#,
    ),
    check: Check::Computed(check),
};

/// Names of files and folders that hold credentials.
const NAMES: [&str; 18] = [
    ".ssh",
    ".aws",
    ".azure",
    ".gnupg",
    ".kube",
    ".docker",
    ".netrc",
    ".npmrc",
    ".pypirc",
    ".git-credentials",
    ".env",
    ".config/gcloud",
    "id_rsa",
    "id_ed25519",
    "shadow",
    "credentials",
    "secrets",
    ".password-store",
];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits) {
        for entity in outline.entities().into_iter().filter(|entity| entity.kind == "Fs::Path") {
            let path = entity.id.as_str();
            let inside = |name: &&str| path.split('/').any(|part| part == *name) || name.contains('/') && path.contains(*name);
            let is_key = [".pem", ".key", ".p12", ".pfx"].iter().any(|ending| path.ends_with(ending));
            if is_key || NAMES.iter().any(inside) {
                let message = format!("`{}` holds credentials", caplink_model::text::escape(path));
                found.push(Finding {
                    help: Some("name the files that the agent works on, or allow the finding with the reason".into()),
                    ..RULE.at(outline, &entity.range, message)
                });
            }
        }
    }
}
