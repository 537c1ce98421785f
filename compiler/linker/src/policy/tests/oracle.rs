//! Cedar's own answer beside ours, on calls made of boundary values.
//!
//! Every policy is compiled with principal and resource unknown, and again for each known principal; on every call the rules decide as Cedar's
//! authorizer, but for a forbid that fails, which denies here.

use super::{Decision, Party, deep, question};
use crate::guard::rules::{EntityName, Ip, Path, Root};
use crate::guard::simplify::value::{Value, allows};
use cedar_policy::{Authorizer, Context, Effect, Entities, EntityUid, PolicySet, Request, Schema};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

pub(super) const SCHEMA: &str = r#"
entity Team in [Team] { level: Long };
entity Place { city: String, zip?: Long };
entity Agent in [Team] { tier?: String, budget: Long, home: Place, limits: { calls: Long, note?: String }, peers: Set<Agent> } tags String;
entity Color enum ["red", "green"];
namespace Net {
  entity Group;
  entity Host in [Host, Group] { owner?: Agent, ports?: Set<Long>, open?: Bool } tags Set<String>;
}
namespace Fs { entity Path in [Path]; }
type Note = { text: String, more?: { deep?: Long, flat: Bool } };
action "call" appliesTo {
  principal: [Agent],
  resource: [Net::Host],
  context: {
    flag: Bool, n: Long, m: Long, text: String, names: Set<String>, numbers: Set<Long>,
    maybe?: Long, word?: String, note: Note, other?: Note,
    price: decimal, at: datetime, span: duration, ip: ipaddr, range?: ipaddr,
    who: Agent, team?: Team, host: Net::Host, path: Fs::Path, color: Color, teams: Set<Team>, "dry-run": Bool
  }
};
"#;

pub(super) fn entities() -> Json {
    let agent = |id: &str, parents: Json, tier: Option<&str>, budget: i64, home: &str, tags: Json| {
        let mut attributes = json!({"budget": budget, "home": {"type": "Place", "id": home}, "limits": {"calls": budget}, "peers": [{"type": "Agent", "id": "b"}]});
        if let Some(tier) = tier {
            attributes["tier"] = tier.into();
            attributes["limits"]["note"] = "noted".into();
        }
        json!({"uid": {"type": "Agent", "id": id}, "attrs": attributes, "parents": parents, "tags": tags})
    };
    let team =
        |id: &str, level: i64, parents: Json| json!({"uid": {"type": "Team", "id": id}, "attrs": {"level": level}, "parents": parents});
    let host = |id: &str, attributes: Json, parents: Json, tags: Json| json!({"uid": {"type": "Net::Host", "id": id}, "attrs": attributes, "parents": parents, "tags": tags});
    json!([
        agent("a", json!([{"type": "Team", "id": "core"}]), Some("gold"), 100, "x", json!({"role": "dev", "env": "prod"})),
        agent("b", json!([]), None, -1, "y", json!({})),
        agent("c", json!([{"type": "Team", "id": "all"}]), Some("gold"), i64::MAX, "gone", json!({"role": "ops"})),
        team("core", 3, json!([{"type": "Team", "id": "all"}])),
        team("all", 0, json!([])),
        json!({"uid": {"type": "Place", "id": "x"}, "attrs": {"city": "Oslo", "zip": 7}, "parents": []}),
        json!({"uid": {"type": "Place", "id": "y"}, "attrs": {"city": "Rome"}, "parents": []}),
        host(
            "api.vendor.com",
            json!({"owner": {"type": "Agent", "id": "a"}, "ports": [80, 443], "open": true}),
            json!([]),
            json!({"zones": ["eu", "us"]})
        ),
        host("vendor.com", json!({"open": false}), json!([{"type": "Net::Group", "id": "vendors"}]), json!({})),
        host("cdn.net", json!({}), json!([{"type": "Net::Host", "id": "github.com"}]), json!({"zones": []})),
        host("10.0.0.1", json!({}), json!([{"type": "Net::Group", "id": "lab"}]), json!({})),
    ])
}

