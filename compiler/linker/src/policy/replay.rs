//! Cedar's own answer on one request: a second opinion on an example that the decision procedure found.
//!
//! In: conditions as Cedar text, each of a permit or a forbid, an action, a resource and a context. Out: the authorizer's decision; `None` if the request cannot be
//! said in Cedar's text forms (a datetime beyond the year 9999), or a text is no condition. Must hold: entities are in what their names say, as everywhere
//! (design section 3). The caller provides a stack of `limits::POLICY_STACK`.

use crate::guard::rules::EntityName;
use crate::guard::simplify::value::{Value, domains, folders};
use crate::solve::printed;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, Request,
    RestrictedExpression,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::str::FromStr;

/// Cedar, with what it has parsed.
#[derive(Default)]
pub struct Cedar {
    known: RefCell<BTreeMap<(bool, String), Policy>>,
}

impl Cedar {
    /// Whether Cedar allows a request under these permits and forbids.
    pub fn allows(
        &self,
        permits: &[String],
        forbids: &[String],
        action: &str,
        resource: Option<&EntityName>,
        context: &BTreeMap<String, Value>,
    ) -> Option<bool> {
        let mut policies = PolicySet::new();
        let conditions = permits.iter().map(|one| (true, one)).chain(forbids.iter().map(|one| (false, one)));
        for (number, (permits, condition)) in conditions.enumerate() {
            policies.add(self.policy(permits, condition)?.new_id(PolicyId::new(number.to_string()))).ok()?;
        }
        let fields = context.iter().map(|(name, value)| Some((name.clone(), expression(value)?))).collect::<Option<Vec<_>>>()?;
        let context_of = Context::from_pairs(fields).ok()?;
        let nobody = EntityName { kind: "Wit::Interface".into(), id: "any".into() };
        let resource = resource.unwrap_or(&nobody);
        let mut names = BTreeSet::from([resource.clone()]);
        context.values().for_each(|value| mentioned(value, &mut names));
        let entities = names.iter().map(entity).collect::<Option<Vec<_>>>()?;
        let entities = Entities::from_entities(entities, None).ok()?;
        let action = uid(&EntityName { kind: "Action".into(), id: action.into() })?;
        let principal = uid(&EntityName { kind: "Agent".into(), id: "any".into() })?;
        let request = Request::new(principal, action, uid(resource)?, context_of, None).ok()?;
        Some(Authorizer::new().is_authorized(&request, &policies, &entities).decision() == Decision::Allow)
    }

    fn policy(&self, permits: bool, condition: &str) -> Option<Policy> {
        let key = (permits, condition.to_string());
        if let Some(known) = self.known.borrow().get(&key) {
            return Some(known.clone());
        }
        let effect = if permits { "permit" } else { "forbid" };
        let policy = Policy::parse(None, format!("{effect}(principal, action, resource) when {{ {condition} }};")).ok()?;
        self.known.borrow_mut().insert(key, policy.clone());
        Some(policy)
    }
}

fn uid(name: &EntityName) -> Option<EntityUid> {
    Some(EntityUid::from_type_name_and_id(EntityTypeName::from_str(&name.kind).ok()?, EntityId::new(&name.id)))
}

/// An entity and all that it is in by its name.
fn entity(name: &EntityName) -> Option<Entity> {
    let outer = match name.kind.as_str() {
        "Net::Host" => domains(&name.id),
        "Fs::Path" => folders(&name.id),
        _ => vec![],
    };
    let outer: Vec<EntityName> = outer.into_iter().map(|id| EntityName { kind: name.kind.clone(), id: id.into() }).collect();
    let parents = outer.iter().map(uid).collect::<Option<HashSet<_>>>()?;
    Some(Entity::new_no_attrs(uid(name)?, parents))
}

fn mentioned(value: &Value, names: &mut BTreeSet<EntityName>) {
    match value {
        Value::Entity(name) => drop(names.insert(name.clone())),
        Value::Set(elements) => elements.iter().for_each(|value| mentioned(value, names)),
        Value::Record(fields) => fields.values().for_each(|value| mentioned(value, names)),
        _ => {}
    }
}

fn expression(value: &Value) -> Option<RestrictedExpression> {
    Some(match value {
        Value::Bool(value) => RestrictedExpression::new_bool(*value),
        Value::Long(number) => RestrictedExpression::new_long(*number),
        Value::String(text) => RestrictedExpression::new_string(text.clone()),
        Value::Entity(name) => RestrictedExpression::new_entity_uid(uid(name)?),
        Value::Set(elements) => RestrictedExpression::new_set(elements.iter().map(expression).collect::<Option<Vec<_>>>()?),
        Value::Record(fields) => {
            let fields = fields.iter().map(|(name, value)| Some((name.clone(), expression(value)?)));
            RestrictedExpression::new_record(fields.collect::<Option<HashMap<_, _>>>()?).ok()?
        }
        Value::Decimal(_) | Value::Datetime(_) | Value::Duration(_) | Value::Ip(_) => {
            RestrictedExpression::from_str(&printed(value)).ok()?
        }
    })
}
