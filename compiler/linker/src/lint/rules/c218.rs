//! C218 secret-variable: a permit reads a variable or value whose name is that of a secret.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C218",
    name: "secret-variable",
    level: Level::Warning,
    summary: "a permit reads a variable or value whose name is that of a secret",
    doc: "An agent that knows a secret can tell it to whoever it may talk to. Let the host add the credential, or give the agent one of its own that can do little.",
    avoid: Example::policy(
        r#"@id("env:read")
permit (
  principal == Agent::"ambient",
  action == Action::"env:read",
  resource == Env::Var::"AWS_SECRET_ACCESS_KEY"
);"#,
    ),
    prefer: Example::policy(
        r#"@id("env:read")
permit (
  principal == Agent::"ambient",
  action == Action::"env:read",
  resource == Env::Var::"LANG"
);"#,
    ),
    check: Check::Computed(check),
};

/// Parts of names of secrets.
const WORDS: [&str; 14] = [
    "secret",
    "password",
    "passwd",
    "passphrase",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "credential",
    "private_key",
    "private-key",
    "privatekey",
    "access_key",
    "access-key",
];

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits) {
        for entity in
            outline.entities().into_iter().filter(|entity| ["Env::Var", "Config::Key", "Kv::Bucket"].contains(&entity.kind.as_str()))
        {
            let name = entity.id.to_ascii_lowercase();
            if WORDS.iter().any(|word| name.contains(word)) {
                let message = format!("`{}` is the name of a secret", caplink_model::text::escape(&entity.id));
                found.push(Finding {
                    help: Some("let the host add the credential, or allow the finding with the reason".into()),
                    ..RULE.at(outline, &text::nonempty(outline, &entity.range), message)
                });
            }
        }
    }
}
