//! The starter `policies/` folder that `caplink init` writes for an agent.
//!
//! In: the agent's name, the ids of the actions that it demands, and what it exports. Out: file names, which are
//! ours alone, and contents. Must hold: it links as written, and grants the exports and nothing else; each demanded action has one permit to
//! uncomment, and with all of them uncommented the policies are valid under the schema that belongs to the agent. Every name is quoted for
//! the language that it stands in. Refuses to write into the folder what `caplink schema` prints: our own vocabulary is always there.

use crate::schema::syntax::{comment, quote};
use caplink_model::action::{Action, ResourceType};
use caplink_model::text::escape;
use std::collections::BTreeSet;

/// The files of the folder: relative name and content.
pub fn starter(agent: &str, demanded: &[String], exports: &[String]) -> Vec<(&'static str, String)> {
    vec![
        ("agent.cedar", policies(agent, demanded, exports)),
        ("schema.cedarschema", SCHEMA.into()),
        ("entities.json", ENTITIES.replace("\"AGENT\"", &json(agent))),
    ]
}

const SCHEMA: &str = "\
// What you know about your agents, beside the vocabulary of caplink (`caplink schema` prints that). You may declare Agent, Team and HostGroup
// here with attributes of your own, and add types. Values are in entities.json.

entity Agent in [Team] {
  // Who answers for the agent.
  owner: String,
};
";

const ENTITIES: &str = r#"[
  {
    "uid": { "type": "Agent", "id": "AGENT" },
    "attrs": { "owner": "nobody yet" },
    "parents": [{ "type": "Team", "id": "starters" }]
  },
  { "uid": { "type": "Team", "id": "starters" }, "attrs": {}, "parents": [] }
]
"#;

fn policies(agent: &str, demanded: &[String], exports: &[String]) -> String {
    let principal = format!("principal == Agent::{}", quote(agent));
    let mut out = comment(
        "",
        "What the agent may do. Everything that no policy here permits is removed from it.\n\
         A line that starts with `//` and no space is a policy that waits: remove the slashes to grant it.",
    );
    for export in exports.iter().collect::<BTreeSet<_>>() {
        let (id, interface) = (quote(&format!("export:{export}")), quote(export));
        out.push_str(&format!("\n// The host may call {}.\n", escape(export)));
        out.push_str(&format!("@id({id})\npermit ({principal}, action == Action::\"export\", resource == Wit::Interface::{interface});\n"));
    }
    for id in demanded.iter().collect::<BTreeSet<_>>() {
        let (doc, resource, advice) = match Action::find(id) {
            Some(action) => (action.doc.to_string(), "resource".to_string(), covers(action.resource)),
            None => {
                let advice = " `when { context... }` bounds what it passes.".to_string();
                (format!("call {}", escape(id)), format!("resource == Wit::Interface::{}", quote(interface_of(id))), advice)
            }
        };
        out.push_str(&format!("\n// The agent asks to {doc}.{advice}\n"));
        out.push_str(&format!("//@id({})\n//permit ({principal}, action == Action::{}, {resource});\n", quote(id), quote(id)));
    }
    out
}

/// What a permit that leaves the resource open covers. Which resource a WASI call names is known only when it is made, and a condition on that is refused
/// as long as no adapter knows it; an interface is left open because it may have another name in the next version of WASI.
fn covers(kind: ResourceType) -> String {
    let all = match kind {
        ResourceType::NetHost => "host",
        ResourceType::FsPath => "path below what the host opens for it",
        ResourceType::NetAddress => "address",
        ResourceType::EnvVar => "variable that the host sets for it",
        ResourceType::ConfigKey => "key",
        ResourceType::KvBucket => "bucket",
        ResourceType::BlobContainer => "container",
        ResourceType::MsgTopic => "topic",
        ResourceType::WitInterface => return String::new(),
    };
    format!(" This covers every {all}: limit that at the host too.")
}

/// The `Wit::Interface` that a custom action acts on.
fn interface_of(id: &str) -> &str {
    match id.split_once('#') {
        Some(("", name)) | Some((name, _)) => name,
        None => id,
    }
}

