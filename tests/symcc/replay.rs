//! Witnesses in Cedar's own authorizer.
//!
//! In: policies and a witness. Out: what each policy does on a request with the values of the witness, and with random values of their
//! types, or those that comparisons take, for everything else. The literals are those that the witness prints, so that they are read by Cedar too.

use crate::generate;
use crate::random::Random;
use caplink_linker::diff::authority::complete;
use caplink_linker::guard::rules::{EntityName, Ip, Path, Root};
use caplink_linker::guard::simplify::value::Value;
use caplink_linker::solve::{Domain, Ids, Outcome, Witness};
use cedar_policy::{AuthorizationError, Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

/// The value of an input that a witness leaves open, which is there by all means if it is required.
type Open<'o> = dyn FnMut(&Path, bool) -> Option<Value> + 'o;

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
    /// Permits.
    pub policies: &'r PolicySet,
    /// What requests are made for.
    pub requests: Requests<'r>,
}

/// What requests are made for.
pub struct Requests<'r> {
    /// The schema that they are validated by.
    pub schema: &'r Schema,
    /// The action, as Cedar writes it.
    pub action: &'r str,
    /// The domain of each input.
    pub domain: &'r dyn Fn(&Path) -> Option<Domain>,
}

impl Replay<'_> {
    /// What each policy does, by its id.
    pub fn run(&self, witness: &Witness, random: &mut Random) -> BTreeMap<String, Did> {
        let request = self.requests.around(witness, random);
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
}

impl Requests<'_> {
    /// A request with the values of a witness, and random ones for the rest.
    pub fn around(&self, witness: &Witness, random: &mut Random) -> Request {
        let mut open = |path: &Path, required: bool| {
            let is_there = required || random.once_in(2);
            is_there.then(|| any(&(self.domain)(path).expect("every input has a domain"), random))
        };
        self.request(witness, &mut open)
    }

    /// A request with the values of a witness, and those that a comparison takes for the rest.
    pub fn completed(&self, witness: &Witness) -> Request {
        let call = complete(witness, self.domain);
        self.request(witness, &mut |path, _| call(path))
    }

    fn request(&self, witness: &Witness, open: &mut Open<'_>) -> Request {
        let root = |root| Path { root, attributes: vec![] };
        let entity = |value: Option<Value>| match value {
            Some(value @ Value::Entity(_)) => EntityUid::from_str(&literal(&value)).expect("a witness writes entities as Cedar does"),
            other => panic!("no entity: {other:?}"),
        };
        let mut value = |root: Path| self.value(&root, true, witness, open);
        let (principal, resource) = (entity(value(root(Root::Principal))), entity(value(root(Root::Resource))));
        let Some(Value::Record(context)) = value(root(Root::Context)) else { panic!("no context") };
        let pairs = context.iter().map(|(name, value)| (name.clone(), expression(value)));
        let context = Context::from_pairs(pairs).expect("names are distinct");
        let action = EntityUid::from_str(self.action).expect("it is an action");
        Request::new(principal, action, resource, context, Some(self.schema)).expect("a witness has values of their types")
    }

    fn value(&self, path: &Path, required: bool, witness: &Witness, open: &mut Open<'_>) -> Option<Value> {
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
        let domain = (self.domain)(path).expect("every input has a domain");
        let Domain::Record(fields) = domain else { return open(path, required) };
        if !required && !is_asked && open(path, false).is_none() {
            return None;
        }
        let values = fields.iter().filter_map(|(name, (_, required))| {
            let mut path = path.clone();
            path.attributes.push(name.clone());
            Some((name.clone(), self.value(&path, *required, witness, open)?))
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

/// Milliseconds of the times and lengths that conditions mention.
const TIMES: [i64; 6] = [0, 1_709_164_800_000, 1_709_209_800_000, -1, 253_402_214_400_000, 1_798_761_600_001];
const SPANS: [i64; 6] = [0, 1, 3_600_000, 34_200_000, 86_400_000, -90_000_000];
const DECIMALS: [i64; 6] = [0, 15_000, -15_000, 123_456, i64::MAX, i64::MIN];
const ADDRESSES: [Ip; 8] = [
    Ip { v6: false, address: 0x0a00_0001, prefix: 32 },
    Ip { v6: false, address: 0x0a00_0000, prefix: 8 },
    Ip { v6: false, address: 0x0a80_0001, prefix: 32 },
    Ip { v6: false, address: 0x7f00_0001, prefix: 32 },
    Ip { v6: false, address: 0xe000_0001, prefix: 32 },
    Ip { v6: false, address: 0, prefix: 0 },
    Ip { v6: true, address: 1, prefix: 128 },
    Ip { v6: true, address: 0x2001_0db8 << 96, prefix: 32 },
];

/// Any value of a domain; most are those that conditions mention, or beside them.
fn any(domain: &Domain, random: &mut Random) -> Value {
    match domain {
        Domain::Bool => Value::Bool(random.once_in(2)),
        Domain::Long { .. } => {
            let known = random.one(&generate::NUMBERS).parse().expect("it is a number");
            Value::Long(beside(known, random))
        }
        Domain::String(_) if random.once_in(2) => Value::String(random.one(&["", "a", "/v1/a", "zzz", "x", "http", "aab", "y"]).into()),
        Domain::String(_) => Value::String(random.one(&generate::TEXTS).replace('\\', "")),
        Domain::Entity { kind, ids } => {
            let id = match ids {
                Ids::Listed(ids) => ids.iter().nth(random.below(ids.len())).cloned().expect("it is one of them"),
                Ids::Any(_) => random.one(&["a", "b", "c", "a.com", "b.com", "zzz"]).to_string(),
            };
            Value::Entity(EntityName { kind: kind.clone(), id })
        }
        Domain::Decimal => Value::Decimal(beside(DECIMALS[random.below(6)], random)),
        Domain::Datetime => Value::Datetime(beside(TIMES[random.below(6)], random)),
        Domain::Duration => Value::Duration(beside(SPANS[random.below(6)], random)),
        Domain::Ip { .. } => Value::Ip(ADDRESSES[random.below(8)]),
        Domain::Set(element) if matches!(**element, Domain::String(_)) => {
            Value::Set((0..random.below(3)).map(|_| Value::String(random.one(&["x", "y", "z", "a"]).into())).collect())
        }
        Domain::Set(element) => Value::Set((0..random.below(3)).map(|_| any(element, random)).collect()),
        Domain::Record(fields) => Value::Record(fields.iter().map(|(name, (domain, _))| (name.clone(), any(domain, random))).collect()),
    }
}

fn beside(number: i64, random: &mut Random) -> i64 {
    number.saturating_add([0, 0, 1, -1][random.below(4)])
}