const AGENTS: [&str; 4] = ["a", "b", "c", "ghost"];
const HOSTS: [&str; 13] = [
    "github.com",
    "api.github.com",
    "evilgithub.com",
    "com",
    "x.cdn.net",
    "cdn.net",
    "api.vendor.com",
    "x.api.vendor.com",
    "vendor.com",
    "10.0.0.1",
    "1.10.0.0.1.example",
    "0.0.1",
    "[::1]",
];
const OTHER_HOSTS: [&str; 2] = ["a.b.github.com", "x.vendor.com"];
const PATHS: [&str; 7] = ["/", "/data", "/data/out", "/data/out/a", "/database", "data/out", "/data/outer"];

/// All names that a host or path is in, written for the oracle: nothing of the compiler is used.
fn outer(kind: &str, id: &str) -> Vec<String> {
    if kind == "Net::Host" {
        let labels: Vec<&str> = id.split('.').collect();
        if id.starts_with('[') || labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok()) {
            return vec![];
        }
        return (1..labels.len()).map(|from| labels[from..].join(".")).collect();
    }
    let parts: Vec<&str> = id.split('/').collect();
    if parts[0].is_empty() && id != "/" {
        return (1..parts.len()).map(|to| if to == 1 { "/".to_string() } else { parts[..to].join("/") }).collect();
    }
    vec![]
}

/// The entities, and every host and path of a call in what its name says.
fn store() -> Entities {
    let Json::Array(mut all) = entities() else { unreachable!() };
    let names = HOSTS.iter().chain(&OTHER_HOSTS).map(|id| ("Net::Host", *id)).chain(PATHS.iter().map(|id| ("Fs::Path", *id)));
    let mut queue: Vec<(String, String)> = names.map(|(kind, id)| (kind.to_string(), id.to_string())).collect();
    while let Some((kind, id)) = queue.pop() {
        let found = all.iter().position(|entity| entity["uid"] == json!({"type": kind, "id": id}));
        let at = found.unwrap_or_else(|| {
            all.push(json!({"uid": {"type": kind, "id": id}, "attrs": {}, "parents": []}));
            all.len() - 1
        });
        if all[at]["seen"] == json!(true) {
            continue;
        }
        all[at]["seen"] = json!(true);
        let given: Vec<Json> = all[at]["parents"].as_array().cloned().unwrap_or_default();
        for parent in &given {
            if parent["type"] == "Net::Host" {
                queue.push(("Net::Host".into(), parent["id"].as_str().unwrap().into()));
            }
        }
        let parents = outer(&kind, &id);
        for parent in parents {
            all[at]["parents"].as_array_mut().unwrap().push(json!({"type": kind, "id": parent}));
            queue.push((kind.clone(), parent));
        }
    }
    for entity in &mut all {
        entity.as_object_mut().unwrap().remove("seen");
    }
    let (schema, _) = Schema::from_cedarschema_str(SCHEMA).unwrap();
    Entities::from_json_value(Json::Array(all), Some(&schema)).unwrap()
}

/// Numbers that look random and are the same in every run.
pub(super) struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())].clone()
    }
}

type Both = (Json, Value);

fn long(dice: &mut Dice) -> Both {
    let number = dice.of(&[0, 1, -1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 80, 100, 101, 443, i64::MAX, i64::MIN, i64::MAX - 1, i64::MIN + 1]);
    (number.into(), Value::Long(number))
}

fn text(dice: &mut Dice) -> Both {
    let text = dice.of(&[
        "", "a", "ab", "acct-1", "acct-", "acct", "gold", "é", "e\u{301}", "a*b", "axb", "role", "env", "zones", "xaby", "a\nb", "🦀z",
    ]);
    (text.into(), Value::String(text.into()))
}

fn flag(dice: &mut Dice) -> Both {
    let flag = dice.roll(2) == 0;
    (flag.into(), Value::Bool(flag))
}

fn set(dice: &mut Dice, element: fn(&mut Dice) -> Both) -> Both {
    let all: Vec<Both> = (0..dice.roll(4)).map(|_| element(dice)).collect();
    (all.iter().map(|(json, _)| json.clone()).collect(), Value::Set(all.into_iter().map(|(_, value)| value).collect()))
}

