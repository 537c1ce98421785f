//! The checks that compare what stands in the root with what the lockfile lists: components, imports, their functions, the lockfile itself.
//!
//! In: [`Facts`]. Out: for each check what it looked at, and everything that differs. No check changes anything, and none relies on
//! another having passed, but for what [`Facts`] says. Refused: any difference, in either direction, and in the order too.

use crate::provenance::{Argument, Instantiation, Root, Source, Surface};
use crate::types::Kind;
use crate::violation::{Check, count, quote};
use crate::{exports, grants, wiring};
use caplink_model::lockfile::{Contents, Lockfile, Role};
use caplink_model::symbol::{InterfaceName, is_function_name, is_plain_name};
use std::collections::BTreeMap;
use wasmparser::types::Types;

/// All that the checks look at. Each component is valid by itself, the whole is valid, and all lists have one entry a component.
pub(crate) struct Facts<'a> {
    pub(crate) lockfile: &'a Lockfile,
    pub(crate) root: Root<'a>,
    /// What each component imports and exports.
    pub(crate) surfaces: Vec<Surface<'a>>,
    /// The lockfile section.
    pub(crate) embedded: Option<&'a [u8]>,
    /// Digest and size of the artifact.
    pub(crate) artifact: Contents,
    /// What the validator knows of the exports.
    pub(crate) types: Types,
    /// What the artifact needs of a host.
    pub(crate) features: Vec<&'static str>,
}

impl<'a> Facts<'a> {
    /// The number of the agent: the last component (V3).
    pub(crate) fn agent(&self) -> usize {
        self.root.components.len().saturating_sub(1)
    }

    /// The first instance of a component; that there is one and no other is V7's and V10's business.
    pub(crate) fn instance(&self, component: usize) -> Option<&Instantiation<'a>> {
        self.root.instances.iter().find(|instance| instance.component == component)
    }

    /// What the agent receives, by name.
    pub(crate) fn agent_arguments(&self) -> BTreeMap<&'a str, &Argument<'a>> {
        let arguments = self.instance(self.agent()).map_or(&[][..], |instance| &instance.arguments);
        arguments.iter().map(|argument| (argument.name, argument)).collect()
    }

    /// Who provides something, for messages.
    pub(crate) fn describe(&self, source: Source) -> String {
        match source {
            Source::Host(import) => format!("the host's {}", quote(self.root.imports[import].name)),
            Source::Instance(component) if component == self.agent() => "the agent".into(),
            Source::Instance(component) => format!("adapter component {component}"),
            Source::Root => "the root itself".into(),
        }
    }
}

/// What a check looked at, and what it refuses.
pub(crate) type Outcome = (String, Vec<String>);

type Run = fn(&Facts<'_>) -> Outcome;

/// Every check that works on [`Facts`], in order.
pub(crate) const CHECKS: [(Check, Run); 9] = [
    (Check::Validity, required_features),
    (Check::Imports, imports),
    (Check::ImportTypes, import_types),
    (Check::Instances, wiring::instances),
    (Check::Provenance, grants::provenance),
    (Check::AdapterArguments, grants::adapter_arguments),
    (Check::Sorts, wiring::sorts),
    (Check::Exports, exports::exports),
    (Check::Lockfile, lockfile),
];

/// The name under which hosts look an import up: the interface and its semver track, compared as the strictest known reader does,
/// without case and hyphens.
pub(crate) fn host_key(name: &str) -> String {
    let key = match InterfaceName::parse(name) {
        Ok(name) => format!("{}@{}", name.unversioned(), name.track()),
        Err(_) => name.to_string(),
    };
    key.replace('-', "").to_ascii_lowercase()
}

/// V3.
pub(crate) fn components(lockfile: &Lockfile, found: &[Contents]) -> Outcome {
    let mut refused = Vec::new();
    let listed = &lockfile.components;
    if listed.len() != found.len() {
        refused.push(format!("it embeds {}, and the lockfile lists {}", count(found.len(), "component"), listed.len()));
    }
    let agent = found.len().saturating_sub(1);
    for (number, (found, listed)) in found.iter().zip(listed).enumerate() {
        let expected = if number == agent { Role::Agent } else { Role::Adapter };
        if listed.role != expected {
            refused.push(format!("component {number}, {}, has the wrong role: exactly the last is the agent", quote(&listed.name)));
        }
        if (found.sha256, found.size) != (listed.sha256, listed.size) {
            refused.push(format!("component {number} is not {} of the lockfile: its digest is {}", quote(&listed.name), found.sha256));
        }
    }
    if found.last() != Some(&lockfile.agent) {
        refused.push("the last component is not the lockfile's agent".into());
    }
    let mut names: Vec<_> = listed.iter().map(|component| &component.name).collect();
    names.sort();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        refused.push(format!("two components are named {}", quote(twice[0])));
    }
    (format!("{} by digest, the agent last", count(found.len(), "component")), refused)
}

