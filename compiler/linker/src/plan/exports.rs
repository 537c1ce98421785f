//! Granted exports that cannot stand without a denied one: an exported interface that uses types of another exported interface.
//!
//! In a world such a type is the agent's own, and a component may export it only together with the interface that defines it.

use crate::{
    adapter::types::foreign,
    agent::{Agent, ExportItem},
    grants::Grants,
};
use caplink_model::{diagnostic::Diagnostic, text::escape};
use std::collections::BTreeSet;
use wit_parser::TypeOwner;

/// Checks every granted export.
///
/// # Errors
/// Each granted export that needs a denied one.
pub fn check(agent: &Agent, grants: &Grants) -> Result<(), Vec<Diagnostic>> {
    let resolve = &agent.resolve;
    let exports = || agent.exports.iter().zip(&grants.exports);
    let mut found = BTreeSet::new();
    for (export, _) in exports().filter(|(_, grant)| grant.allowed) {
        let ExportItem::Interface(id) = export.item else { continue };
        for used in resolve.interfaces[id].types.values().filter_map(|id| foreign(resolve, *id)) {
            let TypeOwner::Interface(owner) = resolve.types[used].owner else { continue };
            let needed =
                exports().filter(|(needed, grant)| !grant.allowed && matches!(needed.item, ExportItem::Interface(id) if id == owner));
            found.extend(needed.map(|(needed, _)| (export.name.as_str(), needed.name.as_str(), needed.policy_name())));
        }
    }
    let error = |(export, needed, name): (&str, &str, String)| {
        let message = format!("the export `{}` is granted and uses types of the export `{}`, which is not", escape(export), escape(needed));
        let help = format!("permit `export` on Wit::Interface::\"{}\" too, or neither", escape(&name));
        Diagnostic::error("E-EXPORT-NEEDS", message).help(help)
    };
    let errors: Vec<_> = found.into_iter().map(error).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
