//! C214 blanket-permit: a permit grants everything.

use crate::lint::{Check, Example, Findings, Rule, Subject};
use crate::policy::survey::is_unscoped;
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C214",
    name: "blanket-permit",
    level: Level::Error,
    summary: "a permit grants everything",
    doc: "It grants every function that the agent imports now, and every one that it will import after the next update. Permit what is needed: `caplink init` proposes it.",
    avoid: Example::policy(
        r#"@id("all")
permit (principal, action, resource);"#,
    ),
    prefer: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.scheme == "https" };"#,
    ),
    check: Check::Computed(check),
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for outline in subject.written().filter(|outline| outline.permits && is_unscoped(outline) && outline.condition.is_none()) {
        let functions: usize = subject.agents.iter().map(|agent| agent.functions.len()).sum();
        let actions = subject.survey.vocabulary.resources.len();
        let what =
            if functions > 0 { format!("all {functions} functions that agents here import") } else { format!("all {actions} actions") };
        found.push(Finding {
            help: Some(
                "permit what is needed: `caplink init AGENT.wasm policies/` writes a policy for each thing that an agent asks for".into(),
            ),
            ..RULE.at(outline, &outline.head, format!("this grants {what} to every agent"))
        });
    }
}