/// The part of V4 that concerns the lockfile.
fn required_features(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    if facts.lockfile.features != facts.features {
        refused.push(format!("it needs the features [{}], and the lockfile lists others", facts.features.join(", ")));
    }
    let components = count(facts.root.components.len(), "component");
    (format!("{components} each alone with function bodies, and the whole"), refused)
}

/// V5.
fn imports(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    let (found, listed) = (&facts.root.imports, &facts.lockfile.imports);
    let found_at = |number: usize| found.get(number).map(|import| (import.name, wiring::sort(import.kind)));
    let listed_at = |number: usize| listed.get(number).map(|import| (import.name.as_str(), Some(import.sort)));
    if let Some(number) = (0..found.len().max(listed.len())).find(|number| found_at(*number) != listed_at(*number)) {
        let [found, listed] = [found_at(number), listed_at(number)].map(|import| import.map_or("nothing".into(), |(name, _)| quote(name)));
        refused.push(format!("import {number} is {found}, where the lockfile lists {listed}, or has another sort"));
    }
    let mut keys = BTreeMap::new();
    for import in found {
        let is_good = match import.kind {
            Kind::Instance => InterfaceName::parse(import.name).is_ok() || is_plain_name(import.name),
            // A type that is equal to another gives nothing; a fresh resource type would be the host's.
            Kind::Func | Kind::Type => is_plain_name(import.name),
            _ => false,
        };
        if !is_good {
            refused.push(format!(
                "the import {} is not an interface, a function or a plain type by a name that caplink accepts",
                quote(import.name)
            ));
        }
        if let Some(twin) = keys.insert(host_key(import.name), import.name) {
            refused.push(format!("the imports {} and {} are one to a host", quote(twin), quote(import.name)));
        }
    }
    (count(found.len(), "import"), refused)
}

/// V6.
fn import_types(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    for (found, listed) in facts.root.imports.iter().zip(&facts.lockfile.imports) {
        let import = quote(found.name);
        for (name, kind) in &found.strange {
            refused.push(format!("the import {import} holds the {} {}", kind.noun(), quote(name)));
        }
        // A function that is imported directly has no list of its own.
        let functions = if found.kind == Kind::Func { &[][..] } else { &found.functions };
        for (what, found, listed) in [("function", functions, &listed.functions), ("resource type", &found.resources, &listed.resources)] {
            if let Some(extra) = found.iter().find(|name| !listed.iter().any(|listed| listed == *name)) {
                refused.push(format!("the import {import} asks for the {what} {}, which the lockfile does not list", quote(extra)));
            } else if found != listed {
                refused.push(format!("the import {import} does not ask for exactly the {what}s of the lockfile, in its order"));
            }
        }
        if let Some(bad) = functions.iter().find(|name| !is_function_name(name)) {
            refused.push(format!("the import {import} has a function by the name {}, which caplink does not accept", quote(bad)));
        }
    }
    let functions = facts.root.imports.iter().map(|import| import.functions.len()).sum();
    (count(functions, "function"), refused)
}

/// V15.
fn lockfile(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    match facts.embedded {
        None => refused.push("it has no lockfile section".into()),
        Some(embedded) if embedded != facts.lockfile.without_artifact().print().as_bytes() => {
            refused.push("the embedded lockfile is not the one given".into());
        }
        Some(_) => {}
    }
    if let Some(expected) = facts.lockfile.artifact
        && expected != facts.artifact
    {
        let Contents { sha256, size } = facts.artifact;
        refused.push(format!("it has the digest {sha256} and {size} bytes, and the lockfile says otherwise: it was edited after linking"));
    }
    ("the embedded lockfile, and the digest".into(), refused)
}
