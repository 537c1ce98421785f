//! Whether one release may do no more than another, and what a release may do of one action.
//!
//! In: releases. Out: what the child may do beyond the parent; or a call of an action that is allowed. Must hold: nothing beyond is a proof, over all calls. What is
//! compared is what can be done to the host, action by action, whichever functions and programs do it: what an agent builds may be another program, and
//! must run under no more authority than the agent had. Exports give the child nothing, and are not looked at.

use super::fold::fold;
use super::functions;
use super::release::Release;
use super::rest;
use crate::guard::rules::Expr;
use caplink_model::change::{Change, Example, Tier};
use caplink_model::diagnostic::Diagnostic;

/// What `child` may do that `parent` may not, the riskiest first.
///
/// # Errors
/// If a table cannot be read.
pub fn within(parent: &Release, child: &Release) -> Result<Vec<Change>, Diagnostic> {
    let mut changes = functions::functions(Some(parent), Some(child))?;
    changes.extend(rest::observed(parent.lockfile.observe, child.lockfile.observe));
    // Another function for what the parent could do is no more authority, unless that was not proved.
    let is_beyond = |change: &Change| change.grows() && !(change.tier == Tier::Low && functions::is_elsewhere(change));
    Ok(fold(changes.into_iter().filter(is_beyond).collect()))
}

/// A call of an action that a release allows, if there is one of which a condition is true; with the function, and why it may be allowed if that was not decided.
///
/// # Errors
/// If a table cannot be read.
pub fn allowed(release: &Release, action: &str, condition: Option<&Expr>) -> Result<Vec<(String, Option<Example>)>, Diagnostic> {
    functions::allowed(release, action, condition)
}
