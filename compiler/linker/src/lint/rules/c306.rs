//! C306 excess-action: a permit grants more actions than any agent asks for.

use super::text;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C306",
    name: "excess-action",
    level: Level::Warning,
    summary: "a permit grants more actions than any agent asks for",
    doc: r#"A group such as `Action::"fs"` holds reading, writing, deleting and linking. Name the actions that are needed, so that the rest stays denied when an agent begins to ask for it."#,
    avoid: Example::policy(
        r#"@id("files:exports")
permit (principal == Agent::"files", action in [Action::"export", Action::"cli", Action::"env:read"], resource);

@id("files:work")
permit (principal == Agent::"files", action in Action::"fs", resource in Fs::Path::"/data");"#,
    )
    .agents(&[("files", Some(r#"Agent::"files""#))]),
    prefer: Example::policy(
        r#"@id("files:exports")
permit (principal == Agent::"files", action in [Action::"export", Action::"cli", Action::"env:read"], resource);

@id("files:work")
permit (principal == Agent::"files", action in [Action::"fs:read", Action::"fs:list", Action::"fs:stat"], resource in Fs::Path::"/data");"#,
    )
    .agents(&[("files", Some(r#"Agent::"files""#))]),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.sound().filter(|outline| outline.permits && !text::is_blanket(outline)) {
        let agents = text::agents(subject, outline);
        let admitted = subject.survey.vocabulary.admitted(&outline.action);
        let (asked, excess): (Vec<&str>, Vec<&str>) =
            admitted.iter().copied().partition(|action| agents.iter().any(|agent| agent.actions.contains(*action)));
        // Whether it is a terminal, and such: what reveals nothing is no excess.
        let excess: Vec<&str> = excess.into_iter().filter(|action| !action.starts_with("cli:")).collect();
        if agents.is_empty() || asked.is_empty() || excess.is_empty() {
            continue;
        }
        let range = outline.action.entities().first().map_or(&outline.head, |action| &action.range);
        let needed = asked.iter().map(|action| format!("Action::\"{action}\"")).collect::<Vec<_>>().join(", ");
        found.push(Finding {
            help: Some(format!("name what is needed: `action in [{}]`", caplink_model::text::escape(&needed))),
            ..RULE.at(outline, range, format!("this also grants {}, which no agent here asks for", text::listed(excess.into_iter())))
        });
    }
}
