//! A hostile comparison for tests: names, conditions and people's words that would break each format, and changes of every shape.

use super::View;
use caplink_model::Digest;
use caplink_model::change::{Acceptance, Cause, Change, Comparison, Direction, Example, Kind, Pair, Tier};
use caplink_model::lockfile::PolicyRef;
use caplink_model::text::escape;

/// What would break a terminal, a table, a fold, a comment of TOML or of a workflow.
pub const HOSTILE: &str = "x`` ``` | \\| </details> <!-- ![i](http://x) [l](http://y) @team ` #12 GH-1 www.evil.example a@b.example deadbeef \
    \x1b[31m\u{202e}\r\n::error::y\n##[group]z\n\n# h\n```\n\"\"\"%0A";

/// A growth without anything around it.
pub fn change(kind: Kind, direction: Direction, tier: Tier, summary: &str) -> Change {
    Change { direction, tier, summary: summary.into(), id: Digest::of(summary.as_bytes()), ..Change::empty(kind) }
}

/// A policy that caused something.
pub fn cause(is_new: bool, id: &str, file: &str, line: u32, role: &str) -> Cause {
    Cause { is_new, policy: PolicyRef { id: id.into(), file: file.into(), line }, role: role.into() }
}

fn request(request: &str, times: Option<u64>) -> Option<Example> {
    Some(Example { request: request.into(), times })
}

/// The comparison: an agent with growth of each tier and what did not grow, a hostile one, and one that is new.
pub fn comparison() -> Comparison {
    let critical = Change {
        reason: "it is a new way out: what the agent knows can be sent there".into(),
        actions: vec!["http:request".into()],
        functions: vec!["wasi:http/outgoing-handler@0.2.3#handle".into()],
        before: "resource == Net::Host::\"api.example\"".into(),
        after: "resource in [Net::Host::\"api.example\", Net::Host::\"*.example.com\"]".into(),
        gained: request("resource == Net::Host::\"a.example.com\", context.method == \"POST\", context.path == \"/\"", None),
        lost: request("resource == Net::Host::\"api.example\", context.method == \"DELETE\"", None),
        causes: vec![
            cause(true, "net-out", "net/out.cedar", 12, "permits it"),
            cause(true, "more", "more.cedar", 3, "permits it"),
            cause(false, "no-example", "net/out.cedar", 4, "forbade it and is gone"),
        ],
        line: Some(40),
        covers: vec!["`net:resolve` is allowed for more calls".into()],
        ..change(Kind::Condition, Direction::Incomparable, Tier::Critical, "`http:request` is allowed for other calls")
    };
    let high = Change {
        reason: "it can read files that it could not read".into(),
        before: "not imported".into(),
        after: "allowed".into(),
        unproved: Some("no request was found in 64 cases".into()),
        demand: Some("the agent did not import it before".into()),
        line: Some(77),
        ..change(Kind::FunctionGranted, Direction::Wider, Tier::High, "`fs:read` is granted by `wasi:filesystem/types@0.2.3`")
    };
    let low = Change {
        reason: "the same calls were allowed before, fewer times".into(),
        before: "at most 10 calls".into(),
        after: "at most 20 calls".into(),
        gained: request("", Some(11)),
        causes: vec![cause(true, "quota", "../quota.cedar", 1, "allows 20 calls")],
        accepted: Some(Acceptance {
            change: Digest::of(b"`clock:wall` is allowed more often"),
            reason: "billing polls twice an hour".into(),
            author: "ana@example.com".into(),
        }),
        ..change(Kind::Budget, Direction::Wider, Tier::Low, "`clock:wall` is allowed more often")
    };
    let narrower = Change {
        before: "allowed".into(),
        after: "denied".into(),
        lost: request("resource == Kv::Bucket::\"default\"", None),
        ..change(Kind::FunctionRevoked, Direction::Narrower, Tier::None, "`kv:write` is no longer granted")
    };
    let same = change(Kind::Code, Direction::Same, Tier::None, "the agent's code changed");
    Comparison {
        pairs: vec![
            Pair {
                subject: "Agent::\"billing\"".into(),
                old: Some("1.4/billing.lock.json".into()),
                new: Some("1.5/billing.lock.json".into()),
                changes: vec![critical, high, low, narrower, same],
            },
            hostile(),
            Pair {
                subject: "Agent::\"extra\"".into(),
                old: None,
                new: Some("1.5/extra.wasm".into()),
                changes: vec![Change {
                    line: Some(9),
                    ..change(Kind::AgentAdded, Direction::Wider, Tier::Medium, "the agent `Agent::\"extra\"` is new")
                }],
            },
        ],
        unchanged: 2,
        stale: vec![Acceptance { change: Digest::of(b"stale"), reason: HOSTILE.into(), author: HOSTILE.into() }],
    }
}

/// Every text hostile; sentences escaped, as they come.
fn hostile() -> Pair {
    let sentence = format!("`{}` and more", escape(HOSTILE));
    let one = |direction, tier, summary: &str| Change {
        reason: sentence.clone(),
        actions: vec![HOSTILE.into()],
        functions: vec![HOSTILE.into()],
        before: HOSTILE.into(),
        after: HOSTILE.repeat(9),
        gained: request(&escape(HOSTILE), Some(3)),
        lost: request(&escape(HOSTILE), None),
        unproved: Some(sentence.clone()),
        causes: vec![
            cause(true, HOSTILE, HOSTILE, 1, &sentence),
            cause(true, "ok", HOSTILE, 2, &sentence),
            cause(false, HOSTILE, "a", 0, "is gone"),
        ],
        demand: Some(sentence.clone()),
        covers: vec![sentence.clone()],
        ..change(Kind::Policies, direction, tier, summary)
    };
    let accepted = Acceptance { change: Digest::of(b"b"), reason: HOSTILE.into(), author: HOSTILE.into() };
    Pair {
        subject: HOSTILE.into(),
        old: Some(HOSTILE.into()),
        new: Some(format!("{HOSTILE}.json")),
        changes: vec![
            one(Direction::Wider, Tier::Medium, &sentence),
            Change { accepted: Some(accepted), ..one(Direction::Wider, Tier::Low, &sentence) },
            one(Direction::Narrower, Tier::None, &sentence),
        ],
    }
}

/// The view of a comparison.
pub fn view(comparison: &Comparison) -> View<'_> {
    View {
        old: "releases/1.4",
        new: "releases/1.5",
        comparison,
        fails: true,
        policies: Some("policies/"),
        version: Some(("1.4.2", "2.0.0".into())),
    }
}
