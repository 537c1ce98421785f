//! Semver twins: the same interface imported by two versions of one track, which hosts take for one (threat N1).
//!
//! The root imports one of them, under the highest version, with what both need. That is sound only where types and functions of one name are equal.

use super::needs::groups;
use crate::{
    agent::{Agent, ImportItem},
    signature::Signatures,
};
use caplink_model::{Digest, diagnostic::Diagnostic, text::escape};
use std::collections::BTreeMap;

/// Checks every pair of twins.
///
/// # Errors
/// Each type or function that two twins declare differently.
pub fn check(agent: &Agent) -> Result<(), Vec<Diagnostic>> {
    let mut signatures = Signatures::new(&agent.resolve);
    let mut errors = vec![];
    for group in groups(agent).iter().filter(|group| group.len() > 1) {
        let mut known: BTreeMap<&str, (Digest, &str)> = BTreeMap::new();
        for import in group {
            let import = &agent.imports[*import];
            let ImportItem::Interface(interface) = import.item else { continue };
            let interface = &agent.resolve.interfaces[interface];
            let functions: Vec<_> = interface.functions.iter().map(|(name, function)| (name, signatures.digest(function))).collect();
            let types: Vec<_> = interface.types.iter().map(|(name, id)| (name, signatures.type_digest(*id))).collect();
            for (name, digest) in functions.into_iter().chain(types) {
                let (first, other) = *known.entry(name).or_insert((digest, &import.name));
                if first != digest {
                    errors.push(
                        Diagnostic::error(
                            "E-TWIN",
                            format!(
                                "`{}` and `{}` declare `{}` differently, and a host takes them for one",
                                escape(other),
                                escape(&import.name),
                                escape(name)
                            ),
                        )
                        .help("build all parts of the agent against one version"),
                    );
                }
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
