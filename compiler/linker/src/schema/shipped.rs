//! The shipped schema, `policies/caplink.cedarschema`.
//!
//! In: the vocabulary in [`caplink_model::action`], and which of `Agent`, `Team`, `HostGroup` the user declares. Out: schema text, laid out
//! for people. Must hold: it holds every action and resource type of the vocabulary once; the three intrinsic hierarchies (hosts, paths,
//! interfaces) are declared; the file in the repository is this text. Refuses to declare anything that the vocabulary does not have.

use caplink_model::action::{ACTIONS, Action};
use std::collections::BTreeSet;

/// An entity type of ours.
#[derive(Clone, Copy, Debug)]
pub struct EntityType {
    /// Its namespace; empty for those that a user's schema may declare in place of ours.
    pub namespace: &'static str,
    /// Its name in the namespace.
    pub name: &'static str,
    /// What it can be in, as the namespace names it.
    pub parents: &'static [&'static str],
    /// What one of them is, for people.
    doc: &'static str,
}

impl EntityType {
    /// Its full name in Cedar.
    pub fn cedar_name(&self) -> String {
        match self.namespace {
            "" => self.name.into(),
            namespace => format!("{namespace}::{}", self.name),
        }
    }

    /// Whether a user's schema may declare it in place of ours.
    pub fn is_replaceable(&self) -> bool {
        self.namespace.is_empty()
    }
}

const fn entity(namespace: &'static str, name: &'static str, parents: &'static [&'static str], doc: &'static str) -> EntityType {
    EntityType { namespace, name, parents, doc }
}

/// Every entity type of ours, in the order of the text, a namespace at a time.
pub const ENTITY_TYPES: &[EntityType] = &[
    entity("", "Agent", &["Team"], "The agent whose imports and exports are decided; its name is what the operator calls it."),
    entity("", "Team", &[], "A group of agents."),
    entity("", "HostGroup", &[], "A group of hosts, such as the vendors that agents may call."),
    entity(
        "Net",
        "Host",
        &["Host", "HostGroup"],
        "A host name in lower case, or an IP literal. A name is in its parent domains: \"api.example.com\" in \"example.com\" in \"com\".",
    ),
    entity("Net", "Address", &[], "A socket address: \"127.0.0.1:80\", \"[::1]:80\"."),
    entity(
        "Fs",
        "Path",
        &["Path"],
        "An absolute path as the agent sees it. A path is in its parent directories: \"/data/a.txt\" in \"/data\" in \"/\".",
    ),
    entity("Env", "Var", &[], "An environment variable, by its name."),
    entity("Config", "Key", &[], "A configuration value, by its key."),
    entity("Kv", "Bucket", &[], "A key-value store, by its name."),
    entity("Blob", "Container", &[], "A container of objects, by its name."),
    entity("Msg", "Topic", &[], "A topic or channel, by its name."),
    entity(
        "Wit",
        "Interface",
        &["Package"],
        "An interface, by its name without version, or what a world names directly, by that name. \"acme:pay/api\" is in \"acme:pay\".",
    ),
    entity("Wit", "Package", &[], "A package, by its name without version."),
];

/// The whole schema text, without those replaceable types that are in `omit`.
pub fn shipped(omit: &BTreeSet<String>) -> String {
    let mut out = String::from(HEADER);
    for types in ENTITY_TYPES.chunk_by(|a, b| a.namespace == b.namespace) {
        let namespace = types[0].namespace;
        if namespace.is_empty() {
            for entity in types.iter().filter(|entity| !omit.contains(entity.name)) {
                out.push('\n');
                declare_entity(&mut out, "", entity);
            }
        } else {
            out.push_str(&format!("\nnamespace {namespace} {{\n"));
            types.iter().for_each(|entity| declare_entity(&mut out, "  ", entity));
            out.push_str("}\n");
        }
    }
    let mut group = None;
    for action in ACTIONS {
        if action.group() != group {
            group = action.group();
            if let Some(group) = group {
                out.push_str(&format!("\naction \"{group}\";\n"));
            }
        }
        out.push('\n');
        declare_action(&mut out, action);
    }
    out
}

const HEADER: &str = "\
// The policy vocabulary of caplink, generated from its catalogue: edit a schema file of your own instead. It may declare Agent, Team or
// HostGroup anew, with attributes, and may add types; `caplink schema agent.wasm` prints this and the actions of the agent's other imports.
";

fn declare_entity(out: &mut String, indent: &str, entity: &EntityType) {
    out.push_str(&format!("{indent}// {}\n{indent}entity {}", entity.doc, entity.name));
    if !entity.parents.is_empty() {
        out.push_str(&format!(" in [{}]", entity.parents.join(", ")));
    }
    out.push_str(";\n");
}

fn declare_action(out: &mut String, action: &Action) {
    let mut doc = action.doc.chars();
    let capital = doc.next().into_iter().flat_map(char::to_uppercase);
    out.push_str(&format!("// {}{}.\n", capital.collect::<String>(), doc.as_str()));
    out.push_str(&format!("action \"{}\"", action.id));
    if let Some(group) = action.group() {
        out.push_str(&format!(" in [\"{group}\"]"));
    }
    out.push_str(&format!(" appliesTo {{\n  principal: [Agent],\n  resource: [{}],\n", action.resource.cedar_name()));
    if !action.context.is_empty() {
        out.push_str("  context: {\n");
        for (name, cedar_type) in action.context {
            out.push_str(&format!("    {name}: {cedar_type},\n"));
        }
        out.push_str("  },\n");
    }
    out.push_str("};\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use caplink_model::action::ResourceType;

    #[test]
    fn every_resource_type_is_declared() {
        for resource in ResourceType::ALL {
            assert_eq!(ENTITY_TYPES.iter().filter(|entity| entity.cedar_name() == resource.cedar_name()).count(), 1, "{resource:?}");
        }
    }

    #[test]
    fn a_group_stands_once() {
        let text = shipped(&BTreeSet::new());
        for group in ACTIONS.iter().filter_map(Action::group) {
            assert_eq!(text.matches(&format!("action \"{group}\";")).count(), 1, "{group}");
        }
    }

    #[test]
    fn what_the_user_declares_is_left_out() {
        let names = ["Agent", "Team", "HostGroup"];
        let text = shipped(&names.map(String::from).into());
        for name in names {
            assert!(!text.contains(&format!("\nentity {name}")), "{name}");
        }
        assert!(text.contains("entity Host in [Host, HostGroup];"));
    }
}