fn entity(kind: &str, id: &str) -> Both {
    let name = EntityName { kind: kind.into(), id: id.into() };
    (json!({"__entity": {"type": kind, "id": id}}), Value::Entity(name))
}

fn extension(function: &str, text: &str, value: Value) -> Both {
    (json!({"__extn": {"fn": function, "arg": text}}), value)
}

fn decimal(dice: &mut Dice) -> Both {
    let (text, number) = dice.of(&[
        ("12.5", 125_000),
        ("12.4999", 124_999),
        ("12.5001", 125_001),
        ("-0.5", -5_000),
        ("0.0", 0),
        ("922337203685477.5807", i64::MAX),
    ]);
    extension("decimal", text, Value::Decimal(number))
}

fn datetime(dice: &mut Dice) -> Both {
    let (text, at) = dice.of(&[
        ("1970-01-01", 0),
        ("2027-01-01", 1_798_761_600_000),
        ("2026-12-31T23:59:59.999Z", 1_798_761_599_999),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1969-12-31", -86_400_000),
        ("2027-01-01T12:30:00Z", 1_798_806_600_000),
    ]);
    extension("datetime", text, Value::Datetime(at))
}

fn duration(dice: &mut Dice) -> Both {
    let (text, span) = dice.of(&[
        ("0ms", 0),
        ("1h", 3_600_000),
        ("59m59s999ms", 3_599_999),
        ("-1ms", -1),
        ("-1d", -86_400_000),
        ("9223372036854775807ms", i64::MAX),
        ("-9223372036854775808ms", i64::MIN),
        ("1d", 86_400_000),
    ]);
    extension("duration", text, Value::Duration(span))
}

fn ip(dice: &mut Dice) -> Both {
    let (text, v6, address, prefix) = dice.of(&[
        ("10.0.0.1", false, 0x0a00_0001, 32),
        ("10.0.0.0/8", false, 0x0a00_0000, 8),
        ("10.0.0.1/8", false, 0x0a00_0001, 8),
        ("11.0.0.0", false, 0x0b00_0000, 32),
        ("127.0.0.1", false, 0x7f00_0001, 32),
        ("127.0.0.0/7", false, 0x7f00_0000, 7),
        ("224.0.0.1", false, 0xe000_0001, 32),
        ("0.0.0.0/0", false, 0, 0),
        ("::1", true, 1, 128),
        ("::1/127", true, 1, 127),
        ("ff02::1", true, 0xff02 << 112 | 1, 128),
        ("::/0", true, 0, 0),
        ("::ffff:a00:1", true, 0xffff_0a00_0001, 128),
    ]);
    extension("ip", text, Value::Ip(Ip { v6, address, prefix }))
}

fn record(fields: Vec<(&str, Both)>) -> Both {
    let json = fields.iter().map(|(name, (json, _))| (name.to_string(), json.clone())).collect();
    (Json::Object(json), Value::Record(fields.into_iter().map(|(name, (_, value))| (name.to_string(), value)).collect()))
}

fn note(dice: &mut Dice) -> Both {
    let mut fields = vec![("text", text(dice))];
    if dice.roll(2) == 0 {
        let mut more = vec![("flat", flag(dice))];
        if dice.roll(2) == 0 {
            more.push(("deep", long(dice)));
        }
        fields.push(("more", record(more)));
    }
    record(fields)
}

fn team(dice: &mut Dice) -> Both {
    entity("Team", dice.of(&["core", "all", "none"]))
}

fn context(dice: &mut Dice) -> Both {
    let mut fields = vec![
        ("flag", flag(dice)),
        ("n", long(dice)),
        ("m", long(dice)),
        ("text", text(dice)),
        ("names", set(dice, text)),
        ("numbers", set(dice, long)),
        ("note", note(dice)),
        ("price", decimal(dice)),
        ("at", datetime(dice)),
        ("span", duration(dice)),
        ("ip", ip(dice)),
        ("who", entity("Agent", dice.of(&AGENTS))),
        ("host", entity("Net::Host", dice.of(&HOSTS))),
        ("path", entity("Fs::Path", dice.of(&PATHS))),
        ("color", entity("Color", dice.of(&["red", "green"]))),
        ("teams", set(dice, team)),
        ("dry-run", flag(dice)),
    ];
    let optional: [(&str, fn(&mut Dice) -> Both); 5] = [("maybe", long), ("word", text), ("other", note), ("range", ip), ("team", team)];
    for (name, make) in optional {
        if dice.roll(2) == 0 {
            fields.push((name, make(dice)));
        }
    }
    record(fields)
}

