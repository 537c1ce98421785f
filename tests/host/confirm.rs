//! Whether a record is complete and true: a run comes in, the same run's outcome goes out once it is confirmed.

use anyhow::{Context, Result, ensure};
use caplink_linker::reach::reach;

use super::{Agent, Call, Calls, Host, Outcome, Val, imports};

impl Host {
    /// Calls one export, see `confirmed`.
    pub fn run(&self, component: &[u8], export: &str, args: &[Val]) -> Result<Outcome> {
        self.confirmed(component, |agent| agent.call(export, args))
    }

    /// Does `work` twice, each time with a fresh instance: as it is, and with a trap in place of everything that the
    /// first run did not record. If the second comes out like the first, the record of the first was complete.
    pub fn confirmed(&self, component: &[u8], work: impl Fn(&mut Agent) -> Outcome) -> Result<Outcome> {
        let outcome = work(&mut self.instantiate(component)?);
        recorded(component, &outcome)?;
        let calls: Calls = outcome.calls.union(&waiting(component)?).cloned().collect();
        let again = work(&mut self.clone().only(&calls).instantiate(component)?);
        let same = again.result.is_ok() == outcome.result.is_ok();
        ensure!(same, "not all was recorded, {:?} and then {:?}", outcome.result, again.result);
        ensure!(again.calls.is_subset(&calls), "a second run called more: {:?}", again.calls);
        Ok(outcome)
    }
}

/// The imported functions that wait: whether they are called depends on how soon an answer is there.
fn waiting(component: &[u8]) -> Result<Calls> {
    let waits = |function: &str| function.ends_with(".subscribe") || function.ends_with("pollable.block");
    let all = imports(component)?.into_iter().flat_map(|(interface, functions)| {
        functions.into_iter().filter(|function| waits(function)).map(move |function| (interface.clone(), function)).collect::<Vec<_>>()
    });
    Ok(all.collect())
}

/// Every recorded call is one of an imported function, and one that the analysis of calls said may happen; nothing that it said cannot happen was tried.
pub fn recorded(component: &[u8], outcome: &Outcome) -> Result<()> {
    let imports = imports(component)?;
    let known = |(interface, function): &Call| imports.get(interface).is_some_and(|all| all.contains(function));
    let unknown: Calls = outcome.calls.iter().filter(|call| !known(call)).cloned().collect();
    ensure!(unknown.is_empty(), "recorded but not imported: {unknown:?}");
    let demanded = reach(component, |_| true).demanded.context("the analysis has an answer")?;
    let key = |(interface, function): &Call| match interface.as_str() {
        // A function that the world imports.
        "" => (function.clone(), String::new()),
        _ => (interface.clone(), function.clone()),
    };
    let missed: Calls = outcome.calls.iter().filter(|call| !demanded.contains(&key(call))).cloned().collect();
    ensure!(missed.is_empty(), "called, and not found by the analysis: {missed:?}");
    if let Err(trap) = &outcome.result {
        ensure!(!trap.contains("--demand imports"), "a stub was hit that nothing was to call: {trap}");
    }
    Ok(())
}

pub fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}
