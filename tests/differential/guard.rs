//! The compiler's side: policies to rules to a table, and the table's decision on a frame. And the comparison with Cedar's.
//!
//! Allowed differences are counted, each proven to be that very case: a forbid that fails denies; a `u64` with no Cedar value denies; a budget that is
//! used up denies. That a guard allows what Cedar denies is always a failure.

use crate::case::{Asked, Case, Party, Target, text};
use crate::policies::Written;
use crate::rules::{Values, holding};
use crate::values::{Value, quote, uid};
use crate::wasm::{self, Machine};
use caplink_guard::Budgets;
use caplink_linker::guard::decode::{Decoded, decode};
use caplink_linker::guard::frame::{self, frame};
use caplink_linker::guard::rules::{EntityName, Ip, Rules};
use caplink_linker::guard::simplify::value::Value as Told;
use caplink_linker::guard::{Table, encode};
use caplink_linker::policy::{Decision, question};
use caplink_linker::source::Source;
use caplink_model::diagnostic::Diagnostic;
use cedar_policy::{Authorizer, Decision as Answer, Effect, PolicySet, Request, Response, ValidationMode, Validator};
use std::io::Write as _;

/// Why policies have no guard: the codes of the compiler.
pub type Refusal = Vec<&'static str>;

/// Some policies of a case, loaded by both sides.
pub struct Loaded<'c> {
    case: &'c Case,
    policies: &'c [Written],
    set: PolicySet,
    question: question::Question,
}

impl<'c> Loaded<'c> {
    /// Loads.
    ///
    /// # Errors
    /// The codes with which the compiler refuses the policies.
    pub fn new(case: &'c Case, policies: &'c [Written]) -> Result<Self, Refusal> {
        let written = text(policies);
        let set: PolicySet = written.parse().expect("it was parsed before");
        let files = [Source { file: "p.cedar", text: &written }];
        let texts = question::Texts {
            policies: &files,
            links: None,
            schema: Source { file: "s.cedarschema", text: &case.world.schema },
            entities: Some(Source { file: "e.json", text: &case.entities }),
        };
        let question = question::Question::load(&texts).map_err(codes)?;
        Ok(Self { case, policies, set, question })
    }
}

fn codes(errors: Vec<Diagnostic>) -> Refusal {
    if std::env::var_os("CAPLINK_SHOW_REFUSED").is_some() {
        errors.iter().for_each(|error| writeln!(std::io::stderr(), "{error:?}").expect("stderr takes all"));
    }
    errors.into_iter().map(|error| error.code).collect()
}

/// Policies, compiled for a target.
pub struct Compiled<'c> {
    case: &'c Case,
    target: &'c Target<'c>,
    policies: &'c [Written],
    set: &'c PolicySet,
    guard: Guard,
}

enum Guard {
    /// Whatever the call's values are.
    Always(bool),
    Table(Box<Asking>),
}

struct Asking {
    table: Table,
    rules: Rules,
    /// The table, read back.
    decoded: Decoded,
    /// The table as Cedar text, as a permit.
    printed: PolicySet,
    counters: Counters,
    /// The same on the engines in wasm.
    machines: Vec<Machine>,
}

/// Calls left, by the number of the limit.
struct Counters(Vec<u32>);

impl Budgets for Counters {
    fn take(&mut self, limit: u32) -> bool {
        let left = &mut self.0[usize::try_from(limit).expect("it is small")];
        let taken = *left > 0;
        *left = left.saturating_sub(1);
        taken
    }
}

/// How both sides answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Allowed,
    Denied,
    /// A forbid fails: Cedar skips it and allows.
    ForbidFailed,
    /// A `u64` is beyond Cedar's numbers.
    Beyond,
    /// Cedar knows no budgets.
    UsedUp,
}

fn party<'a>(party: &Party, text: &'a mut String) -> question::Party<'a> {
    match &party.id {
        Some(id) => {
            *text = uid(party.kind, id).to_string();
            question::Party::Known(text)
        }
        None => question::Party::Unknown(party.kind),
    }
}

impl<'c> Compiled<'c> {
    /// Compiles some policies of a case.
    ///
    /// # Errors
    /// With `Err(Ok(_))` the compiler refused the policies; with `Err(Err(_))` it is wrong.
    pub fn new(loaded: &'c Loaded<'c>, target: &'c Target<'c>) -> Result<Self, Result<Refusal, String>> {
        let Loaded { case, policies, set, question } = loaded;
        let (mut principal, mut resource) = (String::new(), String::new());
        let action = uid("Action", &target.action.id).to_string();
        let decision = question
            .decide(party(&target.principal, &mut principal), &action, party(&target.resource, &mut resource))
            .map_err(|errors| Ok(codes(errors)))?;
        let guard = match decision {
            Decision::Allow(_) => Guard::Always(true),
            Decision::Deny(_) => Guard::Always(false),
            Decision::Residual(rules) => {
                let table = encode(&rules, &target.layout.places).map_err(|error| Err(format!("{error:?}\n{rules:#?}")))?;
                caplink_guard::check(&table.bytes).map_err(|error| Err(format!("its own table is refused: {error:?}\n{rules:#?}")))?;
                let decoded = decode(&table.bytes).map_err(|error| Err(format!("its own table is not read: {error:?}\n{rules:#?}")))?;
                let printed = printed(case, target, &table, &rules).map_err(Err)?;
                let counters = Counters(table.limits.clone());
                let machines = wasm::machines(&table);
                Guard::Table(Box::new(Asking { table, rules, decoded, printed, counters, machines }))
            }
        };
        Ok(Self { case, target, policies, set, guard })
    }

