//! What an agent demands: the functions that calls from its exports may reach, or where that is not asked for or not found out, everything that it imports.
//!
//! In: the bytes of an agent, the agent, and the exports that the host may call. Out: the functions with how calls reach them. Must hold: where there is no answer, every
//! import counts, and the reason is told. Demand is no grant: policy decides on what is demanded, and what is not is a stub.

use crate::agent::Agent;
use crate::reach::{self, GiveUp, Told};
use caplink_model::diagnostic::Diagnostic;
use caplink_model::lockfile::{Demand, Evidence};
use std::collections::{BTreeMap, BTreeSet};

/// Functions of the host, by import and name; the name is empty for an imported function.
pub type ByFunction<T> = BTreeMap<(String, String), T>;

/// What is demanded, and how it was found.
pub struct Found {
    /// How.
    pub demand: Demand,
    /// How calls reach each demanded function; empty where every import counts.
    pub evidence: ByFunction<Evidence>,
    /// Why it was not found out.
    pub warning: Option<Diagnostic>,
}

impl Found {
    /// The functions; `None` where every import counts.
    pub fn demanded(&self) -> Option<BTreeSet<(String, String)>> {
        (self.demand == Demand::Reachable).then(|| self.evidence.keys().cloned().collect())
    }
}

impl Default for Found {
    fn default() -> Self {
        Self { demand: Demand::Imports, evidence: BTreeMap::new(), warning: None }
    }
}

/// Finds what calls reach from these exports.
pub fn find(bytes: &[u8], agent: &Agent, demand: Demand, exports: &BTreeSet<&str>) -> Found {
    if demand == Demand::Imports {
        return Found::default();
    }
    match reach::analyse(bytes, agent.imported_functions(), |export| exports.contains(export), |found| found.evidence()) {
        Ok(evidence) => Found { demand, evidence, warning: None },
        Err(why) => Found { warning: Some(not_followed(why)), ..Found::default() },
    }
}

/// How calls from any export reach what an agent imports.
///
/// # Errors
/// A warning that says why it was not found out: then everything counts as demanded.
pub fn evidence(bytes: &[u8], agent: &Agent) -> Result<ByFunction<Evidence>, Diagnostic> {
    reach::analyse(bytes, agent.imported_functions(), |_| true, |found| found.evidence()).map_err(not_followed)
}

/// The same, told in full: with places in sources, and the constants that calls pass.
///
/// # Errors
/// As [`evidence`].
pub fn in_full(bytes: &[u8], agent: &Agent) -> Result<ByFunction<Told>, Diagnostic> {
    reach::analyse(bytes, agent.imported_functions(), |_| true, |found| found.told(&found.demanded(), Some(agent))).map_err(not_followed)
}

/// Every import counts as demanded, though more was asked for.
fn not_followed(why: GiveUp) -> Diagnostic {
    let why = match why {
        GiveUp::Unreadable => "it has parts that cannot be followed",
        GiveUp::TooLarge => "it has too many tables, instances or aliases to follow",
    };
    let message = format!("what the agent calls was not found out: {why}, so every function that it imports counts as demanded");
    Diagnostic::warning("W-DEMAND", message).help("policy decides on each of them as it does with `--demand imports`")
}