/// The value at a path of a call.
fn at(path: &Path, principal: &str, resource: &str, context: &Value) -> Option<Value> {
    let start = match path.root {
        Root::Principal => entity("Agent", principal).1,
        Root::Resource => entity("Net::Host", resource).1,
        Root::Context => context.clone(),
    };
    path.attributes.iter().try_fold(start, |value, name| match value {
        Value::Record(mut values) => values.remove(name),
        other => panic!("`{name}` of {other:?}"),
    })
}

/// What was seen of one text of policies.
#[derive(Default)]
struct Seen {
    allowed: usize,
    denied: usize,
}

fn compare(policies: &str, calls: usize, oracle: &Entities, seed: u64) -> Result<Seen, String> {
    let entities = entities().to_string();
    let question = question(SCHEMA, policies, &entities).map_err(|errors| format!("{policies}\n{errors:#?}"))?;
    let set = PolicySet::from_str(policies).unwrap();
    let action = r#"Action::"call""#;
    let decide = |principal: Party<'_>| {
        question.decide(principal, action, Party::Unknown("Net::Host")).map_err(|errors| format!("{policies}\n{errors:#?}"))
    };
    let open = decide(Party::Unknown("Agent"))?;
    let uids: BTreeMap<&str, String> = AGENTS.iter().map(|id| (*id, format!("Agent::\"{id}\""))).collect();
    let known: BTreeMap<&str, Decision> =
        AGENTS.iter().map(|id| Ok((*id, decide(Party::Known(&uids[id]))?))).collect::<Result<_, String>>()?;
    let (mut dice, mut seen) = (Dice(seed), Seen::default());
    for _ in 0..calls {
        let (principal, resource) = (dice.of(&AGENTS), dice.of(&HOSTS));
        let (json, values) = context(&mut dice);
        let uid = |kind: &str, id: &str| EntityUid::from_str(&format!("{kind}::\"{id}\"")).unwrap();
        let context = Context::from_json_value(json.clone(), None).unwrap();
        let request = Request::new(uid("Agent", principal), uid("Action", "call"), uid("Net::Host", resource), context, None).unwrap();
        let response = Authorizer::new().is_authorized(&request, &set, oracle);
        let failed: BTreeSet<_> = response
            .diagnostics()
            .errors()
            .map(|error| match error {
                cedar_policy::AuthorizationError::PolicyEvaluationError(error) => error.policy_id().clone(),
            })
            .collect();
        let forbid_failed = set.policies().any(|policy| policy.effect() == Effect::Forbid && failed.contains(policy.id()));
        let expected = response.decision() == cedar_policy::Decision::Allow && !forbid_failed;
        for decision in [&open, &known[principal]] {
            let found = match decision {
                Decision::Allow(_) => true,
                Decision::Deny(_) => false,
                Decision::Residual(rules) => allows(rules, &|path| at(path, principal, resource, &values)),
            };
            if found != expected {
                return Err(format!("Cedar says {expected}: {policies}\n{principal} {resource} {json}\n{decision:#?}"));
            }
        }
        if expected { seen.allowed += 1 } else { seen.denied += 1 }
    }
    Ok(seen)
}