    /// Bytes of the table, and rules in it, if there is one.
    pub fn size(&self) -> Option<(usize, usize)> {
        match &self.guard {
            Guard::Always(_) => None,
            Guard::Table(asking) => Some((asking.table.bytes.len(), asking.rules.permits.len() + asking.rules.forbids.len())),
        }
    }

    /// Asks both sides.
    ///
    /// # Errors
    /// If they differ and may not.
    pub fn ask(&mut self, asked: &Asked) -> Result<Outcome, String> {
        let beyond = asked.context.iter().filter_map(|(_, value)| value.as_ref()).any(crate::values::Value::is_beyond_cedar);
        let request = self.target.request(asked, 0, None);
        let response = authorize(self.case, self.set, &request);
        let permits = response.decision() == Answer::Allow;
        let failed: Vec<_> = response
            .diagnostics()
            .errors()
            .map(|error| match error {
                cedar_policy::AuthorizationError::PolicyEvaluationError(error) => error.policy_id().clone(),
            })
            .collect();
        let forbid_failed = failed.iter().any(|id| self.set.policy(id).is_some_and(|policy| policy.effect() == Effect::Forbid));
        let asking = match &mut self.guard {
            Guard::Always(allow) => {
                return match (*allow, permits) {
                    (true, true) => Ok(Outcome::Allowed),
                    (false, false) => Ok(Outcome::Denied),
                    (false, true) if forbid_failed => Ok(Outcome::ForbidFailed),
                    (guard, _) => Err(format!("the compiler decided {guard} for all calls; Cedar: {response:?}")),
                };
            }
            Guard::Table(asking) => asking,
        };
        let values = Values {
            principal: (self.target.principal.kind, &asked.principal),
            resource: (self.target.resource.kind, &asked.resource),
            context: &asked.context,
        };
        if !beyond {
            // The same by the rules alone, so that a failure says which half is wrong.
            let ruled = holding(&asking.rules, &values).is_some_and(|permits| !permits.is_empty());
            if ruled != (permits && !forbid_failed) {
                return Err(format!("the rules say {ruled}; Cedar: {response:?}\n{:#?}", asking.rules));
            }
        }
        let before = asking.counters.0.clone();
        let framed = if beyond { None } else { Some(framed(asking, &values, before.clone())?) };
        let allowed = caplink_guard::decide(&asking.table.bytes, asked.memory.as_slice(), asked.frame, &mut asking.counters);
        for machine in &mut asking.machines {
            let mut left = before.clone();
            let found = machine.decide(&asked.memory, asked.frame, &mut left);
            if (found, &left) != (allowed, &asking.counters.0) {
                let (name, now) = (machine.name, &asking.counters.0);
                return Err(format!(
                    "the engine `{name}` in wasm says {found}, and natively it says {allowed}; budgets {left:?} and {now:?}\n{:#?}",
                    asking.rules
                ));
            }
        }
        if framed.as_ref().is_some_and(|framed| *framed != (allowed, asking.counters.0.clone())) {
            return Err(format!("on a frame of the same values it says {framed:?}, on the call's {allowed}\n{:#?}", asking.rules));
        }
        let wrong = |what: &str| {
            let (counters, inputs) = (&asking.counters.0, &asking.table.inputs);
            Err(format!(
                "{what}: the guard says {allowed}; Cedar: {response:?}\nbudgets {before:?}, now {counters:?}; inputs {inputs:?}\n{:#?}",
                asking.rules
            ))
        };
        if beyond && !allowed {
            // Denied before any rule, or a policy's own decision.
            return Ok(if permits { Outcome::Beyond } else { Outcome::Denied });
        }
        // The permits that hold, in order; what Cedar takes for a permit without limit.
        let mut holding: Vec<usize> = if permits { response.diagnostics().reason().map(number).collect() } else { vec![] };
        holding.sort_unstable();
        let free = holding.iter().any(|permit| self.policies[*permit].limit.is_none());
        let mut expected = before.clone();
        let budget = !free && !forbid_failed && {
            let limits = holding
                .iter()
                .filter_map(|permit| asking.table.limited.iter().position(|limited| limited.line == line(self.policies, *permit)));
            let found = limits.into_iter().find(|limit| before[*limit] > 0);
            found.inspect(|limit| expected[*limit] -= 1).is_some()
        };
        let outcome = match (allowed, permits && (free || budget)) {
            (true, true) if !forbid_failed => Outcome::Allowed,
            (false, false) if permits && !free && !forbid_failed => Outcome::UsedUp,
            (false, false) if !permits => Outcome::Denied,
            (false, _) if forbid_failed => Outcome::ForbidFailed,
            _ => return wrong("a difference"),
        };
        if asking.counters.0 != expected {
            return wrong("the budgets");
        }
        if beyond {
            // It allowed: then no rule can have looked at it, and it may be anything.
            let other = authorize(self.case, self.set, &self.target.request(asked, i64::MAX, None));
            return if other.decision() == Answer::Allow { Ok(Outcome::Allowed) } else { wrong("a value that Cedar has not") };
        }
        // What the table prints is one condition, and it fails if any part of it does before the rest decides.
        let printed = authorize(self.case, &asking.printed, &request);
        let prints = printed.decision() == Answer::Allow;
        let may_differ = printed.diagnostics().errors().next().is_some() && !failed.is_empty() && !prints;
        if prints != (permits && !forbid_failed) && !may_differ {
            return wrong(&format!("the printed condition\n{}\ndecides {printed:?}", asking.printed));
        }
        Ok(outcome)
    }
}

