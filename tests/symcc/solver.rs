//! Cedar's symbolic compiler with cvc5.
//!
//! In: how long one question may take. Out: a solver that was tried, or none if there is no cvc5: `CVC5`, or `cvc5` on the path.

use crate::generate::SCHEMA;
use cedar_policy::{EntityUid, Policy, RequestEnv, Schema};
use cedar_policy_symcc::solver::LocalSolver;
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy};
use std::str::FromStr as _;

/// The compiler with its solver.
pub type Solver = CedarSymCompiler<LocalSolver>;

/// A solver that answers one question with yes and one with no, and gives up on one after so many milliseconds.
pub async fn start(limit: u64) -> Option<Solver> {
    let local = LocalSolver::cvc5_with_args([format!("--tlimit-per={limit}"), "--strings-exp".into()]).ok()?;
    let mut solver = CedarSymCompiler::new(local).ok()?;
    let schema = Schema::from_cedarschema_str(SCHEMA).expect("it is a schema").0;
    let environment = environment("http:request", "Net::Host");
    for (condition, matches) in [("context.path == \"/x\"", true), ("context.path == \"/x\" && context.path like \"/y*\"", false)] {
        let text = format!("permit(principal, action == Action::\"http:request\", resource) when {{ {condition} }};");
        let policy = CompiledPolicy::compile(&Policy::from_str(&text).expect("it parses"), &environment, &schema).expect("it compiles");
        let never = solver.check_never_matches_opt(&policy).await.expect("the solver answers");
        assert_eq!(never, !matches, "the solver is wrong about `{condition}`");
    }
    Some(solver)
}

/// Requests of an action.
pub fn environment(action: &str, resource: &str) -> RequestEnv {
    let action = EntityUid::from_str(&format!("Action::\"{action}\"")).expect("it is an action");
    RequestEnv::new("Agent".parse().expect("it is a type"), action, resource.parse().expect("it is a type"))
}
