//! Witnesses in Cedar's own authorizer.
//!
//! In: policies and a witness. Out: what each policy does on a request with the values of the witness, and with random values of their
//! types for everything else. The literals are those that the witness prints, so that they are read by Cedar too.

use crate::random::Random;
use caplink_linker::guard::rules::{EntityName, Ip, Path, Root};
use caplink_linker::guard::simplify::value::Value;
use caplink_linker::solve::{Domain, Ids, Outcome, Witness};
use cedar_policy::{AuthorizationError, Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

/// What a policy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    True,
    False,
    Failed,
}

impl Did {
    /// Whether that is what a condition was to do.
    pub fn is(self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::True => self == Self::True,
            Outcome::False => self == Self::False,
            Outcome::Fails => self == Self::Failed,
            Outcome::NotTrue => self != Self::True,
            Outcome::NotFalse => self != Self::False,
        }
    }
}

/// Where a witness stands.
pub struct Replay<'r> {
    /// The schema that requests are validated by.
    pub schema: &'r Schema,
    /// Permits.
    pub policies: &'r PolicySet,
    /// The action, as Cedar writes it.
    pub action: &'r str,
    /// The domain of each input.
    pub domain: &'r dyn Fn(&Path) -> Option<Domain>,
}

impl Replay<'_> {
    /// What each policy does, by its id.
    pub fn run(&self, witness: &Witness, random: &mut Random) -> BTreeMap<String, Did> {
        let root = |root| Path { root, attributes: vec![] };
        let entity = |value: Option<Value>| match value {
            Some(value @ Value::Entity(_)) => EntityUid::from_str(&literal(&value)).expect("a witness writes entities as Cedar does"),
            other => panic!("no entity: {other:?}"),
        };
        let mut value = |root: Path| self.value(&root, true, witness, random);
        let (principal, resource) = (entity(value(root(Root::Principal))), entity(value(root(Root::Resource))));
        let Some(Value::Record(context)) = value(root(Root::Context)) else { panic!("no context") };
        let pairs = context.iter().map(|(name, value)| (name.clone(), expression(value)));
        let context = Context::from_pairs(pairs).expect("names are distinct");
        let action = EntityUid::from_str(self.action).expect("it is an action");
        let request = Request::new(principal, action, resource, context, Some(self.schema)).expect("a witness has values of their types");
        let response = Authorizer::new().is_authorized(&request, self.policies, &Entities::empty());
        let holds: BTreeSet<String> = response.diagnostics().reason().map(|id| self.name(id)).collect();
        let failed = response.diagnostics().errors().map(|error| match error {
            AuthorizationError::PolicyEvaluationError(error) => self.name(error.policy_id()),
        });
        let failed: BTreeSet<String> = failed.collect();
        let did = |id: String| {
            let did = if holds.contains(&id) {
                Did::True
            } else if failed.contains(&id) {
                Did::Failed
            } else {
                Did::False
            };
            (id, did)
        };
        self.policies.policies().map(|policy| did(self.name(policy.id()))).collect()
    }

    fn name(&self, id: &cedar_policy::PolicyId) -> String {
        self.policies.annotation(id, "id").unwrap_or_default().to_string()
    }

    fn value(&self, path: &Path, required: bool, witness: &Witness, random: &mut Random) -> Option<Value> {
        let inside = |other: &Path| {
            other.root == path.root && other.attributes.len() > path.attributes.len() && other.attributes.starts_with(&path.attributes)
        };
        let has_inside = |present: bool| witness.values.iter().any(|(other, value)| inside(other) && value.is_some() == present);
        match witness.values.get(path) {
            Some(None) => return None,
            Some(Some(value)) if !has_inside(true) && !has_inside(false) => return Some(value.clone()),
            _ => {}
        }
        let is_asked = witness.values.get(path).is_some_and(Option::is_some) || has_inside(true);
        if !required && !is_asked && random.once_in(2) {
            return None;
        }
        let domain = (self.domain)(path).expect("every input has a domain");
        let Domain::Record(fields) = domain else { return Some(any(&domain, random)) };
        let values = fields.iter().filter_map(|(name, (_, required))| {
            let mut path = path.clone();
            path.attributes.push(name.clone());
            Some((name.clone(), self.value(&path, *required, witness, random)?))
        });
        Some(Value::Record(values.collect()))
    }
}

fn literal(value: &Value) -> String {
    let path = Path { root: Root::Resource, attributes: vec![] };
    let line = Witness { values: BTreeMap::from([(path, Some(value.clone()))]) }.to_string();
    line.strip_prefix("resource == ").expect("a witness is a list of equations").to_string()
}

fn expression(value: &Value) -> RestrictedExpression {
    match value {
        // Cedar has no empty record or set of a known type in texts that it parses by itself; values it has.
        Value::Set(elements) => RestrictedExpression::new_set(elements.iter().map(expression)),
        Value::Record(fields) => RestrictedExpression::new_record(fields.iter().map(|(name, value)| (name.clone(), expression(value))))
            .expect("names are distinct"),
        Value::Long(number) => RestrictedExpression::new_long(*number),
        value => RestrictedExpression::from_str(&literal(value)).unwrap_or_else(|error| panic!("{}: {error}", literal(value))),
    }
}

/// Any value of a domain.
fn any(domain: &Domain, random: &mut Random) -> Value {
    let number = [i64::MIN, -1, 0, 1, 443, i64::MAX][random.below(6)];
    match domain {
        Domain::Bool => Value::Bool(random.once_in(2)),
        Domain::Long { .. } => Value::Long(number),
        Domain::String(_) => Value::String(random.one(&["", "a", "/v1/a", "zzz"]).into()),
        Domain::Entity { kind, ids } => {
            let id = match ids {
                Ids::Listed(ids) => ids.iter().nth(random.below(ids.len())).cloned().expect("it is one of them"),
                Ids::Any(_) => random.one(&["a", "b", "a.com", "zzz"]).to_string(),
            };
            Value::Entity(EntityName { kind: kind.clone(), id })
        }
        Domain::Decimal => Value::Decimal(number),
        Domain::Datetime => Value::Datetime(number),
        Domain::Duration => Value::Duration(number),
        Domain::Ip { .. } => {
            Value::Ip(Ip { v6: false, address: [0, 0x0a00_0001, 0x7f00_0001][random.below(3)], prefix: [32, 8][random.below(2)] })
        }
        Domain::Set(element) => Value::Set((0..random.below(3)).map(|_| any(element, random)).collect()),
        Domain::Record(fields) => Value::Record(fields.iter().map(|(name, (domain, _))| (name.clone(), any(domain, random))).collect()),
    }
}