/// The decision on a frame that is made of the values, and the budgets after it.
fn framed(asking: &Asking, values: &Values<'_>, mut budgets: Vec<u32>) -> Result<(bool, Vec<u32>), String> {
    let frame = frame(&asking.decoded, &|path| values.input(path).map(told))
        .map_err(|error| format!("the values are not stored: {error:?}\n{:#?}", asking.decoded))?;
    let allowed = frame::decide(&asking.table.bytes, &frame, &mut budgets);
    Ok((allowed, budgets))
}

/// A value as the compiler has it.
fn told(value: Value) -> Told {
    match value {
        Value::Bool(value) => Told::Bool(value),
        Value::Long(value) => Told::Long(i64::try_from(value).expect("it has a Cedar value")),
        Value::String(text) => Told::String(text),
        Value::Decimal(value) => Told::Decimal(value),
        Value::Datetime(value) => Told::Datetime(value),
        Value::Duration(value) => Told::Duration(value),
        Value::Ip(ip) => Told::Ip(Ip { v6: ip.v6, address: ip.address, prefix: ip.prefix }),
        Value::Entity(kind, id) => Told::Entity(EntityName { kind, id }),
        Value::Set(values) => Told::Set(values.into_iter().map(told).collect()),
        Value::Record(fields) => Told::Record(fields.into_iter().filter_map(|(name, value)| Some((name, told(value?)))).collect()),
    }
}

fn number(id: &cedar_policy::PolicyId) -> usize {
    id.to_string().strip_prefix("policy").expect("it is Cedar's").parse().expect("it is a number")
}

/// The line that a policy stands on.
fn line(policies: &[Written], number: usize) -> u32 {
    let before: usize = policies[..number].iter().map(|policy| policy.text.lines().count()).sum();
    u32::try_from(before + 1).expect("it is small")
}

fn authorize(case: &Case, set: &PolicySet, request: &Request) -> Response {
    Authorizer::new().is_authorized(request, set, &case.oracle)
}

/// The table's own text as a permit, strictly valid.
fn printed(case: &Case, target: &Target<'_>, table: &Table, rules: &Rules) -> Result<PolicySet, String> {
    let mut condition = String::new();
    caplink_guard::print(&table.bytes, &mut condition).map_err(|error| format!("it cannot be printed: {error:?}\n{rules:#?}"))?;
    let scope = format!(
        "principal is {}, action == Action::{}, resource is {}",
        target.principal.kind,
        quote(&target.action.id),
        target.resource.kind
    );
    let policy = format!("permit({scope}) when {{ {condition} }};");
    let set: PolicySet = policy.parse().map_err(|error| format!("what it prints is not Cedar: {error:?}\n{condition}\n{rules:#?}"))?;
    let valid = Validator::new(case.schema.clone()).validate(&set, ValidationMode::Strict);
    let errors: Vec<_> = valid.validation_errors().map(ToString::to_string).collect();
    // Attributes of entities, written out, may be what no valid policy can write: an empty set, or records that have an attribute and records that do not
    // in one place. What else Cedar then says follows from it.
    let cannot_be_written = |error: &String| error.contains("empty set literals") || error.contains("are not compatible");
    if errors.is_empty() || errors.iter().any(cannot_be_written) {
        Ok(set)
    } else {
        Err(format!("what it prints is not valid: {errors:#?}\n{condition}\n{rules:#?}"))
    }
}