/// Conditions of permits; each is also tried as a forbid, as `unless`, and beside others.
const CONDITIONS: &[&str] = &[
    "context.flag",
    "!context.flag && context[\"dry-run\"]",
    "context.n < 10 && context.n >= -1",
    "context.n + context.m <= 100",
    "context.n - context.m > 0 || context.flag",
    "context.n * 2 + 1 == context.m",
    "-context.n < 5",
    "context.n + 1 + 2 - 3 > context.m || context.n == 9223372036854775807",
    "if context.n > 5 then context.m > 5 else if context.flag then context.text == \"a\" else context.n + 1 < 3",
    "(if context.flag then context.n else context.m) == 1",
    "(if context.flag then context.note else context.note).text like \"a*\"",
    "context.text == \"a\" || context.text == \"ab\" || [\"gold\", \"é\"].contains(context.text)",
    "context.text like \"acct-*\" && context.text != \"acct-\"",
    "context.text like \"*a\\*b*\" || context.text like \"\" || context.text like \"*ab*\"",
    "context.text like \"?\" || context.text like \"*\\n*\" || context.text like \"a*b\"",
    "context.names.contains(\"a\") && !context.names.contains(context.text)",
    "context.names.containsAll([\"a\", \"ab\"]) || context.names.containsAny([\"gold\", context.text])",
    "context.names.isEmpty() || context.numbers == [1, 2] || context.numbers.contains(context.n)",
    "context.numbers.containsAll([context.n, 1]) || [context.n, context.m, 1].containsAny(context.numbers)",
    "[context.n, context.m].contains(1) && [context.n + 1].contains(2)",
    "context has maybe && context.maybe > 0",
    "context has maybe && context has word && context.word == context.text || !(context has word)",
    "context has note.more.deep && context.note.more.deep < 10",
    "context has other.more && context.other.more.flat",
    "context has other && context.other == context.note",
    "context.note has text && (context.note has more.flat) == context.flag",
    "(context has other.more.deep) == context.flag",
    "context has other && context.note != context.other || {text: context.text, n: context.n} == {text: \"a\", n: 1}",
    "{a: context.n, b: context.m + 1}.a > 3",
    "{a: {b: context.text, c: context.n - 1}, d: 1}.a.b == \"a\"",
    "{a: context.n + 1} has a && {a: 1, b: context.n * context.m}.a == 1",
    "context.price.lessThan(decimal(\"12.5\")) || context.price.greaterThanOrEqual(decimal(\"12.5001\"))",
    "context.price.lessThanOrEqual(decimal(\"12.5\")) && context.price.greaterThan(decimal(\"-0.5\")) || context.price == decimal(\"-0.50\")",
    "context.at < datetime(\"2027-01-01\") && context.at >= datetime(\"1970-01-01\")",
    "context.at.offset(context.span) < datetime(\"2027-01-01\").offset(duration(\"1h\"))",
    "context.at.durationSince(datetime(\"1969-12-31\")) > context.span",
    "context.at.toDate() == datetime(\"2027-01-01\") || context.at.toTime() == duration(\"23h59m59s999ms\")",
    "context.span.toHours() == 1 || context.span.toMinutes() < 60 && context.span.toSeconds() > 3598",
    "context.span.toDays() == -1 || context.span.toMilliseconds() == -1",
    "context.at.offset(duration(\"1d\")).offset(duration(\"1d\")).toDate() > context.at",
    "context.ip.isInRange(ip(\"10.0.0.0/8\")) || context.ip.isLoopback()",
    "context.ip.isIpv6() && !context.ip.isMulticast() || context.ip == ip(\"10.0.0.1/8\")",
    "context has range && context.ip.isInRange(context.range)",
    "context.ip.isIpv4() && context.ip != ip(\"10.0.0.1\")",
    "context.who == Agent::\"a\" || context.who == principal",
    "context.who in Team::\"all\" && principal in Team::\"core\"",
    "context has team && principal in context.team",
    "principal in context.teams || context.who in context.teams",
    "principal in [Team::\"core\", Team::\"none\"] || context.who in [Agent::\"b\", principal]",
    "context.who.budget > 50",
    "context.who has tier && context.who.tier == \"gold\" && context.who.limits.calls > 5",
    "context.who has limits.note || context.who has home.zip",
    "context.who.home.city == \"Oslo\"",
    "(if context.flag then context.who else principal).home.city == \"Rome\"",
    "principal.budget + context.n <= 100",
    "principal has tier && principal.tier like \"g*\" && principal.limits has note",
    "principal.peers.contains(context.who) || principal == Agent::\"b\"",
    "principal.hasTag(\"role\") && principal.getTag(\"role\") == \"dev\"",
    "principal.hasTag(context.text) && principal.getTag(context.text) == \"prod\"",
    "context.who.hasTag(context.text) || context.who.hasTag(\"env\")",
    "resource.hasTag(\"zones\") && resource.getTag(\"zones\").contains(\"eu\")",
    "resource in Net::Host::\"github.com\"",
    "resource in Net::Host::\"com\" && !(resource in Net::Host::\"vendor.com\")",
    "resource in Net::Group::\"vendors\" || resource == Net::Host::\"github.com\"",
    "resource in Net::Host::\"0.0.1\" || resource in Net::Group::\"lab\"",
    "context.host in Net::Host::\"github.com\" && context.host in [Net::Host::\"vendor.com\", Net::Host::\"com\"]",
    "Net::Host::\"a.b.github.com\" in Net::Host::\"github.com\" && Net::Host::\"x.vendor.com\" in Net::Group::\"vendors\" && context.flag",
    "context.path in Fs::Path::\"/data/out\" || context.path in Fs::Path::\"data\"",
    "context.path in Fs::Path::\"/\" && context.path != Fs::Path::\"/\"",
    "resource has owner && resource.owner == principal",
    "resource has owner.home && resource.owner.home.city == context.text || resource has owner.home.zip",
    "resource has ports && resource.ports.contains(context.n)",
    "resource has open && resource.open",
    "resource has open && !resource.open || resource == context.host",
    "context.color == Color::\"red\" || principal is Agent && resource is Net::Host && context.flag",
    "principal is Agent in Team::\"all\"",
    "context.n == 1 || context.n + 9223372036854775807 > 0",
    "context.flag && 9223372036854775807 + 1 > 0",
    "context.flag || 9223372036854775807 + 1 > 0",
    "(context.n + 1 > 0 && false) || context.flag",
    "(context.n + 1 > 0 || true) && context.flag",
    "Agent::\"ghost\" has tier || Agent::\"ghost\" in Team::\"all\" || context.flag",
    "Agent::\"ghost\".budget > 0 || true",
    "context.flag && Agent::\"ghost\".budget > 0",
    "principal.budget == principal.budget && (context.n - 1 == context.n - 1)",
    "{a: context.who, b: resource}.a.budget > 0",
    "(if context.flag then {a: context.n} else {a: 3}).a == 3",
    "[principal, context.who].contains(Agent::\"a\")",
    "(if context.flag then [\"a\"] else context.names).contains(context.text)",
    "context.numbers.containsAll(if context.flag then [1] else [2, 3])",
];