/// `text` as a JSON string.
fn json(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            plain if plain.is_ascii_graphic() || plain == ' ' => out.push(plain),
            other => other.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::compose::compose;
    use crate::schema::interface::{imports, interfaces};
    use crate::source::Source;
    use caplink_model::action::ACTIONS;
    use cedar_policy::{Entities, EntityUid, PolicySet, ValidationMode, Validator};
    use std::collections::BTreeMap;

    /// The policies without slashes before those that wait.
    fn uncommented(policies: &str) -> String {
        policies
            .lines()
            .map(|line| line.strip_prefix("//").filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_string() + "\n")
            .collect()
    }

    #[test]
    fn it_is_valid_as_written_and_with_everything_granted() {
        let mut resolve = wit_parser::Resolve::default();
        let wit = "package acme:pay; interface api { charge: func(cents: u32); } world w { import api; import notify: func(); }";
        let package = resolve.push_str("test.wit", wit).expect("the WIT is valid");
        let world = resolve.select_world(&[package], None).expect("one world");
        let custom = interfaces(imports(&resolve, world, |_| false).expect("valid names")).expect("no twins");
        let mut demanded: Vec<_> = ACTIONS.iter().map(|action| action.id.to_string()).collect();
        demanded.extend(["log:write", "acme:pay/api#charge", "#notify"].map(String::from));
        for agent in ["mailer", "a \"quoted\" \\ one\n\u{202e}\u{1f600}"] {
            let files: BTreeMap<_, _> = starter(agent, &demanded, &["wasi:cli/run".into(), "maintenance".into()]).into_iter().collect();
            let source = Source { file: "schema.cedarschema", text: &files["schema.cedarschema"] };
            let schema = compose(&custom, &[source]).expect("it composes").schema;
            let entities = Entities::from_json_str(&files["entities.json"], Some(&schema)).expect("the entities fit the schema");
            let uid = EntityUid::from_type_name_and_id("Agent".parse().expect("a type"), cedar_policy::EntityId::new(agent));
            assert!(entities.get(&uid).is_some(), "{agent:?}");
            for (text, count) in [(files["agent.cedar"].clone(), 2), (uncommented(&files["agent.cedar"]), 2 + ACTIONS.len() + 2)] {
                let set: PolicySet = text.parse().unwrap_or_else(|error| panic!("{error:?}\n{text}"));
                assert_eq!(set.num_of_policies(), count, "{text}");
                let ids: BTreeSet<_> = set.policies().map(|policy| policy.annotation("id").expect("each has an id").to_string()).collect();
                assert_eq!(ids.len(), count);
                let result = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
                assert!(result.validation_passed(), "{result}\n{text}");
            }
        }
    }

    #[test]
    fn it_reads_well() {
        let demanded = ["http:request", "cli:stdout", "acme:pay/api#charge", "cli:stdout"].map(String::from);
        let expected = "\
// What the agent may do. Everything that no policy here permits is removed from it.
// A line that starts with `//` and no space is a policy that waits: remove the slashes to grant it.

// The host may call wasi:cli/run.
@id(\"export:wasi:cli/run\")
permit (principal == Agent::\"mailer\", action == Action::\"export\", resource == Wit::Interface::\"wasi:cli/run\");

// The agent asks to call acme:pay/api#charge. `when { context... }` bounds what it passes.
//@id(\"acme:pay/api#charge\")
//permit (principal == Agent::\"mailer\", action == Action::\"acme:pay/api#charge\", resource == Wit::Interface::\"acme:pay/api\");

// The agent asks to write to standard output.
//@id(\"cli:stdout\")
//permit (principal == Agent::\"mailer\", action == Action::\"cli:stdout\", resource);

// The agent asks to send an HTTP request to a host. This covers every host: limit that at the host too.
//@id(\"http:request\")
//permit (principal == Agent::\"mailer\", action == Action::\"http:request\", resource);
";
        assert_eq!(starter("mailer", &demanded, &["wasi:cli/run".into()])[0].1, expected);
    }
}
