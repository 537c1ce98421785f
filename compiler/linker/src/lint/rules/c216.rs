//! C216 unencrypted-http: a permit allows requests without TLS.

use super::text;
use crate::guard::rules::Expr;
use crate::lint::{Check, Example, Findings, Rule, Subject};
use caplink_model::finding::Finding;
use caplink_model::finding::Level;

/// The rule.
pub const RULE: Rule = Rule {
    code: "C216",
    name: "unencrypted-http",
    level: Level::Warning,
    summary: "a permit allows requests without TLS",
    doc: r#"Everybody on the way can read and change them. Ask for `context.scheme == "https"`."#,
    avoid: Example::policy(
        r#"@id("fetch:api")
permit (
  principal == Agent::"fetch",
  action == Action::"http:request",
  resource == Net::Host::"api.example.com"
)
when { context.method == "GET" };"#,
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
    for (number, entries) in subject.meaning.policies() {
        let outline = subject.policy(number);
        if !outline.permits || text::is_blanket(outline) {
            continue;
        }
        for entry in entries.into_iter().filter(|entry| entry.action == "http:request") {
            // What stays on the machine crosses no network.
            if text::hosts_of(outline).iter().any(|host| text::is_loopback(&host.id)) {
                continue;
            }
            let scheme = Expr::Equal(Box::new(Expr::Input(text::context("scheme"))), Box::new(Expr::String("http".into())));
            if let Some(witness) = text::reaches(subject, entry, &scheme) {
                found.push(Finding {
                    witness: Some(entry.request(&witness)),
                    help: Some("add `context.scheme == \"https\"`".into()),
                    ..RULE.at(outline, &outline.head, "this allows requests in the clear")
                });
            }
        }
    }
}