#[test]
fn rules_decide_as_cedar_does() {
    deep(|| {
        let oracle = store();
        let mut all = Seen::default();
        let (mut one_sided, mut wrong) = (vec![], vec![]);
        for (number, condition) in CONDITIONS.iter().enumerate() {
            let next = CONDITIONS[(number + 7) % CONDITIONS.len()];
            for policies in [
                format!("permit(principal, action, resource) when {{ {condition} }};"),
                format!("permit(principal, action, resource) unless {{ {condition} }};"),
                format!("permit(principal, action, resource); forbid(principal, action, resource) when {{ {condition} }};"),
                format!(
                    "permit(principal, action, resource) when {{ !({condition}) || ({next}) }}; forbid(principal, action, resource) unless {{ ({condition}) == ({next}) }};"
                ),
                format!(
                    "permit(principal in Team::\"all\", action, resource) when {{ {next} }}; permit(principal, action, resource in Net::Host::\"com\") when {{ {condition} }};"
                ),
                format!("permit(principal, action, resource) when {{ if ({condition}) then ({next}) else {{a: {condition}}}.a }};"),
            ] {
                let seen = match compare(&policies, 24, &oracle, 0x9e37_79b9_7f4a_7c15 + number as u64) {
                    Ok(seen) => seen,
                    Err(found) => {
                        wrong.push(found);
                        continue;
                    }
                };
                if seen.allowed == 0 || seen.denied == 0 {
                    one_sided.push(policies);
                }
                all.allowed += seen.allowed;
                all.denied += seen.denied;
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
        assert!(all.allowed * 10 > (all.allowed + all.denied) * 3, "{} of {} allowed", all.allowed, all.allowed + all.denied);
        assert!(one_sided.len() < 120, "{}: {one_sided:#?}", one_sided.len());
    });
}
